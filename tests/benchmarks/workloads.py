"""Workloads of any size out of real text, with what is true of them.

    DEDUP_CORPORA=... python tests/benchmarks/workloads.py OUT --articles 100000
        [--format jsonl|parquet] [--adversarial] [--seed N]

Writes OUT/articles.jsonl, or OUT/articles/part-NNN.parquet, and OUT/truth.parquet
(id, cluster, kind, source: kind is original, near_duplicate, rewrite or
template). The same arguments give the same bytes.

An article is a stretch of real sentences whose content words are exchanged for
others of like frequency: one mapping an article, so that a word that comes back
in the stretch comes back in the article. Grammar, word lengths and the
distribution of words stay real, and two articles share no more than strangers
do. Rare names are coined, so that the vocabulary grows with the number of
articles as that of news does. Articles are 2.4 KB on average, dated over one
month, and 17 in 100 derive from an earlier one:

    near_duplicate   up to a third cut from the bottom, up to 5 % of the words changed
    rewrite          the mapping is kept, sentences change places or are left out, function
                     words and a quarter of the content words are others

`--adversarial` makes every other article one bulletin with a changed number.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

CORPORA = ("allsides", "bbc", "giveme5w1h")
MEAN_BYTES = 2400
NEAR_DUPLICATES, REWRITES = 0.12, 0.05
RECENT = 20_000
"""A copy is taken from one of so many articles before it."""
WIRED, WIRE = 0.1, 2_000
"""Share of copies that are of an agency's report, and how far apart those are."""
BATCH = 20_000
PART = 100_000
MONTH_MINUTES = 30 * 24 * 60
OUTLETS = 400
KINDS = ("original", "near_duplicate", "rewrite", "template")
FIXED, CONTENT, NAME = 0, 1, 2
FIXED_WORDS = 250
"""So many of the commonest words are the grammar and stay."""
_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w]+|_+")
_BREAK = re.compile(r"[.!?][\"”’)]*\s")
SYLLABLES = [
    onset + rest
    for onset in re.findall(r"\w+", "b br c d dr f g gr h k l m n p r s st t tr v w z")
    for rest in re.findall(r"\w+", "a e i o u an el in or us ar en")
]
TEMPLATE = (
    "The district board of Marrowdale has set the rate of the water levy at {number} pence in the "
    "pound for the coming quarter. The figure was agreed at the regular sitting and is entered in "
    "the book of the clerk. Objections may be handed in at the counter within fourteen days. The "
    "rate of the quarter before may be seen on the board in the hall. Households that pay by "
    "standing order need do nothing. Those that pay at the counter are asked to bring the slip of "
    "the last quarter. The reading of meters begins in the northern streets and ends at the mill. "
)


class Pool(NamedTuple):
    """Real text as numbers: pieces (words and what stands between), and where sentences begin."""

    pieces: NDArray[np.int32]
    sentences: NDArray[np.int64]
    kinds: NDArray[np.int8]
    """Of each piece of the vocabulary: FIXED, CONTENT or NAME."""
    bucket_start: NDArray[np.int32]
    bucket_size: NDArray[np.int32]
    members: NDArray[np.int32]
    """Pieces that may stand for one another, bucket after bucket."""
    letters: NDArray[np.uint8]
    """All pieces as they stand in a JSON string, in UTF-8, one after another."""
    letter_start: NDArray[np.int64]
    syllables: NDArray[np.uint8]
    syllable_start: NDArray[np.int64]


def read_pool(corpora: Path) -> Pool:
    """The texts of the corpora as a pool."""
    number_of: dict[str, int] = {}
    counts: Counter[int] = Counter()
    pieces: list[NDArray[np.int32]] = []
    starts: list[int] = []
    total = 0
    for text in _texts(corpora):
        found = _PIECE.findall(text)
        numbers = np.array([number_of.setdefault(one, len(number_of)) for one in found], np.int32)
        counts.update(numbers.tolist())
        pieces.append(numbers)
        breaks = [at + 1 for at, one in enumerate(found) if _BREAK.match(one) or "\n" in one]
        starts += [total, *(total + at for at in breaks if at < len(found))]
        total += len(found)
    names = list(number_of)
    kinds, start, size, members = _buckets(names, counts)
    letters, letter_start = _packed([json.dumps(name, ensure_ascii=False)[1:-1] for name in names])
    syllables, syllable_start = _packed(SYLLABLES)
    return Pool(
        np.concatenate(pieces), np.array([*starts, total], np.int64), kinds, start, size, members,
        letters, letter_start, syllables, syllable_start,
    )  # fmt: skip


def _texts(corpora: Path) -> Iterator[str]:
    for name in CORPORA:
        with gzip.open(corpora / name / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                yield "\n".join(one.strip() for one in text.splitlines() if one.strip())


def _buckets(
    names: list[str], counts: Counter[int]
) -> tuple[NDArray[np.int8], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Kinds, and for each piece the bucket of its like: same case, similar frequency."""
    ranked = sorted(range(len(names)), key=lambda n: (-counts[n], n))
    # Words of two letters are grammar too: `s`, `ll`.
    lower = [n for n in ranked if names[n].isalpha() and names[n].islower() and len(names[n]) > 2]
    figures = [n for n in ranked if names[n].isdigit()]
    capital = [
        n for n in ranked if names[n].isalpha() and names[n][0].isupper() and len(names[n]) > 1
    ]
    common = {names[n] for n in lower[:FIXED_WORDS]}
    kinds = np.zeros(len(names), np.int8)
    start = np.zeros(len(names), np.int32)
    size = np.zeros(len(names), np.int32)
    members: list[int] = []
    capital = [n for n in capital if names[n].lower() not in common]
    for kind, group in ((CONTENT, lower[FIXED_WORDS:]), (CONTENT, figures), (NAME, capital)):
        at, width = 0, 60
        while at < len(group):
            bucket = group[at : at + width]
            kinds[bucket] = kind
            start[bucket], size[bucket] = len(members), len(bucket)
            members += bucket
            at, width = at + width, int(width * 1.5)
    return kinds, start, size, np.array(members, np.int32)


def _packed(names: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    encoded = [name.encode("utf-8") for name in names]
    start = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(one) for one in encoded], out=start[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), start


class Plan(NamedTuple):
    """What every article is, one row each."""

    kind: NDArray[np.int8]
    source: NDArray[np.int64]
    """Number of the article that it derives from; its own where it is an original."""
    cluster: NDArray[np.int64]
    first: NDArray[np.int64]
    """Sentence of the pool with which it begins."""
    size: NDArray[np.int64]
    """Bytes it is meant to have."""
    mapping: NDArray[np.uint64]
    """What decides which words stand for which; shared by all that derive from one."""
    edits: NDArray[np.uint64]
    minute: NDArray[np.int64]


def plan(articles: int, sentences: int, seed: int, *, adversarial: bool) -> Plan:
    """What is written: originals, and what derives from which of them."""
    rng = np.random.default_rng(seed)
    kind = rng.choice(
        3, articles, p=[1 - NEAR_DUPLICATES - REWRITES, NEAR_DUPLICATES, REWRITES]
    ).astype(np.int8)
    kind[0] = 0
    number = np.arange(articles)
    # Most stories are taken over once or twice, some by many.
    back = 1 + (RECENT * rng.random(articles) ** 3).astype(np.int64)
    earlier = number - 1 - (back - 1) % np.maximum(number, 1)
    wired = rng.random(articles) < WIRED
    earlier = np.where(wired & (number > 0), (number - 1) // WIRE * WIRE, earlier)
    source = np.where(kind == 0, number, earlier)
    cluster = source.copy()
    while True:  # a copy of a copy belongs to the original
        above = cluster[cluster]
        if np.array_equal(above, cluster):
            break
        cluster = above
    source = cluster
    minute = np.sort(rng.integers(0, MONTH_MINUTES, articles))
    minute = np.where(kind == 0, minute, minute[cluster] + rng.integers(5, 2 * 24 * 60, articles))
    length = MEAN_BYTES * rng.lognormal(-0.125, 0.5, articles)
    made = Plan(
        kind=kind,
        source=source,
        cluster=cluster,
        first=rng.integers(0, sentences - 400, articles)[cluster],
        size=length[cluster].astype(np.int64),
        mapping=rng.integers(0, 2**63, articles, dtype=np.uint64)[cluster],
        edits=rng.integers(0, 2**63, articles, dtype=np.uint64),
        minute=minute,
    )
    if adversarial:
        every_other = number % 2 == 1
        made.kind[every_other] = 3
    return made


@numba.njit(inline="always")
def _mix(value):  # type: ignore[no-untyped-def]
    """splitmix64's finaliser: a well mixed 64-bit number of any 64-bit number."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@numba.njit(inline="always")
def _chance(key, salt):  # type: ignore[no-untyped-def]
    """A number from 0 to 1 that the two decide."""
    mixed = _mix(key + np.uint64(salt) * np.uint64(0x9E3779B97F4A7C15))
    return np.float64(mixed >> np.uint64(11)) / 9007199254740992.0


@numba.njit
def _coin(key, out, at, syllables, syllable_start):  # type: ignore[no-untyped-def]
    """Write a name that nobody bears; where it ends."""
    number = len(syllable_start) - 1
    count = 2 + int(_chance(key, 1) * 2)
    for n in range(count):
        one = int(_chance(key, 2 + n) * number)
        for letter in range(syllable_start[one], syllable_start[one + 1]):
            value = syllables[letter]
            if n == 0 and letter == syllable_start[one]:
                value -= 32
            out[at] = value
            at += 1
    return at


@numba.njit
def _sentence(pool, begin, end, kind, mapping, edits, changed, out, at):  # type: ignore[no-untyped-def]
    """Write one sentence of an article; where it ends."""
    pieces, kinds, bucket_start, bucket_size, members, letters, letter_start, syl, syl_start = pool
    for place in range(begin, end):
        piece = pieces[place]
        here = np.uint64(place)
        what = kinds[piece]
        key = mapping
        if what == FIXED:
            initial = letters[letter_start[piece]]
            word = 97 <= initial <= 122 and letter_start[piece + 1] - letter_start[piece] > 2
            if kind == 2 and word and _chance(edits, here) < 0.12:
                continue
            if kind == 2 and word and _chance(edits, here) < 0.65:
                other = pieces[int(_chance(edits ^ np.uint64(77), here) * (len(pieces) - 1))]
                initial = letters[letter_start[other]]
                if kinds[other] == FIXED and 97 <= initial <= 122:
                    piece = other
        else:
            if _chance(edits, here) < changed:
                key = edits
            key = _mix(key + np.uint64(piece) * np.uint64(0x9E3779B97F4A7C15))
            if what == NAME and bucket_size[piece] > 1000 and key & np.uint64(1):
                at = _coin(key, out, at, syl, syl_start)
                continue
            piece = members[bucket_start[piece] + int(_chance(key, 5) * bucket_size[piece])]
        for letter in range(letter_start[piece], letter_start[piece + 1]):
            out[at] = letters[letter]
            at += 1
    return at


@numba.njit
def compose(pool, sentences, kind, first, size, mapping, edits, out):  # type: ignore[no-untyped-def]
    """Write a batch of articles one after another into `out`; where each begins and ends."""
    ends = np.zeros(len(kind) + 1, np.int64)
    at = 0
    for n in range(len(kind)):
        begin = at
        goal = size[n]
        changed = 0.0
        if kind[n] == 1:
            changed = 0.05 * _chance(edits[n], 1)
            goal = int(goal * (1.0 - 0.33 * _chance(edits[n], 2)))
        elif kind[n] == 2:
            changed = 0.25
        sentence = first[n]
        written = 0
        while at - begin < goal and written < 300:
            one = sentence
            if kind[n] == 2:
                one = sentence ^ 1  # neighbours change places
                if written and _chance(edits[n], 1000 + written) < 0.15:
                    sentence += 1
                    written += 1
                    goal -= 100
                    continue
            start, stop = sentences[one], sentences[one + 1]
            if stop - start < 160:
                at = _sentence(pool, start, stop, kind[n], mapping[n], edits[n], changed, out, at)
            sentence += 1
            written += 1
        ends[n + 1] = at
    return ends


def batches(pool: Pool, made: Plan, seed: int) -> Iterator[bytes]:
    """The articles as JSON Lines, a batch at a time."""
    arrays = (
        pool.pieces, pool.kinds, pool.bucket_start, pool.bucket_size, pool.members, pool.letters,
        pool.letter_start, pool.syllables, pool.syllable_start,
    )  # fmt: skip
    out = np.zeros(BATCH * 12_000, np.uint8)
    for begin in range(0, len(made.kind), BATCH):
        part = slice(begin, begin + BATCH)
        size = np.minimum(made.size[part], 9_000)
        ends = compose(
            arrays, pool.sentences, made.kind[part], made.first[part], size, made.mapping[part],
            made.edits[part], out,
        )  # fmt: skip
        written = out[: ends[-1]].tobytes()
        lines = []
        for n in range(len(size)):
            number = begin + n
            text = written[ends[n] : ends[n + 1]].strip()
            if made.kind[number] == 3:
                text = TEMPLATE.format(number=number * 7 + seed).encode() * 3
            minute = int(made.minute[number])
            day, rest = divmod(minute, 1440)
            outlet = int(made.edits[number] % OUTLETS)
            head = (
                f'{{"id":"a{number:07d}","publisher":"Outlet {outlet:03d}","published_at":'
                f'"2024-{5 + day // 31:02d}-{day % 31 + 1:02d}T{rest // 60:02d}:{rest % 60:02d}Z"'
                ',"text":"'
            )
            lines += [head.encode(), text, b'"}\n']
        yield b"".join(lines)


def truth(made: Plan) -> pl.DataFrame:
    """id, cluster, kind, source of every article."""
    names = pl.DataFrame({"number": np.arange(len(made.kind))}).select(
        id=pl.concat_str(pl.lit("a"), pl.col("number").cast(pl.String).str.zfill(7))
    )["id"]
    kinds = pl.Series(KINDS)
    return pl.DataFrame(
        {
            "id": names,
            "cluster": names.gather(made.cluster),
            "kind": kinds.gather(made.kind.astype(np.int64)),
            "source": names.gather(made.source),
        }
    ).with_columns(
        # A bulletin takes the place of an article, but copies none and is copied by none.
        pl.when(pl.col("kind") == "template").then(pl.lit("template")).otherwise(name).alias(name)
        for name in ("cluster", "source")
    )


def build(
    corpora: Path, out: Path, articles: int, *, parquet: bool, adversarial: bool, seed: int
) -> Path:
    """Write a workload; the file or folder of its articles."""
    out.mkdir(parents=True, exist_ok=True)
    pool = read_pool(corpora)
    made = plan(articles, len(pool.sentences) - 1, seed, adversarial=adversarial)
    truth(made).write_parquet(out / "truth.parquet")
    if not parquet:
        with (out / "articles.jsonl").open("wb") as file:
            for lines in batches(pool, made, seed):
                file.write(lines)
        return out / "articles.jsonl"
    folder = out / "articles"
    folder.mkdir(exist_ok=True)
    held: list[pl.DataFrame] = []
    part = 0
    for lines in batches(pool, made, seed):
        held.append(pl.read_ndjson(io.BytesIO(lines)))
        if sum(one.height for one in held) >= PART:
            pl.concat(held).write_parquet(folder / f"part-{part:03d}.parquet")
            held, part = [], part + 1
    if held:
        pl.concat(held).write_parquet(folder / f"part-{part:03d}.parquet")
    return folder


def build_apart(out: Path, articles: int, *, adversarial: bool) -> tuple[Path, Path]:
    """Build Parquet in a process of its own; the folder of articles and the truth.

    A process begins with the memory of the one that starts it, which would count as a peak of
    what is measured next.
    """
    asked = [sys.executable, __file__, str(out), "--articles", str(articles), "--format", "parquet"]
    subprocess.run([*asked, *(["--adversarial"] if adversarial else [])], check=True, stdout=2)
    return out / "articles", out / "truth.parquet"


def main() -> int:
    """Build one workload."""
    parser = argparse.ArgumentParser(description="Build a workload out of real text.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--format", choices=("jsonl", "parquet"), default="jsonl")
    parser.add_argument("--adversarial", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    corpora = os.environ.get("DEDUP_CORPORA")
    if not corpora:
        print("DEDUP_CORPORA is not set: no real text to build from", file=sys.stderr)
        return 2
    written = build(
        Path(corpora), asked.out, asked.articles, parquet=asked.format == "parquet",
        adversarial=asked.adversarial, seed=asked.seed,
    )  # fmt: skip
    print(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
