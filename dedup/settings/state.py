"""How a state is kept from run to run."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class StateSettings:
    """How a state is kept from run to run; read only where there is one."""

    memory_mb: int = 1500
    """Memory the database may take; what needs more goes to a folder beside the state."""
    threads: int = 0
    """Threads of the database; 0 is one for each core. Never changes a result."""
    keep_days: int = 0
    """Days, counted back from the newest published date, after which an article is dropped
    from the state; 0 keeps all. One without a date is never dropped so."""
    rotating: bool = False
    """Whether the INPUT is emptied on purpose, such as a folder of the last day's files. If not,
    an INPUT that lost more than half of its known files is taken for a disk that is not there."""
    cover: str = "window"
    """Events that the reports of a run cover, always whole: those it touched and those with an
    article of the last `keys.window_days`, counted from the newest published date (`window`), so
    that a night without news leaves the picture as it was; those it `touched` alone, which costs
    the same however large the state is; or `all`, slow once large."""
    dateless_key: int = 200
    """Articles without a date that one term may have: a term of more brings no two articles
    together of which one has no date, since no window bounds how many they would be."""
    learned_from: int = 500
    """Articles of one outlet that furniture is learned from, chosen by a hash of their ids."""
    compact_above: float = 0.5
    """Share of the state file that must be unused before a run packs it anew."""

    def __post_init__(self) -> None:
        require(self.memory_mb >= 100, "state.memory_mb", "must be 100 or more")
        require(self.threads >= 0, "state.threads", "must be 0 or more")
        require(self.keep_days >= 0, "state.keep_days", "must be 0 or more")
        known = self.cover in ("window", "touched", "all")
        require(known, "state.cover", "must be window, touched or all")
        require(self.dateless_key >= 2, "state.dateless_key", "must be 2 or more")
        require(self.learned_from >= 10, "state.learned_from", "must be 10 or more")
        require(0 < self.compact_above < 1, "state.compact_above", "must be between 0 and 1")
