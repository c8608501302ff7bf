"""What an operation has at hand."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from dedup.planting.drafts import Draft, Paragraph
from dedup.planting.rewording import Rewording


class Kit(NamedTuple):
    """Chance, other words, own material and the second report."""

    rng: random.Random
    words: Rewording | None
    """None where the language has no file for rewording."""
    fresh: Callable[[int], list[Paragraph]]
    """So many paragraphs that no other article has: an outlet's own work. May give fewer."""
    later: tuple[Paragraph, ...]
    """What the agency itself knew later, for its write-throughs."""
    other: Draft | None
    """Another agency's report of the same event."""
