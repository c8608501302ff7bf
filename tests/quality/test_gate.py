"""The quality gate: every figure of the real job is at its floor, and no floor sank silently."""

import floors
import pytest

FLOORS = floors.parse(floors.PATH.read_text("utf-8"))


@pytest.mark.corpus
@pytest.mark.parametrize("name", FLOORS)
def test_figure_reaches_its_floor(name, reached):
    assert reached[name] >= FLOORS[name].floor


@pytest.mark.corpus
def test_every_figure_has_a_floor(reached):
    assert set(reached) == set(FLOORS)


def test_no_floor_was_lowered_without_a_reason():
    known = floors.remembered()
    if known is None:
        pytest.skip("not a git checkout: there is no history to hold floors.toml against")
    assert floors.silently_lowered([*known, FLOORS]) == []
