"""Texts whose names are but mentioned, told without asking the members: most texts are such.

Where a text has no phrase of the lists, a member needs certain marks or words next to a name. What
each cannot do without it tells itself, and tests hold the credits equal to those of texts that all
members are asked of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from dedup.credits import attributions, brackets, datelines, lines, notes, pictures, sign_offs
from dedup.credits.page import Credit
from dedup.credits.parts import Part
from dedup.credits.screening import Seen
from dedup.registry import Mention, Trust


def mentions_alone(text: str, seen: Seen) -> list[Credit] | None:
    """The mentions of a text of which names tell no more; None where they may.

    What members find that go by labels and marks (`reading.BY_PHRASES`) comes on top.
    """
    if not seen.has_no_lists():
        return None
    found = []
    for mention, part in _placed(seen):
        if _may_be_more(text, mention, part, seen):
            return None
        if mention.trust == Trust.NAME and not part.teaser:
            found.append(Credit(mention.start, mention.stop, mention.entry.name, "mention"))
    return found


def _placed(seen: Seen) -> Iterator[tuple[Mention, Part]]:
    """The names, each with the part it stands in."""
    starts = seen.parts[0]
    for mention in seen.mentions:
        number = max(0, bisect_right(starts, mention.start) - 1)
        yield mention, seen.part(number)


def _may_be_more(text: str, mention: Mention, part: Part, seen: Seen) -> bool:
    """Whether a name may be more than mentioned, for all that stands beside it."""
    low = max(part.start, mention.start - brackets.REACH)
    return (
        lines.is_line(text, part)
        or mention.stop > part.stop
        or datelines.is_marked(text, mention)
        or pictures.is_marked(text, mention)
        or brackets.may_hold(text, low, mention)
        or lines.may_close(text, part, mention)
        or sign_offs.stands_alone(text, mention, part)
        or (mention.start in seen.pictured and _is_pictured(text, mention, part))
        or notes.may_open(text, part, mention)
        or attributions.attribution(text, mention, part, part) != ""
    )


def _is_pictured(text: str, mention: Mention, part: Part) -> bool:
    near = pictures.is_near_picture(text, mention)
    return near and pictures.is_pictured(text, mention, part, part)
