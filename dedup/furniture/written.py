"""The fingerprints of blocks: hashes (XXH3, 64 bits) of what `forms` makes of them.

Of many blocks, which are spelled, compiled loops write the same into one buffer; those few that
have characters beyond the basic plane or the like go through `forms` all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl
import xxhash

from dedup import kernels
from dedup.furniture import forms
from dedup.kernels import printing, shaping, slotting, spelling
from dedup.kernels.loops import Bytes, Kinds, Offsets
from dedup.spellings import Spelled, kinds_of_units, small_letters

_BYTES_A_UNIT = 3
Flags = npt.NDArray[np.bool_]


def imprints(texts: pl.Series, spelled: Spelled | None, numbers: Offsets) -> pl.DataFrame:
    """What blocks are as a whole, and what their shape says.

    Args:
        texts: the blocks.
        spelled: they and others, if they are.
        numbers: which of those they are.

    Returns:
        whole (UInt64, null without a letter), spaceless (UInt32, characters of scripts without
        blanks), ends and closed (whether it ends as paragraphs, as sentences do) and leads
        (whether a lead may stand at its beginning).
    """
    if spelled is None:
        read = texts.to_list()
        spaceless = np.array([len(forms.SPACELESS.findall(text)) for text in read])
        wholes = _hashed(texts, forms.whole)
        ends, closed = (_have(end, read) for end in (forms.CLOSED, forms.SENTENCE))
        likely = np.ones(len(texts), dtype=np.bool_)
    else:
        written, stops, spaceless, told = _written(spelled.read, spelled.bounds, numbers)
        wholes = _hashes(written, stops, told & printing.WORDED > 0)
        wholes = _mended(wholes, told, texts, forms.whole)
        ends, closed = told & printing.ENDS > 0, told & printing.ENDS_SENTENCE > 0
        likely = told & printing.LEADS > 0
    return pl.DataFrame(
        {
            "whole": wholes,
            "spaceless": pl.Series(spaceless, dtype=pl.UInt32),
            "ends": pl.Series(ends, dtype=pl.Boolean),
            "closed": pl.Series(closed, dtype=pl.Boolean),
            "leads": pl.Series(likely, dtype=pl.Boolean),
        }
    )


def templates(texts: pl.Series, spelled: Spelled | None, numbers: Offsets) -> pl.Series:
    """Hashes of the templates of some blocks; null for most. Arguments as of `imprints`."""
    if spelled is None:
        return _hashed(texts, forms.template)
    many, loops = len(numbers), kernels.compiled()
    room = np.empty(int(spelled.sizes()[numbers].sum()), dtype=np.uint16)
    limits, told = np.zeros(4 * many, dtype=np.int64), np.empty(many, dtype=np.uint8)
    loops.unlink(spelled.read, spelled.bounds, numbers, _classes(), room, limits, told)
    loops.unname(room, limits, _classes(), _particles(), told)
    written, stops, _, _ = _written(room, limits, np.arange(many, dtype=np.int64))
    found = _hashes(written, stops, told & slotting.SLOTTED > 0)
    return _mended(found, told, texts, forms.template)


def leads(texts: pl.Series) -> pl.Series:
    """Hashes of the words that stand before a colon or dash; null for most."""
    return _hashed(texts, forms.lead)


def _written(
    read: Kinds, bounds: Offsets, numbers: Offsets
) -> tuple[Bytes, Offsets, Offsets, Bytes]:
    """Some blocks as `printing.imprint` writes them, where each stops, and what that tells."""
    units = int((bounds[1::4] - bounds[::4])[numbers].sum())
    written = np.empty(_BYTES_A_UNIT * units, dtype=np.uint8)
    stops, spaceless = np.empty((2, len(numbers)), dtype=np.int64)
    told = np.empty(len(numbers), dtype=np.uint8)
    columns = (read, bounds, numbers, kinds_of_units(), small_letters())
    done = kernels.compiled().imprint(*columns, written, stops, spaceless, told)
    return written[:done], stops, spaceless, told


def _hashes(written: Bytes, stops: Offsets, chosen: Flags) -> pl.Series:
    """Hashes of what ends at these places, one behind the other; null where it is not chosen."""
    digest, view = xxhash.xxh3_64_intdigest, written.tobytes()
    wanted = np.flatnonzero(chosen)
    begins = np.append(0, stops[:-1])[wanted].tolist()
    hashes = [
        digest(view[begin:stop]) for begin, stop in zip(begins, stops[wanted].tolist(), strict=True)
    ]
    none = pl.repeat(None, len(stops), dtype=pl.UInt64, eager=True)
    return none.scatter(wanted, pl.Series(hashes, dtype=pl.UInt64))


def _hashed(texts: pl.Series, form: Callable[[str], str | None]) -> pl.Series:
    digest = xxhash.xxh3_64_intdigest
    made = map(form, texts.to_list())
    hashes = [None if one is None else digest(one.encode("utf-8", "replace")) for one in made]
    return pl.Series(hashes, dtype=pl.UInt64)


def _have(end: re.Pattern[str], texts: list[str]) -> Flags:
    return np.array([end.search(text[-forms.TAIL :]) is not None for text in texts], dtype=np.bool_)


def _mended(
    found: pl.Series, told: Bytes, texts: pl.Series, form: Callable[[str], str | None]
) -> pl.Series:
    """The hashes, with those of odd blocks."""
    odd = np.flatnonzero(told & printing.ODD)
    return found.scatter(odd, _hashed(texts.gather(odd), form)) if len(odd) else found


@cache
def _classes() -> Bytes:
    """The classes of each character in `slotting`, by its code point."""
    kinds, found = kinds_of_units(), np.zeros(len(kinds_of_units()), dtype=np.uint8)
    letters, digits = kinds & spelling.LETTER > 0, kinds & spelling.DIGIT > 0
    worded = letters | digits | (kinds & spelling.MARK > 0)
    for chosen, bit in (
        (letters, slotting.PLAIN),
        (digits, slotting.FIGURE),
        (kinds & spelling.BLANK > 0, slotting.SPACE),
        ((kinds & shaping.UPPER > 0) | digits, slotting.NAMES),
        (worded, slotting.INNER | slotting.WORDS),
    ):
        found[chosen] |= bit
    for marks, bit in (
        ("&", slotting.NAMES),
        (".,'\u2019/:&-", slotting.INNER),
        ("_", slotting.WORDS),
        ("@/w", slotting.DOUBTED),
    ):
        found[[ord(mark) for mark in marks]] |= bit
    found[list(printing.UNSURE)] |= slotting.DOUBTED
    found[[ord(mark) for mark in forms.NO_BLANKS]] &= ~np.uint8(slotting.SPACE)
    return found


@cache
def _particles() -> Kinds:
    """The particles of names, three units each."""
    longest = max(map(len, forms.PARTICLES))
    padded = "".join(word.ljust(longest, "\0") for word in forms.PARTICLES)
    return np.array([ord(letter) for letter in padded], dtype=np.uint16)
