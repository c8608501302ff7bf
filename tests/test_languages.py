import random
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels, languages
from dedup.languages import detect, glance, glance_all

PROSE = {
    "en": "The council said on Monday that it would not pay for the new bridge, which has been "
    "closed since a lorry hit it in March, and that drivers will have to go round by the town.",
    "de": "Der Rat der Stadt hat am Montag mitgeteilt, dass die Brücke nicht vor dem Winter "
    "geöffnet wird und dass die Kosten noch nicht bekannt sind, weil ein Gutachten fehlt.",
    "fr": "Le conseil municipal a annoncé lundi que le pont ne sera pas rouvert avant l'hiver et "
    "que les travaux, dont le coût est plus élevé que prévu, sont suspendus par la mairie.",
    "es": "El ayuntamiento anunció el lunes que el puente no se abrirá antes del invierno y que "
    "las obras, más caras de lo previsto, han sido suspendidas por los técnicos de la ciudad.",
    "it": "Il comune ha annunciato lunedì che il ponte non sarà riaperto prima dell'inverno e che "
    "i lavori, più costosi del previsto, sono stati sospesi in attesa di una perizia.",
    "nl": "De gemeente heeft maandag laten weten dat de brug niet voor de winter weer opengaat en "
    "dat de kosten van het herstel nog niet bekend zijn omdat een onderzoek ontbreekt.",
    "ru": "Городской совет сообщил в понедельник, что мост не откроют до зимы, а стоимость "
    "ремонта пока неизвестна, потому что экспертиза ещё не закончена.",
    "ja": "市議会は月曜日、三月から閉鎖されている橋は冬までに再開されないと発表した。",
    "zh": "市议会周一宣布，三月起关闭的大桥在冬天之前不会重新开放，维修费用尚不清楚。",
}


@pytest.mark.parametrize("language", PROSE)
def test_prose_is_told(language: str) -> None:
    assert detect([PROSE[language]]) == [language]


@pytest.mark.parametrize("text", ["", "   \n", "42", "12.5 17:30 2017", "...", "Oslo", "🙂"])
def test_too_little_to_tell_is_undetermined(text: str) -> None:
    assert detect([text]) == ["und"]


def test_only_the_beginning_counts() -> None:
    long = (PROSE["en"] + " ") * 5
    assert detect([long + PROSE["de"] * 50]) == ["en"]


def test_capitals_do_not_hide_a_language() -> None:
    assert detect([PROSE["nl"].upper(), PROSE["en"].upper()]) == ["nl", "en"]


def test_a_text_in_two_languages_is_not_certain_at_a_glance() -> None:
    assert languages._at_a_glance(PROSE["en"] + " " + PROSE["de"]) is None


def test_each_text_is_judged_alone() -> None:
    texts = [*PROSE.values(), "", *reversed(PROSE.values())]
    assert detect(texts) == [detect([text])[0] for text in texts]


def test_common_prose_does_not_load_the_identifier() -> None:
    script = (
        "import sys; from dedup.languages import detect; "
        f"assert detect([{PROSE['en']!r}, {PROSE['fr']!r}]) == ['en', 'fr']; "
        "assert 'py3langid' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_any_text_has_a_code(text: str) -> None:
    (code,) = detect([text])
    assert code == "und" or (len(code) == 2 and code.isalpha())


def test_function_words_belong_to_one_language_each() -> None:
    data = languages.files("dedup").joinpath("data/function_words.toml").read_text("utf-8")
    lists = languages.tomllib.loads(data)
    listed = [word for words in lists.values() for word in words.split()]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("language", ["nl", "da", "nb", "sv", "it", "es", "pt", "ca", "ro", "pl"])
def test_function_words_are_not_frequent_elsewhere(language: str) -> None:
    from wordfreq import get_frequency_dict

    frequencies = get_frequency_dict(language, "small")
    share = sum(frequencies.get(word, 0.0) for word in languages.function_words())
    assert share < 0.5 * languages.GLANCE_SHARE


def test_at_a_glance_only_what_is_certain() -> None:
    assert glance([PROSE["en"], "Lindvik 3, Norwick 1"]) == ["en", None]


@pytest.mark.parametrize("seed", range(4))
def test_a_batch_is_known_at_a_glance_as_single_texts_are(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "WORTH_LOADING", 0)
    monkeypatch.setattr(kernels, "WORTH_CALLING", 0)
    draw = random.Random(seed)
    words = [*languages.function_words(), "Lindvik", "ferry", "quay’s", "“The", "of—", "daß", "µ"]
    blanks = " \n\t\x1c\x1f\x85\xa0\u2003\u2028\u205f\u3000,ü’…\u200b"
    english = [*PROSE["en"].split(), "“", "—"]
    texts = ["", " ", "the", " the of\n"]
    for _ in range(300):
        chosen = draw.choice((words, english))
        drawn = draw.choices(chosen, k=draw.randint(1, 150))
        joints = blanks if draw.random() < 0.2 else blanks[:10]
        said = (draw.choice((str, str.upper, str.capitalize))(word) for word in drawn)
        texts.append("".join(word + draw.choice((" ", draw.choice(joints))) for word in said))
    found = glance_all(pl.Series(texts, dtype=pl.String))
    assert found == glance(texts)
    assert len(set(found)) > 1
