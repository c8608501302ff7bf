"""Articles whose truth is known: real stories, spread as news spreads, in outlets' furniture.

`plant` takes independent real articles and makes cascades of them. `bases`
chooses them, `cascades` decides who takes what from whom, `operations` what
becomes of a story on the way, `crediting` what is said of its source, `pages`
and `furniture` what stands around it, `truth` what is true of the outcome.
Their words are in `dedup/data/planting/`.

To add a language, write `dedup/data/planting/LANGUAGE.toml` and name outlets
of it; to add furniture or a way to credit, a line there; to add an operation,
see `operations`. What no training and no tuning may see is marked held back.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from dedup.errors import UsageError
from dedup.planting import bases as chosen_bases
from dedup.planting import operations, phrases, tables
from dedup.planting.bases import Base, Neighbours
from dedup.planting.cascades import MONTH, START, Event, Node, Stage, spread
from dedup.planting.drafts import Paragraph, count_words
from dedup.planting.phrases import Agency, Outlet, preferred
from dedup.planting.printing import Printed, Printer
from dedup.settings.planting import PlantSettings

MOST_BASES = 20_000


class Planted(NamedTuple):
    """Articles and what is true of them, as the tables that `tables` describes."""

    articles: pl.DataFrame
    labels: pl.DataFrame
    passages: pl.DataFrame
    cuts: pl.DataFrame
    chains: pl.DataFrame
    events: pl.DataFrame


def plant(articles: pl.DataFrame, settings: PlantSettings) -> Planted:
    """Cascades made of real articles.

    Args:
        articles: ARTICLES as read; their texts are used as they stand.
        settings: how many stories, and how they spread.

    Raises:
        UsageError: too few of the articles can be used, or a name in the settings is unknown.
    """
    _check(settings)
    wanted = 4 * (settings.stories * 3 + settings.alone)
    found = []
    for base in chosen_bases.choose(articles, phrases.unfit_names(), settings):
        if _speaks(base.draft.language, settings):
            found.append(base)
        if len(found) >= min(wanted, MOST_BASES):
            break
    cast = _Cast(found, settings)
    events = [
        spread(number, pair, cast.stage(pair[0].draft.language))
        for number, pair in enumerate(cast.pairs)
    ]
    printed = _printed(events, cast.alone, found, settings)
    return Planted(*tables.build(printed, events, settings))


def _check(settings: PlantSettings) -> None:
    known = {
        "operation": (settings.operations, list(operations.MEMBERS)),
        "language": (settings.languages, list(phrases.languages())),
    }
    for what, (asked, names) in known.items():
        for name in asked:
            if name not in names:
                raise UsageError(f"{name!r} is no {what}; there are {', '.join(names)}")


def _speaks(code: str, settings: PlantSettings) -> bool:
    language = phrases.languages().get(code)
    return language is not None and phrases.allowed(language.held_back, settings.part)


class _Cast:
    """Who plays: which articles are reported, stand alone, or lend their paragraphs."""

    def __init__(self, found: Sequence[Base], settings: PlantSettings) -> None:
        self._settings = settings
        rng = random.Random(f"{settings.seed}:cast")
        neighbours = Neighbours(found)
        free = {base.row: base for base in found}
        self.pairs: list[list[Base]] = []
        for base in found:
            if len(self.pairs) == settings.stories:
                break
            if base.row not in free or len(free) < 2:
                continue
            del free[base.row]
            told = [base]
            if rng.random() < settings.two_wires:
                other = neighbours.nearest(base, set(free))
                if other is not None:
                    told.append(free.pop(other.row))
            self.pairs.append(told)
        rest = [base for base in found if base.row in free]
        self.alone = rest[: settings.alone]
        if len(self.pairs) < settings.stories or len(self.alone) < settings.alone:
            raise UsageError(
                f"{len(found)} of the articles read can be used, which makes {len(self.pairs)} "
                f"stories and {len(self.alone)} articles alone: give more articles, ask for "
                f"fewer, or lower --least-words ({settings.least_words})"
            )
        self._spare: dict[str, list[Paragraph]] = {}
        for base in rest[settings.alone :]:
            self._spare.setdefault(base.draft.language, []).extend(base.draft.paragraphs)
        for language in sorted(self._spare):
            rng.shuffle(self._spare[language])

    def stage(self, language: str) -> Stage:
        """Who plays in one language."""
        settings = self._settings
        speaking = [a for a in phrases.agencies() if language in a.languages]
        agencies: list[Agency] = preferred(speaking, settings.part)
        outlets: list[Outlet] = preferred(
            [o for o in phrases.outlets() if o.language == language], settings.part
        )
        names = settings.operations or tuple(
            name
            for name in operations.MEMBERS
            if name != "write_through"
            and phrases.allowed(name in operations.HELD_BACK, settings.part)
        )
        if settings.part == "held-back" and not settings.operations:
            names = tuple(name for name in names if name in operations.HELD_BACK)
        return Stage(
            agencies,
            outlets[: settings.outlets],
            names,
            lambda words: self._fresh(language, words),
            settings,
        )

    def _fresh(self, language: str, words: int) -> list[Paragraph]:
        """Paragraphs of an article that no other planted one has."""
        spare = self._spare.get(language, [])
        taken: list[Paragraph] = []
        while spare and words > 0:
            taken.append(spare.pop())
            words -= sum(count_words(sentence.text) for sentence in taken[-1])
        return taken


def _printed(
    events: Sequence[Event], alone: Sequence[Base], found: Sequence[Base], settings: PlantSettings
) -> list[Printed]:
    """Every article that is written, in the order of its events; then those alone."""
    printer = Printer(found, settings)
    printed: list[Printed] = []
    for event in events:
        rng = random.Random(f"{settings.seed}:wire:{event.number}")
        hidden = rng.random() < settings.hold_back_wire
        printed += printer.event(event, wire=not hidden)
    nobody = Agency("", (), (), (), held_back=False, local={})
    for number, base in enumerate(alone):
        rng = random.Random(f"{settings.seed}:alone:{number}")
        outlets = preferred(
            [o for o in phrases.outlets() if o.language == base.draft.language], settings.part
        )
        outlet = rng.choice(outlets[: settings.outlets])
        time = START + MONTH * rng.random()
        node = Node(base.draft, outlet.name, outlet, nobody, "alone", time)
        event = Event(len(events) + number, base.draft.language, [node])
        printed += printer.event(event, wire=True)
    return printed
