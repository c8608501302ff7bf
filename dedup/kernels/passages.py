"""The loops that find what two texts share; plain functions, compiled by `dedup.kernels`.

Apart from `loops` for its length; the same rules hold. The twin of `tile` is
`dedup.alignments.plainly.passages`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Hashes32, Hashes64, Offsets

PLACE_BITS = 21
"""A run of words is sorted as one number: its length and two places of so many bits."""
_MOST = (1 << PLACE_BITS) - 1
_DIGITS = 3
_LOWER = np.uint64(64 - 8 * _DIGITS)


def order(values: Hashes64, texts: Offsets, places: Hashes32) -> None:
    """For each text, the places of its values in ascending order of value, then of place.

    Sorted by radix over the high 24 bits; values that agree in these alone,
    which are few, are put right by insertion.
    """
    longest = 0
    for text in range(len(texts) - 1):
        longest = max(longest, texts[text + 1] - texts[text])
    here = np.empty(longest, dtype=np.uint32)
    there = np.empty(longest, dtype=np.uint32)
    counts = np.empty((_DIGITS, 256), dtype=np.int64)
    for text in range(len(texts) - 1):
        first = texts[text]
        length = texts[text + 1] - first
        counts[:] = 0
        for place in range(length):
            value = np.uint32(values[first + place] >> _LOWER)
            here[place] = place
            for digit in range(_DIGITS):
                counts[digit, (value >> np.uint32(8 * digit)) & np.uint32(255)] += 1
        for digit in range(_DIGITS):
            total = 0
            for number in range(256):
                total, counts[digit, number] = total + counts[digit, number], total
            for place in range(length):
                value = np.uint32(values[first + here[place]] >> _LOWER)
                bucket = (value >> np.uint32(8 * digit)) & np.uint32(255)
                there[counts[digit, bucket]] = here[place]
                counts[digit, bucket] += 1
            here, there = there, here
        for place in range(1, length):
            moved = here[place]
            value64 = values[first + moved]
            slot = place
            while slot > 0:
                before = values[first + here[slot - 1]]
                if before <= value64:
                    break
                here[slot] = here[slot - 1]
                slot -= 1
            here[slot] = moved
        for place in range(length):
            places[first + place] = here[place]


def tile(
    left: Hashes32,
    right: Hashes32,
    words: Hashes64,
    texts: Offsets,
    word_places: Hashes32,
    seeds: Hashes64,
    seed_texts: Offsets,
    seed_places: Hashes32,
    bounds: Offsets,
    bound_texts: Offsets,
    numbers: Offsets,
    similarity: float,
    found: Offsets,
    doubted: Offsets,
) -> tuple[int, int, int]:
    """Verbatim passages of pairs, and the sentences that may be edited ones.

    `left` and `right` are numbers of texts; `words` their words one text after
    the other, `seeds` the hash of the words in a row from each place on, each
    with the places in order of value (`order`); `bounds` the word numbers at
    which the sentences of each text begin, and their end. `numbers` are the
    words of a seed, the places of one seed that are followed, the steps a pair
    may take, the words of the shortest sentence that counts, and the untouched
    sentences of either text that are looked at.

    Filled are rows of `found` (pair, left start and stop, right start and
    stop, words shared, words in a row) and of `doubted` (pair, left start and
    stop, right start and stop): sentences that no passage touches, whose words
    regardless of order are alike to `similarity`, so that in their order they
    may be. Returned are the pairs done before either had no room for the next,
    and the rows of both.
    """
    seed, most_places, most_steps = numbers[0], numbers[1], numbers[2]
    shortest, most_free = numbers[3], numbers[4]
    longest = 0
    sentences = 0
    for text in range(len(texts) - 1):
        longest = max(longest, texts[text + 1] - texts[text])
        sentences = max(sentences, bound_texts[text + 1] - bound_texts[text])
    taken_left = np.zeros(longest + 1, dtype=np.uint8)
    taken_right = np.zeros(longest + 1, dtype=np.uint8)
    runs = np.empty(longest * most_places + 1, dtype=np.int64)
    free_left = np.empty(sentences + 1, dtype=np.int64)
    free_right = np.empty(sentences + 1, dtype=np.int64)
    sentence_left = np.empty(longest + 1, dtype=np.int32)
    sentence_right = np.empty(longest + 1, dtype=np.int32)
    common = np.zeros(1, dtype=np.int32)
    passages = 0
    doubts = 0
    for pair in range(len(left)):
        one, other = texts[left[pair]], texts[right[pair]]
        one_length = texts[left[pair] + 1] - one
        other_length = texts[right[pair] + 1] - other
        if passages + min(one_length, other_length) // seed + 1 > len(found):
            return pair, passages, doubts

        # Maximal runs: seeds that both have, by merging both lists, each followed to its end.
        count = 0
        steps = 0
        at, at_end = seed_texts[left[pair]], seed_texts[left[pair] + 1]
        beside, beside_end = seed_texts[right[pair]], seed_texts[right[pair] + 1]
        one_seeds, other_seeds = at, beside
        while at < at_end and beside < beside_end:
            value = seeds[one_seeds + seed_places[at]]
            value_beside = seeds[other_seeds + seed_places[beside]]
            if value < value_beside:
                at += 1
                continue
            if value > value_beside:
                beside += 1
                continue
            last = beside
            while (
                last < beside_end
                and last - beside < most_places
                and seeds[other_seeds + seed_places[last]] == value
            ):
                last += 1
            while at < at_end and seeds[one_seeds + seed_places[at]] == value:
                i = np.int64(seed_places[at])
                for slot in range(beside, last):
                    j = np.int64(seed_places[slot])
                    if i and j and words[one + i - 1] == words[other + j - 1]:
                        continue
                    if steps > most_steps:
                        continue
                    length = 0
                    room = min(one_length - i, other_length - j)
                    while length < room and words[one + i + length] == words[other + j + length]:
                        length += 1
                    steps += length
                    if length >= seed:
                        runs[count] = ((_MOST - length) << (2 * PLACE_BITS)) | (i << PLACE_BITS) | j
                        count += 1
                at += 1
            beside = last
            while beside < beside_end and seeds[other_seeds + seed_places[beside]] == value:
                beside += 1

        # Longest first, each word used once.
        taken_left[:one_length] = 0
        taken_right[:other_length] = 0
        ordered = np.sort(runs[:count])
        tiles = 0
        for number in range(count):
            key = ordered[number]
            length = _MOST - (key >> (2 * PLACE_BITS))
            i = (key >> PLACE_BITS) & _MOST
            j = key & _MOST
            start = 0
            for step in range(length + 1):
                if step < length and not (taken_left[i + step] or taken_right[j + step]):
                    continue
                if step - start >= seed:
                    for place in range(start, step):
                        taken_left[i + place] = 1
                        taken_right[j + place] = 1
                    runs[tiles] = (
                        ((i + start) << (2 * PLACE_BITS))
                        | ((j + start) << PLACE_BITS)
                        | (step - start)
                    )
                    tiles += 1
                start = step + 1

        # Tiles that follow one another on both sides are one edited passage.
        ordered = np.sort(runs[:tiles])
        begun = passages
        for number in range(tiles):
            key = ordered[number]
            i = key >> (2 * PLACE_BITS)
            j = (key >> PLACE_BITS) & _MOST
            length = key & _MOST
            if passages > begun:
                ahead = i - found[passages - 1, 2]
                ahead_right = j - found[passages - 1, 4]
                gap = max(ahead, ahead_right)
                if (
                    min(ahead, ahead_right) >= 0
                    and gap <= 8
                    and gap <= found[passages - 1, 5] + length - 2
                ):
                    found[passages - 1, 2] = i + length
                    found[passages - 1, 4] = j + length
                    found[passages - 1, 5] += length
                    found[passages - 1, 6] = max(found[passages - 1, 6], length)
                    continue
            found[passages, 0] = pair
            found[passages, 1] = i
            found[passages, 2] = i + length
            found[passages, 3] = j
            found[passages, 4] = j + length
            found[passages, 5] = length
            found[passages, 6] = length
            passages += 1

        # Sentences without a passage: how many words of each pair of them agree.
        for number in range(begun, passages):
            taken_left[found[number, 1] : found[number, 2]] = 1
            taken_right[found[number, 3] : found[number, 4]] = 1
        for side in range(2):
            text = left[pair] if side == 0 else right[pair]
            taken = taken_left if side == 0 else taken_right
            free = free_left if side == 0 else free_right
            sentence = sentence_left if side == 0 else sentence_right
            chosen = 0
            for bound in range(bound_texts[text], bound_texts[text + 1] - 1):
                start, stop = bounds[bound], bounds[bound + 1]
                untouched = stop - start >= shortest and chosen < most_free
                for place in range(start, stop):
                    untouched = untouched and not taken[place]
                for place in range(start, stop):
                    sentence[place] = chosen if untouched else -1
                if untouched:
                    free[chosen] = bound
                    chosen += 1
            if side == 0:
                lefts = chosen
            else:
                rights = chosen
        if lefts == 0 or rights == 0:
            continue
        if doubts + lefts * rights > len(doubted):
            return pair, begun, doubts
        if lefts * rights > len(common):
            common = np.zeros(lefts * rights, dtype=np.int32)
        common[: lefts * rights] = 0
        at, beside = one, other
        at_end, beside_end = one + one_length, other + other_length
        while at < at_end and beside < beside_end:
            value = words[one + word_places[at]]
            value_beside = words[other + word_places[beside]]
            if value < value_beside:
                at += 1
                continue
            if value > value_beside:
                beside += 1
                continue
            last = beside
            while last < beside_end and words[other + word_places[last]] == value:
                last += 1
            while at < at_end and words[one + word_places[at]] == value:
                i = sentence_left[word_places[at]]
                times = 0
                while (
                    at < at_end
                    and words[one + word_places[at]] == value
                    and sentence_left[word_places[at]] == i
                ):
                    times += 1
                    at += 1
                if i < 0:
                    continue
                slot = beside
                while slot < last:
                    j = sentence_right[word_places[slot]]
                    times_right = 0
                    while slot < last and sentence_right[word_places[slot]] == j:
                        times_right += 1
                        slot += 1
                    if j >= 0:
                        common[i * rights + j] += min(times, times_right)
            beside = last
        for first in range(lefts):
            start, stop = bounds[free_left[first]], bounds[free_left[first] + 1]
            for second in range(rights):
                start_right, stop_right = bounds[free_right[second]], bounds[free_right[second] + 1]
                both = (stop - start) + (stop_right - start_right)
                if 2 * common[first * rights + second] >= similarity * both:
                    doubted[doubts, 0] = pair
                    doubted[doubts, 1] = start
                    doubted[doubts, 2] = stop
                    doubted[doubts, 3] = start_right
                    doubted[doubts, 4] = stop_right
                    doubts += 1
    return len(left), passages, doubts
