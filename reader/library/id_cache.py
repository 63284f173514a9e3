"""Numbers in, the same out at the next start: a flat file in the cache, true of one moment."""

from __future__ import annotations

import os
import zlib
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.store.files.atomic_file import without_waiting, write_file

LONGEST = 500  # bytes of a first line
MOST = 2**28  # bytes of numbers


class Flat:
    """Numbers that take long to find out, and what they are true of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = ""  # what the numbers were true of
        self.numbers: array[int] = array("q")
        self.written = True

    def at(self, stamp: str, found: Callable[[], array[int]]) -> array[int]:
        """The numbers as they are now; found anew where they are others by now."""
        if stamp != self.stamp:
            kept = self.read(stamp)
            self.written = kept is not None
            self.numbers = found() if kept is None else kept
            self.stamp = stamp
        return self.numbers

    def read(self, stamp: str) -> array[int] | None:
        """The numbers in the file, where they are those of now and undamaged."""
        try:
            with open(self.path, "rb", opener=without_waiting) as file:
                head = file.readline(LONGEST)
                size = os.fstat(file.fileno()).st_size - len(head)
                if size > MOST or size % 8:
                    return None
                numbers = array("q", (0,)) * (size // 8)
                file.readinto(numbers)  # straight into place: a million of them are 8 MB
        except OSError:
            return None
        return numbers if head == headline(stamp, numbers) else None

    def keep(self) -> None:
        """Write the numbers down for the next start."""
        if self.written:
            return
        body = self.numbers.tobytes()
        with suppress(OSError):  # a cache; the next start takes a little longer
            write_file(self.path, (headline(self.stamp, body), body), lasting=False)
        self.written = True


def headline(stamp: str, numbers: array[int] | bytes) -> bytes:
    """The file's first line: what its numbers are true of, and what tells when one is damaged."""
    return f"{stamp} {zlib.crc32(numbers)}\n".encode()
