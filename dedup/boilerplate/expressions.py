"""Regular expressions that are compiled when they are first asked: most never are."""

from __future__ import annotations

import re


class Expression:
    """One of them; where it is stored, only its text is."""

    __slots__ = ("_compiled", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._compiled: re.Pattern[str] | None = None

    def match(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern)
        return self._compiled.match(text)

    def __reduce__(self) -> tuple[type[Expression], tuple[str]]:
        return Expression, (self.pattern,)
