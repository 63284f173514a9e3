"""Reads the cache of newsboat: its articles, which of them were read, and their flags."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reader.exports.marked_entry import (
    LONGEST_CONTENT,
    MarkedEntry,
    moment_of,
    text_of,
    web_link,
)
from reader.model import ContentForm, Enclosure, Entry, FetchError
from reader.model.construction import frozen

BATCH = 400  # articles that are handed on together
_FEEDS = "SELECT rssurl, title FROM rss_feed"
# With the plus SQLite finds a feed by its address; else by the index of what is deleted, where it
# would look at the articles of all feeds for each of them.
_ARTICLES = """
SELECT guid, title, author, url, pubDate, substr(content, 1, ?), unread, {columns}
FROM rss_item WHERE feedurl = ?{there} ORDER BY pubDate DESC, id DESC
"""
_TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
_COLUMNS = "SELECT name FROM pragma_table_info('rss_item')"
# Columns that came one after the other, and are not in the cache of each version.
_LATER = ("enclosure_url", "enclosure_type", "flags", "base", "content_mime_type",
          "enclosure_description", "enclosure_description_mime_type")  # fmt: skip


@frozen
class CacheReader:
    """An open cache."""

    connection: sqlite3.Connection
    name: str

    def titles(self) -> dict[str, str]:
        """Return the title of each feed, by its address; none where nothing was read yet.

        Raises:
            FetchError: this is no cache of newsboat.
        """
        if list(self._rows(_TABLES)) == [(0,)]:
            return {}
        return {text_of(place): text_of(title) for place, title in self._rows(_FEEDS)}

    def batches(self, feed: str, now: datetime) -> Iterator[list[MarkedEntry]]:
        """Yield the articles of a feed, the newest first, some at a time.

        Raises:
            FetchError: this is no cache of newsboat, or it is damaged.
        """
        there = {name for (name,) in self._rows(_COLUMNS)}
        if not there:
            return
        columns = ", ".join(name if name in there else "''" for name in _LATER)
        is_there = " AND +deleted = 0" if "deleted" in there else ""
        sql = _ARTICLES.format(columns=columns, there=is_there)
        rows = self._rows(sql, LONGEST_CONTENT, feed)
        while batch := list(islice(rows, BATCH)):
            yield [_marked_entry(row, feed, now) for row in batch]

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield rows; raises FetchError where the file has none such."""
        try:
            yield from self.connection.execute(sql, values)
        except sqlite3.Error as error:
            advice = "close newsboat, and see that it is its cache.db"
            raise FetchError(f"{self.name}: cannot be read as newsboat's; {advice}.") from error


def open_cache(path: Path) -> closing[sqlite3.Connection]:
    """Open a cache to be read only; call inside `with`.

    Raises:
        FetchError: it cannot be opened.
    """
    try:
        return closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=5))
    except sqlite3.Error as error:
        raise FetchError(f"{path}: cannot be opened; see that it is yours to read.") from error


def _marked_entry(row: tuple[Any, ...], feed: str, now: datetime) -> MarkedEntry:
    """Return an article as an entry of its feed."""
    guid, title, author, url, published, content, unread, attached, kind, flags, base = row[:11]
    written, form = text_of(content), _form(row[11])
    if not written.strip():  # what is told of a film or a sound stands beside it
        written, form = text_of(row[12]), _form(row[13])
    link, flags = web_link(url), text_of(flags)
    entry = Entry(
        source=feed,
        content=written,
        form=form,
        arrived=now,
        guid=text_of(guid),
        link=link,
        title=text_of(title),
        author=text_of(author),
        published=moment_of(published),
        base=web_link(base),
    )
    if enclosure := web_link(attached):
        entry = replace(entry, enclosures=(Enclosure(enclosure, text_of(kind)),))
    if entry.guid == link or (link and entry.guid == f"{link}{published}"):
        entry = replace(entry, guid="")  # newsboat's own, where the feed has none
    letters = dict.fromkeys(letter for letter in flags.casefold() if letter.isalpha())
    tags = tuple(f"flag-{letter}" for letter in letters)
    return MarkedEntry(entry, read=not unread, bookmarked=bool(tags), tags=tags)


def _form(media_type: object) -> ContentForm:
    """Return how a text is written; without a word about it, it is HTML."""
    is_plain = text_of(media_type).lower().startswith("text/plain")
    return ContentForm.TEXT if is_plain else ContentForm.HTML
