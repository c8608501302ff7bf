"""The loops that write what the fingerprints of blocks are made of; plain functions here.

The same rules hold as in `loops`. The twin is `dedup.furniture.forms`, which also writes what the
loops do not: blocks that these tell of as `ODD`.
"""

from __future__ import annotations

from dedup.kernels.loops import Bytes, Kinds, Offsets
from dedup.kernels.shaping import CLOSERS, SHUTS, STOPS
from dedup.kernels.spelling import BLANK, LETTER, OTHER, SPACELESS

ODD, WORDED, ENDS, ENDS_SENTENCE, LEADS, SLOTTED = (1 << bit for bit in range(6))
"""What is told of a block: it is not to be written by a loop; it has a letter; it ends as a
paragraph, or as a sentence does; a lead may stand before it; it has a name and enough beside it."""
_SPACE, _NOUGHT, _NINE, _SLOT = 32, 48, 57, 0xA7
_SIGMA, _DOTTED = 0x3A3, 0x130
_COMMA, _DANDA, _SEMICOLON, _COLON = 44, 0x964, 59, 58
_COLONS = (58, 0xFF1A, 124)
_DASHES = (45, 0x2013, 0x2014, 62, 0xBB, 0x203A)
_FURTHEST_LEAD, _MOST_CLOSERS = 44, 3
_SLASH, _W, _DOT, _AT, _S = 47, 119, 46, 64, 115
_HTTP = (104, 116, 116, 112)
_MOST_MARKS, _LEAST_LITERAL, _LONGEST_PARTICLE = 2, 3, 3
PLAIN, FIGURE, SPACE, NAMES, INNER, WORDS, DOUBTED = (1 << bit for bit in range(7))
"""Classes of characters: letters; digits; blanks; what names begin with, and what they go on with;
what words are made of; what is not to be written, or may begin an address."""
UNSURE = (OTHER, _SIGMA, _DOTTED)
"""Characters that loops do not write: those beyond the basic plane, and capitals whose small
letters depend on their neighbours or are two."""


def imprint(
    read: Kinds,
    bounds: Offsets,
    numbers: Offsets,
    kinds: Kinds,
    lowers: Kinds,
    written: Bytes,
    stops: Offsets,
    spaceless: Offsets,
    told: Bytes,
) -> int:
    """Some blocks in lower case with every number as a nought, in UTF-8, one behind the other.

    Args:
        read: units of all blocks, as `spelling.spell` gives them.
        bounds: where the units of each begin and stop, four numbers a block.
        numbers: of the blocks wanted.
        kinds: of each unit.
        lowers: the small letter of each unit.
        written: filled; room for three bytes a unit.
        stops: filled, for each wanted block: where it ends in `written`.
        spaceless: filled: how many characters of scripts without blanks it has.
        told: filled: what is told of it.

    Returns:
        How many bytes were written.
    """
    done = 0
    for place in range(len(numbers)):
        begin, stop = bounds[4 * numbers[place]], bounds[4 * numbers[place] + 1]
        bits = many = 0
        figure = False
        for at in range(begin, stop):
            unit = read[at]
            kind = kinds[unit]
            if kind & LETTER:
                bits |= WORDED
            if unit < 128:
                if _NOUGHT <= unit <= _NINE:
                    if not figure:
                        written[done] = _NOUGHT
                        done += 1
                    figure = True
                    continue
                written[done] = lowers[unit]
                done += 1
                figure = False
                continue
            figure = False
            many += (kind & SPACELESS) != 0
            if unit in UNSURE:
                bits |= ODD
            small = lowers[unit]
            if small < 128:
                written[done] = small
                done += 1
            elif small < 0x800:
                written[done] = 0xC0 | small >> 6
                written[done + 1] = 0x80 | small & 0x3F
                done += 2
            else:
                written[done] = 0xE0 | small >> 12
                written[done + 1] = 0x80 | small >> 6 & 0x3F
                written[done + 2] = 0x80 | small & 0x3F
                done += 3
        for at in range(begin + 1, min(stop, begin + _FURTHEST_LEAD)):
            unit = read[at]
            dashed = unit in _DASHES and kinds[read[at - 1]] & BLANK
            if dashed or unit in _COLONS:
                bits |= LEADS
        if stop > begin and kinds[read[stop - 1]] & SHUTS:
            bits |= ENDS
        at = stop - 1
        while at >= begin and stop - at <= _MOST_CLOSERS + 1:
            unit = read[at]
            if kinds[unit] & STOPS or unit in (_SEMICOLON, _COLON):
                bits |= ENDS
                if unit not in (_COMMA, _DANDA, _SEMICOLON, _COLON):
                    bits |= ENDS_SENTENCE
                break
            if not kinds[unit] & CLOSERS:
                break
            at -= 1
        stops[place], spaceless[place], told[place] = done, many, bits
    return done


def outfit(
    read: Kinds,
    bounds: Offsets,
    numbers: Offsets,
    classes: Bytes,
    lowers: Kinds,
    particles: Kinds,
    room: Kinds,
    written: Bytes,
    stops: Offsets,
    told: Bytes,
) -> int:
    """Some blocks as `imprint` writes them, with every name as one slot.

    Args:
        read: units of all blocks, as `spelling.spell` gives them.
        bounds: where the units of each begin and stop, four numbers a block.
        numbers: of the blocks wanted.
        classes: of each unit.
        lowers: the small letter of each unit.
        particles: words that may stand inside a name, three units each, noughts behind short ones.
        room: for the units of the longest block, and one more.
        written: filled; room for three bytes a unit.
        stops: filled, for each wanted block: where it ends in `written`.
        told: filled: what is told of it.

    Returns:
        How many bytes were written; nothing of odd blocks and of those without a name.
    """
    done = 0
    for place in range(len(numbers)):
        begin, stop = bounds[4 * numbers[place]], bounds[4 * numbers[place] + 1]
        stops[place], told[place] = done, 0
        odd = slotted = addressed = False
        for at in range(begin, stop):
            unit = read[at]
            room[at - begin] = unit
            if not classes[unit] & DOUBTED:
                continue
            if unit == _SLASH:
                addressed |= at > begin and read[at - 1] == _SLASH
            elif unit == _W:
                addressed |= at > begin and read[at - 1] == _W
            elif unit == _AT:
                addressed = True
            else:
                odd = True
        end = stop - begin
        if addressed:
            end = 0
            at = begin
            while at < stop:
                if classes[read[at]] & SPACE:
                    room[end] = read[at]
                    end += 1
                    at += 1
                    continue
                last = at
                inside = False
                while last < stop and not classes[read[last]] & SPACE:
                    inside |= read[last - 1] == _AT and last - 1 > at
                    last += 1
                if (
                    read[at] == _AT
                    and not inside
                    and last - at > 1
                    and (classes[read[at + 1]] & WORDS)
                ):
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
                        web = (
                            at + same + 3 < last
                            and read[at + same] == _COLON
                            and read[at + same + 1] == _SLASH
                            and read[at + same + 2] == _SLASH
                        )
                    elif at + 4 < last and read[at] == _W and read[at + 1] == _W:
                        web = read[at + 2] == _W and read[at + 3] == _DOT
                    if inside or web:
                        room[end] = _SLOT
                        at = last
                    else:
                        room[end] = read[at]
                        at += 1
                    end += 1
        if odd:
            told[place] = ODD
            continue
        # What is left is written over what was read: names become shorter.
        size = at = 0
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
                        after = room[word + same] if word + same < end else _SPACE
                        if whole and not classes[after] & WORDS:
                            length = same
                            break
                    if not length:
                        break
                    at = word + length
        if not slotted:
            continue
        # A name that begins the block: its first word was taken for one of the sentence.
        first = 0
        if size and classes[room[0]] & NAMES:
            first = 1
            while first < size and classes[room[first]] & INNER:
                first += 1
            if not (first + 1 < size and room[first] == _SPACE and room[first + 1] == _SLOT):
                first = 0
        literals = behind_first = 0
        literal = False
        for at in range(size + 1):
            unit = room[at] if at < size else _SPACE
            if unit == _SLOT or classes[unit] & SPACE:
                literals += literal
                behind_first += literal and at > first
                literal = False
            elif classes[unit] & PLAIN:
                literal = True
        low = first + 1 if first and behind_first >= _LEAST_LITERAL else 0
        if literals < _LEAST_LITERAL:
            continue
        figure = False
        for at in range(low, size):
            unit = room[at]
            if _NOUGHT <= unit <= _NINE:
                if not figure:
                    written[done] = _NOUGHT
                    done += 1
                figure = True
                continue
            figure = False
            small = lowers[unit]
            if small < 128:
                written[done] = small
                done += 1
            elif small < 0x800:
                written[done] = 0xC0 | small >> 6
                written[done + 1] = 0x80 | small & 0x3F
                done += 2
            else:
                written[done] = 0xE0 | small >> 12
                written[done + 1] = 0x80 | small >> 6 & 0x3F
                written[done + 2] = 0x80 | small & 0x3F
                done += 3
        stops[place], told[place] = done, SLOTTED
    return done
