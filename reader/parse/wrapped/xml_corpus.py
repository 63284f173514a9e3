"""Stories in XML that is no feed: pages behind a foreign root, <doc> corpora, TEI and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape

from reader.model import ContentForm, Document, DocumentKind, Entry, ParsedDocument
from reader.parse.decoded_document import DecodedDocument
from reader.parse.feed.entry_builder import MOST_ENTRIES
from reader.parse.strip_markup import one_line, without_comments
from reader.parse.url_completion import web_link
from reader.parse.web_page import parse_page, tag_attributes
from reader.parse.wrapped.record import SHORTEST, Record, entry_of_record

LONGEST_HEAD = 5_000  # characters of what tells of a document
DOCUMENTS = "doc|text|document|article|page|record|story|tei|teidoc|nitf|reuters"
_ROOT = re.compile(rf"<(?:\w+:)?({DOCUMENTS})\b([^<>]*)>", re.I)
_PAGE = re.compile(r"<!doctype\s+html\b[^<>]*>|<html\b", re.I)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_TITLE = re.compile(
    r"<(?:\w+:)?(?:title|hl1|headline|article-title)\b[^<>]*>(.{0,1000}?)</", re.I | re.S
)
_PUBLISHER = re.compile(r"<(?:\w+:)?publisher\b[^<>]*>([^<>]{1,200})</", re.I)
_AUTHOR = re.compile(r"<(?:\w+:)?author\b[^<>]*>([^<>]{1,300})</", re.I)
_DATE = re.compile(r"<(?:\w+:)?date\b([^<>]*)>([^<>]{0,100})", re.I)
_TAG = re.compile(r"<(/?)(?:\w+:)?([A-Za-z][\w.-]*)([^<>]*)>")
_HEAD = re.compile(r"<(/?)(?:\w+:)?(?:teiheader|docdata)\b[^<>]*>", re.I)
_MARKED = re.compile(r"<(?:\w+:)?(?:p|para|ab|block)\b", re.I)
# What elements of such vocabularies are called in HTML; the rest are no blocks.
_CALLED = {
    "head": "h2", "hl2": "h2", "subtitle": "h2", "p": "p", "para": "p", "ab": "p", "block": "div",
    "list": "ul", "item": "li", "quote": "blockquote", "q": "q", "hi": "em", "emph": "em",
    "emphasis": "em", "lb": "br", "row": "tr", "cell": "td", "table": "table", "code": "pre",
    "div": "div", "body": "div", "main": "div", "section": "div", "text": "div", "sec": "div",
    "comments": "aside", "note": "aside", "figure": "figure", "figdesc": "figcaption",
}  # fmt: skip


def parse_xml_corpus(script: DecodedDocument) -> ParsedDocument | None:
    """Read the stories in XML that is no feed; None where it holds none that can be told."""
    text = script.text[script.start :]
    if _PAGE.search(text):
        return _pages(script, text)
    pieces = [_entry(tag, inner, script.document) for tag, inner in _documents(text)]
    entries = tuple(entry for entry in pieces if entry)
    return ParsedDocument(DocumentKind.DUMP, entries) if entries else None


def _pages(script: DecodedDocument, text: str) -> ParsedDocument:
    """Read the pages that stand behind foreign elements, each from where it begins."""
    starts: list[int] = []
    for found in _PAGE.finditer(text):
        declared = starts and text[starts[-1] : found.start()].lstrip().lower()
        if not (declared and re.fullmatch(r"<!doctype[^<>]*>\s*", declared)):
            starts.append(found.start())
    ends = [*starts[1:], len(text)]
    scripts = (
        script._replace(text=_CDATA.sub("", text[start:end]))
        for start, end in zip(starts[:MOST_ENTRIES], ends, strict=False)
    )
    return ParsedDocument(
        DocumentKind.PAGE, tuple(entry for one in scripts for entry in parse_page(one).entries)
    )


def _documents(text: str) -> Iterator[tuple[dict[str, str], str]]:
    """Cut a corpus into its documents: the attributes of each and what it holds."""
    first = _ROOT.search(text, 0, 100_000)
    if not first:
        return
    again = re.compile(rf"<(?:\w+:)?{re.escape(first[1])}\b([^<>]*)>", re.I)
    tags = [tag for _, tag in zip(range(MOST_ENTRIES), again.finditer(text), strict=False)]
    ends = [*(tag.start() for tag in tags[1:]), len(text)]
    for tag, end in zip(tags, ends, strict=True):
        yield tag_attributes(tag[1]), text[tag.end() : end]


def _entry(tag: dict[str, str], inner: str, document: Document) -> Entry | None:
    inner = without_comments(_CDATA.sub("", inner))
    said, body = _beheaded(inner)
    record = Record(
        "",
        title=tag.get("title") or tag.get("headline") or _text_within(_TITLE, said),
        link=tag.get("url") or tag.get("source") or tag.get("id", ""),
        published=tag.get("date") or _date(said),
        author=tag.get("author") or _text_within(_AUTHOR, said),
        outlet=tag.get("sitename") or tag.get("publisher") or _text_within(_PUBLISHER, said),
    )
    words = one_line(unescape(_TAG.sub(" ", body)))
    if len(words) < SHORTEST:
        return None
    if _MARKED.search(body):
        return _marked_up(record, body, document)
    plain = unescape(_TAG.sub("", body)).strip("\n")
    return entry_of_record(replace(record, text=plain), document, "a document of a corpus")


def _beheaded(inner: str) -> tuple[str, str]:
    """Return the head of a document and the rest of it; where it has none, its beginning."""
    begin = _HEAD.search(inner)
    end = (
        next((tag for tag in _HEAD.finditer(inner, begin.end()) if tag[1]), None) if begin else None
    )
    if not begin or not end:
        return inner[:LONGEST_HEAD], inner
    return inner[begin.end() : end.start()][:LONGEST_HEAD], inner[: begin.start()] + inner[
        end.end() :
    ]


def _text_within(expression: re.Pattern[str], text: str) -> str:
    found = expression.search(text)
    return one_line(unescape(_TAG.sub("", found[1]))) if found else ""


def _date(text: str) -> str:
    found = _DATE.search(text)
    return tag_attributes(found[1]).get("when", "") or found[2].strip() if found else ""


def _marked_up(record: Record, body: str, document: Document) -> Entry:
    """Make a page of a document whose elements mark its paragraphs."""
    title = escape(record.title)
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{_TAG.sub(_called, body)}</article></body></html>"
    )
    return Entry(
        source=document.source,
        content=page,
        form=ContentForm.PAGE,
        arrived=document.arrived,
        link=web_link(record.link.strip()),
        title=record.title,
        author=record.author,
        outlet=record.outlet,
        published=record.published,
        wrapper="a document of an XML corpus",
    )


def _called(tag: re.Match[str]) -> str:
    """Return an element as HTML calls it."""
    name = tag[2].casefold()
    if name in {"ref", "ptr", "ulink", "a"}:
        written = tag_attributes(tag[3])
        to = written.get("target") or written.get("url") or written.get("href") or ""
        return "</a>" if tag[1] else f'<a href="{escape(to)}">'
    called = _CALLED.get(name)
    return f"<{tag[1]}{called}>" if called else ""
