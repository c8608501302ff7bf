"""How pairs become stories and events."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class StorySettings:
    """When a derived pair may join two groups of articles into one story."""

    small_group: int = 3
    """Distinct texts from which a group is worth guarding: joining smaller ones harms little."""
    sure_link: float = 0.8
    """Derived probability from which one pair alone may join two guarded groups; below it
    a second derived pair between them must support it."""
    least_agreement: float = 0.1
    """Share of the pairs verified between two guarded groups that must be derived: one
    edge against nine verdicts of `same_event` or `different` is a chain, not a story."""
    event_threshold: float = 0.5
    """Probability from which a same_event pair joins two stories into one event."""
    event_density: float = 0.34
    """Share of all pairs between two groups of stories that must be same_event pairs. Reports
    of one event resemble each other nearly all; without it a subject that lasts for years
    becomes one event of thousands of articles, link by link."""

    def __post_init__(self) -> None:
        require(self.small_group >= 1, "stories.small_group", "must be 1 or more")
        for key in ("sure_link", "least_agreement", "event_threshold", "event_density"):
            require(0 <= getattr(self, key) <= 1, f"stories.{key}", "must be in 0..1")
