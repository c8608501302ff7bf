from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from dedup.errors import NotBuiltError, SettingsError
from dedup.pipeline_files import Job, load, load_job, nearest, settings_table
from dedup.settings import Settings

SHIPPED = sorted((Path(__file__).parents[1] / "pipelines").glob("*.toml"))


def write(folder: Path, text: str) -> Path:
    path = folder / "job.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    path = write(folder, text)
    with pytest.raises(SettingsError) as caught:
        load(path)
    said = str(caught.value)
    assert "job.toml" in said
    return said


def test_no_file_is_the_default_job() -> None:
    assert load(None) == Settings()
    assert load_job(None) == Job()


def test_values_reach_the_settings(tmp_path: Path) -> None:
    settings = load(
        write(
            tmp_path,
            '[keys]\nwindow_days = 7\n[input]\ntext_columns = ["story"]\npage_seconds = 3\n'
            '[reports]\nkeep = "longest"\nbyte_order_mark = false\n',
        )
    )
    assert settings.keys.window_days == 7
    assert settings.input.text_columns == ("story",)
    assert settings.input.page_seconds == 3.0
    assert isinstance(settings.input.page_seconds, float)
    assert settings.reports.keep == "longest"
    assert settings.reports.byte_order_mark is False
    assert settings.sketches == Settings().sketches


def test_overrides_win_over_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "[keys]\nwindow_days = 7\nterms = 15\n")
    settings = load(path, {"keys.window_days": 2})
    assert (settings.keys.window_days, settings.keys.terms) == (2, 15)


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ({"keys.window_day": 2}, "did you mean window_days?"),
        ({"window_days": 2}, "no setting window_days"),
        ({"keys.window_days": -1}, "keys.window_days"),
        ({"keys.window_days": "soon"}, "a whole number"),
    ],
)
def test_wrong_overrides_are_refused(override: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said.replace("?", r"\?")):
        load(None, override)


def test_a_misspelt_key_is_refused_with_the_nearest(tmp_path: Path) -> None:
    said = refusal(tmp_path, "[keys]\nwindow_day = 7\n")
    assert "did you mean window_days?" in said
    assert "[keys]" in said


def test_a_misspelt_table_is_refused_with_the_nearest(tmp_path: Path) -> None:
    assert "did you mean sketches?" in refusal(tmp_path, "[sketch]\nseed = 7\n")


def test_a_name_near_to_none_lists_them_all(tmp_path: Path) -> None:
    said = refusal(tmp_path, "[keys]\nxyzzy = 7\n")
    assert all(field.name in said for field in dataclasses.fields(Settings().keys))


def test_a_key_of_another_table_says_where_it_belongs(tmp_path: Path) -> None:
    assert "belongs under [keys]" in refusal(tmp_path, "[pairs]\nwindow_days = 7\n")
    assert "belongs under [keys]" in refusal(tmp_path, "window_days = 7\n")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('window_days = "7"', "a whole number"),
        ("window_days = 7.5", "a whole number"),
        ("window_days = true", "a whole number"),
        ("window_days = [7]", "a whole number"),
        ("window_days = 1979-05-27", "a whole number"),
    ],
)
def test_a_wrong_type_says_what_is_wanted(tmp_path: Path, line: str, wanted: str) -> None:
    said = refusal(tmp_path, f"[keys]\n{line}\n")
    assert wanted in said
    assert "keys.window_days" in said


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "true", '"0.5"'])
def test_a_number_must_be_a_finite_number(tmp_path: Path, value: str) -> None:
    assert "a number" in refusal(tmp_path, f"[pairs]\nleast_cosine = {value}\n")


def test_lists_hold_texts_only(tmp_path: Path) -> None:
    assert "a list of texts" in refusal(tmp_path, '[input]\nid_columns = ["id", 3]\n')
    assert "a list of texts" in refusal(tmp_path, '[input]\nid_columns = "id"\n')


def test_ranges_are_checked_and_the_file_is_named(tmp_path: Path) -> None:
    assert "sketches.threshold" in refusal(tmp_path, "[sketches]\nthreshold = 1.5\n")


def test_broken_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in refusal(tmp_path, "[keys]\nwindow_days = = 7\n")


def test_deep_nesting_is_refused_not_a_crash(tmp_path: Path) -> None:
    refusal(tmp_path, "[keys]\nterms = " + "[" * 5000 + "]" * 5000 + "\n")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "job.toml"
    path.write_bytes(b"\xff\xfe[keys]")
    with pytest.raises(SettingsError, match="no valid TOML"):
        load(path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "job.toml"
    path.write_bytes(b"\xef\xbb\xbf[keys]\nterms = 9\n")
    assert load(path).keys.terms == 9


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml cannot be read: No such file"):
        load(tmp_path / "none.toml")


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.toml").write_text("", encoding="utf-8")
    settings = load(write(tmp_path, '[boilerplate]\nrules = "rules/mine.toml"\n'))
    assert Path(settings.boilerplate.rules) == tmp_path / "rules" / "mine.toml"


def test_a_path_to_nothing_is_refused(tmp_path: Path) -> None:
    assert "there is no file" in refusal(tmp_path, '[input]\nsidecar = "gone.csv"\n')
    assert "NUL" in refusal(tmp_path, '[input]\nsidecar = "a\\u0000b"\n')


def test_the_spark_engine_is_refused_until_built(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="spark"):
        load(write(tmp_path, '[engine]\nname = "spark"\n'))
    assert "engine.name" in refusal(tmp_path, '[engine]\nname = "abacus"\n')


def test_the_job_table(tmp_path: Path) -> None:
    path = write(
        tmp_path, '[job]\ninputs = ["in", "/abs"]\nout = "out"\ntexts = "t"\nstrict = true\n'
    )
    assert load(path) == Settings()
    assert load_job(path) == Job(
        (tmp_path / "in", Path("/abs")), tmp_path / "out", tmp_path / "t", strict=True
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[job]\nouts = "x"\n', "did you mean out?"),
        ("[job]\nout = 3\n", "a path in quotes"),
        ('[job]\ninputs = "in"\n', "a list of paths"),
        ('job = "x"\n', "must be a table"),
    ],
)
def test_a_wrong_job_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError, match=said.replace("?", r"\?")):
        load_job(path)


def test_home_folder_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    assert load_job(write(tmp_path, '[job]\nout = "~/news"\n')).out == Path("/home/someone/news")


def test_settings_table_is_plain_and_holds_no_absolute_path(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("", encoding="utf-8")
    table = settings_table(load(write(tmp_path, '[boilerplate]\nrules = "mine.toml"\n')))
    assert table["boilerplate"]["rules"] == "mine.toml"
    assert table["input"]["date_order"] == ["sidecar", "record", "page", "text", "path"]
    assert str(tmp_path) not in json.dumps(table)
    assert set(table) == {field.name for field in dataclasses.fields(Settings)}


def test_a_table_read_back_gives_the_same_settings() -> None:
    table = settings_table(Settings())
    overrides = {
        f"{t}.{key}": value for t, values in table.items() for key, value in values.items()
    }
    assert load(None, overrides) == Settings()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_pipelines_are_valid_jobs(path: Path) -> None:
    assert load(path) != Settings()
    job = load_job(path)
    assert job.inputs
    assert job.out


def test_shipped_pipelines_are_listed_in_their_readme() -> None:
    readme = (SHIPPED[0].parent / "README.md").read_text(encoding="utf-8")
    assert all(path.name in readme for path in SHIPPED)


def test_nearest_orders_by_likeness() -> None:
    assert nearest("storiez", ["pairs", "stories", "story"], least=50, most=2) == [
        "stories",
        "story",
    ]
    assert nearest("q", ["pairs"], least=50) == []
