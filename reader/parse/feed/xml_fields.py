"""The children of an XML element by well-known names, whatever prefixes a feed uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from reader.parse.strip_markup import REPLACED, is_html, one_line

Element = etree._Element

# Namespaces in small letters, without scheme and without a slash or hash at the end.
PREFIXES = {
    "": "",
    "purl.org/rss/1.0": "",
    "purl.org/net/rss1.1": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss": "",
    "backend.userland.com/rss2": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "cyber.law.harvard.edu/rss/rss.html": "",
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/terms": "dcterms",
    "search.yahoo.com/mrss": "media",
    "www.rssboard.org/media-rss": "media",
    "rssboard.org/media-rss": "media",
    "video.search.yahoo.com/mrss": "media",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
}
SCHEME = re.compile(r"^\s*https?://", re.I)
NAME = re.compile(r"[a-z_][\w.-]*", re.ASCII)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
HAS_BASE = etree.XPath("boolean(descendant::*[@xml:base])")
LINKS = ("href", "src", "poster", "data", "cite")
MOST_TAGS = 4_096  # whose names are remembered for feeds of one namespace


def prefixed_name(tag: str, home: str) -> str:
    """Name an element as prefix:name in small letters; home is the namespace of the feed itself."""
    namespace, _, local = tag.removeprefix("{").rpartition("}")
    if namespace == home:
        return local.lower()
    bare = SCHEME.sub("", namespace).strip().rstrip("/#").lower()
    prefix = PREFIXES.get(bare, "other")
    return f"{prefix}:{local}".lower().removeprefix(":")


def namespace_of(element: Element) -> str:
    """Give the namespace of an element, empty when it has none."""
    return str(element.tag).removeprefix("{").rpartition("}")[0]


def local_name(element: Element) -> str:
    """Name an element in small letters, without namespace or prefix."""
    return _local_part(str(element.tag))


@lru_cache(maxsize=4_096)
def _local_part(tag: str) -> str:
    """Give what remains of a name in small letters, without namespace or prefix."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


class ElementNames(dict[str, str]):
    """The names of elements by their tags, in feeds that have this namespace themselves."""

    __slots__ = ("home",)

    def __init__(self, home: str) -> None:
        self.home = home

    def __missing__(self, tag: str) -> str:
        if len(self) >= MOST_TAGS:
            self.clear()
        name = self[tag] = prefixed_name(str(tag), self.home)  # of a reference it is no text
        return name


class Dialect(NamedTuple):
    """How a document writes: the names of its elements, and what occurs in it anywhere."""

    names: ElementNames
    marks_languages: bool = True


def dialect_of(text: str, home: str) -> Dialect:
    """Look through a document whose own namespace this is."""
    return _known_dialect(home, "xml:lang" in text)


@lru_cache(maxsize=64)
def _known_dialect(home: str, marks_languages: bool) -> Dialect:
    """Give the dialect that documents with this namespace share."""
    return Dialect(ElementNames(home), marks_languages)


class XmlFields:
    """The children of an element by name."""

    __slots__ = ("children", "dialect", "element")

    def __init__(self, element: Element, dialect: Dialect) -> None:
        self.element = element
        self.dialect = dialect
        self.children: dict[str, list[Element]] = {}  # each list in the order of the document
        children, names = self.children, dialect.names
        for child in element:
            name = names[child.tag]
            if name in children:
                children[name].append(child)
            else:
                children[name] = [child]

    def all(self, *names: str) -> list[Element]:
        """Give the children with these names, name by name."""
        children = self.children
        found: list[Element] = []
        for name in names:
            if name in children:
                found += children[name]
        return found

    def each(self, name: str) -> Sequence[Element]:
        """Give the children with one name."""
        return self.children.get(name, ())

    def lacks(self, names: frozenset[str]) -> bool:
        """Tell whether there is no child with any of these names."""
        return names.isdisjoint(self.children)

    def has(self, name: str) -> bool:
        """Tell whether there is a child with this name."""
        return name in self.children

    def within(self, *names: str) -> XmlFields:
        """Give the parts of the first child with one of these names; none when there is none."""
        found = self.all(*names)
        return XmlFields(found[0], self.dialect) if found else NOWHERE

    def text(self, *names: str) -> str:
        """Give the words of the first child with one of these names that has any."""
        children = self.children
        for name in names:
            if name in children and (words := _first_words(children[name])):
                return words
        return ""

    def language(self) -> str:
        """Give the language that the element or one around it is marked with."""
        one: Element | None = self.element if self.dialect.marks_languages else None
        while one is not None and not language_of(one):
            one = one.getparent()
        return "" if one is None else language_of(one)


NOWHERE = XmlFields(etree.Element("none"), Dialect(ElementNames("")))


def language_of(element: Element) -> str:
    """Give the language that an element itself is marked with."""
    return element.get(LANG, "").strip()


def _first_words(elements: Iterable[Element]) -> str:
    """Give the words of the first element that has any."""
    for one in elements:
        if words := words_of(one):
            return words
    return ""


def words_of(element: Element) -> str:
    """Give all text within an element on one line."""
    if not len(element):
        return " ".join((element.text or "").split())
    return one_line("".join(_text_pieces(element)))


def _text_pieces(element: Element) -> Iterator[str]:
    """Give the text within an element piece by piece, with blanks where HTML breaks a line."""
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if one is not element:
            yield REPLACED.get(local_name(one), "")
        yield (one.text if event == "start" else "" if one is element else one.tail) or ""


def text_with_breaks(element: Element) -> str:
    """Give the text of an element with its line breaks."""
    return words_of(element) if len(element) else element.text or ""


def text_of(element: Element) -> str:
    """Give the text of an element as written, or its markup where it holds elements."""
    return inner_html(element) if len(element) else (element.text or "").strip()


def _resolve_links(element: Element) -> None:
    """Complete the links within an element that have an xml:base of their own in there."""
    around = element.base
    for one in element.iterdescendants("*"):
        if (base := one.base) and base != around:
            for name in LINKS:
                if written := one.get(name):
                    one.set(name, _complete(base, written))


def _complete(base: str, link: str) -> str:
    """Resolve a link against a base, unless either is broken."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


@lru_cache(maxsize=4_096)
def _html_name(tag: str) -> str:
    """Name an element in HTML, be its own name as broken as it likes."""
    name = _local_part(tag)
    return name if NAME.fullmatch(name) else "span"


def inner_html(element: Element) -> str:
    """Write the children of an element as HTML, without namespaces."""
    written = _written_out(element)
    if "xml:base" in written and HAS_BASE(element):
        _resolve_links(element)
        written = _written_out(element)
    return written


def _written_out(element: Element) -> str:
    """Write the children of an element as HTML, their links as they are."""
    bare = copy(element)
    for one in bare.iter("*"):
        one.tag = _html_name(one.tag)
    etree.cleanup_namespaces(bare)
    written = [_direct_text(element.text)]
    for child in bare:
        shown = etree.tostring(child, encoding="unicode", method="html", with_tail=False)
        written += (shown, _direct_text(child.tail))
    return "".join(written).strip()


def _direct_text(text: str | None) -> str:
    """Write the text beside elements as HTML; some feeds escape one half of their markup only."""
    written = text or ""
    return written if is_html(written) else escape(written, quote=False)
