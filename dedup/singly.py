"""Each article by itself: what cutting and reading credits takes, whatever others there are.

Where processes stand ready, they begin with some articles while others are still read. These have
no row yet, for rows are numbered when everything is read. Which articles are done early, and which
with which others, changes no result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, chain

import polars as pl

from dedup import kernels
from dedup.batches import ARTICLES_A_BATCH, Alone, article_batches, get_ready, read_articles
from dedup.credits import local
from dedup.engines import Crew, at_work, map_batches
from dedup.formats.early import Early
from dedup.languages import detect
from dedup.settings import Settings
from dedup.tables import BLOCKS, CREDITS, CUTS, LANGUAGES, MASTHEADS
from dedup.timings import Timings

_TABLES = {
    "credits": CREDITS,
    "cuts": CUTS,
    "languages": LANGUAGES,
    "blocks": BLOCKS,
    "mastheads": MASTHEADS,
}
_WORTH_DEALING = 4 * ARTICLES_A_BATCH
"""Articles that are read a second time in what other processes would take to start."""


class Ahead:
    """Takes articles as they are read (`formats.early.Taker`) for the processes of a crew."""

    def __init__(self, crew: Crew, settings: Settings) -> None:
        crew.begin(get_ready, settings)
        self._crew = crew
        self._settings = settings
        self._compiled = kernels.is_compiled()
        """Else every process would compile for itself, and nobody be told: see `read`."""
        self._marks = [pl.Series("mark", [], dtype=pl.UInt64)]
        self._asked: list[Callable[[], Alone]] = []
        self._rows: list[pl.Series] = []

    def wants(self) -> bool:
        """Whether processes would soon have nothing to do."""
        return self._compiled and not self._crew.busy()

    def take(self, some: Early) -> None:
        """Have some articles read and cut."""
        self._asked.append(
            self._crew.ask(read_articles, some.articles, some.evidence, self._settings)
        )
        self._marks.append(some.marks)

    def number(self, marks: pl.Series) -> None:
        """Learn the rows of all articles: those with these marks, in order.

        An article that is not among them was listed before, and is none.
        """
        known = pl.DataFrame({"mark": marks}).with_row_index("row")
        asked = pl.concat(self._marks).alias("mark").to_frame()
        rows = asked.join(known, on="mark", how="left", maintain_order="left")["row"]
        sizes = [len(some) for some in self._marks]
        stops = accumulate(sizes)
        self._rows = [rows[stop - size : stop] for size, stop in zip(sizes, stops, strict=True)][1:]

    def rows(self) -> pl.Series:
        """The rows of all articles that were taken."""
        return pl.concat([pl.Series("row", [], dtype=pl.UInt32), *self._rows]).drop_nulls()

    def done(self) -> list[Alone]:
        """What was found of each batch, by row; waits for what is not done yet."""
        asked, self._asked = self._asked, []
        return [placed(found(), rows) for found, rows in zip(asked, self._rows, strict=True)]


def placed(alone: Alone, rows: pl.Series) -> Alone:
    """What was found of articles numbered from 0, of which `rows` has the row, or null for none."""

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        known = frame.with_columns(row=rows.gather(frame["row"]))
        return known.filter(pl.col("row").is_not_null())

    return Alone(*map(moved, alone))


def read(
    tables: dict[str, pl.DataFrame],
    settings: Settings,
    timings: Timings,
    ahead: Ahead | None = None,
) -> None:
    """ARTICLES, EVIDENCE → CREDITS, CUTS, LANGUAGES, BLOCKS, MASTHEADS.

    Args:
        tables: has the first two, and gets the others.
        settings: the whole job.
        timings: of the run; told if kernels are compiled.
        ahead: what was begun while articles were read, their rows known.
    """
    articles, evidence = tables["articles"], tables["evidence"]
    if kernels.worth(int(articles["text"].str.len_bytes().sum())):
        kernels.prepare(timings.tell)
    with timings.stage("boilerplate and credits"):
        early = ahead.done() if ahead else []
        left, told = articles, evidence
        if ahead and early:
            left, told = (_without(frame, ahead.rows()) for frame in (articles, evidence))
        done = map_batches(read_articles, article_batches(left, told, settings), settings.engine)
        followed = timings.follow(done, articles.height, lambda part: part.languages.height)
        parts = _identified(chain(early, followed), articles)
        for name, table in _TABLES.items():
            found = (getattr(part, name) for part in parts)
            tables[name] = pl.concat([table.empty(), *found])
            if early:
                tables[name] = tables[name].sort("row", maintain_order=True)


def read_again(
    tables: dict[str, pl.DataFrame], settings: Settings, outlets: Iterable[str] | None = None
) -> None:
    """CREDITS and MASTHEADS → CREDITS that know outlets which only the run knows.

    `outlets` are the publishers of all articles known, where these are but a part of them.
    """
    articles, evidence, mastheads = (tables[n] for n in ("articles", "evidence", "mastheads"))
    named = local.strangers(articles, evidence, mastheads, settings.credits, outlets)
    dealt = at_work(settings.engine) or named.articles.height > _WORTH_DEALING
    batches = (
        (some, named.names, settings.credits)
        for some in named.articles.iter_slices(ARTICLES_A_BATCH if dealt else _WORTH_DEALING)
    )
    found = map_batches(local.read_strangers, batches, settings.engine)
    tables["credits"] = local.with_local(tables["credits"], pl.concat([CREDITS.empty(), *found]))


def _without(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """What does not speak of one of these rows."""
    return frame.join(rows.to_frame("row"), on="row", how="anti", maintain_order="left")


def _identified(parts: Iterable[Alone], articles: pl.DataFrame) -> list[Alone]:
    """The parts, their languages known; the identifier is asked while others still work."""
    with ThreadPoolExecutor(1) as identifier:
        asked = [(part, identifier.submit(_known, part.languages, articles)) for part in parts]
        return [part._replace(languages=languages.result()) for part, languages in asked]


def _known(languages: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The language of each text; the identifier is asked where it was not certain at a glance."""
    unknown = languages["language"].is_null().arg_true()
    if not len(unknown):
        return languages
    places = articles["row"].search_sorted(languages["row"].gather(unknown))
    detected = pl.Series(detect(articles["text"].gather(places).to_list()), dtype=pl.String)
    return languages.with_columns(languages["language"].scatter(unknown, detected))
