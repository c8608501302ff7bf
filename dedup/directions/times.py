"""Evidence of direction: who was published first.

Only intervals that do not overlap count: a day is not a minute, and a missing
zone widens the interval. A text cannot come from one published after it.
"""

from __future__ import annotations

from dedup.directions.sides import NOTHING, RULED_OUT, Evidence, Pair
from dedup.settings import DirectionSettings


def weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """The earlier one may be the source, the later one cannot."""
    lead = pair.lead
    if lead == 0:
        return NOTHING
    first, forward, backward = "left", settings.earlier, RULED_OUT
    if lead < 0:
        first, forward, backward = "right", backward, forward
    words = f"the {first} article was published first, by at least {span(abs(lead))}"
    return Evidence(forward, backward, 0.0, words)


def silence(pair: Pair) -> str:
    """Why nothing tells, in words: without a zone, a time may be half a day off."""
    if pair.left.earliest is None or pair.right.earliest is None:
        return "nothing tells which was first"
    return "nothing tells which was first, and the times given are too near or too vague for it"


def span(seconds: int) -> str:
    """A length of time in words, in the largest unit that fits."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}" + ("s" if count > 1 else "")
    return "a moment"
