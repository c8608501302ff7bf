"""`dedup plant`: articles whose truth is known, for measuring one's own settings."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.commands.terminal import as_object
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.planting import Planted
    from dedup.settings.planting import PlantSettings

TRUTH = ("labels", "passages", "cuts", "chains", "events")


def plant(
    inputs: Sequence[Path],
    out: Path,
    settings: PlantSettings,
    pipeline: Path | None,
    *,
    as_json: bool,
) -> str:
    """Read the inputs, plant, write articles.jsonl and the truth beside it.

    Raises:
        UsageError: inputs or settings that cannot be worked with; nothing was written.
    """
    for path in inputs:
        if not path.exists():
            raise UsageError(f"there is no file or folder {path}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"--out {out} is there and not an empty folder: name a new one")
    from dedup import formats, planting  # noqa: PLC0415
    from dedup.pipeline_files import load  # noqa: PLC0415

    read = formats.read(inputs, load(pipeline).input)
    planted = planting.plant(read.articles, settings)
    counts = _write(planted, out, settings)
    if as_json:
        return as_object(counts | {"out": str(out)})
    return _told(counts, out)


def _write(planted: Planted, out: Path, settings: PlantSettings) -> dict[str, object]:
    articles = out / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    lines = io.StringIO()
    for row in planted.articles.iter_rows(named=True):
        lines.write(as_object({k: v for k, v in row.items() if v is not None}) + "\n")
    (articles / "articles.jsonl").write_text(lines.getvalue(), "utf-8")
    for name in TRUTH:
        getattr(planted, name).write_csv(out / f"{name}.csv")
    labels = planted.labels["label"].value_counts().sort("label")
    counts: dict[str, object] = {
        "articles": planted.articles.height,
        "labels": dict(labels.iter_rows()),
        "cuts": planted.cuts.height,
    }
    made = {"settings": dataclasses.asdict(settings)} | counts
    (out / "plant.json").write_text(as_object(made) + "\n", "utf-8")
    return counts


def _told(counts: dict[str, object], out: Path) -> str:
    labels = counts["labels"]
    assert isinstance(labels, dict)  # noqa: S101  # made by _write
    pairs = ", ".join(f"{number} {label}" for label, number in labels.items())
    return (
        f"{counts['articles']} articles planted in {out / 'articles'}; labelled pairs: {pairs}\n\n"
        f"dedup run {out / 'articles'} --out {out / 'reports'}\n"
        f"dedup evaluate --out {out / 'reports'} --labels {out / 'labels.csv'}\n"
    )
