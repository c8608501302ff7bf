"""The real command on real files, and articles to run it on."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HUNG = 300
"""Seconds after which a command hangs; none of them takes a tenth of it."""


Command = Callable[..., subprocess.CompletedProcess[str]]


def argv(*arguments: object, code: str = "") -> list[str]:
    """What starts the command; `code` is run in its process before it."""
    main = f"{code}\nimport sys; from dedup.cli import main; sys.argv[0] = 'dedup'; main()"
    start = ["-c", main] if code else ["-m", "dedup"]
    return [sys.executable, *start, *map(str, arguments)]


def environment(**more: str) -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def dedup() -> Command:
    """The command in a process of its own; `code` is run in that process before it."""

    def call(
        *arguments: object, code: str = "", cwd: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv(*arguments, code=code),
            cwd=cwd,
            env=environment(**more),
            capture_output=True,
            encoding="utf-8",
            timeout=HUNG,
            check=False,
        )

    return call


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[str]]:
    """The command begun and not waited for; `code` is run in its process before it."""

    def begin(*arguments: object, code: str = "", **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            argv(*arguments, code=code),
            env=environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    return begin


@pytest.fixture(scope="session")
def seed_reports(dedup: Command, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of a run on the seeds."""
    out = tmp_path_factory.mktemp("of-seeds") / "reports"
    done = dedup("run", seeds, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of some sixty invented articles of several outlets and formats."""
    folder = tmp_path_factory.mktemp("newsroom") / "articles"
    for name, content in sorted(Newsroom(20_250_318).files().items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


SMALL = "the a of to in and that for on with as by at from was were had has will not"
SYLLABLES = "ba den for kel lin mar nos pal quin ros sen tar ul ver wick yor zan dor hest mil"
OUTLETS = ("Harbour Gazette", "Fenland Courier", "Upland Mail", "The Weir Times")


class Newsroom:
    """Invented stories, and what outlets make of them; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.vocabulary = sorted({self.word() for _ in range(1500)})

    def word(self) -> str:
        return "".join(self.random.choices(SYLLABLES.split(), k=self.random.randint(2, 4)))

    def sentence(self) -> str:
        words: list[str] = []
        for _ in range(self.random.randint(8, 24)):
            some = SMALL.split() if self.random.random() < 0.45 else self.vocabulary
            words.append(self.random.choice(some))
        if self.random.random() < 0.2:
            words.append(f"{self.random.randint(2, 9000)} people")
        line = " ".join(words)
        line = line[0].upper() + line[1:]
        if self.random.random() < 0.15:
            return f"“{line},” the mayor said."
        return line + "."

    def paragraphs(self, count: int) -> list[str]:
        return [
            " ".join(self.sentence() for _ in range(self.random.randint(1, 3)))
            for _ in range(count)
        ]

    def edited(self, paragraphs: list[str]) -> list[str]:
        def change(word: str) -> str:
            return self.random.choice(self.vocabulary) if self.random.random() < 0.08 else word

        return [" ".join(map(change, text.split(" "))) for text in paragraphs]

    def files(self) -> dict[str, bytes]:
        """File name → content: each story in five forms, in files of every kind in turn."""
        found: dict[str, bytes] = {}
        records: list[dict[str, object]] = []
        for number in range(12):
            story = self.paragraphs(self.random.randint(6, 12))
            title = self.sentence().rstrip(".")
            forms = {
                "first": [f"LONDON (Reuters) - {story[0]}", *story[1:]],
                "same": story,
                "cut": [*story[: len(story) // 2], "Read also: More of the day"],
                "edited": [*self.edited(story), "Reporting by The Associated Press"],
                "merged": [*story[:2], *self.paragraphs(3)],
            }
            for place, (form, text) in enumerate(forms.items()):
                name = f"{OUTLETS[place % 4].split()[-1].lower()}/{number:02d}-{form}"
                day = f"2025-03-{number + 1:02d}"
                kind = (number + place) % 4
                if kind == 0:
                    found[f"{name}.txt"] = "\n\n".join([title, *text]).encode()
                elif kind == 1:
                    found[f"{name}.html"] = page(title, text, OUTLETS[place % 4], day).encode()
                elif kind == 2:
                    found[f"{name}.txt.gz"] = gzip.compress("\n".join(text).encode(), mtime=0)
                else:
                    records.append(
                        {
                            "id": f"wire-{number}-{form}",
                            "text": "\n".join(text),
                            "title": title,
                            "publisher": OUTLETS[place % 4],
                            "date": day,
                        }
                    )
        half = len(records) // 2
        found["wire/a.jsonl"] = lines(records[:half])
        found["wire/b.jsonl"] = lines(records[half:])
        return found


def page(title: str, text: list[str], outlet: str, day: str) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    return (
        f'<html lang="en"><head><title>{title}</title><meta property="og:site_name" '
        f'content="{outlet}"><meta property="article:published_time" content="{day}T08:00:00Z">'
        f"</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def lines(records: list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()
