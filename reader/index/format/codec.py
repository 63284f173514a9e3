"""Whoosh's seams for the fields and files of a segment, and what is written behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reader.index.format.dictionary import CountedTerm, DictionaryWriter, Sized
from reader.index.format.open_files import POSTINGS, TERMS
from reader.index.format.schema import COLUMNS, FORMS, LANGUAGE, WEIGHTS
from reader.index.format.whoosh_api import (
    COLUMN,
    FieldType,
    NumericColumn,
    Schema,
    W3Codec,
    WhooshFieldWriter,
    WhooshPositions,
)


def _words() -> FieldType:
    return FieldType(format=WhooshPositions(), analyzer=None, scorable=True)


SCHEMA = Schema(
    **{name: _words() for name in (*WEIGHTS, LANGUAGE, FORMS)},
    **{name: COLUMN(NumericColumn("q")) for name in COLUMNS},
)
"""The fields of a story, as Whoosh is told of them."""


class NewsreaderCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's columns and segments, with terms and postings that are read a block at a time.

    Nothing is read through it: `reader.index.format.segment` reads the files as they are.
    """

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        """Return what writes the terms of a segment."""
        return FieldWriter(storage, segment)


class FieldWriter(WhooshFieldWriter):  # type: ignore[misc]
    """Writes each term of each field with all its stories."""

    is_closed = False

    def __init__(self, storage: Any, segment: Any) -> None:
        self._dictionary = DictionaryWriter(segment.create_file(storage, TERMS))
        self._lists = segment.create_file(storage, POSTINGS)

    def add_postings(
        self, _schema: Any, _lengths: object, fields: Iterable[tuple[str, Iterable[CountedTerm]]]
    ) -> None:
        """Write the terms of each field, in order."""
        for name, terms in fields:
            self._dictionary.add(name, self._write_terms(terms), self._lists.tell())

    def close(self) -> None:
        """Finish the files."""
        self._dictionary.close()
        self._lists.close()
        self.is_closed = True

    def _write_terms(self, terms: Iterable[CountedTerm]) -> Iterator[Sized]:
        write = self._lists.file.write  # there are very many terms, and Whoosh's own adds nothing
        for term, documents, postings, places in terms:
            write(postings + places)
            yield term, documents, len(postings), len(places)


CODEC = NewsreaderCodec()
