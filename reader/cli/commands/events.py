"""The commands for events: list them, split and join them by hand, cluster everything anew."""

from __future__ import annotations

from typing import Any

from reader.cli import json_output, safe_output, text_output
from reader.cli.coloured_text import ColouredText
from reader.cli.index_access import search_index
from reader.cli.open_library import open_library
from reader.config import Folders
from reader.library import Library
from reader.library.reports.join_reasons import basis_sentence, join_reasons, shared_lines
from reader.model import Event, JoinReason, QueryError, Search

MOST = 1_000_000  # stories that a query may find


def list_events(folders: Folders, chosen: Any) -> int:
    """Print events with several stories, those with the newest report first."""
    with open_library(folders) as library:
        _print_events(library, chosen)
    return 0


def split(folders: Folders, chosen: Any) -> int:
    """Take a story out of its event, or take that back."""
    with open_library(folders) as library:
        _split(library, chosen)
    return 0


def join(folders: Folders, chosen: Any) -> int:
    """Put the events of two stories together, or take that back."""
    with open_library(folders) as library:
        _join(library, chosen)
    return 0


def regroup(folders: Folders, chosen: Any) -> int:
    """Cluster all stories anew."""
    with open_library(folders) as library:
        _regroup(library, chosen.json)
    return 0


def _print_events(library: Library, chosen: Any) -> None:
    with text_output.ProgressBar() as meter:
        library.group(meter.show)
    query = " ".join(chosen.query)
    events = _events_found(library, query) if query else library.store.events.all()
    for event in sorted(events, key=lambda one: (one.last, one.id), reverse=True):
        reasons = join_reasons(library.store, event.id, MOST) if chosen.why else None
        if chosen.json:
            why = {} if reasons is None else {"why": list(map(json_output.reason_json, reasons))}
            safe_output.print_json({**json_output.event_json(event), **why})
        else:
            safe_output.print_line(_event_line(event))
            for line in map(_reason_line, reasons or ()):
                safe_output.print_line(line)


def _events_found(library: Library, text: str) -> list[Event]:
    """Return the events of the stories that a query finds."""
    got = search_index(library, Search(library.parse_query(text), "newest", MOST))
    return library.store.events.events_of(got.ids)


def _event_line(event: Event) -> ColouredText:
    """Write number, date, size, headline and outlets, parted by tabs."""
    shown = ColouredText(f"{event.id}\t{event.last:%Y-%m-%d}\t{len(event.stories)}\t")
    return shown.append(event.headline, "bold").append(f"\t{', '.join(event.outlets)}", "dim")


def _reason_line(reason: JoinReason) -> ColouredText:
    """Write number, outlet and headline of a report, and why it is one, after a tab each."""
    shared = [f"{kind} {words}" for kind, words in shared_lines(reason)]
    told = ColouredText(f"\t{reason.story}\t{reason.outlet}\t{reason.headline}\t")
    return told.append(" · ".join([basis_sentence(reason), *shared]), "dim")


def _split(library: Library, chosen: Any) -> None:
    if chosen.undo:
        _undo(library)
    elif chosen.id is None:
        raise QueryError("Which story? Name it by its number, or take back the last with --undo.")
    else:
        library.split_event(chosen.id)
        _say_event(library, chosen.id, chosen.json)


def _join(library: Library, chosen: Any) -> None:
    if chosen.undo:
        _undo(library)
    elif len(chosen.ids) != 2:
        raise QueryError("Which two stories? Name them by their numbers, or use --undo.")
    else:
        library.join_events(*chosen.ids)
        _say_event(library, chosen.ids[0], chosen.json)


def _undo(library: Library) -> None:
    """Take back the last split or join."""
    library.undo_event_edit()


def _say_event(library: Library, story: int, as_json: bool) -> None:
    """Say with which stories one is in an event now."""
    stories = sorted(library.store.events.story_ids(story))
    if as_json:
        safe_output.print_json({"event": stories[0], "stories": stories})
    elif len(stories) == 1:
        safe_output.print_line(f"Story {story} stands alone.")
    else:
        safe_output.print_line(f"One event: {', '.join(map(str, stories))}.")


def _regroup(library: Library, as_json: bool) -> None:
    with text_output.ProgressBar() as meter:
        count = library.group(meter.show, anew=True)
    events = len(library.store.events.all())
    if as_json:
        safe_output.print_json({"grouped": count, "events": events})
    else:
        safe_output.print_line(f"{count:,} stories, {events:,} events with several.")
