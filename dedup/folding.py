"""What every character is to the tokenizer, from one frozen table.

`dedup/data/folding.txt` says for each code point whether it separates words,
is part of one, or is passed over, and what it is folded to. It is made from
Unicode's own data by `python -m dedup.folding_rules` and shipped, so that a
word and its hash do not depend on the Unicode version of the Python at hand.
Hangul syllables are not listed: their letters follow by arithmetic (Unicode
Standard, 3.12).
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

CODE_POINTS = 0x110000
HANGUL = range(0xAC00, 0xD7A4)
TABLE = "folding.txt"


class Kind:
    """What a character is to the tokenizer."""

    SEPARATOR = 0
    LETTER = 1
    SPACELESS = 2
    INVISIBLE = 3
    MARK = 4


LETTERS = {"L": Kind.LETTER, "S": Kind.SPACELESS, "I": Kind.INVISIBLE, "M": Kind.MARK}
"""The table's letter for each kind; what is not listed separates."""


class Folding(NamedTuple):
    """The table: `kinds` (uint8, one a code point) and the forms that differ from the character."""

    kinds: npt.NDArray[np.uint8]
    forms: dict[int, str]


class FoldingArrays(NamedTuple):
    """The table as the compiled tokenizer reads it.

    `entries` (uint32, one a code point) has the kind in its low 3 bits and
    above them the number of the folded form, 0 where the character stands for
    itself; form `n` is the bytes of `form_bytes` (uint8, UTF-8) from
    `form_offsets[n]` to `form_offsets[n + 1]` (uint32).
    """

    entries: npt.NDArray[np.uint32]
    form_bytes: npt.NDArray[np.uint8]
    form_offsets: npt.NDArray[np.uint32]


@cache
def folding() -> Folding:
    """Read the shipped table, Hangul added; some 10 ms, once a process."""
    kinds = np.zeros(CODE_POINTS, dtype=np.uint8)
    forms: dict[int, str] = {}
    source = resources.files("dedup") / "data" / TABLE
    for line in source.read_text(encoding="ascii").splitlines():
        if not line or line[0] == "#":
            continue
        codes, kind, *form = line.split(" ")
        first, _, last = codes.partition("..")
        code = int(first, 16)
        if last:
            kinds[code : int(last, 16) + 1] = LETTERS[kind]
        else:
            kinds[code] = LETTERS[kind]
        if form:
            forms[code] = "".join([chr(int(one, 16)) for one in form])
    kinds[HANGUL.start : HANGUL.stop] = Kind.LETTER
    kinds.setflags(write=False)
    return Folding(kinds, forms)


@lru_cache(maxsize=65536)
def fold_character(character: str) -> tuple[int, str]:
    """Kind and folded form of one character (the form is "" unless it is part of a word)."""
    table = folding()
    code = ord(character)
    kind = int(table.kinds[code])
    if kind in (Kind.SEPARATOR, Kind.INVISIBLE):
        return kind, ""
    if code in HANGUL:
        return kind, hangul_letters(code)
    return kind, table.forms.get(code, character)


def hangul_letters(code: int) -> str:
    """The two or three letters of a Hangul syllable (Unicode Standard, 3.12)."""
    leading, rest = divmod(code - HANGUL.start, 588)
    vowel, trailing = divmod(rest, 28)
    letters = chr(0x1100 + leading) + chr(0x1161 + vowel)
    return letters + chr(0x11A7 + trailing) if trailing else letters


@cache
def folding_arrays() -> FoldingArrays:
    """The table for the compiled tokenizer; some 20 ms, once a process."""
    table = folding()
    forms = sorted(table.forms.items())
    codes = np.array([code for code, _ in forms] + list(HANGUL), dtype=np.int64)
    encoded = [form.encode("utf-8") for _, form in forms]
    encoded += [hangul_letters(code).encode("utf-8") for code in HANGUL]
    lengths = np.array([0] + [len(form) for form in encoded], dtype=np.uint32)
    entries = table.kinds.astype(np.uint32)
    entries[codes] |= np.arange(1, len(codes) + 1, dtype=np.uint32) << np.uint32(3)
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32)
    joined = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    return FoldingArrays(entries, joined.copy(), offsets)
