"""The header of a message: its fields, decoded from whatever their senders made of them.

Python's own parser raises on odd fields, and takes seconds for long ones (measured on 3.11).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from reader.model import ParseError
from reader.model.construction import frozen
from reader.model.mail.mail_shape import HEAD, without_count
from reader.parse.charset import decode

MOST_HEADER = 262_144  # bytes of a header that are looked at
MOST_FIELDS = 1_000
LONGEST_FIELD = 16_384  # bytes
MOST_CONTEXT = 4_000  # bytes of the text by which the letters of a field are guessed
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:[ \t]*(.*)", re.S)
_ENVELOPE = re.compile(rb">?From ")
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,8000})\?=(\s+(?==\?))?")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")
_ANGLES = re.compile(r"<\s*([^<>\s][^<>]{0,1000}?)\s*>")
_BLANKS = re.compile(r"\s+")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
# What lists and those who send newsletters write, and the programs that turn feeds into mail.
PUBLIC = frozenset(
    (
        *("list-id", "list-unsubscribe", "list-post", "list-archive", "list-help"),
        *("newsgroups", "x-rss-feed", "x-rss-url", "x-feed2imap-version", "x-mailman-version"),
    )
)


@frozen
class HeaderFields:
    """The fields of a header in order, names in small letters."""

    fields: tuple[tuple[str, bytes], ...] = ()
    context: bytes = b""  # text of the message, by which letters without a charset are guessed
    charset: str = ""  # that the text of the message declares

    def raw(self, name: str) -> str:
        """Return the first field of a name as it was written, byte for character."""
        return next((value for value in self.raw_all(name)), "")

    def raw_all(self, name: str) -> Iterator[str]:
        """Yield all fields of a name as they were written, byte for character."""
        return (value.decode("latin-1") for known, value in self.fields if known == name)

    def text(self, name: str) -> str:
        """Return the first field of a name that says anything, as a person reads it."""
        return next(filter(None, self.texts(name)), "")

    def texts(self, name: str) -> Iterator[str]:
        """Yield all fields of a name as a person reads them."""
        return (self.read(value) for known, value in self.fields if known == name)

    def read(self, value: bytes) -> str:
        """Decode a field: its encoded words, and letters that stand in it as they are."""
        written = value.decode("ascii") if _is_plain(value) else self._guessed(value)
        return _BLANKS.sub(" ", decode_words(written)).strip()

    def _guessed(self, value: bytes) -> str:
        """Read letters that no encoded word stands around, with the text as a witness."""
        try:
            return value.decode("utf-8") if b"\x1b" not in value else self._declared(value)
        except UnicodeDecodeError:
            return self._declared(value)

    def _declared(self, value: bytes) -> str:
        text = decode_text(value + b"\n" + self.context[:MOST_CONTEXT], self.charset)
        return text.partition("\n")[0]


def _is_plain(value: bytes) -> bool:
    return value.isascii() and b"\x1b" not in value


def split_header(content: bytes) -> tuple[HeaderFields, bytes]:
    """Part a message or a part of one into its fields and what stands below them.

    Line ends are newlines.
    """
    fields: list[tuple[str, bytes]] = []
    at, end = 0, min(len(content), MOST_HEADER)
    while at < end:
        line_end = content.find(b"\n", at)
        line_end = len(content) if line_end < 0 else line_end
        line = content[at:line_end]
        if not line.strip():
            at = line_end + 1
            break
        if not _take_line(fields, line) and not _ENVELOPE.match(line):
            break
        at = line_end + 1
    else:
        at = _below_long_header(content, at)
    return HeaderFields(tuple(fields)), content[at:]


def _take_line(fields: list[tuple[str, bytes]], line: bytes) -> bool:
    """Take a line of a header; tell whether it is one."""
    line = line.replace(b"\0", b"")
    if line[:1] in (b" ", b"\t"):
        if fields and len(fields[-1][1]) < LONGEST_FIELD:
            fields[-1] = fields[-1][0], fields[-1][1] + b" " + line.strip()[:LONGEST_FIELD]
        return bool(fields)
    found = _FIELD.match(line)
    if found and len(fields) < MOST_FIELDS:
        fields.append((found[1].decode("ascii").lower(), found[2].strip()[:LONGEST_FIELD]))
    return found is not None


def _below_long_header(content: bytes, at: int) -> int:
    """Find the text below a header that is longer than is looked at."""
    blank = content.find(b"\n\n", at - 1)
    return blank + 2 if blank >= 0 else len(content)


def unix_lines(content: bytes) -> bytes:
    """Write all line ends as newlines, and take off what mail programs put before a header."""
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return without_count(content.removeprefix(b"\xef\xbb\xbf")).lstrip(b"\n")


def is_public(head: bytes) -> bool:
    """Tell by the beginning of a message whether a list, or who sends newsletters, sent it."""
    fields, _ = split_header(unix_lines(head[:HEAD]))
    return any(name in PUBLIC for name, _ in fields.fields)


def decode_text(content: bytes, charset: str = "") -> str:
    """Read bytes of mail as text; empty for what is none."""
    # A charset may carry a language: "utf-8*en".
    label = charset.partition("*")[0]
    try:
        return decode(content, f"text/plain; charset={label}" if label else "")
    except ParseError:
        return ""


def decode_words(written: str) -> str:
    """Decode the encoded words of a field (RFC 2047), those that are cut within a letter too."""
    if "=?" not in written:
        return written
    parts: list[str] = []
    pending, charset, at = b"", "", 0
    for found in _ENCODED.finditer(written):
        if pending and (found.start() > at or found[1].lower() != charset):
            parts.append(decode_text(pending, charset))
            pending = b""
        parts.append(written[at : found.start()])
        pending += _word_bytes(found[2], found[3])
        charset, at = found[1].lower(), found.end()
    parts.append(decode_text(pending, charset) if pending else "")
    return "".join([*parts, written[at:]])


def _word_bytes(encoding: str, text: str) -> bytes:
    """Return the bytes of an encoded word."""
    written = text.encode("utf-8", "replace")
    if encoding in "bB":
        return decode_base64(written)
    return _QUOTED.sub(_byte, written.replace(b"_", b" "))


def _byte(found: re.Match[bytes]) -> bytes:
    return bytes((int(found[1], 16),))


def decode_base64(written: bytes) -> bytes:
    """Decode base64 as far as it goes, whatever stands in it besides."""
    letters = _NOT_BASE64.sub(b"", written)
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def bracketed(written: str) -> list[str]:
    """List what stands in angle brackets, such as the addresses of a field of a list."""
    return _ANGLES.findall(written)
