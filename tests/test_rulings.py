"""What people rule holds: in pairs, in directions, in sources, and in how far the run agrees."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from dedup import reports, rulings
from dedup.errors import SettingsError
from dedup.pipeline import Run, run_job
from dedup.settings import ProvenanceSettings, Settings
from dedup.tables import ARTICLES, DIRECTIONS, RELATIONS

IDS = ["a", "b", "c", "d"]


def articles(ids: list[str] = IDS) -> pl.DataFrame:
    return ARTICLES.frame(
        (row, name, name, None, None, None, None, "utf-8", "", None) for row, name in enumerate(ids)
    )


def read(folder: Path, rows: str, ids: list[str] = IDS) -> rulings.Read:
    path = folder / "rulings.csv"
    path.write_text(f"left,right,relation,source,note\n{rows}", "utf-8")
    return rulings.read(path, articles(ids))


def test_rows_on_pairs_and_on_single_articles(tmp_path: Path) -> None:
    found = read(tmp_path, "b,a,copy,b,\nc,,,outlet:Union Wire,\nd,,,own,sure\na,d,different,,\n")
    assert found.rulings.rows() == [
        (0, 1, "copy", "right_to_left", None, None, None),
        (0, 3, "different", None, None, None, None),
        (0, None, None, None, 1, None, False),
        (2, None, None, None, None, "Union Wire", False),
        (3, None, None, None, None, None, True),
    ]
    assert found.waiting == found.overruled == 0


def test_a_known_common_source_is_that_of_both(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b,,outlet:Union Wire,\n").rulings
    assert found.drop_nulls("right")["direction"].to_list() == ["common_source"]
    assert found.drop_nulls("source_outlet")["left"].to_list() == [0, 1]


def test_the_later_row_holds_and_is_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b,copy,,\nb,a,partial,,\n")
    assert found.rulings["relation"].to_list() == ["partial"]
    assert found.overruled == 1


def test_rows_on_articles_of_other_runs_wait(tmp_path: Path) -> None:
    found = read(tmp_path, "a,z,copy,,\nz,,,own,\na,,,z,\n,,,,\n")
    assert found.rulings.is_empty()
    assert found.waiting == 3


def test_ids_are_known_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    found = read(tmp_path, "'=a,b,copy,,\n", ["=a", "b"])
    assert found.rulings["relation"].to_list() == ["copy"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,b,copied,,", "copied is no relation; they are copy, partial"),
        ("a,,copy,,", "a relation needs a right article"),
        ("a,b,,,", "neither relation nor source is given"),
        ("a,b,different,a,", "different has no source"),
        ("a,b,copy,c,", "source c is neither left, right, common nor outlet:NAME"),
        ("a,a,copy,,", "left and right are one article"),
        ("a,,,a,", "an article is not its own source"),
        ("a,,,common,", "common needs a right article"),
        (",b,copy,,", "left is empty"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_its_line(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=f"line 3: {said}"):
        read(tmp_path, f"a,c,copy,,\n{row}\n")


@pytest.mark.parametrize("text", ["one,two\n1,2\n", "", "left,right\na,b\n"])
def test_a_file_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="needs the columns left, right, relation and source"):
        rulings.read(path, articles())


def test_relations_and_directions_become_what_is_ruled(tmp_path: Path) -> None:
    ruled = read(tmp_path, "a,b,different,,\na,c,,c,\nb,c,,common,\n").rulings
    relations = RELATIONS.frame(
        [(0, 1, "copy", 0.9, 0.9), (0, 2, "same_event", 0.7, 0.2), (1, 2, "partial", 0.6, 0.8)]
    )
    found = rulings.rule_relations(relations, ruled)
    assert found.rows() == [
        (0, 1, "different", 1.0, 0.0),
        (0, 2, "rewrite", 1.0, 1.0),
        (1, 2, "partial", 1.0, 1.0),
    ]
    directions = DIRECTIONS.frame([(1, 2, "left_to_right", 0.75, False, "it was first")])
    told = rulings.rule_directions(directions, ruled).rows()
    assert [row[:4] for row in told] == [
        (0, 2, "right_to_left", 1.0),
        (1, 2, "common_source", 1.0),
    ]
    assert rulings.pairs(ruled, relations.head(1)) == [(0, 2), (1, 2)]


BRIDGE = (
    "The old harbour bridge was closed to all traffic on Monday after engineers found cracks "
    "in two of its main bearings during a routine inspection.\n\nFerries will carry passengers "
    "between the two banks every ten minutes, the city said, and freight has to take the long "
    "way round by the northern lock.\n\nRepairs are expected to take until the end of April and "
    "to cost four million crowns, half of which the province has promised to pay.\n"
)
HARVEST = (
    "Growers in the eastern valleys expect the smallest harvest of plums for twenty years, "
    "since frost in May killed most of the blossom on the lower slopes.\n\nPrices at the market "
    "in the capital have doubled within a week, and makers of jam look for fruit abroad.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "in"
    inputs.mkdir()
    texts = {
        "one": BRIDGE,
        "two": f"{BRIDGE}\nShopkeepers fear for their trade.\n",
        "plums": HARVEST,
    }
    for name, text in texts.items():
        (inputs / f"{name}.txt").write_text(text, "utf-8")
    return inputs


def run(folder: Path, rows: str) -> Run:
    path = folder.parent / "rulings.csv"
    path.write_text(f"left,right,relation,source\n{rows}", "utf-8")
    return run_job([folder], Settings(provenance=ProvenanceSettings(rulings=str(path))))


def test_a_run_obeys_and_says_how_far_it_agrees(folder: Path) -> None:
    done = run(
        folder,
        "one.txt,two.txt,copy,one.txt\none.txt,plums.txt,partial,\nplums.txt,,,outlet:Union Wire\n",
    )
    tables = reports.build(done.tables, Settings().reports)
    pairs = {tuple(row[:2]): row for row in tables["pairs"].iter_rows()}
    assert len(pairs) == 2
    relation = dict(zip(tables["pairs"]["right_id"], tables["pairs"]["relation"], strict=True))
    assert relation == {"two.txt": "copy", "plums.txt": "partial"}
    because = tables["pairs"].filter(right_id="plums.txt")["because"][0]
    assert because.startswith("ruled so by a person; by itself the run says ")
    chains = dict(tables["provenance"].select("article_id", "chain").iter_rows())
    assert chains["two.txt"] == "one.txt → two.txt"
    assert chains["plums.txt"] == "Union Wire → plums.txt"
    basis = dict(tables["provenance"].select("article_id", "basis").iter_rows())
    assert basis["two.txt"] == basis["plums.txt"] == "ruled"
    told = done.facts["rulings"]
    assert isinstance(told, dict)
    assert told["relations"] == {"ruled": 2, "agreed": 1}
    assert told["sources"]["ruled"] == 2
    assert told["sources"]["agreed"] < 2
    assert "5 rulings obeyed; the run by itself agrees with" in reports.summary(tables, done.facts)


def test_a_pair_ruled_different_is_no_story(folder: Path) -> None:
    done = run(folder, "one.txt,two.txt,different,\n")
    tables = reports.build(done.tables, Settings().reports)
    assert tables["stories"].height == 3
    assert tables["pairs"].is_empty()
    told = done.facts["rulings"]
    assert isinstance(told, dict)
    assert told["agreed"] == 0


def test_a_ruling_that_cannot_part_identical_texts_says_so(folder: Path) -> None:
    (folder / "again.txt").write_text(BRIDGE, "utf-8")
    done = run(folder, "one.txt,again.txt,different,\n")
    assert done.facts["warnings"] == [
        (
            "rulings: again.txt and one.txt stay one story though they are ruled different: "
            "their texts are identical"
        )
    ]
    assert "1 warning: see run.json" in reports.summary(
        reports.build(done.tables, Settings().reports), done.facts
    )


def test_a_ruling_against_a_story_that_others_hold_together_says_so(folder: Path) -> None:
    for name, more in (("third", "The harbour master is content."), ("last", "Rain is expected.")):
        (folder / f"{name}.txt").write_text(f"{BRIDGE}\n{more}\n", "utf-8")
    assert run(folder, "one.txt,two.txt,same_event,\n").facts["warnings"] == [
        (
            "rulings: one.txt and two.txt stay one story though they are ruled same event: "
            "other articles hold them together, rule on those pairs too"
        )
    ]


def test_a_ruling_that_parts_two_texts_warns_of_nothing(folder: Path) -> None:
    assert run(folder, "one.txt,two.txt,different,\n").facts["warnings"] == []
