"""A screen that bytes, signals or a fault of its own would end, in a real pseudo-terminal."""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.shown import FAULTY
from tests.support.terminal import Terminal, standing


def test_no_bytes_of_a_terminal_end_the_screen(sample_home: Path) -> None:
    terminal = standing(sample_home)
    for typed in (
        *(
            b"\xc3",
            b"\xa9",
            b"\xe9",
            b"\xff\xfe",
            b"\x1b[106;1:3u",
            b"\x1b[1;1:3B",
            b"\x1b[106:74;2u",
        ),
        *(b"\x1b[1114112u", b"\x1b[55296u", b"\x1b[97;;55296u", b"\x1b[<99999999999;1;1M"),
        *(b"\x1b[48;0;0;0;0t", b"\x1b]11;rgb:00/00/00\x1b\\", b"\x1b[12;40R", b"\x1b[O", b"\x00"),
    ):
        os.write(terminal.child.child_fd, typed)
        terminal.read()
    terminal.child.send("G")
    terminal.until(lambda: "Welcome" not in terminal.chosen())
    terminal.quit()

    assert terminal.child.exitstatus == 0
    assert b"Traceback" not in terminal.received


def state(terminal: Terminal) -> str:
    """What the system says that the process does; T where it was stopped, X where it is gone."""
    try:
        told = Path(f"/proc/{terminal.child.pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "X"
    return told.rpartition(")")[2].split()[0]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the state is not told here")
def test_the_screen_goes_on_after_stops_in_quick_succession(sample_home: Path) -> None:
    terminal = standing(sample_home)
    for number in range(12):
        terminal.child.send("j" * (number % 3))
        for _ in range(1 + number % 3):
            os.kill(terminal.child.pid, signal.SIGSTOP if number % 4 == 3 else signal.SIGTSTP)
        while state(terminal) != "T":
            terminal.read()
        while state(terminal) == "T":
            os.kill(terminal.child.pid, signal.SIGCONT)
            time.sleep(0.02)
    terminal.until(lambda: awake(terminal) and "Welcome" in terminal.text())
    terminal.child.send("G")
    terminal.until(lambda: awake(terminal) and "Welcome" not in terminal.chosen())
    terminal.until(lambda: awake(terminal) and has_quit(terminal))
    terminal.child.close()

    assert terminal.child.exitstatus == 0


def has_quit(terminal: Terminal) -> bool:
    """Press the key that quits while the process lives: a key that meets it asleep is a shell's."""
    if terminal.child.isalive():
        with suppress(OSError):  # it has ended since
            terminal.child.send("q")
    return not terminal.child.isalive()


def awake(terminal: Terminal) -> bool:
    """Wake the process where a stop reached it only now, as a person does; it is up then."""
    if state(terminal) == "T":
        os.kill(terminal.child.pid, signal.SIGCONT)
    return True


def test_a_fault_ends_the_screen_with_a_sentence_and_a_line_in_the_log(sample_home: Path) -> None:
    terminal = Terminal(sample_home, sys.executable, "-c", FAULTY)
    terminal.shows("Welcome")
    terminal.child.send("z")
    terminal.until(lambda: not terminal.child.isalive())
    terminal.read()
    terminal.child.close()

    assert terminal.child.exitstatus == 1
    assert b"Traceback" not in terminal.received
    told = terminal.received.rpartition(b"\x1b[?1049l")[2]
    assert b"The screen has ended by a fault of its own" in told
    log = (sample_home / "newsreader.log").read_text()
    assert log.endswith("LookupError: the fog came\n")
    assert "Traceback" in log
