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

    def __post_init__(self) -> None:
        _require(self.page_seconds > 0, "input.page_seconds", "must be above 0")
        _require(self.largest_text > 0, "input.largest_text", "must be above 0")
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


@dataclass(frozen=True)
class CreditSettings:
    """Whom a text names as its source."""

    registry: str = ""
    """A TOML file of further agencies and outlets, in the form of `dedup/data/agencies.toml`."""
    retold_paragraphs: int = 3
    """Paragraphs that attribute to one source before the whole piece counts as retelling it."""


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


@dataclass(frozen=True)
class KeySettings:
    """What two articles must share to be compared."""

    terms: int = 20
    """Strongest TF-IDF words an article is filed under; 20 with 3 shared reached all 176
    labelled derived pairs of 3,582 real articles."""
    shared_terms: int = 3
    """How many of those two articles must share."""
    hottest_key: int = 1000
    """Articles under one key before it is dropped as telling nothing; counted in run.json."""
    window_days: int = 30
    """Days between two dated articles that may be compared; 0 is no bound."""

    def __post_init__(self) -> None:
        _require(
            self.terms >= self.shared_terms >= 1, "keys.shared_terms", "must be 1 to keys.terms"
        )
        _require(self.hottest_key >= 2, "keys.hottest_key", "must be 2 or more")
        _require(self.window_days >= 0, "keys.window_days", "must be 0 or more")


@dataclass(frozen=True)
class PairSettings:
    """Which candidates are worth an alignment."""

    least_cosine: float = 0.12
    """TF-IDF cosine below which two texts that share few shingles are not aligned: no
    labelled derived pair lies below it."""
    least_contained: float = 0.05
    """Share of the shorter one's shingles that makes an alignment worth while all the same."""
    most_per_article: int = 200
    """Candidates an article keeps, strongest first; what is left out is counted in run.json."""


@dataclass(frozen=True)
class AlignmentSettings:
    """What counts as a shared passage."""

    seed_words: int = 4
    """Words in a row that start a verbatim passage."""
    least_words: int = 6
    """Words of the shortest passage worth listing."""
    edited_similarity: float = 0.72
    """Similarity (0..1) from which two sentences are one sentence edited word by word."""


@dataclass(frozen=True)
class RelationSettings:
    """Where verdicts fall."""

    model: str = ""
    """A weights file made by training; empty is the shipped one."""
    derived_threshold: float = 0.5
    """Probability from which a pair is called derived; higher prefers precision."""
    least_listed: float = 0.5
    """Probability from which a same_event pair is listed."""

    def __post_init__(self) -> None:
        _require(0 < self.derived_threshold < 1, "relations.derived_threshold", "must be in 0..1")


@dataclass(frozen=True)
class ReportSettings:
    """What is written and how."""

    most_pairs_per_article: int = 50
    """Strongest pair rows an article has in pairs.csv; the number left out is in run.json."""
    keep: str = "earliest"
    """Which of a group of copies `keep` marks: earliest, longest or original."""
    byte_order_mark: bool = True
    """CSV with BOM, so that spreadsheets read it as UTF-8."""
    row_group_rows: int = 100_000
    """Rows of a Parquet row group; fixed, so that the bytes do not depend on threads."""
    stories_in_html: int = 200
    """Stories that report.html shows, largest first."""

    def __post_init__(self) -> None:
        rules = ("earliest", "longest", "original")
        _require(self.keep in rules, "reports.keep", f"must be one of {', '.join(rules)}")


@dataclass(frozen=True)
class EngineSettings:
    """Where the heavy stages run."""

    name: str = "local"
    workers: int = 0
    """Processes for work per article; 0 is one for each core. Never changes a result."""


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
    reports: ReportSettings = field(default_factory=ReportSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
