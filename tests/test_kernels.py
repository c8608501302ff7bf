from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import bands, kernels, shingles, words
from dedup.kernels import compiling, pieces
from dedup.kernels.folder import cache_folder, is_safe
from dedup.kernels.signatures import signatures

SCRIPTS = [
    "The mayor’s “final” offer — a re-run of 2019’s — won’t fly, officials said.",
    "Le maire : « L’œuvre n’est pas achevée ». Die Straße, GROẞE FLÄCHEN, Łódź, Ærø, Đà.",
    "İSTANBUL'da yağmur. Президент заявил, что ещё не принял решения. ΣΊΣΥΦΟΣ Σίσυφος",
    "قال الرئيس إنّ الاجتماع ١٢ مارس، والـمـفاوضات. הַפְּגִישָׁה תתקיים מחר",
    "प्रधानमंत्री ने कहा १५ अगस्त क़ानून. 东京警方周二表示，3名嫌疑人已被逮捕。",
    "東京都は29日、ﾃﾞｼﾞﾀﾙ庁とGoogleが発表。「がんばろう」か\u3099ぎ 대한민국 정부",
    "นายกรัฐมนตรีกล่าวว่า กำ กํา ໑໒ ນາຍົກ နိုင်ငံတော် នាយករដ្ឋមន្ត្រី",
    "ＦＵＬＬ ﬁne ① ² ½ ℡ ㍿ 𝐁𝐨𝐥𝐝 👩‍👩‍👧 x\u200by \u00adsoft\u00ad hy\u00adphen\u00ad \ufeffbom",
    "a\u0301b \u0301 日\u3099本 \u3099 x\u3099 \u0e31 \u00ad日\u00ad本\u00ad x\x00y\x01 \x02z",
    "東", "a", "a東a東a", "東京a", "é", "", " ", "a b c d e f", "\x00", "\x00a", "東\x00京",
]  # fmt: skip

MIXTURES = st.text(alphabet=st.sampled_from("aZ9 .’éß東か\u3099\u0301\u200b\x00\u0e01\u0e31½가𝐁😀"))
ALL_PLANES = st.text(alphabet=st.characters(exclude_categories=()))


def kernel(texts: list[str]) -> words.Words:
    return words.Words(*kernels.tokenize(*words.utf8(texts)))


def same(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert len(one) == len(other)
    for left, right in zip(one, other, strict=True):
        np.testing.assert_array_equal(left, right)
        assert left.dtype == right.dtype


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(MIXTURES, ALL_PLANES), max_size=5))
def test_tokenizer_is_its_plain_twin(texts: list[str]) -> None:
    same(kernel(texts), words.tokenize_plainly(texts))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(MIXTURES, ALL_PLANES), max_size=5))
def test_words_are_the_same_where_no_places_are_wanted(texts: list[str]) -> None:
    whole = kernel(texts)
    bare = words.Words(*kernels.tokenize(*words.utf8(texts), places=False))
    same((bare.hashes, bare.offsets), (whole.hashes, whole.offsets))
    assert len(bare.starts) == len(bare.stops) == 0


def test_tokenizer_is_its_plain_twin_on_real_scripts() -> None:
    same(kernel(SCRIPTS), words.tokenize_plainly(SCRIPTS))
    every_cut = [text[at:] for text in SCRIPTS for at in range(len(text))]
    same(kernel(every_cut), words.tokenize_plainly(every_cut))


def test_tokenizer_is_its_plain_twin_on_every_character() -> None:
    assigned = [*range(0x32400), *range(0xE0000, 0xE0200), 0xF0000, 0x10FFFF]
    texts = [
        "".join(f"{chr(code)}a{chr(code)} " for code in assigned[begin : begin + 0x400])
        for begin in range(0, len(assigned), 0x400)
    ]
    same(kernel(texts), words.tokenize_plainly(texts))


def test_column_and_list_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = words.tokenize_plainly(SCRIPTS)
    monkeypatch.setattr(kernels, "worth", lambda characters: True)
    same(words.tokenize(SCRIPTS), plain)
    same(words.tokenize(pl.Series(SCRIPTS)), plain)
    same(words.tokenize(pl.Series([], dtype=pl.String)), words.tokenize_plainly([]))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.sampled_from("abcd")), max_size=6), st.integers(1, 8))
def test_shingles_are_their_plain_twin(texts: list[list[str]], size: int) -> None:
    found = words.tokenize_plainly([" ".join(text) for text in texts])
    compiled = kernels.shingle(found.hashes, found.offsets, size, shingles.MULTIPLIER)
    same(compiled, shingles.shingle_columns_plainly(found, size))
    every, offsets = kernels.shingle(
        found.hashes, found.offsets, size, shingles.MULTIPLIER, distinct=False
    )
    distinct = [np.unique(every[a:b]).tolist() for a, b in pairwise(offsets.tolist())]
    hashes, offsets = compiled
    assert distinct == [hashes[a:b].tolist() for a, b in pairwise(offsets.tolist())]


@pytest.mark.parametrize("words_a_text", [1, 2, 20, 3000, 80_000])
def test_shingles_that_share_leading_bits_are_sorted_all_the_same(words_a_text: int) -> None:
    # The finalizer undone, so that single words are shingles of the hash that is wanted.
    drawn = np.random.default_rng(words_a_text)
    wanted = drawn.integers(0, 1 << 13, words_a_text, dtype=np.uint64)
    hashes = np.array([_unmixed(int(one)) for one in wanted.tolist()], dtype=np.uint64)
    offsets = np.array([0, words_a_text], dtype=np.int64)
    found, ends = kernels.shingle(hashes, offsets, 1, shingles.MULTIPLIER)
    assert found.tolist() == np.unique(wanted).tolist()
    assert ends.tolist() == [0, len(found)]


def _unmixed(value: int) -> int:
    """The number of which MurmurHash3's fmix64 makes the value."""
    full = 1 << 64
    for factor in (0xC4CEB9FE1A85EC53, 0xFF51AFD7ED558CCD):
        value = ((value ^ (value >> 33)) * pow(factor, -1, full)) % full
    return value ^ (value >> 33)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 2**64 - 1) | st.sampled_from([0, 2**63, 2**64 - 1])))
def test_crowded_keys_are_their_plain_twin(keys: list[int]) -> None:
    column = np.array(keys, dtype=np.uint64)
    bits = max(1, 2 * len(keys) - 1).bit_length()
    expected = bands.likely_shared_plainly(column, bits)
    np.testing.assert_array_equal(kernels.crowded(column, bits), expected)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sets(st.integers(0, 60)), min_size=1, max_size=6))
def test_overlaps_are_their_plain_twin(sets: list[set[int]]) -> None:
    hashes = np.array([one for many in sets for one in sorted(many)], dtype=np.uint32)
    offsets = np.cumsum([0, *(len(many) for many in sets)]).astype(np.int64)
    left, right = (a.ravel().astype(np.uint32) for a in np.indices((len(sets), len(sets))))
    expected = [len(sets[a] & sets[b]) for a, b in zip(left, right, strict=True)]
    assert kernels.overlap(hashes, offsets, left, right).tolist() == expected
    assert shingles.pair_overlaps_plainly(hashes, offsets, left, right).tolist() == expected


@pytest.mark.parametrize("threads", [1, 2, 3, 16])
def test_threads_do_not_show(monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    texts = SCRIPTS * 5 + [""] * 3
    plain = words.tokenize_plainly(texts)
    sets = shingles.shingle_columns_plainly(plain, 3)
    left, right = (a.ravel().astype(np.uint32) for a in np.indices((len(texts), 9)))
    monkeypatch.setattr(pieces, "processors", lambda: threads)
    monkeypatch.setattr(pieces, "SMALLEST_PIECE", 7)
    assert threads == 1 or len(pieces.pieces(plain.offsets)) > 1
    same(kernel(texts), plain)
    same(kernels.shingle(plain.hashes, plain.offsets, 3, shingles.MULTIPLIER), sets)
    np.testing.assert_array_equal(
        kernels.overlap(*sets, left, right), shingles.pair_overlaps_plainly(*sets, left, right)
    )


@given(st.lists(st.integers(0, 300_000), max_size=12))
def test_pieces_cover_all_texts_once(sizes: list[int]) -> None:
    offsets = np.cumsum([0, *sizes]).astype(np.int64)
    covered = [text for piece in pieces.pieces(offsets) for text in range(piece.start, piece.stop)]
    assert covered == list(range(len(sizes)))


def test_only_much_text_is_worth_loading_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "is_loaded", lambda: False)
    monkeypatch.setattr(kernels._Plain, "characters", 0)
    assert not kernels.worth(5 * 6_000)
    assert kernels.worth(2_000_000)


def test_little_text_again_and_again_is_worth_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "is_loaded", lambda: False)
    monkeypatch.setattr(kernels._Plain, "characters", 0)
    assert [kernels.worth(400_000) for _ in range(4)] == [False, False, True, True]


def test_a_few_texts_do_not_load_numba() -> None:
    code = (
        "import sys; from dedup import words, shingles;"
        "shingles.shingle_columns(words.tokenize(['some words of text']), 3);"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Where compiled code is kept.


def test_folder_is_the_first_that_will_do(tmp_path: Path) -> None:
    own, shared, home = tmp_path / "own", tmp_path / "xdg", tmp_path / "home"
    environment = {"HOME": str(home)}
    assert cache_folder(environment) == home / ".cache" / "dedup" / "kernels"
    environment["XDG_CACHE_HOME"] = str(shared)
    assert cache_folder(environment) == shared / "dedup" / "kernels"
    environment["DEDUP_CACHE_DIR"] = str(own)
    assert cache_folder(environment) == own / "kernels"
    assert own.joinpath("kernels").stat().st_mode & 0o777 == 0o700


def test_without_a_home_a_temporary_folder_does() -> None:
    folder = cache_folder({})
    assert folder.name.startswith("dedup-kernels-")
    assert folder.is_dir()


def test_a_folder_that_cannot_be_made_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = cache_folder({"DEDUP_CACHE_DIR": str(tmp_path / "file"), "HOME": str(tmp_path)})
    assert folder == tmp_path / ".cache" / "dedup" / "kernels"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners are a POSIX matter")
@pytest.mark.parametrize("who", ["group", "world", "owner", "above"])
def test_a_folder_others_can_write_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    folder = tmp_path / "above" / "kernels"
    folder.mkdir(mode=0o700, parents=True)
    assert is_safe(folder)
    if who == "owner":
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    else:
        changed = folder.parent if who == "above" else folder
        changed.chmod(0o770 if who == "group" else 0o777)
    assert not is_safe(folder)


def test_the_first_compile_is_announced_and_the_second_is_not(tmp_path: Path) -> None:
    code = (
        "from dedup import kernels;"
        "print(kernels.is_compiled());"
        "kernels.prepare(print);"
        "print(kernels.is_compiled())"
    )
    environment = {**os.environ, "DEDUP_CACHE_DIR": str(tmp_path)}
    environment["NUMBA_DISABLE_JIT"] = "0"

    def run() -> list[str]:
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    first, second = run(), run()
    assert first[0] == "False"
    assert first[1].startswith("compiling")
    assert first[2] == "True"
    assert second == ["True", "True"]


def test_a_damaged_cache_does_not_stop_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "folder", lambda: tmp_path)
    compiling._compiled.cache_clear()
    compiling._marker.cache_clear()
    compiling.compiled()
    for kept in tmp_path.rglob("*.nb?"):
        kept.write_bytes(b"damaged")
    compiling._compiled.cache_clear()
    compiling._marker.cache_clear()
    try:
        same(kernel(SCRIPTS), words.tokenize_plainly(SCRIPTS))
        assert all(kept.read_bytes() != b"damaged" for kept in tmp_path.rglob("*.nbi"))
    finally:
        compiling._compiled.cache_clear()
        compiling._marker.cache_clear()


def test_code_of_files_that_were_exchanged_meanwhile_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "folder", lambda: tmp_path)
    signature = signatures()["order"]
    source = compiling._loop("order").__code__.co_filename
    monkeypatch.setitem(compiling._READ, source, (1, 1))
    compiling._compile("order", signature, keep=True)
    assert not list(tmp_path.rglob("*.nb?"))
    monkeypatch.undo()
    monkeypatch.setattr(compiling, "folder", lambda: tmp_path)
    compiling._compile("order", signature, keep=True)
    assert list(tmp_path.rglob("*.nb?"))
