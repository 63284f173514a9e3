"""Textual's driver, told that the screen is already there."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

ALTERNATE = "\x1b[?1049h"


class QuickDriver(LinuxDriver):
    """A driver that takes over a screen which has been painted before it started."""

    painted = False  # set where the first screenful stands already

    def write(self, data: str) -> None:
        """Write to the terminal; switching to the screen again would only clear it."""
        if data == ALTERNATE and type(self).painted:
            type(self).painted = False
            return
        super().write(data)
