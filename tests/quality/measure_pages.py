"""How well bodies are taken out of HTML, by several extractors and with our rules on top.

    DEDUP_CORPORA=… python tests/quality/measure_pages.py [--ours] [--worst N]

The measure is that of the article extraction benchmark (Scrapinghub 2020):
true, false and missed 4-grams of words, as shares of each page, added up over
the pages. Seconds are CPU seconds of one process, per page; extractors take
turns page by page, so that a busy machine is busy for all. `--ours` leaves the
other extractors out. What is not installed is left out as well (`pip install
resiliparse readability-lxml newspaper4k` brings the others of the table).
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load
from dedup.formats import pages
from dedup.spans import story_text

Extract = Callable[[str], str]
_WORD = re.compile(r"\w+")


class Score(NamedTuple):
    """Sums over the pages."""

    precision: float
    recall: float
    f1: float
    milliseconds: float


def trafilatura(**options: bool) -> Extract:
    """Its extraction with these options, otherwise as it comes."""
    from trafilatura import extract

    return lambda page: extract(page, include_comments=False, **options) or ""


def justext(page: str) -> str:
    """jusText with the stop words of English."""
    import justext as library

    found = library.justext(page, library.get_stoplist("English"))
    return "\n".join(one.text for one in found if not one.is_boilerplate)


def resiliparse(page: str) -> str:
    """Resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return str(extract_plain_text(HTMLTree.parse(page), main_content=True))


def readability(page: str) -> str:
    """readability-lxml, its HTML as plain text."""
    import lxml.html
    from readability import Document

    return lxml.html.fromstring(Document(page).summary()).text_content()


def newspaper(page: str) -> str:
    """newspaper4k, told nothing but the page."""
    from newspaper import Article

    article = Article("https://example.org/", fetch_images=False)
    article.download(input_html=page)
    article.parse()
    return str(article.text)


def ours(page: str) -> str:
    """The body as `dedup` reads it, less what its rules cut."""
    metadata, body = pages.extracted(page)
    cuts = cuts_of(body, metadata.title, metadata.byline, load())
    return story_text(body, [(one.start, one.stop) for one in cuts])


OURS: dict[str, Extract] = {
    "trafilatura, default": trafilatura(),
    "dedup, body as read": lambda page: pages.extracted(page)[1],
    "dedup, story text": ours,
}
OTHERS: dict[str, tuple[str, Extract]] = {
    "trafilatura, precision": ("trafilatura", trafilatura(favor_precision=True)),
    "trafilatura, recall": ("trafilatura", trafilatura(favor_recall=True)),
    "trafilatura, fast": ("trafilatura", trafilatura(fast=True)),
    "resiliparse, main content": ("resiliparse", resiliparse),
    "jusText": ("justext", justext),
    "readability-lxml": ("readability", readability),
    "newspaper4k": ("newspaper", newspaper),
}


def grams(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """The runs of words of a text; the whole text where it is shorter than one."""
    words = _WORD.findall(text)
    return Counter(
        tuple(words[at : at + size]) for at in range(max(len(words) - size, 0) + bool(words))
    )


def shares(true: str, found: str) -> tuple[float, float, float]:
    """True, false and missed 4-grams of one page as shares that add up to 1."""
    wanted, had = grams(true), grams(found)
    right = (wanted & had).total()
    wrong, missed = had.total() - right, wanted.total() - right
    total = right + wrong + missed or 1
    return right / total, wrong / total, missed / total


def score(parts: list[tuple[float, float, float]], seconds: float) -> Score:
    """Precision, recall, F1 and milliseconds a page."""
    right, wrong, missed = map(sum, zip(*parts, strict=True))
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return Score(precision, recall, f1, 1000 * seconds / len(parts))


def read_pages(folder: Path) -> list[tuple[str, str, str]]:
    """Id, HTML and true body of each page."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as file:
        gold = {row["id"]: row["text"] for row in map(json.loads, file)}
    found = []
    for path in sorted((folder / "html").iterdir()):
        name = path.name.split(".")[0]
        with gzip.open(path, "rb") as file:
            found.append((name, file.read().decode("utf-8", "replace"), gold[name]))
    return found


def measure(folder: Path, extractors: dict[str, Extract], worst: int = 0) -> dict[str, Score]:
    """Every extractor on every page."""
    parts: dict[str, list[tuple[float, float, float]]] = {name: [] for name in extractors}
    seconds = dict.fromkeys(extractors, 0.0)
    documents = read_pages(folder)
    for _, page, true in documents:
        for name, extract in extractors.items():
            begun = time.process_time()
            try:
                text = extract(page)
            except Exception as error:  # noqa: BLE001 - a page that a library fails on counts as empty
                print(f"{name}: {type(error).__name__}: {error}"[:100])
                text = ""
            seconds[name] += time.process_time() - begun
            parts[name].append(shares(true, text))
    if worst:
        listed = sorted(
            zip(parts["dedup, story text"], documents, strict=True), key=lambda p: p[0][0]
        )
        for (right, wrong, missed), (name, *_) in listed[:worst]:
            print(f"  {name[:8]} right {right:.2f} wrong {wrong:.2f} missed {missed:.2f}")
    return {name: score(parts[name], seconds[name]) for name in extractors}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", action="store_true")
    parser.add_argument("--worst", type=int, default=0)
    chosen = parser.parse_args()
    extractors = dict(OURS)
    for name, (module, extract) in ({} if chosen.ours else OTHERS).items():
        if importlib.util.find_spec(module):
            extractors[name] = extract
    folder = Path(os.environ["DEDUP_CORPORA"]) / "page_extraction"
    print(f"{'4-grams of words':28} precision recall  F1     ms a page")
    for name, found in measure(folder, extractors, chosen.worst).items():
        print(
            f"{name:28} {found.precision:.4f}    {found.recall:.4f}  {found.f1:.4f}",
            f"{found.milliseconds:6.1f}",
        )


if __name__ == "__main__":
    main()
