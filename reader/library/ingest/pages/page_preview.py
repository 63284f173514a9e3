"""What would become of a place, without keeping anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from reader.fetch import fetch, is_web
from reader.library.ingest.pages.index_pages import Sites, read_as
from reader.library.ingest.pipeline import SAMPLES, clean_location, parse_and_clean
from reader.library.ingest.site_context import configured_context
from reader.model import CleanedDocument, DocumentKind, FetchError, SourceReading


def preview_location(
    where: str, now: datetime, stdin: BinaryIO | None, sites: Sites, reading: SourceReading | None
) -> Iterator[CleanedDocument]:
    """Yield what would become of each document of a place, without keeping anything.

    Without a `reading` an index page of the web is read as a list where that is beyond doubt.
    """
    about = configured_context(sites)
    if where == SAMPLES:
        yield from clean_location(where, now, stdin, about)
        return
    for found in fetch(where, now, stdin):
        if isinstance(found, FetchError):
            yield CleanedDocument(found.source or where, error=str(found))
            continue
        if reading or is_web(found.location):
            listed = parse_and_clean(read_as(found, reading or SourceReading.LIST, sites), about)
            if reading or (listed.kind is DocumentKind.LIST and not listed.unsure):
                yield listed
                continue
        yield parse_and_clean(found, about)
