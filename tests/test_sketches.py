from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import datasketch
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels, sketches
from dedup.bands import band_keys
from dedup.settings import SketchSettings
from dedup.shingles import shingle_columns
from dedup.tables import SKETCHES, TEXTS
from dedup.words import tokenize

PAGE = Path(__file__).parents[1] / "docs" / "signatures.md"
TEXT_SAMPLES = [
    "",
    "...",
    "word",
    "two words",
    "three short words",
    "The council approved the budget on Monday night after a debate of three hours.",
    "la " * 50,
    "東京都は29日、ガイドラインを発表した。",
    "Die Straße wird größer, sagte der Bürgermeister am 3. März.",
    "นายกรัฐมนตรีกล่าวว่าจะมีการประชุม",
]


def texts_frame(texts: list[str]) -> pl.DataFrame:
    return TEXTS.frame([(row, text, "en", 0, 0, None) for row, text in enumerate(texts)])


def signatures(texts: list[str], **changed: Any) -> list[list[int]]:
    frame = sketches.sketch(texts_frame(texts), SketchSettings(**changed))
    return frame["signature"].to_list()


def by_datasketch(hashes: list[int], seed: int = 1) -> list[int]:
    minhash = datasketch.MinHash(num_perm=128, seed=seed, hashfunc=int, scheme="affine32")
    minhash.update_batch(hashes)
    return minhash.hashvalues.tolist()


def published() -> dict[str, Any]:
    """The names that the code of docs/signatures.md defines."""
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S):
        exec(code, names)  # noqa: S102  our own page
    return names


def test_table_has_a_row_for_each_text_in_their_order() -> None:
    frame = sketches.sketch(texts_frame(TEXT_SAMPLES).reverse(), SketchSettings())
    assert frame.schema == SKETCHES.schema
    assert frame["row"].to_list() == list(reversed(range(len(TEXT_SAMPLES))))
    assert frame["shingles"].to_list()[-5:] == [1, 1, 1, 0, 0]


def test_no_texts() -> None:
    assert sketches.sketch(texts_frame([]), SketchSettings()).equals(SKETCHES.empty())


def test_text_without_words_is_all_ones() -> None:
    assert signatures(["", "!?"]) == [[0xFFFFFFFF] * 128] * 2


@pytest.mark.parametrize(("size", "seed"), [(3, 1), (1, 1), (5, 7)])
def test_the_published_reference_gives_the_same(size: int, seed: int) -> None:
    reference = published()["signature"]
    expected = [reference(text, size, seed).tolist() for text in TEXT_SAMPLES]
    assert signatures(TEXT_SAMPLES, shingle_words=size, seed=seed) == expected


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=30), min_size=1, max_size=6))
def test_both_paths_are_datasketch(sets: list[list[int]]) -> None:
    hashes = np.array([one for many in sets for one in many], dtype=np.uint32)
    offsets = np.cumsum([0, *(len(many) for many in sets)]).astype(np.int64)
    a, b = sketches.permutations(1)
    expected = [by_datasketch(many) for many in sets]
    assert sketches.sign_plainly(hashes, offsets, a, b).tolist() == expected
    assert kernels.sign(hashes, offsets, a, b).tolist() == expected


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_permutations_are_datasketch_own(seed: int) -> None:
    for ours, theirs in zip(
        sketches.permutations_plainly(seed), sketches.permutations(seed), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype


def test_batches_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = signatures(TEXT_SAMPLES)
    assert signatures(TEXT_SAMPLES, batch_articles=3) == whole
    monkeypatch.setattr(sketches, "_LARGEST_BATCH", 10)
    assert signatures(TEXT_SAMPLES) == whole


def test_paths_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = signatures(TEXT_SAMPLES)
    monkeypatch.setattr(kernels, "worth", lambda characters: True)
    assert signatures(TEXT_SAMPLES) == plain


def test_datasketch_reads_the_signature() -> None:
    one, other = signatures([TEXT_SAMPLES[5], TEXT_SAMPLES[5] + " It starts in May."])
    hashes, offsets = shingle_columns(
        tokenize([TEXT_SAMPLES[5], TEXT_SAMPLES[5] + " It starts in May."]), 3
    )
    left, right = (set(hashes[offsets[i] : offsets[i + 1]].tolist()) for i in (0, 1))
    loaded = [
        datasketch.MinHash(hashvalues=np.array(s, dtype=np.uint32), seed=1, scheme="affine32")
        for s in (one, other)
    ]
    exact = len(left & right) / len(left | right)
    assert loaded[0].jaccard(loaded[1]) == pytest.approx(exact, abs=0.15)


def test_published_band_key_is_ours() -> None:
    values = np.array(signatures(TEXT_SAMPLES), dtype=np.uint32)
    key = published()["band_key"]
    expected = [[key(row, band) for band in range(32)] for row in values]
    assert band_keys(values, 32, 4).T.tolist() == expected
