"""The import command: carries on from another reader, or adds stories from JSON lines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli import text_output
from reader.cli.commands.ingest import report_arrivals
from reader.cli.open_library import open_library
from reader.cli.safe_output import SHOWN, print_complaint, print_json, print_line
from reader.cli.stream_io import open_input
from reader.config import Folders
from reader.library import Library
from reader.model import CleanedDocument, FetchError, IngestReport, Progress

if TYPE_CHECKING:
    from reader.library.ingest.imports.import_marked import CarriedOver

NEWSBOAT = "newsboat"


def import_files(folders: Folders, chosen: Any) -> int:
    """Take in what another reader has, or the stories in files of JSON lines."""
    if chosen.files == [NEWSBOAT] and not Path(NEWSBOAT).is_file():
        return _import_newsboat(folders, chosen)
    with open_library(folders) as library:
        codes = [_import_export(library, name, chosen.json) for name in chosen.files]
        files = [name for name, code in zip(chosen.files, codes, strict=True) if code is None]
        if files:
            told = [one for name in files for one in _import_file(library, name)]
            codes.append(report_arrivals(library, told, chosen.json))
    return max(code or 0 for code in codes)


def _import_export(library: Library, name: str, json_wanted: bool) -> int | None:
    """Take in an export of another reader; None where the file is none."""
    from reader.library.ingest.imports.import_file import export_arrivals
    from reader.library.ingest.imports.import_marked import CarriedOver

    if name == "-":
        return None
    total = CarriedOver()
    with open_input(name) as file, text_output.ProgressBar() as meter:
        arriving = export_arrivals(library, file, name, total)
        if arriving is None:
            return None
        failed = _take(arriving, total, meter)
        _index_and_group(library, meter)
    _print_total(total, name, json_wanted)
    return int(failed)


def _import_file(library: Library, name: str) -> Iterator[IngestReport]:
    """Add the stories in a file; what is said of each handful, without the stories themselves."""
    from reader.library.ingest.imports.import_file import IMPORTABLE

    with open_input(name) as file, text_output.ProgressBar() as meter:
        held: list[str] = []  # until a story comes: what holds none is told in two sentences
        stories, errors = 0, 0
        for found, new in library.import_stories(file, name, meter.show):
            meter.count("Importing", len(found.pairs))
            stories += len(found.pairs)
            errors += bool(found.error)
            held += [found.error] if found.error and errors <= SHOWN else []
            if stories:
                yield from _complaints(name, held)
                held.clear()
                yield IngestReport(CleanedDocument(found.location, found.kind), new)
        strange = f"{name} holds nothing that can be imported: {IMPORTABLE}."
        beyond = f"{name}: {errors - SHOWN:,} more lines like these."
        if not stories:
            yield from _complaints(name, [*held[:1], strange])
        elif errors > SHOWN:
            yield from _complaints(name, [beyond])


def _complaints(name: str, sentences: list[str]) -> Iterator[IngestReport]:
    """Yield what went wrong with a file, a sentence each."""
    return (IngestReport(CleanedDocument(name, error=one), 0) for one in sentences)


def _import_newsboat(folders: Folders, chosen: Any) -> int:
    """Carry on from newsboat."""
    from reader.cli.newsboat_keys import take_keys
    from reader.library.ingest.imports.import_marked import CarriedOver
    from reader.library.ingest.imports.import_newsboat import find_newsboat

    files = find_newsboat(Path.home(), os.environ)
    if files is None:
        raise FetchError(
            "Nothing of newsboat is here: it would be in ~/.newsboat or ~/.config/newsboat; "
            "`newsreader add FILE` takes a urls file or OPML from elsewhere."
        )
    total = CarriedOver()
    with open_library(folders) as library, text_output.ProgressBar() as meter:
        errors = _take(library.import_newsboat(files, total, meter.show), total, meter)
        _index_and_group(library, meter)
    total.keys, left = take_keys(folders, files.config.keys)
    total.left += left
    if files.config.left:
        lines = ", ".join(f"{name} {count}" for name, count in sorted(files.config.left.items()))
        total.left.append(f"lines of its configuration: {lines}")
    _print_total(total, NEWSBOAT, chosen.json)
    return 1 if errors else 0


def _take(
    arriving: Iterator[IngestReport], total: CarriedOver, meter: text_output.ProgressBar
) -> bool:
    """Take in what arrives, and show how far that is; whether anything went wrong."""
    failed = False
    for found, _ in arriving:
        meter.show(Progress("Importing, new stories:", total.stories, 0))
        if found.error:
            failed = True
            print_complaint(found.error)
    return failed


def _index_and_group(library: Library, meter: text_output.ProgressBar) -> None:
    """Have the new stories found by searching, and put into their events."""
    library.update_index(meter.show)
    library.group(meter.show)
    library.tidy_index()


def _print_total(total: CarriedOver, name: str, json_wanted: bool) -> None:
    """Print what was taken, and what was left."""
    if json_wanted:
        print_json({field: getattr(total, field) for field in total.__slots__})
        return
    print_line(
        f"Taken from {name}: {_counted(total.sources, 'new source')}, "
        f"{_counted(total.searches, 'saved search')}, {_counted(total.stories, 'new story')}; "
        f"{total.read:,} marked as read, {total.bookmarked:,} bookmarked."
    )
    if total.pages:
        pages = "1 page waits" if total.pages == 1 else f"{total.pages:,} pages wait"
        print_line(f"{pages} to be fetched, some at each refresh.")
    if total.keys:
        print_line(f"Keys: {', '.join(total.keys)}.")
    for sentence in total.left[:SHOWN]:
        print_line(f"Left: {sentence}.")
    if len(total.left) > SHOWN:
        print_line(f"Left: {len(total.left) - SHOWN:,} more like these; --json tells all.")
    print_line("`newsreader refresh` reads the sources; an open newsreader does so by itself.")


def _counted(count: int, what: str) -> str:
    """Return a number of things."""
    many = {"new story": "new stories", "saved search": "saved searches"}
    return f"{count:,} {what if count == 1 else many.get(what, f'{what}s')}"
