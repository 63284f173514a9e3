"""The line under the article in which words to find there are typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label

from reader.tui.typed_line import TypedLine


class FindLine(TypedLine):
    """The words to find."""

    AT_ONCE: ClassVar = {
        "down": "next_match",
        "up": "previous_match",
        "pagedown": "page_down",
        "pageup": "page_up",
        "escape": "step_back",
        "enter": "walk_matches",
        "tab": "walk_matches",
    }


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
        line = FindLine(placeholder="words in this article …")
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
