"""Every action, by its key and by its name in the palette: what it changes."""

import shutil
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.config import default_folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from reader.model import ContentForm, Enclosure, Mark, SavedSearch
from reader.tui import external_programs
from reader.tui.actions import ACTIONS, Action
from reader.tui.app import NewsReader
from reader.tui.screens.command_palette import CommandView
from reader.tui.screens.compare import Beside
from reader.tui.screens.help import Help
from reader.tui.screens.log import LogView
from tests.conftest import fill, pair
from tests.screen.test_screen import opened, until
from tests.support.reports import written

COUNT = 40  # stories
ROWS = 39  # of which two report one event
LONG = "<p>It <a href='https://far.example/'>leads on</a>.</p>" + "<p>One of many lines.</p>" * 99
FILE = "http://127.0.0.1:9/fog.ogg"
LINK = "https://news.example/900"
ATTACHED = (Enclosure(FILE, "audio/ogg"),)
ASIDE = ("escape", "escape", "backslash")  # no question, no keys in the sidebar, no sidebar
HOME = ("escape", "escape", "escape", "1", "g")  # in a list of all stories, at its top
UP = ("enter", "g", "h")  # the top of the article
SEARCH = ("slash", *"fog", "enter")
TO_SAVED = ("backslash", "g", "j", "j", "j", "j")  # the first saved search in the sidebar


@dataclass(frozen=True)
class Case:
    """What to look at, what it becomes, the keys that lead to where it can, and the way back."""

    look: Callable[[NewsReader], Any]
    becomes: Any = True
    first: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    arrange: Callable[[NewsReader], object] = lambda app: None


def place(app: NewsReader) -> int:
    return app.list.place


def a_page_on(app: NewsReader) -> bool:
    return 15 <= app.list.place <= 17  # the names of days take lines of the page


def half_a_page_on(app: NewsReader) -> bool:
    return 7 <= app.list.place <= 8


def top(app: NewsReader) -> int:
    return app.pane.above


def view(app: NewsReader) -> str:
    return app.desk.view


def bookmarked(app: NewsReader) -> int:
    return app.desk.counts.bookmarked


def reading(app: NewsReader) -> bool:
    return app.reading


def asked(app: NewsReader) -> bool:
    return app.question is not None


def working(app: NewsReader) -> bool:
    return app.working


def left(app: NewsReader) -> bool:
    return app._exit


def one_more(app: NewsReader) -> None:
    library = app.desk.library
    library.store.stories.save(1, [pair(901)])
    app.show_new()


def unlooked(app: NewsReader) -> None:
    if app.dwelling is not None:
        app.dwelling.stop()  # else the story is read before the key is pressed
    app.desk.library.mark([app.list.current or 0], Mark.READ, False)


def searched(app: NewsReader) -> list[str]:
    return [saved.name for saved in app.desk.library.store.searches.all()]


CASES = {
    "down": Case(place, 1),
    "up": Case(place, 1, ("j", "j")),
    "first": Case(place, 0, ("G",)),
    "last": Case(place, ROWS - 1),
    "page_down": Case(a_page_on),
    "page_up": Case(a_page_on, first=("ctrl+f", "ctrl+f")),
    "half_down": Case(half_a_page_on),
    "half_up": Case(half_a_page_on, first=("ctrl+d", "ctrl+d")),
    "read_on": Case(top, 32, back=UP),
    "scroll_down": Case(top, 3, back=UP),
    "scroll_up": Case(top, 3, ("J", "J"), UP),
    "enter": Case(reading),
    "leave": Case(reading, False, ("enter",)),
    "switch": Case(reading),
    "switch_back": Case(lambda app: app.choosing, True, ("backslash", "escape"), ASIDE),
    "search": Case(lambda app: app.search_bar is not None),
    "next_match": Case(place, 1),
    "previous_match": Case(place, 1, ("j", "j")),
    "find": Case(lambda app: app.find_bar is not None),
    "order": Case(lambda app: app.order, "newest", back=("O",)),
    "like": Case(lambda app: app.typed, f"like:{COUNT} "),
    "next_report": Case(lambda app: app.list.current, COUNT - 2, ("j",)),
    "previous_report": Case(lambda app: app.list.current, COUNT - 1, ("j", "j")),
    "save_search": Case(asked, True, SEARCH),
    "rename_search": Case(asked, True, TO_SAVED, ASIDE),
    "delete_search": Case(searched, [], TO_SAVED, ("u", *ASIDE)),
    "step_back": Case(reading, False, ("enter",)),
    "bookmark": Case(bookmarked, 1, back=("u",)),
    "read": Case(
        lambda app: app.desk.marks(app.list.current or 0).read, back=("u",), arrange=unlooked
    ),
    "tags": Case(lambda app: app.tag_bar is not None),
    "note": Case(lambda app: app.note_pane is not None),
    "all_read": Case(lambda app: app.key_bar is not None),
    "event_read": Case(lambda app: app.status, "2 marked as read; u takes it back", ("j",)),
    "undo": Case(bookmarked, 0, ("s",)),
    "view_all": Case(view, "all", ("2",)),
    "view_unread": Case(view, "unread"),
    "view_bookmarks": Case(view, "bookmarks"),
    "view_events": Case(view, "events"),
    "bookmarks": Case(view, "bookmarks"),
    "sidebar": Case(lambda app: app.sidebar is not None, back=ASIDE),
    "browser": Case(lambda app: app.status, f"Opening {LINK}"),
    "links": Case(lambda app: list(app.links.values()), ["https://far.example/"]),
    "copy_link": Case(lambda app: app.clipboard, LINK),
    "copy_text": Case(lambda app: app.clipboard.startswith("A long one\n\nIt leads on.")),
    "full_text": Case(working),
    "unfold": Case(lambda app: len(app.list.ids), COUNT, ("j",), ("c",)),
    "compare": Case(lambda app: isinstance(app.screen, Beside), True, ("j",)),
    "download": Case(lambda app: app.downloading),
    "open_attached": Case(lambda app: app.status, f"Opening {FILE}"),
    "changes": Case(lambda app: app.desk.edit, 1, back=("w",)),
    "raw": Case(lambda app: app.desk.raw, back=("x",)),
    "accept_new": Case(lambda app: len(app.list.ids), ROWS + 1, arrange=one_more),
    "dense": Case(lambda app: app.list.height_of_row, 1, back=("v",)),
    "refresh_source": Case(working),
    "refresh_all": Case(working),
    "add": Case(asked),
    "stop": Case(lambda app: app.status, "Stopped; what was added stays", ("R",)),
    "zoom": Case(lambda app: app.panes.has_class("zoom"), back=("z",)),
    "narrower": Case(lambda app: app.share, 38, back=("greater_than_sign",)),
    "wider": Case(lambda app: app.share, 46, back=("less_than_sign",)),
    "theme": Case(lambda app: app.looks.palette.name, "dusk"),
    "log": Case(lambda app: isinstance(app.screen, LogView)),
    "help": Case(lambda app: isinstance(app.screen, Help)),
    "palette": Case(lambda app: isinstance(app.screen, CommandView)),
    "leave_or_quit": Case(left),
    "quit_now": Case(left),
}
# A shell is needed to go back to; see `test_terminal_hard.py`.
ELSEWHERE = {"suspend", "redraw"}
LEAVING = {"leave_or_quit", "quit_now"}
Way = Callable[[Pilot[None], Action], Any]


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


async def by_name(pilot: Pilot[None], action: Action) -> None:
    """Do what the palette does when an action is chosen in it."""
    app = pilot.app
    assert isinstance(app, NewsReader)
    app.obey(next(one for one in app.commands() if one.does == action.does))


async def by_key(pilot: Pilot[None], action: Action) -> None:
    """Press the first key of an action."""
    await pilot.press(action.keys[0])


async def done(pilot: Pilot[None], app: NewsReader, action: Action, way: Way) -> None:
    """Have an action done, see what it changed, and go back."""
    case = CASES[action.name]
    await pilot.press(*case.first)
    case.arrange(app)
    assert case.look(app) != case.becomes, action

    await way(pilot, action)
    await until(lambda: case.look(app) == case.becomes, pilot)
    if not left(app):
        await until(lambda: not app.working, pilot)
        for key in ("escape", *case.back, *HOME):
            app.simulate_key(key)
        await pilot.pause()


@pytest.mark.parametrize("way", [by_key, by_name])
@pytest.mark.parametrize("group", dict.fromkeys(action.group for action in ACTIONS))
async def test_actions_do_what_they_say(stocked: Library, group: str, way: Way) -> None:
    async with opened(stocked) as (app, pilot):
        for action in ACTIONS:
            if action.group == group and action.name in CASES.keys() - LEAVING:
                await done(pilot, app, action, way)


@pytest.mark.parametrize("way", [by_key, by_name])
@pytest.mark.parametrize("name", sorted(LEAVING))
async def test_actions_leave(stocked: Library, name: str, way: Way) -> None:
    async with opened(stocked) as (app, pilot):
        action = next(one for one in ACTIONS if one.name == name)
        await done(pilot, app, action, way)


async def test_the_palette_finds_every_action_by_what_it_does(stocked: Library) -> None:
    async with opened(stocked) as (app, pilot):
        await pilot.press("colon")
        view = app.screen
        assert isinstance(view, CommandView)
        for action in ACTIONS:
            view.offer(action.does)
            assert view.list.chosen is not None
            assert view.list.chosen.does == action.does


async def test_every_key_of_an_action_is_bound_to_it(stocked: Library) -> None:
    async with opened(stocked) as (app, _):
        for action in ACTIONS:
            for key in action.keys:
                assert [one.action for one in app._bindings.get_bindings_for_key(key)] == [
                    action.name
                ]
