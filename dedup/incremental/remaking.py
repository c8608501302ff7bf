"""A state made anew from what it has read, and articles taken out of it for good."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from dedup import incremental
from dedup.background import load as load_backgrounds
from dedup.errors import UsageError
from dedup.incremental import absorbing, comparing, keeping
from dedup.incremental.answers import known_answers
from dedup.languages import UNDETERMINED
from dedup.settings import Settings
from dedup.state import bodies, packing, recipe, schema
from dedup.state import database as databases
from dedup.state.database import Database
from dedup.state.schema import BACKGROUNDS
from dedup.timings import Timings

_COPIED = (
    "meta",
    "records",
    "bodies",
    "versions",
    "members",
    "files",
    "rejects",
    "runs",
    "changes",
    "born",
    "forgotten",
)
"""What was read and what people know things by; all else is made anew."""
_TEXTS_AT_A_TIME = 20_000


def rebuild(
    state: Path, settings: Settings, progress: Callable[[str], None], *, freeze: bool = False
) -> int:
    """Make a state anew with tonight's recipe, from the texts that it holds.

    The new file takes the old one's place once it is whole. Names of stories
    stay, and so does all history.

    Args:
        state: the state file, held by the caller.
        settings: the job it is for from now on.
        progress: is told what begins.
        freeze: weigh words by the state's own articles too, as they are now.

    Returns:
        How many articles it holds.

    Raises:
        RecipeError: its tables are those of another version.
        StateError: it cannot be read, or there is no room.
    """
    packing.tidy(state)
    draft = state.with_name(state.name + packing.REBUILT)
    timings = Timings(progress)
    with databases.opened(state, settings.state) as old:
        if schema.is_empty(old) or not schema.is_ours(old):
            raise databases.foreign(state)
        recipe.refuse_other_schema(old, schema.REMADE_FROM)
    try:
        with databases.opened(draft, settings.state) as database:
            count = _made_anew(database, state, settings, timings, freeze=freeze)
        packing.replace_by(state, draft)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _made_anew(
    database: Database, state: Path, settings: Settings, timings: Timings, *, freeze: bool
) -> int:
    made = recipe.recipe(settings, known_answers(settings))
    source = str(state).replace("'", "''")
    database.run(f"ATTACH '{source}' AS old (READ_ONLY)")
    with database.transaction():
        schema.create(database)
        for table in _COPIED:
            database.run(f"INSERT INTO {table} BY NAME SELECT * FROM old.{table}")  # noqa: S608
        if schema.meta(database, "schema") != str(schema.VERSION):
            bodies.filter_anew(database)
        before = json.loads(schema.meta(database, "recipe") or "{}")
        reread = [n for n in made if n.startswith("input.") and before.get(n) != made[n]]
        if reread:  # what was read must be read again where it still is
            database.run("UPDATE files SET modified = 0, digest = ''")
        recipe.store(database, made)
    database.run("DETACH old")
    with database.transaction():
        database.run("DELETE FROM meta WHERE name IN ('labels', 'learned_by', 'warned')")
        everything = database.frame("SELECT article FROM records ORDER BY article")["article"]
        fresh = everything.cast(pl.Int64)
        none = pl.Series("article", [], dtype=pl.Int64)
        digests = pl.Series("digest", [], dtype=pl.UInt64)
        absorbed = absorbing.read_records(database, fresh, none, digests, settings, timings.tell)
        if freeze:
            absorbing.furnish(database, absorbed, settings)
            _freeze(database)
        number = int(database.one("SELECT coalesce(max(run), 0) FROM runs"))
        incremental.settled(database, absorbed, number, settings, timings)
    return len(fresh)


def _freeze(database: Database) -> None:
    """BACKGROUNDS: shipped counts and those of all texts of the state together."""
    database.run("CREATE OR REPLACE TEMP TABLE counted (language VARCHAR, term UBIGINT, n BIGINT)")
    rows = database.frame(
        "SELECT digest, arg_min(article, article) AS article, arg_min(language, article) "
        "AS language FROM findings JOIN alone USING (article) WHERE unfit IS NULL "
        "GROUP BY digest ORDER BY digest"
    ).filter(pl.col("language") != UNDETERMINED)
    for some in rows.iter_slices(_TEXTS_AT_A_TIME):
        found = comparing.words_of(database, some["article"].cast(pl.Int64))
        database.add("counted", found.rename({"count": "n"}))
    own = database.frame(
        "SELECT language, term, sum(n)::DOUBLE AS count FROM counted GROUP BY 1, 2 ORDER BY 1, 2"
    ).cast({"term": pl.UInt64})
    totals = dict(rows.group_by("language").len().iter_rows())
    parts = []
    for language, shipped in load_backgrounds(sorted(totals)).items():
        known = pl.DataFrame({"term": shipped.terms, "count": shipped.counts})
        parts.append(known.with_columns(language=pl.lit(language)))
        totals[language] += shipped.articles
    both = pl.concat([own.select("term", "count", "language"), *parts])
    summed = both.group_by("language", "term").agg(pl.col("count").sum())
    sizes = pl.DataFrame(list(totals.items()), schema=["language", "articles"], orient="row")
    frozen = summed.join(sizes, on="language").select(BACKGROUNDS.names()).cast(BACKGROUNDS)
    database.add("backgrounds", frozen.sort("language", "term"))
    most = rows.group_by("language").len().sort("len", "language", descending=[True, False])
    if most.height:
        schema.set_meta(database, "language", most["language"][0])


def forget(
    database: Database, article_ids: Sequence[str], settings: Settings, timings: Timings
) -> None:
    """Take articles out of a state for good, all their versions too.

    Their records are not read again, even from a file that holds them still.

    Raises:
        UsageError: the state does not know one of them; then none is forgotten.
    """
    asked = pl.DataFrame({"article_id": list(article_ids)}, schema={"article_id": pl.String})
    with database.transaction():
        database.given("unwanted", asked)
        found = database.frame(
            "SELECT article, article_id FROM names SEMI JOIN unwanted USING (article_id)"
        )
        known = set(found["article_id"].to_list())
        missing = [name for name in article_ids if name not in known]
        if missing:
            raise UsageError(
                f"the state has no article {missing[0]}"
                + (f", nor {len(missing) - 1} others" if missing[1:] else "")
                + "; `dedup export` lists them all. Nothing was forgotten"
            )
        articles = found["article"].cast(pl.Int64)
        database.given("leaving", pl.DataFrame({"article": articles}))
        database.run(
            "INSERT INTO forgotten SELECT place, slot FROM records SEMI JOIN leaving "
            "USING (article)"
        )
        none = pl.Series("article", [], dtype=pl.Int64)
        nobody = absorbing.Absorbed(none, none, pl.Series("digest", [], dtype=pl.UInt64), [])
        left = keeping.drop(database, articles, nobody)
        number = int(database.one("SELECT coalesce(max(run), 0) FROM runs"))
        incremental.settled(database, left, number, settings, timings)
