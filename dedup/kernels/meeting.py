"""The loops that find what each of two texts has of the other; plain, compiled by `dedup.kernels`.

The same rules hold as in `loops`. Texts are given as columns, one after the
other, with the place at which each begins; `left` and `right` are numbers of
texts. What is made for every pair is a column too: what belongs to the left
text of pair `i` begins at `places[2 * i]`, to the right one at
`places[2 * i + 1]`. Weights are summed in double precision, in which sums of
some thousand single ones are exact, so that their order does not matter.
"""

from __future__ import annotations

from dedup.kernels.loops import Floats32, Floats64, Hashes32, Hashes64, Offsets, Places


def distinct(
    values: Hashes64,
    texts: Offsets,
    ordered: Hashes32,
    numbers: Hashes32,
    firsts: Offsets,
    counts: Offsets,
) -> int:
    """Number each text's values by their order, equal ones alike; `ordered` is by `order`.

    Filled are the number of every value, the place at which each distinct one
    stands first, text by text, and how many there are in each text.
    """
    found = 0
    for text in range(len(texts) - 1):
        first = texts[text]
        begun = found
        for at in range(first, texts[text + 1]):
            place = first + ordered[at]
            if found == begun or values[place] != values[firsts[found - 1]]:
                firsts[found] = place
                found += 1
            numbers[place] = found - 1 - begun
        counts[text] = found - begun
    return found


def assign(
    values: Hashes64,
    texts: Offsets,
    terms: Hashes64,
    weights: Floats32,
    begins: Offsets,
    ends: Offsets,
    unknown: float,
    found: Floats32,
) -> None:
    """The weight that each value has among its text's terms; `unknown` where it is none.

    Values and terms ascend in each text; the terms of text `i` go from
    `begins[i]` to `ends[i]`.
    """
    for text in range(len(texts) - 1):
        at, end = begins[text], ends[text]
        for place in range(texts[text], texts[text + 1]):
            while at < end and terms[at] < values[place]:
                at += 1
            there = at < end and terms[at] == values[place]
            found[place] = weights[at] if there else unknown


def meet(
    left: Hashes32,
    right: Hashes32,
    values: Hashes64,
    texts: Offsets,
    places: Offsets,
    beside: Places,
) -> None:
    """For each distinct value of either text, its number in the other; -1 where it lacks it.

    `values` ascend in each text. The twin is `dedup.readings.shared`.
    """
    for pair in range(len(left)):
        one, one_end = texts[left[pair]], texts[left[pair] + 1]
        other, other_end = texts[right[pair]], texts[right[pair] + 1]
        here, there = places[2 * pair], places[2 * pair + 1]
        for at in range(one_end - one):
            beside[here + at] = -1
        for at in range(other_end - other):
            beside[there + at] = -1
        i, j = one, other
        while i < one_end and j < other_end:
            if values[i] < values[j]:
                i += 1
            elif values[i] > values[j]:
                j += 1
            else:
                beside[here + i - one] = j - other
                beside[there + j - other] = i - one
                i += 1
                j += 1


def weigh(
    left: Hashes32,
    right: Hashes32,
    values: Hashes64,
    weights: Floats32,
    texts: Offsets,
    sums: Floats64,
) -> None:
    """The weight of what either text has, and of that which the other has too.

    `values` ascend in each text, without repetition. A row of `sums` is: all of
    the left one's weight, that of what is shared; the same of the right one.
    """
    for pair in range(len(left)):
        i, one_end = texts[left[pair]], texts[left[pair] + 1]
        j, other_end = texts[right[pair]], texts[right[pair] + 1]
        total, total_right = 0.0, 0.0
        for at in range(i, one_end):
            total += weights[at]
        for at in range(j, other_end):
            total_right += weights[at]
        shared, shared_right = 0.0, 0.0
        while i < one_end and j < other_end:
            if values[i] < values[j]:
                i += 1
            elif values[i] > values[j]:
                j += 1
            else:
                shared += weights[i]
                shared_right += weights[j]
                i += 1
                j += 1
        sums[pair, 0] = total
        sums[pair, 1] = shared
        sums[pair, 2] = total_right
        sums[pair, 3] = shared_right
