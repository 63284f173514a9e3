"""Makes one entry of a web page; the cleaner finds the article in it."""

from __future__ import annotations

import re
from html import unescape

from reader.model import ContentForm, DocumentKind, Entry, ParsedDocument
from reader.parse.decoded_document import DecodedDocument
from reader.parse.strip_markup import without_comments
from reader.parse.url_completion import web_link

HEAD = 500_000  # pages name themselves early
HTML = re.compile(r"<html\b([^<>]*)>", re.I)
NAMING = re.compile(r"<(link|meta)\b([^<>]*)>", re.I)
ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
MOST_ATTRIBUTES = 2_000  # characters of one tag


def parse_page(script: DecodedDocument) -> ParsedDocument:
    """Make one entry of a whole page."""
    document, head = script.document, without_comments(script.text[:HEAD])
    entry = Entry(
        source=document.source,
        content=script.text,
        form=ContentForm.PAGE,
        arrived=document.arrived,
        link=_page_link(head, document.location),
        language=_page_language(head),
    )
    return ParsedDocument(DocumentKind.PAGE, (entry,))


def _page_link(head: str, location: str) -> str:
    """Find the address that a page gives as its own, or else where it was found."""
    tags = [(found[1].lower(), tag_attributes(found[2])) for found in NAMING.finditer(head)]
    canonical = [tag["href"] for name, tag in tags if name == "link" and _is_canonical(tag)]
    shared = [tag["content"] for name, tag in tags if name == "meta" and _is_shared(tag)]
    links = (web_link(link, location) for link in [*canonical, *shared, location])
    return next((link for link in links if link), "")


def _is_canonical(tag: dict[str, str]) -> bool:
    """Tell whether a link element names the page's own address."""
    return "canonical" in tag.get("rel", "").lower().split() and "href" in tag


def _is_shared(tag: dict[str, str]) -> bool:
    """Tell whether a meta element names the address that the page is shared under."""
    return "og:url" in (tag.get("property"), tag.get("name")) and "content" in tag


def _page_language(head: str) -> str:
    """Find the language that a page says it is written in."""
    found = HTML.search(head)
    html = tag_attributes(found[1]) if found else {}
    return (html.get("lang") or html.get("xml:lang") or "").strip()[:35]


def tag_attributes(tag: str) -> dict[str, str]:
    """Read the attributes of a tag, names in small letters."""
    written = ATTRIBUTE.findall(tag[:MOST_ATTRIBUTES])
    return {
        name.lower(): unescape(double or single or bare) for name, double, single, bare in written
    }
