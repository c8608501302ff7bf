"""Which article is filed under which key, as columns both ways."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]


class Filed(NamedTuple):
    """Keys of articles and articles of keys, both numbered from 0; only keys that several have.

    Article `i` has the `keys` from `articles[i]` to `articles[i + 1]`,
    ascending, with their `key_weights`; key `k` the articles `posted` from
    `postings[k]` to `postings[k + 1]`, ascending, with their `posted_weights`.
    """

    articles: Numbers
    keys: Places
    key_weights: Floats
    postings: Numbers
    posted: Places
    posted_weights: Floats


def file(keys: npt.NDArray[np.uint64], places: Numbers, weights: Floats, articles: int) -> Filed:
    """Columns of keys.

    Args:
        keys: equal ones one after the other.
        places: the number of the article each is filed for, ascending under one key.
        weights: what each weighs for its article.
        articles: how many there are.
    """
    new = np.concatenate((np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]))
    number = np.cumsum(new) - 1
    several = (np.bincount(number) > 1)[number] if len(keys) else new
    number = (np.cumsum(new[several]) - 1).astype(np.uint32)
    posted, weights = places[several].astype(np.uint32), weights[several]
    by_article = np.argsort(posted, kind="stable")
    return Filed(
        _offsets(posted, articles),
        number[by_article],
        weights[by_article],
        _offsets(number, int(number[-1]) + 1 if len(number) else 0),
        posted,
        weights,
    )


def _offsets(numbers: Places, groups: int) -> Numbers:
    return np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=groups))))
