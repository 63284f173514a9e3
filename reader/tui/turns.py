"""Keys in, each done with before the next one: none is lost or takes the place of another."""

from __future__ import annotations

from typing import Any

from textual import events

from reader.tui.board import Board
from reader.tui.ground import Ground


class Turns(Board):
    """Keys take their turns, also those that were typed before there was anything to use them.

    Textual hands a key down to the screen and up again before it is acted on, and meanwhile hands
    on the next ones, though they may be meant for what the first one opens.
    """

    ready = False  # whether the panes stand
    early: tuple[events.Key, ...] = ()  # what was typed before that

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.names = {key: action.name for action in self.actions for key in action.keys}

    def on_mount(self) -> None:
        """Ask the screen to answer when it has laid the panes out."""
        self.screen_stack[0].call_later(self.call_later, self.take_early)

    async def on_event(self, event: events.Event) -> None:
        """Take keys in turn, and everything else as Textual does."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self.ready:
            await self.take(event)
        else:
            self.early = (*self.early, event)

    async def take_early(self) -> None:
        """Take the keys that came before the panes stood."""
        self.ready = True
        for event in self.early:
            await self.take(event)
        self.early = ()

    async def take(self, event: events.Key) -> None:
        """Do what a key asks for, or hand it to what is typed into."""
        ours = self.app_focus and self.focused is None and isinstance(self.screen, Ground)
        if ours and event.key in self.names:
            await self.run_action(self.names[event.key])
        else:
            await super().on_event(event)
