"""Texts as a state holds them: packed one by one, so that one is read without the others.

DuckDB packs a column's texts many at a time, so that one of them costs the reading of two
thousand: for a night's work on a million articles that is all of them, several times.
What is packed already it leaves as it is, and reads row by row.

Beside each text stands a filter of the names in it, for outlets that turn up years later
(Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors, 1970).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import and_

import numpy as np
import numpy.typing as npt
import polars as pl
import xxhash

from dedup.state.database import Database
from dedup.state.schema import BODIES

_LEVEL = 1
FILTER_BYTES = 256
_BITS = 8 * FILTER_BYTES
_HASHES = 12
"""Positions of each name. With some 80 pairs of names in a text of a thousand words, one text in
100,000 seems to hold a pair that it does not: any such text costs a look into the file."""
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz")
"""Other small letters are taken for capitals: the same in a text and in a name."""
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_AT_A_TIME = 200_000
_TEXTS_AT_A_TIME = 5_000
_MEGABYTES = 500
"""What the database may hold of texts while they are looked through."""


def pack(fresh: pl.DataFrame) -> pl.DataFrame:
    """BODIES of articles: article, text."""
    texts = fresh["text"].to_list()
    return pl.DataFrame(
        {
            "article": fresh["article"],
            "packed": [deflated(text) for text in texts],
            "named": [_filter(text) for text in texts],
        },
        schema=BODIES,
    )


def filter_anew(database: Database) -> None:
    """Make the filters of all texts, those of an earlier version being others."""
    last = database.one("SELECT coalesce(max(article), 0) FROM bodies")
    for start in range(0, last + 1, _TEXTS_AT_A_TIME):
        some = database.frame(
            "SELECT article, packed FROM bodies WHERE article >= ? AND article < ? "
            "ORDER BY article",
            [start, start + _TEXTS_AT_A_TIME],
        )
        database.replace("bodies", pack(unpack(some)))


def deflated(text: str) -> bytes:
    """A text as it is held."""
    return zlib.compress(text.encode("utf-8"), _LEVEL)


def unpack(found: pl.DataFrame) -> pl.DataFrame:
    """A frame with `text` in place of `packed`."""
    texts = [zlib.decompress(packed).decode("utf-8") for packed in found["packed"]]
    return found.drop("packed").with_columns(text=pl.Series("text", texts, dtype=pl.String))


def naming(database: Database, names: Sequence[str]) -> pl.Series:
    """The articles whose text holds one of these names, as it is written."""
    with database.within(_MEGABYTES):
        return _naming(database, names)


def _naming(database: Database, names: Sequence[str]) -> pl.Series:
    keys = {name: _keys_of(name) for name in names}
    unfiltered = any(not wanted for wanted in keys.values())
    likely = [np.zeros(0, dtype=np.int64)]
    for articles, filters in _filters(database):
        chosen = np.full(len(articles), unfiltered)
        for wanted in keys.values():
            chosen |= _hold(filters, wanted)
        likely.append(articles[chosen])
    found = [pl.Series("article", [], dtype=pl.Int64)]
    asked = np.concatenate(likely)
    for start in range(0, len(asked), _TEXTS_AT_A_TIME):
        some = pl.DataFrame({"article": asked[start : start + _TEXTS_AT_A_TIME]})
        database.given("likely", some)
        held = database.frame("SELECT article, packed FROM bodies SEMI JOIN likely USING (article)")
        holding = pl.col("text").str.contains_any(list(names))
        found.append(unpack(held).filter(holding)["article"].cast(pl.Int64))
    return pl.concat(found).sort()


def may_hold(named: bytes, name: str) -> bool:
    """Whether a text with this filter may hold a name: false only where it does not."""
    wanted = _keys_of(name)
    row = np.frombuffer(named, dtype="<u8").reshape(1, -1)
    return not wanted or bool(_hold(row, wanted)[0])


def _filters(database: Database) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]]:
    """Articles and their filters (a row of words of 64 bits each), some at a time."""
    last = database.one("SELECT coalesce(max(article), 0) FROM bodies")
    for start in range(0, last + 1, _AT_A_TIME):
        some = database.frame(
            "SELECT article, named FROM bodies WHERE article >= ? AND article < ?",
            [start, start + _AT_A_TIME],
        )
        filters = np.frombuffer(b"".join(some["named"].to_list()), dtype="<u8")
        yield some["article"].cast(pl.Int64).to_numpy(), filters.reshape(-1, FILTER_BYTES // 8)


def _hold(filters: npt.NDArray[np.uint64], wanted: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Whether each filter has all the bits of these keys; false without any keys."""
    left = np.arange(len(filters) if wanted else 0)
    for place in sorted({place for key in wanted for place in _places(key)}):
        left = left[(filters[left, place // 64] >> np.uint64(place % 64)) & np.uint64(1) == 1]
    held = np.zeros(len(filters), dtype=np.bool_)
    held[left] = True
    return held


def _filter(text: str) -> bytes:
    bits = 0
    for key in _keys(text):
        for place in _places(key):
            bits |= 1 << place
    return bits.to_bytes(FILTER_BYTES, "little")


def _places(key: int) -> list[int]:
    """Of two halves of a hash (Kirsch and Mitzenmacher, Less Hashing, Same Performance, 2006)."""
    first, step = key & 0xFFFFFFFF, key >> 32 | 1
    return [(first + n * step) % _BITS for n in range(_HASHES)]


def _keys(text: str) -> set[int]:
    """Of two words that follow one another, both names by their look; and of parts of domains."""
    found = _WORD.findall(text)
    names = [word[0] not in _SMALL for word in found]
    pairs = {
        f"{found[place]} {found[place + 1]}"
        for place, both in enumerate(map(and_, names, names[1:]))
        if both
    }
    for piece in text.split():
        if "." in piece and "." in piece[1:-1]:
            pairs.update(f"{one}.{other}" for one, other in pairwise(_WORD.findall(piece)))
    return {xxhash.xxh3_64_intdigest(pair.encode("utf-8")) for pair in pairs}


def _keys_of(name: str) -> list[int]:
    """What the filter of every text that holds a name has; nothing where none can tell."""
    if _SPACELESS.search(name):  # may begin and end inside of a word
        return []
    return sorted(_keys(name))
