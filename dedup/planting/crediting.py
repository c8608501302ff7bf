"""What an article says of its source, as outlets do: in one of many forms, or not at all.

Nobody can credit whom he does not know of: an outlet that took its story from
one that names no agency can name that outlet only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dedup.planting.cascades import Event, Node
from dedup.planting.furniture import Filling
from dedup.planting.pages import Credit
from dedup.settings.planting import PlantSettings

_REPRINT = {"dateline": 35, "byline": 30, "sign_off": 25, "copyright": 10}
_REWRITE = {"dateline": 8, "byline": 12, "sign_off": 25, "retold": 55}
_SECOND = 0.35
"""Share of credited reprints that name the agency twice, above and below."""
_PASSED_ON = 0.5
"""Share of copies of an outlet's article that name that outlet."""
_REWRITTEN = frozenset({"reword_heavy", "condense", "retell"})


class Credited(NamedTuple):
    """The credits of one article, and whom they name."""

    lines: tuple[Credit, ...]
    agency: str
    """Empty where none is named."""
    outlet: str
    forms: tuple[str, ...]


def credit(
    event: Event,
    number: int,
    earlier: Sequence[Credited],
    filling: Filling,
    settings: PlantSettings,
) -> Credited:
    """The credits of an event's article, given those of all that came before it."""
    node = event.nodes[number]
    rng = filling.rng
    if not node.agency.name:
        return Credited((), "", "", ())
    if node.style is None:
        forms = ["dateline"] + (["sign_off"] if rng.random() < 0.5 else [])
        return _made(node, forms, "", filling)
    assert node.parent is not None  # noqa: S101  # an outlet took it from someone
    if rng.random() < settings.strip:
        return Credited((), "", "", ())
    source = event.nodes[node.parent]
    forms = []
    if source.style is None or earlier[node.parent].agency:
        table = _REWRITE if node.operation in _REWRITTEN else _REPRINT
        forms = rng.choices(list(table), list(table.values()))
        if forms[0] in {"dateline", "byline"} and rng.random() < _SECOND:
            forms.append(rng.choice(["sign_off", "copyright"]))
    passed_on = source.outlet if source.style and rng.random() < _PASSED_ON else ""
    if source.style and not forms and not passed_on:
        passed_on = source.outlet
    return _made(node, forms, passed_on, filling)


def _made(node: Node, forms: Sequence[str], outlet: str, filling: Filling) -> Credited:
    phrases = filling.language.credits
    lines = [Credit(form, filling.fill(filling.rng.choice(phrases[form]))) for form in forms]
    if outlet:
        phrase = filling.rng.choice(phrases["outlet"]).replace("{outlet}", outlet)
        lines.append(Credit("outlet", phrase))
    agency = node.agency.name if forms else ""
    named = ("outlet",) if outlet else ()
    return Credited(tuple(lines), agency, outlet, (*forms, *named))
