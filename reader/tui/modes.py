"""What the screen can be in: in which order Escape leaves it, and which keys the footer tells."""

from __future__ import annotations

from collections.abc import Callable

from reader.model.construction import frozen
from reader.tui.actions import AFTER_SEARCH
from reader.tui.controllers.navigation import NavigationController
from reader.tui.key_queue import PendingKeys
from reader.tui.status_bars import FooterKeys


@frozen
class Mode:
    """Something that the screen can be in, and that Escape leaves."""

    name: str
    is_active: Callable[[], bool]
    leave: Callable[[], None]
    keys: FooterKeys = ()  # that the footer tells meanwhile, each with a word for what it does
    before_quit: bool = True  # whether the key that goes back, then quits, leaves it


Modes = tuple[Mode, ...]
_KEYS_AFTER_G = (
    ("first", "top"),
    ("view_all", "all"),
    ("view_unread", "unread"),
    ("view_bookmarks", "bookmarks"),
    ("view_events", "events"),
    ("briefing", "briefing"),
    ("highlights", "highlights"),
    ("list_order", "order"),
    ("rule", "rule from this"),
    ("view_hidden", "hidden"),
    ("sort_sidebar", "sort sources"),
    ("hide_read", "hide read sources"),
    ("manual", "manual"),
)
_KEYS_AFTER_NUMBER = (
    ("down", "so many on"),
    ("up", "back"),
    ("last", "to that one"),
    ("page_down", "screenfuls"),
    ("step_back", "forget it"),
)
_KEYS_OF_SIDEBAR = (
    ("enter", "open"),
    ("step_back", "back"),
    ("next_source", "next unread"),
    ("rename_search", "rename"),
    ("delete_search", "delete"),
    ("undo", "undo"),
    ("sidebar", "hide"),
    ("sort_sidebar", "sort"),
    ("hide_read", "hide what is read"),
)
_KEYS_OF_SELECTION = (
    ("read", "read"),
    ("bookmark", "bookmark"),
    ("tags", "tags"),
    ("hide", "hide"),
    ("step_back", "none"),
    ("select_one", "one more, or less"),
    ("select_stretch", "a stretch"),
    ("copy_link", "copy links"),
    ("browser", "open all"),
    ("export_selected", "export"),
)
_KEYS_OF_FIND = (
    ("next_match", "next"),
    ("previous_match", "before"),
    ("step_back", "back to where you were"),
    ("enter", "stay here"),
)
_KEYS_OF_EDIT = (
    ("changes", "the edit before"),
    ("step_back", "back to the story"),
)
_KEYS_OF_ORIGINAL = (
    ("raw", "the clean text"),
    ("step_back", "back"),
    ("find", "find"),
    ("help", "help"),
)
_KEYS_OF_HIT = (
    ("next_match", "next match"),
    ("previous_match", "before"),
    ("leave", "results"),
    ("bookmark", "bookmark"),
    ("search", "change the search"),
    ("links", "links"),
    ("help", "help"),
)
_KEYS_OF_ARTICLE = (
    ("read_on", "page"),
    ("leave", "list"),
    ("bookmark", "bookmark"),
    ("help", "help"),
    ("find", "find"),
    ("links", "links"),
    ("browser", "browser"),
    ("tags", "tags"),
    ("note", "note"),
    ("copy_link", "copy"),
    ("read", "read"),
    ("raw", "raw"),
    ("search", "search"),
)
_KEYS_OF_EVENT = (
    ("next_report", "next report"),
    ("compare", "two side by side"),
    ("leave", "list"),
    ("why_event", "why one event"),
    ("bookmark", "bookmark"),
    ("help", "help"),
    ("event_read", "all reports read"),
    ("raw", "raw"),
    ("find", "find"),
)


Leavable = tuple[Callable[[], bool], Callable[[], None]]
"""Whether there is something to leave, and what leaves it."""


def ordered_modes(
    navigation: NavigationController,
    pending: PendingKeys,
    selection: Leavable,
    work: Leavable,
) -> Modes:
    """Return all modes, in the order in which Escape leaves them."""
    session, layout = navigation.session, navigation.layout
    sidebar, find, search = navigation.sidebar, navigation.find, navigation.search
    show_clean_text = navigation.reading.show_clean_text

    def is_among_reports() -> bool:
        return layout.is_reading and session.article.reports > 0 and not session.article.is_aside

    def is_at_hit() -> bool:
        return layout.is_reading and session.query is not None

    def keys(wanted: FooterKeys) -> FooterKeys:
        return tuple((navigation.bars.key_of(name), does) for name, does in wanted)

    after_g, after_number = keys(_KEYS_AFTER_G), keys(_KEYS_AFTER_NUMBER)
    original, hit, article = keys(_KEYS_OF_ORIGINAL), keys(_KEYS_OF_HIT), keys(_KEYS_OF_ARTICLE)
    return (
        Mode("after g", lambda: pending.begun == "g", pending.clear, after_g, False),
        Mode("after a number", lambda: pending.digits != "", pending.clear, after_number, False),
        Mode("selection", *selection, keys(_KEYS_OF_SELECTION)),
        Mode("sidebar", lambda: sidebar.is_choosing, sidebar.leave, keys(_KEYS_OF_SIDEBAR)),
        Mode("find", lambda: find.is_open, find.leave, keys(_KEYS_OF_FIND), before_quit=False),
        Mode("earlier search", lambda: search.is_recalled, search.leave_recalled),
        Mode("edit", lambda: session.article.edit > 0, show_clean_text, keys(_KEYS_OF_EDIT)),
        Mode("original", lambda: session.article.raw, show_clean_text, original),
        Mode("hit", is_at_hit, navigation.leave, hit),
        Mode("event", is_among_reports, navigation.leave, keys(_KEYS_OF_EVENT)),
        Mode("article", lambda: layout.is_reading, navigation.leave, article),
        Mode("search", lambda: search.is_open, search.end, keys(AFTER_SEARCH)),
        Mode("view", lambda: session.view != "all", navigation.leave_view, before_quit=False),
        Mode("work", *work, before_quit=False),
    )


def step_back(modes: Modes) -> bool:
    """Leave the first mode that the screen is in; return whether it is in any."""
    active = next((mode for mode in modes if mode.is_active()), None)
    if active is not None:
        active.leave()
    return active is not None


def has_to_step_back(modes: Modes) -> bool:
    """Return whether there is something to leave before the screen is quit."""
    return any(mode.before_quit and mode.is_active() for mode in modes)


def footer_keys(modes: Modes) -> FooterKeys:
    """Return the keys of the first mode that tells any; nothing is the usual."""
    return next((mode.keys for mode in modes if mode.keys and mode.is_active()), ())
