"""`dedup trace`: the way one article took, out of a finished run's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.commands.terminal import as_object, one_line, rendered
from dedup.errors import UsageError
from dedup.pipeline_files import nearest

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

ARROW = " → "
OUTLET = "outlet:"

_MOST_LISTED = 10
"""Articles listed that took one text on; the number of others is said."""
_MOST_DRAWN = 60
"""Articles drawn below the one that is asked for."""
_NEAR_IDS = 3
_NEAR = 40.0

Row = Mapping[str, object]


@dataclass(frozen=True)
class Hop:
    """One station of the way: who had the text there, and what speaks for it."""

    name: str
    """Display name: the publisher, or the article_id where none is known."""
    article_id: str | None
    """None where the text is not at hand."""
    published_at: str
    relation: str
    """To the hop before; empty at the origin."""
    basis: str
    confidence: float | None
    because: str


def trace(article: str, out: Path, *, as_json: bool) -> str:
    """The chain of one article, from its origin down, with the evidence of each hop.

    Raises:
        UsageError: `out` holds no finished run, or the run no such article.
    """
    from dedup.finished import read_report  # noqa: PLC0415

    articles = read_report(out, "articles").drop("text", strict=False)
    provenance = read_report(out, "provenance")
    about = {str(row["article_id"]): row for row in articles.iter_rows(named=True)}
    if article not in about:
        known = sorted(about)
        near = [name for name in known if article and article in name][:_NEAR_IDS]
        near = near or nearest(article, known, least=_NEAR, most=_NEAR_IDS)
        hint = f"the nearest are {', '.join(near)}" if near else "articles.csv lists them"
        raise UsageError(f"the run in {out} has no article {article}; {hint}")
    sources: dict[str, list[Row]] = {}
    for row in provenance.iter_rows(named=True):
        sources.setdefault(str(row["article_id"]), []).append(row)
    hops = _hops(article, about, sources)
    secondary = [r for r in sources.get(article, []) if r["source_rank"] == "secondary"]
    taken = _takers(sources)
    takers = taken.get(article, [])
    if as_json:
        return as_object(
            {
                "article_id": article,
                "chain": ARROW.join(hop.name for hop in hops),
                "hops": [asdict(hop) for hop in hops],
                "secondary_sources": secondary,
                "taken_by": takers,
                "descendants": len(_descendants(article, taken)),
            }
        )
    onward = {name: _hop(name, about.get(name, {}), _primary(sources[name])) for name in sources}
    return _drawn(article, hops, secondary, taken, onward)


def _takers(sources: Mapping[str, Sequence[Row]]) -> dict[str, list[str]]:
    """By article those that took from it, in order of their ids."""
    found: dict[str, list[str]] = {}
    for name in sorted(sources):
        row = _primary(sources[name])
        if row is not None and row["basis"] != "own" and row["source_id"] not in (None, name):
            found.setdefault(str(row["source_id"]), []).append(name)
    return found


def _descendants(article: str, taken: Mapping[str, Sequence[str]]) -> set[str]:
    """All that came from an article, over however many hops."""
    found: set[str] = set()
    waiting = [article]
    while waiting:
        for name in taken.get(waiting.pop(), ()):
            if name not in found and name != article:
                found.add(name)
                waiting.append(name)
    return found


def _hops(
    article: str, about: Mapping[str, Row], sources: Mapping[str, Sequence[Row]]
) -> list[Hop]:
    """The stations from the origin to the article, following primary sources upwards."""
    hops: list[Hop] = []
    current, seen = article, {article}
    while True:
        row = _primary(sources.get(current, ()))
        own = row is None or row["basis"] == "own" or row["source_id"] in (current, None)
        hop = _hop(current, about.get(current, {}), None if own else row)
        if own and row is not None:
            hop = replace(hop, confidence=_number(row["confidence"]), because=_said(row["because"]))
        hops.insert(0, hop)
        if row is None or own:
            return hops
        source = str(row["source_id"])
        if source.startswith(OUTLET) and source not in about:
            return [*_absent(row, source), *hops]
        if source in seen:
            return hops
        seen.add(source)
        current = source


def _primary(rows: Sequence[Row]) -> Row | None:
    primary = [row for row in rows if row["source_rank"] == "primary"]
    return max(primary, key=lambda row: _number(row["confidence"]) or 0.0, default=None)


def _hop(article: str, about: Row, row: Row | None) -> Hop:
    return Hop(
        name=_said(about.get("publisher")) or article,
        article_id=article,
        published_at=_said(about.get("published_at")),
        relation=_said(row["relation"]) if row else "",
        basis=_said(row["basis"]) if row else "own",
        confidence=_number(row["confidence"]) if row else None,
        because=_said(row["because"]) if row else "",
    )


def _absent(row: Row, source: str) -> list[Hop]:
    """Stations whose texts are not at hand: the names in `chain` before the article's own."""
    names = _said(row["chain"]).split(ARROW)[:-1] or [source.removeprefix(OUTLET)]
    return [
        Hop(
            name=name,
            article_id=None,
            published_at="",
            relation="",
            basis=_said(row["basis"]),
            confidence=None,
            because="",
        )
        for name in names
    ]


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: object) -> float | None:
    return round(float(value), 4) if isinstance(value, int | float) else None


def _drawn(
    article: str,
    hops: Sequence[Hop],
    secondary: Sequence[Row],
    taken: Mapping[str, Sequence[str]],
    onward: Mapping[str, Hop],
) -> str:
    from rich.tree import Tree  # noqa: PLC0415

    tree = Tree(_label(hops[0], article))
    branch = tree
    for hop in hops[1:]:
        branch = branch.add(_label(hop, article))
    _grow(branch, article, taken, onward)
    also = [
        f"also from {one_line(_said(row['source_id']).removeprefix(OUTLET))} "
        f"({_evidence(_said(row['relation']), _said(row['basis']), _number(row['confidence']))})"
        f": {one_line(_said(row['because']))}"
        for row in secondary
    ]
    return rendered(one_line(ARROW.join(hop.name for hop in hops)), "", tree, *also)


def _grow(
    branch: Tree, article: str, taken: Mapping[str, Sequence[str]], onward: Mapping[str, Hop]
) -> None:
    """What was taken from an article, hop by hop; of many the first, with the number of others."""
    drawn = {article}
    waiting = [(branch, article)]
    while waiting:
        at, name = waiting.pop(0)
        copies = [copy for copy in taken.get(name, ()) if copy not in drawn]
        room = max(0, _MOST_DRAWN - len(drawn))
        listed = copies[: min(_MOST_LISTED, room)]
        for copy in listed:
            drawn.add(copy)
            waiting.append((at.add(_taken(onward[copy])), copy))
        if len(copies) > len(listed):
            at.add(f"taken on by {len(copies) - len(listed)} more")


def _taken(hop: Hop) -> Text:
    """One taker on one line: who, which article, when, and how sure."""
    from rich.text import Text  # noqa: PLC0415

    label = Text(f"taken on by {one_line(hop.name)}")
    facts = [hop.article_id if hop.article_id != hop.name else "", hop.published_at]
    facts += [_evidence(hop.relation, hop.basis, hop.confidence)]
    label.append(f"  {' · '.join(one_line(fact) for fact in facts if fact)}", style="dim")
    return label


def _label(hop: Hop, article: str) -> Text:
    from rich.text import Text  # noqa: PLC0415

    label = Text(one_line(hop.name), style="bold" if hop.article_id == article else "")
    place = "text not at hand" if hop.article_id is None else one_line(hop.article_id)
    facts = [fact for fact in (place, one_line(hop.published_at)) if fact and fact != hop.name]
    if facts:
        label.append(f"  {' · '.join(facts)}", style="not bold dim")
    evidence = _evidence(hop.relation, hop.basis, hop.confidence)
    if hop.article_id is not None and evidence:
        label.append(f"\n{evidence}", style="not bold cyan")
    if hop.because:
        label.append(f"\n{one_line(hop.because)}", style="not bold")
    return label


def _evidence(relation: str, basis: str, confidence: float | None) -> str:
    sure = "" if confidence is None else f"{confidence:.0%} sure"
    return one_line(", ".join(part for part in (relation, basis, sure) if part))
