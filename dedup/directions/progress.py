"""Evidence of direction: how far the matter had got when each text was written.

`has ended` is later than `is still going on`, fifteen dead are later than
twelve, an update is later than what it updates, and of two versions the one
with a new lead over the old one is the later. A text that knows
more cannot be the source of one that knows less; whether it comes from it, or
from another version, this does not tell.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import polars as pl

from dedup.directions.sides import NO_STATE, NOTHING, Evidence, Pair, State
from dedup.directions.versions import is_version
from dedup.settings import DirectionSettings

_NEAR = 40
"""Characters between a figure and the loss that it counts."""
_FIGURE = re.compile(r"(?<![\d.,:/-])(\d{1,3}(?:[., ]\d{3})+|\d{1,6})(?![\d%]|[.,:/-]\d)")
_EDGE = 240
_MOST_TOLLS = 40
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class _Words:
    """The phrases of `dedup/data/states.toml`."""

    going_on: tuple[str, ...]
    over: tuple[str, ...]
    first_word: tuple[str, ...]
    updates: tuple[str, ...]
    update: re.Pattern[str]
    tolls: Mapping[str, str]
    numbers: Mapping[str, int]
    spelt: re.Pattern[str]


def states(texts: pl.DataFrame) -> dict[int, State]:
    """The state of affairs of each text that says anything of it, by row.

    All phrases are sought in all texts at once; few texts have any.

    Args:
        texts: TEXTS of the articles that are in a pair.
    """
    words = _words()
    flat = pl.Series([_flat(text or "") for text in texts["text"].to_list()], dtype=pl.String)
    edges = flat.str.head(_EDGE) + " " + flat.str.tail(_EDGE)
    some = pl.DataFrame(
        {
            "row": texts["row"],
            "flat": flat,
            "going_on": flat.str.contains_any(list(words.going_on)),
            "over": flat.str.contains_any(list(words.over)),
            "edition": edges.str.contains_any([*words.first_word, *words.updates]),
            "tolls": flat.str.extract_many(list(words.tolls), overlapping=True),
        }
    ).filter(pl.any_horizontal("going_on", "over", "edition") | (pl.col("tolls").list.len() > 0))
    found = {}
    for row, text, going_on, over, edition, tolls in some.iter_rows():
        state = State(
            _edition(text, words) if edition else 1,
            None if going_on == over else over,
            _tolls(text, words, tolls),
        )
        if state != NO_STATE:
            found[row] = state
    return found


def read(text: str) -> State:
    """How far the matter had got by a text's own words."""
    words, flat = _words(), _flat(text)
    going_on = any(phrase in flat for phrase in words.going_on)
    over = any(phrase in flat for phrase in words.over)
    return State(
        _edition(flat, words), None if going_on == over else over, _tolls(flat, words, words.tolls)
    )


def _flat(text: str) -> str:
    """A text in small letters, with one space for all that stands between words."""
    flat = text.lower().replace("\n", " ")
    if not flat.isprintable():  # there are blanks but spaces, which take longer to find
        return " ".join(flat.split())
    while "  " in flat:
        flat = flat.replace("  ", " ")
    return flat.strip(" ")


def _edition(flat: str, words: _Words) -> int:
    """What a text calls itself at its beginning or its end."""
    edges = f"{flat[:_EDGE]} {flat[-_EDGE:]}"
    match = words.update.search(edges)
    if match is not None:
        return 1 + int(match.group(1) or 1)
    return 0 if any(phrase in edges for phrase in words.first_word) else 1


def _tolls(
    flat: str, words: _Words, among: Iterable[str]
) -> tuple[tuple[str, frozenset[int]], ...]:
    """The figures beside each kind of loss; no words of loss but some need be looked for."""
    found: dict[str, set[int]] = {}
    for number, match in enumerate(_whole(frozenset(among)).finditer(flat)):
        if number == _MOST_TOLLS:
            break
        kind = words.tolls[match.group()]
        # The figure of `15 people were killed`, or else of `killed 15 people`.
        before = flat[max(0, match.start() - _NEAR) : match.start()]
        figures = _figures(before, words)[-1:]
        figures = figures or _figures(flat[match.end() : match.end() + _NEAR], words)[:1]
        found.setdefault(kind, set()).update(figures)
    return tuple((kind, frozenset(found[kind])) for kind in sorted(found) if found[kind])


def _figures(text: str, words: _Words) -> list[int]:
    """Numbers in a stretch of text, in order; a year is none."""
    spots = [
        (match.start(), int(re.sub(r"\D", "", match.group(1)))) for match in _FIGURE.finditer(text)
    ]
    spots += [(m.start(), words.numbers[m.group()]) for m in words.spelt.finditer(text)]
    return [value for _, value in sorted(spots) if value not in _YEARS]


def weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """All that tells which of the two knew less; nothing where the times tell already."""
    if pair.lead:
        return NOTHING
    evidence = _states(pair, settings).plus(_tolled(pair, settings))
    return evidence.plus(_editions(pair, settings)).plus(_leads(pair, settings))


def _states(pair: Pair, settings: DirectionSettings) -> Evidence:
    if pair.left.state.over is False and pair.right.state.over is True:
        words = "what is still going on in the left article has ended in the right article"
        return Evidence(0.0, -settings.state_of_affairs, 0.0, words)
    if pair.left.state.over is True and pair.right.state.over is False:
        return _states(pair.mirrored(), settings).mirrored()
    return NOTHING


def _tolled(pair: Pair, settings: DirectionSettings) -> Evidence:
    """Figures of one kind that each side has for itself: the greater is the later."""
    right_tolls = dict(pair.right.state.tolls)
    for kind, mine in pair.left.state.tolls:
        theirs = right_tolls.get(kind, frozenset())
        left, right = mine - theirs, theirs - mine
        if len(left) != 1 or len(right) != 1:
            continue
        if min(left) > min(right):
            return _tolled(pair.mirrored(), settings).mirrored()
        words = f"the right article has {min(right)} {kind} where the left article has {min(left)}"
        return Evidence(0.0, -settings.growing_toll, 0.0, words)
    return NOTHING


def _editions(pair: Pair, settings: DirectionSettings) -> Evidence:
    left, right = pair.left.state.edition, pair.right.state.edition
    if left == right:
        return NOTHING
    if right > left:
        words = "the right article calls itself the later version"
        if right == 1:
            words = "the left article calls itself a first word on the matter"
        return Evidence(0.0, -settings.edition, 0.0, words)
    return _editions(pair.mirrored(), settings).mirrored()


def _leads(pair: Pair, settings: DirectionSettings) -> Evidence:
    """One has a first paragraph of its own over the other's, which stands further down.

    Between two outlets it may as well be that one left the other's lead out.
    """
    left, right = pair.left_lead, pair.right_lead
    if left is None or right is None or not is_version(pair, settings):
        return NOTHING
    if left >= settings.lead_kept and right <= settings.lead_new:
        words = "the right article has a new lead over that of the left article"
        return Evidence(0.0, -settings.new_lead, 0.0, words)
    if right >= settings.lead_kept and left <= settings.lead_new:
        return _leads(pair.mirrored(), settings).mirrored()
    return NOTHING


@lru_cache(maxsize=1)
def _words() -> _Words:
    shipped = resources.files("dedup").joinpath("data", "states.toml").read_text("utf-8")
    data = tomllib.loads(shipped)
    tolls = {word: kind for kind, listed in data["tolls"].items() for word in listed}
    return _Words(
        going_on=tuple(data["going_on"]),
        over=tuple(data["over"]),
        first_word=tuple(data["first_word"]),
        updates=tuple(data["update"]),
        update=re.compile(rf"(?<!\w)(?:{_any(data['update'])})(?:\s?(\d)(?!\d))?"),
        tolls=tolls,
        numbers=data["numbers"],
        spelt=re.compile(rf"(?<!\w)(?:{_any(list(data['numbers']))})(?!\w)"),
    )


@lru_cache(maxsize=1024)
def _whole(listed: frozenset[str]) -> re.Pattern[str]:
    """Any of the words; nothing where there is none."""
    return re.compile(_any(sorted(listed)) or r"(?!)")


def _any(listed: list[str]) -> str:
    """One of the phrases, as whole words.

    Each way begins with its first letter, and looks back over it: the search
    can then pass over all other letters without trying any.
    """
    longest_first = sorted(set(listed), key=lambda word: (-len(word), word))
    return "|".join(
        rf"{word[0]}(?<!\w{word[0]}){re.escape(word[1:])}(?!\w)"
        if word.isascii() and word[0].isalpha()
        else re.escape(word)
        for word in longest_first
    )
