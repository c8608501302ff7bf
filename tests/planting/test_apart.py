"""What is planted must not be what was written down for it, nor the other way round."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from dedup.planting import phrases

DATA = Path(str(files("dedup").joinpath("data")))
READS = """
import json, sys
seen = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        seen.append(arguments[0])
sys.addaudithook(hook)
{work}
print(json.dumps(sorted({{name for name in seen if "/data/" in name.replace("\\\\", "/")}})))
"""
RUN = """
from pathlib import Path
from dedup.pipeline import run_job
from dedup.settings import Settings
run_job([Path(sys.argv[1])], Settings())
"""
PLANT = """
from pathlib import Path
from dedup import formats, planting
from dedup.settings import Settings
from dedup.settings.planting import PlantSettings
read = formats.read([Path(sys.argv[1])], Settings().input)
planting.plant(read.articles, PlantSettings(stories=3, alone=1, size=4, least_words=60))
"""


def opened(work: str, folder: Path) -> set[str]:
    """Data files of the package that a process opens, relative to its folder."""
    done = subprocess.run(
        [sys.executable, "-c", READS.format(work=work), str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    names = json.loads(done.stdout.splitlines()[-1])
    return {Path(name).relative_to(DATA).as_posix() for name in names if str(DATA) in name}


@pytest.fixture(scope="module")
def seeds() -> Path:
    return Path(__file__).parents[2] / "seeds"


def test_a_run_reads_nothing_of_the_planter_s(seeds: Path) -> None:
    found = opened(RUN, seeds)
    # The phrases of the rules may be fetched as an earlier run made them.
    assert "agencies.toml" in found
    assert not {name for name in found if name.startswith("planting/")}


def test_the_planter_reads_no_rules_and_no_registry(folder: Path) -> None:
    found = opened(PLANT, folder)
    own = {name for name in found if name.startswith("planting/")}
    assert "planting/en.toml" in own
    # How files are decoded and which language a text is in is all it takes from the house.
    assert found - own <= {
        "encodings.toml",
        "function_words.toml",
        "page_metadata.toml",
        "folding.txt",
    }


def rule_phrases() -> set[str]:
    """Every string of two words or more in the rules' and the registry's data."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.add(normal(value))
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    for path in [
        *sorted(DATA.glob("boilerplate*.toml")),
        DATA / "agencies.toml",
        DATA / "credits.toml",
    ]:
        walk(tomllib.loads(path.read_text("utf-8")))
    return {phrase for phrase in found if len(phrase.split()) > 1}


def normal(phrase: str) -> str:
    return " ".join(re.findall(r"\w+", phrase.casefold()))


def test_no_furniture_is_a_phrase_of_the_rules_and_no_outlet_is_in_the_registry() -> None:
    known = rule_phrases()
    planted = {outlet.name for outlet in phrases.outlets()}
    for language in phrases.languages().values():
        for lines in language.furniture.values():
            planted |= {phrase.text.split("{title}")[0] for phrase in lines}
    same = sorted(phrase for phrase in planted if normal(phrase) in known)
    assert same == []


def test_every_place_to_fill_is_known() -> None:
    places = {"outlet", "agency", "city", "title", "person", "year", "day", "number"}
    for language in phrases.languages().values():
        lines = [p.text for found in language.furniture.values() for p in found]
        lines += [text for found in language.credits.values() for text in found]
        for line in lines:
            assert set(re.findall(r"\{(\w*)\}", line)) <= places, line


def test_every_language_has_outlets_agencies_and_the_forms_of_credits() -> None:
    for code, language in phrases.languages().items():
        part = "held-back" if language.held_back else "train"
        outlets = [outlet for outlet in phrases.outlets() if outlet.language == code]
        assert phrases.preferred(outlets, part)
        assert phrases.preferred([a for a in phrases.agencies() if code in a.languages], part)
        wanted = {"dateline", "byline", "sign_off", "copyright", "retold", "outlet"}
        assert set(language.credits) == wanted
