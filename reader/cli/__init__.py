"""Words of a command line in, an exit code out."""

from __future__ import annotations

import os
import signal
import sys

from reader import config
from reader.cli.arguments import parser
from reader.model import ReaderError

__all__ = ["run"]


def run(words: list[str]) -> int:
    """Do what the words ask for: 0 done, 1 something failed, 2 wrong use."""
    chosen = parser().parse_args(words)
    home = chosen.home or os.environ.get("NEWSREADER_HOME")
    if home:  # for the processes that the screen starts
        os.environ["NEWSREADER_HOME"] = home
    try:
        return opened(chosen.verb, config.places(home), chosen)
    except ReaderError as error:
        complain(str(error))
        return 1
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def opened(verb: str | None, places: config.Places, chosen: object) -> int:
    """Open the screen, or do a verb."""
    if verb is None:
        from reader.tui import run as screen

        return screen(places)
    from reader.cli.verbs import VERBS

    return VERBS[verb](places, chosen)


def complain(sentence: str) -> None:
    """Say what went wrong, where it does not mix with what was asked for."""
    print(f"newsreader: {sentence}", file=sys.stderr)
