"""Views, saved searches and sources in, the lines of the sidebar out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from reader.library import Library
from reader.model import SavedSearch, SearchCounts, Source, StoryCounts
from reader.tui import pane_widths
from reader.tui.render.cells import cell_len
from reader.tui.render.story_row import VIEWS, StyledText, clip_line, pad_line, view_counts


class SidebarKind(Enum):
    """What a line of the sidebar is."""

    HEADING = auto()
    VIEW = auto()
    SEARCH = auto()
    FOLDER = auto()
    SOURCE = auto()


@dataclass(frozen=True, slots=True)
class SidebarItem:
    """One line of the sidebar."""

    kind: SidebarKind
    label: str
    key: str = ""  # the view that it lists, or the name of the saved search
    count: str = ""  # of what is unread in it
    total: str = ""  # how much there is in it, where that is known
    error: str = ""  # why its source could not be read
    within: bool = False  # whether it is a source of a folder


NOTHING = SidebarItem(SidebarKind.HEADING, "")


def sidebar_items(
    counts: StoryCounts,
    searches: Iterable[SavedSearch],
    counted: Mapping[str, SearchCounts],
    sources: Sequence[Source],
    repeated: Mapping[str, int] = {},
) -> list[SidebarItem]:
    """Return every line: views, saved searches, folders with sources, sources without one."""
    saved = [_search_place(search, counted.get(search.query)) for search in searches]
    return [
        *_views(counts),
        *([NOTHING, SidebarItem(SidebarKind.HEADING, "Searches"), *saved] if saved else []),
        *([NOTHING, SidebarItem(SidebarKind.HEADING, "Sources")] if sources else []),
        *_shelved(sources, repeated),
    ]


def of_library(library: Library, counted: Mapping[str, SearchCounts]) -> list[SidebarItem]:
    """Return every line for a library, as far as its searches have been counted."""
    store = library.store
    searches, sources = store.searches.all(), store.sources.all()
    folders = [source.folder for source in sources if source.folder]
    repeated = store.sharing.repeated() if len(set(folders)) < len(folders) else {}
    return sidebar_items(store.stories.counts(), searches, counted, sources, repeated)


def at_start(library: Library, width: int) -> list[SidebarItem]:
    """Return the lines of the start, on a screen of some width; none without a sidebar."""
    on = pane_widths.has_sidebar(library.store.database.meta(pane_widths.SIDEBAR_ON), width)
    return of_library(library, {}) if on and width >= pane_widths.ROOM else []


def _views(counts: StoryCounts) -> Iterator[SidebarItem]:
    """Yield the views that there always are."""
    yield SidebarItem(SidebarKind.HEADING, "Views")
    unread = _number(counts.unread)
    for name, number in view_counts(counts).items():
        total = "" if name == "unread" else f"{number:,}"
        count = unread if name in ("all", "unread") else ""
        yield SidebarItem(SidebarKind.VIEW, VIEWS[name], name, count, total)


def _search_place(saved: SavedSearch, counted: SearchCounts | None) -> SidebarItem:
    """Return a saved search, with how many of its stories are unread, of how many."""
    if counted is None:
        return SidebarItem(SidebarKind.SEARCH, saved.name, saved.name)
    unread, found = _number(counted.unread), f"{counted.found:,}"
    return SidebarItem(SidebarKind.SEARCH, saved.name, saved.name, unread, found)


def _shelved(sources: Sequence[Source], repeated: Mapping[str, int]) -> Iterator[SidebarItem]:
    """Yield folders in the order of their names, each with its sources, then the other sources.

    `repeated` is how many unread stories of a folder are in several of its sources.
    """
    for folder in sorted({source.folder for source in sources if source.folder}):
        inside = [source for source in sources if source.folder == folder]
        unread = sum(source.unread for source in inside) - repeated.get(folder, 0)
        yield SidebarItem(SidebarKind.FOLDER, folder, f"folder:{folder}", _number(unread))
        yield from (source_place(source, within=True) for source in inside)
    yield from (source_place(source) for source in sources if not source.folder)


def source_place(source: Source, within: bool = False) -> SidebarItem:
    """Return a source, with how many of its stories are unread."""
    return SidebarItem(
        SidebarKind.SOURCE,
        source.title or source.location.rstrip("/").rpartition("/")[2] or source.location,
        f"source:{source.id}",
        _number(source.unread),
        error=source.health.last_error,
        within=within,
    )


def _number(unread: int) -> str:
    """Return how many are unread; nothing where none is."""
    return f"{unread:,}" if unread else ""


def sidebar_line(place: SidebarItem, width: int, active: bool) -> list[StyledText]:
    """Return a place as a line of exactly so many columns.

    How much there is in it stands beside its name, what is unread in a column of its own.
    """
    if place.kind is SidebarKind.HEADING:
        return pad_line(clip_line([(f" {place.label}", "heading")], width), width)
    count = f" {place.count} "
    mark = [("! ", "warning")] if place.error else []
    margin = "    " if place.within else "  "
    told = [(margin, ""), *mark, (place.label, _look(place, active))]
    total = [(f" {place.total}", "dim")] if place.total else []
    room = width - cell_len(count)
    name = clip_line(told, max(0, room - sum(cell_len(text) for text, _ in total)))
    return [*pad_line([*name, *total], room), (count, "dot")]


def _look(place: SidebarItem, active: bool) -> str:
    """Return the role of a place's name."""
    return "tab-on" if active else "unread" if place.count else ""


def next_place(found: Sequence[SidebarItem], at: int, by: int) -> int:
    """Return the nearest line that can be chosen, so many lines on; headings are passed over."""
    wanted = max(0, min(len(found) - 1, at + by))
    onward, back = range(wanted, len(found)), range(min(wanted, len(found) - 1), -1, -1)
    ways = (*onward, *back) if by > 0 else (*back, *onward)
    return next((line for line in ways if found[line].kind is not SidebarKind.HEADING), at)


Chosen = Callable[[SidebarItem], bool]


def place_of(found: Sequence[SidebarItem], wanted: Chosen) -> int | None:
    """Return the number of the first line for which something holds."""
    return next((line_number for line_number, place in enumerate(found) if wanted(place)), None)
