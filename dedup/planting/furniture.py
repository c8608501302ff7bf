"""What an outlet puts around its stories: the same lines on all its pages, other fillings.

An outlet has a style that its name decides: its layout, which kinds of
furniture it uses and its wording of each. The fillings (headlines, names,
times) differ from page to page, as on real sites.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dedup.planting.drafts import UNSPACED
from dedup.planting.phrases import Language, Outlet, Phrase, preferred
from dedup.settings.planting import PlantSettings

HEAD = ("time", "byline", "caption", "consent")
MIDDLE = ("related_line", "advert", "newsletter", "caption", "video")
TAIL = ("correction", "bio", "support", "newsletter", "comments", "social", "app", "related_list",
        "copyright", "consent")  # fmt: skip
_USED = {
    "related_line": 0.6, "related_list": 0.5, "newsletter": 0.5, "copyright": 0.5, "byline": 0.5,
    "caption": 0.35, "time": 0.3, "social": 0.3, "comments": 0.3, "bio": 0.3, "support": 0.25,
    "advert": 0.25, "app": 0.2, "consent": 0.15, "video": 0.1, "correction": 0.1, "dateline": 0.3,
}  # fmt: skip
"""How many outlets have a kind, where `furniture` is .6."""
SEPARATORS = ("\n", "\n\n", "\n\n", "\n\u00a0\n")
WRAPPED = 0.12
"""Share of outlets whose texts are hard-wrapped."""
TITLED = 0.35
"""Share of outlets whose texts begin with the headline."""


@dataclass(frozen=True)
class Style:
    """How the pages of one outlet look."""

    outlet: Outlet
    separator: str
    wrap: int
    """Column at which lines break; 0 for none."""
    titled: bool
    precision: str
    lines: Mapping[str, Phrase]
    """The outlet's wording of each kind that it uses."""


def style_of(outlet: Outlet, language: Language, settings: PlantSettings) -> Style:
    """The style that an outlet has in all its articles."""
    rng = random.Random(f"{settings.seed}:style:{outlet.name}")
    chosen: dict[str, Phrase] = {}
    for kind in sorted(language.furniture):
        odds = min(1.0, _USED.get(kind, 0.2) * settings.furniture / 0.6)
        phrase = rng.choice(preferred(language.furniture[kind], settings.part))
        if rng.random() < odds:
            chosen[kind] = phrase
    separator = rng.choice(SEPARATORS)
    wrap = rng.choice((72, 79)) if rng.random() < WRAPPED else 0
    return Style(
        outlet=outlet,
        separator="\n\n" if wrap else separator,
        wrap=wrap,
        titled=rng.random() < TITLED and settings.furniture > 0,
        precision=rng.choice(("minute", "minute", "day", "none")),
        lines=chosen,
    )


@dataclass(frozen=True)
class Filling:
    """What is put into the places of a phrase."""

    rng: random.Random
    language: Language
    outlet: str
    time: datetime
    city: str
    titles: Sequence[str]
    agency: str = ""

    def _day(self) -> str:
        if self.language.code in UNSPACED:
            return f"{self.time.month}月{self.time.day}日"
        return f"{self.time.day}.{self.time.month}"

    def fill(self, phrase: str) -> str:
        """The phrase with its places filled."""
        filled = phrase.format(
            outlet=self.outlet,
            agency=self.agency,
            city=self.city,
            title=self.rng.choice(self.titles) if self.titles else self.outlet,
            person=self.rng.choice(self.language.people),
            year=self.time.year,
            day=self._day(),
            number=self.rng.randint(3, 940),
        )
        return filled.replace("The The ", "The ").replace("the The ", "the ")
