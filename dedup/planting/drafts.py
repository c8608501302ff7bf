"""A story as paragraphs of sentences that remember where they come from.

Every sentence carries the sentences of real articles that it goes back to, so
that what any two planted articles share is known whatever happened on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

Origin = tuple[int, int]
"""Row of a real article and number of a sentence in it."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)]{0,2}\s+(?=[\"'“‘«„(¿¡]{0,2}[^\W\d_a-zа-я])")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Jr|Sr|No|vs|Inc|Corp|Co|Ltd|Prof|Rev|Jan"
    r"|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Nr|bzw|ca|Sra|Dra|гг|им)|\b[A-ZА-Я]|\b[A-Z]\.[A-Z])\.$"
)
_EAST_ASIAN_END = re.compile(r"(?<=[。!?！？])[」』”]?")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_MARKS = '"“”„«»「」'
_QUOTED = re.compile(r"[\"“„][^\"“”„]{1,600}[\"”“]|«[^«»]{1,600}»|「[^「」]{1,600}」")
RUN = 3
"""Words in a row that make running text."""
UNSPACED = frozenset({"ja", "zh"})


class Sentence(NamedTuple):
    """Words, and the sentences of real articles that they go back to (none: the planter's own)."""

    text: str
    origins: tuple[Origin, ...]


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True)
class Draft:
    """A story: its headline, its language and its paragraphs."""

    title: str
    language: str
    paragraphs: tuple[Paragraph, ...]

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in order."""
        for paragraph in self.paragraphs:
            yield from paragraph

    def words(self) -> int:
        """Words of the story."""
        return sum(count_words(sentence.text) for sentence in self.sentences())

    def replaced(self, paragraphs: Iterable[Iterable[Sentence]]) -> Draft:
        """The draft with other paragraphs, empty ones left out."""
        kept = tuple(made for made in map(tuple, paragraphs) if made)
        return Draft(self.title, self.language, kept)


def words_of(text: str) -> list[str]:
    """Lower-case words; of East Asian text single characters."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        found.extend(word if _EAST_ASIAN.search(word) else [word])
    return found


def narrated(text: str) -> list[str]:
    """Words of a sentence outside quotations: what speakers say is nobody's property.

    Of a quotation that only begins or ends here, the part behind or before the mark is left out.
    """
    rest = _QUOTED.sub(" ", text)
    at = max(rest.find(mark) for mark in _MARKS)
    if at >= 0:
        opens = rest[at] in "“„«「" or at < len(rest) / 2
        rest = rest[:at] if opens else rest[at + 1 :]
    return words_of(rest)


def running(one: Sequence[str], other: Sequence[str]) -> float:
    """Share (0..1) of the shorter's words that the other has in the same order, three in a row.

    Short words that two sentences have anyway are no running text.
    """
    shorter = min(len(one), len(other))
    if not shorter:
        return 0.0
    if shorter < RUN:
        return 1.0 if one == other else 0.0
    blocks = LCSseq.editops(one, other).as_matching_blocks()
    return sum(block.size for block in blocks if block.size >= RUN) / shorter


def count_words(text: str) -> int:
    """How many words; East Asian characters count a half."""
    single = len(_EAST_ASIAN.findall(text))
    return single // 2 + len(_WORD.findall(_EAST_ASIAN.sub(" ", text) if single else text))


def split_sentences(paragraph: str, language: str) -> list[str]:
    """The sentences of a paragraph, without the blanks between them."""
    if language in UNSPACED:
        return [part for part in map(str.strip, _EAST_ASIAN_END.split(paragraph)) if part]
    found: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(paragraph):
        mark = match.group()
        stop = match.start() + len(mark) - len(mark.lstrip("\"'”’»)"))
        if _NO_END.search(paragraph[start : match.start()][-12:]):
            continue
        found.append(paragraph[start:stop])
        start = match.end()
    return [part for part in [*found, paragraph[start:]] if part]
