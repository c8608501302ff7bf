"""Less of a story: nothing cut, cut from the bottom, a piece out of it."""

from __future__ import annotations

from dedup.planting.drafts import Draft, Paragraph, count_words
from dedup.planting.operations.kit import Kit


def copy(parent: Draft, kit: Kit) -> Draft:  # noqa: ARG001  # one signature for all
    """The story as it is."""
    return parent


def trim(parent: Draft, kit: Kit) -> Draft:
    """Cut from the bottom, as papers do for space."""
    return parent.replaced(first_words(parent, kit.rng.uniform(0.35, 0.85)))


def excerpt(parent: Draft, kit: Kit) -> Draft:
    """Some paragraphs inside a story of the outlet's own."""
    number = len(parent.paragraphs)
    size = max(2, round(number * kit.rng.uniform(0.25, 0.45)))
    start = kit.rng.randint(0, max(0, number - size))
    taken = list(parent.paragraphs[start : start + size])
    words = sum(count_words(s.text) for paragraph in taken for s in paragraph)
    own = kit.fresh(max(words, 80))
    place = kit.rng.randint(1, len(own)) if own else 0
    return parent.replaced([*own[:place], *taken, *own[place:]])


def first_words(draft: Draft, share: float) -> list[Paragraph]:
    """Whole paragraphs from the top that make about that share of the words; one at least."""
    wanted = draft.words() * share
    kept: list[Paragraph] = []
    words = 0
    for paragraph in draft.paragraphs:
        if kept and words >= wanted:
            break
        kept.append(paragraph)
        words += sum(count_words(sentence.text) for sentence in paragraph)
    return kept
