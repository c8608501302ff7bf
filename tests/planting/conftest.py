"""Stories of our own to plant: about places that do not exist, each on a matter of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dedup import planting
from dedup.planting import Planted
from dedup.settings.planting import PlantSettings
from dedup.tables import ARTICLES

PLACES = ["Lindmouth", "Arvenholt", "Castelby", "Morrowfield", "Tarn Vale", "Quessel", "Ulverby"]
MATTERS = ["harbour", "library", "reservoir", "tramway", "orchard", "foundry", "observatory"]
CLAIMS = (
    "The {matter} of {place} was closed after a beam in its {number}-year-old roof gave way.",
    "Engineers said the repair would cost about {number} million crowns and last until spring.",
    "While the council looked for money, traders near the {matter} feared a loss of customers.",
    "A petition that was started by residents of {place} gathered {number} names in a week.",
    "The mayor told reporters that the decision on the {matter} was expected in {number} days.",
    "It was built by volunteers, and many families of {place} still keep a stone of it.",
    "In the archive, {number} letters about the {matter} were found, which surprised historians.",
    "Officials of the region announced that they wanted to help {place} with a loan.",
    "The last time the {matter} was shut, some {number} years ago, the town lost its school.",
    "Several companies from outside {place} have offered to buy the {matter} and rebuild it.",
    "Critics warned that a sale would raise prices for the {number} people who depend on it.",
    "A vote of all citizens is likely to take place before the {matter} opens again.",
)


def stories(number: int) -> pl.DataFrame:
    """ARTICLES of that many invented stories; no two share a sentence."""
    rows = []
    for row in range(number):
        rng = random.Random(row)
        place = f"{PLACES[row % len(PLACES)]} {chr(65 + row // 26)}{chr(97 + row % 26)}"
        matter = MATTERS[row // len(PLACES) % len(MATTERS)]
        told = [
            claim.format(place=place, matter=f"{matter} {row}", number=rng.randint(20, 900))
            for claim in rng.sample(CLAIMS, len(CLAIMS))
        ]
        marked = [f"{text[:-1]}, record {row} says." for text in told]
        text = "\n\n".join(" ".join(marked[i : i + 2]) for i in range(0, len(marked), 2))
        title = f"{place} argues about its {matter} {row}"
        rows.append([row, f"{row:03d}", "x", None, title, None, "en", "utf-8", text, None])
    return ARTICLES.frame(rows)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with some of the stories as files."""
    made = tmp_path_factory.mktemp("stories")
    for name, text in stories(10).select("article_id", "text").iter_rows():
        (made / f"{name}.txt").write_text(text, "utf-8")
    return made


@pytest.fixture(scope="session")
def plant() -> Callable[..., Planted]:
    """Plants the invented stories with the settings given."""

    def planted(number: int = 40, **settings: object) -> Planted:
        some: dict[str, object] = {"stories": 8, "size": 6, "alone": 4, "least_words": 60}
        return planting.plant(stories(number), PlantSettings(**(some | settings)))  # type: ignore[arg-type]

    return planted
