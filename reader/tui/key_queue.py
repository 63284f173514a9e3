"""Keys in, each done with before the next one: none is lost or takes the place of another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Any

from textual import events

from reader.tui.key_burst import Burst
from reader.tui.layout import Board
from reader.tui.startup.held_screen import Ground

ANYWHERE = ("redraw", "suspend")  # what keys do on any screen


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
        """Take keys and pastes in turn, and everything else as Textual does."""
        keys = keys_of(event)
        if keys and not self.ready:
            self.early = (*self.early, *keys)
        elif keys:
            await self.take_all(keys)
        elif isinstance(event, events.Paste) and hasattr(self.focused, "type_text"):
            self.type_text(self.focused, event.text)
        else:
            await super().on_event(event)

    async def take_early(self) -> None:
        """Take the keys that came before the panes stood."""
        self.ready = True
        early, self.early = self.early, ()
        await self.take_all(early)

    async def take_all(self, keys: Sequence[events.Key]) -> None:
        """Do what each key asks for, in their order; letters in a row are typed at once."""
        at = 0
        while at < len(keys):
            line = self.focused
            text_of = getattr(line, "text_of", lambda _: "")
            typed = list(takewhile(bool, map(text_of, islice(keys, at, None))))
            if typed:
                self.type_text(line, "".join(typed))
            else:
                await self.take(keys[at])
            at += len(typed) or 1

    def type_text(self, line: Any, text: str) -> None:
        """Type into a line, and show it in the same turn."""
        line.type_text(text)
        line.echo()

    async def take(self, event: events.Key) -> None:
        """Do what a key asks for, wherever keys go just now."""
        focused: Any = self.focused
        screen, name = self.screen, self.names.get(event.key)
        self.app_focus = True
        if hasattr(focused, "take_key"):
            await focused.take_key(event)
            focused.echo()
        elif focused is None and name and (isinstance(screen, Ground) or name in ANYWHERE):
            await self.run_action(name)
        elif not await self._check_bindings(event.key):
            await super().on_event(event)
        while self.screen is not screen and self._next_callbacks:
            await self._flush_next_callbacks()  # what a screen that was left is to bring about


def keys_of(event: events.Event) -> tuple[events.Key, ...]:
    """The keys that an event from the terminal holds; none, where it is no key."""
    if isinstance(event, Burst):
        return event.keys
    return (event,) if isinstance(event, events.Key) and not event.is_forwarded else ()
