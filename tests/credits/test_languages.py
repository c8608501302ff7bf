"""Each role in each language: who wrote it, carries it, lent a hand, is retold, took the picture.

Only the first four bear on where a text comes from; a picture's credit and a
mere mention never do.
"""

# ruff: noqa: E501 (sentences of many languages, some wider than they are long)

from __future__ import annotations

import pytest

BEARING = {"author", "distributor", "contributor", "retold"}

# Two paragraphs of running text for each language, around which the credits stand.
STORIES = {
    "en": (
        (
            "A ferry with forty people on board ran aground off the northern island on Monday "
            "morning and was pulled free by two tugs in the afternoon."
        ),
        (
            "Nobody was hurt, and the company that owns the ship said it would sail again on Friday "
            "after divers had looked at the hull."
        ),
    ),
    "de": (
        (
            "Eine Fähre mit vierzig Menschen an Bord ist am Montagmorgen vor der nördlichen Insel auf "
            "Grund gelaufen und am Nachmittag von zwei Schleppern befreit worden."
        ),
        (
            "Verletzt wurde niemand, und die Reederei will das Schiff am Freitag wieder fahren lassen, "
            "nachdem Taucher den Rumpf untersucht haben."
        ),
    ),
    "fr": (
        (
            "Un ferry avec quarante personnes à bord s'est échoué lundi matin au large de l'île du "
            "nord avant d'être dégagé par deux remorqueurs dans l'après-midi."
        ),
        (
            "Personne n'a été blessé et la compagnie qui possède le navire veut le faire repartir "
            "vendredi, une fois la coque examinée par des plongeurs."
        ),
    ),
    "es": (
        (
            "Un transbordador con cuarenta personas a bordo encalló el lunes por la mañana frente a la "
            "isla del norte y fue liberado por dos remolcadores por la tarde."
        ),
        (
            "Nadie resultó herido y la naviera quiere que el barco vuelva a zarpar el viernes, después "
            "de que unos buzos revisen el casco."
        ),
    ),
    "it": (
        (
            "Un traghetto con quaranta persone a bordo si è incagliato lunedì mattina al largo "
            "dell'isola settentrionale ed è stato liberato da due rimorchiatori nel pomeriggio."
        ),
        (
            "Nessuno è rimasto ferito e la compagnia vuole far ripartire la nave venerdì, dopo che i "
            "sommozzatori avranno controllato lo scafo."
        ),
    ),
    "pt": (
        (
            "Um barco com quarenta pessoas a bordo encalhou na manhã de segunda-feira ao largo da ilha "
            "do norte e foi libertado por dois rebocadores durante a tarde."
        ),
        (
            "Ninguém ficou ferido e a empresa quer que o navio volte a navegar na sexta-feira, depois "
            "de mergulhadores verificarem o casco."
        ),
    ),
    "ru": (
        (
            "Паром с сорока пассажирами на борту сел на мель у северного острова в понедельник утром, "
            "а днем его освободили два буксира."
        ),
        (
            "Никто не пострадал, и компания намерена вывести судно в рейс в пятницу, после того как "
            "водолазы осмотрят корпус."
        ),
    ),
    "uk": (
        (
            "Пором із сорока пасажирами на борту сів на мілину біля північного острова в понеділок "
            "уранці, а вдень його звільнили два буксири."
        ),
        (
            "Ніхто не постраждав, і компанія має намір вивести судно в рейс у п'ятницю, після того як "
            "водолази оглянуть корпус."
        ),
    ),
    "ar": (
        (
            "جنحت عبارة تقل أربعين شخصا قبالة الجزيرة الشمالية صباح يوم الاثنين قبل أن تسحبها قاطرتان "
            "بعد الظهر إلى الميناء القريب من المدينة."
        ),
        (
            "ولم يصب أحد بأذى وتعتزم الشركة المالكة إعادة السفينة إلى الخدمة يوم الجمعة بعد أن يفحص "
            "الغواصون هيكلها بالكامل."
        ),
    ),
    "tr": (
        (
            "İçinde kırk kişi bulunan feribot pazartesi sabahı kuzeydeki adanın açıklarında karaya "
            "oturdu ve öğleden sonra iki römorkör tarafından kurtarıldı."
        ),
        (
            "Kimse yaralanmadı ve şirket, dalgıçların gövdeyi incelemesinin ardından gemiyi cuma günü "
            "yeniden sefere çıkarmak istiyor."
        ),
    ),
    "zh": (
        (
            "一艘载有四十人的渡轮星期一早上在北部岛屿附近海域搁浅，当天下午由两艘拖船协助脱险，"
            "随后驶回附近的港口接受检查。"
        ),
        (
            "事故没有造成人员伤亡，船公司表示，潜水员检查船体之后，这艘渡轮将于星期五恢复运营，"
            "乘客可以改签其他航班。"
        ),
    ),
    "ja": (
        (
            "四十人を乗せたフェリーが月曜日の朝、北の島の沖で座礁し、午後に二隻のタグボートに引かれて離礁した。"
            "船はその後、近くの港に入った。"
        ),
        (
            "けが人はなく、運航会社は潜水士が船体を調べた後、金曜日に運航を再開したいとしている。"
            "乗客は別の便に振り替えられた。"
        ),
    ),
}

# language, role, name, what stands before, between and after the paragraphs.
FORMS = [
    ("en", "author", "Reuters", "LONDON (Reuters) - {0}\n\n{1}"),
    ("en", "author", "Associated Press", "By Jo Doe, Associated Press\n\n{0}\n\n{1}"),
    ("en", "author", "Agence France-Presse", "{0}\n\n{1}\n\n© 2024 AFP"),
    ("en", "distributor", "Tribune Content Agency",
     "{0}\n\n{1}\n\nDistributed by Tribune Content Agency, LLC."),
    ("en", "contributor", "Associated Press",
     "{0}\n\n{1}\n\nThe Associated Press contributed to this report."),
    ("en", "retold", "Reuters", "{0}\n\n{1}\n\nReuters first reported the news."),
    ("en", "retold", "Bloomberg News", "{0}\n\n{1}\n\nSource: Bloomberg"),
    ("en", "photo", "Associated Press", "A ferry in the harbour. (AP Photo/Jo Doe)\n\n{0}\n\n{1}"),
    ("en", "mention", "Reuters", "{0}\n\n{1} The captain told Reuters that he was tired."),
    ("de", "author", "Deutsche Presse-Agentur", "Kiel (dpa) - {0}\n\n{1}"),
    ("de", "author", "Agence France-Presse", "{0}\n\n{1}\n\nab/cd (AFP)"),
    ("de", "author", "epd", "Von Jo Doe, epd\n\n{0}\n\n{1}"),
    ("de", "distributor", "news aktuell",
     "{0}\n\n{1}\n\nOriginal-Content von: Reederei Nord, übermittelt durch news aktuell"),
    ("de", "contributor", "Deutsche Presse-Agentur", "{0}\n\n{1}\n\nMit Material von dpa"),
    ("de", "contributor", "Reuters", "{0}\n\n{1}\n\nMit Informationen von Reuters"),
    ("de", "retold", "Deutsche Presse-Agentur", "{0}\n\n{1} Das berichtet die dpa."),
    ("de", "retold", "Reuters", "{0}\n\n{1}\n\nQuelle: Reuters"),
    ("de", "photo", "Deutsche Presse-Agentur", "Foto: Jo Doe/dpa\n\n{0}\n\n{1}"),
    ("de", "mention", "Deutsche Presse-Agentur",
     "{0}\n\n{1} Der Kapitän sagte der dpa, er sei müde."),
    ("fr", "author", "Agence France-Presse", "Brest, 12 jan 2024 (AFP) - {0}\n\n{1}"),
    ("fr", "author", "Reuters", "{0}\n\n{1}\n\n(Reuters)"),
    ("fr", "distributor", "Cision", "{0}\n\n{1}\n\nDiffusé par Cision"),
    ("fr", "contributor", "Agence France-Presse", "{0}\n\n{1}\n\n(avec AFP)"),
    ("fr", "contributor", "Reuters", "{0}\n\n{1}\n\nAvec des informations de Reuters"),
    ("fr", "retold", "Agence France-Presse",
     "{0}\n\n{1} L'information a été révélée par l'AFP."),
    ("fr", "retold", "Belga", "{0}\n\n{1}\n\nSource : Belga"),
    ("fr", "photo", "Agence France-Presse", "Crédit photo : Jo Doe / AFP\n\n{0}\n\n{1}"),
    ("fr", "mention", "Agence France-Presse",
     "{0}\n\n{1} Le capitaine a déclaré à l'AFP qu'il était fatigué."),
    ("es", "author", "EFE", "Vigo, 12 ene (EFE).- {0}\n\n{1}"),
    ("es", "author", "Europa Press", "VIGO, 12 Ene. (EUROPA PRESS) - {0}\n\n{1}"),
    ("es", "distributor", "Business Wire", "{0}\n\n{1}\n\nDistribuido por Business Wire"),
    ("es", "contributor", "EFE", "{0}\n\n{1}\n\nCon información de EFE"),
    ("es", "retold", "EFE", "{0}\n\n{1} Así lo informó la agencia EFE."),
    ("es", "retold", "Reuters", "{0}\n\n{1}\n\nFuente: Reuters"),
    ("es", "photo", "EFE", "Foto: EFE/Jo Doe\n\n{0}\n\n{1}"),
    ("es", "mention", "EFE", "{0}\n\n{1} El capitán dijo a EFE que estaba cansado."),
    ("it", "author", "ANSA", "(ANSA) - GENOVA, 12 GEN - {0}\n\n{1}"),
    ("it", "author", "Adnkronos", "Genova, 12 gen. (Adnkronos) - {0}\n\n{1}"),
    ("it", "distributor", "Business Wire", "{0}\n\n{1}\n\nDistribuito da Business Wire"),
    ("it", "contributor", "ANSA", "{0}\n\n{1}\n\nCon informazioni di ANSA"),
    ("it", "retold", "ANSA", "{0}\n\n{1} Lo riferisce l'ANSA."),
    ("it", "retold", "Reuters", "{0}\n\n{1}\n\nFonte: Reuters"),
    ("it", "photo", "ANSA", "Foto: ANSA/Jo Doe\n\n{0}\n\n{1}"),
    ("it", "mention", "ANSA", "{0}\n\n{1} Il comandante ha detto all'ANSA di essere stanco."),
    ("pt", "author", "Lusa", "Lisboa, 12 jan (Lusa) - {0}\n\n{1}"),
    ("pt", "author", "Agência Brasil", "{0}\n\n{1}\n\n(Agência Brasil)"),
    ("pt", "distributor", "Business Wire", "{0}\n\n{1}\n\nDistribuído por Business Wire"),
    ("pt", "contributor", "Lusa", "{0}\n\n{1}\n\nCom informações da Lusa"),
    ("pt", "retold", "Lusa", "{0}\n\n{1} A notícia foi avançada pela agência Lusa."),
    ("pt", "retold", "Reuters", "{0}\n\n{1}\n\nFonte: Reuters"),
    ("pt", "photo", "Lusa", "Foto: Jo Doe/Lusa\n\n{0}\n\n{1}"),
    ("pt", "mention", "Lusa", "{0}\n\n{1} O comandante disse à agência Lusa que estava cansado."),
    ("ru", "author", "RIA Novosti", "МУРМАНСК, 12 янв - РИА Новости. {0}\n\n{1}"),
    ("ru", "author", "TASS", "МУРМАНСК, 12 января. /ТАСС/. {0}\n\n{1}"),
    ("ru", "distributor", "Interfax", "{0}\n\n{1}\n\nРаспространяется агентством Интерфакс"),
    ("ru", "contributor", "TASS", "{0}\n\n{1}\n\nС использованием материалов ТАСС"),
    ("ru", "retold", "Interfax", "{0}\n\n{1} Об этом сообщает Интерфакс."),
    ("ru", "retold", "TASS", "{0}\n\n{1}\n\nИсточник: ТАСС"),
    ("ru", "photo", "TASS", "Фото: Иван Доу/ТАСС\n\n{0}\n\n{1}"),
    ("ru", "mention", "RIA Novosti",
     "{0}\n\n{1} Капитан рассказал РИА Новости, что устал."),
    ("uk", "author", "Ukrinform", "ОДЕСА, 12 січня. /Укрінформ/. {0}\n\n{1}"),
    ("uk", "distributor", "Interfax-Ukraine",
     "{0}\n\n{1}\n\nПоширюється агентством Інтерфакс-Україна"),
    ("uk", "contributor", "Ukrinform", "{0}\n\n{1}\n\nЗ використанням матеріалів Укрінформу"),
    ("uk", "retold", "Ukrinform", "{0}\n\n{1} Про це повідомляє Укрінформ."),
    ("uk", "retold", "UNIAN", "{0}\n\n{1}\n\nДжерело: УНІАН"),
    ("uk", "photo", "Ukrinform", "Фото: Укрінформ\n\n{0}\n\n{1}"),
    ("uk", "mention", "UNIAN", "{0}\n\n{1} Капітан розповів УНІАН, що втомився."),
    ("ar", "author", "Reuters", "الإسكندرية (رويترز) - {0}\n\n{1}"),
    ("ar", "author", "Agence France-Presse", "{0}\n\n{1}\n\n(أ ف ب)"),
    ("ar", "distributor", "Business Wire", "{0}\n\n{1}\n\nتوزيع: Business Wire"),
    ("ar", "contributor", "Reuters", "{0}\n\n{1}\n\nبمساهمة رويترز"),
    ("ar", "retold", "Agence France-Presse", "{0}\n\n{1}\n\nالمصدر: وكالة فرانس برس"),
    ("ar", "photo", "Reuters", "صورة: رويترز\n\n{0}\n\n{1}"),
    ("ar", "mention", "Reuters", "{0}\n\n{1} وقال القبطان لرويترز إنه متعب."),
    ("tr", "author", "Anadolu Agency", "İZMİR (AA) - {0}\n\n{1}"),
    ("tr", "author", "Demirören News Agency", "{0}\n\n{1}\n\n(DHA)"),
    ("tr", "distributor", "Business Wire", "{0}\n\n{1}\n\nDağıtım: Business Wire"),
    ("tr", "contributor", "Reuters", "{0}\n\n{1}\n\nReuters'ın katkılarıyla"),
    ("tr", "retold", "Anadolu Agency", "{0}\n\n{1}\n\nKaynak: Anadolu Ajansı"),
    ("tr", "retold", "Reuters", "{0}\n\n{1} Haberi ilk duyuran Reuters oldu."),
    ("tr", "photo", "Anadolu Agency", "Fotoğraf: Anadolu Ajansı\n\n{0}\n\n{1}"),
    ("tr", "mention", "Reuters", "{0}\n\n{1} Kaptan, Reuters'a yorgun olduğunu söyledi."),
    ("zh", "author", "Xinhua", "新华社大连1月12日电 {0}\n\n{1}"),
    ("zh", "author", "China News Service", "中新社大连1月12日电 {0}\n\n{1}"),
    ("zh", "distributor", "PR Newswire", "大连2024年1月12日 /美通社/ -- {0}\n\n{1}"),
    ("zh", "contributor", "Reuters", "{0}\n\n{1}\n\n（路透社对本文亦有贡献）"),
    ("zh", "retold", "Reuters", "{0}\n\n{1}路透社率先报道了这一消息。"),
    ("zh", "photo", "Xinhua", "图片：新华社\n\n{0}\n\n{1}"),
    ("zh", "mention", "Reuters", "{0}\n\n{1}船长告诉路透社，他很累。"),
    ("ja", "author", "Reuters", "[函館 12日 ロイター] - {0}\n\n{1}"),
    ("ja", "author", "Kyodo News", "【函館共同】{0}\n\n{1}"),
    ("ja", "distributor", "PR Newswire", "{0}\n\n{1}\n\n配信：PR Newswire"),
    ("ja", "contributor", "Kyodo News", "{0}\n\n{1}\n\n（共同通信の協力による）"),
    ("ja", "retold", "Reuters", "{0}\n\n{1}ロイター通信が最初に報じた。"),
    ("ja", "photo", "Kyodo News", "写真：共同通信\n\n{0}\n\n{1}"),
    ("ja", "mention", "Reuters", "{0}\n\n{1}船長はロイターに疲れたと語った。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "role", "name", "form"),
    FORMS,
    ids=[f"{language}-{role}-{name}" for language, role, name, _ in FORMS],
)
def test_a_role_in_a_language(roles, language, role, name, form):
    found = roles(form.format(*STORIES[language]))
    assert (role, name) in found
    bearing = {(r, n) for r, n in found if r in BEARING}
    if role in BEARING:
        assert {r for r, n in bearing if n == name} == {role}
    else:
        assert not bearing


@pytest.mark.parametrize("language", STORIES)
def test_every_language_has_every_role(language):
    assert {role for lang, role, _, _ in FORMS if lang == language} == BEARING | {
        "photo",
        "mention",
    }
    assert STORIES[language][0] != STORIES[language][1]


def test_a_detail_that_was_first_reported_elsewhere_makes_no_retelling(roles):
    detail = (
        "In the letter to the owners, first reported by Reuters on Tuesday, the captain asked "
        "for a second pilot on board in winter."
    )
    assert ("mention", "Reuters") in roles("\n\n".join([*STORIES["en"], detail]))


RELEASED = [
    "This photo released by North Korea's Korean Central News Agency shows the ferry.",
    "A photo released on Monday by North Korea's Korean Central News Agency",
    "Video footage distributed by Xinhua shows the ferry.",
    "The image, provided by Business Wire, shows the ferry",
    "Video distributed by Tribune Content Agency",
    "Dieses von der Nachrichtenagentur KCNA veröffentlichte Foto zeigt die Fähre.",
    "Das Foto wurde verbreitet durch news aktuell",
    "Photo diffusée par l'agence Chine nouvelle",
    "Cliché fourni par Business Wire",
    "Imagen distribuida por Business Wire",
    "Foto distribuido por Business Wire",
    "Filmato distribuito da Business Wire",
    "Imagem divulgada pela agência Lusa",
    "Vídeo distribuído por Business Wire",
    "Фото распространяется агентством Интерфакс",
    "Фото поширюється агентством Укрінформ",
    "صورة نشرتها وكالة رويترز",
    "صورة توزيع: Business Wire",
    "Anadolu Ajansı tarafından yayınlanan fotoğraf",
    "Fotoğraf dağıtım: Business Wire",
    "照片由新华社提供",
    "图片发布机构：新华社",
    "新华社发布的照片",
    "写真は共同通信提供",
    "写真配信元：PR Newswire",
    "연합뉴스가 제공한 사진",
]


@pytest.mark.parametrize("line", RELEASED)
def test_whoever_released_a_picture_did_not_write_the_text(roles, line):
    found = roles("\n\n".join([*STORIES["en"], line]))
    assert {role for role, _ in found} == {"photo"}


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("This story was provided by Business Wire", "distributor"),
        ("Reuters reported that a video released by police showed the ferry.", "mention"),
        ("The news agency KCNA released a statement on Monday.", "mention"),
    ],
)
def test_what_else_is_released_is_no_picture(roles, line, role):
    assert {r for r, _ in roles("\n\n".join([*STORIES["en"], line]))} == {role}


def test_a_distributor_of_videos_that_nobody_knows_is_none_of_the_text(roles):
    line = "Video distributed by Lindvik Harbour Films"
    assert not roles("\n\n".join([*STORIES["en"], line]))
