from __future__ import annotations

import unicodedata
from importlib.resources import files

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import words
from dedup.folding import CODE_POINTS, fold_character, folding, folding_arrays
from dedup.folding_rules import character_rule, table_lines

MANY_SCRIPTS = [
    "The mayor’s “final” offer — a re-run of 2019’s — won’t fly, officials said.",
    "Le maire a déclaré : « L’œuvre n’est pas achevée ». Hors-d’œuvre à 3,50 €.",
    "Die Straße wird größer; GROẞE FLÄCHEN weichen. Łódź, Ærø, Þór, Đà Nẵng.",
    "İSTANBUL'da yağmur; Diyarbakır'da güneş. DİYARBAKIR",
    "Президент заявил, что ещё не принял решения. Київ, м’яч, об’єкт.",
    "Ο πρωθυπουργός δήλωσε ότι ΔΕΝ υπάρχει λόγος ανησυχίας. ΣΊΣΥΦΟΣ Σίσυφος",
    "قال الرئيس إنّ الاجتماع سيُعقد يوم ١٢ مارس ٢٠٢٥، والـمـفاوضات مستمرّة.",
    "ראש הממשלה אמר כי הַפְּגִישָׁה תתקיים מחר בשעה 9:30.",
    "प्रधानमंत्री ने कहा कि १५ अगस्त को बैठक होगी। क़ानून और क़ानून",
    "东京警方周二表示，3名嫌疑人已被逮捕。新华社北京电",
    "東京都は29日、ﾃﾞｼﾞﾀﾙ庁とガイドラインを発表した。プログラム「がんばろう」",
    "대한민국 정부는 12일 새로운 정책을 발표했다. 서울=연합뉴스",
    "นายกรัฐมนตรีกล่าวว่าจะมีการประชุมในวันที่ ๑๒ มีนาคม กำหนดการ",
    "ນາຍົກລັດຖະມົນຕີ ກ່າວວ່າ ຈະມີການປະຊຸມ ວັນທີ ໑໒",
    "နိုင်ငံတော်သမ္မတက ပြောကြားသည်။ ၁၂ ရက်",
    "នាយករដ្ឋមន្ត្រី បានថ្លែងថា នឹងមានកិច្ចប្រជុំ ថ្ងៃទី១២",
    "Thủ tướng cho biết cuộc họp sẽ diễn ra vào ngày 12 tháng 3.",
    "ＦＵＬＬＷＩＤＴＨ ﬁne ﬂow ① ² ½ ℡ ㍿ 𝐁𝐨𝐥𝐝 𝟏𝟐 🄰 👩‍👩‍👧 x\u200by soft\u00adhyphen \ufeffbom",
    "a\u0301bc \u0301 q\u0301\u0327 日\u3099本 \u3099 か\u3099 x\u3099 ก\u0e31 \u0e31",
    "line\r\nbreak\ttab\x0bvt\x0cff\x85nel\u2028ls\u2029ps\x00nul\x1fus\x7fdel",
    "",
    " \n\n ",
]


def forms(text: str) -> list[str]:
    return [word.folded for word in words.words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s TIME", ["it", "s", "time"]),
        ("it's time", ["it", "s", "time"]),
        ("itʼs time", ["it", "s", "time"]),
        ("café CAFÉ cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("ﬁne oﬃce", ["fine", "office"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Wałęsa Ærø œuvre", ["walesa", "aero", "oeuvre"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("e-mail U.S. 3,000", ["e", "mail", "u", "s", "3", "000"]),
        ("١٢ १२ １２ 𝟏𝟐", ["12"] * 4),
        ("DİYARBAKIR Diyarbakır", ["diyarbakir", "diyarbakir"]),
        ("東京都", ["東京", "京都"]),
        ("東", ["東"]),
        ("iPhone東京で3台", ["iphone", "東京", "京て\u3099", "3", "台"]),
        ("日本、東京", ["日本", "東京"]),
        ("ﾃﾞ", ["テ\u3099"]),
        ("__a__b", ["a", "b"]),
        ("👩‍👩‍👧 \ufffd", []),
    ],
)
def test_words_fold_to(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_offsets_are_code_points_of_the_text() -> None:
    text = "🎉 Stra\u00adße “東京都”"
    found = [(text[w.start : w.stop], w.folded) for w in words.words(text)]
    assert found == [("Stra\u00adße", "strasse"), ("東京", "東京"), ("京都", "京都")]


@pytest.mark.parametrize("text", MANY_SCRIPTS)
def test_composed_and_decomposed_spellings_are_one(text: str) -> None:
    composed = forms(unicodedata.normalize("NFC", text))
    assert composed == forms(unicodedata.normalize("NFD", text)) == forms(text)


@pytest.mark.parametrize("text", MANY_SCRIPTS)
def test_folding_folded_text_changes_nothing(text: str) -> None:
    for form in forms(text):
        assert forms(form) == [form]


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_offsets_ascend_and_lie_in_the_text(text: str) -> None:
    found = list(words.words(text))
    for word in found:
        assert 0 <= word.start < word.stop <= len(text)
        assert word.folded
    assert [w.start for w in found] == sorted(w.start for w in found)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.sampled_from("aÉß東か\u3099\u0301\u200b\u0e31ก. ２½가"), max_size=12))
def test_the_short_cut_is_the_definition(text: str) -> None:
    assert list(words.words(text)) == list(words._words_by_character(text))


@pytest.mark.parametrize("text", MANY_SCRIPTS)
def test_the_short_cut_is_the_definition_on_real_scripts(text: str) -> None:
    for piece in (text, *text.split()):
        assert list(words.words(piece)) == list(words._words_by_character(piece))


def test_hash_is_fnv_1a() -> None:
    # Test vectors of the FNV authors' page.
    assert words.hash_word("") == 0xCBF29CE484222325
    assert words.hash_word("a") == 0xAF63DC4C8601EC8C
    assert words.hash_word("foobar") == 0x85944171F73967E8


def test_tokenize_gives_columns() -> None:
    found = words.tokenize(["One two", "", "three"])
    assert found.offsets.tolist() == [0, 2, 2, 3]
    assert found.starts.tolist() == [0, 4, 0]
    assert found.stops.tolist() == [3, 7, 5]
    assert found.hashes.tolist() == [words.hash_word(w) for w in ("one", "two", "three")]
    assert [c.dtype for c in found] == [np.uint64, np.uint32, np.uint32, np.int64]


def test_null_is_a_text_without_words() -> None:
    found = words.tokenize(pl.Series(["one", None, "two"], dtype=pl.String))
    assert found.offsets.tolist() == [0, 1, 1, 2]


def test_one_buffer_holds_what_the_texts_hold() -> None:
    texts = [*MANY_SCRIPTS, "last"]
    buffer, offsets = words.utf8(texts)
    series_buffer, series_offsets = words.utf8(pl.Series([*texts, None]))
    assert bytes(buffer) == "".join(texts).encode()
    assert bytes(series_buffer) == bytes(buffer)
    assert series_offsets.tolist() == [*offsets.tolist(), len(buffer)]


def test_the_shipped_table_is_what_the_rules_make_of_unicode() -> None:
    """On the Unicode version it was made from; elsewhere on all characters both know."""
    if next(table_lines()) == _shipped_head():
        assert "\n".join(table_lines()) + "\n" == _shipped()
        return
    for code in range(CODE_POINTS):
        character = chr(code)
        if unicodedata.category(character) != "Cn":
            assert fold_character(character) == character_rule(character), hex(code)


def _shipped() -> str:
    return (files("dedup") / "data" / "folding.txt").read_text(encoding="ascii")


def _shipped_head() -> str:
    return _shipped().splitlines()[0]


def test_every_folded_form_folds_to_itself() -> None:
    for code, form in folding().forms.items():
        assert [fold_character(c)[1] for c in form] == list(form), hex(code)


def test_arrays_say_what_the_table_says() -> None:
    arrays = folding_arrays()
    for code in [*range(0x3000), *range(0xAC00, 0xD7A4, 17), *range(0xF900, 0xFFFF)]:
        kind, form = fold_character(chr(code))
        entry = int(arrays.entries[code])
        assert entry & 7 == kind, hex(code)
        number = entry >> 3
        if number:
            begin, end = arrays.form_offsets[number : number + 2]
            assert bytes(arrays.form_bytes[begin:end]).decode() == form, hex(code)
        elif form:
            assert form == chr(code), hex(code)
