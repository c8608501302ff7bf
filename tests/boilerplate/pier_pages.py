"""Pages about a pier, of our own invention, and what is cut from them."""

from __future__ import annotations

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load

PROSE = (
    "The council of the harbour town voted on Monday to rebuild the old pier, which a storm "
    "tore away last winter, and to pay for it with a levy on cruise ships."
)
MORE = (
    "Fishermen had asked for the money to go to the fish market instead, the mayor said, but "
    "most members held that visitors come for the pier and not for the market."
)


def rules(text: str, title: str | None = None, byline: str | None = None) -> dict[str, str]:
    """Text of each cut, with its rule."""
    return {text[one.start : one.stop]: one.rule for one in cuts_of(text, title, byline, load())}


def rule_of(line: str, *, last: bool = False) -> str | None:
    """The rule that cuts a line between two paragraphs or below the last."""
    text = f"{PROSE}\n{MORE}\n{line}" if last else f"{PROSE}\n{line}\n{MORE}"
    return rules(text).get(line)
