"""What pages say around their stories in many languages goes; what stories say stays."""

import pytest

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load

STORY = (
    "The footbridge will close for two weeks of repairs, the county said, and buses take a detour.",
    "Drivers were asked for patience, and the ferry will carry them over at night for nothing.",
)
ABOVE = [
    "Home » News » Local",
    "Startseite > Regional > Karlsruhe",
    "Gisteren, 14:32 • Leestijd 3 min",
    "Gestern um 18:05 Uhr",
    "May 31 at 3:41 PM",
    "Τελευταία ενημέρωση: 12/03/2024, 18:40",
    "12.3.2024 klo 14:20 | Päivitetty 12.3.2024 klo 16:05",
    "2024. március 4. 10:15",
    "입력 2024.03.12. 오후 3:15 | 수정 2024.03.12. 오후 4:02",
    "2024年3月12日 15時20分",
    "发布时间：2024-03-12 15:20",
    "Thứ ba, 12/3/2024, 15:20 (GMT+7)",
    "12 березня 2024, 14:05",
    "Tirsdag 12. marts 2024 kl. 14.05",
    "Temps de lecture : 2 min",
    "Muhabir: Mehmet Yılmaz",
    "Szerző: Kovács Péter",
    "Teksti: Matti Virtanen",
    "记者 王小明",
    "記者：田中一郎",
    "김민수 기자",
    "מאת: דנה לוי",
    "كتب: أحمد محمود",
    "Redacción",
]
BELOW = [
    "Folgen Sie uns auf Instagram",
    "Únete al canal de WhatsApp de El Faro",
    "Sledujte nás na Facebooku",
    "Слідкуйте за нами у Facebook",
    "Ακολουθήστε το στο Google News και μάθετε πρώτοι όλες τις ειδήσεις",
    "تابعوا آخر أخبارنا عبر Google News",
    "הצטרפו לערוץ הטלגרם שלנו",
    "हमें फेसबुक पर फॉलो करें",
    "Spotted an error? Let us know",
    "Fehler gefunden? Jetzt melden.",
    "¿Has visto un error? Avísanos",
    "Našli jste v článku chybu? Napište nám",
    "Нашли ошибку? Сообщите нам",
    "Masz ciekawy temat? Napisz do nas",
    "Tipsa oss: tips@tidning.example",
    "Este conteúdo foi útil? Compartilhe",
    "Archivado en: puentes, Galicia",
    "Zur Startseite",
    "Är du prenumerant? Logga in här",
    "Kommentera artikeln",
    "Chia sẻ bài viết",
    "Wij plaatsen cookies om de website goed te laten werken. Accepteer alle cookies",
    "ann.lee@paper.example",
    "LEA TAMBIEN: Sube el peaje en abril",
    "ΔΙΑΒΑΣΤΕ ΑΚΟΜΑ: Νέα έργα στην οδό",
    "A LIRE AUSSI - Pourquoi les ponts vieillissent",
]
STAYS = [
    "Following the outage, Facebook apologised to users in a short statement.",
    "Sigue la polémica en Twitter por el puente que nadie quiere reparar.",
    "Heute um 18:05 Uhr hielt der Zug an, und niemand stieg aus, sagte die Sprecherin.",
    "Today 3,000 drivers use the bridge, and more than that wait before it.",
    "Pressure > volume was how the engineer put it on the board. Nobody laughed.",
    "Der Autor: ein Mann, der das Meer liebte, starb am Montag im Alter von 80 Jahren.",
    'Mayor says "no" to the bridge over the river that everybody wants, and means it.',
    "Прокомментировать ситуацию в ведомстве отказались.",
    "Есть новость и похуже, сказал мэр.",
    "Dołączył do zespołu Google w 2015 roku i kierował nim dziesięć lat.",
    "تابع الرئيس المباراة عبر تويتر مع وزرائه مساء الثلاثاء.",
    "Inscrevam-se os que sabem, disse o Facebook numa nota.",
    "Sledujú nás cez Facebook celé mesiace, povedal svedok súdu.",
    "12/03/2024 was the day on which the bridge was closed for good.",
    "Toute l'actualité du monde tenait ce soir-là dans une valise, raconte le capitaine.",
]


@pytest.mark.parametrize("line", ABOVE)
def test_a_line_above_the_story_goes(line: str) -> None:
    assert line in cut_from(f"{line}\n\n{STORY[0]}\n\n{STORY[1]}")


@pytest.mark.parametrize("line", BELOW)
def test_a_line_below_the_story_goes(line: str) -> None:
    assert line in cut_from(f"{STORY[0]}\n\n{STORY[1]}\n\n{line}")


@pytest.mark.parametrize("line", STAYS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_a_story_says_stays(line: str, place: int) -> None:
    told = [*STORY[:place], line, *STORY[place:]]
    assert cut_from("\n\n".join(told)) == []


def cut_from(text: str) -> list[str]:
    return [text[one.start : one.stop].strip() for one in cuts_of(text, None, None, load())]
