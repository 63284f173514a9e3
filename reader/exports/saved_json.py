"""Reads pages that were saved for later, as JSON: of Wallabag, Omnivore, Pinboard and the like."""

from __future__ import annotations

import json
from datetime import datetime
from math import isfinite
from typing import Any

from reader.exports.marked_entry import MarkedEntry, text_of, web_link
from reader.exports.saved_pages import MOST, saved_page

MOST_TAGS = 50
_LISTS = ("items", "bookmarks", "links")  # under which an object has its pages
_ADDRESSES = ("url", "href", "link", "given_url")
# What a field is called by the programs that write it.
_FIELDS = {
    "title": ("title", "name", "description"),
    "added": ("savedAt", "addedAt", "created_at", "createdAt", "created", "time", "date"),
    "note": ("note", "notes", "extended"),
    "text": ("excerpt", "description", "summary"),
    "html": ("content",),
    "folder": ("folder",),
}
_TAGS = ("tags", "labels")
_ONE_TAG = ("name", "label", "title")
_READ = ("is_archived", "archived", "readAt", "read_at", "read")
_UNREAD = (None, "", 0, "0", "false", "no")


def saved_pages_in_json(text: str, source: str, now: datetime) -> list[MarkedEntry] | None:
    """Return the pages that an export names, each bookmarked; None where this is no such file."""
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(listed, dict):
        listed = next(filter(None, map(listed.get, _LISTS)), None)
    if not isinstance(listed, list):
        return None
    objects = (one for one in listed[:MOST] if isinstance(one, dict))
    pages = [_page(link, one, source, now) for one in objects if (link := _address(one))]
    return pages or None


def _address(written: dict[str, Any]) -> str:
    """Return the address of a page; empty where there is none."""
    return next(filter(None, (web_link(written.get(name)) for name in _ADDRESSES)), "")


def _page(link: str, written: dict[str, Any], source: str, now: datetime) -> MarkedEntry:
    """Return a page by our names for its fields."""
    fields = {ours: _first_of(written, theirs) for ours, theirs in _FIELDS.items()}
    if fields["text"] == fields["title"]:
        fields["text"] = ""
    fields["tags"] = ",".join(_tags_of(written))
    fields["status"] = text_of(written.get("state")) or text_of(written.get("status"))
    is_done = any(written.get(name) not in _UNREAD for name in _READ)
    is_done = is_done or written.get("toread") == "no"
    fields["is_read"] = "yes" if is_done else ""
    return saved_page(link, fields, source, now)


def _first_of(written: dict[str, Any], names: tuple[str, ...]) -> str:
    """Return the first field that is written, a number as its digits."""
    values = (written.get(name) for name in names)
    written_out = (
        str(int(one)) if isinstance(one, int | float) and isfinite(one) else text_of(one)
        for one in values
    )
    return next(filter(None, written_out), "")


def _tags_of(written: dict[str, Any]) -> list[str]:
    """Return tags, however they are listed: in a text with spaces between, by name, as objects."""
    listed = next(filter(None, map(written.get, _TAGS)), "")
    if isinstance(listed, str):
        return listed.split()[:MOST_TAGS] if "," not in listed else listed.split(",")[:MOST_TAGS]
    objects = listed[:MOST_TAGS] if isinstance(listed, list) else []
    named = (_first_of(one, _ONE_TAG) if isinstance(one, dict) else one for one in objects)
    return [one.replace(",", " ") for one in map(text_of, named) if one]
