"""A web page's tree in, what the page says about itself out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from lxml import etree

from reader.clean.page.metadata import json_ld as json
from reader.clean.page.metadata.author_names import author_byline, names_in_json
from reader.clean.page.metadata.page_headline import choose_headline
from reader.clean.page.metadata.provenance import provenance_of
from reader.clean.text.sanitize import safe_line
from reader.model.construction import frozen

_DATES = (
    "article:published_time", "article:published:time", "og:published_time",
    "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "pubdate", "publishdate", "publish-date", "publication_date",
    "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
)  # fmt: skip
MOST_HEADINGS = 50
_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@frozen
class PageMetadata:
    """What a page says about its story; empty where it says nothing."""

    headline: str = ""
    deck: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
    told: str = ""  # the story itself, a paragraph a line
    evidence: tuple[tuple[str, str], ...] = ()  # each thing, and where it was found


def read_metadata(root: etree._Element) -> PageMetadata:
    """Read a page's JSON-LD, its Open Graph and meta tags, its title and headings."""
    tags = _tags(root)
    said = json.find_article(root)
    publishers = names_in_json(said.get("publisher"))
    outlet = _first(tags, "og:site_name", "application-name") or next(iter(publishers), "")
    description = json.text_value(said.get("description"))
    found = {
        "headline": _headline(root, tags, json.text_value(said.get("headline")), outlet),
        "deck": description or _first(tags, "og:description", "description"),
        "outlet": outlet,
        "byline": author_byline(root, tags, said.get("author"), outlet),
        "published": _published(root, tags, json.text_value(said.get("datePublished"))),
        "language": _language(root, tags, json.text_value(said.get("inLanguage"))),
    }
    return PageMetadata(
        **found, told=json.article_text(said), evidence=provenance_of(found, said, tags)
    )


def _headline(root: etree._Element, tags: Mapping[str, str], told: str, outlet: str) -> str:
    shared = _first(tags, "og:title", "twitter:title")
    title = safe_line(root.findtext(".//title") or "", 1000)
    tops = islice(root.iter("h1"), MOST_HEADINGS)
    headings = [safe_line("".join(map(str, node.itertext())), 500) for node in tops]
    return choose_headline(told, shared, title, headings, outlet)


def _published(root: etree._Element, tags: Mapping[str, str], told: str) -> str:
    return told or _first(tags, *_DATES) or _marked(root)


def _marked(root: etree._Element) -> str:
    """Find the first moment that the page marks up, best one that says it is the publication's."""
    moments = [node for node in root.iter("time", "meta", "span") if _moment(node)]
    named = [node for node in moments if node.get("itemprop") == "datePublished"]
    first = next((node for node in [*named, *moments] if node.tag == "time" or node in named), None)
    return _moment(first) if first is not None else ""


def _moment(node: etree._Element) -> str:
    written = node.get("datetime") or node.get("content") or ""
    return safe_line(written, 60) if _DATED.match(written.strip()) else ""


def _tags(root: etree._Element) -> dict[str, str]:
    tags: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        tags.setdefault(name.strip().lower(), safe_line(node.get("content") or "", 2000))
    return tags


def _first(tags: Mapping[str, str], *wanted: str) -> str:
    return next((tags[name] for name in wanted if tags.get(name)), "")


def _language(root: etree._Element, tags: Mapping[str, str], told: str) -> str:
    declared = root.get("lang") or root.get(_XML_LANGUAGE) or ""
    return declared or told or _first(tags, "og:locale", "language")
