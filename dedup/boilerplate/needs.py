"""What a text must contain for a regular expression to match it at all.

`(?i:get (?:the|our) app)` needs "get " or, longer and so rarer, " app": a text
without it need not be tried. Only the forms that `patterns` allows in data
files are understood; of what is not, nothing is said to be needed.
"""

from __future__ import annotations

import re

from dedup.boilerplate.patterns import TOKEN

Needs = frozenset[str] | None
_CLASSES = "wWdDsSbBAZ"
_LOOKS = re.compile(r"\(\?(?:[=!]|<[=!])")
_RANGE = re.compile(r"(.)-(.)", re.DOTALL)
_DIGITS = frozenset("0123456789")
_NEAR, _FIRST, _FEW = 12, 20, 5
_RARE_MARK = re.compile(r"[@\[\]{}<>©°|/$#*=~\\·•»›►▶→]")
_MARK = re.compile("[^\\w\\s'\"-]")
"""Quotes and dashes count for nothing: texts spell them in many ways."""


def needs(pattern: str) -> Needs:
    """Strings in lower case of which a match contains one; None where nothing is sure."""
    tokens = list(TOKEN.finditer(pattern))
    found, _ = _alternatives(tokens, 0)
    return found


def _alternatives(tokens: list[re.Match[str]], at: int) -> tuple[Needs, int]:
    """What all branches up to a closing bracket need together, and where it stands."""
    branches = []
    while True:
        found, at = _sequence(tokens, at)
        branches.append(found)
        if at >= len(tokens) or tokens[at].lastgroup != "either":
            break
        at += 1
    sure = [one for one in branches if one is not None]
    together: Needs = frozenset().union(*sure) if len(sure) == len(branches) else None
    return together, at


def _sequence(tokens: list[re.Match[str]], at: int) -> tuple[Needs, int]:
    """The most telling need of one branch, and where it ends."""
    best: Needs = None
    few: Needs = None  # where nothing else is sure
    run = ""
    while at < len(tokens) and tokens[at].lastgroup not in ("either", "closes"):
        token, kind = tokens[at], tokens[at].lastgroup
        at += 1
        inner: Needs = None
        letter = ""
        if kind == "opens":
            inner, at = _alternatives(tokens, at)
            at += 1
            if look(token):
                inner = None
        else:
            letter = letter_of(token, kind or "")
        counted, at = quantified(tokens, at)
        if letter and counted is None:
            run += letter
            continue
        best, run = _better(best, run), ""
        if counted == 0:
            continue
        some = _DIGITS if token.group() == r"\d" else _few(token.group(), kind or "")
        few = few if some is None else _better_of(few, some)
        if inner is not None:
            best = _better_of(best, inner)
        run = letter
        if letter:
            best, run = _better(best, run), ""
    return _better(best, run) or few, at


def _few(text: str, kind: str) -> Needs:
    """The characters of a set of few, or of rare ones."""
    members = _members(text[1:-1]) if kind == "set" else None
    if not members or " " in members:
        return None
    return members if len(members) <= _FEW or not any(map(str.isascii, members)) else None


def letter_of(token: re.Match[str], kind: str) -> str:
    """The character that a token stands for; empty for a class of them."""
    text = token.group()
    if kind == "escaped":
        return "" if text[1] in _CLASSES else text[1]
    return text if kind == "other" and text not in ".^$" else ""


def quantified(tokens: list[re.Match[str]], at: int) -> tuple[int | None, int]:
    """How often the token before must stand at least (None: once, unquantified), and what follows.

    A `?` behind another quantifier only makes that one lazy.
    """
    least = None
    while at < len(tokens) and tokens[at].lastgroup in ("optional", "most", "endless"):
        token = tokens[at]
        if least is None:
            given = token.group("least") if token.lastgroup == "most" else ""
            least = int(given or 0) if token.group() != "+" else 1
        at += 1
    return least, at


def needs_at(tokens: list[re.Match[str]], at: int) -> Needs:
    """What all branches up to a closing bracket need together."""
    return _alternatives(tokens, at)[0]


def look(token: re.Match[str]) -> bool:
    """Whether a bracket opens what is looked at, ahead or behind, and not taken in."""
    return _LOOKS.match(token.group()) is not None


def opening(pattern: str) -> Needs:
    """Strings of which a match has one near its start; None where nothing is sure.

    Near is behind at most 12 other characters; of long strings the first 20 stand for them.
    """
    tokens = list(TOKEN.finditer(pattern))
    found, _ = _openings(tokens, 0)
    return found


def _openings(tokens: list[re.Match[str]], at: int) -> tuple[Needs, int]:
    """What all branches up to a closing bracket may begin with, and where it stands."""
    found: Needs = frozenset()
    while True:
        one = _first(tokens, at)
        found = None if one is None or found is None else found | one
        at = _branch_end(tokens, at)
        if at >= len(tokens) or tokens[at].lastgroup != "either":
            return found, at
        at += 1


def _branch_end(tokens: list[re.Match[str]], at: int) -> int:
    """Where the branch ends that goes on at a token."""
    depth = 0
    while at < len(tokens):
        kind = tokens[at].lastgroup
        if depth == 0 and kind in ("either", "closes"):
            break
        depth += (kind == "opens") - (kind == "closes")
        at += 1
    return at


def _first(tokens: list[re.Match[str]], at: int) -> Needs:
    """What one branch may begin with."""
    pending: frozenset[str] = frozenset()
    before = 0
    while at < len(tokens) and tokens[at].lastgroup not in ("either", "closes"):
        token, kind = tokens[at], tokens[at].lastgroup
        at += 1
        if kind == "opens":
            inner, at = _openings(tokens, at)
            least, at = quantified(tokens, at + 1)
            if inner is None or token.group().startswith(("(?=", "(?!", "(?<")):
                return None
            pending |= inner
            if least != 0:
                return pending
            continue
        letter = letter_of(token, kind or "")
        if letter and not _is_quantified(tokens, at):
            run = letter
            while at < len(tokens) and not _is_quantified(tokens, at + 1):
                letter = letter_of(tokens[at], tokens[at].lastgroup or "")
                if not letter:
                    break
                run += letter
                at += 1
            return pending | {run[:_FIRST].lower()}
        before += _most(tokens, at)
        _, at = quantified(tokens, at)
        if before > _NEAR:
            return None
    return None


def firsts(pattern: str) -> Needs:
    """Letters and marks of ASCII in lower case that a match may begin with; None for any.

    What begins with another character may match in any case.
    """
    tokens = list(TOKEN.finditer(pattern))
    found, empty, _ = _firsts(tokens, 0)
    return None if empty else found


def _firsts(tokens: list[re.Match[str]], at: int) -> tuple[Needs, bool, int]:
    """What all branches up to a closing bracket begin with, and whether one may be empty."""
    together: Needs = frozenset()
    empty = False
    while True:
        found, passed = _firsts_of_branch(tokens, at)
        together = None if found is None or together is None else together | found
        empty |= passed
        _, at = _sequence(tokens, at)
        if at >= len(tokens) or tokens[at].lastgroup != "either":
            return together, empty, at
        at += 1


def _firsts_of_branch(tokens: list[re.Match[str]], at: int) -> tuple[Needs, bool]:
    """What one branch begins with, and whether it may be empty."""
    found: frozenset[str] = frozenset()
    while at < len(tokens) and tokens[at].lastgroup not in ("either", "closes"):
        token, kind = tokens[at], tokens[at].lastgroup or ""
        at += 1
        empty = False
        if kind == "opens":
            some, empty, at = _firsts(tokens, at)
            at += 1
            if look(token):
                some, empty = frozenset(), True
        else:
            some = _firsts_of_token(token, kind)
            empty = some is not None and not some
        least, at = quantified(tokens, at)
        if some is None:
            return None, False
        found |= some
        if not empty and least != 0:
            return found, False
    return found, True


def _firsts_of_token(token: re.Match[str], kind: str) -> Needs:
    """What a token that is no bracket begins with; nothing where it has no width."""
    text = token.group()
    if kind == "set":
        return _members(text[1:-1])
    if kind == "escaped" and text[1] in "bBAZ":
        return frozenset()
    if kind == "escaped" and text[1] == "d":
        return _DIGITS
    if text in "^$":
        return frozenset()
    letter = letter_of(token, kind)
    return frozenset(letter.lower()) if letter else None


def _members(inside: str) -> Needs:
    """The characters of a set; None where it is one of classes or of what is not listed."""
    if inside.startswith("^") or any(f"\\{one}" in inside for one in "wWDsS"):
        return None
    listed = inside.replace("\\d", "0-9").replace("\\", "")
    ranges = _RANGE.findall(listed)
    if any(low > "\x7f" for low, _ in ranges):
        return None
    members = set(_RANGE.sub("", listed))
    for low, high in ranges:
        members |= set(map(chr, range(ord(low), min(ord(high), 127) + 1)))
    return frozenset(one.lower() for one in members)


def _is_quantified(tokens: list[re.Match[str]], at: int) -> bool:
    return at < len(tokens) and tokens[at].lastgroup in ("optional", "most", "endless")


def _most(tokens: list[re.Match[str]], at: int) -> int:
    """Most characters that the token before stands for."""
    if at < len(tokens) and tokens[at].lastgroup == "most":
        return int(tokens[at].group("most") or tokens[at].group("least") or _NEAR + 1)
    return 1


def rarity(strings: frozenset[str]) -> int:
    """A guess how rare the commonest of some strings is in texts: by letters and marks."""
    return min(
        sum(map(str.isalnum, one)) + 4 * bool(_RARE_MARK.search(one)) + bool(_MARK.search(one))
        for one in strings
    )


def _better(best: Needs, run: str) -> Needs:
    one = frozenset((run.lower(),))
    return best if not run or rarity(one) == 0 else _better_of(best, one)


def _better_of(best: Needs, other: frozenset[str]) -> frozenset[str]:
    """Of two needs the one whose commonest string is the rarer in texts."""
    return other if best is None or rarity(other) > rarity(best) else best
