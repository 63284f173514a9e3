"""What can be done, with which keys, and how it is called: the one table of all actions."""

from __future__ import annotations

from collections.abc import Iterator

from reader.model.construction import frozen


@frozen
class Action:
    """Something that a key does."""

    name: str  # `action_handlers.py` says who does it
    keys: tuple[str, ...]  # a key, or two with a space between them that are pressed in turn
    does: str  # for the help and the palette
    short: str = ""  # for the bottom line
    group: str = "Moving"


ACTIONS = (
    Action("down", ("j", "down"), "Next story, or scroll the article"),
    Action("up", ("k", "up"), "Previous story, or scroll the article"),
    Action("first", ("g g", "home"), "First story, or top of the article; 10gg: the tenth"),
    Action("last", ("G", "end", "g e"), "Last story, or end of the article; 10G: the tenth"),
    Action("page_down", ("ctrl+f", "pagedown"), "A screenful on"),
    Action("page_up", ("ctrl+b", "pageup"), "A screenful back"),
    Action("half_down", ("ctrl+d",), "Half a screenful on"),
    Action("half_up", ("ctrl+u",), "Half a screenful back"),
    Action("read_on", ("space",), "Page the article, at its end the next unread story"),
    Action("scroll_down", ("J",), "Scroll the article from the list"),
    Action("scroll_up", ("K",), "Scroll the article back from the list"),
    Action("enter", ("enter", "l", "right"), "Into the article"),
    Action("leave", ("h", "left"), "Back to the list, and on to an open sidebar"),
    Action("switch", ("tab",), "Next pane"),
    Action("switch_back", ("shift+tab",), "Pane before"),
    Action("search", ("slash",), "Search everything, as you type", "search", "Finding"),
    Action("next_match", ("n",), "Next match; without a search the next unread", "", "Finding"),
    Action("previous_match", ("N",), "Previous match, or previous unread", "", "Finding"),
    Action("find", ("f",), "Find in this article, as you type", "find", "Finding"),
    Action("order", ("O",), "Search results: best or newest first", "", "Finding"),
    Action("like", ("full_stop",), "Stories like this one", "", "Finding"),
    Action("next_report", ("right_square_bracket",), "Next report of the event", "", "Finding"),
    Action("previous_report", ("left_square_bracket",), "Report before", "", "Finding"),
    Action("save_search", ("S",), "Save this search under a name", "", "Finding"),
    Action("step_back", ("escape",), "Back to where you were", "", "Finding"),
    Action("bookmark", ("s",), "Bookmark, or take the bookmark away", "bookmark", "Marking"),
    Action("read", ("m",), "Mark as read or unread", "read", "Marking"),
    Action("tags", ("t",), "Tags of the story", "tags", "Marking"),
    Action("note", ("e",), "Note about the story", "note", "Marking"),
    Action("highlight", ("H",), "Mark words of the article, by keys or the mouse", "", "Marking"),
    Action("highlights", ("g H",), "Stories in which you marked words", "", "Views"),
    Action("hide", ("X",), "Hide the story from all lists, or show it again", "", "Marking"),
    Action("select_stretch", ("V",), "Select a stretch of stories, or end it", "select", "Marking"),
    Action("select_one", ("P",), "Select this story, or no longer", "", "Marking"),
    Action("select_above", ("g k",), "Select all stories from here up", "", "Marking"),
    Action("select_below", ("g j",), "Select all stories from here down", "", "Marking"),
    Action("select_older", ("g b",), "Select listed stories before a date", "", "Marking"),
    Action("export_selected", ("g w",), "Export the selected stories", "", "Marking"),
    Action("all_read", ("A",), "Mark all listed stories as read", "", "Marking"),
    Action("event_read", ("M",), "All reports of this event read", "", "Marking"),
    Action(
        "undo",
        ("u",),
        "Undo the last change, of marks, notes, searches, sources",
        "undo",
        "Marking",
    ),
    Action("view_all", ("g 1",), "All stories", "all", "Views"),
    Action("view_unread", ("g 2",), "Unread stories", "unread", "Views"),
    Action("view_bookmarks", ("g 3",), "Bookmarks", "bookmarks", "Views"),
    Action("view_events", ("g 4",), "Events that several stories report", "events", "Views"),
    Action("briefing", ("g 5",), "What came since you were last here, with an end", "", "Views"),
    Action("view_hidden", ("g x",), "Hidden stories", "hidden", "Views"),
    Action("list_order", ("g o",), "Order of this list or search", "order", "Views"),
    Action("unfold", ("c",), "Unfold the event into its reports, or fold it", "unfold", "Views"),
    Action("bookmarks", ("b",), "Bookmarks, and back", "bookmarks", "Views"),
    Action(
        "sidebar", ("backslash",), "Sidebar: views, saved searches, sources", "sidebar", "Views"
    ),
    Action(
        "next_source",
        ("right_curly_bracket", "ctrl+n"),
        "Next source with unread stories",
        "",
        "Views",
    ),
    Action(
        "previous_source", ("left_curly_bracket",), "Source with unread stories before", "", "Views"
    ),
    Action("sort_sidebar", ("g s",), "Sources as added, by name, by what is unread", "", "Views"),
    Action("hide_read", ("g h",), "Hide sources without unread stories, or not", "", "Views"),
    Action("browser", ("o",), "Open the story's page in the browser", "browser", "Story"),
    Action("comments", ("g c",), "Open the page of the comments", "", "Story"),
    Action("links", ("semicolon",), "Follow a link by its letters", "links", "Story"),
    Action("copy_link", ("y",), "Copy the link", "copy", "Story"),
    Action("copy_text", ("Y",), "Copy the text", "", "Story"),
    Action("full_text", ("F",), "Fetch the whole page behind this story", "", "Story"),
    Action("download", ("d",), "Download what is attached, or the rest of it", "", "Story"),
    Action("open_attached", ("p",), "Open or play what is attached", "", "Story"),
    Action("compare", ("C",), "Two reports of the event side by side", "", "Story"),
    Action("why_event", ("W",), "Why these reports are one event; take one out", "", "Story"),
    Action("raw", ("x",), "The page as it came, or the clean text", "raw", "Story"),
    Action("changes", ("w",), "What an edit changed; again for the edit before", "", "Story"),
    Action("accept_new", ("a",), "List the stories that have come", "", "Views"),
    Action("dense", ("v",), "Rows of one line, or of two", "", "Views"),
    Action("source_page", ("i",), "How this source fares, and its settings", "", "Sources"),
    Action("refresh_source", ("r",), "Read this source again", "", "Sources"),
    Action("refresh_all", ("R",), "Read all sources again", "", "Sources"),
    Action("add", ("plus",), "Add a feed, a site, a file or a folder", "", "Sources"),
    Action("rule", ("g r",), "Rule made from this story or search", "rule", "Sources"),
    Action("stop", ("ctrl+x",), "Stop a download, or adding stories", "", "Sources"),
    Action(
        "rename_search", ("E",), "Rename the search or source chosen in the sidebar", "", "Sources"
    ),
    Action(
        "delete_search",
        ("D",),
        "Delete the search, or end the subscription, chosen there",
        "",
        "Sources",
    ),
    Action("zoom", ("z",), "The reading pane alone", "", "Screen"),
    Action("narrower", ("less_than_sign",), "Narrower list, or sidebar", "", "Screen"),
    Action("wider", ("greater_than_sign",), "Wider list, or sidebar", "", "Screen"),
    Action("theme", ("T",), "Next theme", "", "Screen"),
    Action(
        "log", ("L",), "What went wrong, and answers too long for the bottom line", "", "Screen"
    ),
    Action("help", ("question_mark", "f1"), "All keys", "help", "Screen"),
    Action("manual", ("g question_mark",), "The manual", "", "Screen"),
    Action("palette", ("ctrl+p", "colon"), "All commands, by name", "", "Screen"),
    Action("suspend", ("ctrl+z",), "To the shell for a while; fg comes back", "", "Screen"),
    Action("redraw", ("ctrl+l",), "Paint the whole screen anew", "", "Screen"),
    Action("reload_config", ("ctrl+r",), "Read config.toml again", "", "Screen"),
    Action("leave_or_quit", ("q",), "Back, then quit", "quit", "Screen"),
    Action("quit_now", ("ctrl+q", "ctrl+c"), "Quit at once", "", "Screen"),
)
COMMAND = "command."  # what the names of actions begin with that run commands of the person's own
# What the bottom line shows, the most wanted first: a narrow one has room for few.
FOOT = (
    "search",
    "bookmark",
    "help",
    "read",
    "bookmarks",
    "browser",
    "copy_link",
    "tags",
    "note",
    "links",
    "unfold",
    "raw",
    "undo",
    "leave_or_quit",
    "find",
    "sidebar",
)
# What a number before the key repeats; where a movement goes by a number, it does so itself.
REPEATED = frozenset((
    *("read_on", "next_match", "previous_match", "next_report", "previous_report"),
    *("next_source", "previous_source", "scroll_down", "scroll_up", "undo"),
))  # fmt: skip
# What it shows after a search: actions, with a word for each.
AFTER_SEARCH = (
    ("next_match", "next match"),
    ("previous_match", "before"),
    ("step_back", "back"),
    ("order", "best or newest"),
    ("save_search", "save it"),
    ("search", "change it"),
    ("enter", "read"),
    ("bookmark", "bookmark"),
    ("help", "help"),
)
# How keys are written for a person.
SIGNS = {
    "slash": "/",
    "question_mark": "?",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "colon": ":",
    "semicolon": ";",
    "plus": "+",
    "full_stop": ".",
    "backslash": "\\",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift-Tab",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "f1": "F1",
}


def key_label(key: str) -> str:
    """Return a key, or two that are pressed in turn, as a person reads it."""
    return "".join(SIGNS.get(one) or one.replace("ctrl+", "^") for one in key.split(" "))


def action_hints(
    actions: tuple[Action, ...], wanted: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Return the keys of actions that have a word each, as a person reads them."""
    named = {action.name: action for action in actions}
    return tuple((key_label(named[name].keys[0]), does) for name, does in wanted)


def footer_hints(
    actions: tuple[Action, ...], wanted: tuple[tuple[str, str], ...] = ()
) -> list[tuple[str, str]]:
    """Return keys with what they do, for the footer: those that are wanted, else the usual."""
    if wanted:
        return list(wanted)
    named = {action.name: action for action in actions}
    return [(key_label(named[name].keys[0]), named[name].short) for name in FOOT]


def action_groups(actions: tuple[Action, ...]) -> Iterator[tuple[str, list[Action]]]:
    """Yield the actions under their headings, in the order of the table."""
    for name in dict.fromkeys(action.group for action in actions):
        yield name, [action for action in actions if action.group == name]
