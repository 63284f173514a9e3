"""Reads the outlines of an OPML file of whatever program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import regex

from reader.model import Retention, Source, SourceReading
from reader.opml.subscription_list import SubscriptionCollector
from reader.opml.subscription_names import LONGEST_NAME, one_line, quote_briefly, visible_name

NAMESPACE = "urn:newsreader:subscriptions"
PREFIX = "newsreader"
PROLOG = regex.compile(
    r"(?:[\s\ufeff\u200b]++|<\?.*?\?>|<!--.*?-->"
    r"|<!DOCTYPE[^\[<>]*+"
    r"(?:\[(?:\"[^\"]*+\"|'[^']*+'|<!--.*?(?:-->|\Z)|[^\]\"'<]++|<)*+\]\s*+)?>)*+",
    regex.S | regex.I,
)
ROOT = re.compile(r"<(?:[\w.-]+:)?(?:opml(?=[\s/>])|(?:body\b[^<>]*>\s*<)?outline\s)", re.I)
# Below some words of a broken server: the element and what has to follow it.
BURIED = re.compile(r"<(?:[\w.-]+:)?opml\b[^<>]*>\s*<(?:[\w.-]+:)?(?:head|body|outline)\b", re.I)
OTHER = re.compile(r"<(?:[\w.-]+:)?(?:html|head|body|rss|feed|rdf|channel|item|entry)\b", re.I)
OPML = re.compile(r"<(?:[\w.-]+:)?opml[\s>]", re.I)
END = re.compile(r"</(?:[\w.-]+:)?opml\s*>", re.I)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
OUTLINE = re.compile(r"<(?:[\w.-]+:)?outline\s", re.I)
ENTITY = re.compile(r"<!ENTITY\s+([\w.-]{1,100})\s+(?:\"([^\"<]{0,1000})\"|'([^'<]{0,1000})')\s*>")
REFERENCE = re.compile(r"&([\w.-]{1,100});")
MOST_REFERENCES = 10_000
HEAD = 4_096  # characters in which a buried list begins
# Entities that the file declares itself are written out, within bounds of the parser's own;
# nothing is ever read from elsewhere.
STRICT: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
LOOSE: dict[str, Any] = {"encoding": "utf-8", "recover": True, "no_network": True}
ADDRESSES = ("xmlurl", "xml_url", "feedurl", "feed_url", "rssurl")
FEEDS = frozenset(("", "rss", "rss1", "rss2", "atom", "rdf", "feed", "xml", "json", "jsonfeed"))
LEADING = FEEDS - {""} | {"include", "link"}  # kinds of outlines that lead somewhere
DESCRIPTION = 60  # characters that are more than the name of a feed


def opml_start(text: str) -> int:
    """Find where an OPML file begins in a text; -1 when it is none."""
    prolog = PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if ROOT.match(text, start):
        return 0
    found = None if OTHER.match(text, start) else BURIED.search(text, start, start + HEAD)
    return found.start() if found else -1


def read_opml(text: str, gathering: SubscriptionCollector) -> None:
    """Gather the sources of an OPML file; nested folders become one, joined by slashes."""
    written = text[max(0, opml_start(text)) :].lstrip("\ufeff\u200b \t\r\n")
    outlines = _parse_strictly(written) or _parse_loosely(written)
    for attributes, folder in outlines.outlines:
        _take_outline(gathering, outlines, attributes, folder)
    if OPML.search(text) and not END.search(text):
        gathering.note("the list breaks off; what stands before that is taken in")


class Outlines:
    """The outlines of a file as a parser tells them, each with the folder that it stands in."""

    def __init__(self) -> None:
        self.outlines: list[tuple[dict[str, str], str]] = []
        self.folders = [""]  # of each element that is open, the folder of what stands in it
        self.exact = False  # whether newsreader wrote this, which escapes and trims nothing
        self.titled = False  # whether the titles are the names, and not the texts
        self.words: list[str] = []  # before the first outline

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note an element that opens."""
        name = re.split("[}:]", tag)[-1].lower()
        known = {key.lower(): text for key, text in attributes.items()}
        folder = self.folders[-1]
        if name == "opml":
            self.exact = _own(known, "version") == "1"
        if name == "outline":
            self.outlines.append((known, folder))
        if name == "outline" and not _feed_address(known):
            folder = self.folder_below(folder, self.name_of(known))
        self.folders.append(folder)

    def end(self, _: str) -> None:
        """Note an element that closes."""
        self.folders.pop()

    def data(self, text: str) -> None:
        """Note the words between elements, among them those of the file about itself."""
        if len(self.words) < 100 and not self.outlines:
            self.words.append(text[:200].lower())

    def close(self) -> Outlines:
        """End the file."""
        # What calls itself by this name writes the description of a feed where its name belongs.
        self.titled = not self.exact and "gpodder" in "".join(self.words)
        return self

    def folder_below(self, above: str, name: str) -> str:
        """Name a folder in another one."""
        if not name and not self.exact:
            return above
        return (f"{above}/{name}" if above else name)[:LONGEST_NAME]

    def name_of(self, known: Mapping[str, str]) -> str:
        """Give what an outline calls itself: the name that a person gave it, if one did."""
        if self.exact:
            return visible_name(known.get("text", ""))
        text, title = one_line(known.get("text", "")), one_line(known.get("title", ""))
        told = one_line(known.get("description", ""))
        as_title = title and (self.titled or text == told or _is_description(text, title))
        return title if as_title or not text else text


def _is_description(text: str, title: str) -> bool:
    """Tell a description of a feed from a name for it."""
    if len(text) <= len(title):
        return False
    return len(text) > max(DESCRIPTION, 2 * len(title)) or (
        text.endswith((".", "。", "…")) and text.count(" ") > 3
    )


def _parse_strictly(written: str) -> Outlines | None:
    """Read well-formed XML; None when it is not that."""
    from lxml import etree  # only who has a list waits for it

    outlines = Outlines()
    target: Any = outlines
    try:
        etree.fromstring(written.encode("utf-8"), etree.XMLParser(target=target, **STRICT))
    except etree.XMLSyntaxError:
        return None
    return outlines


def _parse_loosely(written: str) -> Outlines:
    """Read what is no XML as browsers read pages, as far as that goes."""
    from lxml import etree

    outlines, text = Outlines(), COMMENT.sub("", written)
    first = OUTLINE.search(text)
    start = first.start() if first else len(text)
    outlines.exact = f'{PREFIX}:version="1"' in text[:start]
    outlines.data(text[:start])
    target: Any = outlines
    parser = etree.HTMLParser(target=target, huge_tree=True, **LOOSE)
    body = _write_out_entities(text[start:], text[:start])
    with suppress(etree.LxmlError):
        etree.fromstring(body.encode("utf-8") or b"<opml/>", parser)
    return outlines


def _write_out_entities(body: str, head: str) -> str:
    """Put what a file declares its own entities to mean in their place, so many times at most."""
    values = {name: (one or two).replace('"', "&quot;") for name, one, two in ENTITY.findall(head)}
    if not values:
        return body
    return REFERENCE.sub(lambda found: values.get(found[1], found[0]), body, MOST_REFERENCES)


def _take_outline(
    gathering: SubscriptionCollector, outlines: Outlines, known: Mapping[str, str], folder: str
) -> None:
    """Take in the feed of an outline, or say what else it leads to."""
    if address := _feed_address(known):
        gathering.add(_source_of(outlines, known, folder, address), exact=outlines.exact)
    elif lead := _other_lead(known):
        gathering.note(f"{quote_briefly(lead)} is no feed; add it by itself if you want it")


def _other_lead(known: Mapping[str, str]) -> str:
    """Give the list or page that an outline leads to; empty where that is not worth a word."""
    lists = [text for key, text in known.items() if key.endswith("opmlurl")]
    leads = (
        [known.get(name, "") for name in ("url", "htmlurl")] if _kind_of(known) in LEADING else []
    )
    return next((lead for lead in (*lists, *leads) if lead.strip()), "")


def _feed_address(known: Mapping[str, str]) -> str:
    """Give the address of the feed that an outline names; empty when it names none."""
    named = next((known[name] for name in ADDRESSES if known.get(name, "").strip()), "")
    if named or _kind_of(known) not in FEEDS:
        return named
    return known.get("url", "").strip()


def _kind_of(known: Mapping[str, str]) -> str:
    """Give the type that an outline says it is of."""
    return known.get("type", "").strip().lower()


def _source_of(outlines: Outlines, known: Mapping[str, str], folder: str, address: str) -> Source:
    """Make a source of an outline, with what newsreader itself wrote about it."""
    return Source(
        location=address,
        title=outlines.name_of(known),
        folder=folder or one_line(known.get("category", "").partition(",")[0]).strip("/ "),
        full_text=_own(known, "whole") == "true",
        muted=_own(known, "muted") == "true",
        keep=_limits_of(_own(known, "keep")),
        reading=_reading_of(_own(known, "reading")),
    )


def _own(known: Mapping[str, str], name: str) -> str:
    """Give an attribute of newsreader's own."""
    return known.get(f"{{{NAMESPACE}}}{name}") or known.get(f"{PREFIX}:{name}", "")


def _reading_of(word: str) -> SourceReading:
    """Give as what a source is read: as a feed, where nothing else is said."""
    known = (one for one in SourceReading if one.value == word)
    return next(known, SourceReading.FEED)


def _limits_of(words: str) -> Retention | None:
    """Give how much of a source is kept; None when nothing is said that makes sense."""
    try:
        return Retention.read(words[:100]) if words.strip() else None
    except ValueError:
        return None
