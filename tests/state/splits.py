"""Any number of random splits of the invariant: `make splits ARGS="--count 1000"`.

Several splits are tried side by side in one state: that a night has to begin and end at all
takes most of its time. Prints a line for each state that differs, and at the end how many
were tried, how many held, and what the articles put to the test on the way. `--record
FILE` lets a run that was broken off go on.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nights


def main() -> None:
    """Try the splits; leaves with 1 where one differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--articles", type=int, default=12, help="of each split")
    parser.add_argument("--together", type=int, default=10, help="splits in one state")
    parser.add_argument("--record", type=Path, help="keeps count of what was tried, to go on with")
    asked = parser.parse_args()
    told = lines(asked.record)
    done = {line["first"] for line in told}
    job, started = nights.settings(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        for first in range(asked.first, asked.first + asked.count, asked.together):
            if first in done:
                continue
            seeds = range(first, min(first + asked.together, asked.first + asked.count))
            seen: dict[str, int] = {}
            dealt = nights.dealt_together(seeds, asked.articles)
            differ = nights.compared(Path(folder) / "work", dealt, job, seen)
            told.append({"first": first, "tried": len(seeds), "differ": differ, "seen": seen})
            if asked.record:
                with asked.record.open("a", encoding="utf-8") as handle:
                    handle.write(json.dumps(told[-1]) + "\n")
            for said in differ:
                print(f"splits {first} to {seeds[-1]} differ: {said}", flush=True)
    tried, failed = sum(t["tried"] for t in told), sum(bool(t["differ"]) for t in told)
    names = sorted({name for t in told for name in t["seen"]})
    crossed = ", ".join(f"{name} {sum(t['seen'].get(name, 0) for t in told)}" for name in names)
    seconds = time.process_time() - started
    print(f"{tried} splits tried in {len(told)} states, {failed} of these differ; {crossed}")
    print(f"{seconds:.0f} s of processor time")
    sys.exit(bool(failed))


def lines(record: Path | None) -> list[dict[str, Any]]:
    """What an earlier run wrote down."""
    if record is None or not record.exists():
        return []
    return [json.loads(line) for line in record.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
