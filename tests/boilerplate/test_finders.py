"""Each kind of boilerplate: what is cut, by which rule, and what stays."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pier_pages import MORE, PROSE, rule_of, rules

from dedup.boilerplate import cuts_of
from dedup.boilerplate.headlines import _words, takes_up
from dedup.boilerplate.rules import load


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Storm losses reach a record",
        "READ MORE: Storm losses reach a record",
        "» Lire aussi : Les pertes du port atteignent un record",
        "Lire aussi Les pertes du port atteignent un record",
        "Lesen Sie auch: Hafen zählt seine Sturmschäden",
        "LEGGI ANCHE > Il porto conta i danni",
        "Lea también: El puerto cuenta sus pérdidas",
        "Leia também: Porto conta suas perdas",
        "Читайте также: Порт подсчитал убытки",
        "Читайте також: Порт підрахував збитки",
        "Zobacz też: Port liczy straty",
        "İlginizi çekebilir: Liman zararını sayıyor",
        "اقرأ أيضا: الميناء يحصي خسائره",
        "相关阅读：港口统计风暴损失",
        "関連記事：港が被害を集計",
        "Läs också: Hamnen räknar förlusterna",
        "Lue myös: Satama laskee tappioita",
        "Čtěte také: Přístav počítá ztráty",
        "Διαβάστε επίσης: Το λιμάνι μετρά ζημιές",
        "Baca juga: Pelabuhan menghitung kerugian",
        "यह भी पढ़ें: बंदरगाह ने नुकसान गिना",
        "Xem thêm: Cảng đếm thiệt hại",
        "อ่านเพิ่มเติม: ท่าเรือนับความเสียหาย",
    ],
)
def test_teasers(line: str) -> None:
    assert rule_of(line) == "related.teaser"


def test_heading_takes_its_list_and_no_more() -> None:
    text = f"{PROSE}\nSee also\n* Storm losses reach a record\n* Ferries return\n{MORE}"
    assert list(rules(text).values()) == ["related.heading", "related.link", "related.link"]
    text = f"{PROSE}\n\nMehr zum Thema\n\nSo teuer war der Sturm für die Stadt\n\n{MORE}"
    assert list(rules(text).values()) == ["related.heading", "related.link"]


@pytest.mark.parametrize(
    "lines",
    [
        "Summary\n- The pier is rebuilt\n- Ships pay for it",
        "The fishermen have three demands:\n- A new market\n- Lower fees\n- A seat in the council",
        "Results:\nHarbour 3, Island 1\nNorth 2, South 2",
        "1. Rebuild the pier\n2. Tax the ships",
        "What happens to the market?",
        "A second vote",
    ],
)
def test_lists_and_subheads_of_the_story_stay(lines: str) -> None:
    assert rules(f"{PROSE}\n{lines}\n{MORE}") == {}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Advertisement", "notices.ad"),
        ("Story continues below advertisement", "related.more"),
        ("Sign up for our morning newsletter and never miss a thing.", "prompts.newsletter"),
        ("Get the top stories delivered to your inbox.", "prompts.newsletter"),
        ("Download our app for live alerts.", "prompts.app"),
        ("Follow Ann Lee on Twitter @annlee", "prompts.social"),
        ("Follow us on Facebook", "prompts.social"),
        ("Share on Facebook", "prompts.share"),
        ("Facebook Twitter WhatsApp Email", "prompts.share"),
        ("12 Comments", "comments.prompt"),
        ("Please enable JavaScript to view the comments powered by Disqus.", "comments.prompt"),
        ("This website uses cookies to improve your experience.", "notices.cookies"),
        ("Already a subscriber? Log in", "notices.paywall"),
        ("This is a developing story. Check back for updates.", "notices.developing"),
        ("Correction: An earlier version gave a wrong date for the storm.", "notices.correction"),
        ("(AP Photo/Bo Ray)", "captions.credit"),
        ("FILE PHOTO: A crane lifts a beam at the pier in Harbour. REUTERS/Bo Ray",
         "captions.photo"),
        ("A crane lifts a beam at the pier on Monday. REUTERS/Bo Ray", "captions.credited"),
        ("Image source, Getty Images", "captions.photo"),
        ("Media playback is not supported on this device", "widgets.video"),
        ("(Ann Lee / Harbour Press)", "captions.photo"),
        ("An artist's impression of the new pier", "captions.photo"),
        ("Write to Ann Lee at ann.lee@example.org", "prompts.social"),
        ("» Ten piers to see this summer", "related.shape"),
        ("The full list of piers that fell in the storm Read more", "related.more"),
        ("Privatarchiv Anna Leh", "captions.photo"),
        ("Arquivo pessoal de Ana Lima", "captions.photo"),
        ("Cliquez ici pour voir les images", "prompts.click"),
        ("Publicité", "notices.ad"),
        ("Anzeige", "notices.ad"),
        ("Dela på Facebook", "prompts.share"),
        ("Deel op Facebook", "prompts.share"),
        ("Compartilhar no Facebook", "prompts.share"),
        ("Усі права захищено", "tails.copyright"),
        ("Všechna práva vyhrazena", "tails.copyright"),
        ("सर्वाधिकार सुरक्षित", "tails.copyright"),
        ("Hak cipta dilindungi undang-undang", "tails.copyright"),
        ("メールマガジンに登録", "prompts.newsletter"),
        ("टिप्पणियाँ", "comments.prompt"),
    ],
)  # fmt: skip
def test_furniture_anywhere(line: str, rule: str) -> None:
    assert rule_of(line) == rule


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("(Reporting by Ann Lee; Editing by Bo Ray)", "tails.agency"),
        ("Our Standards: The Thomson Reuters Trust Principles.", "tails.agency"),
        ("© 2021 Harbour Press. This may not be published, broadcast or sold.", "tails.agency"),
        ("Distributed by Harbour Syndicate", "tails.agency"),
        ("Credit: Harbour News Agency", "tails.credit"),
        ("Quelle: dpa", "tails.credit"),
        ("Sumber: Antara", "tails.credit"),
        ("Nguồn: TTXVN", "tails.credit"),
        ("https://www.example.org/2021/05/pier", "sources.address"),
        ("© Harbour Times 2021", "tails.copyright"),
        ("Alle Rechte vorbehalten.", "tails.copyright"),
        ("Ann Lee is a reporter for The Harbour Times covering ports.", "bios.author"),
        ("Updated: May 3, 2021", "updates.published"),
    ],
)  # fmt: skip
def test_furniture_below_the_story(line: str, rule: str) -> None:
    assert rule_of(line, last=True) == rule


@pytest.mark.parametrize(
    "line",
    [
        "“Sign up for our union,” the fishermen's banner read on Monday morning in the harbour.",
        "Ann Lee is a reporter for The Harbour Times and saw the pier fall into the sea.",
        "Comments by the mayor angered the fishermen.",
        "A Reuters/Ipsos poll found that most people of the town like the pier very much.",
        "Related industries, such as ferries, will pay as well, according to the council's plan.",
        "The storm was the worst in years, officials said. (AFP)",
        "Share prices of the ferry line rose.",
        "Updated figures are due next week.",
        "By then, the pier may be gone.",
        "Support USA Harbours, a lobby, welcomed the vote on Monday.",
    ],
)
def test_sentences_of_the_story_stay(line: str) -> None:
    assert rule_of(line) is None


@pytest.mark.parametrize(
    ("prefix", "cut"),
    [
        ("LONDON (Reuters) - ", "LONDON (Reuters) -"),
        ("(CNN) — ", "(CNN) —"),
        ("PARIS, Feb 3 (AFP) - ", "PARIS, Feb 3 (AFP) -"),
        ("COLUMBIA, S.C. (AP) — ", "COLUMBIA, S.C. (AP) —"),
        ("Berlin (dpa) – ", "Berlin (dpa) –"),
        ("Harbour (The Harbour Morning Post) – ", "Harbour (The Harbour Morning Post) –"),
        ("HARBOUR, Norway — ", "HARBOUR, Norway — "),
        ("Harbour, Norway — ", None),
        ("MAYOR: ", None),
        ("Harbour Shipping Corp (HSC) - ", None),
        ("The mayor (who is 54) - ", None),
        ("ARIES (March 21-April 19): ", None),
    ],
)
def test_datelines(prefix: str, cut: str | None) -> None:
    found = rules(f"{prefix}{PROSE}\n{MORE}")
    rule = "datelines.source" if "(" in prefix else "datelines.place"
    assert found == ({cut: rule} if cut else {})


HEADLINE = "Harbour council votes to rebuild old pier"


def test_headline_with_masthead_byline_and_date() -> None:
    text = f"Port News\n/\nHarbour Times\n{HEADLINE}\nAnn Lee\nMay 3, 2021\n{PROSE}\n{MORE}"
    found = rules(text)
    assert found[HEADLINE] == "titles.first_line"
    assert found["Harbour Times"] == found["/"] == found["Port News"] == "navigation.masthead"
    assert found["Ann Lee"] == "bylines.name"


def test_title_of_the_metadata() -> None:
    title = f"{HEADLINE} | Harbour Times"
    assert rules(f"{HEADLINE}\n{PROSE}\n{HEADLINE}\n{MORE}", title) == {HEADLINE: "titles.metadata"}
    assert rules(f"{HEADLINE} {PROSE}\n{MORE}", HEADLINE) == {HEADLINE: "titles.inline"}
    assert rules(f"Another line that is like no title\n{PROSE}\n{MORE}", title) == {}


@pytest.mark.parametrize(
    "line",
    [
        "The vote comes after a winter of storms that cost the town its harbour pier.",
        "Harbour, Norway",
        "- Council votes to rebuild the pier",
    ],
)
def test_first_lines_that_are_no_headline(line: str) -> None:
    assert rules(f"{line}\n{PROSE}\n{MORE}") == {}


def test_bylines() -> None:
    for line in ("By Ann Lee", "By ANN LEE and BO RAY", "Von Anna Leh", "Par Anne Lie"):
        assert rules(f"{line}\n{PROSE}\n{MORE}") == {line: "bylines.line"}
    assert rules(f"ann@lee\n{PROSE}", byline="Ann@Lee") == {"ann@lee": "bylines.metadata"}


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee - Nov 19, 2019, 10:31 pm CST",
        "10:01 pm PST, Tuesday, November 19, 2019",
        "sexta-feira, 22 de outubro de 2010 às 20:13",
        "Updated Nov. 19, 2019 8:21 am ET / Original Nov. 19, 2019 8:02 am ET",
        "By the Staff | November 18, 2019 at 2:26 PM HST - Updated November 18 at 4:46 PM",
        "Von Anna Leh publiziert am 25. September 2018",
        "By Ann Lee / The Harbour Post on Nov. 19, 2019 at 8:39 p.m.",
        "Posted at 7:15 pm on Nov. 19, 2019",
        "First published November 19, 2019, 8:21 am",
    ],
)
def test_stamps_anywhere(line: str) -> None:
    assert rule_of(line) in ("updates.stamp", "updates.published")


@pytest.mark.parametrize(
    "line",
    [
        "November 19, 2019",
        "The pier fell at 9:02 am on Nov. 19, 2019",
        "29 November 2018 | 20 January 2019",
        "— Ann Lee (@annlee) November 18, 2019 at 10:15 am",
        "Theft from Boats on Tuesday, November 19, 2019 @ 2:09 p.m.",
        "Einbruch am Dienstag, 19. November 2019, 14:09 Uhr",
        "Vol le mardi 19 novembre 2019 à 14h09",
        "Robo el martes 19 de noviembre de 2019, 14:09",
        "Suit Filed November 19, 2019",
    ],
)
def test_dates_of_the_story_stay(line: str) -> None:
    assert rule_of(line) is None


HEADLINES = (
    "The Ten Longest Piers of the North",
    "How Harbours Pay for Their Storms",
    "Why Did the Lighthouse Go Dark?",
)


def test_headlines_below_the_story_are_links_without_a_heading() -> None:
    story = "\n".join((PROSE, MORE, PROSE.replace("Monday", "Friday")))
    assert rules("\n".join((story, *HEADLINES))) == dict.fromkeys(HEADLINES, "related.shape")
    assert rules(f"{story[:-1]}, which are these:\n" + "\n".join(HEADLINES)) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ("Harbour 3, Island 1", "North 2, South 2", "East 0, West 4"),
        ("June 9 – Harbour, Old Pier", "June 10 – Island, Fish Market", "June 12 – North Bay"),
        ("Length: 200 metres of oak", "Price: 9 million crowns", "Builder: The Harbour Yard"),
        ("Q: Why rebuild the pier at all?", "A: Because of the ships"),
    ],
)
def test_lists_below_the_story_stay(lines: tuple[str, ...]) -> None:
    story = "\n".join((PROSE, MORE, PROSE.replace("Monday", "Friday")))
    assert rules("\n".join((story, *lines))) == {}


def test_a_shouted_link_between_paragraphs() -> None:
    line = "HARBOUR MASTER SAYS THE OLD PIER WAS NEVER SAFE FOR SHIPS"
    text = f"{PROSE}\n{MORE}\n{line}\n{PROSE.replace('Monday', 'Friday')}"
    assert rules(text) == {line: "related.shape"}
    assert rules(text.replace(line, "HOW TO BUILD A PIER")) == {}


def test_what_readers_wrote_goes_to_the_end() -> None:
    thread = (
        "annlee says:",
        "November 19, 2019 at 8:45 am",
        "The pier was ugly anyway, and nobody but tourists ever walked on it, I think.",
        "bo_ray says:",
        "November 19, 2019 at 9:12 am",
        "It was not.",
    )
    story = "\n".join((PROSE, MORE, PROSE.replace("Monday", "Friday")))
    found = rules("\n".join((story, *thread)))
    assert list(found) == list(thread)
    assert found[thread[2]] == found[thread[5]] == "comments.thread"


def test_a_live_blog_keeps_its_entries() -> None:
    entries = [
        f"{minute} minutes ago\n{PROSE.replace('Monday', day)}"
        for minute, day in ((5, "Tuesday"), (15, "Friday"), (25, "Sunday"))
    ]
    stamps = {"updates.published", "updates.comment_time"}
    assert set(rules("\n".join(entries)).values()) <= stamps


def test_teasers_with_summaries_below_a_heading_end_the_story() -> None:
    story = "\n".join(
        (PROSE, MORE, PROSE.replace("Monday", "Friday"), MORE.replace("mayor", "cook"))
    )
    other = (
        "An orchestra from abroad plays three symphonies without a conductor this weekend.",
        "Bakers in the capital bring back forgotten cakes from their grandmothers' notebooks.",
        "Scientists count more butterflies in mountain meadows than twenty summers before.",
    )
    found = rules("\n".join((story, "You may also like", *other)))
    assert [found[one] for one in other] == ["related.teaser_below"] * 3
    assert rules("\n".join((story, "You may also like", MORE, other[0]))).keys() == {
        "You may also like"
    }


def test_dated_caption_wrapped_above_the_story() -> None:
    caption = (
        "Mayor Ann Lee waves as she returns to the town hall after a board\n"
        "meeting at the fish market in Harbour, Norway, on May 2, 2021."
    )
    wrapped = (
        "The council of the harbour town voted on Monday to rebuild the old\n"
        "pier, which a storm tore away last winter, and to pay for it with a\n"
        "levy on cruise ships that call at the town between May and October.\n"
    )
    assert rules(f"{caption}\n{wrapped}") == {caption: "captions.dated"}


PROMPT = "Sign up for our morning newsletter and never miss a tide."
TAIL = "(Reporting by Ann Lee; Editing by Bo Ray)"


def test_furniture_glued_into_one_line_goes_and_the_story_stays() -> None:
    parts = [PROSE, MORE, PROMPT, *(PROSE, MORE) * 3, TAIL]
    assert rules(" ".join(parts)) == {PROMPT: "prompts.newsletter", TAIL: "tails.agency"}


def test_a_short_text_all_in_one_line_loses_its_prompts() -> None:
    assert rules(f"{PROSE} {PROMPT} {MORE} {TAIL}") == {
        PROMPT: "prompts.newsletter",
        TAIL: "tails.agency",
    }
    told = "The Harbour Times contributed to this report."
    assert rules(f"{PROSE} {MORE} {told}") == {told: "tails.agency"}


def test_a_sentence_behind_a_cut_prefix_is_cut_once() -> None:
    dateline = "BRUSSELS, March 3 (Reuters) -"
    text = " ".join([dateline, PROSE, MORE, *(PROSE, MORE) * 3, TAIL])
    cuts = cuts_of(text, None, None, load())
    assert [text[one.start : one.stop] for one in cuts] == [dateline, TAIL]


def test_what_a_glued_story_quotes_stays() -> None:
    quoted = f"The banner said: “{PROMPT}”"
    assert rules(" ".join([PROSE, MORE, quoted, *(PROSE, MORE) * 3])) == {}


@example(["The harbour", "counts its losses"], "Harbour town counts losses")
@example([], "Harbour")
@example(["港口城市", "harbour"], "港口 harbour town")
@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=40))
def test_a_story_takes_up_words_in_any_of_its_pieces(texts: list[str], line: str) -> None:
    words = _words(line)
    share = len(words & _words(" ".join(texts))) / len(words) if words else 1.0
    assert takes_up(texts, line, 0.35) == (share >= 0.35)
