from __future__ import annotations

import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.commands.terminal import Steps, as_object, one_line, progress, visible
from dedup.timings import Timings


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_control_characters_become_their_pictures() -> None:
    assert visible("\x1b[31mred\x07\x00\x7f") == "␛[31mred␇␀␡"
    assert visible("one\r\ntwo\tthree\x85") == "one\ntwo\tthree�"


def test_writing_direction_cannot_be_overridden() -> None:
    assert visible("a\u202eb\u2066c") == "a�b�c"


def test_letters_of_all_scripts_stay() -> None:
    text = "Zürich — Москва, 東京; שלום\u200f مرحبا ก็ 👩\u200d🚀 “q”"
    assert visible(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=())))
@settings(deadline=None, max_examples=300)
def test_nothing_visible_steers_or_fails_to_encode(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert not any((c < " " and c not in "\t\n") or "\x7f" <= c < "\xa0" for c in shown)
    assert "\n" not in one_line(text)


def test_objects_are_one_line_of_strict_json() -> None:
    said = as_object({"a": float("nan"), "b": [float("inf"), 1.5], "c": "ü\n", "d": None, 3: True})
    assert "\n" not in said
    assert json.loads(said) == {"a": None, "b": [None, 1.5], "c": "ü\n", "d": None, "3": True}


def test_progress_is_silent_without_a_terminal_or_when_quiet() -> None:
    plain, terminal = io.StringIO(), Terminal()
    with progress(quiet=False, stream=plain) as step:
        step("reading")
    with progress(quiet=True, stream=terminal) as step:
        step("reading")
    assert plain.getvalue() == terminal.getvalue() == ""


def test_progress_shows_the_step_on_a_terminal() -> None:
    terminal = Terminal()
    with progress(quiet=False, stream=terminal) as step:
        step("reading [bold]\x1b[31m")
    assert "reading [bold]␛[31m" in terminal.getvalue()


def test_a_step_that_counts_shows_its_rate() -> None:
    terminal = Terminal()
    with progress(quiet=False, stream=terminal) as step:
        step("verdicts")
        step.advance(500, 2000)
    assert "verdicts" in terminal.getvalue()
    assert "/s" in terminal.getvalue()
    with progress(quiet=True, stream=terminal) as step:
        step.advance(1, 2)  # shows nothing, and costs nothing


def test_timings_tell_how_far_a_stage_has_got() -> None:
    told: list[tuple[int, int]] = []

    class Told(Steps):
        def advance(self, done: int, total: int) -> None:
            told.append((done, total))

    assert list(Timings(Told()).follow(["ab", "c"], 3, len)) == ["ab", "c"]
    assert told == [(2, 3), (3, 3)]
    assert list(Timings(lambda _: None).follow(["ab"], 2, len)) == ["ab"]
