"""How much each word of a text tells: TF-IDF weights against a background.

Weighting and normalisation are scikit-learn's (sublinear term frequency,
smooth idf, unit length); the counts come from the project's own tokenizer, the
document frequencies from a background and the folder together. `idf` is
scikit-learn's smooth ln((1 + N) / (1 + df)) + 1; the weights take COMMON from
it, so that words which most articles have weigh nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

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

_ARTICLES_AT_A_TIME = 4096

Floats = npt.NDArray[np.float64]


def weigh(
    texts: pl.DataFrame, backgrounds: Mapping[str, Background] | None = None
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

    Returns:
        TERMS for the smallest row of each digest, and which languages have no
        background (`languages_without_background`).
    """
    chosen = representatives(texts)
    languages = _languages(chosen)
    present = languages["language"].unique().sort().to_list()
    backgrounds = load(present) if backgrounds is None else backgrounds
    lacking = [name for name in present if name not in backgrounds]
    facts: dict[str, object] = {"languages_without_background": lacking}
    counts = _counts(chosen).join(languages, on="row")
    if counts.is_empty():
        return TERMS.empty(), facts
    known = counts.select("language", "term").unique().sort("language", "term")
    known = known.with_row_index("column")
    counts = counts.join(known, on=["language", "term"]).sort("row", "term")
    folder = np.bincount(counts["column"].to_numpy(), minlength=len(known))
    idf, common = _inverse_frequency(known, folder, _sizes(languages), backgrounds)
    weights = _weights(counts, np.maximum(idf - common, 0.0))
    weighed = counts.with_columns(
        pl.Series("idf", idf[counts["column"].to_numpy()], dtype=pl.Float32),
        pl.Series("weight", weights, dtype=pl.Float32),
    )
    return TERMS.check(weighed), facts


def representatives(texts: pl.DataFrame) -> pl.DataFrame:
    """The rows of TEXTS that get a verdict, the smallest of each digest, in order."""
    fit = texts.filter(pl.col("unfit").is_null()).sort("row")
    return fit.unique("digest", keep="first", maintain_order=True)


def _counts(chosen: pl.DataFrame) -> pl.DataFrame:
    """row, term, count of the words of each text."""
    parts = [pl.DataFrame(schema={"row": pl.UInt32, "term": pl.UInt64, "count": pl.UInt32})]
    for batch in chosen.iter_slices(_ARTICLES_AT_A_TIME):
        found = tokenize(batch["text"].to_list())
        rows = np.repeat(batch["row"].to_numpy(), np.diff(found.offsets))
        tokens = pl.DataFrame({"row": rows, "term": found.hashes})
        parts.append(tokens.group_by("row", "term").agg(pl.len().cast(pl.UInt32).alias("count")))
    return pl.concat(parts)


def _languages(chosen: pl.DataFrame) -> pl.DataFrame:
    """row, language, the unknown ones given the commonest that is known."""
    known = chosen.filter(pl.col("language") != UNDETERMINED)
    ranked = known.group_by("language").len().sort("len", "language", descending=[True, False])
    commonest = ranked["language"][0] if len(ranked) else UNDETERMINED
    return chosen.select("row", pl.col("language").replace(UNDETERMINED, commonest))


def _sizes(languages: pl.DataFrame) -> dict[str, int]:
    """Articles of each language."""
    return dict(languages.group_by("language").len().iter_rows())


def _inverse_frequency(
    known: pl.DataFrame,
    folder: npt.NDArray[np.int64],
    sizes: Mapping[str, int],
    backgrounds: Mapping[str, Background],
) -> tuple[Floats, Floats]:
    """Smooth idf of each (language, term), and what weights take from it."""
    total = np.empty(len(known))
    containing = folder.astype(np.float64)
    for (language,), part in known.group_by("language"):
        columns = part["column"].to_numpy()
        background = backgrounds.get(str(language))
        total[columns] = sizes[str(language)]
        if background is not None:
            total[columns] += background.articles
            containing[columns] += background.counts_of(part["term"].to_numpy())
    idf = np.log((1.0 + total) / (1.0 + containing)) + 1.0
    return idf, np.where(total >= ENOUGH_ARTICLES, COMMON, 0.0)


def _weights(counts: pl.DataFrame, idf: Floats) -> Floats:
    """Weights of the counts, which are sorted by row, by scikit-learn's transformer."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - .2 s
    from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415 - 1.7 s

    ends = np.cumsum(counts.group_by("row", maintain_order=True).len()["len"].to_numpy())
    matrix = csr_array(
        (
            counts["count"].to_numpy().astype(np.float64),
            counts["column"].to_numpy().astype(np.int64),
            np.concatenate(([0], ends)).astype(np.int64),
        ),
        shape=(len(ends), len(idf)),
    )
    transformer = TfidfTransformer(norm="l2", sublinear_tf=True)
    transformer.idf_ = idf  # the frequencies are not the matrix's own: nothing to fit
    weights: Floats = transformer.transform(matrix, copy=False).data
    return weights
