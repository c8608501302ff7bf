"""Every number one may turn, in one frozen object, each with its reason.

`Settings()` is the default job. A pipeline file (TOML, see
`dedup/pipeline_files.py`) sets any of it: `[sketches] bands = 32`. Stages are
handed their own part, never the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dedup.errors import SettingsError


def _require(holds: bool, key: str, wanted: str) -> None:
    if not holds:
        raise SettingsError(f"setting {key}: {wanted}")


@dataclass(frozen=True)
class InputSettings:
    """How files become articles."""

    text_columns: tuple[str, ...] = (
        "text",
        "body",
        "content",
        "article",
        "maintext",
        "body_text",
        "article_text",
        "fulltext",
    )
    """Names a text column may have, best first; case does not matter."""
    id_columns: tuple[str, ...] = ("id", "article_id", "doc_id", "guid", "uuid")
    title_columns: tuple[str, ...] = ("title", "headline", "head_line")
    publisher_columns: tuple[str, ...] = (
        "publisher",
        "outlet",
        "source",
        "site",
        "site_name",
        "source_name",
        "domain",
    )
    date_columns: tuple[str, ...] = (
        "published_at",
        "published",
        "date",
        "date_published",
        "publish_date",
        "pubdate",
        "published_date",
        "datetime",
        "timestamp",
    )
    byline_columns: tuple[str, ...] = ("byline", "authors", "author", "creator")
    url_columns: tuple[str, ...] = ("url", "link", "canonical_url", "source_url", "permalink")
    language_columns: tuple[str, ...] = ("language", "lang")
    path_pattern: str = ""
    """Where a path tells publisher or date, e.g. `{publisher}/{published_at}/*`."""
    sidecar: str = ""
    """CSV with path, publisher, published_at, url for files that cannot say it themselves."""
    publisher_order: tuple[str, ...] = ("sidecar", "record", "page", "text", "path")
    """Which claim of the publisher wins: what people wrote down before what was guessed."""
    date_order: tuple[str, ...] = ("sidecar", "record", "page", "text", "path")
    page_seconds: float = 10.0
    """Time limit for one HTML page: the slowest real one took .6 s."""
    largest_text: int = 2_000_000
    """Code points of one article; the longest real ones have some 100,000."""
    largest_file: int = 4_000_000_000
    """Bytes of one file once unpacked; a gzip bomb ends here."""
    largest_document: int = 500_000_000
    """Bytes of a file that must be in memory as a whole (JSON, Parquet), once unpacked."""
    largest_page: int = 20_000_000
    """Bytes of one HTML page; its tree takes some ten times as much memory."""
    most_rejects: int = 1_000
    """Lines one file may have in rejects.csv; those beyond are counted in one line more."""
    skipped_names: tuple[str, ...] = ("readme", "license", "licence", "robots")
    """Names (without suffix) that are no articles in a folder; as INPUT they are read."""

    def __post_init__(self) -> None:
        _require(self.page_seconds > 0, "input.page_seconds", "must be above 0")
        for key in ("largest_text", "largest_file", "largest_document", "largest_page"):
            _require(getattr(self, key) > 0, f"input.{key}", "must be above 0")
        _require(self.most_rejects > 0, "input.most_rejects", "must be above 0")
        _require(self.largest_file > 0, "input.largest_file", "must be above 0")
        _require(len(self.text_columns) > 0, "input.text_columns", "must name a column")
        known = {"sidecar", "record", "page", "text", "path"}
        for key in ("publisher_order", "date_order"):
            unknown = set(getattr(self, key)) - known
            _require(not unknown, f"input.{key}", f"knows {', '.join(sorted(known))} only")


@dataclass(frozen=True)
class BoilerplateSettings:
    """What is cut before articles are compared."""

    rules: str = ""
    """A TOML file of further phrases, in the form of `dedup/data/boilerplate.toml`."""
    shortest_story: int = 25
    """Words of story text below which a page gets no verdict: a headline or a caption."""

    def __post_init__(self) -> None:
        _require(self.shortest_story >= 0, "boilerplate.shortest_story", "must be 0 or more")


@dataclass(frozen=True)
class CreditSettings:
    """Whom a text names as its source."""

    registry: str = ""
    """A TOML file of further agencies and outlets, in the form of `dedup/data/agencies.toml`."""
    retold_paragraphs: int = 3
    """Paragraphs that attribute to one source before the whole piece counts as retelling it."""

    def __post_init__(self) -> None:
        _require(self.retold_paragraphs >= 1, "credits.retold_paragraphs", "must be 1 or more")


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
        _require(1 <= self.shingle_words <= 8, "sketches.shingle_words", "must be 1 to 8")
        _require(0 < self.threshold < 1, "sketches.threshold", "must be between 0 and 1")
        _require(0 < self.recall_weight < 1, "sketches.recall_weight", "must be between 0 and 1")
        _require(0 <= self.seed < 2**32, "sketches.seed", "must be 0 to 4294967295")
        _require(self.batch_articles >= 1, "sketches.batch_articles", "must be 1 or more")


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
    """Articles under one key before it is hot; counted in run.json. A hot term tells nothing
    and is dropped, a hot band is one text that all have and is split into blocks."""
    hot_block: int = 100
    """Articles of such a block; half of each are in the next one too."""
    window_days: int = 30
    """Days between two dated articles that are compared for shared terms alone; 0 is no
    bound. Articles that share a band, or that have no date, are compared at any distance."""

    def __post_init__(self) -> None:
        _require(
            self.terms >= self.shared_terms >= 1, "keys.shared_terms", "must be 1 to keys.terms"
        )
        _require(0 <= self.shared_cosine < 1, "keys.shared_cosine", "must be 0 or more, below 1")
        _require(self.hottest_key >= 2, "keys.hottest_key", "must be 2 or more")
        _require(self.hot_block >= 4, "keys.hot_block", "must be 4 or more")
        _require(self.window_days >= 0, "keys.window_days", "must be 0 or more")


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
        _require(0 <= self.least_cosine <= 1, "pairs.least_cosine", "must be 0 to 1")
        _require(0 <= self.least_contained <= 1, "pairs.least_contained", "must be 0 to 1")
        _require(self.most_per_article >= 1, "pairs.most_per_article", "must be 1 or more")


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
        _require(self.seed_words >= 1, "alignments.seed_words", "must be 1 or more")
        _require(self.least_words >= 1, "alignments.least_words", "must be 1 or more")
        _require(0 < self.edited_similarity <= 1, "alignments.edited_similarity", "must be in 0..1")


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
    usual_probability: float = 0.04
    """Derived probability of independent reports: what lies above it is evidence to lend."""

    def __post_init__(self) -> None:
        for key in ("derived_threshold", "sure_rewrite", "usual_probability"):
            _require(0 < getattr(self, key) < 1, f"relations.{key}", "must be between 0 and 1")


@dataclass(frozen=True)
class StorySettings:
    """When a derived pair may join two groups of articles into one story."""

    small_group: int = 3
    """Distinct texts from which a group is worth guarding: joining smaller ones harms little."""
    sure_link: float = 0.8
    """Derived probability from which one pair alone may join two guarded groups; below it
    a second derived pair between them must support it."""
    least_agreement: float = 0.1
    """Share of the pairs verified between two guarded groups that must be derived: one
    edge against nine verdicts of `same_event` or `different` is a chain, not a story."""
    event_threshold: float = 0.5
    """Probability from which a same_event pair joins two stories into one event."""
    event_density: float = 0.34
    """Share of all pairs between two groups of stories that must be same_event pairs. Reports
    of one event resemble each other nearly all; without it a subject that lasts for years
    becomes one event of thousands of articles, link by link."""

    def __post_init__(self) -> None:
        _require(self.small_group >= 1, "stories.small_group", "must be 1 or more")
        for key in ("sure_link", "least_agreement", "event_threshold", "event_density"):
            _require(0 <= getattr(self, key) <= 1, f"stories.{key}", "must be in 0..1")


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
    earlier: float = 0.69
    """The one reliably published first is the source rather than a copy of a third text:
    a copy always comes second, two copies of a third text every other time (log 2)."""
    credits_publisher: float = 3.0
    """One text credits the other's publisher."""
    earlier_version: float = 1.0
    """The same, for an earlier version of that publisher's text, not at hand."""
    mentioned: float = 1.2
    """One text mentions the other's publisher. That says nothing of origin by itself, but
    that they are derived is known here."""
    shared_mention: float = 0.5
    """Both texts of a rewrite mention one third outlet or agency."""
    contributor: float = 1.0
    """One text lists the other's publisher among contributors."""
    shared_credit: float = 2.5
    """Both credit one same source that published neither."""
    lone_credit: float = 1.0
    """One credits a third source, the other nobody: it lost the credit, or took the text
    from the same place."""
    own_text: float = 2.0
    """One is the own text of an agency, copied or partly copied by one that credits nobody.
    Agencies retell others too, so it tells nothing of rewrites."""
    same_publisher: float = 2.5
    """Against a common source: an outlet's own earlier text is its source."""
    write_through: float = 2.0
    """Against a common source: an agency's update of its own earlier text."""
    write_through_hours: float = 3.0
    """Hours apart from which a partly changed text of one agency is its update, not the
    same dispatch printed at another time."""
    contained: float = 0.35
    """Nearly all of one stands in the other, much longer one: usually cut down from it."""
    contained_share: float = 0.85
    """Share of the shorter one's words that is nearly all."""
    contained_margin: float = 0.25
    """How much less of the longer one is covered."""

    def __post_init__(self) -> None:
        _require(0 <= self.least_confidence < 1, "directions.least_confidence", "must be in 0..1")


@dataclass(frozen=True)
class ProvenanceSettings:
    """How sure each kind of evidence for a source is, 0..1."""

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
    undetermined: float = 0.7
    """Factor for inheriting an origin over a pair whose direction is undetermined."""
    least_confidence: float = 0.12
    """Confidence below which a source is not named at all. Low: that the pair is derived is
    settled before, and this only ends long ways from credit to heir."""
    alone: float = 0.7
    """An article that credits nobody and matches nothing is its outlet's own."""
    unexplained: float = 0.4
    """An article that matches another, with nothing to tell which was first."""
    most_secondary: int = 5
    """Secondary sources listed for one article."""

    def __post_init__(self) -> None:
        _require(self.most_secondary >= 0, "provenance.most_secondary", "must be 0 or more")


@dataclass(frozen=True)
class ReportSettings:
    """What is written and how."""

    most_pairs_per_article: int = 50
    """Strongest pair rows an article has in pairs.csv; the number left out is in run.json."""
    least_listed: float = 0.5
    """Probability from which a same_event pair is listed."""
    keep: str = "earliest"
    """Which of a group of copies `keep` marks: earliest, longest or original."""
    byte_order_mark: bool = True
    """CSV with BOM, so that spreadsheets read it as UTF-8."""
    row_group_rows: int = 100_000
    """Rows of a Parquet row group; fixed, so that the bytes do not depend on threads."""
    stories_in_html: int = 200
    """Stories that report.html shows, largest first."""
    pairs_in_html: int = 3
    """Pairs of a story that report.html sets side by side, strongest first."""
    rows_in_html: int = 100
    """Rows of one table in report.html; the CSV has them all."""
    characters_in_html: int = 6000
    """Characters of one text set beside another in report.html; most articles fit whole."""

    def __post_init__(self) -> None:
        rules = ("earliest", "longest", "original")
        _require(self.keep in rules, "reports.keep", f"must be one of {', '.join(rules)}")
        _require(
            self.most_pairs_per_article >= 1, "reports.most_pairs_per_article", "must be 1 or more"
        )
        _require(self.row_group_rows >= 1, "reports.row_group_rows", "must be 1 or more")
        _require(0 <= self.least_listed <= 1, "reports.least_listed", "must be in 0..1")
        for key in ("stories_in_html", "pairs_in_html", "rows_in_html", "characters_in_html"):
            _require(getattr(self, key) >= 0, f"reports.{key}", "must be 0 or more")


@dataclass(frozen=True)
class EngineSettings:
    """Where the heavy stages run."""

    name: str = "local"
    workers: int = 0
    """Processes for work per article; 0 is one for each core. Never changes a result."""

    def __post_init__(self) -> None:
        _require(self.name in ("local", "spark"), "engine.name", "must be local or spark")
        _require(self.workers >= 0, "engine.workers", "must be 0 or more")


@dataclass(frozen=True)
class Settings:
    """One whole job."""

    input: InputSettings = field(default_factory=InputSettings)
    boilerplate: BoilerplateSettings = field(default_factory=BoilerplateSettings)
    credits: CreditSettings = field(default_factory=CreditSettings)
    sketches: SketchSettings = field(default_factory=SketchSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    pairs: PairSettings = field(default_factory=PairSettings)
    alignments: AlignmentSettings = field(default_factory=AlignmentSettings)
    relations: RelationSettings = field(default_factory=RelationSettings)
    stories: StorySettings = field(default_factory=StorySettings)
    directions: DirectionSettings = field(default_factory=DirectionSettings)
    provenance: ProvenanceSettings = field(default_factory=ProvenanceSettings)
    reports: ReportSettings = field(default_factory=ReportSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
