"""Whether the terminal's background is light or dark, as it answers to a question (OSC 11).

Nobody waits for the answer: it is looked for where the start has got so far by itself, and what a
person has typed meanwhile is kept for whoever reads keys.
"""

from __future__ import annotations

import os
import re
from select import select

from reader.library import Library
from reader.tui.render.themes import theme_of_background
from reader.tui.startup.first_paint import Terminal

BACKGROUND = "background"  # the fact in the database: the theme that fitted the last terminal
# How the terminal tells its background: red, green and blue, each in one to four digits.
_ANSWER = re.compile(
    rb"\x1b\]11;(?:rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})"
    rb"|#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2}))[^\x07\x1b]{0,16}(?:\x07|\x1b\\)"
)
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in how light a colour is
_LARGEST = 65536  # bytes that may be typed before the answer


class BackgroundAnswer:
    """The answer of a terminal that was asked for its background, once it has come.

    `typed` is what came besides: keys.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.typed = b""
        self.is_light: bool | None = None  # None: the terminal has not answered

    def look(self) -> bool | None:
        """Take in what has come by now, without waiting; return whether the background is light."""
        while self.is_light is None and len(self.typed) < _LARGEST and self._has_more():
            came = os.read(self._descriptor, 4096)
            if not came:  # the terminal is gone; whoever reads keys will find that out
                break
            self._take(came)
        return self.is_light

    def _has_more(self) -> bool:
        """Tell whether something waits to be read."""
        return bool(select([self._descriptor], [], [], 0)[0])

    def _take(self, came: bytes) -> None:
        """Part the answer from the keys, should it be among what has come."""
        self.typed += came
        answer = _ANSWER.search(self.typed)
        if answer:
            self.typed = self.typed[: answer.start()] + self.typed[answer.end() :]
            self.is_light = _is_light([part for part in answer.groups() if part])


class AutoTheme:
    """The theme that is light or dark as the terminal is."""

    def __init__(self, library: Library, answer: BackgroundAnswer) -> None:
        self._library, self._answer = library, answer
        self.remembered = library.store.database.meta(BACKGROUND)

    def guess(self) -> str:
        """Return the theme to begin with: as the terminal says, else as it said the last time."""
        return self._answered() or theme_of_background(self.remembered == theme_of_background(True))

    def settle(self) -> str:
        """Return the theme to stay with: as the terminal says, else the dark one."""
        Terminal.is_asked = False
        return self._answered() or theme_of_background(False)

    @property
    def typed(self) -> bytes:
        """What a person has typed while the answer was on its way."""
        return self._answer.typed

    def _answered(self) -> str:
        """Return the theme for what the terminal has answered by now; empty before it has."""
        is_light = self._answer.look()
        return "" if is_light is None else theme_of_background(is_light)


def _is_light(parts: list[bytes]) -> bool:
    """Tell whether a colour is nearer to white than to black."""
    shares = [int(part, 16) / (16 ** len(part) - 1) for part in parts]
    return sum(map(float.__mul__, _WEIGHTS, shares)) > 0.5
