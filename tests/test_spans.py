import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.spans import StoryMap, StoryMaps, story_text
from dedup.tables import CUTS


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text(min_size=0, max_size=60))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edges = edges[: len(edges) // 2 * 2]
    return text, list(zip(edges[0::2], edges[1::2], strict=True))


@given(cut_texts())
@settings(deadline=None, max_examples=200)
def test_every_character_of_the_story_maps_to_itself_in_the_text(case):
    text, cuts = case
    story = story_text(text, cuts)
    story_map = StoryMap(cuts, len(text))
    assert story_map.length == len(story)
    starts = story_map.start(range(len(story)))
    assert [text[i] for i in starts] == list(story)
    assert not any(a <= i < b for i in starts for a, b in cuts)
    assert (np.diff(starts) > 0).all()


@given(cut_texts())
@settings(deadline=None, max_examples=200)
def test_a_stop_lies_just_after_the_character_before_it(case):
    text, cuts = case
    story = story_text(text, cuts)
    story_map = StoryMap(cuts, len(text))
    stops = story_map.stop(range(1, len(story) + 1))
    assert [text[i - 1] for i in stops] == list(story)


def test_a_passage_never_swallows_the_cut_at_its_end():
    text = "one [cut] two"
    story_map = StoryMap([(4, 10)], len(text))
    assert story_map.start([4]).tolist() == [10]
    assert story_map.stop([4]).tolist() == [4]
    assert story_map.stop([0]).tolist() == [0]


def test_an_empty_passage_at_a_leading_cut_stays_empty():
    story_map = StoryMap([(0, 3)], 5)
    assert story_map.start([0]).tolist() == story_map.stop([0]).tolist() == [3]


def test_no_cuts_change_nothing():
    assert story_text("abc", []) == "abc"
    assert StoryMap([], 3).start([0, 1, 3]).tolist() == [0, 1, 3]


@pytest.mark.parametrize("cuts", [[(3, 2)], [(0, 4), (3, 5)], [(0, 99)]])
def test_wrong_cuts_are_refused(cuts):
    with pytest.raises(ValueError, match="sorted"):
        StoryMap(cuts, 10)


def test_many_articles_at_once_map_as_each_does():
    draw = random.Random(3)
    cuts, lengths = [], {}
    for row in (0, 2, 3, 7, 4_000_000_000):
        edges = sorted(draw.choices(range(200), k=2 * draw.randint(0, 6)))
        mine = list(zip(edges[::2], edges[1::2], strict=True))
        lengths[row] = (mine, 200 - sum(stop - start for start, stop in mine))
        cuts += [(row, start, stop, "rule") for start, stop in mine]
    draw.shuffle(cuts)
    maps = StoryMaps(CUTS.frame(cuts))
    asked = [(row, offset) for row, (_, size) in lengths.items() for offset in range(size + 1)]
    rows, offsets = (np.array(column, dtype=np.uint32) for column in zip(*asked, strict=True))
    for one, many in ((StoryMap.start, maps.start), (StoryMap.stop, maps.stop)):
        alone = [one(StoryMap(lengths[row][0], 200), [offset])[0] for row, offset in asked]
        assert many(rows, offsets).tolist() == alone
    assert StoryMaps(CUTS.empty()).stop(rows, offsets).tolist() == offsets.tolist()
