"""ARTICLES, CUTS → BLOCKS: stable fingerprints of what the rules left.

Hashes are XXH3 (64 bits) of UTF-8, so that blocks of two nights can be compared.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
import xxhash

from dedup.blocks import block_table
from dedup.tables import BLOCKS

_CLOSED = r"""[.!?…。！？؟۔।,;:]["'”’»«“)\]」』]{0,3}$|["”’»“」』]$"""
_SENTENCE = r"""[.!?…。！？؟۔]["'”’»«“)\]」』]{0,3}$"""
_PROSE_WORDS, _SURE_PROSE_WORDS = 11, 40
_LETTERS_A_WORD = 2
"""Letters of a script without spaces that make a word: Chinese has some 1.6, Japanese 2.2."""
_SPACELESS = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"

_ADDRESS = r"(?:https?://|www\.)\S+|\S+@\S+|@\w+"
_HAS_ADDRESS = r"@|https?://|www\."
_NAME_WORD = r"[\p{Lu}\p{Lt}\d&][\p{L}\p{M}\d.,'’/:&-]*"
_PARTICLE = r"(?:of|the|and|de|di|da|van|von|der|y|e|et|und)\b"
_NAMES = rf"(\s[^\p{{L}}\d\s]{{0,2}}){_NAME_WORD}(?:\s+(?:{_NAME_WORD}|{_PARTICLE}))*"
_SLOT = "§"
_FIRST_NAME = rf"^{_NAME_WORD} {_SLOT}"
"""A name that begins the block; one that begins with a word in capitals alone keeps that word."""
_LITERAL = r"[^\s§]*\p{L}[^\s§]*"
_LONGEST_TEMPLATE = 40
_LEAST_LITERAL = 3
_HEAD_BLOCKS, _TAIL_BLOCKS = 3, 12
_LEAD = r"^([^:：|.!?\d]{3,40}?[^\s:：|.!?\d])(?:\s?[:：|]|\s[-–—>»›])\s*\S"
_MOST_LEAD_WORDS, _LEAD_BLOCK_WORDS = 4, 25


def read_blocks(
    articles: pl.DataFrame, cuts: pl.DataFrame, blocks: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Fingerprint the blocks of a batch of articles.

    Args:
        articles: ARTICLES; row and text are read.
        cuts: CUTS of these articles by the rules.
        blocks: `dedup.blocks.block_table` of the texts, where it is at hand.

    Returns:
        BLOCKS.
    """
    found = block_table(articles["text"]) if blocks is None else blocks
    found = found.with_columns(row=articles["row"].gather(found["number"]))
    found = _uncut(found, articles, cuts)
    found = found.with_columns(words=found["spaces"] + 1 + _unspaced_words(found["text"]))
    found = found.with_columns(
        prose=(pl.col("words") >= _SURE_PROSE_WORDS)
        | ((pl.col("words") >= _PROSE_WORDS) & pl.col("text").str.tail(6).str.contains(_CLOSED)),
        closed=pl.col("text").str.tail(6).str.contains(_SENTENCE),
    )
    folded = _without_figures(found["lower"])
    worded = found["text"].str.contains(r"\p{L}")
    found = found.with_columns(
        whole=pl.when(worded).then(_hashed(folded)), template=_templates(found), lead=_leads(found)
    )
    return BLOCKS.check(found.select(BLOCKS.schema.names()))


def _unspaced_words(text: pl.Series) -> pl.Series:
    """Words of a block that no space tells apart: half the letters of scripts without any."""
    odd = (text.str.len_bytes() != text.str.len_chars()).arg_true()
    some = odd.filter(text[odd].str.contains(_SPACELESS))
    none = pl.zeros(len(text), dtype=pl.UInt32, eager=True)
    return none.scatter(some, text[some].str.count_matches(_SPACELESS) // _LETTERS_A_WORD)


def _without_figures(text: pl.Series) -> pl.Series:
    """Strings with every number as a nought."""
    some = text.str.contains("[0-9]").arg_true()
    return text.scatter(some, text[some].str.replace_all("[0-9]+", "0"))


def _uncut(found: pl.DataFrame, articles: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    """The blocks less what is cut: those cut are gone, of others what is left stands."""
    spans = cuts.join(articles.select("row", number=pl.int_range(pl.len())), on="row")
    if spans.is_empty():
        return found
    spans = spans.sort("number", "start")
    edges = _global(spans["number"], spans["start"])
    ends = _global(spans["number"], spans["stop"])
    begin = _global(found["number"], found["start"])
    stop = _global(found["number"], found["stop"])
    first = np.searchsorted(ends, begin, side="right")
    after = np.searchsorted(edges, stop, side="left")
    touched = first < after
    at = np.minimum(first, len(edges) - 1)
    gone = touched & (edges[at] <= begin) & (ends[at] >= stop)
    partly = np.flatnonzero(touched & ~gone)
    kept = found.filter(pl.Series(~touched))
    if not len(partly):
        return kept
    rows: list[tuple[int, int, int, str, int, str, int]] = []
    starts, stops, texts = spans["start"].to_list(), spans["stop"].to_list(), articles["text"]
    for place in partly.tolist():
        number, start, last, _, _, _, row = found.row(place)
        text = texts[number]
        some = range(first[place], after[place])
        bounds = [start, *(edge for n in some for edge in (starts[n], stops[n])), last]
        for low, high in zip(bounds[::2], bounds[1::2], strict=True):
            left = text[low:high].strip() if low < high else ""
            if left:
                begun = text.index(left, low)
                flat = " ".join(left.split())
                told = (flat, flat.count(" "), flat.lower())
                rows.append((number, begun, begun + len(left), *told, row))
    parts = pl.DataFrame(rows, schema=found.schema, orient="row")
    return pl.concat([kept, parts]).sort("number", "start")


def _global(numbers: pl.Series, offsets: pl.Series) -> npt.NDArray[np.int64]:
    """Places in all texts of the batch together, in order."""
    places: npt.NDArray[np.int64] = (numbers.cast(pl.Int64) * (1 << 32) + offsets).to_numpy()
    return places


def _templates(found: pl.DataFrame) -> pl.Series:
    """Hashes of the templates of blocks that are short or stand near the edges."""
    place = found.select(
        head=pl.int_range(pl.len()).over("number"),
        tail=pl.len().over("number") - pl.int_range(pl.len()).over("number"),
        short=(pl.col("words") <= _LONGEST_TEMPLATE) & (pl.col("words") > _LEAST_LITERAL),
        prose=pl.col("prose"),
    )
    chosen = place.select(
        pl.col("short")
        & (~pl.col("prose") | (pl.col("head") < _HEAD_BLOCKS) | (pl.col("tail") <= _TAIL_BLOCKS))
    ).to_series()
    written = found.filter(chosen)["text"]
    addressed = written.str.contains(_HAS_ADDRESS).arg_true()
    written = written.scatter(addressed, written[addressed].str.replace_all(_ADDRESS, _SLOT))
    written = written.str.replace_all(_NAMES, "${1}" + _SLOT)
    named = written.str.contains(_FIRST_NAME).arg_true()
    nameless = written[named].str.replace(_FIRST_NAME, _SLOT)
    begun = nameless.str.count_matches(_LITERAL) >= _LEAST_LITERAL
    written = written.scatter(named.filter(begun), nameless.filter(begun))
    told = written.str.count_matches(_LITERAL) >= _LEAST_LITERAL
    written = written.str.to_lowercase().str.replace_all("[0-9]+", "0")
    slotted = written.str.contains(_SLOT, literal=True)
    return _placed(_hashed(written.filter(told & slotted)), chosen, told & slotted)


def _leads(found: pl.DataFrame) -> pl.Series:
    """Hashes of the words before a colon or dash, of short blocks that go on behind it."""
    chosen = found["words"] <= _LEAD_BLOCK_WORDS
    lead = found.filter(chosen)["text"].str.slice(0, 60).str.extract(_LEAD)
    told = (
        lead.is_not_null()
        & ~lead.str.contains("^(?i:https?)$").fill_null(value=False)
        & (lead.str.count_matches(" ", literal=True) < _MOST_LEAD_WORDS).fill_null(value=False)
    )
    return _placed(_hashed(lead.filter(told).str.to_lowercase()), chosen, told)


def _placed(hashes: pl.Series, chosen: pl.Series, told: pl.Series) -> pl.Series:
    """Hashes of the told ones of the chosen blocks, null elsewhere."""
    places = np.flatnonzero(chosen.to_numpy())[told.to_numpy()]
    values = np.zeros(len(chosen), dtype=np.uint64)
    values[places] = hashes.to_numpy()
    known = np.zeros(len(chosen), dtype=bool)
    known[places] = True
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()


def _hashed(texts: pl.Series) -> pl.Series:
    digest = xxhash.xxh3_64_intdigest
    return pl.Series([digest(text) for text in texts.cast(pl.Binary).to_list()], dtype=pl.UInt64)
