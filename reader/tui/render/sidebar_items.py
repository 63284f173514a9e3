"""Views, saved searches and sources in, the lines of the sidebar out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto

from reader.library import Library
from reader.model import SavedSearch, SearchCounts, Source, StoryCounts
from reader.model.construction import frozen
from reader.tui import pane_widths
from reader.tui.render.cells import cell_len
from reader.tui.render.story_row import VIEWS, StyledText, clip_line, pad_line, view_counts


class SidebarKind(Enum):
    """What a line of the sidebar is."""

    HEADING = auto()
    VIEW = auto()
    SEARCH = auto()
    RULE = auto()  # that has alerted of stories that nobody has looked at
    FOLDER = auto()
    SOURCE = auto()


@frozen
class SidebarItem:
    """One line of the sidebar."""

    kind: SidebarKind
    label: str
    key: str = ""  # the view that it lists, or the name of the saved search
    count: str = ""  # of what is unread in it
    total: str = ""  # how much there is in it, where that is known
    error: str = ""  # why its source could not be read
    within: bool = False  # whether it is a source of a folder
    alerts: int = 0  # new stories that its search or rule has alerted of


NOTHING = SidebarItem(SidebarKind.HEADING, "")
_SOURCES = SidebarItem(SidebarKind.HEADING, "Sources")
ORDER, HIDES = "sidebar_order", "sidebar_hides_read"  # facts in the database
ORDER_NAMES = {"added": "as they were added", "name": "by name", "unread": "the most unread first"}
ORDERS = tuple(ORDER_NAMES)
_LONGEST_NUMBER = 20  # digits of a number within a name, by which it is sorted


def chosen_order(library: Library) -> str:
    """Return the order in which sources stand, one of `ORDERS`."""
    order = library.store.database.meta(ORDER)
    return order if order in ORDERS else ORDERS[0]


def hides_read(library: Library) -> bool:
    """Tell whether what has nothing unread is hidden."""
    return library.store.database.meta(HIDES) == "on"


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
        *([NOTHING, _SOURCES] if sources else []),
        *_shelved(sources, repeated),
    ]


def of_library(
    library: Library, counted: Mapping[str, SearchCounts], active: str
) -> list[SidebarItem]:
    """Return the lines for a library, as far as its searches have been counted.

    In the order that was chosen, and without what was hidden, but for what the list shows.
    """
    store = library.store
    counts, searches, sources = store.stories.counts(), store.searches.all(), store.sources.all()
    folders = [source.folder for source in sources if source.folder]
    repeated = store.copies.count_repeated() if len(set(folders)) < len(folders) else {}
    alerts = store.searches.alerts() if any(one.alert for one in searches) else {}
    ruled = store.rules.unseen_alerts()
    listed = _sorted_sources(sources, chosen_order(library))
    if not hides_read(library):
        items = sidebar_items(counts, searches, counted, listed, repeated)
        return _with_rules(_with_alerts(items, alerts), ruled)
    unread = [source for source in listed if _is_wanted(source, active)]
    wanted = [search for search in searches if _has_unread(search, counted, active)]
    items = sidebar_items(counts, wanted, counted, unread, repeated)
    return _with_hidden(_with_rules(_with_alerts(items, alerts), ruled), len(sources) - len(unread))


def _with_alerts(items: list[SidebarItem], alerts: Mapping[str, int]) -> list[SidebarItem]:
    """Return the lines with how many new stories each saved search has alerted of."""
    if not alerts:
        return items
    return [
        replace(one, alerts=alerts.get(one.key, 0)) if one.kind is SidebarKind.SEARCH else one
        for one in items
    ]


def _with_rules(
    items: list[SidebarItem], alerting: Sequence[tuple[int, str, int]]
) -> list[SidebarItem]:
    """Return the lines with the rules that have alerted, by id, name and number of stories."""
    if not alerting:
        return items
    rules = [
        SidebarItem(SidebarKind.RULE, name, f"rule:{rule_id}", alerts=count)
        for rule_id, name, count in alerting
    ]
    at = items.index(_SOURCES) - 1 if _SOURCES in items else len(items)
    return [*items[:at], NOTHING, SidebarItem(SidebarKind.HEADING, "Alerts"), *rules, *items[at:]]


def _is_wanted(source: Source, active: str) -> bool:
    """Tell whether a source has anything unread, or the list shows it or its folder."""
    return bool(source.unread) or active in (f"source:{source.id}", f"folder:{source.folder}")


def _has_unread(search: SavedSearch, counted: Mapping[str, SearchCounts], active: str) -> bool:
    """Tell whether a search finds anything unread, as far as is known, or the list shows it."""
    found = counted.get(search.query)
    return found is None or found.unread > 0 or search.name == active


def _with_hidden(items: Sequence[SidebarItem], hidden: int) -> list[SidebarItem]:
    """Return the lines with the number of sources that are hidden in their heading."""
    heading = replace(_SOURCES, label=f"{_SOURCES.label} · {hidden:,} read")
    if hidden and _SOURCES not in items:
        return [*items, NOTHING, heading]
    return [heading if hidden and item == _SOURCES else item for item in items]


def _sorted_sources(sources: Sequence[Source], order: str) -> Sequence[Source]:
    """Return sources in an order of `ORDERS`, those of a folder after those of the one before."""
    unread = order == "unread"
    if order != "added":
        sources = sorted(sources, key=lambda source: _sort_key(source_place(source).label))
    if unread:
        sources = sorted(sources, key=lambda source: -source.unread)
    folders = Counter[str]()
    for source in sources:
        folders[source.folder] += source.unread if unread else 0
    return sorted(sources, key=lambda one: (-folders[one.folder], _sort_key(one.folder)))


def _sort_key(name: str) -> str:
    """Return what a name is sorted by: letters with accents beside those without, 9 before 10."""
    import re  # like the other of no use to most starts
    from unicodedata import normalize

    name = normalize("NFKD", name.casefold())
    return re.sub(r"\d+", lambda number: number[0].zfill(_LONGEST_NUMBER), name)


def at_start(library: Library, width: int, active: str = "all") -> list[SidebarItem]:
    """Return the lines of the start, on a screen of some width; none without a sidebar."""
    on = pane_widths.has_sidebar(library.store.database.meta(pane_widths.SIDEBAR_ON), width)
    return of_library(library, {}, active) if on and width >= pane_widths.ROOM else []


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
    """Yield folders in the order of their first sources, each with its own, then the others.

    `repeated` is how many unread stories of a folder are in several of its sources.
    """
    for folder in dict.fromkeys(source.folder for source in sources if source.folder):
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
    mark += [(f"♦ {place.alerts:,} ", "star")] if place.alerts else []
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


def next_unread(found: Sequence[SidebarItem], key: str, by: int) -> SidebarItem | None:
    """Return the next source with unread stories after a place, or before it, all round."""
    at = next((number for number, one in enumerate(found) if one.key == key), -1)
    turned = [*found[at + 1 :], *found[: max(at, 0)]]
    unread = [one for one in turned if one.count and one.kind is SidebarKind.SOURCE]
    return (unread[0] if by > 0 else unread[-1]) if unread else None


Chosen = Callable[[SidebarItem], bool]


def place_of(found: Sequence[SidebarItem], wanted: Chosen) -> int | None:
    """Return the number of the first line for which something holds."""
    return next((line_number for line_number, place in enumerate(found) if wanted(place)), None)
