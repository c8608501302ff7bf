"""Which name each article has: one for each, whatever order the INPUTs come in.

The record's own id where it is the only one of the run; else its path, with
`#N` in a file of several; where even that is not unique, the INPUT's name
before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl

_SHOWN = 5  # ids that a warning names


class Names(NamedTuple):
    """Ids by position, `repeats` as position to the position that it repeats, and warnings."""

    ids: pl.Series
    repeats: dict[int, int]
    warnings: list[str]


def name(articles: pl.DataFrame) -> Names:
    """Name articles that come in path order.

    One own id with the same text twice is one article listed twice: the first one stays, the
    others have no id and stand in `repeats`. Paths prove nothing of the kind: two files of
    one name and text in two INPUTs are two articles.

    Args:
        articles: own_id (or null), path, label, number (null where the file holds no other) and
            text, a row each.
    """
    import polars as pl  # noqa: PLC0415 - workers do without polars

    own = articles["own_id"]
    numbered = pl.concat_str(pl.lit("#"), "number").fill_null("")
    paths = articles.select(pl.concat_str("path", numbered)).to_series()
    ids = own.zip_with(own.is_not_null(), paths)
    if ids.n_unique() == len(ids):
        return Names(ids, {}, [])
    repeats = _repeats(own, articles["text"])
    once = own.scatter(list(repeats), None) if repeats else own
    shared = once.is_duplicated() & once.is_not_null()
    ids = paths.zip_with(shared | once.is_null(), once)
    ids = ids.scatter(list(repeats), None) if repeats else ids
    clashing = _clashing(ids)
    full = articles.select(pl.concat_str("label", pl.lit("/"), paths.alias("id"))).to_series()
    ids = full.zip_with(clashing, ids)
    if _clashing(ids).any():
        ids = pl.Series(_apart(ids.to_list()), dtype=pl.String)
    warnings = list(_warnings(set(once.filter(shared)), set(paths.filter(clashing))))
    return Names(ids, repeats, warnings)


def _repeats(own: pl.Series, texts: pl.Series) -> dict[int, int]:
    """The places of articles listed before, by own id and text, and where the first one is."""
    doubted = (own.is_duplicated() & own.is_not_null()).arg_true()
    first: dict[tuple[str, str], int] = {}
    repeats = {}
    for place, *told in zip(doubted, own.gather(doubted), texts.gather(doubted), strict=True):
        earlier = first.setdefault((told[0], told[1]), place)
        if earlier != place:
            repeats[place] = earlier
    return repeats


def _clashing(ids: pl.Series) -> pl.Series:
    return ids.is_duplicated() & ids.is_not_null()


def _apart(ids: list[str | None]) -> list[str | None]:
    """A last resort for names that escape to the same letters or that an own id imitates."""
    places = defaultdict(list)
    for place, article_id in enumerate(ids):
        if article_id is not None:
            places[article_id].append(place)
    taken = set(ids)
    for wanted, group in places.items():
        if len(group) > 1:
            for place in group:
                ids[place] = _free(wanted, taken)
    return ids


def _free(wanted: str, taken: set[str | None]) -> str:
    number = 2
    while f"{wanted}~{number}" in taken:
        number += 1
    taken.add(f"{wanted}~{number}")
    return f"{wanted}~{number}"


def place_of(path: str, number: int | None) -> str:
    """Where an article stands: its path, with `#N` in a file of several."""
    return path if number is None else f"{path}#{number}"


def _warnings(shared: set[str], qualified: set[str]) -> Iterator[str]:
    if shared:
        yield (
            f"{len(shared)} ids stand for different texts; their articles are named by "
            f"path and record instead: {_shown(shared)}"
        )
    if qualified:
        yield (
            f"{len(qualified)} names are met in several places; their articles are named by "
            f"INPUT and path: {_shown(qualified)}"
        )


def _shown(names: Iterable[str]) -> str:
    ordered = sorted(names)
    more = len(ordered) - _SHOWN
    return ", ".join(ordered[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
