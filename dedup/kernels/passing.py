"""The loops that weigh what passages hold and which rare words meet; plain functions here.

The same rules hold as in `loops`; columns of pairs are those of `meeting`, marks of words
those of `telling`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Bytes, Floats32, Floats64, Hashes32, Offsets, Places
from dedup.kernels.telling import AGREES, FACT, NARRATED, QUOTED


def run(
    left: Hashes32,
    texts: Offsets,
    marks: Bytes,
    spans: Offsets,
    span_words: Offsets,
    span_pairs: Offsets,
    places: Offsets,
    told: Bytes,
    found: Floats64,
) -> None:
    """Words shared, of the longest passage, the same of narration, share of those quoted.

    The twin is `dedup.signals.runs.measure`.
    """
    for pair in range(len(left)):
        one = texts[left[pair]]
        left_told, right_told = places[2 * pair], places[2 * pair + 1]
        shared, longest, narrated, quoted = 0.0, 0.0, 0.0, 0.0
        for span in range(span_pairs[pair], span_pairs[pair + 1]):
            words = float(span_words[span])
            first, size = spans[span, 0], spans[span, 1] - spans[span, 0]
            beside, other_size = spans[span, 2], spans[span, 3] - spans[span, 2]
            shared += words
            longest = max(longest, words)
            inside, whole = 0, True
            for word in range(first, first + size):
                inside += 1 if marks[one + word] & QUOTED else 0
                whole = whole and (told[left_told + word] & NARRATED) != 0
            for word in range(beside, beside + other_size):
                whole = whole and (told[right_told + word] & NARRATED) != 0
            quoted += words * (inside / max(size, 1))
            if whole:
                narrated = max(narrated, words)
                continue
            most, length = 0, 0
            for word in range(size):
                place = beside + word * other_size // max(size, 1)
                if told[left_told + first + word] & told[right_told + place] & NARRATED:
                    length += 1
                    most = max(most, length)
                else:
                    length = 0
            narrated = max(narrated, most * words / max(size, 1))
        found[pair, 0] = shared
        found[pair, 1] = longest
        found[pair, 2] = narrated
        found[pair, 3] = quoted / shared if shared > 0 else 0.0


def swap(
    left: Hashes32,
    right: Hashes32,
    texts: Offsets,
    marks: Bytes,
    statements: Hashes32,
    sentences: Places,
    bounds: Offsets,
    bound_texts: Offsets,
    spans: Offsets,
    span_pairs: Offsets,
    beside: Places,
    beside_places: Offsets,
    found: Floats64,
) -> None:
    """The share of facts exchanged, passage by passage, of those stated and exchanged.

    `beside` is by `meet` of statements. The twin is `dedup.signals.figures._swapped`.
    """
    most = 0
    for text in range(len(texts) - 1):
        most = max(most, texts[text + 1] - texts[text])
    seen = np.full(most + 1, -1, dtype=np.int64)
    seen_right = np.full(most + 1, -1, dtype=np.int64)
    for pair in range(len(left)):
        one, other = texts[left[pair]], texts[right[pair]]
        one_bounds, other_bounds = bound_texts[left[pair]], bound_texts[right[pair]]
        met = beside_places[2 * pair]
        kept, swapped = 0, 0
        for span in range(span_pairs[pair], span_pairs[pair + 1]):
            first = bounds[one_bounds + sentences[one + spans[span, 0]]]
            last = bounds[one_bounds + sentences[one + spans[span, 1] - 1] + 1]
            start = bounds[other_bounds + sentences[other + spans[span, 2]]]
            stop = bounds[other_bounds + sentences[other + spans[span, 3] - 1] + 1]
            facts, other_facts, same = 0, 0, 0
            for word in range(other + start, other + stop):
                if marks[word] & FACT and seen_right[statements[word]] != span:
                    seen_right[statements[word]] = span
                    other_facts += 1
            for word in range(one + first, one + last):
                if marks[word] & FACT and seen[statements[word]] != span:
                    seen[statements[word]] = span
                    facts += 1
                    partner = beside[met + statements[word]]
                    if partner >= 0 and seen_right[partner] == span:
                        same += 1
            kept += same
            swapped += min(facts, other_facts) - same
        found[pair] = swapped / (kept + swapped + 1)


def anchor(
    left: Hashes32,
    right: Hashes32,
    texts: Offsets,
    idf: Floats32,
    words: Hashes32,
    sentences: Places,
    bound_texts: Offsets,
    beside: Places,
    beside_places: Offsets,
    places: Offsets,
    told: Bytes,
    least_idf: float,
    fewest: int,
    found: Floats64,
) -> None:
    """How far words that each story uses once meet in the same sentences, and in what order.

    `words` is each word's number among its text's, `beside` by `meet` of these. The
    twin is `dedup.signals.anchors.measure`.
    """
    most = 0
    for text in range(len(texts) - 1):
        most = max(most, texts[text + 1] - texts[text])
    times = np.empty(most + 1, dtype=np.int32)
    times_right = np.empty(most + 1, dtype=np.int32)
    stands = np.empty(most + 1, dtype=np.int32)
    anchors = np.empty(most + 1, dtype=np.int64)
    partners = np.empty(most + 1, dtype=np.int64)
    tails = np.empty(most + 1, dtype=np.int64)
    grid = np.zeros(1, dtype=np.int32)
    for pair in range(len(left)):
        one, one_length = texts[left[pair]], texts[left[pair] + 1] - texts[left[pair]]
        other, other_length = texts[right[pair]], texts[right[pair] + 1] - texts[right[pair]]
        here, there, met = places[2 * pair], places[2 * pair + 1], beside_places[2 * pair]
        weight, weight_right = 0.0, 0.0
        for side in range(2):
            first = one if side == 0 else other
            length = one_length if side == 0 else other_length
            place = here if side == 0 else there
            counts = times if side == 0 else times_right
            counts[: length + 1] = 0
            for word in range(length):
                mark = told[place + word]
                if mark & NARRATED and mark & AGREES and idf[first + word] >= least_idf:
                    counts[words[first + word]] += 1
                    if side == 1:
                        stands[words[first + word]] = word
            for word in range(length):
                mark = told[place + word]
                rare = mark & NARRATED and mark & AGREES and idf[first + word] >= least_idf
                if rare and counts[words[first + word]] == 1:
                    if side == 0:
                        weight += idf[first + word]
                    else:
                        weight_right += idf[first + word]
        count, anchored = 0, 0.0
        for word in range(one_length):
            mark = told[here + word]
            if mark & NARRATED and mark & AGREES and idf[one + word] >= least_idf:
                partner = beside[met + words[one + word]]
                if times[words[one + word]] == 1 and partner >= 0 and times_right[partner] == 1:
                    anchors[count] = word
                    partners[count] = stands[partner]
                    anchored += idf[one + word]
                    count += 1
        found[pair, 0], found[pair, 1], found[pair, 2] = 0.0, 0.0, -1.0
        if count == 0 or min(weight, weight_right) <= 0:
            continue
        columns = bound_texts[right[pair] + 1] - bound_texts[right[pair]]
        room = (bound_texts[left[pair] + 1] - bound_texts[left[pair]]) * columns
        if room > len(grid):
            grid = np.zeros(room, dtype=np.int32)
        for number in range(count):
            row = sentences[one + anchors[number]]
            grid[row * columns + sentences[other + partners[number]]] += 1
        clustered = 0.0
        for number in range(count):
            row = sentences[one + anchors[number]]
            if grid[row * columns + sentences[other + partners[number]]] >= 2:
                clustered += idf[one + anchors[number]]
        rising = 0
        for number in range(count):
            row = sentences[one + anchors[number]]
            grid[row * columns + sentences[other + partners[number]]] = 0
            low, high = 0, rising
            while low < high:
                middle = (low + high) // 2
                if tails[middle] < partners[number]:
                    low = middle + 1
                else:
                    high = middle
            tails[low] = partners[number]
            rising = max(rising, low + 1)
        found[pair, 0] = clustered / min(weight, weight_right)
        found[pair, 1] = clustered / anchored
        if count >= fewest:
            found[pair, 2] = (rising - 2 * np.sqrt(count)) / count
