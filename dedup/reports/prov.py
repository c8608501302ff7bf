"""The chains as W3C PROV-JSON (member submission of 24 April 2013).

Entities are the articles, and one text for each outlet whose text is not at
hand; agents are the outlets. PROV-DM's three kinds of derivation stand as
PROV-JSON has them, a `wasDerivedFrom` with a `prov:type`:

| PROV-O | prov:type | is said of |
|---|---|---|
| wasQuotedFrom | prov:Quotation | an article and the source that it copies, whole or in part |
| hadPrimarySource | prov:PrimarySource | an article and the origin of its chain |
| wasRevisionOf | prov:Revision | two versions of one outlet's or agency's own story |

A later version is a revision of the earlier one and no quotation of it. A
rewrite is a derivation without a type.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import polars as pl

from dedup.reports.graph import OUTLET, carried, sourced

_PREFIXES = {
    "dedup": "urn:dedup:term:",
    "article": "urn:dedup:article:",
    "text": "urn:dedup:text:",
    "outlet": "urn:dedup:outlet:",
}
_KINDS = {"copy": "Quotation", "partial": "Quotation"}
_SAID = {
    "Quotation": "wasQuotedFrom",
    "PrimarySource": "hadPrimarySource",
    "Revision": "wasRevisionOf",
    "": "wasDerivedFrom",
}
_ABOUT = ("published_at", "language", "story_id", "event_id")
Record = dict[str, Any]


def document(reports: Mapping[str, pl.DataFrame]) -> str:
    """One PROV-JSON document of a run, sorted; see the module.

    Args:
        reports: the tables `articles`, `provenance` and `pairs` as people read them.
    """
    made = _Document(set(reports["articles"].get_column("article_id")))
    for about in reports["articles"].iter_rows(named=True):
        made.describe(about)
    for copy, source, kind, more in _derivations(reports):
        made.derive(copy, source, kind, more)
    filled = {name: records for name, records in made.records().items() if records}
    return json.dumps(filled, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class _Document:
    """Records of PROV-JSON by kind, as they are added."""

    def __init__(self, articles: set[str]) -> None:
        self._articles = articles
        self._entities: dict[str, Record] = {}
        self._agents: dict[str, Record] = {}
        self._attributions: dict[str, Record] = {}
        self._derivations: dict[str, Record] = {}

    def records(self) -> dict[str, dict[str, Any]]:
        """All of them, by their name in PROV-JSON."""
        return {
            "prefix": dict(_PREFIXES),
            "entity": self._entities,
            "agent": self._agents,
            "wasAttributedTo": self._attributions,
            "wasDerivedFrom": self._derivations,
        }

    def describe(self, about: Mapping[str, Any]) -> None:
        """Add an article and who published it."""
        node = _name("article", about["article_id"])
        known = {f"dedup:{name}": about[name] for name in _ABOUT if about[name] is not None}
        label = about["title"] or about["article_id"]
        self._entities[node] = {"prov:label": label, "prov:type": _ARTICLE, **known}
        if about["publisher"]:
            self._attribute(node, about["publisher"])

    def derive(self, copy: str, source: str, kind: str, more: Record) -> None:
        """Add that one text comes from another; ids as in the reports."""
        self._derivations[f"_:d{len(self._derivations)}"] = {
            "prov:generatedEntity": self._entity(copy),
            "prov:usedEntity": self._entity(source),
            "prov:label": _SAID[kind],
            **({"prov:type": _qualified(f"prov:{kind}")} if kind else {}),
            **more,
        }

    def _entity(self, name: str) -> str:
        if name in self._articles:
            return _name("article", name)
        outlet = name.removeprefix(OUTLET)
        node = _name("text", outlet)
        if node not in self._entities:
            label = f"text of {outlet}, not at hand"
            self._entities[node] = {"prov:label": label, "prov:type": _NOT_AT_HAND}
            self._attribute(node, outlet)
        return node

    def _attribute(self, node: str, outlet: str) -> None:
        agent = _name("outlet", outlet)
        self._agents.setdefault(agent, {"prov:label": outlet, "prov:type": _ORGANIZATION})
        key = f"_:a{len(self._attributions)}"
        self._attributions[key] = {"prov:entity": node, "prov:agent": agent}


def _derivations(reports: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, str, str, Record]]:
    """(copy, source, kind of derivation, attributes), ids as in the reports, each once."""
    found: set[tuple[str, str, str]] = set()
    rows = list(sourced(reports["provenance"]).iter_rows(named=True))
    taken = {row["article_id"]: row["source_id"] for row in rows if row["source_rank"] == "primary"}
    revised = _revised(reports["pairs"])
    for row in rows:
        copy, source = row["article_id"], row["source_id"]
        kind = _KINDS.get(row["relation"] or "", "")
        if revised.pop((copy, source), None) is not None:
            kind = "Revision"
        yield copy, source, kind, _evidence(row)
        for first, second in carried(row):
            if (second, first, "") not in found:
                found.add((second, first, ""))
                yield second, first, "Quotation", {}
        if row["source_rank"] == "primary":
            origin = _origin(row, taken)
            yield copy, origin, "PrimarySource", {"dedup:confidence": _number(row["confidence"])}
    for (new, old), sure in revised.items():
        yield new, old, "Revision", {"dedup:confidence": _number(sure)}


def _revised(pairs: pl.DataFrame) -> dict[tuple[str, str], float]:
    """(later, earlier version) → confidence, in order of PAIRS."""
    told = pairs.filter(
        pl.col("version") & pl.col("direction").is_in(["left_to_right", "right_to_left"])
    ).select("left_id", "right_id", "direction", "direction_confidence")
    return {
        (right, left) if direction == "left_to_right" else (left, right): sure
        for left, right, direction, sure in told.iter_rows()
    }


def _origin(row: Mapping[str, Any], taken: Mapping[str, str]) -> str:
    """Where the way of primary sources begins: an article, or the first outlet of the chain."""
    seen: set[str] = set()
    at: str = row["article_id"]
    while at in taken and at not in seen:
        seen.add(at)
        at = taken[at]
    return f"{OUTLET}{row['origin']}" if at.startswith(OUTLET) and row["origin"] else at


def _evidence(row: Mapping[str, Any]) -> Record:
    said = ("relation", "basis", "because")
    known = {f"dedup:{name}": row[name] for name in said if row[name] is not None}
    return {**known, "dedup:confidence": _number(row["confidence"])}


def _number(value: float | None) -> Record:
    """A literal of PROV-JSON; four places, as in the CSV."""
    return {"$": f"{value or 0.0:.4f}", "type": "xsd:double"}


def _name(prefix: str, name: str) -> str:
    return f"{prefix}:{quote(name, safe='')}"


def _qualified(name: str) -> Record:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


_ORGANIZATION = _qualified("prov:Organization")
_ARTICLE = _qualified("dedup:Article")
_NOT_AT_HAND = _qualified("dedup:TextNotAtHand")
