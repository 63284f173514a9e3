"""Places in, a reading person served: the screen, painted before Textual is imported."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:  # the first headlines are painted before any of these is imported
    from collections.abc import Mapping

    from reader.config import Folders, Settings
    from reader.library import Library
    from reader.tui.actions import Action
    from reader.tui.app import NewsReader
    from reader.tui.startup.background_answer import BackgroundAnswer
    from reader.tui.startup.first_paint import Terminal
    from reader.tui.startup.terminal_background import AutoTheme

__all__ = ["run"]

_LAST_PATIENCE = 10.0  # seconds that what is not kept yet may wait when the screen is left


def run(places: Folders) -> int:
    """Open the screen and stay until it is left; the exit code.

    Raises:
        ReaderError: there is no terminal, the configuration is wrong, or the database is.
    """
    from dataclasses import replace

    from reader import config
    from reader.library import Library
    from reader.model import ReaderError
    from reader.tui.render import themes
    from reader.tui.render.theme import THEME
    from reader.tui.startup import first_frame
    from reader.tui.startup.first_paint import FirstPaint
    from reader.tui.startup.list_painter import ListPainter
    from reader.tui.startup.terminal_background import AutoTheme

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ReaderError("The screen needs a terminal; `newsreader --help` lists what does not.")
    os.environ.setdefault("ESCDELAY", escape_delay(os.environ))  # Textual reads it when imported
    for name in ("COLUMNS", "LINES"):  # exported once, they would hide how large the terminal is
        os.environ.pop(name, None)
    settings = config.read_settings(places.config)
    themes.adapt_to_terminal(themes.PALETTES, os.environ)
    actions = _given(settings, places)
    library = Library.open(places)
    configured = settings.theme
    chosen = chosen_theme(configured, library.store.database.meta(THEME))
    settings = replace(settings, theme=themes.fitting_theme(chosen, os.environ))
    with first_frame.alternate_screen() as terminal:
        auto = None
        if settings.theme == themes.AUTO:
            auto, ListPainter.asks = AutoTheme(library, _answer_of(terminal)), True
            settings = replace(settings, theme=auto.name())
        first_frame.paint_first_frame(library, settings, actions)
        FirstPaint.found = FirstPaint.found or terminal.before
        return _stay(library, settings, actions, configured_theme=configured, auto=auto)


def chosen_theme(configured: str, remembered: str) -> str:
    """Return the theme that a key chose last, unless another one was configured since."""
    from reader.config import THEMES

    before, _, chosen = remembered.partition(" ")
    return chosen if before == configured and chosen in THEMES else configured


def escape_delay(environment: Mapping[str, str]) -> str:
    """Return how long an escape waits for the rest of a sequence, in milliseconds.

    Over a network the rest may come in another packet. A terminal that speaks the protocol of
    kitty sends another code for the key, which waits for nothing.
    """
    from reader.tui.startup.background_answer import is_far

    return "150" if is_far(environment) else "50"


def _answer_of(terminal: Terminal) -> BackgroundAnswer:
    """Return the answer of a terminal about its background, waited for where nothing stands yet."""
    from reader.tui.startup.first_paint import FirstPaint
    from reader.tui.startup.list_painter import ListPainter

    answer = FirstPaint.answer or terminal.ask()
    if not ListPainter.standing:
        answer.wait()
    return answer


def _given(settings: Settings, places: Folders) -> tuple[Action, ...]:
    """Return all actions with the keys that a person gives them."""
    from reader.tui.actions import ACTIONS

    if not (settings.keys or settings.commands):  # as of most people
        return ACTIONS
    from reader.tui.keymap import configured_actions, with_commands

    actions = configured_actions(settings.keys, places.config)
    return with_commands(actions, settings.commands, places.config)


def _stay(
    library: Library,
    settings: Settings,
    actions: tuple[Action, ...],
    *,
    configured_theme: str,
    auto: AutoTheme | None,
) -> int:
    """Run the app on the screen that is painted already; `auto` knows its theme.

    Raises:
        ReaderError: a fault has ended it, or what was changed could not be kept.
    """
    from dataclasses import replace

    from reader.model import ReaderError
    from reader.tui.startup import first_frame, lean_imports
    from reader.tui.startup.list_painter import ListPainter

    lean_imports.load_textual()
    if auto is not None:
        settings = _repaint_answered(library, settings, actions, auto)
    reader = _app_on_painted_screen(library, settings, actions, auto)
    reader.parts.configured_theme = configured_theme
    reader.run()
    library.store.database.patience = _LAST_PATIENCE
    reader.parts.unsaved.last_try()
    theme = reader.parts.layout.looks.palette.name
    if auto is not None:
        ListPainter.answers = auto.is_answered
        ListPainter.asks = _is_automatic(reader, library)
    first_frame.remember_next(library, replace(settings, theme=theme), actions, reader.fault)
    library.close()
    if failure := _failure_of(reader, library):
        raise ReaderError(failure)
    ListPainter.whole = True
    return reader.return_code or 0


def _is_automatic(reader: NewsReader, library: Library) -> bool:
    """Tell whether the next start asks the terminal for its background."""
    from reader.tui.render.theme import THEME
    from reader.tui.render.themes import AUTO

    remembered = library.store.database.meta(THEME)
    return chosen_theme(reader.parts.configured_theme, remembered) == AUTO


def _app_on_painted_screen(
    library: Library, settings: Settings, actions: tuple[Action, ...], auto: AutoTheme | None
) -> NewsReader:
    """Return the app, which takes over what stands on the terminal and what was typed before it."""
    from functools import partial

    from reader.tui.app import make_app
    from reader.tui.startup import first_paint
    from reader.tui.startup.driver import QuickDriver
    from reader.tui.startup.list_painter import ListPainter

    QuickDriver.painted, QuickDriver.found = True, first_paint.FirstPaint.found
    first_paint.Terminal.is_asked = False
    reader = make_app(library, settings, actions)
    reader.cells.take_over(*ListPainter.stood)
    reader.painted, reader.when_standing = True, _collect
    if auto is not None:
        QuickDriver.typed, QuickDriver.hear = auto.typed, auto.hear
        reader.when_standing = partial(_follow, auto, reader)
    elif first_paint.FirstPaint.answer is not None:  # another theme was chosen meanwhile
        QuickDriver.typed = first_paint.FirstPaint.answer.typed
    return reader


def _failure_of(reader: NewsReader, library: Library) -> str:
    """Return in sentences what ended the screen, and what could not be kept; empty if nothing."""
    failures = [reader.parts.unsaved.sentence()]
    if reader.fault is not None:
        from reader.tui.messages import fault_sentence

        failures.insert(0, fault_sentence(reader.fault, library.folders.log))
    return " ".join(filter(None, failures))


def _repaint_answered(
    library: Library, settings: Settings, actions: tuple[Action, ...], auto: AutoTheme
) -> Settings:
    """Return the settings with the theme that fits the terminal, in which all is painted now."""
    from dataclasses import replace

    from reader.tui.startup.first_frame import paint_first_frame
    from reader.tui.startup.list_painter import ListPainter

    theme = auto.name()
    if theme != settings.theme:
        settings, ListPainter.standing = replace(settings, theme=theme), True
        paint_first_frame(library, settings, actions)
    return settings


def _follow(auto: AutoTheme, reader: NewsReader) -> None:
    """Follow the terminal's background, and collect garbage."""
    auto.follow(reader)
    _collect()


def _collect() -> None:
    """Look for garbage again, though not among what there is by now."""
    gc.freeze()
    gc.enable()
