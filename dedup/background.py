"""In how many articles a word stands elsewhere: document frequencies from outside the folder.

A folder of five articles cannot tell a rare word from a common one. English
has a table counted on news (`data/background_en.tsv.gz`, made by
`tests/quality/build_background.py`); 41 other languages have the word
frequencies of the `wordfreq` package (Speer 2022), turned into the number of
articles one would expect each word in. A language with neither has none, and
the run says so.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.folding import Kind, fold_character
from dedup.words import FNV_OFFSET, FNV_PRIME, NORMALISER, words

Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.float64]

EXPECTED_ARTICLES = 17_000
"""Articles that a background made of word frequencies stands for: as many as the English
table has, so that a folder's own counts weigh alike in every language."""
EXPECTED_LENGTH = 400
"""Words of the articles that word frequencies are turned into document frequencies for: with
400, wordfreq's English agrees with the counted English table within a quarter on average,
over words of all frequencies."""
LEAST_EXPECTED = 3.0
"""Expected articles below which a word is as rare as an unknown one, as in the English table."""

_LISTED = frozenset(
    (
        *("ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fil", "fr"),
        *("he", "hi", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "mk", "ms", "nb", "nl"),
        *("pl", "pt", "ro", "ru", "sh", "sk", "sl", "sv", "ta", "tr", "uk", "ur", "vi", "zh"),
    )
)
"""Languages that wordfreq has a list of, by its codes: loading it for any other is in vain."""
_WORDFREQ_NAMES = {"no": "nb", "tl": "fil", "hr": "sh", "bs": "sh"}
"""ISO 639-1 codes whose language wordfreq files under another code (in the same script)."""


class Background(NamedTuple):
    """Document frequencies of one language.

    `articles` they were counted on; `terms` (uint64, ascending, no repeats)
    the hashes of folded words; `counts` (float64) the articles each stands in.
    """

    articles: int
    terms: Hashes
    counts: Counts

    def counts_of(self, terms: Hashes) -> Counts:
        """Articles that each of these words stands in, 0 for a word not known."""
        if not len(self.terms):
            return np.zeros(len(terms))
        place = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[place] == terms, self.counts[place], 0.0)


def load(languages: Iterable[str]) -> dict[str, Background]:
    """Backgrounds of those of the languages (ISO 639-1) that have one, in order of code."""
    found = ((language, _load(language)) for language in sorted(set(languages)))
    return {language: table for language, table in found if table is not None}


@lru_cache(maxsize=8)
def _load(language: str) -> Background | None:
    table = files("dedup").joinpath(f"data/background_{language}.tsv.gz")
    if language.isascii() and language.isalpha() and table.is_file():
        return read_table(table.read_bytes())
    return _expected(language)


def write_table(counts: Mapping[str, int], articles: int) -> bytes:
    """A background table as a gzipped TSV: two lines of head, then `word` and `articles`."""
    lines = [
        "# In how many news articles each folded word stands.",
        f"# articles={articles} normaliser={NORMALISER}",
        *(f"{word}\t{number}" for word, number in sorted(counts.items())),
    ]
    return gzip.compress("\n".join(lines).encode("utf-8") + b"\n", mtime=0)


def read_table(packed: bytes) -> Background:
    """Read what `write_table` wrote.

    Raises:
        ValueError: the words were folded by another version of `dedup.words`.
    """
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    head = dict(field.split("=") for field in lines[1].split() if "=" in field)
    if head.get("normaliser") != NORMALISER:
        raise ValueError(f"background table not folded by {NORMALISER}: build it anew")
    columns = [line.split("\t") for line in lines[2:]]
    counts = np.array([int(number) for _, number in columns], dtype=np.float64)
    return _table(int(head["articles"]), [word for word, _ in columns], counts)


def _expected(language: str) -> Background | None:
    """A background from wordfreq: P(word in an article of L words) = 1 - (1 - f)^L."""
    frequencies = dict(_frequencies(language))
    if not frequencies:
        return None
    share = np.array(list(frequencies.values()))
    counts = EXPECTED_ARTICLES * (1.0 - (1.0 - np.minimum(share, 1.0)) ** EXPECTED_LENGTH)
    return _table(EXPECTED_ARTICLES, list(frequencies), counts)


def _frequencies(language: str) -> Mapping[str, float]:
    """Frequency of each folded word; what folds alike is summed, empty where wordfreq is."""
    name = _WORDFREQ_NAMES.get(language, language)
    if name not in _LISTED:
        return {}
    import wordfreq  # noqa: PLC0415 - .4 s, and only where no table is shipped

    least = LEAST_EXPECTED / (EXPECTED_ARTICLES * EXPECTED_LENGTH)
    listed = wordfreq.get_frequency_dict(name, "best")
    entries = ((word, share) for word, share in listed.items() if share >= least)
    summed: dict[str, float] = {}
    for word, share in (*_without_smashed(entries), *_numbers(listed), *_crossing(listed, least)):
        for folded in {part.folded for part in words(word)}:
            summed[folded] = summed.get(folded, 0.0) + share
    return summed


def _without_smashed(entries: Iterable[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Leave out the entries in which wordfreq writes 0 for any digit of a longer number."""
    return ((word, share) for word, share in entries if "00" not in word)


def _numbers(listed: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Frequencies of the numbers that news is full of: those below 1,000 and years."""
    from wordfreq.numbers import digit_freq  # noqa: PLC0415 - see `_frequencies`

    for number in map(str, (*range(10, 1000), *range(1900, 2050))):
        yield number, listed.get("0" * len(number), 0.0) * digit_freq(number)


def _crossing(listed: Mapping[str, float], least: float) -> Iterator[tuple[str, float]]:
    """Pairs of characters that words written without spaces make where they meet.

    As frequent as if any word could follow any other.
    """
    begins: dict[str, float] = {}
    ends: dict[str, float] = {}
    for word, share in listed.items():
        for side, character in ((begins, word[0]), (ends, word[-1])):
            if fold_character(character)[0] == Kind.SPACELESS:
                side[character] = side.get(character, 0.0) + share
    commonest = sorted(begins.items(), key=lambda item: (-item[1], item[0]))
    for last, ending in ends.items():
        for first, beginning in commonest:
            if ending * beginning < least:
                break
            yield last + first, ending * beginning


def _table(articles: int, folded: list[str], counts: Counts) -> Background:
    hashes = hash_words(folded)
    order = np.argsort(hashes)
    return Background(articles, hashes[order], counts[order])


def hash_words(folded: list[str]) -> Hashes:
    """`dedup.words.hash_word` of many folded words at once (uint64)."""
    encoded = [word.encode("utf-8", "surrogatepass") for word in folded]
    lengths = np.array([len(word) for word in encoded], dtype=np.int64)
    order = np.argsort(-lengths, kind="stable")
    buffer = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    starts = (np.cumsum(lengths) - lengths)[order]
    ends = np.searchsorted(-lengths[order], -np.arange(1, lengths.max(initial=0) + 1), "right")
    values = np.full(len(encoded), FNV_OFFSET, dtype=np.uint64)
    for place, some in enumerate(ends):  # the words that have a byte at this place come first
        values[:some] ^= buffer[starts[:some] + place]
        values[:some] *= np.uint64(FNV_PRIME)
    hashes = np.empty_like(values)
    hashes[order] = values
    return hashes
