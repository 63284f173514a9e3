"""What terminals and systems do to a program."""

import signal
import sqlite3
import sys
from pathlib import Path

import pexpect
import pytest

from tests.support.terminal import Terminal, command, end, shell_environment, standing

REDRAW, CLEARED = "\x0c", b"\x1b[2J"  # a key, and what is written before all is painted anew


def notes(home: Path) -> list[str]:
    with sqlite3.connect(home / "newsreader.db") as connection:
        return [row[0] for row in connection.execute("SELECT note FROM mark WHERE note != ''")]


# The screen in a terminal that is resized once more, while it reads what it was resized to.
RESIZED_MEANWHILE = """
import fcntl, os, signal, struct, sys, termios
from reader.cli.main import run_command_line
from textual.drivers.linux_driver import LinuxDriver

read_size = LinuxDriver._get_terminal_size

def resize_meanwhile(self):
    size = read_size(self)
    if size[1] == 5:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        os.kill(os.getpid(), signal.SIGWINCH)
    return size

LinuxDriver._get_terminal_size = resize_meanwhile
sys.exit(run_command_line([]))
"""


def resize(terminal: Terminal, rows: int, columns: int) -> None:
    terminal.screen.resize(rows, columns)
    terminal.child.setwinsize(rows, columns)


def test_a_terminal_may_shrink_to_nothing_and_grow_back(sample_home: Path) -> None:
    terminal = standing(sample_home)
    for rows, columns in ((20, 60), (5, 20), (1, 2)):
        resize(terminal, rows, columns)
    terminal.child.send("j")
    resize(terminal, 5, 20)
    terminal.until(lambda: "20×5" in " ".join(terminal.text().split()))
    resize(terminal, 36, 120)
    terminal.shows("▌● Ask for it")
    terminal.quit()
    assert terminal.child.exitstatus == 0


def test_a_size_that_changes_while_it_is_read_is_not_the_last_one_told(sample_home: Path) -> None:
    terminal = Terminal(sample_home, sys.executable, "-c", RESIZED_MEANWHILE)
    terminal.shows("▌● Welcome")
    resize(terminal, 5, 20)  # from which the program itself goes on to 36 lines
    terminal.screen.resize(36, 120)
    terminal.child.send(REDRAW)
    terminal.skip_to(CLEARED)
    terminal.until(lambda: "Welcome" in terminal.chosen())
    terminal.quit()


def test_five_hundred_keys_at_once_are_all_counted(sample_home: Path) -> None:
    terminal = standing(sample_home)
    terminal.child.send("jk" * 249 + "jj" + REDRAW)
    terminal.skip_to(CLEARED)
    terminal.until(lambda: "What gets left out" in terminal.chosen())
    terminal.quit()
    assert terminal.child.exitstatus == 0


def noting(home: Path, note: str) -> Terminal:
    """A terminal in which a note is being written."""
    terminal = standing(home)
    terminal.child.send("e")
    terminal.shows("Esc saves it")
    terminal.child.send(note)
    terminal.shows(note)
    return terminal


@pytest.mark.usefixtures("started_terminals")
def test_when_the_terminal_hangs_up_a_note_is_saved(sample_home: Path) -> None:
    terminal = noting(sample_home, "Half a thought")
    terminal.child.kill(signal.SIGHUP)
    terminal.until(lambda: not terminal.child.isalive())
    terminal.read()

    assert terminal.child.exitstatus == 128 + signal.SIGHUP
    assert notes(sample_home) == ["Half a thought"]
    assert b"Traceback" not in terminal.received
    assert b"\x1b[?1049l" in terminal.received


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_screen_that_a_signal_ends_returns_128_and_its_number(
    sample_home: Path, number: signal.Signals
) -> None:
    terminal = standing(sample_home)
    terminal.child.kill(number)
    terminal.until(lambda: not terminal.child.isalive())
    terminal.read()

    assert terminal.child.exitstatus == 128 + number
    assert b"\x1b[?1049l" in terminal.received


@pytest.mark.usefixtures("started_terminals")
def test_a_signal_before_the_screen_stands_gives_the_terminal_back(sample_home: Path) -> None:
    standing(sample_home).quit()  # from then on the headlines are painted before all else
    terminal = Terminal(sample_home)
    terminal.shows("Welcome")
    terminal.child.kill(signal.SIGTERM)
    terminal.until(lambda: not terminal.child.isalive())
    terminal.read()

    assert terminal.child.exitstatus == 128 + signal.SIGTERM
    assert b"\x1b[?1049l" in terminal.received


def test_when_the_terminal_hangs_up_all_state_is_saved(sample_home: Path) -> None:
    terminal = standing(sample_home)
    terminal.shows("Welcome")
    terminal.child.send("s")
    terminal.shows("Bookmarks 1")
    before = edge(terminal)
    terminal.child.send(">")
    terminal.until(lambda: edge(terminal) != before)
    terminal.child.send("JJJJJJJ")
    terminal.shows("m: mark as read")
    wide = edge(terminal)
    terminal.child.kill(signal.SIGHUP)
    terminal.until(lambda: not terminal.child.isalive())

    again = Terminal(sample_home)
    again.shows("Bookmarks 1")
    again.shows("Keeping")
    assert edge(again) == wide
    again.quit()


def edge(terminal: Terminal) -> int:
    """The column of the line between list and article, once it stands."""
    terminal.until(lambda: "│" in terminal.screen.display[20])
    return terminal.screen.display[20].index("│")


def test_when_the_terminal_is_closed_a_note_is_saved(sample_home: Path) -> None:
    terminal = noting(sample_home, "Another thought")
    terminal.hang_up()
    terminal.child.wait()

    assert notes(sample_home) == ["Another thought"]


def test_a_shell_gets_its_terminal_back_and_gives_it_again(sample_home: Path) -> None:
    shell = pexpect.spawn(
        "/bin/bash", ["--norc", "-i"], env=shell_environment(sample_home), timeout=30
    )
    shell.setwinsize(36, 120)
    shell.sendline(f"stty -a | grep -o '.icanon'; {command()}")
    shell.expect("Welcome")
    shell.send("\x1a")
    shell.expect("Stopped")
    shell.sendline("stty -a | tr -d '\\n' | grep -o ' icanon.* echo ' | tail -c 7")
    shell.expect(" echo ")
    shell.sendline("fg")
    shell.expect("Welcome")
    shell.send("q")
    shell.expect(r"\?1049l")
    shell.sendline("echo left $((20 + 22))")
    shell.expect("left 42")
    end(shell)


def test_a_terminal_with_few_colours_is_asked_for_no_others(sample_home: Path) -> None:
    terminal = standing(sample_home, TERM="xterm", COLORTERM="")
    terminal.child.send("j")
    terminal.until(lambda: "Ask for it" in terminal.chosen())
    terminal.quit()

    assert b"38;2;" not in terminal.received
    assert b"38;5;" not in terminal.received


def test_a_terminal_that_answers_no_question_is_served_all_the_same(sample_home: Path) -> None:
    terminal = standing(sample_home, TERM="dumb-256color")
    terminal.child.send("/")
    terminal.shows("/ words")
    terminal.child.send("\x1b")
    terminal.until(lambda: "/ words" not in terminal.text())
    terminal.child.send("jj")
    terminal.until(lambda: "What gets left out" in terminal.chosen())
    terminal.quit()
    assert terminal.child.exitstatus == 0
