import polars as pl
import pytest

from dedup import registry
from dedup.mastheads import clean_byline, read_mastheads
from dedup.settings import InputSettings
from dedup.tables import ARTICLES, CREDITS, CUTS, EVIDENCE, MASTHEADS


def read(text="", claims=(), credits=(), cuts=(), title=None, byline=None, settings=None):
    articles = ARTICLES.frame([(0, "a", "a", None, title, byline, None, None, text, None)])
    frame = read_mastheads(
        articles,
        EVIDENCE.frame([(0, *claim) for claim in claims]),
        CREDITS.frame([(0, *credit) for credit in credits]),
        CUTS.frame([(0, *cut) for cut in cuts]),
        settings or InputSettings(),
    )
    assert MASTHEADS.check(frame).height == 1
    return frame.row(0, named=True)


PUBLISHERS = [
    ("publisher", "path", "From Path"),
    ("publisher", "page", "From Page"),
    ("publisher", "record", "From Record"),
    ("publisher", "sidecar", "From Sidecar"),
]


def test_publishers_are_chosen_in_order():
    credits = [(0, 4, "From Text", "publisher")]
    for basis in ("sidecar", "record", "page"):
        row = read(claims=PUBLISHERS, credits=credits)
        assert row["publisher_basis"] == "sidecar"
        kept = [c for c in PUBLISHERS if c[1] in (basis, "path")]
        assert read(claims=kept, credits=credits)["publisher_basis"] == basis
    assert read(claims=PUBLISHERS[:1], credits=credits)["publisher"] == "From Text"
    assert read(claims=PUBLISHERS[:1])["publisher"] == "From Path"
    assert read()["publisher"] is None


def test_the_order_is_a_setting():
    settings = InputSettings(publisher_order=("path", "sidecar"))
    assert read(claims=PUBLISHERS, settings=settings)["publisher"] == "From Path"
    assert read(claims=PUBLISHERS[1:3], settings=settings)["publisher"] is None


@pytest.mark.parametrize(
    ("claim", "publisher"),
    [
        (("publisher", "record", "wsj.com"), "The Wall Street Journal"),
        (("publisher", "record", "www.lindvik.example"), "www.lindvik.example"),
        (("publisher", "record", "Lindvik  Courier"), "Lindvik Courier"),
        (("url", "record", "https://uk.reuters.com/ferry"), "Reuters"),
        (("url", "page", "https://www.lindvik.example/a"), "lindvik.example"),
        (("canonical_url", "page", "https://www.reuters.com/a"), None),
        (("publisher", "record", "  "), None),
    ],
)
def test_domains_become_names_where_known(claim, publisher):
    assert read(claims=[claim])["publisher"] == publisher


def test_title_and_byline_by_metadata_or_by_cut():
    text = "Ferry sails\nagain\n\nBy Jane Doe, Bloomberg News on\n\nThe ferry sails."
    at = text.index("By Jane")
    cuts = [
        (0, 17, "titles.first_line"),
        (at, text.index("\n\nThe"), "bylines.line"),
        (at + 40, at + 42, "furniture.x"),
    ]
    row = read(text, cuts=cuts)
    assert (row["title"], row["byline"]) == ("Ferry sails again", "Jane Doe")
    row = read(text, cuts=cuts, title="Other", byline="By John Roe")
    assert (row["title"], row["byline"]) == ("Other", "John Roe")
    assert read(text)["title"] is None


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("By JANE DOE, Associated Press", "JANE DOE"),
        ("Jane Doe | Reuters", "Jane Doe"),
        ("Von Max Meier, dpa", "Max Meier"),
        ("By Jane Doe of The Associated Press", "Jane Doe"),
        ("Jane Doe, John Roe", "Jane Doe, John Roe"),
        ("The Associated Press", "The Associated Press"),
        ("By Reuters", "Reuters"),
        ("Guardian staff", "Guardian staff"),
        ("Byron Doe", "Byron Doe"),
        ("  ", None),
        (None, None),
    ],
)
def test_bylines_are_cleaned(written, people):
    assert clean_byline(written, registry.load(None)) == people


def test_the_first_date_in_order_that_is_one():
    claims = [
        ("published_at", "path", "2018"),
        ("published_at", "record", "soon"),
        ("published_at", "page", "2018-03-04T10:00:00Z"),
    ]
    row = read(claims=claims)
    assert (row["published_at"], row["published_precision"]) == ("2018-03-04T10:00:00Z", "second")
    assert row["earliest"] == row["latest"] == 1520157600
    assert read(claims=claims[:2])["published_precision"] == "year"
    empty = read(claims=claims[1:2])
    assert (empty["published_at"], empty["earliest"], empty["latest"]) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Ferry sails\n\nUpdated: 2017-09-15 21:45\n\nThe ferry sails.", "2017-09-15T21:45"),
        ("Ferry sails\n\nJane Doe | 15 September 2017\n\nThe ferry sails.", "2017-09-15"),
        ("Ferry sails\n\nSeptember 15, 2017\n\nThe ferry sails.", "2017-09-15"),
        ("Ferry sails\n\nSeptember 15\n\nThe ferry sails.", None),
        ("Ferry sails\n\nSeptember 2017\n\nThe ferry sails.", None),
        ("The ferry sailed on September 15, 2017.\n\nIt sank.", None),
    ],
)
def test_the_texts_own_date_needs_a_line_of_its_own_and_a_year(text, date):
    assert read(text)["published_at"] == date


def test_a_dateline_with_a_year_is_a_date():
    text = "OSLO, Jan. 5, 2018 (AP) — The ferry of Lindvik sails."
    author = [(text.index("AP"), text.index("AP") + 2, "Associated Press", "author")]
    assert read(text, credits=author)["published_at"] == "2018-01-05"
    assert read(text)["published_at"] is None
    text = "OSLO, Jan. 5 (AP) — The ferry of Lindvik sails."
    author = [(text.index("AP"), text.index("AP") + 2, "Associated Press", "author")]
    assert read(text, credits=author)["published_at"] is None


def test_every_article_has_a_row_in_order():
    articles = ARTICLES.frame(
        (i, f"a{i}", "p", None, None, None, None, None, "x", None) for i in (2, 0, 1)
    )
    evidence = EVIDENCE.frame([(1, "publisher", "record", "Lindvik Courier")])
    frame = read_mastheads(articles, evidence, CREDITS.empty(), CUTS.empty(), InputSettings())
    assert frame["row"].to_list() == [0, 1, 2]
    assert frame.filter(pl.col("publisher").is_not_null())["row"].to_list() == [1]


@pytest.mark.parametrize(
    ("title", "publisher", "shown"),
    [
        ("Ferry sails | Lindvik Post", "Lindvik Post", "Ferry sails"),
        ("Ferry sails - back - Lindvik Post", "The Lindvik Post", "Ferry sails - back"),
        ("Ferry sails | Lindvik Pos", "www.lindvikpost.example", "Ferry sails"),
        ("Ferry sails - Lindvik in joy", "Lindvik Post", "Ferry sails - Lindvik in joy"),
        ("Lindvik Post", "Lindvik Post", "Lindvik Post"),
        ("Ferry-sails", "sails.example", "Ferry-sails"),
        ("Ferry sails | Lindvik Post", None, "Ferry sails | Lindvik Post"),
    ],
)
def test_a_title_ends_before_the_publisher_s_name(title, publisher, shown):
    claims = [("publisher", "record", publisher)] if publisher else []
    assert read("", claims, title=title)["title"] == shown
