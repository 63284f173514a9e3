"""The app's ground: its panes, what they show, and the two lines around them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from reader.config import Settings
from reader.library import Library
from reader.model import Mark, ReaderError, SearchOrder
from reader.tui import pane_widths
from reader.tui.actions import Action, hints, shown
from reader.tui.controllers.unsaved_changes import Unkept
from reader.tui.messages import empty_view
from reader.tui.render import story_row
from reader.tui.render.date_sections import DENSE
from reader.tui.render.styles import THEMES, Styles
from reader.tui.render.themes import PALETTES
from reader.tui.session import Desk
from reader.tui.startup.held_screen import Ground
from reader.tui.widgets.divider import Divider
from reader.tui.widgets.status_line import Bar
from reader.tui.widgets.story_list import Ids, StoryList
from reader.tui.widgets.text_selection import SelectablePane
from reader.worker import JobRunner, Searcher

if TYPE_CHECKING:
    from reader.tui.widgets.search_bar import SearchBar

DWELL = 1.2  # seconds that a story is looked at before it counts as read


class Board(App[None], inherit_bindings=False):
    """List beside article, between the line of views and the line of keys."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    ENABLE_COMMAND_PALETTE = False  # ours shows the keys that a person has chosen

    painted = False  # whether the first screenful stands on the terminal before the app does

    def __init_subclass__(cls, whole: bool = False, **given: Any) -> None:
        """Have Textual look through the whole app, but not through each of its many layers."""
        if whole:
            super().__init_subclass__(**given)

    def __init__(
        self, library: Library, settings: Settings, actions: tuple[Action, ...], **given: Any
    ) -> None:
        super().__init__(**given)
        self.settings = settings
        self.actions = actions
        self.desk = Desk(library, settings.events.enabled and settings.events.fold)
        self.unkept = Unkept(self.tell, self.set_timer)
        self.fault: Exception | None = None  # what ended the screen
        self.paint_with(settings.theme)
        self.furnish()
        self.searcher = Searcher(lambda answer: None)
        self.adder = JobRunner()
        meta = library.store.database.meta
        self.share = pane_widths.share(
            settings.list_width, meta(pane_widths.LIST)
        )  # the list's, in per cent
        self.side_wanted = meta(pane_widths.SIDEBAR)
        self.dense = meta(DENSE) == "on"
        self.order: SearchOrder = settings.order
        self.search_bar: SearchBar | None = None  # the line in which a search is typed
        self.total: int | None = None  # how many stories the search found
        self.status = ""
        self.warned = False
        self.dwelling: Timer | None = None

    def paint_with(self, name: str) -> None:
        """Take a theme's colours."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = f"newsreader-{name}"
        self.stylesheet.set_variables(self.get_css_variables())
        self.looks = Styles(PALETTES[name])

    def furnish(self) -> None:
        """Make what always stands on the screen."""
        published, clock = self.desk.library.store.stories.published, self.desk.library.clock
        self.list = StoryList(self.looks, self.desk.rows, published, self.desk.inner, clock)
        self.pane = SelectablePane(self.looks, self.settings.text_width)
        self.top = Bar(self.looks, "top")
        self.foot = Bar(self.looks, "foot")
        self.panes = Horizontal(id="panes")
        self.left = Vertical(self.list, id="left")
        self.right = Vertical(self.pane, id="right")

    def on_load(self) -> None:
        """Show no colour at all where none is wanted; Textual would turn the terminal's black."""
        if self.no_color:
            kept = [one for one in self._filters if not isinstance(one, Monochrome)]
            self._filters = [*kept, NoColor()]

    def get_default_screen(self) -> Screen[None]:
        """The screen under everything."""
        ground = Ground(id="_default")
        ground.held = self.painted
        return ground

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles again in other colours; at the start they have not been read before."""
        if self.screen_stack:
            super().refresh_css(animate)

    async def run_action(self, *action: Any, **given: Any) -> bool:
        """Do what is asked for while the panes stand, and no more once they are to go."""
        stands = self.right.is_attached and not self._exit
        if stands and isinstance(self.screen, Ground):
            self.screen.settle()
        try:
            return stands and await super().run_action(*action, **given)
        except ReaderError as error:
            self.tell(str(error), warning=True)
            return True

    def _handle_exception(self, error: Exception) -> None:
        """End the screen by a fault, which is told once the terminal is as it was found."""
        self.fault = self.fault or error
        if isinstance(error, ReaderError):
            self.exit(return_code=1)
        else:
            super()._handle_exception(error)

    def panic(self, *_: object) -> None:
        """End without pages of code on the terminal."""
        self._close_messages_no_wait()

    _fatal_error = panic

    def compose(self) -> ComposeResult:
        """Four parts, top to bottom and left to right."""
        yield self.top
        with self.panes:
            yield from self.compose_sidebar()
            yield self.left
            yield Divider(self.looks)
            yield self.right
        yield self.foot

    def compose_sidebar(self) -> Iterator[Widget]:
        """What stands left of the list at the start, if anything does."""
        yield from ()

    @property
    def side(self) -> int:
        """How many columns stand left of the list."""
        return 0

    def on_mount(self) -> None:
        """Fill the panes before the first frame."""
        self.fit(self.size.width)
        self.list.sectioned = True
        self.list.show(self.desk.ids("all"), height=self.row_height)
        columns = pane_widths.columns(self.size.width, self.share, self.side)
        self.pane.expected = self.size.width - self.side - columns - 2
        self.explain_view()
        self.open_current()
        self.tell_recovery()
        self.refresh_bars()

    def tell_recovery(self) -> None:
        """Say what came back from the files beside the database; it can be undone."""
        recovery = self.desk.library.recovery
        if recovery.marks_before:
            put = partial(self.desk.library.put, recovery.marks_before)
            self.desk.did("marks that came back from their file", put)
        if recovery.notes:
            undo = f" {self.key_of('undo')} takes it back" if recovery.marks_before else ""
            self.tell(" ".join(recovery.notes.values()) + undo, warning=True)

    def on_resize(self, event: Any) -> None:
        """Fit the panes to the terminal."""
        self.fit(event.size.width)
        self.refresh_bars()

    def fit(self, width: int) -> None:
        """Divide the width; one pane at a time where it is small."""
        self.panes.set_class(width < pane_widths.NARROW, "narrow")
        self.panes.set_class(width < pane_widths.ROOM, "slim")
        columns = pane_widths.columns(width, self.share, self.side)
        self.left.styles.width = "100%" if width < pane_widths.NARROW else columns
        self.desk.columns = columns - 6

    @property
    def reading(self) -> bool:
        """Whether keys move the article rather than the list."""
        return self.panes.has_class("reading") or self.panes.has_class("zoom")

    @property
    def article_visible(self) -> bool:
        """Whether the article can be seen."""
        return self.reading or not self.panes.has_class("narrow")

    def open_current(self) -> None:
        """Show the chosen story in the reading pane."""
        story_id = self.list.current
        self.desk.story = None
        if story_id is not None:
            self.take_up(story_id)
        self.show_article()
        self.dwell()
        self.refresh_bars()

    def take_up(self, story_id: int) -> None:
        """Have a story open, unless it was dropped meanwhile."""
        try:
            self.desk.open(story_id)
        except ReaderError as error:
            self.tell(str(error), warning=True)

    def show_article(self) -> None:
        """Show the open story from its top, or from its first match."""
        self.pane.show(self.desk.blocks(), self.desk.find)

    def on_reading_pane_counted(self) -> None:
        """Say how many matches there are."""
        self.refresh_bars()

    def dwell(self) -> None:
        """Count the open story as read once it has been looked at for a while."""
        if self.dwelling is not None:
            self.dwelling.stop()
        self.dwelling = self.set_timer(DWELL, self.look) if self.article_visible else None

    def look(self) -> None:
        """Mark the open story as read."""
        story = self.desk.story
        if story is None or not self.article_visible or self.desk.marks(story.id).read:
            return
        mark = partial(self.desk.library.mark, [story.id], Mark.READ, True)
        if self.unkept.write(f"story {story.id} as read", mark):
            self.list.forget()
        self.refresh_bars()

    def note(self, name: str, value: str) -> None:
        """Remember for the next start how a part of the screen looks."""
        note = partial(self.desk.library.store.stories.note, name, value)
        self.unkept.write("the look of the screen: " + name.replace("_", " "), note)

    def choose(self, place: int) -> None:
        """Choose a row and show its story."""
        if self.list.move(place):
            self.open_current()

    @property
    def row_height(self) -> int:
        """How many lines a row has."""
        return 3 if self.desk.query else 1 if self.dense else 2

    def holding(self, ids: Ids, keep: int | None) -> Ids:
        """A list in which a story can be chosen, where it can."""
        del keep
        return ids

    def show_ids(self, ids: Ids, keep: int | None = None, line: int | None = None) -> None:
        """List these stories; the one with the id `keep` stays chosen where it is among them.

        It stands on a line of the screen, the one on which the chosen story stood before.
        """
        ids = self.holding(ids, keep)
        found = keep is not None and keep in ids
        place = ids.index(keep) if keep is not None and found else 0
        line = self.list.chosen_line if line is None else line
        self.list.sectioned = self.desk.query is None and self.desk.view != "bookmarks"
        self.list.show(ids, place, self.row_height, line if found else None)
        if self.list.current != (self.desk.story.id if self.desk.story else None):
            self.open_current()
        self.refresh_bars()

    def explain_view(self) -> None:
        """Say what stands in the list, should it be empty."""
        kind, _, number = self.desk.view.partition(":")
        sources = self.desk.library.store.sources.all() if kind == "source" else []
        error = next((one.health.last_error for one in sources if str(one.id) == number), "")
        self.list.explain(empty_view(self.desk.view, self.desk.counts, self.key_of, error))

    def key_of(self, name: str) -> str:
        """The first key of an action, as a person reads it."""
        return next(shown(action.keys[0]) for action in self.actions if action.name == name)

    def tell(self, sentence: str, warning: bool = False) -> None:
        """Say something in the bottom line until the next thing is said."""
        self.status, self.warned = sentence, warning
        self.refresh_bars()

    def refresh_bars(self) -> None:
        """Show how things stand."""
        view = "" if self.desk.query else self.desk.view
        top = story_row.top_line(view, self.desk.counts, self.size.width)
        self.top.show(
            top[:-1],
            self.found_line() if self.size.width >= pane_widths.NARROW else self.found_few(),
        )
        status = [(f" {self.status} ", "warning" if self.warned else "dim")] if self.status else []
        room = self.size.width - len(self.status) - 2
        self.foot.show(story_row.key_hints(hints(self.actions, self.hinted), room), status)

    @property
    def hinted(self) -> tuple[tuple[str, str], ...]:
        """What the bottom line tells the keys of; nothing is the usual."""
        return ()

    def found_few(self) -> list[story_row.Run]:
        """The same in fewer words: which match in the article, how many stories in the list."""
        if self.total is None or self.desk.query is None:
            return []
        if self.reading and self.pane.matches:
            return [(f" {self.pane.here + 1} of {self.pane.matches} ", "tab-on")]
        return [(f" {self.total:,} found ", "tab-on")]

    def found_line(self) -> list[story_row.Run]:
        """What a search found, and which match is shown."""
        if self.total is None or self.desk.query is None:
            return []
        stories = f"{self.total:,} {'story' if self.total == 1 else 'stories'}, {self.order} first"
        at = f"match {self.pane.here + 1} of {self.pane.matches} · " if self.pane.matches else ""
        return [(f" {at}{stories} ", "tab-on")]
