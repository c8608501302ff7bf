"""Where the heavy stages run.

To add an engine: write a module with `map_batches(function, batches, workers)`
that yields `function(*batch)` in the order of the batches, and list it in
`ENGINES`. An engine never changes a result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from dedup.engines import local
from dedup.errors import NotBuiltError
from dedup.settings import EngineSettings

T = TypeVar("T")
ENGINES = {"local": local.map_batches}


def map_batches(
    function: Callable[..., T],
    batches: Iterable[tuple[object, ...]],
    settings: EngineSettings,
) -> Iterator[T]:
    """`function(*batch)` for each batch, in order, on the engine that settings name."""
    engine = ENGINES.get(settings.name)
    if engine is None:
        known = ", ".join(sorted(ENGINES))
        raise NotBuiltError(f"engine {settings.name} is not built yet; there is: {known}")
    return engine(function, batches, settings.workers)
