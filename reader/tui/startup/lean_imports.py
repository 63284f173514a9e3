"""Textual in, the same without what this screen has no use for: a fifth sooner.

Its command palette brings a dozen widgets along, and ours is another one. asyncio does without
TLS where Python was built without it; the screen itself never speaks to the network.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

PALETTE = "textual.command"
TLS = "ssl"
SetTimer = Callable[[float, Callable[[], None]], object]
CALM, PAUSE = 0.3, 0.025  # seconds after the start, and between two imports for later
# What keys open, imported one after the other once the screen has nothing else to do.
SOON = (
    "reader.tui.widgets.search_bar",
    "reader.tui.controllers.marks",
    "reader.tui.screens.command_palette",
    "reader.tui.screens.help",
    "reader.query",
    "reader.tui.widgets.find_bar",
    "reader.tui.widgets.prompt",
    "reader.tui.widgets.key_prompt",
    "reader.tui.controllers.appearance",
    "reader.tui.controllers.links",
    "reader.tui.controllers.annotations",
    "reader.tui.controllers.enclosures",
    "reader.tui.controllers.subscriptions",
)


class AbsentModule(ModuleType):
    """A module whose classes are named by another one that never makes any of them."""

    def __getattr__(self, name: str) -> type:
        """Return a class of that name, without anything in it."""
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def load_textual() -> None:
    """Import what takes most of the start; whole, where a later Textual needs more of itself."""
    if "textual.app" in sys.modules:
        return
    try:
        with _without(TLS, None):
            import_module("asyncio")
        with _without(PALETTE, AbsentModule(PALETTE)):
            import_module("textual.app")
    except (ImportError, AttributeError, TypeError):
        _forget("textual")
        import_module("textual.app")


def release_paint() -> None:
    """Have what a widget has painted go when it goes.

    A cache of colours is kept by the widget, instead of for all, and so keeps a thousand of them.
    """
    from textual._styles_cache import StylesCache

    stock = vars(StylesCache).get("get_inner_outer")
    if callable(stock):  # a class method is not: a later Textual may have made it one
        setattr(StylesCache, "get_inner_outer", classmethod(stock))  # noqa: B010


@contextmanager
def _without(name: str, instead: ModuleType | None) -> Iterator[None]:
    """Have something stand in for a module while others are imported; nothing, if it is None."""
    known = name in sys.modules
    if not known:
        sys.modules[name] = instead  # type: ignore[assignment]  # None is how a module is not there
    try:
        yield
    finally:
        if not known:
            del sys.modules[name]


def _forget(package: str) -> None:
    """Forget what was imported of a package."""
    for name in [one for one in sys.modules if one.partition(".")[0] == package]:
        del sys.modules[name]


def import_later(set_timer: SetTimer) -> None:
    """Import what the next keys may open once the screen has nothing else to do."""
    set_timer(CALM, lambda: _import_in_pauses(set_timer, SOON))


def _import_in_pauses(set_timer: SetTimer, names: Sequence[str]) -> None:
    """Import modules so little at a time that no key waits for it."""
    import_module(names[0])
    if names[1:]:
        set_timer(PAUSE, lambda: _import_in_pauses(set_timer, names[1:]))
