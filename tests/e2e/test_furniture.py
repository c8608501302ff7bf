"""Furniture through the whole job: learned, reported, and out of the percentages."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest

from dedup.commands.run import Request, run

SUBJECTS = (
    "harbour pier crane ferry dock anchor sailor cargo lighthouse breakwater",
    "orchestra conductor violin symphony rehearsal concert soprano audience chorus overture",
    "glacier meltwater moraine expedition summit crevasse avalanche climber rope icefall",
    "vineyard harvest grape cellar barrel winemaker drought frost bottling vintage",
    "satellite orbit launch antenna payload telescope engineer countdown booster capsule",
)
FRAMES = (
    ("The Tide", "All the talk of the coast, every evening on paper and by post."),
    ("The Ridge", "Friends of the ridge meet on Thursdays; the kettle is on from six."),
)


def story(subject: int, seed: int) -> str:
    chance = random.Random(f"{subject} {seed}")
    words = SUBJECTS[subject].split()
    return "\n".join(
        f"The {chance.choice(words)} {number} and the {chance.choice(words)} were why district "
        f"{chance.randint(2, 99)} needed another {chance.choice(words)}, said the "
        f"{chance.choice(words)} master of {chance.choice(words)} town."
        for number in range(9)
    )


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Two papers with a frame each; both print one story, word for word."""
    lines = []
    for paper, (name, frame) in enumerate(FRAMES):
        for number in range(4):
            text = f"{story(number, 9 * paper)}\n{frame}"
            lines.append({"id": f"{paper}-{number}", "publisher": name, "text": text})
        lines.append({"id": f"{paper}-wire", "publisher": name, "text": f"{story(4, 0)}\n{frame}"})
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run(Request(inputs=[source], out=tmp_path / "out", quiet=True))
    return tmp_path / "out"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_one_story_in_two_learned_frames_is_the_same_story(reports: Path) -> None:
    pairs = {(pair["left_id"], pair["right_id"]): pair for pair in rows(reports / "pairs.csv")}
    pair = pairs["0-wire", "1-wire"]
    assert pair["relation"] == "copy"
    assert float(pair["left_covered"]) == float(pair["right_covered"]) == 1


def test_the_report_says_in_how_many_articles_a_frame_stands(reports: Path) -> None:
    cuts = rows(reports / "boilerplate.csv")
    assert {(cut["rule"], cut["text"], cut["seen_in_articles"]) for cut in cuts} == {
        ("learned.repeated", frame, "5") for _, frame in FRAMES
    }
