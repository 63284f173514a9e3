"""Imports a file of stories (JSON lines) into the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from reader.clean import clean
from reader.library.ingest.pipeline import IMPORTS, save_document
from reader.model import CleanedDocument, DocumentKind, Entry, IngestReport, ParseError, Story
from reader.parse.story_jsonl import LinePosition, parse_line
from reader.store import Store

BATCH = 500
LONGEST = 16 * 2**20  # bytes in a line


def import_stories(
    store: Store, file: BinaryIO, name: str, now: datetime
) -> Iterator[IngestReport]:
    """Save the stories of a file in batches; each with the number of new ones."""
    numbered = enumerate(iter(lambda: file.readline(LONGEST), b""), start=1)
    while batch := list(islice(numbered, BATCH)):
        pairs, errors = _sorted_out(batch, name, now)
        for error in errors:
            yield IngestReport(CleanedDocument(name, error=error), 0)
        if not pairs:
            continue
        source_id = store.sources.add(IMPORTS, "Imported stories")
        found = CleanedDocument(name, DocumentKind.FEED, pairs=tuple(pairs), oldest_first=True)
        yield IngestReport(found, save_document(store, source_id, found))


def _sorted_out(
    batch: list[tuple[int, bytes]], name: str, now: datetime
) -> tuple[list[tuple[Entry, Story]], list[str]]:
    """Return the stories of some lines, and a sentence for each line that holds none."""
    pairs, errors = [], []
    for number, line in batch:
        if not line.strip():
            continue
        try:
            entry = parse_line(line, LinePosition(name, number), IMPORTS, now)
        except ParseError as error:
            errors.append(str(error))
        else:
            pairs.append((entry, clean(entry)))
    return pairs, errors
