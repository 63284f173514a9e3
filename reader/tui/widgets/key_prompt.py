"""A line at the bottom that asks for one key after another."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.widgets import Static

from reader.control_characters import mask_line

# What was pressed, and what it writes; whether that was an answer.
Taken = Callable[[str], bool]


class KeyPrompt(Static, can_focus=True):
    """What is asked, until a key has answered it."""

    def __init__(self, asked: str, taken: Taken, hints: tuple[tuple[str, str], ...]) -> None:
        super().__init__(Content(mask_line(asked)))
        self.taken, self.hints = taken, hints

    def ask(self, asked: str) -> None:
        """Ask in other words."""
        self.update(Content(mask_line(asked)))

    def text_of(self, key: events.Key) -> str:
        """Return the text that a key types: none, each is an answer."""
        return ""

    async def take_key(self, event: events.Key) -> None:
        """Hand on a key; one that is no answer does what it always does."""
        if not self.taken(event.key):
            await self.app.do_bound_key(event.key)  # type: ignore[attr-defined]  # ours

    def type_text(self, text: str) -> None:
        """Leave a paste alone: it answers nothing."""

    def echo(self) -> None:
        """Show nothing of the answer."""
