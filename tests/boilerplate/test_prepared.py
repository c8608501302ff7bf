"""What is made of the phrases is kept between runs, and made anew where anything changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup.boilerplate import cuts_of, prepared, rules
from dedup.boilerplate.beginnings import Beginnings
from dedup.boilerplate.expressions import Expression
from dedup.boilerplate.gates import Phrase
from dedup.errors import SettingsError

TEXT = (
    "The ferry line will close two of its routes in autumn, its manager said on Monday.\n"
    "Read also: Storm losses reach a record\n"
    "Residents of the islands fear that they will be cut off in winter, when storms rage.\n"
    "Quayside quiz"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(prepared, "_folder", lambda: tmp_path)
    rules._loaded.cache_clear()
    yield tmp_path
    rules._loaded.cache_clear()


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.prepared"))


def test_a_second_process_fetches_what_the_first_made(folder: Path) -> None:
    made = cuts_of(TEXT, None, None, rules.load())
    files = kept(folder)
    assert made
    assert len(files) == 1
    rules._loaded.cache_clear()
    assert cuts_of(TEXT, None, None, rules.load()) == made
    assert kept(folder) == files


@pytest.mark.parametrize("damage", [b"", b"no pickle", b"\x80\x05."])
def test_a_damaged_file_is_made_anew(folder: Path, damage: bytes) -> None:
    made = cuts_of(TEXT, None, None, rules.load())
    kept(folder)[0].write_bytes(damage)
    rules._loaded.cache_clear()
    assert cuts_of(TEXT, None, None, rules.load()) == made
    assert kept(folder)[0].stat().st_size > len(damage)


def test_a_users_file_that_changes_counts_at_once(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[rule]]\nrule = "own.quiz"\nwhole = ["quayside quiz"]\n', encoding="utf-8")
    assert "own.quiz" in {one.rule for one in cuts_of(TEXT, None, None, rules.load(str(own)))}
    own.write_text('[[rule]]\nrule = "own.poll"\nwhole = ["quayside quiz"]\n', encoding="utf-8")
    assert "own.poll" in {one.rule for one in cuts_of(TEXT, None, None, rules.load(str(own)))}
    own.write_text('[[rule]]\nrule = "own"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="must be a name"):
        rules.load(str(own))


def test_a_full_disk_stops_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(prepared, "_keep", full)
    assert cuts_of(TEXT, None, None, rules.load())
    assert kept(folder) == []


def test_only_the_newest_files_stay(folder: Path) -> None:
    for number in range(12):
        assert prepared.prepared(f"{number:032}", "thing", dict) == {}
    assert len(kept(folder)) == 8


def test_the_longest_beginning_comes_first() -> None:
    known = Beginnings()
    some = [Phrase(words, "a.b", 9) for words in ("read", "read also", "rea", "see")]
    for one in some:
        known.add(one)
    assert [one.folded for one in known.of("read also: x")] == ["read also", "read", "rea"]
    assert list(known.of("re")) == []
    assert set(known) == set(some)
    ends = Beginnings(last=True)
    ends.add(Phrase("more", "a.b", 9))
    assert [one.folded for one in ends.of("read more")] == ["more"]


def test_an_expression_matches_as_its_pattern_does() -> None:
    one = Expression("(?i:read)\\b")
    assert one.match("Read this")
    assert one.match("reading") is None
