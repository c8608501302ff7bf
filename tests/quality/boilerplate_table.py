"""Every figure of the boilerplate stage in one table.

    DEDUP_CORPORA=… python tests/quality/boilerplate_table.py [--samples DIR] [--stories 60]

`--samples` writes random cuts of three corpora, and random lines that speak of
reading more, to files in DIR: for reading by eye.
"""

from __future__ import annotations

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import measure_boilerplate
import measure_furniture
import measure_page_speed
import measure_pages
import measure_written
import polars as pl

from dedup import background, formats, furniture, garbage, kernels
from dedup.blocks import measured, plain_blocks
from dedup.boilerplate import cut
from dedup.languages import detect
from dedup.settings import Settings
from dedup.spellings import spell

Row = tuple[str, str]
SAMPLED = {
    "allsides": ("allsides/articles.jsonl.gz", 100),
    "small_events_2018": ("small_events_2018/articles.jsonl.gz", 0),
    "random_pages_2019": ("random_pages_2019/pages.jsonl.gz", 0),
}
"""Corpora for reading, and how many lines about reading more are wanted of each."""
TIMED = {"allsides": 4000, "bbc": 4000, "reuters21578": 8000}
"""Corpora that are timed, and most articles of each."""
_WARM = 1000
"""Articles that a process cleans before it is timed."""


def lines(corpora: Path) -> Iterator[Row]:
    """Furniture lines that extractors let through, and bodies without any."""
    pages = corpora / "page_extraction"
    counted = measure_boilerplate.counts(list(measure_boilerplate.lines(pages)))
    yield "lines: precision of cuts", f"{counted.right / counted.cut:.4f}"
    yield "  the most where captions, tails, bylines, dates go", f"{counted.bound:.4f}"
    yield "  captions, credits, tails relabelled", f"{counted.right_relabelled / counted.cut:.4f}"
    yield "lines: recall", f"{counted.right / counted.furniture:.4f}"
    kept = measure_boilerplate.kept_words(pages)
    yield "gold bodies: words cut", f"{kept.lost / kept.words:.3%}"
    yield "  of no furniture", f"{kept.lost_relabelled / kept.words:.3%}"


def pages(corpora: Path) -> Iterator[Row]:
    """4-gram F1 of HTML bodies, and milliseconds of CPU a page."""
    measured = measure_pages.measure(corpora / "page_extraction", measure_pages.OURS)
    for name, found in measured.items():
        yield f"HTML 4-gram F1: {name}", f"{found.f1:.4f} ({found.milliseconds:.1f} ms a page)"
    for name, speed in measure_page_speed.measure(corpora / "page_extraction").items():
        label = f"HTML pages a second on two processes: {name}"
        yield label, f"{speed.pages:.1f} ({speed.milliseconds:.1f} CPU ms a page)"


def written() -> Iterator[Row]:
    """Pages written without a look at the rules, each by itself."""
    for half in ("unseen", "seen"):
        many = measure_written.counted(list(measure_written.blocks(measure_written.pages(half))))
        yield f"written pages, {half}: furniture found", f"{many.recall:.4f}"
        yield "  precision of cuts", f"{many.precision:.4f}"
        yield "  story blocks cut", f"{many.lost:.3%}"


def planted(corpora: Path, stories: int) -> Iterator[Row]:
    """Planted furniture found, story cut, and story cut because it repeats."""
    with tempfile.TemporaryDirectory() as folder:
        base, out = Path(folder) / "base.jsonl", Path(folder) / "planted"
        with gzip.open(corpora / "allsides" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
            base.write_text("".join(islice(file, 0, None, 5)), encoding="utf-8")
        command = [sys.executable, "-m", "dedup", "plant", str(base), "--out", str(out), "--json",
                   "--stories", str(stories), "--alone", str(stories * 4)]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found = measure_furniture.measure(out)
    yield "planted furniture found", f"{found.found.total() / found.planted.total():.4f}"
    held = sum(number for key, number in found.planted.items() if key[2])
    well = sum(number for key, number in found.found.items() if key[2])
    yield "  held back", f"{well / max(held, 1):.4f}"
    yield "  story words cut (at most)", f"{found.wrong_words / found.story_words:.3%}"
    learned = [text for rule, text in found.wrong if rule.startswith("learned.")]
    yield "  spans of story cut as learned furniture", str(len(learned))


def speed(corpora: Path) -> Iterator[Row]:
    """Articles a CPU second, learned furniture included, in the steady state; two cores do twice.

    The blocks are found and spelled once, as in a run, whose credits read them too. What a process
    does once (phrases and loops loaded, patterns compiled) is done before on the last articles: it
    takes a process some two seconds.
    """
    kernels.prepare(lambda _: None)
    garbage.look_seldom()  # as a run does
    settings = Settings()
    for name, most in TIMED.items():
        read = formats.read([corpora / name / "articles.jsonl.gz"], settings.input, 1)
        articles = read.articles.head(most)
        languages = articles["language"].fill_null("en")
        detect([articles["text"][0]])
        background.load(["en"])
        _clean(articles.tail(_WARM), languages.tail(_WARM), settings)
        begun = time.process_time()
        _clean(articles, languages, settings)
        seconds = time.process_time() - begun
        size = articles["text"].str.len_chars().sum() // len(articles)
        label = f"articles a CPU second, once warm: {name}, {size} letters"
        yield label, f"{len(articles) / seconds:.0f}"


def _clean(articles: pl.DataFrame, languages: pl.Series, settings: Settings) -> None:
    """All that cleaning does with some articles."""
    parts = []
    for batch in articles.iter_slices(1000):
        blocks = plain_blocks(batch["text"])
        spelled = spell(blocks["text"])
        blocks = measured(blocks, pl.Series(spelled.spaces))
        cuts = cut(batch, settings.boilerplate, blocks, spelled)
        parts.append(furniture.read_blocks(batch, cuts, blocks, spelled))
    publishers = articles.select("row", publisher=pl.lit(None, dtype=pl.String))
    furniture.learn(articles, pl.concat(parts), publishers, languages, settings.furniture)


def samples(corpora: Path, out: Path) -> Iterator[Row]:
    """Files of random cuts for reading."""
    out.mkdir(parents=True, exist_ok=True)
    script = Path(__file__).with_name("sample_cuts.py")
    for name, (path, related) in SAMPLED.items():
        command = [sys.executable, str(script), str(corpora / path), "--related", str(related)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        (out / f"{name}.txt").write_text(done.stdout, encoding="utf-8")
        yield f"sample of {name}", str(out / f"{name}.txt")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--stories", type=int, default=60)
    parser.add_argument("--only", choices=("lines", "pages", "written", "planted", "speed"))
    chosen = parser.parse_args()
    corpora = Path(os.environ["DEDUP_CORPORA"])
    parts = {
        "lines": lines(corpora),
        "pages": pages(corpora),
        "written": written(),
        "planted": planted(corpora, chosen.stories),
        "speed": speed(corpora),
    }
    wanted = [parts[chosen.only]] if chosen.only else list(parts.values())
    if chosen.samples:
        wanted.append(samples(corpora, chosen.samples))
    for part in wanted:
        for name, value in part:
            print(f"{name:58} {value}", flush=True)


if __name__ == "__main__":
    main()
