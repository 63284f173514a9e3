"""Stories in, a segment of the index out."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from reader.index.engine import SegmentReader, SegmentWriter
from reader.index.postings import CODEC, Lists, Postings, entries, entry, stored
from reader.index.schema import COLUMNS, FORMS, LANGUAGE, SCHEMA, WEIGHTS, Indexed, seconds
from reader.index.tokens import terms

MERGED_AT_MOST = 5_000  # stories: one merge takes seconds, never minutes
_ALIKE = 8  # that many segments of one size become one
_SIZES = (1, 64, 512, 4_096)
_SEPARATOR = "\0"


class Pool:
    """The terms of a segment in the making, with the stories of each."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, Lists]] = {
            field: defaultdict(_lists) for field in (*WEIGHTS, LANGUAGE)
        }
        self._forms: Counter[tuple[str, str]] = Counter()

    def add_text(self, field: str, document: int, text: str, language: str) -> int:
        """Take the words of a field; how many there were."""
        places: dict[str, list[int]] = defaultdict(list)
        forms: set[tuple[str, str]] = set()
        place = -1
        for place, (term, form) in enumerate(terms(text, language)):
            places[term].append(place)
            if not term.startswith(form):
                forms.add((form, term))
        self._forms.update(forms)
        lists = self._fields[field]
        for term, found in places.items():
            _append(lists[term], document, found)
        return place + 1

    def add_mark(self, field: str, document: int, term: str) -> None:
        """Take one term that stands for itself."""
        _append(self._fields[field][term], document, [0])

    def add_form(self, key: str, documents: int) -> None:
        """Take an unstemmed word out of another segment."""
        form, _, term = key.partition(_SEPARATOR)
        self._forms[form, term] += documents

    def add_postings(
        self, field: str, term: str, found: Postings, moved: Mapping[int, int]
    ) -> None:
        """Take the stories of a term out of another segment, where they are still there."""
        places = [moved[document] for document in found.documents if document in moved]
        if len(places) < len(found.documents):
            self._add_living(field, term, found, moved)
            return
        documents, counts, positions = self._fields[field][term]
        documents.extend(places)
        counts.extend(iter(found.counts))
        positions.extend(iter(found.positions))

    def _add_living(self, field: str, term: str, found: Postings, moved: Mapping[int, int]) -> None:
        for document, start, end in found.stretches():
            if document in moved:
                places = found.positions[start:end].tolist()
                _append(self._fields[field][term], moved[document], places)

    def iter_postings(self) -> Iterator[tuple[str, Iterator[tuple[str, Any]]]]:
        """Every field with its terms in order."""
        for field, held in self._fields.items():
            yield field, iter(sorted(held.items()))
        forms = ((_SEPARATOR.join(pair), count) for pair, count in self._forms.items())
        yield FORMS, iter(sorted(forms))

    def cleanup(self) -> None:
        """Nothing of this is on disk."""


def _lists() -> Lists:
    return array("I"), array("I"), array("I")


def _append(lists: Lists, document: int, places: list[int]) -> None:
    documents, counts, positions = lists
    documents.append(document)
    counts.append(len(places))
    positions.extend(places)


class Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, with terms gathered story by story instead of sorted posting by posting."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, _lk=False, codec=CODEC, compound=False)
        self.pool = Pool()
        self._kept: list[Any] = []

    def add_story(self, story: Indexed) -> None:
        """Take one story."""
        self.perdocwriter.start_doc(self.docnum)
        language = story.language[:2].lower()
        for field in WEIGHTS:
            length = self.pool.add_text(field, self.docnum, getattr(story, field), language)
            self.perdocwriter.add_field(field, SCHEMA[field], None, length)
        if language:
            self.pool.add_mark(LANGUAGE, self.docnum, language)
        for name, value in zip(
            COLUMNS, (story.id, seconds(story.published), story.source), strict=True
        ):
            self.perdocwriter.add_column_value(name, SCHEMA[name].column_type, value)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def files(self) -> list[str]:
        """The names of the files that the committed segments consist of."""
        return [name for segment in self._kept for name in segment.list_files(self.storage)]

    def _commit_toc(self, segments: list[Any]) -> None:
        self._kept = segments
        super()._commit_toc(segments)

    def add_postings_to_pool(
        self, reader: Any, startdoc: int, docmap: Mapping[int, int] | None
    ) -> None:
        """Take the terms of a segment that is merged into this one."""
        count = reader.doc_count_all()
        moved = {old: startdoc + old for old in range(count)} if docmap is None else docmap
        listed = reader._terms
        for key, packed in entries(listed, listed._tindex.startofdata):
            field, term = listed._keydecoder(key)
            found = entry(packed)
            if field == FORMS:
                self.pool.add_form(term.decode(), found[0])
            else:
                self.pool.add_postings(field, term.decode(), stored(listed, found), moved)


def merge_small(writer: Writer, segments: list[Any]) -> list[Any]:
    """Merge segments of about one size once there are many, and never a great one."""
    chosen = _alike(segments)
    for segment in chosen:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in chosen and segment.doc_count()]


def _alike(segments: list[Any]) -> list[Any]:
    """The smallest segments of a size that there are enough of, together not too great."""
    for least, most in pairwise(_SIZES):
        alike = [segment for segment in segments if least <= segment.doc_count() < most]
        if len(alike) >= _ALIKE:
            return _together(sorted(alike, key=lambda segment: segment.doc_count()))
    return []


def _together(segments: list[Any]) -> list[Any]:
    chosen, stories = [], 0
    for segment in segments:
        stories += segment.doc_count()
        if stories > MERGED_AT_MOST:
            break
        chosen.append(segment)
    return chosen
