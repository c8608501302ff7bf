"""Who took from whom: each kind of evidence, alone and together."""

import random

import numpy as np
import polars as pl
import pytest

from dedup import kernels
from dedup.dates import interval
from dedup.directions import direct, judge
from dedup.directions.progress import read, states
from dedup.directions.sides import NO_STATE, Pair, Side, State, Witness
from dedup.directions.thirds import MOST, Partners, Thirds, come_first, nearest
from dedup.settings import DirectionSettings
from dedup.tables import ARTICLES, CREDITS, DIRECTIONS, MASTHEADS, RELATIONS, TEXTS

HOUR = 3_600
SETTINGS = DirectionSettings()


def side(row: int, publisher: str = "", at: int | None = None, **more: object) -> Side:
    roles = {k: frozenset(v.split()) for k, v in more.items() if isinstance(v, str)}
    flags = {k: v for k, v in more.items() if not isinstance(v, str)}
    return Side(row, publisher, earliest=at, latest=at, **roles, **flags)  # type: ignore[arg-type]


def verdict(
    left: Side, right: Side, relation: str = "copy", covered: tuple[float, float] = (0.9, 0.9)
) -> tuple[str, float, bool, str]:
    return judge(Pair(left, right, relation, *covered), SETTINGS)


def test_nothing_known_is_undetermined() -> None:
    direction, confidence, version, because = verdict(side(0), side(1))
    assert direction == "undetermined"
    assert 0 < confidence <= 0.5
    assert not version
    assert "nothing" in because


def test_the_earlier_is_the_source() -> None:
    direction, confidence, _, because = verdict(side(0, "a", 5 * HOUR), side(1, "b", 2 * HOUR))
    assert direction == "right_to_left"
    assert confidence < 0.7
    assert because == "the right article was published first, by at least 3 hours"


def test_overlapping_times_tell_nothing() -> None:
    left = Side(0, "a", earliest=0, latest=86_399)
    right = Side(1, "b", earliest=80_000, latest=166_399)
    direction, _, _, because = verdict(left, right)
    assert direction == "undetermined"
    assert "the times given are too near or too vague" in because


def test_a_credit_to_the_other_publisher_directs() -> None:
    left, right = side(0, "herald"), side(1, "gazette", retold="herald")
    direction, confidence, _, because = verdict(left, right, "rewrite", (0.2, 0.2))
    assert direction == "left_to_right"
    assert confidence > 0.75
    assert "credits herald" in because
    assert verdict(right, left, "rewrite", (0.2, 0.2))[0] == "right_to_left"


def test_what_an_outlet_says_of_itself_tells_nothing() -> None:
    left, right = side(0, "herald"), side(1, "herald", mentions="herald")
    for relation in ("copy", "partial", "rewrite"):
        assert verdict(left, right, relation) == verdict(left, side(1, "herald"), relation)
    both = side(0, "herald", mentions="herald"), side(1, "herald", mentions="herald")
    assert "both name" not in verdict(*both, "rewrite")[3]


def test_never_against_a_reliable_time() -> None:
    later = side(0, "herald", 9 * HOUR)
    earlier = side(1, "gazette", HOUR, authors="herald")
    direction, _, _, because = verdict(later, earlier)
    assert direction == "common_source"
    assert "published first" in because


def test_mutual_credits_cancel() -> None:
    assert verdict(side(0, "a", authors="b"), side(1, "b", authors="a"))[0] == "undetermined"


def test_one_agency_credited_by_both_is_a_common_source() -> None:
    left, right = side(0, "a", HOUR, authors="wire"), side(1, "b", 2 * HOUR, authors="wire")
    direction, confidence, version, because = verdict(left, right)
    assert direction == "common_source"
    assert confidence > 0.7
    assert not version
    assert because.startswith("both credit wire")


def test_a_lone_credit_to_a_third_is_a_common_source() -> None:
    direction, confidence, _, _ = verdict(side(0, "a"), side(1, "b", retold="wire"), "rewrite")
    assert direction == "common_source"
    unknown = verdict(side(0), side(1, "b", retold="wire"), "rewrite")
    assert unknown[0] != "right_to_left"  # the unknown one may be the report that is credited
    assert unknown[1] < min(confidence, 0.6)


def test_a_text_whose_publisher_nobody_knows_is_by_whom_it_says() -> None:
    wrote, tells = side(0, authors="wire"), side(1, mentions="wire gazette")
    direction, confidence, _, because = verdict(tells, wrote, "rewrite", (0.1, 0.1))
    assert direction == "right_to_left"
    assert confidence > 0.6
    assert because == "the right article is by wire, which the left article names"
    # What an outlet printed of it is one of many prints; and two that are by one come from that.
    assert verdict(side(0, "herald", authors="wire"), tells, "rewrite")[0] == "common_source"
    both = side(1, authors="wire", mentions="wire")
    assert verdict(wrote, both, "rewrite")[0] == "common_source"


def test_who_names_nobody_may_be_the_one_that_is_named() -> None:
    unknown, naming = side(0), side(1, mentions="herald")
    direction, confidence, _, because = verdict(unknown, naming, "rewrite", (0.1, 0.1))
    assert direction == "left_to_right"
    assert confidence < 0.65
    assert "names whom it has the news from" in because
    assert verdict(naming, unknown, "rewrite", (0.1, 0.1))[0] == "right_to_left"
    # A known publisher that is not the one named does not become it.
    assert verdict(side(0, "gazette"), naming, "rewrite", (0.1, 0.1))[0] == "undetermined"
    # What an outlet says of itself names nobody.
    own = side(1, "herald", mentions="herald")
    assert verdict(unknown, own, "rewrite", (0.1, 0.1))[0] == "undetermined"


def test_photo_credits_are_not_read() -> None:
    tables = _tables(["herald", "gazette"], [(1, 0, 4, "herald", "photo")])
    assert direct(tables)["direction"].to_list() == ["undetermined"]


def test_a_mention_of_the_other_publisher_directs_a_derived_pair() -> None:
    tables = _tables(["herald", "gazette"], [(1, 0, 4, "herald", "mention")])
    assert direct(tables)["direction"].to_list() == ["left_to_right"]
    mutual = _tables(["a", "b"], [(1, 0, 4, "a", "mention"), (0, 0, 4, "b", "mention")])
    assert direct(mutual)["direction"].to_list() == ["undetermined"]


def test_rewrites_that_mention_one_third_seem_to_come_from_it() -> None:
    left, right = side(0, "a", mentions="wire"), side(1, "b", mentions="wire")
    assert verdict(left, right, "rewrite")[0] == "common_source"
    assert verdict(left, right, "copy")[0] == "undetermined"


def test_dates_without_zone_are_compared_on_the_clock_of_one_outlet() -> None:
    wide = {"earliest": 0, "latest": 30 * HOUR}
    first = Side(0, "a", **wide, local=(HOUR, HOUR))
    second = Side(1, "a", **wide, local=(2 * HOUR, 2 * HOUR))
    assert verdict(first, second)[0] == "left_to_right"
    elsewhere = Side(1, "b", **wide, local=(2 * HOUR, 2 * HOUR))
    assert verdict(first, elsewhere)[0] == "undetermined"


def test_one_outlets_zoneless_dates_are_read_from_the_mastheads() -> None:
    tables = _tables(["a", "a"], [])
    dated = [("2020-05-01T10:00", "minute"), ("2020-05-01T12:30", "minute")]
    rows = [
        (row, "a", None, None, None, at, precision, *interval(at, precision))
        for row, (at, precision) in enumerate(dated)
    ]
    tables["mastheads"] = MASTHEADS.frame(rows)
    found = direct(tables).to_dicts()[0]
    assert found["direction"] == "left_to_right"
    assert "by at least 2 hours" in found["direction_because"]
    tables["mastheads"] = MASTHEADS.frame([rows[0], (1, "b", *rows[1][2:])])
    assert direct(tables)["direction"].to_list() == ["undetermined"]


def test_an_agencys_own_text_is_the_source() -> None:
    agency = side(0, "wire", agency=True)
    assert verdict(agency, side(1, "a"))[0] == "left_to_right"
    assert verdict(agency, side(1, "other wire", agency=True))[0] == "undetermined"


def test_versions_of_one_outlet_are_directed_by_time() -> None:
    first, second = side(0, "a", HOUR), side(1, "a", 3 * HOUR)
    direction, confidence, version, because = verdict(first, second, "partial", (0.8, 0.5))
    assert (direction, version) == ("left_to_right", True)
    assert confidence > 0.75
    assert "versions" in because
    undated = verdict(side(0, "a"), side(1, "a"), "copy")
    assert (undated[0], undated[2]) == ("undetermined", True)
    assert verdict(first, second, "rewrite")[2] is False


def test_an_agencys_items_without_publisher_are_versions() -> None:
    first, second = side(0, "", HOUR, authors="wire"), side(1, "", 2 * HOUR, authors="wire")
    assert verdict(first, second)[::2] == ("left_to_right", True)


def test_a_write_through_printed_elsewhere_is_a_version_only_hours_later() -> None:
    first = side(0, "a", HOUR, authors="wire")
    soon, late = side(1, "b", 2 * HOUR, authors="wire"), side(1, "b", 40 * HOUR, authors="wire")
    assert verdict(first, soon, "partial")[::2] == ("common_source", False)
    assert verdict(first, late, "partial")[::2] == ("left_to_right", True)


def test_an_agency_that_tells_its_own_story_anew_hours_later_is_its_source() -> None:
    first = side(0, "a", HOUR, authors="wire")
    soon, late = side(1, "b", 2 * HOUR, authors="wire"), side(1, "b", 40 * HOUR, authors="wire")
    assert verdict(first, soon, "rewrite")[::2] == ("common_source", False)
    assert verdict(first, late, "rewrite")[::2] == ("left_to_right", False)


def test_containment_is_weak_evidence() -> None:
    long, short = side(0, "a"), side(1, "b")
    alone = verdict(long, short, "copy", (0.4, 0.98))
    assert alone[0] == "left_to_right"
    assert 0.5 < alone[1] < 0.6
    assert "stands in" in alone[3]
    slightly = verdict(long, short, "copy", (0.85, 0.98))
    assert slightly[0] == "undetermined"
    timed = verdict(side(0, "a", HOUR), side(1, "b", 2 * HOUR), "copy", (0.4, 0.98))
    against = verdict(side(0, "a", HOUR), side(1, "b", 2 * HOUR), "copy", (0.98, 0.4))
    assert timed[0] == "left_to_right"
    # Time has ruled the other way out: which way it is is no question any more.
    assert against[0] == "left_to_right"
    assert timed[1] == against[1]


def test_what_tells_which_way_makes_a_common_source_no_less_likely() -> None:
    left, right = side(0, "a", authors="wire"), side(1, "b", authors="wire")
    whole = verdict(left, right, "copy", (0.9, 0.9))
    inside = verdict(left, right, "copy", (0.4, 0.98))
    assert whole[0] == inside[0] == "common_source"
    assert abs(whole[1] - inside[1]) < 1e-6


def _tables(
    publishers: list[str | None],
    credits: list[tuple[int, int, int, str, str]],
    times: list[int | None] | None = None,
    digests: list[int] | None = None,
    pairs: list[tuple[int, int, str]] | None = None,
    texts: list[str] | None = None,
) -> dict[str, pl.DataFrame]:
    count = len(publishers)
    times = times or [None] * count
    pairs = [(0, 1, "copy")] if pairs is None else pairs
    texts = texts or [""] * count
    digests = digests or list(range(count))
    return {
        "articles": ARTICLES.frame(
            (row, f"{row}.txt", "", None, None, None, None, "utf-8", texts[row], None)
            for row in range(count)
        ),
        "texts": TEXTS.frame(
            (row, texts[row], "en", 90, digests[row], None) for row in range(count)
        ),
        "relations": RELATIONS.frame((a, b, relation, 0.9, 0.9) for a, b, relation in pairs),
        "signals": pl.DataFrame(
            [(a, b, 0.9, 0.8) for a, b, _ in pairs],
            schema={
                "left": pl.UInt32,
                "right": pl.UInt32,
                "left_covered": pl.Float32,
                "right_covered": pl.Float32,
            },
            orient="row",
        ),
        "credits": CREDITS.frame(credits),
        "credited": pl.DataFrame(schema={"row": pl.UInt32, "credited_to": pl.String}),
        "mastheads": MASTHEADS.frame(
            (row, publisher, None, None, None, None, None, times[row], times[row])
            for row, publisher in enumerate(publishers)
        ),
    }


def test_the_registry_knows_names_by_their_aliases() -> None:
    tables = _tables(["reuters.com", "Gazette"], [(1, 0, 4, "REUTERS", "author")])
    found = direct(tables)
    assert found.schema == DIRECTIONS.schema
    assert found["direction"].to_list() == ["left_to_right"]


def test_a_byline_of_metadata_is_a_credit() -> None:
    tables = _tables(["Reuters", "Gazette"], [])
    tables["credited"] = pl.DataFrame(
        {"row": [1], "credited_to": ["Reuters"]}, schema=tables["credited"].schema
    )
    assert direct(tables)["direction"].to_list() == ["left_to_right"]


def test_only_derived_pairs_have_a_direction() -> None:
    pairs = [(0, 1, "same_event"), (0, 2, "rewrite"), (1, 2, "different")]
    found = direct(_tables([None] * 3, [], pairs=pairs))
    assert found.select("left", "right").rows() == [(0, 2)]


def test_identical_texts_have_directions_and_the_earliest_speaks_for_them() -> None:
    tables = _tables(
        ["a", "b", "c", "d"],
        [],
        times=[4 * HOUR, 2 * HOUR, 3 * HOUR, HOUR],
        digests=[5, 6, 5, 5],
        pairs=[(0, 1, "copy")],
    )
    found = direct(tables)
    assert found.select("left", "right", "direction").rows() == [
        (0, 1, "right_to_left"),
        (0, 2, "right_to_left"),
        (0, 3, "right_to_left"),
        (1, 3, "right_to_left"),
        (2, 3, "right_to_left"),
    ]


def test_order_of_the_tables_does_not_matter() -> None:
    credits = [(1, 0, 3, "AFP", "author"), (2, 0, 3, "AFP", "author"), (2, 9, 12, "A", "retold")]
    pairs = [(0, 1, "copy"), (1, 2, "partial"), (0, 2, "rewrite")]
    tables = _tables(["A", "B", None], credits, [1, 90_000, None], pairs=pairs)
    turned = {name: frame.reverse() for name, frame in tables.items()}
    assert direct(turned).equals(direct(tables))


@pytest.mark.parametrize("seconds", [1, 59, 60, 7_200, 86_400, 200_000])
def test_gaps_are_said_in_words(seconds: int) -> None:
    because = verdict(side(0, "a", 0), side(1, "b", seconds))[3]
    assert because.startswith("the left article was published first")


def heard(
    *witnesses: Witness, leads: tuple[float, float] | None = None, outlets: str = "ab"
) -> tuple[object, ...]:
    left_lead, right_lead = leads or (None, None)
    sides = (side(row, name) for row, name in enumerate(outlets))
    thirds = tuple(side(2 + number, "w") for number in range(len(witnesses)))
    pair = Pair(*sides, "copy", 0.9, 0.9, thirds, witnesses, left_lead, right_lead)
    mirrored = judge(pair.mirrored(), SETTINGS)
    found = judge(pair, SETTINGS)
    turned = {"left_to_right": "right_to_left", "right_to_left": "left_to_right"}
    assert mirrored[0] == turned.get(found[0], found[0])
    assert mirrored[1] == found[1]
    return found


def test_what_stands_between_two_others_is_no_copy_of_the_copy() -> None:
    """All that the right shares with the third the left has, and more."""
    direction, confidence, _, because = heard(Witness("w.txt", False, 40, 0, 0, 0, 80))
    alone = verdict(side(0, "a"), side(1, "b"))
    assert direction != "right_to_left"
    assert confidence > alone[1]
    assert "the left article has all that the right article shares with w.txt, and more" in because


def test_each_with_wording_of_a_third_that_the_other_lacks_is_no_source_of_the_other() -> None:
    direction, confidence, _, because = heard(Witness("w.txt", False, 30, 25, 0, 0, 80))
    assert direction == "common_source"
    assert confidence > 0.8
    assert "each has wording of w.txt that the other lacks" in because


def test_wording_that_the_source_at_hand_lacks_went_from_one_to_the_other() -> None:
    witness = Witness("w.txt", True, 30, 0, 40, 40, 80)
    direction, confidence, _, because = heard(witness)
    assert direction == "left_to_right"
    assert confidence > 0.8
    assert "both have wording that w.txt lacks" in because
    assert heard(witness._replace(source=False))[1] < confidence


def test_few_readings_tell_nothing() -> None:
    assert heard(Witness("w.txt", True, 4, 0, 5, 5, 80))[0] == "undetermined"
    assert heard(Witness("w.txt", True, 90, 90, 90, 90, 3))[0] == "undetermined"


def test_of_third_texts_those_are_heard_that_come_from_neither() -> None:
    """By their dates, or as an agency's that both may have printed."""
    pair = (side(0, "a", 10 * HOUR), side(1, "b", 12 * HOUR))
    before, between = side(2, "c", 8 * HOUR), side(3, "d", 11 * HOUR)
    agency, undated = side(4, "wire", agency=True), side(5, "e")
    late, own = side(6, "wire", 11 * HOUR, agency=True), side(7, "a", agency=True)
    sides = [*pair, before, between, agency, undated, late, own]
    left, right = np.zeros(1, np.uint32), np.ones(1, np.uint32)
    called = Thirds(np.arange(2, len(sides)), np.array([6]))
    first, source = come_first(called, left, right, sides)
    assert first.tolist() == [True, False, True, False, False, False]
    assert source.tolist() == [False, False, True, False, False, False]


def test_who_a_side_credits_is_a_source() -> None:
    sides = [side(0, "a"), side(1, "b", authors="c"), side(2, "c"), side(3, "d"), side(4)]
    left, right = np.zeros(1, np.uint32), np.ones(1, np.uint32)
    first, source = come_first(Thirds(np.arange(2, 5), np.array([3])), left, right, sides)
    assert first.tolist() == source.tolist() == [True, False, False]


@pytest.mark.parametrize("seed", range(4))
def test_thirds_found_by_the_loop_are_those_found_plainly(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(seed)
    shares: list[dict[int, float]] = [{} for _ in range(30)]
    pairs = [(a, b) for a in range(30) for b in range(a + 1, 30) if draw.random() < 0.7]
    for a, b in pairs:
        shares[a][b], shares[b][a] = (draw.choice((0.25, 0.5, 0.75)) for _ in range(2))
    partners = Partners.of(shares)
    left, right = np.array(pairs, dtype=np.uint32).T.copy()
    found = []
    for way in (False, True):
        monkeypatch.setattr(kernels, "worth", lambda _, way=way: way)
        found.append([column.tolist() for column in nearest(left, right, partners)])
    assert found[0] == found[1]
    assert max(found[0][1]) == MOST
    none = np.zeros(0, np.uint32)
    assert [len(column) for column in nearest(none, none, Partners.of([]))] == [0, 0]


def test_readings_are_taken_from_the_texts() -> None:
    base = [f"sentence{n} tells of bridge{n} and ferry{n} in town{n} today." for n in range(12)]
    added = " Shopkeepers on the north bank fear for their trade in the coming months."
    wire, herald = " ".join(base), " ".join(base[:8]) + added
    gazette = " ".join(base[:5]) + added
    tables = _tables(
        ["Reuters", "Herald", "Gazette"],
        [],
        pairs=[(0, 1, "copy"), (0, 2, "copy"), (1, 2, "copy")],
        texts=[wire, herald, gazette],
    )
    found = {(a, b): rest for a, b, *rest in direct(tables).iter_rows()}
    assert found[1, 2][0] == "left_to_right"
    assert found[0, 1][0] == "left_to_right"


def test_a_new_lead_over_the_old_one_is_later() -> None:
    direction, _, _, because = heard(leads=(0.9, 0.05), outlets="aa")
    assert direction == "left_to_right"
    assert "the right article has a new lead over that of the left article" in because
    assert heard(leads=(0.9, 0.9), outlets="aa")[3] == heard(outlets="aa")[3]
    # Of two outlets, one may have left the other's lead out.
    assert heard(leads=(0.9, 0.05))[3] == heard()[3]


STATES = [
    ("Two hours on, the call was still going on, officials said.", State(1, over=False)),
    ("The talks had ended by noon, both sides said.", State(1, over=True)),
    ("The talks, which had ended once, are still going on.", State()),
    ("Das Treffen dauert noch an, hieß es.", State(1, over=False)),
    ("Das Treffen ist beendet, hieß es.", State(1, over=True)),
    ("La réunion est toujours en cours, selon lui.", State(1, over=False)),
    ("La reunión ha terminado, dijo el ministro.", State(1, over=True)),
    ("Переговоры завершились, сообщил министр.", State(1, over=True)),
    ("会谈仍在进行。", State(1, over=False)),
    ("This is a developing story. Check back for updates.", State(0)),
    ("UPDATE 3-Copper rises to a record in early trade", State(4)),
    ("(Recasts with quote) Copper rose on Monday.", State(2)),
    ("At least 12 people were killed.", State(1, None, (("killed", frozenset({12})),))),
    ("Five died, 1,200 were injured.", State(1, None, (
        ("injured", frozenset({1200})), ("killed", frozenset({5})),
    ))),
    ("In 2011 many were killed there.", State()),
    ("Bei dem Unglück starben 15 Menschen.", State(1, None, (("killed", frozenset({15})),))),
    ("El balance es de 7 muertos.", State(1, None, (("killed", frozenset({7})),))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "state"), STATES, ids=[text[:30] for text, _ in STATES])
def test_how_far_the_matter_had_got(text: str, state: State) -> None:
    assert read(text) == state


@pytest.mark.parametrize(
    ("early", "late", "said"),
    [
        (State(over=False), State(over=True), "has ended in the right article"),
        (State(tolls=(("killed", frozenset({12, 40})),)),
         State(tolls=(("killed", frozenset({15, 40})),)), "has 15 killed where"),
        (State(0), State(1), "the left article calls itself a first word on the matter"),
        (State(1), State(3), "the right article calls itself the later version"),
    ],
)  # fmt: skip
def test_who_knows_more_is_no_source_of_who_knows_less(
    early: State, late: State, said: str
) -> None:
    left, right = side(0, "a", state=early), side(1, "a", state=late)
    direction, _, version, because = verdict(left, right)
    assert (direction, version) == ("left_to_right", True)
    assert said in because
    assert verdict(right, left)[0] == "right_to_left"
    # Of two outlets it only says which is not the source.
    assert verdict(left, side(1, "b", state=late))[0] != "right_to_left"


def test_a_reliable_time_outweighs_the_state_of_affairs() -> None:
    left = side(0, "a", 5 * HOUR, state=State(over=False))
    right = side(1, "a", HOUR, state=State(over=True))
    direction, _, _, because = verdict(left, right)
    assert direction == "right_to_left"
    assert "ended" not in because


def test_the_states_of_many_texts_are_those_of_each() -> None:
    told = [
        "Talks are still going on in Halden. 3 people were killed, 14 injured.",
        "UPDATE 2: The talks have ended. Rescuers said fifteen dead, and 12 wounded in Ostra.",
        "This is a developing story. The bridge fell.",
        "A bakery has won a prize.",
        "",
        "Overkilled by work, 7 bakers; the killed: 2. Corrects figure. Talks are still going on.",
        "Ils ont fait 12 morts et 30 blessés. Es gab 4 Tote und 9 Verletzte.",
    ]
    texts = TEXTS.frame((row, text, "en", 9, row, None) for row, text in enumerate(told))
    found = states(texts)
    assert [found.get(row, NO_STATE) for row in range(len(told))] == [read(text) for text in told]
    assert len(found) >= 4
