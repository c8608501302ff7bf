"""A person's rulings on pairs and sources, which a run obeys: RULINGS, and what they change.

A CSV with the columns `left`, `right`, `relation` and `source` (further ones
are the editor's own). `left` and `right` are article_ids. A row rules on

- a pair: `relation` is copy, partial, rewrite, same_event or different;
  `source` may say which way: the one of the two that is the source, `common`
  for a third text, or `outlet:NAME` for one that is known;
- one article, `right` being empty: `source` is another article, `outlet:NAME`,
  or `own`.

A cell that is empty rules nothing. Where two rows rule on the same thing the
later one holds. Rows on articles that a run does not have wait for one that has.
"""

from __future__ import annotations

from dedup.rulings.agreeing import agreement, in_vain
from dedup.rulings.obeying import pairs, rule_directions, rule_reasons, rule_relations
from dedup.rulings.reading import DERIVED, OUTLET, RELATION_NAMES, Read, read

__all__ = [
    "DERIVED",
    "OUTLET",
    "RELATION_NAMES",
    "Read",
    "agreement",
    "in_vain",
    "pairs",
    "read",
    "rule_directions",
    "rule_reasons",
    "rule_relations",
]
