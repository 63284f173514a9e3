"""One segment of the index, open for reading."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from reader.index.engine import FileStorage, W3Segment, pack_ushort
from reader.index.postings import CODEC, Entry, Numbers, Postings, entries, entry, stored
from reader.index.schema import COLUMNS, LANGUAGE, WEIGHTS
from reader.index.stemming import FALLBACK

_NOWHERE = (0, 0, 0)
_REMEMBERED = 50_000


class Segment:
    """Some of the stories; documents are numbered from 0 in each segment."""

    def __init__(self, storage: FileStorage, segment: W3Segment) -> None:
        self.count: int = segment.doc_count_all()
        self.deleted = frozenset(segment.deleted_docs())
        self._field_lengths: dict[str, int] = segment._fieldlengths
        self._folder = Path(storage.folder)
        self._file = segment.make_filename
        self.ids, self.published, self.sources = (self._column(name) for name in COLUMNS)
        self.lengths = {field: self._lengths(field) for field in WEIGHTS}
        self._terms = CODEC.terms_reader(storage, segment)
        self._known: dict[tuple[str, str], Entry] = {}

    @cached_property
    def newest(self) -> int:
        """When its newest story was published, deleted ones aside."""
        if not self.deleted:
            return max(self.published, default=0)
        live = (at for number, at in enumerate(self.published) if number not in self.deleted)
        return max(live, default=0)

    def total_length(self, field: str) -> int:
        """How many words all stories hold in a field."""
        return self._field_lengths.get(field, 0)

    def frequency(self, field: str, term: str) -> int:
        """How many stories hold a term."""
        return self._entry(field, term)[0]

    def postings(self, field: str, term: str) -> Postings | None:
        """The stories that hold a term."""
        found = self._entry(field, term)
        return stored(self._terms, found) if found[0] else None

    def beginning(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, in order, with how many stories hold each."""
        if field not in self._terms._fieldmap:
            return
        wanted = pack_ushort(self._terms._fieldmap[field]) + start.encode()
        place = self._terms._tindex.closest_key_pos(wanted)
        for key, packed in entries(self._terms, place):
            if not key.startswith(wanted):
                return
            yield key[2:].decode(), entry(packed)[0]

    def _entry(self, field: str, term: str) -> Entry:
        key = field, term
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._looked_up(field, term)
        return self._known[key]

    def _looked_up(self, field: str, term: str) -> Entry:
        table = self._terms._tindex
        packed = table.get(self._terms._keycoder(field, term.encode()))
        return entry(packed) if packed else _NOWHERE

    def _column(self, name: str) -> Numbers:
        """A number for each document; trailing zeros are not written."""
        numbers: Numbers = array("q")
        numbers.frombytes(self._content(name))
        (numbers.byteswap if sys.byteorder == "little" else list)()
        numbers.extend([0] * (self.count - len(numbers)))
        return numbers

    def _lengths(self, field: str) -> bytes:
        """A byte for each document that stands for the number of its words."""
        return self._content(f"_{field}_len").ljust(self.count, b"\0")

    def _content(self, column: str) -> bytes:
        path = self._folder / self._file(f".{column}.col")
        return path.read_bytes() if path.exists() else b""


def spoken(segments: Iterable[Segment]) -> set[str]:
    """Whose stems the segments can hold; words without a stem have none."""
    told = (code for segment in segments for code, _ in segment.beginning(LANGUAGE, ""))
    return {"", FALLBACK, *told}
