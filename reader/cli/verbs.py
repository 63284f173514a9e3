"""A verb and its words in, an exit code out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reader import config
from reader.cli import arriving, complain, finds, printing, upkeep
from reader.cli.changes import change_of
from reader.cli.files import lines_of, lines_out, piped, readable
from reader.cli.opening import library_in
from reader.config import Places
from reader.library import Clock, albums, cleaned
from reader.library.edits import edits
from reader.library.keeping import change
from reader.library.knowing import by_rules

Verb = Callable[[Places, Any], int]


def listing(places: Places, chosen: Any) -> int:
    """List the newest stories."""
    with library_in(places) as library:
        ids = library.store.stories.ids(chosen.view, chosen.limit, library.clock.zone_offset())
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
        change(library.store, known, change_of(chosen, library.clock.now()))
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
    failed, now = False, Clock.from_environment().now()
    for where in chosen.where:
        for document in cleaned(where, now, piped(), about):
            failed = failed or bool(document.error)
            printing.document(document, chosen.json)
    return 1 if failed else 0


def export(places: Places, chosen: Any) -> int:
    """Write all stories as JSON lines, or the sources as OPML."""
    with library_in(places) as library:
        lines = library.story_lines() if chosen.what == "stories" else library.opml_lines()
        return lines_out(chosen.file, lines)


def configured(places: Places, chosen: Any) -> int:
    """Show the configuration as it stands."""
    from reader.cli import settings

    return settings.show(places, chosen)


VERBS: dict[str, Verb] = {
    "add": arriving.add,
    "refresh": arriving.refresh,
    "list": listing,
    "search": search,
    "searches": saved,
    "events": events,
    "split": events,
    "join": events,
    "regroup": upkeep.regroup,
    "show": show,
    "mark": mark,
    "page": arriving.page,
    "download": arriving.download,
    "bookmarks": bookmarks,
    "sources": sources,
    "preview": preview,
    "config": configured,
    "doctor": upkeep.doctor,
    "export": export,
    "import": arriving.import_stories,
    "reindex": upkeep.reindex,
    "vacuum": upkeep.vacuum,
    "reclean": upkeep.reclean,
}
