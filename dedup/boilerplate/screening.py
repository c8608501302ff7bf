"""Which blocks of a whole batch any phrase can possibly give away: most never meet one.

Columns, not pieces: compiled loops (`dedup.spotting`) look for what phrases and patterns need
in all blocks at once, so that only the few blocks that have some of it are looked at one by one.
What passes is a superset: `Phrases.match` has the last word, and a test holds the cuts equal to
those without a screen.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.alike import fold
from dedup.ascending import among
from dedup.boilerplate import picture_credits
from dedup.boilerplate.captions import AGENCIES, MOST_WORDS
from dedup.boilerplate.phrases import LEAST_ALONE, LEAST_GLUED, LONGEST_LINE, Phrases
from dedup.boilerplate.pieces import (
    ADDRESSED,
    ARROWED,
    CONTAINING,
    DATED,
    ENDED,
    LINED,
    OPENED,
    PATTERNED,
    SHOUTED,
    SIGNED,
    TIMED,
)
from dedup.boilerplate.prepared import prepared
from dedup.kernels import shaping
from dedup.kernels.loops import Hashes64, Offsets
from dedup.kernels.spelling import WORD
from dedup.spellings import Spelled, hashed, kinds_of_units, outline
from dedup.spotting import END, Pairs, Sought, Spotter, spotter

_SHORT, _ASCII, _NUMBERS, _LINE = 30, 128, 24, ord("_")
_BULLET = 12
"""Characters before the letter that a match may begin with."""
_PICTURED = (
    "reuters/", "left,", "left)", "right,", "right)", "center,", "center)", "centre,", "centre)",
)  # fmt: skip
_CREDITED = (":", " :", ".:", "：", "=", "／", "/", " by ", " von ", " par ")
_TAKEN = ("提供", "提供）", "摄", "攝", "撮影", "摄）", "攝）", "撮影）", "摄)", "攝)", "撮影)")
"""What credits of East Asia end in."""
_GIVEN = ("제공", "자료사진", "촬영", "캡처")
"""And what those of Korea have in brackets."""
_NAME = re.compile(r"[A-Za-z-]{2,}")
_SHAPES = (
    (shaping.YEAR, DATED),
    (shaping.LATE_YEAR, ENDED),
    (shaping.TIME, TIMED),
    (shaping.ARROW, ARROWED),
    (shaping.BRACKET, SIGNED),
    (shaping.CAPITAL_END, SIGNED),
    (shaping.OPENED, OPENED),
    (shaping.SHOUTED, SHOUTED),
    (shaping.ADDRESS, ADDRESSED),
)


class Screen(NamedTuple):
    """What is looked for where, made once of the phrases."""

    spotter: Spotter
    sure: Spotter
    """For long blocks, and those that are all there is of a text."""
    wholes: Hashes64
    bars: Hashes64
    longest: int
    """Words of the longest block that any phrase gives away."""
    patterns: int
    always: tuple[tuple[int, int], ...]
    """Patterns that need nothing in particular, and words up to which they hold."""
    also: Spotter
    """For what patterns need besides."""
    besides: npt.NDArray[np.bool_]
    """Which of them do."""
    firsts: npt.NDArray[np.bool_]
    """For each pattern the characters of ASCII that a match may begin with; the last column stands
    for all others."""
    widths: Offsets
    """Characters that a block has at least and at most for each pattern to match."""


class Screened(NamedTuple):
    """What may give each block away."""

    likely: npt.NDArray[np.uint32]
    """The kinds that `pieces` knows, added up."""
    asked: dict[int, tuple[int, ...]]
    """For blocks that may contain a phrase or match a pattern, the numbers of such, ascending."""
    lines: Hashes64
    """Hashes of the short ones, marks at their ends aside (`spellings.outline`)."""


@lru_cache(maxsize=4)
def screen_of(phrases: Phrases) -> Screen:
    """The screen of these phrases."""
    return prepared(phrases.digest, "screen", lambda: _screen(phrases))


def _screen(phrases: Phrases) -> Screen:
    told = phrases.told()
    credited = (f"{fold(word)}{mark}" for word in picture_credits.words() for mark in _CREDITED)
    listed = (*_PICTURED, *_GIVEN, *credited)
    pictured = (Sought(one, SIGNED, most=MOST_WORDS) for one in listed)
    agencies = {name.lower() for name in _NAME.findall(AGENCIES)}
    ends = (*sorted(agencies), "... more", " less", *_TAKEN)
    signed = (Sought(one, SIGNED, END, MOST_WORDS) for one in ends)
    return Screen(
        spotter([*told.sought, *pictured, *signed]),
        spotter(told.sure),
        hashed(told.wholes),
        hashed(told.bars),
        phrases.longest,
        len(phrases.patterns),
        told.always,
        spotter(told.also),
        np.array([bool(one.also) for one in phrases.patterns], dtype=np.bool_),
        _firsts(phrases),
        np.array([(one.least, one.most + _BULLET) for one in phrases.patterns], dtype=np.int64),
    )


def _firsts(phrases: Phrases) -> npt.NDArray[np.bool_]:
    found = np.ones((len(phrases.patterns), _ASCII + 1), dtype=np.bool_)
    for number, one in enumerate(phrases.patterns):
        if one.firsts is not None:
            found[number, :_ASCII] = [chr(code) in one.firsts for code in range(_ASCII)]
    return found


def _likely_pairs(pairs: Pairs, screen: Screen, spelled: Spelled) -> Pairs:
    """The pairs of blocks and patterns that have the width and what the pattern needs besides.

    Of blocks with a mark before the first letter it is not known what a match would begin with.
    """
    pattern = pairs[:, 1] < screen.patterns
    block, number = pairs[pattern, 0], pairs[pattern, 1]
    first = spelled.units[spelled.bounds[2::4][block]]
    worded = (kinds_of_units()[first] & WORD > 0) & (first != _LINE)
    keep = screen.firsts[number, np.minimum(first, _ASCII)] | ~worded
    size = (spelled.bounds[3::4] - spelled.bounds[2::4])[block]
    keep &= (size >= screen.widths[number, 0]) & (size <= screen.widths[number, 1])
    keep |= among(block, spelled.hard)
    asking = keep & screen.besides[number]
    # Of blocks with no words nothing is looked for.
    words = np.full(len(spelled.words), -1, dtype=np.int64)
    words[block[asking]] = spelled.words[block[asking]]
    also = screen.also.spot(spelled.as_if(words))[1]
    has = also[:, 0] << _NUMBERS | also[:, 1]
    keep[asking] = among(block[asking] << _NUMBERS | number[asking], has)
    kept = ~pattern
    kept[pattern] = keep
    return pairs[kept]


def screen_blocks(spelled: Spelled, screen: Screen, alone: npt.NDArray[np.bool_]) -> Screened:
    """What may give each block of a batch away.

    Args:
        spelled: the blocks.
        screen: of the phrases in use.
        alone: whether a block is the only one of its text.
    """
    words = spelled.words
    found, pairs = screen.spotter.spot(spelled)
    pairs = _likely_pairs(pairs, screen, spelled)
    long = np.where(alone & (words >= LEAST_ALONE), np.maximum(words, LEAST_GLUED), words)
    pairs = np.concatenate((pairs, screen.sure.spot(spelled.as_if(long))[1]))
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    lines, heads = outline(spelled, LONGEST_LINE)
    lined = among(lines, screen.wholes) | ((words <= _SHORT) & among(heads, screen.bars))
    found |= np.where(lined, np.uint32(LINED), np.uint32(0))
    found &= np.where(words > screen.longest, ~np.uint32(LINED), ~np.uint32(0))
    for shape, bit in _SHAPES:
        found |= np.where(spelled.told & shape > 0, np.uint32(bit), np.uint32(0))
    patterned = pairs[:, 1] < screen.patterns
    found[pairs[patterned, 0]] |= np.uint32(PATTERNED)
    found[pairs[~patterned, 0]] |= np.uint32(CONTAINING)
    found[alone & (words >= LEAST_ALONE)] |= np.uint32(CONTAINING)
    firsts = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1))
    numbers = pairs[:, 1].tolist()
    asked = {
        block: tuple(numbers[first:after])
        for block, (first, after) in zip(
            pairs[firsts, 0].tolist(), pairwise([*firsts.tolist(), len(numbers)]), strict=True
        )
    }
    for number, most in screen.always:
        for block in np.flatnonzero(words <= most).tolist():
            asked[block] = tuple(sorted({*asked.get(block, ()), number}))
            found[block] |= np.uint32(PATTERNED)
    return Screened(found, asked, lines)
