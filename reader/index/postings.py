"""The stories that hold a term in, one block of bytes out, and back."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeAlias
from zlib import crc32

from reader.index.engine import W3Codec, W3FieldWriter, W3TermInfo, pack_ushort
from reader.index.schema import FORMS

_HEAD = struct.Struct("<I3sx")  # checksum of what follows it, and the types of the three arrays
_CHECKED = 4

Numbers: TypeAlias = "array[int]"
Lists: TypeAlias = "tuple[Numbers, Numbers, Numbers]"
"""Documents in order, how often each holds the term, and all its positions one after another."""


class DamagedError(Exception):
    """Bytes are not what was written."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of one segment that hold a term."""

    documents: Numbers
    counts: Numbers
    positions: Numbers

    def places(self) -> Iterator[tuple[int, Numbers]]:
        """Each document with the positions of the term in it."""
        ends = accumulate(self.counts)
        for document, count, end in zip(self.documents, self.counts, ends, strict=True):
            yield document, self.positions[end - count : end]


def pack(lists: Lists) -> bytes:
    """Postings as bytes, in the narrowest numbers that hold them."""
    narrow = [array(_narrowest(numbers), numbers) for numbers in lists]
    kinds = "".join(numbers.typecode for numbers in narrow).encode()
    body = b"".join(numbers.tobytes() for numbers in narrow)
    rest = _HEAD.pack(0, kinds)[_CHECKED:] + body
    return crc32(rest).to_bytes(_CHECKED, "little") + rest


def _narrowest(numbers: Numbers) -> str:
    most = max(numbers, default=0)
    return "B" if most < 1 << 8 else "H" if most < 1 << 16 else "I"


def unpack(packed: bytes, documents: int) -> Postings:
    """The postings of so many documents; DamagedError when the bytes are not as written."""
    checksum, kinds = _HEAD.unpack_from(packed)
    if crc32(memoryview(packed)[_CHECKED:]) != checksum:
        raise DamagedError("a list of stories does not match its checksum")
    arrays = [array(chr(kind)) for kind in kinds]
    at = _HEAD.size
    for numbers in arrays[:2]:
        end = at + documents * numbers.itemsize
        numbers.frombytes(packed[at:end])
        at = end
    arrays[2].frombytes(packed[at:])
    return Postings(*arrays)


def stored(terms: Any, info: W3TermInfo) -> Postings:
    """The postings that an entry in a segment's list of terms leads to."""
    offset, (length,) = info.extent()  # Whoosh reads the length back as a tuple
    return unpack(terms._postfile.get(offset, length), info.doc_frequency())


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's files, with the stories of a term in one block that is read at a stroke."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        """What writes the terms of a segment."""
        return FieldWriter(self, storage, segment)


class FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes each term of each field with all its stories."""

    def add_postings(
        self, schema: Any, _lengths: object, fields: Iterable[tuple[str, Iterable[Any]]]
    ) -> None:
        """Write (field, [(term, lists)]), the terms in order."""
        for name, terms in fields:
            self.start_field(name, schema[name])
            add = self._add_form if name == FORMS else self._add_term
            key = pack_ushort(self._fieldid)
            for term, written in terms:
                add(key + term.encode(), written)
            self.finish_field()

    def _add_term(self, key: bytes, lists: Lists) -> None:
        documents, counts, _ = lists
        packed = pack(lists)
        info = W3TermInfo(sum(counts), len(documents), None, 0, 0, documents[0], documents[-1])
        info.set_extent(self._postfile.tell(), len(packed))
        self._postfile.write(packed)
        self._tindex.add(key, info.to_bytes())

    def _add_form(self, key: bytes, documents: int) -> None:
        info = W3TermInfo(0, documents)
        info.set_extent(0, 0)
        self._tindex.add(key, info.to_bytes())


CODEC = Codec()
