import pickle
import sys
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import credits, registry
from dedup.credits.page import Page
from dedup.settings import CreditSettings
from dedup.tables import ARTICLES, CREDITS, EVIDENCE, MASTHEADS


def articles(*texts: str) -> pl.DataFrame:
    return ARTICLES.frame(
        (i, f"a{i}", f"a{i}", None, None, None, None, None, t, None) for i, t in enumerate(texts)
    )


def mastheads(*publishers: str | None, byline: str | None = None) -> pl.DataFrame:
    return MASTHEADS.frame(
        (i, name, None, None, byline, None, None, None, None) for i, name in enumerate(publishers)
    )


def test_a_batch_gives_the_table_sorted_with_offsets_of_the_text(body):
    texts = (f"OSLO (AP) — {body}", "", f"{body}\n\nCredit: Reuters")
    frame = credits.read(articles(*texts), EVIDENCE.empty(), CreditSettings())
    assert CREDITS.check(frame).rows() == [
        (0, 6, 8, "Associated Press", "author"),
        (2, len(texts[2]) - 7, len(texts[2]), "Reuters", "retold"),
    ]


def test_the_reader_can_be_sent_to_another_process():
    assert pickle.loads(pickle.dumps(credits.read)) is credits.read  # noqa: S301


def test_a_batch_is_the_sum_of_its_parts(body):
    texts = [f"OSLO (AP) — {body}", f"{body}\n\nAvec AFP", body]
    whole = credits.read(articles(*texts), EVIDENCE.empty(), CreditSettings())
    for row, text in enumerate(texts):
        alone = credits.read(articles(text), EVIDENCE.empty(), CreditSettings())
        assert whole.filter(row=row).drop("row").equals(alone.drop("row"))


def test_the_publisher_by_metadata_is_its_own(body):
    lead = "The ferry will sail again on Monday after two days in a net, CNN reported.\n\n"
    evidence = EVIDENCE.frame([(0, "url", "record", "https://edition.cnn.com/2018/ferry")])
    frame = credits.read(articles(lead + body), evidence, CreditSettings())
    assert frame["role"].to_list() == ["mention"]


def test_a_users_registry_is_used(tmp_path, body):
    path = tmp_path / "own.toml"
    path.write_text('[[agency]]\nname = "Lindvik Wire"\nshort = ["LWN"]\n')
    text = f"OSLO (LWN) — {body}"
    frame = credits.read(articles(text), EVIDENCE.empty(), CreditSettings(registry=str(path)))
    assert frame["name"].to_list() == ["Lindvik Wire"]


def test_credited_names_are_authors_or_those_retold_but_never_the_outlet():
    rows = [
        (0, 0, 2, "Associated Press", "author"),
        (0, 5, 9, "Reuters", "author"),
        (0, 12, 15, "Associated Press", "author"),
        (1, 0, 2, "CNN", "author"),
        (2, 0, 2, "Reuters", "retold"),
        (3, 0, 2, "Reuters", "mention"),
        (3, 3, 5, "Reuters", "photo"),
        (4, 0, 2, "TASS", "retold"),
        (4, 5, 9, "Reuters", "author"),
    ]
    publishers = (None, "edition.cnn.com", "Lindvik Courier", None, None)
    named = credits.credited_names(ARTICLES.empty(), CREDITS.frame(rows), mastheads(*publishers))
    assert named.rows() == [(0, "Associated Press; Reuters"), (2, "Reuters"), (4, "Reuters")]
    assert named.schema == pl.Schema({"row": pl.UInt32, "credited_to": pl.String})


def test_a_byline_that_names_an_agency_counts_where_the_text_credits_nobody():
    table = mastheads("Lindvik Courier", byline="Jane Doe, Associated Press")
    found = credits.credited_names(ARTICLES.empty(), CREDITS.empty(), table)
    assert found.rows() == [(0, "Associated Press")]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Jane Doe, Associated Press", ["Associated Press"]),
        ("By JANE DOE AP Hockey Writer", ["Associated Press"]),
        ("Jo Doe, Ann Roe, Associated Press, Al Poe, Courier Staff", []),
        ("JO DOE, ANN ROE and AL POE, Associated Press", ["Associated Press"]),
        ("Reuters Staff", ["Reuters"]),
        ("Reuters In Oslo", ["Reuters"]),
        ("Tasnim Roe", []),
        ("Jane Doe", []),
    ],
)
def test_the_byline_counts_as_metadata_has_it(written, names):
    articles = ARTICLES.frame([(0, "a", "a", None, None, written, None, None, "", None)])
    cleaned = mastheads("Lindvik Courier", byline="Jane Doe")
    found = credits.credited_names(articles, CREDITS.empty(), cleaned)
    assert found["credited_to"].to_list() == names


HOSTILE = [
    "(" * 50_000,
    "(AP" * 20_000,
    "Reuters " * 20_000,
    "AP/" * 30_000,
    "© 2017 " * 20_000,
    "Source: " * 20_000,
    "By " * 40_000,
    "A. " * 40_000,
    "distributed by " * 10_000,
    "according to the " * 10_000 + "Reuters",
    "/ " * 40_000,
    "\n/\n" * 20_000,
    "(Reporting by " * 8_000 + ";" * 1_000,
    "http://" * 20_000,
    "Aa, " * 30_000 + "(AP) —",
    "路透社" * 20_000,
    "Oslo, 1 " * 20_000 + "(Reuters) -",
    " " * 100_000 + "AP",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12].strip() for text in HOSTILE])
def test_work_grows_with_the_length_only(text):
    """Counted in steps of the interpreter, not by the clock: four times the text, no more than
    some six times the steps."""

    def steps(given_text: str) -> int:
        count = 0

        def trace(frame, event, arg):
            nonlocal count
            count += 1

        page = Page(given_text, registry.load(None), frozenset(), 3)
        sys.setprofile(trace)
        try:
            credits.read_page(page)
        finally:
            sys.setprofile(None)
        return count

    quarter = len(text) // 16
    steps(text[:100])
    small, large = steps(text[:quarter]), steps(text[: 4 * quarter])
    assert large <= 6 * small + 3_000


WORDS = ["OSLO", "(AP)", "—", "Reuters", "reported", "©", "2017", "/", "By", "Jane", "Source:"]
WORDS += ["dpa", "。", "新华社", "电", "(", ")", "told", "the", "- ", "."]


@given(st.lists(st.sampled_from([*WORDS, "Read also:", "\n", "\n\n"]), max_size=40))
@settings(deadline=None, max_examples=150)
def test_spans_lie_in_the_text_and_never_cross(pieces):
    text = " ".join(pieces)
    page = Page(text, registry.load(None), frozenset(), 3)
    found = credits.read_page(page)
    assert all(0 <= c.start < c.stop <= len(text) and c.name for c in found)
    spans = sorted({(c.start, c.stop) for c in found})
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
