"""What run.json says of a run: enough to repeat it, and to know what it left out."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import polars as pl

from dedup import __version__, bands, rulings
from dedup.formats import Batch
from dedup.pipeline_files import settings_table
from dedup.relations import RELATION_NAMES
from dedup.settings import Settings
from dedup.tables import SIGNATURE_LENGTH
from dedup.timings import Timings
from dedup.words import NORMALISER

_PACKAGES = ("datasketch", "numba", "numpy", "polars", "rapidfuzz", "scikit-learn", "trafilatura")


def run_facts(
    tables: dict[str, pl.DataFrame],
    read: Batch,
    found: dict[str, object],
    settings: Settings,
    timings: Timings,
) -> dict[str, object]:
    """Versions, settings, recipe, counts, timings, what caps left out, warnings."""
    warnings = [*read.warnings, *_without_background(found), *_rulings_in_vain(tables)]
    return {
        "versions": _versions(),
        "settings": settings_table(settings),
        "recipe": {
            "normaliser": NORMALISER,
            "shingle_words": settings.sketches.shingle_words,
            "scheme": "affine32",
            "permutations": SIGNATURE_LENGTH,
            "seed": settings.sketches.seed,
        },
        "inputs": read.digests,
        "counts": _counts(tables),
        "bands": _bands(settings),
        "candidates": found,
        "timings": {"stages": timings.stages, "seconds": timings.total()},
        "warnings": warnings,
    }


def _rulings_in_vain(tables: dict[str, pl.DataFrame]) -> list[str]:
    if "rulings" not in tables or "stories" not in tables:
        return []
    return rulings.in_vain(tables["rulings"], tables["stories"], tables["articles"])


def _bands(settings: Settings) -> dict[str, object]:
    """The LSH bands in use, and how likely they bring a pair of given Jaccard together."""
    count, rows = bands.choose(
        settings.sketches.threshold, SIGNATURE_LENGTH, settings.sketches.recall_weight
    )
    return {"bands": count, "rows": rows, "hit_curve": bands.hit_curve(count, rows)}


def _versions() -> dict[str, str]:
    found = {"dedup": __version__, "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _counts(tables: dict[str, pl.DataFrame]) -> dict[str, object]:
    relations = tables["relations"]["relation"]
    return {
        "articles": tables["articles"].height,
        "rejected": tables["rejects"].height,
        "unfit": int(tables["texts"]["unfit"].is_not_null().sum()),
        "unfit_for": _reasons(tables["texts"]["unfit"]),
        "words": int(tables["texts"]["words"].sum()),
        "cuts": tables["cuts"].height,
        "credits": tables["credits"].height,
        "candidate_pairs": tables["pairs"].height,
        "relations": {name: int((relations == name).sum()) for name in RELATION_NAMES},
        "stories": tables["stories"]["story"].n_unique(),
        "events": tables["stories"]["event"].n_unique(),
    }


def _reasons(unfit: pl.Series) -> dict[str, int]:
    """How many pages got no verdict for which reason, figures in a reason left aside."""
    stated = unfit.drop_nulls().str.replace_all(r"\d+", "N").rename("reason")
    counts = stated.value_counts(name="pages").sort("reason")
    return dict(counts.iter_rows())


def _without_background(found: dict[str, object]) -> list[str]:
    languages = found.get("languages_without_background")
    if not isinstance(languages, list) or not languages:
        return []
    named = ", ".join(map(str, languages))
    return [f"no background word counts for {named}: rare words are judged by this folder alone"]
