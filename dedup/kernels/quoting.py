"""The loop that finds quotations between the marks that most texts have; a plain function here.

The same rules hold as in `loops`. The twin is `dedup.quotations.quoted`.
"""

from __future__ import annotations

from dedup.kernels.ending import SPACE, UPPER, WORD
from dedup.kernels.loops import Bytes, Hashes32, Kinds, Offsets

MARK = 1 << 13
"""The kind of characters that begin or end a quotation, or tell that there may be one."""
MARKS = "“”„«»‹「『‘'\"`@>:"
PAIRED, STRAIGHT, TWEETS, SET_OFF, TURNS, HELD_OPEN = 1, 2, 4, 8, 16, 32
"""What is left to each of `dedup.quotations.FINDERS`, in their order."""
_BREAK, _TAB, _BLANK, _QUOTE, _APOSTROPHE, _OPENS_ROUND = 10, 9, 32, 34, 39, 40
_COLON, _AFTER, _AT, _UNDERSCORE, _TICK, _HARD_BLANK = 58, 62, 64, 95, 96, 160
_COMMA, _DOT, _EXCLAIMS, _ASKS, _DOTS = 44, 46, 33, 63, 0x2026
_OPENS_SINGLE, _OPENS, _CLOSES = 0x2018, 0x201C, 0x201D
_LONGEST, _FURTHEST, _FURTHEST_COLON = 2000, 1500, 97


def quote(codes: Hashes32, kinds: Kinds, texts: Offsets, spans: Offsets, left: Bytes) -> int:
    """Quotations between “ ” and between straight double marks, and what else may be there.

    `codes` are the characters of all texts, `kinds` what each is of; text `i` goes from
    `texts[i]` to the line break before `texts[i + 1]`. Returned is how many rows of `spans` are
    filled: start and stop. `left` tells for each text what it may have besides: where that is
    `PAIRED`, or `STRAIGHT`, no span between such marks was filled.
    """
    found = 0
    for text in range(len(texts) - 1):
        begin, stop = texts[text], texts[text + 1] - 1
        besides, curly, straight, named, line = 0, False, False, 0, begin - 1
        for at in range(begin, stop):
            if not kinds[at] & MARK:
                if codes[at] == _BREAK:
                    line = at
                continue
            code = codes[at]
            before = codes[at - 1] if at > begin else 0
            if code == _OPENS:
                curly = True
            elif code == _QUOTE:
                straight = True
            elif code in (_APOSTROPHE, _OPENS_SINGLE):
                if code == _OPENS_SINGLE or at == begin or not kinds[at - 1] & WORD:
                    besides |= PAIRED
                if before == _BREAK:
                    besides |= HELD_OPEN
                if before == code:
                    besides |= STRAIGHT
            elif code == _TICK:
                if before == code:
                    besides |= STRAIGHT
            elif code == _AT:
                if before == _OPENS_ROUND:
                    besides |= TWEETS
            elif code == _AFTER:
                besides |= SET_OFF
            elif code == _COLON:
                after = at + 1
                if at - line <= _FURTHEST_COLON and after < stop:
                    first = line + 1
                    while first < at and kinds[first] & SPACE:
                        first += 1
                    if codes[after] == _BLANK or codes[after] == _HARD_BLANK:
                        named += (kinds[first] & UPPER) != 0
                while after < stop and (codes[after] == _BLANK or codes[after] == _TAB):
                    after += 1
                if after < stop and codes[after] == _BREAK:
                    besides |= SET_OFF
            elif code != _CLOSES:
                besides |= PAIRED
        if named > 1:
            besides |= TURNS
        left[text] = besides
        at = begin if curly and not besides & PAIRED else stop
        while at < stop:
            if codes[at] != _OPENS:
                at += 1
                continue
            end = at + 1
            while end < stop and end - at <= _LONGEST and codes[end] != _BREAK:
                if codes[end] == _OPENS or codes[end] == _CLOSES:
                    break
                end += 1
            if end == at + 1 or (end < stop and codes[end] != _BREAK and codes[end] != _CLOSES):
                at += 1
                continue
            spans[found, 0] = at
            at = min(end + 1, stop)
            spans[found, 1] = at
            if end < stop and codes[end] == _BREAK:
                # It may go on, to where a later paragraph closes it.
                further = at
                while further < stop and further - at <= _FURTHEST:
                    if codes[further] == _CLOSES:
                        spans[found, 1] = further + 1
                    if codes[further] == _CLOSES or codes[further] == _OPENS:
                        break
                    further += 1
            found += 1
        opened = -1
        at = begin if straight and not besides & STRAIGHT else stop
        while at < stop:
            if codes[at] != _QUOTE:
                at += 1
                continue
            if opened >= 0:
                # A paragraph that ends leaves its quotation open.
                place = opened + 1
                while place < at:
                    if codes[place] == _BREAK:
                        ended = place + 1
                        while codes[ended] in (_BLANK, _TAB, _HARD_BLANK):
                            ended += 1
                        if codes[ended] == _BREAK:
                            if codes[ended + 1] == _QUOTE:
                                spans[found, 0], spans[found, 1] = opened, place
                                found += 1
                            opened = -1
                            break
                    place += 1
            before = codes[at - 1] if at > begin else 0
            letter = at > begin and kinds[at - 1] & WORD and before != _UNDERSCORE
            ends = before in (_DOT, _EXCLAIMS, _ASKS)
            can_open = not letter and not ends and before != _COMMA
            letter = at + 1 < stop and kinds[at + 1] & WORD and codes[at + 1] != _UNDERSCORE
            if opened >= 0 and not letter:
                spans[found, 0], spans[found, 1] = opened, at + 1
                found += 1
                opened = -1
            elif can_open:
                if opened >= 0:
                    goes_on = before == _BREAK
                    begins_line = opened == begin or codes[opened - 1] == _BREAK
                    if not goes_on and begins_line and at - opened <= _FURTHEST:
                        last = at - 1
                        while last > opened and last >= at - 2 and kinds[last] & SPACE:
                            last -= 1
                        if last >= at - 2:
                            goes_on = codes[last] in (_DOT, _EXCLAIMS, _ASKS, _DOTS)
                    if goes_on:
                        spans[found, 0], spans[found, 1] = opened, at - 1
                        found += 1
                opened = at
            at += 1
    return found
