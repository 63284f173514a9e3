"""What collects complaints, and what is said where the screen cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from reader.config import LOG
from reader.tui.controllers.reading_position import Placing

if TYPE_CHECKING:
    from reader.tui.screens.log import Complaint

LEAST = (30, 8)  # columns and lines in which something can be read
MOST = 200  # complaints that are kept


class Noticing(Placing):
    """Errors of background work are kept in a view of their own."""

    complaints: tuple[Complaint, ...] = ()  # the latest first

    def tell(self, sentence: str, warning: bool = False) -> None:
        """Say something in the bottom line; keep what went wrong."""
        if warning and sentence and (not self.complaints or self.complaints[0].said != sentence):
            from reader.tui.screens.log import Complaint

            now = Complaint(self.desk.library.clock.now().astimezone(), sentence)
            self.complaints = (now, *self.complaints[: MOST - 1])
        super().tell(sentence, warning)

    def action_log(self) -> None:
        """What went wrong in the background."""
        from reader.tui.screens.log import LogView

        library = self.desk.library
        sources = library.store.sources.all()
        self.push_screen(LogView(self.complaints, sources, library.places.log / LOG))

    def on_resize(self, event: Any) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = event.size
        small = width < LEAST[0] or height < LEAST[1]
        ground = self.screen_stack[0]
        ground.set_class(small, "small")
        if small:
            said = f"This terminal has {width}×{height}; newsreader needs {LEAST[0]}×{LEAST[1]}."
            self.too_small.update(said)

    @property
    def too_small(self) -> Static:
        """What is shown in the place of everything else."""
        found = self.screen_stack[0].query("#small").results(Static)
        made = next(found, None)
        if made is None:
            made = Static("", id="small", markup=False)
            self.screen_stack[0].mount(made)
        return made
