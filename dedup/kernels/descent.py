"""The loops that find third texts of a story's pairs, and compare texts; plain functions here.

The same rules hold as in `loops`. The twins are `dedup.directions.thirds.nearest`, and
`compare` and `missed` of `dedup.stemma.Stemma`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Floats64, Hashes32, Hashes64, Offsets


def neighbour(
    left: Hashes32,
    right: Hashes32,
    partners: Hashes32,
    shares: Floats64,
    texts: Offsets,
    thirds: Hashes32,
    counts: Offsets,
) -> None:
    """The texts that share most with both of a pair.

    Text `i` is in a pair with `partners`, ascending, from `texts[i]` on, and `shares` tells how
    much of it stands in each.

    Filled are a row of `thirds` for each pair: those that both are in a pair with, by how much of
    both together stands in them, most first, of equals the first, as many as there is room for;
    and in `counts` how many.
    """
    most = thirds.shape[1]
    sums = np.zeros(most + 1)
    for pair in range(len(left)):
        i, i_end = texts[left[pair]], texts[left[pair] + 1]
        j, j_end = texts[right[pair]], texts[right[pair] + 1]
        count = 0
        while i < i_end and j < j_end:
            if partners[i] < partners[j]:
                i += 1
            elif partners[i] > partners[j]:
                j += 1
            else:
                total = shares[i] + shares[j]
                place = count
                while place > 0 and sums[place - 1] < total:
                    place -= 1
                if place < most:
                    count = min(count + 1, most)
                    for later in range(count - 1, place, -1):
                        sums[later] = sums[later - 1]
                        thirds[pair, later] = thirds[pair, later - 1]
                    sums[place] = total
                    thirds[pair, place] = partners[i]
                i += 1
                j += 1
        counts[pair] = count


def descend(
    left: Hashes32,
    right: Hashes32,
    thirds: Hashes32,
    third_pairs: Offsets,
    numbers: Hashes32,
    texts: Offsets,
    values: Hashes64,
    value_texts: Offsets,
    leads: Offsets,
    counts: Offsets,
    kept: Floats64,
) -> None:
    """What pairs of texts have in common against others, in readings.

    Text `i` has the readings `values`, ascending, from `value_texts[i]` on; from
    `texts[i]` on `numbers` tells which of them stands at each place. The pair `i`
    is held against the `thirds` from `third_pairs[i]` on.

    Filled are a row of `counts` for each third (what only the left shares with
    it, what only the right does, what both have and it lacks, what of that lies
    between readings of the left that it has, what all three have), and a row of
    `kept` for each pair: the share of the first `leads[i]` readings of the left
    text that the right has, and the reverse.
    """
    most = 0
    for text in range(len(value_texts) - 1):
        most = max(most, value_texts[text + 1] - value_texts[text])
    met = np.zeros((2, most + 1), dtype=np.uint8)
    third_met = np.zeros((2, most + 1), dtype=np.uint8)
    for pair in range(len(left)):
        for turn in range(third_pairs[pair + 1] - third_pairs[pair] + 1):
            # First the two with one another, then either with each third.
            for side in range(2):
                one = left[pair] if side == 0 else right[pair]
                other = right[pair] if side == 0 else left[pair]
                if turn:
                    other = thirds[third_pairs[pair] + turn - 1]
                i, i_end = value_texts[one], value_texts[one + 1]
                j, j_end = value_texts[other], value_texts[other + 1]
                found = third_met if turn else met
                found[side, : i_end - i] = 0
                while i < i_end and j < j_end:
                    if values[i] < values[j]:
                        i += 1
                    elif values[i] > values[j]:
                        j += 1
                    else:
                        found[side, i - value_texts[one]] = 1
                        i += 1
                        j += 1
                if turn == 0:
                    first, total = texts[one], 0
                    lead = min(leads[one], texts[one + 1] - first)
                    for place in range(first, first + lead):
                        total += met[side, numbers[place]]
                    kept[pair, side] = total / lead if lead else 0.0
            if turn == 0:
                continue
            row = third_pairs[pair] + turn - 1
            left_only, right_only, apart, inside, common = 0, 0, 0, 0, 0
            waiting = -1  # what is apart since the last reading that the third has
            for place in range(texts[left[pair]], texts[left[pair] + 1]):
                number = numbers[place]
                if third_met[0, number]:
                    inside += max(waiting, 0)
                    waiting = 0
                    if met[0, number]:
                        common += 1
                    else:
                        left_only += 1
                elif met[0, number]:
                    apart += 1
                    if waiting >= 0:
                        waiting += 1
            for place in range(texts[right[pair]], texts[right[pair] + 1]):
                number = numbers[place]
                if third_met[1, number] and not met[1, number]:
                    right_only += 1
            counts[row, 0] = left_only
            counts[row, 1] = right_only
            counts[row, 2] = apart
            counts[row, 3] = inside
            counts[row, 4] = common


def lack(
    copy: int,
    others: Hashes32,
    heard: int,
    numbers: Hashes32,
    texts: Offsets,
    values: Hashes64,
    value_texts: Offsets,
    missed: Offsets,
) -> None:
    """How much of what a text has in common with others each of its possible sources lacks.

    Texts have readings as in `descend`. The first of the `others` are the sources, one for each row
    of `missed`, and of these the first `heard` are asked what the text shares with them; the rest
    are its siblings. Counted are its readings, as often as they stand in it, that a source lacks:
    of those that a source heard has, and of those that a sibling has.
    """
    begin, size = value_texts[copy], value_texts[copy + 1] - value_texts[copy]
    times = np.zeros(size, dtype=np.int64)
    for place in range(texts[copy], texts[copy + 1]):
        times[numbers[place]] += 1
    met = np.zeros((len(others), size), dtype=np.uint8)
    for number in range(len(others)):
        i, j = 0, value_texts[others[number]]
        j_end = value_texts[others[number] + 1]
        while i < size and j < j_end:
            if values[begin + i] < values[j]:
                i += 1
            elif values[begin + i] > values[j]:
                j += 1
            else:
                met[number, i] = 1
                i += 1
                j += 1
    sources = len(missed)
    for i in range(size):
        by_sources = by_siblings = 0
        for number in range(heard):
            by_sources |= met[number, i]
        for number in range(sources, len(others)):
            by_siblings |= met[number, i]
        for source in range(sources):
            if not met[source, i]:
                missed[source, 0] += by_sources * times[i]
                missed[source, 1] += by_siblings * times[i]
