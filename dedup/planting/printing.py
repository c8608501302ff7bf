"""The articles of an event as their outlets print them: dated, credited, furnished."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from dedup.planting import crediting, phrases
from dedup.planting.bases import Base
from dedup.planting.cascades import Event, Node
from dedup.planting.crediting import Credited
from dedup.planting.furniture import Filling, Style, style_of
from dedup.planting.operations import HELD_BACK
from dedup.planting.pages import Page, print_page
from dedup.planting.phrases import Outlet
from dedup.settings.planting import PlantSettings


class Printed(NamedTuple):
    """One article that is written."""

    article_id: str
    event: int
    number: int
    """Of its node in the event."""
    node: Node
    page: Page
    published_at: str
    """As written; empty where it is not."""
    wrong_time: bool
    credited: Credited
    held_back: bool


class Printer:
    """Knows every outlet's style."""

    def __init__(self, bases: Sequence[Base], settings: PlantSettings) -> None:
        self._settings = settings
        self._styles: dict[str, Style] = {}
        self._titles: dict[str, list[str]] = {}
        for base in bases:
            self._titles.setdefault(base.draft.language, []).append(base.draft.title)

    def event(self, event: Event, *, wire: bool) -> list[Printed]:
        """The event's articles; those of agencies only if `wire`."""
        printed: list[Printed] = []
        credited: list[Credited] = []
        written: dict[int, datetime] = {}
        for number, node in enumerate(event.nodes):
            rng = random.Random(f"{self._settings.seed}:print:{event.number}:{number}")
            style = self._style(node, event.language)
            filling = self._filling(node, event.language, rng)
            credited.append(crediting.credit(event, number, credited, filling, self._settings))
            page = print_page(node.draft, style, filling, credited[-1].lines)
            time, wrong = self._time(node, written, rng)
            written[number] = time
            if node.style is None and not wire:
                continue
            language = phrases.languages()[event.language]
            held_back = (
                node.operation in HELD_BACK
                or language.held_back
                or (node.style is not None and node.style.held_back)
            )
            printed.append(
                Printed(
                    f"e{event.number:04d}-{number:02d}",
                    event.number,
                    number,
                    node,
                    page,
                    self._written(time, style, rng),
                    wrong,
                    credited[-1],
                    held_back,
                )
            )
        return printed

    def _style(self, node: Node, code: str) -> Style:
        if node.style is None:  # agencies send plain text
            plain = Outlet(node.outlet, code, held_back=False)
            return Style(plain, "\n\n", 0, titled=False, precision="minute", lines={})
        if node.style.name not in self._styles:
            language = phrases.languages()[code]
            self._styles[node.style.name] = style_of(node.style, language, self._settings)
        return self._styles[node.style.name]

    def _filling(self, node: Node, code: str, rng: random.Random) -> Filling:
        titles = [title for title in self._titles.get(code, []) if title != node.draft.title]
        some = rng.sample(titles, min(6, len(titles)))
        language = phrases.languages()[code]
        written = node.agency.written_in(code)
        cities = language.cities or node.agency.cities
        return Filling(
            rng,
            language,
            node.outlet,
            node.time,
            rng.choice(cities) if cities else "",
            some,
            rng.choice([written[0], *written]) if written else "",
        )

    def _time(
        self, node: Node, written: dict[int, datetime], rng: random.Random
    ) -> tuple[datetime, bool]:
        """The time that the article bears, and whether it is before that of what it took."""
        if node.style is None or node.parent is None:
            return node.time, False
        if rng.random() >= self._settings.wrong_times:
            return node.time, False
        before = min(node.time, written[node.parent])
        return before - timedelta(minutes=rng.randint(20, 420)), True

    def _written(self, time: datetime, style: Style, rng: random.Random) -> str:
        times = self._settings.times
        precision = style.precision if times == "mixed" else times
        if rng.random() < self._settings.missing_times or precision == "none":
            return ""
        return time.strftime("%Y-%m-%dT%H:%MZ" if precision == "minute" else "%Y-%m-%d")
