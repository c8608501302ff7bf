from __future__ import annotations

import datasketch
import numpy as np
import pytest

from dedup import bands, kernels
from dedup.errors import SettingsError


@pytest.mark.parametrize("threshold", [0.2, 0.35, 0.5, 0.65, 0.8])
@pytest.mark.parametrize("recall_weight", [0.5, 0.75, 0.9])
def test_choice_is_datasketch_own(threshold: float, recall_weight: float) -> None:
    weights = (1 - recall_weight, recall_weight)
    lsh = datasketch.MinHashLSH(threshold=threshold, num_perm=128, weights=weights)
    assert bands.choose(threshold, 128, recall_weight) == (lsh.b, lsh.r)
    assert bands.choose_plainly(threshold, 128, recall_weight) == (lsh.b, lsh.r)


def test_default_choice() -> None:
    assert bands.choose(0.5, 128, 0.9) == (32, 4)


def test_a_threshold_that_leaves_one_band_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"sketches\.threshold"):
        bands.choose(0.999, 128, 0.05)


def test_hit_curve_runs_from_nothing_to_certainty() -> None:
    curve = dict(bands.hit_curve(32, 4))
    assert curve[0.0] == 0
    assert curve[1.0] == 1
    assert curve[0.3] == pytest.approx(0.23, abs=0.01)
    assert curve[0.5] == pytest.approx(0.873, abs=0.001)
    assert list(curve.values()) == sorted(curve.values())


def test_texts_meet_where_a_band_is_equal_and_nowhere_else() -> None:
    rng = np.random.default_rng(5)
    signatures = rng.integers(0, 2**32, size=(2, 128), dtype=np.uint32)
    signatures[1, 8:12] = signatures[0, 8:12]
    signatures[1, 16:19] = signatures[0, 16:19]
    keys = bands.band_keys(signatures, 32, 4)
    assert keys.dtype == np.uint64
    assert np.flatnonzero(keys[:, 0] == keys[:, 1]).tolist() == [2]


def test_equal_values_in_different_bands_do_not_meet() -> None:
    keys = bands.band_keys(np.full((1, 128), 7, dtype=np.uint32), 32, 4)
    assert len(set(keys[:, 0].tolist())) == 32


def test_keys_are_for_ever() -> None:
    keys = bands.band_keys(np.arange(128, dtype=np.uint32).reshape(1, 128), 2, 4)
    assert [hex(key) for key in keys[:, 0].tolist()] == ["0xb331476566857fe0", "0x725ba600b48628a3"]


def test_more_than_the_signature_has_is_refused() -> None:
    with pytest.raises(ValueError, match="128"):
        bands.band_keys(np.zeros((1, 128), dtype=np.uint32), 33, 4)


def test_the_compiled_loop_is_its_plain_twin() -> None:
    drawn = np.random.default_rng(3).integers(0, 2**32, size=(50, 128), dtype=np.uint32)
    for count, rows in ((32, 4), (1, 128), (42, 3)):
        plain = bands.band_keys_plainly(drawn, count, rows)
        assert np.array_equal(kernels.file_bands(drawn, count, rows), plain)


@pytest.mark.parametrize("texts", [0, 1, 2, 40, 3000])
def test_shared_keys_are_those_that_several_have(texts: int) -> None:
    drawn = np.random.default_rng(texts).integers(0, max(1, texts // 3), (texts, 2))
    keys = bands.band_keys(drawn.astype(np.uint32), 1, 2)[0]
    wanted: dict[int, list[int]] = {}
    for text, key in enumerate(keys.tolist()):
        wanted.setdefault(key, []).append(text)
    pairs = [(key, text) for key in sorted(wanted) for text in wanted[key] if len(wanted[key]) > 1]
    values, places = bands.shared(keys)
    assert list(zip(values.tolist(), places.tolist(), strict=True)) == pairs
