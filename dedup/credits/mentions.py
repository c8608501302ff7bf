"""What the names of a text may be, told without asking the members: most are but mentioned.

Where a text has no phrase of the lists, a member needs certain marks or words next to a name. What
each cannot do without it tells itself, and tests hold the credits equal to those of texts that all
members are asked of.
"""

from __future__ import annotations

from dedup.credits import attributions, pictures
from dedup.credits.chances import ANYTHING, PICTURED, REPORTS, STATING, TOLD, Placed
from dedup.credits.page import Credit
from dedup.credits.parts import Part
from dedup.credits.screening import Seen
from dedup.registry import Trust

_KINDS = {"": 0, "report": REPORTS, "told": TOLD}


def placed_in(text: str, seen: Seen) -> list[Placed]:
    """The names of a text, each with the part it stands in and what it may be."""
    found: list[Placed] = []
    part: Part | None = None
    for mention, (place, likely, words) in zip(seen.mentions, seen.named, strict=True):
        if part is None or place != part.number:
            part = seen.part(place)
        chances = likely & ~STATING
        if likely & STATING:
            chances |= _KINDS[attributions.stated(text, mention, part, part)]
        if words and pictures.is_near(text, mention, words):
            chances |= PICTURED * pictures.is_pictured(text, mention, part, part)
        found.append(Placed(mention, part, chances if mention.stop <= part.stop else ANYTHING))
    return found


def mentions_alone(placed: list[Placed], seen: Seen) -> list[Credit] | None:
    """The mentions of a text of which names tell no more; None where they may.

    What members find that go by labels and marks (`reading.BY_PHRASES`) comes on top.
    """
    if not seen.has_no_lists() or any(chances for _, _, chances in placed):
        return None
    return [
        Credit(mention.start, mention.stop, mention.entry.name, "mention")
        for mention, part, _ in placed
        if mention.trust == Trust.NAME and not part.teaser
    ]
