"""What a run finds where the truth was planted: verdicts, chains, furniture.

    DEDUP_CORPORA=... python tests/quality/measure_planted.py [--runs DIR] [--again]
        [--stories N] [--seed N] [--part all|train|held-back] [--mistakes] [--json]

Real articles are planted as cascades with `dedup plant`, the job runs over
them, and each figure stands beside its floor. The gate takes --stories 16; more
give steadier figures. `--part train` is for training and tuning; what is held
back (operations, languages, outlets, phrases) may only be measured. `--runs
DIR` keeps the planted folders with their reports for reading, and takes those
that are there unless `--again`; `--mistakes` lists what the run got wrong.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import drawn_stories
import figures
import floors
from labelled import folder
from planted_furniture import Furnished
from planted_truth import Planted

from dedup.commands.plant import plant
from dedup.settings.planting import PlantSettings

STORIES = 16
SEED = 11
BASES = ("bbc", "giveme5w1h")
CASCADES: Mapping[str, Mapping[str, object]] = {
    "minutes": {},
    "days": {"times": "day"},
    "no_times": {"times": "none"},
    "held_back": {"hold_back_wire": 1.0},
    "stripped": {"hold_back_wire": 1.0, "strip": 0.7},
}
LANGUAGES = "languages"
OTHER_LANGUAGES = ("de", "fr", "es", "it", "pt", "ru")
HELD_BACK_LANGUAGES = ("pl", "tr", "nl", "sv", "uk", "ja", "zh", "ar")


def planted_figures(
    runs: Path,
    *,
    stories: int = STORIES,
    seed: int = SEED,
    part: str = "all",
    again: bool = True,
) -> figures.Figures:
    """Every planted figure by name, as a share of which more is better.

    Args:
        runs: folder for what is planted and the reports on it.
        stories: cascades of each run.
        seed: of the planter.
        part: all, train or held-back.
        again: plant and run even where `runs` has it.
    """
    runs.mkdir(parents=True, exist_ok=True)
    real = [folder() / name / "articles.jsonl.gz" for name in BASES]
    for name, changed in CASCADES.items():
        plain: dict[str, object] = {"seed": seed, "stories": stories, "part": part}
        settings = PlantSettings(**(plain | {"alone": stories // 2} | changed))  # type: ignore[arg-type]
        make(runs / name, real, settings, again=again)
    found = _verdicts_and_chains(runs) | _furniture(runs)
    if part == "train":  # nothing of what is held back is in it
        del found["planted_derived_held_back_f1"], found["planted_furniture_held_back_cut"]
        return found
    return found | _languages(runs, seed, part, again=again)


def _verdicts_and_chains(runs: Path) -> figures.Figures:
    made = {name: Planted(runs / name) for name in CASCADES}
    found: figures.Figures = {
        "planted_derived_f1": made["minutes"].derived()["f1"],
        "planted_derived_held_back_f1": made["minutes"].derived(held_back=True)["f1"],
    }
    for name in ("minutes", "days"):
        right, decided = made[name].parents()
        found[f"planted_parents_{name}"] = right.right / decided.of
    right, decided = made["no_times"].parents()
    found["planted_parents_no_times"] = right.share
    found["planted_parents_no_times_decided"] = decided.share
    found["planted_wire_held_back"] = made["held_back"].held_back_wires().share
    found["planted_wire_stripped"] = made["stripped"].held_back_wires().share
    impossible = sum(one.impossible() for one in made.values())
    found["planted_no_impossible_edge"] = 1.0 - min(1, impossible)
    found["planted_independent_origins"] = made["minutes"].independent_origins().share
    return found


def _furniture(runs: Path) -> figures.Figures:
    made = [Furnished(runs / name) for name in CASCADES]
    learned = sum(len(one.learned_sentences()) for one in made)
    return {
        "planted_furniture_cut": made[0].found().share,
        "planted_furniture_held_back_cut": made[0].found(held_back=True).share,
        "planted_story_kept": 1 - made[0].story_lost().share,
        "planted_wire_never_learned": 1.0 - min(1, learned),
    }


def _languages(runs: Path, seed: int, part: str, *, again: bool) -> figures.Figures:
    """Furniture in other languages, around stories of drawn words."""
    # Two outlets a language, each with some ten pages: furniture has to come back to be learned.
    drawn = drawn_stories.write(runs / "drawn.jsonl", 20)
    settings = PlantSettings(
        seed=seed, stories=50, size=3, alone=130, part=part, two_wires=0.0, outlets=2,
        least_words=50, operations=("copy", "trim", "extend"),
    )  # fmt: skip
    make(runs / LANGUAGES, [drawn], settings, again=again)
    made = Furnished(runs / LANGUAGES)
    return {
        "planted_furniture_held_back_languages": made.found(HELD_BACK_LANGUAGES).share,
        "planted_furniture_other_languages": made.found(OTHER_LANGUAGES).share,
        "planted_story_kept_languages": 1 - made.story_lost().share,
    }


def make(target: Path, inputs: Sequence[Path], settings: PlantSettings, *, again: bool) -> None:
    if again or not (target / "reports" / "run.json").is_file():
        shutil.rmtree(target, ignore_errors=True)
        plant(inputs, target, settings, None, as_json=True)
        figures.run_job(target / "articles", target / "reports")


def mistakes(runs: Path) -> str:
    """Wrong parents, wrong counts of origins, furniture left and stories cut, to read."""
    lines = []
    for name in CASCADES:
        planted = Planted(runs / name)
        for article, parent, source, right in planted.parentage():
            if not right:
                why = planted.because(article)[:140]
                lines.append(f"{name}: {article} is from {parent}, called {source}: {why}")
        lines += [f"{name}: {wrong}" for wrong in planted.wrong_origins()]
    for name in ("minutes", LANGUAGES):
        if not (runs / name).is_dir():
            continue
        furnished = Furnished(runs / name)
        for kind, tally in furnished.by_kind().items():
            lines.append(f"{name}: {kind}: {tally.right} of {tally.of} cut")
        lines += [f"{name}: left, {kind}: {text[:90]}" for kind, text in furnished.missed()[:200]]
    for name in CASCADES:
        for article, rule, text in Furnished(runs / name).learned_sentences():
            lines.append(f"{name}: story cut in {article} by {rule}: {text[:120]}")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a run finds where the truth was planted.")
    parser.add_argument("--runs", type=Path)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--part", choices=("all", "train", "held-back"), default="all")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mistakes", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        runs = asked.runs or Path(temporary)
        found = planted_figures(
            runs, stories=asked.stories, seed=asked.seed,
            part=asked.part, again=asked.again,
        )  # fmt: skip
        wrong = mistakes(runs) if asked.mistakes else ""
    # The floors are those of the gate's own stories.
    gate = (asked.stories, asked.seed, asked.part) == (STORIES, SEED, "all")
    pinned = floors.parse(floors.PATH.read_text("utf-8")) if gate else {}
    if asked.json:
        print(json.dumps(found))
        return 0
    from measure import table

    print(table(found, {name: floor for name, floor in pinned.items() if name in found}))
    if wrong:
        print(wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())
