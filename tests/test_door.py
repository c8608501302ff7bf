"""Every way out of a command is a message and an exit code."""

import polars as pl
import pytest
import typer

from dedup.door import Terminated, door


def left_by(error: BaseException) -> int:
    with pytest.raises(typer.Exit) as left, door():
        raise error
    return left.value.exit_code


def test_memory_is_named_where_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    assert left_by(MemoryError()) == 1
    assert "not enough memory" in capsys.readouterr().err


def test_a_library_without_memory_for_a_thread_says_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    panic = (
        'called `Result::unwrap()`: Os { code: 11, message: "Resource temporarily unavailable" }) }'
    )
    for error in (pl.exceptions.PanicException(panic), RuntimeError("can't start new thread")):
        assert left_by(error) == 1
        assert "not enough memory" in capsys.readouterr().err


def test_any_other_panic_is_an_unexpected_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert left_by(pl.exceptions.PanicException("index out of bounds")) == 1
    assert "unexpected failure: PanicException" in capsys.readouterr().err


def test_signals_have_their_codes() -> None:
    assert left_by(KeyboardInterrupt()) == 130
    assert left_by(Terminated()) == 143


def test_what_is_no_failure_goes_through() -> None:
    with pytest.raises(SystemExit), door():
        raise SystemExit(0)
