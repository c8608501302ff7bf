"""What `dedup plant` makes. No part of a run: a pipeline file does not know it."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require

PARTS = ("all", "train", "held-back")
TIMES = ("minute", "day", "none", "mixed")


@dataclass(frozen=True)
class PlantSettings:
    """How many stories are planted, and how they spread."""

    seed: int = 0
    """Another seed plants other stories; the same one the same bytes."""
    stories: int = 20
    """Events, each told first by an agency, or by two."""
    size: int = 8
    """Articles of an event on average, the agency's own aside."""
    alone: int = 10
    """Independent articles that nobody copies."""
    operations: tuple[str, ...] = ()
    """How articles derive; all of the part where empty."""
    languages: tuple[str, ...] = ()
    """Languages of the articles that are used; all where empty."""
    outlets: int = 12
    """Most outlets of one language: the fewer, the more articles has each."""
    part: str = "all"
    """`train` leaves out what is held back, `held-back` prefers it."""
    times: str = "minute"
    """Precision of the dates written: minute, day, none, or mixed by outlet."""
    missing_times: float = 0.0
    """Share of articles that bear no date whatever `times` says."""
    wrong_times: float = 0.0
    """Share of copies whose date is some hours before that of what they took."""
    strip: float = 0.3
    """Share of copies that do not say whom they are from."""
    hold_back_wire: float = 0.0
    """Share of events whose agency reports are not written: their texts are not at hand."""
    two_wires: float = 0.2
    """Share of events that two agencies report, so that outlets may merge the two."""
    deep: float = 0.4
    """Share of copies that are taken from another outlet, not from the agency."""
    furniture: float = 0.6
    """How much stands around the stories: 0 nothing, 1 all that an outlet has."""
    least_words: int = 150
    """Articles with fewer words of running text are not used."""
    most_words: int = 600
    """A story is cut to this, between paragraphs."""

    def __post_init__(self) -> None:
        for key in ("missing_times", "wrong_times", "strip", "hold_back_wire", "two_wires"):
            require(0 <= getattr(self, key) <= 1, f"plant.{key}", "must be between 0 and 1")
        for key in ("deep", "furniture"):
            require(0 <= getattr(self, key) <= 1, f"plant.{key}", "must be between 0 and 1")
        for key in ("stories", "size", "outlets", "least_words", "most_words"):
            require(getattr(self, key) >= 1, f"plant.{key}", "must be at least 1")
        require(self.alone >= 0, "plant.alone", "must be at least 0")
        require(self.part in PARTS, "plant.part", f"must be one of {', '.join(PARTS)}")
        require(self.times in TIMES, "plant.times", f"must be one of {', '.join(TIMES)}")
