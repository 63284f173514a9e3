"""A screen over the panes, which is left once."""

from __future__ import annotations

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType

from reader.tui.startup.held_screen import Standing


class Overlay(Standing, ModalScreen[ScreenResultType]):
    """Left by the first key or click that leaves it; what comes before it is gone does nothing."""

    async def on_key(self, event: events.Key) -> None:
        """Quit by the keys that quit anywhere."""
        names: dict[str, str] = getattr(self.app, "names", {})
        if names.get(event.key) == "quit_now":
            await self.app.run_action("quit_now")

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go, unless it is going already: the stock screen would take the one beneath along."""
        return super().dismiss(result) if self.is_active else AwaitComplete()  # type: ignore[arg-type]
