"""Paints that nobody sees are owed: a screen without a terminal is drawn when somebody looks at it.

Textual paints after each change, and half of what a test of the screen takes went there. Whoever
looks at the screen has all of it drawn anyway, and what a test ends in is drawn for it.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.screen import Screen
from textual.strip import Strip

_owing: WeakSet[Compositor] = WeakSet()  # of screens that have changed since they were drawn


def owe_paints(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have screens draw what has changed when that is looked at, and not before."""
    paint, draw = Compositor.render_update, Compositor.render_strips

    def owe(
        self: Compositor,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> object:
        if full:  # for a picture, which is looked at
            return paint(self, full, screen_stack, simplify)
        visible_screen_stack.set(screen_stack or [])
        if self._dirty_regions:
            self._dirty_regions.clear()
            _owing.add(self)
        return None

    def draw_owed(self: Compositor, *size: Any) -> list[Strip]:
        _owing.discard(self)
        return draw(self, *size)

    monkeypatch.setattr(Compositor, "render_update", owe)
    monkeypatch.setattr(Compositor, "render_strips", draw_owed)


def pay_paint(screen: Screen[Any]) -> None:
    """Have a screen drawn as it stands, if nobody has looked at it so."""
    if screen._compositor in _owing:
        screen._compositor.render_strips()
