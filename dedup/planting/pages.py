"""A draft as the page that an outlet prints: story and furniture, with the place of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dedup.planting.drafts import UNSPACED, Draft, Sentence
from dedup.planting.furniture import HEAD, MIDDLE, TAIL, Filling, Style


class Cut(NamedTuple):
    """Furniture: where it stands (code points, half open) and what it is."""

    start: int
    stop: int
    kind: str
    held_back: bool


class Placed(NamedTuple):
    """A sentence of the story where it stands."""

    start: int
    stop: int
    sentence: Sentence


class Page(NamedTuple):
    """An article's text, what of it is furniture, and its sentences."""

    text: str
    cuts: list[Cut]
    story: list[Placed]


class Credit(NamedTuple):
    """A line or an opening that names a source: its kind, and its words."""

    kind: str
    text: str


class _Line(NamedTuple):
    """One line of a page: a kind of furniture, or sentences behind an opening that is cut."""

    kind: str
    text: str
    held_back: bool = False
    opening: Credit | None = None
    sentences: tuple[Sentence, ...] = ()


def print_page(draft: Draft, style: Style, filling: Filling, credits: Sequence[Credit]) -> Page:
    """The article of one outlet.

    Args:
        draft: the story.
        style: the outlet's style.
        filling: what goes into its lines on this page.
        credits: `byline` stands above, `dateline` opens the first paragraph, `retold` is a
            sentence of the story, all others stand below it.
    """
    lines = [
        *_above(draft, style, filling, credits),
        *_story(draft, style, filling, credits),
        *_below(style, filling, credits),
    ]
    return _set(lines, style, "" if draft.language in UNSPACED else " ")


def _furniture(kind: str, style: Style, filling: Filling) -> list[_Line]:
    phrase = style.lines.get(kind)
    if phrase is None:
        return []
    line = _Line(kind, filling.fill(phrase.text), phrase.held_back)
    if kind != "related_list":
        return [line]
    titles = list(filling.titles)
    filling.rng.shuffle(titles)
    return [line, *(_Line(kind, title, phrase.held_back) for title in titles[:3])]


def _above(draft: Draft, style: Style, filling: Filling, credits: Sequence[Credit]) -> list[_Line]:
    lines = [_Line("title", draft.title)] if style.titled else []
    credited = [
        _Line("credit_byline", credit.text) for credit in credits if credit.kind == "byline"
    ]
    for kind in HEAD:
        if kind == "byline" and credited:
            lines += credited
        elif kind in style.lines and (kind != "consent" or filling.rng.random() < 0.5):
            lines += _furniture(kind, style, filling)
    return lines + (credited if "byline" not in HEAD else [])


def _story(draft: Draft, style: Style, filling: Filling, credits: Sequence[Credit]) -> list[_Line]:
    opening = next((c for c in credits if c.kind == "dateline"), None)
    if opening is None and "dateline" in style.lines:
        opening = Credit("plain_dateline", filling.fill(style.lines["dateline"].text))
    lines: list[_Line] = []
    for number, paragraph in enumerate(draft.paragraphs):
        lines.append(_Line("", "", opening=None if number else opening, sentences=paragraph))
    retold = [Sentence(c.text, ()) for c in credits if c.kind == "retold"]
    if retold:
        place = filling.rng.randrange(len(lines))
        lines[place] = lines[place]._replace(sentences=lines[place].sentences + tuple(retold))
    inner = [kind for kind in MIDDLE if kind in style.lines and filling.rng.random() < 0.7]
    for kind in inner[:2]:
        if len(lines) > 2:
            place = filling.rng.randint(1, len(lines) - 1)
            lines[place:place] = _furniture(kind, style, filling)
    return lines


def _below(style: Style, filling: Filling, credits: Sequence[Credit]) -> list[_Line]:
    above = {"byline", "dateline", "retold"}
    lines = [_Line(f"credit_{c.kind}", c.text) for c in credits if c.kind not in above]
    credited = any(c.kind == "copyright" for c in credits)
    for kind in TAIL:
        if kind == "copyright" and credited:
            continue
        lines += _furniture(kind, style, filling)
    return lines


def _set(lines: Sequence[_Line], style: Style, gap: str) -> Page:
    """The lines one below another; places are counted as they are set."""
    parts: list[str] = []
    cuts: list[Cut] = []
    story: list[Placed] = []
    at = 0
    for number, line in enumerate(lines):
        if number:
            parts.append(style.separator)
            at += len(style.separator)
        if line.kind:
            cuts.append(Cut(at, at + len(line.text), line.kind, line.held_back))
            parts.append(line.text)
            at += len(line.text)
            continue
        if line.opening:
            kind = line.opening.kind
            named = kind if kind == "plain_dateline" else f"credit_{kind}"
            cuts.append(Cut(at, at + len(line.opening.text), named, held_back=False))
            parts.append(line.opening.text)
            at += len(line.opening.text)
        for place, sentence in enumerate(line.sentences):
            if place:
                parts.append(gap)
                at += len(gap)
            story.append(Placed(at, at + len(sentence.text), sentence))
            parts.append(sentence.text)
            at += len(sentence.text)
    text = "".join(parts)
    return Page(_wrapped(text, style.wrap), cuts, story)


def _wrapped(text: str, column: int) -> str:
    """The text with blanks turned into line breaks at a column: every place stays."""
    if not column:
        return text
    made = list(text)
    start, last = 0, -1
    for at, character in enumerate(text):
        if character == "\n":
            start, last = at + 1, -1
        elif character == " ":
            last = at
        if at - start >= column and last >= start:
            made[last] = "\n"
            start, last = last + 1, -1
    return "".join(made)
