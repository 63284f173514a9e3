"""Whether the terminal's background is light or dark, as it answers to a question (OSC 11).

Nobody waits for the answer: it is looked for where the start has got so far by itself, and what a
person has typed meanwhile is kept for whoever reads keys.
"""

from __future__ import annotations

import os
import re
from select import select
from typing import TYPE_CHECKING

from reader.library import Library
from reader.tui.render.themes import BACKGROUND, PALETTES, theme_of_background

if TYPE_CHECKING:
    from reader.tui.app import NewsReader

# How the terminal tells its background: red, green and blue, each in one to four digits.
_ANSWER = re.compile(
    rb"\x1b\]11;(?:rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})"
    rb"|#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2}))[^\x07\x1b]{0,16}(?:\x07|\x1b\\)"
)
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in how light a colour is
_PATIENCE = 1.0  # seconds after which a terminal that has not answered is taken for a dark one
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

    def hear(self, came: bytes) -> bool:
        """Take a report of the terminal; return whether it is the answer, which had not come."""
        answer = _ANSWER.search(came) if self.is_light is None else None
        if answer is not None:
            self.is_light = _is_light([part for part in answer.groups() if part])
        return answer is not None

    def _take(self, came: bytes) -> None:
        """Part the answer from the keys, should it be among what has come."""
        self.typed += came
        if self.hear(self.typed):
            self.typed = _ANSWER.sub(b"", self.typed, count=1)


class AutoTheme:
    """The theme that is light or dark as the terminal is.

    Until the terminal has answered it is what the last terminal was, and dark where none ever said.
    """

    def __init__(self, library: Library, answer: BackgroundAnswer) -> None:
        self._library, self._answer = library, answer
        self._remembered = library.store.database.meta(BACKGROUND)
        self._is_mute = False  # whether no answer is awaited any more
        self._shown = ""
        self._reader: NewsReader | None = None

    def name(self) -> str:
        """Return the name of the theme, by what is known now."""
        is_light = self._answer.look() if self._reader is None else self._answer.is_light
        if is_light is None:
            is_light = not self._is_mute and self._remembered == theme_of_background(True)
        return theme_of_background(is_light)

    @property
    def typed(self) -> bytes:
        """What a person has typed while the answer was on its way."""
        return self._answer.typed

    def follow(self, reader: NewsReader) -> None:
        """Have a screen that stands in this theme follow an answer that comes late, or never."""
        self._reader, self._shown = reader, reader.parts.settings.theme
        self._show()
        if self._answer.is_light is None:
            reader.set_timer(_PATIENCE, self._give_up)

    def hear(self, report: str) -> None:
        """Take an answer that came among the keys, in the thread that reads these."""
        is_answer = self._answer.hear(report.encode())
        if is_answer and self._reader is not None:
            self._reader.call_later(self._show)

    def _give_up(self) -> None:
        """Wait for no answer any more."""
        self._is_mute = True
        self._show()

    def _show(self) -> None:
        """Have the screen in this theme, unless a person has chosen another, and remember it."""
        name, reader = self.name(), self._reader
        if reader is None or (self._answer.is_light is None and not self._is_mute):
            return
        if self._shown == reader.parts.layout.looks.palette.name != name:
            reader.parts.appearance.wear(PALETTES[name])
        self._shown = name
        if self._remembered != name and (self._remembered or self._answer.is_light is not None):
            from reader.tui.unsaved_changes import remember_look

            self._remembered = name
            remember_look(reader.parts.unsaved, self._library, BACKGROUND, name)


def _is_light(parts: list[bytes]) -> bool:
    """Tell whether a colour is nearer to white than to black."""
    shares = [int(part, 16) / (16 ** len(part) - 1) for part in parts]
    return sum(map(float.__mul__, _WEIGHTS, shares)) > 0.5
