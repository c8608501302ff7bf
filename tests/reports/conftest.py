"""A small newsroom as stage tables: every relation once, with invented texts."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from dedup import tables

LEAD = "The old harbour bridge was closed to all traffic on Monday after engineers found cracks."
SECOND = "Ferries will carry passengers between the two banks every ten minutes, the city said."
QUOTE = '"We will not open it again before every bolt has been looked at," said mayor Ida Brandt.'
THIRD = "Repairs are expected to take until the end of April and to cost four million crowns."
FURNITURE = "Read also: Ten walks along the river"
OTHER_LEAD = "Shopkeepers on the north bank fear for their trade now that the bridge is shut."
WIRE = "Copper prices rose to a record in early trade as mines in the south halted work over pay."
WIRE_TOO = "Analysts pointed to low stocks and to strong demand from makers of cable and batteries."

TEXTS = [
    f"{LEAD}\n\n{SECOND}\n\n{QUOTE}\n\n{THIRD}\n\n{FURNITURE}\n",
    f"{LEAD}\n\n{SECOND}\n\n{QUOTE}\n\nRead  also: ten walks along the river!",
    f"{LEAD}\n\n{SECOND}\n\n{QUOTE}",
    f"{OTHER_LEAD}\n\n{SECOND}\n\nSome have put up signs that point to the ferry landing.",
    "Cracks have shut the ageing bridge over the harbour, with ferries standing in for now.",
    f"Reporters were told on site what comes next. {QUOTE} Divers start work on Tuesday.",
    f"{WIRE}\n\n{WIRE_TOO}\n\n(Union Wire)",
    f"{WIRE}\n\n{WIRE_TOO} =END=",
]
IDS = ["a/lead.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "g.txt", "h#2"]
PUBLISHERS = [
    "Harbour Post",
    "Valley Times",
    "City Mirror",
    "Coast Daily",
    None,
    "Radio North",
    "Evening Star",
    "Morning Sun",
]
TITLES = ["Bridge shut", None, None, "=Trade fears", None, "<script>alert(1)</script>", None, None]
DATES = ["2025-03-03T09:00:00", "2025-03-03T11:00:00", "2025-03-04", "2025-03-05", None]
DATES += ["2025-03-03", "2025-03-01", "2025-03-02"]
EARLIEST = [1740992400, 1740999600, 1741046400, 1741132800, None]
EARLIEST += [1740960000, 1740787200, 1740873600]
CUTS = [(0, FURNITURE, "furniture.read_also"), (1, TEXTS[1][-38:], "furniture.read_also")]
CUTS += [(6, "(Union Wire)", "credits.tail"), (7, "=END=", "endings.end")]


def span(row: int, words: str) -> tuple[int, int]:
    start = TEXTS[row].index(words)
    return start, start + len(words)


def shared(left: int, right: int, words: str, kind: str, quoted: float) -> tuple[object, ...]:
    count = len(words.split())
    run = count if kind == "verbatim" else count // 2
    return (left, right, *span(left, words), *span(right, words), count, run, kind, quoted)


def story_text(row: int) -> str:
    text = TEXTS[row]
    for cut_row, words, _ in CUTS:
        if cut_row == row:
            text = text.replace(words, "")
    return text


def newsroom() -> dict[str, pl.DataFrame]:
    """The stages' tables as the pipeline hands them over."""
    rows = range(len(TEXTS))
    undated = [None if at is None else at + 3600 for at in EARLIEST]
    alignments = [
        shared(0, 1, LEAD, "verbatim", 0.0),
        shared(0, 1, SECOND, "edited", 0.0),
        shared(0, 1, QUOTE, "verbatim", 1.0),
        shared(0, 3, SECOND, "verbatim", 0.0),
        shared(0, 5, QUOTE, "verbatim", 1.0),
        shared(6, 7, WIRE, "verbatim", 0.0),
        shared(6, 7, WIRE_TOO, "verbatim", 0.0),
    ]
    verdicts = [
        (0, 1, "copy", 0.9, 0.99),
        (0, 3, "partial", 0.8, 0.95),
        (0, 4, "rewrite", 0.7, 0.75),
        (0, 5, "same_event", 0.6, 0.3),
        (1, 2, "copy", 1.0, 1.0),
        (1, 5, "same_event", 0.4, 0.3),
        (4, 5, "different", 0.9, 0.05),
        (6, 7, "copy", 0.97, 0.98),
    ]
    pairs = [(a, b, "bands; terms", 0.25, 0.5, 0.5, 0.61) for a, b, *_ in verdicts]
    return {
        "articles": tables.ARTICLES.frame(
            (
                row,
                IDS[row],
                IDS[row].split("#")[0],
                2 if "#" in IDS[row] else None,
                None,
                None,
                None,
                "utf-8",
                TEXTS[row],
                '{"desk": "-news"}' if row == 0 else None,
            )
            for row in rows
        ),
        "evidence": tables.EVIDENCE.empty(),
        "rejects": tables.REJECTS.frame([("z.csv", None, "no text column; has id, when")]),
        "credits": tables.CREDITS.frame(
            [(6, *span(6, "Union Wire"), "Union Wire", "author")],
        ),
        "cuts": tables.CUTS.frame((row, *span(row, words), rule) for row, words, rule in CUTS),
        "texts": tables.TEXTS.frame(
            (row, story_text(row), "en", len(story_text(row).split()), row, None) for row in rows
        ),
        "mastheads": tables.MASTHEADS.frame(
            (
                row,
                PUBLISHERS[row],
                "record",
                TITLES[row],
                None,
                DATES[row],
                None if DATES[row] is None else "second" if "T" in str(DATES[row]) else "day",
                EARLIEST[row],
                undated[row],
            )
            for row in rows
        ),
        "sketches": tables.SKETCHES.empty(),
        "pairs": tables.PAIRS.frame(pairs),
        "alignments": tables.ALIGNMENTS.frame(alignments),
        "signals": pl.DataFrame(
            {"left": [0], "right": [3], "left_covered": [0.2], "right_covered": [0.4]},
            schema={
                "left": tables.ROW,
                "right": tables.ROW,
                "left_covered": pl.Float32,
                "right_covered": pl.Float32,
            },
        ),
        "relations": tables.RELATIONS.frame(verdicts),
        "directions": tables.DIRECTIONS.frame(
            [
                (0, 1, "left_to_right", 0.9, False, "the left is two hours older"),
                (0, 3, "left_to_right", 0.8, False, "the left is two days older"),
                (0, 4, "undetermined", 0.4, False, "nothing tells"),
                (6, 7, "common_source", 0.85, False, "both carry Union Wire"),
            ]
        ),
        "stories": tables.STORIES.frame(
            [
                (0, 0, 0, None, 0.75),
                (1, 0, 0, 1, 0.75),
                (2, 0, 0, 1, 0.75),
                (3, 0, 0, None, 0.75),
                (4, 0, 0, None, 0.75),
                (5, 5, 0, None, None),
                (6, 6, 6, None, 0.98),
                (7, 6, 6, None, 0.98),
            ]
        ),
        "provenance": tables.PROVENANCE.frame(_provenance()),
        "credited": pl.DataFrame(
            {"row": [6], "credited_to": ["Union Wire"]},
            schema={"row": tables.ROW, "credited_to": pl.String},
        ),
        "reasons": pl.DataFrame(
            {"left": [0, 0], "right": [1, 3], "because": ["nearly all shared", "one paragraph"]},
            schema={"left": tables.ROW, "right": tables.ROW, "because": pl.String},
        ),
    }


def _provenance() -> list[tuple[object, ...]]:
    post, wire = "Harbour Post", "Union Wire"
    return [
        (0, "primary", None, None, "own", None, post, 0, post, 0.7, "matches nothing earlier"),
        (
            1,
            "primary",
            0,
            None,
            "textual",
            "copy",
            post,
            1,
            f"{post} → Valley Times",
            0.9,
            "copied",
        ),
        (2, "primary", 0, None, "textual", "copy", post, 1, f"{post} → City Mirror", 0.9, "-"),
        (
            3,
            "primary",
            0,
            None,
            "textual",
            "partial",
            post,
            1,
            f"{post} → Coast Daily",
            0.8,
            "part",
        ),
        (
            3,
            "secondary",
            None,
            wire,
            "credited",
            "rewrite",
            wire,
            1,
            f"{wire} → Coast Daily",
            0.3,
            "-",
        ),
        (4, "primary", None, None, "own", None, "e.txt", 0, "e.txt", 0.4, "nothing to tell"),
        (5, "primary", None, None, "own", None, "Radio North", 0, "Radio North", 0.7, "alone"),
        (
            6,
            "primary",
            None,
            wire,
            "credited",
            "copy",
            wire,
            1,
            f"{wire} → Evening Star",
            0.95,
            "it",
        ),
        (7, "primary", None, wire, "inferred", "copy", wire, 1, f"{wire} → Morning Sun", 0.8, "-"),
    ]


@pytest.fixture
def stage_tables() -> dict[str, pl.DataFrame]:
    return newsroom()


@pytest.fixture
def build_newsroom() -> Callable[[], dict[str, pl.DataFrame]]:
    return newsroom
