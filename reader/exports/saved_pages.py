"""Reads pages that were saved for later: tables, and lists of links such as a browser's."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape

import regex

from reader.exports.marked_entry import MarkedEntry, moment_of, text_of, web_link
from reader.model import ContentForm, Entry

MOST = 100_000  # pages of one file
LONGEST_TITLE = 1_000  # characters
_DELIMITERS = ",;\t"
# What a column is called by the programs that write it.
_COLUMNS = {
    "title": ("title", "name"),
    "added": ("time_added", "timestamp", "created", "added", "date", "saved date",
              "last interaction date"),
    "tags": ("tags", "labels", "document tags"),
    "folder": ("folder",),
    "note": ("note", "notes"),
    "text": ("selection", "excerpt", "description"),
    "html": ("content",),
    "status": ("status", "location"),
    "is_read": ("read",),
}  # fmt: skip
_NO_TAGS = {"unread", "unsorted", "archive"}  # folders that only say where it was
_DONE = {"archive", "archived", "read"}
_TRUE = {"true", "1", "yes"}
_PLACES = {"personal_toolbar_folder", "unfiled_bookmarks_folder"}  # folders that browsers have
# A link with what is said of it below, the name of a folder, or its beginning or end.
_PART = regex.compile(
    r"<a\s([^<>]*+)>((?:[^<]++|<(?!/?a\b)){0,2000}+)</a\s*>(?:\s*<dd>([^<]*+))?"
    r"|<h3([^<>]*+)>([^<]*+)</h3\s*>|<(/?dl)\b",
    regex.I,
)
_MARKUP = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r"([\w-]{1,50})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HEADING = re.compile(r"<h1[^<>]*>\s*(?:read\s+)?archive", re.I)
_LIST = re.compile(
    r"<!doctype\s+netscape-bookmark|<a\s[^<>]{0,2000}(?:time_added|add_date)\s*="
    r"|<title>\s*(?:instapaper|pocket)",
    re.I,
)
_PARTING = re.compile(r"[|,;]")
_FOLDERS = re.compile(r"\s/\s")


def saved_pages(text: str, source: str, now: datetime) -> list[MarkedEntry] | None:
    """Return the pages that an export names, each bookmarked; None where this is no such file."""
    found = _of_table(text, source, now)
    if found is None and _LIST.search(text[:100_000]):
        found = list(_of_html(text, source, now))
    return found


def _of_table(text: str, source: str, now: datetime) -> list[MarkedEntry] | None:
    """Return the pages of a table; None where its first row does not name an address."""
    text = text.lstrip("\ufeff")
    head = text[:2_000].partition("\n")[0].strip().lower()
    delimiter = max(_DELIMITERS, key=head.count)
    names = [name.strip().strip('"') for name in head.split(delimiter)]
    if "url" not in names or len(names) < 2:
        return None
    rows = csv.DictReader(io.StringIO(text, newline=""), fieldnames=names, delimiter=delimiter)
    pages: list[MarkedEntry] = []
    try:
        for row in rows:
            if link := web_link(row.get("url")):
                pages.append(saved_page(link, _named_fields(row), source, now))
            if len(pages) >= MOST:
                break
    except csv.Error:  # a field that is too long, or a byte that no table has: up to there
        return pages
    return pages


def _named_fields(row: Mapping[str, object]) -> dict[str, str]:
    """Return the fields of a row by our names for them."""
    return {
        name: next((text_of(row[one]) for one in columns if row.get(one)), "")
        for name, columns in _COLUMNS.items()
    }


def _of_html(text: str, source: str, now: datetime) -> Iterator[MarkedEntry]:
    """Yield the pages of a list of links."""
    archive = _HEADING.search(text)
    end = archive.start() if archive else len(text)
    folders: list[str] = []
    opening, count = "", 0
    for found in _PART.finditer(text):
        attributes, title, said, of_folder, name, list_tag = found.groups()
        if list_tag and list_tag.startswith("/"):
            del folders[-1:]
        elif list_tag:
            folders.append(opening)
            opening = ""
        elif attributes is None:
            known = _attributes(of_folder)
            is_place = _PLACES & known.keys() or known.get("id", "").startswith("com.apple.")
            opening = "" if is_place else unescape(name).strip()
        elif count == MOST:
            break
        elif link := web_link((known := _attributes(attributes)).get("href")):
            count += 1
            fields = {
                "title": unescape(_MARKUP.sub("", title)),
                "added": known.get("time_added") or known.get("add_date") or "",
                "tags": known.get("tags", ""),
                "text": unescape(said or "").strip(),
                "folder": " / ".join(filter(None, folders)),
                "status": "archive" if found.start() > end else "",
            }
            yield saved_page(link, fields, source, now)


def _attributes(written: str) -> dict[str, str]:
    """Return the attributes of an element."""
    found = _ATTRIBUTE.findall(written)
    return {name.lower(): unescape(one or two or three) for name, one, two, three in found}


def saved_page(link: str, fields: Mapping[str, str], source: str, now: datetime) -> MarkedEntry:
    """Return a saved page as an entry: with its HTML, or one that is still to be fetched."""
    title = " ".join(fields.get("title", "").split())[:LONGEST_TITLE]
    html = fields.get("html", "")
    entry = Entry(
        source=source,
        content=html or fields.get("text", "") or title or link,
        form=ContentForm.HTML if html else ContentForm.TEXT,
        arrived=now,
        link=link,
        title=title or link,
        published=moment_of(fields.get("added", "")),
    )
    folders = [one for one in map(str.strip, _FOLDERS.split(fields.get("folder", ""))) if one]
    places = {fields.get("status", "").lower(), *map(str.lower, folders)}
    is_read = bool(places & _DONE) or fields.get("is_read", "").lower() in _TRUE
    named = (one for one in folders if one.lower() not in _NO_TAGS)
    tags = _tags([*_PARTING.split(fields.get("tags", "").strip("[]")), *named])
    return MarkedEntry(entry, is_read, True, tags, fields.get("note", ""))


def _tags(written: Iterable[str]) -> tuple[str, ...]:
    """Return tags as one word each."""
    words = ("-".join(one.strip(" \"'").split()) for one in written)
    return tuple(dict.fromkeys(filter(None, words)))
