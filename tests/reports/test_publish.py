"""Publication: completely or not at all, whatever kills the run and when."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.errors import DedupError, UsageError
from dedup.reports import publish

OLD = {"a.csv": "old a", "b.csv": "old b", "gone.csv": "old gone"}
NEW = {"a.csv": "new a", "b.csv": "new b", "c.csv": "new c"}


class Killed(BaseException):
    """Stands for the end of the process."""


def filler(files: dict[str, str]) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        for name, text in files.items():
            (folder / name).write_text(text)

    return fill


def content(out: Path) -> dict[str, str]:
    return {
        file.name: file.read_text()
        for file in out.iterdir()
        if file.is_file() and file.name != "run.json"
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    publish.publish(folder, filler(OLD), {"run": 1})
    (folder / "mine.txt").write_text("mine")
    return folder


def test_a_new_set_replaces_the_old_and_leaves_the_rest(out: Path) -> None:
    publish.publish(out, filler(NEW), {"run": 2})
    assert content(out) == {**NEW, "mine.txt": "mine"}
    assert publish.listed(out) == {*NEW, "run.json"}


CALLS = [(call, at) for call, most in (("replace", 5), ("fsync", 8)) for at in range(1, most + 1)]
CALLS += [("unlink", 1), ("unlink", 2)]


@pytest.mark.parametrize("tidy", [True, False])
@pytest.mark.parametrize(("call", "at"), CALLS)
def test_a_killed_run_leaves_the_old_set_or_is_finished(
    out: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int, *, tidy: bool
) -> None:
    """Without `tidy` nothing is cleaned up, as if the process had been killed outright."""
    owner = Path if call == "unlink" else os
    real = getattr(owner, call)
    seen = 0

    def stop(*args: object, **options: object) -> object:
        nonlocal seen
        seen += 1
        if seen == at:
            raise Killed
        return real(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(owner, call, stop)
        if not tidy:
            patch.setattr(publish.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(Killed):
            publish.publish(out, filler(NEW), {"run": 2})
    old, new = {**OLD, "mine.txt": "mine"}, {**NEW, "mine.txt": "mine"}
    pending = (out / publish.JOURNAL).exists()
    if not pending and not (out / publish.STAGING).exists():
        assert content(out) in (old, new)
    if not pending and json.loads((out / "run.json").read_text())["run"] == 1:
        assert content(out) == old
    publish.recover(out, [])
    assert content(out) == (new if pending else content(out))
    assert content(out) in (old, new)
    run = json.loads((out / "run.json").read_text())["run"]
    assert content(out) == {1: old, 2: new}[run]
    assert not [file for file in out.iterdir() if file.name.startswith(".")]
    publish.publish(out, filler(NEW), {"run": 3})
    assert content(out) == new


def test_the_kills_reach_every_step(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = dict.fromkeys(("replace", "fsync"), 0)

    def counted(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def count(*args: object) -> object:
            counts[name] += 1
            return real(*args)

        return count

    for name in counts:
        monkeypatch.setattr(os, name, counted(name))
    publish.publish(out, filler(NEW), {"run": 2})
    assert counts == {name: max(at for call, at in CALLS if call == name) for name in counts}


def test_a_file_of_the_users_own_is_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "pairs.csv").write_text("precious")
    with pytest.raises(UsageError, match=r"pairs\.csv is not from an earlier run"):
        publish.recover(folder)
    with pytest.raises(UsageError, match="move it away"):
        publish.publish(folder, filler({"a.csv": "", "pairs.csv": ""}), {})
    assert content(folder) == {"pairs.csv": "precious"}
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("text", ["{}", "[", "null", '{"files": {"a.csv": {}}}', "[" * 100_000])
def test_a_run_json_of_others_is_in_the_way(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(UsageError, match=r"run\.json is not from an earlier run"):
        publish.publish(tmp_path, filler(NEW), {})
    assert (tmp_path / "run.json").read_text() == text


def test_a_forged_manifest_reaches_nothing_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("safe")
    folder = tmp_path / "out"
    folder.mkdir()
    manifest = {"program": "dedup", "files": {"../outside.txt": {}, str(outside): {}, "..": {}}}
    (folder / "run.json").write_text(json.dumps(manifest))
    publish.publish(folder, filler(NEW), {})
    assert outside.read_text() == "safe"


def test_a_damaged_journal_is_told(out: Path) -> None:
    for text in ("{", '{"place": ["../x"], "remove": []}', "[]"):
        (out / publish.JOURNAL).write_text(text)
        with pytest.raises(DedupError, match="is damaged"):
            publish.recover(out)


def test_a_link_to_a_folder_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    publish.publish(link, filler(NEW), {})
    assert content(tmp_path / "real") == NEW
    assert link.is_symlink()


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(UsageError, match="file"):
        publish.recover(tmp_path / "out")
    with pytest.raises(UsageError, match="file"):
        publish.publish(tmp_path / "out", filler(NEW), {})
    with pytest.raises(UsageError, match="file"):
        publish.publish(tmp_path / "out" / "deeper", filler(NEW), {})


def test_a_full_disk_leaves_the_old_set(out: Path) -> None:
    def fill(folder: Path) -> None:
        (folder / "a.csv").write_text("half")
        raise OSError(28, "No space left on device", str(folder / "a.csv"))

    with pytest.raises(DedupError, match=r"a\.csv: No space left on device"):
        publish.publish(out, fill, {})
    assert content(out) == {**OLD, "mine.txt": "mine"}
    assert not (out / publish.STAGING).exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(DedupError, match="Permission denied"):
        publish.publish(tmp_path / "out", filler(NEW), {})


@pytest.mark.parametrize("name", [".", "not/yet/there"])
def test_rights_that_are_missing_are_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    with pytest.raises(DedupError, match=f"cannot write {tmp_path}: Permission denied"):
        publish.recover(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_two_runs_do_not_write_at_once(out: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(DedupError, match="another run"):
            publish.publish(out, filler(NEW), {})
    finally:
        os.close(handle)
    publish.publish(out, filler(NEW), {})
