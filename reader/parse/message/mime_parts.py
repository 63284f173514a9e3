"""The parts of a message (MIME), as a tree that is bounded in depth, number and size."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator

from reader.model.construction import frozen
from reader.parse.message.header_fields import HeaderFields, decode_base64, split_header

DEEPEST = 12  # parts within parts
MOST_PARTS = 200  # of one part
_TYPE = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,80})", re.ASCII)
_PARAMETER = r"(?:^|[;\s]){}\*?0?\*?\s*=\s*(?:\"((?:[^\"\\]|\\.){{0,300}})\"|([^\s;\"]{{1,300}}))"
_NAMES = ("boundary", "charset", "format", "delsp", "start", "protocol", "smime-type")
_PARAMETERS = {name: re.compile(_PARAMETER.format(name), re.I) for name in _NAMES}
# The line between parts, where the one that is announced is nowhere to be found.
_ANY_BOUNDARY = re.compile(
    rb"^--([^\s-][^\n]{4,90}|-{2,40}[^\s-][^\n]{4,90})\ncontent-", re.M | re.I
)
_UU = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.M)


@frozen
class MimePart:
    """A message or a part of one: its header, and its own parts or its body."""

    header: HeaderFields
    media_type: str  # in small letters; what was meant where none or a broken one is written
    body: bytes = b""  # as it was sent, unread
    parts: tuple[MimePart, ...] = ()

    def parameter(self, name: str) -> str:
        """Return what the content type says of itself, such as its charset."""
        return _type_parameter(self.header, name)

    @property
    def is_attached(self) -> bool:
        """Whether its sender meant it to be saved rather than read."""
        return self.header.raw("content-disposition").strip().lower().startswith("attachment")

    def content(self) -> bytes:
        """Decode the body as it was encoded for sending."""
        encoding = self.header.raw("content-transfer-encoding").split(";")[0].strip().lower()
        if encoding == "base64":
            return decode_base64(self.body)
        if encoding in {"quoted-printable", "quotedprintable"}:
            return quopri.decodestring(self.body)
        if encoding in {"x-uuencode", "uuencode", "x-uue"}:
            return _from_uu(self.body)
        return self.body


def _type_parameter(header: HeaderFields, name: str) -> str:
    """Return a parameter of the content type of a header; empty when it has none."""
    found = _PARAMETERS[name].search(header.raw("content-type"))
    written = (found[1] or found[2] or "") if found else ""
    # "utf-8''…" stands before a value that is written for several languages.
    return written.rpartition("''")[2].strip()


def read_part(content: bytes, usual: str = "text/plain", depth: int = 0) -> MimePart:
    """Read a message or a part, and its parts down to a depth; line ends are newlines."""
    header, body = split_header(content)
    found = _TYPE.match(header.raw("content-type"))
    media_type = found[1].lower() if found else usual
    if depth < DEEPEST and media_type in {"message/rfc822", "message/news", "message/global"}:
        within = MimePart(header, media_type, body).content().lstrip(b"\n")
        return MimePart(header, media_type, body, (read_part(within, depth=depth + 1),))
    if depth < DEEPEST and media_type.startswith("multipart/"):
        within_type = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
        pieces = _split(body, _type_parameter(header, "boundary").encode("latin-1"))
        parts = tuple(read_part(piece, within_type, depth + 1) for piece in pieces)
        # Without a single line between parts it is a text, whatever it says.
        return MimePart(header, media_type if parts else "text/plain", body, parts)
    return MimePart(header, media_type, body)


def _split(body: bytes, boundary: bytes) -> list[bytes]:
    """Cut a body at the lines between its parts."""
    pieces = _pieces(body, boundary) if boundary else []
    if not pieces and (found := _ANY_BOUNDARY.search(body)):
        pieces = _pieces(body, found[1].rstrip())
    return pieces


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*$", re.M)
    pieces: list[bytes] = []
    start = -1
    for found in line.finditer(body):
        if start >= 0:
            pieces.append(body[start : max(start, found.start() - 1)])
        start = -1 if found[1] else found.end() + 1
        if found[1] or len(pieces) >= MOST_PARTS:
            return pieces
    if start >= 0:  # it breaks off
        pieces.append(body[start:])
    return pieces


def _from_uu(body: bytes) -> bytes:
    """Decode the old encoding of Unix, line by line up to the first that is none."""
    begin = _UU.search(body)
    return b"".join(_uu_lines(body[begin.end() :] if begin else body))


def _uu_lines(body: bytes) -> Iterator[bytes]:
    for line in body.split(b"\n"):
        if line.strip() in (b"", b"end", b"`"):
            return
        try:
            yield binascii.a2b_uu(line)
        except binascii.Error:
            return
