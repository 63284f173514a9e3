"""The parts that Atom defines in, plain values out: texts, people and links, in any feed."""

from __future__ import annotations

from collections.abc import Iterator

from reader.model import Enclosure, Form
from reader.parse.draft import NOTHING, Passage, enclosure, names_of
from reader.parse.links import web_link
from reader.parse.names import Element, Fields, inner, text_of, words_of

HTML_TYPES = frozenset({"html", "text/html"})


def passage(element: Element) -> Passage:
    """Read a text of Atom by its type; nothing for types that are no text."""
    kind = (element.get("type") or "").strip().lower()
    if element.get("mode", "").strip() == "base64":
        return NOTHING
    if kind in HTML_TYPES:
        return Passage(text_of(element))
    if kind == "xhtml" or kind.endswith(("+xml", "/xml")):
        return Passage(inner(element))
    # A word that is no media type is a slip of the pen; a media type may be an image.
    is_text = "/" not in kind or kind.startswith("text/")
    return plain_passage(element) if is_text else NOTHING


def plain_passage(element: Element) -> Passage:
    """Read a text that should hold no elements; where it does, they are meant as markup."""
    if len(element):
        return Passage(inner(element))
    return Passage((element.text or "").strip(), Form.TEXT)


def people(fields: Fields, *names: str) -> str:
    """Join the names of people; who has none goes by an address."""
    persons = (Fields(one, fields.home) for one in fields.all(*names))
    written = (person.text("name", "atom:name", "email", "atom:email") for person in persons)
    return names_of(written)


def linked(fields: Fields, base: str, name: str = "atom:link") -> str:
    """Find the page that stands for a feed or entry, web pages before other types."""
    offered = [link for link in fields.all(name) if relation(link) == "alternate"]
    offered.sort(key=lambda link: "html" not in link.get("type", "html"))
    found = (web_link(link.get("href") or words_of(link), base) for link in offered)
    return next((link for link in found if link), "")


def enclosed(fields: Fields, base: str, name: str = "atom:link") -> Iterator[Enclosure]:
    """Give the files that links offer."""
    for link in fields.all(name):
        if relation(link) == "enclosure":
            href, media_type = link.get("href", ""), link.get("type", "")
            yield from enclosure(href, base, media_type, link.get("length", ""))


def relation(link: Element) -> str:
    """Tell what a link is to its entry."""
    written = link.get("rel", "alternate").strip().lower()
    return written.removeprefix("http://www.iana.org/assignments/relation/")


def base_of(element: Element, base: str) -> str:
    """Resolve the xml:base in force at an element."""
    return web_link(element.base or "", base) or base
