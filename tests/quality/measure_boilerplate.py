"""What the boilerplate rules cut, missed and wrongly cut, on pages with known bodies.

    DEDUP_CORPORA=… python tests/quality/measure_boilerplate.py [--wrong] [--missed] [--lost]

Lines are those of several extractors' output, each marked by whether it stands
in the page's body; lines of three words or fewer and the page's own title
lines are left aside. A line counts as cut where more than half its letters are.
"""

import argparse
import gzip
import html
import json
import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dedup.boilerplate import cuts_of
from dedup.boilerplate.pieces import Cut
from dedup.boilerplate.rules import load
from dedup.spans import story_text
from dedup.words import fold

_TITLES = re.compile(
    r"<title[^>]{0,200}>(.{1,400}?)</title>"
    r"|<meta[^>]{1,200}og:title[^>]{1,200}?content=[\"'](.{1,400}?)[\"'] ?/?>"
    r"|<h1[^>]{0,400}>(.{1,600}?)</h1>",
    re.DOTALL | re.IGNORECASE,
)


class Line(NamedTuple):
    """One judged line: whether it is story, its text and the rule that cut it, if any."""

    document: str
    keep: bool
    text: str
    rule: str | None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    for flag in ("--wrong", "--missed", "--lost"):
        parser.add_argument(flag, action="store_true")
    shown = parser.parse_args()
    folder = Path(os.environ["DEDUP_CORPORA"]) / "page_extraction"
    judged = list(lines(folder))
    report(judged)
    lost(folder, show=shown.lost)
    if shown.wrong:
        listed([one for one in judged if one.keep and one.rule])
    if shown.missed:
        listed([one for one in judged if not one.keep and not one.rule])


def lines(folder: Path) -> Iterator[Line]:
    """Every line that counts, with the rule that cut it on its page."""
    phrases = load()
    titles = {page.stem: _titles(page) for page in sorted((folder / "html").iterdir())}
    for (document, _), page in _pages(folder / "lines.jsonl.gz"):
        text, spans = _joined(page)
        found = cuts_of(text, None, None, phrases)
        for line, (start, stop) in zip(page, spans, strict=True):
            known = fold(line["text"])
            own_title = any(known and known in title for title in titles.get(document, ()))
            if line["keep"] != -1 and len(line["text"].split()) > 3 and not own_title:
                yield Line(document, line["keep"] == 1, line["text"], _rule_of(start, stop, found))


def _pages(path: Path) -> list[tuple[tuple[str, str], list[dict[str, Any]]]]:
    pages = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            pages[row["doc"], row["extractor"]].append(row)
    return [(key, sorted(pages[key], key=lambda row: row["line_no"])) for key in sorted(pages)]


def _titles(page: Path) -> set[str]:
    opened = gzip.open if page.suffix == ".gz" else open
    with opened(page, "rb") as file:
        source = file.read().decode("utf-8", "replace")
    found = (next(filter(None, match.groups())) for match in _TITLES.finditer(source))
    return {fold(re.sub(r"<[^>]{0,500}>", " ", html.unescape(one))) for one in found}


def _joined(page: Sequence[dict[str, Any]]) -> tuple[str, list[tuple[int, int]]]:
    """The page's text, a line where a line stood, and where each line stands in it."""
    parts: list[str] = []
    spans = []
    position = 0
    before = -1
    for row in page:
        gap = "\n" * (min(row["line_no"] - before, 2) if parts else 0)
        parts += [gap, row["text"]]
        position += len(gap)
        spans.append((position, position + len(row["text"])))
        position += len(row["text"])
        before = row["line_no"]
    return "".join(parts), spans


def _rule_of(start: int, stop: int, found: Sequence[Cut]) -> str | None:
    inside = [(min(stop, cut.stop) - max(start, cut.start), cut.rule) for cut in found]
    covered = sum(size for size, _ in inside if size > 0)
    return max(inside)[1] if covered * 2 > stop - start else None


class Counts(NamedTuple):
    """Lines judged: those that are furniture, those cut, and those rightly cut."""

    furniture: int
    cut: int
    right: int


def counts(judged: Sequence[Line]) -> Counts:
    """How many lines are furniture, how many were cut, how many of these rightly."""
    cut = [one for one in judged if one.rule]
    return Counts(sum(not one.keep for one in judged), len(cut), sum(not one.keep for one in cut))


def report(judged: Sequence[Line]) -> None:
    """Precision and recall, of all and of each rule."""
    found = counts(judged)
    print(f"lines {len(judged)}, furniture {found.furniture}, cut {found.cut}")
    precision, recall = found.right / max(found.cut, 1), found.right / max(found.furniture, 1)
    print(f"precision {precision:.4f}  recall {recall:.4f}")
    cut = [one for one in judged if one.rule]
    for rule in sorted({str(one.rule) for one in cut}):
        own = [one for one in cut if one.rule == rule]
        print(f"  {rule:28} {len(own):5} cut, wrong {sum(one.keep for one in own)}")


class Kept(NamedTuple):
    """Words of the gold bodies, those cut from them, and what cutting cost."""

    words: int
    lost: int
    characters: int
    seconds: float
    cuts: list[tuple[str, str]]
    """Rule and text of each cut."""


def kept_words(folder: Path) -> Kept:
    """What the rules cut from bodies that are story from first to last."""
    phrases = load()
    words = left = characters = 0
    seconds = 0.0
    cuts = []
    with (folder / "gold.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            begun = time.perf_counter()
            found = cuts_of(row["text"], None, None, phrases)
            seconds += time.perf_counter() - begun
            characters += len(row["text"])
            words += len(fold(row["text"]).split())
            story = story_text(row["text"], [(one.start, one.stop) for one in found])
            left += len(fold(story).split())
            cuts += [(one.rule, row["text"][one.start : one.stop]) for one in found]
    return Kept(words, words - left, characters, seconds, cuts)


def lost(folder: Path, *, show: bool) -> None:
    """Story words cut from the gold bodies."""
    found = kept_words(folder)
    for rule, text in found.cuts if show else ():
        print(f"  lost {rule:24} {text[:160]!r}")
    print(f"gold words {found.words}, lost {found.lost} ({found.lost / found.words:.3%})")
    print(f"{found.characters / found.seconds / 1e6:.2f} million characters a second")


def listed(chosen: Sequence[Line]) -> None:
    """Each distinct line once, with how many extractors let it through."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for one in chosen:
        counts[one.document[:6], one.rule or "", one.text] += 1
    for (document, rule, text), number in sorted(counts.items()):
        print(f"{document} {number} {rule:24} {text[:220]!r}")


if __name__ == "__main__":
    main()
