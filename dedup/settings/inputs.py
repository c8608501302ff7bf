"""How files become articles."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


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
        require(self.page_seconds > 0, "input.page_seconds", "must be above 0")
        for key in ("largest_text", "largest_file", "largest_document", "largest_page"):
            require(getattr(self, key) > 0, f"input.{key}", "must be above 0")
        require(self.most_rejects > 0, "input.most_rejects", "must be above 0")
        require(self.largest_file > 0, "input.largest_file", "must be above 0")
        require(len(self.text_columns) > 0, "input.text_columns", "must name a column")
        known = {"sidecar", "record", "page", "text", "path"}
        for key in ("publisher_order", "date_order"):
            unknown = set(getattr(self, key)) - known
            require(not unknown, f"input.{key}", f"knows {', '.join(sorted(known))} only")
