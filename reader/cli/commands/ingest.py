"""The commands that bring in stories, their pages and their enclosures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reader import config
from reader.cli import text_output
from reader.cli.open_library import library_in
from reader.cli.safe_output import complain
from reader.cli.stream_io import piped, readable
from reader.config import Places
from reader.library import Clock, Library, cleaned
from reader.library.ingest.site_context import by_rules
from reader.model import Cleaned, Progress


def add(places: Places, chosen: Any) -> int:
    """Subscribe to places and read them."""
    from reader.cli import feed_prompt
    from reader.fetch.http.headers import own
    from reader.library.ingest.subscribe import Wish
    from reader.opml.subscription_names import own_line

    headers, folder = tuple(map(own, chosen.header)), own_line(chosen.folder)
    choose = None if chosen.json else feed_prompt.chooser()
    consent = feed_prompt.agreed if chosen.private else feed_prompt.consenter(chosen.json)
    wish = Wish(chosen.page, folder, headers, choose, consent)
    with library_in(places) as library:
        arriving = (found for where in chosen.where for found in library.add(where, piped(), wish))
        return _report(library, arriving, chosen.json)


def refresh(places: Places, chosen: Any) -> int:
    """Read sources again."""
    with library_in(places) as library:
        return _report(library, library.refresh(chosen.sources, chosen.due), chosen.json)


def fetch_pages(places: Places, chosen: Any) -> int:
    """Fetch the pages behind stories."""
    with library_in(places) as library:
        errors = [found.error for found, _ in library.fetch_pages(chosen.ids) if found.error]
        for error in errors:
            complain(error)
        library.update_index()
        text_output.paged(len(chosen.ids) - len(errors), errors, chosen.json)
    return 1 if errors else 0


def download(places: Places, chosen: Any) -> int:
    """Download a file that is attached to a story."""
    with library_in(places) as library:
        with text_output.Meter(sized=True) as meter:

            def show_progress(name: str, there: int, size: int) -> None:
                meter.show(Progress(name, there, size))

            path = library.download(chosen.id, chosen.enclosure, show_progress)
        text_output.downloaded(path, chosen.json)
    return 0


def preview(places: Places, chosen: Any) -> int:
    """Clean documents without keeping anything."""
    about = by_rules(config.read(places.config).sites)
    failed, now = False, Clock.from_environment().now()
    for where in chosen.where:
        for document in cleaned(where, now, piped(), about):
            failed = failed or bool(document.error)
            text_output.document(document, chosen.json)
    return 1 if failed else 0


def import_stories(places: Places, chosen: Any) -> int:
    """Add the stories in files of JSON lines."""
    with library_in(places) as library:
        told = [one for name in chosen.files for one in _import_file(library, name)]
        return _report(library, told, chosen.json)


def _import_file(library: Library, name: str) -> Iterator[tuple[Cleaned, int]]:
    """Add the stories in a file; what is said of each handful, without the stories themselves."""
    with readable(name) as file, text_output.Meter() as meter:
        for found, new in library.import_stories(file, name):
            meter.count("Importing", len(found.pairs))
            yield Cleaned(found.location, found.kind, error=found.error), new


def _report(library: Library, arriving: Iterable[tuple[Cleaned, int]], as_json: bool) -> int:
    """Index what arrives, and say what that was and what went wrong."""
    errors, added = [], 0
    for found, new in arriving:
        added += new
        if found.error:
            errors.append(found.error)
        for line in _report_lines(found, new):
            complain(line)
    is_behind = not library.knows_all()
    if is_behind:
        with text_output.Meter() as meter:
            library.update_index(meter.show)
    with text_output.Meter() as meter:
        library.group(meter.show)
    text_output.added(added, errors, as_json)
    if is_behind:
        library.tidy_index()
    return 1 if errors else 0


def _report_lines(found: Cleaned, new: int) -> list[str]:
    """Lines about a place of the web that was read; of files only what went wrong."""
    said = [found.error or found.note] if found.error or found.note else []
    is_told = not found.error and (found.kind or not found.note)
    if not is_told or not found.location.startswith(("http://", "https://")):
        return said
    return [f"{found.location}: {new:,} new {'story' if new == 1 else 'stories'}", *said]
