"""Regular expressions in data files: only such as cost a bounded number of steps."""

from __future__ import annotations

import re

from dedup.errors import SettingsError

_LONGEST_PATTERN = 400
_MOST_WAYS = 200_000
"""Product of the widths of all quantifiers: bounds the steps of one try at one place."""
_QUANTIFIER = re.compile(r"\{(\d{1,4})?(?:(,)(\d{1,4})?)?\}")


def check_pattern(pattern: str, place: str) -> None:
    """Refuse a pattern that is wrong or may cost more than a bounded number of steps.

    Allowed are `?` and bounded quantifiers like `{0,40}`; `*`, `+`, `{2,}`,
    quantified groups other than optional ones and backreferences are not.

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
    ways = 1
    position = 0
    before = ""
    in_class = False
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            if pattern[position + 1 : position + 2].isdigit():
                return "refers back to a group"
            before, position = "\\", position + 2
            continue
        if in_class:
            in_class = character != "]" or before == "["
            before, position = ("[" if before == "[" and character == "^" else "x"), position + 1
            continue
        if character == "[":
            in_class = True
        elif character in "*+":
            return "has an unbounded quantifier; write {0,40} or the like"
        elif character == "?" and before != "(":
            ways *= 2
        elif character == "{" and (match := _QUANTIFIER.match(pattern, position)):
            least, comma, most = match.groups()
            if comma and not most:
                return "has an unbounded quantifier; write {0,40} or the like"
            if before == ")":
                return "repeats a group"
            ways *= int(most) - int(least or 0) + 1 if comma else 1
            position = match.end() - 1
        before, position = character, position + 1
    return "has too many ways to match" if ways > _MOST_WAYS else None
