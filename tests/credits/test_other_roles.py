"""Distributors, contributors, pictures, publishers, mentions and pieces that retell."""

import pytest


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Distributed by Tribune Content Agency, LLC.", "Tribune Content Agency"),
        ("News provided by PR Newswire", "PR Newswire"),
        ("Distributed by Lindvik Features", "Lindvik Features"),
        ("Provided by SyndiGate Media Inc.", "SyndiGate"),
    ],
)
def test_distributors(roles, body, line, name):
    assert ("distributor", name) in roles(f"{body}\n\n{line}")


def test_a_release_service_in_the_dateline_distributes(roles, body):
    text = "PARIS, Jan. 5, 2018 /PRNewswire/ -- " + body
    assert ("distributor", "PR Newswire") in roles(text)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("The Associated Press contributed to this report.", {"Associated Press"}),
        ("Reuters and the AP contributed to this story.", {"Reuters", "Associated Press"}),
        (
            "AFP and the Associated Press contributed to this report",
            {"Agence France-Presse", "Associated Press"},
        ),
        ("With files from The Canadian Press", {"Canadian Press"}),
        ("(With inputs from PTI)", {"Press Trust of India"}),
        ("Mit Material von dpa", {"Deutsche Presse-Agentur"}),
        ("Avec AFP", {"Agence France-Presse"}),
        ("Con información de EFE", {"EFE"}),
        ("Com informações da Reuters", {"Reuters"}),
        ("С использованием материалов ТАСС", {"TASS"}),
    ],
)
def test_contributors(roles, body, line, names):
    shown = roles(f"{body}\n\n{line}")
    assert shown == {("contributor", name) for name in names}


PICTURES = [
    "(AP Photo/Jane Doe)",
    "The ferry at the quay of Lindvik on Monday. (AP Photo/Jane Doe, File)",
    "The ferry at the quay of Lindvik on Monday. (Jane Doe/Associated Press)",
    "The ferry at the quay of Lindvik on Monday. (Port of Lindvik via AP)",
    "The ferry at the quay of Lindvik on Monday. REUTERS/Jane Doe",
    "Photo: Reuters",
    "Foto: dpa",
    "FILE PHOTO: The ferry at the quay of Lindvik on Monday. REUTERS/Jane Doe/File Photo",
    "Jane Doe / Reuters",
    "AFP/Getty Images",
    "Photographer: Jane Doe/Bloomberg",
    "Image caption: the ferry, seen by AFP",
    "AP:Associated Press The ferry at the quay of Lindvik",
]

ROWS = [
    "MAY7 287 1/2 UP 1 1/4",
    "SEP7    515  UP    31",
    "No.1 RSS 62.50",
    "13.5 PC 190.60  176.26  179.62",
    "AA  Rails      8.59",
    "7-5/16, UP 1/8 FROM HALT AND UP 3/16 FROM PREVIOUS CLOSE",
]


@pytest.mark.parametrize("row", ROWS)
def test_rows_of_prices_credit_nobody(roles, body, row):
    assert not {role for role, _ in roles(f"{row}\n\n{row}\n\n{body}\n\n{row}")} - {"mention"}


@pytest.mark.parametrize(
    "line",
    ["AP | 12 March 2017", "AP | 2017-09-15", "AP 12:30", "AP, 3 hours ago", "AP Mar 7, 2017"],
)
def test_dates_and_times_beside_a_name_are_no_prices(roles, body, line):
    assert ("author", "Associated Press") in roles(f"{line}\n\n{body}")


@pytest.mark.parametrize("caption", PICTURES)
def test_picture_credits_say_nothing_about_the_text(roles, body, caption):
    first, second = body.split("\n\n")
    shown = roles(f"Ferry to sail again\n\n{caption}\n\n{first}\n\n{caption}\n\n{second}")
    assert {role for role, _ in shown} == {"photo"}


def test_names_in_a_caption_belong_to_the_picture(roles, body):
    caption = (
        "This photo shows a letter about the ferry that was obtained by The Associated Press. "
        "(AP Photo/Jane Doe)"
    )
    assert {role for role, _ in roles(f"{caption}\n\n{body}")} == {"photo"}


def test_a_dateline_bracket_that_is_no_agency_is_the_publisher(roles, body):
    assert roles(f"Oslo (Lindvik Evening Courier ) – {body}") == {
        ("publisher", "Lindvik Evening Courier")
    }


@pytest.mark.parametrize("bracket", ["(Norway)", "(March 12)", "(left)", "(R-Ohio)", "(AKP)"])
def test_other_brackets_are_no_publisher(roles, body, bracket):
    shown = roles(f"Oslo {bracket} – {body}")
    assert not {name for role, name in shown if role == "publisher"}


@pytest.mark.parametrize(
    "head",
    [
        "Current News\n\n/\n\nArcaMax\n\nFerry to sail again",
        "World News / ArcaMax\n\nFerry to sail again",
        "Ferry to sail again | ArcaMax",
    ],
)
def test_masthead_lines(roles, body, head):
    assert roles(f"{head}\n\n{body}") == {("publisher", "ArcaMax")}


def test_sections_are_no_masthead(roles, body):
    assert not roles(f"Home > News > Politics\n\nFerry to sail again\n\n{body}")


def test_imprint(roles, body):
    assert roles(f"{body}\n\nPublished by Lindvik Media") == {("publisher", "Lindvik Media")}


def test_teaser_lists_credit_nobody(roles, body):
    teaser = "Read also:\n- Euronews launches a show\n- By The Associated Press\n- © 2017 CNN"
    assert not roles(f"{body}\n{teaser}\n{body}")


@pytest.mark.parametrize(
    "sentence",
    [
        "The talks had ended, Russia's TASS news agency reported.",
        "The talks had ended, according to TASS.",
        "The minister said so in an interview with TASS.",
        "“It is over,” the minister told TASS.",
        "Die Gespräche seien zu Ende, sagte der Minister laut TASS.",
        "Les discussions sont terminées, selon l'agence TASS.",
        "Las conversaciones terminaron, según la agencia TASS.",
        "Переговоры завершены, сообщает ТАСС.",
    ],
)
def test_one_statement_is_a_mention(roles, body, sentence):
    first, second = body.split("\n\n")
    assert roles(f"{first}\n\n{second} {sentence}\n\n{second}") == {("mention", "TASS")}


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("[BBC]", {("retold", "BBC News")}),
        ("(The Boston Globe)", {("retold", "The Boston Globe")}),
        ("[h/t ABC News]", {("retold", "ABC News")}),
        ("Via the Wall Street Journal", {("retold", "The Wall Street Journal")}),
        ("via: Lindvik Courier", {("retold", "Lindvik Courier")}),
        ("via AP", {("author", "Associated Press")}),
        ("via email", set()),
        ("BBC News", {("mention", "BBC News")}),
    ],
)
def test_a_closing_tip_names_whom_the_text_is_from(roles, body, line, shown):
    assert roles(f"{body}\n\n{line}") == shown


@pytest.mark.parametrize(
    "line",
    ["Photo: © AFP", "Photo © AFP", "© Lindvik Images/ jo", "Videos/Photos: © Lindvik Media 2014"],
)
def test_the_copyright_of_a_picture_is_not_that_of_the_text(roles, body, line):
    assert {role for role, _ in roles(f"{body}\n\n{line}")} == {"photo"}
    assert {role for role, _ in roles(f"Ferry to sail again\n\n{line}\n\n{body}")} == {"photo"}


def test_an_agency_s_mark_without_a_year_is_the_picture_s_above_the_text(roles, body):
    assert roles(f"{body}\n\n© AFP") == {("author", "Agence France-Presse")}
    assert roles(f"Ferry to sail\n\n© AFP\n\n{body}") == {("photo", "Agence France-Presse")}


@pytest.mark.parametrize(
    "line", ["Copyright 2014. Follow Lindvik Post on Twitter.", "(TM and © Copyrigh"]
)
def test_a_copyright_without_a_holder_names_nobody(roles, body, line):
    assert not roles(f"{body}\n\n{line}")


RETOLD = [
    "{body}\n\nCredit: Reuters",
    "{body}\n\nSource: Reuters",
    "{body}\n\nQuelle: Reuters",
    "{body}\n\nFuente: Reuters",
    "{body}\n\nИсточник: Рейтер",
    "{body}\n\n来源：路透社",
    "{body}\n\nCredit: Reuters\nhttps://www.reuters.com/world/ferry-2025-03-18",
    "{body}\n\nSource: https://www.reuters.com/world/ferry-2025-03-18",
    "A ferry that ran aground off Lindvik on Monday will sail again, Reuters reported.\n\n{body}",
    "According to a report by Reuters, a ferry that ran aground on Monday will sail.\n\n{body}",
    "Eine Fähre ist am Montag vor der Insel auf Grund gelaufen, berichtet Reuters.\n\n{body}",
    "Un ferry s'est échoué lundi au large de l'île avec 40 passagers, selon Reuters.\n\n{body}",
    "Un ferri encalló el lunes frente a la isla con cuarenta pasajeros, informó Reuters.\n\n{body}",
    "Un traghetto si è incagliato al largo dell'isola con 40 persone, scrive Reuters.\n\n{body}",
    "Um barco encalhou na segunda-feira ao largo da ilha, segundo a agência Reuters.\n\n{body}",
    "Паром сел на мель у острова во вторник, никто не пострадал там, сообщает Рейтер.\n\n{body}",
    "Паром сів на мілину біля острова в понеділок уранці, повідомляє агентство Рейтер.\n\n{body}",
]


@pytest.mark.parametrize("form", RETOLD, ids=[form[:40] for form in RETOLD])
def test_a_piece_that_as_a_whole_retells(roles, body, form):
    assert roles(form.format(body=body)) == {("retold", "Reuters")}


def test_attribution_in_three_paragraphs_retells(roles, body):
    told = " That is what Reuters reported, and nobody at the port denied it on the day."
    paragraphs = [p.replace("\n", " ") for p in (body + "\n\n" + body).split("\n\n")]
    two = "\n\n".join([paragraphs[0], *(p + told for p in paragraphs[1:3]), paragraphs[3]])
    three = "\n\n".join([paragraphs[0], *(p + told for p in paragraphs[1:4])])
    assert roles(two) == {("mention", "Reuters")}
    assert roles(three) == {("retold", "Reuters")}


def test_what_was_told_to_an_outlet_in_the_lead_is_a_quotation(roles, body):
    lead = "The ferry of Lindvik will sail again on Monday, its captain told Reuters by phone."
    assert roles(f"{lead}\n\n{body}") == {("mention", "Reuters")}


def test_an_outlet_does_not_retell_itself(roles, body):
    lead = "The ferry of Lindvik will sail again on Monday, CNN reported from the town."
    assert roles(f"{lead}\n\n{body}", "CNN") == {("mention", "CNN")}
    assert roles(f"{lead}\n\n{body}") == {("retold", "CNN")}


def test_a_source_that_the_registry_lacks_is_named_as_written(roles, body):
    assert roles(f"{body}\n\nSource: Lindvik Courier") == {("retold", "Lindvik Courier")}
    shown = roles(f"{body}\n\nSource: https://www.lindvik-courier.example/ferry")
    assert shown == {("retold", "lindvik-courier.example")}


@pytest.mark.parametrize(
    "line",
    [
        "Newsletter Sign-up",
        "Residents of Lindvik, Pa., dig out after the storm. (Jane Doe/Lindvik Post)",
        "A real-time video of the ferry",
        "Hurdles ahead for a Lindvik/Time Warner deal",
        "Ann Roe, Lindvik",
    ],
)
def test_words_that_look_like_abbreviations_name_nobody(roles, body, line):
    known = {"United Press", "PA Media", "Time", "Asia News Network"}
    assert not {name for _, name in roles(f"{body}\n\n{line}")} & known


def test_plain_words_name_nobody(roles):
    text = (
        "Time will tell whether the sun and the mirror of the star in the hill were worth it, "
        "he said. The guardian of the insider post was independent and the times were hard."
    )
    assert not roles(text)
