"""How much each word of a text tells: TF-IDF weights against a background.

Weighting and normalisation are scikit-learn's (sublinear term frequency,
smooth idf, unit length); the counts come from the project's own tokenizer, the
document frequencies from a background and the folder together. `idf` is
scikit-learn's smooth ln((1 + N) / (1 + df)) + 1; the weights take COMMON from
it, so that words which most articles have weigh nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Thread
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels, vocabulary
from dedup.background import Background, load
from dedup.languages import UNDETERMINED
from dedup.portions import portions
from dedup.tables import TERMS, VOCABULARY
from dedup.vocabulary import Counted

COMMON = 2.0
"""Smooth idf of a word that one article in e has; from there up words begin to weigh. With
every word weighing 1 at least, shared function words blur the margin: over four labelled
corpora together the cosine tells derived pairs from others with AUC .823 so and .814
without, and at one threshold for all of them."""
ENOUGH_ARTICLES = 1000
"""Articles, background and folder together, from which a word may be called common. In a
folder of two without a background every shared word stands in all articles."""

_WORTH_LOADING = 300_000
"""Words and counts, of some thousand articles, for which scikit-learn is loaded: that takes a
second or two, in which numpy does millions."""
_CHARACTERS_A_WORD = 10
"""About; a word that a text has often counts once."""
_ENTRIES_AT_A_TIME = 1_000_000
"""Words and counts weighed at a time, of which several copies are held; or those of one text."""

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


def weigh(
    texts: pl.DataFrame,
    backgrounds: Mapping[str, Background] | None = None,
    *,
    frozen: bool = False,
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, object]]:
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
        TERMS for the smallest row of each digest, the VOCABULARY that they refer
        to, and which languages have no background (`languages_without_background`).
    """
    chosen = representatives(texts)
    languages = _languages(chosen)
    present = languages.unique().sort().to_list()
    backgrounds = load(present) if backgrounds is None else backgrounds
    lacking = [name for name in present if name not in backgrounds]
    codes = languages.cast(pl.Enum(present)).to_physical().cast(pl.UInt32).to_numpy()
    counted = vocabulary.count(chosen["text"], codes)
    articles = np.bincount(codes, minlength=len(present))
    idf, common = _frequencies(counted, present, articles, backgrounds, frozen=frozen)
    words = pl.DataFrame(
        {
            "term": counted.terms,
            "language": pl.Series(present, dtype=pl.String)[counted.languages],
            "idf": idf,
        },
        schema=VOCABULARY.schema,
    )
    weights = _weights(counted, np.maximum(idf - common, 0.0))
    terms = TERMS.check(
        pl.DataFrame(
            {
                "row": np.repeat(chosen["row"].to_numpy(), np.diff(counted.offsets)),
                "word": counted.numbers,
                "weight": weights,
            }
        )
    )
    return terms, words, {"languages_without_background": lacking}


def load_soon(characters: int) -> None:
    """Load what weighing so much text takes, while this process waits for something else."""
    if characters >= _CHARACTERS_A_WORD * _WORTH_LOADING:
        Thread(target=_transformer).start()


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


def _frequencies(
    counted: Counted,
    languages: list[str],
    articles: Numbers,
    backgrounds: Mapping[str, Background],
    *,
    frozen: bool,
) -> tuple[Floats, Floats]:
    """Smooth idf of each word, and what it loses as a common one."""
    idf = np.zeros(len(counted.terms))
    common = np.zeros(len(counted.terms))
    for code, language in enumerate(languages):
        own = counted.languages == code
        containing = counted.containing[own].astype(np.float64) * (not frozen)
        total = 0.0 if frozen else float(articles[code])
        if language in backgrounds:
            total += backgrounds[language].articles
            containing += backgrounds[language].counts_of(counted.terms[own])
        idf[own] = np.log((1.0 + total) / (1.0 + containing)) + 1.0
        common[own] = COMMON if total >= ENOUGH_ARTICLES else 0.0
    return idf, common


def _weights(counted: Counted, idf: Floats) -> Floats32:
    """TF-IDF weights, scikit-learn's, which a few texts need not load. The counts are gone then.

    Entries are by far the largest that this stage holds.
    """
    weights = counted.counts.view(np.float32)  # in the place of the counts
    weigh_some = _weights_of_many if len(weights) >= _WORTH_LOADING else weights_plainly

    def one(texts: slice) -> None:
        offsets = counted.offsets[texts.start : texts.stop + 1]
        entries = slice(int(offsets[0]), int(offsets[-1]))
        numbers, counts = counted.numbers[entries], counted.counts[entries]
        weights[entries] = weigh_some(counts, numbers, offsets - offsets[0], idf)

    kernels.in_threads(one, list(portions(counted.offsets, _ENTRIES_AT_A_TIME)))
    return weights


def _weights_of_many(
    counts: npt.NDArray[np.uint32],
    numbers: npt.NDArray[np.uint32],
    offsets: Numbers,
    idf: Floats,
) -> Floats:
    from scipy.sparse import csr_array  # noqa: PLC0415 - .2 s

    shape = (len(offsets) - 1, len(idf))
    columns = numbers.astype(np.int32)
    matrix = csr_array((counts.astype(np.float64), columns, offsets.astype(np.int32)), shape=shape)
    transformer = _transformer()
    transformer.idf_ = idf  # the frequencies are not the matrix's own: nothing to fit
    weights: Floats = transformer.transform(matrix, copy=False).data
    return weights


def _transformer() -> Any:
    from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415 - 1.7 s

    return TfidfTransformer(norm="l2", sublinear_tf=True)


def weights_plainly(
    counts: npt.NDArray[np.uint32],
    numbers: npt.NDArray[np.uint32],
    offsets: Numbers,
    idf: Floats,
) -> Floats:
    """What scikit-learn's `TfidfTransformer` makes of the counts, in its order of adding up."""
    weights = (np.log(counts.astype(np.float64)) + 1.0) * idf[numbers]
    texts = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    length = np.sqrt(np.bincount(texts, weights=weights * weights, minlength=len(offsets) - 1))
    return np.asarray(weights / np.where(length > 0, length, 1.0)[texts])


def spelled_out(terms: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """TERMS with `term` and `idf` of VOCABULARY in the place of `word`; the weight is left out."""
    numbers = terms["word"]
    return terms.select("row", term=words["term"].gather(numbers), idf=words["idf"].gather(numbers))
