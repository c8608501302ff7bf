"""What `dedup evaluate` found, as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dedup.commands.terminal import one_line
from dedup.evaluation import FOUR
from dedup.relations import RELATION_NAMES

Found = Mapping[str, Any]
_BAR = 20


def shown(found: Found) -> str:
    """All figures, most important first, the worst mistakes last."""
    parts = [
        _agreement(found),
        _sure(found.get("sure")),
        _confusion(found["confusion"]),
        _directions(found["directions"]),
        _reliability(found["reliability"], found["brier_derived"], found["calibration_error"]),
        _thresholds(found["thresholds"], found["derived_threshold"]),
        _mistakes(found["mistakes"]),
    ]
    return "\n".join(part for part in parts if part)


def _agreement(found: Found) -> str:
    head = (
        f"{'':14}{'precision':>10}{'recall':>8}{'F1':>7}{'labelled':>10}{'given':>7}   F1, 95 % of"
    )
    lines = [f"{found['pairs']} labelled pairs", "", f"{head} resamples"]
    rows = {"shared text": found["shared_text"], "derived": found["derived"]}
    ranges = {"shared text": "shared_text_f1", "derived": "derived_f1"}
    for name, score in (rows | {name: found["relations"][name] for name in FOUR}).items():
        between = _between(found["intervals"].get(ranges.get(name, "")))
        lines.append(
            f"{name:14}{score['precision']:10.3f}{score['recall']:8.3f}{score['f1']:7.3f}"
            f"{score['labelled']:10}{score['given']:7}   {between}".rstrip()
        )
    macro = _between(found["intervals"].get("macro_f1"))
    brier = _between(found["intervals"].get("brier_derived"))
    lines += [
        "",
        f"macro F1 over the four relations     {found['macro_f1']:.3f}   {macro}",
        f"derived pairs that were candidates   {_or_dash(found['candidate_recall'])}",
        f"`different` pairs called derived     {found['different_called_derived']:.3f}",
        f"Brier score of derived_probability   {found['brier_derived']:.3f}   {brier}",
    ]
    if found["labels_of_unknown_articles"]:
        lines.append(f"labels that name other articles      {found['labels_of_unknown_articles']}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _sure(found: Found | None) -> str:
    if not found:
        return ""
    between = _between(found["intervals"].get("derived_f1"))
    return (
        f"of these, {found['pairs']} whose label is sure (2 or more): shared text "
        f"{found['shared_text']['f1']:.3f}, derived {found['derived']['f1']:.3f} ({between}), "
        f"macro {found['macro_f1']:.3f}, Brier {found['brier_derived']:.3f}\n"
    )


def _confusion(confusion: Mapping[str, Mapping[str, int]]) -> str:
    lines = ["labelled \\ given" + "".join(f"{name:>12}" for name in RELATION_NAMES)]
    for label in RELATION_NAMES:
        counts = confusion[label]
        if any(counts.values()):
            lines.append(f"{label:16}" + "".join(f"{counts[n]:12}" for n in RELATION_NAMES))
    return "\n".join(lines) + "\n"


def _directions(found: Found | None) -> str:
    if found is None:
        return ""
    lines = ["who took from whom"]
    if found["labelled"]:
        lines.append(
            f"  {found['labelled']} pairs labelled L->R or R->L, {found['called_derived']} of them "
            f"called derived: {found['decided']} decided, {found['right']} of them right "
            f"({_or_dash(found['decided_right'])}); undecided {_or_dash(found['undecided'])}"
        )
    if found["common_labelled"]:
        lines.append(
            f"  {found['common_labelled']} of a common source called derived: "
            f"{found['common_found']} told, {found['common_called_directed']} given a direction"
        )
    return "\n".join(lines) + "\n"


def _reliability(rows: Sequence[Found], brier: float, error: float) -> str:
    lines = [
        f"derived_probability and the labels (Brier {brier:.3f}, calibration error {error:.3f})",
        f"  {'said':>12}{'pairs':>8}{'mean':>8}{'derived':>9}",
    ]
    for row in rows:
        bar = "#" * round(_BAR * row["derived"])
        lines.append(
            f"  {row['from']:.1f} to {row['to']:.1f}".rjust(14)
            + f"{row['pairs']:8}{row['said']:8.2f}{row['derived']:9.2f}  {bar}".rstrip()
        )
    return "\n".join(lines) + "\n"


def _thresholds(rows: Sequence[Found], used: float) -> str:
    """What other thresholds would give."""
    best = max(rows, key=lambda row: (row["f1"], row["threshold"]))
    lines = [
        "what `[relations] derived_threshold` would give (higher prefers precision; no margin)",
        f"  {'threshold':>9}{'precision':>11}{'recall':>8}{'F1':>7}{'given':>7}",
    ]
    for row in rows:
        notes = ["in use"] if abs(row["threshold"] - used) < 0.001 else []
        notes += ["best F1"] if row is best else []
        lines.append(
            f"  {row['threshold']:9.2f}{row['precision']:11.3f}{row['recall']:8.3f}"
            f"{row['f1']:7.3f}{row['given']:7}  {', '.join(notes)}".rstrip()
        )
    for wanted in (0.95, 0.99):
        first = next((row for row in rows if row["precision"] >= wanted), None)
        if first:
            lines.append(
                f"  for a precision of {wanted}: derived_threshold = {first['threshold']} "
                f"(recall {first['recall']:.2f})"
            )
    return "\n".join(lines) + "\n"


def _mistakes(rows: Sequence[Found]) -> str:
    if not rows:
        return ""
    lines = ["worst mistakes"]
    for row in rows:
        sure = f" (sure {row['sure']})" if row.get("sure") is not None else ""
        lines.append(
            one_line(
                f"  {row['left_id']} | {row['right_id']}: labelled {row['label']}{sure}, called "
                f"{row['relation']} (derived {row['derived_probability']:.2f})"
            )
        )
        if row["because"]:
            lines.append(f"      {one_line(row['because'])}")
    return "\n".join(lines) + "\n"


def _between(pair: Sequence[float] | None) -> str:
    return f"{pair[0]:.3f} to {pair[1]:.3f}" if pair else ""


def _or_dash(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "-"
