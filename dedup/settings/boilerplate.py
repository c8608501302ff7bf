"""What is cut, and what is left of a page."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.ranges import require


@dataclass(frozen=True)
class BoilerplateSettings:
    """What is cut before articles are compared."""

    rules: str = ""
    """A TOML file of further phrases, in the form of `dedup/data/boilerplate.toml`."""
    keep: tuple[str, ...] = ()
    """Rules whose cuts stay in the story: `captions.photo`, or `captions.*` for all of the kind."""
    shortest_story: int = 25
    """Words of story text below which a page gets no verdict: a headline or a caption."""

    def __post_init__(self) -> None:
        require(self.shortest_story >= 0, "boilerplate.shortest_story", "must be 0 or more")
