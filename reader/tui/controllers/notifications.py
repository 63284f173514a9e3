"""What went wrong in this sitting, and what is said where the screen cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from reader.config import LOG
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

_LEAST = (30, 8)  # columns and lines in which something can be read


@dataclass(eq=False, repr=False)
class NotificationsController:
    """Show the log, and say where the terminal is too small for anything else."""

    session: Session
    bars: StatusBars
    ground: Callable[[], Screen[Any]]
    push_screen: Callable[..., object]

    def open_log(self) -> None:
        """Show what went wrong in the background."""
        from reader.tui.screens.log import LogView

        library = self.session.library
        sources = library.store.sources.all()
        self.push_screen(LogView(self.bars.complaints, sources, library.places.log / LOG))

    def on_resize(self, size: Size) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = size
        small = width < _LEAST[0] or height < _LEAST[1]
        ground = self.ground()
        ground.set_class(small, "small")
        if small:
            said = f"This terminal has {width}×{height}; newsreader needs {_LEAST[0]}×{_LEAST[1]}."
            self._sentence(ground).update(said)

    def _sentence(self, ground: Screen[Any]) -> Static:
        """Return what is shown in the place of everything else."""
        sentence = next(ground.query("#small").results(Static), None)
        if sentence is None:
            sentence = Static("", id="small", markup=False)
            ground.mount(sentence)
        return sentence
