"""The screen as a person has it before them: what stands on it, and what hands can do.

Tests of the screen ask this page, and never the app: how that is put together may change.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from operator import attrgetter
from subprocess import Popen
from typing import Any

from rich.cells import cell_len
from textual.events import Resize
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection
from textual.widget import Widget
from textual.widgets import Input, TextArea

from reader.config import Settings
from reader.library import Library
from reader.model import SearchCounts
from reader.tui.actions import ACTIONS, Action
from reader.tui.app import NewsReader
from reader.tui.composition.action_handlers import HANDLERS
from reader.tui.key_queue import KeyBurst
from reader.tui.render.sidebar_items import SidebarItem, SidebarKind
from reader.tui.screens.briefing import BriefingScreen
from reader.tui.screens.command_output import CommandOutput
from reader.tui.screens.command_palette import CommandPalette
from reader.tui.screens.compare import CompareScreen
from reader.tui.screens.help import Help
from reader.tui.screens.log import LogScreen
from reader.tui.screens.manual_screen import ManualScreen
from reader.tui.screens.source_page import SourcePage
from reader.tui.screens.why_event import JoinReasonsScreen
from reader.tui.widgets.reading_pane import ReadingPane
from reader.tui.widgets.scrolling_lines import ScrollingLines
from reader.tui.widgets.sidebar_pane import Sidebar
from reader.tui.widgets.status_line import StatusLine
from reader.tui.widgets.story_list import StoryList
from reader.worker.protocol import AnswerMessage, JobEvent
from tests.support.hands import Hands, Kept, key_event
from tests.support.owed_paints import pay_paint

WIDE = (120, 36)
CALM = Settings(read_after=999.0)  # however slow the machine is, only keys change what is read
# What the app waits for, to be set to other seconds by `monkeypatch.setattr`.
CALM_OF_COUNTS = "reader.tui.controllers.sidebar.COUNT_AFTER"
NEXT_TRY = "reader.tui.unsaved_changes.AGAIN"
SCREENS = {
    Help: "help",
    ManualScreen: "manual",
    LogScreen: "log",
    CommandPalette: "palette",
    CompareScreen: "compare",
    JoinReasonsScreen: "reasons",
    BriefingScreen: "briefing",
    CommandOutput: "output",
    SourcePage: "source",
}
LINES = {
    "search": "SearchBar",
    "find": "FindBar",
    "tags": "TagBar",
    "note": "NotePane",
    "key": "KeyPrompt",
    "question": "Prompt",
}
# A screen of which one key, z, ends in a fault.
FAULTY = """
import sys
from reader.cli.main import run_command_line
from reader.tui.controllers.appearance import AppearanceController

async def fail(self):
    raise LookupError("the fog came")

AppearanceController.toggle_zoom = fail
sys.exit(run_command_line([]))
"""


@asynccontextmanager
async def opened(
    library: Library,
    size: tuple[int, int] = WIDE,
    settings: Settings = CALM,
    actions: tuple[Action, ...] = ACTIONS,
) -> AsyncIterator[Shown]:
    """The real app on a terminal of this size, in which only keys change what is read."""
    app = NewsReader(library, settings, actions)
    app.painted = True  # nothing is painted before the panes stand, as after the first frame
    async with app.run_test(size=size) as pilot:
        shown = Shown(app, pilot)
        await shown.settle()
        yield shown
        if not shown.has_ended():
            pay_paint(app.screen)


def does_something(action: Action) -> bool:
    """Whether the app knows what to do at an action's key."""
    return action.name in HANDLERS


class Shown(Hands):
    """What stands on the screen, and the hands that change it."""

    def __init__(self, app: NewsReader, pilot: Pilot[None]) -> None:
        super().__init__(app, pilot)
        self._app = app
        self.library = app.parts.session.library

    # What hands do, besides those of any screen.

    async def search(self, words: str) -> None:
        """Type a search at once, and wait for what it finds."""
        await self.press("slash")
        self.write(words)
        await self.until(self.is_searching)

    async def press_together(self, *keys: str) -> None:
        """Press keys that are read at once, as where one is held down and the app is behind."""
        self.send_together(*keys)
        await self.settle()

    def send_together(self, *keys: str) -> None:
        """Press keys that are read at once, and do not wait for what they do."""
        self._app.post_message(KeyBurst(tuple(map(key_event, keys))))

    def write(self, text: str) -> None:
        """Have a text stand in the line that is typed in."""
        line = self._app.focused
        assert isinstance(line, Input)
        line.value = text

    def do_command(self, does: str) -> None:
        """Do what the palette does when a command is chosen in it."""
        command = next(one for one in self._app.parts.appearance.commands() if one.does == does)
        self._app.parts.appearance.run_command(command)

    def has_command(self, does: str) -> bool:
        """Tell whether the palette offers a command."""
        return any(one.does == does for one in self._app.parts.appearance.commands())

    async def do_action(self, name: str) -> None:
        """Do what the key of an action does."""
        await self._app.run_action(name)

    def do_action_meanwhile(self, name: str) -> None:
        """Have an action done while another one is."""
        self._app.call_later(self._app.run_action, name)

    def leave_screen_twice(self) -> None:
        """Leave the screen over the panes by a key and a click at the same moment."""
        over: Any = self._app.screen
        over.dismiss()
        over.dismiss()

    async def remove_note(self) -> list[str]:
        """Take the pane of a note away; the lines that it is then asked for once more."""
        pane = self._ground("NoteText", TextArea)
        await pane.remove()
        strips = [pane.render_line(0), *pane.render_lines(pane.region.reset_offset)]
        return [strip.text for strip in strips]

    def lose_focus(self) -> None:
        """Have keys go nowhere, as after a click beside a line."""
        self._app.screen.set_focus(None)

    # What happens by itself.

    def pass_minute(self) -> None:
        """Have happen what happens each minute: other programs' stories, days and ages."""
        self._app.parts.listing.update()

    def look_for_stories(self) -> None:
        """Have happen what happens when stories may have come or gone."""
        self._app.parts.listing.show_new()

    def look_for_due_sources(self) -> None:
        """Have happen what happens each minute: sources are read whose time has come."""
        self._app.parts.jobs.refresh_due()

    def refresh(self) -> None:
        """Have the lines around the panes show how things stand."""
        self._app.parts.bars.refresh()

    async def toggle_sidebar(self) -> None:
        """Do what its key does, and let nothing else happen in between."""
        await self._app.parts.sidebar.toggle()

    def band(self) -> tuple[int, int]:
        """The columns of the top line that stand over the pane which keys move."""
        return self._app.parts.layout.top.band

    def fit_sidebar(self, width: int) -> None:
        """Have a screen of some width open or close its sidebar, while nothing else happens."""
        self._app.parts.sidebar.fit(width)

    def sidebar_count(self) -> int:
        """How many sidebars stand on the screen."""
        return len(self._app.query(Sidebar))

    def refresh_sidebar(self) -> None:
        """Have the sidebar show how things stand."""
        self._app.parts.sidebar.refresh()

    def reread_rows(self) -> None:
        """Have the list read its rows again."""
        self._list.forget()

    def list_stories(self, ids: Sequence[int]) -> None:
        """Have the list show these stories."""
        self._list.show(tuple(ids))

    def begin_first_launch(self) -> None:
        """Have the list fill for the first time."""
        listing = self._app.parts.listing
        listing.is_first_launch, listing.is_filling = True, False

    def tell(self, sentence: str, warning: bool = False) -> None:
        """Have something said."""
        self._app.parts.bars.show_status(sentence, warning)

    def tell_progress(self, sentence: str, short: str) -> None:
        """Have told how far some work is."""
        self._app.parts.bars.show_progress("some work", sentence, short)

    def tell_outcome(self, sentence: str) -> None:
        """Have told what came of that work."""
        self._app.parts.bars.show_outcome("some work", sentence)

    def start_job(self, *job: str) -> None:
        """Have a job done in the background."""
        self._app.parts.jobs.start(*job)

    def seem_busy(self, busy: bool = True) -> None:
        """Be as while a job is done in the background."""
        self._app.parts.jobs.is_working = busy

    def end_job(self, job: str, last: JobEvent, failures: Sequence[str] = ()) -> None:
        """Have told what came of a job."""
        self._app.parts.jobs.job = (job,)
        self._app.parts.jobs.report(last, failures)

    def offer_lists(self, *lists: Sequence[str]) -> None:
        """Be told of pages without a feed that list stories."""
        self._app.parts.subscriptions.start("--list /nowhere")
        jobs = self._app.parts.jobs
        assert jobs.when_lists is not None
        jobs.when_lists(lists)

    def tell_index_behind(self, behind: int) -> None:
        """Be told by the searcher that so many stories are not in the index."""
        self._app.parts.jobs.on_index_behind(AnswerMessage(0, behind=behind))

    def answer_search(self, ids: Sequence[int], total: int, final: bool) -> None:
        """Be told by the searcher what the search that is typed has found."""
        answer = AnswerMessage(1, tuple(ids), total, final)
        self._app.parts.search.on_answer(answer)

    def end_searcher(self) -> None:
        """End the process that searches."""
        running = self._app.parts.searcher.running
        assert running is not None
        running.end()

    def fail(self, error: Exception) -> None:
        """Fail as a widget does that cannot be painted."""
        self._app._handle_exception(error)

    def try_changes_again(self) -> None:
        """Try to keep what could not be kept, once the screen is gone."""
        self._app.parts.unsaved.last_try()

    def halves(self) -> tuple[str, str]:
        """What stands left and right of the middle, above the bottom line."""
        middle = self._app.size.width // 2
        lines = self.lines()[:-1]
        return (
            "\n".join(line[:middle] for line in lines),
            "\n".join(line[middle:] for line in lines),
        )

    def links(self) -> dict[str, bool | None]:
        """Where the links lead that the terminal is told of; whether each is underlined."""
        styles = [segment.style for strip in self._strips() for segment in strip]
        return {style.link: style.underline for style in styles if style and style.link}

    def surfaces(self, line: int) -> list[str]:
        """The colour behind each cell of a line: "#rrggbb", or the terminal's own name for it."""
        found = []
        for text, style, _ in self._strips()[line]:
            colour = style.bgcolor if style else None
            found += [colour.name if colour else "default"] * cell_len(text)
        return found

    def screenshot(self, title: str) -> str:
        """A picture of the screen."""
        return self._app.export_screenshot(title=title)

    def screen(self) -> str:
        """Which screen stands over the panes: help, log, palette, compare; else panes."""
        return SCREENS.get(type(self._app.screen), "panes")

    async def leave_with_work(self, typed: str) -> tuple[list[str], str]:
        """Leave the manual while it has yet to paint, to take a size and what was typed.

        Return what it was called back with, and what it looked for.
        """
        manual = self._app.screen
        assert isinstance(manual, ManualScreen)
        late: list[str] = []
        manual.call_after_refresh(late.append, "painted")
        gone = manual.dismiss()
        manual.post_message(Resize(self._app.size, self._app.size))
        manual.post_message(Input.Changed(manual.line, typed))
        await gone
        await self.settle()
        return late, manual.searched

    def page_text(self) -> str:
        """All that stands in the page over the panes, out of sight too; nothing without one."""
        widgets = self._app.screen.query("VerticalScroll > Static")
        return "\n".join(str(getattr(one, "content", "")) for one in widgets)

    def screen_count(self) -> int:
        """How many screens there are, those beneath others too."""
        return len(self._app.screen_stack)

    def clipboard(self) -> str:
        """What was copied last."""
        return self._app.clipboard

    def theme(self) -> str:
        """The name of the theme in which everything is painted."""
        name = self._list.looks.palette.name
        assert self._app.theme == f"newsreader-{name}"
        return name

    def is_dark(self) -> bool:
        """Whether the theme is a dark one."""
        return self._app.current_theme.dark

    # The lines around the panes.

    def header(self) -> str:
        """The top line, and what stands at its right."""
        bar = self._bar("#top")
        return "".join(text for text, _ in (*bar.left, *bar.right))

    def footer(self) -> str:
        """The bottom line, as it is painted."""
        return self.lines()[-1]

    def footer_keys(self) -> str:
        """The keys in the bottom line, with what they do."""
        return "".join(text for text, _ in self._bar("#foot").left).strip()

    def status(self) -> str:
        """What a key was answered; without an answer what is told of work. However long it is."""
        return self._app.parts.bars.answer or self.work()

    def work(self) -> str:
        """What the bottom line tells of work: how far it is, or what came of it."""
        return "  ".join(self._app.parts.bars.works)

    def last_round(self) -> Popen[bytes] | None:
        """The round of sync that the end of the screen leaves behind; None without one."""
        return self._app.parts.machines.last_round

    def is_warning(self) -> bool:
        """Whether what is said tells what went wrong."""
        return any(role == "warning" for _, role in self._bar("#foot").right)

    def story_count(self) -> int:
        """How many stories there are."""
        return self._number("All ([0-9,]+)") or 0

    def unread_count(self) -> int:
        """How many stories are unread."""
        return self._number("Unread ([0-9,]+)") or 0

    def bookmark_count(self) -> int:
        """How many stories are bookmarked."""
        return self._number("Bookmarks ([0-9,]+)") or 0

    def new_count(self) -> int:
        """How many stories wait until they are listed."""
        return self._number("([0-9,]+) new · ") or 0

    def found_count(self) -> int | None:
        """How many stories a search found; None without one."""
        return self._number("([0-9,]+) (?:stories|story|found)")

    # The list.

    def list_lines(self) -> list[str]:
        """The lines of the list as they stand on the screen."""
        return self.lines_of("#list")

    def listed_ids(self) -> list[int]:
        """The stories in the list, those out of sight too."""
        return list(self._list.ids)

    def unfolded_ids(self) -> list[int]:
        """The stories that stand beneath another one of their event."""
        return list(self._app.parts.session.inner)

    def view(self) -> str:
        """What the list holds: all, unread, bookmarks, events, a source, a folder."""
        return self._app.parts.session.view

    def chosen_id(self) -> int | None:
        """The story of the chosen row."""
        return self._list.current

    def chosen_place(self) -> int:
        """The number of the chosen row; the first is 0."""
        return self._list.place

    def chosen_line(self) -> int:
        """The line of the list on which the chosen row begins."""
        return self._list.chosen_line

    def chosen_headline(self) -> str:
        """The headline of the chosen row, as far as it has room."""
        chosen = (line[3:].strip(" ┃") for line in self.list_lines() if line.startswith("▌"))
        return next(chosen, "")

    def row_ids(self) -> list[int]:
        """The stories that the rows show; 0 where one is gone."""
        rows = [self._list.row(place) for place in range(len(self._list.ids))]
        return [row[0].id if row else 0 for row in rows]

    def row_height(self) -> int:
        """How many lines a row has."""
        return self._list.height_of_row

    def row_top(self, place: int) -> int:
        """The line of the whole list on which a row begins."""
        return self._list.plan.top(place)

    def rows_in_view(self) -> set[int]:
        """The rows of which every line can be seen."""
        height = self._list.size.height
        spots = [self._list.plan.spot(self._list.above + y) for y in range(height)]
        last = self.row_height() - 1
        return {row for row, within in spots if within == last and (row, 0) in spots}

    def list_top(self) -> int:
        """How many lines of the list are out of sight at its top."""
        return self._list.above

    def list_length(self) -> int:
        """How many lines the list has, as far as is known."""
        return self._list.length

    def list_width(self) -> int:
        """How many columns the list has, with what stands above it."""
        return self._ground("#left", Widget).size.width

    def list_column(self) -> int:
        """The column at which the list begins."""
        return self._ground("#left", Widget).region.x

    def divider_column(self) -> int:
        """The column of the line between list and article."""
        return self._ground("#between", Widget).region.x

    def roll_list(self, above: int) -> None:
        """Scroll the list, and choose no other row."""
        self._list.roll_to(above)

    def drag_list(self, line: int) -> None:
        """Hold the list's scrollbar at a line of it."""
        self._list.drag(line)

    def list_line_after(self, action: str, line: int) -> str:
        """A line of the list as the mouse asks for it before what an action changes is painted."""
        self._list.render_lines(self._list.region.reset_offset)
        attrgetter(HANDLERS[action])(self._app.parts)()
        return self._list.render_line(line).text

    def is_list_at_end(self) -> bool:
        """Whether the list is scrolled as far as it goes."""
        return self._list.above == self._list.furthest

    def row_at(self, line: int) -> tuple[int, int]:
        """The row on a line of the list in view, and which line of it that is; -1 a day's name."""
        return self._list.plan.spot(self._list.above + line)

    def list_height(self) -> int:
        """How many lines of the list are in view."""
        return self._list.size.height

    def section_names(self) -> list[str]:
        """The days and months that are named between rows, as far as is known."""
        return self._list.plan.names

    def section_starts(self) -> list[int]:
        """The rows that begin a day or month, as far as is known."""
        return self._list.plan.starts

    def settled_rows(self) -> int:
        """Up to which row days and months are known."""
        return self._list.plan.settled

    # The article.

    def article_text(self) -> str:
        """The whole article, a block a line, that is open."""
        return "\n".join(self.article_blocks())

    def article_blocks(self) -> list[str]:
        """The paragraphs of the open article, with headline and what else stands there."""
        return [block.text for block in self._pane.blocks]

    def article_top(self) -> int:
        """How many lines of the article are out of sight at its top."""
        return self._pane.above

    def article_line(self, field: str) -> int:
        """The line of the article on which a part of the story begins."""
        fields = [line.block.field for line in self._pane.lines]
        return fields.index(field) + 1

    def selected_text(self, start: Offset | None = None, end: Offset | None = None) -> str:
        """What of the article would be copied, were it selected from one place to another."""
        text, ending = self._pane.get_selection(Selection(start, end)) or ("", "\n")
        assert ending == "\n"
        return text

    def is_article_in_view(self) -> bool:
        """Whether the article can be seen."""
        return self._pane.region.width > 0

    def open_id(self) -> int | None:
        """The story that is open; None where there is none."""
        story = self._app.parts.session.story
        return story.id if story else None

    def open_edit(self) -> int:
        """Which edit is shown in the place of the story; the latest is 1, none is 0."""
        return self._app.parts.session.article.edit

    def is_raw(self) -> bool:
        """Whether the page is shown as it came."""
        return self._app.parts.session.article.raw

    def is_story_clean(self) -> bool:
        """Whether the story is shown, and no edit of it or the page as it came."""
        return not self._app.parts.session.article.is_aside

    def match_count(self) -> int:
        """How many matches the article has."""
        return self._pane.matches

    def match_place(self) -> int:
        """Which match stands out, the first is 0; -1 is none."""
        return self._pane.here

    def lettered_links(self) -> list[str]:
        """Where the links lead that have letters to type."""
        leading = self._pane.links_in_view()
        return [leading[at] for at in self._pane.letters]

    # Where keys go.

    def is_reading(self) -> bool:
        """Whether keys move the article."""
        panes = self._ground("#panes", Widget)
        return panes.has_class("reading") or panes.has_class("zoom")

    def is_zoomed(self) -> bool:
        """Whether the article stands alone."""
        return self._ground("#panes", Widget).has_class("zoom")

    def is_in_sidebar(self) -> bool:
        """Whether keys move the sidebar."""
        sidebar = self._sidebar
        return sidebar is not None and sidebar.choosing

    def moved_part(self) -> str:
        """What keys move: the sidebar, the article or the list."""
        return "sidebar" if self.is_in_sidebar() else "article" if self.is_reading() else "list"

    def line(self, name: str) -> str | None:
        """What stands in a line to type in: search, find, tags or question; None without it."""
        bar = next(self._standing(LINES[name]), None)
        return None if bar is None else bar.query_one(Input).value

    def has_line(self, name: str) -> bool:
        """Whether there is a line of this name: search, find, tags, note, key or question."""
        return any(True for _ in self._standing(LINES[name]))

    def is_typing_in(self, name: str) -> bool:
        """Whether keys type in a line of this name."""
        focused = self._app.focused
        lines = self._standing(LINES[name])
        return focused is not None and any(bar in focused.ancestors_with_self for bar in lines)

    def is_typing(self) -> bool:
        """Whether keys type anywhere on the screen that stands over all others."""
        return self._app.screen.focused is not None

    def is_searching(self) -> bool:
        """Whether the list holds what a search found."""
        return self.found_count() is not None

    def typed_search(self) -> str:
        """The search that is typed; empty without one."""
        return self.line("search") or ""

    # The sidebar.

    def has_sidebar(self) -> bool:
        """Whether there is a sidebar."""
        return self._sidebar is not None

    def sidebar_lines(self) -> list[str]:
        """The lines of the sidebar as they stand on the screen."""
        return self.lines_of("Sidebar")

    def sidebar_items(self) -> list[SidebarItem]:
        """All lines of the sidebar, those out of sight too."""
        return list(self._known_sidebar.places)

    def sidebar_labels(self) -> list[str]:
        """What the lines of the sidebar are called, but for its headings."""
        return [item.label for item in self.sidebar_items() if item.kind is not SidebarKind.HEADING]

    def sidebar_counts(self) -> dict[str, str]:
        """The numbers in the sidebar, by what they stand beside."""
        return {item.label: item.count for item in self.sidebar_items()}

    def sidebar_item(self) -> SidebarItem:
        """The line of the sidebar that keys would open."""
        chosen = self._known_sidebar.chosen
        assert chosen is not None
        return chosen

    def sidebar_active(self) -> str:
        """The key of what the list shows, as the sidebar calls it."""
        return self._known_sidebar.active

    def sidebar_width(self) -> int:
        """How many columns the sidebar has."""
        return self._known_sidebar.size.width

    def sidebar_top(self) -> int:
        """How many lines of the sidebar are out of sight at its top."""
        return self._known_sidebar.above

    def sidebar_furthest(self) -> int:
        """How many lines of the sidebar can be scrolled out of sight."""
        return self._known_sidebar.furthest

    def counted_searches(self) -> Mapping[str, SearchCounts]:
        """What saved searches find, by what they search for, as far as it was counted."""
        return self._app.parts.sidebar.search_counts

    # Panes that scroll, whichever screen they stand on.

    def bar_column(self, part: str) -> int:
        """The column of a pane in which its scrollbar stands."""
        return self._top(part, ScrollingLines).bar_column

    def rolled_lines(self, part: str) -> int:
        """How many lines of a pane are out of sight at its top."""
        return self._top(part, ScrollingLines).above

    def scrolled_lines(self, part: str) -> tuple[int, int]:
        """How far a long text is scrolled, and how far it could be."""
        text = self._top(part, Widget)
        return text.scroll_offset.y, text.max_scroll_y

    def scrollbar_height(self, part: str) -> int:
        """How high the scrollbar of a long text is; 0 without one."""
        text = self._top(part, Widget)
        return text.vertical_scrollbar.region.height if text.show_vertical_scrollbar else 0

    def compared_tops(self) -> tuple[int, int]:
        """How many lines of both reports side by side are out of sight at the top."""
        left, right = self._compared
        return left.above, right.above

    def compared_furthest(self) -> tuple[int, int]:
        """How many lines of both reports side by side can be scrolled out of sight."""
        left, right = self._compared
        return left.furthest, right.furthest

    # The palette.

    def command_names(self) -> list[str]:
        """What can be done by name."""
        return [one.does for one in self._app.parts.appearance.commands()]

    def command_keys(self) -> dict[str, str]:
        """The keys of what can be done by name."""
        return {one.does: one.keys for one in self._app.parts.appearance.commands()}

    def chosen_command(self) -> str | None:
        """What Enter would do in the palette."""
        chosen = self._palette.list.chosen
        return None if chosen is None else chosen.does

    def palette_place(self) -> int:
        """The line of the palette that is chosen."""
        return self._palette.list.place

    def offer_commands(self, typed: str) -> None:
        """Offer in the palette what fits some words."""
        self._palette.offer(typed)

    # What goes on behind the screen.

    def is_working(self) -> bool:
        """Whether stories are being added, or the index looked after."""
        return self._app.parts.jobs.is_working

    def is_worker_running(self) -> bool:
        """Whether there is a process that adds stories."""
        return self._app.parts.jobs.adder.is_busy

    def is_downloading(self) -> bool:
        """Whether a file is being downloaded."""
        return self._app.parts.enclosures.is_downloading

    def is_downloader_running(self) -> bool:
        """Whether there is a process that downloads."""
        loader = self._app.parts.enclosures.loader
        return loader is not None and loader.is_busy

    def is_indexing(self) -> bool:
        """Whether stories are being put into the index, as far as is known."""
        return self._app.parts.search.indexing is not None

    def searcher(self) -> object:
        """The process that searches; None while there is none."""
        return self._app.parts.searcher.running

    def complaints(self) -> list[str]:
        """What went wrong in this sitting, the latest first."""
        return [one.said for one in self._app.parts.bars.complaints]

    def undoable_changes(self) -> list[str]:
        """What can be taken back, the latest last."""
        return [change.did for change in self._app.parts.session.changes]

    def waiting_changes(self) -> list[str]:
        """What could not be kept, and is tried again."""
        return list(self._app.parts.unsaved.waiting)

    def lost_changes(self) -> str:
        """What is said in the end of changes that could not be kept."""
        return self._app.parts.unsaved.sentence()

    def action_of_key(self, key: str) -> list[str]:
        """The actions that a key is bound to."""
        if " " in key:  # two keys in turn, which Textual does not know
            return [self._app.names[key]]
        return [one.action for one in self._app._bindings.get_bindings_for_key(key)]

    def return_code(self) -> int | None:
        """What the screen ends with."""
        return self._app.return_code

    def fault(self) -> Exception | None:
        """What ended the screen, if a fault did."""
        return self._app.fault

    # The organs: what the rest of this page is read from.

    @property
    def _list(self) -> StoryList:
        return self._ground("#list", StoryList)

    @property
    def _pane(self) -> ReadingPane:
        return self._ground("#pane", ReadingPane)

    @property
    def _sidebar(self) -> Sidebar | None:
        found = self._app.screen_stack[0].query("Sidebar").results(Sidebar)
        return next((one for one in found if one.is_attached), None)

    @property
    def _known_sidebar(self) -> Sidebar:
        return self._ground("Sidebar", Sidebar)

    @property
    def _palette(self) -> CommandPalette:
        assert isinstance(self._app.screen, CommandPalette)
        return self._app.screen

    @property
    def _compared(self) -> Iterable[ReadingPane]:
        assert isinstance(self._app.screen, CompareScreen)
        return self._app.screen.panes

    def _bar(self, name: str) -> StatusLine:
        return self._ground(name, StatusLine)

    def _ground(self, part: str, kind: type[Kept]) -> Kept:
        """A part of the panes, whatever screen stands over them."""
        return self._app.screen_stack[0].query_one(part, kind)

    def _standing(self, kind: str) -> Iterator[Widget]:
        """The widgets of a kind among the panes, without those that are being taken away."""
        return (one for one in self._app.screen_stack[0].query(kind) if one.is_attached)

    def _number(self, words: str) -> int | None:
        """The number that the top line tells in some words."""
        found = re.search(words, self.header())
        return int(found[1].replace(",", "")) if found else None
