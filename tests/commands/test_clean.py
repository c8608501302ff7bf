from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedup.commands.clean import clean
from dedup.errors import UsageError

STORY = "\n".join(
    f"The council of Oakford voted on item {number} of its long list on Monday evening."
    for number in range(1, 8)
)
LINK = "Read also: Ten gardens to see this spring"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(f"{STORY}\n\n{LINK}\n\n{STORY.replace('item', 'point')}\n", encoding="utf-8")
    return path


def test_cuts_stand_where_they_were_with_their_rule(page: Path) -> None:
    shown = clean(page, None, as_json=False)
    assert f"[-{LINK}-]{{" in shown
    assert "page.txt" in shown
    assert "item 7" in shown


def test_json_gives_spans_of_the_text_as_read(page: Path) -> None:
    (article,) = json.loads(clean(page, None, as_json=True))["articles"]
    assert article["text"] == page.read_text(encoding="utf-8")
    assert [cut["text"].strip() for cut in article["cuts"]] == [LINK]
    (cut,) = article["cuts"]
    assert article["text"][cut["start"] : cut["stop"]] == cut["text"]
    assert LINK not in article["story_text"]


def test_hostile_text_does_not_steer_the_terminal(page: Path) -> None:
    page.write_text(f"{STORY}\nA line \x1b]0;owned\x07 here, and more of it.\n", encoding="utf-8")
    assert not set(clean(page, None, as_json=False)) & set("\x1b\x07")


def test_a_file_without_an_article_says_why(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"no article in .*empty\.txt"):
        clean(empty, None, as_json=False)


def test_rules_of_a_newsroom(page: Path, tmp_path: Path) -> None:
    rules = tmp_path / "ours.toml"
    rules.write_text('[[rule]]\nrule = "ours.list"\nstarts = ["The council of Oakford"]\n')
    assert "{ours.list}" not in clean(page, None, as_json=False)
    assert "{ours.list}" in clean(page, None, {"boilerplate.rules": str(rules)}, as_json=False)
