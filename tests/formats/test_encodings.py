from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from dedup.formats import read
from dedup.formats.encodings import decode, known_codec
from dedup.formats.records import UnreadableError
from dedup.settings import InputSettings

GERMAN = "Über die Brücke gehen täglich Züge. Für die Städte wäre das „schön“, hieß es."
POLISH = "Źródła w rządzie potwierdziły tę informację. Rozmowy będą kontynuowane w środę."
RUSSIAN = "Министр сообщил в четверг, что мост откроют завтра. Город ждёт гостей."
ENGLISH = "The ferry will run again on Monday, the café’s owner said — and she should know. " * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (ENGLISH, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (GERMAN, "utf-8"),
        (ENGLISH, "utf-16-le"),
    ],
)
def test_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    assert decode(mark + GERMAN.encode(encoding)) == (GERMAN, encoding)


def test_a_broken_byte_does_not_make_utf8_something_else() -> None:
    raw = (GERMAN * 3).encode() + b"\xff end"
    assert decode(raw) == (GERMAN * 3 + "\ufffd end", "utf-8 (1 replaced)")


def test_binary_content() -> None:
    for raw in (b"\x00\x01\x02", b"words\x00words", bytes(range(1, 32)) * 9):
        with pytest.raises(UnreadableError, match="binary"):
            decode(raw)


def test_declared_encodings() -> None:
    assert known_codec("ISO-8859-1") == known_codec("us-ascii") == "cp1252"
    assert known_codec("no-such-thing") is known_codec(None) is None
    assert decode("Łódź".encode("cp1250"), "cp1250") == ("Łódź", "cp1250")


def test_records_of_a_table_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    german = GERMAN.replace(",", "")
    path.write_bytes(f"id,text\n1,Plain words.\n2,{german}\n".encode("cp1252"))
    batch = read([path], InputSettings())
    assert batch.articles["encoding"][1] == "cp1252"
    assert "Über die Brücke" in batch.articles["text"][1]
