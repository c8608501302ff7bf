"""Where verdicts fall."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class RelationSettings:
    """Where verdicts fall."""

    model: str = ""
    """A weights file made by training; empty is the shipped one."""
    derived_threshold: float = 0.4
    """Probability from which a pair is called derived: the one setting that prefers precision
    (higher) or recall (lower). F1 is best at half of itself: near .4 on corpora that the model
    has not seen."""
    rewrite_margin: float = 0.2
    """How much more a rewrite must have: its evidence can be read, but not be pointed at."""
    sure_rewrite: float = 0.8
    """Derived probability from which a rewrite lends its evidence to third texts."""
    usual_probability: float = 0.05
    """Derived probability of independent reports: what lies above it is evidence to lend."""
    pooled_threshold: float = 0.75
    """Probability from which a pair that a third text supports is called a rewrite: both
    resemblances are thin."""
    many_thirds: float = 2.0
    """What such evidence loses with the logarithm of the number of third texts to choose from."""

    def __post_init__(self) -> None:
        for key in ("derived_threshold", "sure_rewrite", "usual_probability", "pooled_threshold"):
            require(0 < getattr(self, key) < 1, f"relations.{key}", "must be between 0 and 1")
        require(self.many_thirds >= 0, "relations.many_thirds", "must be 0 or more")
        require(
            0 <= self.rewrite_margin < 1, "relations.rewrite_margin", "must be from 0 to below 1"
        )

    @property
    def rewrite_threshold(self) -> float:
        """Probability from which a pair is called a rewrite."""
        return min(self.derived_threshold + self.rewrite_margin, (1 + self.derived_threshold) / 2)
