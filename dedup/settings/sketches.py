"""MinHash signatures and their bands."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class SketchSettings:
    """MinHash signatures and their bands."""

    shingle_words: int = 3
    """Words a shingle: the news literature's usual 3; wire copy is edited word by word."""
    seed: int = 1
    """Seed of the permutations, datasketch's default; signatures of one seed can be compared."""
    threshold: float = 0.5
    """Jaccard the bands are chosen for; below it the term keys are the better finder."""
    recall_weight: float = 0.9
    """Weight of missed pairs against false candidates when bands are chosen: a false
    candidate costs a millisecond, a missed one is lost. datasketch's own .5 misses half
    the pairs at the threshold."""
    batch_articles: int = 4096
    """Articles sketched at a time; bounds memory."""

    def __post_init__(self) -> None:
        require(1 <= self.shingle_words <= 8, "sketches.shingle_words", "must be 1 to 8")
        require(0 < self.threshold < 1, "sketches.threshold", "must be between 0 and 1")
        require(0 < self.recall_weight < 1, "sketches.recall_weight", "must be between 0 and 1")
        require(0 <= self.seed < 2**32, "sketches.seed", "must be 0 to 4294967295")
        require(self.batch_articles >= 1, "sketches.batch_articles", "must be 1 or more")
