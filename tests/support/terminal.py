"""A pseudo-terminal with the installed command in it, as a person has it before them."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pexpect
import pyte

from tests.support.forked_processes import ForkedTerminal
from tests.support.tracing import TRACED, untraced

COLUMNS, ROWS = 120, 36
FOLDER = str(Path(sys.executable).parent)  # of the installed command
LONGEST = 180.0  # seconds that something may take to come, on the busiest machine
QUIET = 0.2  # seconds in which a program that writes nothing has written all for now
HEEDS_MOUSE = b"\x1b[?1000h"  # what Textual writes when it takes the terminal over


def command() -> str:
    """Where the installed command is."""
    found = shutil.which("newsreader", path=FOLDER)
    assert found, "newsreader is not installed in this environment"
    return found


class KeptLines(pyte.Screen):
    """A terminal's screen that puts a line together anew only where something was written.

    Tests look at all lines whenever anything comes, and most lines stay as they were.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self._texts: list[str] = []
        super().__init__(columns, lines)

    def draw(self, data: str) -> None:
        """Write letters; a mark that combines may change the end of the line before."""
        super().draw(data)
        self.dirty.add(max(0, self.cursor.y - 1))

    @property
    def display(self) -> list[str]:
        """Its lines."""
        if len(self._texts) != self.lines:
            self._texts = [""] * self.lines
            self.dirty.update(range(self.lines))
        for y in self.dirty.intersection(range(self.lines)):
            self._texts[y] = self._text_of(y)
        self.dirty.clear()
        return list(self._texts)

    def _text_of(self, y: int) -> str:
        """Put a line together; what stands under the right half of a wide letter is not seen."""
        line, letters, x = self.buffer[y], [], 0
        while x < self.columns:
            letters.append(line[x].data)
            x += 2 if pyte.screens.wcwidth(letters[-1][:1]) == 2 else 1
        return "".join(letters)


class Terminal:
    """A person's terminal with newsreader in it.

    That is not traced unless a test wants it: a signal amid the end of a traced thread has Python
    3.11 go round for ever, and it takes several times as long. It is forked from a process that has
    imported all of it: where a test is about what comes before that is done, it is started.
    """

    is_traced = False
    is_forked = True

    def __init__(
        self, home: Path, *run: str, size: tuple[int, int] = (COLUMNS, ROWS), **environment: str
    ) -> None:
        first, *rest = run or (command(),)
        self.screen = KeptLines(*size)
        self.stream = pyte.ByteStream(self.screen)
        spawn = ForkedTerminal if self.is_forked else pexpect.spawn
        self.child = spawn(
            first,
            rest,
            env=shell_environment(home, self.is_traced) | environment,
            dimensions=size[::-1],
            timeout=LONGEST,
        )
        self.child.delaybeforesend = None  # what is typed is no password: nothing waits for an echo
        self.received = b""

    def read(self) -> bool:
        """Take in what the program has written; whether that was anything."""
        try:
            data = self.child.read_nonblocking(65536, timeout=QUIET)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            time.sleep(0.05)
            return False
        self.feed(data)
        return True

    def feed(self, data: bytes) -> None:
        """Have what the program has written stand on the screen."""
        self.received += data
        with untraced():
            self.stream.feed(data.replace(b"\x1b[>25u", b"").replace(b"\x1b[<u", b""))

    def skip_to(self, mark: bytes) -> None:
        """Take in nothing of what the program writes before a mark."""
        received, end = b"", time.monotonic() + LONGEST
        while mark not in received:
            assert time.monotonic() < end, received[-2000:]
            with suppress(pexpect.TIMEOUT):
                received += self.child.read_nonblocking(65536, timeout=QUIET)
        self.feed(received[received.index(mark) :])

    def rest(self) -> None:
        """Wait until the program and its processes do nothing for a moment, and write nothing.

        On a busy machine they may be quiet for long and still have much to do.
        """
        quiet, before = 0, -1
        while quiet < 3:
            is_read = self.read()
            work = work_of(self.child.pid)
            quiet = 0 if is_read or work != before else quiet + 1
            before = work

    def stands(self) -> None:
        """Wait until the app has taken the terminal over from the first headlines."""
        self.until(lambda: HEEDS_MOUSE in self.received)

    def text(self) -> str:
        """What can be read on the screen."""
        return "\n".join(self.screen.display)

    def chosen(self) -> str:
        """The first line of the row that is chosen; empty where none is."""
        return next((line for line in self.screen.display if line.startswith("▌")), "")

    def until(self, fact: Callable[[], bool]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + LONGEST
        while not fact():
            assert time.monotonic() < end, self.text()
            self.read()

    def shows(self, words: str) -> None:
        """Wait until the screen shows some words."""
        self.until(lambda: words in self.text())

    def hang_up(self) -> None:
        """Close the terminal under the program.

        By the object that owns the descriptor: it closes it once more when it is forgotten, and
        would take whatever another test has opened under that number by then.
        """
        self.child.ptyproc.fileobj.close()
        self.child.child_fd = -1

    def quit(self) -> None:
        """Leave the program, and wait until it is gone."""
        self.child.send("q")
        self.until(lambda: not self.child.isalive())
        self.read()
        self.child.close()


def end(child: pexpect.spawn[bytes]) -> None:
    """Close a terminal, and wait until what runs in it is gone; a busy machine may take a while."""
    with suppress(pexpect.ExceptionPexpect):
        child.close(force=True)
    if not child.closed:  # it is killed, and not gone yet
        child.wait()
        child.close(force=True)


def sight(terminal: Terminal) -> list[list[object]]:
    """What there is to see in each cell of a terminal: of a blank its ground."""
    rows = (terminal.screen.buffer[y] for y in range(terminal.screen.lines))
    return [[_seen(row[x]) for x in range(terminal.screen.columns)] for row in rows]


def changes(before: list[list[object]], after: list[list[object]]) -> list[tuple[object, ...]]:
    """Return the cells that look otherwise than before: line, column, and how."""
    return [
        (y, x, *looks)
        for y, rows in enumerate(zip(before, after, strict=True))
        for x, looks in enumerate(zip(*rows, strict=True))
        if looks[0] != looks[1]
    ]


def _seen(cell: pyte.screens.Char) -> object:
    """What there is to see in a cell."""
    hidden = cell.data == " " and not (cell.reverse or cell.underscore)
    return cell.bg if hidden else cell


def work_of(process: int) -> int:
    """How much a process and its own ones have done, in ticks; no two are alike while one works."""
    work = 0
    with suppress(OSError):  # it has ended, or the system keeps no such files
        for thread in Path(f"/proc/{process}/task").iterdir():
            state, *facts = (thread / "stat").read_text().rpartition(")")[2].split()
            work += int(facts[10]) + int(facts[11])
            work += time.monotonic_ns() if state == "R" else 0
            work += sum(map(work_of, map(int, (thread / "children").read_text().split())))
    return work


def opened(home: Path) -> Terminal:
    """A terminal with the sample stories, which are added at the first start in a home."""
    terminal = Terminal(home)
    terminal.shows("24 new stories")
    return terminal


def standing(home: Path, **environment: str) -> Terminal:
    """A terminal in which the screen of a home with the sample stories stands."""
    terminal = Terminal(home, **environment)
    terminal.stands()
    terminal.shows("Welcome")
    return terminal


def shell_environment(home: Path, is_traced: bool = False) -> dict[str, str]:
    """What a terminal, or a shell in it, is started with."""
    left_out = () if is_traced else (TRACED,)
    return {
        **{name: value for name, value in os.environ.items() if name not in left_out},
        "NEWSREADER_HOME": str(home),
        "TERM": "xterm-256color",
        "PATH": f"{FOLDER}:{os.environ['PATH']}",
        "PS1": "$ ",
    }
