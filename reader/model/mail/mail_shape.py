"""What mail looks like by its first bytes: one message, or an mbox of many."""

from __future__ import annotations

import re

HEAD = 65_536  # bytes at the beginning of a message that are looked at
MESSAGE_TYPE = "message/rfc822"  # the media type of a message
MESSAGE_ENDINGS = (".eml", ".emlx")
MBOX_ENDINGS = (".mbox", ".mbx")

_FIELD = rb"[!-9;-~]{1,80}[ \t]*:"
_FIELDS = re.compile(rb"(?:" + _FIELD + rb"[^\n]*\n(?:[ \t][^\n]*\n)*)+")
# What only programs that carry mail or news write.
_CARRIED = re.compile(
    rb"^(?:message-id|received|return-path|delivered-to|list-id|list-unsubscribe|envelope-to"
    rb"|x-original-to)[ \t]*:",
    re.I | re.M,
)
_NAMED = re.compile(rb"^(?:from|subject|date|sender)[ \t]*:", re.I | re.M)
_SAVED_PAGE = re.compile(rb"^(?:from:[ \t]*<saved by|snapshot-content-location:)", re.I | re.M)
_MBOX = re.compile(rb"\s{0,20}From [^\n]{1,500}\n(?:>?From [^\n]*\n){0,3}" + _FIELD)
_COUNT = re.compile(rb"\s*\d{1,12}[ \t]*\n")  # of bytes, which Apple's mail program begins with


def is_mbox(head: bytes) -> bool:
    """Tell whether a file begins as an mbox does: with an envelope line and a field."""
    return _MBOX.match(_unix(head)) is not None


def is_message(head: bytes, named: bool = False) -> bool:
    """Tell whether bytes begin as a message that was carried; a file `named` so needs less."""
    fields = _FIELDS.match(without_count(_unix(head)).lstrip())
    if not fields or _SAVED_PAGE.search(fields[0]):
        return False
    return bool(_CARRIED.search(fields[0]) or (named and _NAMED.search(fields[0])))


def without_count(content: bytes) -> bytes:
    """Take off the number of bytes that a message of Apple's mail program begins with."""
    count = _COUNT.match(content)
    return content[count.end() :] if count else content


def _unix(head: bytes) -> bytes:
    return head[:HEAD].replace(b"\r\n", b"\n")
