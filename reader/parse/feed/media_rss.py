"""What Media RSS adds to an item: files, players and summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from reader.model import ContentForm, Enclosure
from reader.parse.feed.entry_builder import NOTHING, ItemText, make_enclosure
from reader.parse.feed.xml_fields import Element, XmlFields, text_of
from reader.parse.strip_markup import is_html
from reader.parse.url_completion import web_link

MEDIA = frozenset(("media:group", "media:content", "media:description", "media:player"))
HTML_TYPES = frozenset(("html", "text/html"))
# The face of who wrote an item, with which blogs begin each of theirs, is no file of it.
AVATAR = re.compile(r"(?:https?:)?//(?:[\w-]+\.)*gravatar\.com/avatar/", re.I)
# Without its semicolon a reference may as well be a part of an address.
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)


def _media_parts(fields: XmlFields, name: str) -> Iterator[Element]:
    """Give the parts of an item with this name, then the ones in its groups and files."""
    yield from fields.each(name)
    for around in fields.all("media:group", "media:content"):
        if len(around):
            yield from _media_parts(XmlFields(around, fields.dialect), name)


def media_summary(fields: XmlFields) -> ItemText:
    """Give the first description that says something."""
    found = (_description(one) for one in _media_parts(fields, "media:description"))
    return next((one for one in found if one.text), NOTHING)


def _description(element: Element) -> ItemText:
    """Read a description, which is plain text unless it says or shows that it is HTML."""
    text = text_of(element)
    if len(element) or element.get("type", "").strip().lower() in HTML_TYPES or is_html(text):
        return ItemText(text)
    return ItemText(REFERENCE.sub(lambda found: unescape(found[0]), text), ContentForm.TEXT)


def media_title(fields: XmlFields) -> str:
    """Give the first title of a group or file that says something."""
    found = (ItemText(text_of(one)).title for one in _media_parts(fields, "media:title"))
    return next(filter(None, found), "")


def media_enclosures(fields: XmlFields, base: str) -> Iterator[Enclosure]:
    """Give the files that Media RSS names."""
    for one in _media_parts(fields, "media:content"):
        size, address = one.get("fileSize", ""), one.get("url", "")
        if not AVATAR.match(address.strip()):
            yield from make_enclosure(address, base, one.get("type", ""), size)


def media_players(fields: XmlFields, base: str) -> tuple[str, ...]:
    """Give the addresses of the pages that play an item's files."""
    written = (one.get("url", "") for one in _media_parts(fields, "media:player"))
    return tuple(filter(None, (web_link(one, base) for one in written)))
