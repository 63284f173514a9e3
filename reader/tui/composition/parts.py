"""The composition root: it makes each part of the screen, and hands it what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from reader.config import Settings
from reader.library import Library
from reader.tui.composition.core_parts import CoreParts, LaterParts
from reader.tui.startup.held_screen import HeldScreen
from reader.tui.startup.lean_app import LeanApp

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
    from reader.tui.controllers.searching.saved_searches import SavedSearchesController
    from reader.tui.controllers.subscriptions import SubscriptionsController
    from reader.tui.prompts import Prompts
    from reader.tui.screens.briefing import BriefingController
    from reader.tui.screens.command_output import CommandsController
    from reader.tui.screens.command_search import Command, Offered
    from reader.tui.screens.highlight_mode import HighlightController
    from reader.tui.screens.source_page import SourcePageController
    from reader.tui.screens.typed_commands import TypedCommands
    from reader.tui.startup.live_settings import LiveSettings, Reread


class Parts(CoreParts):
    """What the screen is put together from; what few sittings need is made when it is asked for."""

    def __init__(self, app: LeanApp, library: Library, settings: Settings) -> None:
        later = LaterParts(
            stop_download=lambda: self.has("enclosures") and self.enclosures.stop(),
            call_person=self._call_person,
            has_selection=lambda: self.has_selection,
            clear_selection=self._clear_selection,
        )
        super().__init__(app, library, settings, later)

    def _clear_selection(self) -> None:
        """Select nothing."""
        self.selection.clear()

    def has(self, name: str) -> bool:
        """Tell whether a part has been made that is made when it is first needed."""
        return name in vars(self)

    @cached_property
    def prompts(self) -> Prompts:
        """What asks for a text or a key."""
        from reader.tui.prompts import Prompts

        return Prompts(self.layout, partial(self.bars.show_status, ""))

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
            set_timer=self._app.set_timer,
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
        from reader.tui.controllers.searching.saved_searches import SavedSearchesController

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
        folder = self.session.library.folders.config
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
            start_job=self.jobs.start,
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
        if self.has("marks"):
            await self.marks.end()  # what was saved just now is among it

    async def offer_pasted(self, text: str) -> None:
        """Ask about what was pasted into the panes."""
        if isinstance(self._app.screen, HeldScreen):
            await self.subscriptions.offer_pasted(text)
