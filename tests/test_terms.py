from collections.abc import Sequence
from threading import Event
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import terms as terms_stage
from dedup import vocabulary
from dedup.background import Background, hash_words
from dedup.kernels import counter
from dedup.tables import TERMS, TEXTS, VOCABULARY
from dedup.terms import COMMON, ENOUGH_ARTICLES
from dedup.terms import weigh as weigh_apart
from dedup.vocabulary import Counted, count, count_plainly
from dedup.words import hash_word, words

STORIES = (
    "The harbour bridge stays closed until spring, the council said, because the repair is late.",
    "Until spring the bridge over the harbour will remain shut: repairs are late, says council.",
    "A rare owl was seen in the park on Sunday and the keepers asked visitors to be quiet.",
)


def texts(
    stories: Sequence[str],
    language: str | Sequence[str] = "en",
    unfit: Sequence[str | None] | None = None,
) -> pl.DataFrame:
    folded = [" ".join(word.folded for word in words(story)) for story in stories]
    return pl.DataFrame(
        {
            "row": range(len(stories)),
            "text": stories,
            "language": [language] * len(stories) if isinstance(language, str) else language,
            "words": [len(story.split()) for story in folded],
            "digest": [hash_word(story) for story in folded],
            "unfit": unfit or [None] * len(stories),
        },
        schema=TEXTS.schema,
    )


def weigh(*asked: Any, **more: Any) -> tuple[pl.DataFrame, dict[str, object]]:
    """TERMS with the columns of their words, and the facts."""
    terms, vocabulary, facts = weigh_apart(*asked, **more)
    assert terms.schema == TERMS.schema
    assert vocabulary.schema == VOCABULARY.schema
    return terms.with_columns(vocabulary[terms["word"]]), facts


def cosine(terms: pl.DataFrame, left: int, right: int) -> float:
    first, second = (terms.filter(pl.col("row") == row) for row in (left, right))
    return float(
        (first.join(second, on="term").select(pl.col("weight") * pl.col("weight_right")))
        .sum()
        .item()
    )


def counted(table: dict[str, int], articles: int) -> Background:
    hashes = hash_words(list(table))
    order = np.argsort(hashes)
    return Background(articles, hashes[order], np.array(list(table.values()), float)[order])


def test_the_table_is_as_promised() -> None:
    terms, facts = weigh(texts(STORIES))
    assert terms.equals(terms.sort("row", "term"))
    assert terms["word"].equals(terms.sort("row", "word")["word"])
    assert terms.select("row", "term").is_unique().all()
    norms = terms.group_by("row").agg((pl.col("weight") ** 2).sum())["weight"]
    assert norms.to_numpy() == pytest.approx(1.0, abs=1e-5)
    assert facts == {"languages_without_background": []}


def test_counts_are_those_of_the_tokenizer() -> None:
    found = count(pl.Series(["Bridge, bridge and BRIDGE again"]), np.zeros(1, np.uint32))
    terms = found.terms[found.numbers].tolist()
    wanted = {hash_word(w): n for w, n in (("bridge", 3), ("and", 1), ("again", 1))}
    assert dict(zip(terms, found.counts.tolist(), strict=True)) == wanted


def same(one: Counted, other: Counted) -> bool:
    both = zip(one, other, strict=True)
    return all(a.dtype == b.dtype and a.tolist() == b.tolist() for a, b in both)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.text(alphabet="ab é\n", max_size=30), st.integers(0, 2)), max_size=9),
    st.integers(1, 60),
)
def test_words_are_counted_as_sorting_counts_them(
    stories: list[tuple[str, int]], largest: int
) -> None:
    column = pl.Series([story for story, _ in stories], dtype=pl.String)
    spoken = np.array([language for _, language in stories], dtype=np.uint32)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vocabulary, "_LARGEST_BATCH", largest)
        patched.setattr(counter, "_FIRST_LINES", 1)
        assert same(vocabulary._count(column, spoken), count_plainly(column, spoken))


def test_idf_is_scikit_learns_smooth_one_on_background_and_folder_together() -> None:
    background = counted({"owl": 40, "the": 900}, articles=998)
    terms, _ = weigh(texts(["the owl", "the lark"]), {"en": background})
    idf = dict(terms.select("term", "idf").iter_rows())
    assert idf[hash_word("owl")] == pytest.approx(np.log(1001 / 42) + 1)
    assert idf[hash_word("lark")] == pytest.approx(np.log(1001 / 2) + 1)
    assert idf[hash_word("the")] == pytest.approx(np.log(1001 / 903) + 1)


def test_weights_are_scikit_learns() -> None:
    from sklearn.feature_extraction.text import TfidfTransformer

    terms, _ = weigh(texts(["owl owl lark", "lark finch"]), {"en": counted({}, 2000)})
    first = terms.filter(pl.col("row") == 0)
    counts = [2 if term == hash_word("owl") else 1 for term in first["term"]]
    raw = (1 + np.log(counts)) * (first["idf"].to_numpy() - COMMON)
    assert first["weight"].to_numpy() == pytest.approx(raw / np.linalg.norm(raw), abs=1e-6)
    plain, _ = weigh(texts(["owl owl lark", "lark finch"]), {})
    matrix = np.array([[2, 1, 0], [0, 1, 1]])
    wanted = TfidfTransformer(sublinear_tf=True).fit_transform(matrix).toarray()[0]
    weights = dict(plain.filter(pl.col("row") == 0).select("term", "weight").iter_rows())
    assert [weights[hash_word(w)] for w in ("owl", "lark")] == pytest.approx(wanted[:2], abs=1e-6)


def test_few_texts_are_weighed_as_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [*STORIES, "", "owl " * 50, " ".join(STORIES)]
    few, _ = weigh(texts(stories))
    monkeypatch.setattr(terms_stage, "_WORTH_LOADING", 0)
    monkeypatch.setattr(terms_stage, "_ENTRIES_AT_A_TIME", 9)
    many, _ = weigh(texts(stories))
    assert few.equals(many)


def test_scikit_learn_is_loaded_ahead_for_much_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = Event()
    monkeypatch.setattr(terms_stage, "_transformer", loaded.set)
    terms_stage.load_soon(20_000)
    assert not loaded.wait(0.05)
    terms_stage.load_soon(20_000_000)
    assert loaded.wait(60)


def test_words_that_most_articles_have_weigh_nothing() -> None:
    terms, _ = weigh(texts(STORIES))
    weights = dict(terms.select("term", "weight").iter_rows())
    assert weights[hash_word("the")] == 0
    assert weights[hash_word("harbour")] > 0


def test_without_a_background_shared_words_still_weigh() -> None:
    terms, facts = weigh(texts(STORIES[:2], "xx"))
    assert facts == {"languages_without_background": ["xx"]}
    assert cosine(terms, 0, 1) > 0.2
    assert len(STORIES) < ENOUGH_ARTICLES


def test_a_background_parts_retellings_from_strangers() -> None:
    terms, _ = weigh(texts(STORIES))
    assert cosine(terms, 0, 1) > 0.4
    assert cosine(terms, 0, 2) < 0.1


def test_reprints_do_not_make_their_words_common() -> None:
    alone, _ = weigh(texts([STORIES[0], STORIES[2]]))
    reprinted, _ = weigh(texts([STORIES[0], STORIES[2], *[STORIES[0].upper()] * 20]))
    assert alone.equals(reprinted)


def test_unfit_texts_are_left_out() -> None:
    with_short, _ = weigh(texts([*STORIES, "Bridge closed"], unfit=[None] * 3 + ["short"]))
    assert with_short.equals(weigh(texts(STORIES))[0])


def test_each_language_has_its_own_frequencies() -> None:
    terms, _ = weigh(texts(["die Brücke", "die bridge"], ["de", "en"]))
    die = terms.filter(pl.col("term") == hash_word("die")).sort("row")["weight"].to_list()
    assert die[0] == 0  # an article in German, a verb in English
    assert die[1] > 0


def test_an_unknown_language_is_taken_for_the_commonest() -> None:
    told, _ = weigh(texts(STORIES))
    untold, facts = weigh(texts(STORIES, ["en", "und", "en"]))
    assert told.equals(untold)
    assert facts == {"languages_without_background": []}
    assert weigh(texts(STORIES, "und"))[1] == {"languages_without_background": ["und"]}


def test_a_script_without_spaces_has_terms() -> None:
    terms, _ = weigh(texts(["大橋は冬まで閉鎖される", "冬まで大橋は閉鎖", "公園で珍しい鳥"], "ja"))
    assert cosine(terms, 0, 1) > 0.3 > cosine(terms, 0, 2)


@pytest.mark.parametrize("stories", [(), ("",), ("...", "!")])
def test_no_words_no_terms(stories: tuple[str, ...]) -> None:
    terms, _ = weigh(texts(stories))
    assert terms.is_empty()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(alphabet="abc é\n", max_size=30), max_size=6))
def test_every_text_with_words_has_terms(stories: list[str]) -> None:
    frame = texts(stories)
    terms, _ = weigh(frame)
    wanted = frame.filter(pl.col("words") > 0).unique("digest", keep="first")["row"]
    assert terms["row"].unique().sort().to_list() == wanted.sort().to_list()
    assert terms["weight"].is_finite().all()
