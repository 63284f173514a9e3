"""The screen of the briefing: what came since the last visit, read on the spot, with an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.control_characters import mask_line
from reader.library.reports.brief_export import about_item, headline_of, news_heading
from reader.library.reports.briefing import Briefing, BriefItem, SourceCount
from reader.model import Mark, ReaderError
from reader.tui.controllers.links import LinksController
from reader.tui.controllers.marks import MarksController
from reader.tui.layout import MainLayout
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.related_reports import NEWS
from reader.tui.render.article.story_blocks import text_blocks
from reader.tui.screens.hanging_text import HangingText, label_block, line_block
from reader.tui.screens.overlay import Overlay
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

if TYPE_CHECKING:
    from reader.config import Settings

_INDENT = "    "
Place = BriefItem | SourceCount
"""What can be chosen in a briefing."""


class BriefingScreen(Overlay[str]):
    """Events, single stories and counts by source, one below the other; it ends with a view.

    `tell` is called with what a key asks for, and the place that is chosen.
    """

    AUTO_FOCUS = ""
    hints = (
        ("Esc", "back"),
        ("j k", "next, before"),
        ("Enter", "read it here"),
        ("A", "all of this read"),
        ("u", "undo"),
        ("o", "browser"),
    )
    BINDINGS: ClassVar = [
        Binding("escape,q,h,left", "dismiss", show=False),
        Binding("j,down,n", "move(1)", show=False),
        Binding("k,up,N", "move(-1)", show=False),
        Binding("g,home", "move(-9999)", show=False),
        Binding("G,end", "move(9999)", show=False),
        Binding("space,pagedown,ctrl+f", "scroll(12)", show=False),
        Binding("pageup,ctrl+b", "scroll(-12)", show=False),
        Binding("enter,l,right", "open", show=False),
        Binding("A", "ask('read')", show=False),
        Binding("u", "ask('undo')", show=False),
        Binding("o", "ask('browse')", show=False),
    ]

    def __init__(
        self,
        text_of: Callable[[int], Sequence[ArticleBlock]],
        on_wish: Callable[[str, Place | None], object],
    ) -> None:
        super().__init__()
        self._text_of, self._on_wish = text_of, on_wish
        self.briefing: Briefing | None = None  # None while it is looked up
        self.place = 0
        self._unfolded: dict[int, Sequence[ArticleBlock]] = {}  # stories that are read here

    def compose(self) -> ComposeResult:
        """Return the column that everything stands in."""
        with VerticalScroll(id="briefing"):
            yield Static(Content.styled("Looking up what came…", "$dim"))

    @property
    def places(self) -> Sequence[Place]:
        """What can be chosen, in order."""
        return (*self.briefing.items, *self.briefing.rest) if self.briefing else ()

    @property
    def chosen(self) -> Place | None:
        """What is chosen; None where there is nothing."""
        return self.places[self.place] if self.place < len(self.places) else None

    async def show(self, briefing: Briefing) -> None:
        """Show another briefing, from its top."""
        self.briefing, self.place = briefing, 0
        self._unfolded.clear()
        column = self.query_one(VerticalScroll)
        await column.remove_children()
        await column.mount_all(self._texts(briefing))
        column.scroll_home(animate=False)
        self._set_chosen_off()

    def _texts(self, briefing: Briefing) -> Iterator[Static]:
        """Yield a widget for the title, for each place, and for the end."""
        yield Static(Content.styled(mask_line(_title(briefing)), "bold $accent"))
        for place in self.places:
            yield HangingText(self._blocks(place), classes="place")
        yield HangingText([line_block(""), line_block(_ending(briefing), "dim")])

    def _blocks(self, place: Place) -> Iterator[ArticleBlock]:
        """Yield what is told of a place."""
        if isinstance(place, SourceCount):
            yield label_block(f"{_INDENT}{place.stories:>5,}  ", place.name, "")
            return
        yield line_block("")
        yield from _item_head(place)
        if place.story in self._unfolded:
            yield from self._unfolded[place.story]
        else:
            yield from _item_summary(place)

    @property
    def _widgets(self) -> list[HangingText]:
        """The texts of the places."""
        return list(self.query_one(VerticalScroll).query_children(".place").results(HangingText))

    def _set_chosen_off(self) -> None:
        """Set the chosen place off from the others."""
        for at, widget in enumerate(self._widgets):
            widget.set_class(at == self.place, "chosen")

    def action_move(self, by: int) -> None:
        """Choose another place, so many on, and have it in sight."""
        self.place = max(0, min(len(self.places) - 1, self.place + by))
        self._set_chosen_off()
        if not self.places:
            return
        if self.place:
            self._widgets[self.place].scroll_visible(animate=False)
        else:
            self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_open(self) -> None:
        """Read the chosen story here, or close it; end with the view of a source."""
        chosen = self.chosen
        if isinstance(chosen, SourceCount):
            self.dismiss(f"source:{chosen.source}")
        elif chosen is not None:
            self._toggle(chosen)

    def _toggle(self, item: BriefItem) -> None:
        """Show the whole text of a story in its place, or its lede again."""
        if self._unfolded.pop(item.story, None) is None:
            self._unfolded[item.story] = self._text_of(item.story)
            self._on_wish("opened", item)
        widget = self._widgets[self.place]
        widget.show(self._blocks(item))
        self.call_after_refresh(partial(widget.scroll_visible, animate=False, top=True))

    def action_ask(self, wish: str) -> None:
        """Pass on what a key asks for."""
        self._on_wish(wish, self.chosen)


def _item_head(item: BriefItem) -> Iterator[ArticleBlock]:
    """Yield the lines that tell what a story is."""
    yield line_block(headline_of(item), "name")
    yield line_block(about_item(item), "dim")


def _item_summary(item: BriefItem) -> Iterator[ArticleBlock]:
    """Yield how a story begins, and what of it is new, each sentence beside its mark."""
    if item.lede:
        yield line_block(item.lede)
    if item.news:
        yield line_block(news_heading(item), "heading")
        yield from (line_block(one, mark=f"{NEWS} ") for one in item.news)


def _title(briefing: Briefing) -> str:
    """Return what stands above all."""
    since = briefing.since.astimezone()
    when = f"since {since.day} {since:%B, %H:%M}"
    if not briefing.items:
        return f"Briefing {when}: nothing new to read one by one"
    return f"Briefing {when}: {len(briefing.items):,} to read, {briefing.minutes} min"


def _ending(briefing: Briefing) -> str:
    """Return what stands below all."""
    if not briefing.left_out:
        return "That is all." if briefing.items else "Nothing unread has come."
    more = f"{briefing.left_out:,} more, counted above by source: Enter lists one"
    return f"That is all but for {more}; A marks what is told here as read, and brings the next."


@dataclass(eq=False, repr=False)
class BriefingController:
    """Open the briefing, and do what its keys ask for."""

    session: Session
    layout: MainLayout
    bars: StatusBars
    marks: MarksController
    links: LinksController
    settings: Callable[[], Settings]
    open_view: Callable[[str], None]
    push_screen: Callable[..., Any]
    run_worker: Callable[..., object]
    call_from_thread: Callable[..., Any]
    _screen: BriefingScreen | None = field(default=None, init=False)

    def open(self) -> None:
        """Show what came since the last visit."""
        self._screen = BriefingScreen(self._text_of, self._do)
        self.push_screen(self._screen, self._on_left)
        self._look_up()

    def _look_up(self) -> None:
        """Find out what came, off the path of the keys."""
        minutes = self.settings().brief.minutes
        work = partial(self._make_in_thread, minutes)
        self.run_worker(work, thread=True, group="briefing", exclusive=True, exit_on_error=False)

    def _make_in_thread(self, minutes: int) -> None:
        """Make a briefing on a connection of this thread, and have it shown."""
        from reader.library.reports.briefing import make_briefing
        from reader.library.reports.visits import since_last_visit

        own = self.session.library
        now = own.clock.now()
        try:
            library = own.open_again()
            since = since_last_visit(library.store, now)
            briefing = make_briefing(library.store, since, now, minutes)
            library.close()
        except ReaderError as error:
            self.call_from_thread(self.bars.show_status, str(error), warning=True)
            return
        self.call_from_thread(self._show, briefing)

    async def _show(self, briefing: Briefing) -> None:
        """Show a briefing, unless its screen was left meanwhile."""
        if self._screen is not None and self._screen.is_attached:
            await self._screen.show(briefing)

    def _on_left(self, view: str | None) -> None:
        """Show what was read; list the stories of a source where one was chosen."""
        self._screen = None
        self.layout.list.forget()
        if view:
            self.open_view(view)
        self.bars.refresh()

    def _text_of(self, story: int) -> Sequence[ArticleBlock]:
        """Return the text of a story; it may have been dropped meanwhile."""
        found = self.session.library.store.stories.by_ids([story])
        return list(text_blocks(found[0])) if found else [ArticleBlock("This story is gone.")]

    def _do(self, wish: str, place: Place | None) -> None:
        """Do what a key asks for."""
        try:
            self._wishes[wish](place)
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)

    @property
    def _wishes(self) -> dict[str, Callable[[Place | None], object]]:
        """What keys ask for, and what is done then."""
        return {
            "opened": self._mark_opened,
            "read": self._mark_read,
            "undo": self._undo,
            "browse": self._browse,
        }

    def _mark_opened(self, place: Place | None) -> None:
        """Count a story as read that is read in the briefing."""
        if isinstance(place, BriefItem):
            mark = partial(self.session.library.set_mark, [place.story], Mark.READ, True)
            self.marks.unsaved.write(f"story {place.story} as read", mark)

    def _mark_read(self, _: Place | None) -> None:
        """Mark what the briefing tells of as read, and look up what comes after it."""
        briefing = self._screen.briefing if self._screen else None
        if briefing is None or not briefing.items:
            self.bars.show_status("There is nothing to mark as read")
            return
        self.marks.mark_told_read(briefing.unread)
        self._look_up()

    def _undo(self, _: Place | None) -> None:
        """Undo the last change, and look up what is unread then."""
        self.marks.undo()
        self._look_up()

    def _browse(self, place: Place | None) -> None:
        """Open the page of a story in the browser."""
        link = place.link if isinstance(place, BriefItem) else ""
        self.bars.show_status(self.links.browse(link) if link else "This has no link")
