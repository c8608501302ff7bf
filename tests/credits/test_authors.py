"""Who wrote it: datelines, bylines, sign-offs, copyright lines, first publication."""

import pytest

SENTENCES = "A ferry ran aground off the island on Monday and was freed two days later by a tug."
TAIL = "The owners said that nobody had been hurt and that the ship would sail again on Friday."

DATELINES = [
    ("WASHINGTON (AP) — {}", "Associated Press"),
    ("LONDON (Reuters) - {}", "Reuters"),
    ("LONDON, Jan 3 (Reuters) - {}", "Reuters"),
    ("(Reuters) - {}", "Reuters"),
    ("ERIE, Pa. (AP) - {}", "Associated Press"),
    ("SAN JOSE, Costa Rica (AP) — {}", "Associated Press"),
    ("SEOUL/UNITED NATIONS, Aug 30 (Reuters) - {}", "Reuters"),
    ("BERLIN/HAMBURG (dpa) - {}", "Deutsche Presse-Agentur"),
    ("Berlin (dpa) - {}", "Deutsche Presse-Agentur"),
    ("Düsseldorf (dpa/lnw) - {}", "Deutsche Presse-Agentur"),
    ("Wien (APA) – {}", "APA"),
    ("Bern (sda) {}", "Keystone-SDA"),
    ("Paris (AFP) - {}", "Agence France-Presse"),
    ("Lausanne, 24 (ATS).-{}", "Keystone-SDA"),
    ("Madrid, 12 ene (EFE).- {}", "EFE"),
    ("(ANSA) - ROMA, 12 GEN - {}", "ANSA"),
    ("Lisboa, 12 jan (Lusa) - {}", "Lusa"),
    ("Москва. 12 января. ИНТЕРФАКС - {}", "Interfax"),
    ("МОСКВА, 12 янв - РИА Новости. {}", "RIA Novosti"),
    ("МОСКВА, 12 января. /ТАСС/. {}", "TASS"),
    ("MOSCOW, January 12. /TASS/. {}", "TASS"),
    ("MOSCOW /TASS/. {}", "TASS"),
    ("LAGOS/AFP/ - {}", "Agence France-Presse"),
    ("/AFP/ - {}", "Agence France-Presse"),
    ("КИЇВ, 12 січня. /Укрінформ/. {}", "Ukrinform"),
    ("ANKARA (AA) - {}", "Anadolu Agency"),
    ("İSTANBUL (DHA) - {}", "Demirören News Agency"),
    ("القاهرة (رويترز) - {}", "Reuters"),
    ("باريس (أ ف ب) - {}", "Agence France-Presse"),
    ("BEIJING, Jan. 12 (Xinhua) -- {}", "Xinhua"),
    ("新华社北京1月12日电 {}", "Xinhua"),
    ("[東京 12日 ロイター] - {}", "Reuters"),
    ("【ワシントン共同】{}", "Kyodo News"),
    ("(서울=연합뉴스) 홍길동 기자 = {}", "Yonhap"),
    ("STOCKHOLM (TT) - {}", "TT Nyhetsbyrån"),
    ("WARSZAWA (PAP) - {}", "Polska Agencja Prasowa"),
    ("BUENOS AIRES, Argentina (JTA) — {}", "Jewish Telegraphic Agency"),
    ("AFP - {}", "Agence France-Presse"),
    ("Washington (CNN) {}", "CNN"),
    ("LOS ANGELES (CBS Seattle/AP) — {}", "Associated Press"),
    ("BERLIN, 7. August. (United Preß) {}", "United Press"),
    ("PARIS, 14. (Havas.) — {}", "Havas"),
]


@pytest.mark.parametrize("bracket", ["CBS SF", "CBS Los Angeles", "CNN 12"])
def test_a_station_is_not_the_outlet_whose_name_it_bears(roles, bracket):
    for inside, authors in ((bracket, set()), (f"{bracket}/AP", {"Associated Press"})):
        found = roles(f"LINDVIK ({inside}) — {SENTENCES}\n\n{TAIL}")
        assert {name for role, name in found if role != "mention"} == authors


@pytest.mark.parametrize(("form", "name"), DATELINES, ids=[form[:24] for form, _ in DATELINES])
def test_a_dateline_names_the_author(roles, form, name):
    assert ("author", name) in roles(form.format(SENTENCES) + "\n\n" + TAIL)


NO_DATELINES = [
    "The Associated Press (AP) - a news agency - has moved to a new building, it said on Monday.",
    "ERIE, Pa. — A woman went online to look at her bill on Monday and could not believe it.",
    "John Miller (R-Ohio) — a member of the committee — said on Monday that he would vote no.",
    "The agency was founded in 1846. Its rivals (Reuters among them) came later, he said then.",
    "The PA system (built in 1970) — long out of order — was taken down by workers on Monday.",
    "He wrote for many papers (The Times, AP) and retired to the coast of Norway in 1999.",
    "An Associated Press–NORC poll found in May most of the town wants the ferry back, it said.",
    "An Associated-Press-GfK poll found in May that most of the town wants it, he said then.",
    "Any questions? - Reuters: “The mayor of Lindvik will ask for a loan, and the bank will see.”",
    "The ferry lies at the quay of Lindvik, Norway, April 23, 2019. (Xinhua via Reuters)",
    "The lawyers of the ferry's owner had asked to see the books of the yard. (Jo Doe/PA via AP)",
    "“The ferry sails again, and the island lives.” — Jo Doe, Bloomberg",
    (
        "He had been the friend of a woman whose claim against the owner of the ferry was"
        " published by The New Yorker on Sunday night."
    ),
    "Won’t You (Lend Your Boat This Time). Lindvik heard the band from the quay until ten.",
    "The ferry sails again.\n\nThis article was originally published on Aug. 8, 2014.",
    "Jo Doe/AFP/Getty Images\n\nThe ferry to Lindvik sails again, the owners said on Monday.",
    "(Image Credit: Jo Doe/AFP/Getty Images)\n\nThe ferry to Lindvik sails again, they said.",
    "The ferry sails again.\n\nPhoto: Jo Doe/Anadolu Agency/Getty Images\n\nIt was laid up.",
    "The ferry sails again, they said.\n\n© 2019 AP Photo/Jo Doe\n\nIt was laid up in May.",
    "The ferry sails again, they said.\n\n© 2018 Jo Doe/AP Images\n\nIt was laid up in May.",
]


@pytest.mark.parametrize("text", NO_DATELINES)
def test_other_brackets_are_no_dateline(roles, text):
    assert not {name for role, name in roles(text + "\n\n" + TAIL) if role == "author"}


BYLINES = [
    ("By John Smith, Associated Press", "Associated Press"),
    ("By The Associated Press", "Associated Press"),
    ("Greg Miller, Bloomberg News", "Bloomberg News"),
    ("Greg Miller, Bloomberg News on", "Bloomberg News"),
    ("The Associated Press", "Associated Press"),
    ("Agence France-Presse", "Agence France-Presse"),
    ("By JANE DOE and JOHN ROE, AP Sports Writers", "Associated Press"),
    ("By JANE DOE Associated Press", "Associated Press"),
    ("By JANE DOE AP Hockey Writer", "Associated Press"),
    ("By Jane DoeThe Associated Press", "Associated Press"),
    ("Jane Doe | Reuters", "Reuters"),
    ("Xinhua | Updated: 2017-09-15 21:45", "Xinhua"),
    ("Von Max Meier, dpa", "Deutsche Presse-Agentur"),
    ("Par Jeanne Martin (AFP)", "Agence France-Presse"),
    ("By Anne Gray\nThe Washington Post", "The Washington Post"),
]


@pytest.mark.parametrize(("line", "name"), BYLINES, ids=[line[:30] for line, _ in BYLINES])
def test_a_byline_names_the_author(roles, body, line, name):
    assert ("author", name) in roles(f"Ferry of Lindvik to sail again\n\n{line}\n\n{body}")


@pytest.mark.parametrize(
    "headline",
    [
        "Reuters Journalists Freed In Myanmar",
        "Bloomberg Enters Race, Spends Big",
        "Associated Press sues over access to the palace",
        "What the AP got wrong",
    ],
)
def test_a_headline_is_no_byline(roles, body, headline):
    assert not {name for role, name in roles(f"{headline}\n\n{body}") if role == "author"}


SIGN_OFFS = [
    ("\n\n(Reporting by Jane Doe in Oslo; Editing by John Roe)", {"Reuters"}),
    ("\n\n(Reporting by Jane Doe; Writing by A. Roe; editing by John Roe and C. Poe)", {"Reuters"}),
    ("\n\n- Reuters", {"Reuters"}),
    (" - Reuters", {"Reuters"}),
    ("\n\nReuters/AFP", {"Reuters", "Agence France-Presse"}),
    ("\n\nReuters - Ap - Afp", {"Reuters", "Agence France-Presse", "Associated Press"}),
    ("\n\nAFP", {"Agence France-Presse"}),
    ("\n\nab/cd (dpa)", {"Deutsche Presse-Agentur"}),
    ("\n\nab/cd/AFP", {"Agence France-Presse"}),
    (" (dpa)", {"Deutsche Presse-Agentur"}),
    (" (ats)", {"Keystone-SDA"}),
    ("\n\n(END) Dow Jones Newswires", {"Dow Jones Newswires"}),
    (
        "\n\nTo contact the reporter on this story: Jane Doe in Oslo at jdoe@x.net",
        {"Bloomberg News"},
    ),
]


@pytest.mark.parametrize(("end", "names"), SIGN_OFFS, ids=[repr(end[:24]) for end, _ in SIGN_OFFS])
def test_a_sign_off_names_the_authors(roles, body, end, names):
    assert {name for role, name in roles(body + end) if role == "author"} == names


def test_reporting_and_editing_without_brackets_are_anybodys(roles, body):
    assert not roles(body + "\n\nReporting by Jane Doe; Editing by John Roe")


COPYRIGHTS = [
    (
        "Copyright 2017 The Associated Press. All rights reserved. This material may not be sold.",
        {("author", "Associated Press")},
    ),
    ("© 2025 Bloomberg L.P.", {("author", "Bloomberg News")}),
    ("©2025 Bloomberg L.P. Visit bloomberg.com.", {("author", "Bloomberg News")}),
    ("(c) 2018, The Washington Post", {("author", "The Washington Post")}),
    ("© 2018 AFP", {("author", "Agence France-Presse")}),
    ("© EFE 2018. Está expresamente prohibida la redistribución.", {("author", "EFE")}),
    (
        "©2017 Los Angeles Times. Visit latimes.com. Distributed by Tribune Content Agency, LLC.",
        {("author", "Los Angeles Times"), ("distributor", "Tribune Content Agency")},
    ),
    ("© 2017 Guardian News", {("publisher", "The Guardian")}),
    (
        "Copyright ©2019 Dow Jones & Company, Inc. All Rights Reserved.",
        {("publisher", "Dow Jones & Company")},
    ),
    (
        "Copyright 2019 Nexstar Broadcasting, Inc. All rights reserved.",
        {("publisher", "Nexstar Broadcasting")},
    ),
    (
        "Copyright © 2020 The Lindvik Courier, LLC. All rights reserved.",
        {("publisher", "The Lindvik Courier")},
    ),
]


@pytest.mark.parametrize(("line", "shown"), COPYRIGHTS, ids=[line[:30] for line, _ in COPYRIGHTS])
def test_a_copyright_line_names_its_holder(roles, body, line, shown):
    assert roles(f"{body}\n\n{line}") == shown


@pytest.mark.parametrize(
    "note",
    [
        "This article originally appeared on Reuters.",
        "This story was originally published by Reuters.",
        "Dieser Artikel erschien zuerst auf Reuters.",
        "Publicado originalmente en Reuters.",
    ],
)
def test_first_publication_names_the_author(roles, body, note):
    assert roles(f"{body}\n\n{note}") == {("author", "Reuters")}


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        (
            "It originally appeared on lindvik.example.com on Aug. 11, 2018.",
            {"lindvik.example.com"},
        ),
        (
            "Originally published at LindvikCourier.net on September 14, 2015",
            {"LindvikCourier.net"},
        ),
        ("This column originally ran on September 2, 2007.", set()),
        ("Originally published on March 21, 2013. Updated on June 26, 2013.", set()),
    ],
)
def test_days_are_no_outlets(roles, body, note, shown):
    assert {name for role, name in roles(f"{body}\n\n{note}") if role == "author"} == shown


def test_first_publication_names_unknown_outlets_as_written(roles, body):
    shown = roles(f"{body}\n\nThis article originally appeared in the Lindvik Courier.")
    assert {(role, name.removeprefix("the ")) for role, name in shown} == {
        ("author", "Lindvik Courier")
    }
