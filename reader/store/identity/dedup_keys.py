"""Deduplication keys of a story: what only its copies in other sources share with it."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from reader.model import Story
from reader.model.url_identity import page_identity

# Identifiers that nobody else gives to anything: with a host and a date, or long and random.
UNIQUE = re.compile(
    r"tag:[^,\s]+,\d{4}.*:.+|urn:[a-z0-9-]+:.{6,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?:sha\d*[:-])?[0-9a-f]{32,}",
    re.I | re.S,
)
DAY = 86_400  # seconds
SHORT, LONG = 40, 300  # characters: below the first a text tells nothing, below the other a little
_REMEMBERED = 600  # stories, more than are kept at once: each is asked about several times
_LONGEST = 20_000  # characters of a text that is remembered


class DedupKey(NamedTuple):
    """Something that only copies of one story have."""

    hash: int  # of 8 bytes
    within: int = 0  # seconds between the two at most; 0 is any time


def dedup_keys(story: Story) -> list[DedupKey]:
    """Return the deduplication keys of a story, the surest first."""
    keys_of = _keys if len(story.text) <= _LONGEST else _keys.__wrapped__
    return [*keys_of(story.link, story.guid, story.headline, story.text)]


@lru_cache(_REMEMBERED)
def _keys(link: str, guid: str, headline: str, text: str) -> list[DedupKey]:
    places = dict.fromkeys((page_identity(link), page_identity(guid)))
    found = [_key(f"at {place}") for place in places if place]
    if UNIQUE.fullmatch(guid):
        found.append(_key(f"id {guid}"))
    return [*found, *_text_keys(headline, text.replace("\n\n", " ").replace("\n", " "))]


def _text_keys(headline: str, text: str) -> list[DedupKey]:
    """Return the key of a text: a long one by itself, a short one with its headline."""
    if len(text) >= LONG:
        return [_key(f"text {text}", 7 * DAY)]
    if len(text) >= SHORT and headline:
        return [_key(f"short {headline}\n{text}", DAY)]
    return []


def _key(told: str, within: int = 0) -> DedupKey:
    """Return a key as a number that SQLite can hold."""
    digest = blake2b(told.encode("utf-8", "replace"), digest_size=8).digest()
    return DedupKey(int.from_bytes(digest, "big", signed=True), within)
