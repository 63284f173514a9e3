"""The verbs that bring in stories, their pages and their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reader.cli import complain, printing
from reader.cli.files import piped, readable
from reader.cli.opening import library_in
from reader.config import Places
from reader.library import Library
from reader.model import Cleaned


def add(places: Places, chosen: Any) -> int:
    """Subscribe to places and read them."""
    from reader.cli import asking
    from reader.fetch.headers import own
    from reader.library.subscribing import Wish
    from reader.opml.names import own_line

    headers, folder = tuple(map(own, chosen.header)), own_line(chosen.folder)
    choose = None if chosen.json else asking.chooser()
    consent = asking.agreed if chosen.private else asking.consenter(chosen.json)
    wish = Wish(chosen.page, folder, headers, choose, consent)
    with library_in(places) as library:
        arriving = (found for where in chosen.where for found in library.add(where, piped(), wish))
        return told_of(library, arriving, chosen.json)


def refresh(places: Places, chosen: Any) -> int:
    """Read sources again."""
    with library_in(places) as library:
        return told_of(library, library.refresh(chosen.sources, chosen.due), chosen.json)


def page(places: Places, chosen: Any) -> int:
    """Fetch the pages behind stories."""
    with library_in(places) as library:
        errors = [found.error for found, _ in library.fetch_pages(chosen.ids) if found.error]
        for error in errors:
            complain(error)
        library.update_index()
        printing.paged(len(chosen.ids) - len(errors), errors, chosen.json)
    return 1 if errors else 0


def download(places: Places, chosen: Any) -> int:
    """Download a file that is attached to a story."""
    from reader.cli import attached

    with library_in(places) as library:
        attached.run(library, chosen)
    return 0


def import_stories(places: Places, chosen: Any) -> int:
    """Add the stories in files of JSON lines."""
    with library_in(places) as library:
        told = [one for name in chosen.files for one in imported(library, name)]
        return told_of(library, told, chosen.json)


def imported(library: Library, name: str) -> Iterator[tuple[Cleaned, int]]:
    """Add the stories in a file; what is said of each handful, without the stories themselves."""
    with readable(name) as file, printing.Meter() as meter:
        for found, new in library.import_stories(file, name):
            meter.count("Importing", len(found.pairs))
            yield Cleaned(found.location, found.kind, error=found.error), new


def told_of(library: Library, arriving: Iterable[tuple[Cleaned, int]], as_json: bool) -> int:
    """Index what arrives, and say what that was and what went wrong."""
    errors, added = [], 0
    for found, new in arriving:
        added += new
        if found.error:
            errors.append(found.error)
        for line in arrived(found, new):
            complain(line)
    is_behind = not library.knows_all()
    if is_behind:
        with printing.Meter() as meter:
            library.update_index(meter.show)
    with printing.Meter() as meter:
        library.group(meter.show)
    printing.added(added, errors, as_json)
    if is_behind:
        library.tidy_index()
    return 1 if errors else 0


def arrived(found: Cleaned, new: int) -> list[str]:
    """Lines about a place of the web that was read; of files only what went wrong."""
    said = [found.error or found.note] if found.error or found.note else []
    is_told = not found.error and (found.kind or not found.note)
    if not is_told or not found.location.startswith(("http://", "https://")):
        return said
    return [f"{found.location}: {new:,} new {'story' if new == 1 else 'stories'}", *said]
