"""Everything that is printed passes here: nothing of it can control the terminal.

Whatever a database holds or a stranger sends, only letters, newlines and tabs get out, and the
colours that are ours.
"""

from __future__ import annotations

import os
import sys
from functools import cache

from reader.control_characters import mask_controls, print_crash

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:  # most of these are wanted by some verbs only
    from collections.abc import Iterable, Sequence
    from typing import Any, TextIO

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from reader.cli.coloured_text import ColouredText

SHOWN = 20  # sentences about one file
_NARROWEST = 12  # columns of a text that is set in


def write_masked(text: str, stream: TextIO) -> None:
    """Write a text to a stream; what its encoding does not have becomes a question mark."""
    _write(mask_controls(text), stream)


def _write(safe: str, stream: TextIO) -> None:
    try:
        stream.write(safe)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(safe.encode(encoding, "replace").decode(encoding))


def print_line(text: str | ColouredText) -> None:
    """Print a line for a person; in a pipe exactly as it is, tabs included."""
    if _is_for_eyes():
        from reader.cli.coloured_text import ColouredText

        shown = ColouredText(text) if isinstance(text, str) else text
        _write(f"{shown.terminal_text()}\n", sys.stdout)
    else:
        write_masked(f"{text}\n", sys.stdout)


def print_hanging(lead: str, text: Text) -> None:
    """Print a text behind what leads to it; on a terminal none of its lines stands below that."""
    if not _is_for_eyes():
        write_masked(f"{lead}{text}\n", sys.stdout)
        return
    from rich.text import Text

    console, before = _console(), lead.expandtabs()
    lines = text.wrap(console, max(_NARROWEST, console.width - len(before))) or [text]
    for number, line in enumerate(lines):
        console.print(Text(" " * len(before) if number else before).append_text(line))


def print_table(table: Table) -> None:
    """Print a table, as wide as the terminal is."""
    from reader.tui.render.safe_console import SafeConsole

    SafeConsole().print(table)


def print_json(told: Any) -> None:
    """Print one object on one line."""
    from reader.model.safe_text import to_json

    write_masked(f"{to_json(told)}\n", sys.stdout)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of a file that somebody else will read."""
    for line in lines:
        write_masked(f"{line}\n", sys.stdout)


def print_complaint(sentence: str) -> None:
    """Say what went wrong, where it does not mix with what was asked for."""
    write_masked(f"newsreader: {sentence}\n", sys.stderr)


def print_complaints(name: str, sentences: Sequence[str]) -> None:
    """Print as many sentences about the lines of a file as a person reads, and count the rest."""
    for sentence in sentences[:SHOWN]:
        print_complaint(sentence)
    if len(sentences) > SHOWN:
        print_complaint(f"{name}: {len(sentences) - SHOWN:,} more lines like these.")


def ask_person(question: str) -> str:
    """Ask who sits at the terminal, and give the line that is the answer; empty at its end."""
    write_masked(question, sys.stderr)
    sys.stderr.flush()
    return sys.stdin.readline()


def forget_reader() -> None:
    """Write nothing more to standard output: its reader, such as `head`, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def flush() -> None:
    """Have everything printed that was written."""
    sys.stdout.flush()
    sys.stderr.flush()


def mask_crashes_of_threads() -> None:
    """Have a thread that breaks off print what a stranger wrote no other way than here."""
    import threading

    threading.excepthook = lambda broken: print_crash(
        broken.exc_type, broken.exc_value, broken.exc_traceback
    )


def _is_for_eyes() -> bool:
    """Tell whether a person reads what is printed, or colours are wanted all the same."""
    compatible = os.environ.get("TTY_COMPATIBLE")
    if compatible in ("0", "1"):
        return compatible == "1"
    forced = os.environ.get("FORCE_COLOR")
    return sys.stdout.isatty() if forced is None else forced != ""


@cache
def _console() -> Console:
    """Return where lines for a person go: coloured on a terminal, plain in a pipe."""
    from reader.tui.render.safe_console import SafeConsole

    return SafeConsole(soft_wrap=True)
