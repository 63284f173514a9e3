"""Keys one at a time: each is done with before the next, so that none is lost or mistaken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Any

from textual import events
from textual.message import Message


class KeyBurst(events.Event, bubble=False):
    """Keys in the order in which they were pressed."""

    def __init__(self, keys: tuple[events.Key, ...]) -> None:
        super().__init__()
        self.keys = keys


class KeyQueue:
    """Take keys in turn, also those that were typed before there was anything to use them.

    Textual hands a key down to the screen and up again before it is acted on, and meanwhile hands
    on the next ones, though they may be meant for what the first one opens.
    `press` does what a key asks for, `focused` says which widget is typed into.
    """

    def __init__(
        self, press: Callable[[events.Key], Awaitable[None]], focused: Callable[[], Any]
    ) -> None:
        self._press, self._focused = press, focused
        self._is_ready = False  # whether the panes stand
        self._early: tuple[events.Key, ...] = ()  # what was typed before that

    async def take(self, event: events.Event) -> bool:
        """Take keys and pastes; return whether the event was one of these."""
        keys = _keys_of(event)
        if keys and not self._is_ready:
            self._early = (*self._early, *keys)
        elif keys:
            await self._take_all(keys)
        elif isinstance(event, events.Paste) and hasattr(self._focused(), "type_text"):
            _type_text(self._focused(), event.text)
        else:
            return False
        return True

    async def start(self) -> None:
        """Take the keys that came before the panes stood."""
        self._is_ready = True
        early, self._early = self._early, ()
        await self._take_all(early)

    async def _take_all(self, keys: Sequence[events.Key]) -> None:
        """Do what each key asks for, in their order; letters in a row are typed at once."""
        at = 0
        while at < len(keys):
            line = self._focused()
            text_of = getattr(line, "text_of", lambda _: "")
            typed = list(takewhile(bool, map(text_of, islice(keys, at, None))))
            if typed:
                _type_text(line, "".join(typed))
            else:
                await self._press(keys[at])
            at += len(typed) or 1


def _type_text(line: Any, text: str) -> None:
    """Type into a line, and show it in the same turn."""
    line.type_text(text)
    line.echo()


def _keys_of(event: events.Event) -> tuple[events.Key, ...]:
    """Return the keys that an event from the terminal holds; none, where it is no key."""
    if isinstance(event, KeyBurst):
        return event.keys
    return (event,) if isinstance(event, events.Key) and not event.is_forwarded else ()


def group_keys(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield the same messages, with keys that follow one another put together."""
    keys: list[events.Key] = []
    for message in messages:
        if isinstance(message, events.Key):
            keys.append(message)
            continue
        if keys:
            yield KeyBurst(tuple(keys))
            keys = []
        yield message
    if keys:
        yield KeyBurst(tuple(keys))
