"""The parts of the screen that every sitting needs: session, panes, and their controllers."""

from __future__ import annotations

from collections.abc import Callable

from reader.config import Settings
from reader.library import Library
from reader.model.construction import frozen
from reader.tui import modes
from reader.tui.controllers.background_jobs import JobsController
from reader.tui.controllers.find_in_article import FindController
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.navigation import NavigationController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.searching.search import SearchController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.layout import MainLayout
from reader.tui.render.styles import Styles
from reader.tui.render.themes import palette_of
from reader.tui.session import Session
from reader.tui.startup.lean_app import LeanApp
from reader.tui.startup.reopening import Reopening
from reader.tui.status_bars import FooterKeys, StatusBars
from reader.tui.unsaved_changes import UnsavedChanges
from reader.worker.clients import Searcher
from reader.worker.protocol import COUNT, AnswerMessage

PATIENCE = 2.0  # seconds that a key waits for a process that is writing; then it is tried again


@frozen
class LaterParts:
    """What the parts that few sittings need can do for those that every sitting needs."""

    stop_download: Callable[[], bool]
    call_person: Callable[[str, str], None]
    has_selection: Callable[[], bool]
    clear_selection: Callable[[], None]


class CoreParts:
    """What every sitting needs.

    Panes are made first, then what moves in them, then what works beside them; in the end each is
    told whom to call of those that were made later.
    """

    def __init__(
        self, app: LeanApp, library: Library, settings: Settings, later: LaterParts
    ) -> None:
        self._app = app
        self.settings, self.configured_theme = settings, settings.theme
        library.store.database.patience = PATIENCE
        self.session = Session(library, settings.events.enabled and settings.events.fold)
        looks = Styles(palette_of(settings.theme))
        self.layout = MainLayout(self.session, settings, looks, lambda: app.size, app.set_focus)
        self.bars = StatusBars(self.session, self.layout, app.actions)
        self.session.article.name_keys_by(self.bars.key_of)
        self._basics = self.session, self.layout, self.bars
        self.unsaved = UnsavedChanges(self.bars.show_status, self.bars.show_outcome, app.set_timer)
        self.searcher = Searcher(self._on_answer)
        self._later = later
        self._make_readers()
        self._make_movers()
        self.modes = self._ordered_modes()
        self._connect_controllers()

    def _ordered_modes(self) -> modes.Modes:
        """Return what the screen can be in."""
        later = self._later
        return modes.ordered_modes(
            self.navigation,
            self._app.pending,
            (later.has_selection, later.clear_selection),
            (lambda: self.jobs.is_escapable, self.jobs.stop),
        )

    def _make_readers(self) -> None:
        """Make the controllers of what is read: article, list, search, sidebar."""
        basics = self._basics
        self.reading = ReadingController(
            *basics, self.unsaved, self.settings.read_after, set_timer=self._app.set_timer
        )
        self.listing = ListUpdatesController(*basics, self.reading)
        self.search = SearchController(
            *basics,
            self.unsaved,
            self.reading,
            self.listing,
            self.searcher,
            self.settings.order,
            call_after_keys=self._app.call_after_keys,
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

    def _make_movers(self) -> None:
        """Make the controllers that go from one to another, and have work done beside them."""
        basics = self._basics
        self.navigation = NavigationController(
            *basics,
            self.reading,
            self.listing,
            self.search,
            self.find,
            self.sidebar,
            count=lambda: self._app.pending.count,
            is_passed=lambda: self._app.is_repeated,
        )
        self.jobs = JobsController(
            *basics,
            self.reading,
            self.listing,
            self.search,
            self.sidebar,
            stop_download=self._later.stop_download,
            set_interval=self._app.set_interval,
            call_person=self._later.call_person,
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
        self.bars.taker = self._taker
        self.bars.right_parts = (
            self.reading.progress_runs,
            self.sidebar.health_runs,
            self.reading.edited_runs,
            self.listing.waiting_runs,
            self.search.hits_runs,
        )
        self.bars.standing_warnings = (self.sidebar.chosen_error, self.search.hint)
        self.bars.on_refresh = [self.find.show_count, self.sidebar.refresh_if_changed]

    def _is_list_or_article_moved(self) -> bool:
        """Return whether keys move list or article: nothing is typed, nothing stands over them."""
        if len(self._app.screen_stack) != 1:  # none is left where the screen has just ended
            return False
        return self._app.focused is None and not self.sidebar.is_choosing

    def _footer_keys(self) -> FooterKeys:
        """Return the keys of what is typed in, of what stands over the panes, or of the panes."""
        if not self._app.screen_stack:  # the screen has ended
            return ()
        told: FooterKeys = getattr(self._taker(), "hints", ())
        return told or modes.footer_keys(self.modes)

    def _taker(self) -> object | None:
        """Return what is typed in, or stands over the panes; None where the panes have the keys."""
        if not self._app.screen_stack:
            return None
        might_take = (self._app.focused, self._app.screen)
        return next((one for one in might_take if getattr(one, "hints", ())), None)

    def _on_answer(self, answer: AnswerMessage) -> None:
        """Show what the search server found, or counted."""
        if answer.number == COUNT:
            self.sidebar.on_count(answer)
        else:
            self.search.on_answer(answer)

    def catch_up(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        self.search.catch_up()
        self.find.catch_up()
