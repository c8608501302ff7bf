"""How much each word of a text tells: TF-IDF weights against a background.

Weighting and normalisation are scikit-learn's (sublinear term frequency,
smooth idf, unit length); the counts come from the project's own tokenizer, the
document frequencies from a background and the folder together. `idf` is
scikit-learn's smooth ln((1 + N) / (1 + df)) + 1; the weights take COMMON from
it, so that words which most articles have weigh nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.background import Background, load
from dedup.languages import UNDETERMINED
from dedup.tables import TERMS
from dedup.words import tokenize

COMMON = 2.0
"""Smooth idf of a word that one article in e has; from there up words begin to weigh. With
every word weighing 1 at least, shared function words blur the margin: over four labelled
corpora together the cosine tells derived pairs from others with AUC .823 so and .814
without, and at one threshold for all of them."""
ENOUGH_ARTICLES = 1000
"""Articles, background and folder together, from which a word may be called common. In a
folder of two without a background every shared word stands in all articles."""

_TEXTS_AT_A_TIME = 4096
_WORTH_LOADING = 300_000
"""Words and counts, of some thousand articles, for which scikit-learn is loaded: that takes a
second, in which numpy does millions."""

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


class _Counted(NamedTuple):
    """Words and their counts, text by text; those of text `i` from `offsets[i]` on, ascending."""

    terms: npt.NDArray[np.uint64]
    counts: Numbers
    offsets: Numbers


def weigh(
    texts: pl.DataFrame,
    backgrounds: Mapping[str, Background] | None = None,
    *,
    frozen: bool = False,
) -> tuple[pl.DataFrame, dict[str, object]]:
    """Weigh the words of every text that gets a verdict; identical texts once.

    A word's document frequency is the background's and the folder's together:
    in a folder of five the background decides, in one of a million the folder
    does. Identical texts count once, so that a reprint does not make its own
    words common. A text of unknown language is weighed in the folder's
    commonest one.

    Args:
        texts: TEXTS.
        backgrounds: as `dedup.background.load` gives them, by language; the
            shipped ones if not given.
        frozen: count nothing here, so that a text weighs the same in any company.

    Returns:
        TERMS for the smallest row of each digest, and which languages have no
        background (`languages_without_background`).
    """
    chosen = representatives(texts)
    languages = _languages(chosen)
    present = languages.unique().sort().to_list()
    backgrounds = load(present) if backgrounds is None else backgrounds
    lacking = [name for name in present if name not in backgrounds]
    counted = _count(chosen["text"])
    columns, idf, common = _frequencies(counted, languages, backgrounds, frozen=frozen)
    terms = pl.DataFrame(
        {
            "row": np.repeat(chosen["row"].to_numpy(), np.diff(counted.offsets)),
            "term": counted.terms,
            "count": counted.counts,
            "idf": idf[columns],
            "weight": _weights(counted, columns, np.maximum(idf - common, 0.0)),
        },
        schema=TERMS.schema,
    )
    return terms, {"languages_without_background": lacking}


def representatives(texts: pl.DataFrame) -> pl.DataFrame:
    """The rows of TEXTS that get a verdict, the smallest of each digest, in order."""
    fit = texts.filter(pl.col("unfit").is_null()).sort("row")
    return fit.unique("digest", keep="first", maintain_order=True)


def _languages(chosen: pl.DataFrame) -> pl.Series:
    """The language of each text, the unknown ones given the commonest that is known."""
    known = chosen.filter(pl.col("language") != UNDETERMINED)
    ranked = known.group_by("language").len().sort("len", "language", descending=[True, False])
    commonest = ranked["language"][0] if len(ranked) else UNDETERMINED
    return chosen["language"].replace(UNDETERMINED, commonest)


def _count(texts: pl.Series) -> _Counted:
    """Count the words of each text, a batch of texts at a time."""
    terms = [np.zeros(0, dtype=np.uint64)]
    counts = [np.zeros(0, dtype=np.int64)]
    sizes = [np.zeros(1, dtype=np.int64)]
    for start in range(0, len(texts), _TEXTS_AT_A_TIME):
        words = tokenize(texts[start : start + _TEXTS_AT_A_TIME])
        hashes = words.hashes.copy()
        for begin, end in pairwise(words.offsets.tolist()):
            hashes[begin:end].sort()
        first = np.ones(len(hashes), dtype=np.bool_)
        first[1:] = hashes[1:] != hashes[:-1]
        first[words.offsets[:-1][np.diff(words.offsets) > 0]] = True
        places = np.flatnonzero(first)
        terms.append(hashes[places])
        counts.append(np.diff(places, append=len(hashes)))
        sizes.append(np.diff(np.searchsorted(places, words.offsets)))
    return _Counted(np.concatenate(terms), np.concatenate(counts), np.cumsum(np.concatenate(sizes)))


def _frequencies(
    counted: _Counted,
    languages: pl.Series,
    backgrounds: Mapping[str, Background],
    *,
    frozen: bool,
) -> tuple[Numbers, Floats, Floats]:
    """Column of each entry, one for each language and word; their smooth idf; what it loses."""
    columns = np.zeros(len(counted.terms), dtype=np.int64)
    idf, common = [np.zeros(0)], [np.zeros(0)]
    used = 0
    for language in languages.unique().sort().to_list():
        articles = (languages == language).to_numpy()
        entries = np.repeat(articles, np.diff(counted.offsets))
        words, containing, column = _numbered(counted.terms[entries])
        columns[entries] = column + used
        used += len(words)
        total = 0.0 if frozen else float(articles.sum())
        containing *= not frozen
        if language in backgrounds:
            total += backgrounds[language].articles
            containing += backgrounds[language].counts_of(words)
        idf.append(np.log((1.0 + total) / (1.0 + containing)) + 1.0)
        common.append(np.full(len(words), COMMON if total >= ENOUGH_ARTICLES else 0.0))
    return columns, np.concatenate(idf), np.concatenate(common)


def _numbered(terms: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], Floats, Numbers]:
    """The distinct terms, ascending, how often each is there, and the number of each entry's.

    What `numpy.unique` tells of them, by hashing: only the distinct ones are sorted.
    """
    entries = pl.DataFrame({"term": terms}, schema={"term": pl.UInt64})
    distinct = entries.group_by("term").len("times").sort("term")
    numbers = distinct.select("term", number=pl.int_range(pl.len(), dtype=pl.Int64))
    column = entries.join(numbers, on="term", how="left", maintain_order="left")["number"]
    times = distinct["times"].cast(pl.Float64).to_numpy(writable=True)
    return distinct["term"].to_numpy(), times, column.to_numpy()


def _weights(counted: _Counted, columns: Numbers, idf: Floats) -> Floats:
    """TF-IDF weights of the counts: scikit-learn's, which a few texts need not load."""
    if len(columns) < _WORTH_LOADING:
        return weights_plainly(counted.counts, columns, counted.offsets, idf)
    from scipy.sparse import csr_array  # noqa: PLC0415 - .2 s
    from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415 - 1.7 s

    shape = (len(counted.offsets) - 1, len(idf))
    matrix = csr_array((counted.counts.astype(np.float64), columns, counted.offsets), shape=shape)
    transformer = TfidfTransformer(norm="l2", sublinear_tf=True)
    transformer.idf_ = idf  # the frequencies are not the matrix's own: nothing to fit
    weights: Floats = transformer.transform(matrix, copy=False).data
    return weights


def weights_plainly(counts: Numbers, columns: Numbers, offsets: Numbers, idf: Floats) -> Floats:
    """What scikit-learn's `TfidfTransformer` makes of the counts, in its order of adding up."""
    weights = (np.log(counts.astype(np.float64)) + 1.0) * idf[columns]
    texts = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    length = np.sqrt(np.bincount(texts, weights=weights * weights, minlength=len(offsets) - 1))
    return np.asarray(weights / np.where(length > 0, length, 1.0)[texts])
