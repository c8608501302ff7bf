"""What the texts themselves say: a credit to the other's outlet, or to one common source."""

from __future__ import annotations

from dedup.signals.comparison import Comparison
from dedup.words import fold

NAMES = ("credits_other", "credits_common", "names_common")


def measure(pair: Comparison) -> tuple[float, ...]:
    """1 or 0: one credits the other's publisher; both credit one source; both name one source.

    What an outlet says of itself is no credit, so that two dispatches of one
    agency do not credit each other.
    """
    left, right = pair.profiles
    one, two = fold(left.publisher), fold(right.publisher)
    own = {one, two} - {""}
    other = one != two and (_names(left.credited, two) or _names(right.credited, one))
    credited = _foreign(left.credited & right.credited, own)
    named = _foreign((left.credited & right.named) | (left.named & right.credited), own)
    return float(other), float(credited), float(named)


def _names(names: frozenset[str], publisher: str) -> bool:
    return bool(publisher) and publisher in {fold(name) for name in names}


def _foreign(names: frozenset[str], own: set[str]) -> bool:
    """Whether any of the names is that of a third party."""
    return any(fold(name) not in own for name in names)


def explain(values: dict[str, float]) -> str:
    """Credits in words."""
    if values["credits_other"]:
        return "one credits the other's outlet"
    if values["credits_common"]:
        return "both credit the same source"
    return "one credits a source that the other names" if values["names_common"] else ""
