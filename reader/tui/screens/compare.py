"""Two reports of one event side by side, each with what the other does not tell marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical

from reader.library.reports.event_reports import new_sentences, next_report
from reader.model import Story
from reader.tui.render import story_row
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.related_reports import with_news
from reader.tui.render.article.story_blocks import story_blocks
from reader.tui.render.styles import Styles
from reader.tui.screens.overlay import Overlay
from reader.tui.widgets.divider import Divider
from reader.tui.widgets.reading_pane import ReadingPane
from reader.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from reader.store import Store

ROOM = 100  # columns in which two reports have room
_HINTS = (
    ("j k Space", "scroll"),
    ("Tab", "one or both"),
    ("] [", "another report"),
    ("Esc", "back"),
)
_SIDES = ("both", "the left one", "the right one")
Pair = tuple[Sequence[ArticleBlock], Sequence[ArticleBlock]]
Other = Callable[[int], Pair | None]
"""The blocks of both reports with another one, so many places on, at the right."""


class ReportPair:
    """Pair a story with another report of its event, which stands beside it."""

    def __init__(self, store: Store, story: Story, on_shown: Callable[[int], None]) -> None:
        self._store, self._on_shown = store, on_shown
        self.story, self.beside = story, story

    def turn(self, by: int) -> Pair | None:
        """Turn to another report; return the blocks of both, None where there is no other."""
        wanted = next_report(self._store, self.beside.id, by or 1)
        if wanted == self.story.id:
            wanted = next_report(self._store, wanted, by or 1)
        if wanted is None or wanted == self.beside.id:
            return None
        self.beside = self._store.stories.get(wanted)
        self._on_shown(wanted)
        return self._blocks(self.story, self.beside), self._blocks(self.beside, self.story)

    def _blocks(self, story: Story, against: Story) -> Sequence[ArticleBlock]:
        """Mark in a story what another one does not tell."""
        blocks = story_blocks(story, self._store.copies.story_context(story.id))
        news = new_sentences(self._store, story, [against.id])
        return with_news(blocks, news, "is not in the other report")


class CompareScreen(Overlay[None]):
    """Two reading panes, which scroll together or each on its own."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar = [
        Binding("escape,q,C,h,left", "leave", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("g,home", "scroll(-999999)", show=False),
        Binding("G,end", "scroll(999999)", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("right_square_bracket", "other(1)", show=False),
        Binding("left_square_bracket", "other(-1)", show=False),
    ]

    def __init__(self, looks: Styles, text_width: int, other: Other) -> None:
        super().__init__(id="beside")
        self.looks, self.other = looks, other
        self.panes = tuple(ReadingPane(looks, text_width) for _ in range(2))
        self.foot = StatusLine(looks, "foot")
        self.side = 0  # what scrolls: both, the left one, the right one

    def compose(self) -> ComposeResult:
        """Return both panes, above a line that tells the keys."""
        with Horizontal():
            yield Vertical(self.panes[0])
            yield Divider(self.looks)
            yield Vertical(self.panes[1])
        yield self.foot

    def on_mount(self) -> None:
        """Show both reports."""
        for pane in self.panes:
            pane.expected = self.app.size.width // 2
        self.action_other(0)
        self.tell()

    @property
    def moving(self) -> Sequence[ReadingPane]:
        """The panes that scroll."""
        return self.panes if not self.side else self.panes[self.side - 1 : self.side]

    def tell(self) -> None:
        """Say which keys there are, and what scrolls."""
        hints = story_row.key_hints(_HINTS, self.app.size.width)
        self.foot.show(hints, [(f"scrolls {_SIDES[self.side]} ", "dim")])

    def action_scroll(self, by: int) -> None:
        """Scroll by some lines."""
        for pane in self.moving:
            pane.scroll(by)

    def action_page(self, by: int) -> None:
        """Scroll by a screenful less two lines."""
        self.action_scroll(by * max(2, self.panes[0].size.height - 2))

    def action_turn(self, by: int) -> None:
        """Scroll both together, the left one, or the right one."""
        self.side = (self.side + by) % len(_SIDES)
        self.tell()

    def action_other(self, by: int) -> None:
        """Show another report of the event at the right."""
        shown = self.other(by)
        if shown is not None:
            for pane, blocks in zip(self.panes, shown, strict=True):
                pane.show(blocks)

    def action_leave(self) -> None:
        """Back to the list and the article."""
        self.dismiss()

    def on_resize(self, event: events.Resize) -> None:
        """Go back where two reports have no room any more."""
        if event.size.width >= ROOM:
            self.tell()
        elif self.is_current:
            self.dismiss()
