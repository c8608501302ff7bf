"""The pieces of a batch of pages, made of columns: only those that rules will look at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.ascending import among
from dedup.boilerplate.page import matched
from dedup.boilerplate.phrases import Phrases
from dedup.boilerplate.pieces import PHRASED, Piece
from dedup.boilerplate.screening import Screened
from dedup.kernels import shaping
from dedup.spellings import Spelled


def told_of(
    blocks: pl.DataFrame,
    spelled: Spelled,
    screened: Screened,
    alone: npt.NDArray[np.bool_],
    phrases: Phrases,
) -> dict[int, Piece]:
    """The pieces that a phrase gives away, or a sentence of them, by their numbers."""
    likely = np.flatnonzero(screened.likely & np.uint32(PHRASED))
    asked = [screened.asked.get(number, ()) for number in likely.tolist()]
    pieces = _pieces(likely, blocks, spelled, screened, asked)
    columns = (likely.tolist(), pieces, alone[likely].tolist())
    found: dict[int, Piece] = {}
    known: dict[tuple[str, int, bool], Piece] = {}
    for number, piece, one in zip(*columns, strict=True):
        key = (piece.text, piece.stop - piece.start, one)
        same = known.get(key)
        # Furniture is many pages': what a phrase says of it is asked once.
        if same is None or same.inner:
            same = known[key] = matched(piece, phrases, alone=one)
        elif same.hit is not None:
            same = piece._replace(hit=same.hit)
        if same.hit or same.inner:
            found[number] = same
    return found


def pieces_of(
    numbers: npt.NDArray[np.int64],
    blocks: pl.DataFrame,
    spelled: Spelled,
    screened: Screened,
    told: dict[int, Piece],
) -> list[Piece]:
    """The pieces with these ascending numbers; those that are told are as they are known."""
    pieces = _pieces(numbers, blocks, spelled, screened, [()] * len(numbers))
    known = np.array([*told], dtype=np.int64)
    there = known[among(known, numbers)]
    for place, number in zip(np.searchsorted(numbers, there).tolist(), there.tolist(), strict=True):
        pieces[place] = told[number]
    return pieces


def _pieces(
    numbers: npt.NDArray[np.int64],
    blocks: pl.DataFrame,
    spelled: Spelled,
    screened: Screened,
    asked: list[tuple[int, ...]],
) -> list[Piece]:
    """The pieces with these numbers, not yet held against any phrase."""
    shapes = spelled.told[numbers]
    columns = (
        *(blocks[name][numbers].to_list() for name in ("start", "stop", "text")),
        spelled.words[numbers].tolist(),
        (shapes & shaping.BULLET > 0).tolist(),
        (shapes & shaping.PROSE > 0).tolist(),
        [None] * len(numbers),
        screened.likely[numbers].tolist(),
        asked,
        [()] * len(numbers),
    )
    return list(map(Piece._make, zip(*columns, strict=True)))
