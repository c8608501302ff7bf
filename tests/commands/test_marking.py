from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.commands.marking import Mark, cut, marked

TEXT = "By A. Writer\nThe bridge is open.\nRead also: more\n"


def test_a_cut_stands_between_signs_with_its_rule() -> None:
    start = TEXT.index("Read also")
    shown = marked(TEXT, [cut(start, len(TEXT), "links.read_also")], styled=False)
    assert shown.plain == (
        "By A. Writer\nThe bridge is open.\n[-Read also: more-]{links.read_also}\n"
    )


def test_on_a_terminal_a_cut_is_struck_through() -> None:
    shown = marked(TEXT, [cut(0, 12, "bylines.by")], styled=True)
    assert shown.plain.startswith("By A. Writer bylines.by\n")
    assert "strike" in str(shown.spans[0].style)


def test_offsets_are_those_of_the_text_before_signs_replace_controls() -> None:
    text = "\x1b[1m\r\nhead\r\nbody"
    shown = marked(text, [cut(text.index("head"), text.index("head") + 4, "r")], styled=False)
    assert shown.plain == "␛[1m\n[-head-]{r}\nbody"


def test_of_two_overlapping_marks_the_first_keeps_its_whole_span() -> None:
    marks = [Mark(2, 6, "", "<", ">"), Mark(0, 4, "", "(", ")")]
    assert marked("abcdefgh", marks, styled=False).plain == "(abcd)<ef>gh"


@given(
    st.text(alphabet="ab \n", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
@settings(deadline=None, max_examples=200)
def test_marking_loses_and_adds_no_letter(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [
        Mark(min(a, b), min(max(a, b), len(text)), "", "<", ">")
        for a, b in spans
        if min(a, b) < len(text)
    ]
    shown = marked(text, marks, styled=False).plain
    assert shown.replace("<", "").replace(">", "").rstrip("\n") == text.rstrip("\n")
