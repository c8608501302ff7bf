"""What a night costs against states of 1,000, 100,000 and 1,000,000 articles.

A state of some thousand planted articles is made by a real run and then
multiplied inside the database: each copy has texts, keys and dates of its own
(rare terms and all bands are other ones, common terms the same, dates move on
by what `--a-day` articles take), so that key lists grow as those of an archive
do. Then new articles come, and the run is measured in a process of its own.

    python tests/benchmarks/bench_state.py --sizes 1000 100000 --new 1000
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from dedup import incremental
from dedup.settings import Settings, StateSettings
from dedup.state import database as databases

sys.path.append(str(Path(__file__).parents[1] / "state"))
import nights  # noqa: E402

RARE = 6
"""Articles of the base from which on a term is the same in every copy."""
_MIX = "hash(key, copy)"


def articles(seed: int, count: int, first: date, a_day: int) -> list[str]:
    """Lines of JSON: invented articles on invented events, some five to an event."""
    rng = random.Random(seed)
    lines, facts = [], nights.sentences(rng)
    words = [nights.coined(rng).lower() for _ in range(20_000)]
    for number in range(count):
        if rng.random() < 0.2:
            facts = [
                f"{line[:-1]}, where {' '.join(rng.choices(words, k=25))} {line}"
                for line in nights.sentences(rng)
            ]
        told = nights.told(rng, facts)
        day = first + timedelta(days=number // a_day)
        record = {
            "id": f"{seed}-{number}",
            "text": "\n\n".join(told),
            "publisher": f"Paper {rng.randrange(200)} Post",
            "published_at": day.isoformat(),
        }
        lines.append(json.dumps(record))
    return lines


def multiply(state: Path, base: int, copies: int, days: int) -> None:
    """Copy every article so many times, each time another one."""
    shift = f"copy * {base * 4}"
    seconds = f"copy * {days * 86400}"
    mixed = "hash({0}, copy)"
    moved = {
        "records": f"* REPLACE (article + {shift} AS article, slot || '/' || copy AS slot, "
        "own_id || '/' || copy AS own_id, hash(content, copy)::VARCHAR AS content)",
        "bodies": f"* REPLACE (article + {shift} AS article)",
        "names": f"* REPLACE (article + {shift} AS article, article_id || '/' || copy AS article_id)",
        "alone": f"* REPLACE (article + {shift} AS article, struct_update(masthead, "
        f"earliest := masthead.earliest + {seconds}, latest := masthead.latest + {seconds}) "
        "AS masthead)",
        "blocks": f"* REPLACE (article + {shift} AS article, {mixed.format('whole')} AS whole)",
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
        for name, chosen in moved.items():
            database.run(f"CREATE TEMP TABLE base_{name} AS SELECT * FROM {name}")
            source = f"base_{name}"
            if name == "keys":
                source = "(SELECT base_keys.*, seen FROM base_keys JOIN met USING (band, key))"
                chosen = chosen.replace("* REPLACE", "* EXCLUDE (seen, copy) REPLACE")
            else:
                chosen = chosen.replace("* REPLACE", "* EXCLUDE (copy) REPLACE")
            for start in range(1, copies, 50):
                stop = min(start + 50, copies)
                database.run(
                    f"INSERT INTO {name} BY NAME SELECT {chosen} "
                    f"FROM {source}, (SELECT range AS copy FROM range({start}, {stop}))"
                )


def night(folder: Path) -> dict[str, float]:
    """One run in a process of its own: seconds, CPU seconds, peak memory."""
    code = (
        "import sys; from dedup.cli import main; sys.argv = ['dedup', *sys.argv[1:]]; main()"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    argv = ["run", folder / "new", "--state", folder / "s.duckdb", "--out", folder / "out"]
    argv += ["--pipeline", folder / "job.toml", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, argv)], check=True, capture_output=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    facts = json.loads((folder / "out" / "run.json").read_text())
    for stage in facts["timings"]["stages"]:
        print(f"    {stage['stage']:<28} {stage['seconds']:>7.2f} s {stage['cpu_seconds']:>7.2f} CPU")
    print("   ", json.loads(done.stdout)["summary"])
    return {
        "seconds": time.perf_counter() - started,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "gigabytes": max(s["peak_memory_mb"] for s in facts["timings"]["stages"]) / 1000,
    }


def measured(work: Path, size: int, new: int, base: int, a_day: int) -> dict[str, float]:
    """A state of so many articles, and a night of new ones."""
    folder = work / str(size)
    (folder / "old").mkdir(parents=True)
    (folder / "new").mkdir()
    job = Settings(state=StateSettings(rotating=True))
    (folder / "job.toml").write_text("[state]\nrotating = true\n")
    base = min(base, size)
    start = date(2020, 1, 1)
    text = "\n".join(articles(1, base, start, a_day)) + "\n"
    (folder / "old" / "feed.jsonl").write_text(text)
    state = folder / "s.duckdb"
    with incremental.ready(state, job) as database:
        done = incremental.run_job(database, [folder / "old"], job)
        incremental.publish(database, done.number)
    days = max(1, base // a_day)
    copies = size // base
    multiply(state, base, copies, days)
    today = start + timedelta(days=days * copies)
    (folder / "new" / "feed.jsonl").write_text("\n".join(articles(2, new, today, new)) + "\n")
    sizes = state.stat().st_size
    with databases.opened(state, job.state) as database:
        texts = database.one("SELECT sum(strlen(text)) FROM bodies")
        held = database.one("SELECT count(*) FROM records")
    found = night(folder)
    shutil.rmtree(folder)
    return {**found, "bytes": sizes / held, "text": texts / held, "articles": held}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--base", type=int, default=4_000)
    parser.add_argument("--a-day", type=int, default=1_000)
    parser.add_argument("--work", type=Path, default=None)
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(dir=asked.work) as folder:
        for size in asked.sizes:
            print(f"  state of {size:,}", flush=True)
            rows.append(measured(Path(folder), size, asked.new, asked.base, asked.a_day))
    print(f"{'articles':>10} {'wall s':>8} {'CPU s':>8} {'peak GB':>8} {'bytes/article':>14} {'text':>6}")
    for row in rows:
        print(
            f"{row['articles']:>10,} {row['seconds']:>8.1f} {row['cpu']:>8.1f} "
            f"{row['gigabytes']:>8.2f} {row['bytes']:>14,.0f} {row['text']:>6,.0f}"
        )


if __name__ == "__main__":
    main()
