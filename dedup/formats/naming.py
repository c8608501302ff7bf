"""Which name each article has: one for each, whatever order the INPUTs come in.

The record's own id where it is the only one of the run; else its path, with
`#N` in a file of several; where even that is not unique, the INPUT's name
before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SHOWN = 5  # ids that a warning names


class Unnamed(NamedTuple):
    """What names an article: `number` is None where its file holds no other."""

    own_id: str | None
    path: str
    label: str
    number: int | None


class Names(NamedTuple):
    """Ids by position, `repeats` as position to the position that it repeats, and warnings."""

    ids: list[str | None]
    repeats: dict[int, int]
    warnings: list[str]


def name(articles: Sequence[Unnamed], texts: Sequence[str]) -> Names:
    """Name articles that come in path order, which have these texts.

    One own id with the same text twice is one article listed twice: the first one stays, the
    others have no id and stand in `repeats`. Paths prove nothing of the kind: two files of
    one name and text in two INPUTs are two articles.
    """
    repeats = _repeats(articles, texts)
    kept = [place for place in range(len(articles)) if place not in repeats]
    own = Counter(articles[place].own_id for place in kept)
    ids: list[str | None] = [None] * len(articles)
    shared = set()
    for place in kept:
        article = articles[place]
        if article.own_id is not None and own[article.own_id] == 1:
            ids[place] = article.own_id
        else:
            ids[place] = _path_id(article)
            if article.own_id is not None:
                shared.add(article.own_id)
    clashing = _clashing(ids)
    for place in clashing:
        ids[place] = f"{articles[place].label}/{_path_id(articles[place])}"
    qualified = {_path_id(articles[place]) for place in clashing}
    taken = set(ids)
    for place in _clashing(ids):
        ids[place] = _free(f"{ids[place]}", taken)
    warnings = []
    if shared:
        warnings.append(
            f"{len(shared)} ids stand for different texts; their articles are named by "
            f"path and record instead: {_shown(shared)}"
        )
    if qualified:
        warnings.append(
            f"{len(qualified)} names are met in several places; their articles are named by "
            f"INPUT and path: {_shown(qualified)}"
        )
    return Names(ids, repeats, warnings)


def _repeats(articles: Sequence[Unnamed], texts: Sequence[str]) -> dict[int, int]:
    """The places of articles listed before, by own id and text, and where the first one is."""
    times = Counter(article.own_id for article in articles)
    first: dict[tuple[str, str], int] = {}
    repeats = {}
    for place, article in enumerate(articles):
        if article.own_id is not None and times[article.own_id] > 1:
            earlier = first.setdefault((article.own_id, texts[place]), place)
            if earlier != place:
                repeats[place] = earlier
    return repeats


def place_of(path: str, number: int | None) -> str:
    """Where an article stands: its path, with `#N` in a file of several."""
    return path if number is None else f"{path}#{number}"


def _path_id(article: Unnamed) -> str:
    return place_of(article.path, article.number)


def _clashing(ids: Sequence[str | None]) -> list[int]:
    places = defaultdict(list)
    for place, article_id in enumerate(ids):
        if article_id is not None:
            places[article_id].append(place)
    return [place for group in places.values() if len(group) > 1 for place in group]


def _free(wanted: str, taken: set[str | None]) -> str:
    """A last resort for names that escape to the same letters or that an own id imitates."""
    number = 2
    while f"{wanted}~{number}" in taken:
        number += 1
    taken.add(f"{wanted}~{number}")
    return f"{wanted}~{number}"


def _shown(names: Iterable[str]) -> str:
    ordered = sorted(names)
    more = len(ordered) - _SHOWN
    return ", ".join(ordered[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
