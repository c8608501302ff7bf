"""How furniture is learned from what repeats across unrelated stories."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class FurnitureSettings:
    """When a block that recurs is furniture."""

    learn: bool = True
    """Whether furniture is learned at all; phrases and rules cut in any case."""
    least_stories: int = 3
    """Unrelated stories that a block must stand in: two may have a sentence in common by chance."""
    sample: int = 8
    """Articles of each recurring block that are looked at, chosen by a hash of their ids."""

    def __post_init__(self) -> None:
        require(self.least_stories >= 2, "furniture.least_stories", "must be 2 or more")
        require(
            self.least_stories < self.sample <= 64,
            "furniture.sample",
            "must be more than furniture.least_stories, and 64 at most",
        )
