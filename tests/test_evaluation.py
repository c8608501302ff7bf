"""Scores against labelled pairs, counted by hand."""

import polars as pl
import pytest

from dedup.errors import UsageError
from dedup.evaluation import mistakes, read_labels, scores

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
        ("a", "b", "copy", "R->L"),
        ("c", "d", "different", "none"),
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
