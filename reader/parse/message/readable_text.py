"""Chooses what of a message is to be read: its HTML or its text, never what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from reader.model import ParseError
from reader.model.construction import frozen
from reader.parse.charset import IN_A_ROW
from reader.parse.message.header_fields import decode_text
from reader.parse.message.mime_parts import MimePart
from reader.parse.strip_markup import strip_markup

MOST_TEXTS = 50  # parts of a message that are read
LONGEST = 3_000_000  # characters
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_PLAIN = frozenset(
    ("text/plain", "text/markdown", "text/x-markdown", "text/enriched", "text/richtext", "text")
)
_WRITTEN_HTML = re.compile(
    r"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_META = re.compile(rb"(<meta\b[^<>]{0,500}?)charset", re.I)
_TAGS = re.compile(r"<(/?[a-z][a-z0-9-]{0,30})>", re.I)  # of enriched text
# Names of the sets that are put before all mail, whatever it is written in.
_USUAL = frozenset(("us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252"))
_SEALED = frozenset(("multipart/encrypted", "application/pgp-encrypted"))
_SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_PGP = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
# What there is beside text, in the words in which it is told that there is no text.
_NAMED = {
    "text/calendar": "a calendar entry",
    "text/vcard": "an address card",
    "image/": "pictures",
    "audio/": "sound",
    "video/": "a video",
    "message/partial": "a piece of a longer message",
    "message/external-body": "a pointer to a text elsewhere",
}


@frozen
class ReadableText:
    """What a part of a message says."""

    text: str
    is_html: bool = False


def readable_text(message: MimePart) -> ReadableText:
    """Return what a message says, in one piece.

    Raises:
        ParseError: it is encrypted, or there is nothing to read in it.
    """
    texts = [one for one in _texts(message, True) if _says_anything(one)][:MOST_TEXTS]
    if not texts:
        raise ParseError(_reason(message))
    if all(_PGP.match(one.text) for one in texts):
        raise ParseError("is encrypted (OpenPGP), which newsreader does not read")
    if not any(one.is_html for one in texts):
        return ReadableText("\n\n".join(one.text for one in texts)[:LONGEST])
    joined = "\n".join(one.text if one.is_html else _as_html(one.text) for one in texts)
    return ReadableText(joined[:LONGEST], True)


def _says_anything(one: ReadableText) -> bool:
    """Tell a text from one that is blank; pictures alone may be all that a message is."""
    if not one.is_html:
        return bool(one.text.strip())
    return "<img" in one.text.lower() or bool(strip_markup(one.text).strip())


def _texts(part: MimePart, is_top: bool = False) -> Iterator[ReadableText]:
    """Yield what is to be read in a part, in order."""
    media_type = part.media_type
    if part.is_attached and not is_top:
        return
    if not part.parts:
        yield from _of_leaf(part)
    elif media_type == "multipart/alternative":
        yield from _best([list(_texts(one)) for one in part.parts])
    elif media_type == "multipart/related":
        yield from _first_of([_root(part), *part.parts])
    elif media_type in {"multipart/signed", "multipart/report"}:
        yield from _first_of(part.parts)
    elif media_type == "message/rfc822" and not is_top:
        yield from _of_enclosed(part.parts[0])
    else:
        for one in part.parts:
            yield from _texts(one)


def _best(choices: Sequence[list[ReadableText]]) -> list[ReadableText]:
    """Choose among versions of one text: the last in HTML, else the last."""
    saying = [list(filter(_says_anything, one)) for one in choices]
    rich = [one for one in saying if any(text.is_html for text in one)]
    return next(filter(None, [*reversed(rich), *reversed(saying)]), [])


def _first_of(parts: Sequence[MimePart]) -> list[ReadableText]:
    """Read the first of several parts that says anything."""
    read = (list(filter(_says_anything, _texts(one))) for one in parts)
    return next(filter(None, read), [])


def _root(part: MimePart) -> MimePart:
    """Find the part that a message names as the one to begin with, the first as a rule."""
    named = part.parameter("start").strip("<> ")
    ids = ((one.header.raw("content-id").strip("<> "), one) for one in part.parts)
    return next((one for known, one in ids if named and known == named), part.parts[0])


def _of_enclosed(message: MimePart) -> Iterator[ReadableText]:
    """Yield a message that is enclosed in another, below its subject."""
    if subject := message.header.text("subject"):
        yield ReadableText(f"<h2>{escape(subject)}</h2>", True)
    yield from _texts(message)


def _of_leaf(part: MimePart) -> Iterator[ReadableText]:
    """Yield the text of a part that has no parts of its own."""
    is_html = part.media_type in _HTML
    if not is_html and part.media_type not in _PLAIN:
        return
    content = part.content()
    charset = part.parameter("charset")
    if charset.lower() in _USUAL and IN_A_ROW.search(content):
        charset = ""
    if charset and b"<" in content[:4096]:
        # What carries mail may have written it anew, and left what the page says of itself.
        content = _META.sub(rb"\1written-set", content[:4096]) + content[4096:]
    text = decode_text(content, charset)
    if is_html or _WRITTEN_HTML.match(text):
        yield ReadableText(text, True)
    elif part.media_type in {"text/enriched", "text/richtext"}:
        yield ReadableText(_TAGS.sub("", text))
    elif part.parameter("format").lower() == "flowed":
        yield ReadableText(unflow(text, part.parameter("delsp").lower() == "yes"))
    else:
        yield ReadableText(text)


def unflow(text: str, joins_words: bool = False) -> str:
    """Join the lines of a text that flows (RFC 3676), each depth of quotation by itself."""
    lines: list[str] = []
    open_depth = -1  # of the line that flows on into the next
    for line in text.split("\n"):
        depth, words = _quoted(line)
        is_signature = words == "-- "
        if depth == open_depth and not is_signature:
            lines[-1] += words
        else:
            lines.append(f"{'>' * depth} {words}" if depth else words)
        flows = words.endswith(" ") and not is_signature
        open_depth = depth if flows else -1
        if flows and joins_words:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _quoted(line: str) -> tuple[int, str]:
    """Return how deep a line is quoted, and its words without the blank that guards them."""
    words = line.lstrip(">")
    return len(line) - len(words), words.removeprefix(" ")


def _as_html(text: str) -> str:
    """Write a plain text as HTML, so that it can stand beside some."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n".join(f"<p>{escape(one)}</p>" for one in paragraphs)


def _reason(message: MimePart) -> str:
    """Say why there is nothing to read in a message."""
    types = list(_types(message))
    if _SEALED & set(types):
        return "is encrypted (OpenPGP), which newsreader does not read"
    if _SMIME & set(types):
        return "is encrypted or sealed (S/MIME), which newsreader does not read"
    held = next(
        (words for one in types for name, words in _NAMED.items() if one.startswith(name)), ""
    )
    if held:
        return f"holds no text, only {held}"
    is_attached = any(part.is_attached for part in message.parts) or len(types) > 1
    return "holds no text, only attached files" if is_attached else "holds no text"


def _types(part: MimePart) -> Iterator[str]:
    yield part.media_type
    for one in part.parts:
        yield from _types(one)
