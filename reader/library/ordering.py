"""A view in, the ids of its stories in their order out.

Sorting a million stories takes SQLite a third of a second, so the order of all of them is kept in
memory, and between two starts in a flat file in the cache.
"""

from __future__ import annotations

import os
import sys
import zlib
from array import array
from contextlib import suppress
from pathlib import Path

from reader.store import Store

NAME = "order.bin"


class Orders:
    """The orders of a library's stories."""

    def __init__(self, store: Store, cache: Path) -> None:
        self.store = store
        self.path = cache / NAME
        self.stamp = ""  # what `everything` was true of
        self.everything: array[int] = array("q")
        self.written = True

    def ids(self, view: str) -> array[int]:
        """The ids of the stories in a view, as `StoryTable.ids` has them."""
        if view not in ("all", "unread"):
            return self.store.stories.ids(view)
        self.look()
        read = self.store.marks.marked("read") if view == "unread" else frozenset()
        if not read:
            return self.everything
        return array("q", [story for story in self.everything if story not in read])

    def look(self) -> None:
        """Know the order of all stories as it is now."""
        stamp = self.stamp_now()
        if stamp == self.stamp:
            return
        kept = self.read(stamp)
        self.written = kept is not None
        self.everything = self.store.stories.ids("all") if kept is None else kept
        self.stamp = stamp

    def stamp_now(self) -> str:
        """What changes whenever a story comes, goes or gets another date."""
        meta, count = self.store.database.meta, self.store.stories.counts().all
        return f"{meta('store')} {meta('revision')} {count} {sys.byteorder}"

    def read(self, stamp: str) -> array[int] | None:
        """The order in the file, where it is the one of now and undamaged."""
        order = array("q")
        try:
            head, _, body = self.path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if head.decode("ascii", "replace") != f"{stamp} {zlib.crc32(body)}":
            return None
        order.frombytes(body)
        return order

    def keep(self) -> None:
        """Write the order down for the next start."""
        if self.written:
            return
        body = self.everything.tobytes()
        with suppress(OSError):  # a cache; the next start takes a little longer
            fresh = self.path.with_name(f"{NAME}.{os.getpid()}.new")
            fresh.write_bytes(f"{self.stamp} {zlib.crc32(body)}\n".encode() + body)
            fresh.replace(self.path)
        self.written = True
