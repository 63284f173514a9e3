"""Makes an entry of a message, or one of each message of a digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from reader.model import ContentForm, Document, DocumentKind, Entry, ParsedDocument, ParseError
from reader.parse.message.header_fields import HeaderFields, bracketed, unix_lines
from reader.parse.message.mime_parts import MimePart, read_part
from reader.parse.message.online_link import online_link
from reader.parse.message.readable_text import ReadableText, readable_text
from reader.parse.message.senders import headline_of, read_sender

MOST_CONTEXT = 8_000  # bytes of a text by which letters of a field are guessed
MOST_DATES = 6
_COMMENT = re.compile(r"\([^()]{0,100}\)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def parse_message(document: Document) -> ParsedDocument:
    """Read a message as one entry, a digest as an entry for each of its messages.

    Raises:
        ParseError: it is no message, or there is nothing to read in it.
    """
    message = read_part(unix_lines(document.content))
    if not message.header.fields:
        raise ParseError("is no message of mail")
    digest = list(_digest(message))
    entries = tuple(_entry(document, one, message.header) for one in digest)
    if not entries:
        entries = (_entry(document, message, message.header),)
    title = entries[0].outlet
    return ParsedDocument(DocumentKind.MESSAGE, entries, title)


def _digest(message: MimePart) -> Iterator[MimePart]:
    """Yield the messages of a digest that say anything."""
    for part in (message, *message.parts):
        if part.media_type == "multipart/digest":
            for one in part.parts:
                inner = _enclosed(one)
                if inner.header.fields and _can_be_read(inner):
                    yield inner


def _enclosed(part: MimePart) -> MimePart:
    """Return the message in a part of a digest, which some write without a header of the part."""
    inner = part.parts[0] if part.parts else part
    if inner.header.fields or not part.header.raw("from"):
        return inner
    return MimePart(part.header, "text/plain", part.body)


def _can_be_read(message: MimePart) -> bool:
    try:
        readable_text(message)
    except ParseError:
        return False
    return True


def _entry(document: Document, message: MimePart, outer: HeaderFields) -> Entry:
    """Make the entry of a message; a list speaks in the header of the message around it."""
    text = readable_text(message)
    header = _with_witness(message)
    sender = read_sender(header)
    listed = read_sender(outer) if outer is not message.header else sender
    return Entry(
        source=document.source,
        content=text.text,
        form=ContentForm.MESSAGE if text.is_html else ContentForm.MESSAGE_TEXT,
        arrived=document.arrived,
        guid=_identity(header, text),
        link=online_link(header, text.text, text.is_html),
        title=headline_of(_with_list(header, outer)),
        author=sender.author or (sender.outlet if listed is not sender else ""),
        outlet=listed.outlet,
        published=_dates(header),
        language=_language(header),
    )


def _with_witness(message: MimePart) -> HeaderFields:
    """Give a header the text below it, by which letters without a charset are guessed."""
    texts = list(_text_parts(message))
    body = b"".join(part.content()[:MOST_CONTEXT] for part in texts[:3])
    charset = next(filter(None, (part.parameter("charset") for part in texts)), "")
    return replace(message.header, context=body.replace(b"\n", b" "), charset=charset)


def _text_parts(part: MimePart) -> Iterator[MimePart]:
    if not part.parts and part.media_type.startswith("text/"):
        yield part
    for one in part.parts:
        yield from _text_parts(one)


def _with_list(header: HeaderFields, outer: HeaderFields) -> HeaderFields:
    """Give a message of a digest the fields of its list, which it lacks."""
    listed = tuple(field for field in outer.fields if field[0].startswith("list-"))
    return header if header.raw("list-id") else replace(header, fields=(*header.fields, *listed))


def _identity(header: HeaderFields, text: ReadableText) -> str:
    """Return the Message-ID; without one a digest of what its sender wrote."""
    for written in header.raw_all("message-id"):
        identity = next(iter(bracketed(written)), "") or written.strip("<> \t")
        if identity:
            return identity
    fields = "\n".join(header.raw(name) for name in ("date", "from", "subject"))
    told = f"{fields}\n{text.text}".encode("utf-8", "surrogatepass")
    return "sha256:" + hashlib.sha256(told).hexdigest()


def _dates(header: HeaderFields) -> str:
    """Return when it was written, and when it was carried, a line each."""
    received = (one.rpartition(";")[2] for one in header.raw_all("received"))
    written = [
        header.raw("date"),
        header.raw("resent-date"),
        header.raw("delivery-date"),
        *received,
    ]
    dates = (" ".join(_COMMENT.sub(" ", one).split()) for one in written)
    return "\n".join(list(filter(None, dates))[:MOST_DATES])


def _language(header: HeaderFields) -> str:
    """Return the first language that a message says it is written in."""
    found = _LANGUAGE.search(header.raw("content-language"))
    return found[0] if found else ""
