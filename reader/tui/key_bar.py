"""A line at the bottom that asks for one key after another."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.widgets import Static

from reader.control_characters import mask_line

# What was pressed, and what it writes; whether that was an answer.
Taken = Callable[[str], bool]


class KeyBar(Static, can_focus=True):
    """What is asked, until a key has answered it."""

    def __init__(self, asked: str, taken: Taken) -> None:
        super().__init__(Content(mask_line(asked)))
        self.taken = taken

    async def _on_key(self, event: events.Key) -> None:
        """Hand on a key; one that is no answer does what it always does."""
        if self.screen.focused is not self:
            event.stop()
            self.app.post_message(events.Key(event.key, event.character))
        elif self.taken(event.key):
            event.stop()
            event.prevent_default()
