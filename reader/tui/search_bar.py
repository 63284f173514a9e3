"""The line in which a search is typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label


class SearchLine(Input):
    """The text of a search; keys that it does not need go on to the app."""

    BINDINGS: ClassVar = [
        Binding("down", "app.later_search", show=False),
        Binding("up", "app.earlier_search", show=False),
        Binding("pagedown", "app.page_down", show=False),
        Binding("pageup", "app.page_up", show=False),
        # At once, so that a key typed right after them is not taken for a letter of the search.
        Binding("escape", "app.step_back", show=False, priority=True),
        Binding("enter,tab", "app.accept", show=False, priority=True),
    ]


class SearchBar(Horizontal):
    """A slash, and the text of a search."""

    class Typed(Message):
        """The text has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def compose(self) -> ComposeResult:
        """A slash, and the text."""
        yield Label("/", markup=False)
        line = SearchLine(placeholder="words, “a phrase”, by:name, after:7d …", compact=True)
        line.cursor_blink = False  # twice a second it would wake a screen that has nothing to do
        yield line

    @property
    def line(self) -> SearchLine:
        """The text's widget."""
        return self.query_one(SearchLine)

    def put(self, text: str) -> None:
        """Have this text typed."""
        self.line.value = text
        self.line.cursor_position = len(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        self.post_message(self.Typed(event.value))
