"""Where the heavy stages run.

To add an engine: write a module with `map_batches(function, batches, workers)`
that yields `function(*batch)` in the order of the batches, and list it in
`ENGINES`. An engine never changes a result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TypeVar

from dedup.engines import crew, local
from dedup.engines.crew import Crew, Used
from dedup.errors import NotBuiltError
from dedup.settings import EngineSettings

__all__ = ["ENGINES", "Crew", "Used", "at_work", "in_use", "kept", "map_batches", "memory_in_use"]

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


def kept(settings: EngineSettings) -> AbstractContextManager[Crew]:
    """While the block runs, the same processes do the work of all stages."""
    return crew.kept(local.cores(settings.workers))


def in_use() -> list[Used]:
    """What each process that is kept has used so far."""
    return crew.in_use()


def memory_in_use() -> int:
    """Most memory that the processes which are kept have held together, in kB."""
    return crew.memory_in_use()


def at_work(settings: EngineSettings) -> bool:
    """Whether processes stand ready, so that even a little work is soon dealt out."""
    standing = crew.present(local.cores(settings.workers))
    return standing is not None and standing.at_work
