"""Words of a command line in, an exit code out."""

from __future__ import annotations

import gc
import os
import sys

from reader.tui import early

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:  # the first headlines are painted before any of these is imported
    from reader.config import Places
    from reader.model import ReaderError

__all__ = ["run"]


def run(words: list[str]) -> int:
    """Do what the words ask for: 0 done, 1 something failed, 2 wrong use."""
    gc.disable()  # collecting while modules are imported costs a tenth of the start
    try:
        with early.Painted(words):
            code = done(words)
        early.leave(code)
        return code
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130  # as the shell says of what an interrupt ended
    except reader_error() as error:
        complain(str(error))
        return 1


def reader_error() -> type[ReaderError]:
    """The errors that are sentences for the user, imported when something has gone wrong."""
    from reader.model import ReaderError

    return ReaderError


def done(words: list[str]) -> int:
    """Do what the words ask for.

    Raises:
        ReaderError: it could not be done.
    """
    from reader import config
    from reader.cli.arguments import parser

    chosen = parser().parse_args(words)
    home = chosen.home or os.environ.get("NEWSREADER_HOME")
    if home:  # for the processes that the screen starts
        os.environ["NEWSREADER_HOME"] = home
    return opened(chosen.verb, config.places(home), chosen)


def opened(verb: str | None, places: Places, chosen: object) -> int:
    """Open the screen, or do a verb."""
    if verb is None:
        from reader.tui import run as screen

        return screen(places)
    gc.enable()
    from reader.cli.verbs import VERBS

    return VERBS[verb](places, chosen)


def complain(sentence: str) -> None:
    """Say what went wrong, where it does not mix with what was asked for."""
    print(f"newsreader: {sentence}", file=sys.stderr)
