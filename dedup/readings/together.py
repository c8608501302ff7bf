"""Readings of many texts at once, as columns: no Python object a word or a sentence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.kernels import ending
from dedup.readings.characters import (
    BREAK,
    IN_FIGURES,
    Characters,
    quotation_spans,
    sentence_begins,
    spell,
)
from dedup.readings.columns import NO_NUMBERS, Columns, Distinct, distinct, offsets
from dedup.readings.listed import PERSONAL, listed
from dedup.readings.reading import (
    FIGURE,
    MIXER,
    MOST_OPENING,
    MOST_SENTENCES,
    MOST_SPOKEN,
    UNKNOWN_IDF,
    Bools,
    Floats,
    Hashes,
    Ints,
)
from dedup.words import Words


def read(rows: pl.Series, stories: pl.Series, tokens: Words, terms: pl.DataFrame) -> Columns:
    """The columns of some texts, in order of their rows, with the weights of TERMS."""
    told = stories.to_list()
    spelled = spell(told)
    texts = tokens.offsets
    starts, stops = tokens.starts.astype(np.int64), tokens.stops.astype(np.int64)
    text_of = np.repeat(np.arange(len(told)), np.diff(texts))
    where = starts + spelled.begins[text_of]
    begins = sentence_begins(stories, spelled, where, texts)
    kinds = spelled.kinds[where]
    opens = np.zeros(len(where), dtype=np.bool_)
    opens[begins[begins < len(where)]] = True
    bounds, bound_texts = _bounds(begins, texts)
    sentences = _numbered(bounds, bound_texts, texts)
    quoted = _quoted(told, spelled, where)
    quoted |= _spoken(tokens.hashes, sentences, bound_texts, text_of, quoted)
    places = kernels.ordered(tokens.hashes, texts)
    words = distinct(tokens.hashes, np.zeros(len(where), np.float32), texts, places)
    words = words._replace(weights=_idf(rows, words, terms))
    found = Columns(
        rows=rows.to_numpy(),
        stories=told,
        texts=texts,
        hashes=tokens.hashes,
        starts=starts,
        stops=stops,
        idf=words.weights[np.repeat(words.texts[:-1], np.diff(texts)) + words.numbers],
        sentences=sentences,
        quoted=quoted,
        fact=((kinds & ending.DIGIT) > 0) | (((kinds & ending.UPPER) > 0) & ~opens),
        openings=_openings(spelled, where),
        stated=_stated(tokens.hashes, spelled, where, stops - starts, text_of),
        bounds=bounds,
        bound_texts=bound_texts,
        figures=_figures(stories),
    )
    # What is made of all words on the way need not be made again.
    vars(found).update(word_places=places, vocabulary=words)
    return found


def _bounds(begins: Ints, texts: Ints) -> tuple[Ints, Ints]:
    """The word numbers within each text at which its sentences begin, and its end; grouped."""
    firsts, lasts = np.searchsorted(begins, texts[:-1]), np.searchsorted(begins, texts[1:])
    sizes = np.where(np.diff(texts) > 0, lasts - firsts + 1, 1)
    bound_texts = offsets(sizes)
    within = np.arange(bound_texts[-1]) - np.repeat(bound_texts[:-1], sizes)
    bounds = begins[np.repeat(firsts, sizes) + within] - np.repeat(texts[:-1], sizes)
    if int(sizes.max(initial=0)) < MOST_SENTENCES:
        return bounds, bound_texts
    parts = []
    for begin, end in zip(bound_texts[:-1].tolist(), bound_texts[1:].tolist(), strict=True):
        mine = bounds[begin:end]
        parts.append(np.unique(np.append(mine[:: 1 + len(mine) // MOST_SENTENCES], mine[-1])))
    return np.concatenate(parts), offsets([len(part) for part in parts])


def _numbered(bounds: Ints, bound_texts: Ints, texts: Ints) -> npt.NDArray[np.int32]:
    """For each word the number of its sentence within its text."""
    begins = np.zeros(int(texts[-1]) + 1, dtype=np.int32)
    sizes = np.diff(bound_texts)
    places = bounds + np.repeat(texts[:-1], sizes)
    last = np.zeros(len(bounds), dtype=np.bool_)
    last[bound_texts[1:] - 1] = True
    begins[places[~last]] = 1
    count = np.cumsum(begins, dtype=np.int32)
    numbered: npt.NDArray[np.int32] = count[:-1] - np.repeat(count[texts[:-1]], np.diff(texts))
    return numbered


def _quoted(told: list[str], spelled: Characters, where: Ints) -> Bools:
    """Words that begin in a quotation."""
    begins, ends = np.searchsorted(where, quotation_spans(told, spelled).T)
    room = len(where) + 1
    opened = np.bincount(begins, minlength=room) - np.bincount(ends, minlength=room)
    return np.asarray(np.cumsum(opened[:-1]) > 0)


def _spoken(
    hashes: Hashes,
    sentences: npt.NDArray[np.int32],
    bound_texts: Ints,
    text_of: Ints,
    quoted: Bools,
) -> Bools:
    """Words of sentences told in the first person, unless the piece as a whole is."""
    first = ((listed(hashes) & PERSONAL) > 0) & ~quoted
    if not first.any():
        return first
    sentence = bound_texts[text_of] + sentences  # of each text one more than it has
    spoken = np.zeros(int(bound_texts[-1]) + 2, dtype=np.bool_)
    spoken[sentence[first]] = True
    # A statement goes on between two sentences in the first person.
    spoken[1:-1] |= spoken[:-2] & spoken[2:]
    spoken[bound_texts[1:] - 1] = False
    told = np.zeros(len(spoken), dtype=np.bool_)
    told[sentence[~quoted]] = True
    spoken_before = np.concatenate(([0], np.cumsum(spoken)))
    told_before = np.concatenate(([0], np.cumsum(told)))
    spoken_in = np.diff(spoken_before[bound_texts])
    told_in = np.diff(told_before[bound_texts])
    itself = spoken_in > MOST_SPOKEN * told_in
    return np.asarray(spoken[sentence] & ~itself[text_of])


def _idf(rows: pl.Series, words: Distinct, terms: pl.DataFrame) -> Floats:
    """The weight of each text's distinct words."""
    filed = terms["row"].to_numpy()
    begins = np.searchsorted(filed, rows.to_numpy(), side="left")
    ends = np.searchsorted(filed, rows.to_numpy(), side="right")
    known = (terms["term"].to_numpy(), terms["idf"].to_numpy(), begins, ends)
    found = np.empty(len(words.values), dtype=np.float32)
    kernels.compiled().assign(words.values, words.texts, *known, UNKNOWN_IDF, found)
    return found


def _openings(spelled: Characters, where: Ints) -> Bools:
    """Words between which and the start of their line nothing but a few marks stands."""
    found = np.zeros(len(where), dtype=np.bool_)
    lines = np.concatenate(([0], np.flatnonzero(spelled.codes == BREAK) + 1))
    words = np.searchsorted(where, lines)
    lines, words = lines[words < len(where)], words[words < len(where)]
    gaps = where[words] - lines
    lines, words, gaps = (column[gaps <= MOST_OPENING] for column in (lines, words, gaps))
    for step in range(MOST_OPENING):
        there = np.minimum(lines + step, len(spelled.codes) - 1)
        stands = ((spelled.kinds[there] & ending.WORD) > 0) | (spelled.codes[there] == BREAK)
        kept = (step >= gaps) | ~stands
        lines, words, gaps = lines[kept], words[kept], gaps[kept]
    found[words] = True
    return found


def _stated(hashes: Hashes, spelled: Characters, where: Ints, sizes: Ints, text_of: Ints) -> Hashes:
    """Hashes in which the parts of one figure are one: the 5 of 5.5 is not that of 99.5."""
    kinds, stops = spelled.kinds, where + sizes
    apart = np.flatnonzero((where[1:] - stops[:-1] == 1) & (text_of[1:] == text_of[:-1]))
    apart = apart[(kinds[stops[apart]] & IN_FIGURES) > 0]
    digits = ((kinds[where[apart]] & ending.DIGIT) > 0) & (
        (kinds[stops[apart] + 1] & ending.DIGIT) > 0
    )
    joined = apart[digits].tolist()
    stated = hashes.copy()
    for place in joined:
        mixed = (int(stated[place]) ^ int(hashes[place + 1])) * MIXER
        stated[place + 1] = mixed & 0xFFFFFFFFFFFFFFFF
    for place in reversed(joined):
        stated[place] = stated[place + 1]
    return stated


def _figures(stories: pl.Series) -> Distinct:
    """Hashes of the figures of each text as written; each weighs 1."""
    found = (
        pl.DataFrame({"text": stories})
        .with_row_index("number")
        .select("number", figure=pl.col("text").str.extract_all(FIGURE))
        .explode("figure")
        .drop_nulls()
        .select("number", value=pl.col("figure").hash())
        .unique()
        .sort("number", "value")
    )
    counts = np.bincount(found["number"].to_numpy(), minlength=len(stories))
    ones = np.ones(found.height, dtype=np.float32)
    return Distinct(found["value"].to_numpy(), ones, offsets(counts), NO_NUMBERS)
