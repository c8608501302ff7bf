"""What this version makes of a few sentences: the known answers that a state is checked by.

A changed word list shows in the recipe; changed code shows here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import polars as pl
import xxhash

from dedup import pairs, pipeline, sketches, terms
from dedup.settings import Settings
from dedup.tables import ARTICLES, EVIDENCE
from dedup.timings import Timings

_DIGITS = 5
_TEXTS = """
Harbour reopens after storm

LINDVIK, March 3, 2024 (Reuters) - The harbour of Lindvik opened again on Sunday after four days
of storm, the port authority said.

Eleven ships had waited in the bay. "We have not seen such waves since 1987," said harbour master
Arne Solberg.

Two cranes were damaged and will be repaired by May, at a cost of 2.4 million crowns.

Read also: Ferry line to close
=====
By Our Correspondent

The port of Lindvik took in ships again on Sunday. Eleven of them had lain in the bay for four days
while a storm passed, Reuters reported.

"We have not seen such waves since 1987," harbour master Arne Solberg said.

Repairs of two cranes will cost 2.4 million crowns and last until May.

© 2024 Fjord Daily. All rights reserved.
=====
The harbour of Lindvik opened again on Sunday after four days of storm, the port authority said.
Eleven ships had waited in the bay.

Two cranes were damaged and will be repaired by May, at a cost of 2.4 million crowns.

Sign up for our newsletter
=====
Le conseil municipal a voté mardi le budget de la ville. Les impôts ne vont pas monter cette année,
a dit la maire, et les écoles de la ville sont pour elle la première des priorités. Il y a dans le
projet un plan pour les rues et pour les ponts qui est dans la ligne de celui de mars.
""".strip().split("=====\n")


@lru_cache(maxsize=4)
def known_answers(settings: Settings) -> Mapping[str, str]:
    """A digest of what each stage makes of the known texts, floats to five digits."""
    rows = [
        (row, f"known {row}", f"{row}.txt", None, None, None, None, "utf-8", text, None)
        for row, text in enumerate(_TEXTS)
    ]
    tables = {"articles": ARTICLES.frame(rows), "evidence": EVIDENCE.empty()}
    pipeline.prepare(tables, settings, Timings(lambda _: None))
    tables["terms"], tables["vocabulary"], _ = terms.weigh(tables["texts"], frozen=True)
    tables["sketches"] = sketches.sketch(tables["texts"], settings.sketches)
    fit = tables["terms"]["row"].unique().sort().to_list()
    asked = [(a, b) for place, a in enumerate(fit) for b in fit[place + 1 :]]
    tables["pairs"] = pairs.measure(asked, tables, settings)
    pipeline.judge(tables, settings)
    names = ("credits", "cuts", "texts", "mastheads", "terms", "vocabulary", "sketches")
    later = ("pairs", "signals", "alignments", "relations")
    made = {name: _digest(tables[name]) for name in (*names, *later)}
    return MappingProxyType(made)


def _digest(frame: pl.DataFrame) -> str:
    rounded = frame.with_columns(pl.col(pl.Float32, pl.Float64).cast(pl.Float64).round(_DIGITS))
    said = repr((frame.columns, rounded.rows()))
    return xxhash.xxh3_64_hexdigest(said.encode("utf-8"))
