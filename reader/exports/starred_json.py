"""Reads starred articles as JSON, in the forms of several servers.

FreshRSS, Inoreader, Feedly and others write that of Google Reader; Miniflux and Feedbin, and
NewsBlur, have their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from reader.exports.marked_entry import MarkedEntry, moment_of, text_of, web_link
from reader.model import ContentForm, Enclosure, Entry

MOST = 200_000  # articles of one file
MOST_TAGS = 50
_LISTS = ("items", "entries", "stories")  # under which an object has its articles
# A person is a hyphen, a number or a name.
_STATE = re.compile(r"user/[^/]*/state/com\.google/(\w+)")
_LABEL = re.compile(r"user/[^/]*/label/(.+)", re.S)
# What NewsBlur calls the same as Miniflux.
_NEWSBLUR = {"title": "story_title", "url": "story_permalink", "tags": "user_tags",
             "content": "story_content", "author": "story_authors",
             "published": "story_timestamp"}  # fmt: skip


def starred_entries(text: str, unknown: str, now: datetime) -> list[MarkedEntry] | None:
    """Return the articles of an export, bookmarked; None where this is no such file.

    One that says how it stands, and not that it is starred, is no bookmark unless the list is of
    starred ones. Where an article does not say of which feed it is, its source is `unknown`.
    """
    try:
        written = json.loads(text)
    except (ValueError, RecursionError):
        return None
    listed, name = written, ""
    if isinstance(written, dict):
        listed = next(filter(None, map(written.get, _LISTS)), None)
        name = text_of(written.get("id"))
    if not isinstance(listed, list) or not listed or not _is_article(listed[0]):
        return None
    entries = list(_entries((one for one in listed[:MOST] if isinstance(one, dict)), unknown, now))
    is_of_starred = name.endswith("/starred")
    return [replace(one, bookmarked=is_of_starred or one.bookmarked) for one in entries]


def _is_article(first: object) -> bool:
    """Tell an article from whatever else a list may hold."""
    keys = set(first.keys() if isinstance(first, dict) else ())
    of_feed = {"origin", "feed", "feed_id", "alternate", "canonical"}
    return ("title" in keys and bool(of_feed & keys)) or _NEWSBLUR["url"] in keys


def _entries(articles: Iterator[Any], unknown: str, now: datetime) -> Iterator[MarkedEntry]:
    """Yield each article that has a title or an address."""
    for article in articles:
        one = _reader_of(article)(article, unknown, now)
        if one.entry.title or one.entry.link:
            yield one


def _reader_of(article: dict[str, Any]) -> Callable[[dict[str, Any], str, datetime], MarkedEntry]:
    """Return what reads an article in the form that it has."""
    if _NEWSBLUR["url"] in article:
        return _of_newsblur
    return _of_miniflux if {"feed", "feed_id"} & article.keys() else _of_google_reader


def _of_google_reader(article: dict[str, Any], unknown: str, now: datetime) -> MarkedEntry:
    """Return an article as FreshRSS, Inoreader, Feedly and others write it."""
    origin = _dict(article.get("origin"))
    # FreshRSS calls a feed by a number of its own, and has its address beside that.
    stream = web_link(origin.get("feedUrl")) or text_of(origin.get("streamId"))
    link = _first_link(article.get("canonical")) or _first_link(article.get("alternate"))
    body = _dict(article.get("content")) or _dict(article.get("summary"))
    labels = [text_of(one) for one in _list(article.get("categories"))[:MOST_TAGS]]
    states = {found[1] for found in map(_STATE.fullmatch, labels) if found}
    boards = (text_of(_dict(one).get("label")) for one in _list(article.get("tags"))[:MOST_TAGS])
    entry = Entry(
        source=web_link(stream.removeprefix("feed/")) or unknown,
        content=text_of(body.get("content")),
        form=ContentForm.HTML,
        arrived=now,
        guid=text_of(article.get("guid")) or text_of(article.get("originId")),
        link=link or web_link(article.get("canonicalUrl")),
        title=text_of(article.get("title")),
        author=text_of(article.get("author")),
        outlet=text_of(origin.get("title")),
        published=moment_of(article.get("published")),
        enclosures=_enclosures(article.get("enclosure"), "href", "type"),
    )
    tags = (*(found[1] for found in map(_LABEL.fullmatch, labels) if found), *filter(None, boards))
    is_read = "read" in states or article.get("unread") is False
    return MarkedEntry(entry, is_read, not states or "starred" in states, tags)


def _of_miniflux(article: dict[str, Any], unknown: str, now: datetime) -> MarkedEntry:
    """Return an article as Miniflux and Feedbin write it."""
    feed = _dict(article.get("feed"))
    entry = Entry(
        source=web_link(feed.get("feed_url")) or unknown,
        content=text_of(article.get("content")) or text_of(article.get("summary")),
        form=ContentForm.HTML,
        arrived=now,
        link=web_link(article.get("url")),
        title=text_of(article.get("title")),
        author=text_of(article.get("author")),
        outlet=text_of(feed.get("title")),
        published=moment_of(article.get("published_at") or article.get("published")),
        enclosures=_enclosures(article.get("enclosures"), "url", "mime_type"),
    )
    tags = tuple(filter(None, map(text_of, _list(article.get("tags"))[:MOST_TAGS])))
    is_starred = article.get("starred") is not False
    return MarkedEntry(entry, article.get("status") == "read", is_starred, tags)


def _of_newsblur(article: dict[str, Any], unknown: str, now: datetime) -> MarkedEntry:
    """Return an article as NewsBlur writes it."""
    named = {ours: article.get(theirs) for ours, theirs in _NEWSBLUR.items()}
    return replace(_of_miniflux(named, unknown, now), read=article.get("read_status") == 1)


def _first_link(written: object) -> str:
    """Return the first address of the web in a list of links."""
    links = (web_link(_dict(one).get("href")) for one in _list(written))
    return next(filter(None, links), "")


def _enclosures(written: object, place: str, kind: str) -> tuple[Enclosure, ...]:
    """Return the files that are attached to an article."""
    found = (
        (web_link(one.get(place)), text_of(one.get(kind))) for one in map(_dict, _list(written))
    )
    return tuple(Enclosure(link, media_type) for link, media_type in found if link)


def _dict(written: object) -> dict[str, Any]:
    """Return an object of JSON; an empty one in place of anything else."""
    return written if isinstance(written, dict) else {}


def _list(written: object) -> list[Any]:
    """Return a list of JSON; an empty one in place of anything else."""
    return written if isinstance(written, list) else []
