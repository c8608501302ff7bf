"""Pages a second on two processes: ours, rules included, beside trafilatura in a pool.

    DEDUP_CORPORA=… python tests/quality/measure_page_speed.py [--runs 3] [--times 4]

The pages of page_extraction lie in a folder as files, each `--times` over. Ours reads the folder
as a run does, metadata and boilerplate included, with two workers; trafilatura's `extract`, as it
comes, reads the same files in a pool of two processes. Both start their processes anew in
every run, and take turns; figures are medians of wall and of processor seconds.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from measure_pages import read_pages

from dedup import formats
from dedup.boilerplate import cut
from dedup.settings import Settings

PROCESSES = 2


class Speed(NamedTuple):
    """Pages a second by the clock, and processor milliseconds a page."""

    pages: float
    milliseconds: float


def ours(files: Sequence[Path]) -> int:
    """Pages that `dedup` reads and cuts."""
    settings = Settings()
    read = formats.read([files[0].parent], settings.input, PROCESSES)
    cut(read.articles, settings.boilerplate)
    return read.articles.height


def trafilatura(files: Sequence[Path]) -> int:
    """Pages that trafilatura alone finds a body on."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(_extracted, map(str, files), chunksize=4))


def _extracted(file: str) -> bool:
    from trafilatura import extract

    return bool(extract(Path(file).read_bytes(), include_comments=False))


WAYS: dict[str, Callable[[Sequence[Path]], int]] = {"trafilatura": trafilatura, "dedup": ours}


def measure(folder: Path, runs: int = 3, times: int = 4) -> dict[str, Speed]:
    """Both ways over the pages of a folder like page_extraction."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    with tempfile.TemporaryDirectory() as place:
        files = list(_written(folder, Path(place), times))
        for _ in range(runs):
            for name, way in WAYS.items():
                wall, used = time.perf_counter(), _processor()
                way(files)
                taken[name].append((time.perf_counter() - wall, _processor() - used))
    count = len(files)
    found = {}
    for name, some in taken.items():
        wall, used = map(statistics.median, zip(*some, strict=True))
        found[name] = Speed(count / wall, 1000 * used / count)
    return found


def _written(folder: Path, place: Path, times: int) -> Iterator[Path]:
    for name, page, _ in read_pages(folder):
        for number in range(times):
            file = place / f"{name[:16]}-{number}.html"
            file.write_text(page, encoding="utf-8")
            yield file


def _processor() -> float:
    """Processor seconds of this process and of those it has waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, kinds))


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--times", type=int, default=4)
    chosen = parser.parse_args()
    folder = Path(os.environ["DEDUP_CORPORA"]) / "page_extraction"
    for name, found in measure(folder, chosen.runs, chosen.times).items():
        print(f"{name:12} {found.pages:6.1f} pages/s, {found.milliseconds:5.1f} CPU ms a page")


if __name__ == "__main__":
    main()
