"""The line in which a search is typed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from reader.tui.widgets.text_input import TypedLine

# What keys do while a search is typed.
SEARCH_KEYS = {
    "down": "later_search",
    "up": "earlier_search",
    "pagedown": "page_down",
    "pageup": "page_up",
    "escape": "step_back",
    "enter": "accept",
    "tab": "accept",
}
_SEARCH_HINTS = (
    ("Enter", "to the results"),
    ("Esc", "back"),
    ("↑", "earlier searches"),
    ("↓", "next result"),
    ("Tab", "what was meant"),
)


class SearchBar(Horizontal):
    """A slash, and the text of a search."""

    class Typed(Message):
        """The text has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.line = TypedLine(
            SEARCH_KEYS,
            _SEARCH_HINTS,
            value=text,
            placeholder="words, “a phrase”, by:name, after:7d …",
        )

    def compose(self) -> ComposeResult:
        """Return a slash, and the text."""
        yield Label("/", markup=False)
        yield self.line

    def set_text(self, text: str) -> None:
        """Have this text typed."""
        self.line.value = text
        self.line.cursor_position = len(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        self.post_message(self.Typed(event.value))
