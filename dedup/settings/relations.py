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
    """Probability from which a pair is called derived; higher prefers precision. F1 is best at
    half of itself: at .35 to .4 on corpora that the model has not seen."""
    sure_rewrite: float = 0.8
    """Derived probability from which a rewrite lends its evidence to third texts."""
    usual_probability: float = 0.05
    """Derived probability of independent reports: what lies above it is evidence to lend."""

    def __post_init__(self) -> None:
        for key in ("derived_threshold", "sure_rewrite", "usual_probability"):
            require(0 < getattr(self, key) < 1, f"relations.{key}", "must be between 0 and 1")
