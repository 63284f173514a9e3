"""Takes in a file whatever it holds: an export of another reader, or stories in lines of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reader.library.indexed_store import ignore_progress
from reader.library.ingest.imports.import_marked import CarriedOver
from reader.model import CleanedDocument, FetchError, IngestReport
from reader.model.progress import OnProgress
from reader.model.system_errors import file_error_reason

if TYPE_CHECKING:
    from reader.library import Library

LARGEST = 100_000_000  # bytes of an export
IMPORTABLE = "OPML, starred JSON or XML, saved pages as CSV, HTML or JSON, stories in lines of JSON"


def export_arrivals(
    library: Library,
    file: BinaryIO,
    name: str,
    total: CarriedOver,
    on_progress: OnProgress = ignore_progress,
) -> Iterator[IngestReport] | None:
    """Take in an export of another reader; None where a file is none, or too large to be one."""
    content = file.read(LARGEST + 1)
    return (
        library.import_export(content, name, total, on_progress)
        if len(content) <= LARGEST
        else None
    )


def import_file(
    library: Library, path: Path, total: CarriedOver, on_progress: OnProgress = ignore_progress
) -> Iterator[IngestReport]:
    """Take in a file; what came of each handful, and in the end in one sentence what went wrong.

    Raises:
        FetchError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            arriving = export_arrivals(library, file, path.name, total, on_progress)
            is_export = arriving is not None
            if arriving is None:
                file.seek(0)
                arriving = _count_arrivals(
                    library.import_stories(file, path.name, on_progress), total
                )
            yield from _with_one_error(arriving, path.name, is_export)
    except OSError as error:
        raise FetchError(f"{path}: {file_error_reason(error)}.", str(path)) from error


def outcome_sentence(total: CarriedOver) -> str:
    """Return what was taken beside new stories, in a few words."""
    parts = (
        _number(total.sources, "new source", "new sources"),
        _number(total.searches, "saved search", "saved searches"),
        f"{total.read:,} marked as read" if total.read else "",
        f"{total.bookmarked:,} bookmarked" if total.bookmarked else "",
        _number(total.pages, "page waits", "pages wait", " to be fetched"),
    )
    return ", ".join(filter(None, parts))


def _number(count: int, one: str, many: str, behind: str = "") -> str:
    """Return a number of things; nothing of none."""
    return f"{count:,} {one if count == 1 else many}{behind}" if count else ""


def _count_arrivals(arriving: Iterator[IngestReport], total: CarriedOver) -> Iterator[IngestReport]:
    """Pass on what arrives, and count the new stories of it."""
    for found, new in arriving:
        total.stories += new
        yield IngestReport(found, new)


def _with_one_error(
    arriving: Iterator[IngestReport], name: str, is_export: bool
) -> Iterator[IngestReport]:
    """Pass on what arrives, and in the end one sentence about all that went wrong."""
    first, count, has_any = "", 0, is_export
    for found, new in arriving:
        first, count = first or found.error, count + bool(found.error)
        has_any = has_any or bool(found.pairs)
        yield IngestReport(replace(found, error=""), new)
    if count:
        more = f"{first.removesuffix('.')}; and {count - 1:,} more like this"
        told = first if count == 1 else more
        strange = f"{name} holds nothing that can be imported: {IMPORTABLE}"
        yield IngestReport(CleanedDocument(name, error=told if has_any else strange), 0)
