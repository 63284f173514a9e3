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
SELECT guid, title, author, url, pubDate, substr(content, 1, ?), unread, enclosure_url,
    enclosure_type, flags, base
FROM rss_item WHERE feedurl = ? AND +deleted = 0 ORDER BY pubDate DESC, id DESC
"""


@frozen
class CacheReader:
    """An open cache."""

    connection: sqlite3.Connection
    name: str

    def titles(self) -> dict[str, str]:
        """Return the title of each feed, by its address.

        Raises:
            FetchError: this is no cache of newsboat.
        """
        return {text_of(place): text_of(title) for place, title in self._rows(_FEEDS)}

    def batches(self, feed: str, now: datetime) -> Iterator[list[MarkedEntry]]:
        """Yield the articles of a feed, the newest first, some at a time.

        Raises:
            FetchError: this is no cache of newsboat, or it is damaged.
        """
        rows = self._rows(_ARTICLES, LONGEST_CONTENT, feed)
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
    guid, title, author, url, published, content, unread, attached, kind, flags, base = row
    link, flags = web_link(url), text_of(flags)
    entry = Entry(
        source=feed,
        content=text_of(content),
        form=ContentForm.HTML,
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
