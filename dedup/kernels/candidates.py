"""The loops that propose pairs and weigh what they share; compiled by `dedup.kernels`.

The rules of `loops` hold. The twins are in `dedup.pairs.plainly`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Floats32, Hashes32, Offsets


def propose(
    first: int,
    stop: int,
    articles: Offsets,
    keys: Hashes32,
    key_weights: Floats32,
    postings: Offsets,
    posted: Hashes32,
    posted_weights: Floats32,
    least: int,
    least_weight: float,
    found: Offsets,
) -> tuple[int, int]:
    """Pairs of articles that share keys, for the left ones from `first` to `stop`.

    Article `i` has the `keys` from `articles[i]` to `articles[i + 1]`, in
    ascending order; under key `k` are `posted` the articles from `postings[k]`
    to `postings[k + 1]`, ascending. Filled are rows of `found` (left, right),
    in order, for pairs left < right that share `least` keys whose weights'
    products come to `least_weight`. Returned are the article at which `found`
    had no room for all the rest, and the rows.
    """
    total = len(articles) - 1
    shared = np.zeros(total, dtype=np.int32)
    weights = np.zeros(total, dtype=np.float32)
    touched = np.empty(total, dtype=np.uint32)
    rows = 0
    for left in range(first, stop):
        count = 0
        for place in range(articles[left], articles[left + 1]):
            key = keys[place]
            weight = key_weights[place]
            # What is posted under a key is in order: those behind the article itself.
            low = postings[key]
            high = postings[key + 1]
            while low < high:
                middle = (low + high) // 2
                if posted[middle] <= left:
                    low = middle + 1
                else:
                    high = middle
            for slot in range(low, postings[key + 1]):
                right = posted[slot]
                if shared[right] == 0:
                    touched[count] = right
                    count += 1
                    weights[right] = np.float32(0)
                shared[right] += 1
                weights[right] += np.float32(weight * posted_weights[slot])
        kept = 0
        for number in range(count):
            right = touched[number]
            if shared[right] >= least and weights[right] >= np.float32(least_weight):
                touched[kept] = right
                kept += 1
            shared[right] = 0
        if rows + kept > len(found):
            return left, rows
        ordered = np.sort(touched[:kept])
        for number in range(kept):
            found[rows, 0] = left
            found[rows, 1] = ordered[number]
            rows += 1
    return stop, rows


def product(
    terms: Hashes32,
    weights: Floats32,
    begins: Offsets,
    ends: Offsets,
    left: Hashes32,
    right: Hashes32,
    products: Floats32,
) -> None:
    """The dot products of pairs of sparse vectors, by merging two ascending lists of terms."""
    for pair in range(len(left)):
        one = begins[left[pair]]
        one_end = ends[left[pair]]
        other = begins[right[pair]]
        other_end = ends[right[pair]]
        total = 0.0
        while one < one_end and other < other_end:
            here = terms[one]
            there = terms[other]
            if here == there:
                total += np.float64(weights[one]) * np.float64(weights[other])
            one += here <= there
            other += there <= here
        products[pair] = total


def strongest(
    terms: Hashes32, weights: Floats32, texts: Offsets, most: int, places: Offsets, counts: Offsets
) -> int:
    """The places of each text's terms of greatest weight, of equals the smaller term.

    Only those that weigh anything, `most` a text at most, in order of place;
    `counts` is how many each text has, the sum is returned.
    """
    best = np.empty(most + 1, dtype=np.int64)
    written = 0
    for text in range(len(texts) - 1):
        count = 0
        for place in range(texts[text], texts[text + 1]):
            weight = weights[place]
            if not weight > 0 or (count == most and weight < weights[best[most - 1]]):
                continue
            slot = count
            while slot > 0:
                before = best[slot - 1]
                if weights[before] > weight or (
                    weights[before] == weight and terms[before] <= terms[place]
                ):
                    break
                best[slot] = before
                slot -= 1
            best[slot] = place
            count = min(count + 1, most)
        places[written : written + count] = np.sort(best[:count])
        counts[text] = count
        written += count
    return written
