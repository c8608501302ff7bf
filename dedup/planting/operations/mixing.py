"""Another order, or two stories in one."""

from __future__ import annotations

from itertools import zip_longest

from dedup.planting.drafts import Draft, Paragraph
from dedup.planting.operations.adding import extend
from dedup.planting.operations.cutting import first_words
from dedup.planting.operations.kit import Kit


def reorder(parent: Draft, kit: Kit) -> Draft:
    """The lead stays, the paragraphs below change their places."""
    first, *rest = parent.paragraphs
    kit.rng.shuffle(rest)
    return parent.replaced([first, *rest])


def merge(parent: Draft, kit: Kit) -> Draft:
    """One agency's report, then another's; without another, the outlet's own work."""
    if kit.other is None:
        return extend(parent, kit)
    share = kit.rng.uniform(0.5, 0.8)
    return parent.replaced([*first_words(parent, share), *first_words(kit.other, share)])


def splice(parent: Draft, kit: Kit) -> Draft:
    """Two reports paragraph by paragraph in turn."""
    other = list(kit.other.paragraphs) if kit.other else kit.fresh(parent.words())
    pairs = zip_longest(first_words(parent, 0.8), other[: len(parent.paragraphs)])
    mixed: list[Paragraph] = [one for pair in pairs for one in pair if one]
    return parent.replaced(mixed)
