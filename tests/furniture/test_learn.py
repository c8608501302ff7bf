"""What repeats across unrelated stories goes; what repeats inside one story stays."""

from __future__ import annotations

import random
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.furniture import learn, read_blocks
from dedup.settings import FurnitureSettings
from dedup.tables import ARTICLES, BLOCKS, CUTS, FURNITURE

SUBJECTS = (
    "harbour pier crane ferry dock anchor sailor cargo lighthouse breakwater",
    "orchestra conductor violin symphony rehearsal concert soprano audience chorus overture",
    "glacier meltwater moraine expedition summit crevasse avalanche climber rope icefall",
    "vineyard harvest grape cellar barrel winemaker drought frost bottling vintage",
    "satellite orbit launch antenna payload telescope engineer countdown booster capsule",
    "hospital surgeon vaccine ward nurse clinic diagnosis epidemic therapy trial",
    "goalkeeper striker penalty stadium referee derby league injury transfer captain",
    "tribunal verdict prosecutor witness jury appeal defendant hearing sentence lawyer",
    "bakery flour oven sourdough pastry apprentice dough recipe millers bread",
    "museum curator sculpture gallery painting restorer exhibition archive fresco canvas",
)
FRAME = "All the tides and all the talk of the coast, every evening on paper and by post."
TEASER = "The week on the coast"


def story(subject: int, sentences: int = 8, seed: int = 0) -> list[str]:
    """Paragraphs about one subject, different for each seed."""
    chance = random.Random(f"{subject} {seed}")
    words = SUBJECTS[subject].split()
    return [
        f"The {chance.choice(words)} and the {chance.choice(words)} were why the "
        f"{chance.choice(words)} in district {chance.randint(2, 99)} needed a "
        f"{chance.choice(words)}, said the {chance.choice(words)} of the {chance.choice(words)}."
        for _ in range(sentences)
    ]


def learned(
    texts: list[str], publishers: Sequence[str | None] | None = None, language: str = "en"
) -> list[tuple[int, str]]:
    """Row and text of every block that is learned."""
    articles = ARTICLES.frame(
        (n, f"a{n}", "p", None, None, None, None, "utf-8", text, None)
        for n, text in enumerate(texts)
    )
    blocks = read_blocks(articles, CUTS.empty())
    names = publishers or ["The Tide"] * len(texts)
    outlets = pl.DataFrame({"row": articles["row"], "publisher": pl.Series(names, dtype=pl.String)})
    found = learn(
        articles, blocks, outlets, pl.Series([language] * len(texts)), FurnitureSettings()
    )
    assert found.schema == FURNITURE.schema
    return [(row, texts[row][start:stop]) for row, start, stop, *_ in found.iter_rows()]


def test_a_frame_around_unrelated_stories_is_learned() -> None:
    texts = ["\n".join([TEASER, *story(n), FRAME]) for n in range(5)]
    assert learned(texts) == [(n, line) for n in range(5) for line in (TEASER, FRAME)]


@pytest.mark.parametrize("outlets", [None, ["A", "B", "C", "D", "E", "F"]])
def test_wire_copy_in_many_outlets_stays(outlets: list[str | None] | None) -> None:
    wire = story(0, 10)
    kept = [
        wire,
        wire[:7],
        wire[:4],
        wire[2:],
        [*wire, *story(0, 3, 7)],
        [*wire[:5], *story(0, 5, 8)],
    ]
    texts = ["\n".join(paragraphs) for paragraphs in kept]
    assert learned(texts, outlets) == []


def woven(own: list[str], wire: list[str]) -> str:
    """A story with the paragraphs of another in between, two or three at a time."""
    return "\n".join([*own[:2], *wire[:2], *own[2:5], *wire[2:], *own[5:]])


@pytest.mark.parametrize("outlets", [["A", "A", "A", "A", "B", "B", "B", "C"], ["A"] * 8, None])
@pytest.mark.parametrize("at_the_end", [False, True])
def test_wire_copy_woven_into_unrelated_stories_stays(
    outlets: list[str] | None, at_the_end: bool
) -> None:
    wire = story(0, 5)
    texts = ["\n".join(wire)]
    texts += ["\n".join([*story(n), *wire]) if at_the_end else woven(story(n), wire)
              for n in range(1, 6)]  # fmt: skip
    texts += ["\n".join(story(n)) for n in range(6, 8)]
    own = outlets or [None] * 8
    others = [*own, *own] if outlets else [None] * 16
    texts += ["\n".join(story(n, seed=1)) for n in range(8)]
    assert learned(texts, others) == []


def test_one_paragraph_of_wire_copy_in_several_outlets_stays() -> None:
    wire = story(0, 1)
    outlets = ["A", "B", "C", "A", "B", "C", "A", "A", "B"]
    texts = ["\n".join([*story(n), *(wire if n else [])]) for n in range(9)]
    assert learned(texts, outlets) == []


def test_a_long_frame_around_all_that_an_outlet_prints_is_learned() -> None:
    frame = [f"{FRAME} It is the {word} of them all." for word in ("first", "second", "third")]
    texts = ["\n".join([*story(n), *frame]) for n in range(10)]
    assert learned(texts) == [(n, line) for n in range(10) for line in frame]


def test_a_long_text_woven_into_half_of_a_small_outlets_stories_stays() -> None:
    wire = story(7, 6)
    texts = ["\n".join([*story(n % 7, 8, n), *(wire if n % 4 else [])]) for n in range(11)]
    assert learned(texts) == []


def test_a_long_text_that_another_outlet_has_too_is_no_frame() -> None:
    wire = story(7, 6)
    texts = ["\n".join([*story(n % 7, 8, n), *wire]) for n in range(9)]
    others = ["\n".join([*story(n % 7, 8, 20 + n), *(wire if n == 2 else [])]) for n in range(9)]
    assert learned(texts + others, ["A"] * 9 + ["B"] * 9) == []


def test_wire_copy_within_frames_loses_the_frames_alone() -> None:
    wire = story(0, 10)
    texts = ["\n".join([*wire, FRAME])] * 3 + ["\n".join([*story(n), FRAME]) for n in range(1, 5)]
    found = learned(texts)
    assert {line for _, line in found} == {FRAME}
    assert [row for row, _ in found] == list(range(7))


def test_the_background_of_a_running_story_stays() -> None:
    background = (
        "The harbour lost its pier and its lighthouse when the breakwater gave way in a storm, and "
        "every ferry, crane and dock has waited for cargo and sailor alike since."
    )
    texts = ["\n".join([*story(0, 8, seed), background]) for seed in range(6)]
    assert learned(texts) == []


def test_dates_counts_and_names_may_vary() -> None:
    names = ("Ann Lee", "Bo Ray", "Cy Orr", "Di Fox", "Ed Gray", "Flo Hart", "Gus Ide")
    texts = [
        "\n".join([*story(n), f"{n + 3} readers wrote to us", f"Letters to {name} reach the desk"])
        for n, name in enumerate(names)
    ]
    found = [line for _, line in learned(texts)]
    assert len([line for line in found if line.endswith("wrote to us")]) == 7
    assert len([line for line in found if line.startswith("Letters to")]) == 7


def test_subheads_with_a_time_stay_though_each_begins_alike() -> None:
    heads = ["Ferry Sails", "Pier Reopens", "Mayor Resigns", "Storm Ahead", "Vote Delayed"]
    texts = [
        "\n".join([*story(n)[:4], f"Update at {n + 1}:15 p.m. ET. {head}:", *story(n, 4, 1)])
        for n, head in enumerate(heads)
    ]
    assert learned(texts) == []


def test_what_is_left_of_a_sentence_around_a_cut_is_no_block() -> None:
    name, unfolded = "Harbour Master Ann Lee", " Ann Maria LeeStorm ahead MORE"
    texts = [f"{name}{unfolded} said no.\n" + "\n".join(story(n)) for n in range(6)]
    articles = ARTICLES.frame(
        (n, f"a{n}", "p", None, None, None, None, "utf-8", text, None)
        for n, text in enumerate(texts)
    )
    start, stop = len(name), len(name + unfolded)
    cuts = CUTS.frame((n, start, stop, "related.inline") for n in range(6))
    blocks = read_blocks(articles, cuts)
    assert blocks.filter((blocks["stop"] <= start) | (blocks["start"] == stop + 1)).is_empty()
    cut_before = CUTS.frame((n, 0, stop, "datelines.source") for n in range(6))
    assert blocks.height + 6 == read_blocks(articles, cut_before).height


def test_a_frame_in_a_script_without_spaces_is_learned() -> None:
    frame = "港の便りは毎朝七時にお手元へ届きます。"
    kanji = "海船波島岸塔港網貝潮山雪氷岩谷峰縄崖霧滝弦笛鼓舞唱琴譜幕席声薬医針脈熱床毒血骨肺"
    texts = []
    for n in range(5):
        own = kanji[8 * n : 8 * n + 8]
        chance = random.Random(n)
        lines = ["".join(chance.choices(own, k=40)) + "。" for _ in range(4)]
        texts.append("\n".join([*lines, frame]))
    assert learned(texts, language="ja") == [(n, frame) for n in range(5)]
    wire, *others = ["\n".join(text.splitlines()[:-1]) for text in texts]
    woven_in = [f"{wire}\n{other}" for other in others[:3]]
    assert learned([wire, *woven_in, others[3]], language="ja") == []


def test_a_lead_before_ever_other_headlines_is_learned() -> None:
    texts = []
    for n in range(8):
        paragraphs = story(n)
        teaser = f"Myös tätä: {SUBJECTS[(n + 1) % 8].split()[3]} over {SUBJECTS[(n + 2) % 8][:9]}"
        texts.append("\n".join([*paragraphs[:4], teaser, *paragraphs[4:]]))
    assert [line.split(":")[0] for _, line in learned(texts)] == ["Myös tätä"] * 8


def test_two_articles_prove_nothing() -> None:
    assert learned(["\n".join([*story(n), FRAME]) for n in range(2)]) == []


def test_a_stock_sentence_of_few_stories_stays() -> None:
    stock = "The mayor did not reply to a request for comment."
    texts = []
    for n in range(10):
        paragraphs = story(n)
        middle = [stock] if n < 3 else []
        texts.append("\n".join([*paragraphs[:4], *middle, *paragraphs[4:]]))
    assert learned(texts) == []


def test_switched_off_it_learns_nothing() -> None:
    texts = ["\n".join([*story(n), FRAME]) for n in range(5)]
    articles = ARTICLES.frame(
        (n, f"a{n}", "p", None, None, None, None, "utf-8", text, None)
        for n, text in enumerate(texts)
    )
    found = learn(
        articles,
        read_blocks(articles, CUTS.empty()),
        articles.select("row", publisher=pl.lit(None, dtype=pl.String)),
        pl.Series(["en"] * 5),
        FurnitureSettings(learn=False),
    )
    assert found.is_empty()


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(9)))
def test_the_order_of_articles_changes_nothing(order: list[int]) -> None:
    texts = ["\n".join([TEASER, *story(n % 6, 6, n), FRAME]) for n in range(9)]
    names = {f"a{n}": texts[n] for n in range(9)}

    def run(rows: list[int]) -> set[tuple[str, str]]:
        articles = ARTICLES.frame(
            (n, f"a{row}", "p", None, None, None, None, "utf-8", names[f"a{row}"], None)
            for n, row in enumerate(rows)
        )
        found = learn(
            articles,
            read_blocks(articles, CUTS.empty()),
            articles.select("row", publisher=pl.lit("The Tide")),
            pl.Series(["en"] * 9),
            FurnitureSettings(),
        ).join(articles.select("row", "article_id"), on="row")
        return {
            (name, names[name][start:stop])
            for name, start, stop in found.select("article_id", "start", "stop").iter_rows()
        }

    assert run(list(order)) == run(list(range(9)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=6), st.data())
def test_blocks_lie_in_the_text_beside_the_cuts(texts: list[str], data: st.DataObject) -> None:
    articles = ARTICLES.frame(
        (n, f"a{n}", "p", None, None, None, None, "utf-8", text, None)
        for n, text in enumerate(texts)
    )
    spans = []
    for row, text in enumerate(texts):
        edges = data.draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True))
        edges.sort()
        spans += [(row, a, b, "a.a") for a, b in zip(edges[::2], edges[1::2], strict=False)]
    blocks = read_blocks(articles, CUTS.frame(spans))
    assert blocks.schema == BLOCKS.schema
    covered = {(row, place) for row, a, b, _ in spans for place in range(a, b)}
    last = (-1, 0)
    for row, start, stop, *_ in blocks.iter_rows():
        assert (row, start) >= last
        assert 0 <= start < stop <= len(texts[row])
        assert not covered & {(row, place) for place in range(start, stop)}
        last = (row, stop)
