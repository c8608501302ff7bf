"""Which blocks of a whole batch any phrase can possibly give away: most never meet one.

Columns, not pieces: one pass per question over all blocks at once (Aho-Corasick
and DFAs in polars), so that only the few blocks that pass are looked at one by
one. What passes is a superset: `Phrases.match` has the last word, and a test
holds the cuts equal to those without a screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from dedup.boilerplate.alike import DROPPED, SWAPPED
from dedup.boilerplate.captions import AGENCIES, END, MOST_WORDS
from dedup.boilerplate.glued import LEAST_WORDS
from dedup.boilerplate.lists import ARROWS
from dedup.boilerplate.phrases import LONGEST_LINE, Phrases
from dedup.boilerplate.pieces import (
    ARROWED,
    CONTAINING,
    DATED,
    ENDED,
    LINED,
    LOOSE,
    PATTERNED,
    SIGNED,
    TIMED,
)
from dedup.boilerplate.stamps import LONGEST
from dedup.boilerplate.threads import LONGEST_STAMP

_HEAD, _TAIL = 130, 60
_OPENING, _REACH = 40, 24
"""Characters from a block's start within which a phrase begins, and those of it looked for."""
_SHORT = 14
_BULLET = r"^(?:[-*+•‣▪●·–—>»►▶→]|\d{1,2}[.)])[ \t\xa0]*[^\s\x1c-\x1f]"
_CLOSED = r"""[.!?…。！？؟۔।,]["'”’»«“)\]」』]{0,3}$|["”’»“」』]$"""
_SPACELESS = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
_NOT_LETTERS = r"^[^\p{L}]+|[^\p{L}\p{M}]+$"
_FIRST_WORD = r"^[^\p{L}+-]*([\w+-]+)"
_MANY_MARKS = r"[^\p{L}]{40}"
_BLANKS = r"[ \t\r\x0b\x0c]{2,}|[\t\r\x0b\x0c]"
_ODD = (
    r"[\p{M}\x{1100}-\x{11ff}\x{a0}\x{202f}\x{3000}\x{200b}\x{200e}\x{200f}\x{ad}\x{feff}ـ"
    r"\x{212a}\x{212b}\x{2126}\x{37e}\x{387}：，｜（）İ\t\r\x0b\x0c]|  "
)
"""What makes a block's spelling unlike that of phrases, quotes and dashes aside."""
_VARIED = re.compile("['\"-]")
_TIME = r"ago|\d[:.]\d\d"
_ARROW = f"^[{ARROWS}]"
_YEAR = r"(?:19|20)\d\d"
_SIGNED = (
    rf"[\[(][^\[\]()]{{2,100}}[)\]]\.?$|[.!?] .{{0,12}}(?i:{AGENCIES})\.?$|/ ?(?i:{AGENCIES})$"
    r"|\.{3} more$| less$"
)
_PICTURED = (
    "reuters/", "redit:", "left,", "left)", "right,", "right)",
    "center,", "center)", "centre,", "centre)", "photo: ", "photos: ", "photo by ", "photos by ",
    "photograph: ", "photograph by ", "picture: ", "picture by ", "image: ", "images: ",
    "image by ", "foto: ", "bild: ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """What is looked for where, made once of the phrases."""

    wholes: pl.Series
    bars: pl.Series
    heads: str
    """Regular expressions of plain words, which run faster than lists of them."""
    tails: str
    openings: str
    anywhere: str
    """The next three and what captions have, in one."""
    contained: str
    loose: str
    needed: str
    short: str
    longest: int
    inside: str
    """What sentences of sure furniture begin with or contain."""
    always: int
    """Words up to which every block passes."""
    always_loose: int
    """The same for patterns that may begin with almost anything."""


@lru_cache(maxsize=4)
def screen_of(phrases: Phrases) -> Screen:
    """The screen of these phrases."""
    told = phrases.told()
    return Screen(
        wholes=pl.Series([told.wholes], dtype=pl.List(pl.String)),
        bars=pl.Series([told.bars], dtype=pl.List(pl.String)),
        heads=_any_of(one[:_REACH] for one in told.starts),
        tails=_any_of(one[-_TAIL + 20 :] for one in told.ends),
        openings=_any_of(_plain(told.openings)),
        anywhere=_any_of(_plain({*told.contained, *told.needed, *told.loose, *_PICTURED})),
        loose=_any_of(_plain(told.loose)),
        contained=_any_of(_plain(told.contained)),
        needed=_any_of(_plain({*told.needed})),
        short=_any_of(_plain(told.needed_short)),
        inside=_any_of(_plain(told.sure)),
        longest=phrases.longest,
        always=told.always,
        always_loose=told.always_loose,
    )


def _any_of(strings: Iterable[str]) -> str:
    """A regular expression that finds any of some strings; without strings it finds nothing."""
    escaped = sorted({re.escape(one).replace("\\ ", " ") for one in strings})
    return "|".join(escaped) or r"[^\s\S]"


def _plain(strings: Iterable[str]) -> list[str]:
    """For each string its longest part without quotes and dashes, which texts spell variously.

    Raises:
        ValueError: a string has nothing else.
    """
    parts = {max(_VARIED.split(one), key=len) for one in strings}
    if "" in parts:
        raise ValueError("a phrase or pattern is of quotes and dashes alone")
    return sorted(parts)


def measure_blocks(blocks: pl.DataFrame) -> pl.DataFrame:
    """Add words, bullet and prose to a table of blocks, as `pieces` and `alike` define them."""
    text = pl.col("text")
    counted = blocks.with_columns(words=pl.col("spaces") + 1, size=text.str.len_chars())
    crowded = (counted["words"] * 8 < counted["size"]) & (
        blocks["text"].str.len_bytes() != counted["size"]
    )
    if crowded.any():
        some = counted.filter(crowded)
        spaceless = some["text"].str.contains(_SPACELESS)
        words = pl.select(
            pl.when(spaceless)
            .then(pl.max_horizontal(some["words"], some["size"] // 2))
            .otherwise(some["words"])
        ).to_series()
        counted = counted.with_columns(words=counted["words"].scatter(crowded.arg_true(), words))
    return counted.with_columns(
        bullet=text.str.contains(_BULLET),
        prose=(pl.col("words") >= 40)
        | ((pl.col("words") >= 11) & text.str.tail(6).str.contains(_CLOSED)),
    )


def screen_blocks(blocks: pl.DataFrame, screen: Screen) -> pl.Series:
    """What may give each block away: the kinds that `pieces` knows, added up.

    Args:
        blocks: with text, lower, words and size (`measure_blocks`).
        screen: of the phrases in use.
    """
    text, words, size = blocks["text"], blocks["words"], blocks["size"]
    odd = text.str.contains(_ODD)
    folded = _folded(blocks, odd)
    head, tail = _spelled(text.str.slice(0, _HEAD), odd), _spelled(text.str.tail(_TAIL), odd)
    start = head.str.slice(0, _OPENING)
    short = words <= _SHORT
    lined = (
        (head.str.replace_all(_NOT_LETTERS, "").is_in(screen.wholes) & (size <= LONGEST_LINE))
        | _hidden(text, size)
        | (short & head.str.extract(_FIRST_WORD).is_in(screen.bars).fill_null(value=False))
        | start.str.contains(screen.heads)
        | tail.str.contains(screen.tails)
    )
    told = folded.str.contains(screen.anywhere)
    containing, needed, loose, pictured = (
        _where(told, folded, wanted)
        for wanted in (screen.contained, screen.needed, screen.loose, _ANY_PICTURED)
    )
    briefly = (short & folded.str.contains(screen.short)) | (words <= screen.always)
    patterned = start.str.contains(screen.openings) | needed | briefly
    few = words <= screen.longest
    signed = tail.str.contains(_SIGNED) | pictured
    glued = words >= LEAST_WORDS
    bits = (
        (glued & _where(glued, folded, screen.inside), CONTAINING),
        (lined & few, LINED),
        (containing & few, CONTAINING),
        (patterned & few, PATTERNED),
        ((loose | (words <= screen.always_loose)) & few, LOOSE),
        (signed, SIGNED),
        (_where(size <= LONGEST, text, _YEAR), DATED),
        (_where(words <= MOST_WORDS, text.str.tail(END), _YEAR), ENDED),
        (_where(size <= LONGEST_STAMP, blocks["lower"], _TIME), TIMED),
        (text.str.contains(_ARROW), ARROWED),
    )
    total = pl.zeros(blocks.height, dtype=pl.UInt16, eager=True)
    for some, bit in bits:
        total += some.cast(pl.UInt16) * bit
    return total.rename("likely")


def _where(chosen: pl.Series, text: pl.Series, wanted: str) -> pl.Series:
    """Which blocks match, asked of the chosen ones alone."""
    found = text.filter(chosen).str.contains(wanted)
    return pl.zeros(len(text), dtype=pl.Boolean, eager=True).scatter(chosen.arg_true(), found)


def _hidden(text: pl.Series, size: pl.Series) -> pl.Series:
    """Lines so full of marks that a phrase may stand behind what is looked at as their start."""
    long = (size > _HEAD) & (size <= LONGEST_LINE)
    return _where(long, text, _MANY_MARKS)


def _folded(blocks: pl.DataFrame, odd: pl.Series) -> pl.Series:
    """Blocks in lower case, those with odd characters spelled as phrases are."""
    some = blocks["text"].filter(odd)
    lower = blocks["lower"]
    return lower.scatter(odd.arg_true(), _spelled(some, odd.filter(odd))) if len(some) else lower


def _spelled(text: pl.Series, odd: pl.Series) -> pl.Series:
    """`alike.fold` of short strings; only those with odd characters need more than their marks."""
    plain = text.str.replace_many(_SPELLINGS)
    some = plain.filter(odd)
    if len(some):
        tidied = some.str.normalize("NFC").str.replace_all(_BLANKS, " ")
        plain = plain.scatter(odd.arg_true(), tidied)
    return plain.str.to_lowercase()


_SPELLINGS = {**dict(SWAPPED), **{chr(code): "" for code in DROPPED}}
_ANY_PICTURED = _any_of(_PICTURED)
