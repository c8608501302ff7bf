"""Every fault, many times: `make faults`. Prints a table of how often each was tried, and lost."""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "state"))
import befalling
import trying

OTHERS = (
    ("SIGTERM at a random time", befalling.stopped_by(signal.SIGTERM), 30),
    ("Ctrl-C at a random time", befalling.stopped_by(signal.SIGINT), 30),
    ("full disk", befalling.full_disk, 60),
    ("limit on file sizes", befalling.limited_files, 30),
    ("read-only reports folder", befalling.read_only_reports, 5),
    ("state's folder read-only", befalling.state_folder_locked, 5),
    ("state's rights changed", befalling.state_unreadable, 10),
    ("permission denied", befalling.denied_file, 10),
    ("file growing while read", befalling.changing_file, 5),
    ("file vanishing while read", befalling.vanishing_file, 5),
    ("clock set back", befalling.clock_back, 10),
    ("memory limit", befalling.little_memory, 30),
    ("two runs at once", befalling.two_at_once, 5),
    ("state truncated", befalling.truncated_state, 40),
    ("state with flipped bytes", befalling.flipped_bytes, 100),
)


def main() -> None:
    """Try them all; leaves with 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="kills in all")
    parser.add_argument("--random-kills", type=int, default=100, help="of these at random times")
    parser.add_argument("--share", type=float, default=1.0, help="of all other counts")
    parser.add_argument("--only", default="", help="faults whose name has these words")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", type=Path, help="keeps count of what was tried, to go on with")
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    table: list[tuple[str, int, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        scene = trying.Scene(Path(folder) / "work")
        points = list(range(1, scene.points + 1))
        if len(points) > asked.kills - asked.random_kills:
            points = sorted(rng.sample(points, asked.kills - asked.random_kills))
        plan = [("kill -9 at a write point", [befalling.kill_at(p) for p in points])]
        plan += [("kill -9 at a random time", [befalling.kill_after] * (asked.kills - len(points)))]
        if not befalling.can_mount(Path(folder) / "disk"):
            print("No disk can be mounted here: `full disk` limits the size of files instead")
        plan += [(n, [t] * max(1, round(c * asked.share))) for n, t, c in OTHERS]
        for name, tries in plan:
            if asked.only in name and tries:
                table.append((name, len(tries), _lost(scene, name, tries, rng, asked.record)))
        scene.server.close()
    print(f"\n{'fault':<28} {'tried':>6} {'lost':>6}")
    for name, tried, lost in table:
        print(f"{name:<28} {tried:>6} {lost:>6}")
    print(f"{'all':<28} {sum(r[1] for r in table):>6} {sum(r[2] for r in table):>6}")
    sys.exit(any(row[2] for row in table))


def _lost(
    scene: trying.Scene,
    name: str,
    tries: list[befalling.Try],
    rng: random.Random,
    record: Path | None,
) -> int:
    """How many of the tries lost something; those that the record has are not tried again."""
    told = [json.loads(line) for line in _lines(record)]
    known = {line["try"]: line["wrong"] for line in told if line["fault"] == name}
    lost, started = 0, time.monotonic()
    for number, tried in enumerate(tries):
        once = random.Random(rng.random())
        if number in known:
            lost += bool(known[number])
            continue
        scene.reset()
        wrong = tried(scene, once)
        if record:
            with record.open("a", encoding="utf-8") as handle:
                handle.write(json.dumps({"fault": name, "try": number, "wrong": wrong}) + "\n")
        if wrong:
            lost += 1
            print(f"{name}, try {number}: {wrong}", flush=True)
    print(
        f"{name}: {len(tries)} tried, {lost} lost, {time.monotonic() - started:.0f} s", flush=True
    )
    return lost


def _lines(record: Path | None) -> list[str]:
    return record.read_text("utf-8").splitlines() if record and record.exists() else []


if __name__ == "__main__":
    main()
