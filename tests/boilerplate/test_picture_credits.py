"""Captions are told by their credits in many languages; longer texts lose the credit alone."""

from __future__ import annotations

import pytest

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load

STORY = (
    "The ferry line will close two of its routes in autumn, its manager said on Monday, at last.",
    "Residents of the islands fear that they will be cut off in winter, when storms rage for days.",
    "The council will hear both sides before it decides on the subsidy that the line has sought.",
)
BUILT = "The last of them was built in 1961, and its engine comes from a tractor."


def left(line: str, place: int = 1) -> str:
    """What is left of a line that stands behind some paragraphs."""
    text = "\n".join([*STORY[:place], line, *STORY[place:]])
    for one in reversed(cuts_of(text, None, None, load())):
        text = text[: one.start] + text[one.stop :]
    kept = text.split("\n")
    assert all(paragraph in kept for paragraph in STORY)
    return "\n".join(one for one in kept if one and one not in STORY)


@pytest.mark.parametrize(
    "line",
    [
        "The old ferry at the quay of Lindvik. Photograph: Ann Lee/The Harbour Times",
        "Leeres Becken: Wo sonst Kinder baden, liegt der Kahn. Foto: Ulf Lehmann",
        "La barca vecchia nel porto, tra le reti (foto Ann Lee/Porto)",
        "Kapteenin vene laiturissa. KUVA: ARI LAINE",
        "Skipet ligger ved kai. Foto: Tor Lie / NTB",
        "Stary prom przy nabrzeżu w Lindvik. Fot. Jan Lis / Port",
        "Starý trajekt u nábřeží. Foto: Jan Lis, ČTK",
        "Старый паром у причала. Фото: Иван Лис / ТАСС",
        "Bến phà cũ lúc sáng sớm. Ảnh: Nguyễn An",
        "El viejo barco en el muelle, el sábado. JUAN LARA",
        "旧轮渡停在码头。新华社记者 王小明摄",
        "港に泊まる旧フェリー＝８日、田中一郎撮影",
    ],
)
def test_captions_with_credits_go(line: str) -> None:
    assert left(line) == ""


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        (f"The manager said the boats were old. {BUILT} Photo: Ann Lee", BUILT),
        (f"No boat was new. Nobody had asked. {BUILT} Foto: Ann Lee, Lindvik", BUILT),
    ],
)
def test_of_a_longer_text_only_the_credit_goes(line: str, stays: str) -> None:
    assert left(line).strip().endswith(stays)


@pytest.mark.parametrize(
    "line",
    [
        "He showed her the photo: a boat, a dog and nobody at the helm.",
        "The picture by Turner was sold to a museum in the north.",
        "Das Bild: ein Kahn im Nebel, und niemand am Ruder.",
        "On the credit of the line: nobody would lend it a crown.",
        "It was a matter of image / nothing else, the manager thought.",
        "The boat was christened by the wife of the MAYOR OF LINDVIK",
        "MD 06 John Delaney vs. ROSCOE BARTLETT",
    ],
)
def test_sentences_on_pictures_stay(line: str) -> None:
    assert left(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "He had won at Lindvik before. Picture Perfect won again.",
        "The comic ran for years. Image Comics followed suit",
        "The stock is free of tax to residents abroad (FOTRA).",
    ],
)
def test_names_that_begin_like_a_credit_stay(line: str) -> None:
    assert left(line) == line
