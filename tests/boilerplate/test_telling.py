"""Sentences of stories that begin or sound like furniture stay, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load

LINES = Path(__file__).with_name("sentences.txt").read_text("utf-8").split("\n")
SENTENCES = [line for line in LINES if line and line[0] != "#"]
AROUND = (
    "The harbour council voted on Monday evening to rebuild the pier that the storm had broken.",
    "Fishermen had asked for the vote since three boats were lost within a week of gales.",
    "The work will begin in June, the engineer told the council, if the stone arrives in time.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_of_the_story_stay(sentence: str) -> None:
    for place in range(len(AROUND) + 1):
        text = "\n".join([*AROUND[:place], sentence, *AROUND[place:]])
        assert cuts_of(text, "Council votes for the pier", None, load()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Read more about the pier here.",
        "Read also: what the mayor said about the pier.",
        "see also Council votes for pier The council said on Monday that it would...",
        "Follow us on Facebook for news of the harbour and of the council every day.",
        "Subscribe to our newsletter to read what the council decides, every evening at six.",
        "Published in The Harbour Post, June 1st, 2019",
        "Comments on this story are closed.",
        "You can follow Ann Lee on Twitter for more.",
        "Poll: Should the pier be rebuilt?",
        "Watch the full interview here.",
        "Photo by Ann Lee",
        "Distributed by Harbour Content Agency, LLC.",
    ],
)
def test_prompts_and_teasers_go_all_the_same(line: str) -> None:
    text = "\n".join([*AROUND[:2], line, AROUND[2]])
    told = [text[one.start : one.stop] for one in cuts_of(text, None, None, load())]
    tail = "\n".join([*AROUND, line])
    below = [tail[one.start : one.stop] for one in cuts_of(tail, None, None, load())]
    assert line in (*told, *below)
