"""The screen under everything: it takes over what stands on the terminal already."""

from __future__ import annotations

from textual.screen import Screen


class Ground(Screen[None], inherit_bindings=False):
    """The screen without keys of its own, so that every key is in our table."""

    AUTO_FOCUS = ""  # keys move the list, unless something is to be typed
    held = False  # whether what stands on the terminal already is not to be painted again

    def _compositor_refresh(self) -> None:
        """Paint what has changed, unless that is held back."""
        if not self.held:
            super()._compositor_refresh()

    def settle(self) -> None:
        """Lay the panes out now, where that waits for the next tick: keys can paint then."""
        if self.held and self._layout_required:
            self._refresh_layout()
            self._layout_required = False

    def release(self) -> None:
        """Paint everything once, and from then on what changes."""
        if self.held:
            self.held = False
            self.refresh()
