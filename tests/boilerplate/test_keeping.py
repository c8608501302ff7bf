"""Rules that the user switched off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dedup import boilerplate
from dedup.boilerplate import cuts_of
from dedup.boilerplate.keeping import CODED, kept_rules
from dedup.boilerplate.rules import load
from dedup.errors import SettingsError
from dedup.spans import story_text

STORY = (
    "The harbour board voted on Tuesday to close the old ferry pier for two years, after"
    " engineers found cracks in nine of its pillars."
)
CREDIT = "Image credit: Harbour Board"
MORE = (
    "The closure takes effect on Monday, and buses will carry passengers to the north landing"
    " until the repairs are done."
)
RIGHTS = "© 2019 Harbour Gazette. All rights reserved."
PAGE = "\n".join((STORY, CREDIT, MORE, RIGHTS))


def _rules(text: str, *keep: str) -> set[str]:
    return {one.rule for one in cuts_of(text, None, None, load("", keep))}


def test_what_a_kept_rule_finds_stays() -> None:
    assert _rules(PAGE) == {"captions.photo", "tails.copyright"}
    assert _rules(PAGE, "captions.photo") == {"tails.copyright"}
    assert _rules(PAGE, "captions.*", "tails.copyright") == set()


def test_cutting_twice_is_cutting_once_where_rules_are_kept() -> None:
    phrases = load("", ("captions.*",))
    left = story_text(PAGE, [(one.start, one.stop) for one in cuts_of(PAGE, None, None, phrases)])
    assert CREDIT in left
    assert cuts_of(left, None, None, phrases) == []


def test_a_name_that_no_rule_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r"captions\.foto; did you mean captions\.photo"):
        load("", ("captions.foto",))
    with pytest.raises(SettingsError, match=r"furniture\.learn = false"):
        load("", ("learned.repeated",))


def test_a_rule_of_the_users_own_can_be_kept(tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    ours.write_text(
        '[[rule]]\nrule = "ours.board"\nwhole = ["image credit: harbour board"]\n', "utf-8"
    )
    assert {one.rule for one in cuts_of(CREDIT, None, None, load(str(ours)))} == {"ours.board"}
    assert kept_rules(("ours.*",), {"ours.board"}) == {"ours.board"}
    kept = load(str(ours), ("ours.board", "captions.*"))
    assert cuts_of(CREDIT, None, None, kept) == []


def test_every_rule_that_stands_in_code_can_be_kept() -> None:
    folder = Path(boilerplate.__file__).parent
    sources = [one.read_text("utf-8") for one in folder.glob("*.py") if one.stem != "keeping"]
    named = {name for one in sources for name in re.findall(r'"([a-z]+\.[a-z_]+)"', one)}
    assert named >= CODED
    for name in named:
        assert kept_rules((name,), load().rules) == {name}
