"""The composition root: it makes session, panes and controllers, and binds actions to them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from inspect import isawaitable
from itertools import chain
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
from reader.tui.action_handlers import HANDLERS, TYPING_HANDLERS
from reader.tui.actions import Action
from reader.tui.controllers.background_jobs import JobsController
from reader.tui.controllers.find_in_article import FindController
from reader.tui.controllers.list_updates import UPDATE_EVERY, ListUpdatesController
from reader.tui.controllers.navigation import NavigationController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.search import SearchController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.key_queue import KeyBurst, KeyQueue
from reader.tui.layout import MainLayout
from reader.tui.render.safe_console import SafeConsole
from reader.tui.render.story_row import VIEWS
from reader.tui.render.styles import THEMES, Styles
from reader.tui.render.themes import palette_of
from reader.tui.session import Session
from reader.tui.startup import lean_imports
from reader.tui.startup.driver import QuickDriver
from reader.tui.startup.held_screen import HeldScreen
from reader.tui.startup.lean_app import LeanApp
from reader.tui.startup.reopening import Reopening
from reader.tui.status_bars import FooterKeys, StatusBars
from reader.tui.unsaved_changes import UnsavedChanges
from reader.tui.widgets.divider import Divider
from reader.tui.widgets.reading_pane import ReadingPane
from reader.tui.widgets.sidebar_pane import Sidebar
from reader.tui.widgets.status_line import StatusLine
from reader.tui.widgets.story_list import StoryList
from reader.worker import COUNT, AnswerMessage, Searcher

if TYPE_CHECKING:  # each is imported when it is first needed
    from collections.abc import Callable

    from reader.tui.command_search import Command, Offered
    from reader.tui.controllers.annotations import AnnotationsController
    from reader.tui.controllers.appearance import AppearanceController
    from reader.tui.controllers.enclosures import EnclosuresController
    from reader.tui.controllers.events import EventsController
    from reader.tui.controllers.links import LinksController
    from reader.tui.controllers.marks import MarksController
    from reader.tui.controllers.saved_searches import SavedSearchesController
    from reader.tui.controllers.subscriptions import SubscriptionsController
    from reader.tui.prompts import Prompts
    from reader.tui.screens.typed_commands import TypedCommands
    from reader.tui.startup.live_settings import LiveSettings, Reread
    from reader.tui.widgets.find_bar import FindBar
    from reader.tui.widgets.search_bar import SearchBar

lean_imports.release_paint()
PATIENCE = 2.0  # seconds that a key waits for a process that is writing; then it is tried again
_HANDLERS = {**HANDLERS, **TYPING_HANDLERS}
_ACTS = Key, KeyBurst, MouseUp, MouseScrollDown, MouseScrollUp  # what a person does


class NewsReader(LeanApp):
    """The whole screen."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"

    def __init__(
        self, library: Library, settings: Settings, actions: tuple[Action, ...], **given: Any
    ) -> None:
        super().__init__(actions, **given)
        self.error_console = SafeConsole(stderr=True)
        self.settings, self.configured_theme = settings, settings.theme
        self.when_standing: Callable[[], None] = lambda: None
        palette = palette_of(settings.theme)
        self.use_themes(THEMES, palette.name)
        library.store.database.patience = PATIENCE
        self.session = Session(library, settings.events.enabled and settings.events.fold)
        looks = Styles(palette)
        self.layout = MainLayout(self.session, settings, looks, lambda: self.size, self.set_focus)
        self.bars = StatusBars(self.session, self.layout, actions)
        self._basics = self.session, self.layout, self.bars
        self.unsaved = UnsavedChanges(self.bars.show_status, self.bars.show_outcome, self.set_timer)
        self.searcher = Searcher(self.on_answer)
        self.keys = KeyQueue(self.press, lambda: self.focused)
        self._make_controllers()
        self.modes = modes.ordered_modes(self.navigation, self.pending)
        self._connect_controllers()

    def _make_controllers(self) -> None:
        """Make the controllers that every sitting needs."""
        basics = self._basics
        self.reading = ReadingController(
            *basics, self.unsaved, self.settings.read_after, set_timer=self.set_timer
        )
        self.listing = ListUpdatesController(*basics, self.reading)
        self.search = SearchController(
            *basics, self.unsaved, self.reading, self.listing, self.searcher, self.settings.order
        )
        self.find = FindController(*basics, self.reading)
        self.sidebar = SidebarController(
            *basics,
            self.unsaved,
            self.reading,
            self.search,
            set_timer=self.set_timer,
            run_worker=self.run_worker,
        )
        self.navigation = NavigationController(
            *basics,
            self.reading,
            self.listing,
            self.search,
            self.find,
            self.sidebar,
            count=lambda: self.pending.count,
        )
        self.jobs = JobsController(
            *basics,
            self.reading,
            self.listing,
            self.search,
            self.sidebar,
            stop_download=lambda: "enclosures" in vars(self) and self.enclosures.stop(),
            set_interval=self.set_interval,
        )

        self.reopening = Reopening(
            self.session, self.layout, self.reading, self.listing, self.search
        )

    def _connect_controllers(self) -> None:
        """Tell those that were made earlier what to call of those that were made later."""
        self.reading.enter_article = self.navigation.enter
        self.reading.is_attended = self._is_list_or_article_moved
        self.reading.before_article.append(self.find.close)
        self.listing.search_again = self.search.search_again
        self.search.leave_panes = self.navigation.leave
        self.search.step = self.navigation.step
        self.search.index_behind = self.jobs.on_index_behind
        self.sidebar.open_view = self.navigation.open_view
        self.keys.on_paste = self.offer_pasted
        self.pending.on_change = self.bars.refresh
        self.bars.pending = lambda: self.pending.label
        self.bars.footer_keys = self._footer_keys
        self.bars.right_parts = (
            self.reading.progress_runs,
            self.reading.edited_runs,
            self.listing.waiting_runs,
            self.search.hits_runs,
        )
        self.bars.standing_warnings = (self.sidebar.chosen_error, self.search.hint)
        self.bars.on_refresh = [self.find.show_count, self.sidebar.refresh_if_changed]

    @cached_property
    def prompts(self) -> Prompts:
        """What asks for a text or a key."""
        from reader.tui.prompts import Prompts

        return Prompts(self.layout)

    @cached_property
    def events(self) -> EventsController:
        """The reports of one event."""
        from reader.tui.controllers.events import EventsController

        return EventsController(
            *self._basics,
            self.unsaved,
            self.reading,
            self.listing,
            set_timer=self.set_timer,
            push_screen=self.push_screen,
            undo=self.marks.undo,
        )

    @cached_property
    def marks(self) -> MarksController:
        """Bookmarks, and what is read."""
        from reader.tui.controllers.marks import MarksController

        return MarksController(
            *self._basics,
            self.unsaved,
            self.reading,
            self.prompts,
            run_worker=self.run_worker,
            call_from_thread=self.call_from_thread,
        )

    @cached_property
    def annotations(self) -> AnnotationsController:
        """Tags and notes."""
        from reader.tui.controllers.annotations import AnnotationsController

        return AnnotationsController(
            *self._basics,
            self.unsaved,
            self.reading,
            self.marks,
            enter_article=self.navigation.enter_to_type,
        )

    @cached_property
    def links(self) -> LinksController:
        """Links, and what is copied."""
        from reader.tui.controllers.links import LinksController

        return LinksController(
            *self._basics,
            self.prompts,
            self.settings.browser,
            run_worker=self.run_worker,
            copy_to_clipboard=self.copy_to_clipboard,
            suspend=self.suspend,
        )

    @cached_property
    def enclosures(self) -> EnclosuresController:
        """Attached files."""
        from reader.tui.controllers.enclosures import EnclosuresController

        return EnclosuresController(
            self.session,
            self.bars,
            self.reading,
            self.prompts,
            self.links,
            call_later=self.call_later,
        )

    @cached_property
    def saved_searches(self) -> SavedSearchesController:
        """Searches that have a name."""
        from reader.tui.controllers.saved_searches import SavedSearchesController

        return SavedSearchesController(
            self.session, self.bars, self.search, self.sidebar, self.prompts
        )

    @cached_property
    def subscriptions(self) -> SubscriptionsController:
        """What is subscribed to."""
        from reader.tui.controllers.subscriptions import SubscriptionsController

        return SubscriptionsController(
            self.session, self.bars, self.sidebar, self.saved_searches, self.prompts, self.jobs
        )

    @cached_property
    def appearance(self) -> AppearanceController:
        """How the screen looks."""
        from reader.tui.controllers.appearance import AppearanceController

        return AppearanceController(
            *self._basics,
            self.unsaved,
            self.listing,
            self.sidebar,
            lambda: self.actions,
            lambda: self.settings.list_width,
            lambda: self.configured_theme,
            ground=lambda: self.screen_stack[0],
            push_screen=self.push_screen,
            run_action=self.run_action,
            more_commands=self._more_commands,
            read_line=self._read_line,
            call_next=self.call_next,
            call_after_refresh=self.call_after_refresh,
            show_theme=self.show_theme,
        )

    @cached_property
    def configuration(self) -> LiveSettings:
        """The settings, read again or set for now."""
        from reader.tui.startup.live_settings import LiveSettings

        appliers: dict[str, Callable[[Any], object]] = {
            "theme": self.appearance.configure_theme,
            "order": self.search.set_order,
            "list_width": self.appearance.configure_share,
            "text_width": self.appearance.configure_text_width,
            "browser": self.links.configure_browser,
            "read_after": self.reading.configure_read_after,
            "events": self.events.configure,
            "refresh_minutes": self.jobs.look_for_due,
            "half_life": lambda _: self.searcher.start_again(),
        }
        folder = self.session.library.places.config
        return LiveSettings(
            folder,
            self.bars,
            appliers,
            lambda: self.settings,
            lambda: self.configured_theme,
            self.use_settings,
        )

    def use_settings(self, settings: Settings, reread: Reread | None) -> None:
        """Go by other settings from now on, perhaps with other keys."""
        self.settings = settings
        if reread is not None:
            self.configured_theme = reread.theme
            self.use_actions(reread.actions)
            self.bars.use_actions(reread.actions)
            self.modes = modes.ordered_modes(self.navigation, self.pending)

    @cached_property
    def typed_commands(self) -> TypedCommands:
        """What people type after a colon."""
        from reader.tui.screens.typed_commands import TypedCommands

        return TypedCommands(
            lambda: self.actions,
            self.navigation,
            self.configuration,
            run_action=self.run_action,
            browse=self.links.browse,
            add=partial(self.jobs.start, "add"),
        )

    def _read_line(self, typed: str) -> list[Offered]:
        """Return what a line asks for that is typed in the palette."""
        return self.typed_commands.offers(typed)

    def _more_commands(self) -> Iterator[Command]:
        """Yield what the palette offers beside the actions."""
        return chain(
            self.marks.export_commands(),
            self.saved_searches.commands(),
            self.subscriptions.commands(),
        )

    def compose(self) -> ComposeResult:
        """Put the parts on the screen."""
        self.sidebar.restore()
        yield from self.layout.compose()

    def on_mount(self) -> None:
        """Fill the panes before the first frame, and start the processes once that stands."""
        self.call_after_refresh(self._start)
        self.set_interval(UPDATE_EVERY, self.listing.update)
        self.screen_stack[0].call_later(self.call_later, self.keys.start)
        self.layout.fit()
        self.reopening.stand()
        self.reading.stop_read_timer()
        recovery = self.session.library.recovery
        if recovery.notes or recovery.marks_before:
            self.marks.show_recovery()
        self.bars.refresh()

    def _start(self) -> None:
        """Start the search server; with nothing to read, have the sample stories added."""
        self.release_screen()
        self.when_standing()
        self.jobs.run_beside(self.searcher.run())
        self.reopening.search_again()
        lean_imports.import_later(self.set_timer)
        self.jobs.look_for_due(self.settings.refresh_minutes)
        self.jobs.add_samples()

    async def on_unmount(self) -> None:
        """End the processes that work for the screen, and save what is being read and written."""
        await self.jobs.end()
        if "enclosures" in vars(self):
            await self.enclosures.end()
        self.reading.remember_last_place()
        if self.fault is None:
            self.reopening.remember()
        if "annotations" in vars(self):
            self.annotations.save_last_note()

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Any = None
    ) -> bool:
        """Do what is asked for while the panes stand, and no more once they are to go."""
        if not (self.layout.right.is_attached and self.settle()):
            return False
        is_ours = default_namespace is None or default_namespace is self
        handler = _HANDLERS.get(action) if is_ours else None
        try:
            if handler is None:
                return await super().run_action(action, default_namespace, namespaces)
            result = attrgetter(handler)(self)()
            if isawaitable(result):
                await result
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
        return True

    def place_of_keys(self) -> Offset:
        """Return where on the screen keys act: in what has the focus, else in one of the panes."""
        over = self.focused is not None or len(self.screen_stack) > 1
        return super().place_of_keys() if over else self.layout.place_of_keys

    def _is_list_or_article_moved(self) -> bool:
        """Return whether keys move list or article: nothing is typed, nothing stands over them."""
        if len(self.screen_stack) != 1:  # none is left where the screen has just ended
            return False
        return self.focused is None and not self.sidebar.is_choosing

    def _footer_keys(self) -> FooterKeys:
        """Return the keys of what is typed in, of what stands over the panes, or of the panes."""
        if not self.screen_stack:  # the screen has ended
            return ()
        told: FooterKeys = getattr(self.focused, "hints", ()) or getattr(self.screen, "hints", ())
        return told or modes.footer_keys(self.modes)

    def step_back(self) -> None:
        """Leave what the screen is in, one step."""
        modes.step_back(self.modes)
        self.bars.refresh()

    def on_unknown_keys(self, label: str) -> None:
        """Say that two keys do nothing together."""
        self.bars.show_status(
            f"No action has the keys {label}; {self.bars.key_of('help')} tells all"
        )

    def leave_or_quit(self) -> None:
        """Go back, then quit."""
        if modes.has_to_step_back(self.modes):
            self.step_back()
        else:
            self.exit()

    def quit_now(self) -> None:
        """Quit at once; every mark is on the disk already."""
        self.exit()

    def catch_up(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        self.search.catch_up()
        self.find.catch_up()

    def on_answer(self, answer: AnswerMessage) -> None:
        """Show what the search server found, or counted."""
        if answer.number == COUNT:
            self.sidebar.on_count(answer)
        else:
            self.search.on_answer(answer)

    async def on_event(self, event: Event) -> None:
        """Take keys and pastes in turn, and everything else as Textual does."""
        if isinstance(event, _ACTS):
            self.bars.drop_old()
        if not await self.keys.take(event):
            await super().on_event(event)
        if isinstance(event, _ACTS):
            self.reading.attend()
            self.bars.refresh_keys()

    def on_resize(self, event: Resize) -> None:
        """Fit the panes to the terminal, which may show anything by now."""
        self.doubt_terminal()
        if pane_widths.is_too_small(*event.size) or "appearance" in vars(self):
            self.appearance.on_resize(event.size)
        self.sidebar.fit(event.size.width)
        self.layout.fit(event.size.width)
        self.call_next(self.bars.refresh)  # once the new size is known everywhere

    def on_reading_pane_counted(self) -> None:
        """Say how many matches there are."""
        self.bars.refresh()

    def on_story_list_chosen(self, event: StoryList.Chosen) -> None:
        """Show the story that was clicked."""
        self.navigation.open_clicked(event.place)

    def on_search_bar_typed(self, event: SearchBar.Typed) -> None:
        """Search for what is typed so far."""
        self.search.on_typed(event.text)

    def on_find_bar_typed(self, event: FindBar.Typed) -> None:
        """Mark what is typed so far."""
        self.find.mark_typed(event.text)

    def on_sidebar_picked(self, event: Sidebar.Picked) -> None:
        """Open the place that was clicked."""
        self.sidebar.open_place(event.place)

    def on_divider_dragged(self, event: Divider.Dragged) -> None:
        """Put the line between list and article where the mouse is."""
        self.appearance.drag_divider(event.x)

    def on_sidebar_dragged(self, event: Sidebar.Dragged) -> None:
        """Put the sidebar's edge where the mouse is."""
        self.appearance.drag_sidebar(event.x)

    def on_divider_dropped(self) -> None:
        """Keep the widths as they are now."""
        self.appearance.remember_widths()

    def on_sidebar_dropped(self) -> None:
        """Keep the widths as they are now."""
        self.appearance.remember_widths()

    def on_status_line_clicked(self, event: StatusLine.Clicked) -> None:
        """List the view of a tab, or do what the key does whose label was clicked."""
        if event.role.startswith("tab"):
            name = next((one for one, label in VIEWS.items() if event.text.startswith(label)), "")
            if name:
                self.navigation.open_view(name)
            return
        from reader.tui.keymap import keys_of_label

        self.pending.clear()
        for key in keys_of_label(event.text):
            self.simulate_key(key)

    def on_reading_pane_link_clicked(self, event: ReadingPane.LinkClicked) -> None:
        """Open a link that was clicked."""
        self.links.open_clicked(event.link)

    async def offer_pasted(self, text: str) -> None:
        """Ask about what was pasted into the panes."""
        if isinstance(self.screen, HeldScreen):
            await self.subscriptions.offer_pasted(text)

    def on_reading_pane_selected(self) -> None:
        """Copy what clicks have selected."""
        self.links.copy_selected(self.screen.get_selected_text() or "")

    def on_text_selected(self) -> None:
        """Copy what the mouse has selected."""
        self.links.copy_selected(self.selected_text())


def make_app(library: Library, settings: Settings, actions: tuple[Action, ...]) -> NewsReader:
    """Make the app as it runs in a terminal."""
    return NewsReader(library, settings, actions, driver_class=QuickDriver)
