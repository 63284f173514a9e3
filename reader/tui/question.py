"""A line at the bottom in which one thing is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Label


class AnswerLine(Input):
    """The text of an answer."""

    BINDINGS: ClassVar = [
        Binding("escape,tab,shift+tab", "app.leave_question", show=False, priority=True),
        Binding("enter", "app.answer", show=False, priority=True),
    ]


class Question(Horizontal):
    """What is asked, and the line for the answer."""

    def __init__(self, asked: str, proposed: str, then: Callable[[str], None]) -> None:
        super().__init__()
        self.asked, self.proposed, self.then = asked, proposed, then

    def compose(self) -> ComposeResult:
        """The question, and an answer to accept or to type over."""
        yield Label(self.asked, markup=False)
        line = AnswerLine(self.proposed, compact=True, select_on_focus=True)
        line.cursor_blink = False
        yield line

    @property
    def line(self) -> AnswerLine:
        """The answer's widget."""
        return self.query_one(AnswerLine)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep to oneself what is typed so far."""
        event.stop()
