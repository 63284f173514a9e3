"""A line at the bottom in which one thing is asked for."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from reader.control_characters import mask_line
from reader.tui.widgets.text_input import TypedLine

# What keys do while an answer is typed.
ANSWER_KEYS = {
    "escape": "leave_question",
    "tab": "leave_question",
    "shift+tab": "leave_question",
    "enter": "answer",
}
_ANSWER_HINTS = (("Enter", "take it"), ("Esc", "leave"))


class Prompt(Horizontal):
    """What is asked, and the line for the answer."""

    def __init__(self, asked: str, proposed: str, then: Callable[[str], object]) -> None:
        super().__init__()
        self.asked, self.then = asked, then
        self.line = TypedLine(ANSWER_KEYS, _ANSWER_HINTS, value=proposed)

    def compose(self) -> ComposeResult:
        """Return the question, and an answer to accept or to type over."""
        yield Label(mask_line(self.asked), markup=False)
        yield self.line

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep to oneself what is typed so far."""
        event.stop()
