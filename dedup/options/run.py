"""`dedup run` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.logs import Log
from dedup.options.shared import AsJson, Keep, Pipeline, Rules, Wait

EPILOG = "Example: dedup run articles/ more.jsonl.gz --out reports --window 7"


def run(  # noqa: PLR0913, PLR0917  # one argument an option
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="INPUT",
            help="Folders and files: txt, md, html, jsonl, json, csv, parquet, also .gz.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder that the reports are written to."),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="DIR", help="Also write each story text as a file here."),
    ] = None,
    rules: Rules = None,
    keep: Keep = None,
    pipeline: Pipeline = None,
    window: Annotated[
        int | None,
        typer.Option(
            "--window",
            metavar="DAYS",
            min=0,
            help="Compare only articles so many days apart; 0 compares all. [default: 30]",
        ),
    ] = None,
    graphs: Annotated[
        bool,
        typer.Option("--graphs", help="Also write the chains as GraphML, GEXF and PROV-JSON."),
    ] = False,
    rulings: Annotated[
        Path | None,
        typer.Option(
            "--rulings",
            metavar="FILE.csv",
            help="Verdicts of yours that the run obeys: left, right, relation, source.",
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            metavar="FILE",
            help="What earlier runs knew: only what is new is worked on. Made where missing.",
        ),
    ] = None,
    wait: Wait = 0,
    log_file: Annotated[
        Path | None,
        typer.Option("--log-file", metavar="FILE", help="Also write what happens to this file."),
    ] = None,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Messages as JSON objects, one a line.")
    ] = False,
    engine: Annotated[
        str | None,
        typer.Option("--engine", metavar="local|spark", help="Where to compute. spark: not yet."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave with exit code 3 if an input was rejected.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print no summary, no progress and no warnings.")
    ] = False,
    if_new: Annotated[
        bool,
        typer.Option("--if-new", help="Print the summary only if a state met something new."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Judge all articles of the inputs and write the reports.

    Finds the copies, excerpts and rewrites among the articles, names the origin
    of each and the way it went. Open report.html in the --out folder, or the
    CSV and Parquet tables beside it.
    """
    log = Log(log_file, log_json, quiet)
    with door(log):
        log.begin()
        from dedup.commands.run import Request  # noqa: PLC0415
        from dedup.commands.run import run as run_articles  # noqa: PLC0415
        from dedup.errors import RejectedInputsError, UsageError  # noqa: PLC0415

        if quiet and as_json:
            raise UsageError("--quiet and --json exclude each other")
        request = Request(
            inputs=inputs or (),
            out=out,
            texts=texts,
            rules=rules,
            keep=keep or (),
            pipeline=pipeline,
            graphs=graphs,
            rulings=rulings,
            state=state,
            wait=wait,
            note=log.info,
            engine=engine,
            window=window,
            strict=strict,
            quiet=quiet,
            if_new=if_new,
            as_json=as_json,
        )
        outcome = run_articles(request)
        for warning in outcome.warnings:
            log.warning(warning)
        for warning in outcome.standing:
            log.info(f"as in the run before: {warning}")
        print_data(outcome.text)
        if outcome.strict and outcome.rejected:
            raise RejectedInputsError(
                f"{outcome.rejected} inputs were rejected; rejects.csv says why"
            )
