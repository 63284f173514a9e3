"""Reads a file that holds one message, its beginning before the rest of it."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from typing import BinaryIO

from reader.fetch.local import refuse_kind
from reader.model import FetchError
from reader.model.mail.mail_shape import HEAD

MOST_MESSAGE = 5_000_000  # bytes of a message that are read: what is attached stands at its end
_GZIP = b"\x1f\x8b\x08"


def open_quietly(path: str) -> BinaryIO:
    """Open a file so that nobody can tell: mail programs go by when one was read last.

    Raises FetchError for what is no file.
    """
    # A pipe does not block who opens it like this, and is refused then.
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags | getattr(os, "O_NOATIME", 0))
    except PermissionError:  # only its owner may do so
        descriptor = os.open(path, flags)
    try:
        refuse_kind(os.fstat(descriptor))
    except FetchError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def read_head(path: str) -> bytes:
    """Read the beginning of a file."""
    with open_quietly(path) as file:
        return _gunzip(file.read(HEAD))[:HEAD]


def read_message(path: str, wanted: Callable[[bytes], bool]) -> bytes | None:
    """Read a message, as far as one is read; None where its beginning says that it is not wanted.

    Some mail servers pack what they keep.
    """
    with open_quietly(path) as file:
        head = file.read(HEAD)
        if not wanted(_gunzip(head)):
            return None
        content = head + file.read(MOST_MESSAGE - len(head))
    return _gunzip(content)


def _gunzip(content: bytes) -> bytes:
    """Unpack gzip as far as it goes; anything else is returned as it is."""
    if not content.startswith(_GZIP):
        return content
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(content, MOST_MESSAGE)
    except zlib.error:
        return content
