"""Rules that cut nothing, because the user wants what they find in the story."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from fnmatch import fnmatchcase

from dedup.errors import SettingsError

CODED = frozenset((
    "bylines.line", "bylines.metadata", "bylines.name", "bylines.outlet",
    "captions.credited", "captions.dated", "captions.placed", "captions.signed",
    "comments.thread",
    "datelines.place", "datelines.source",
    "navigation.masthead", "navigation.row",
    "related.excerpt", "related.index", "related.inline", "related.link", "related.shape",
    "related.stored", "related.teaser", "related.teaser_below",
    "sources.address",
    "tails.below", "tails.run", "tails.credit", "tails.signed",
    "titles.first_line", "titles.inline", "titles.metadata",
    "updates.stamp",
))  # fmt: skip
"""Rules that members of the wing carry in code; those of phrases stand in the data files."""

_LEARNED = "learned."


def kept_rules(patterns: Iterable[str], phrased: Collection[str]) -> frozenset[str]:
    """The rules that a user's list names.

    Args:
        patterns: names such as `captions.photo`; `*` and `?` stand for letters, `[ab]` for one.
        phrased: rules of the phrases.

    Raises:
        SettingsError: a pattern that names no rule, with the nearest that does.
    """
    known = sorted(CODED | set(phrased))
    kept: set[str] = set()
    for pattern in patterns:
        named = [rule for rule in known if fnmatchcase(rule, pattern)]
        if not named:
            raise SettingsError(f"boilerplate.keep: {_no_rule(pattern, known)}")
        kept.update(named)
    return frozenset(kept)


def _no_rule(pattern: str, known: list[str]) -> str:
    if pattern.startswith(_LEARNED):
        return f"{pattern} is learned; furniture.learn = false keeps all that is"
    near = get_close_matches(pattern, known, 1)
    hint = f"did you mean {near[0]}?" if near else "boilerplate.csv names those that cut"
    return f"there is no rule {pattern}; {hint}"
