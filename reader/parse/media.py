"""The parts that Media RSS adds to feeds in, files and summaries out."""

from __future__ import annotations

from collections.abc import Iterator

from reader.model import Enclosure
from reader.parse.draft import enclosure
from reader.parse.names import Element, Fields, text_of

MEDIA = frozenset(("media:group", "media:content", "media:description"))


def media_parts(fields: Fields, name: str) -> Iterator[Element]:
    """Give the parts of an item with this name, the ones in groups included."""
    yield from fields.each(name)
    for group in fields.each("media:group"):
        yield from Fields(group, fields.home).each(name)


def media_summary(fields: Fields) -> str:
    """Give the first description that says something."""
    found = (text_of(one) for one in media_parts(fields, "media:description"))
    return next((text for text in found if text), "")


def media_enclosures(fields: Fields, base: str) -> Iterator[Enclosure]:
    """Give the files that Media RSS names."""
    for one in media_parts(fields, "media:content"):
        size = one.get("fileSize", "")
        yield from enclosure(one.get("url", ""), base, one.get("type", ""), size)
