"""Which candidates are worth an alignment."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class PairSettings:
    """Which candidates are worth an alignment."""

    least_cosine: float = 0.2
    """TF-IDF cosine below which two texts that share few shingles are not aligned: the lowest
    of 146 labelled derived pairs has .21, and none below would be called derived; a quarter to
    two thirds of what keys propose lies below."""
    least_contained: float = 0.1
    """Share of either one's shingles in the other that makes an alignment worth while all the
    same: an excerpt in other company."""
    most_per_article: int = 50
    """Candidates an article keeps, strongest first; a pair stays while one of its two keeps
    it. 25 lose no labelled pair either; what is left out is counted in run.json."""

    def __post_init__(self) -> None:
        require(0 <= self.least_cosine <= 1, "pairs.least_cosine", "must be 0 to 1")
        require(0 <= self.least_contained <= 1, "pairs.least_contained", "must be 0 to 1")
        require(self.most_per_article >= 1, "pairs.most_per_article", "must be 1 or more")
