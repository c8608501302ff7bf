"""Which line above the story is its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from dedup.alike import bare, fold
from dedup.boilerplate.pieces import Piece, ends_sentence
from dedup.boilerplate.signatures import is_signature
from dedup.languages import function_words

LEAST_WORDS, MOST_WORDS, MOST_CHARACTERS = 4, 24, 180
_MOST_PLAIN_WORDS = 13
"""Words of a headline not in title case; longer ones are mostly standfirsts."""
_LEAST_BRACKETED = 7
"""Words of a headline that ends in brackets; shorter lines are a place and an agency."""
_MOST_HEADLINES = 2
"""A headline and a deck; more lines like headlines above the story are something else."""
_LEAST_RETOLD = 0.5
"""Share of a headline's longer words that the story below it takes up again."""
_MUCH_ALIKE = 0.7
_REWORDED, _LEAST_SHARED = 0.4, 4
"""Share of the telling words that a headline has of a title worded anew, and how many at least."""
SHORTEST_TITLE, LONGER_TITLE = 8, 20
"""Characters of a title, and by how many a line may be longer that is one, marks at its ends."""
_RETELLING, _RETOLD_CHARACTERS, _STRETCH = 20, 4000, 400
_WORD = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u0dff]){3,}")
"""Words of three letters and more, with the vowel signs of Indic scripts."""
_ASCII_WORD = re.compile("[a-z]{3,}")
_GLUED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}")
"""Scripts that write no spaces, or whose words have two or three signs: pairs stand for words."""
_SITE = re.compile(r"\s[-|–—•:»·]{1,2}\s[^-|–—•:»·]{1,50}$")


def headline(pieces: Sequence[Piece], first: int, title: str | None) -> int | None:
    """Index of the piece above the story that is its headline, or None.

    A line like a headline is one if it is like the metadata title; where the
    metadata have none, if the story below takes up its words again.

    Args:
        pieces: of the page.
        first: index of the first paragraph of the story.
        title: by the metadata.
    """
    head = pieces[:first]
    likely = [n for n, piece in enumerate(head) if piece.hit is None and is_headline(piece)]
    if not likely:
        return None
    if title:
        same = (n for n in likely if is_same(head[n].text, title))
        alike = (n for n in likely if resembles(head[n].text, title) and _is_whole(pieces, n))
        return next(same, next(alike, None))
    found = likely[0]
    stopped = any(piece.bullet or _closed(piece) for piece in head[:found])
    if stopped or len(likely) > _MOST_HEADLINES or not _is_retold(pieces, found):
        return None
    return found


def _is_whole(pieces: Sequence[Piece], number: int) -> bool:
    """Whether what stands below a line does not go on with its sentence."""
    return number + 1 >= len(pieces) or not pieces[number + 1].text[0].islower()


def is_headline(piece: Piece) -> bool:
    """Whether a piece reads like a headline: some words, and no end of a sentence."""
    return (
        LEAST_WORDS <= piece.words <= MOST_WORDS
        and len(piece.text) <= MOST_CHARACTERS
        and not piece.bullet
        and not piece.prose
        and (piece.words <= _MOST_PLAIN_WORDS or _is_capitalised(piece.text))
        and piece.text[-1] not in ",(-–—&"
        and not (piece.text[-1] == ")" and piece.words < _LEAST_BRACKETED)
        and not is_signature(piece.text)
        and not piece.text[:3].islower()
        and (not ends_sentence(piece.text) or piece.text[-1] in "?!")
    )


def _is_capitalised(text: str) -> bool:
    """Whether most longer words have a capital, as in titles."""
    long = [word for word in text.split() if len(word) > 3]
    return sum(word[0].isupper() for word in long) * 3 > len(long) * 2


@lru_cache(maxsize=64)
def title_forms(title: str | None) -> frozenset[str]:
    """The folded title as it may stand in the text: with the site's name and without."""
    forms = (bare(fold(form)) for form in title_parts(title))
    return frozenset(one for one in forms if len(one) >= SHORTEST_TITLE)


def title_parts(title: str | None) -> tuple[str, ...]:
    """The title with the site's name and without; none where it is empty or too long for one."""
    if not title or len(title) > MOST_CHARACTERS * 2:
        return ()
    less = _SITE.sub("", title)
    return (title,) if less == title else (title, less, _SITE.sub("", less))


def _closed(piece: Piece) -> bool:
    return piece.hit is None and piece.text[-1] in ".:;,"


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    """The beginnings of a text's words, so that inflected forms are one."""
    folded = fold(text)
    if folded.isascii():
        return frozenset(word[:5] for word in _ASCII_WORD.findall(folded))
    glued = _GLUED.findall(folded)
    if not glued:
        return frozenset(word[:5] for word in _WORD.findall(folded))
    pairs = {run[at : at + 2] for run in glued for at in range(len(run) - 1)}
    return frozenset(pairs | {word[:5] for word in _WORD.findall(_GLUED.sub(" ", folded))})


def resembles(line: str, title: str) -> bool:
    """Whether a line is the title, or says the same: sites word it anew for search engines.

    A title in capitals is a wire's slug line, which says in few words what the text begins with.
    """
    if is_same(line, title):
        return True
    return not title.isupper() and _is_reworded(line, (title_parts(title) or (title,))[-1])


def is_same(line: str, title: str) -> bool:
    """Whether a line has nearly the words of the title, with the site's name or without."""
    left = _words(line)
    return any(
        len(left & right) >= _MUCH_ALIKE * max(len(left | right), 1)
        for right in map(_words, title_parts(title) or (title,))
    )


def _is_reworded(line: str, title: str) -> bool:
    """Whether two lines share several telling words, and a good part of the shorter's."""
    left, right = _words(line) - _common(), _words(title) - _common()
    shared = len(left & right)
    return shared >= _LEAST_SHARED and shared >= _REWORDED * min(len(left), len(right))


@cache
def _common() -> frozenset[str]:
    """The beginnings of function words."""
    return frozenset(word[:5] for word in function_words())


def takes_up(texts: Iterable[str], line: str, share: float) -> bool:
    """Whether texts have at least a share of a line's words; any do where the line has none."""
    words = _words(line)
    missing = set(words)
    for text in texts:
        missing -= _words(text)
        if not words or (len(words) - len(missing)) / len(words) >= share:
            return True
    return not words


def _is_retold(pieces: Sequence[Piece], number: int) -> bool:
    """Whether what stands below a line takes up enough of its words; mostly the next one does."""
    wanted, below = _words(pieces[number].text), list(_below(pieces, number))
    # What is no part of the text is no word of it: that tells soon where next to none is there.
    folded = fold(" ".join(below))
    likely = {word for word in wanted if word in folded}
    if len(wanted) < 2 or len(likely) < _LEAST_RETOLD * len(wanted):
        return False
    found: set[str] = set()
    for text in below:
        found |= likely & _words(text)
        if len(found) >= _LEAST_RETOLD * len(wanted):
            return True
    return False


def _below(pieces: Sequence[Piece], number: int) -> Iterator[str]:
    """The beginning of what stands below a line, in stretches that end where words do."""
    left = _RETOLD_CHARACTERS
    for piece in pieces[number + 1 : number + 1 + _RETELLING]:
        text = piece.text[: max(left, 0)]
        left -= len(piece.text) + 1
        begin = 0
        while begin < len(text):
            stop = text.find(" ", begin + _STRETCH)
            stop = len(text) if stop < 0 else stop
            yield text[begin:stop]
            begin = stop
