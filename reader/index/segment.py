"""One segment of the index, open for reading."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from reader.index.engine import FileStorage, TermNotFound, W3Segment, W3TermInfo, pack_ushort
from reader.index.postings import CODEC, DamagedError, Numbers, Postings, stored
from reader.index.schema import COLUMNS, WEIGHTS

_LENGTHS = struct.Struct("!ii")  # of a key and of its value
_FREQUENCY = struct.Struct("!5xI")  # how many documents, inside a value
_CHUNK = 1 << 15
_LONGEST_ENTRY = 1 << 11
_REMEMBERED = 50_000


class Segment:
    """Some of the stories; documents are numbered from 0 in each segment."""

    def __init__(self, storage: FileStorage, segment: W3Segment) -> None:
        self.count = segment.doc_count_all()
        self.deleted = frozenset(segment.deleted_docs())
        self._field_lengths: dict[str, int] = segment._fieldlengths
        self._folder = Path(storage.folder)
        self._file = segment.make_filename
        self.ids, self.published, self.sources = (self._column(name) for name in COLUMNS)
        self.lengths = {field: self._lengths(field) for field in WEIGHTS}
        self._terms = CODEC.terms_reader(storage, segment)
        self._known: dict[tuple[str, str], W3TermInfo | None] = {}

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()

    @cached_property
    def newest(self) -> int:
        """When its newest story was published, deleted ones aside."""
        live = (at for number, at in enumerate(self.published) if number not in self.deleted)
        return max(live, default=0)

    def total_length(self, field: str) -> int:
        """How many words all stories hold in a field."""
        return self._field_lengths.get(field, 0)

    def frequency(self, field: str, term: str) -> int:
        """How many stories hold a term."""
        info = self._info(field, term)
        return int(info.doc_frequency()) if info else 0

    def postings(self, field: str, term: str) -> Postings | None:
        """The stories that hold a term."""
        info = self._info(field, term)
        return stored(self._terms, info) if info else None

    def beginning(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, in order, with how many stories hold each."""
        if field not in self._terms._fieldmap:
            return
        wanted = pack_ushort(self._terms._fieldmap[field]) + start.encode()
        place = self._terms._tindex.closest_key_pos(wanted)
        for key, value in self._entries(place):
            if not key.startswith(wanted):
                return
            yield key[2:].decode(), _FREQUENCY.unpack_from(value)[0]

    def _info(self, field: str, term: str) -> W3TermInfo | None:
        key = field, term
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._looked_up(field, term)
        return self._known[key]

    def _looked_up(self, field: str, term: str) -> W3TermInfo | None:
        try:
            return self._terms.term_info(field, term.encode())
        except TermNotFound:
            return None

    def _entries(self, place: int | None) -> Iterator[tuple[bytes, bytes]]:
        """Keys and values from a place in the file on; Whoosh reads each of them three times."""
        table = self._terms._tindex
        chunk, at = b"", 0
        while place is not None and place < table.endofdata:
            if len(chunk) - at < _LONGEST_ENTRY:
                chunk, at = table.dbfile.get(place, _CHUNK), 0
            key_length, value_length = _LENGTHS.unpack_from(chunk, at)
            middle = at + _LENGTHS.size + key_length
            end = middle + value_length
            if not at < end <= len(chunk):
                raise DamagedError("the list of terms has a gap")
            yield chunk[middle - key_length : middle], chunk[middle:end]
            place += end - at
            at = end

    def _column(self, name: str) -> Numbers:
        """A number for each document; trailing zeros are not written."""
        numbers: Numbers = array("q")
        numbers.frombytes(self._content(name))
        if sys.byteorder == "little":
            numbers.byteswap()
        numbers.extend([0] * (self.count - len(numbers)))
        return numbers

    def _lengths(self, field: str) -> bytes:
        """A byte for each document that stands for the number of its words."""
        return self._content(f"_{field}_len").ljust(self.count, b"\0")

    def _content(self, column: str) -> bytes:
        path = self._folder / self._file(f".{column}.col")
        return path.read_bytes() if path.exists() else b""
