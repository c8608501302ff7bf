"""The loops that mark what of two texts is shared, told and agreed; plain functions here.

The same rules hold as in `loops`, and columns of pairs are those of `meeting`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Bytes, Hashes32, Offsets, Places

QUOTED, FACT, PERSONAL, OPENS = 1, 2, 4, 8
"""Marks of a text's words: it stands in a quotation; is a figure or a name; is one that only a
speaker uses of himself; opens a paragraph."""
COVERED, NARRATED, AGREES, STATED = 1, 2, 4, 8
"""Marks of a word in a pair: it stands in a passage; is narration; stands in a sentence that states
no other facts than the other text; is stated by the other text."""
TALLIES = 5
"""Kinds of words that `tally` counts."""


def narrate(
    left: Hashes32,
    right: Hashes32,
    texts: Offsets,
    marks: Bytes,
    spans: Offsets,
    span_pairs: Offsets,
    credits: Bytes,
    longest: int,
    places: Offsets,
    told: Bytes,
) -> None:
    """Mark the words of each pair's texts that stand in passages, and those that are narration.

    `spans` are the passages of pair `i` from `span_pairs[i]` on, as word numbers:
    left start and stop, right start and stop. `credits` tells of both sides of
    a pair whether they name the other's outlet; from `longest` words on a
    quotation may be the other's narration. The twin is
    `dedup.signals.comparison.Comparison.sides`.
    """
    most = 0
    for text in range(len(texts) - 1):
        most = max(most, texts[text + 1] - texts[text])
    before = np.empty(most + 1, dtype=np.uint8)
    for pair in range(len(left)):
        for side in range(2):
            text = left[pair] if side == 0 else right[pair]
            first, place = texts[text], places[2 * pair + side]
            for word in range(texts[text + 1] - first):
                told[place + word] = 0 if marks[first + word] & QUOTED else NARRATED
        here, there = places[2 * pair], places[2 * pair + 1]
        for span in range(span_pairs[pair], span_pairs[pair + 1]):
            start, stop = here + spans[span, 0], here + spans[span, 1]
            other, other_stop = there + spans[span, 2], there + spans[span, 3]
            size, other_size = stop - start, other_stop - other
            words, other_words = 0, 0
            for word in range(start, stop):
                told[word] |= COVERED
                before[word - start] = told[word] & NARRATED
                words += 1 if told[word] & NARRATED else 0
            for word in range(other, other_stop):
                told[word] |= COVERED
                other_words += 1 if told[word] & NARRATED else 0
            if words == size and other_words == other_size:
                continue
            # What only one side quotes: is it narration of the other's?
            side = 0 if words / max(size, 1) < other_words / max(other_size, 1) else 1
            quoting = start if side == 0 else other
            quoting_stop = stop if side == 0 else other_stop
            text_first = texts[left[pair]] - here if side == 0 else texts[right[pair]] - there
            narrates = quoting_stop - quoting - (words if side == 0 else other_words) >= longest
            opening = -1
            for word in range(quoting, quoting_stop):
                if narrates and not told[word] & NARRATED:
                    narrates = not marks[text_first + word] & PERSONAL
                    opening = word if opening < 0 else opening
            if narrates and not credits[2 * pair + side]:
                narrates = (marks[text_first + opening] & OPENS) != 0
                after = text_first + opening + 1
                stop = texts[left[pair] + 1] if side == 0 else texts[right[pair] + 1]
                while narrates and after < stop and not marks[after] & OPENS:
                    narrates = (marks[after] & QUOTED) != 0
                    after += 1
            for word in range(size):
                beside = told[other + word * other_size // max(size, 1)] & NARRATED
                if narrates:
                    told[start + word] |= beside
                elif not beside:
                    told[start + word] &= ~NARRATED
            for word in range(other_size):
                beside = before[word * size // max(other_size, 1)]
                if narrates:
                    told[other + word] |= beside
                elif not beside:
                    told[other + word] &= ~NARRATED


def agree(
    left: Hashes32,
    right: Hashes32,
    texts: Offsets,
    marks: Bytes,
    statements: Hashes32,
    sentences: Places,
    beside: Places,
    beside_places: Offsets,
    places: Offsets,
    told: Bytes,
) -> None:
    """Mark the words that the other text states too, and the sentences that agree with it.

    `statements` is each word's number among what its text states, `sentences`
    that of its sentence; `beside` is by `meet` of statements. A sentence of
    which more figures and names are missing than found there does not agree.
    """
    most = 0
    for text in range(len(texts) - 1):
        most = max(most, texts[text + 1] - texts[text])
    kept = np.empty(most + 1, dtype=np.int32)
    missing = np.empty(most + 1, dtype=np.int32)
    for pair in range(len(left)):
        for side in range(2):
            text = left[pair] if side == 0 else right[pair]
            first, length = texts[text], texts[text + 1] - texts[text]
            place, met = places[2 * pair + side], beside_places[2 * pair + side]
            kept[: length + 1] = 0
            missing[: length + 1] = 0
            for word in range(length):
                stated = beside[met + statements[first + word]] >= 0
                if stated:
                    told[place + word] |= STATED
                if marks[first + word] & FACT:
                    if stated:
                        kept[sentences[first + word]] += 1
                    else:
                        missing[sentences[first + word]] += 1
            for word in range(length):
                sentence = sentences[first + word]
                if missing[sentence] <= kept[sentence]:
                    told[place + word] |= AGREES


def tally(
    left: Hashes32,
    right: Hashes32,
    texts: Offsets,
    places: Offsets,
    told: Bytes,
    counts: Offsets,
) -> None:
    """Count each side's words of every kind; row `2 * i` is the left side of pair `i`.

    They are: all; in passages; of these where facts agree; narration; of this
    in passages where facts agree.
    """
    for pair in range(len(left)):
        for side in range(2):
            text = left[pair] if side == 0 else right[pair]
            length = texts[text + 1] - texts[text]
            place = places[2 * pair + side]
            covered, agreeing, narrated, shared = 0, 0, 0, 0
            for word in range(length):
                mark = told[place + word]
                if mark & NARRATED:
                    narrated += 1
                if mark & COVERED:
                    covered += 1
                    if mark & AGREES:
                        agreeing += 1
                        if mark & NARRATED:
                            shared += 1
            row = 2 * pair + side
            counts[row, 0] = length
            counts[row, 1] = covered
            counts[row, 2] = agreeing
            counts[row, 3] = narrated
            counts[row, 4] = shared
