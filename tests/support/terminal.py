"""A pseudo-terminal with the installed command in it, as a person has it before them."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

COLUMNS, ROWS = 120, 36


class Terminal:
    """A person's terminal with newsreader in it."""

    def __init__(self, home: Path, *run: str, **environment: str) -> None:
        folder = str(Path(sys.executable).parent)
        command = shutil.which("newsreader", path=folder)
        assert command, "newsreader is not installed in this environment"
        first, *rest = run or (command,)
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            first,
            rest,
            env={
                **os.environ,
                "NEWSREADER_HOME": str(home),
                "TERM": "xterm-256color",
                "PATH": f"{folder}:{os.environ['PATH']}",
            }
            | environment,
            dimensions=(ROWS, COLUMNS),
            timeout=30,
        )
        self.received = b""

    def read(self) -> None:
        """Take in what the program has written."""
        try:
            data = self.child.read_nonblocking(65536, timeout=0.2)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            time.sleep(0.05)
            return
        self.received += data
        self.stream.feed(data.replace(b"\x1b[>25u", b"").replace(b"\x1b[<u", b""))

    def text(self) -> str:
        """What can be read on the screen."""
        return "\n".join(self.screen.display)

    def chosen(self) -> str:
        """The first line of the row that is chosen; empty where none is."""
        return next((line for line in self.screen.display if line.startswith("▌")), "")

    def until(self, fact: Callable[[], bool]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + 30
        while not fact():
            assert time.monotonic() < end, self.text()
            self.read()

    def shows(self, words: str) -> None:
        """Wait until the screen shows some words."""
        self.until(lambda: words in self.text())

    def quit(self) -> None:
        """Leave the program, and wait until it is gone."""
        self.child.send("q")
        self.until(lambda: not self.child.isalive())
        self.read()
        self.child.close()


def opened(home: Path) -> Terminal:
    """A terminal with the sample stories, which are added at the first start in a home."""
    terminal = Terminal(home)
    terminal.shows("24 new stories")
    return terminal


def shell_environment(home: Path) -> dict[str, str]:
    """What a shell is started with that is to start newsreader."""
    return {**os.environ, "NEWSREADER_HOME": str(home), "TERM": "xterm-256color", "PS1": "$ "}
