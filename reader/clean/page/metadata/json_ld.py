"""A web page's tree in, the JSON-LD object that describes its article out."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree

from reader.clean.text.sanitize import safe_line

LARGEST_OBJECT = 500_000  # characters of one JSON-LD block
MOST_OBJECTS = 2_000
LONG = 100_000  # characters of a story that are compared
_ARTICLE = re.compile(r"article|posting|report|liveblog|review|opinion", re.IGNORECASE)
_OPENING = re.compile(r"\A[\s;]*(?:<!--)?\s*(?://)?\s*(?:<!\[CDATA\[)?")
_BLANKS = " \t\r\n\v\f;\x85\u00a0\u2028\u2029\u3000\ufeff"
_TAG = re.compile(r"<[^<>]{1,2000}>")
Json = dict[str, Any]


def find_article(root: etree._Element) -> Json:
    """Find the object that describes an article, best one with a headline and a date."""
    objects = [found for text in _scripts(root) for found in _objects(text)][:MOST_OBJECTS]
    named = {found["@id"]: found for found in objects if _is_full(found)}
    articles = [found for found in objects if _ARTICLE.search(str(found.get("@type")))]
    best = max(articles, key=lambda found: ("headline" in found) + ("datePublished" in found),
               default={})  # fmt: skip
    people = best.get("author")
    return {**best, "author": _resolved(people, named)} if people else best


def article_text(found: Json) -> str:
    """Take the article's text from its object, a paragraph a line."""
    text = found.get("articleBody")
    return _TAG.sub("\n", unescape(text[:LONG])) if isinstance(text, str) else ""


def text_value(value: object) -> str:
    """Make a line of a value that is text, and nothing of any other."""
    return safe_line(unescape(value), 2000) if isinstance(value, str) else ""


def _scripts(root: etree._Element) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield (script.text or "")[:LARGEST_OBJECT]


def _unwrapped(text: str) -> str:
    """Take away what hides a script from old browsers."""
    body = _OPENING.sub("", text, count=1).rstrip(_BLANKS).removesuffix("-->")
    return body.rstrip(_BLANKS).removesuffix("]]>").rstrip(_BLANKS).removesuffix("//")


def _objects(text: str) -> Iterator[Json]:
    try:
        waiting = deque([json.loads(_unwrapped(text), strict=False)])
    except (ValueError, RecursionError):
        return
    while waiting:
        found = waiting.popleft()
        if isinstance(found, dict):
            yield found
            waiting += [found.get("@graph"), found.get("mainEntity")]
        elif isinstance(found, list):
            waiting += found


def _is_full(found: Json) -> bool:
    return isinstance(found.get("@id"), str) and "name" in found


def _resolved(value: object, named: Json) -> object:
    """Put the objects in place of what only points to them."""
    if isinstance(value, list):
        return [_resolved(part, named) for part in value[:20]]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value
