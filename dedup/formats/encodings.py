"""Bytes to text: byte order mark, strict UTF-8, what the page declares, then statistics."""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import cache
from importlib.resources import files

from dedup.formats.opening import unmarked
from dedup.formats.records import UnreadableError

_SAMPLE = 200_000  # bytes that tell the encoding; more only costs time
CONTROLS = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\x0b\x0c\r\x1a\x1b")
_CONTROL_BYTES = CONTROLS.encode("ascii")
_GOOD_PER_BAD = 10  # valid non-ASCII characters for each broken one that make it UTF-8 all the same
_TELLING = 0.02  # share of bytes beyond ASCII; German has 2 %, French 4 %, Polish 6 %
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_FEW_HALF_WIDTH = 0.2
_JAPANESE = ["cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213"]
_NEAR_CHAOS, _NEAR_COHERENCE = 0.03, 0.06  # charset-normalizer's scores that count as alike


def decode(raw: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and encoding of a file's bytes; nothing but a byte order mark is taken away.

    UTF-8 with a few broken bytes is still UTF-8: they become U+FFFD, and the encoding given
    says how many.

    Raises:
        UnreadableError: the bytes are no text.
    """
    body, marked = unmarked(raw)
    text, encoding = _decoded(body, marked or _wide(body), declared)
    if "\0" in text:
        raise UnreadableError("binary content, not text (it holds NUL characters)")
    if _controls(text, body, encoding) * 100 > len(text):
        raise UnreadableError("binary content, not text (it is full of control characters)")
    return text, encoding


def _controls(text: str, body: bytes, encoding: str) -> int:
    """Control characters of a text; those of UTF-8 are counted in one pass over its bytes."""
    if encoding.startswith("utf-8"):
        return len(body) - len(body.translate(None, _CONTROL_BYTES))
    return sum(map(text.count, CONTROLS))


def _decoded(raw: bytes, known: str | None, declared: str | None) -> tuple[str, str]:
    if known is not None:
        try:
            return raw.decode(known), known
        except UnicodeDecodeError:
            text = raw.decode(known, "replace")
            return text, _with_losses(known, text.count("\ufffd"))
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\0" in raw:
        raise UnreadableError("binary content, not text (it holds NUL bytes)")
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if len(re.findall(r"[^\x00-\x7f\ufffd]", text)) >= bad * _GOOD_PER_BAD:
        return text, _with_losses("utf-8", bad)
    for encoding in (declared, detect(raw)):
        if encoding is not None:
            try:
                return raw.decode(encoding), encoding
            except (UnicodeDecodeError, LookupError):
                continue
    raise UnreadableError("no character encoding could be recognised")


def _with_losses(encoding: str, losses: int) -> str:
    return f"{encoding} ({losses} replaced)" if losses else encoding


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte is NUL where the text is Latin."""
    sample = raw[: _SAMPLE // 2 * 2]
    if b"\0" not in sample[:4096] or len(raw) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > half * 0.4 and even < half * 0.01:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.01 else None


def detect(raw: bytes) -> str | None:
    """The most likely encoding of bytes that are no UTF-8; None where nothing fits.

    Too few bytes beyond ASCII for statistics (a name, a dash) are Windows-1252, in which the
    languages that have so few of them are written.
    """
    sample = raw[:_SAMPLE]
    if len(_BEYOND_ASCII.findall(sample)) < len(sample) * _TELLING:
        try:
            raw.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415

    matches = list(from_bytes(sample))
    if matches and len(_HALF_WIDTH.findall(str(matches[0]))) > len(sample) * _FEW_HALF_WIDTH:
        # Cyrillic bytes make passable half-width katakana, which nobody writes a text in.
        matches = list(from_bytes(sample, cp_exclusion=_JAPANESE))
    if not matches:
        return None
    best = matches[0]
    near = [
        (match, {match.encoding, *match.could_be_from_charset})
        for match in matches
        if match.chaos <= best.chaos + _NEAR_CHAOS
        and match.coherence >= best.coherence - _NEAR_COHERENCE
    ]
    for encoding, languages in _usual().items():
        for match, names in near:
            if encoding in names and match.language in languages:
                # Where both give the same text, the common name serves.
                return "cp1252" if "cp1252" in names else encoding
    return "cp1252" if "cp1252" in near[0][1] else str(best.encoding)


@cache
def _usual() -> dict[str, list[str]]:
    text = files("dedup").joinpath("data/encodings.toml").read_text("utf-8")
    languages: dict[str, list[str]] = tomllib.loads(text)["languages"]
    return languages


class LineDecoder:
    """Decodes a file of records line by line: UTF-8 where a line is, else the file's other one."""

    def __init__(self) -> None:
        self._other: str | None = None

    def decode(self, raw: bytes) -> tuple[str, str]:
        """Text and encoding of one line.

        Raises:
            UnreadableError: the line is no text.
        """
        try:
            return raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = decode(raw, self._other)
            if " " not in encoding:
                self._other = self._other or encoding
            return text, encoding


def known_codec(name: str | None) -> str | None:
    """The codec that a page's declaration stands for; Latin-1 means Windows-1252 on the web."""
    try:
        codec = codecs.lookup((name or "").strip().strip("'\"")).name
    except (LookupError, ValueError):
        return None
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        codec, codec
    )
