"""A web page's tree in, what the page says about itself out."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from reader.clean.safe import plain

_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s+[-–—|·•»«*:]\s+|\s*\|\s*")
_ARTICLE = re.compile(r"article|posting|report|newsarticle|liveblog|review|opinion", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"https?://|@|\.(?:com|org|net|de)\b|^\W*$", re.IGNORECASE)
LARGEST_OBJECT = 500_000  # characters of one JSON-LD block


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its story; empty where it says nothing."""

    headline: str = ""
    deck: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""


def metadata(root: etree._Element) -> Metadata:
    """Read a page's JSON-LD, its Open Graph and meta tags, its title and headings."""
    tags = _tags(root)
    said = _article(root)
    outlet = _first(tags, "og:site_name", "application-name") or _name(said.get("publisher"))
    return Metadata(
        headline=_headline(root, tags, said, outlet),
        deck=_text(said.get("description")) or _first(tags, "og:description", "description"),
        outlet=outlet,
        byline=_byline(said, tags),
        published=_text(said.get("datePublished")) or _first(tags, *_DATES),
        language=_language(root, tags, said),
    )


_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate",
    "publish-date", "publication_date", "sailthru.date", "parsely-pub-date",
    "cxenseparse:recs:publishtime",
)  # fmt: skip


def _tags(root: etree._Element) -> dict[str, str]:
    tags: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        tags.setdefault(name.strip().lower(), plain(node.get("content") or "", 2000))
    return tags


def _first(tags: dict[str, str], *names: str) -> str:
    return next((tags[name] for name in names if tags.get(name)), "")


def _article(root: etree._Element) -> dict[str, Any]:
    """Find the first JSON-LD object that describes an article."""
    scripts = root.iterfind(".//script[@type='application/ld+json']")
    objects = [found for script in scripts for found in _objects(script.text or "")]
    articles = (found for found in objects if _ARTICLE.search(str(found.get("@type"))))
    return next(articles, {})


def _objects(text: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = deque([json.loads(text[:LARGEST_OBJECT].strip().rstrip(";"), strict=False)])
    except (ValueError, RecursionError):
        return
    while waiting:
        found = waiting.popleft()
        if isinstance(found, dict):
            yield found
            waiting += [found.get("@graph"), found.get("mainEntity")]
        elif isinstance(found, list):
            waiting += found


def _text(value: object) -> str:
    return plain(value, 2000) if isinstance(value, str) else ""


def _name(value: object) -> str:
    names = _names(value)
    return names[0] if names else ""


def _names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for part in value[:20] for name in _names(part)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    name = _text(value)
    return [name] if name and not _NOT_A_NAME.search(name) else []


def _byline(said: dict[str, Any], tags: dict[str, str]) -> str:
    names = _names(said.get("author")) or _names(
        [
            tags.get(name, "")
            for name in ("article:author", "author", "byl", "dc.creator", "parsely-author")
        ]
    )
    tidy = (re.sub(r"^(?:by|von|par|por|di)\s+", "", name, flags=re.IGNORECASE) for name in names)
    return ", ".join(dict.fromkeys(tidy))


def _headline(root: etree._Element, tags: dict[str, str], said: dict[str, Any], outlet: str) -> str:
    title = plain(root.findtext(".//title") or "", 1000)
    titles = [_first(tags, "og:title", "twitter:title"), title, _text(said.get("headline"))]
    headings = [plain("".join(map(str, node.itertext())), 500) for node in root.iter("h1")]
    best = max(headings, key=lambda heading: _confirmation(heading, titles), default="")
    if _confirmation(best, titles) >= 0.5:
        return best
    return next((_without_site(text, outlet) for text in titles if text), best)


def _confirmation(heading: str, titles: Sequence[str]) -> float:
    words = set(_WORD.findall(heading.casefold()))
    if not words:
        return 0.0
    return max(len(words & set(_WORD.findall(title.casefold()))) / len(words) for title in titles)


def _without_site(title: str, outlet: str) -> str:
    """Take the site's name off a title: what a separator sets off, if it is that name or short."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    cuts = list(_SEPARATOR.finditer(title))
    if outlet and parts[0].casefold() == outlet.casefold():
        return title[cuts[0].end() :]
    return title[: cuts[-1].start()] if _is_site(parts[-1], outlet, title) else title


def _is_site(part: str, outlet: str, title: str) -> bool:
    named = bool(outlet) and (
        part.casefold() in outlet.casefold() or outlet.casefold() in part.casefold()
    )
    return named or (len(part.split()) <= 3 and len(part) < len(title) / 3)


def _language(root: etree._Element, tags: dict[str, str], said: dict[str, Any]) -> str:
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return declared or _text(said.get("inLanguage")) or _first(tags, "og:locale", "language")
