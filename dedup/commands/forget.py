"""`dedup forget`: articles out of a state for good."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dedup.commands.states import refuse_unknown


def forget(articles: Sequence[str], state: Path, pipeline: Path | None, *, wait: float) -> str:
    """Remove articles, their versions and all that was found out about them.

    The file is packed anew, so that nothing of them is left in it.

    Raises:
        UsageError: the state does not know one of them; then none is removed.
        StateHeldError: a run holds it.
    """
    from dedup import incremental  # noqa: PLC0415
    from dedup.incremental import remaking  # noqa: PLC0415
    from dedup.pipeline_files import load  # noqa: PLC0415
    from dedup.state import locks, packing  # noqa: PLC0415
    from dedup.timings import Timings  # noqa: PLC0415

    settings = load(pipeline)
    refuse_unknown(state)
    with locks.held(state, wait):
        with incremental.ready(state, settings) as database:
            remaking.forget(database, articles, settings, Timings(lambda _: None))
        packing.pack(state, settings.state, above=-1.0)
    word = "article" if len(set(articles)) == 1 else "articles"
    return (
        f"{len(set(articles)):,} {word} forgotten; reports that are already written still "
        "name them\n"
    )
