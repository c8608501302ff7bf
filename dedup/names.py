"""When two names mean one outlet: the key that names are compared by.

`Reuters`, `REUTERS` and `www.reuters.com` have one key by spelling alone. With
the registry, so have `dpa` and `Deutsche Presse-Agentur`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from dedup.registry import Entry, Registry, load
from dedup.words import fold

_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:\s[-–—|:]\s|\s\()(?:online |web |latest )?"
    r"(?:news|opinions?|editorials?|online|blogs?)\)?\s*$"
    r"|\s(?:online news|opinion|editorial)\s*$",
    re.IGNORECASE,
)
"""What catalogues add to an outlet's name: `(Online News)`, `- Editorial`."""
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gouv", "net", "or", "org"})


@lru_cache(maxsize=65536)
def host(address: str) -> str:
    """Host of a web address, without `www.`; "" where there is none."""
    text = address.strip()
    if "://" not in text:
        text = "//" + text.lstrip("/")
    try:
        name = (urlsplit(text).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return name if _HOST.fullmatch(name) else ""


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """Key of an outlet's name or web host: equal keys mean one outlet; "" for no name."""
    text = name.strip()
    if _HOST.fullmatch(text) and " " not in text:
        labels = text.lower().split(".")[:-1]
        if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
            labels.pop()
        text = labels[-1]
    folded = fold(text)
    if len(folded) > 7:
        folded = folded.removeprefix("the ")
    return folded.replace(" ", "")


class Names:
    """Keys and shown names of outlets, with a registry's help."""

    def __init__(self, registry: Registry | None = None) -> None:
        self._registry = registry or load()
        self._entries: dict[str, Entry | None] = {}

    def entry(self, name: str) -> Entry | None:
        """The registry's entry for a name, an alias, a host or an address, or a section of one."""
        if name not in self._entries:
            known = self._registry.named(name)
            if known is None and host(name):
                known = self._registry.at(name)
            section = _SECTION.search(name) if known is None else None
            if section is not None:
                known = self._registry.named(name[: section.start()])
            self._entries[name] = known
        return self._entries[name]

    def key(self, name: str) -> str:
        """What the name is compared by; "" for no name."""
        entry = self.entry(name) if name else None
        return key(entry.name if entry else host(name) or name)

    def shown(self, name: str) -> str:
        """The name as the registry writes it; as given where it is unknown."""
        entry = self.entry(name)
        return entry.name if entry else host(name) or name.strip()

    def writes_for_others(self, name: str) -> bool:
        """Whether it is an agency or a desk, whose texts others print as a matter of course."""
        entry = self.entry(name) if name else None
        return entry is not None and entry.writes_for_others
