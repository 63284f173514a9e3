"""The line under the article in which words to find there are typed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label

from reader.tui.widgets.text_input import TypedLine

# What keys do while words to find are typed.
FIND_KEYS = {
    "down": "next_match",
    "up": "previous_match",
    "pagedown": "page_down",
    "pageup": "page_up",
    "escape": "step_back",
    "enter": "walk_matches",
    "tab": "walk_matches",
}
_FIND_HINTS = (
    ("Enter", "n and N walk the matches"),
    ("Esc", "back to where you were"),
    ("↓", "next"),
    ("↑", "before"),
)


class FindBar(Horizontal):
    """The words to find, and how many matches they have."""

    class Typed(Message):
        """The words have changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self.line = TypedLine(FIND_KEYS, _FIND_HINTS, placeholder="words in this article …")
        self.count = Label("", id="count", markup=False)

    def compose(self) -> ComposeResult:
        """Return what this is, the words, the count."""
        yield Label("find", markup=False)
        yield self.line
        yield self.count

    def show_count(self, count: str) -> None:
        """Say how many matches there are."""
        self.count.update(Content(count))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Mark while typing."""
        event.stop()
        self.post_message(self.Typed(event.value))
