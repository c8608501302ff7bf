"""What is read by columns is what is read record by record, table for table."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup import formats
from dedup.formats import Batch, flat_lines, json_lines, read, text_files
from dedup.formats import values as by_column
from dedup.formats.columns import Columns, fault, own_id, plain_value, shown
from dedup.formats.records import Record, SourceFile
from dedup.formats.sheets import LETTERS, Sheet, fit, of_values
from dedup.formats.values import Values
from dedup.settings import InputSettings

STORY = "The ferry to Lindvik sails again after {} days at the quay."
ODD_TEXTS = [
    "",
    "   ",
    "nan",
    "12 34 56 78 90",
    "καράβι ξανά στο λιμάνι",
    "n/a",
    "x" * 90,
    "The \0 end is",
    "渡船明天复航，镇长说。",
    "\ufeffA mark at the start of it",
    "Bells \a and \x1b[1m colours \x1b[0m of a terminal",
    "\n\n  Blank lines around the story \r\n",
]
ODD_VALUES: list[Any] = [
    *("", " ", "nan", "NaN", "N/A", "<NA>", "None", "null", "NAT", "none of it"),
    *("  two  blanks ", "tab\tand\nline", "a\x1cb", "\u00a0no break", "em\u2003space", "x" * 2100),
    *(
        'a "quoted" \\ name',
        "é",
        "Süddeutsche Zeitung",
        "朝日新聞",
        "\u2028",
        "\x7f",
        "a\0b",
        "y" * 501,
    ),
    *("x" * 19_998, "x" * 19_999, "\x85", "en-GB", "pt_BR", "DE", "english", "\u212aelvin"),
    *(0, -1, 7, 2**70, True, False, 1.0, 0.5, float("nan"), float("inf"), 1e300),
    *([], ["Ann Lee", {"name": "Bo Ek"}, 3], {"name": "Post"}, {"a": [None]}, [["x"]], {}),
]
ODD_STRINGS = [value for value in ODD_VALUES if isinstance(value, str)]
NAMES = ["id", "guid", "text", "Text", "body", "title", "headline", "author", "byline", "date"]
NAMES += ["source", "publisher", "lang", "url", "canonical_url", "section", "score", "agency"]


def saved(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = content.encode("utf-8") if isinstance(content, str) else content
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)


def held_equal(
    monkeypatch: pytest.MonkeyPatch, inputs: Sequence[Path], **changes: Any
) -> tuple[Batch, Batch]:
    """Both ways to read the INPUTs, which must not differ in anything."""
    chosen = InputSettings(**changes)
    monkeypatch.setattr(formats.parquet_trials, "broken", lambda *_: {})
    together = read(inputs, chosen)
    with monkeypatch.context() as patch:
        patch.setattr(formats, "TOGETHER", {})
        patch.setattr(formats, "_read_texts", lambda found, _: list(range(len(found.files))))
        alone = read(inputs, chosen)
    for name in ("articles", "evidence", "rejects"):
        assert getattr(together, name).equals(getattr(alone, name)), name
    assert (together.digests, together.warnings) == (alone.digests, alone.warnings)
    return together, alone


def mixed_texts(count: int, every: int) -> list[str]:
    texts = [STORY.format(number) for number in range(count)]
    for place in range(0, count, every):
        texts[place] = ODD_TEXTS[place // every % len(ODD_TEXTS)]
    return texts


def table(texts: Sequence[str | None]) -> pl.DataFrame:
    rows = range(len(texts))
    section = [ODD_STRINGS[row % len(ODD_STRINGS)] if row % 5 == 0 else "town" for row in rows]
    return pl.DataFrame(
        {
            "id": [f"a{row % 2000}" for row in rows],
            "Text": texts,
            "publisher": ["Lindvik Post" if row % 3 else None for row in rows],
            "source": [ODD_STRINGS[row % len(ODD_STRINGS)] for row in rows],
            "published_at": ["2024-05-01T10:00Z"] * len(texts),
            "date": [date(2024, 5, 1) if row % 2 else None for row in rows],
            "timestamp": [datetime(2024, 5, 1, 10, tzinfo=UTC)] * len(texts),
            "authors": [["Ann Lee", "Bo Ek"][: row % 3] for row in rows],
            "byline": ["Ann Lee, Bo Ek"] * len(texts),
            "section": section,
            "score": [row / 7 if row % 4 else float("nan") for row in rows],
            "kind": pl.Series(["news", "brief"] * (len(texts) // 2), dtype=pl.Categorical),
            "raw": [b"\xff\x00"] * len(texts),
            "place": [{"town": "Lindvik", "grid": [row, None]} for row in rows],
            "nothing": pl.Series([None] * len(texts)),
        }
    )


@pytest.mark.parametrize("every", [1, 3, 300, 10_000])
def test_tables(every: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str | None] = [*mixed_texts(3000, every)]
    texts[50] = None
    monkeypatch.setattr("dedup.formats.parquet._SLICE", 700)
    table(texts).write_parquet(tmp_path / "a.parquet")
    table(texts[:4]).write_parquet(tmp_path / "b/few.parquet", mkdir=True)
    pl.DataFrame({"left": [1]}).write_parquet(tmp_path / "no.parquet")
    saved(tmp_path / "damaged.parquet", (tmp_path / "a.parquet").read_bytes()[:5000])
    both, _ = held_equal(monkeypatch, [tmp_path], largest_text=80)
    assert both.articles.height > (100 if every == 1 else 1500)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"text_columns": ("body", "text"), "id_columns": ("score",)},
        {"publisher_columns": ("source", "publisher"), "most_rejects": 3},
    ],
)
def test_columns_of_any_kind(
    changes: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at, kind in enumerate((bool, int, float, str, list, dict)):
        some = [value for value in ODD_VALUES if type(value) is kind and value not in (2**70, {})]
        if kind in (list, dict):
            some = [["x", None], []] if kind is list else [{"name": "Post"}, {"name": None}]
        columns = {name: some for name in NAMES if name != "Text"}
        stories = [STORY.format(number) for number in range(len(some))]
        text = pl.DataFrame({**columns, "Text": stories})
        text.write_parquet(tmp_path / f"{at}.parquet")
        pl.DataFrame({"text": stories, **text.drop("text").to_dict()}).write_parquet(
            tmp_path / f"{at}-text.parquet"
        )
    held_equal(monkeypatch, [tmp_path], **changes)


def odd_lines() -> list[bytes]:
    """Lines about which something is odd, some of them no JSON at all."""
    records: list[Any] = [
        *({"id": n, "text": text, "title": ODD_VALUES[n]} for n, text in enumerate(ODD_TEXTS)),
        *({"id": v, "text": STORY, "title": v, "extra": v} for v in ODD_VALUES),
        *([1, 2], "text", 7, None, {}, {"left": 1}, {"text": None, "body": STORY}),
        {"text": "half a pair \ud83d and \ude00", "title": "\ud800"},
        {"title": "no text"},
        {"text": STORY, "title": "before", "id": "after"},
    ]
    lines = [json.dumps(record, ensure_ascii=n % 2 == 0) for n, record in enumerate(records)]
    start = '{"id": "a", "text": "A story, '
    lines += [
        *(start + r'\u0000"}', start + r'\u12"}', start + r'\x"}', start + '\t"}', start),
        *(start + r'\uD83D\uDE00 \uD83D"}', start + r'\uDE00"}', start + r'\"\\\/\b\f\n\r\té"}'),
        *(
            start + '"},',
            start + '"} 1',
            start + '", "id": "b"}',
            start + '",}',
            start + '" "title"}',
        ),
        *(start + r'\u00e9\u20AC"}  ', " " + start + '"}\r', "\ufeff" + start + '"}', ""),
        *(
            f'{start}", "title": {v}}}'
            for v in ("01", "1.50", "-0", "1e999", "NaN", "[1, ]", "", "nul")
        ),
        *(
            f'{start}", "title": {v}}}'
            for v in ('{"name": "x, }"}', "[[]", "{]", "[" * 60 + "]" * 60)
        ),
        *(
            f'{start}", "title": {v}}}'
            for v in ('[]"x"', "9" * 5000, '["\\u00e9\\"", "\\\\"]', "[1] 2")
        ),
        *(r'{"i\u0064": "b", "text": "An escaped key"}', '{"id" : "c" ,\t"text" : "Blanks" }'),
        *("{'id': 1}", "not JSON at all", "}", '{"id"', '{"id":', '{"id": tru', "{" * 3000),
        '{"id": "d", "text": "' + "long " * 3000 + '"}',
    ]
    raw = [line.encode("utf-8", "surrogatepass") for line in lines]
    return [*raw, b'{"id": "e", "text": "A \xff byte"}', "caf\xe9 au lait".encode("cp1252")]


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some lines become columns that would be too few for it."""
    monkeypatch.setattr(flat_lines, "_FEW", 1)


@pytest.mark.usefixtures("few_are_many")
@pytest.mark.parametrize("every", [1, 50])
@pytest.mark.parametrize("size", [900, 8 << 20])
def test_lines(every: int, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = odd_lines()
    whole = table(mixed_texts(4 * len(odd), 11)).drop("raw", "kind", "date", "timestamp")
    lines = [line.encode() for line in whole.write_ndjson().splitlines()]
    missing = [json.dumps({"id": f"m{n}", "Text": STORY.format(n)}).encode() for n in range(200)]
    mixed: list[bytes] = []
    for number, line in enumerate([*lines, *missing]):
        mixed += [line, odd[number // every % len(odd)]] if number % every == 0 else [line]
    clean = [line for line in mixed if b"\xff" not in line and b"\xe9" not in line]
    monkeypatch.setattr(flat_lines, "_AT_A_TIME", size)
    for name, some in (("mixed", mixed), ("clean", clean), ("alike", lines)):
        saved(tmp_path / f"{name}.jsonl", b"\n".join(some))
        saved(tmp_path / f"{name}.ndjson.gz", b"\n".join(some) + b"\n")
        saved(tmp_path / f"old/{name}.jsonl", b"\r".join(x.replace(b"\r", b"") for x in some))
        saved(tmp_path / f"marked/{name}.jsonl", b"\xef\xbb\xbf" + b"\r\n".join(some))
    packed = (tmp_path / "alike.ndjson.gz").read_bytes()
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    wide = b"\n".join(lines).decode().encode("utf-16")
    saved(tmp_path / "wide.jsonl", wide)
    both, _ = held_equal(monkeypatch, [tmp_path], most_rejects=50)
    assert both.articles.height > 500
    monkeypatch.setattr(json_lines, "_ROOM", 1000)
    held_equal(monkeypatch, [tmp_path], largest_text=80)


@pytest.mark.usefixtures("few_are_many")
def test_lines_that_are_alike_become_columns(tmp_path: Path) -> None:
    stories = table([STORY.format(number) for number in range(600)])
    stories.select("id", "Text", "publisher", "byline").write_ndjson(tmp_path / "a.jsonl")
    file = SourceFile(str(tmp_path / "a.jsonl"), "a.jsonl", "in", ".jsonl")
    found = list(flat_lines.read_sheets(file, InputSettings()))
    assert all(isinstance(one, Sheet) for one in found)
    assert sum(one.records.height for one in found if isinstance(one, Sheet)) == 600


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["name", "x"]), inner)
    ),
    max_leaves=5,
)
LINE = st.dictionaries(st.sampled_from(["id", "text", "title", "x", 'q"', "é"]), JSON).flatmap(
    lambda values: st.sampled_from(
        [
            json.dumps(values | {"text": STORY}, ensure_ascii=ascii_).encode("utf-8", "ignore")
            for ascii_ in (True, False)
        ]
    )
)
CHANGED = st.tuples(LINE, st.integers(0, 200), st.sampled_from(b'"\\{}[],: 0eu\x01\xc3\n')).map(
    lambda made: made[0][: made[1]] + bytes([made[2]]) + made[0][made[1] + 1 :]
)


@pytest.mark.usefixtures("few_are_many")
@given(st.lists(st.one_of(LINE, LINE, CHANGED), min_size=1, max_size=8))
@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_lines(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        held_equal(patch, [path])


def test_folders_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, text in enumerate(mixed_texts(400, 5)):
        saved(tmp_path / f"in/{number % 7}/{number}.txt", text)
    raw = [
        *(b"", b"\0", b"\xff\xfeA\0 \0", b"\xef\xbb\xbfA marked story", b"\xef\xbb", b"\xe2\x82"),
        *(
            b"\x1f\x8b\x08 no gzip",
            gzip.compress(b"A packed story"),
            "Caf\xe9 au lait".encode("cp1252"),
        ),
        *("A wide story".encode("utf-16"), "Wide too".encode("utf-16-le"), b"A \xff of a story"),
        *(b"A\rB\n", b"x" * 5000, b"a" * 79, b"\xf0\x9f\x98\x80 A smile", b"\xed\xa0\x80 half"),
        *("！A full mark".encode(), b"\x0c\x0bA page", b"\x7f A story deleted"),
    ]
    for number, content in enumerate(raw):
        saved(tmp_path / f"in/odd/{number:02}.md", content)
    saved(tmp_path / "in/c.jsonl", json.dumps({"text": "A line."}))
    (tmp_path / "in/gone.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "in/pipe.txt")
    locked = tmp_path / "in/locked.txt"
    saved(locked, "A story")
    locked.chmod(0)
    both, _ = held_equal(monkeypatch, [tmp_path / "in"])
    assert both.articles.height > 300
    for changes in ({"largest_text": 60}, {"path_pattern": "{publisher}/*"}):
        held_equal(monkeypatch, [tmp_path / "in", tmp_path / "in/odd"], **changes)
    monkeypatch.setattr(text_files, "_ROOM", 1000)
    monkeypatch.setattr(text_files, "_LARGEST", 300)
    held_equal(monkeypatch, [tmp_path / "in"])


def test_letters_that_need_no_look() -> None:
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    column = pl.Series(characters)
    sure = column.filter(column.str.contains(LETTERS)).to_list()
    assert len(sure) > 30_000
    assert not [letter for letter in sure if fault(letter * 8, 100)]


def test_what_a_sidecar_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        saved(tmp_path / f"in/{number}.txt", STORY.format(number))
    table(mixed_texts(40, 9)).write_parquet(tmp_path / "in/a.parquet")
    side = "path,publisher,url\n3.txt,Post,http://example.org\nin/4.txt,Mail,\na7,Wire,\n"
    saved(tmp_path / "side.csv", side + "a.parquet#9,Ninth,\ngone.txt,X,\n")
    both, _ = held_equal(
        monkeypatch,
        [tmp_path / "in"],
        sidecar=str(tmp_path / "side.csv"),
        path_pattern="{publisher}.txt",
    )
    assert {"Post", "Mail", "Wire", "Ninth", "5"} <= set(both.evidence["value"])
    assert len(both.warnings) == 2


def test_no_files_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both, _ = held_equal(monkeypatch, [tmp_path])
    assert both.articles.height == 0


def test_one_value_at_a_time() -> None:
    strings = [value for value in ODD_VALUES if isinstance(value, str)]
    others = [value for value in ODD_VALUES if not isinstance(value, str)]
    values = Values(
        pl.Series(strings + [None] * len(others)), dict(enumerate(others, start=len(strings)))
    )
    listed = strings + others
    assert by_column.plain(values).to_list() == [plain_value(v) or None for v in listed]
    assert by_column.ids(values).to_list() == [own_id(v) for v in listed]
    told = [f'"n": {shown(v)}' if v != "" else None for v in listed]
    assert by_column.members(values, "n").to_list() == told


VALUES = st.one_of(st.none(), st.text(max_size=12), st.sampled_from(ODD_VALUES))


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True).flatmap(
        lambda names: st.lists(
            st.fixed_dictionaries({**dict.fromkeys(names, VALUES), "text": st.just(STORY)}),
            min_size=1,
            max_size=4,
        )
    )
)
@settings(deadline=None, max_examples=100)
def test_any_records(rows: list[dict[str, Any]]) -> None:
    rows = [{name: row[name] for name in rows[0]} for row in rows]
    columns = Columns(InputSettings())
    alone = [columns.record(row, number, "utf-8") for number, row in enumerate(rows, start=1)]
    plan = columns.plan(tuple(rows[0]))
    numbers = pl.Series(range(1, len(rows) + 1), dtype=pl.UInt32)
    values = {
        name: Values(
            pl.Series(
                [v if isinstance(v := row[name], str) else None for row in rows], dtype=pl.String
            ),
            {
                place: v
                for place, row in enumerate(rows)
                if (v := row[name]) is not None and not isinstance(v, str)
            },
        )
        for name in rows[0]
    }
    if not fit(values[plan.text[0]].strings, 2_000_000).all():
        return
    together = of_values(values, plan, numbers)
    for place, record in enumerate(alone):
        assert isinstance(record, Record)
        found = together.records.row(place, named=True)
        claims = together.claims.filter(pl.col("article") == place).drop("article").rows()
        assert found == {name: getattr(record, name) for name in found}
        assert claims == [tuple(claim) for claim in record.claims]
