"""Reads pages that were saved for later: CSV and HTML of Pocket, Instapaper, Raindrop."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape

from reader.exports.marked_entry import MarkedEntry, moment_of, text_of, web_link
from reader.model import ContentForm, Entry

MOST = 100_000  # pages of one file
LONGEST_TITLE = 1_000  # characters
# What a column is called by the programs that write it.
_COLUMNS = {
    "title": ("title", "name"),
    "added": ("time_added", "timestamp", "created", "added", "date"),
    "tags": ("tags", "labels"),
    "folder": ("folder",),
    "note": ("note", "notes"),
    "text": ("selection", "excerpt", "description"),
    "status": ("status",),
}
_NO_TAGS = {"", "unread", "unsorted", "archive"}  # folders that only say where it was
_DONE = {"archive", "archived", "read"}
_LINK = re.compile(r"<a\s([^<>]{1,20000})>([^<]{0,5000})</a\s*>", re.I)
_ATTRIBUTE = re.compile(r"([\w-]{1,50})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HEADING = re.compile(r"<h1[^<>]*>\s*(?:read\s+)?archive", re.I)
_LIST = re.compile(
    r"<a\s[^<>]{0,2000}(?:time_added|add_date)\s*=|<title>\s*(?:instapaper|pocket)", re.I
)
_PARTING = re.compile(r"[|,]")


def saved_pages(text: str, source: str, now: datetime) -> list[MarkedEntry] | None:
    """Return the pages that an export names, each bookmarked; None where this is no such file."""
    found = _of_table(text, source, now)
    if found is None and _LIST.search(text[:100_000]):
        found = list(_of_html(text, source, now))
    return found


def _of_table(text: str, source: str, now: datetime) -> list[MarkedEntry] | None:
    """Return the pages of a table; None where its first row does not name an address."""
    head = text.lstrip("\ufeff")[:2_000].partition("\n")[0].lower()
    names = [name.strip().strip('"') for name in head.strip().split(",")]
    if "url" not in names or len(names) < 2:
        return None
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), fieldnames=names)
    pages: list[MarkedEntry] = []
    try:
        for row in rows:
            if link := web_link(row.get("url")):
                pages.append(_page(link, _named_fields(row), source, now))
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
    for count, found in enumerate(_LINK.finditer(text)):
        if count >= MOST:
            break
        known = _attributes(found[1])
        if link := web_link(known.get("href")):
            fields = {
                "title": unescape(found[2]),
                "added": known.get("time_added") or known.get("add_date") or "",
                "tags": known.get("tags", ""),
                "status": "archive" if found.start() > end else "",
            }
            yield _page(link, fields, source, now)


def _attributes(written: str) -> dict[str, str]:
    """Return the attributes of an element."""
    found = _ATTRIBUTE.findall(written)
    return {name.lower(): unescape(one or two or three) for name, one, two, three in found}


def _page(link: str, fields: Mapping[str, str], source: str, now: datetime) -> MarkedEntry:
    """Return a saved page as an entry, of which the text is still to be fetched."""
    title = " ".join(fields.get("title", "").split())[:LONGEST_TITLE]
    entry = Entry(
        source=source,
        content=fields.get("text", "") or title or link,
        form=ContentForm.TEXT,
        arrived=now,
        link=link,
        title=title or link,
        published=moment_of(fields.get("added", "")),
    )
    folder = fields.get("folder", "").strip()
    done = {fields.get("status", "").lower(), folder.lower()} & _DONE
    folders = [] if folder.lower() in _NO_TAGS else [folder]
    tags = _tags([*_PARTING.split(fields.get("tags", "").strip("[]")), *folders])
    return MarkedEntry(entry, bool(done), True, tags, fields.get("note", ""))


def _tags(written: Iterable[str]) -> tuple[str, ...]:
    """Return tags as one word each."""
    words = ("-".join(one.strip(" \"'").split()) for one in written)
    return tuple(dict.fromkeys(filter(None, words)))
