"""Any number of random splits of the invariant: `make splits ARGS="--count 1000"`.

Prints a line for each that differs, and at the end how many were tried, how
many held, and what the articles put to the test on the way.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import nights


def main() -> None:
    """Try the splits; leaves with 1 where one differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--articles", type=int, default=12)
    asked = parser.parse_args()
    job, failed, tried, started = nights.settings(), [], 0, time.process_time()
    seen: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.first, asked.first + asked.count):
            tried += 1
            for said in nights.compared(
                Path(folder) / "work", nights.dealt(seed, asked.articles), job, seen
            ):
                failed.append(seed)
                print(f"split {seed} differs: {said}", flush=True)
            if tried % 50 == 0:
                print(f"{tried} tried, {len(set(failed))} differ", flush=True)
    crossed = ", ".join(f"{name} {count}" for name, count in sorted(seen.items()))
    seconds = time.process_time() - started
    print(f"{tried} splits tried, {len(set(failed))} differ; {crossed}; {seconds:.0f} CPU s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
