"""Floors can only go down with a reason that was not there before."""

import subprocess

import floors
import pytest


def version(floor, reason="", name="f1"):
    return {name: floors.Floor(floor, 0.9, "2026-01-01", reason)}


@pytest.mark.parametrize(
    "versions",
    [
        [],
        [version(0.7)],
        [version(0.7), version(0.8)],
        [version(0.8), version(0.7, "labels corrected")],
        [version(0.8), version(0.7, "labels corrected"), version(0.75), version(0.75)],
        [version(0.8, "old"), version(0.7, "new")],
        [version(0.8), version(0.7), version(0.8)],
        [version(0.8), version(0.0, "measured by another figure")],
        [version(0.8), version(0.7), version(0.7, "explained later")],
    ],
)
def test_floors_may_rise_or_be_lowered_with_a_reason(versions):
    assert floors.silently_lowered(versions) == []


@pytest.mark.parametrize(
    "versions",
    [
        [version(0.8), version(0.79)],
        [version(0.8), version(0.75), version(0.78)],
        [version(0.8), {}],
        [version(0.8), version(0.7, "labels corrected"), version(0.6, "labels corrected")],
        [version(0.8), version(0.7, "a reason"), version(0.7), version(0.6, "a reason")],
        [version(0.8), version(0.8, name="f2")],
        [version(0.8), version(0.7, "  ")],
    ],
)
def test_floors_cannot_be_lowered_in_silence(versions):
    assert len(floors.silently_lowered(versions)) == 1
    assert floors.silently_lowered(versions)[0].startswith("f1: the floor was 0.")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("floor = 0.7\nreached = 0.6\npinned = 2026-01-01", "floor <= reached"),
        ("floor = 0.7\nreached = 0.8", "pinned"),
        ("floor = 0.7\nreached = 0.8\npinned = 2026-01-01\nceiling = 1", "ceiling"),
    ],
)
def test_a_floor_that_says_too_little_or_too_much_is_refused(table, said):
    with pytest.raises(ValueError, match=said):
        floors.parse(f"[f1]\n{table}\n")


@pytest.fixture
def checkout(tmp_path):
    def git(*arguments):
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True, capture_output=True)

    git("init", "-q")
    for key, value in {"user.name": "a", "user.email": "a@b", "commit.gpgsign": "false"}.items():
        git("config", key, value)
    path = tmp_path / "deep" / "floors.toml"
    path.parent.mkdir()

    def commit(floor):
        path.write_text(f"[f1]\nfloor = {floor}\nreached = 0.9\npinned = 2026-01-01\n", "utf-8")
        git("add", ".")
        git("commit", "-qm", "x")

    return path, commit


def test_git_remembers_every_version_in_order(checkout):
    path, commit = checkout
    commit(0.8)
    commit(0.7)
    path.unlink()
    assert [one["f1"].floor for one in floors.remembered(path)] == [0.8, 0.7]


def test_outside_git_nothing_is_remembered(tmp_path):
    assert floors.remembered(tmp_path / "floors.toml") is None
