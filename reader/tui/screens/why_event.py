"""The screen that tells why stories are one event, and takes out one that is none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from reader.library.reports.join_reasons import basis_sentence, shared_lines
from reader.model import JoinReason
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.story_blocks import written_time
from reader.tui.screens.hanging_text import HangingText, label_block, line_block
from reader.tui.screens.overlay import Overlay

_KIND_WIDTH = 9  # columns of what is shared: names, numbers, words
Change = Callable[[int], Sequence[JoinReason] | None]
"""Changes an event because of one of its stories; what is true then, None where nothing changed."""


class JoinReasonsScreen(Overlay[None]):
    """Each report of an event, with what it shares with those before it."""

    AUTO_FOCUS = ""
    hints = (
        ("Esc", "back"),
        ("j k", "report"),
        ("x", "take it out of the event"),
        ("u", "undo"),
    )
    BINDINGS: ClassVar = [
        Binding("escape,q,W,h,left", "dismiss", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("g,home", "move(-9999)", show=False),
        Binding("G,end", "move(9999)", show=False),
        Binding("space,pagedown,ctrl+f", "scroll(12)", show=False),
        Binding("pageup,ctrl+b", "scroll(-12)", show=False),
        Binding("x", "split", show=False),
        Binding("u", "undo", show=False),
    ]

    def __init__(
        self, reasons: Sequence[JoinReason], chosen: int, split: Change, undo: Change
    ) -> None:
        super().__init__()
        self.reasons, self.split, self.undo = reasons, split, undo
        self.place = next((at for at, one in enumerate(reasons) if one.story == chosen), 0)

    def compose(self) -> ComposeResult:
        """Return a text for each report, in one column that scrolls."""
        with VerticalScroll(id="reasons"):
            yield from self._texts()

    def on_mount(self) -> None:
        """Have the chosen report in sight."""
        self.call_after_refresh(self._reveal)

    def _texts(self) -> Iterator[Static]:
        """Yield two widgets for each report: which it is, and set in what it shares."""
        stories = [reason.story for reason in self.reasons]
        for at, reason in enumerate(self.reasons):
            when = written_time(reason.published) if reason.published else ""
            told = (reason.outlet or "(outlet not known)", when, reason.headline)
            head = " · ".join(part for part in told if part)
            yield HangingText([replace(label_block(f"{at + 1}  ", head, "name"), role="name")])
            yield HangingText(_shared_blocks(reason, stories), classes="shared")

    def _reveal(self) -> None:
        """Set the chosen report off, and have it in sight."""
        column = self.query_one(VerticalScroll)
        for at, widget in enumerate(column.query_children(Static)):
            widget.set_class(at // 2 == self.place, "chosen")
            if at // 2 == self.place:
                widget.scroll_visible(animate=False)

    def action_move(self, by: int) -> None:
        """Choose another report, so many places on."""
        self.place = max(0, min(len(self.reasons) - 1, self.place + by))
        self._reveal()

    async def action_split(self) -> None:
        """Take the chosen report out of the event."""
        await self._change(self.split)

    async def action_undo(self) -> None:
        """Take the last change back."""
        await self._change(self.undo)

    async def _change(self, change: Change) -> None:
        """Change the event, and tell of it as it is then; nothing is left of one that is alone."""
        reasons = change(self.reasons[self.place].story)
        if reasons is None:
            return
        if not reasons:
            self.dismiss()
            return
        self.reasons, self.place = reasons, min(self.place, len(reasons) - 1)
        column = self.query_one(VerticalScroll)
        await column.remove_children()
        await column.mount_all(self._texts())
        self._reveal()


def _shared_blocks(reason: JoinReason, stories: Sequence[int]) -> Iterator[ArticleBlock]:
    """Yield what a report shares with those before it; `stories` are all reports as they stand."""
    yield line_block(basis_sentence(reason, stories), "heading")
    for kind, words in shared_lines(reason):
        yield label_block(f"{kind:<{_KIND_WIDTH}}", words)
    yield line_block("")
