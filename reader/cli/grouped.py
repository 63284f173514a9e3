"""Words about events in, events out, or changed."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from reader.cli import output, printing, shapes
from reader.cli.answering import hits
from reader.library import Library, grouping
from reader.model import Event, QueryError, Search
from reader.store.lock import adding

MOST = 1_000_000  # stories that a query may find


def events(library: Library, chosen: Any) -> None:
    """Print events with several stories, those with the newest report first."""
    with printing.Meter() as meter:
        library.group(meter.show)
    told = found(library, " ".join(chosen.query)) if chosen.query else library.store.events.all()
    for event in sorted(told, key=lambda one: (one.last, one.id), reverse=True):
        if chosen.json:
            output.say_json(shapes.event(event))
        else:
            output.say(line(event))


def found(library: Library, text: str) -> list[Event]:
    """The events of the stories that a query finds."""
    got = hits(library, Search(library.query(text), "newest", MOST))
    return library.store.events.of(got.ids)


def line(event: Event) -> Text:
    """Number, date, size, headline and outlets, parted by tabs."""
    shown = Text(f"{event.id}\t{event.last:%Y-%m-%d}\t{len(event.stories)}\t")
    return shown.append(event.headline, "bold").append(f"\t{', '.join(event.outlets)}", "dim")


def split(library: Library, chosen: Any) -> None:
    """Take a story out of its event, or take that back."""
    if chosen.undo:
        undo(library)
    elif chosen.id is None:
        raise QueryError("Which story? Name it by its number, or take back the last with --undo.")
    else:
        with adding(library.places.data):
            grouping.split_off(library.store, chosen.id)
        told(library, chosen.id, chosen.json)


def join(library: Library, chosen: Any) -> None:
    """Put the events of two stories together, or take that back."""
    if chosen.undo:
        undo(library)
    elif len(chosen.ids) != 2:
        raise QueryError("Which two stories? Name them by their numbers, or use --undo.")
    else:
        with adding(library.places.data):
            grouping.join(library.store, *chosen.ids)
        told(library, chosen.ids[0], chosen.json)


def undo(library: Library) -> None:
    """Take back the last split or join."""
    with adding(library.places.data):
        grouping.undo(library.store)


def told(library: Library, story: int, as_json: bool) -> None:
    """Say with which stories one is in an event now."""
    stories = sorted(library.store.events.stories(story))
    if as_json:
        output.say_json({"event": stories[0], "stories": stories})
    elif len(stories) == 1:
        output.say(f"Story {story} stands alone.")
    else:
        output.say(f"One event: {', '.join(map(str, stories))}.")


def regrouped(library: Library, as_json: bool) -> None:
    """Group everything anew, and say how many stories and events there are."""
    with printing.Meter() as meter:
        count = library.group(meter.show, anew=True)
    events = len(library.store.events.all())
    if as_json:
        output.say_json({"grouped": count, "events": events})
    else:
        output.say(f"{count:,} stories, {events:,} events with several.")
