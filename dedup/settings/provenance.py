"""How sure each kind of evidence for a source is."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class ProvenanceSettings:
    """How sure each kind of evidence for a source is, 0..1, and what people know better."""

    rulings: str = ""
    """A CSV of verdicts by people that the run obeys: left, right, relation, source."""
    owners: str = ""
    """A CSV that says which outlets are one house: outlet, owner."""
    author: float = 0.95
    """The text credits the source as its author."""
    distributor: float = 0.9
    """The text names a distributor and no author."""
    retold: float = 0.85
    """The text as a whole retells the source."""
    contributor: float = 0.6
    """The source contributed; only ever a secondary source."""
    metadata_article: float = 0.7
    """Page metadata points to the address of another article of the story."""
    metadata: float = 0.5
    """Page metadata names another outlet; often wrong, never taken as truth."""
    undated: float = 0.6
    """Confidence of a direction from which it names a source where no time tells who was first."""
    undetermined: float = 0.7
    """Factor for inheriting an origin over a pair whose direction is undetermined."""
    common_source: float = 0.65
    """Confidence from which two articles that nobody has a source for come from one that
    nobody names."""
    least_confidence: float = 0.12
    """Confidence below which a source is not named at all. Low: that the pair is derived is
    settled before, and this only ends long ways from credit to heir."""
    alone: float = 0.7
    """An article that credits nobody and matches nothing is its outlet's own."""
    agency: float = 0.9
    """A text that an agency publishes and that credits nobody is the agency's."""
    unexplained: float = 0.4
    """An article that matches another, with nothing to tell which was first."""
    chance_readings: int = 5
    """Word shingles of an article that another source at hand may have and its own lack, by
    chance or because both made the same small change."""
    readings_a_unit: float = 6.0
    """Further such shingles that weigh 1 in log odds against a source: one word makes four."""
    most_doubt: float = 5.0
    """The most that they weigh."""
    unnamed: float = 2.0
    """Log odds against a source at hand that the article does not name, where it names another
    that may be its source too."""
    most_secondary: int = 5
    """Secondary sources listed for one article."""

    def __post_init__(self) -> None:
        require(self.most_secondary >= 0, "provenance.most_secondary", "must be 0 or more")
