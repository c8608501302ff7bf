"""What counts as a shared passage."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class AlignmentSettings:
    """What counts as a shared passage."""

    seed_words: int = 4
    """Words in a row that start a verbatim passage."""
    least_words: int = 6
    """Words of the shortest passage worth listing."""
    edited_similarity: float = 0.72
    """Similarity (0..1) from which two sentences are one sentence edited word by word."""

    def __post_init__(self) -> None:
        require(self.seed_words >= 1, "alignments.seed_words", "must be 1 or more")
        require(self.least_words >= 1, "alignments.least_words", "must be 1 or more")
        require(0 < self.edited_similarity <= 1, "alignments.edited_similarity", "must be in 0..1")
