import numpy as np
import polars as pl
import pytest

from dedup.bands import choose
from dedup.keys import find_keys
from dedup.settings import KeySettings, SketchSettings
from dedup.tables import KEYS, SIGNATURE_LENGTH, SKETCHES, TERMS, VOCABULARY

SKETCHED = SketchSettings()


def terms(weights: dict[int, dict[int, float]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """TERMS and VOCABULARY from weights by row and term."""
    known = sorted({term for found in weights.values() for term in found})
    return (
        TERMS.frame(
            (row, known.index(term), weight)
            for row, found in sorted(weights.items())
            for term, weight in sorted(found.items())
        ),
        VOCABULARY.frame((term, "en", 5.0) for term in known),
    )


def sketches(signatures: np.ndarray) -> pl.DataFrame:
    columns = {
        "row": range(len(signatures)),
        "shingles": [50] * len(signatures),
        "signature": signatures.astype(np.uint32),
    }
    return pl.DataFrame(columns, schema=SKETCHES.schema)


def unlike(articles: int) -> np.ndarray:
    """Signatures that have no value in common."""
    return np.arange(articles * SIGNATURE_LENGTH).reshape(articles, SIGNATURE_LENGTH)


def rows_by_key(keys: pl.DataFrame, kind: str) -> dict[int, list[int]]:
    grouped = keys.filter(pl.col("band") == (kind == "band")).group_by("key").agg("row")
    return {key: sorted(rows) for key, rows in grouped.iter_rows()}


def test_an_article_is_filed_under_its_strongest_terms() -> None:
    weighed = terms({0: {1: 0.1, 2: 0.9, 3: 0.4, 4: 0.2}, 1: {2: 0.3, 9: 0.0}})
    keys, _ = find_keys(
        *weighed, sketches(unlike(2)), KeySettings(terms=2, shared_terms=2), SKETCHED
    )
    assert rows_by_key(keys, "term") == {2: [0, 1], 3: [0]}


def test_of_equal_terms_the_smaller_hash_is_taken() -> None:
    weighed = terms({0: dict.fromkeys((2**63 + 5, 8, 3, 11), 0.5)})
    keys, _ = find_keys(
        *weighed, sketches(unlike(1)), KeySettings(terms=2, shared_terms=1), SKETCHED
    )
    assert sorted(rows_by_key(keys, "term")) == [3, 8]


def test_equal_signatures_share_every_band_and_unlike_ones_none() -> None:
    signatures = unlike(3)
    signatures[2] = signatures[0]
    weighed = terms({row: {row: 1.0} for row in range(3)})
    keys, _ = find_keys(*weighed, sketches(signatures), KeySettings(), SKETCHED)
    bands, _ = choose(SKETCHED.threshold, SIGNATURE_LENGTH, SKETCHED.recall_weight)
    filed = rows_by_key(keys, "band")
    assert sorted(filed.values()) == [[0, 2]] * bands + [[1]] * bands


def test_the_table_is_as_promised_whatever_the_order_of_rows() -> None:
    weighed = terms({row: {row % 3: 0.5, 7: 0.5} for row in range(9)})
    drawn = sketches(unlike(9))
    keys, facts = find_keys(*weighed, drawn, KeySettings(), SKETCHED)
    assert keys.schema == KEYS.schema
    assert keys.equals(keys.sort("band", "key", "row", descending=[True, False, False]))
    assert facts == {"hot_band_keys": 0, "hot_term_keys": 0, "hot_term_entries": 0}
    again, _ = find_keys(weighed[0].reverse(), weighed[1], drawn.reverse(), KeySettings(), SKETCHED)
    assert keys.equals(again)


def test_keys_of_one_article_alone_are_left_out_where_they_are_not_wanted() -> None:
    signatures = unlike(4)
    signatures[3] = signatures[1]
    weighed = terms({row: {row % 3: 0.5, 7 + row: 0.5} for row in range(4)})
    everything, facts = find_keys(*weighed, sketches(signatures), KeySettings(), SKETCHED)
    keys, same = find_keys(*weighed, sketches(signatures), KeySettings(), SKETCHED, alone=False)
    shared = everything.filter(pl.len().over("band", "key") > 1)
    assert keys.equals(shared)
    assert 0 < keys.height < everything.height
    assert facts == same


def test_a_term_of_two_languages_is_one_key() -> None:
    weighed = TERMS.frame([(0, 0, 0.5), (1, 1, 0.25)])
    words = VOCABULARY.frame([(9, "de", 4.0), (9, "en", 3.0)])
    keys, _ = find_keys(weighed, words, sketches(unlike(2)), KeySettings(), SKETCHED)
    filed = keys.filter(~pl.col("band"))
    assert filed.select("key", "row", "weight").rows() == [(9, 0, 0.5), (9, 1, 0.25)]


def test_articles_without_terms_are_not_filed() -> None:
    keys, _ = find_keys(*terms({1: {5: 1.0}}), sketches(unlike(3)), KeySettings(), SKETCHED)
    assert keys["row"].unique().to_list() == [1]


def test_hot_terms_are_dropped_and_counted() -> None:
    weighed = terms({row: {7: 0.6, 100 + row: 0.8, 50 + row // 2: 0.1} for row in range(6)})
    settings = KeySettings(hottest_key=5)
    keys, facts = find_keys(*weighed, sketches(unlike(6)), settings, SKETCHED)
    assert 7 not in rows_by_key(keys, "term")
    assert rows_by_key(keys, "term")[51] == [2, 3]
    assert facts["hot_term_keys"] == 1
    assert facts["hot_term_entries"] == 6


@pytest.mark.parametrize("articles", [11, 40, 97])
def test_hot_bands_still_connect_everyone_in_few_pairs(articles: int) -> None:
    signatures = np.tile(unlike(1), (articles, 1))
    weighed = terms({row: {row: 1.0} for row in range(articles)})
    settings = KeySettings(hottest_band=10, hot_block=8)
    keys, facts = find_keys(*weighed, sketches(signatures), settings, SKETCHED)
    filed = rows_by_key(keys, "band").values()
    assert facts["hot_band_keys"] > 0
    assert max(len(rows) for rows in filed) <= 8
    reached = {0}
    for rows in sorted(filed):
        if reached & set(rows):
            reached.update(rows)
    assert reached == set(range(articles))
    pairs = {(a, b) for rows in filed for a in rows for b in rows if a < b}
    assert len(pairs) <= 8 * articles


def test_an_empty_folder_has_no_keys() -> None:
    keys, facts = find_keys(
        TERMS.empty(), VOCABULARY.empty(), SKETCHES.empty(), KeySettings(), SKETCHED
    )
    assert keys.equals(KEYS.empty())
    assert not any(facts.values())
