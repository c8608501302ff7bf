"""How a line looks that names who wrote the story."""

from __future__ import annotations

import re

_NAME = r"[A-ZÀ-ÞĀ-ŽА-ЯΆ-Ώ][\w.'’-]{1,30}"
_PARTICLE = r"(?:de|da|di|do|dos|von|van|der|den|al|bin|el|la|le|y|and|und|et)"
_NAMES = rf"{_NAME}(?: (?:{_NAME}|[A-Z]\.|{_PARTICLE})){{1,5}}"
_BY = re.compile(
    r"(?:Written by|Posted by|Story by|Reported by|By:?|BY:?|by:?|Von|Par|par|Por|por|Di|Door|door|"
    r"Av|Af|Text:|A cura di|a cura di|De către|scris de|Autor:|Автор:|Oleh|Penulis ?:)"
    rf"[ \xa0]{{1,3}}{_NAME}[^.!?:;]{{0,90}}"
    r"(?:\d:\d\d.{0,12}|\S{1,40}@.{0,60})?$"
)
_NAME_OF = re.compile(
    rf"{_NAMES}, (?:[\w.'’&-]{{1,20}} ){{0,4}}(?:News|Press|Times|Post|Journal|Herald|Tribune"
    r"|USA TODAY|Reuters|AFP|AP|CNN|Agency|Service|Bloomberg|[Cc]orrespondent|[Rr]eporter"
    r"|[Ee]ditor|[Ww]riter)"
    r"(?: on| in)?$"
)
_SEVERAL = re.compile(rf"{_NAMES}$")
_ONLY_NAME = re.compile(rf"{_NAME}(?: (?:{_NAME}|[A-Z]\.|{_PARTICLE})){{1,3}}$")


def is_signature(line: str) -> bool:
    """Whether a line says by whom the story is: `By Ann Lee`, `Ann Lee, The Daily News`."""
    return _BY.match(line) is not None or _NAME_OF.match(line) is not None


def are_names(line: str) -> bool:
    """Whether a line is the names of one or several people."""
    return _SEVERAL.match(line) is not None


def is_name(line: str) -> bool:
    """Whether a line is two to four names and nothing else."""
    return _ONLY_NAME.match(line) is not None
