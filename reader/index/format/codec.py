"""Whoosh's seams for the files of a segment, and what is written behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reader.index.format.dictionary import Dictionary, DictionaryWriter, Sized
from reader.index.format.whoosh_api import TermsReader, W3Codec, WhooshFieldWriter

CountedTerm = tuple[str, int, bytes, bytes]
"""A term, how many stories hold it, and its postings and places packed.

These are empty where it is only to be looked up by its beginning.
"""


class NewsreaderCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's columns and segments, with terms and postings that are read a block at a time."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        """Return what writes the terms of a segment."""
        return FieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> SegmentFiles:
        """Return what reads the terms of a segment."""
        return SegmentFiles(storage, segment)


class FieldWriter(WhooshFieldWriter):  # type: ignore[misc]
    """Writes each term of each field with all its stories."""

    is_closed = False

    def __init__(self, storage: Any, segment: Any) -> None:
        self._dictionary = DictionaryWriter(segment.create_file(storage, NewsreaderCodec.TERMS_EXT))
        self._lists = segment.create_file(storage, NewsreaderCodec.POSTS_EXT)

    def add_postings(
        self, _schema: Any, _lengths: object, fields: Iterable[tuple[str, Iterable[CountedTerm]]]
    ) -> None:
        """Write the terms of each field, in order."""
        for name, terms in fields:
            self._dictionary.add(name, self._written(terms), self._lists.tell())

    def close(self) -> None:
        """Finish the files."""
        self._dictionary.close()
        self._lists.close()
        self.is_closed = True

    def _written(self, terms: Iterable[CountedTerm]) -> Iterator[Sized]:
        write = self._lists.file.write  # there are very many terms, and Whoosh's own adds nothing
        for term, documents, postings, places in terms:
            write(postings + places)
            yield term, documents, len(postings), len(places)


class SegmentFiles(TermsReader):  # type: ignore[misc]
    """The open files of a segment's terms."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._files = [
            segment.open_file(storage, one)
            for one in (NewsreaderCodec.TERMS_EXT, NewsreaderCodec.POSTS_EXT)
        ]
        self.dictionary = Dictionary(self._files[0].file)
        self.lists = self._files[1].file

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()


CODEC = NewsreaderCodec()
