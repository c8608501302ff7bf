"""Where every article comes from: each basis, chains and hops, and the shipped seeds."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl
import pytest

from dedup.directions import direct
from dedup.provenance import settle, trace
from dedup.provenance.links import Link
from dedup.provenance.trees import choose
from dedup.settings import ProvenanceSettings
from dedup.stories import group
from dedup.tables import (
    ARTICLES,
    CREDITS,
    EVIDENCE,
    MASTHEADS,
    PROVENANCE,
    RELATIONS,
    TEXTS,
)

HOUR = 3_600
SIGNALS = pl.Schema(
    {"left": pl.UInt32, "right": pl.UInt32, "left_covered": pl.Float32, "right_covered": pl.Float32}
)


@dataclass
class Case:
    """A run in the making: articles, what is known of them, and their pairs."""

    ids: list[str] = field(default_factory=list)
    publishers: list[str | None] = field(default_factory=list)
    times: list[int | None] = field(default_factory=list)
    credits: list[tuple[int, str, str, str]] = field(default_factory=list)
    evidence: list[tuple[int, str, str]] = field(default_factory=list)
    pairs: list[tuple[int, int, str, float, float, float]] = field(default_factory=list)
    twins: dict[int, int] = field(default_factory=dict)
    bylines: dict[int, str] = field(default_factory=dict)

    def article(
        self,
        publisher: str | None = None,
        at: int | None = None,
        article_id: str | None = None,
        **credits: str,
    ) -> int:
        row = len(self.ids)
        self.ids.append(article_id or f"{row:03}.txt")
        self.publishers.append(publisher)
        self.times.append(at)
        for role, names in credits.items():
            self.credits += [(row, name, role, f"by {name}") for name in names.split("; ")]
        return row

    def pair(
        self,
        left: int,
        right: int,
        relation: str = "copy",
        p: float = 0.9,
        covered: tuple[float, float] = (0.9, 0.9),
    ) -> None:
        self.pairs.append((left, right, relation, p, *covered))

    def tables(self) -> dict[str, pl.DataFrame]:
        texts, credits = [""] * len(self.ids), []
        for row, name, role, words in self.credits:
            start = len(texts[row])
            texts[row] += words + "\n"
            credits.append((row, start, start + len(words), name, role))
        rows = range(len(self.ids))
        return {
            "articles": ARTICLES.frame(
                (
                    row,
                    self.ids[row],
                    "",
                    None,
                    None,
                    self.bylines.get(row),
                    None,
                    "utf-8",
                    texts[row],
                    None,
                )
                for row in rows
            ),
            "credited": pl.DataFrame(
                {"row": list(self.bylines), "credited_to": list(self.bylines.values())},
                schema={"row": pl.UInt32, "credited_to": pl.String},
            ),
            "texts": TEXTS.frame(
                (row, "", "en", 99, self.twins.get(row, row), None) for row in rows
            ),
            "credits": CREDITS.frame(credits),
            "evidence": EVIDENCE.frame((row, f, "page", value) for row, f, value in self.evidence),
            "mastheads": MASTHEADS.frame(
                (r, self.publishers[r], None, None, None, None, None, self.times[r], self.times[r])
                for r in rows
            ),
            "relations": RELATIONS.frame((a, b, rel, p, p) for a, b, rel, p, _, _ in self.pairs),
            "signals": pl.DataFrame(
                [(a, b, c, d) for a, b, _, _, c, d in self.pairs], schema=SIGNALS, orient="row"
            ),
        }

    def trace(self) -> Found:
        tables = self.tables()
        tables["stories"] = group(tables["texts"], tables["relations"])
        tables["directions"] = direct(tables)
        traced = trace(tables)
        # Whatever is settled beforehand is what a look at each article finds.
        alone = settle(tables)
        of_these = pl.col("row").is_in(alone["row"].implode())
        assert alone.equals(traced.filter(of_these))
        return Found(traced, alone.height)


@dataclass
class Found:
    """PROVENANCE with shorter ways to ask."""

    table: pl.DataFrame
    settled: int = 0

    def __getitem__(self, row: int) -> dict[str, object]:
        (only,) = self.table.filter(row=row, source_rank="primary").to_dicts()
        return only

    def second(self, row: int) -> list[dict[str, object]]:
        return self.table.filter(row=row, source_rank="secondary").to_dicts()


def test_a_byline_of_metadata_credits_where_the_text_does_not() -> None:
    case = Case()
    taken = case.article("Gazette")
    case.bylines[taken] = "Associated Press"
    copy = case.article("Herald")
    case.pair(taken, copy)
    found = case.trace()
    assert (found[taken]["basis"], found[taken]["chain"]) == (
        "credited",
        "Associated Press → Gazette",
    )
    assert found[taken]["because"].endswith("(“byline Associated Press”)")
    assert (found[copy]["basis"], found[copy]["origin"]) == ("inferred", "Associated Press")


def test_an_article_alone_is_its_own() -> None:
    case = Case()
    case.article("Gazette")
    case.article()
    found = case.trace()
    assert found.settled == 2
    assert found.table.schema == PROVENANCE.schema
    assert found[0]["basis"] == "own"
    assert (found[0]["origin"], found[0]["hop"], found[0]["chain"]) == ("Gazette", 0, "Gazette")
    assert found[1]["chain"] == "001.txt"
    assert found[1]["relation"] is None


def test_a_credited_author_is_the_origin_even_without_any_pair() -> None:
    case = Case()
    case.article("Gazette", author="Reuters")
    found = case.trace()[0]
    assert (found["basis"], found["source_outlet"], found["source_row"]) == (
        "credited",
        "Reuters",
        None,
    )
    assert (found["chain"], found["hop"], found["relation"]) == ("Reuters → Gazette", 1, "copy")
    assert "credits Reuters as author of the text (“by Reuters”)" in str(found["because"])


def test_the_distributor_stands_between_author_and_publisher() -> None:
    case = Case()
    case.article("Valley News", author="Bloomberg News", distributor="Tribune Content Agency")
    case.article("Hill News", distributor="Tribune Content Agency")
    found = case.trace()
    assert found[0]["chain"] == "Bloomberg News → Tribune Content Agency → Valley News"
    assert (found[0]["hop"], found[0]["source_outlet"]) == (2, "Tribune Content Agency")
    assert found[0]["origin"] == "Bloomberg News"
    assert found[1]["chain"] == "Tribune Content Agency → Hill News"


def test_what_the_publisher_says_of_itself_is_no_source() -> None:
    case = Case()
    case.article("Reuters", author="Reuters", distributor="Tribune Content Agency")
    found = case.trace()[0]
    assert (found["basis"], found["chain"]) == ("own", "Reuters")
    assert "signed by its publisher" in str(found["because"])


def test_photos_and_mentions_never_bear_on_origin() -> None:
    case = Case()
    case.article("A", photo="Reuters", mention="TASS")
    case.article("B")
    case.pair(0, 1)
    found = case.trace()
    assert {found[0]["basis"], found[1]["basis"]} == {"own"}


def test_contributors_are_secondary_only() -> None:
    case = Case()
    case.article("A", contributor="AFP; dpa")
    found = case.trace()
    assert found[0]["basis"] == "own"
    named = [row["source_outlet"] for row in found.second(0)]
    assert named == ["Agence France-Presse", "Deutsche Presse-Agentur"]
    assert {row["relation"] for row in found.second(0)} == {"partial"}


def test_two_authors_are_a_primary_and_a_secondary_source() -> None:
    case = Case()
    case.article("A", author="Associated Press; Reuters")
    found = case.trace()
    assert found[0]["origin"] == "Associated Press"
    assert [row["origin"] for row in found.second(0)] == ["Reuters"]


def test_of_several_credited_agencies_the_one_whose_text_it_is_comes_first() -> None:
    case = Case()
    plain = case.article("Courier", author="Associated Press", article_id="plain.txt")
    mixed = case.article("Herald", author="Reuters; Associated Press; Agence France-Presse")
    case.pair(plain, mixed, "partial")
    found = case.trace()[mixed]
    assert found["chain"] == "Associated Press → Herald"
    assert "so, alone, does plain.txt, which shares it" in str(found["because"])


def test_of_several_credited_agencies_the_first_leads_where_no_text_tells() -> None:
    case = Case()
    plain = case.article("Courier", author="Associated Press")
    mixed = case.article("Herald", author="Reuters; Associated Press")
    case.pair(plain, mixed, "rewrite")
    assert case.trace()[mixed]["chain"] == "Reuters → Herald"


def test_an_uncredited_text_inherits_the_origin_of_those_it_matches() -> None:
    case = Case()
    silent = case.article("A")
    first = case.article("B", author="Reuters")
    second = case.article("C", author="Reuters")
    other = case.article("D", author="Associated Press")
    case.pair(silent, first)
    case.pair(silent, second, p=0.8)
    case.pair(silent, other, "partial", p=0.6)
    found = case.trace()
    assert (found[silent]["basis"], found[silent]["source_outlet"]) == ("inferred", "Reuters")
    assert found[silent]["chain"] == "Reuters → A"
    assert "001.txt" in str(found[silent]["because"])
    assert "002.txt" in str(found[silent]["because"])
    assert [row["origin"] for row in found.second(silent)] == ["Associated Press"]


def test_origins_reach_uncredited_texts_over_uncredited_ones_less_surely() -> None:
    case = Case()
    rows = [case.article(name) for name in "ABC"]
    credited = case.article("D", author="Reuters")
    case.pair(rows[0], rows[1])
    case.pair(rows[1], rows[2])
    case.pair(rows[2], credited)
    found = case.trace()
    assert [found[row]["origin"] for row in rows] == ["Reuters"] * 3
    sure = [float(str(found[row]["confidence"])) for row in rows]
    assert sure == sorted(sure)
    assert sure[0] < sure[1] < sure[2]
    assert "which is a copy of" in str(found[0]["because"])


def test_origins_do_not_travel_over_uncredited_rewrites() -> None:
    case = Case()
    far, near = case.article("A"), case.article("B")
    case.pair(far, near, "rewrite")
    case.pair(near, case.article("C", author="Reuters"), "rewrite")
    found = case.trace()
    assert found[near]["origin"] == "Reuters"
    assert found[far]["basis"] == "own"


def test_an_agencys_text_of_unknown_order_proves_nothing_about_its_rewrites() -> None:
    case = Case()
    case.pair(case.article("A"), case.article("Reuters"), "rewrite")
    assert case.trace()[0]["basis"] == "own"


def test_of_several_authors_of_a_match_only_the_likeliest_is_inherited() -> None:
    case = Case()
    case.pair(case.article("A"), case.article("B", author="Reuters; AFP; dpa"))
    found = case.trace()
    assert found[0]["origin"] == "Reuters"
    assert found.second(0) == []


def test_no_origin_is_inherited_from_what_took_from_the_text() -> None:
    case = Case()
    source = case.article("Gazette")
    case.pair(source, case.article("B", retold="Gazette; Reuters"), "rewrite")
    found = case.trace()
    assert found[source]["basis"] == "own"
    assert found[1]["source_row"] == source
    assert found[1]["basis"] in ("credited", "textual")
    assert found[1]["chain"] == "Gazette → B"


def test_an_agency_is_not_told_that_its_text_is_its_own() -> None:
    case = Case()
    late = case.article("Reuters", at=9 * HOUR)
    case.pair(late, case.article("B", at=HOUR, retold="Reuters"), "rewrite", 0.7, (0.1, 0.1))
    found = case.trace()
    assert (found[late]["basis"], found[late]["chain"]) == ("own", "Reuters")
    assert (found[1]["source_row"], found[1]["source_outlet"]) == (None, "Reuters")


def test_the_agencys_own_article_is_the_source_where_it_is_at_hand() -> None:
    case = Case()
    wire = case.article("reuters.com", at=HOUR)
    taker = case.article("B", at=2 * HOUR, author="Reuters")
    silent = case.article("C", at=3 * HOUR)
    elsewhere = case.article("D", at=3 * HOUR, author="Reuters")
    case.pair(wire, taker)
    case.pair(wire, silent)
    case.pair(taker, silent)
    found = case.trace()
    assert (found[taker]["source_row"], found[taker]["basis"]) == (wire, "credited")
    assert found[taker]["chain"] == "reuters.com → B"
    assert found[silent]["source_row"] == wire
    assert found[elsewhere]["source_outlet"] == "Reuters"


def test_an_earlier_print_of_a_later_agency_text_inherits_from_it() -> None:
    case = Case()
    early = case.article("B", at=HOUR)
    case.pair(early, case.article("Reuters", at=9 * HOUR), "copy")
    found = case.trace()
    assert (found[early]["basis"], found[early]["source_outlet"]) == ("inferred", "Reuters")
    assert found[1]["basis"] == "own"


def test_times_direct_uncredited_copies() -> None:
    case = Case()
    first, second = case.article("A", at=9 * HOUR), case.article("B", at=HOUR)
    case.pair(first, second)
    found = case.trace()
    assert (found[first]["basis"], found[first]["source_row"]) == ("textual", second)
    assert (found[first]["chain"], found[first]["hop"]) == ("B → A", 1)
    assert "000.txt" in str(found[second]["because"])
    assert "001.txt was published first, by at least 8 hours" in str(found[first]["because"])


def test_the_nearest_of_several_earlier_texts_is_the_source() -> None:
    case = Case()
    wire, outlet, copy = (case.article(name, at=HOUR * n) for n, name in enumerate("ABC"))
    case.pair(wire, outlet, "partial", 0.9, (0.5, 0.6))
    case.pair(wire, copy, "partial", 0.9, (0.4, 0.55))
    case.pair(outlet, copy, "copy", 0.9, (0.95, 0.95))
    assert case.trace()[copy]["chain"] == "A → B → C"


def test_unknown_order_is_said_to_be_unknown() -> None:
    case = Case()
    case.pair(case.article("A"), case.article("B"))
    found = case.trace()
    assert found[0]["basis"] == found[1]["basis"] == "own"
    assert "nothing tells which was first" in str(found[0]["because"])
    assert float(str(found[0]["confidence"])) < 0.5


def test_versions_of_one_outlet_are_one_step_of_the_chain() -> None:
    case = Case()
    case.article("A", at=HOUR, author="Reuters")
    case.article("A", at=5 * HOUR)
    case.pair(0, 1, "partial", 0.95, (0.9, 0.7))
    found = case.trace()[1]
    assert found["source_row"] == 0
    assert (found["chain"], found["hop"]) == ("Reuters → A", 1)


def test_a_merged_piece_lists_its_second_source() -> None:
    case = Case()
    one, two = case.article("A", at=HOUR), case.article("B", at=HOUR)
    merged = case.article("C", at=3 * HOUR)
    copied = case.article("D", at=2 * HOUR)
    case.pair(one, merged, "partial", 0.95, (0.6, 0.5))
    case.pair(two, merged, "partial", 0.9, (0.5, 0.4))
    case.pair(one, copied, "copy", 0.95)
    case.pair(merged, copied, "partial", 0.9, (0.4, 0.5))
    found = case.trace()
    assert found[merged]["source_row"] == one
    assert [row["source_row"] for row in found.second(merged)] == [two]
    assert found.second(merged)[0]["chain"] == "B → C"


def test_a_member_of_an_identical_group_comes_from_its_earliest() -> None:
    case = Case()
    rows = [case.article(name, at=at) for name, at in (("A", 5), ("B", 4), ("C", 3), ("D", 1))]
    case.twins = dict.fromkeys((rows[0], rows[2], rows[3]), 0)
    case.times = [at * HOUR for at in (5, 4, 3, 1)]
    case.pair(rows[0], rows[1])
    found = case.trace()
    assert [found[row]["source_row"] for row in rows] == [3, 3, 3, None]


def test_metadata_names_a_source_less_surely_than_the_text() -> None:
    case = Case()
    case.article("A")
    case.article("A", author="AFP")
    for row in (0, 1):
        case.evidence += [
            (row, "url", "https://a.example.org/1"),
            (row, "canonical_url", "https://www.reuters.com/world/2"),
            (row, "syndication_source", "https://a.example.org/1"),
        ]
    found = case.trace()
    assert (found[0]["basis"], found[0]["source_outlet"]) == ("metadata", "Reuters")
    assert "reuters.com/world/2" in str(found[0]["because"])
    assert found[1]["source_outlet"] == "Agence France-Presse"
    assert [row["basis"] for row in found.second(1)] == ["metadata"]


@pytest.mark.parametrize(
    "evidence",
    [
        [("canonical_url", "https://herald.example.com/x")],
        [("url", "https://m.herald.com/x"), ("original_source", "http://www.herald.com/y")],
        [("source", "The Gazette")],
        [("source", "")],
        [("url", "https://[bad"), ("original_source", "https://[bad")],
    ],
)
def test_metadata_that_names_the_outlet_itself_is_no_source(
    evidence: list[tuple[str, str]],
) -> None:
    case = Case()
    case.article("Gazette")
    case.evidence = [(0, name, value) for name, value in evidence]
    assert case.trace()[0]["basis"] == "own"


def test_metadata_may_point_to_an_article_of_the_story() -> None:
    case = Case()
    case.article("A")
    case.article("B")
    case.pair(0, 1)
    case.evidence = [
        (0, "url", "https://www.a.example/report"),
        (1, "url", "https://b.example/7"),
        (1, "original_source", "http://a.example/report/#top"),
    ]
    found = case.trace()[1]
    assert (found["basis"], found["source_row"], found["chain"]) == ("metadata", 0, "A → B")


def test_circles_are_opened_at_their_weakest_link() -> None:
    links = [
        Link(0, (2,), "textual", "copy", 0.9, ""),
        Link(1, (0,), "textual", "copy", 0.8, ""),
        Link(2, (1,), "textual", "copy", 0.6, ""),
        Link(2, ("Reuters",), "inferred", "copy", 0.5, ""),
        Link(3, (2,), "textual", "copy", 0.1, ""),
    ]
    chosen = choose(links, 0.2)
    assert {row: link.path for row, link in chosen.items()} == {
        0: (2,),
        1: (0,),
        2: ("Reuters",),
    }


def test_mutual_credits_make_no_circle() -> None:
    case = Case()
    case.article("A", author="B")
    case.article("B", author="A")
    case.pair(0, 1)
    sources = [case.trace()[row]["source_row"] for row in (0, 1)]
    assert sources.count(None) == 1


def test_names_alike_to_file_names_do_not_collapse() -> None:
    case = Case()
    case.article(None, article_id="reuters.com", author="Reuters")
    assert case.trace()[0]["chain"] == "Reuters → reuters.com"


def test_the_least_confidence_is_a_setting() -> None:
    case = Case()
    case.article("A", author="Reuters")
    tables = case.tables()
    tables["stories"] = group(tables["texts"], tables["relations"])
    tables["directions"] = direct(tables)
    strict = ProvenanceSettings(author=0.6, least_confidence=0.7)
    assert Found(trace(tables, strict))[0]["basis"] == "own"


def test_no_articles() -> None:
    assert Case().trace().table.height == 0


def test_the_seeds_come_out_as_promised() -> None:
    """The stage tables as the five shipped articles make them."""
    case = Case()
    case.article(None, mention="TASS")
    case.article(None, retold="Reuters")
    case.article("Brussels Morning Newspaper")
    case.article(
        "ArcaMax",
        author="Bloomberg News",
        distributor="Tribune Content Agency",
        mention="Interfax; Sunday Times",
    )
    case.article(None, mention="CNN")
    case.ids = [f"{n:03}_{n}.txt" for n in range(5)]
    case.credits.append((2, "Brussels Morning Newspaper", "publisher", "Brussels Morning"))
    case.credits.append((3, "ArcaMax", "publisher", "ArcaMax"))
    for left, right in ((0, 1), (0, 2), (1, 2)):
        case.pair(left, right, "rewrite", 0.55, (0.1, 0.1))
    case.pair(0, 4, "same_event", 0.7)
    case.pair(0, 3, "same_event", 0.6)
    found = case.trace()
    columns = ["basis", "source_row", "source_outlet", "origin", "hop", "chain"]
    assert [[found[row][name] for name in columns] for row in range(5)] == [
        ["inferred", None, "Reuters", "Reuters", 1, "Reuters → 000_0.txt"],
        ["credited", None, "Reuters", "Reuters", 1, "Reuters → 001_1.txt"],
        ["inferred", None, "Reuters", "Reuters", 1, "Reuters → Brussels Morning Newspaper"],
        [
            "credited",
            None,
            "Tribune Content Agency",
            "Bloomberg News",
            2,
            "Bloomberg News → Tribune Content Agency → ArcaMax",
        ],
        ["own", None, None, "004_4.txt", 0, "004_4.txt"],
    ]
    assert all(not found.second(row) for row in range(5))
    for row in (0, 2):
        assert "001_1.txt" in str(found[row]["because"])
