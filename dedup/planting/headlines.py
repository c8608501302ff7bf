"""The headline that an outlet puts above a story it takes over: the same, a shorter, or its own."""

from __future__ import annotations

import random
from dataclasses import replace

from dedup.planting.drafts import UNSPACED, Draft
from dedup.planting.rewording import Rewording

KEPT, SHORTER = 0.45, 0.15
"""Shares of headlines kept, and cut short; the others are made of the first sentence."""
_MOST_WORDS, _LEAST_WORDS = 10, 4


def retitled(draft: Draft, words: Rewording | None, rng: random.Random) -> Draft:
    """The draft under the headline of another desk."""
    chance = rng.random()
    if chance < KEPT or draft.language in UNSPACED:
        return draft
    given = draft.title.split()
    if chance < KEPT + SHORTER and len(given) > _LEAST_WORDS + 1:
        return replace(draft, title=" ".join(given[: rng.randint(_LEAST_WORDS, len(given) - 1)]))
    first = next(iter(draft.sentences())).text
    told = words.light(first, rng, 0.5) if words else first
    made = told.split()[: rng.randint(_LEAST_WORDS + 2, _MOST_WORDS)]
    return replace(draft, title=" ".join(made).rstrip(".,;:-–—"))
