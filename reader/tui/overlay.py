"""A screen over the panes, which is left once."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Overlay(ModalScreen[ScreenResultType]):
    """Left by the first key or click that leaves it; what comes before it is gone does nothing."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go, unless it is going already: the stock screen would take the one beneath along."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
