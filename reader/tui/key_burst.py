"""Keys that came from the terminal together, as one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import events
from textual.message import Message


class Burst(events.Event, bubble=False):
    """Keys in the order in which they were pressed."""

    def __init__(self, keys: tuple[events.Key, ...]) -> None:
        super().__init__()
        self.keys = keys


def bursts(messages: Iterable[Message]) -> Iterator[Message]:
    """The same messages, with keys that follow one another put together."""
    keys: list[events.Key] = []
    for message in messages:
        if isinstance(message, events.Key):
            keys.append(message)
            continue
        if keys:
            yield Burst(tuple(keys))
            keys = []
        yield message
    if keys:
        yield Burst(tuple(keys))
