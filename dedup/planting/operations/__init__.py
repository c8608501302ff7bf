"""What outlets do to a story they take over; one module a kind of operation.

An operation is a function `(parent, kit) -> draft`, listed in `MEMBERS` with
its name. To add one, write the function and list it; one that training and
tuning may not see goes into `HELD_BACK` too. What a planted pair is called
does not depend on the operation: `truth` compares the two texts.
"""

from __future__ import annotations

from collections.abc import Callable

from dedup.planting.drafts import Draft
from dedup.planting.operations import adding, cutting, mixing, wording
from dedup.planting.operations.kit import Kit

Operation = Callable[[Draft, Kit], Draft]

MEMBERS: dict[str, Operation] = {
    "copy": cutting.copy,
    "trim": cutting.trim,
    "excerpt": cutting.excerpt,
    "extend": adding.extend,
    "write_through": adding.write_through,
    "reorder": mixing.reorder,
    "merge": mixing.merge,
    "reword_light": wording.reword_light,
    "reword_heavy": wording.reword_heavy,
    "new_lead": adding.new_lead,
    "splice": mixing.splice,
    "restyle": wording.restyle,
    "condense": wording.condense,
    "retell": wording.retell,
}

HELD_BACK = frozenset({"new_lead", "splice", "restyle", "condense", "retell"})

ENGLISH_ONLY = frozenset({"reword_light", "reword_heavy", "restyle", "condense", "retell"})
"""Those that need a `rewording_LANGUAGE.toml` and the turns of `rephrasing`."""
