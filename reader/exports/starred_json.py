"""Reads starred articles as JSON, in the forms of Google Reader (FreshRSS, Feedly) and Miniflux."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reader.exports.marked_entry import MarkedEntry, moment_of, text_of, web_link
from reader.model import ContentForm, Enclosure, Entry

MOST = 200_000  # articles of one file
MOST_TAGS = 50
_STATES = "user/-/state/com.google/"
_LABELS = "user/-/label/"


def starred_entries(text: str, unknown: str, now: datetime) -> list[MarkedEntry] | None:
    """Return the articles of an export, each bookmarked; None where this is no such file.

    Where an article does not say of which feed it is, its source is `unknown`.
    """
    try:
        written = json.loads(text)
    except (ValueError, RecursionError):
        return None
    listed = written
    if isinstance(written, dict):
        listed = written.get("items") or written.get("entries")
    if not isinstance(listed, list) or not listed or not _is_article(listed[0]):
        return None
    articles = (one for one in listed[:MOST] if isinstance(one, dict))
    return list(_entries(articles, unknown, now))


def _is_article(first: object) -> bool:
    """Tell an article from whatever else a list may hold."""
    keys = first.keys() if isinstance(first, dict) else ()
    return "title" in keys and bool({"origin", "feed", "alternate", "canonical"} & set(keys))


def _entries(articles: Iterator[Any], unknown: str, now: datetime) -> Iterator[MarkedEntry]:
    """Yield each article that has a title or an address."""
    for article in articles:
        one = (_of_miniflux if "feed" in article else _of_google_reader)(article, unknown, now)
        if one.entry.title or one.entry.link:
            yield one


def _of_google_reader(article: dict[str, Any], unknown: str, now: datetime) -> MarkedEntry:
    """Return an article as FreshRSS, Feedly and others write it."""
    origin = _dict(article.get("origin"))
    stream = text_of(origin.get("streamId")).removeprefix("feed/")
    link = _first_link(article.get("canonical")) or _first_link(article.get("alternate"))
    body = _dict(article.get("content")) or _dict(article.get("summary"))
    labels = [text_of(one) for one in _list(article.get("categories"))[:MOST_TAGS]]
    entry = Entry(
        source=web_link(stream) or unknown,
        content=text_of(body.get("content")),
        form=ContentForm.HTML,
        arrived=now,
        guid=text_of(article.get("originId")),
        link=link or web_link(article.get("canonicalUrl")),
        title=text_of(article.get("title")),
        author=text_of(article.get("author")),
        outlet=text_of(origin.get("title")),
        published=moment_of(article.get("published")),
        enclosures=_enclosures(article.get("enclosure"), "href", "type"),
    )
    tags = tuple(one.removeprefix(_LABELS) for one in labels if one.startswith(_LABELS))
    return MarkedEntry(entry, read=f"{_STATES}read" in labels, bookmarked=True, tags=tags)


def _of_miniflux(article: dict[str, Any], unknown: str, now: datetime) -> MarkedEntry:
    """Return an article as Miniflux writes it."""
    feed = _dict(article.get("feed"))
    entry = Entry(
        source=web_link(feed.get("feed_url")) or unknown,
        content=text_of(article.get("content")),
        form=ContentForm.HTML,
        arrived=now,
        link=web_link(article.get("url")),
        title=text_of(article.get("title")),
        author=text_of(article.get("author")),
        outlet=text_of(feed.get("title")),
        published=moment_of(article.get("published_at")),
        enclosures=_enclosures(article.get("enclosures"), "url", "mime_type"),
    )
    tags = tuple(filter(None, map(text_of, _list(article.get("tags"))[:MOST_TAGS])))
    is_starred = article.get("starred") is not False
    return MarkedEntry(entry, article.get("status") == "read", is_starred, tags)


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
