"""Publisher, title, byline and date of each article, by the claim that is worth most.

The order of claims is a setting. A file's modification time and the text of a
link are never claims.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import polars as pl

from dedup import dates
from dedup.blocks import Block, blocks
from dedup.names import host
from dedup.registry import Registry, Trust, load
from dedup.settings import InputSettings
from dedup.tables import MASTHEADS

_HEAD_CHARACTERS = 4000
_HEAD_BLOCKS = 6
_LONGEST_LINE = 160
_LONGEST_BYLINE = 200
_PIECES = re.compile(r"\s{0,3}[|•·–—\n]\s{0,3}|\s{3,}|\s[-/]\s")
_COMPLETE = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{4}")
_FOUR_FIGURES = re.compile(r"\d\d\d\d")
"""What each of these has, which the search is quick to look for, and how far it reaches before."""
_BEFORE_FIGURES = 6
_LABEL = re.compile(
    r"\s*(?:by|written by|story by|posted by|von|par|por|di|de|door|av|af|автор|autor):?\s+",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(r"^\s*[^\W\d_]{3,20}(?: [^\W\d_]{1,20})?\s?[:：]\s*")
_DANGLING = re.compile(r"[\s,;|·•–—-]+(?:on|in|for|of|am|le|el|il|at|und|and|via)?[\s,;|·•–—:-]*$")
_MARKS = ",|•·–—-/("
_SITE = re.compile(r"\s+(?:[|–—·-]|::)\s+")
_SHORTEST_SITE = 3
"""Letters of a site's name worth looking for; titles are cut off inside it now and then."""
_EDGES = " \t\xa0\n,;|·•–—-/()"


_FIELDS = ("publisher", "url", "published_at")


class _Claims(NamedTuple):
    """What is claimed of one article: field and basis → values, best first."""

    values: dict[tuple[str, str], list[str]]

    def of(self, field: str, basis: str) -> Sequence[str]:
        return self.values.get((field, basis), ())


_NOTHING = _Claims({})


class _Outlets(dict[str, str]):
    """By what is claimed the outlet's name, where that is a domain that the registry has."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self._registry = registry

    def __missing__(self, value: str) -> str:
        flat = " ".join(value.split())
        entry = None if " " in flat or not host(flat) else self._registry.at(host(flat))
        found = self[value] = entry.name if entry else flat
        return found


def read_mastheads(  # noqa: PLR0913 - one table each, as the pipeline hands them
    articles: pl.DataFrame,
    evidence: pl.DataFrame,
    credits: pl.DataFrame,
    cuts: pl.DataFrame,
    settings: InputSettings,
    *,
    registry: Registry | None = None,
) -> pl.DataFrame:
    """Choose each article's publisher, title, byline and date.

    Args:
        articles: ARTICLES.
        evidence: EVIDENCE; claims of one article, field and basis stand best first.
        credits: CREDITS; its role `publisher` is the text's own claim.
        cuts: CUTS; rules `titles.…` and `bylines.…` give what metadata lacks.
        settings: The orders of claims.
        registry: The one to know outlets by; the shipped one by default.

    Returns:
        MASTHEADS, one row for each article, sorted by row.
    """
    known = registry or load()
    claims = _claims(evidence)
    by_text = _firsts(credits.filter(pl.col("role") == "publisher"), "name")
    titles = _spans(cuts, "titles.")
    bylines = _spans(cuts, "bylines.")
    signed = _signed(credits)
    outlets, people = _Outlets(known), dict[str, str | None]()
    rows = []
    texts = articles["text"]  # most are not looked at
    for at, (row, title, byline) in enumerate(_rows(articles, "row", "title", "byline")):
        own = claims.get(row, _NOTHING)
        publisher, basis = _publisher(own, by_text.get(row), settings.publisher_order, outlets)
        in_text = partial(_dates_in, texts, at, signed.get(row, ()))
        published, precision = _date(own, in_text, settings.date_order)
        earliest, latest = dates.interval(published, precision) if published else (None, None)
        name = _flat(title) or _flat(_cut(texts, at, titles.get(row)))
        name = _without_site(name, publisher)
        by = byline or _cut(texts, at, bylines.get(row))
        if by not in people:  # who writes often is read once
            people[by] = clean_byline(by, known)
        rows.append(
            (
                row,
                publisher,
                basis,
                name,
                people[by],
                published or None,
                precision or None,
                earliest,
                latest,
            )
        )
    return MASTHEADS.frame(rows).sort("row")


def _rows(frame: pl.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of a frame, row by row."""
    return zip(*(frame[name].to_list() for name in names), strict=True)


def _claims(evidence: pl.DataFrame) -> dict[int, _Claims]:
    found: dict[int, _Claims] = {}
    claimed = evidence.filter(pl.col("field").is_in(_FIELDS))
    for row, field, basis, value in _rows(claimed, "row", "field", "basis", "value"):
        stripped = value.strip() if value else ""
        if stripped:
            mine = found.get(row)
            if mine is None:
                mine = found[row] = _Claims({})
            mine.values.setdefault((field, basis), []).append(stripped)
    return found


def _firsts(frame: pl.DataFrame, column: str) -> dict[int, str]:
    """Row → the value that stands first in the text."""
    found: dict[int, str] = {}
    for row, value in frame.sort("row", "start", "stop").select("row", column).iter_rows():
        found.setdefault(row, value)
    return found


def _spans(cuts: pl.DataFrame, rule: str) -> dict[int, tuple[int, int]]:
    """Row → span of the first cut by a rule of that module."""
    chosen = cuts.filter(pl.col("rule").str.starts_with(rule)).sort("row", "start")
    found: dict[int, tuple[int, int]] = {}
    for row, start, stop in chosen.select("row", "start", "stop").iter_rows():
        found.setdefault(row, (start, stop))
    return found


def _signed(credits: pl.DataFrame) -> dict[int, tuple[int, ...]]:
    """Row → where names stand that may close a dateline."""
    chosen = credits.filter(
        pl.col("role").is_in(["author", "publisher", "distributor"])
        & (pl.col("start") < _HEAD_CHARACTERS)
    )
    found: dict[int, list[int]] = {}
    for row, start in chosen.sort("row", "start").select("row", "start").iter_rows():
        found.setdefault(row, []).append(start)
    return {row: tuple(starts) for row, starts in found.items()}


def _cut(texts: pl.Series, at: int, span: tuple[int, int] | None) -> str:
    return (texts[at] or "")[span[0] : span[1]] if span else ""


def _flat(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _without_site(title: str | None, publisher: str | None) -> str | None:
    """The title without its publisher's name at the end: `Ferry sails | Lindvik Post`."""
    if not title or not publisher:
        return title
    parts = _SITE.split(title)
    site = _letters(parts[-1])
    mine = len(parts) > 1 and len(site) >= _SHORTEST_SITE and site in _letters(publisher)
    return title[: title.rindex(parts[-1])].rstrip(" |–—-·:") or title if mine else title


@lru_cache(maxsize=256)
def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _publisher(
    claims: _Claims, by_text: str | None, order: Iterable[str], outlets: _Outlets
) -> tuple[str | None, str | None]:
    """The first claim in order; an address of the article's own counts where no name is given."""
    for basis in order:
        if basis == "text":
            if by_text:
                return by_text, basis
            continue
        for value in claims.of("publisher", basis):
            return outlets[value], basis
        for value in claims.of("url", basis):
            if host(value):
                return outlets[host(value)], basis
    return None, None


def _date(
    claims: _Claims, in_text: Callable[[], Iterable[str]], order: Iterable[str]
) -> tuple[str, str]:
    """The first claim in order that is a date, in ISO 8601, and its precision."""
    for basis in order:
        values = in_text() if basis == "text" else claims.of("published_at", basis)
        for value in values:
            found = dates.parse(value)
            if found is not None:
                return found
    return "", ""


def _dates_in(texts: pl.Series, at: int, signed: tuple[int, ...]) -> Iterator[str]:
    """What may be the text's own date: lines that hold a date, and datelines with a year.

    A date in running text is of what is told, not of the telling.
    """
    head = (texts[at] or "")[:_HEAD_CHARACTERS]
    figures = _FOUR_FIGURES.search(head)
    if figures is None or not _COMPLETE.search(head, max(0, figures.start() - _BEFORE_FIGURES)):
        return
    for block in blocks(head)[:_HEAD_BLOCKS]:
        if len(block.text) <= _LONGEST_LINE and _COMPLETE.search(block.text):
            for whole in _PIECES.split(head[block.start : block.stop]):
                piece = _DATE_LABEL.sub("", whole)
                if _COMPLETE.search(piece) and _full(piece):
                    yield piece.strip(_EDGES)
        yield from _dateline(head, block, signed)


def _dateline(head: str, block: Block, signed: tuple[int, ...]) -> Iterator[str]:
    for start in signed:
        if not block.start <= start <= block.start + 100:
            continue
        before = head[block.start : start].replace("\n", " ").strip(_EDGES)
        if _COMPLETE.search(before) is None:
            continue
        parts = before.split(",")
        for first in range(1, len(parts)):
            piece = ",".join(parts[first:]).strip(_EDGES)
            if _full(piece):
                yield piece


def _full(piece: str) -> bool:
    """Whether a date is complete: a day with its year."""
    found = dates.parse(piece.strip(_EDGES))
    return found is not None and found[1] not in ("month", "year")


def clean_byline(byline: str | None, registry: Registry) -> str | None:
    """The people of a byline: without `By`, agency, offices' marks and a dangling `on`.

    A byline that names nobody but an agency stays as it is.
    """
    flat = _flat(byline)
    if flat is None:
        return None
    label = _LABEL.match(flat + " ")
    rest = flat[label.end() :] if label else flat
    if len(rest) <= _LONGEST_BYLINE:
        for mention in reversed(registry.find(rest)):
            before = rest[: mention.start].rstrip()
            after = rest[mention.stop :].lstrip()
            alone = not before and (not after or after[0] in _MARKS)
            joined = before.endswith((" of", " for")) or before[-1:] in tuple(_MARKS)
            joined = joined or alone
            if joined and mention.trust > Trust.DATELINE:
                rest = rest[: mention.start] + rest[mention.stop :]
    rest = re.sub(r"\(\s*\)|([,|•·–—-])\s+(?=[,|•·–—-])", " ", rest)
    for _ in range(2):
        rest = _DANGLING.sub("", " " + rest.strip()).strip(_EDGES)
    rest = re.sub(r"\s+(?:on|am|le)$", "", rest).strip(_EDGES)
    return rest or (flat[label.end() :] if label else flat).strip(_EDGES) or None
