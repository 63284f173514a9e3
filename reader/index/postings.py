"""The stories that hold a term in, one block of bytes out, and back."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any, TypeAlias
from zlib import crc32

from reader.index.engine import W3Codec, W3FieldWriter, pack_ushort
from reader.index.schema import FORMS

_HEAD = struct.Struct("<I3sx")  # checksum of what follows it, and the types of the three arrays
_CHECKED = 4
_PADDING = b"\0"
_ENTRY = struct.Struct("!5xI14xqi")
"""Where Whoosh keeps of a term in how many documents it stands, and where the list of them is.

The lengths and weights that it would also hold are not used here.
"""

Entry = tuple[int, int, int]
"""In how many documents a term stands, where the list of them begins, and how long it is."""

_LENGTHS = struct.Struct("!ii")  # of a term and of its entry
_CHUNK = 1 << 15
_LONGEST = 1 << 11

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

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """Each document with where among the positions its own begin and end."""
        ends = list(accumulate(self.counts))
        return zip(self.documents, chain((0,), ends), ends, strict=False)


def pack(lists: Lists) -> bytes:
    """Postings as bytes, in the narrowest numbers that hold them."""
    kinds = [_narrowest(max(numbers)) for numbers in lists]
    body = [array(kind, numbers).tobytes() for kind, numbers in zip(kinds, lists, strict=True)]
    rest = "".join(kinds).encode() + _PADDING + b"".join(body)
    return crc32(rest).to_bytes(_CHECKED, "little") + rest


def _narrowest(most: int) -> str:
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


def entry(packed: bytes) -> Entry:
    """An entry of a segment's list of terms."""
    documents, offset, length = _ENTRY.unpack(packed)
    return documents, offset, length


def stored(terms: Any, found: Entry) -> Postings:
    """The postings that an entry in a segment's list of terms leads to."""
    documents, offset, length = found
    return unpack(terms._postfile.get(offset, length), documents)


def entries(terms: Any, place: int | None) -> Iterator[tuple[bytes, bytes]]:
    """Terms with their entries, from a place on; Whoosh would read the file thrice for each."""
    table = terms._tindex
    chunk, at = b"", 0
    while place is not None and place < table.endofdata:
        if len(chunk) - at < _LONGEST:
            chunk, at = table.dbfile.get(place, _CHUNK), 0
        key_length, length = _LENGTHS.unpack_from(chunk, at)
        middle = at + _LENGTHS.size + key_length
        if not at < middle <= middle + length <= len(chunk):
            raise DamagedError("the list of terms has a gap")
        yield chunk[middle - key_length : middle], chunk[middle : middle + length]
        place += middle + length - at
        at = middle + length


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
        packed = pack(lists)
        self._tindex.add(key, _ENTRY.pack(len(lists[0]), self._postfile.tell(), len(packed)))
        self._postfile.write(packed)

    def _add_form(self, key: bytes, documents: int) -> None:
        self._tindex.add(key, _ENTRY.pack(documents, 0, 0))


CODEC = Codec()
