from __future__ import annotations

from pathlib import Path

import pytest

from dedup.errors import SettingsError
from dedup.names import Names
from dedup.owners import load


def written(folder: Path, text: str) -> Path:
    path = folder / "owners.csv"
    path.write_text(text, "utf-8")
    return path


def test_an_outlet_is_known_by_name_alias_and_domain(tmp_path: Path) -> None:
    path = written(tmp_path, "outlet,owner\nHarbour Post,Bank House\nreuters.com,Wire Group\n")
    owners = load(path, Names())
    assert owners.of("The Harbour Post") == "Bank House"
    assert owners.of("Reuters") == "Wire Group"
    assert owners.of("Valley Times") is None


def test_the_topmost_owner_counts_and_a_circle_ends(tmp_path: Path) -> None:
    rows = "outlet,owner\nLocal,County Press\nCounty Press,Big Group\n"
    rows += "A Paper,B Paper\nB Paper,A Paper\n"
    owners = load(written(tmp_path, rows), Names())
    assert owners.of("Local") == "Big Group"
    assert owners.of("A Paper") in {"A Paper", "B Paper"}


def test_no_file_owns_nothing() -> None:
    assert load(None, Names()).of("Reuters") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,house\nA,B\n", "needs the columns outlet and owner; it has name, house"),
        ("outlet,owner\nA,\n", "line 2: outlet and owner must both be given"),
        ("", "it has none"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load(written(tmp_path, text), Names())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path / "none.csv", Names())
