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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import xxhash
from trafilatura import load_html

from dedup.boilerplate import cut, cuts_of
from dedup.boilerplate.pieces import Cut
from dedup.boilerplate.rules import load
from dedup.formats import page_metadata
from dedup.furniture import learn, read_blocks
from dedup.languages import detect
from dedup.settings import BoilerplateSettings, FurnitureSettings
from dedup.spans import story_text, with_furniture
from dedup.tables import ARTICLES
from dedup.words import fold

RELABELLED = Path(__file__).with_name("relabelled.tsv")
_TITLES = re.compile(
    r"<title[^>]{0,200}>(.{1,400}?)</title>"
    r"|<meta[^>]{1,200}og:title[^>]{1,200}?content=[\"'](.{1,400}?)[\"'] ?/?>"
    r"|<h1[^>]{0,400}>(.{1,600}?)</h1>",
    re.DOTALL | re.IGNORECASE,
)


KINDS = ("bios", "captions", "datelines", "bylines", "notices", "tails", "updates", "sources")
"""Groups of rules whose cuts in gold bodies were read, and are all of the kind they say."""


ORDERED = ("captions", "tails", "bylines", "updates", "notices.correction")
"""Kinds of `relabelled.tsv` that are to be cut by any reading of what boilerplate is."""


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
    """Every line that counts, with the rule that cut it where each extractor's pages are a folder.

    The pages' own metadata give titles, bylines and publishers, as in a run.
    """
    pages = _pages(folder / "lines.jsonl.gz")
    known = {name: _metadata(folder / "html" / f"{name}.html.gz") for name, _ in pages}
    for extractor in sorted({extractor for _, extractor in pages}):
        chosen = {name: page for (name, other), page in pages.items() if other == extractor}
        joined = {name: _joined(page) for name, page in chosen.items()}
        found = _cuts({name: text for name, (text, _) in joined.items()}, known)
        for name, page in chosen.items():
            titles = known[name].titles
            for line, (start, stop) in zip(page, joined[name][1], strict=True):
                words = fold(line["text"])
                own_title = any(words and words in title for title in titles)
                if line["keep"] != -1 and len(line["text"].split()) > 3 and not own_title:
                    rule = _rule_of(start, stop, found[name])
                    yield Line(name, line["keep"] == 1, line["text"], rule)


class Known(NamedTuple):
    """What a page's HTML says of its article."""

    title: str | None
    byline: str | None
    publisher: str | None
    titles: set[str]
    """Folded titles of all kinds."""


def _metadata(page: Path) -> Known:
    with gzip.open(page, "rb") as file:
        source = file.read().decode("utf-8", "replace")
    metadata = page_metadata.read(load_html(source))
    publishers = [one.value for one in metadata.claims if one.field == "publisher"]
    return Known(
        metadata.title,
        metadata.byline,
        next(iter(publishers), None),
        _titles(source) | {fold(metadata.title or "")},
    )


def _cuts(texts: Mapping[str, str], known: Mapping[str, Known]) -> dict[str, list[Cut]]:
    """Cuts of a folder of pages, by the rules and by what is learned from them all."""
    names = sorted(texts)
    articles = ARTICLES.frame(
        (
            row,
            name,
            name,
            None,
            known[name].title,
            known[name].byline,
            None,
            "utf-8",
            texts[name],
            None,
        )
        for row, name in enumerate(names)
    )
    cuts = cut(articles, BoilerplateSettings())
    publishers = pl.DataFrame(
        {"row": articles["row"], "publisher": [known[name].publisher for name in names]},
        schema_overrides={"publisher": pl.String},
    )
    languages = pl.Series(detect(articles["text"].to_list()), dtype=pl.String)
    blocks = read_blocks(articles, cuts)
    learned = learn(articles, blocks, publishers, languages, FurnitureSettings())
    found: dict[str, list[Cut]] = {name: [] for name in names}
    for row, *one in with_furniture(cuts, learned).iter_rows():
        found[names[row]].append(Cut(*one))
    return found


def _pages(path: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    pages = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            pages[row["doc"], row["extractor"]].append(row)
    return {key: sorted(pages[key], key=lambda row: row["line_no"]) for key in sorted(pages)}


def _titles(source: str) -> set[str]:
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
    inside = [(min(stop, one.stop) - max(start, one.start), one.rule) for one in found]
    covered = sum(size for size, _ in inside if size > 0)
    return max(inside)[1] if covered * 2 > stop - start else None


class Counts(NamedTuple):
    """Lines judged: those that are furniture, those cut, and those rightly cut."""

    furniture: int
    cut: int
    right: int
    right_relabelled: int
    """Rightly cut if lines that the labels keep, but that are to be cut, count as furniture."""
    ordered: int
    """Lines cut that the labels keep though their kind is to be cut by any reading."""

    @property
    def bound(self) -> float:
        """Precision by the labels that nothing can exceed which cuts lines of these kinds."""
        return self.furniture / (self.furniture + self.ordered)


def digest(text: str) -> str:
    """What names a line in `relabelled.tsv`, which may hold no text of a corpus."""
    return xxhash.xxh3_64_hexdigest(fold(text).encode("utf-8"))


def relabelled() -> dict[str, str]:
    """Lines that the labels keep though they are furniture of a kind that is to be cut: kinds.

    The labels hold captions, credits, agency tails, copyright lines, corrections and
    disclosures now for story, now for furniture; each line listed was read.
    """
    listed = RELABELLED.read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in listed if line and not line.startswith("#"))
    return dict(tuple(pair) for pair in pairs)


def counts(judged: Sequence[Line]) -> Counts:
    """How many lines are furniture, how many were cut, how many of these rightly."""
    gone = [one for one in judged if one.rule]
    right = sum(not one.keep for one in gone)
    known = relabelled()
    kinds = [known[name] for one in gone if one.keep and (name := digest(one.text)) in known]
    ordered = sum(kind.startswith(ORDERED) for kind in kinds)
    furniture = sum(not one.keep for one in judged)
    return Counts(furniture, len(gone), right, right + len(kinds), ordered)


def report(judged: Sequence[Line]) -> None:
    """Precision and recall, of all and of each rule."""
    found = counts(judged)
    print(f"lines {len(judged)}, furniture {found.furniture}, cut {found.cut}")
    precision, recall = found.right / max(found.cut, 1), found.right / max(found.furniture, 1)
    print(f"precision {precision:.4f}  recall {recall:.4f}")
    print(f"precision, relabelled {found.right_relabelled / max(found.cut, 1):.4f}")
    gone = [one for one in judged if one.rule]
    for rule in sorted({str(one.rule) for one in gone}):
        own = [one for one in gone if one.rule == rule]
        print(f"  {rule:28} {len(own):5} cut, wrong {sum(one.keep for one in own)}")


class Kept(NamedTuple):
    """Words of the gold bodies, those cut from them, and what cutting cost."""

    words: int
    lost: int
    lost_relabelled: int
    """Those of them that are no furniture of a kind that is to be cut."""
    characters: int
    seconds: float
    cuts: list[tuple[str, str]]
    """Rule and text of each cut."""


def kept_words(folder: Path) -> Kept:
    """What the rules cut from bodies that are story from first to last."""
    phrases = load()
    words = left = characters = story_lost = 0
    named = relabelled()
    seconds = 0.0
    cuts = []
    with (folder / "gold.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            known = _metadata(folder / "html" / f"{row['id']}.html.gz")
            begun = time.perf_counter()
            found = cuts_of(row["text"], known.title, known.byline, phrases)
            seconds += time.perf_counter() - begun
            characters += len(row["text"])
            words += len(fold(row["text"]).split())
            story = story_text(row["text"], [(one.start, one.stop) for one in found])
            left += len(fold(story).split())
            for one in found:
                text = row["text"][one.start : one.stop]
                cuts.append((one.rule, text))
                if one.rule.partition(".")[0] not in KINDS and digest(text) not in named:
                    story_lost += len(fold(text).split())
    return Kept(words, words - left, story_lost, characters, seconds, cuts)


def lost(folder: Path, *, show: bool) -> None:
    """Story words cut from the gold bodies."""
    found = kept_words(folder)
    for rule, text in found.cuts if show else ():
        print(f"  lost {rule:24} {text[:160]!r}")
    print(f"gold words {found.words}, lost {found.lost} ({found.lost / found.words:.3%})")
    share = found.lost_relabelled / found.words
    print(f"  of these no furniture: {found.lost_relabelled} ({share:.3%})")
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
