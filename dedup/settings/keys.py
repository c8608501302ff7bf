"""What two articles must share to be compared."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class KeySettings:
    """What two articles must share to be compared."""

    terms: int = 20
    """Strongest TF-IDF words an article is filed under."""
    shared_terms: int = 2
    """How many of those two articles must share,"""
    shared_cosine: float = 0.05
    """and the least that these alone must make of their cosine. With both, 145 of the 146
    labelled derived pairs of four corpora are proposed (the other is parted by the window),
    the lowest at .055; sharing 3 terms instead proposes 144. 20,000 wire items of eight
    months propose .9 M pairs so, and 1.5 M if two shared terms were enough."""
    hottest_key: int = 1000
    """Articles under one term before it is hot: it then tells nothing and is dropped; what that
    leaves out is counted in run.json."""
    hottest_band: int = 200
    """Articles under one band before it is hot: it then is one text that all have, a template
    with another figure, and is split into blocks."""
    hot_block: int = 6
    """Articles of such a block; half of each are in the next one too, so that each article is
    compared with some eight others and all stay connected. For 20,000 articles of which half are
    one bulletin, blocks of 6 give 75,000 pairs, blocks of 10 121,000."""
    window_days: int = 30
    """Days between two dated articles that are compared for shared terms alone; 0 is no
    bound. Articles that share a band, or that have no date, are compared at any distance."""

    def __post_init__(self) -> None:
        require(
            self.terms >= self.shared_terms >= 1, "keys.shared_terms", "must be 1 to keys.terms"
        )
        require(0 <= self.shared_cosine < 1, "keys.shared_cosine", "must be 0 or more, below 1")
        require(self.hottest_key >= 2, "keys.hottest_key", "must be 2 or more")
        require(self.hottest_band >= 2, "keys.hottest_band", "must be 2 or more")
        require(self.hot_block >= 4, "keys.hot_block", "must be 4 or more")
        require(self.window_days >= 0, "keys.window_days", "must be 0 or more")
