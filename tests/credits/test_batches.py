"""A batch is read by short cuts; they are not to be seen in what is found."""

from __future__ import annotations

import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import credits, kernels, registry
from dedup.blocks import block_table, blocks
from dedup.credits import (
    attributions,
    brackets,
    chances,
    datelines,
    lines,
    notes,
    pictures,
    sign_offs,
)
from dedup.credits.page import Page
from dedup.credits.parts import Part, columns_of, parts_of
from dedup.credits.phrases import phrases
from dedup.credits.reading import read_page
from dedup.credits.screening import Seen, screen
from dedup.registry import Mention
from dedup.settings import CreditSettings
from dedup.tables import ARTICLES, EVIDENCE

PIECES = [
    "WASHINGTON (AP) — A ferry ran aground off the island on Monday and was freed by a tug.",
    "Москва. 12 января. ИНТЕРФАКС - Паром сел на мель, сообщил корреспонденту Интерфакса порт.",
    "新华社北京1月12日电 渡轮周一在岛屿附近搁浅。路透社率先报道了这一消息。",
    "القاهرة (رويترز) - جنحت عبارة قبالة الجزيرة يوم الاثنين وقالت لرويترز إنها بخير.",
    "The owners, who told Agence France-Presse so, said that nobody had been hurt.",
    "L’Agence France-Presse dit que l’AFP n’a rien vu, selon l'A.F.P. et le Journal.",
    "This article first\nappeared on  The Harbour Post. Reuters first reported the news.",
    "Reu\u00adters and A\u0301FP, İHA, ČTK, dpa/lnw and CBS/AP; (ap) AP's PA. Pa. [UPI]",
    "(Reporting by Jo Doe; Editing by Al Roe)",
    "Source: dpa",
    "Copyright 2024 Thomson Reuters. Distributed by Tribune Content Agency, LLC.",
    "With inputs\xa0from PTI. Additional   reporting by ANI. Published by the Valley Times.",
    "Über die Fähre berichtete die dpa. Unter Verwendung von Material der AFP.",
    "New York, New Delhi and New Zealand have harbours, the New York Times wrote on Monday.",
    "x_AP AP_x はAFP時事 AP通信 ＡＰ Ｒｅｕｔｅｒｓ ap aPs \u200bAP\u200b",
    "Read more: Ferry runs aground off Lindvik",
    "More from AFP\n• Tug frees ferry, Reuters says\n• Divers tell AP of a net\nIt ended. ",
    "The Harbour Post > News > Reuters | AFP",
    "Video released by the coast guard and obtained by AFP shows the ferry.",
    "Lindvik (The Valley Times) - The ferry sailed again. Photo: Reuters/Jo Doe",
    "https://www.reuters.com/article/ferry",
    "h/t CNN",
    "___\n\nAssociated Press writer Jo Doe contributed.",
    "The crew of the tug said nothing, and Jo Doe of Reuters contributed to this report at noon.",
    "",
]


def texts(seed: int) -> list[str]:
    draw = random.Random(seed)
    joints = ["\n\n", "\n", " "]
    return [draw.choice(joints).join(draw.choices(PIECES, k=draw.randint(1, 8))) for _ in range(40)]


def one_by_one(given: list[str]) -> list[tuple[int, int, int, str, str]]:
    known = registry.load(None)
    return [
        (row, *credit)
        for row, text in enumerate(given)
        for credit in read_page(Page(text, known, frozenset(), 3))
    ]


@pytest.mark.parametrize("seed", range(4))
def test_a_batch_finds_what_single_pages_do(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "WORTH_LOADING", 0)
    monkeypatch.setattr(kernels, "WORTH_CALLING", 0)
    given = texts(seed)
    table = ARTICLES.frame(
        (row, str(row), "", None, None, None, None, "utf-8", text, None)
        for row, text in enumerate(given)
    )
    found = credits.read(table, EVIDENCE.empty(), CreditSettings())
    assert sorted(found.rows()) == sorted(one_by_one(given))
    assert found.height > 40


BEFORE = [
    "the harbour told", "according to", "he wrote to the", "a photo released by", "it was with",
    "a map of", "via", "(the", "[", "reports of the", "an article by", "in the words of", "—", "/",
]  # fmt: skip
NAMES = ["Reuters", "AFP", "the Associated Press", "NBC", "The Harbour Post", "CBS/AP", "dpa", "AP"]
AFTER = [
    " said on Monday", " reported", "’s Jo Doe", " Images", "/Jo Doe", ")", "]", ": the ferry",
    " and others", ", which owns a pier", " contributed", "", " — it is known —", " photos",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_in_running_text_are_read_as_by_all_members(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "WORTH_LOADING", 0)
    monkeypatch.setattr(kernels, "WORTH_CALLING", 0)
    lead = "The ferry ran aground off the island on Monday and was freed by two tugs at noon."
    frames = [
        "The owners have seen that {} and nobody else on the whole island had anything to add.",
        "Nobody was hurt. With it all {} and the crew went home. They had been up for two days.",
        "{}",
        "So ended the voyage, it was said, and in the end those who had waited all left. {}",
    ]
    given = [
        "\n\n".join(parts)
        for before in BEFORE
        for after in AFTER
        for frame in frames
        for told in [frame.format(f"{before} {name}{after}")]
        for parts in [(lead, told, lead, *([lead] * 14))[:: 1 if frame != frames[2] else -1]]
    ]
    table = ARTICLES.frame(
        (row, str(row), "", None, None, None, None, "utf-8", text, None)
        for row, text in enumerate(given)
    )
    found = credits.read(table, EVIDENCE.empty(), CreditSettings())
    assert sorted(found.rows()) == sorted(one_by_one(given))


@given(st.lists(st.text(max_size=300) | st.sampled_from(PIECES), max_size=5))
def test_a_batch_has_the_parts_of_each_text(given_texts: list[str]) -> None:
    table = block_table(pl.Series(given_texts, dtype=pl.String))
    rows = zip(table["number"].to_list(), *columns_of(table), strict=True)
    expected = [(n, *part[1:]) for n, text in enumerate(given_texts) for part in parts_of(text)]
    assert list(rows) == expected


@pytest.mark.parametrize("seed", range(4))
def test_starts_are_all_that_names_can_begin_at(seed: int) -> None:
    known, given = registry.load(None), [*PIECES, *texts(seed)]
    for text, starts in zip(given, known.starts(pl.Series(given)), strict=True):
        assert known.find(text, starts) == known.find(text)


@given(
    st.lists(st.sampled_from([*PIECES, "dpa", ", ", "é", "’", "½", "नेता"]) | st.text(max_size=9))
)
def test_the_loop_finds_the_starts_that_are_looked_at_again(pieces: list[str]) -> None:
    known = registry.load(None)
    given_texts = pl.Series(["".join(pieces), *pieces], dtype=pl.String)
    starts = known._starts
    in_full, told = starts._find_in_full(given_texts), starts._find_in_letters(given_texts)
    for number, text in enumerate(given_texts):
        places, found = in_full.places[number], told.places[number]
        if found is not None:
            assert not in_full.glued[number]
            assert places is not None
            assert set(found) <= set(places)
            assert known.find(text, found) == known.find(text)


def test_a_text_is_idle_only_where_no_phrase_stands() -> None:
    given = [*PIECES, *texts(9)]
    words = phrases()
    found = screen(pl.Series(given), block_table(pl.Series(given)), registry.load(None))
    for text, idle in zip(given, (seen.idle for seen in found), strict=True):
        for name in ("origin", "distribution", "contribution", "whole"):
            if any(getattr(words, name).search(block.text) for block in blocks(text)):
                assert name not in idle, (name, text)


SHORT, LONG = 8, 40


def asked_alone(text: str, mention: Mention, part: Part) -> dict[int, bool]:
    """What members ask of a name, in a text that has its part alone."""
    text = " " * part.start + text[part.start : part.stop]
    outlet = mention.entry.kind == "outlet"
    low = max(part.start, mention.start - brackets.REACH)
    short = len(text[part.start : part.stop].split()) <= SHORT
    opens = notes.may_open_with(text, part.start, mention) if part.words > LONG else short
    return {
        chances.LINE: lines.is_line(text, part),
        chances.DATELINE: not outlet and datelines.is_marked(text, mention),
        chances.MARKED: pictures.is_marked(text, mention),
        chances.BRACKETED: brackets.may_hold(text, low, mention),
        chances.CLOSING: lines.may_close(text, part, mention),
        chances.SIGNING: not outlet and sign_offs.stands_alone(text, mention, part),
        chances.OPENING: opens,
        chances.STATING: attributions.attribution(text, mention, part, part) != "",
    }


def placed(seen: Seen) -> list[tuple[Mention, Part, int]]:
    """The names that end in the part they begin in, with what is told of each."""
    named = zip(seen.mentions, seen.named, strict=True)
    placed = [(mention, seen.part(place), told) for mention, (place, told, _) in named]
    return [one for one in placed if one[0].stop <= one[1].stop]


def drawn(seed: int) -> list[str]:
    draw = random.Random(seed)
    joints = ["\n\n", "\n", " ", "  ", ", and with ", ". With ", " — "]
    frames = ["{} {}{}", "Nobody knew. With {} {}{}", "(with {} {}{})", "{} and {}{}"]
    made = [
        draw.choice(frames).format(draw.choice(BEFORE), draw.choice(NAMES), draw.choice(AFTER))
        for _ in range(200)
    ]
    return [
        draw.choice(joints).join(draw.choices([*PIECES, *made], k=draw.randint(1, 9)))
        for _ in range(150)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_no_chance_of_a_name_is_missed(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "WORTH_LOADING", 0)
    monkeypatch.setattr(kernels, "WORTH_CALLING", 0)
    texts = pl.Series(drawn(seed), dtype=pl.String)
    known = registry.load(None)
    many = ruled_out = 0
    for text, seen in zip(texts, screen(texts, block_table(texts), known), strict=True):
        for mention, part, told in placed(seen):
            for chance, holds in asked_alone(text, mention, part).items():
                assert told & chance or not holds, (text, mention, chance)
                many += 1
                ruled_out += not told & chance
    assert ruled_out > many / 2 > 100
