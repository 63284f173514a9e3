"""Unpacks gzip, and refuses kinds of files that hold no story."""

from __future__ import annotations

import re
import zlib

from reader.model import ParseError

LIMIT = 15_000_000  # bytes
HEAD = 2_048
GZIP = b"\x1f\x8b\x08"
FOREIGN = {
    b"%PDF-": "is a PDF document, not a feed, page or text",
    b"{\\rtf": "is an RTF document, not a feed, page or text",
    b"PK\x03\x04": "is a zip archive or office document, not a feed, page or text",
    b"\x89PNG": "is an image, not a feed, page or text",
    b"\xff\xd8\xff": "is an image, not a feed, page or text",
    b"GIF8": "is an image, not a feed, page or text",
    b"SQLite format 3\0": "is a database, not a feed, page or text",
    b"\xfd7zXZ\0": "is an xz archive, not a feed, page or text",
    b"BZh9": "is a bzip2 archive, not a feed, page or text",
    GZIP: "is a gzip archive within another",
}
MAGIC = tuple(FOREIGN)
MHTML = re.compile(rb"^content-type:\s*multipart/related", re.I | re.M)
MAIL = re.compile(rb"[A-Za-z-]+: ")


def unpack(content: bytes) -> bytes:
    """Unpack gzip, up to 15 MB.

    Raises ParseError for what is empty, too large, broken, or an archive, image or office document.
    """
    if not content:
        raise ParseError("is empty")
    if content.startswith(GZIP):
        content = _gunzip(content)
    if len(content) > LIMIT:
        raise ParseError("is larger than 15 MB")
    _refuse_foreign(content)
    return content


def _gunzip(content: bytes) -> bytes:
    """Unpack the first member of a gzip archive, a little beyond the limit at most."""
    opened = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = opened.decompress(content, LIMIT + 1)
    except zlib.error as error:
        raise ParseError("is a gzip archive that is damaged") from error
    if not opened.eof and len(unpacked) <= LIMIT:
        raise ParseError("is a gzip archive that breaks off")
    return unpacked


def _refuse_foreign(content: bytes) -> None:
    """Raise ParseError for a format that is told by its first bytes and holds no story."""
    if content.startswith(b"<"):  # as most begin
        return
    if content.startswith(MAGIC):
        raise ParseError(next(FOREIGN[magic] for magic in MAGIC if content.startswith(magic)))
    if MAIL.match(content) and MHTML.search(content, 0, HEAD):
        raise ParseError("is a web archive (MHTML); save the page as HTML instead")
