"""Where verdicts fall."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class RelationSettings:
    """Where verdicts fall."""

    model: str = ""
    """A weights file made by training; empty is the shipped one."""
    derived_threshold: float = 0.42
    """Probability from which a pair is called derived: the one setting that prefers precision
    (higher) or recall (lower). F1 is best at half of itself: near .42 on corpora that the model
    has not seen."""
    rewrite_margin: float = 0.2
    """How much more a rewrite must have: its evidence can be read, but not be pointed at."""
    thin_share: float = 0.18
    """Share of narration up to which so must copies and partial copies: it is a sentence or two."""
    thin_words: int = 20
    """Words of narration up to which so must they: it is less than a sentence of news."""
    much_shared: float = 0.5
    """Share of either's narration in passages from which a derived pair is no rewrite: of 80
    labelled rewrites none has more than .4."""
    least_credit: float = 0.25
    """Grounds of a rewrite: how strongly a credit ties the two; both name one source in their
    leads."""
    least_retold: float = 0.12
    """The same: weight of the statements that come again in one order, of all that could."""
    least_order: float = 0.3
    """The same: how far they do come in one order, where -1 is reversed and 1 the same."""
    least_narrated: int = 12
    """The same: words of narration that both have in one run, quotations aside; phrases of nine and
    eight words any two reports share. In all, where a third text is to support a pair by a
    resemblance that is no rewrite by itself."""
    mostly_quoted: float = 0.85
    """The same: share of the shared words that is quoted from which a source that both name in
    their leads is no ground: they quote the same words."""
    least_words: int = 50
    """The same: words that the shorter story must have; of a notice or a teaser nobody can say
    whether it is retold."""
    groundless: float = 0.25
    """The most that a rewrite without any of these may have."""
    sure_rewrite: float = 0.8
    """Derived probability from which a rewrite lends its evidence to third texts."""
    usual_probability: float = 0.1
    """Derived probability of independent reports: what lies above it is evidence to lend."""
    own_probability: float = 0.3
    """Derived probability that a pair must have by itself before a third text may raise it, and
    that the third text must have with the other of the two."""
    pooled_threshold: float = 0.75
    """Probability from which a pair that a third text supports is called a rewrite: more than for
    any, since its own evidence is thin."""
    many_thirds: float = 2.0
    """What such evidence loses with the logarithm of the number of third texts to choose from."""

    def __post_init__(self) -> None:
        for key in ("derived_threshold", "sure_rewrite", "usual_probability", "pooled_threshold"):
            require(0 < getattr(self, key) < 1, f"relations.{key}", "must be between 0 and 1")
        for key in ("thin_share", "much_shared", "least_credit", "least_retold", "groundless"):
            require(0 <= getattr(self, key) <= 1, f"relations.{key}", "must be from 0 to 1")
        for key in ("own_probability", "mostly_quoted"):
            require(0 <= getattr(self, key) <= 1, f"relations.{key}", "must be from 0 to 1")
        require(-1 <= self.least_order <= 1, "relations.least_order", "must be from -1 to 1")
        for key in ("thin_words", "least_narrated", "least_words"):
            require(getattr(self, key) >= 0, f"relations.{key}", "must be 0 or more")
        require(self.many_thirds >= 0, "relations.many_thirds", "must be 0 or more")
        require(
            0 <= self.rewrite_margin < 1, "relations.rewrite_margin", "must be from 0 to below 1"
        )

    @property
    def rewrite_threshold(self) -> float:
        """Probability from which a pair is called a rewrite."""
        return min(self.derived_threshold + self.rewrite_margin, (1 + self.derived_threshold) / 2)
