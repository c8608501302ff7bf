"""What the fingerprints of blocks are made of, a block at a time; None for one that has no such.

`written` has the same of many blocks, by compiled loops.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
CLOSED = re.compile(r"""[.!?…。！？؟۔।,;:]["'”’»«“)\]」』]{0,3}\Z|["”’»“」』]\Z""")
"""The end of a paragraph."""
SENTENCE = re.compile(r"""[.!?…。！？؟۔]["'”’»«“)\]」』]{0,3}\Z""")
NO_BLANKS = "\x1c\x1d\x1e\x1f"
"""What parts records, no words, though it is a blank to `str.isspace`."""
TAIL = 6
"""Characters that the ends of blocks are told by."""
_NUMBER, _RUN = re.compile(r"[0-9]+"), re.compile(r"\S+", re.ASCII)
_NAME_WORD = r"[A-Z0-9&][A-Za-z0-9\x01.,'/:&-]*"
PARTICLES = ("of", "the", "and", "de", "di", "da", "van", "von", "der", "y", "e", "et", "und")
_PARTICLE = rf"(?:{'|'.join(PARTICLES)})(?![A-Za-z0-9\x01_])"
_NAMES = re.compile(
    rf"(\s[^A-Za-z0-9\s]{{0,2}}){_NAME_WORD}(?:\s+(?:{_NAME_WORD}|{_PARTICLE}))*", re.ASCII
)
_USER, _WEB = re.compile(r"@[A-Za-z0-9\x01_]+"), re.compile(r"(?:https?://|www\.)(?=.)", re.DOTALL)
_SLOT = "§"
_FIRST_NAME = re.compile(rf"{_NAME_WORD} (?=\x02)")
"""A name that begins the block; one that begins with a word in capitals alone keeps that word."""
_LETTERS, _PART = re.compile(r"[A-Za-z]{2}"), re.compile(r"[^\s\x02]+", re.ASCII)
LEAST_LITERAL = 3
_LEAD = re.compile(r"([^:：|.!?\d]{3,40}?[^\s:：|.!?\d])(?:\s?[:：|]|\s[-–—>»›])\s*\S")
_MOST_LEAD_WORDS, _LONGEST_LEAD = 4, 60


def whole(text: str) -> str | None:
    """A block in lower case, every number a nought."""
    return _NUMBER.sub("0", text.lower()) if any(map(str.isalpha, text)) else None


def template(text: str) -> str | None:
    """The same with names and addresses alike, where it has such and words enough beside them."""
    written = _named(_addressed(text))
    shadow = _shadows(written)
    first = _FIRST_NAME.match(shadow)
    if first and _literals(shadow, first.end()) >= LEAST_LITERAL:
        written = written[first.end() :]
    elif _literals(shadow, 0) < LEAST_LITERAL:
        return None
    return _NUMBER.sub("0", written.lower()) if _SLOT in written else None


def _literals(shadow: str, begin: int) -> int:
    """Words with two letters in a row from there on; `p.m.`, which a time may have, is none.

    A search for both at once could take the square.
    """
    return sum(_LETTERS.search(part) is not None for part in _PART.findall(shadow, begin))


def lead(text: str) -> str | None:
    """The few words before a colon or dash with which a block begins."""
    found = _LEAD.match(text[:_LONGEST_LEAD])
    words = found.group(1).lower() if found else ""
    told = words and words not in ("http", "https") and words.count(" ") < _MOST_LEAD_WORDS
    return words if told else None


def _addressed(text: str) -> str:
    """A text with each address, and each name of a user, as one slot."""
    if "@" not in text and "//" not in text and "www." not in text:
        return text
    parts, done = [], 0
    for run in _RUN.finditer(_shadows(text)):
        begin, stop = run.span()
        inside = text.find("@", begin + 1, stop - 1) >= 0
        shadow = run.group()
        user = _USER.match(shadow) if not inside else None
        start = begin + user.end() if user else begin
        web = _WEB.search(shadow, start - begin) if not inside else None
        last = begin if inside else begin + web.start() if web else stop
        parts += [text[done:begin], _SLOT * bool(user), text[start:last]]
        parts.append(_SLOT * (last < stop))
        done = stop
    return "".join([*parts, text[done:]])


def _named(text: str) -> str:
    """A text with each name behind a blank as one slot."""
    parts, done = [], 0
    for name in _NAMES.finditer(_shadows(text)):
        parts += [text[done : name.end(1)], _SLOT]
        done = name.end()
    return "".join([*parts, text[done:]])


def _shadows(text: str) -> str:
    """A text with a character of ASCII for each: the same, or one of its kind."""
    return text if text.isascii() else "".join(map(_shadow, text))


@lru_cache(maxsize=4096)
def _shadow(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in (_SLOT, "’"):
        return "\x02" if letter == _SLOT else "'"
    if letter.isspace():
        return "\t"
    category = unicodedata.category(letter)
    if category in ("Lu", "Lt"):
        return "A"
    return {"L": "x", "M": "\x01"}.get(category[0], "0" if category == "Nd" else "*")
