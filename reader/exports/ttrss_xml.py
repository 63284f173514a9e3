"""Reads the articles that Tiny Tiny RSS exports as XML: those that were starred or archived."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

from reader.exports.marked_entry import MarkedEntry, moment_of, text_of, web_link
from reader.model import ContentForm, Entry

MOST = 200_000  # articles of one file
_ROOT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<articles\b")


def ttrss_entries(text: str, unknown: str, now: datetime) -> list[MarkedEntry] | None:
    """Return the articles of an export, with their stars, labels and notes; None of another file.

    Of a file that breaks off, what stands before that. Where an article does not say of which feed
    it is, its source is `unknown`.
    """
    if not _ROOT.match(text):
        return None
    from lxml import etree  # only who has such a file waits for it

    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    declared = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    root = etree.fromstring(declared.encode("utf-8"), parser)
    listed = [] if root is None else root.findall("article")[:MOST]
    fields = [{str(one.tag): one.text or "" for one in article} for article in listed]
    return [_entry(one, unknown, now) for one in fields if one.get("title") or one.get("link")]


def _entry(fields: Mapping[str, str], unknown: str, now: datetime) -> MarkedEntry:
    """Return an article as an entry of its feed."""
    entry = Entry(
        source=web_link(fields.get("feed_url")) or unknown,
        content=text_of(fields.get("content")),
        form=ContentForm.HTML,
        arrived=now,
        # The guid is one of Tiny Tiny RSS's own making, which no feed has.
        link=web_link(fields.get("link")),
        title=text_of(fields.get("title")),
        outlet=text_of(fields.get("feed_title")),
        published=moment_of(fields.get("updated")),
    )
    is_starred = fields.get("marked", "").strip() == "1"
    note = text_of(fields.get("note")).strip()
    return MarkedEntry(entry, False, is_starred, _labels(fields.get("label_cache", "")), note)


def _labels(written: str) -> tuple[str, ...]:
    """Return the names of labels, of which each is a list of its number, its name and colours."""
    try:
        listed = json.loads(written or "[]")
    except (ValueError, RecursionError):
        return ()
    pairs = (one for one in listed if isinstance(one, list)) if isinstance(listed, list) else ()
    return tuple(filter(None, (text_of(one[1]) for one in pairs if len(one) > 1)))
