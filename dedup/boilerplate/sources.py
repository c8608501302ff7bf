"""A bare address below the story: where it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import ADDRESSED, Cut, Piece

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{3,400}$")
_CREDITS = ("tails.credit", "tails.agency", "tails.signed")
_MOST = 2
"""More addresses than that are a list of the story's own links."""


def find(page: Page) -> Iterator[Cut]:
    """Addresses directly below a credit line, or one or two at the very end."""
    if not page.may & ADDRESSED:
        return
    tail = page.tail()
    addresses = [piece for piece in tail if is_address(piece)]
    if len(addresses) > _MOST:
        return
    above: Piece | None = None
    for piece in tail:
        credited = above is not None and above.hit is not None and above.hit.rule in _CREDITS
        if is_address(piece) and (credited or piece is tail[-1]):
            yield Cut(piece.start, piece.stop, "sources.address")
        above = piece


def is_address(piece: Piece) -> bool:
    """Whether a piece is an address on the web and nothing else."""
    return piece.words == 1 and _ADDRESS.match(piece.text) is not None
