"""What a name in a text may be more than mentioned: which members it is worth showing to.

The bits of one name are added up. What each member cannot do without it tells itself (`mentions`
asks them); a name of which nothing is known beforehand has all chances, and is `UNSURE`.
"""

from __future__ import annotations

from typing import NamedTuple

from dedup.credits.parts import Part
from dedup.registry import Mention

LINE, CLOSING, DATELINE, MARKED, PICTURED, BRACKETED, SIGNING, OPENING, REPORTS, TOLD, UNSURE = (
    1 << bit for bit in range(11)
)
"""It stands in a short line; nothing follows it in its part; marks of a dateline are beside it;
marks of a picture's credit; words for pictures around it make it a picture's; a bracket opens
before it; it stands alone in its part; `with` may open its sentence; the words around it attribute
a report to it, or what it was told; none of this is known."""
ANYTHING = 2 * UNSURE - 1


class Placed(NamedTuple):
    """A name, the part it stands in, and what it may be."""

    mention: Mention
    part: Part
    chances: int
