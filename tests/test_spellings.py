"""The compiled spelling is that of `fold`, and what is spotted stands there."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.alike import bare, count_words, fold
from dedup.spellings import Spelled, hashed, outline, spell
from dedup.spotting import ANYWHERE, END, HEAD, NEAR, START, Sought, spotter

PHRASES = (
    "read also",
    "ab",
    "b",
    "\u00e9t\u00e9",
    "x: y",
    "photo by",
    "\u5173\u6ce8",
    "1/2",
    "ends",
    "(ap)",
)
ODD = (
    *(
        "Read  Also",
        "\u201cab\u201d",
        "\u00c9T\u00c9",
        "E\u0301te\u0301",
        "READ\xa0ALSO:",
        "\u2014",
    ),
    *(".", " ", "\u03a3", "\u200b", "\uff08AP\uff09", "\u0947\u0902", "\U0001f600", "\t"),
)
WORDS = st.sampled_from([*PHRASES, *ODD])
BLOCKS = st.lists(
    (st.lists(WORDS, max_size=8).map("".join) | st.text(max_size=40)).map(str.strip).filter(bool),
    max_size=8,
)


def spelling(found: Spelled, block: int) -> str:
    """The spelling of a block; characters beyond the basic plane are all one."""
    if found.others is not None and block in found.hard:
        return spelling(found.others, int(np.flatnonzero(found.hard == block)[0]))
    low, high = found.bounds[4 * block + 2], found.bounds[4 * block + 3]
    return "".join(map(chr, found.units[low:high]))


def in_units(text: str) -> str:
    """A folded text as units have it: blanks of all kinds are one space."""
    units = (letter if ord(letter) < 0x10000 else "\ufffd" for letter in text)
    return re.sub(" {2,}", " ", "".join(" " if unit.isspace() else unit for unit in units))


@settings(deadline=None, max_examples=300)
@given(BLOCKS)
@example(["\u039f\u03a3", "A\u030a \u212b", "\u1112\u1161\u11ab", "\u0958", "I\u0307\u0130"])
@example(["\U0002f800", "\U0001d15e", "\U00011099\U000110ba", "\U0001f600 \U0001d44e"])
def test_blocks_are_spelled_as_fold_spells_them(blocks: list[str]) -> None:
    found = spell(pl.Series(blocks, dtype=pl.String))
    for number, block in enumerate(blocks):
        assert spelling(found, number).strip() == in_units(fold(block)).strip()
        assert found.spaces[number] == block.count(" ")


def stands(sought: Sought, block: str) -> bool:
    """The plain form of a phrase's place."""
    folded, phrase = fold(block), sought.folded
    words = count_words(block)
    if not sought.least <= words <= sought.most:
        return False
    first = next((n for n, letter in enumerate(folded[:12]) if letter.isalpha()), 0)
    begun = folded.startswith(phrase) or folded.startswith(phrase, first)
    return {
        ANYWHERE: phrase in folded,
        START: begun,
        NEAR: phrase in folded[:20],
        HEAD: any(
            folded.startswith(phrase + mark, at) for at in (0, first) for mark in (":", " |")
        ),
        END: folded.endswith(phrase) or folded.rstrip(".)] ").endswith(phrase),
    }[sought.where]


@settings(deadline=None, max_examples=300)
@given(
    BLOCKS,
    st.lists(
        st.tuples(
            st.sampled_from(PHRASES),
            st.sampled_from([ANYWHERE, START, NEAR, HEAD, END]),
            st.sampled_from([3, 1000]),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_all_that_stands_in_a_block_is_spotted(
    blocks: list[str], asked: list[tuple[str, int, int]]
) -> None:
    numbered = [Sought(p, 0, where, most, 0, n) for n, (p, where, most) in enumerate(asked)]
    marked = [one._replace(bit=1 << one.number, number=-1) for one in numbered]
    spelled = spell(pl.Series(blocks, dtype=pl.String))
    bits, pairs = spotter([*numbered, *marked]).spot(spelled)
    told = set(map(tuple, pairs.tolist()))
    for number, block in enumerate(blocks):
        for one in numbered:
            found = (number, one.number) in told
            assert found == bool(bits[number] >> one.number & 1)
            if stands(one, block):
                assert found
            if found:
                assert one.folded in " ".join(fold(block).split())


@settings(deadline=None)
@given(BLOCKS)
def test_lines_are_hashed_bare(blocks: list[str]) -> None:
    found, _ = outline(spell(pl.Series(blocks, dtype=pl.String)), 1000)
    for block, value in zip(blocks, found.tolist(), strict=True):
        plain = bare(fold(block))
        odd = any(letter.isspace() and letter != " " for letter in plain)
        if not odd and max(map(ord, block)) < 0x10000:
            assert hashed([plain]).tolist() == [value]
