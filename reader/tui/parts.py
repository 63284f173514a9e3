"""The composition root: it makes session, panes and controllers, and hands each what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from reader.config import Settings
from reader.library import Library
from reader.tui import modes
from reader.tui.controllers.background_jobs import JobsController
from reader.tui.controllers.find_in_article import FindController
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.navigation import NavigationController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.search import SearchController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.layout import MainLayout
from reader.tui.render.styles import Styles
from reader.tui.render.themes import palette_of
from reader.tui.session import Session
from reader.tui.startup.held_screen import HeldScreen
from reader.tui.startup.lean_app import LeanApp
from reader.tui.startup.reopening import Reopening
from reader.tui.status_bars import FooterKeys, StatusBars
from reader.tui.unsaved_changes import UnsavedChanges
from reader.worker import COUNT, AnswerMessage, Searcher

if TYPE_CHECKING:  # each is imported when it is first needed
    from collections.abc import Callable

    from reader.tui.controllers.annotations import AnnotationsController
    from reader.tui.controllers.appearance import AppearanceController
    from reader.tui.controllers.batches.order_choice import ListOrderController
    from reader.tui.controllers.batches.rule_offers import RulesController
    from reader.tui.controllers.batches.selection import SelectionController
    from reader.tui.controllers.enclosures import EnclosuresController
    from reader.tui.controllers.events import EventsController
    from reader.tui.controllers.links import LinksController
    from reader.tui.controllers.marks import MarksController
    from reader.tui.controllers.remote.machines import MachinesController
    from reader.tui.controllers.saved_searches import SavedSearchesController
    from reader.tui.controllers.subscriptions import SubscriptionsController
    from reader.tui.prompts import Prompts
    from reader.tui.screens.briefing import BriefingController
    from reader.tui.screens.command_output import CommandsController
    from reader.tui.screens.command_search import Command, Offered
    from reader.tui.screens.highlight_mode import HighlightController
    from reader.tui.screens.source_page import SourcePageController
    from reader.tui.screens.typed_commands import TypedCommands
    from reader.tui.startup.live_settings import LiveSettings, Reread

PATIENCE = 2.0  # seconds that a key waits for a process that is writing; then it is tried again


class Parts:
    """What the screen is put together from; what few sittings need is made when it is asked for."""

    def __init__(self, app: LeanApp, library: Library, settings: Settings) -> None:
        self._app = app
        self.settings, self.configured_theme = settings, settings.theme
        library.store.database.patience = PATIENCE
        self.session = Session(library, settings.events.enabled and settings.events.fold)
        looks = Styles(palette_of(settings.theme))
        self.layout = MainLayout(self.session, settings, looks, lambda: app.size, app.set_focus)
        self.bars = StatusBars(self.session, self.layout, app.actions)
        self._basics = self.session, self.layout, self.bars
        self.unsaved = UnsavedChanges(self.bars.show_status, self.bars.show_outcome, app.set_timer)
        self.searcher = Searcher(self._on_answer)
        self._make_controllers()
        self.modes = self._ordered_modes()
        self._connect_controllers()

    def _ordered_modes(self) -> modes.Modes:
        """Return what the screen can be in."""
        return modes.ordered_modes(
            self.navigation,
            self._app.pending,
            lambda: self.has_selection,
            self._clear_selection,
        )

    def _clear_selection(self) -> None:
        """Select nothing."""
        self.selection.clear()

    def has(self, name: str) -> bool:
        """Tell whether a part has been made that is made when it is first needed."""
        return name in vars(self)

    def _make_controllers(self) -> None:
        """Make the controllers that every sitting needs."""
        basics = self._basics
        self.reading = ReadingController(
            *basics, self.unsaved, self.settings.read_after, set_timer=self._app.set_timer
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
            set_timer=self._app.set_timer,
            run_worker=self._app.run_worker,
        )
        self.navigation = NavigationController(
            *basics,
            self.reading,
            self.listing,
            self.search,
            self.find,
            self.sidebar,
            count=lambda: self._app.pending.count,
        )
        self.jobs = JobsController(
            *basics,
            self.reading,
            self.listing,
            self.search,
            self.sidebar,
            stop_download=lambda: self.has("enclosures") and self.enclosures.stop(),
            set_interval=self._app.set_interval,
            call_person=self._call_person,
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
        self._app.pending.on_change = self.bars.refresh
        self.bars.pending = lambda: self._app.pending.label
        self.bars.footer_keys = self._footer_keys
        self.bars.right_parts = (
            self.reading.progress_runs,
            self.sidebar.health_runs,
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
            set_timer=self._app.set_timer,
            push_screen=self._app.push_screen,
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
            run_worker=self._app.run_worker,
            call_from_thread=self._app.call_from_thread,
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
            run_worker=self._app.run_worker,
            copy_to_clipboard=self._app.copy_to_clipboard,
            suspend=self._app.suspend,
            open_by_command=self.commands.open_link,
        )

    @cached_property
    def briefing(self) -> BriefingController:
        """What came since the last visit."""
        from reader.tui.screens.briefing import BriefingController

        return BriefingController(
            *self._basics,
            self.marks,
            self.links,
            settings=lambda: self.settings,
            open_view=self.navigation.open_view,
            push_screen=self._app.push_screen,
            run_worker=self._app.run_worker,
            call_from_thread=self._app.call_from_thread,
        )

    @cached_property
    def commands(self) -> CommandsController:
        """The commands of the configuration."""
        from reader.tui.screens.command_output import CommandsController

        return CommandsController(
            self.session,
            self.bars,
            self.marks,
            commands=lambda: self.settings.commands,
            push_screen=self._app.push_screen,
            run_worker=self._app.run_worker,
            call_from_thread=self._app.call_from_thread,
        )

    @cached_property
    def highlights(self) -> HighlightController:
        """Words that are marked."""
        from reader.tui.screens.highlight_mode import HighlightController

        return HighlightController(
            *self._basics,
            self.marks,
            self.reading,
            self.prompts,
            selected_text=lambda: self._app.screen.get_selected_text() or "",
            run_search=self.search.run,
        )

    @cached_property
    def source_page(self) -> SourcePageController:
        """The page of a source."""
        from reader.tui.screens.source_page import SourcePageController

        return SourcePageController(
            *self._basics,
            self.sidebar,
            self.subscriptions,
            self.marks,
            open_view=self.navigation.open_view,
            push_screen=self._app.push_screen,
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
            call_later=self._app.call_later,
            open_by_command=self.commands.open_file,
        )

    @cached_property
    def saved_searches(self) -> SavedSearchesController:
        """Searches that have a name."""
        from reader.tui.controllers.saved_searches import SavedSearchesController

        return SavedSearchesController(
            self.session, self.bars, self.search, self.sidebar, self.prompts
        )

    @cached_property
    def rules(self) -> RulesController:
        """What is done with stories when they come."""
        from reader.tui.controllers.batches.rule_offers import RulesController

        return RulesController(
            *self._basics,
            self.search,
            self.listing,
            self.marks,
            self.prompts,
            self.jobs,
            call_later=self._app.call_later,
        )

    @cached_property
    def list_order(self) -> ListOrderController:
        """The order of what is listed."""
        from reader.tui.controllers.batches.order_choice import ListOrderController

        return ListOrderController(
            *self._basics,
            self.listing,
            self.search,
            self.sidebar,
            self.prompts,
            call_later=self._app.call_later,
        )

    @cached_property
    def selection(self) -> SelectionController:
        """Selected stories."""
        from reader.tui.controllers.batches.selection import SelectionController

        made = SelectionController(
            *self._basics, self.unsaved, self.reading, self.marks, self.links, self.prompts
        )
        self.bars.right_parts = (*self.bars.right_parts, made.selected_runs)
        return made

    @property
    def has_selection(self) -> bool:
        """Whether stories are selected, with which keys do what they else do with one."""
        return self.has("selection") and self.selection.is_active

    @cached_property
    def subscriptions(self) -> SubscriptionsController:
        """What is subscribed to."""
        from reader.tui.controllers.subscriptions import SubscriptionsController

        return SubscriptionsController(
            self.session, self.bars, self.sidebar, self.saved_searches, self.prompts, self.jobs
        )

    @cached_property
    def machines(self) -> MachinesController:
        """Other machines, and the folder that they share."""
        from reader.tui.controllers.remote.machines import MachinesController

        return MachinesController(
            *self._basics,
            self.reading,
            self.listing,
            self.sidebar,
            set_interval=self._app.set_interval,
            run_beside=self.jobs.run_beside,
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
            lambda: self._app.actions,
            lambda: self.settings.list_width,
            lambda: self.configured_theme,
            ground=lambda: self._app.screen_stack[0],
            push_screen=self._app.push_screen,
            run_action=self._app.run_action,
            more_commands=self._more_commands,
            read_line=self._read_line,
            call_next=self._app.call_next,
            call_after_refresh=self._app.call_after_refresh,
            show_theme=self._app.show_theme,
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
            self._app.use_actions(reread.actions)
            self.bars.use_actions(reread.actions)
            self.modes = self._ordered_modes()

    @cached_property
    def typed_commands(self) -> TypedCommands:
        """What people type after a colon."""
        from reader.tui.screens.typed_commands import TypedCommands

        return TypedCommands(
            lambda: self._app.actions,
            self.navigation,
            self.configuration,
            run_action=self._app.run_action,
            browse=self.links.browse,
            put_in_order=self.list_order.put_in_order,
            add=self.subscriptions.start,
            open_manual=self.appearance.open_manual,
        )

    def _call_person(self, name: str, said: str) -> None:
        """Have the terminal call the person because of a saved search."""
        import os

        from reader.tui.startup.terminal_signals import alert_signals

        self._app.write_signals(alert_signals(name, said, self.settings.alerts, os.environ))

    def _read_line(self, typed: str) -> list[Offered]:
        """Return what a line asks for that is typed in the palette."""
        return self.typed_commands.offers(typed)

    def _more_commands(self) -> Iterator[Command]:
        """Yield what the palette offers beside the actions."""
        return chain(
            self.marks.export_commands(),
            self.saved_searches.commands(),
            self.machines.commands(),
            self.subscriptions.commands(),
            self.commands.palette_commands(),
            self.rules.commands(),
        )

    async def end(self) -> None:
        """End the processes that work for the screen, and save what is being read and written."""
        await self.jobs.end()
        if self.has("enclosures"):
            await self.enclosures.end()
        self.reading.remember_last_place()
        if self._app.fault is None:
            self.reopening.remember()
        if self.has("annotations"):
            self.annotations.save_last_note()
        if self.has("machines"):
            self.machines.end()

    def catch_up(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        self.search.catch_up()
        self.find.catch_up()

    async def offer_pasted(self, text: str) -> None:
        """Ask about what was pasted into the panes."""
        if isinstance(self._app.screen, HeldScreen):
            await self.subscriptions.offer_pasted(text)

    def _is_list_or_article_moved(self) -> bool:
        """Return whether keys move list or article: nothing is typed, nothing stands over them."""
        if len(self._app.screen_stack) != 1:  # none is left where the screen has just ended
            return False
        return self._app.focused is None and not self.sidebar.is_choosing

    def _footer_keys(self) -> FooterKeys:
        """Return the keys of what is typed in, of what stands over the panes, or of the panes."""
        app = self._app
        if not app.screen_stack:  # the screen has ended
            return ()
        told: FooterKeys = getattr(app.focused, "hints", ()) or getattr(app.screen, "hints", ())
        return told or modes.footer_keys(self.modes)

    def _on_answer(self, answer: AnswerMessage) -> None:
        """Show what the search server found, or counted."""
        if answer.number == COUNT:
            self.sidebar.on_count(answer)
        else:
            self.search.on_answer(answer)
