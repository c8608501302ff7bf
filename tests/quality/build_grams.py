"""Counts the commonest four characters in a row of English news, `dedup/data/grams_en.tsv`.

    DEDUP_CORPORA=... python tests/quality/build_grams.py

Phrases are looked for by the four characters of theirs that are the rarest in running text
(`dedup.spotting`). Counts are facts, no text is kept; their sources are the background table's.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from build_background import texts

from dedup.alike import fold

MOST = 2500
"""Rows of a character each: rarer ones all count as never."""
SIZE = 4
OUT = Path(__file__).parents[2] / "dedup" / "data" / "grams_en.tsv"


def main() -> None:
    """Write the table."""
    counts: Counter[str] = Counter()
    for text in texts(Path(os.environ["DEDUP_CORPORA"])):
        folded = fold(text)
        counts.update(folded[at : at + SIZE] for at in range(len(folded) - SIZE + 1))
    total = sum(counts.values())
    rows = [(gram, round(many * 1e6 / total)) for gram, many in counts.most_common(MOST)]
    head = "# Four characters in a row of English news, folded, and how many of a million are such."
    lines = [head, *(f"{gram}\t{many}" for gram, many in sorted(rows))]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
