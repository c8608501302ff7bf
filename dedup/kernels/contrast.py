"""The loops that weigh what two texts do not share; plain functions here.

The same rules hold as in `loops`; columns of pairs are those of `meeting`, marks of words
those of `telling`. Every distinct word or fact of a text counts once.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Bytes, Floats32, Floats64, Hashes32, Offsets, Places
from dedup.kernels.telling import COVERED, FACT, NARRATED, QUOTED, STATED


def replace(
    left: Hashes32,
    right: Hashes32,
    texts: Offsets,
    marks: Bytes,
    idf: Floats32,
    statements: Hashes32,
    sentences: Places,
    places: Offsets,
    told: Bytes,
    found: Floats64,
) -> None:
    """Weight of the facts of sentences that touch passages: kept by the other text, and missing.

    A row of `found` is a side of a pair. The twin is
    `dedup.signals.comparison.Side.facts`.
    """
    most = 0
    for text in range(len(texts) - 1):
        most = max(most, texts[text + 1] - texts[text])
    touched = np.empty(most + 1, dtype=np.uint8)
    seen = np.full(most + 1, -1, dtype=np.int64)
    for side in range(2 * len(left)):
        text = left[side // 2] if side % 2 == 0 else right[side // 2]
        first, length = texts[text], texts[text + 1] - texts[text]
        place = places[side]
        touched[: length + 1] = 0
        for word in range(length):
            mark = told[place + word]
            if mark & COVERED and mark & NARRATED:
                touched[sentences[first + word]] = 1
        kept, missing = 0.0, 0.0
        for word in range(length):
            if not (marks[first + word] & FACT and touched[sentences[first + word]]):
                continue
            if seen[statements[first + word]] == side:
                continue
            seen[statements[first + word]] = side
            if told[place + word] & STATED:
                kept += idf[first + word]
            else:
                missing += idf[first + word]
        found[side, 0], found[side, 1] = kept, missing


def remain(
    left: Hashes32,
    right: Hashes32,
    texts: Offsets,
    marks: Bytes,
    idf: Floats32,
    words: Hashes32,
    beside: Places,
    beside_places: Offsets,
    places: Offsets,
    told: Bytes,
    found: Floats64,
) -> None:
    """Of the words outside passages and quotations their number, weight, and weight met.

    Met are those that the other text has anywhere; `beside` is by `meet` of
    `words`. A row of `found` is a side of a pair. The twin is
    `dedup.signals.remainder.measure`.
    """
    most = 0
    for text in range(len(texts) - 1):
        most = max(most, texts[text + 1] - texts[text])
    seen = np.full(most + 1, -1, dtype=np.int64)
    for side in range(2 * len(left)):
        text = left[side // 2] if side % 2 == 0 else right[side // 2]
        first, place, met = texts[text], places[side], beside_places[side]
        count, weight, shared = 0.0, 0.0, 0.0
        for word in range(texts[text + 1] - first):
            if told[place + word] & COVERED or marks[first + word] & QUOTED:
                continue
            count += 1.0
            number = words[first + word]
            if seen[number] == side:
                continue
            seen[number] = side
            weight += idf[first + word]
            if beside[met + number] >= 0:
                shared += idf[first + word]
        found[side, 0], found[side, 1], found[side, 2] = count, weight, shared
