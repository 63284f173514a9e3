"""The command for sources: lists what is subscribed to, and changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text

from reader.cli import json_output
from reader.cli.open_library import open_library
from reader.cli.safe_output import print_json, print_table
from reader.config import Folders
from reader.library import Library
from reader.library.ingest.refresh import source_named
from reader.library.ingest.subscribing.add_options import keep_headers
from reader.library.person_input import own_line, parse_header
from reader.library.reports.source_health import (
    SourceStatistics,
    filter_sources,
    health_words,
    reading_words,
    source_statistics,
)
from reader.model import ConfigError, Retention, Source
from reader.model.construction import replace
from reader.model.retention import span_in_days

HEADINGS = ("id", "source", "stories", "unread", "status", "last read", "next")
COUNTS = ("stories", "unread", "status")
USUAL = "usual"  # as the configuration says
ACTS: dict[str, Callable[[Source, Any], Source]] = {
    "mute": lambda source, _: replace(source, muted=True),
    "whole": lambda source, _: replace(source, full_text=True),
    "teaser": lambda source, _: replace(source, full_text=False),
    "unmute": lambda source, _: replace(source, muted=False),
    "rename": lambda source, chosen: replace(source, title=own_line(chosen.name)),
    "move": lambda source, chosen: replace(source, folder=own_line(chosen.name)),
    "keep": lambda source, chosen: replace(source, keep=_limits(" ".join(chosen.limits))),
    "headers": lambda source, _: source,
    "remove": lambda source, _: source,
    "restore": lambda source, _: source,
}

LISTS: dict[str | None, Callable[[Library], Sequence[Source]]] = {
    None: lambda library: library.store.sources.all(),
    "removed": lambda library: library.store.sources.unsubscribed(),
}


def _limits(words: str) -> Retention | None:
    """Return how much of a source is kept, as a person wrote it; None is as the configuration says.

    Raises:
        ConfigError: it is nothing that can be meant.
    """
    try:
        return None if words.casefold() == USUAL else Retention.read(words)
    except ValueError as error:
        raise ConfigError(f"{error}, or {USUAL}.") from error


def sources(folders: Folders, chosen: Any) -> int:
    """List what is subscribed to, or change it."""
    with open_library(folders) as library:
        _list_or_change(library, chosen)
    return 0


def _list_or_change(library: Library, chosen: Any) -> None:
    """List the sources, or change one and list it."""
    if chosen.act in LISTS:
        _print_sources(library, _chosen_sources(library, chosen), chosen.json)
        return
    left = chosen.act == "restore"
    among = library.store.sources.unsubscribed() if left else library.store.sources.all()
    source = source_named(among, chosen.source)
    if chosen.act == "headers":
        keep_headers(library, source.location, tuple(map(parse_header, chosen.headers)))
    if chosen.act == "whole":
        _check_pages(library, source)
    changed = ACTS[chosen.act](source, chosen)
    library.store.sources.change(changed, subscribed=chosen.act != "remove")
    _print_sources(library, [changed], chosen.json)


def _check_pages(library: Library, source: Source) -> None:
    """Refuse to fetch pages for stories that have none.

    Raises:
        ConfigError: it is a page that is watched, or mail.
    """
    (statistics,) = source_statistics(library.store, [source], library.clock.now())
    if not statistics.is_of_pages:
        words = reading_words(statistics)
        raise ConfigError(f"{source.title or source.location} is read {words}: "
                          "there are no whole pages behind its stories.")  # fmt: skip


def _chosen_sources(library: Library, chosen: Any) -> list[Source]:
    """Return the sources to list: all, or those that fare as is asked for.

    Raises:
        ConfigError: the time for which they are idle is none.
    """
    days = span_in_days(chosen.idle)
    if chosen.idle and not days:
        raise ConfigError(f"{chosen.idle!r} is no span of time: try 180d, 8w, 6m or 1y.")
    sources = LISTS[chosen.act](library)
    told = source_statistics(library.store, sources, library.clock.now())
    return [one.source for one in filter_sources(told, days, chosen.dead, chosen.noisy)]


def _print_sources(library: Library, sources: Sequence[Source], json_wanted: bool) -> None:
    """Print what is subscribed to, with its health."""
    named = _names(library)
    counted = source_statistics(library.store, sources, library.clock.now())
    health = {one.source.id: one for one in counted}
    if json_wanted:
        for source in sources:
            print_json(
                json_output.source_json(source)
                | json_output.health_json(health[source.id])
                | {"headers": list(named.get(source.location, ()))}
            )
        return
    table = _empty_table()
    for source in sources:
        table.add_row(*_cells(health[source.id], named.get(source.location, ())))
    print_table(table)


def _empty_table() -> Table:
    """Return a table of sources that holds none yet."""
    table = Table(box=None, pad_edge=False)
    for heading in HEADINGS:
        side: JustifyMethod = "right" if heading in COUNTS else "left"
        table.add_column(heading, justify=side, overflow="fold")
    return table


def _names(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the names of the headers of each source that has any; what they hold stays unsaid."""
    return {
        place: tuple(name for name, _ in given)
        for place, given in library.request_headers().items()
    }


def _cells(statistics: SourceStatistics, headers: Sequence[str]) -> list[Text]:
    """Write a source's line: number, name, place, counts, last and next reading."""
    source = statistics.source
    name = Text(source.title or source.location, "bold")
    for line in (*_details(statistics, headers), health_words(statistics)):
        name.append(f"\n{line}", "dim")
    health = source.health.last_error or _local_time(source.health.last_success, "not yet")
    return [
        Text(str(source.id)),
        name,
        Text(f"{source.stories:,}"),
        Text(f"{source.unread:,}"),
        Text(f"{source.fetch_state.status or ''}"),
        Text(health, "red" if source.health.last_error else ""),
        _next_reading(source),
    ]


def _details(statistics: SourceStatistics, headers: Sequence[str]) -> Iterator[str]:
    """Yield what is said of a source below its title."""
    source = statistics.source
    if source.title:
        yield source.location
    if source.folder:
        yield f"in {source.folder}"
    if words := reading_words(statistics):
        yield f"read {words}"
    if source.keep is not None:
        yield f"keeps {source.keep.words}"
    if headers:
        yield f"sends {', '.join(headers)}"


def _next_reading(source: Source) -> Text:
    """Return when a source is read next, and why then."""
    if source.muted:
        return Text("muted", "dim")
    told = Text(_local_time(source.fetch_state.due, "never" if source.fetch_state.gone else ""))
    return told.append(f"\n{source.fetch_state.why}", "dim") if source.fetch_state.why else told


def _local_time(moment: datetime | None, otherwise: str) -> str:
    """Return a moment as this machine's clock tells it."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else otherwise
