"""Where the heavy stages run."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class EngineSettings:
    """Where the heavy stages run."""

    name: str = "local"
    workers: int = 0
    """Processes for work per article; 0 is one for each core. Never changes a result."""

    def __post_init__(self) -> None:
        require(self.name in ("local", "spark"), "engine.name", "must be local or spark")
        require(self.workers >= 0, "engine.workers", "must be 0 or more")
