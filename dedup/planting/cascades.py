"""How a story spreads: agency, outlets, outlets of outlets; next versions and merges."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dedup.planting import headlines, operations, phrases
from dedup.planting.bases import Base
from dedup.planting.drafts import Draft, Paragraph
from dedup.planting.operations.cutting import first_words
from dedup.planting.operations.kit import Kit
from dedup.planting.phrases import Agency, Outlet
from dedup.planting.rewording import Rewording
from dedup.settings.planting import PlantSettings

MONTH = timedelta(days=30)
START = datetime(2024, 3, 1, tzinfo=UTC)
WRITE_THROUGH = 0.35
"""Share of agency reports that have a second version."""
LEAST_WORDS = 40
"""An article has so many at least."""
_ODDS = {"copy": 3, "trim": 3, "reword_light": 2, "reword_heavy": 2, "write_through": 0}
"""How often an operation is chosen; 1 where it is not said."""


@dataclass(frozen=True)
class Node:
    """One article of a cascade, before it is printed.

    `parent` and `merged` are numbers of earlier nodes of the same event.
    """

    draft: Draft
    outlet: str
    style: Outlet | None
    """None where an agency prints it."""
    agency: Agency
    operation: str
    time: datetime
    parent: int | None = None
    merged: int | None = None
    hop: int = 0


@dataclass
class Event:
    """What is told of one event, in the order in which it was made."""

    number: int
    language: str
    nodes: list[Node] = field(default_factory=list)

    def add(self, node: Node) -> int:
        """Append an article; its number."""
        self.nodes.append(node)
        return len(self.nodes) - 1


@dataclass(frozen=True)
class Stage:
    """Who may play in an event."""

    agencies: Sequence[Agency]
    outlets: Sequence[Outlet]
    operations: Sequence[str]
    fresh: Callable[[int], list[Paragraph]]
    settings: PlantSettings


def spread(number: int, bases: Sequence[Base], stage: Stage) -> Event:
    """An event that one or two agencies report, and all that outlets make of it."""
    settings = stage.settings
    rng = random.Random(f"{settings.seed}:event:{number}")
    language = bases[0].draft.language
    event = Event(number, language)
    begin = START + MONTH * rng.random()
    agencies = rng.sample(list(stage.agencies), min(len(bases), len(stage.agencies)))
    for base, agency in zip(bases, agencies, strict=False):
        _report(event, base, agency, begin + _delay(rng, 25), rng)
    outlets = list(stage.outlets)
    rng.shuffle(outlets)
    size = rng.randint(max(1, settings.size // 2), max(1, settings.size * 3 // 2))
    reports = len(event.nodes)
    for outlet in outlets[:size]:
        _take_over(event, outlet, reports, stage, rng)
    return event


def _report(event: Event, base: Base, agency: Agency, time: datetime, rng: random.Random) -> None:
    """The agency's report, and its second version where it has one."""
    whole = base.draft
    time = time.replace(second=0, microsecond=0)
    if len(whole.paragraphs) < 5 or rng.random() >= WRITE_THROUGH:
        event.add(Node(whole, agency.name, None, agency, "wire", time))
        return
    early = first_words(whole, 0.7)
    later = whole.paragraphs[len(early) :]
    first = event.add(Node(whole.replaced(early), agency.name, None, agency, "wire", time))
    kit = Kit(rng, None, lambda _: [], tuple(later), None)
    draft = operations.MEMBERS["write_through"](event.nodes[first].draft, kit)
    event.add(
        Node(
            draft, agency.name, None, agency, "write_through", time + _delay(rng, 70), first, hop=0
        )
    )


def _take_over(
    event: Event, outlet: Outlet, reports: int, stage: Stage, rng: random.Random
) -> None:
    """One outlet's article, after the agency's or another outlet's."""
    settings = stage.settings
    parent = rng.randrange(reports)
    if len(event.nodes) > reports and rng.random() < settings.deep:
        parent = rng.randrange(reports, len(event.nodes))
    source = event.nodes[parent]
    others = [
        number
        for number, node in enumerate(event.nodes[:reports])
        if node.agency != source.agency and source.style is None
    ]
    other = rng.choice(others) if others else None
    operation = _operation(stage, event.language, mergeable=other is not None, rng=rng)
    merged = other if operation in {"merge", "splice"} else None
    words = phrases.rewording(event.language)
    kit = Kit(
        rng,
        Rewording(words) if words else None,
        stage.fresh,
        (),
        event.nodes[other].draft if merged is not None and other is not None else None,
    )
    draft = operations.MEMBERS[operation](source.draft, kit)
    if draft.words() < LEAST_WORDS:  # too little was left to be an article
        operation, draft, merged = "copy", source.draft, None
    draft = headlines.retitled(draft, kit.words, rng)
    latest = max(source.time, event.nodes[merged].time if merged is not None else source.time)
    event.add(
        Node(
            draft,
            outlet.name,
            outlet,
            source.agency,
            operation,
            latest + _delay(rng, 90),
            parent,
            merged,
            source.hop + 1,
        )
    )


def _operation(stage: Stage, language: str, *, mergeable: bool, rng: random.Random) -> str:
    names = [
        name
        for name in stage.operations
        if (name not in operations.ENGLISH_ONLY or phrases.rewording(language))
        and (mergeable or name != "merge")
    ] or ["copy"]
    odds = [
        3 if name in {"merge", "splice"} and mergeable else _ODDS.get(name, 1) for name in names
    ]
    return rng.choices(names, odds)[0] if sum(odds) else names[0]


def _delay(rng: random.Random, minutes: float) -> timedelta:
    """Minutes that pass: a few at least, mostly about so many, seldom a day."""
    return timedelta(minutes=round(3 + rng.lognormvariate(0, 0.9) * minutes))
