"""The same in other words: edited, restyled, rewritten, condensed, retold."""

from __future__ import annotations

from dedup.planting.drafts import Draft, Paragraph, Sentence
from dedup.planting.operations.cutting import copy
from dedup.planting.operations.kit import Kit
from dedup.planting.rewording import reworded_lightly


def reword_light(parent: Draft, kit: Kit) -> Draft:
    """Edited word by word."""
    if kit.words is None:
        return copy(parent, kit)
    return reworded_lightly(parent, kit.words, kit.rng, kit.rng.uniform(0.2, 0.5))


def restyle(parent: Draft, kit: Kit) -> Draft:
    """Another house's spelling and signs."""
    words = kit.words
    if words is None:
        return copy(parent, kit)
    return parent.replaced(
        [Sentence(words.restyle(s.text), s.origins) for s in paragraph]
        for paragraph in parent.paragraphs
    )


def reword_heavy(parent: Draft, kit: Kit) -> Draft:
    """A rewrite: every sentence told anew, some left out, the order kept."""
    return _told_anew(parent, kit, leave_out=0.12)


def condense(parent: Draft, kit: Kit) -> Draft:
    """A rewrite of half the length."""
    return _told_anew(parent, kit, leave_out=0.45)


def retell(parent: Draft, kit: Kit) -> Draft:
    """A rewrite in another order, with something of the outlet's own."""
    told = _told_anew(parent, kit, leave_out=0.2)
    if not told.paragraphs:
        return told
    first, *rest = told.paragraphs
    for at in range(len(rest) - 1):
        if kit.rng.random() < 0.5:
            rest[at], rest[at + 1] = rest[at + 1], rest[at]
    return told.replaced([first, *rest, *kit.fresh(40)[:1]])


def _told_anew(parent: Draft, kit: Kit, *, leave_out: float) -> Draft:
    words = kit.words
    if words is None:
        return copy(parent, kit)
    kept = [
        [s for n, s in enumerate(paragraph) if kit.rng.random() >= leave_out or (i == 0 and n == 0)]
        for i, paragraph in enumerate(parent.paragraphs)
    ]
    told: list[list[Sentence]] = []
    for paragraph in filter(None, kept):
        made = words.heavy(paragraph, kit.rng)
        if told and kit.rng.random() < 0.3:
            told[-1] += made
        else:
            told.append(made)
    return parent.replaced(_turned(paragraph, kit) for paragraph in told)


def _turned(paragraph: list[Sentence], kit: Kit) -> Paragraph:
    """The paragraph; its second and third sentence may change places."""
    if len(paragraph) > 3 and kit.rng.random() < 0.3:
        paragraph[1], paragraph[2] = paragraph[2], paragraph[1]
    return tuple(paragraph)
