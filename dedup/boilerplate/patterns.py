"""Regular expressions in data files: only such as cost a bounded number of steps."""

from __future__ import annotations

import re

from dedup.errors import SettingsError

_LONGEST_PATTERN = 600
_MOST_WAYS = 200_000
"""Ways a pattern may try to match at one place: the widths of its quantifiers multiplied,
those of alternatives added up."""
TOKEN = re.compile(
    r"\\(?P<escaped>.)"
    r"|(?P<set>\[\^?\]?(?:[^\]\\]|\\.){0,200}\])"
    r"|(?P<opens>\((?:\?(?:[:=!>]|<[=!]|P<\w{1,20}>|[a-z]{1,4}(?:-[a-z]{1,4})?:)|(?!\?)))"
    r"|(?P<closes>\))"
    r"|(?P<either>\|)"
    r"|(?P<optional>\?)"
    r"|\{(?P<least>\d{0,4})(?P<comma>,?)(?P<most>\d{0,4})\}"
    r"|(?P<endless>[*+])"
    r"|(?P<other>.)",
    re.DOTALL,
)


def check_pattern(pattern: str, place: str) -> None:
    """Refuse a pattern that is wrong or may cost more than a bounded number of steps.

    Allowed are `?` and bounded quantifiers like `{0,40}`; `*`, `+`, `{2,}`,
    repeated groups and references to groups are not.

    Raises:
        SettingsError: names the place and the fault.
    """
    fault = _fault(pattern)
    if fault:
        raise SettingsError(f"{place}: pattern {pattern[:60]!r} {fault}")


def _fault(pattern: str) -> str | None:
    if len(pattern) > _LONGEST_PATTERN:
        return f"is longer than {_LONGEST_PATTERN} characters"
    try:
        re.compile(pattern)
    except re.error as error:
        return f"is no regular expression: {error}"
    open_groups = [[0, 1]]  # ways of the alternatives before this one, ways of this one
    previous = ""
    for match in TOKEN.finditer(pattern):
        kind = match.lastgroup or ""
        fault = _of_token(match, kind, previous)
        if fault:
            return fault
        if kind == "opens":
            open_groups.append([0, 1])
        elif kind == "closes" and len(open_groups) > 1:
            before, last = open_groups.pop()
            open_groups[-1][1] *= _either(before, last)
        elif kind == "either":
            open_groups[-1] = [_either(*open_groups[-1]), 1]
        else:
            open_groups[-1][1] *= _width(match, kind, previous)
        previous = kind
    return "has too many ways to match" if _either(*open_groups[0]) > _MOST_WAYS else None


def _of_token(match: re.Match[str], kind: str, previous: str) -> str | None:
    """What is wrong with one token."""
    if kind == "escaped" and match.group("escaped").isdigit():
        return "refers back to a group"
    if kind == "escaped" and match.group("escaped") in "uUxN":
        return "names a character by its number; write the character itself"
    if kind == "endless" or (kind == "most" and match.group("comma") and not match.group("most")):
        return "has an unbounded quantifier; write {0,40} or the like"
    if kind == "most" and previous == "closes":
        return "repeats a group"
    if kind == "other" and match.group() == "(":
        return "has a kind of group that is not allowed"
    return None


def _either(before: int, last: int) -> int:
    """Ways of alternatives; those of plain words exclude one another and count as one."""
    return before + last if last > 1 else max(before, 1)


def _width(match: re.Match[str], kind: str, previous: str) -> int:
    """Ways that a quantifier leaves; a `?` after another only makes that one lazy."""
    if kind == "optional":
        return 1 if previous in ("most", "optional") else 2
    if kind == "most" and match.group("comma"):
        return int(match.group("most")) - int(match.group("least") or 0) + 1
    return 1
