"""The loops that put one slot for each address and each name of blocks; plain functions here.

The same rules hold as in `loops`. The twin is `dedup.furniture.forms`; blocks that are told of as
`printing.ODD` are left to it. What is left of the others `printing.imprint` writes.
"""

from __future__ import annotations

from dedup.kernels.loops import Bytes, Kinds, Offsets
from dedup.kernels.printing import ODD

SLOTTED = 32
"""What is told of a block with a name and enough beside it."""
PLAIN, FIGURE, SPACE, NAMES, INNER, WORDS, DOUBTED = (1 << bit for bit in range(7))
"""Classes of characters: letters; digits; blanks; what names begin with, and what they go on with;
what words are made of; what is not to be written, or may begin an address."""
_BLANK, _SLOT = 32, 0xA7
_SLASH, _COLON, _W, _DOT, _AT, _S = 47, 58, 119, 46, 64, 115
_HTTP = (104, 116, 116, 112)
_MOST_MARKS, _LEAST_LITERAL, _LONGEST_PARTICLE = 2, 3, 3


def unlink(
    read: Kinds,
    bounds: Offsets,
    numbers: Offsets,
    classes: Bytes,
    room: Kinds,
    limits: Offsets,
    told: Bytes,
) -> None:
    """Some blocks, one behind the other, with each address and name of a user as one slot.

    Args:
        read: units of all blocks, as `spelling.spell` gives them.
        bounds: where the units of each begin and stop, four numbers a block.
        numbers: of the blocks wanted.
        classes: of each unit.
        room: filled; as many units as the blocks have.
        limits: filled: where each block begins and stops in it, four numbers a block.
        told: filled: ODD of those that are left out, else 0.
    """
    end = 0
    for place in range(len(numbers)):
        at, stop = bounds[4 * numbers[place]], bounds[4 * numbers[place] + 1]
        limits[4 * place], limits[4 * place + 1], told[place] = end, end, 0
        addressed = False
        for one in range(at, stop):
            unit = read[one]
            if not classes[unit] & DOUBTED:
                continue
            if unit in (_SLASH, _W):
                addressed |= one > at and read[one - 1] == unit
            elif unit == _AT:
                addressed = True
            else:
                told[place] = ODD
        if told[place]:
            continue
        while at < stop:
            if not addressed or classes[read[at]] & SPACE:
                room[end] = read[at]
                end += 1
                at += 1
                continue
            last = at
            inside = False
            while last < stop and not classes[read[last]] & SPACE:
                inside |= read[last - 1] == _AT and last - 1 > at
                last += 1
            user = read[at] == _AT and not inside and last - at > 1
            if user and classes[read[at + 1]] & WORDS:
                at += 1
                while at < last and classes[read[at]] & WORDS:
                    at += 1
                room[end] = _SLOT
                end += 1
            while at < last:
                same = 0
                while same < 4 and at + same < last and read[at + same] == _HTTP[same]:
                    same += 1
                web = False
                if same == 4:
                    same += at + same < last and read[at + same] == _S
                    web = at + same + 3 < last and read[at + same] == _COLON
                    web = web and read[at + same + 1] == _SLASH and read[at + same + 2] == _SLASH
                elif at + 4 < last and read[at] == _W and read[at + 1] == _W:
                    web = read[at + 2] == _W and read[at + 3] == _DOT
                if inside or web:
                    room[end] = _SLOT
                    at = last
                else:
                    room[end] = read[at]
                    at += 1
                end += 1
        limits[4 * place + 1] = end


def unname(
    room: Kinds,
    limits: Offsets,
    classes: Bytes,
    particles: Kinds,
    told: Bytes,
) -> None:
    """Put one slot for each name of blocks, in their place; names become shorter.

    Args:
        room: units of blocks, as `unlink` leaves them; changed.
        limits: where each begins and stops; changed. Nothing is left of blocks without a slot,
            and of those with few words beside it.
        classes: of each unit.
        particles: words that may stand inside a name, three units each, noughts behind short ones.
        told: what is told of each; SLOTTED is added.
    """
    for place in range(len(told)):
        begin, end = limits[4 * place], limits[4 * place + 1]
        limits[4 * place + 1] = begin
        slotted = False
        size = at = begin
        while at < end:
            unit = room[at]
            at += 1
            room[size] = unit
            size += 1
            slotted |= unit == _SLOT
            if not classes[unit] & SPACE:
                continue
            # A name begins behind a blank and a mark or two; the more marks, the better.
            marks = 0
            while marks < _MOST_MARKS and at + marks < end:
                if classes[room[at + marks]] & (PLAIN | FIGURE | SPACE):
                    break
                marks += 1
            while marks >= 0 and not (at + marks < end and classes[room[at + marks]] & NAMES):
                marks -= 1
            if marks < 0:
                continue
            for behind in range(marks):
                room[size] = room[at + behind]
                size += 1
            at += marks + 1
            room[size] = _SLOT
            size += 1
            slotted = True
            named = True
            while named:
                while at < end and classes[room[at]] & INNER:
                    at += 1
                # On it goes with a further word of a name, particles between them or not.
                named = False
                while not named:
                    word = at
                    while word < end and classes[room[word]] & SPACE:
                        word += 1
                    if word in (at, end):
                        break
                    if classes[room[word]] & NAMES:
                        at, named = word, True
                        break
                    length = 0
                    for one in range(0, len(particles), _LONGEST_PARTICLE):
                        same = 0
                        while same < _LONGEST_PARTICLE and particles[one + same]:
                            if word + same == end or room[word + same] != particles[one + same]:
                                break
                            same += 1
                        whole = same == _LONGEST_PARTICLE or not particles[one + same]
                        after = room[word + same] if word + same < end else _BLANK
                        if whole and not classes[after] & WORDS:
                            length = same
                            break
                    if not length:
                        break
                    at = word + length
        if not slotted:
            continue
        # A name that begins the block: its first word was taken for one of the sentence.
        first = begin
        if size > begin and classes[room[begin]] & NAMES:
            first = begin + 1
            while first < size and classes[room[first]] & INNER:
                first += 1
            if not (first + 1 < size and room[first] == _BLANK and room[first + 1] == _SLOT):
                first = begin
        literals = behind_first = 0
        literal = before = False  # a word has two letters in a row: `p.m.` is none
        for at in range(begin, size + 1):
            unit = room[at] if at < size else _BLANK
            if unit == _SLOT or classes[unit] & SPACE:
                literals += literal
                behind_first += literal and at > first
                literal = before = False
                continue
            lettered = classes[unit] & PLAIN > 0
            literal |= lettered and before
            before = lettered
        if literals < _LEAST_LITERAL:
            continue
        if first > begin and behind_first >= _LEAST_LITERAL:
            limits[4 * place] = first + 1
        limits[4 * place + 1] = size
        told[place] |= SLOTTED
