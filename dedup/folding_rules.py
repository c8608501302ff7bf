"""How the folding table is made from Unicode's own data.

`python -m dedup.folding_rules` writes `dedup/data/folding.txt` anew; run it
with the newest Python at hand, whose `unicodedata` is the newest. A changed
table changes words and hashes: raise `dedup.words.NORMALISER` with it.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from dedup.folding import CODE_POINTS, HANGUL, LETTERS, TABLE, Kind

Ranges = Sequence[tuple[int, int]]

SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85"
"""Control characters that part words; all the others are invisible inside one."""

PASSED_OVER: Ranges = (
    (0x0300, 0x036F),  # Latin, Greek, Cyrillic: agencies drop what papers write
    (0x0483, 0x0489),
    (0x0591, 0x05BD),  # Hebrew points and cantillation
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x0610, 0x061A),  # Arabic vowel signs, tatweel, Quranic marks
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E8),
    (0x06EA, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
    (0x115F, 0x1160),  # letters that Unicode calls default-ignorable
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x3164, 0x3164),
    (0xFFA0, 0xFFA0),
)
"""Marks that are written or left out at will, and fillers that nobody sees."""

APOSTROPHES: Ranges = ((0x02B9, 0x02BF), (0x02C8, 0x02C8), (0x02EE, 0x02EE))
"""Letters by category, but written where others write ' or ’: they part words as those do."""

SPACELESS: Ranges = (
    (0x0E01, 0x0E4E),  # Thai
    (0x0E81, 0x0EDF),  # Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17D3),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAD),  # Tai Tham
    (0x2E80, 0x2FDF),  # Chinese characters and their parts
    (0x3005, 0x3007),
    (0x3031, 0x3035),
    (0x3041, 0x30FA),  # kana
    (0x30FC, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA9E0, 0xA9FE),
    (0xAA60, 0xAADF),
    (0xF900, 0xFAFF),
    (0x1AFF0, 0x1B16F),
    (0x20000, 0x323AF),
)
"""Scripts written without spaces between words."""

PLAIN_LETTERS = {
    "æ": "ae",
    "ð": "d",
    "ø": "o",
    "þ": "th",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "œ": "oe",
    "ŧ": "t",
}
"""Letters that Unicode does not take apart, but wires do: Wałęsa is Walesa to AP."""


def character_rule(character: str) -> tuple[int, str]:
    """Kind and folded form of one character, by this Python's Unicode data."""
    category = unicodedata.category(character)
    code = ord(character)
    if category in ("Cf", "Cc"):
        return (Kind.SEPARATOR if character in SPACES else Kind.INVISIBLE), ""
    if _within(code, PASSED_OVER):
        return Kind.INVISIBLE, ""
    if _within(code, APOSTROPHES) or not _part_of_word(category):
        return Kind.SEPARATOR, ""
    decomposed = _decomposed(character)
    kept = [c for c in decomposed if _kept(c)]
    if not kept:
        hidden = all(_within(ord(c), PASSED_OVER) for c in decomposed)
        return (Kind.INVISIBLE if hidden else Kind.SEPARATOR), ""
    folded = "".join(kept)
    if not _within(ord(folded[0]), SPACELESS):
        return Kind.LETTER, folded
    mark = unicodedata.category(folded[0])[0] == "M"
    return (Kind.MARK if mark else Kind.SPACELESS), folded


WHOLE = "\u0e33\u0eb3"
"""Thai and Lao SARA AM: taken apart they would begin with a mark and go on as a letter."""


def _decomposed(character: str) -> str:
    """Compatibility and canonical forms taken apart, case folded, digits made ASCII."""
    if character in WHOLE:
        return character
    plain = unicodedata.normalize("NFKD", character).casefold()
    plain = "".join(PLAIN_LETTERS.get(c, c) for c in unicodedata.normalize("NFKD", plain))
    return "".join(str(unicodedata.decimal(c, c)) for c in plain)


def _kept(character: str) -> bool:
    code = ord(character)
    return (
        _part_of_word(unicodedata.category(character))
        and not _within(code, PASSED_OVER)
        and not _within(code, APOSTROPHES)
    )


def _part_of_word(category: str) -> bool:
    return category[0] in "LN" or category in ("Mn", "Mc")


def _within(code: int, ranges: Ranges) -> bool:
    return any(low <= code <= high for low, high in ranges)


def table_lines() -> Iterator[str]:
    """The lines of the table: `FIRST..LAST KIND`, or `CODE KIND FOLDED...` in hexadecimal."""
    yield f"# Folding of Unicode {unicodedata.unidata_version}, by python -m dedup.folding_rules"
    yield "# L letter, S letter of a script without spaces, M its mark, I invisible; the rest parts"
    letters = {kind: letter for letter, kind in LETTERS.items()}
    start, open_kind = 0, Kind.SEPARATOR
    for code in range(CODE_POINTS + 1):
        kind, folded = character_rule(chr(code)) if code < CODE_POINTS else (Kind.SEPARATOR, "")
        own = code in HANGUL or (folded != "" and folded != chr(code))
        if own or kind != open_kind:
            if open_kind != Kind.SEPARATOR:
                yield f"{start:04X}..{code - 1:04X} {letters[open_kind]}"
            start, open_kind = code, (Kind.SEPARATOR if own else kind)
        if own and code not in HANGUL:
            yield f"{code:04X} {letters[kind]} " + " ".join(f"{ord(c):04X}" for c in folded)


if __name__ == "__main__":
    target = Path(__file__).parent / "data" / TABLE
    target.write_text("\n".join(table_lines()) + "\n", encoding="ascii")
    sys.stdout.write(f"{target}: Unicode {unicodedata.unidata_version}\n")
