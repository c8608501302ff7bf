"""What a look at the columns settles is what each text is told by itself."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dedup import fitness
from dedup.settings import BoilerplateSettings

SETTINGS = BoilerplateSettings(shortest_story=3)
PIECES = (
    *("12:30", "9.05 Uhr", " 10h15 ", "7:4", "١٢:٣٠"),
    *("Sir,", "Dear Editor:", "SEHR GEEHRTE REDAKTION", "Re “The pier”", "Monsieur le directeur,"),
    *(
        "Harbour news of this week",
        "The pier is old.",
        "Is it?”",
        "終わり。",
        "a.",
        "½!",
        "É…",
        "1.23",
    ),
    *("\u00a0", "_", "—", "\r", "\u2028", ""),
)
LINES = st.lists(st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join), max_size=24)


@given(st.lists(LINES.map("\n".join), min_size=1, max_size=6), st.booleans())
def test_columns_settle_nothing_that_is_unfit(stories: list[str], captioned: bool) -> None:
    counts = [len(story.split()) for story in stories]
    found = fitness.reasons(
        pl.Series(stories, dtype=pl.String),
        pl.Series(counts, dtype=pl.UInt32),
        [captioned] * len(stories),
        SETTINGS,
    )
    assert found.to_list() == [
        fitness.unfit(story, count, SETTINGS, captioned=captioned)
        for story, count in zip(stories, counts, strict=True)
    ]
    assert found.name == "unfit"


def test_each_reason_is_among_those_found() -> None:
    """So that the property above speaks of something."""
    letters = "Sir, – The pier deserves better than it gets.\nYours, a reader.\n" * 3
    entries = "\n".join(f"{hour}:30 The council meets again today." for hour in range(8, 20))
    links = "\n".join(["Harbour news of this week"] * 9)
    stories = pl.Series(["", letters, entries, links, "The pier is old."])
    counts = pl.Series([0, 30, 70, 45, 4], dtype=pl.UInt32)
    told = fitness.reasons(stories, counts, [False] * 5, SETTINGS).to_list()
    assert told[-1] is None
    assert len({reason for reason in told if reason}) == 4
