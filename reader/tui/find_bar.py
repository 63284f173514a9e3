"""The line under the article in which words to find there are typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label


class FindLine(Input):
    """The words to find; keys that it does not need go on to the app."""

    BINDINGS: ClassVar = [
        Binding("down", "app.next_match", show=False),
        Binding("up", "app.previous_match", show=False),
        Binding("pagedown", "app.page_down", show=False),
        Binding("pageup", "app.page_up", show=False),
        Binding("escape", "app.step_back", show=False, priority=True),
        Binding("enter,tab", "app.walk_matches", show=False, priority=True),
    ]


class FindBar(Horizontal):
    """The words to find, and how many matches they have."""

    class Typed(Message):
        """The words have changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def compose(self) -> ComposeResult:
        """What this is, the words, the count."""
        yield Label("find", markup=False)
        line = FindLine(placeholder="words in this article …", compact=True)
        line.cursor_blink = False
        yield line
        yield Label("", id="count", markup=False)

    @property
    def line(self) -> FindLine:
        """The words' widget."""
        return self.query_one(FindLine)

    def tell(self, count: str) -> None:
        """Say how many matches there are."""
        for label in self.query("#count").results(Label):  # none before it is mounted
            label.update(Content(count))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Mark while typing."""
        event.stop()
        self.post_message(self.Typed(event.value))
