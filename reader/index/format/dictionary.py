"""The terms of a segment: written in order, looked up one by one or from a beginning on."""

from __future__ import annotations

import json
import os
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, islice
from operator import add
from typing import Any, NamedTuple

from reader.index.format.postings import DamagedError, Numbers, seal, unseal
from reader.model.construction import frozen

_EACH = 128  # terms in a block
_REMEMBERED = 96  # blocks
_KNOWN = 2_000  # terms
_LAST = chr(sys.maxunicode)
_HEAD = struct.Struct("<IQ")  # how many terms, and where the lists of the first one begin
_LENGTH = struct.Struct("<I")
_BETWEEN = "\n"

CountedTerm = tuple[str, int, bytes, bytes]
"""A term, how many documents hold it, and its postings and places packed.

These are empty where it is only to be looked up by its beginning.
"""

Sized = tuple[str, int, int, int]
"""A term, how many documents hold it, and the bytes of its postings and of its places."""


class TermEntry(NamedTuple):
    """What the dictionary says of a term."""

    documents: int = 0  # that hold it
    offset: int = 0  # of its postings; its places follow them
    postings: int = 0  # bytes
    places: int = 0  # bytes


NOWHERE = TermEntry()
FieldContents = tuple[list[str], list[int]]


class DictionaryWriter:
    """Writes the terms of one field after the other, and where to look for which at the end."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._contents: dict[str, tuple[str, list[int]]] = {}

    def add(self, field: str, terms: Iterable[Sized], offset: int) -> None:
        """Write a field's terms, in order; their lists begin at an offset of their own file."""
        rest, firsts, begins = iter(terms), [], []
        while block := list(islice(rest, _EACH)):
            firsts.append(block[0][0])
            begins.append(self._file.tell())
            offset = self._write(block, offset)
        self._contents[field] = _BETWEEN.join(firsts), [*begins, self._file.tell()]

    def close(self) -> None:
        """Write the contents."""
        contents = seal(json.dumps(self._contents).encode())
        self._file.write(contents + _LENGTH.pack(len(contents)))
        self._file.close()

    def _write(self, block: list[Sized], offset: int) -> int:
        keys, *numbers = zip(*block, strict=True)
        head = _HEAD.pack(len(block), offset)
        body = b"".join(array("I", each).tobytes() for each in numbers)
        self._file.write(seal(head + body + _BETWEEN.join(keys).encode()))
        return offset + int(sum(numbers[1]) + sum(numbers[2]))


@frozen
class TermBlock:
    """Some terms in a row with what the dictionary says of each."""

    keys: list[str]
    documents: Numbers
    offset: int  # of the postings of the first one
    postings: Numbers
    places: Numbers

    @classmethod
    def read(cls, packed: bytes) -> TermBlock:
        """Return the block that was written."""
        raw = unseal(packed)
        count, offset = _HEAD.unpack_from(raw)
        numbers = [array("I") for _ in range(3)]
        at = _HEAD.size
        for each in numbers:
            each.frombytes(raw[at : at + 4 * count])
            at += 4 * count
        return cls(raw[at:].decode().split(_BETWEEN), numbers[0], offset, *numbers[1:])

    def entry(self, at: int) -> TermEntry:
        """Return the entry of the term in a place."""
        before = sum(self.postings[:at]) + sum(self.places[:at])
        return TermEntry(
            self.documents[at], self.offset + before, self.postings[at], self.places[at]
        )

    def entries(self) -> Iterator[tuple[str, TermEntry]]:
        """Yield the terms with their entries."""
        offsets = accumulate(map(add, self.postings, self.places), initial=self.offset)
        rows = zip(self.documents, offsets, self.postings, self.places, strict=False)
        return zip(self.keys, map(TermEntry._make, rows), strict=True)

    def beginning(self, start: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin so, with how many documents hold each."""
        first, end = bisect_left(self.keys, start), bisect_left(self.keys, start + _LAST)
        return zip(self.keys[first:end], self.documents[first:end], strict=True)


class Dictionary:
    """The terms of a segment, read a block at a time."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._fields: dict[str, FieldContents] = {}
        self._blocks: dict[tuple[str, int], TermBlock] = {}
        self._known: dict[tuple[str, str], TermEntry] = {}

    def _field_contents(self, field: str) -> FieldContents:
        """Return the first terms of a field's blocks, and where these begin."""
        if field not in self._fields:  # few are looked into
            firsts, begins = self._contents.get(field, ("", []))
            self._fields[field] = firsts.split(_BETWEEN), begins
        return self._fields[field]

    @cached_property
    def _contents(self) -> dict[str, tuple[str, list[int]]]:
        """Return for each field the first terms of its blocks as a text, and where these begin."""
        end = os.fstat(self._file.fileno()).st_size - _LENGTH.size
        (length,) = _LENGTH.unpack(read_exactly(self._file, end, _LENGTH.size))
        if length > end:
            raise DamagedError("the dictionary has no contents")
        contents: dict[str, tuple[str, list[int]]] = json.loads(
            unseal(read_exactly(self._file, end - length, length))
        )
        return contents

    def entry(self, field: str, term: str) -> TermEntry:
        """Return what it says of a term; all zeros when nothing."""
        key = field, term
        if key not in self._known:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[key] = self._looked_up(field, term)
        return self._known[key]

    def _looked_up(self, field: str, term: str) -> TermEntry:
        number = self._number(field, term)
        if number < 0:
            return NOWHERE
        block = self._block(field, number)
        at = bisect_left(block.keys, term)
        if at == len(block.keys) or block.keys[at] != term:
            return NOWHERE
        return block.entry(at)

    def entries(self, field: str) -> Iterator[tuple[str, TermEntry]]:
        """Yield all terms of a field, in order."""
        for number in range(self._count(field)):
            yield from self._block(field, number).entries()

    def beginning(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin so, in order, with how many documents hold each."""
        first, last = self._number(field, start), self._number(field, start + _LAST)
        for number in range(max(0, first), last + 1):
            yield from self._block(field, number).beginning(start)

    def _count(self, field: str) -> int:
        return max(0, len(self._field_contents(field)[1]) - 1)

    def _number(self, field: str, term: str) -> int:
        """In which block a term would stand, -1 for none."""
        return bisect_right(self._field_contents(field)[0], term) - 1 if self._count(field) else -1

    def _block(self, field: str, number: int) -> TermBlock:
        key = field, number
        if key not in self._blocks:
            if len(self._blocks) >= _REMEMBERED:
                self._blocks.pop(next(iter(self._blocks)))
            begins = self._field_contents(field)[1]
            packed = read_exactly(self._file, begins[number], begins[number + 1] - begins[number])
            self._blocks[key] = TermBlock.read(packed)
        return self._blocks[key]


def read_exactly(file: Any, offset: int, length: int) -> bytes:
    """Return a piece of a file; DamagedError when the file is shorter."""
    found = os.pread(file.fileno(), length, offset)
    if len(found) < length:
        raise DamagedError("the index's file is cut")
    return found
