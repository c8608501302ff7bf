import re
import tomllib
from importlib import resources

import pytest

from dedup import registry
from dedup.errors import SettingsError
from dedup.registry import Trust
from dedup.registry_files import KINDS, _read_lines, shipped_entries

SHIPPED = resources.files("dedup").joinpath("data", "agencies.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def known():
    return registry.load(None)


def names(known, text):
    return [(text[m.start : m.stop], m.entry.name, m.trust) for m in known.find(text)]


def test_the_quick_reader_reads_what_toml_says():
    assert _read_lines(SHIPPED) == tomllib.loads(SHIPPED)


def test_there_are_enough_entries_of_every_kind(known):
    kinds = [entry.kind for entry in known.entries]
    assert kinds.count("agency") >= 150
    assert set(kinds) == set(KINDS)


def test_entries_are_sound():
    entries = list(shipped_entries())
    all_names = [entry.name for entry in entries]
    assert len(all_names) == len(set(all_names))
    for entry in entries:
        assert entry.country is None or re.fullmatch("[A-Z]{2}", entry.country), entry.name
        assert entry.wikidata is None or re.fullmatch(r"Q\d+", entry.wikidata), entry.name
        assert entry.parent is None or entry.parent in all_names, entry.name
        assert all(re.fullmatch(r"[a-z0-9.-]+\.[a-z]+", d) for d in entry.domains), entry.name
        assert entry.since is None or 1800 <= entry.since <= 2030, entry.name
        assert entry.until is None or (entry.since or 0) <= entry.until, entry.name
    owners = [domain for entry in entries for domain in entry.domains]
    assert len(owners) == len(set(owners))


@pytest.mark.parametrize(
    "name",
    ["Associated Press", "the associated press", "AP", "ASSOCIATED PRESS", "美联社", "AP News"],
)
def test_a_name_is_known_by_all_its_forms(known, name):
    assert known.named(name).name == "Associated Press"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.reuters.com/world/x?y=http://apnews.com", "Reuters"),
        ("uk.reuters.com", "Reuters"),
        ("wsj.com", "The Wall Street Journal"),
        ("//edition.cnn.com/2018", "CNN"),
        ("HTTPS://APNEWS.COM/a", "Associated Press"),
    ],
)
def test_a_domain_leads_to_its_owner(known, address, name):
    assert known.at(address).name == name


@pytest.mark.parametrize(
    "address", ["", "com", "notreuters.com", "reuters.com.evil.example", "://"]
)
def test_other_domains_lead_nowhere(known, address):
    assert known.at(address) is None


def test_the_longest_name_wins(known):
    found = names(known, "The Thomson Reuters Foundation and Interfax-Ukraine and Reuters")
    assert [name for _, name, _ in found] == [
        "Thomson Reuters Foundation",
        "Interfax-Ukraine",
        "Reuters",
    ]


def test_excepted_phrases_name_nobody(known):
    assert names(known, "A Reuters/Ipsos poll found it; Michael Bloomberg sold.") == []


def test_a_firm_counts_as_its_agency_in_credit_lines_only(known):
    (found,) = known.find("Shares rose 3 %, Thomson Reuters data showed.")
    assert (found.entry.name, found.trust) == ("Reuters", Trust.DATELINE)


@pytest.mark.parametrize(
    ("text", "trust"),
    [
        ("told AFP on Monday", Trust.NAME),
        ("teilte der dpa mit", Trust.NAME),
        ("the AP reported", Trust.MARKED),
        ("the PA system", Trust.DATELINE),
        ("Bern, (ats) Der Rat", Trust.DATELINE),
        ("he read The Times", Trust.MARKED),
        ("he read the Wall Street Journal", Trust.NAME),
        ("Фирма сообщила агентству Интерфакс", Trust.NAME),
        ("передал корреспонденту Интерфакса", Trust.NAME),
        ("وقالت لرويترز", Trust.NAME),
        ("路透社报道", Trust.NAME),
        ("연합뉴스는 전했다", Trust.NAME),
    ],
)
def test_trust_depends_on_the_form(known, text, trust):
    assert [m.trust for m in known.find(text)] == [trust]


@pytest.mark.parametrize(
    "text",
    ["an apple a day", "many times the sun", "the guardian of the hill", "reuter", "tapping apps"],
)
def test_ordinary_words_are_no_names(known, text):
    assert [m for m in known.find(text) if m.trust > Trust.DATELINE] == []


def test_a_user_adds_and_replaces(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        '[[outlet]]\nname = "Lindvik Courier"\ndomains = ["lindvik.example"]\n\n'
        '[[agency]]\nname = "Reuters"\nnames = ["Reuters Lindvik"]\n'
    )
    mine = registry.load(path)
    assert mine.at("lindvik.example").name == "Lindvik Courier"
    assert mine.named("Reuters Lindvik").name == "Reuters"
    assert mine.at("reuters.com") is None
    assert registry.load(None).at("reuters.com") is not None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[agency]\n", "cannot be read"),
        ('[[paper]]\nname = "X"\n', r"\[\[paper\]\]"),
        ("[[agency]]\nshort = []\n", "number 1 needs a name"),
        ('[[agency]]\nname = "X"\nshorts = ["Y"]\n', "unknown key shorts"),
        ('[[agency]]\nname = "X"\nshort = "Y"\n', "short must be a list of texts"),
        ('[[agency]]\nname = "X"\nfrom = "old"\n', "from must be a year"),
        ('agency = "X"\n', "agency"),
    ],
)
def test_a_bad_file_is_refused_with_what_and_where(tmp_path, written, said):
    path = tmp_path / "own.toml"
    path.write_text(written)
    with pytest.raises(SettingsError, match=said) as refused:
        registry.load(path)
    assert "own.toml" in str(refused.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        registry.load(tmp_path / "none.toml")


TODAY = [
    "Reuters", "AP", "AFP", "dpa", "EFE", "ANSA", "Lusa", "PA Media", "AAP", "Canadian Press",
    "Kyodo", "Jiji", "Yonhap", "Xinhua", "PTI", "ANI", "IANS", "TASS", "RIA Novosti", "Interfax",
    "Ukrinform", "Anadolu Agency", "WAM", "SPA", "MENA", "NAN", "APA", "Belga", "ANP", "TT", "NTB",
    "Ritzau", "STT", "PAP", "ČTK", "MTI", "Agerpres", "Tanjug", "HINA", "Bloomberg", "Dow Jones",
    "CNN Wire",
    "New York Times News Service", "Washington Post News Service", "Los Angeles Times News Service",
    "Tribune Content Agency", "McClatchy", "States Newsroom", "The Conversation", "PR Newswire",
    "Business Wire", "GlobeNewswire",
]  # fmt: skip
HISTORIC = [
    ("Havas", 1940), ("Wolff", 1934), ("DNB", 1945), ("Stefani", 1945), ("United Press", 1958),
    ("International News Service", 1958), ("Telegraphen-Union", 1933),
]  # fmt: skip


@pytest.mark.parametrize("name", TODAY)
def test_the_agencies_of_today_are_known_with_their_country(known, name):
    entry = known.named(name)
    assert entry is not None
    assert entry.kind != "outlet"
    assert entry.country
    assert entry.until is None


@pytest.mark.parametrize(("name", "until"), HISTORIC)
def test_the_agencies_of_the_past_have_their_years(known, name, until):
    entry = known.named(name)
    assert entry.kind == "agency"
    assert entry.since is not None
    assert entry.since < entry.until
    assert abs(entry.until - until) <= 1


def test_ats_is_the_swiss_agency_by_its_old_name(known):
    assert known.named("Agence télégraphique suisse").name == "Keystone-SDA"
    assert known.named("ATS").name == "Keystone-SDA"


def test_the_registry_is_wide_and_no_two_entries_share_an_id(known):
    makers = [entry for entry in known.entries if entry.kind != "outlet"]
    assert len(makers) >= 250
    assert len({entry.country for entry in makers}) >= 80
    assert sum(bool(entry.domains) for entry in makers) >= 200
    assert sum(entry.since is not None for entry in makers) >= 150
    ids = [entry.wikidata for entry in known.entries if entry.wikidata]
    assert len(ids) == len(set(ids)) >= 30
    assert all(number[0] == "Q" and number[1:].isdecimal() for number in ids)
    parents = {entry.parent for entry in known.entries if entry.parent}
    assert parents <= {entry.name for entry in known.entries}
