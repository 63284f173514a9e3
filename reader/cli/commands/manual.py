"""The command that prints the manual: through a pager on a terminal, plain in a pipe."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from reader.cli import safe_output
from reader.config import Folders
from reader.control_characters import mask_controls
from reader.manual import Page, read_page, read_pages
from reader.manual.page_blocks import Run, Runs, parse_blocks
from reader.manual.text_lines import layout_blocks

_PIPED_WIDTH = 80  # columns
_WIDEST = 96
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_LESS = "FRX"  # as git has it: leave at once where all fits, and show what is bold


def print_manual(_: Folders, chosen: Any) -> int:
    """Print a page of the manual, or all of them."""
    pages = [read_page(chosen.page)] if chosen.page else read_pages()
    if chosen.json:
        for page in pages:
            safe_output.print_json({"name": page.name, "title": page.title, "text": page.text})
    elif sys.stdout.isatty():
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        _page_lines([*_lines(pages, width)])
    else:
        safe_output.print_lines(map(_text_of, _lines(pages, _PIPED_WIDTH)))
    return 0


def _lines(pages: Sequence[Page], width: int) -> Iterator[Runs]:
    """Yield the lines of pages; before several of them, what each is called."""
    if len(pages) > 1:
        longest = max(len(page.name) for page in pages)
        yield (Run("newsreader manual PAGE prints one of these", "bold"),)
        yield from ((Run(f"  {page.name:<{longest}}  {page.title}"),) for page in pages)
    for number, page in enumerate(pages):
        yield from ((), ()) if number or len(pages) > 1 else ()
        yield (Run(page.title.upper(), "bold"),)
        yield ()
        yield from layout_blocks(parse_blocks(page.text), width)


def _text_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _bold_text(runs: Runs) -> str:
    """Return a line with the codes of a terminal for what is bold."""
    pieces = ((mask_controls(run.text), run.look) for run in runs)
    return "".join(f"{_BOLD}{text}{_PLAIN}" if look else text for text, look in pieces)


def _page_lines(lines: Sequence[Runs]) -> None:
    """Show lines in the pager that PAGER names; where there is none, print them."""
    words = _pager_words()
    program = shutil.which(words[0]) if words else None
    if program is None:
        safe_output.print_lines(map(_text_of, lines))
        return
    knows_bold = os.path.basename(program) == "less" and "LESS" not in os.environ
    make = _bold_text if knows_bold else _text_of
    text = "".join(f"{make(line)}\n" for line in lines)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # which ends what the pager looks for
    try:
        environment = {"LESS": _LESS, "LESSCHARSET": "utf-8", **os.environ}
        subprocess.run([program, *words[1:]], input=text.encode(), env=environment, check=False)
    finally:
        signal.signal(signal.SIGINT, before)


def _pager_words() -> list[str]:
    """Return the words of the command that PAGER holds, else of the usual one."""
    try:
        return shlex.split(os.environ.get("PAGER", "less")) or ["less"]
    except ValueError:  # quotes that do not match
        return ["less"]
