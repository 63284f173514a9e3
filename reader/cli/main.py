"""Runs a command line: the screen, or one of the commands; exit codes and complaints."""

from __future__ import annotations

import gc
import os
import sys
import termios  # noqa: F401 - what Windows lacks is missed now, and told
import time

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:  # the first headlines are painted before any of these is imported
    from typing import Any

    from reader.config import Folders
    from reader.model import ReaderError

__all__ = ["INTERRUPTED", "run_command_line"]

DAY = 86_400  # seconds
SELDOM = 50_000  # objects that are made between two collections: imports are full of them
HELP = ("-h", "--help", "--version")
INTERRUPTED = 130  # as the shell says of what an interrupt ended


def run_command_line(words: list[str]) -> int:
    """Do what the words ask for: 0 done, 1 something failed, 2 wrong use."""
    _mend_streams()
    mend_zone()
    gc.disable()  # collecting while modules are imported costs a tenth of the start
    try:
        return _done_and_printed(words)
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        from reader.cli.safe_output import forget_reader

        forget_reader()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit:  # of help, or wrong use: what the next line imports is not needed for it
        raise
    except _reader_error() as error:
        _complain(str(error))
        return 1
    except OSError as error:
        if not _tells_refusal(error, words):
            raise
        return 1
    finally:
        gc.enable()


def _done_and_printed(words: list[str]) -> int:
    """Do what the words ask for, and print all of it as long as what goes wrong can be told."""
    try:
        return _run(words) if _is_command(words) else _done_behind_first_paint(words)
    finally:
        sys.stdout.flush()


def _tells_refusal(error: OSError, words: list[str]) -> bool:
    """Say what the system refused to a command; what breaks the screen off is for its report."""
    from reader.cli.safe_output import forget_reader
    from reader.model.system_errors import file_error_reason
    from reader.tui.startup.first_paint import wants_screen

    if wants_screen(words):
        return False
    if not error.filename:
        forget_reader()
    place = error.filename or "what is printed cannot be written"
    _complain(f"{place}: {file_error_reason(error)}.")
    return True


def _is_command(words: list[str]) -> bool:
    """Tell whether words plainly ask for a command, or for help: then no headlines are painted."""
    return bool(words) and (not words[0].startswith("-") or words[0] in HELP)


def _done_behind_first_paint(words: list[str]) -> int:
    """Do what the words ask for, the newest headlines standing meanwhile if that is the screen."""
    from reader.tui.startup import first_paint

    with first_paint.FirstPaint(words):
        is_plain = first_paint.wants_screen(words)
        code = _open_screen(words[-1] if words else None) if is_plain else _run(words)
    first_paint.end_process(code)
    return code


def _mend_streams() -> None:
    """Put nothing to read, or what forgets all, where standard input or output was closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # the lowest number that is free is its own
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - as long as we run


def mend_zone() -> None:
    """Tell the time in UTC where TZ names a zone that is a day or more from it, as none is."""
    if max(abs(time.timezone), abs(time.altzone)) >= DAY:
        os.environ["TZ"] = "UTC0"
        time.tzset()


def _reader_error() -> type[ReaderError]:
    """Return the errors that are sentences for the user, imported when something has gone wrong."""
    from reader.model import ReaderError

    return ReaderError


def _run(words: list[str]) -> int:
    """Do what the words ask for.

    Raises:
        ReaderError: it could not be done.
    """
    from reader.cli.parsing.argument_parser import make_parser

    chosen = make_parser().parse_args(words)
    return _open_screen(chosen.home) if chosen.verb is None else run_command(chosen)


def _open_screen(home: str | None) -> int:
    """Open the screen."""
    from reader import tui

    return tui.run(_places(home))


def _places(home: str | None) -> Folders:
    """Return where everything is kept, for the processes that are started too."""
    from reader import config

    home = home or os.environ.get("NEWSREADER_HOME")
    found = config.default_folders(home)
    if home:
        os.environ["NEWSREADER_HOME"] = home
    return found


def run_command(chosen: Any) -> int:
    """Do a verb."""
    from reader.cli.command_table import command_of
    from reader.cli.safe_output import mask_crashes_of_threads

    mask_crashes_of_threads()
    gc.freeze()  # what was imported stays, and need not be looked through
    gc.set_threshold(SELDOM)
    gc.enable()
    return command_of(chosen.verb)(_places(chosen.home), chosen)


def _complain(sentence: str) -> None:
    """Say what went wrong, where it does not mix with what was asked for."""
    from reader.cli import safe_output

    safe_output.print_complaint(sentence)
