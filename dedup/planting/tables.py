"""Planted articles and their truth as tables.

articles: what goes to articles.jsonl. labels: pairs as `dedup evaluate
--labels` takes them. passages: what two articles share, sentence by sentence.
cuts: all that is not story. chains: for each article whom it is from. events:
how many independent origins stand behind what hangs together.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from dedup.planting import truth
from dedup.planting.cascades import Event
from dedup.planting.printing import Printed
from dedup.settings.planting import PlantSettings

ARTICLES = ("id", "title", "publisher", "published_at", "language", "text")
LABELS = ("left", "right", "label", "direction", "sure", "operation", "held_back")
PASSAGES = ("left", "right", "left_start", "left_stop", "right_start", "right_stop", "kind")
CUTS = ("article", "start", "stop", "kind", "language", "held_back", "text")
CHAINS = (
    "article", "event", "publisher", "operation", "parent", "merged", "origin", "hop",
    "credited_agency", "credited_outlet", "credit_forms", "true_time", "published_at",
    "wrong_time", "held_back",
)  # fmt: skip
EVENTS = ("event", "first", "articles", "independent_origins", "origins", "wire_present")
_INTEGERS = frozenset(
    {"start", "stop", "left_start", "left_stop", "right_start", "right_stop", "sure", "hop"}
    | {"event", "articles", "independent_origins"}
)
_FLAGS = frozenset({"held_back", "wrong_time", "wire_present"})
NEGATIVES = 2
"""Unrelated pairs drawn for each article."""


def build(
    printed: Sequence[Printed], events: Sequence[Event], settings: PlantSettings
) -> tuple[pl.DataFrame, ...]:
    """articles, labels, passages, cuts, chains, events."""
    by_event: dict[int, list[Printed]] = defaultdict(list)
    for one in printed:
        by_event[one.event].append(one)
    labels, passages = _pairs(by_event, events)
    labels += _unrelated(printed, settings)
    return (
        _frame(ARTICLES, [_article(one) for one in printed]),
        _frame(LABELS, sorted(labels)),
        _frame(PASSAGES, sorted(passages)),
        _frame(CUTS, [row for one in printed for row in _cuts(one)]),
        _frame(CHAINS, [_chain(one, by_event[one.event], events) for one in printed]),
        _frame(EVENTS, [row for number in by_event for row in _event(by_event[number], events)]),
    )


def _frame(names: Sequence[str], rows: Sequence[Sequence[object]]) -> pl.DataFrame:
    types = {
        name: pl.Int64 if name in _INTEGERS else pl.Boolean if name in _FLAGS else pl.String
        for name in names
    }
    return pl.DataFrame([list(row) for row in rows], schema=types, orient="row")


def _article(one: Printed) -> tuple[object, ...]:
    node = one.node
    date = one.published_at or None
    return (one.article_id, node.draft.title, node.outlet, date, node.draft.language, one.page.text)


def _cuts(one: Printed) -> list[tuple[object, ...]]:
    return [
        (
            one.article_id, cut.start, cut.stop, cut.kind, one.node.draft.language,
            cut.held_back or one.held_back, one.page.text[cut.start : cut.stop],
        )
        for cut in one.page.cuts
    ]  # fmt: skip


def _sources(event: Event) -> dict[int, list[int]]:
    """For each article of an event, those it took from."""
    return {
        number: [source for source in (node.parent, node.merged) if source is not None]
        for number, node in enumerate(event.nodes)
    }


def _pairs(
    by_event: Mapping[int, Sequence[Printed]], events: Sequence[Event]
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    labels: list[tuple[object, ...]] = []
    passages: list[tuple[object, ...]] = []
    for event in events:
        sources = _sources(event)
        written = by_event.get(event.number, [])
        for at, left in enumerate(written):
            for right in written[at + 1 :]:
                verdict = truth.compare(left.page, right.page)
                pair = (left.article_id, right.article_id)
                held_back = left.held_back or right.held_back
                if verdict is None:
                    roots = _roots(left.number, sources) & _roots(right.number, sources)
                    if not roots:
                        labels.append((*pair, "different", "none", 3, "", held_back))
                    continue
                way = truth.direction(left.number, right.number, sources)
                direct = left.number in sources[right.number]
                operation = right.node.operation if direct else ""
                labels.append((*pair, verdict.label, way, verdict.sure, operation, held_back))
                passages += [
                    (*pair, s.left.start, s.left.stop, s.right.start, s.right.stop, s.kind)
                    for s in verdict.shared
                ]
    return labels, passages


def _unrelated(printed: Sequence[Printed], settings: PlantSettings) -> list[tuple[object, ...]]:
    """Pairs of different events."""
    rng = random.Random(f"{settings.seed}:unrelated")
    found: dict[tuple[str, str], bool] = {}
    for one in printed:
        for _ in range(NEGATIVES):
            other = printed[rng.randrange(len(printed))]
            if other.event == one.event or other.node.draft.language != one.node.draft.language:
                continue
            left, right = sorted((one, other), key=lambda article: article.article_id)
            held_back = left.held_back or right.held_back
            found[left.article_id, right.article_id] = held_back
    return [(*pair, "different", "none", 3, "", flag) for pair, flag in found.items()]


def _roots(number: int, sources: Mapping[int, Sequence[int]]) -> set[int]:
    """The first reports that an article goes back to."""
    if not sources[number]:
        return {number}
    return {root for source in sources[number] for root in _roots(source, sources)}


def _chain(one: Printed, written: Sequence[Printed], events: Sequence[Event]) -> tuple[object, ...]:
    node = one.node
    ids = {article.number: article.article_id for article in written}

    def named(number: int | None) -> str:
        if number is None:
            return ""
        outlet = f"outlet:{events[one.event].nodes[number].outlet}"
        return ids.get(number, outlet)

    return (
        one.article_id, one.event, node.outlet, node.operation, named(node.parent),
        named(node.merged), node.agency.name or node.outlet, node.hop, one.credited.agency,
        one.credited.outlet, "; ".join(one.credited.forms), node.time.strftime("%Y-%m-%dT%H:%MZ"),
        one.published_at, one.wrong_time, one.held_back,
    )  # fmt: skip


def _event(written: Sequence[Printed], events: Sequence[Event]) -> list[tuple[object, ...]]:
    """One row for each group of an event's articles that hang together."""
    if not written:
        return []
    number = written[0].event
    if number >= len(events):
        first = written[0]
        return [(number, first.article_id, 1, 1, first.node.outlet, True)]
    sources = _sources(events[number])
    groups: list[tuple[set[int], list[Printed]]] = []
    for one in written:
        roots, members = _roots(one.number, sources), [one]
        for group in [group for group in groups if group[0] & roots]:
            groups.remove(group)
            roots, members = roots | group[0], group[1] + members
        groups.append((roots, members))
    nodes = events[number].nodes
    wire = any(one.node.style is None for one in written)
    return [
        (
            number,
            members[0].article_id,
            len(members),
            len(roots),
            "; ".join(sorted(nodes[root].outlet for root in roots)),
            wire,
        )
        for roots, members in groups
    ]
