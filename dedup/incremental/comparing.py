"""New and changed texts against all that the state knows: keys, candidates, verdicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from dedup import keys, pairs, pipeline, sketches, terms
from dedup.background import Background
from dedup.background import load as load_backgrounds
from dedup.languages import UNDETERMINED
from dedup.settings import Settings
from dedup.state import crossings, findings, links, lookups
from dedup.state.database import Database
from dedup.state.groups import Regrouped
from dedup.state.schema import CANDIDATES, KEYS, SKETCHES, WEIGHT_UNIT, meta
from dedup.tables import PAIRS

Tables = dict[str, pl.DataFrame]
_DIGESTS_AT_A_TIME = 20_000
_PAIRS_AT_A_TIME = 40_000
_NO_LIMIT = 1 << 40
_ENGLISH = "en"


class Compared(NamedTuple):
    """What comparing came to.

    Attributes:
        unsettled: articles whose chains of pairs are not what they were.
        facts: counts for run.json.
    """

    unsettled: pl.Series
    facts: dict[str, object]


def compare(
    database: Database,
    regrouped: Regrouped,
    moved: pl.Series,
    settings: Settings,
    progress: Callable[[str], None],
) -> Compared:
    """Bring keys, candidates and verdicts up to date with the groups.

    Args:
        database: the state; GROUPS, NAMES and FINDINGS are up to date.
        regrouped: the groups that changed.
        moved: digests of all articles that came, changed, or changed their name.
        settings: the whole job.
        progress: is told what begins.
    """
    progress("keys")
    made = _keys(database, regrouped.weighed, settings)
    crossed = crossings.store_keys(
        database, made, regrouped.weighed, regrouped.gone, regrouped.sought, settings
    )

    progress("candidate pairs")
    sought = pl.concat([regrouped.sought, crossed.sought]).unique().sort()
    proposed = lookups.propose(database, sought, settings)
    found = _measured(database, proposed, settings)
    turned = links.put_candidates(database, found, pl.concat([sought, regrouped.gone]).unique())
    redecided = _redecide(database, crossed.doubted, sought, settings)
    around = pl.concat([turned, redecided, moved.alias("digest")]).unique().sort()

    progress("verdicts")
    wanted = links.wanted(database, around, settings.pairs.most_per_article)
    lacking = links.lacking(database, wanted)
    undone = links.drop_unwanted(database, around)
    for start in range(0, lacking.height, _PAIRS_AT_A_TIME):
        some = lacking.slice(start, _PAIRS_AT_A_TIME)
        database.add("links", judged(database, some, settings))
    ends = [undone["left"], undone["right"], lacking["left"], lacking["right"]]
    unsettled = pl.concat([end.cast(pl.Int64).alias("article") for end in ends]).unique()
    facts: dict[str, object] = {
        "compared_texts": len(sought),
        "proposed_pairs": proposed.height,
        "too_weak": proposed.height - found.height,
        "redecided_pairs": crossed.doubted.height,
        "judged_pairs": lacking.height,
        "dropped_verdicts": undone.height,
    }
    return Compared(unsettled, facts)


def backgrounds(database: Database, languages: pl.Series) -> dict[str, Background]:
    """The word counts that this state weighs by: frozen ones, or else those shipped."""
    found = load_backgrounds(languages.unique().sort().to_list())
    frozen = database.frame(
        "SELECT language, articles, term, count FROM backgrounds ORDER BY language, term"
    )
    for (language,), part in frozen.group_by("language", maintain_order=True):
        found[str(language)] = Background(
            part["articles"][0], part["term"].to_numpy(), part["count"].to_numpy()
        )
    return found


def weighed(database: Database, texts: pl.DataFrame) -> Tables:
    """TERMS, VOCABULARY of these texts by the state's own background, whatever came tonight."""
    spoken = meta(database, "language") or _ENGLISH
    known = texts.with_columns(pl.col("language").replace(UNDETERMINED, spoken))
    background = backgrounds(database, known["language"])
    found, words, _ = terms.weigh(known, background, frozen=True)
    return {"terms": found, "vocabulary": words}


def words_of(database: Database, articles: pl.Series) -> pl.DataFrame:
    """language, term, count: in how many of these texts, no two identical, each word stands."""
    tables = findings.unpack(database, articles)
    found, words, _ = terms.weigh(tables["texts"], {}, frozen=True)
    spoken = tables["texts"].select("row", "language")
    return (
        terms.spelled_out(found, words)
        .join(spoken, on="row")
        .group_by("language", "term")
        .agg(count=pl.len().cast(pl.Int64))
    )


def keys_of(database: Database, texts: pl.DataFrame, settings: Settings) -> Tables:
    """KEYS (band, key, digest, weight) and SKETCHES of texts of which no two are identical."""
    found = weighed(database, texts)
    signed = sketches.sketch(texts, settings.sketches)
    everything = replace(settings.keys, hottest_key=_NO_LIMIT, hottest_band=_NO_LIMIT)
    filed, _ = keys.find_keys(
        found["terms"], found["vocabulary"], signed, everything, settings.sketches
    )
    digest = texts.select("row", "digest")
    weight = pl.when("band").then(0.0).otherwise("weight").cast(pl.Float64) / WEIGHT_UNIT
    return {
        "keys": filed.join(digest, on="row").select(
            "band", "key", "digest", weight=weight.round().cast(pl.Int32)
        ),
        "sketches": signed.join(digest, on="row").select(
            "digest",
            "shingles",
            signature=pl.Series(
                "signature", findings.signature_bytes(signed["signature"]), dtype=pl.Binary
            ),
        ),
    }


def _keys(database: Database, digests: pl.Series, settings: Settings) -> pl.DataFrame:
    """KEYS of these digests; their SKETCHES are stored on the way."""
    made = [pl.DataFrame(schema=KEYS)]
    for start in range(0, len(digests), _DIGESTS_AT_A_TIME):
        tables = _of_digests(database, digests[start : start + _DIGESTS_AT_A_TIME])
        found = keys_of(database, tables["texts"], settings)
        database.replace("sketches", found["sketches"].select(SKETCHES.names()), "digest")
        dated = tables["groups"].select("digest", dated=pl.col("earliest").is_not_null())
        made.append(found["keys"].join(dated, on="digest").select(KEYS.names()).cast(KEYS))
    return pl.concat(made)


def _of_digests(database: Database, digests: pl.Series) -> Tables:
    """Stage tables of the articles that stand for these digests, and `groups`."""
    database.given("these", pl.DataFrame({"digest": digests}, schema={"digest": pl.UInt64}))
    groups = database.frame("SELECT groups.* FROM groups SEMI JOIN these USING (digest)")
    return {**findings.unpack(database, groups["article"]), "groups": groups}


def _measured(database: Database, proposed: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """CANDIDATES: the proposed pairs that are worth an alignment, with what they share."""
    parts = [pl.DataFrame(schema=CANDIDATES)]
    for some in proposed.iter_slices(_PAIRS_AT_A_TIME):
        digests = pl.concat([some["low"], some["high"].alias("low")]).unique()
        tables = _of_digests(database, digests)
        tables |= weighed(database, tables["texts"])
        measured = measure(some, tables, settings)
        parts.append(measured.filter(_worth_aligning(settings)).select(CANDIDATES.names()))
    return pl.concat(parts)


def measure(proposed: pl.DataFrame, tables: Tables, settings: Settings) -> pl.DataFrame:
    """CANDIDATES of pairs of digests, by the texts that stand for them."""
    rows = tables["texts"].select("digest", "row")
    placed = proposed.join(
        rows.select(low="digest", low_row="row"), on="low", maintain_order="left"
    ).join(rows.select(high="digest", high_row="row"), on="high", maintain_order="left")
    straight = pl.col("low_row") < pl.col("high_row")
    placed = placed.with_columns(
        left=pl.min_horizontal("low_row", "high_row"),
        right=pl.max_horizontal("low_row", "high_row"),
        straight=straight,
    )
    asked = list(placed.select("left", "right").iter_rows())
    found = pairs.measure(asked, tables, settings)
    joined = placed.join(found, on=["left", "right"], how="left", maintain_order="left")
    return joined.select(
        "low",
        "high",
        "finders",
        "jaccard",
        low_contained=pl.when("straight").then("left_contained").otherwise("right_contained"),
        high_contained=pl.when("straight").then("right_contained").otherwise("left_contained"),
        cosine="cosine",
    ).cast(CANDIDATES)


def _worth_aligning(settings: Settings) -> pl.Expr:
    contained = pl.max_horizontal("low_contained", "high_contained")
    near = pl.col("cosine") >= pl.lit(settings.pairs.least_cosine, pl.Float32)
    return near | (contained >= pl.lit(settings.pairs.least_contained, pl.Float32))


def _redecide(
    database: Database, doubted: pl.DataFrame, sought: pl.Series, settings: Settings
) -> pl.Series:
    """Decide candidates again whose keys grew hot; the digests of those that changed."""
    done = sought.implode()
    open_ = doubted.filter(~(pl.col("low").is_in(done) | pl.col("high").is_in(done)))
    if open_.is_empty():
        return pl.Series("digest", [], dtype=pl.UInt64)
    database.given("open", open_)
    before = database.frame("SELECT candidates.* FROM candidates SEMI JOIN open USING (low, high)")
    still = lookups.decide(database, open_, settings)
    after = before.drop("finders").join(still, on=["low", "high"])
    links.drop_candidates(database, before)
    database.add("candidates", after.select(CANDIDATES.names()).cast(CANDIDATES))
    same = before.join(after, on=["low", "high", "finders"], how="anti")
    return pl.concat([same["low"].alias("digest"), same["high"].alias("digest")]).unique()


def judged(database: Database, wanted: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """LINKS of these WANTED pairs."""
    articles = pl.concat([wanted["left"], wanted["right"].alias("left")]).unique()
    tables = findings.unpack(database, articles)
    tables |= weighed(database, tables["texts"])
    return judged_rows(wanted, tables, settings)


def judged_rows(wanted: pl.DataFrame, tables: Tables, settings: Settings) -> pl.DataFrame:
    """LINKS of WANTED pairs among the articles of these stage tables."""
    rows = tables["numbers"].select("article", "row")
    placed = wanted.join(rows.select(left="article", left_row="row"), on="left").join(
        rows.select(right="article", right_row="row"), on="right"
    )
    found = placed.drop("left", "right").rename({"left_row": "left", "right_row": "right"})
    tables["pairs"] = PAIRS.check(found.sort("left", "right"))
    pipeline.judge(tables, settings)
    made = (tables["alignments"], tables["signals"], tables["relations"])
    return links.pack(placed, made, settings.relations.usual_probability)
