"""A verb and its words in, an exit code out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from reader import config
from reader.cli import complain, finds, printing
from reader.cli.changes import change_of
from reader.cli.files import lines_of, lines_out, readable
from reader.config import Places
from reader.fetch.headers import own
from reader.library import Library, albums, cleaned, now
from reader.library.edits import edits
from reader.library.keeping import change
from reader.library.knowing import by_rules
from reader.model import Cleaned, StoreError

Verb = Callable[[Places, Any], int]


@contextmanager
def library_in(places: Places) -> Iterator[Library]:
    """The library of these places, closed in the end."""
    library = Library.open(places)
    try:
        yield library
    finally:
        library.close()


def add(places: Places, chosen: Any) -> int:
    """Subscribe to places and read them."""
    headers = tuple(map(own, chosen.header))
    with library_in(places) as library:
        arriving = (
            found
            for where in chosen.where
            for found in library.add(where, stdin(), chosen.page, chosen.folder, headers)
        )
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
        told: list[tuple[Cleaned, int]] = []
        for name in chosen.files:
            with readable(name) as file, printing.Meter() as meter:
                for found, new in library.import_stories(file, name):
                    told.append((Cleaned(found.location, found.kind, error=found.error), new))
                    meter.count("Importing", len(found.pairs))
        return told_of(library, told, chosen.json)


def told_of(library: Library, arriving: Iterable[tuple[Cleaned, int]], as_json: bool) -> int:
    """Index what arrives, and say what that was and what went wrong."""
    errors, added = [], 0
    for found, new in arriving:
        added += new
        if found.error:
            errors.append(found.error)
        if line := arrived(found, new):
            complain(line)
    with printing.Meter() as meter:
        library.update_index(meter.show)
    with printing.Meter() as meter:
        library.group(meter.show)
    printing.added(added, errors, as_json)
    library.tidy_index()
    return 1 if errors else 0


def arrived(found: Cleaned, new: int) -> str:
    """A line about a place of the web that was read; of files only what went wrong."""
    if found.error or found.note or not found.location.startswith(("http://", "https://")):
        return found.error or found.note
    return f"{found.location}: {new:,} new {'story' if new == 1 else 'stories'}"


def listing(places: Places, chosen: Any) -> int:
    """List the newest stories."""
    with library_in(places) as library:
        ids = library.store.stories.ids(chosen.view, chosen.limit)
        carriers = library.store.sharing.carriers(ids) if chosen.json else {}
        printing.rows(library.store.stories.rows(ids), carriers, chosen.json)
    return 0


def search(places: Places, chosen: Any) -> int:
    """List the stories that a query finds."""
    with library_in(places) as library:
        for hint in finds.searched(library, chosen):
            complain(hint)
    return 0


def saved(places: Places, chosen: Any) -> int:
    """List the saved searches, or change them."""
    from reader.cli import searches

    with library_in(places) as library:
        searches.run(library, chosen)
    return 0


def events(places: Places, chosen: Any) -> int:
    """List events, or say which stories are one."""
    from reader.cli import grouped

    acts = {"events": grouped.events, "split": grouped.split, "join": grouped.join}
    with library_in(places) as library:
        acts[chosen.verb](library, chosen)
    return 0


def regroup(places: Places, chosen: Any) -> int:
    """Find out anew which stories report one event."""
    from reader.cli import grouped

    with library_in(places) as library:
        grouped.regrouped(library, chosen.json)
    return 0


def show(places: Places, chosen: Any) -> int:
    """Print one story."""
    with library_in(places) as library:
        if chosen.raw:
            printing.original(library.store.stories.original(chosen.id), chosen.json)
            return 0
        story, known = library.store.stories.get(chosen.id), library.store.sharing.beside(chosen.id)
        if chosen.changes:
            printing.edits(edits(story, known.versions), chosen.json)
        else:
            printing.story(story, known, chosen.json)
    return 0


def mark(places: Places, chosen: Any) -> int:
    """Set or clear a mark of stories."""
    with library_in(places) as library:
        known = library.store.stories.known(chosen.ids)
        change(library.store, known, change_of(chosen))
        library.keep()
        unknown = [story_id for story_id in chosen.ids if story_id not in known]
        for story_id in unknown:
            complain(f"There is no story {story_id}.")
        printing.marked(known, chosen.mark, chosen.json)
    return 1 if unknown else 0


def bookmarks(places: Places, chosen: Any) -> int:
    """Export or import bookmarks, tags and notes."""
    with library_in(places) as library:
        if chosen.way == "export":
            kept = library.store.marks.keepsakes()
            return lines_out(chosen.file, albums.FORMATS[chosen.format](kept))
        with readable(chosen.file) as file:
            errors = list(library.import_bookmarks(lines_of(file), chosen.file))
        for error in errors:
            complain(error)
        library.update_index()
        library.group()
        printing.taken_in(library.store.stories.counts().bookmarked, errors, chosen.json)
    return 1 if errors else 0


def sources(places: Places, chosen: Any) -> int:
    """List what is subscribed to, or change it."""
    from reader.cli import sources

    with library_in(places) as library:
        sources.run(library, chosen)
    return 0


def preview(places: Places, chosen: Any) -> int:
    """Clean documents without keeping anything."""
    about = by_rules(config.read(places.config).sites)
    failed = False
    for where in chosen.where:
        for document in cleaned(where, now(), stdin(), about):
            failed = failed or bool(document.error)
            printing.document(document, chosen.json)
    return 1 if failed else 0


def reclean(places: Places, chosen: Any) -> int:
    """Clean all stories again from what their sources wrote."""
    with library_in(places) as library, printing.Meter() as meter:
        changed = library.clean_again(meter.show, anew=chosen.anew)
    with library_in(places) as library, printing.Meter() as meter:
        library.update_index(meter.show)
        printing.recleaned(changed, library.store.stories.counts().all, chosen.json)
    return 0


def export(places: Places, chosen: Any) -> int:
    """Write all stories as JSON lines, or the sources as OPML."""
    with library_in(places) as library:
        lines = library.story_lines() if chosen.what == "stories" else library.opml_lines()
        return lines_out(chosen.file, lines)


def vacuum(places: Places, chosen: Any) -> int:
    """Drop what is beyond its limits, and give back unused room."""
    with library_in(places) as library:
        with printing.Meter() as meter:
            told = library.vacuum(meter.show)
        printing.vacuumed(told, chosen.json)
    return 0


def reindex(places: Places, chosen: Any) -> int:
    """Build the search index anew."""
    with library_in(places) as library, printing.Meter() as meter:
        printing.reindexed(library.update_index(meter.show, anew=True), chosen.json)
    return 0


def doctor(places: Places, chosen: Any) -> int:
    """Check everything, and repair what can be repaired without losing anything."""
    from reader.library.doctoring import Finding, examined

    all_good = True
    try:
        with library_in(places) as library, printing.Meter() as meter:
            for finding in examined(library, meter.show):
                all_good = all_good and finding.good
                printing.examined(finding, chosen.json)
    except StoreError as error:
        printing.examined(Finding("database", str(error), well=False), chosen.json)
        return 1
    return 0 if all_good else 1


def configured(places: Places, chosen: Any) -> int:
    """Show the configuration as it stands."""
    from reader.cli import settings

    return settings.show(places, chosen)


def stdin() -> BinaryIO:
    """What is piped in, as bytes."""
    return sys.stdin.buffer


VERBS: dict[str, Verb] = {
    "add": add,
    "refresh": refresh,
    "list": listing,
    "search": search,
    "searches": saved,
    "events": events,
    "split": events,
    "join": events,
    "regroup": regroup,
    "show": show,
    "mark": mark,
    "page": page,
    "download": download,
    "bookmarks": bookmarks,
    "sources": sources,
    "preview": preview,
    "config": configured,
    "doctor": doctor,
    "export": export,
    "import": import_stories,
    "reindex": reindex,
    "vacuum": vacuum,
    "reclean": reclean,
}
