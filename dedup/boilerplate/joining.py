"""Cuts of one text brought together: those that overlap, and those of what earlier ones left."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import attrgetter

from dedup.boilerplate.pieces import Cut

_START, _STOP = attrgetter("start"), attrgetter("stop")


def apart(cuts: Sequence[Cut], length: int) -> list[Cut]:
    """Cuts that do not overlap, in order: an earlier one of the list keeps its span."""
    listed = sorted(cuts)
    if all(one.stop <= other.start for one, other in pairwise(listed)) and all(
        0 <= one.start < one.stop <= length for one in listed
    ):
        return listed
    taken: list[Cut] = []
    for one in cuts:
        start, stop = max(one.start, 0), min(one.stop, length)
        low = bisect_right(taken, start, key=_STOP)
        high = bisect_left(taken, stop, key=_START)
        gaps = [start, *(edge for other in taken[low:high] for edge in other[:2]), stop]
        free = [
            Cut(*span, one.rule)
            for span in zip(gaps[::2], gaps[1::2], strict=True)
            if span[0] < span[1]
        ]
        taken[low:high] = sorted([*taken[low:high], *free])
    return taken


def joined(old: Sequence[Cut], new: Sequence[Cut]) -> list[Cut]:
    """Add cuts found in the story text, as cuts of the text; they may span older ones."""
    if not old:
        return list(new)
    starts = [one.start for one in old]
    shifts = [0, *accumulate(one.stop - one.start for one in old)]
    places = [start - shift for start, shift in zip(starts, shifts, strict=False)]
    pieces: list[Cut] = []
    for one in new:
        low, high = bisect_right(places, one.start), bisect_left(places, one.stop)
        edges = [one.start, *places[low:high], one.stop]
        for shift, (start, stop) in zip(shifts[low : high + 1], pairwise(edges), strict=True):
            if start < stop:
                pieces.append(Cut(start + shift, stop + shift, one.rule))
    return sorted([*old, *pieces])
