"""The constructs that Atom defines, in any feed: texts, people, links."""

from __future__ import annotations

from collections.abc import Iterator

from reader.model import ContentForm, Enclosure
from reader.parse.feed.bylines import join_author_names
from reader.parse.feed.entry_builder import HTML, NOTHING, ItemText, make_enclosure
from reader.parse.feed.xml_fields import (
    BASE,
    Element,
    XmlFields,
    inner_html,
    text_of,
    text_with_breaks,
)
from reader.parse.strip_markup import is_html
from reader.parse.url_completion import any_link, unescape_url, web_link

NAMES = ("name", "atom:name", "email", "atom:email")
TEXT = ContentForm.TEXT
HTML_TYPES = frozenset({"html", "text/html"})


def item_text(element: Element, base: str = "") -> ItemText:
    """Read a text of Atom by its type; nothing for types that are no text.

    The base is what xml:base says outside of the element, empty when it says nothing.
    """
    if not element.attrib:  # to list them costs lxml quadratic time
        return _plain_passage(element, base)
    if element.base and element.get(BASE):
        base = stated_base(element, base)
    kind = element.get("type", "").strip().lower()
    if element.get("mode", "").strip() == "base64":
        return NOTHING
    if kind in HTML_TYPES:
        return ItemText(text_of(element), HTML, base)
    if kind == "xhtml" or kind.endswith(("+xml", "/xml")):
        is_escaped = not len(element) and is_html(element.text or "")
        return ItemText((text_of if is_escaped else inner_html)(element), HTML, base)
    # A word that is no media type is a slip of the pen; a media type may be an image.
    is_text = "/" not in kind or kind.startswith("text/")
    return _plain_passage(element, base) if is_text else NOTHING


def _plain_passage(element: Element, base: str = "") -> ItemText:
    """Read a text that should hold no elements; where it does, they are meant as markup."""
    if len(element):
        return ItemText(inner_html(element), HTML, base)
    return ItemText((element.text or "").strip(), TEXT)


def people(fields: XmlFields, *names: str) -> str:
    """Join the names of people; who has none goes by an address."""
    persons = fields.all(*names)
    if not persons:
        return ""
    return join_author_names([XmlFields(one, fields.dialect).text(*NAMES) for one in persons])


def link_of(fields: XmlFields, base: str, name: str = "atom:link") -> str:
    """Find the page that stands for a feed or entry, web pages before other types."""
    if name not in fields.children:
        return ""
    offered = [link for link in fields.children[name] if _relation(link) == "alternate"]
    if len(offered) > 1:
        offered.sort(key=lambda link: "html" not in link.get("type", "html"))
    for link in offered:
        if address := web_link(link.get("href") or text_with_breaks(link), base):
            return unescape_url(address)
    return ""


def comments_link(fields: XmlFields, base: str, name: str = "atom:link") -> str:
    """Find the page on which an entry is discussed."""
    for link in fields.each(name):
        if _relation(link) == "replies" and "html" in link.get("type", "html"):
            return web_link(link.get("href", ""), base)
    return ""


def foreign_links(fields: XmlFields, base: str, name: str = "atom:link") -> Iterator[Enclosure]:
    """Give the links of an entry that do not lead to the web, as what is offered beside it."""
    for link in fields.each(name):
        if _relation(link) == "alternate":
            address = any_link(link.get("href") or text_with_breaks(link), base)
            if not address.lower().startswith(("http:", "https:")):
                yield from make_enclosure(address, base, "", "")


def enclosures_of(fields: XmlFields, base: str, name: str = "atom:link") -> Iterator[Enclosure]:
    """Give the files that links offer."""
    for link in fields.each(name):
        if _relation(link) == "enclosure":
            href, media_type = link.get("href", ""), link.get("type", "")
            yield from make_enclosure(href, base, media_type, link.get("length", ""))


def _relation(link: Element) -> str:
    """Tell what a link is to its entry."""
    written = link.get("rel")
    if not written:
        return "" if written is not None else "alternate"
    written = written.strip().lower()
    return written.removeprefix("http://www.iana.org/assignments/relation/")


def base_of(element: Element, base: str) -> str:
    """Resolve the xml:base in force at an element."""
    return stated_base(element, base) or base


def stated_base(element: Element, base: str) -> str:
    """Resolve the xml:base in force at an element; empty where there is none."""
    written = element.base
    return web_link(written, base) if written else ""
