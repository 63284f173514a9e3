"""Reads an mbox, from where it was left: it may have grown, been written anew, or be in use.

The standard library's `mailbox` opens files to write them, reads them whole, and knows no locks
of others; nothing of that is wanted here.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, pairwise
from typing import BinaryIO

from reader.fetch.mail.message_file import MOST_MESSAGE, open_quietly
from reader.model.construction import frozen

LONGEST_LINE = 65_536  # bytes that are read at a time
PROOF = 4_096  # bytes by which an mbox is known that only grew
STALE = 86_400  # seconds after which a lock file was forgotten by who made it
FRESH = 60  # seconds within which a message without an end may still be written
BLANK = (b"\n", b"\r\n")
_DATED = re.compile(rb"From [^\n]{0,120}?\d\d:\d\d[^\n]{0,40}?\d{4}")
_FIELD = re.compile(rb">?From |[!-9;-~]{1,80}[ \t]*:")
_USUAL_FIELD = re.compile(
    rb"(?:x-[\w-]+|return-path|received|message-id|date|from|to|cc|subject|delivered-to|mime-version"
    rb"|content-[\w-]+|dkim-signature|authentication-results|list-[\w-]+|reply-to|status)[ \t]*:",
    re.I,
)
_QUOTED = re.compile(rb"^>(>*From )", re.M)
# What mail programs write into a message after it has come.
_LATER = re.compile(
    rb"^(?:x-)?(?:status|mozilla-status2?|mozilla-keys|keywords|uid|imapbase|imap"
    rb"|content-length|lines)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.I | re.M,
)


@frozen
class MboxPlace:
    """How far an mbox was read, and how it is known again."""

    start: int = 0  # where the last message begins
    size: int = 0
    modified: int = 0  # in nanoseconds
    proof: str = ""  # a digest of what stands before that

    @classmethod
    def read(cls, stamp: str) -> MboxPlace:
        """Read what was remembered; nothing where that cannot be understood."""
        parts = stamp.split(":")
        if len(parts) != 4 or not all(map(str.isdecimal, parts[:3])):
            return cls()
        return cls(int(parts[0]), int(parts[1]), int(parts[2]), parts[3])

    @property
    def stamp(self) -> str:
        """What is to be remembered."""
        return f"{self.start}:{self.size}:{self.modified}:{self.proof}"


@frozen
class MboxMessage:
    """A message of an mbox."""

    digest: str  # by which it is known, wherever it stands
    content: bytes


class Mbox:
    """One mbox, open for reading; nothing of it is changed."""

    def __init__(self, path: str, before: MboxPlace, now: datetime) -> None:
        self.path, self.before, self.now = path, before, now
        self.place = before  # after all of it was read, how far that was
        self.is_same = False  # whether nothing has changed before the last message
        self.is_locked = False  # whether a mail program is writing it

    def messages(self) -> Iterator[MboxMessage]:
        """Yield the messages from the last one on that was read before, or all of them."""
        with open_quietly(self.path) as file:
            self.is_locked = _is_locked(file, self.path, self.now)
            if self.is_locked:
                return
            status = os.fstat(file.fileno())
            size, modified = status.st_size, status.st_mtime_ns
            start = self.before.start
            self.is_same = 0 < start <= size and _proof(file, start) == self.before.proof
            start = start if self.is_same else 0
            may_grow = abs(self.now.timestamp() - status.st_mtime) < FRESH
            for at, content, is_whole in _cut(file, start, size):
                start = at
                if is_whole or not may_grow:
                    yield MboxMessage(_digest(content), _QUOTED.sub(rb"\1", content))
                else:
                    size = at  # it is read again, as soon as it has its end
            self.place = MboxPlace(start, size, modified, _proof(file, start))


def _cut(file: BinaryIO, start: int, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Cut an mbox into messages: where each begins, its bytes, and whether it has an end.

    Of a huge one only the beginning is given.
    """
    file.seek(start)
    begin, at, length = -1, start, 0
    lines: list[bytes] = []
    last = b"\n"
    for line, after in pairwise(chain(_lines(file, size - start), (b"",))):
        if line.startswith(b"From ") and _is_envelope(line, after, last in BLANK):
            if begin >= 0:
                yield begin, b"".join(lines), True
            begin, lines, length = at, [], 0
        elif length < MOST_MESSAGE:
            lines.append(line)
            length += len(line)
        at, last = at + len(line), line
    if begin >= 0:
        yield begin, b"".join(lines), last.endswith(b"\n")


def _lines(file: BinaryIO, left: int) -> Iterator[bytes]:
    """Yield the lines of a file, long ones in pieces, up to what it held when it was opened."""
    while left > 0 and (line := file.readline(min(LONGEST_LINE, left))):
        yield line
        left -= len(line)


def _is_envelope(line: bytes, after: bytes, parted: bool) -> bool:
    """Tell the line that begins a message from a sentence that begins with the same word."""
    if not _FIELD.match(after):
        return False
    return bool(_DATED.match(line)) or (parted and bool(_USUAL_FIELD.match(after)))


def _digest(content: bytes) -> str:
    """Return what a message is known by, without what was written into it later."""
    header, _, body = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    lasting = _LATER.sub(b"", header + b"\n")
    return hashlib.blake2b(lasting + body.rstrip(b"\n"), digest_size=16).hexdigest()


def _proof(file: BinaryIO, start: int) -> str:
    """Return a digest of the beginning of an mbox, and of what stands before a place in it."""
    if not start:
        return ""
    file.seek(0)
    opening = file.read(min(PROOF, start))
    file.seek(max(0, start - PROOF))
    return hashlib.blake2b(opening + file.read(min(PROOF, start)), digest_size=16).hexdigest()


def _is_locked(file: BinaryIO, path: str, now: datetime) -> bool:
    """Tell whether a mail program holds one of the locks that there are for an mbox."""
    try:
        if now.timestamp() - os.stat(f"{path}.lock").st_mtime < STALE:
            return True
    except OSError:
        pass
    for lock in (fcntl.flock, fcntl.lockf):
        try:
            lock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return True
        except OSError:  # there are file systems without locks
            continue
    return False
