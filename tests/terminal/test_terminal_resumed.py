"""What stands on the terminal when the screen comes back to it."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pexpect
import pyte
import pytest

from reader.config import default_folders
from reader.library import Library
from reader.model import Mark
from tests.conftest import fill
from tests.support.terminal import (
    COLUMNS,
    ROWS,
    KeptLines,
    Terminal,
    command,
    end,
    shell_environment,
)

PROMPT = "ready> "
ENTER = b"\x1b[?1049h"
LEFT = b"\x1b[?1049l"
CLEARED = b"\x1b[2J"  # what is written before all is painted anew


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library with some stories, in which the screen has been open once."""
    home = tmp_path_factory.mktemp("kept") / "home"
    library = Library.open(default_folders(str(home)))
    newest = max(fill(library, 30))
    library.set_mark([newest], Mark.READ, True)
    library.update_index()
    library.close()
    terminal = Terminal(home)
    terminal.shows("counted 30 ships")
    terminal.quit()
    return home


@pytest.fixture
def stocked(kept: Path, tmp_path: Path) -> Path:
    """A home of one's own with those stories, of which the newest is read already."""
    return shutil.copytree(kept, tmp_path / "home")


def answers(terminal: Terminal) -> None:
    """See that keys do what they say; from then on nothing changes by itself."""
    terminal.stands()
    terminal.shows("counted 30 ships")
    terminal.shows("Unread 29")
    terminal.child.send("j")
    terminal.shows("counted 29 ships")
    terminal.child.send("k")
    terminal.shows("counted 30 ships")
    terminal.until(lambda: "┃│" in terminal.screen.display[1])  # the whole screen stands
    terminal.rest()


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
        self.screen = KeptLines(COLUMNS, ROWS)
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


@pytest.mark.parametrize("keys", ["", "?", ":", "/", "e", "\\", "z"])
def test_everything_stands_again_after_a_while_in_the_shell(stocked: Path, keys: str) -> None:
    shell = Shell(stocked)
    shell.child.sendline(command())
    answers(shell)
    shell.child.send(keys)
    shell.rest()
    before = shell.text()
    if keys in (":", "/", "e"):
        (child,) = children(shell.child.pid)
        os.kill(child, signal.SIGTSTP)
    else:
        shell.child.send("\x1a")
    shell.shows("Stopped")
    shell.child.sendline("fg")
    shell.until(lambda: shell.text() == before)
    end(shell.child)


def test_a_process_that_was_stopped_without_a_word_paints_anew(stocked: Path) -> None:
    shell = Shell(stocked)
    shell.child.sendline(command())
    answers(shell)
    (child,) = children(shell.child.pid)
    os.kill(child, signal.SIGSTOP)
    shell.shows("Stopped")
    written = len(shell.received)
    shell.child.sendline("fg")
    shell.until(lambda: CLEARED in shell.received[written:])
    shell.shows("counted 30 ships")
    shell.child.send("jj")
    shell.until(lambda: "Headline 28" in shell.chosen())
    shell.child.send("q")
    shell.until(lambda: not children(shell.child.pid))
    end(shell.child)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


@pytest.mark.parametrize("keys", ["", "?", "/"])
def test_a_key_paints_the_whole_screen_anew(stocked: Path, keys: str) -> None:
    terminal = Terminal(stocked)
    answers(terminal)
    terminal.child.send(keys)
    terminal.rest()
    before = terminal.text()
    terminal.screen.reset()
    terminal.stream.feed(b"\x1b[5;5Hgarbage\r\n\x1b[31mmore of it")
    terminal.child.send("\x0c")
    terminal.until(lambda: terminal.text() == before)
    end(terminal.child)


WATCHED = """
import sys, termios
class Watched:
    def __init__(self, file):
        self.file = file
    def __getattr__(self, name):
        return getattr(self.file, name)
    def write(self, data):
        if termios.tcgetattr(0)[0] & termios.IXON:
            with open({log!r}, "a") as log:
                print(ascii(data), file=log)
        return self.file.write(data)
sys.stdout = sys.__stdout__ = Watched(sys.__stdout__)
from reader.__main__ import main
sys.argv = ["newsreader"]
sys.exit(main())
"""


@pytest.mark.usefixtures("started_terminals")
def test_nothing_is_written_to_a_terminal_that_ctrl_s_could_have_stopped(
    stocked: Path, tmp_path: Path
) -> None:
    # Who writes to a stopped terminal waits for Ctrl-Q, which nobody knows to press.
    log = tmp_path / "written"
    sleep_and_wake(stocked, log)
    sleep_and_wake(stocked, log)  # the headlines are painted before anything is imported now

    assert not log.exists(), log.read_text()


def sleep_and_wake(home: Path, log: Path) -> None:
    """Have a screen stopped and gone on with, and leave it; what it should not write is logged."""
    terminal = Terminal(home, sys.executable, "-P", "-c", WATCHED.format(log=str(log)))
    terminal.shows("counted 30 ships")
    terminal.child.send("?")
    terminal.shows("searches these keys")
    os.kill(terminal.child.pid, signal.SIGTSTP)
    terminal.until(lambda: state(terminal.child.pid) == "T")
    terminal.child.send("\x13")
    written = len(terminal.received)
    os.kill(terminal.child.pid, signal.SIGCONT)
    terminal.until(lambda: CLEARED in terminal.received[written:])
    terminal.shows("search these keys")
    terminal.rest()
    terminal.child.send("\x1b")
    terminal.until(lambda: "s bookmark" in terminal.screen.display[-1])
    terminal.quit()


BROWSED = """
import sys, threading
from reader.tui.startup.driver import QuickDriver
slept, woken = QuickDriver.go_to_sleep, QuickDriver.wake_up
def sleep_and_browse(self):
    slept(self)
    with self._app.suspend():  # as for a browser, before the driver hears of the signal
        pass
    note(self)
def wake_up(self):
    woken(self)
    note(self)
def note(self):
    readers = [one for one in threading.enumerate() if one.name == "textual-input"]
    with open({log!r}, "a") as log:
        print(len(readers), self.asleep, file=log)
QuickDriver.go_to_sleep, QuickDriver.wake_up = sleep_and_browse, wake_up
from reader.__main__ import main
sys.argv = ["newsreader"]
sys.exit(main())
"""


def test_a_browser_that_ends_as_the_process_goes_on_leaves_one_reader_of_keys(
    stocked: Path, tmp_path: Path
) -> None:
    log = tmp_path / "readers"
    terminal = Terminal(stocked, sys.executable, "-P", "-c", BROWSED.format(log=str(log)))
    answers(terminal)
    os.kill(terminal.child.pid, signal.SIGTSTP)
    terminal.until(lambda: state(terminal.child.pid) == "T")
    os.kill(terminal.child.pid, signal.SIGCONT)
    terminal.until(lambda: log.exists() and len(log.read_text().splitlines()) == 2)

    assert log.read_text().splitlines() == ["1 False", "1 False"]
    terminal.child.send("j")
    terminal.until(lambda: "Headline 29" in terminal.chosen())
    terminal.quit()


def test_a_screen_without_a_shell_is_not_put_to_sleep_by_a_key(stocked: Path) -> None:
    terminal = Terminal(stocked)  # the only process of its window: nobody could have it go on
    answers(terminal)
    terminal.child.send("\x1a")
    terminal.shows("there is none to go to")
    terminal.child.send("j")
    terminal.shows("counted 29 ships")
    terminal.quit()


def test_a_screen_that_a_script_has_started_goes_to_the_shell_of_that(stocked: Path) -> None:
    shell = Shell(stocked)
    shell.child.sendline(f"sh -c '{command()}; true'")
    answers(shell)
    shell.child.send("\x1a")
    shell.shows("Stopped")
    shell.child.sendline("fg")
    answers(shell)
    end(shell.child)


# A browser that takes the terminal, and says so whenever it goes on after a stop.
PAGER = """#!/usr/bin/env python3
import signal, termios, tty
def show(*_):
    tty.setcbreak(0)
    print("a page for the terminal", flush=True)
before = termios.tcgetattr(0)
signal.signal(signal.SIGCONT, show)
show()
open("/dev/tty").read(1)
termios.tcsetattr(0, termios.TCSADRAIN, before)
"""


def test_a_browser_that_is_stopped_in_the_terminal_leaves_it_to_the_shell_and_comes_back(
    stocked: Path, tmp_path: Path
) -> None:
    pager = tmp_path / "w3m"
    pager.write_text(PAGER)
    pager.chmod(0o700)
    (stocked / "config.toml").write_text(f"browser = '{pager} %u'\n")
    shell = Shell(stocked)
    shell.child.sendline(command())
    answers(shell)
    shell.child.send("o")
    shell.shows("a page for the terminal")
    for _ in range(2):
        shell.child.send("\x1a")
        shell.shows("Stopped")
        shell.child.sendline("clear; fg")
        shell.shows("a page for the terminal")
    shell.child.send("x")
    shell.shows("Back from w3m")
    shell.child.send("j")
    shell.shows("counted 29 ships")
    shell.child.send("q")
    shell.until(lambda: not children(shell.child.pid))
    end(shell.child)


FAULTY = """
import sys
from reader.tui import external_programs
def run_in_terminal(command):
    raise ValueError("embedded null byte")
external_programs.run_in_terminal = run_in_terminal
from reader.__main__ import main
sys.argv = ["newsreader"]
sys.exit(main())
"""


def test_a_fault_while_the_terminal_is_given_away_brings_it_back(stocked: Path) -> None:
    (stocked / "config.toml").write_text("browser = 'w3m %u'\n")
    terminal = Terminal(stocked, sys.executable, "-P", "-c", FAULTY)
    answers(terminal)
    terminal.child.send("o")
    terminal.until(lambda: ENTER in terminal.received.partition(LEFT)[2])
    terminal.child.send("j")
    terminal.shows("counted 29 ships")
    terminal.quit()


def state(pid: int) -> str:
    """What a process is doing, in the letter that the system has for it."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
