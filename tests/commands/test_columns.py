"""Two texts beside each other: what is shared stands at one height."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from dedup.commands.columns import Side, anchors, beside
from dedup.commands.marking import Mark
from dedup.commands.terminal import rendered

LEFT = "Alpha one. The mill burned down on Sunday. Beta two. Nobody was in it at the time."
RIGHT = "Gamma. The mill burned down on Sunday. Delta, and more. Nobody was in it at the time. End."


def passage(words: str, left: str = LEFT, right: str = RIGHT) -> dict[str, object]:
    a, b = left.index(words), right.index(words)
    return {
        "left_start": a, "left_stop": a + len(words),
        "right_start": b, "right_stop": b + len(words), "words": len(words.split()),
    }  # fmt: skip


SHARED = [passage("The mill burned down on Sunday."), passage("Nobody was in it at the time.")]


def sides(left: str = LEFT, right: str = RIGHT) -> tuple[Side, Side]:
    def marks(side: str) -> list[Mark]:
        return [
            Mark(p[f"{side}_start"], p[f"{side}_stop"], "bold", f"[{n}> ", f" <{n}]")  # type: ignore[arg-type]
            for n, p in enumerate(SHARED, start=1)
        ]

    return Side("left.txt", left, marks("left")), Side("right.txt", right, marks("right"))


def lines(width: int, *, brief: bool = False) -> list[str]:
    return rendered(*beside(*sides(), SHARED, width=width, brief=brief)).splitlines()


def test_shared_passages_stand_at_one_height() -> None:
    shown = lines(100)
    for number in (1, 2):
        (row,) = (line for line in shown if f"[{number}> " in line)
        assert row.count(f"[{number}> ") == 2


def test_nothing_is_lost() -> None:
    shown = " ".join(" ".join(lines(50)).split())
    for word in [*LEFT.split(), *RIGHT.split()]:
        assert word in shown


def test_where_there_is_no_room_the_two_stand_one_after_the_other() -> None:
    shown = lines(50)
    assert shown.index("left.txt") < shown.index("right.txt")
    above = "\n".join(shown[: shown.index("right.txt")])
    assert "Beta two." in above
    assert "Gamma." not in above


def test_crossing_passages_are_no_anchors_together() -> None:
    long = {"left_start": 0, "left_stop": 50, "right_start": 60, "right_stop": 110, "words": 9}
    short = {"left_start": 60, "left_stop": 70, "right_start": 0, "right_stop": 10, "words": 2}
    after = {"left_start": 80, "left_stop": 90, "right_start": 120, "right_stop": 130, "words": 2}
    assert anchors([short, after, long]) == [long, after]
    assert anchors([]) == []


def test_brief_leaves_out_what_only_one_has() -> None:
    long = " ".join(f"word{number}" for number in range(200))
    left, right = Side("a", long, []), Side("b", "short", [])
    shown = rendered(*beside(left, right, [], width=80, brief=True))
    assert "word0" in shown
    assert "word199" in shown
    assert "[…]" in shown
    assert "word100" not in shown


@pytest.mark.parametrize("width", [60, 77, 100])
def test_wide_characters_stay_in_their_column(width: int) -> None:
    left, right = (
        Side("a", "港湾は火曜日に閉鎖された。" * 20, []),
        Side("b", "plain words " * 30, []),
    )
    for line in rendered(*beside(left, right, [], width=width)).splitlines():
        assert cell_len(line) <= 100
