"""Whole ways of a story, told by what each text took, added and left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

import polars as pl
import pytest

from dedup.directions import direct
from dedup.provenance import trace
from dedup.provenance.unnamed import UNNAMED
from dedup.stories import group
from dedup.tables import ARTICLES, CREDITS, EVIDENCE, MASTHEADS, RELATIONS, RULINGS, TEXTS

HOUR = 3_600
WORDS = [
    "harbour",
    "bridge",
    "ferry",
    "captain",
    "tide",
    "anchor",
    "lantern",
    "rudder",
    "compass",
    "gale",
    "beacon",
    "mooring",
    "galley",
    "shoal",
    "current",
    "pilot",
    "cargo",
    "winch",
    "hatch",
    "keel",
]


def sentences(subject: str, count: int) -> list[str]:
    """Sentences that share no four words in a row with one another."""
    return [
        f"The {WORDS[n % 20]} of {subject}{n} met {WORDS[(n + 7) % 20]}{n} near "
        f"{subject}{n + 3} while {WORDS[(n + 3) % 20]}{n} kept its {WORDS[(n + 11) % 20]}{n}."
        for n in range(count)
    ]


WIRE = sentences("north", 14)
OTHER_WIRE = sentences("south", 14)
OWN = sentences("town", 6)


@dataclass
class Newsroom:
    """Articles with their texts; every two that share a sentence are a pair."""

    texts: list[list[str]] = field(default_factory=list)
    publishers: list[str | None] = field(default_factory=list)
    times: list[int | None] = field(default_factory=list)
    credits: list[tuple[int, int, int, str, str]] = field(default_factory=list)

    def add(
        self, publisher: str | None, text: list[str], at: int | None = None, **roles: str
    ) -> int:
        row = len(self.texts)
        self.texts.append(text)
        self.publishers.append(publisher)
        self.times.append(None if at is None else at * HOUR)
        self.credits += [(row, 0, 3, name, role) for role, name in roles.items()]
        return row

    def tables(self) -> dict[str, pl.DataFrame]:
        pairs = []
        for left, right in combinations(range(len(self.texts)), 2):
            one, other = set(self.texts[left]), set(self.texts[right])
            both = len(one & other)
            if both:
                covered = both / len(one), both / len(other)
                relation = "copy" if max(covered) >= 0.8 else "partial"
                pairs.append((left, right, relation, *covered))
        rows = range(len(self.texts))
        flat = [" ".join(text) for text in self.texts]
        tables = {
            "articles": ARTICLES.frame(
                (r, f"{r}.txt", "", None, None, None, None, "utf-8", flat[r], None) for r in rows
            ),
            "texts": TEXTS.frame((r, flat[r], "en", 99, r, None) for r in rows),
            "credits": CREDITS.frame(self.credits),
            "credited": pl.DataFrame(schema={"row": pl.UInt32, "credited_to": pl.String}),
            "evidence": EVIDENCE.empty(),
            "mastheads": MASTHEADS.frame(
                (r, self.publishers[r], None, None, None, None, None, self.times[r], self.times[r])
                for r in rows
            ),
            "relations": RELATIONS.frame((a, b, rel, 0.97, 0.97) for a, b, rel, _, _ in pairs),
            "signals": pl.DataFrame(
                [(a, b, c, d) for a, b, _, c, d in pairs],
                schema={
                    "left": pl.UInt32,
                    "right": pl.UInt32,
                    "left_covered": pl.Float32,
                    "right_covered": pl.Float32,
                },
                orient="row",
            ),
        }
        tables["stories"] = group(tables["texts"], tables["relations"])
        tables["directions"] = direct(tables)
        return tables

    def trace(self) -> dict[tuple[int, str], dict[str, object]]:
        """(row, source_rank) → the first row of PROVENANCE."""
        found: dict[tuple[int, str], dict[str, object]] = {}
        for row in trace(self.tables()).iter_rows(named=True):
            found.setdefault((row["row"], row["source_rank"]), row)
        return found

    def sources(self) -> list[int | str | None]:
        """The primary source of each article."""
        found = self.trace()
        mine = [found[row, "primary"] for row in range(len(self.texts))]
        return [r["source_outlet"] or r["source_row"] for r in mine]  # type: ignore[misc]


def cascade(*, timed: bool) -> Newsroom:
    """An agency, two outlets that took from it, and one that took from the first of these."""
    room = Newsroom()
    hours = [1, 3, 4, 9] if timed else [None] * 4
    room.add("Reuters", WIRE, hours[0], author="Reuters")
    room.add("Herald", [*WIRE[:10], *OWN[:3]], hours[1], author="Reuters")
    room.add("Gazette", WIRE[:12], hours[2], author="Reuters")
    room.add("Courier", [*WIRE[:8], *OWN[:3]], hours[3], author="Reuters")
    return room


@pytest.mark.parametrize("timed", [True, False])
def test_a_copy_of_a_copy_is_told_by_what_that_added(timed: bool) -> None:
    room = cascade(timed=timed)
    assert room.sources() == [None, 0, 0, 1]
    courier = room.trace()[3, "primary"]
    assert courier["chain"] == "Reuters → Herald → Courier"
    assert courier["origin"] == "Reuters"


def test_a_source_that_is_named_beats_one_that_is_not() -> None:
    room = Newsroom()
    room.add("Reuters", WIRE, 1, author="Reuters")
    room.add("Herald", WIRE[:12], 3, author="Reuters")
    room.add("Courier", WIRE[:9], 6, mention="Herald")
    assert room.sources() == [None, 0, 1]


def test_a_merged_text_lists_both_agencies() -> None:
    room = Newsroom()
    room.add("Reuters", WIRE, 1, author="Reuters")
    room.add("Agence France-Presse", OTHER_WIRE, 1, author="Agence France-Presse")
    room.add("Herald", [*WIRE[:8], *OTHER_WIRE[:6]], 5, author="Reuters")
    found = room.trace()
    assert found[2, "primary"]["source_row"] == 0
    assert found[2, "secondary"]["source_row"] == 1
    assert found[2, "secondary"]["origin"] == "Agence France-Presse"


def test_what_the_agency_held_back_wrote_is_named_by_those_that_name_it() -> None:
    room = Newsroom()
    room.add("Herald", [*WIRE[:10], *OWN[:2]], 3, author="Reuters")
    room.add("Gazette", WIRE[2:13], 4)
    room.add("Courier", [*WIRE[4:14], *OWN[3:5]], 5)
    assert room.sources() == ["Reuters", "Reuters", "Reuters"]
    assert room.trace()[1, "primary"]["basis"] == "inferred"


def test_a_source_that_nobody_names_is_one_node_for_all() -> None:
    room = Newsroom()
    room.add("Herald", WIRE[:10], 3)
    room.add("Gazette", WIRE[2:13], 3)
    room.add("Courier", WIRE[4:14], 3)
    room.add("Echo", [*WIRE[:3], *WIRE[6:9]], 1)
    found = room.trace()
    names = {found[row, "primary"]["source_outlet"] for row in range(3)}
    assert names == {f"{UNNAMED}0.txt"}
    assert "nobody names" in str(found[0, "primary"]["because"])


def test_who_prints_a_text_that_retells_another_took_it_from_its_author() -> None:
    """`Politico reports ...` stands in the agency's text and in all that print it."""
    room = Newsroom()
    room.add("Reuters", WIRE, 1, author="Reuters", retold="Politico")
    room.add("Herald", WIRE[:11], 3, retold="Politico")
    room.add("Gazette", WIRE[:12], 4)
    assert room.sources() == ["Politico", 0, 0]


def test_no_origin_comes_from_a_later_text_of_an_outlet() -> None:
    room = Newsroom()
    room.add("Herald", WIRE[:10], 2)
    room.add("Gazette", [*WIRE[:9], *OWN[:2]], 9, author="Courier")
    room.add("Courier", WIRE[:12], 8)
    found = room.trace()
    assert found[0, "primary"]["source_outlet"] is None
    for row in found.values():
        source = row["source_row"]
        assert source is None or room.times[source] <= room.times[row["row"]]  # type: ignore[index,operator]


def test_a_ruling_holds_against_all_evidence() -> None:
    room = cascade(timed=True)
    tables = room.tables()
    tables["rulings"] = RULINGS.frame(
        [
            (1, None, None, None, None, "Havas", False),
            (2, None, None, None, None, None, True),
            (3, None, None, None, 2, None, False),
        ]
    )
    found = {r["row"]: r for r in trace(tables).iter_rows(named=True) if r["basis"] == "ruled"}
    assert found[1]["chain"] == "Havas → Herald"
    assert found[2]["chain"] == "Gazette"
    assert found[3]["chain"] == "Gazette → Courier"
    assert all(row["confidence"] == 1.0 for row in found.values())
