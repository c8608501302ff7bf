"""What an HTML page says about its article: JSON-LD, meta tags, links.

A page's publisher is the name it gives, the one in JSON-LD first where it
agrees with the site's name or host: sites that print agency copy often name
the agency there, and then the site's name comes first and the other is a
`source` too. Last of all comes the host of the page's own address, where
canonical link and `og:url` do not disagree about it (a syndicated page may
name the address of the original as canonical). Nothing is read from the
wording of an address.
"""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from dedup.formats.records import FIELDS, Claim, encodable

_LONGEST = 500  # code points of one claim; more is a text, not a name
_LONGEST_NAME = 80  # of an author in running text; more is a profile
_DIGIT = re.compile(r"\d")
_LONGEST_SCRIPT = 1_000_000
_MOST_SCRIPTS, _MOST_NODES, _MOST_NAMES = 20, 2_000, 20
_SEPARATORS = (" | ", " - ", " – ", " — ", " :: ", " • ", " · ", " » ")
_ADDRESSES = {"url", "canonical_url", "syndication_source", "original_source"}
_PAGES = ("WebPage", "ItemPage")


class Metadata(NamedTuple):
    """What a page says about its article."""

    title: str | None
    byline: str | None
    claims: tuple[Claim, ...]


def read(tree: Any) -> Metadata:
    """The metadata of a page's lxml tree."""
    article = _Article(tree)
    metas = _metas(tree)
    found: dict[str, list[str]] = {}
    for field in (*FIELDS, "title"):
        told = [value for name in _places()["meta"].get(field, ()) for value in metas.get(name, ())]
        values = [*article.values(field), *told, *_elements(tree, field)]
        found[field] = [text for value in values if (text := _clean(value, field))]
    for field in _ADDRESSES - {"url"}:
        found[field] += _links(tree, field)
    found["author"] = [name for name in found["author"] if not _is_address(name)]
    own = _own_host([*found["url"], *found["canonical_url"]])
    nobody = {*_places()["platforms"]["names"], *(_places()["sections"]["names"] if own else ())}
    named = [
        name
        for name in found["publisher"]
        if not _is_address(name) and name.casefold() not in nobody
    ]
    found["publisher"], others = _publishers(named, list(article.values("publisher")), own)
    found["source"] += others
    titles = [_without_site(title, found["publisher"]) for title in found["title"]]
    claims = [Claim(field, "page", value) for field in FIELDS for value in found[field]]
    together = list(dict.fromkeys(_clean(name, "author") for name in article.values("author")))
    byline = ", ".join(name for name in together if name and not _is_address(name))
    byline = byline or next(iter(found["author"]), "")
    return Metadata(next(iter(titles), None), byline or None, tuple(dict.fromkeys(claims)))


def _publishers(
    named: Sequence[str], by_article: Sequence[str], host: str
) -> tuple[list[str], list[str]]:
    """The publisher's names, best first, and those that more likely name the text's source."""
    told = {_clean(name, "publisher") for name in by_article}
    site = [name for name in named if name not in told]
    proof = [*site[:1], host.rpartition(".")[0]]
    others = [name for name in named if site and name in told and not _agrees(name, proof)]
    return [*(n for n in named if n not in others), *others, *([host] if host else [])], others


def _agrees(name: str, proof: Sequence[str]) -> bool:
    """Whether a name and one of the others name one house: one in the other, or its initials."""
    letters = _letters(name)
    initials = "".join(word[0] for word in name.casefold().split())
    for other in filter(None, map(_letters, proof)):
        if letters in other or other in letters or (len(initials) > 1 and initials == other):
            return True
    return False


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


class _Article:
    """The JSON-LD node of the page's article, with the nodes that it refers to."""

    def __init__(self, tree: Any) -> None:
        nodes = list(_nodes(tree))
        self._by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
        articles = [node for node in nodes if _is_type(node, ("Article", "Posting", "Report"))]
        pages = [node for node in nodes if _is_type(node, _PAGES)]
        # A page of several articles (a front page, a list) speaks of none in particular.
        headlines = {str(node.get("headline")) for node in articles}
        self._node = articles[0] if len(headlines) == 1 else {}
        self._page = pages[0] if pages and len(headlines) <= 1 else {}

    def values(self, field: str) -> Iterator[str]:
        """What the article says, then (of the date alone) what its page says."""
        for key in _places()["json_ld"].get(field, ()):
            yield from self._strings(self._node.get(key), field in _ADDRESSES)
        if field == "published_at":
            yield from self._strings(self._page.get("datePublished"), address=False)

    def _strings(self, value: object, address: bool) -> Iterator[str]:
        keys = ("url", "@id", "name") if address else ("name", "@value")
        parts = value if isinstance(value, list) else [value]
        for part in parts[:_MOST_NAMES]:
            if isinstance(part, str):
                yield part
            elif isinstance(part, dict):
                known = self._by_id.get(str(part.get("@id")), {})
                named = {**known, **part}
                name = next((named[key] for key in keys if isinstance(named.get(key), str)), None)
                if name is not None:
                    yield name


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects at the top of each script and in its `@graph`, never deeper."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:_MOST_SCRIPTS]:
        text = script.text or ""
        if len(text) > _LONGEST_SCRIPT:
            continue
        text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
        try:
            top = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common; the meta tags say much the same
        nodes = top if isinstance(top, list) else [top]
        for node in nodes[:_MOST_NODES]:
            if isinstance(node, dict):
                yield node
                for key in ("@graph", "mainEntity"):
                    inner = node.get(key)
                    members = inner if isinstance(inner, list) else [inner]
                    yield from (m for m in members[:_MOST_NODES] if isinstance(m, dict))


def _is_type(node: Mapping[str, Any], endings: Sequence[str]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(tuple(endings)) for kind in kinds)


def _metas(tree: Any) -> dict[str, list[str]]:
    """What the page's meta tags say, by their names."""
    wanted = {name for names in _places()["meta"].values() for name in names}
    found: dict[str, list[str]] = {}
    for meta in tree.xpath("//meta[@content]"):
        given = meta.attrib
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            name = given.get(attribute, "").strip().casefold()
            if name in wanted and len(found.setdefault(name, [])) < _MOST_NAMES:
                found[name].append(given["content"])
    return found


def _elements(tree: Any, field: str) -> list[str]:
    """What stands in the page's own elements: times, headings, marked authors, its language."""
    if field == "published_at":
        marked = tree.xpath(
            "//time[@itemprop='datePublished' or @pubdate]/@datetime"
            " | //*[@itemprop='datePublished' and not(self::meta)]/@content"
        )
        classed = tree.xpath(
            "//time[contains(@class, 'publish') or contains(@class, 'entry-date')"
            " or contains(@class, 'posted')]/@datetime"
        )
        return [*marked[:1], *classed[:1]]
    if field == "title":
        headings = tree.xpath("//h1")
        titles = tree.xpath("//head/title")
        return [
            " ".join(element.itertext())
            for element in (*(headings if len(headings) == 1 else ()), *titles[:1])
        ]
    if field == "author":
        marked = tree.xpath(
            "//*[@itemprop='author']//*[@itemprop='name'] | //a[@rel='author']"
            " | //*[@itemprop='author' and not(self::meta)]"
        )
        texts = [" ".join(element.itertext()) for element in marked[:3]]
        return [text for text in texts if len(text) <= _LONGEST_NAME and not _DIGIT.search(text)]
    return tree.xpath("/html/@lang")[:1] if field == "language" else []


def _links(tree: Any, field: str) -> list[str]:
    rel = {
        "canonical_url": "canonical",
        "syndication_source": "syndication-source",
        "original_source": "original-source",
    }[field]
    base = next(iter(tree.xpath("//base/@href")), "")
    found = tree.xpath(f"//link[@rel='{rel}']/@href")[:_MOST_NAMES]
    return [text for href in found if (text := _clean(_joined(base, href), field))]


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def _clean(value: object, field: str) -> str:
    """One claim on one line, entities resolved; empty where it is none."""
    if not isinstance(value, str) or len(value) > _LONGEST * 4:
        return ""
    text = " ".join(encodable(html.unescape(value)).split())
    if len(text) > _LONGEST or (field == "url" and not _host(text)):
        return ""
    return text


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://", "//", "www.", "@"))


def _host(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def _own_host(addresses: Sequence[str]) -> str:
    hosts = {host for address in addresses if (host := _host(address))}
    return hosts.pop() if len(hosts) == 1 else ""


def _without_site(title: str, sites: Sequence[str]) -> str:
    """The title without the site's name that many pages put before or behind it."""
    for separator in _SEPARATORS:
        for site in sites:
            for end in (f"{separator}{site}",):
                if title.casefold().endswith(end.casefold()) and len(title) > len(end):
                    return title[: -len(end)].rstrip()
            start = f"{site}{separator}"
            if title.casefold().startswith(start.casefold()) and len(title) > len(start):
                return title[len(start) :].lstrip()
    return title


@cache
def _places() -> dict[str, dict[str, list[str]]]:
    text = files("dedup").joinpath("data/page_metadata.toml").read_text("utf-8")
    return tomllib.loads(text)
