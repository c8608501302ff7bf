"""`dedup plant` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, Pipeline

EPILOG = "Example: dedup plant articles/ --out planted --stories 50 --strip 0.7"


def plant(  # noqa: PLR0913, PLR0917  # one argument an option
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="INPUT", help="Folders and files of independent real articles."),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="New folder for the articles and the truth."),
    ],
    pipeline: Pipeline = None,
    seed: Annotated[
        int, typer.Option(help="Another seed plants others; the same one the same bytes.")
    ] = 0,
    stories: Annotated[int, typer.Option(help="Events, each first told by an agency.")] = 20,
    size: Annotated[int, typer.Option(help="Outlets that take a story over, on average.")] = 8,
    alone: Annotated[int, typer.Option(help="Independent articles that nobody copies.")] = 10,
    operation: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="How articles derive; may be given several times. copy, trim, excerpt, extend, "
            "reorder, merge, reword_light, reword_heavy; held back: new_lead, splice, restyle, "
            "condense, retell. [default: all]",
        ),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE",
            help="Use articles of this language; several times. [default: all that have furniture]",
        ),
    ] = None,
    outlets: Annotated[int, typer.Option(help="Most outlets of one language.")] = 12,
    part: Annotated[
        str,
        typer.Option(
            help="all; train leaves out what is held back from training and tuning; "
            "held-back prefers that."
        ),
    ] = "all",
    times: Annotated[
        str, typer.Option(help="Dates to the minute, the day, none, or mixed by outlet.")
    ] = "minute",
    missing_times: Annotated[float, typer.Option(help="Share of articles without a date.")] = 0.0,
    wrong_times: Annotated[
        float, typer.Option(help="Share of copies dated before what they took.")
    ] = 0.0,
    strip: Annotated[float, typer.Option(help="Share of copies that credit nobody.")] = 0.3,
    hold_back_wire: Annotated[
        float, typer.Option(help="Share of events whose agency reports are not written.")
    ] = 0.0,
    two_wires: Annotated[
        float, typer.Option(help="Share of events that two agencies report.")
    ] = 0.2,
    deep: Annotated[float, typer.Option(help="Share of copies taken from another outlet.")] = 0.4,
    furniture: Annotated[
        float, typer.Option(help="How much stands around the stories: 0 nothing, 1 all.")
    ] = 0.6,
    least_words: Annotated[int, typer.Option(help="Use articles of so many words at least.")] = 150,
    most_words: Annotated[int, typer.Option(help="Cut stories to so many words.")] = 600,
    as_json: AsJson = False,
) -> None:
    """Make articles whose truth is known, out of real ones.

    Real stories are given to news agencies and spread as news spreads:
    outlets reprint, trim, extend, merge and rewrite them, put their own
    furniture around and credit the agency, or do not. For measuring what a
    run finds with settings of yours: DIR/articles is what to run over,
    DIR/labels.csv is for `dedup evaluate`; passages.csv, cuts.csv, chains.csv
    and events.csv say the rest. The articles should be independent of one
    another; those that name an agency or share a sentence are left out.
    """
    with door():
        from dedup.commands.plant import plant as plant_articles  # noqa: PLC0415
        from dedup.settings.planting import PlantSettings  # noqa: PLC0415

        settings = PlantSettings(
            seed=seed,
            stories=stories,
            size=size,
            alone=alone,
            operations=tuple(operation or ()),
            languages=tuple(language or ()),
            outlets=outlets,
            part=part,
            times=times,
            missing_times=missing_times,
            wrong_times=wrong_times,
            strip=strip,
            hold_back_wire=hold_back_wire,
            two_wires=two_wires,
            deep=deep,
            furniture=furniture,
            least_words=least_words,
            most_words=most_words,
        )
        print_data(plant_articles(inputs, out, settings, pipeline, as_json=as_json))
