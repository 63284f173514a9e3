"""What stands on the terminal when the screen comes back to it."""

import os
import signal
from pathlib import Path

import pexpect
import pyte
import pytest

from reader.library import Library
from tests.conftest import fill
from tests.terminal.test_terminal import COLUMNS, ROWS, Terminal
from tests.terminal.test_terminal_hard import shell_environment

PROMPT = "ready> "
ENTER = b"\x1b[?1049h"


@pytest.fixture
def stocked(library: Library) -> Path:
    """The home of a library with some stories."""
    fill(library, 30)
    library.update_index()
    library.close()
    return Path(library.places.data)


class TwoScreens(pyte.ByteStream):
    """What is written to a terminal whose other screen is empty when it is entered."""

    def feed(self, data: bytes) -> None:
        """Take in what was written."""
        for number, part in enumerate(data.split(ENTER)):
            if number:
                self.listener.erase_in_display(2)
            super().feed(part)


class Shell(Terminal):
    """A terminal with a shell in it, which knows jobs."""

    def __init__(self, home: Path) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = TwoScreens(self.screen)
        self.child = pexpect.spawn(
            "/bin/bash",
            ["--norc", "-i"],
            env={**shell_environment(home), "PS1": PROMPT},
            dimensions=(ROWS, COLUMNS),
            timeout=30,
        )
        self.received = b""
        self.shows(PROMPT)


def newsreader(home: Path) -> str:
    """The command, as a shell is to run it."""
    terminal = Terminal(home)
    terminal.shows("counted 30 ships")
    command = terminal.child.command
    terminal.quit()
    return str(command)


@pytest.mark.parametrize("keys", ["", "?", ":", "/", "e", "\\", "z"])
def test_everything_stands_again_after_a_while_in_the_shell(stocked: Path, keys: str) -> None:
    command = newsreader(stocked)
    shell = Shell(stocked)
    shell.child.sendline(command)
    shell.shows("counted 30 ships")
    shell.shows("Unread 29")  # from now on nothing changes by itself
    for _ in range(9):
        shell.read()
    shell.child.send(keys)
    for _ in range(9):
        shell.read()
    before = shell.text()
    if keys in (":", "/", "e"):
        (child,) = children(shell.child.pid)
        os.kill(child, signal.SIGTSTP)
    else:
        shell.child.send("\x1a")
    shell.shows("Stopped")
    shell.child.sendline("fg")
    shell.until(lambda: shell.text() == before)
    shell.child.close(force=True)


def test_a_process_that_was_stopped_without_a_word_paints_anew(stocked: Path) -> None:
    command = newsreader(stocked)
    shell = Shell(stocked)
    shell.child.sendline(command)
    shell.shows("counted 30 ships")
    shell.shows("Unread 29")  # from now on nothing changes by itself
    for _ in range(9):
        shell.read()
    (child,) = children(shell.child.pid)
    os.kill(child, signal.SIGSTOP)
    shell.shows("Stopped")
    shell.child.sendline("fg")
    shell.shows("counted 30 ships")
    shell.child.send("jj")
    shell.until(lambda: "Headline 28" in shell.chosen())
    shell.child.send("q")
    shell.until(lambda: not children(shell.child.pid))
    shell.child.close(force=True)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


@pytest.mark.parametrize("keys", ["", "?", "/"])
def test_a_key_paints_the_whole_screen_anew(stocked: Path, keys: str) -> None:
    terminal = Terminal(stocked)
    terminal.shows("counted 30 ships")
    terminal.shows("Unread 29")  # from now on nothing changes by itself
    for _ in range(9):
        terminal.read()
    terminal.child.send(keys)
    for _ in range(9):
        terminal.read()
    before = terminal.text()
    terminal.screen.reset()
    terminal.stream.feed(b"\x1b[5;5Hgarbage\r\n\x1b[31mmore of it")
    terminal.child.send("\x0c")
    terminal.until(lambda: terminal.text() == before)
    terminal.child.close(force=True)
