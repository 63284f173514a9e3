"""The Textual app: what happens on the screen goes to the controller that it is for."""

from __future__ import annotations

from inspect import isawaitable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.events import Event, Key, MouseScrollDown, MouseScrollUp, MouseUp, Resize
from textual.geometry import Offset

from reader.config import Settings
from reader.library import Library
from reader.model import ReaderError
from reader.tui import modes, pane_widths
from reader.tui.actions import COMMAND, Action
from reader.tui.composition.action_handlers import HANDLERS, SELECTION_HANDLERS, TYPING_HANDLERS
from reader.tui.composition.parts import Parts
from reader.tui.controllers.list_updates import UPDATE_EVERY
from reader.tui.key_queue import KeyBurst, KeyQueue
from reader.tui.render.safe_console import SafeConsole
from reader.tui.render.story_row import VIEWS
from reader.tui.render.styles import THEMES
from reader.tui.startup import lean_imports
from reader.tui.startup.driver import QuickDriver
from reader.tui.startup.lean_app import LeanApp
from reader.tui.widgets.divider import Divider
from reader.tui.widgets.reading_pane import ReadingPane
from reader.tui.widgets.sidebar_pane import Sidebar
from reader.tui.widgets.status_line import StatusLine
from reader.tui.widgets.story_list import StoryList

if TYPE_CHECKING:  # each is imported when it is first needed
    from collections.abc import Callable

    from reader.tui.widgets.find_bar import FindBar
    from reader.tui.widgets.search_bar import SearchBar

lean_imports.release_paint()
_HANDLERS = {**HANDLERS, **TYPING_HANDLERS}
_ACTS = Key, KeyBurst, MouseUp, MouseScrollDown, MouseScrollUp  # what a person does
_LOOK_AFTER = 1.0  # seconds after the start: other machines can wait until the screen stands


class NewsReader(LeanApp):
    """The whole screen."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"

    def __init__(
        self, library: Library, settings: Settings, actions: tuple[Action, ...], **given: Any
    ) -> None:
        super().__init__(actions, **given)
        self.error_console = SafeConsole(stderr=True)
        self.when_standing: Callable[[], None] = lambda: None
        self.on_act: Callable[[], None] = lambda: None
        self.parts = Parts(self, library, settings)
        self.use_themes(THEMES, self.parts.layout.looks.palette.name)
        self.keys = KeyQueue(self.press, lambda: self.focused, lambda: self.names)
        self.keys.on_paste = self.parts.offer_pasted

    def compose(self) -> ComposeResult:
        """Put the parts on the screen."""
        self.parts.sidebar.restore()
        yield from self.parts.layout.compose()

    def on_mount(self) -> None:
        """Fill the panes before the first frame, and start the processes once that stands."""
        self.call_after_refresh(self._start)
        self.set_interval(UPDATE_EVERY, self.parts.listing.update)
        self.screen_stack[0].call_later(self.call_later, self.keys.start)
        self.parts.layout.fit()
        self.parts.reopening.stand()
        self.parts.reading.stop_read_timer()
        recovery = self.parts.session.library.recovery
        if recovery.notes or recovery.marks_before:
            self.parts.marks.show_recovery()
        self.parts.bars.refresh()

    def _start(self) -> None:
        """Start the search server; with nothing to read, have the sample stories added."""
        self.release_screen()
        self.when_standing()
        self.parts.jobs.run_beside(self.parts.searcher.run())
        self.parts.reopening.search_again()
        lean_imports.import_later(self.set_timer)
        self.set_timer(lean_imports.CALM, self._suit_long_sitting)
        self.parts.jobs.look_for_due(self.parts.settings.refresh_minutes)
        self.parts.jobs.add_samples()
        self.set_timer(_LOOK_AFTER, self._look_for_machines)

    def _suit_long_sitting(self) -> None:
        """Have free memory go back to the system, and keys not wait for the disk, from now on."""
        from reader.tui.c_heap import TrimAtRest, give_memory_back, keep_heap_small

        keep_heap_small()
        self.set_interval(UPDATE_EVERY, give_memory_back)
        database = self.parts.session.library.store.database
        database.suit_long_sitting()
        self.on_act = TrimAtRest(self.set_timer, database.release_pages).attend

    def _look_for_machines(self) -> None:
        """Look for what was marked on other machines, now that the screen stands."""
        self.parts.machines.begin()

    async def on_unmount(self) -> None:
        """End what works for the screen, and save what is being read and written."""
        await self.parts.end()

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Any = None
    ) -> bool:
        """Do what is asked for while the panes stand, and no more once they are to go."""
        if not (self.parts.layout.right.is_attached and self.settle()):
            return False
        is_ours = default_namespace is None or default_namespace is self
        handler = _HANDLERS.get(action) if is_ours else None
        try:
            if is_ours and isinstance(action, str) and action.startswith(COMMAND):
                self.parts.commands.run(action.removeprefix(COMMAND))
                return True
            if handler is None:
                return await super().run_action(action, default_namespace, namespaces)
            if self.parts.has_selection and not self.parts.layout.is_reading:
                handler = SELECTION_HANDLERS.get(action, handler)
            result = attrgetter(handler)(self.parts if "." in handler else self)()
            if isawaitable(result):
                await result
        except ReaderError as error:
            self.parts.bars.show_status(str(error), warning=True)
        return True

    def show_chosen(self) -> None:
        """Show the story of the row that keys have come to."""
        self.parts.reading.show_chosen()

    def place_of_keys(self) -> Offset:
        """Return where on the screen keys act: in what has the focus, else in one of the panes."""
        over = self.focused is not None or len(self.screen_stack) > 1
        return super().place_of_keys() if over else self.parts.layout.place_of_keys

    def step_back(self) -> None:
        """Leave what the screen is in, one step."""
        modes.step_back(self.parts.modes)
        self.parts.bars.refresh()

    def on_unknown_keys(self, label: str) -> None:
        """Say that two keys do nothing together."""
        self.parts.bars.show_status(
            f"No action has the keys {label}; {self.parts.bars.key_of('help')} tells all"
        )

    def leave_or_quit(self) -> None:
        """Go back, then quit."""
        if modes.has_to_step_back(self.parts.modes):
            self.step_back()
        else:
            self.exit()

    def on_no_shell(self) -> None:
        """Say that there is no shell to go to."""
        self.parts.bars.show_status("No shell has started this screen; there is none to go to")

    def quit_now(self) -> None:
        """Quit at once; every mark is on the disk already."""
        self.exit()

    def catch_up(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        self.parts.catch_up()

    def tell_error(self, error: ReaderError) -> None:
        """Say what could not be done, whoever asked for it."""
        self.parts.bars.show_status(str(error), warning=True)

    async def on_event(self, event: Event) -> None:
        """Take keys and pastes in turn, and everything else as Textual does."""
        if isinstance(event, _ACTS):
            self.attend()
            self.on_act()
            self.parts.bars.drop_old()
        if not await self.keys.take(event):
            await super().on_event(event)
        if isinstance(event, _ACTS):
            self.parts.reading.attend()
            self.parts.bars.refresh_keys()

    def on_resize(self, event: Resize) -> None:
        """Fit the panes to the terminal, which may show anything by now."""
        self.doubt_terminal()
        if pane_widths.is_too_small(*event.size) or self.parts.has("appearance"):
            self.parts.appearance.on_resize(event.size)
        self.parts.sidebar.fit(event.size.width)
        self.parts.layout.fit(event.size)
        self.call_next(self.parts.bars.refresh)  # once the new size is known everywhere

    def on_reading_pane_counted(self) -> None:
        """Say how many matches there are."""
        self.parts.bars.refresh()

    def on_story_list_chosen(self, event: StoryList.Chosen) -> None:
        """Show the story that was clicked."""
        self.parts.navigation.open_clicked(event.place)

    def on_search_bar_typed(self, event: SearchBar.Typed) -> None:
        """Search for what is typed so far."""
        self.parts.search.on_typed(event.text)

    def on_find_bar_typed(self, event: FindBar.Typed) -> None:
        """Mark what is typed so far."""
        self.parts.find.mark_typed(event.text)

    def on_sidebar_picked(self, event: Sidebar.Picked) -> None:
        """Open the place that was clicked."""
        self.parts.sidebar.open_place(event.place)

    def on_divider_dragged(self, event: Divider.Dragged) -> None:
        """Put the line between list and article where the mouse is."""
        self.parts.appearance.drag_divider(event.x)

    def on_sidebar_dragged(self, event: Sidebar.Dragged) -> None:
        """Put the sidebar's edge where the mouse is."""
        self.parts.appearance.drag_sidebar(event.x)

    def on_divider_dropped(self) -> None:
        """Keep the widths as they are now."""
        self.parts.appearance.remember_widths()

    def on_sidebar_dropped(self) -> None:
        """Keep the widths as they are now."""
        self.parts.appearance.remember_widths()

    def on_status_line_clicked(self, event: StatusLine.Clicked) -> None:
        """List the view of a tab, or do what the key does whose label was clicked."""
        if event.role.startswith("tab"):
            name = next((one for one, label in VIEWS.items() if event.text.startswith(label)), "")
            if name:
                self.parts.navigation.open_view(name)
            return
        from reader.tui.keymap import keys_of_label

        self.pending.clear()
        for key in keys_of_label(event.text):
            self.simulate_key(key)

    def on_reading_pane_link_clicked(self, event: ReadingPane.LinkClicked) -> None:
        """Open a link that was clicked."""
        self.parts.links.open_clicked(event.link)

    def on_reading_pane_selected(self) -> None:
        """Copy what clicks have selected."""
        self.parts.links.copy_selected(self.screen.get_selected_text() or "")

    def on_text_selected(self) -> None:
        """Copy what the mouse has selected."""
        self.parts.links.copy_selected(self.selected_text())


def make_app(library: Library, settings: Settings, actions: tuple[Action, ...]) -> NewsReader:
    """Make the app as it runs in a terminal."""
    return NewsReader(library, settings, actions, driver_class=QuickDriver)
