"""What is written and how."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


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
    graphs: bool = False
    """Whether the chains are also written as GraphML, GEXF and W3C PROV-JSON; a run that
    nobody draws need not wait for it. The option `--graphs` sets it."""
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
        require(self.keep in rules, "reports.keep", f"must be one of {', '.join(rules)}")
        require(
            self.most_pairs_per_article >= 1, "reports.most_pairs_per_article", "must be 1 or more"
        )
        require(self.row_group_rows >= 1, "reports.row_group_rows", "must be 1 or more")
        require(0 <= self.least_listed <= 1, "reports.least_listed", "must be in 0..1")
        for key in ("stories_in_html", "pairs_in_html", "rows_in_html", "characters_in_html"):
            require(getattr(self, key) >= 0, f"reports.{key}", "must be 0 or more")
