"""Numbers in, the same out at the next start: a flat file in the cache, true of one moment."""

from __future__ import annotations

import os
import zlib
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


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
        numbers = array("q")
        try:
            head, _, body = self.path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if head.decode("ascii", "replace") != f"{stamp} {zlib.crc32(body)}":
            return None
        numbers.frombytes(body)
        return numbers

    def keep(self) -> None:
        """Write the numbers down for the next start."""
        if self.written:
            return
        body = self.numbers.tobytes()
        with suppress(OSError):  # a cache; the next start takes a little longer
            fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
            fresh.write_bytes(f"{self.stamp} {zlib.crc32(body)}\n".encode() + body)
            fresh.replace(self.path)
        self.written = True
