"""The work that is done batch by batch, each in any process: articles read, pairs judged.

These two functions compose stages for `dedup.pipeline`; they hold no state and
take only frames and settings, so that an engine may run them anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from dedup import kernels, registry
from dedup.alignments import align
from dedup.blocks import measured, plain_blocks
from dedup.boilerplate import cut
from dedup.credits import attributed
from dedup.credits import read as read_credits
from dedup.engines import at_work
from dedup.engines.local import cores
from dedup.furniture import read_blocks
from dedup.languages import glance_all
from dedup.mastheads import read_mastheads
from dedup.names import Names
from dedup.readings import read as read_readings
from dedup.relations import judge
from dedup.settings import EngineSettings, Settings
from dedup.signals import measure as measure_signals
from dedup.signals.comparison import Profile
from dedup.spans import StoryMaps
from dedup.spellings import spell, worth_spelling
from dedup.tables import ALIGNMENTS, ARTICLES, EVIDENCE, ROW
from dedup.terms import spelled_out

ARTICLES_A_BATCH = 1000
_BATCHES_A_CORE, _MOST_TIMES = 4, 4
PAIRS_A_BATCH = 2000
WORTH_PARTING = 12_000
"""Pairs that one process judges in the time that others would take to start: some two seconds."""
WORTH_DEALING = 2 * PAIRS_A_BATCH
"""Pairs from which others take a part where they stand ready."""
WORTH_TELLING = 8_000
"""Pairs of which reasons are told by others too: a few hundredths of a second each thousand."""
_PARTS_A_CORE = 2
EARLY = 700
"""Code points from the start within which a name stands early: headline, byline, lead."""


_NO_NAMES: frozenset[str] = frozenset()
_GUESSED = ("related.shape", "tails.below")


class Alone(NamedTuple):
    """What articles say by themselves, each table sorted by row.

    LANGUAGES has null where the language is uncertain.
    """

    credits: pl.DataFrame
    cuts: pl.DataFrame
    languages: pl.DataFrame
    blocks: pl.DataFrame
    mastheads: pl.DataFrame


def article_batches(
    articles: pl.DataFrame, evidence: pl.DataFrame, settings: Settings
) -> Iterator[tuple[object, ...]]:
    """ARTICLES with their EVIDENCE, a batch at a time.

    Each batch makes its many regular expressions anew, so that the larger the better, as long
    as every process has some.
    """
    fair = articles.height // (cores(settings.engine.workers) * _BATCHES_A_CORE)
    size = min(max(fair, ARTICLES_A_BATCH), ARTICLES_A_BATCH * _MOST_TIMES)
    for batch in articles.iter_slices(size):
        low, high = batch["row"].min(), batch["row"].max()
        yield batch, evidence.filter(pl.col("row").is_between(low, high)), settings


def read_articles(articles: pl.DataFrame, evidence: pl.DataFrame, settings: Settings) -> Alone:
    """ARTICLES, EVIDENCE → CREDITS, CUTS, LANGUAGES, BLOCKS, MASTHEADS.

    A language that is not certain at a glance is null: the model that knows it is loaded once,
    by who puts the batches together. Credits are read from the whole text, before anything is cut.
    """
    blocks = plain_blocks(articles["text"])
    spelled = spell(blocks["text"]) if worth_spelling(articles["text"]) else None
    blocks = measured(blocks, pl.Series(spelled.spaces) if spelled else None)
    credits = read_credits(articles, evidence, settings.credits, blocks, spelled)
    cuts = cut(articles, settings.boilerplate, blocks, spelled)
    stated = articles["language"].to_list()
    unknown = [number for number, language in enumerate(stated) if not language]
    texts = articles["text"].gather(unknown).fill_null("")
    for number, language in zip(unknown, glance_all(texts), strict=True):
        stated[number] = language
    languages = articles.select("row", language=pl.Series(stated, dtype=pl.String))
    listed = settings.credits.registry
    known = registry.load(Path(listed) if listed else None)
    mastheads = read_mastheads(articles, evidence, credits, cuts, settings.input, registry=known)
    left = read_blocks(articles, _less_headings(cuts), blocks, spelled)
    return Alone(credits, cuts, languages, left, mastheads)


def _less_headings(cuts: pl.DataFrame) -> pl.DataFrame:
    """CUTS less the first line of each text that its shape or place gave away.

    It may be the heading of links, which tells them on other pages too once it is learned.
    """
    guessed = cuts.filter(pl.col("rule").is_in(_GUESSED))
    first = guessed.sort("row", "start").unique("row", keep="first")
    return cuts.join(first, on=["row", "start"], how="anti", maintain_order="left")


def get_ready(settings: Settings) -> None:
    """Load what the first batch needs: in a process that is started before there is one."""
    if kernels.is_compiled():
        kernels.prepare(lambda _: None)
    text = "The ferry to Lindvik sails again.\n\nIt had been laid up since Monday, the line said."
    articles = pl.DataFrame({"row": [0], "text": [text]}, schema_overrides={"row": ROW})
    missing = (pl.lit(None, kind).alias(name) for name, kind in ARTICLES.schema.items())
    columns = [column for column in missing if column.meta.output_name() not in articles.columns]
    read_articles(ARTICLES.check(articles.with_columns(columns)), EVIDENCE.empty(), settings)


def pair_batches(
    pairs: pl.DataFrame, tables: dict[str, pl.DataFrame], settings: Settings
) -> Iterator[tuple[object, ...]]:
    """PAIRS with what is needed of their articles, a batch at a time, related pairs together."""
    texts = _ByRow(tables["texts"].select("row", "text"))
    terms = _ByRow(tables["terms"].select("row", "word"))
    cuts = _ByRow(tables["cuts"].select("row", "start", "stop"))
    profiles = _ByRow(tables["profiles"])
    for batch in _neighbours_together(pairs).iter_slices(PAIRS_A_BATCH):
        rows = pl.concat([batch["left"], batch["right"]]).unique().sort()
        yield (
            batch,
            texts.of(rows),
            spelled_out(terms.of(rows), tables["vocabulary"]),
            cuts.of(rows),
            profiles.of(rows),
            settings,
        )


def pair_engine(pairs: pl.DataFrame, settings: EngineSettings) -> EngineSettings:
    """Where so many pairs are sooner judged: few of them in this process."""
    worth = WORTH_DEALING if at_work(settings) else WORTH_PARTING
    return settings if pairs.height > worth else replace(settings, workers=1)


def reason_batches(
    signals: pl.DataFrame, supports: pl.DataFrame, settings: EngineSettings
) -> Iterator[tuple[object, ...]]:
    """SIGNALS with the SUPPORTS, of which there are few: all at once, or dealt out in their order.

    There is one batch at least.
    """
    dealt = at_work(settings) and signals.height > WORTH_TELLING
    parts = _PARTS_A_CORE * cores(settings.workers) if dealt else 1
    for some in signals.iter_slices(max(1, -(-signals.height // parts))):
        yield some, supports
    if signals.is_empty():
        yield signals, supports


class _ByRow:
    """A table of which the lines of some articles are taken without reading the others'.

    There are as many batches as pairs, so that reading all of it for each would
    take time by the square of the articles.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame if frame["row"].is_sorted() else frame.sort("row", maintain_order=True)
        self._filed = self._frame["row"].to_numpy()

    def of(self, rows: pl.Series) -> pl.DataFrame:
        """The lines of these rows, which ascend, in the order of the table."""
        wanted = rows.to_numpy().astype(self._filed.dtype)
        starts = np.searchsorted(self._filed, wanted, side="left")
        lengths = np.searchsorted(self._filed, wanted, side="right") - starts
        before = np.cumsum(lengths) - lengths
        return self._frame[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]


def _neighbours_together(pairs: pl.DataFrame) -> pl.DataFrame:
    """PAIRS in an order that has the pairs of one subject in one batch.

    A batch reads each of its articles once, so that the fewer articles it
    touches the better: reverse Cuthill-McKee (scipy) numbers articles so that
    those compared with one another come close. The verdicts do not depend on it.
    """
    if pairs.height <= PAIRS_A_BATCH:
        return pairs
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import reverse_cuthill_mckee  # noqa: PLC0415

    rows, place = np.unique(
        np.concatenate((pairs["left"].to_numpy(), pairs["right"].to_numpy())), return_inverse=True
    )
    left, right = place[: pairs.height], place[pairs.height :]
    ones = np.ones(pairs.height, dtype=np.int8)
    graph = coo_array((ones, (left, right)), shape=(len(rows), len(rows)))
    order = np.empty(len(rows), dtype=np.int64)
    order[reverse_cuthill_mckee((graph + graph.T).tocsr(), symmetric_mode=True)] = np.arange(
        len(rows)
    )
    first = np.minimum(order[left], order[right])
    second = np.maximum(order[left], order[right])
    return pairs[np.lexsort((second, first))]


def judge_pairs(  # noqa: PLR0913, PLR0917  # what a pair is judged on, each its own table
    pairs: pl.DataFrame,
    texts: pl.DataFrame,
    terms: pl.DataFrame,
    cuts: pl.DataFrame,
    profiles: pl.DataFrame,
    settings: Settings,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """PAIRS → ALIGNMENTS (offsets in ARTICLES.text), SIGNALS, RELATIONS."""
    shared, signals = measure_pairs(pairs, texts, terms, profiles, settings)
    relations = _identical_are_copies(pairs, judge(signals, settings.relations))
    told = relations.filter(pl.col("relation") != "different").select("left", "right")
    listed = shared.join(told, on=["left", "right"], how="semi", maintain_order="left")
    return _in_text(listed, cuts), signals, relations


def measure_pairs(
    pairs: pl.DataFrame,
    texts: pl.DataFrame,
    terms: pl.DataFrame,
    profiles: pl.DataFrame,
    settings: Settings,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """PAIRS → ALIGNMENTS (offsets in story text), SIGNALS: all that no model has a part in."""
    readings = read_readings(texts, terms)
    shared = align(pairs, readings, settings.alignments)
    listed = settings.credits.registry
    names = Names(registry.load(Path(listed) if listed else None))
    return shared, measure_signals(pairs, shared, readings, _profiles(profiles, names))


def _identical_are_copies(pairs: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    identical = pairs["found_by"] == "identical"
    return relations.with_columns(
        relation=pl.when(identical).then(pl.lit("copy")).otherwise("relation"),
        probability=pl.when(identical).then(1.0).otherwise("probability").cast(pl.Float32),
        derived_probability=pl.when(identical)
        .then(1.0)
        .otherwise("derived_probability")
        .cast(pl.Float32),
    )


def profile_table(mastheads: pl.DataFrame, credits: pl.DataFrame) -> pl.DataFrame:
    """What signals look at beside the story: row, title, publisher, date, names credited."""
    named = credits.group_by("row").agg(
        credited=pl.col("name").filter(pl.col("role").is_in(["author", "distributor", "retold"])),
        retold=pl.col("name").filter(pl.col("role") == "retold"),
        named=pl.col("name").filter(~pl.col("role").is_in(["photo", "publisher"])),
        early=pl.col("name").filter(
            ~pl.col("role").is_in(["photo", "publisher"]) & (pl.col("start") < EARLY)
        ),
    )
    known = mastheads.select("row", "title", "publisher", "earliest", "latest")
    return known.join(named, on="row", how="left")


def with_attributions(
    profiles: pl.DataFrame, tables: dict[str, pl.DataFrame], pairs: pl.DataFrame
) -> pl.DataFrame:
    """The profiles with `attributed` (names) and `stretches`, read for articles in a pair."""
    rows = pl.concat([pairs["left"], pairs["right"]]).unique().sort()
    chosen = tables["articles"].join(rows.to_frame("row"), on="row", how="semi")
    said = attributed(chosen.select("row", "text"), tables["credits"])
    listed = said.group_by("row").agg(attributed="name", stretches="stretches")
    return profiles.join(listed, on="row", how="left")


def _profiles(profiles: pl.DataFrame, names: Names) -> dict[int, Profile]:
    """By row, all outlets by the keys of their names: `NPR Online News` is what others call NPR."""
    sets = ("credited", "retold", "named", "early")
    columns = ("row", "title", "publisher", "attributed", "stretches", "earliest", "latest")
    found = {}
    for row, title, publisher, to, stretches, earliest, latest, *named in profiles.select(
        *columns, *sets
    ).iter_rows():
        credited, retold, mentioned, early = (
            frozenset(map(names.key, some)) if some else _NO_NAMES for some in named
        )
        found[row] = Profile(
            title or "",
            names.key(publisher or ""),
            credited,
            retold,
            mentioned,
            early,
            attributed=tuple(zip(map(names.key, to), stretches, strict=True)) if to else (),
            published=None if earliest is None or latest is None else (earliest, latest),
        )
    return found


def _in_text(shared: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    """ALIGNMENTS with offsets of the story text moved to those of the whole text."""
    maps = StoryMaps(cuts)
    moved = []
    for side in ("left", "right"):
        rows = shared[side].to_numpy()
        for edge, moves in (("start", maps.start), ("stop", maps.stop)):
            name = f"{side}_{edge}"
            moved.append(pl.Series(name, moves(rows, shared[name].to_numpy()), dtype=pl.UInt32))
    return ALIGNMENTS.check(shared.with_columns(*moved))
