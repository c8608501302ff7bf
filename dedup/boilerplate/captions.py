"""Captions of pictures: present-tense sentences with a place and a full date, or a credit.

What a phrase gives away (`FILE PHOTO:`, `(AP Photo/…)`) stands in the data
files. An agency's name in brackets at the end of a paragraph is a caption's
credit only where the sentence before it describes a picture: many papers sign
the last paragraph of wire copy in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dedup.boilerplate import picture_credits
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import ENDED, SIGNED, Cut, Piece

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DATE = rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{4}})"
AGENCIES = (
    r"(?:AP|AFP|EPA|Reuters|REUTERS|Getty|GETTY|EFE|dpa|DPA|ANSA|TASS|Xinhua|Bloomberg|PA|UPI|Alamy"
    r"|Shutterstock|Rex|REX|EPA-EFE|Anadolu|SPUTNIK|Sputnik|Keystone|ANP|TT|NTB|IANS|PTI|ANI)"
)
_NAMES = tuple(f". {name}" for name in AGENCIES[3:-1].split("|"))
_LAST_NAMES = tuple(f"{name}." for name in AGENCIES[3:-1].split("|"))
_DATED = re.compile(
    rf"[,(.] (?:(?:on|in) )?(?:[A-Z][a-z]{{5,8}},? )?{_DATE}\.?[)\]]?\.?"
    rf"(?: ?[\[(]?(?:Photo: ?|Credit: ?|Picture: ?)?{AGENCIES}\b.{{0,60}})?$"
)
_FULL_DATE = re.compile(
    rf"(?:, (?:on )?| on )(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? {_DATE},? ?"
    r"(?:(?:in|at|near|outside) [^.]{2,60})?\.?(?: ?\([^()]{2,80}\))?$"
)
_PRESENT = re.compile(
    r"(?:[A-Z0-9][\w'’.-]{0,25}|\)),? (?:[a-z]{2,12}s|is|are) (?:the|an?|his|her|their|its|for|to"
    r"|at|in|on|during|with|by|past|after|before|over|through|against|from|up|down|off|out|as|around|near|behind)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|did|died|began|announced|won|lost|beat|killed)\b")
_SIGNED = re.compile(
    rf"[.\w\"'’”] ?[\[(](?:[\w .'-]{{1,40}}[/,] ?)?{AGENCIES}(?:[/ ][\w .]{{1,30}})?[)\]]\.?$"
    rf"|[.!?] (?:Photo(?:graph)?: ?)?{AGENCIES}\.?$"
    r"|\( ?(?!See |Part )[A-Z][\w .'-]{1,40}(?:/ ?[A-Z][\w .'-]{1,40}){1,3} ?\)\.?$"
)
_PICTURE_BY = re.compile(
    r"[.!?)\"”] (?:Photo(?:graph)?s?|Pictures?|Images?|Foto|Bild)(?: by|:) ?[A-Z][\w .,/&'-]{1,60}$"
    rf"|[.!?\"”] [A-Z][\w .'-]{{2,40}} ?/ ?{AGENCIES}$"
)
"""A picture's credit behind a sentence."""
_PAIRED = re.compile(r"\( ?(?:[A-Z][\w .'’&-]{1,40}/ ?){1,4}[A-Z][\w .'’&-]{1,40} ?\)\.?$")
"""A photographer and an agency in brackets, or several: no paragraph is signed so."""
_AGENCY = re.compile(rf"\b(?:{AGENCIES}|Associated Press|NASA|ESA|NOAA|USGS)\b")
_SOURCED = re.compile(
    r"\((?:Source|Courtesy|Quelle|Fuente|Fonte|Bron|Źródło|Kaynak|Источник|Джерело): ?"
    r"(?:[^()]{0,40}\b)?(?:(?!KPMG)[KW][A-Z]{3}|CNN|NASA|ESA|Instagram|Facebook|Twitter)\b"
    r"[^()]{0,40}\)\.?$"
)
"""A station or a user: figures have other sources."""
_SHORTEST, _LONGEST_CREDIT = 8, 110
"""Characters of a sentence before brackets, and of what these hold."""
_NAMED_BEHIND = re.compile(rf"[^.!?:;\"“”„«»]{{20,260}}\. {AGENCIES}$")
"""One sentence and an agency's name, without a full stop."""
_GALLERY = re.compile(r" (?:\.{3} more|less)(?= [A-Z][a-z]{2,9}: |$)")
"""What galleries that unfold leave in their captions."""
_GLUED = re.compile(r"(?:[a-z.)]|\s)(?:Image |Photo |Picture )?[Cc]redit: ?[A-Z][\w .,/&'-]{1,60}$")
_DESCRIBES = re.compile(
    r"[A-Z(][^;!?]{2,200}?,? (?:(?:is|are) (?:seen|pictured|shown|held|surrounded|escorted)|"
    r"(?:is|are) [a-z]{3,12}ing|(?:waves?|walks?|stands?|speaks?|looks?|leaves?|arrives?|attends?"
    r"|gestures?|poses?|holds?|carry|carries|shakes?|listens?|smiles?|sits?|rides?|takes?|gathers?|marche?s?|wears?"
    r"|inspects?|reacts?|passes|pass|delivers?|addresse?s?|greets?|hugs?|kisses|kiss|points?|watch(?:es)?"
    r"|works?|plays?|celebrates?|fire|fires|fights?|tries|try|talks?|enters?|answers?|meets?|hosts?|appears?"
    r"|testif(?:ies|y)|participates?|displays?|burns?|rises?|lies?|hangs?|flies|fly|drives?|prepares?"
    r"|boards?|departs?|signs?|reads?|visits?|unveils?|lights?|lays?|pays?|prays?|queues?|waits?|runs?)\b)"
)
_SPEAKS = re.compile(
    r"\b(?:said|says|told|asked|wrote|argued|noted|explained|replied|recalled|warned|insisted|added"
    r"|according to|reported|announced|have been|has been)\b"
)
_QUOTES = re.compile(r": [\"“„«]")
"""What is said or written, behind a colon."""
_PLACED = re.compile(
    r"(?:, |\()(?:(?:second|third|far) )?(?:from )?(?:left|right|cent(?:er|re))[,)]"
)
_SIDES = ("left", "right", "center", "centre")
_PHOTOGRAPHER = re.compile(r"REUTERS/(?!Ipsos|IPSOS)[A-Z]")
_NAMED = re.compile(rf"^[A-Z][^.!?:;]{{2,80}} \({AGENCIES}(?:[/ ][\w .]{{1,30}})?\)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
END = 170
FIRST_PIECES, MOST_WORDS, _MOST_NAMED = 5, 70, 12


def find(page: Page) -> Iterator[Cut]:
    """Captions among the first pieces, and credited ones anywhere but at the end."""
    if not page.may & (SIGNED | ENDED):
        return
    last = page.body[1] - 1
    for number, piece in enumerate(page.pieces):
        first = number < FIRST_PIECES
        if not piece.likely & (SIGNED | ENDED if first else SIGNED):
            continue
        if piece.hit is not None or piece.words > MOST_WORDS:
            continue
        if not (piece.likely & SIGNED or (first and _YEAR.search(piece.text[-END:]))):
            continue
        found = rule(piece, first=first, last=number == last)
        if found:
            yield Cut(piece.start, piece.stop, found)
        elif (credit := picture_credits.credit(piece, last=number == last)) is not None:
            yield _credited(page.text, piece, credit)


def may_be_one(piece: Piece, *, first: bool) -> bool:
    """Whether a piece is a caption or has a credit where it is not the last of the story."""
    told = rule(piece, first=first, last=False) is not None
    return told or picture_credits.credit(piece, last=False) is not None


def _credited(text: str, piece: Piece, credit: picture_credits.Credit) -> Cut:
    """The caption with its credit, or the credit alone."""
    if credit.whole or not credit.start:
        return Cut(piece.start, piece.stop, "captions.credited")
    # A piece has a blank for each line end of the text: offsets stay, but for those it lost.
    ending = piece.text[credit.start :]
    start = text.rfind(ending.split(maxsplit=1)[0], piece.start, piece.stop)
    return Cut(max(start, piece.start), piece.stop, "captions.credited")


def _is_dated_caption(text: str) -> bool:
    """A sentence in the present tense with the full date that a caption has."""
    return (
        _FULL_DATE.search(text[-160:]) is not None
        and _PRESENT.search(text) is not None
        and _PAST.search(text) is None
        and _SPEAKS.search(text) is None
    )


def rule(piece: Piece, *, first: bool, last: bool) -> str | None:
    """The rule that says a piece is a caption; cheap questions come first.

    Args:
        piece: it.
        first: whether it is one of the first of its page.
        last: whether it is the last paragraph of the story, which agencies sign.
    """
    few = not piece.prose and piece.words <= _MOST_NAMED
    return _rule(piece.text, first=first, last=last, few=few)


@lru_cache(maxsize=4096)
def _rule(text: str, *, first: bool, last: bool, few: bool) -> str | None:
    """The same of a text; a batch asks, and a page each round."""
    if " less" in text or " ... more" in text:
        text = _GALLERY.sub("", text)
    photographed = "REUTERS/" in text and _PHOTOGRAPHER.search(text) is not None
    if photographed or ("redit" in text and not last and _GLUED.search(text[-90:])):
        return "captions.credited"
    if not last and _is_signed_only(text, first=first):
        return "captions.signed"
    credit = _PICTURE_BY.search(text[-110:])
    if credit is not None and _is_described(text[: len(text) - len(credit.group()) + 1]):
        return "captions.credited"
    if first and text[-1] in ".)" and _is_dated_caption(text):
        return "captions.dated"
    if not last and few and _NAMED.search(text):
        return "captions.signed"
    return _described(text, first=first, last=last)


def _is_signed_only(text: str, *, first: bool) -> bool:
    """Whether a signature tells by itself, whatever the sentence before it says."""
    if text.endswith((")", ").")):
        opens = text.rfind("(", -_LONGEST_CREDIT)
        credit, before = text[opens:], text[max(opens - _SHORTEST, 0) : opens]
        if opens < _SHORTEST or "(" in before or ")" in before:
            return False
        paired = _PAIRED.match(credit) is not None and _AGENCY.search(credit) is not None
        return paired or (first and _SOURCED.match(credit) is not None)
    # Where it stands further down it may be the last paragraph of a story that others follow.
    named = first and text.endswith(_NAMES) and _NAMED_BEHIND.match(text) is not None
    return named and not (_SPEAKS.search(text) or _PAST.search(text))


def _may_be_signed(text: str) -> bool:
    """Whether brackets stand at the end, or an agency's name before the last full stop."""
    return text[-1] in ")]" or (
        text[-1] == "." and (text[-2:-1] in (")", "]") or text.endswith(_LAST_NAMES))
    )


def _is_described(text: str) -> bool:
    """Whether sentences describe a picture, by their verb or their full date."""
    told = _DESCRIBES.match(text) or _is_dated_caption(text)
    return bool(told) and not _SPEAKS.search(text)


def _described(text: str, *, first: bool, last: bool) -> str | None:
    """The rule that says a sentence describes a picture and is signed, dated or placed as such."""
    found = None
    if not last and _may_be_signed(text) and _SIGNED.search(text[-100:]):
        found = "captions.signed"
    elif first and _DATED.search(text[-130:]):
        found = "captions.dated"
    elif not last and any(side in text for side in _SIDES) and _PLACED.search(text):
        found = "captions.placed"
    told = found is not None and _DESCRIBES.match(text) and not _SPEAKS.search(text)
    return found if told and not _QUOTES.search(text) else None
