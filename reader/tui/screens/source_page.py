"""The page of a source: how it fares, when it is read, and its settings, which keys change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from reader.library.reports.source_health import (
    MAIL,
    SourceStatistics,
    health_words,
    reading_words,
    source_statistics,
)
from reader.library.rules.rule_proposals import source_rules
from reader.model import ReaderError, Rule, Source, SourceReading
from reader.tui.controllers.marks import MarksController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.controllers.subscriptions import SubscriptionsController
from reader.tui.layout import MainLayout
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.story_blocks import written_time
from reader.tui.screens.hanging_text import HangingText, label_block, line_block
from reader.tui.screens.overlay import SCROLL_KEYS, Overlay
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

_LABEL = 14  # columns of what a line is about


class SourcePage(Overlay[str]):
    """All that is known of a source; it ends with the view that is to be listed, if any.

    `on_wish` is called with what a key asks for; `statistics` is what is shown.
    """

    AUTO_FOCUS = ""
    hints = (
        ("Esc", "back"),
        ("Enter", "its stories"),
        ("m", "read it by itself, or not"),
        ("w", "whole pages, or not"),
        ("u", "undo"),
    )
    BINDINGS: ClassVar = [
        *SCROLL_KEYS,
        Binding("escape,q,i,h,left", "dismiss", show=False),
        Binding("enter,l,right", "list_stories", show=False),
        Binding("m", "ask('mute')", show=False),
        Binding("w", "ask('whole')", show=False),
        Binding("u", "ask('undo')", show=False),
    ]

    def __init__(
        self,
        statistics: SourceStatistics,
        rules: Sequence[Rule],
        on_wish: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.statistics, self.rules, self._on_wish = statistics, rules, on_wish

    def compose(self) -> ComposeResult:
        """Return one text that scrolls."""
        with VerticalScroll(id="source"):
            yield HangingText(self._blocks())

    def show(self, statistics: SourceStatistics) -> None:
        """Show the source as it is now."""
        self.statistics = statistics
        self.query_one(HangingText).show(self._blocks())

    def _blocks(self) -> Iterator[ArticleBlock]:
        """Yield what is told of the source."""
        source = self.statistics.source
        yield line_block(source.title or source.location, "heading-strong")
        yield line_block(source.location, "dim")
        yield line_block("")
        for label, text in (*_facts(self.statistics), *map(_rule_line, self.rules)):
            yield label_block(f"{label:<{_LABEL}}", text)

    def action_list_stories(self) -> None:
        """End with the view of the source."""
        self.dismiss(f"source:{self.statistics.source.id}")

    def action_ask(self, wish: str) -> None:
        """Pass on what a key asks for."""
        self._on_wish(wish)


def _facts(statistics: SourceStatistics) -> Iterator[tuple[str, str]]:
    """Yield what is known of a source: what it is about, and the words for it."""
    source, health = statistics.source, statistics.source.health
    yield "Writes", health_words(statistics)
    yield "Stories", f"{source.stories:,}, {source.unread:,} unread"
    yield (
        "Newest",
        written_time(statistics.newest.astimezone()) if statistics.newest else "none yet",
    )
    last = health.last_success
    yield "Last read", written_time(last.astimezone()) if last else "never"
    if health.last_error:
        yield "Went wrong", health.last_error
    due = source.fetch_state.due
    if due and not source.muted:
        yield "Next", written_time(due.astimezone())
    if source.fetch_state.why:
        yield "Because", source.fetch_state.why
    yield "Folder", source.folder or "none"
    when = "only when asked for by name" if source.muted else "by itself"
    yield "Read", ", ".join(filter(None, (when, reading_words(statistics))))
    yield "Text", _text_words(statistics)
    yield "Keeps", source.keep.words if source.keep else "as the configuration says"


def _text_words(statistics: SourceStatistics) -> str:
    """Return where the text of the stories of a source is from."""
    if statistics.reading == SourceReading.WATCH:
        return "what has changed"
    if statistics.reading == MAIL:
        return "of the messages"
    teller = "page" if statistics.reading == SourceReading.LIST else "feed"
    return "of the whole pages" if statistics.source.full_text else f"as its {teller} tells it"


def _rule_line(rule: Rule) -> tuple[str, str]:
    """Return what a rule does with stories of the source."""
    done = ", ".join(map(str, rule.actions))
    named = "" if rule.name == rule.query else f"{rule.name}: "
    return "Rule", f"{named}{rule.query} → {done}{'' if rule.active else ', off'}"


@dataclass(eq=False, repr=False)
class SourcePageController:
    """Open the page of a source, and change its settings."""

    session: Session
    layout: MainLayout
    bars: StatusBars
    sidebar: SidebarController
    subscriptions: SubscriptionsController
    marks: MarksController
    open_view: Callable[[str], None]
    push_screen: Callable[..., Any]
    _page: SourcePage | None = field(default=None, init=False)

    def open(self) -> None:
        """Show the source that is chosen or listed, else that of the open story."""
        source = self._source(self._wanted_id())
        if source is None:
            self.bars.show_status("There is no source here")
            return
        library = self.session.library
        rules = source_rules(library.store, source.id, library.clock.now())
        self._page = SourcePage(self._statistics(source), rules, self._do)
        self.push_screen(self._page, self._on_left)

    def _wanted_id(self) -> int:
        """Return the number of the source that is meant; 0 is none."""
        for key in (self.sidebar.chosen_key, self.session.view):
            kind, _, number = key.partition(":")
            if kind == "source":
                return int(number)
        story = self.session.story
        if self.sidebar.is_choosing or story is None:
            return 0
        return self.session.library.store.sources.make_known(story.source)

    def _source(self, source_id: int) -> Source | None:
        """Return a source as it is now; one that is not subscribed to has a page as well."""
        sources = self.session.library.store.sources
        every = (one for some in (sources.all, sources.unsubscribed) for one in some())
        return next((one for one in every if one.id == source_id), None)

    def _statistics(self, source: Source) -> SourceStatistics:
        """Return what is counted of a source."""
        library = self.session.library
        return source_statistics(library.store, [source], library.clock.now())[0]

    def _on_left(self, view: str | None) -> None:
        """List the stories of the source where that was asked for."""
        self._page = None
        if view:
            self.open_view(view)
        self.bars.refresh()

    def _do(self, wish: str) -> None:
        """Do what a key asks for, and show the source as it is then."""
        if self._page is None:
            return
        before = self._page.statistics.source
        try:
            self._change(wish, before)
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
        now = self._source(before.id)
        if now is not None:
            self._page.show(self._statistics(now))

    def _change(self, wish: str, before: Source) -> None:
        """Change a setting of a source, or take the last change back."""
        subscribed = {one.id for one in self.session.library.store.sources.all()}
        if wish == "undo":
            self.marks.undo()
        elif before.id not in subscribed:
            self.bars.show_status("You are not subscribed to this source: it is never read")
        elif wish == "mute":
            did = "read by itself again" if before.muted else "read only when asked for"
            self.subscriptions.change(before, replace(before, muted=not before.muted), did)
        elif not self._statistics(before).is_of_pages:
            self.bars.show_status("There are no whole pages behind its stories")
        else:
            did = "read as its feed tells it" if before.full_text else "read with whole pages"
            self.subscriptions.change(before, replace(before, full_text=not before.full_text), did)
