"""Reads and writes lines of JSON on the child's side of the pipes."""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Iterator
from typing import Any


class LineReader:
    """Lines from a pipe, and whether another one is waiting."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.held = b""

    def __iter__(self) -> Iterator[bytes]:
        """Yield every line, until the other end closes the pipe."""
        while line := self.next():
            yield line

    def next(self) -> bytes:
        """Return the next line, empty at the end."""
        while b"\n" not in self.held:
            more = os.read(self.descriptor, 65536)
            if not more:
                return b""
            self.held += more
        line, _, self.held = self.held.partition(b"\n")
        return line

    def put_back(self, line: bytes) -> None:
        """Have a line come next again; the end comes again by itself."""
        self.held = line + b"\n" + self.held if line else self.held

    def wait(self) -> None:
        """Sleep until there is a line, or the end."""
        select.select([self.descriptor], [], [])

    def waiting(self) -> bool:
        """Tell whether another line, or the end, is there already."""
        return b"\n" in self.held or bool(select.select([self.descriptor], [], [], 0)[0])


def send_noun(noun: Any) -> None:
    """Send a noun down the pipe."""
    sys.stdout.write(json.dumps(noun, default=_fields_of) + "\n")
    sys.stdout.flush()


def _fields_of(noun: Any) -> dict[str, Any]:
    """Return what a noun consists of, by name; nouns in it are asked likewise."""
    return {name: getattr(noun, name) for name in noun.__match_args__}
