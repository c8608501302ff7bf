"""Folders with any name, and folders that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


ODD = "my статьи 文章/it's 100% “new”/-out/a;b & $(c)/*?[x]"


def test_any_folder_name(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds, tmp_path / ODD / "in")
    done = dedup("run", "--out", f"{ODD}/reports", "--", f"{ODD}/in", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    out = tmp_path / ODD / "reports"
    assert len(list(out.iterdir())) > 20
    one, other = sorted(path.name for path in seeds.iterdir())[:2]
    labels = tmp_path / ODD / "labels.csv"
    labels.write_text(f"left,right,label\n{one},{other},rewrite\n", encoding="utf-8")
    for arguments in (
        ("trace", "--out", out, "--", one),
        ("evaluate", "--out", out, "--labels", labels),
        ("clean", tmp_path / ODD / "in" / one),
    ):
        done = dedup(*arguments)
        assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [ODD.partition("/")[0]]


def test_a_folder_whose_name_begins_like_an_option(
    dedup: Command, seeds: Path, tmp_path: Path
) -> None:
    shutil.copytree(seeds, tmp_path / "-in")
    done = dedup("run", "--out=-out", "--quiet", "--", "-in", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "-out" / "report.html").is_file()


def test_article_names_of_all_scripts(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = ["две новости.txt", "一 篇.txt", "naïve “quote”.txt", "a,b;c.txt", 'say "so" {}.txt']
    for name, seed in zip(names, sorted(seeds.iterdir()), strict=True):
        shutil.copyfile(seed, folder / name)
    done = dedup("run", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    found = pl.read_parquet(tmp_path / "out" / "articles.parquet")["article_id"].to_list()
    assert found == sorted(names)
    listed = pl.read_csv(tmp_path / "out" / "articles.csv")["article_id"].to_list()
    assert listed == sorted(names)


def test_a_name_that_is_no_text(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    """File systems allow bytes that are no UTF-8; that costs the file at most, not the run."""
    folder = os.fsencode(tmp_path / "in")
    shutil.copytree(seeds, tmp_path / "in")
    source = next(iter(sorted(seeds.iterdir())))
    try:
        with open(folder + b"/caf\xe9.txt", "wb") as opened:  # noqa: PTH123
            opened.write(source.read_bytes())
    except OSError:
        pytest.skip("the file system takes no such name")
    done = dedup("run", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert pl.read_parquet(tmp_path / "out" / "articles.parquet").height >= 5


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_read_only_folder_is_named(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    out.mkdir()
    out.chmod(0o500)
    done = dedup("run", seeds, "--out", out)
    out.chmod(0o700)
    refused(done, out)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no file system that refuses all")
def test_a_place_where_nobody_may_write_is_named(dedup: Command, seeds: Path) -> None:
    done = dedup("run", seeds, "--out", "/proc/self/reports")
    refused(done, Path("/proc/self"))


def refused(done: subprocess.CompletedProcess[str], out: Path) -> None:
    """One sentence that names what is locked; no traceback."""
    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert str(out) in done.stderr
    assert done.stderr.startswith("dedup: ")
    assert len(done.stderr.splitlines()) == 1


def test_files_of_the_users_own_are_not_replaced(
    dedup: Command, seeds: Path, tmp_path: Path
) -> None:
    own = tmp_path / "articles.csv"
    own.write_text("mine", encoding="utf-8")
    done = dedup("run", seeds, "--out", tmp_path)
    assert done.returncode == 2
    assert "articles.csv" in done.stderr
    assert own.read_text("utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [own]
