"""Keys one at a time: each is done with before the next, so that none is lost or mistaken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import Any

from textual import events
from textual.message import Message

from reader.tui.actions import key_label

_MOST_DIGITS = 9  # of a number before a key
# What Enter is called that was typed while the terminal still made a line feed of it.
_LINE_FEED = "ctrl+j"


class KeyBurst(events.Event, bubble=False):
    """Keys in the order in which they were pressed."""

    def __init__(self, keys: tuple[events.Key, ...]) -> None:
        super().__init__()
        self.keys = keys


class KeyQueue:
    """Take keys in turn, also those that were typed before there was anything to use them.

    Textual hands a key down to the screen and up again before it is acted on, and meanwhile hands
    on the next ones, though they may be meant for what the first one opens.
    `press` does what a key asks for, and is told whether the same key follows at once: so it does
    where one is held down, and keys come faster than they are done. `focused` says which widget is
    typed into, and `bound` are the keys that do something over the panes, two that belong together
    in one word.
    """

    def __init__(
        self,
        press: Callable[[events.Key, bool], Awaitable[None]],
        focused: Callable[[], Any],
        bound: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._press, self._focused, self._bound = press, focused, bound
        self.on_paste: Callable[[str], Awaitable[None]] | None = None  # where nothing is typed
        self._is_ready = False  # whether the panes stand
        self._early: tuple[events.Key, ...] = ()  # what was typed before that

    async def take(self, event: events.Event) -> bool:
        """Take keys and pastes; return whether the event was one of these."""
        keys = self._name_keys(_keys_of(event))
        if keys and not self._is_ready:
            self._early = (*self._early, *keys)
        elif keys:
            await self._take_all(keys)
        elif isinstance(event, events.Paste) and hasattr(self._focused(), "type_text"):
            _type_text(self._focused(), event.text)
        elif isinstance(event, events.Paste) and self._is_ready and self.on_paste is not None:
            await self.on_paste(event.text)
        else:
            return False
        return True

    def _name_keys(self, keys: tuple[events.Key, ...]) -> tuple[events.Key, ...]:
        """Return the keys as they were pressed: a line feed is Enter, unless it is bound."""
        if all(key.key != _LINE_FEED for key in keys) or self._is_bound(_LINE_FEED):
            return keys
        enter = events.Key("enter", "\r")
        return tuple(enter if key.key == _LINE_FEED else key for key in keys)

    def _is_bound(self, key: str) -> bool:
        """Tell whether a key does something of its own, alone or as one of two."""
        return any(key in name.split(" ") for name in self._bound())

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
                is_repeated = at + 1 < len(keys) and keys[at + 1].key == keys[at].key
                await self._press(keys[at], is_repeated)
            at += len(typed) or 1


class PendingKeys:
    """Digits before the key that they are for, and the first of two keys that belong together.

    `names` are the keys of all actions; a digit that is one of them counts nothing.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.on_change: Callable[[], object] = lambda: None
        self.digits = ""
        self.begun = ""  # the first of two keys
        self.count = 0  # the number before the key that is being done; 0 is none
        self.unknown = ""  # two keys that nothing has, as a person reads them
        self._has_waited = False  # whether what waited has been shown

    @property
    def label(self) -> str:
        """What waits for another key, as a person reads it; empty where nothing does."""
        return self.digits + (key_label(self.begun) if self.begun else "")

    def take(self, key: str, pairs: bool = True) -> str | None:
        """Return the action that a key asks for, empty if none; None where it waits, or leaves.

        Without `pairs` each key is one of its own.
        """
        whole = f"{self.begun} {key}".lstrip()
        if self._is_digit(key):
            self._wait(self.digits + key, "")
        elif pairs and any(name.startswith(f"{whole} ") for name in self.names):
            self._wait(self.digits, whole)
        elif key == "escape" and self.label:
            self.clear()
        else:
            return self._complete(whole)
        return None

    def _complete(self, whole: str) -> str:
        """Return the action of a key, or of two, empty if none; they wait no more."""
        name = self.names.get(whole, "")
        second = whole.rpartition(" ")[2]
        if not name and second.startswith(
            "ctrl+"
        ):  # no letter of a pair: it does what it always does
            name = self.names.get(second, "")
        self.unknown = key_label(whole) if self.begun and not name else ""
        self.count, self.digits, self.begun = int(self.digits or 0), "", ""
        return name

    def _is_digit(self, key: str) -> bool:
        """Tell whether a key is a digit of a number."""
        may_begin = "123456789" if not self.digits else "0123456789"
        return not self.begun and key in set(may_begin) and key not in self.names

    def _wait(self, digits: str, begun: str) -> None:
        """Wait for another key."""
        self.digits, self.begun, self._has_waited = digits[:_MOST_DIGITS], begun, True
        self.on_change()

    def clear(self) -> None:
        """Wait for nothing, and count nothing any more."""
        self.digits, self.begun, self.count = "", "", 0
        if self._has_waited:
            self._has_waited = False
            self.on_change()


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
