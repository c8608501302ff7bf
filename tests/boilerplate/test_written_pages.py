"""Pages of many languages and layouts: batches give what single pages do, and once is enough."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dedup import kernels
from dedup.boilerplate import cut, cuts_of
from dedup.boilerplate.rules import load
from dedup.settings import BoilerplateSettings
from dedup.spans import story_text
from dedup.tables import ARTICLES, ROW

FILES = sorted((Path(__file__).parents[1] / "quality" / "written").glob("*.jsonl"))
JOINTS = {"line": "\n", "blank": "\n\n", "wrapped": "\n\n", "single": " "}


def text_of(page: dict[str, Any]) -> str:
    return JOINTS[page["layout"]].join(text for _, _, text in page["blocks"])


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_batch_of_pages_has_the_cuts_of_each_and_what_is_left_has_none(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [json.loads(line) for line in file.read_bytes().splitlines()]
    texts, titles = [text_of(page) for page in pages], [page["title"] or None for page in pages]
    rows = pl.DataFrame({"row": range(len(pages)), "text": texts, "title": titles})
    blank = [pl.lit(None, kind).alias(n) for n, kind in ARTICLES.schema.items() if n not in rows]
    articles = rows.cast({"row": ROW}).with_columns(blank).select(list(ARTICLES.schema))
    monkeypatch.setattr(kernels, "worth", lambda _: True)
    together = list(cut(articles, BoilerplateSettings()).iter_rows())
    alone = [cuts_of(text, title, None, load()) for text, title in zip(texts, titles, strict=True)]
    assert together == [(row, *one) for row, cuts in enumerate(alone) for one in cuts]
    for text, title, cuts in zip(texts, titles, alone, strict=True):
        story = story_text(text, [(one.start, one.stop) for one in cuts])
        assert cuts_of(story, title, None, load()) == []
