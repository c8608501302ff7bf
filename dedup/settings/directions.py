"""What tells who took from whom."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class DirectionSettings:
    """How much each piece of evidence weighs, in natural log odds.

    Three hypotheses compete for a derived pair: left to right, right to left,
    and a common source. Weights add up, the softmax of the sums is the
    confidence.
    """

    least_confidence: float = 0.5
    """Confidence below which the direction is `undetermined`: the winner must be likelier
    than all else together."""
    common_prior: float = 0.4
    """Common source of copies and partial copies before any evidence: nearly half of the
    labelled ones have one."""
    rewrite_prior: float = 0.69
    """The same for rewrites: two thirds of the labelled ones."""
    crowd: float = 0.25
    """What a common source gains with the logarithm of 1 and the number of texts that match
    both: of many that have one text, few took it from one another."""
    earlier: float = 0.69
    """The one reliably published first is the source rather than a copy of a third text:
    a copy always comes second, two copies of a third text every other time (log 2)."""
    credits_publisher: float = 3.0
    """One text credits the other's publisher."""
    earlier_version: float = 1.0
    """The same, for an earlier version of that publisher's text, not at hand."""
    mentioned: float = 2.0
    """One text mentions the other's publisher. That says nothing of origin by itself, but
    that they are derived is known here."""
    shared_mention: float = 0.5
    """Both texts of a rewrite mention one third outlet or agency."""
    shared_holder: float = 1.5
    """Both mention one third outlet that has the text too: the likeliest source of both."""
    unnamed: float = 1.4
    """One text names outlets, the other none, and nobody knows who published that: it is the
    report itself rather than one that lost the name, in half of the labelled ones."""
    unnamed_beside_credit: float = 0.3
    """The same, where a credit says so already."""
    nobody_named: float = 0.5
    """Against a common source: neither text names any outlet but its own."""
    contributor: float = 1.0
    """One text lists the other's publisher among contributors."""
    shared_credit: float = 2.5
    """Both credit one same source that published neither."""
    lone_credit: float = 1.0
    """One credits a third source, the other nobody: it lost the credit, or took the text
    from the same place."""
    lost_credit: float = 0.6
    """The same, for the one that credits as the source of a copy that lost the credit."""
    own_text: float = 2.5
    """One is the own text of an agency, copied or partly copied by one that credits nobody.
    Agencies retell others too, so it tells nothing of rewrites."""
    same_publisher: float = 2.5
    """Against a common source: an outlet's own earlier text is its source."""
    write_through: float = 2.0
    """Against a common source: an agency's update of its own earlier text."""
    write_through_hours: float = 3.0
    """Hours apart from which a partly changed text of one agency, or one told anew, is its
    update, not the same dispatch printed at another time."""
    contained: float = 0.5
    """Nearly all of one stands in the other, much longer one: usually cut down from it. Less,
    the less longer that is."""
    contained_share: float = 0.85
    """Share of the shorter one's words that is nearly all."""
    contained_margin: float = 0.25
    """How much less of the longer one is covered where it counts in full."""
    contained_least: float = 0.08
    """The same, from where it counts at all."""

    least_readings: int = 12
    """Word shingles that all three texts must have before a third one is heard on a pair."""
    chance_readings: int = 5
    """Word shingles that two texts may share against a third by chance, or by making the same
    small change."""
    readings_a_unit: float = 6.0
    """Word shingles that weigh 1 in log odds: one changed word makes four."""
    most_by_readings: float = 5.0
    """The most that third texts weigh."""

    state_of_affairs: float = 1.5
    """Against the one as source in which what still goes on in the other has ended."""
    growing_toll: float = 1.2
    """Against the one as source that counts more dead, injured, missing or arrested."""
    edition: float = 1.2
    """Against the one as source that calls itself an update, where the other does not."""
    new_lead: float = 1.2
    """Against the version as source whose first paragraph is new over the other's."""
    lead_kept: float = 0.6
    """Share of the old first paragraph that must stand further down."""
    lead_new: float = 0.15
    """Share of the new first paragraph that the other may have."""

    def __post_init__(self) -> None:
        require(0 <= self.least_confidence < 1, "directions.least_confidence", "must be in 0..1")
