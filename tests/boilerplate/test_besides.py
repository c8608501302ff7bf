"""What a pattern needs besides is in whatever it matches, and rules out much."""

import pytest

from dedup.boilerplate.besides import besides, needed


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"[A-Z][\w ]{2,9} is (?:an?|the) .{0,9}\bpilot", [{" is a", " is the"}, {"pilot"}]),
        ("(?i:Get (?:the|our) [^.]{1,9} app)", [{"get the ", "get our "}, {" app"}]),
        ("(?:on|at)? ?pier{1,3}s", [{"pie"}, {"s"}]),
        ("(?:a(?:b|c)d|ef) .{1,3}g", [{"a", "ef"}, {"g"}]),
        ("(?!pier).{0,3}(?:quay|port):", [{"quay:", "port:"}]),
    ],
)
def test_all_that_is_needed(pattern: str, found: list[set[str]]) -> None:
    told = needed(pattern)
    assert all(one in told for one in found)


def test_nothing_is_needed_of_what_has_several_forms() -> None:
    assert needed("pier|quay") == []
    assert needed("(?:pier)?.{0,3}") == []


def test_what_is_said_besides_is_no_part_of_what_is_looked_for() -> None:
    pattern = r"(?:find|follow) [\w ]{1,9}, (?:at|via) (?:the port|the quay)"
    assert besides(pattern, frozenset(("find", "follow"))) == {
        f", {how} the {where}" for how in ("at", "via") for where in ("port", "quay")
    }
    assert besides(r"find .{1,9}", frozenset(("find",))) == frozenset()
