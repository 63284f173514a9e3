"""The theme that is light or dark as the terminal's background is.

Once headlines stand nobody waits for the answer any more: it is looked for where the start has got
so far by itself, and what a person has typed meanwhile is kept for whoever reads keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.library import Library
from reader.tui.render.themes import BACKGROUND, PALETTES, theme_of_background
from reader.tui.startup.background_answer import BackgroundAnswer
from reader.tui.startup.list_painter import ListPainter

if TYPE_CHECKING:
    from reader.tui.app import NewsReader

_LATER = 0.01  # seconds by which a timer waits longer than it has to


class AutoTheme:
    """The theme that is light or dark as the terminal is.

    A terminal that does not answer within its time is taken for a dark one. Until that is over the
    theme is what the last terminal was, and dark where none ever said.
    """

    def __init__(self, library: Library, answer: BackgroundAnswer) -> None:
        self._library, self._answer = library, answer
        self._remembered = library.store.database.meta(BACKGROUND)
        self._shown = ""
        self._reader: NewsReader | None = None

    def name(self) -> str:
        """Return the name of the theme, by what is known now."""
        is_light = self._answer.look() if self._reader is None else self._answer.is_light
        if is_light is None:
            is_light = self._may_answer and self._remembered == theme_of_background(True)
        else:
            ListPainter.answers = True
        return theme_of_background(is_light)

    @property
    def is_answered(self) -> bool:
        """Whether the terminal has told its background."""
        return self._answer.is_light is not None

    @property
    def _may_answer(self) -> bool:
        """Whether an answer is still awaited."""
        return self._answer.seconds_left > 0

    @property
    def typed(self) -> bytes:
        """What a person has typed while the answer was on its way."""
        return self._answer.typed

    def follow(self, reader: NewsReader) -> None:
        """Have a screen that stands in this theme follow an answer that comes late, or never."""
        self._reader, self._shown = reader, reader.parts.settings.theme
        self._show()
        if self._may_answer and not self.is_answered:
            reader.set_timer(self._answer.seconds_left + _LATER, self._show)

    def hear(self, report: str) -> None:
        """Take an answer that came among the keys, in the thread that reads these."""
        is_answer = self._answer.hear(report.encode())
        if is_answer and self._reader is not None:
            self._reader.call_later(self._show)

    def _show(self) -> None:
        """Have the screen in this theme, unless a person has chosen another, and remember it."""
        name, reader = self.name(), self._reader
        if reader is None or (self._may_answer and not self.is_answered):
            return
        if self._shown == reader.parts.layout.looks.palette.name != name:
            reader.parts.appearance.wear(PALETTES[name])
        self._shown = name
        if self._remembered != name and (self._remembered or self.is_answered):
            from reader.tui.unsaved_changes import remember_look

            self._remembered = name
            remember_look(reader.parts.unsaved, self._library, BACKGROUND, name)
