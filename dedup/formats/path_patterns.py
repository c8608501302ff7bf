"""What a path tells: `{publisher}/{published_at}/*` and its like.

Placeholders are the fields of EVIDENCE, `{date}` for `{published_at}`, and
`{year}`, `{month}`, `{day}`, which make one date. A placeholder and `*` stand
for a part of one path segment; a `*` at the end stands for all that follows.
Everything else in a pattern stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dedup.errors import SettingsError
from dedup.formats.records import FIELDS, Claim

_PART = re.compile(r"\{([^{}]*)\}|\*+")
_DATE_PARTS = ("year", "month", "day")
_SAME = {"date": "published_at"}


def reader(pattern: str) -> Callable[[str], tuple[Claim, ...] | None]:
    """A function from a path to its claims, None for a path that the pattern does not fit.

    Raises:
        SettingsError: the pattern has a placeholder that means nothing, or one twice.
    """
    expression = _compiled(pattern.strip("/"))

    def read(path: str) -> tuple[Claim, ...] | None:
        match = expression.fullmatch(path)
        if match is None:
            return None
        found = match.groupdict()
        date = "-".join(found[part] for part in _DATE_PARTS if found.get(part))
        claims = [
            Claim(_SAME.get(field, field), "path", value)
            for field, value in found.items()
            if field not in _DATE_PARTS
        ]
        if date:
            claims.append(Claim("published_at", "path", date))
        return tuple(claims)

    return read


def _compiled(pattern: str) -> re.Pattern[str]:
    allowed = {*FIELDS, *_SAME, *_DATE_PARTS}
    seen: set[str] = set()
    built, position = "", 0
    for match in _PART.finditer(pattern):
        built += re.escape(pattern[position : match.start()])
        position = match.end()
        name = match[1]
        if name is None:
            built += ".*" if position == len(pattern) else "[^/]*"
            continue
        if name not in allowed or name in seen:
            known = ", ".join(sorted(allowed))
            problem = "stands twice" if name in seen else "means nothing"
            raise SettingsError(
                f"setting input.path_pattern: {{{name}}} {problem}; known are {known}"
            )
        seen.add(name)
        built += f"(?P<{name}>[^/]+?)" if pattern[position:] else f"(?P<{name}>[^/]+)"
    return re.compile(built + re.escape(pattern[position:]), re.DOTALL)
