"""What loops write of blocks is what is made of them one at a time."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.furniture.forms import template
from dedup.furniture.written import imprints, leads, templates
from dedup.spellings import spell

WORDS = st.sampled_from([
    *("Ann", "Lee", "of", "the", "de", "der", "und", "e", "y", "van", "said", "ferry", "pier"),
    *("\u00c9t\u00e9", "\u01c5ungla", "\u0394\u039f\u03a3", "\u0130stanbul", "\u8239\u304c"),
    *("12", "3.5", "&", "&Co", "\u201cPort", '"', "(Oslo)", "--Lee", "@ann"),
    *("www.a.b", "Http://a"),
    *("http://", "https://a.b/c@d", "a@b", "@", "@a@b", "xwww.", "xwww.Ab"),
    *("see:http://A.b", "@\u00e9t,http://x"),
    *("Lead:", "Topic\uff1a", "|", "\u2013", "\u00bb", "A:b", "O'Neil", "e-mail"),
    *("of_x", "de\u2019"),
    *("\u00a7", "\U0001f600", "\u0e17\u0e48\u0e32", "\x1c", "\u216b"),
    *("\u00b2", "end.", "end.\u201d)", "x;"),
])  # fmt: skip
BLANKS = st.sampled_from([" ", " ", " ", "  ", "\t", "\xa0", "", "\u2003"])
LINES = st.lists(st.tuples(WORDS, BLANKS), min_size=1, max_size=10).map(
    lambda pairs: "".join(word + blank for word, blank in pairs).strip()
)
BLOCKS = st.lists((LINES | st.text(max_size=40)).filter(bool), min_size=1, max_size=8)


@settings(deadline=None, max_examples=300)
@given(BLOCKS)
@example(["By Ann Lee of the Daily News in Oslo", "Ann Lee is a writer of the paper"])
@example(["Ann Lee writes of ferries. Read more at 12:30", "Lead: more - and more", "\u0130"])
def test_loops_write_what_is_made_a_block_at_a_time(texts: list[str]) -> None:
    told, numbers = pl.Series(texts), np.arange(len(texts), dtype=np.int64)
    spelled = spell(told)
    found, plain = imprints(told, spelled, numbers), imprints(told, None, numbers)
    assert found.drop("leads").equals(plain.drop("leads"))
    led = leads(told).is_not_null()
    assert not (led & ~found["leads"]).any()
    assert templates(told, spelled, numbers).to_list() == templates(told, None, numbers).to_list()


def test_what_repeats_with_other_names_has_one_template() -> None:
    first = template("Ann Lee is a writer for The Daily News and tweets @annlee")
    assert first == "§ is a writer for § tweets §"
    assert first == template("Bo Ö. Hansen is a writer for Bild tweets @bo_h")
    assert template("see https://a.b/c or www.d.e now, please") == "see § or § now, please"
    assert template("Nothing here has a name") is None
    assert template("Mail to ann@daily.org and x5, now") == "mail to § and x0, now"
