"""The loops that numba compiles; plain functions here, compiled by `dedup.kernels`.

All in one file and none calling another: numba's cache sees changes of the
file a function stands in, not of what it calls elsewhere. uint32 arithmetic is
widened by numba, so every step is cast back. Each loop has a twin in plain
Python or numpy that tests hold it to.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Hashes32 = npt.NDArray[np.uint32]
Hashes64 = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Kinds = npt.NDArray[np.uint16]
Floats32 = npt.NDArray[np.float32]
Floats64 = npt.NDArray[np.float64]

FNV_OFFSET = np.uint64(0xCBF29CE484222325)
FNV_PRIME = np.uint64(0x100000001B3)
_LETTER, _SPACELESS, _INVISIBLE, _MARK = 1, 2, 3, 4
_NO_WORD, _IN_LETTERS, _IN_RUN = 0, 1, 2
_NOT_HERE = 1
_FIRST_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SECOND_MIX = np.uint64(0xC4CEB9FE1A85EC53)
_HALF = np.uint64(33)


def tokenize(
    buffer: Bytes,
    texts: Offsets,
    ascii_forms: Bytes,
    entries: Hashes32,
    form_bytes: Bytes,
    form_offsets: Hashes32,
    hashes: Hashes64,
    starts: Hashes32 | None,
    stops: Hashes32 | None,
    counts: Offsets,
) -> int:
    """Words of the texts in a UTF-8 buffer; twin of `dedup.words.words`.

    `texts` has where each text begins in the buffer and the end of the last;
    `ascii_forms` the folded byte of an ASCII letter or digit, 0 for an ASCII
    separator, 1 for any other byte; the next three are
    `dedup.folding.FoldingArrays`. Filled are the words' columns, which must
    have room for one more, and the number of words of each text; the sum is
    returned. Where no `starts` and `stops` are wanted, the compiled loop
    keeps no count of places either and takes half the time.

    `value` is the hash of the word at hand. In a run of spaceless characters
    that word is the pair of the last two, and `single` the hash of the last
    alone, with which the next pair begins.
    """
    word = 0
    for text in range(len(texts) - 1):
        at = texts[text]
        end = texts[text + 1]
        first_word = word
        position = 0
        state = _NO_WORD
        characters = 0
        start = 0
        last_start = 0
        stop = 0
        value = FNV_OFFSET
        single = FNV_OFFSET
        while at < end:
            if state != _IN_RUN:
                # ASCII with hardly a branch on what a character is, for a wrong guess at every
                # border of a word costs as much as its letters. The columns are written at
                # each step and kept where a word ends.
                inside = state
                while at < end:
                    form = ascii_forms[buffer[np.uint64(at)]]
                    if form == _NOT_HERE:
                        break
                    letter = int(form != 0)
                    hashes[np.uint64(word)] = value
                    if starts is not None and stops is not None:
                        starts[np.uint64(word)] = start
                        stops[np.uint64(word)] = stop
                    word += inside & (1 - letter)
                    inside = letter
                    value = (value ^ np.uint64(form)) * FNV_PRIME if letter else FNV_OFFSET
                    at += 1
                    position += 1
                    start = start if letter else position
                    stop = position if letter else stop
                state = inside
                if at == end:
                    break
            begin = at
            byte = buffer[at]
            code = int(byte)
            at += 1
            if byte >= 0xF0:
                code = ((code & 0x07) << 18) | ((buffer[at] & 0x3F) << 12)
                code |= ((buffer[at + 1] & 0x3F) << 6) | (buffer[at + 2] & 0x3F)
                at += 3
            elif byte >= 0xE0:
                code = ((code & 0x0F) << 12) | ((buffer[at] & 0x3F) << 6)
                code |= buffer[at + 1] & 0x3F
                at += 2
            elif byte >= 0xC0:
                code = ((code & 0x1F) << 6) | (buffer[at] & 0x3F)
                at += 1
            entry = entries[code]
            kind = entry & 7
            here = position
            position += 1
            if kind == _INVISIBLE or (kind == _MARK and state == _NO_WORD):
                start = start if state != _NO_WORD else position
                continue
            if kind != _MARK:
                goes_on = (kind == _LETTER and state == _IN_LETTERS) or (
                    kind == _SPACELESS and state == _IN_RUN
                )
                if (state != _NO_WORD and not goes_on) or (
                    kind == _SPACELESS and goes_on and characters > 1
                ):
                    hashes[word] = value
                    if starts is not None and stops is not None:
                        starts[word] = start
                        stops[word] = stop
                    word += 1
                if kind == _LETTER:
                    if not goes_on:
                        state = _IN_LETTERS
                        start = here
                        value = FNV_OFFSET
                elif kind == _SPACELESS:
                    if goes_on:
                        characters += 1
                        start = last_start
                        value = single
                    else:
                        state = _IN_RUN
                        characters = 1
                        start = here
                        value = FNV_OFFSET
                    last_start = here
                    single = FNV_OFFSET
                else:
                    state = _NO_WORD
                    start = position
                    value = FNV_OFFSET
                    continue
            stop = position
            number = entry >> 3
            if number == 0:
                for place in range(begin, at):
                    value = (value ^ np.uint64(buffer[place])) * FNV_PRIME
                    single = (single ^ np.uint64(buffer[place])) * FNV_PRIME
            else:
                for place in range(form_offsets[number], form_offsets[number + 1]):
                    value = (value ^ np.uint64(form_bytes[place])) * FNV_PRIME
                    single = (single ^ np.uint64(form_bytes[place])) * FNV_PRIME
        if state != _NO_WORD:
            hashes[word] = value
            if starts is not None and stops is not None:
                starts[word] = start
                stops[word] = stop
            word += 1
        counts[text] = word - first_word
    return word


def sign(
    shingles: Hashes32,
    texts: Offsets,
    multipliers: Hashes32,
    increments: Hashes32,
    signatures: Hashes32,
) -> None:
    """MinHash of each text into a row of `signatures`; twin of datasketch's affine32."""
    length = len(multipliers)
    mixed = np.empty(4, dtype=np.uint32)
    for text in range(len(texts) - 1):
        row = signatures[text]
        for k in range(length):
            row[k] = np.uint32(0xFFFFFFFF)
        last = texts[text + 1] - 1
        for number in range(texts[text], last + 1, 4):
            # Four at a time, for each look at a row; the last ones repeat, which changes no
            # minimum.
            for ahead in range(4):
                hashed = shingles[min(number + ahead, last)]
                hashed = np.uint32(hashed ^ (hashed >> np.uint32(16)))
                hashed = np.uint32(hashed * np.uint32(0x85EBCA6B))
                hashed = np.uint32(hashed ^ (hashed >> np.uint32(13)))
                hashed = np.uint32(hashed * np.uint32(0xC2B2AE35))
                mixed[ahead] = np.uint32(hashed ^ (hashed >> np.uint32(16)))
            first, second, third, fourth = mixed[0], mixed[1], mixed[2], mixed[3]
            for k in range(length):
                a = multipliers[k]
                b = increments[k]
                low = min(np.uint32(np.uint32(a * first) + b), np.uint32(np.uint32(a * second) + b))
                high = min(
                    np.uint32(np.uint32(a * third) + b), np.uint32(np.uint32(a * fourth) + b)
                )
                row[k] = min(row[k], low, high)


def file_bands(signatures: Hashes32, rows: int, keys: Hashes64) -> None:
    """Keys (bands x texts) of signatures; twin of `dedup.bands.band_keys_plainly`."""
    for text in range(signatures.shape[0]):
        for band in range(keys.shape[0]):
            value = np.uint64(band + 1)
            for row in range(band * rows, (band + 1) * rows):
                value = (value ^ np.uint64(signatures[text, row])) * _FIRST_MIX
                value = (value ^ (value >> _HALF)) * _SECOND_MIX
                value ^= value >> _HALF
            keys[band, text] = value


def crowd(keys: Hashes64, bits: int, counts: Bytes, places: Offsets) -> int:
    """Places of keys whose leading bits others have too; twin of `dedup.bands.likely_shared`.

    `counts` has a zero for each value of the bits. Filled are `places`, ascending, which have
    room for all; their number is returned.
    """
    shift = np.uint64(64 - bits)
    for place in range(len(keys)):
        slot = keys[place] >> shift
        counts[slot] = min(counts[slot] + 1, 2)
    found = 0
    for place in range(len(keys)):
        places[found] = place
        found += counts[keys[place] >> shift] > 1
    return found


def overlap(
    shingles: Hashes32, texts: Offsets, left: Hashes32, right: Hashes32, shared: Hashes32
) -> None:
    """How many shingles the texts of each pair share, by merging two ascending lists."""
    for pair in range(len(left)):
        one = texts[left[pair]]
        one_end = texts[left[pair] + 1]
        other = texts[right[pair]]
        other_end = texts[right[pair] + 1]
        count = 0
        while one < one_end and other < other_end:
            left_hash = shingles[one]
            right_hash = shingles[other]
            count += left_hash == right_hash
            one += left_hash <= right_hash
            other += right_hash <= left_hash
        shared[pair] = count
