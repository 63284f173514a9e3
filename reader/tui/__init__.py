"""Places in, a reading person served: the screen, painted before Textual is imported."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from typing import Any

from reader import config
from reader.config import Places
from reader.library import Library
from reader.model import ReaderError

__all__ = ["run"]


def run(places: Places) -> int:
    """Open the screen and stay until it is left; the exit code.

    Raises:
        ReaderError: there is no terminal, the configuration is wrong, or the database is.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ReaderError("The screen needs a terminal; `newsreader --help` lists what does not.")
    os.environ.setdefault("ESCDELAY", "20")  # milliseconds; Textual reads it when imported
    gc.disable()  # collecting while modules are imported costs a tenth of the start
    from reader.tui import first, keys, themes

    settings = config.read(places.config)
    settings = replace(settings, theme=themes.fitting(settings.theme, os.environ))
    actions = keys.chosen(settings.keys, str(places.config / config.NAME))
    library = Library.open(places)
    with first.screen() as terminal:
        terminal.paint(library, settings, actions)
        return stay(library, settings, actions, terminal.before)


def stay(
    library: Library, settings: config.Settings, actions: tuple[object, ...], found: list[Any]
) -> int:
    """Run the app on the screen that is painted already."""
    from reader.tui.app import app
    from reader.tui.driver import QuickDriver

    QuickDriver.painted, QuickDriver.found = True, found
    gc.freeze()
    gc.enable()
    reader = app(library, settings, actions)  # type: ignore[arg-type]
    reader.run()
    library.close()
    return reader.return_code or 0
