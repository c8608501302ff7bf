"""When two names mean one outlet: the key that names are compared by.

`Reuters`, `REUTERS` and `www.reuters.com` have one key. Abbreviations and
names in other languages are the registry's business; here only spelling is
levelled.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from dedup.words import fold

_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE)
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gouv", "net", "or", "org"})


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
