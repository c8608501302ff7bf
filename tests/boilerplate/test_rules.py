"""The files of phrases: a user's own, and what is refused."""

import re
from importlib import resources
from pathlib import Path

import pytest

from dedup.alike import bare, count_words, fold
from dedup.boilerplate import cut
from dedup.boilerplate.patterns import check_pattern
from dedup.boilerplate.rules import load, read_entries
from dedup.errors import SettingsError
from dedup.settings import BoilerplateSettings
from dedup.tables import ARTICLES

STORY = "The old pier was rebuilt on Monday, said the mayor of the town, and nobody was surprised."


def test_a_newsroom_adds_its_own(tmp_path: Path) -> None:
    rules = tmp_path / "ours.toml"
    rules.write_text(
        '[[rule]]\nrule = "ours.slogan"\nlanguage = "en"\nwhole = ["All the news of the harbour"]\n'
        'patterns = ["Desk [A-Z]{1,3} [0-9]{2,4}$"]\n',
        encoding="utf-8",
    )
    text = f"{STORY}\nAll the news of the harbour!\nDesk HT 204\n{STORY}"
    articles = ARTICLES.frame([(0, "a", "a", None, None, None, None, "utf-8", text, None)])
    assert cut(articles, BoilerplateSettings()).height == 0
    found = cut(articles, BoilerplateSettings(rules=str(rules)))
    assert found["rule"].to_list() == ["ours.slogan", "ours.slogan"]
    rules.write_text('[[rule]]\nrule = "ours.slogan"\nwhole = ["Something else"]\n')
    assert cut(articles, BoilerplateSettings(rules=str(rules))).height == 0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[rule]", "Expected"),
        ('rules = ["x"]', "nothing else"),
        ('[[rule]]\nrule = "nodot"\n', "rule must be a name"),
        ('[[rule]]\nrule = "a.b"\nstart = ["Read on"]\n', "did you mean starts"),
        ('[[rule]]\nrule = "a.b"\nwhere = "middle"\n', "where must be one of"),
        ('[[rule]]\nrule = "a.b"\nlongest = 0\n', "longest must be"),
        ('[[rule]]\nrule = "a.b"\nwhole = "Read on"\n', "must be a list"),
        ('[[rule]]\nrule = "a.b"\nstarts = ["a"]\n', "characters"),
        ('[[rule]]\nrule = "a.b"\npatterns = ["(x"]\n', "no regular expression"),
    ],
)
def test_wrong_files_are_refused(written: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        read_entries(written, "ours.toml")


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        load("no/such/file.toml")


@pytest.mark.parametrize(
    "pattern",
    ["a*", "a+", "a{2,}", "(?:ab){1,9}", "(?:ab)*", "(a)\\1", "a{0,80}b{0,80}c{0,80}", "x" * 601],
)
def test_costly_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(SettingsError):
        check_pattern(pattern, "ours.toml: rule 1")


@pytest.mark.parametrize(
    "pattern", ["a{0,80}", "[*+]{1,3}", r"\+\*", "(?i:a|b)?", "(?:a{1,9}|b)c?"]
)
def test_bounded_patterns_are_allowed(pattern: str) -> None:
    check_pattern(pattern, "ours.toml: rule 1")


def test_shipped_files_are_valid_name_languages_and_cover_twenty() -> None:
    data = resources.files("dedup").joinpath("data")
    entries = [
        entry
        for file in data.iterdir()
        if file.name.startswith("boilerplate")
        for entry in read_entries(file.read_text(encoding="utf-8"), file.name)
    ]
    assert all(re.fullmatch("[a-z]{2,3}", entry["language"]) for entry in entries)
    related = {entry["language"] for entry in entries if entry["rule"].startswith("related.")}
    assert len(related) >= 20


def test_spellings_made_alike() -> None:
    assert fold("«Don’t\xa0miss» –  NOW") == '"don\'t miss" - now'
    assert bare("[ read more! ]") == "read more"
    assert bare("यह भी पढ़ें:") == "यह भी पढ़ें"
    assert count_words("港口统计风暴损失和费用") == 5
    assert count_words("two words") == 2
