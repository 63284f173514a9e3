"""What went wrong in this sitting, and what is said where the screen cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from reader.config import LOG
from reader.tui import pane_widths
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars


@dataclass(eq=False, repr=False)
class NotificationsController:
    """Show the log, and say where the terminal is too small for anything else."""

    session: Session
    bars: StatusBars
    ground: Callable[[], Screen[Any]]
    push_screen: Callable[..., object]

    def open_log(self) -> None:
        """Show what went wrong in the background."""
        from reader.tui.screens.log import LogScreen

        library = self.session.library
        sources = library.store.sources.all()
        self.push_screen(LogScreen(self.bars.complaints, sources, library.places.log / LOG))

    def on_resize(self, size: Size) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = size
        is_small = pane_widths.is_too_small(width, height)
        ground = self.ground()
        ground.set_class(is_small, "small")
        if is_small:
            least = "×".join(map(str, pane_widths.LEAST_SCREEN))
            sentence = f"This terminal has {width}×{height}; newsreader needs {least}."
            self._sentence(ground).update(sentence)

    def _sentence(self, ground: Screen[Any]) -> Static:
        """Return what is shown in the place of everything else."""
        sentence = next(ground.query("#small").results(Static), None)
        if sentence is None:
            sentence = Static("", id="small", markup=False)
            ground.mount(sentence)
        return sentence
