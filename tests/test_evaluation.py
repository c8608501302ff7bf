"""Scores against labelled pairs, counted by hand."""

import math

import polars as pl
import pytest

from dedup.errors import UsageError
from dedup.evaluation import (
    direction_scores,
    intervals,
    mistakes,
    read_labels,
    reliability,
    scores,
    thresholds,
)

JUDGED = pl.DataFrame(
    {
        "left_id": list("abcdef"),
        "right_id": list("ghijkl"),
        "label": ["copy", "partial", "rewrite", "same_event", "different", "copy"],
        "relation": ["copy", "copy", "same_event", "same_event", "rewrite", "copy"],
        "derived_probability": [0.9, 0.8, 0.2, 0.1, 0.7, 1.0],
        "candidate": [True, True, False, True, True, True],
    }
)


def test_scores_are_those_counted_by_hand():
    found = scores(JUDGED)
    assert found["shared_text"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "labelled": 3, "given": 3,
    }  # fmt: skip
    assert found["derived"]["precision"] == 0.75
    assert found["derived"]["recall"] == 0.75
    assert found["relations"]["copy"]["precision"] == pytest.approx(0.6667)
    assert found["relations"]["same_event"]["f1"] == 0.5
    assert found["candidate_recall"] == 0.75
    assert found["different_called_derived"] == 1.0
    assert found["brier_derived"] == pytest.approx(round((0.01 + 0.04 + 0.64 + 0.01 + 0.49) / 6, 4))
    assert found["confusion"]["partial"]["copy"] == 1


def test_mistakes_come_worst_first():
    assert mistakes(JUDGED)["left_id"].to_list() == ["c", "e", "b"]


def test_labels_in_either_orientation_with_their_direction(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("left,right,label,direction,note\nb,a,copy,L->R,x\nc,d,different,none,y\n")
    assert read_labels(path).rows() == [
        ("a", "b", "copy", "R->L", None),
        ("c", "d", "different", "none", None),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [("a,b\n1,2\n", "lacks the column label"), ("left,right,label\na,b,same\n", "no relation")],
)
def test_a_wrong_labels_file_is_refused_with_what_is_wrong(tmp_path, content, said):
    path = tmp_path / "labels.csv"
    path.write_text(content)
    with pytest.raises(UsageError, match=said):
        read_labels(path)


def test_how_sure_a_label_is_comes_along(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("left,right,label,sure\na,b,copy,3\nc,d,copy,\ne,f,copy,1.0\n")
    assert read_labels(path)["sure"].to_list() == [3, None, 1]


def test_a_direction_that_is_none_is_refused(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("left,right,label,direction\na,b,copy,left\n")
    with pytest.raises(UsageError, match="'left' is no direction; they are L->R"):
        read_labels(path)


def test_reliability_counts_the_tenths_that_have_pairs():
    assert reliability(JUDGED) == [
        {"from": 0.1, "to": 0.2, "pairs": 1, "said": 0.1, "derived": 0.0},
        {"from": 0.2, "to": 0.3, "pairs": 1, "said": 0.2, "derived": 1.0},
        {"from": 0.7, "to": 0.8, "pairs": 1, "said": 0.7, "derived": 0.0},
        {"from": 0.8, "to": 0.9, "pairs": 1, "said": 0.8, "derived": 1.0},
        {"from": 0.9, "to": 1.0, "pairs": 2, "said": 0.95, "derived": 1.0},
    ]
    off = (0.1 + 0.8 + 0.7 + 0.2 + 2 * 0.05) / 6
    assert scores(JUDGED)["calibration_error"] == pytest.approx(off, abs=1e-3)


def test_a_threshold_trades_precision_for_recall():
    at = {row["threshold"]: row for row in thresholds(JUDGED)}
    assert (at[0.15]["precision"], at[0.15]["recall"]) == (0.8, 1.0)
    assert (at[0.75]["precision"], at[0.75]["recall"]) == (1.0, 0.75)
    assert at[0.15]["f1"] == pytest.approx(8 / 9, abs=1e-4)


def many(right: float, pairs: int = 400) -> pl.DataFrame:
    """Pairs of stories of their own, of which a share is called right."""
    wrong = [number >= right * pairs for number in range(pairs)]
    return pl.DataFrame(
        {
            "left_id": [f"a{number}" for number in range(pairs)],
            "right_id": [f"b{number}" for number in range(pairs)],
            "label": ["copy", "different"] * (pairs // 2),
            "relation": [
                ("different" if odd else "copy") if not miss else ("copy" if odd else "different")
                for miss, odd in zip(wrong, [False, True] * (pairs // 2), strict=True)
            ],
            "derived_probability": [0.5] * pairs,
        }
    )


def test_intervals_hold_the_figure_and_narrow_with_more_pairs():
    wide, narrow = intervals(many(0.8, 100))["derived_f1"], intervals(many(0.8, 1600))["derived_f1"]
    for low, high in (wide, narrow):
        assert low < 0.8 < high
    assert (narrow[1] - narrow[0]) < 0.5 * (wide[1] - wide[0])
    # A share of .8 in 100 draws has a standard error of .04.
    assert math.isclose(wide[1] - wide[0], 4 * 0.04, rel_tol=0.35)


def test_copies_of_one_story_prove_less_than_as_many_stories():
    apart = many(0.8, 200)
    one_story = apart.with_columns(left_id=pl.lit("a") + (pl.int_range(pl.len()) // 20).cast(str))
    few, all_of_them = intervals(one_story)["brier_derived"], intervals(apart)["derived_f1"]
    assert few[0] <= few[1]
    linked = intervals(one_story)["derived_f1"]
    assert linked[1] - linked[0] > all_of_them[1] - all_of_them[0]


def test_directions_are_right_wrong_or_open():
    pairs = pl.DataFrame(
        {
            "label": ["copy"] * 5 + ["different"],
            "relation": ["copy"] * 6,
            "direction": ["L->R", "L->R", "R->L", "L->R", "common", "L->R"],
            "directed": [
                "left_to_right", "right_to_left", "undetermined", None, "common_source", None,
            ],
        }
    )  # fmt: skip
    found = direction_scores(pairs)
    assert (found["labelled"], found["called_derived"], found["decided"]) == (4, 3, 2)
    assert found["decided_right"] == 0.5
    assert found["undecided"] == pytest.approx(0.3333)
    assert (found["common_found"], found["common_called_directed"]) == (1, 0)
    assert direction_scores(pairs.with_columns(direction=pl.lit(None, pl.String))) is None
