"""The verdict: coherent probabilities, a threshold that means what it says, a readable model."""

import json

import numpy as np
import polars as pl
import pytest

from dedup.errors import SettingsError
from dedup.relations import (
    QUESTIONS,
    RELATION_NAMES,
    Question,
    judge,
    judge_by,
    load_model,
    probabilities,
    transformed,
)
from dedup.settings import RelationSettings
from dedup.signals import SCHEMA


def signals(**columns):
    height = len(next(iter(columns.values())))
    filled = {name: [0.0] * height for name in SCHEMA} | columns
    filled |= {"left": list(range(height)), "right": list(range(1, height + 1))}
    return pl.DataFrame(filled, schema=SCHEMA)


COPY = {
    "narration_shared": [1.0], "narration_shared_longer": [1.0], "left_covered": [1.0],
    "right_covered": [1.0], "covered_most": [1.0], "sentences_shared": [1.0],
    "sentences_shared_longer": [1.0],
    "sentences_kept": [20.0], "best_match": [1.0], "close_matches": [1.0], "order": [1.0],
    "longest_narrated_run": [400.0], "pair_overlap": [1.0], "pair_overlap_longer": [1.0],
    "word_overlap": [1.0], "word_overlap_longer": [1.0], "cosine": [1.0], "figures_shared": [1.0],
}  # fmt: skip


def test_probabilities_are_a_distribution():
    rng = np.random.default_rng(3)
    columns = {name: rng.random(50).tolist() for name in SCHEMA if name not in ("left", "right")}
    found = probabilities(signals(**columns), load_model(""), RelationSettings())
    assert found.shape == (50, len(RELATION_NAMES))
    assert (found >= 0).all()
    assert np.allclose(found.sum(axis=1), 1)


def test_a_reprint_is_a_copy_and_strangers_are_not_derived():
    assert judge(signals(**COPY), RelationSettings())["relation"].to_list() == ["copy"]
    strangers = signals(cosine=[0.01], longer_words=[600.0])
    stranger = judge(strangers, RelationSettings()).row(0, named=True)
    assert stranger["relation"] in ("same_event", "different")
    assert stranger["derived_probability"] < 0.1


def test_a_higher_threshold_calls_fewer_pairs_derived():
    steps = np.linspace(0, 1, 40)
    rows = signals(
        cosine=steps.tolist(),
        narration_shared=steps.tolist(),
        sentences_kept=(10 * steps).tolist(),
    )
    counts = [
        judge(rows, RelationSettings(derived_threshold=t))["relation"]
        .is_in(["copy", "partial", "rewrite"])
        .sum()
        for t in (0.2, 0.5, 0.8)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2]


def test_a_rewrite_must_be_surer_than_a_copy():
    yes = Question(5.0, ())
    maybe = Question(0.0, ())  # a half
    no = Question(-5.0, ())
    rewritten = {"shared": no, "copy": no, "rewrite": maybe, "event": yes}
    copied = {"shared": maybe, "copy": yes, "rewrite": no, "event": yes}
    one = signals(
        cosine=[0.5],
        narrated_words=[20.0],
        longest_narrated_run=[20.0],
        narration_shared=[0.3],
        shorter_words=[90.0],
    )
    given = RelationSettings(derived_threshold=0.4, rewrite_margin=0.15)
    assert judge_by(one, rewritten, given)["relation"].to_list() == ["same_event"]
    assert judge_by(one, copied, given)["relation"].to_list() == ["copy"]
    alike = RelationSettings(derived_threshold=0.4, rewrite_margin=0.0)
    assert judge_by(one, rewritten, alike)["relation"].to_list() == ["rewrite"]
    assert RelationSettings(derived_threshold=0.95).rewrite_threshold < 1


def test_a_copy_of_a_sentence_or_two_must_be_as_sure():
    maybe, yes, no = Question(0.0, ()), Question(5.0, ()), Question(-5.0, ())
    copied = {"shared": maybe, "copy": yes, "rewrite": no, "event": yes}
    given = RelationSettings(derived_threshold=0.4, rewrite_margin=0.15)
    broad = signals(narration_shared=[0.3], narrated_words=[60.0])
    assert judge_by(broad, copied, given)["relation"].to_list() == ["copy"]
    for share, words in ((0.05, 60.0), (0.3, 11.0)):
        thin = signals(narration_shared=[share], narrated_words=[words])
        assert judge_by(thin, copied, given)["relation"].to_list() == ["same_event"]


def test_what_is_half_shared_is_no_rewrite():
    maybe, yes, no = Question(-2.0, ()), Question(5.0, ()), Question(-5.0, ())
    model = {"shared": maybe, "copy": no, "rewrite": yes, "event": yes}
    for share, relation in ((0.3, "rewrite"), (0.6, "partial")):
        run = {"narrated_words": [60.0], "longest_narrated_run": [60.0]}
        pair = signals(narration_shared=[share], shorter_words=[90.0], **run)
        assert judge_by(pair, model, RelationSettings())["relation"].to_list() == [relation]


def test_copy_and_partial_stand_together_against_rewrite():
    half = Question(0.0, ())
    model = {"shared": Question(0.2, ()), "copy": half, "rewrite": Question(3.0, ()), "event": half}
    run = {"narrated_words": [60.0], "longest_narrated_run": [60.0]}
    pair = signals(narration_shared=[0.3], shorter_words=[90.0], **run)
    assert judge_by(pair, model, RelationSettings())["relation"][0] in {"copy", "partial"}


def test_a_rewrite_needs_something_to_point_at():
    yes, no = Question(5.0, ()), Question(-5.0, ())
    rewritten = {"shared": no, "copy": no, "rewrite": yes, "event": yes}
    bare = judge_by(signals(cosine=[0.9]), rewritten, RelationSettings())
    assert bare["relation"].to_list() == ["same_event"]
    assert bare["derived_probability"][0] < 0.3
    named = signals(source_common=[1.0], shorter_words=[90.0])
    told = judge_by(named, rewritten, RelationSettings())
    assert told["relation"].to_list() == ["rewrite"]


def test_no_pairs_no_verdicts():
    assert judge(pl.DataFrame(schema=SCHEMA), RelationSettings()).height == 0


def test_the_model_uses_signals_that_exist():
    for question in load_model("").values():
        for part in question.weights:
            assert len(transformed(signals(cosine=[0.5]), part.signal, part.transform)) == 1
            assert part.transform in ("plain", "log", "root")


def test_a_weights_file_of_the_user_is_obeyed(tmp_path):
    sure = {name: {"intercept": 9.0, "weights": []} for name in QUESTIONS}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(sure), "utf-8")
    found = judge(signals(cosine=[0.0]), RelationSettings(model=str(path)))
    assert found["relation"].to_list() == ["copy"]


@pytest.mark.parametrize("content", ["", "[]", '{"shared": {}}'])
def test_a_broken_weights_file_is_refused_by_name(tmp_path, content):
    path = tmp_path / "model.json"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=r"model\.json"):
        load_model(str(path))
