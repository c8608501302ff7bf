"""Whom a text names as its source."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class CreditSettings:
    """Whom a text names as its source."""

    registry: str = ""
    """A TOML file of further agencies and outlets, in the form of `dedup/data/agencies.toml`."""
    retold_paragraphs: int = 3
    """Paragraphs that attribute to one source before the whole piece counts as retelling it."""

    def __post_init__(self) -> None:
        require(self.retold_paragraphs >= 1, "credits.retold_paragraphs", "must be 1 or more")
