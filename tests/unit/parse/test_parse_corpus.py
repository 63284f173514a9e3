from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from reader.model import Document, Entry, ParsedDocument, ParseError
from reader.parse import parse
from tests.support.paths import SHARED

CORPUS = SHARED / "corpus" / "feeds.tar.xz"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
MARKUP = re.compile(r"<[^>]*>")

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="the public test feeds are not beside this checkout"
)


@cache
def corpus() -> dict[str, bytes]:
    """All files of the corpus by path."""
    with tarfile.open(CORPUS) as archive:
        members = [member for member in archive if member.isfile()]
        opened = ((member.name, archive.extractfile(member)) for member in members)
        return {name.removeprefix("./"): file.read() for name, file in opened if file}


def outcome(name: str) -> ParsedDocument | ParseError:
    try:
        return parse(Document("/in", name, corpus()[name], NOW))
    except ParseError as error:
        return error


def test_every_public_feed_is_entries_or_a_clear_error() -> None:
    for name in corpus():
        found = outcome(name)

        if isinstance(found, ParseError):
            assert str(found).startswith(f"{name}: ")
        else:
            assert all(entry.source == "/in" for entry in found.entries)


def test_what_its_makers_call_a_feed_is_one() -> None:
    feeds = [
        name
        for name in corpus()
        if re.match(r"(gofeed/parser/(rss|atom)|podcastparser)/[^_]", name)
    ]
    # An empty file, and one that is unreadable by intention, are not feeds.
    refused = [name for name in feeds if isinstance(outcome(name), ParseError)]

    assert len(feeds) > 400
    assert refused == []


def expectations() -> Iterator[tuple[ParsedDocument, dict[str, Any]]]:
    """What gofeed expects of its own test feeds, beside what is found in them."""
    for name, content in corpus().items():
        if not name.startswith("gofeed/_expected/parser/") or "/json/" in name:
            continue
        feed = name.replace("_expected/", "").removesuffix(".json") + ".xml"
        found = outcome(feed) if feed in corpus() else None
        if isinstance(found, ParsedDocument):
            yield found, json.loads(content)


def words(value: object) -> str:
    """The words of an expected value, which may be an object with a type."""
    written = value.get("value") if isinstance(value, dict) else value
    return " ".join(MARKUP.sub("", str(written or "")).split())


def compared(entry: Entry, item: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The fields that an item is expected to have, and whether the entry has them so."""
    pairs = {
        "title": (entry.title, item.get("title")),
        "guid": (entry.guid, item.get("guid") or item.get("id")),
        "link": (entry.link, item.get("link")),
    }
    for field, (found, expected) in pairs.items():
        if expected:
            yield field, words(found) == words(expected)


def test_most_fields_agree_with_what_gofeed_expects() -> None:
    agreed: Counter[tuple[str, bool]] = Counter()
    for found, expected in expectations():
        items = [one for one in expected.get("items", expected.get("entries", [])) if one]
        agreed["count", len(found.entries) == len(items)] += 1
        agreed["feed title", found.title == words(expected.get("title"))] += 1
        for entry, one in zip(found.entries, items, strict=False):
            agreed.update(compared(entry, one))

    # Where they differ: base64 titles of Atom 0.3, double escapes, resolved ids, several links.
    assert agreed["count", True] > 400
    assert agreed["count", False] == 0
    assert share(agreed, "feed title") > 0.97
    assert share(agreed, "title") > 0.75
    assert share(agreed, "guid") > 0.85


def share(agreed: Counter[tuple[str, bool]], field: str) -> float:
    """The share of comparisons of a field that agreed."""
    return agreed[field, True] / (agreed[field, True] + agreed[field, False])
