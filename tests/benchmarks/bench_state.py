"""What a night costs against states of 1,000, 100,000 and 1,000,000 articles.

Needs DEDUP_CORPORA. A state of some thousand real articles is made by a real run and then
multiplied inside the database: each copy has texts (letters exchanged), keys and dates of
its own (rare terms and all bands are other ones, common terms the same, dates move on
by what `--a-day` articles take), so that key lists grow as those of an archive
do. Furniture and, from some number of copies on, outlets are their own too: a night touches
what it would touch in an archive. Then new articles come, and the run is measured in a process
of its own.

    python tests/benchmarks/bench_state.py --sizes 1000 100000 --new 1000

States of 1,000,000 take some minutes and 10 GB to make; `--keep FOLDER` keeps them for a later
call, whatever has changed in the program meanwhile.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from dedup import incremental, signals
from dedup.incremental.answers import known_answers
from dedup.settings import Settings, StateSettings
from dedup.state import bodies, recipe
from dedup.state import database as databases
from dedup.state.schema import TABLES

Row = dict[str, Any]
JOB = Settings(state=StateSettings(rotating=True, cover="touched"))
RARE = 6
"""Articles of the base from which on a term is the same in every copy."""
TOGETHER = 125
"""Copies that have the same outlets."""


def articles(lines: Sequence[str], first: date, a_day: int) -> str:
    """Records of the corpus, dated anew: so many a day."""
    told = []
    for number, line in enumerate(lines):
        record = json.loads(line)
        day = first + timedelta(days=number // a_day)
        record |= {"date": day.isoformat(), "id": f"{first}-{number}"}
        told.append(json.dumps(record))
    return "\n".join(told) + "\n"


def corpus(seed: int) -> list[str]:
    """Real articles, one JSON object each, in an order of chance."""
    file = Path(os.environ["DEDUP_CORPORA"]) / "allsides" / "articles.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        lines = list(opened)
    random.Random(seed).shuffle(lines)
    return lines


def _cipher(copy: int) -> dict[int, int]:
    """Letters exchanged, copy by copy: other words of the same lengths."""
    turned: dict[int, int] = {}
    sets = ("bcdfghjklm", copy % 10), ("npqrstvwxz", copy // 10 % 10), ("aeiou", copy // 100 % 5)
    for small, turn in sets:
        for letters in (small, small.upper()):
            turned.update(str.maketrans(letters, letters[turn:] + letters[:turn]))
    return turned


def copied_texts(database: databases.Database, shift: int, copies: int) -> None:
    """BODIES of all copies; filters of names are turned round: new ones would take longer."""
    held = database.frame("SELECT article, packed, named FROM bodies ORDER BY article")
    for some in held.iter_slices(10_000):
        base = bodies.unpack(some)
        for copy in range(1, copies):
            letters, turn = _cipher(copy), copy % bodies.FILTER_BYTES
            packed = [bodies.deflated(text.translate(letters)) for text in base["text"].to_list()]
            named = [whole[turn:] + whole[:turn] for whole in base["named"].to_list()]
            columns = {"packed": pl.Series(packed), "named": pl.Series(named)}
            made = base.select(pl.col("article") + copy * shift).with_columns(**columns)
            database.add("bodies", made)


def _own(kind: str) -> str:
    """A fingerprint of a block: each copy has its own, so that a night touches the base alone."""
    return f"CASE WHEN {kind} IS NOT NULL THEN hash({kind}, copy) END AS {kind}"


def multiply(state: Path, base: int, copies: int, days: int) -> None:
    """Copy every article so many times, each time another one."""
    shift = f"copy * {base * 4}"
    seconds = f"copy * {days * 86400}"
    mixed = "hash({0}, copy)"
    moved = {
        "records": f"* REPLACE (article + {shift} AS article, slot || '/' || copy AS slot, "
        "own_id || '/' || copy AS own_id, path || '/' || copy AS path, "
        "hash(content, copy)::VARCHAR AS content)",
        "names": f"* REPLACE (article + {shift} AS article, "
        "article_id || '/' || copy AS article_id)",
        "alone": f"* REPLACE (article + {shift} AS article, struct_update(masthead, "
        f"publisher := masthead.publisher || CASE WHEN copy < {TOGETHER} THEN '' ELSE "
        f"' ' || (copy // {TOGETHER}) END, "
        f"earliest := masthead.earliest + {seconds}, latest := masthead.latest + {seconds}) "
        "AS masthead)",
        "blocks": f"* REPLACE (article + {shift} AS article, {_own('whole')}, "
        f"{_own('template')}, {_own('lead')})",
        "born": "* REPLACE (id || copy AS id)",
        "findings": f"* REPLACE (article + {shift} AS article, {mixed.format('digest')} AS digest, "
        f"{mixed.format('reading')} AS reading)",
        "members": f"* REPLACE (article + {shift} AS article, story_id || copy AS story_id, "
        "event_id || copy AS event_id)",
        "groups": f"* REPLACE ({mixed.format('digest')} AS digest, article + {shift} AS article, "
        f"earliest + {seconds} AS earliest, latest + {seconds} AS latest)",
        "sketches": f"* REPLACE ({mixed.format('digest')} AS digest)",
        "keys": f"* REPLACE ({mixed.format('digest')} AS digest, CASE WHEN band OR seen < {RARE} "
        f"THEN {mixed.format('key')} ELSE key END AS key)",
        "candidates": "* REPLACE (least(hash(low, copy), hash(high, copy)) AS low, "
        "greatest(hash(low, copy), hash(high, copy)) AS high)",
        "links": f'* REPLACE ("left" + {shift} AS "left", "right" + {shift} AS "right", '
        "hash(left_digest, copy) AS left_digest, hash(right_digest, copy) AS right_digest, "
        "hash(left_reading, copy) AS left_reading, hash(right_reading, copy) AS right_reading)",
    }
    with databases.opened(state, StateSettings(memory_mb=3000)) as database:
        database.run(
            "CREATE TEMP TABLE met AS SELECT band, key, count(*) AS seen FROM keys GROUP BY ALL"
        )
        copied_texts(database, base * 4, copies)
        for name, chosen in moved.items():
            database.run(f"CREATE TEMP TABLE base_{name} AS SELECT * FROM {name}")
            source = f"base_{name}"
            extra = "copy"
            if name == "keys":
                source = "(SELECT base_keys.*, seen FROM base_keys JOIN met USING (band, key))"
                extra = "seen, copy"
            values = chosen.replace("* REPLACE", f"* EXCLUDE ({extra}) REPLACE")
            for start in range(1, copies, 50):
                stop = min(start + 50, copies)
                database.run(
                    f"INSERT INTO {name} BY NAME SELECT {values} "
                    f"FROM {source}, (SELECT range AS copy FROM range({start}, {stop}))"
                )


def night(folder: Path, name: str) -> Row:
    """One run in a process of its own: seconds, CPU seconds, peak memory."""
    code = "import sys; from dedup.cli import main; sys.argv = ['dedup', *sys.argv[1:]]; main()"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    argv = ["run", folder / "new", "--state", folder / "s.duckdb", "--out", folder / "out"]
    argv += ["--pipeline", folder / "job.toml", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, argv)], check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    facts = json.loads((folder / "out" / "run.json").read_text())
    print(f"    {name}")
    for stage in facts["timings"]["stages"]:
        print(
            f"    {stage['stage']:<28} {stage['seconds']:>7.2f} s {stage['cpu_seconds']:>7.2f} CPU"
        )
    print("   ", {k: v for k, v in facts["candidates"].items() if isinstance(v, int)})
    print("   ", json.loads(done.stdout)["summary"], flush=True)
    return {
        "night": name,
        "seconds": seconds,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "gigabytes": max(s["peak_memory_mb"] for s in facts["timings"]["stages"]) / 1000,
    }


def built(folder: Path, size: int, base: int, a_day: int) -> date:
    """A state of so many articles, made at one with itself by a first night; the day after it."""
    (folder / "old").mkdir(parents=True, exist_ok=True)
    (folder / "new").mkdir(exist_ok=True)
    (folder / "job.toml").write_text('[state]\nrotating = true\ncover = "touched"\n')
    lines, start = corpus(1), date(2020, 1, 1)
    days = max(1, base // a_day)
    today = start + timedelta(days=days * (size // base))
    state = folder / "s.duckdb"
    if state.exists():
        return today + timedelta(days=1)
    (folder / "old" / "feed.jsonl").write_text(articles(lines[:base], start, a_day))
    with incremental.ready(state, JOB) as database:
        done = incremental.run_job(database, [folder / "old"], JOB)
        incremental.publish(database, done.number)
    multiply(state, base, size // base, days)
    # A first night, so that what was multiplied is at one with itself: it learns from all of it.
    with databases.opened(state, JOB.state) as database:
        database.run("DELETE FROM meta WHERE name IN ('learned_by', 'labels')")
    eve = lines[base : base + 50]
    (folder / "new" / "eve.jsonl").write_text(articles(eve, today, len(eve)))
    night(folder, "eve")
    return today + timedelta(days=1)


def measured(folder: Path, size: int, new: int, base: int, a_day: int) -> list[Row]:
    """Nights against a state of so many articles: new ones, nothing new, the window's reports."""
    base = min(base, size)
    tomorrow = built(folder, size, base, a_day)
    state = folder / "s.duckdb"
    kept = folder / "kept.duckdb"
    if not kept.exists():
        shutil.copy(state, kept)
    else:
        shutil.copy(kept, state)
        with databases.opened(state, JOB.state) as database:  # an earlier version may have made it
            recipe.store(database, recipe.recipe(JOB, known_answers(JOB)))
            many = len(signals.SCHEMA) - 2
            database.run(f"UPDATE links SET signals = list_resize(signals, {many}, 0)")
    held, texts, beside = weights(state, folder / "beside.duckdb")
    size_of_file = state.stat().st_size
    rest = corpus(1)[base + 50 : base + 50 + new]
    (folder / "new" / "feed.jsonl").write_text(articles(rest, tomorrow, new))
    rows = [night(folder, f"{new:,} new"), night(folder, "nothing new")]
    (folder / "job.toml").write_text("[state]\nrotating = true\n")
    rows.append(night(folder, "nothing new, window"))
    per = {"bytes": size_of_file / held, "beside": beside / held, "text": texts / held}
    return [{**row, **per, "articles": held} for row in rows]


def weights(state: Path, beside: Path) -> tuple[int, int, int]:
    """Articles of a state, bytes of their texts, and those of the file without the texts."""
    with databases.opened(state, StateSettings(memory_mb=3000)) as database:
        texts = database.one("SELECT sum(octet_length(packed)) FROM bodies")
        held = database.one("SELECT count(*) FROM records")
        database.run(f"ATTACH '{beside}' AS beside")
        for name in sorted({*TABLES} - {"bodies", "versions"}):
            database.run(f"CREATE TABLE beside.{name} AS SELECT * FROM {name}")
        database.run("DETACH beside")
    size = beside.stat().st_size
    beside.unlink()
    return held, texts, size


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--base", type=int, default=4_000)
    parser.add_argument("--a-day", type=int, default=1_000)
    parser.add_argument("--keep", type=Path, default=None, help="folder of the states, for later")
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.sizes:
            print(f"  state of {size:,}", flush=True)
            work = (asked.keep or Path(folder)) / str(size)
            rows += measured(work, size, asked.new, asked.base, asked.a_day)
            if not asked.keep:
                shutil.rmtree(work)
    names = ("articles", "night", "wall s", "CPU s", "peak GB", "bytes each", "no text", "text")
    print("{:>10}  {:<20} {:>7} {:>7} {:>8} {:>10} {:>8} {:>6}".format(*names))
    for row in rows:
        print(
            f"{row['articles']:>10,}  {row['night']:<20} {row['seconds']:>7.1f} {row['cpu']:>7.1f} "
            f"{row['gigabytes']:>8.2f} {row['bytes']:>10,.0f} {row['beside']:>8,.0f} "
            f"{row['text']:>6,.0f}"
        )


if __name__ == "__main__":
    main()
