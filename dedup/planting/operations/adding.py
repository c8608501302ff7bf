"""More than the story had: own paragraphs, later facts, another lead."""

from __future__ import annotations

from dedup.planting.drafts import Draft, Paragraph
from dedup.planting.operations.cutting import first_words
from dedup.planting.operations.kit import Kit


def extend(parent: Draft, kit: Kit) -> Draft:
    """The outlet's own paragraphs after the story, or between."""
    own = kit.fresh(round(parent.words() * kit.rng.uniform(0.15, 0.5)))
    paragraphs = list(parent.paragraphs)
    if kit.rng.random() < 0.6:
        return parent.replaced([*paragraphs, *own])
    for paragraph in own:
        paragraphs.insert(kit.rng.randint(1, len(paragraphs)), paragraph)
    return parent.replaced(paragraphs)


def write_through(parent: Draft, kit: Kit) -> Draft:
    """The agency's next version: what it learned later on top, the old lead further down."""
    later: list[Paragraph] = list(kit.later) or kit.fresh(60)
    old = list(parent.paragraphs)
    top, rest = later[:1], later[1:]
    place = max(1, len(old) - kit.rng.randint(0, 2))
    return parent.replaced([*top, *old[:place], *rest, *old[place:]])


def new_lead(parent: Draft, kit: Kit) -> Draft:
    """Another top on the body of the story, which is cut from below."""
    own = kit.fresh(50)[:2]
    body = first_words(parent, kit.rng.uniform(0.7, 1.0))
    return parent.replaced([*own, *(body[1:] or body)])
