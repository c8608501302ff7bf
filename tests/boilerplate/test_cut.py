"""What holds for every text: spans, idempotence, seeds."""

import pickle
import re
import textwrap
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pier_pages import MORE, PROSE

from dedup import kernels
from dedup.alike import count_words
from dedup.boilerplate import cut, cuts_of
from dedup.boilerplate.joining import apart, joined
from dedup.boilerplate.lists import ARROWS
from dedup.boilerplate.pieces import Cut, has_bullet, is_prose
from dedup.boilerplate.rules import load
from dedup.kernels import shaping
from dedup.settings import BoilerplateSettings
from dedup.spans import story_text
from dedup.spellings import spell
from dedup.tables import ARTICLES, CUTS

SEEDS = Path(__file__).parents[2] / "seeds"
LINES = (
    PROSE,
    MORE,
    "Read also:",
    "- Harbour town counts its storm losses",
    "Why the pier matters to the town",
    "Harbour town votes to rebuild its old pier",
    "News",
    "Comments",
    "Advertisement",
    "By Ann Lee, The Harbour Times",
    "HARBOUR (Reuters) - " + PROSE,
    "Share this article",
    "Updated: May 3, 2021 10:15 am",
    "Copyright 2021 The Harbour Times. All rights reserved.",
    "https://example.org/harbour/pier",
    "A crane lifts a beam at the pier in Harbour, Norway, May 2, 2021.",
    "(Reporting by Ann Lee; Editing by Bo Ray)",
    "Summary",
    "",
    "\xa0",
    "Lire aussi : Le port compte ses pertes",
    "关注我们",
)


def articles(*texts: str, title: str | None = None, byline: str | None = None) -> pl.DataFrame:
    rows = [
        (n, str(n), "p", None, title, byline, None, "utf-8", text, None)
        for n, text in enumerate(texts)
    ]
    return ARTICLES.frame(rows)


def pieces_cut(text: str, title: str | None = None) -> list[str]:
    return [text[one.start : one.stop] for one in cuts_of(text, title, None, load())]


def check_cuts(text: str) -> None:
    found = cuts_of(text, None, None, load())
    spans = [(one.start, one.stop) for one in found]
    assert all(0 <= start < stop <= len(text) for start, stop in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    story = story_text(text, spans)
    assert len(story) == len(text) - sum(stop - start for start, stop in spans)
    assert cuts_of(story, None, None, load()) == []


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(LINES), max_size=14), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_spans_are_apart_and_cutting_twice_is_cutting_once(lines: list[str], ends: str) -> None:
    check_cuts(ends.join(lines))


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_at_all(text: str) -> None:
    check_cuts(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(LINES[:6]), min_size=2, max_size=8), st.integers(45, 90))
def test_hard_wrapped(lines: list[str], width: int) -> None:
    check_cuts("\n".join("\n".join(textwrap.wrap(line, width)) for line in lines))


def test_a_story_without_furniture_loses_nothing() -> None:
    assert pieces_cut(f"{PROSE}\n\n{MORE}\n\n“We will build it,” the mayor said.") == []


def test_table_has_every_article_in_order() -> None:
    frame = cut(articles(f"Comments\n{PROSE}", PROSE, f"{PROSE}\nComments"), BoilerplateSettings())
    assert frame.schema == CUTS.schema
    assert frame["row"].to_list() == [0, 2]
    assert cut(articles(), BoilerplateSettings()).schema == CUTS.schema


def test_cut_can_be_sent_to_a_process() -> None:
    assert pickle.loads(pickle.dumps(cut)) is cut  # noqa: S301


def test_the_earlier_cut_keeps_its_span() -> None:
    found = apart([Cut(5, 10, "a.a"), Cut(0, 12, "b.b"), Cut(3, 99, "c.c")], 20)
    assert found == [
        Cut(0, 5, "b.b"),
        Cut(5, 10, "a.a"),
        Cut(10, 12, "b.b"),
        Cut(12, 20, "c.c"),
    ]


SPANS = st.tuples(st.integers(-3, 40), st.integers(-3, 40))


@given(st.lists(SPANS, max_size=12))
def test_every_character_goes_to_the_first_cut_that_wants_it(spans: list[tuple[int, int]]) -> None:
    cuts = [Cut(start, stop, f"a.{n}") for n, (start, stop) in enumerate(spans)]
    owners: dict[int, str] = {}
    for one in reversed(cuts):
        owners.update(dict.fromkeys(range(max(one.start, 0), min(one.stop, 30)), one.rule))
    found = apart(cuts, 30)
    assert {n: one.rule for one in found for n in range(one.start, one.stop)} == owners
    assert all(a.stop <= b.start for a, b in pairwise(found))


@given(st.lists(SPANS, max_size=8), st.lists(SPANS, max_size=8))
def test_cuts_of_what_is_left_are_cuts_of_the_text(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    text = "".join(map(chr, range(65, 95)))
    old = apart([Cut(*span, "a.a") for span in first], len(text))
    story = story_text(text, [(one.start, one.stop) for one in old])
    new = apart([Cut(*span, "b.b") for span in second], len(story))
    found = joined(old, new)
    left = story_text(story, [(one.start, one.stop) for one in new])
    assert story_text(text, [(one.start, one.stop) for one in found]) == left
    assert all(a.stop <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("seed", "first", "last", "count"),
    [
        ("000", "U.S. President Donald Trump waves", "March 17, 2025.", 1),
        ("001", "Trump and Putin Talk", "2025-03-18", 3),
        ("002", "Moscow (Brussels Morning Newspaper ) –", "–", 1),
        ("003", "Current News", "blog comments powered by Disqus", 9),
        ("004", "Read also:", "working on further updates.", 7),
    ],
)
def test_seeds(seed: str, first: str, last: str, count: int) -> None:
    text = next(SEEDS.glob(f"{seed}_*.txt")).read_text(encoding="utf-8")
    found = pieces_cut(text)
    assert len(found) == count
    assert found[0].startswith(first)
    assert found[-1].endswith(last)


@pytest.mark.parametrize(
    "unit",
    ["(", "- ", " ", "\t", "\n", "a", "A ", "A. ", '"', "“", "http://", "(AP) ", "©", "read also: ",
     "REUTERS/", "By A ", "Photo: ", "\u0301", "中", "、", "{0,40}", "<a ", "1/", "\xa0\n"],
)  # fmt: skip
def test_hostile_text_costs_little(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    cuts_of(text, text[:500], text[:500], load())
    lines = "\n".join([unit * 60] * (300_000 // (60 * len(unit))))
    cuts_of(lines, None, None, load())


GLUED = " ".join(
    (
        PROSE,
        MORE,
        "Sign up for our morning newsletter now.",
        *(PROSE, MORE) * 3,
        "(AP contributed.)",
    )
)
ODD_LINES = (
    *LINES,
    "annlee says:",
    "November 19, 2019 at 8:45 am",
    "bo_ray says:",
    "5 minutes ago",
    "The Ten Longest Piers of the North",
    "How Harbours Pay for Their Storms",
    "HARBOUR MASTER SAYS THE OLD PIER WAS NEVER SAFE FOR SHIPS",
    "You may also like",
    "An orchestra from abroad plays three symphonies without a conductor this weekend.",
    "Ann Lee - Nov 19, 2019, 10:31 pm CST",
    "PARIS — " + PROSE,
    "More:",
    GLUED,
    "READ\xa0MORE : The pier",
    "»  Lire   aussi – Le port",
    "“Sign up for our union,” they said.",
    "यह भी पढ़ें: बंदरगाह",
    "ＦＩＬＥ （AFP）",
    "I\u0307lginizi çekebilir",
    "Don\u2019t\u200b miss: The pier",
    "12 Comments",
    "@harbourtimes",
    "2021-05-03",
    "3/14",
    "(Ann Lee/Harbour)",
    "Ann Lee is a reporter for The Harbour Times covering ports.",
    f"{'- ' * 45}share",
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.lists(st.sampled_from(ODD_LINES) | st.text(max_size=90), max_size=9).map("\n".join),
        min_size=1,
        max_size=4,
    ),
    st.none() | st.sampled_from(ODD_LINES),
    st.none() | st.sampled_from(("Ann Lee", "By Ann Lee", "annlee", "", "\xa0")),
)
def test_what_is_screened_out_would_not_have_been_cut(
    texts: list[str], title: str | None, byline: str | None
) -> None:
    check_together(texts, title, byline)


WRAPPED = "\n".join(textwrap.wrap(MORE, 60))
LONG_LINES = (PROSE, MORE, f"{PROSE} {MORE}", WRAPPED, f"LINDVIK - {MORE}", f"{PROSE[:-1]}...")


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.lists(st.sampled_from(ODD_LINES) | st.sampled_from(LONG_LINES), max_size=12).map(
            "\n".join
        ),
        min_size=1,
        max_size=4,
    ),
    st.none() | st.sampled_from(ODD_LINES),
    st.none() | st.sampled_from(("Ann Lee", "By Ann Lee")),
)
def test_what_columns_settle_is_what_single_pages_give(
    texts: list[str], title: str | None, byline: str | None
) -> None:
    check_together(texts, title, byline)


def check_together(texts: list[str], title: str | None, byline: str | None) -> None:
    """A batch of pages has the cuts that each has by itself."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kernels, "worth", lambda _: True)
        found = cut(articles(*texts, title=title, byline=byline), BoilerplateSettings())
    alone = [
        (row, *one)
        for row, text in enumerate(texts)
        for one in cuts_of(text, title, byline, load())
    ]
    assert list(found.iter_rows()) == alone


STRIPPED = st.text(max_size=120).map(str.strip).filter(bool)


@settings(deadline=None)
@given(st.lists(st.sampled_from(ODD_LINES).map(str.strip).filter(bool) | STRIPPED, max_size=12))
def test_loops_say_of_blocks_what_pieces_say(lines: list[str]) -> None:
    found = spell(pl.Series(lines, dtype=pl.String))
    for text, words, told in zip(lines, found.words.tolist(), found.told.tolist(), strict=True):
        assert words == count_words(text)
        assert bool(told & shaping.BULLET) == has_bullet(text)
        assert bool(told & shaping.PROSE) == is_prose(text, words)
        assert bool(told & shaping.ARROW) == (text[0] in ARROWS)
        small = sum(letter.islower() for letter in text if letter <= "\uffff")  # others are few
        assert bool(told & shaping.SHOUTED) == (small <= 3)
        dated = re.search(r"(?:19|20)\d\d", text) is not None
        assert bool(told & shaping.YEAR) == (dated and len(text) <= 140)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(ODD_LINES), max_size=16))
def test_cutting_twice_is_cutting_once_for_all_kinds(lines: list[str]) -> None:
    check_cuts("\n".join(lines))
