"""Credits of pictures behind their captions: `… at the quay. Foto: Jo Doe/dpa`.

A word for pictures, a mark and a name at the end of a line tell a credit in any language. The
caption before it is no more than two sentences that report no speech; behind a longer text, or the
last paragraph of a story, only the credit goes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from dedup.boilerplate.pieces import Piece
from dedup.boilerplate.telling import reports

_ABBREVIATED = frozenset(("fot", "nuotr", "φωτ"))
"""Words that a name follows without another mark: `Fot. Jan Lis`."""
_MARKS = ":：=＝／/"
_NAME = r"[^.!?。:：;\"“”«»()（）<>]{2,60}"
_MOST_WORDS, _MOST_SENTENCES, _REACH = 45, 2, 110
_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]」』]{0,3}(?=\s|$)|[。！？]")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACELESS = re.compile("[\u3040-\u9fff]")
_TAKEN = re.compile(
    r"(?:[^。：:，]{0,12}(?:记者|記者|通讯员|通訊員) ?|(?<=[（(/／\s。，、]))"
    r"[^\s。：:，、（(]{2,8} ?[摄攝][）)\]】]?$"
    r"|[、＝=（(／/][^。、＝=（(／/]{2,16}撮影[）)\]】]?$"
    r"|[＝=（(／/][^。＝=（(]{2,24}提供[）)\]】]?$"
    r"|(?:<<|[\[〈《<(])[^<>\[\]〈〉()]{1,40}(?:제공|자료사진|촬영|캡처)"
    r"[^<>\[\]〈〉()]{0,12}(?:>>|[\]〉》>)])$"
)
"""`… in harbour. Jo Doe took it`, in scripts of East Asia."""
_EASTERN = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
_CAPITALS = re.compile(
    r"(?<=[^\W\d_]{3}[a-zà-ÿα-ώа-я])[.!?][»”\"’]? "
    r"(?P<name>(?:[A-ZÀ-ÖØ-ÞĀ-Ž]{2,}|[A-Z]\.)(?:[ -][A-ZÀ-ÖØ-ÞĀ-Ž]{2,}){1,4}"
    r"(?: ?[/|] ?[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž .&-]{1,40})?)(?<=[A-ZÀ-ÖØ-ÞĀ-Ž]{2})$"
)
"""A name in capitals behind a sentence: `… on Saturday. JO DOE`."""
_LEAST_BEFORE = 30
"""Characters of a caption before such a name."""


class Credit(NamedTuple):
    """A credit at the end of a piece."""

    start: int
    """Where it begins in the piece's text."""
    whole: bool
    """Whether all of the piece is a caption with its credit."""


@cache
def words() -> tuple[str, ...]:
    """The words for pictures of the data file, longest first."""
    text = files("dedup").joinpath("data/picture_words.txt").read_text("utf-8")
    listed = [line for line in text.split("\n") if line and line[0] != "#"]
    return tuple(sorted(listed, key=lambda one: (-len(one), one)))


@cache
def _labelled() -> re.Pattern[str]:
    """The credit at the end of a line, what stands before it told by the first two groups."""
    behind: dict[str, list[str]] = {}
    for one in words():
        behind.setdefault(one[0], []).append(re.escape(one[1:]))
    # By their first letter: so that not each is tried at each place.
    any_word = "|".join(f"{first}(?:{'|'.join(some)})" for first, some in behind.items())
    return re.compile(
        rf"(?:(?<![^\W\d_])|(?<=[\u3040-\u9fff]))(?P<word>{any_word})(?![^\W\d_])\.?"
        rf"(?P<mark> ?[{_MARKS}]| by| von| par)? ?(?P<name>{_NAME})[)）\]>]{{0,2}}\.?$",
        re.IGNORECASE,
    )


@cache
def _first_words() -> frozenset[str]:
    """What the words for pictures begin with, up to the first blank or mark."""
    return frozenset(_LETTERS.findall(one)[0] for one in words())


def _label(text: str, begin: int) -> re.Match[str] | None:
    """The first label that makes a credit of the end of a line.

    It is looked for where a word for pictures begins: quicker than for each word at each place.
    """
    lowered = text[begin:].lower()
    if len(lowered) != len(text) - begin or (
        not lowered.isascii() and _SPACELESS.search(lowered) is not None
    ):
        return _labelled().search(text, begin)
    known = _first_words()
    if known.isdisjoint(_LETTERS.findall(lowered)):
        return None
    places = (one.start() for one in _LETTERS.finditer(lowered) if one.group() in known)
    found = (_labelled().match(text, begin + place) for place in places)
    return next((match for match in found if match is not None), None)


def credit(piece: Piece, *, last: bool) -> Credit | None:
    """The credit of a picture at the end of a piece, if there is one.

    Args:
        piece: it.
        last: whether it is the last paragraph of the story.
    """
    start = _begin(piece.text)
    if start is None:
        return None
    return Credit(start, whole=not last and _is_caption(piece, piece.text[:start]))


@lru_cache(maxsize=4096)
def _begin(text: str) -> int | None:
    """Where the credit begins, its bracket included."""
    begin = max(len(text) - _REACH, 0)
    match = _label(text, begin)
    if match is not None and _is_credit(text, match):
        opened = text[: match.start()].rstrip()
        return len(opened) - 1 if opened.endswith(("(", "（", "[")) else match.start()
    eastern = not text.isascii() and _EASTERN.search(text, begin) is not None
    taken = _TAKEN.search(text, begin) if eastern else None
    if taken is not None:
        return taken.start()
    named = _CAPITALS.search(text, begin) if text[-1:].isupper() else None
    if named is None or named.start("name") < _LEAST_BEFORE or text.isupper():
        return None
    return named.start("name")


def _is_credit(text: str, match: re.Match[str]) -> bool:
    """Whether a label begins a credit: after a sentence, in brackets, or with a capital."""
    name, before = match["name"].strip(), text[: match.start()].rstrip()
    if not name or (name[0].isalpha() and name[0].islower() and not name.startswith("dpa")):
        return False
    word = match["word"]
    if not match["mark"]:
        dotted = text[match.end("word")] == "."
        return before.endswith(("(", "（", "[")) or (dotted and word.lower() in _ABBREVIATED)
    if not word.isascii() and not word[0].isalpha():
        return True
    plain = word[0].isupper() or not (word[0].isupper() or word[0].islower())
    return not before or before[-1] in '.!?…。！？”"’»)）(（[|–—-•·/，,' or plain


def _is_caption(piece: Piece, before: str) -> bool:
    """Whether what stands before a credit is the caption of its picture."""
    return (
        piece.words <= _MOST_WORDS
        and len(_SENTENCE.findall(before)) <= _MOST_SENTENCES
        and not reports(before)
    )
