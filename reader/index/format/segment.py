"""One segment of the index, open for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from reader.index.analysis.stemming import FALLBACK
from reader.index.format.dictionary import Dictionary, TermEntry, read_exactly
from reader.index.format.manifest import SegmentRecord
from reader.index.format.open_files import COLUMN, POSTINGS, TERMS, IndexFiles
from reader.index.format.packed_scores import PackedScores, packed_scores
from reader.index.format.postings import (
    Numbers,
    Positions,
    Postings,
    impacts_by_document,
    unpack_positions,
    unpack_postings,
)
from reader.index.format.schema import COLUMNS, LANGUAGE, LEADERS, SEPARATOR

LookupKey = tuple[str, frozenset[int]]
"""The name of a segment, and which of its documents are deleted."""

Packed = tuple[int, bytes, bytes]
"""How many documents hold a term, and its postings and places as they were written."""


class Segment:
    """Some of the stories; documents are numbered from 0 in each segment."""

    def __init__(self, files: IndexFiles, record: SegmentRecord) -> None:
        self.name = record.name
        self.count = record.count
        self.deleted = record.deleted_documents()
        self.key: LookupKey = self.name, self.deleted
        columns = (self._column(files, f"{self.name}.{name}{COLUMN}") for name in COLUMNS)
        self.ids, self.published, self.sources = columns
        self._terms, self._lists = (files.open(self.name + end) for end in (TERMS, POSTINGS))
        self._dictionary = Dictionary(self._terms)

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()
        self._lists.close()

    @property
    def lanes(self) -> PackedScores:
        """The lanes in which its documents stand."""
        return packed_scores(self.count)

    @cached_property
    def living(self) -> int:
        """A lane of ones for every document that is not deleted."""
        flat = bytearray(b"\1" * self.count)
        for document in self.deleted:
            flat[document] = 0
        return self.lanes.marked(flat)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that its stories are told to be in."""
        return frozenset(code for code, _ in self.beginning(LANGUAGE, ""))

    @cached_property
    def newest(self) -> int:
        """When its newest story was published, deleted ones aside."""
        living = (at for number, at in enumerate(self.published) if number not in self.deleted)
        return max(living if self.deleted else self.published, default=0)

    @cached_property
    def id_range(self) -> tuple[int, int]:
        """The lowest and the highest id of its stories."""
        return (min(self.ids), max(self.ids)) if self.ids else (0, -1)

    @cached_property
    def is_in_order(self) -> bool:
        """Whether each document is newer than the one before, or as new with a greater id."""
        if _rises(self.published) and _rises(self.ids):
            return True
        return _rises(zip(self.published, self.ids, strict=True))

    def frequency(self, name: str, term: str) -> int:
        """Return how many stories hold a term of a list."""
        return self._dictionary.entry(name, term).documents

    def postings(self, name: str, term: str) -> Postings | None:
        """Return the stories that hold a term of a list."""
        entry = self._dictionary.entry(name, term)
        return (
            unpack_postings(self._packed_postings(entry), entry.documents)
            if entry.documents
            else None
        )

    def impacts(self, name: str, term: str) -> bytes:
        """Return how much each document holds of a term; nothing when none holds it."""
        entry = self._dictionary.entry(name, term)
        return (
            impacts_by_document(self._packed_postings(entry), entry.documents, self.count)
            if entry.documents
            else b""
        )

    def places(self, name: str, term: str) -> Positions:
        """Return where a term that some story holds stands in each."""
        entry = self._dictionary.entry(name, term)
        packed = read_exactly(self._lists, entry.offset + entry.postings, entry.places)
        return unpack_positions(packed, entry.documents)

    def beginning(self, name: str, start: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of a list that begin so, in order, with how many stories hold each."""
        return self._dictionary.beginning(name, start)

    def leading(self, start: str) -> list[tuple[str, int]]:
        """Return the most frequent words that begin so, if it remembers them."""
        led = self.beginning(LEADERS, start + SEPARATOR)
        return [(key.partition(SEPARATOR)[2], count) for key, count in led]

    def packed(self, name: str) -> Iterator[tuple[str, Packed]]:
        """Yield the terms of a list as they were written."""
        for term, entry in self._dictionary.entries(name):
            both = read_exactly(self._lists, entry.offset, entry.postings + entry.places)
            yield term, (entry.documents, both[: entry.postings], both[entry.postings :])

    def _packed_postings(self, entry: TermEntry) -> bytes:
        return read_exactly(self._lists, entry.offset, entry.postings)

    def _column(self, files: IndexFiles, name: str) -> Numbers:
        """Return a number for each document; trailing zeros are not written."""
        numbers = files.read_numbers(name)
        numbers.extend([0] * (self.count - len(numbers)))
        return numbers


def _rises(numbers: Iterable[Any]) -> bool:
    listed = list(numbers)
    return listed == sorted(listed)


def stemmed_languages(segments: Iterable[Segment]) -> frozenset[str]:
    """Return whose stems the segments can hold; words without a stem have none."""
    return frozenset(("", FALLBACK)).union(*(segment.languages for segment in segments))
