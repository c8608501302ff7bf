"""What the texts themselves say: a credit to the other's outlet, or to one common source."""

from __future__ import annotations

from dedup.signals.comparison import Comparison, Profile
from dedup.words import fold

NAMES = ("credits_other", "credits_common", "names_common", "retells")


def measure(pair: Comparison) -> tuple[float, ...]:
    """1 or 0: one credits the other's outlet; both credit one source; both name one; one retells.

    What an outlet says of itself is no credit, so that two dispatches of one
    agency do not credit each other.
    """
    left, right = pair.profiles
    one, two = fold(left.publisher), fold(right.publisher)
    own = {one, two} - {""}
    other = one != two and (_names(left.credited, two) or _names(right.credited, one))
    credited = _foreign(left.credited & right.credited, own)
    named = _foreign((left.credited & right.named) | (left.named & right.credited), own)
    retells = _may_retell(left, right, own) or _may_retell(right, left, own)
    return float(other), float(credited), float(named), float(retells)


def _may_retell(one: Profile, other: Profile, own: set[str]) -> bool:
    """Whether one retells a source that the other may be the text of.

    It may where nothing says whose text it is, or where it names that source
    too; not where it is known to be somebody else's.
    """
    if not _foreign(one.retold, own - {fold(other.publisher)}):
        return False
    if other.publisher or other.credited:
        return bool(one.retold & other.named) or _names(one.retold, fold(other.publisher))
    return True


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
    if values["names_common"]:
        return "one credits a source that the other names"
    return "one retells a report that the other may be" if values["retells"] else ""
