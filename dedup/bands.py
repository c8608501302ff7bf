"""LSH bands: which parts of two signatures must agree for the two to be compared.

A signature is cut into bands of `rows` values; two texts of Jaccard s agree in
one band at least with probability 1 - (1 - s^rows)^bands (Leskovec, Rajaraman
and Ullman, Mining of Massive Datasets, 3.4).
"""

from __future__ import annotations

import sys
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dedup import kernels
from dedup.errors import SettingsError

_FIRST_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SECOND_MIX = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)
_STEPS = 20


@lru_cache(maxsize=8)
def choose(threshold: float, num_perm: int, recall_weight: float) -> tuple[int, int]:
    """Bands and rows that datasketch's LSH takes for the threshold.

    Args:
        threshold: Jaccard from which pairs should be found.
        num_perm: values of a signature.
        recall_weight: weight of missed pairs; false candidates weigh the rest.

    Raises:
        SettingsError: fewer than two bands would be left.
    """
    if "datasketch" not in sys.modules:  # .7 s that a few articles need not wait for
        bands, rows = choose_plainly(threshold, num_perm, recall_weight)
    else:
        bands, rows = _chosen(threshold, num_perm, recall_weight)
    if bands < 2:
        raise SettingsError(
            f"settings sketches.threshold = {threshold} and sketches.recall_weight ="
            f" {recall_weight} leave no usable bands ({bands} of {rows}); lower the threshold"
            " or raise the recall weight"
        )
    return bands, rows


def _chosen(threshold: float, num_perm: int, recall_weight: float) -> tuple[int, int]:
    from datasketch import MinHashLSH  # noqa: PLC0415

    weights = (1 - recall_weight, recall_weight)
    try:
        lsh = MinHashLSH(threshold=threshold, num_perm=num_perm, weights=weights)
    except ValueError:  # fewer than two bands
        return 0, 0
    return int(lsh.b), int(lsh.r)


def choose_plainly(threshold: float, num_perm: int, recall_weight: float) -> tuple[int, int]:
    """The bands and rows of least weighed error, as datasketch finds them.

    The chance of a false hit is the integral of the hit curve below the
    threshold, that of a miss the integral of its complement above. The curve
    is a polynomial of degree bands x rows, for which Gauss-Legendre quadrature
    with half as many places is exact.
    """
    places, weights = np.polynomial.legendre.leggauss(num_perm // 2 + 1)
    low, high = (places + 1) / 2 * threshold, (places + 1) / 2 * (1 - threshold) + threshold
    least, best = np.inf, (0, 0)
    for bands in range(1, num_perm + 1):
        for rows in range(1, num_perm // bands + 1):
            hits = float(weights @ (1 - (1 - low**rows) ** bands)) / 2 * threshold
            misses = float(weights @ ((1 - high**rows) ** bands)) / 2 * (1 - threshold)
            error = hits * (1 - recall_weight) + misses * recall_weight
            if error < least:
                least, best = error, (bands, rows)
    return best


def hit_curve(bands: int, rows: int) -> list[tuple[float, float]]:
    """Probability that two texts share a band, at Jaccard 0, 0.05 … 1."""
    similarities = [step / _STEPS for step in range(_STEPS + 1)]
    return [(s, round(1.0 - (1.0 - s**rows) ** bands, 6)) for s in similarities]


def band_keys(signatures: npt.NDArray[np.uint32], bands: int, rows: int) -> npt.NDArray[np.uint64]:
    """One 64-bit key for each band and text; equal where all the band's values are.

    The number of the band is mixed in, so that keys of different bands do not
    meet. The same on every machine and in every version. A text without
    shingles must be left out by the caller: all of those would share all keys.

    Args:
        signatures: texts x permutations.
        bands: how many bands.
        rows: values of a band; bands x rows is at most the permutations.

    Returns:
        Bands x texts.
    """
    if bands * rows > signatures.shape[1]:
        raise ValueError(f"{bands} bands of {rows} need more than {signatures.shape[1]} values")
    if kernels.worth(signatures.size):
        return kernels.file_bands(signatures, bands, rows)
    return band_keys_plainly(signatures, bands, rows)


def band_keys_plainly(
    signatures: npt.NDArray[np.uint32], bands: int, rows: int
) -> npt.NDArray[np.uint64]:
    """`band_keys` in numpy."""
    keys = np.empty((bands, len(signatures)), dtype=np.uint64)
    for band in range(bands):
        value = np.full(len(signatures), band + 1, dtype=np.uint64)
        for row in range(band * rows, (band + 1) * rows):
            value = (value ^ signatures[:, row]) * _FIRST_MIX
            value = (value ^ (value >> _SHIFT)) * _SECOND_MIX
            value ^= value >> _SHIFT
        keys[band] = value
    return keys


def shared(
    keys: npt.NDArray[np.uint64],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The keys of one band that several texts have, ascending, and the texts, ascending."""
    likely = likely_shared(keys)
    order = likely[np.argsort(keys[likely], kind="stable")]
    ordered = keys[order]
    equal = np.zeros(len(ordered) + 1, dtype=np.bool_)
    equal[1:-1] = ordered[1:] == ordered[:-1]
    several = equal[1:] | equal[:-1]
    return ordered[several], order[several]


def likely_shared(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """The places of all keys that are there twice at least, and of a few others.

    Most keys are one text's alone. A count by their leading bits tells nearly
    all of these apart, so that only the few others need be sorted.
    """
    bits = max(1, 2 * len(keys) - 1).bit_length()
    if kernels.worth(len(keys)):
        return kernels.crowded(keys, bits)
    return likely_shared_plainly(keys, bits)


def likely_shared_plainly(keys: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.int64]:
    """`likely_shared` in numpy, by so many leading bits."""
    slots = (keys >> np.uint64(64 - bits)).astype(np.int64)
    return np.flatnonzero(np.bincount(slots)[slots] > 1)
