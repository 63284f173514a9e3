"""Every action, by its key and by its name in the palette: what it changes."""

import shutil
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.config import default_folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from reader.model import ContentForm, Enclosure, Mark, SavedSearch
from reader.tui import external_programs
from reader.tui.actions import ACTIONS, Action
from reader.tui.pane_widths import list_columns
from tests.conftest import fill, pair
from tests.support.reports import written
from tests.support.shown import Shown, opened

# What each action does in detail has tests of its own, which count its lines.
pytestmark = pytest.mark.usefixtures("untraced")
COUNT = 40  # stories
ROWS = 39  # of which two report one event
LONG = "<p>It <a href='https://far.example/'>leads on</a>.</p>" + "<p>One of many lines.</p>" * 99
FILE = "http://127.0.0.1:9/fog.ogg"
LINK = "https://news.example/900"
ATTACHED = (Enclosure(FILE, "audio/ogg"),)
ASIDE = ("escape", "escape", "backslash")  # no question, no keys in the sidebar, no sidebar
HOME = ("escape", "escape", "escape", "g", "1", "g", "g")  # in a list of all stories, at its top
UP = ("enter", "g", "g", "h")  # the top of the article
SEARCH = ("slash", *"fog", "enter")
TO_SAVED = ("backslash", "g", "g", "j", "j", "j", "j")  # the first saved search in the sidebar


@dataclass(frozen=True)
class Case:
    """What to look at, what it becomes, the keys that lead to where it can, and the way back."""

    look: Callable[[Shown], Any]
    becomes: Any = True
    first: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    arrange: Callable[[Shown], object] = lambda shown: None


def place(shown: Shown) -> int:
    return shown.chosen_place()


def a_page_on(shown: Shown) -> bool:
    return 15 <= shown.chosen_place() <= 17  # the names of days take lines of the page


def half_a_page_on(shown: Shown) -> bool:
    return 7 <= shown.chosen_place() <= 8


def top(shown: Shown) -> int:
    return shown.article_top()


def view(shown: Shown) -> str:
    return shown.view()


def bookmarked(shown: Shown) -> int:
    return shown.bookmark_count()


def selecting(shown: Shown) -> bool:
    return "selected" in shown.header()


def reading(shown: Shown) -> bool:
    return shown.is_reading()


def asked(shown: Shown) -> bool:
    return shown.has_line("question")


def working(shown: Shown) -> bool:
    return shown.is_working()


def left(shown: Shown) -> bool:
    return shown.has_ended()


def one_more(shown: Shown) -> None:
    library = shown.library
    library.store.stories.save(1, [pair(901)])
    shown.look_for_stories()


def read(shown: Shown) -> bool:
    chosen = shown.chosen_id() or 0
    return shown.library.store.marks.marks_of([chosen])[chosen].read


def unlooked(shown: Shown) -> None:
    shown.library.set_mark([shown.chosen_id() or 0], Mark.READ, False)


def reread(shown: Shown) -> bool:
    return shown.status().startswith(("There is no ", "Read again"))


def searched(shown: Shown) -> list[str]:
    return [saved.name for saved in shown.library.store.searches.all()]


def stored(fact: str) -> Callable[[Shown], str]:
    return lambda shown: shown.library.store.database.meta(fact)


CASES = {
    "down": Case(place, 1),
    "up": Case(place, 1, ("j", "j")),
    "first": Case(place, 0, ("G",)),
    "last": Case(place, ROWS - 1),
    "page_down": Case(a_page_on),
    "page_up": Case(a_page_on, first=("ctrl+f", "ctrl+f")),
    "half_down": Case(half_a_page_on),
    "half_up": Case(half_a_page_on, first=("ctrl+d", "ctrl+d")),
    "read_on": Case(top, 31, back=UP),
    "next_source": Case(view, "source:1"),
    "previous_source": Case(view, "source:1"),
    "sort_sidebar": Case(stored("sidebar_order"), "name"),
    "hide_read": Case(stored("sidebar_hides_read"), "on"),
    "reload_config": Case(reread),
    "scroll_down": Case(top, 3, back=UP),
    "scroll_up": Case(top, 3, ("J", "J"), UP),
    "enter": Case(reading),
    "leave": Case(reading, False, ("enter",)),
    "switch": Case(reading),
    "switch_back": Case(lambda shown: shown.is_in_sidebar(), True, ("backslash", "escape"), ASIDE),
    "search": Case(lambda shown: shown.has_line("search")),
    "next_match": Case(place, 1),
    "previous_match": Case(place, 1, ("j", "j")),
    "find": Case(lambda shown: shown.has_line("find")),
    "order": Case(lambda shown: "newest first" in shown.header(), True, SEARCH, ("O",)),
    "like": Case(lambda shown: shown.typed_search(), f"like:{COUNT} "),
    "next_report": Case(lambda shown: shown.chosen_id(), COUNT - 2, ("j",)),
    "previous_report": Case(lambda shown: shown.chosen_id(), COUNT - 1, ("j", "j")),
    "save_search": Case(asked, True, SEARCH),
    "rename_search": Case(asked, True, TO_SAVED, ASIDE),
    "delete_search": Case(searched, [], TO_SAVED, ("u", *ASIDE)),
    "step_back": Case(reading, False, ("enter",)),
    "bookmark": Case(bookmarked, 1, back=("u",)),
    "read": Case(read, back=("u",), arrange=unlooked),
    "tags": Case(lambda shown: shown.has_line("tags")),
    "note": Case(lambda shown: shown.has_line("note")),
    "all_read": Case(lambda shown: shown.has_line("key")),
    "event_read": Case(lambda shown: shown.status(), "2 marked as read; u takes it back", ("j",)),
    "undo": Case(bookmarked, 0, ("s",)),
    "view_all": Case(view, "all", ("g", "2")),
    "view_unread": Case(view, "unread"),
    "view_bookmarks": Case(view, "bookmarks"),
    "view_events": Case(view, "events"),
    "bookmarks": Case(view, "bookmarks"),
    "sidebar": Case(lambda shown: shown.has_sidebar(), back=ASIDE),
    "browser": Case(lambda shown: shown.status(), f"Opening {LINK}"),
    "links": Case(lambda shown: shown.lettered_links(), ["https://far.example/"]),
    "copy_link": Case(lambda shown: shown.clipboard(), LINK),
    "copy_text": Case(lambda shown: shown.clipboard().startswith("A long one\n\nIt leads on.")),
    "full_text": Case(working),
    "unfold": Case(lambda shown: len(shown.listed_ids()), COUNT, ("j",), ("c",)),
    "briefing": Case(lambda shown: shown.screen() == "briefing"),
    "source_page": Case(lambda shown: shown.screen() == "source"),
    "highlight": Case(lambda shown: shown.has_line("key")),
    "highlights": Case(lambda shown: shown.line("search"), "has:highlight"),
    "why_event": Case(lambda shown: shown.screen() == "reasons", True, ("j",)),
    "compare": Case(lambda shown: shown.screen() == "compare", True, ("j",)),
    "download": Case(lambda shown: shown.is_downloading()),
    "open_attached": Case(lambda shown: shown.status(), f"Opening {FILE}"),
    "changes": Case(lambda shown: shown.open_edit(), 1, back=("w",)),
    "raw": Case(lambda shown: shown.is_raw(), back=("x",)),
    "accept_new": Case(lambda shown: len(shown.listed_ids()), ROWS + 1, arrange=one_more),
    "dense": Case(lambda shown: shown.row_height(), 1, back=("v",)),
    "refresh_source": Case(working),
    "refresh_all": Case(working),
    "add": Case(asked),
    "stop": Case(lambda shown: shown.status(), "Stopped; what was added stays", ("R",)),
    "zoom": Case(lambda shown: shown.is_zoomed(), back=("z",)),
    "narrower": Case(Shown.list_width, list_columns(120, 46, 0), back=("greater_than_sign",)),
    "wider": Case(
        Shown.list_width, list_columns(120, 54, 0, is_dragged=True), back=("less_than_sign",)
    ),
    "theme": Case(lambda shown: shown.theme(), "dusk"),
    "log": Case(lambda shown: shown.screen() == "log"),
    "help": Case(lambda shown: shown.screen() == "help"),
    "manual": Case(lambda shown: shown.screen() == "manual"),
    "palette": Case(lambda shown: shown.screen() == "palette"),
    "rule": Case(lambda shown: "Rule from" in shown.text()),
    "comments": Case(lambda shown: shown.status(), "The source of this story names no comments"),
    "list_order": Case(lambda shown: shown.has_line("key")),
    "view_hidden": Case(lambda shown: "is:hidden" in shown.text()),
    "hide": Case(lambda shown: shown.status(), "Hidden", back=("X",)),
    "select_stretch": Case(selecting, back=("escape",)),
    "select_one": Case(selecting, back=("escape",)),
    "select_above": Case(selecting, back=("escape",)),
    "select_below": Case(selecting, back=("escape",)),
    "select_older": Case(asked),
    "export_selected": Case(asked, first=("P",), back=("escape",)),
    "leave_or_quit": Case(left),
    "quit_now": Case(left),
}
# A shell is needed to go back to; see `test_terminal_hard.py`.
ELSEWHERE = {"suspend", "redraw"}
LEAVING = {"leave_or_quit", "quit_now"}
Way = Callable[[Shown, Action], Any]


def test_every_action_has_a_case() -> None:
    assert {action.name for action in ACTIONS} == CASES.keys() | ELSEWHERE


def test_no_two_actions_are_told_in_the_same_words() -> None:
    assert len({action.does for action in ACTIONS}) == len(ACTIONS)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with stories: a long one, two reports of one event, many others."""
    folder = tmp_path_factory.mktemp("kept") / "home"
    library = Library.open(default_folders(str(folder)))
    fill(library, COUNT - 3)
    for number in (1, 2):
        headline, text = written(1, number)
        when = f"2026-11-25T0{number}:00:00+00:00"
        told = pair(500 + number, title=headline, content=text, published=when)
        library.store.stories.save(1, [told])
    for content in ("<p>It leads nowhere.</p>", LONG):
        long = pair(900, title="A long one", content=content, form=ContentForm.HTML,
                    published="2026-11-26T00:00:00+00:00", enclosures=ATTACHED)  # fmt: skip
        library.store.stories.save(1, [long])
    library.group()
    library.change_searches(lambda _: (SavedSearch("Sea", "ships"),))
    library.update_index()
    library.close()
    return folder


@pytest.fixture
def stocked(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library of its own with those stories."""
    home = shutil.copytree(kept, tmp_path / "home")
    monkeypatch.setenv("NEWSREADER_HOME", str(home))
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", lambda link: True)
    monkeypatch.setattr(external_programs, "COPIERS", ())
    return Library.open(default_folders(str(home)), FetchPolicy(apart=0))


async def by_name(shown: Shown, action: Action) -> None:
    """Do what the palette does when an action is chosen in it."""
    shown.do_command(action.does)


async def by_key(shown: Shown, action: Action) -> None:
    """Press the first key of an action."""
    await shown.press(*action.keys[0].split(" "))


async def done(shown: Shown, action: Action, way: Way) -> None:
    """Have an action done, see what it changed, and go back."""
    case = CASES[action.name]
    await shown.press(*case.first)
    case.arrange(shown)
    assert case.look(shown) != case.becomes, action

    await way(shown, action)
    await shown.until(lambda: case.look(shown) == case.becomes)
    if not left(shown):
        await shown.until(lambda: not shown.is_working())
        for key in ("escape", *case.back, *HOME):
            shown.press_in_burst(key)
        await shown.wait()


@pytest.mark.parametrize("way", [by_key, by_name])
@pytest.mark.parametrize("group", dict.fromkeys(action.group for action in ACTIONS))
async def test_actions_do_what_they_say(stocked: Library, group: str, way: Way) -> None:
    async with opened(stocked) as shown:
        for action in ACTIONS:
            if action.group == group and action.name in CASES.keys() - LEAVING:
                await done(shown, action, way)


@pytest.mark.parametrize("way", [by_key, by_name])
@pytest.mark.parametrize("name", sorted(LEAVING))
async def test_actions_leave(stocked: Library, name: str, way: Way) -> None:
    async with opened(stocked) as shown:
        action = next(one for one in ACTIONS if one.name == name)
        await done(shown, action, way)


async def test_the_palette_finds_every_action_by_what_it_does(stocked: Library) -> None:
    async with opened(stocked) as shown:
        await shown.press("colon")
        for action in ACTIONS:
            shown.offer_commands(action.does)
            assert shown.chosen_command() == action.does


async def test_every_key_of_an_action_is_bound_to_it(stocked: Library) -> None:
    async with opened(stocked) as shown:
        for action in ACTIONS:
            for key in action.keys:
                assert shown.action_of_key(key) == [action.name]
