"""Articles of our own invention, dealt out to nights, and states compared by all their reports."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup import incremental, reports
from dedup.settings import Settings
from dedup.state import database as databases

PLACES = ("Lindvik", "Oakhurst", "Port Sella", "Marrow Bay", "Telmont", "Greyfield", "Ansby")
PEOPLE = ("Arne Solberg", "Mira Dahl", "Tom Keller", "Ines Ruiz", "Paul Okafor", "Lena Brandt")
THINGS = ("harbour", "ferry", "bridge", "school", "hospital", "stadium", "library", "railway")
DEEDS = ("reopened", "closed", "was sold", "was repaired", "caught fire", "won a prize")
PARTS = ("council", "police", "engineers", "teachers", "nurses", "sailors", "residents", "unions")
SYLLABLES = ("bra", "kel", "tum", "vor", "lis", "dan", "mek", "sol", "fur", "nig", "wat", "hes")
OUTLETS = ("Lindvik Post", "Oakhurst Courier", "Sella Times", "")
FRAMES = {
    "Lindvik Post": "Get the Lindvik Post in your inbox every morning before breakfast",
    "Oakhurst Courier": "Courier readers pay less: ask at the counter for the yellow card",
    "Sella Times": "You are reading the weekend pages of the Sella Times",
    "": "",
}


WRITTEN = 1_720_000_000
"""When files were written: in July 2024, after all that stands in them was published."""


class Piece(NamedTuple):
    """One article: where it goes, and what stands there."""

    path: str
    record: Mapping[str, str]


def settings() -> Settings:
    """Caps so low that a handful of articles crosses them."""
    s = Settings()
    return replace(
        s,
        keys=replace(s.keys, hottest_key=5, hottest_band=5, hot_block=4, window_days=6, terms=12),
        pairs=replace(s.pairs, most_per_article=4),
        boilerplate=replace(s.boilerplate, shortest_story=12),
        furniture=replace(s.furniture, least_stories=2, sample=4),
        state=replace(s.state, dateless_key=2, learned_from=10, rotating=True),
        engine=replace(s.engine, workers=1),
    )


def asked(state: Path, sql: str) -> pl.DataFrame:
    """What a state answers."""
    with databases.opened(state, settings().state) as database:
        return database.frame(sql)


def story_ids(state: Path) -> dict[int, str]:
    """The story of each article."""
    return dict(asked(state, "SELECT article, story_id FROM members").iter_rows())


def coined(rng: random.Random) -> str:
    """A name that nobody has."""
    return "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize()


def sentences(rng: random.Random) -> list[str]:
    """The facts of one event, each a sentence; no two events have names in common."""
    place, thing, deed = rng.choice(PLACES), rng.choice(THINGS), rng.choice(DEEDS)
    person, part = rng.choice(PEOPLE), rng.choice(PARTS)
    some = [" and ".join(coined(rng) for _ in range(4)) for _ in range(7)]
    number, sum_ = rng.randrange(12, 980), rng.randrange(2, 90)
    return [
        f"The {thing} of {place} {deed} on Monday, and {number} people from {some[0]} came to see.",
        f"{person} said the {part} of {some[1]} had waited for {rng.randrange(2, 40)} months.",
        f'"Nobody in {place} will forget this," {person} told people from {some[2]} on Sunday.',
        f"The {part} of {some[3]} want {sum_} million for it, and the people of {place} agree.",
        f"A report by {some[4]} on the {thing} is due in {rng.choice(('May', 'June', 'July'))}.",
        f"Last year {rng.randrange(100, 900)} people went from {some[5]} to the {thing}.",
        f"The people of {some[6]} thanked the {rng.choice(PARTS)} and the {rng.choice(PARTS)}.",
    ]


def told(rng: random.Random, facts: Sequence[str]) -> list[str]:
    """One telling: all of it, cut short, mixed with words of its own, or retold."""
    kind = rng.random()
    if kind < 0.3:
        return list(facts)
    if kind < 0.6:
        return list(facts[: rng.randrange(3, len(facts))])
    own = sentences(rng)
    if kind < 0.8:
        return [*facts[:3], *own[3:6]]
    swapped = [f.replace("people came to see it", "people turned up") for f in facts]
    return [s.replace("will forget", "could ever forget") for s in swapped[:5]]


def articles(seed: int, count: int = 14) -> list[Piece]:
    """Articles on a few events by a few outlets, some without a date, some with ids of a feed."""
    rng = random.Random(seed)
    events = [sentences(rng) for _ in range(max(2, count // 4))]
    made = []
    for number in range(count):
        outlet = rng.choice(OUTLETS)
        lines = told(rng, rng.choice(events))
        if rng.random() < 0.2:  # a piece on two events joins their stories
            lines = [*rng.choice(events)[:4], *rng.choice(events)[:4]]
        frame = FRAMES[outlet]
        framed = frame and rng.random() < 0.8
        text = "\n\n".join(" ".join(lines[at : at + 2]) for at in range(0, len(lines), 2))
        record = {"text": text + (f"\n\n{frame}" if framed else ""), "publisher": outlet}
        if rng.random() < 0.7:
            record["published_at"] = f"2024-03-{rng.randrange(1, 28):02d}"
        if rng.random() < 0.3:
            record["id"] = f"feed-{rng.randrange(count)}"
        made.append(Piece(f"{rng.choice('abc')}/{number:03d}.json", record))
    return made


def edited(rng: random.Random, piece: Piece) -> Piece:
    """A later version of an article."""
    text = f"{piece.record['text']}\n\nThe {rng.choice(THINGS)} stays open until Friday, it said."
    return Piece(piece.path, {**piece.record, "text": text})


def write(folder: Path, pieces: Sequence[Piece], tick: int = 0) -> None:
    """Put articles into a folder, as of some tick of the clock (files of one age are not racy)."""
    for piece in pieces:
        file = folder / piece.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(piece.record), "utf-8")
        os.utime(file, (WRITTEN + tick, WRITTEN + tick))


def night(state: Path, folder: Path, job: Settings) -> incremental.Night:
    """One run with a state, published to nowhere."""
    with incremental.ready(state, job) as database:
        done = incremental.run_job(database, [folder], job)
        incremental.publish(database, done.number)
    return done


def exported(state: Path, job: Settings) -> dict[str, pl.DataFrame]:
    """All reports on all that a state knows, less what names and history put into them."""
    with incremental.ready(state, job) as database:
        tables = incremental.export(database, job).tables
    return plain(reports.build(tables, job.reports))


def plain(made: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Reports with stories and events named by their first article, and without `new`."""
    found = made["articles"]
    names = {}
    for column in ("story_id", "event_id"):
        firsts = found.group_by(column).agg(pl.col("article_id").min())
        names[column] = dict(firsts.iter_rows())
    frames = {}
    for name, frame in made.items():
        renamed = [
            pl.col(c).replace(names["event_id" if c == "event_id" else "story_id"])
            for c in frame.columns
            if c.endswith(("story_id", "event_id"))
        ]
        told = frame.with_columns(renamed).drop("new", strict=False)
        lists = [c for c, t in told.schema.items() if t.is_nested()]
        frames[name] = told.drop(lists).sort(pl.all())
    frames.pop("new_pairs", None)
    return frames


def differences(one: Mapping[str, pl.DataFrame], other: Mapping[str, pl.DataFrame]) -> list[str]:
    """What is not the same in two sets of reports, table by table."""
    said = []
    for name in sorted({*one, *other}):
        left, right = one[name], other[name]
        if left.equals(right):
            continue
        only = left.join(right, on=left.columns, how="anti", nulls_equal=True)
        more = right.join(left, on=left.columns, how="anti", nulls_equal=True)
        said.append(f"{name}: only in the first {only.rows()[:3]}, in the second {more.rows()[:3]}")
    return said


COUNTED = ("redecided_pairs", "story_changes", "dropped_verdicts", "judged_pairs", "cleaned_again")


def compared(
    work: Path,
    nights: Sequence[Sequence[Piece]],
    job: Settings,
    seen: dict[str, int] | None = None,
) -> list[str]:
    """What differs between runs night by night and one run over what is there in the end.

    A piece of a path that came before is its later version. `seen` gathers how
    often something was put to the test.
    """
    shutil.rmtree(work, ignore_errors=True)
    grown, whole = work / "grown" / "in", work / "whole" / "in"
    for number, pieces in enumerate(nights):
        write(grown, pieces, number)
        facts = night(work / "grown.duckdb", grown, job).run.facts["candidates"]
        for name in COUNTED if seen is not None and isinstance(facts, dict) else ():
            seen[name] = seen.get(name, 0) + facts.get(name, 0)
        write(whole, pieces, number)
    night(work / "whole.duckdb", whole, job)
    return differences(exported(work / "grown.duckdb", job), exported(work / "whole.duckdb", job))


def dealt(seed: int, count: int = 14) -> list[list[Piece]]:
    """Articles of one seed dealt out to two to four nights, some edited later on."""
    rng = random.Random(seed * 7919 + 1)
    pieces = articles(seed, count)
    nights: list[list[Piece]] = [[] for _ in range(rng.randrange(2, 5))]
    for piece in pieces:
        first = rng.randrange(len(nights))
        nights[first].append(piece)
        if first + 1 < len(nights) and rng.random() < 0.15:
            nights[rng.randrange(first + 1, len(nights))].append(edited(rng, piece))
    return [some for some in nights if some]


def dealt_together(seeds: Sequence[int], count: int = 14) -> list[list[Piece]]:
    """The articles of several seeds in one place, each dealt out as it is alone.

    Paths, ids, outlets and their furniture are each seed's own; places, people and words
    they have in common.
    """
    nights: list[list[Piece]] = [[] for _ in range(4)]
    for seed in seeds:
        town = coined(random.Random(seed))
        for night, pieces in enumerate(dealt(seed, count)):
            for path, record in pieces:
                own = dict(record)
                if outlet := record["publisher"]:
                    own["publisher"] = f"{outlet} {town}"
                    own["text"] = own["text"].replace(FRAMES[outlet], f"{FRAMES[outlet]} {town}")
                if "id" in record:
                    own["id"] = f"{seed}-{record['id']}"
                nights[night].append(Piece(f"{seed}/{path}", own))
    return [some for some in nights if some]
