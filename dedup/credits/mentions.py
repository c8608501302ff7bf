"""What the names of a text may be, told without asking the members: most are but mentioned.

Where a text has no phrase of the lists, a member needs certain marks or words next to a name. What
each cannot do without it tells itself, and tests hold the credits equal to those of texts that all
members are asked of.
"""

from __future__ import annotations

from bisect import bisect_right

from dedup.credits import attributions, brackets, datelines, lines, notes, pictures, sign_offs
from dedup.credits.chances import (
    ANYTHING,
    BRACKETED,
    CLOSING,
    DATELINE,
    LINE,
    MARKED,
    OPENING,
    PICTURED,
    REPORTS,
    SIGNING,
    TOLD,
    Placed,
)
from dedup.credits.page import Credit
from dedup.credits.parts import Part
from dedup.credits.screening import Seen
from dedup.registry import Mention, Trust

_KINDS = {"": 0, "report": REPORTS, "told": TOLD}


def placed_in(text: str, seen: Seen) -> list[Placed]:
    """The names of a text, each with the part it stands in and what it may be."""
    starts = seen.starts
    found: list[Placed] = []
    number, part, shared = -1, None, 0
    for mention in seen.mentions:
        place = max(0, bisect_right(starts, mention.start) - 1)
        if part is None or place != number:
            number, part = place, seen.part(place)
            shared = LINE * lines.is_line(text, part)
        found.append(Placed(mention, part, shared | _chances(text, mention, part, seen)))
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


def _chances(text: str, mention: Mention, part: Part, seen: Seen) -> int:
    """What a name may be, for all that stands beside it."""
    if mention.stop > part.stop:
        return ANYTHING
    found = _KINDS[attributions.attribution(text, mention, part, part)]
    if datelines.is_marked(text, mention):
        found |= DATELINE
    if pictures.is_marked(text, mention):
        found |= MARKED
    if mention.start in seen.pictured and _is_pictured(text, mention, part):
        found |= PICTURED
    if brackets.may_hold(text, max(part.start, mention.start - brackets.REACH), mention):
        found |= BRACKETED
    if lines.may_close(text, part, mention):
        found |= CLOSING
    if sign_offs.stands_alone(text, mention, part):
        found |= SIGNING
    return found | OPENING if notes.may_open(text, part, mention) else found


def _is_pictured(text: str, mention: Mention, part: Part) -> bool:
    near = pictures.is_near_picture(text, mention)
    return near and pictures.is_pictured(text, mention, part, part)
