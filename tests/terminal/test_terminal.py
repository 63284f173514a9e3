"""The installed command in a real pseudo-terminal."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte
import pytest

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


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home."""
    return tmp_path / "home"


def test_a_bookmark_is_there_when_the_reader_comes_back(home: Path) -> None:
    terminal = Terminal(home)
    terminal.shows("Welcome: a few keys to begin with")
    terminal.shows("24 new stories")
    terminal.child.send("/")
    terminal.shows("/ words")
    for letter in "eclipse":
        terminal.child.send(letter)
    terminal.shows("best first")
    terminal.child.send("\r")
    terminal.child.send("s")
    terminal.shows("Bookmarks 1")
    headline = next(line for line in terminal.screen.display if line.startswith("▌"))[2:40].strip()
    terminal.child.send("\x1b")
    terminal.until(lambda: "best first" not in terminal.text())
    terminal.quit()
    assert terminal.child.exitstatus == 0

    again = Terminal(home)
    again.shows("Bookmarks 1")
    again.child.send("b")
    again.until(lambda: again.text().count("★") == 1 and "● Welcome" not in again.text())
    assert headline in again.text()
    again.quit()


def test_the_terminal_is_left_as_it_was_found(home: Path) -> None:
    terminal = Terminal(home)
    terminal.shows("Welcome")
    terminal.quit()

    assert terminal.received.startswith(b"\x1b[?1049h")
    assert terminal.received.count(b"\x1b[?1049h") == 1
    assert b"\x1b[?1049l" in terminal.received
    assert b"\x1b[?25h" in terminal.received.rpartition(b"\x1b[?1049l")[0] + b"\x1b[?25h"


@pytest.mark.parametrize("keys", ["\x11", "j\r\x11", "/fog\x16\x11"])
def test_the_key_that_quits_at_once_does_so_from_the_first_headlines_on(
    home: Path, keys: str
) -> None:
    first = Terminal(home)
    first.shows("24 new stories")
    first.quit()

    terminal = Terminal(home)
    terminal.until(lambda: b"1049h" in terminal.received)
    terminal.child.send(keys)

    terminal.until(lambda: not terminal.child.isalive())
    terminal.child.close()
    assert terminal.child.exitstatus == 0


def test_keys_that_are_typed_before_the_screen_stands_count(home: Path) -> None:
    first = Terminal(home)
    first.shows("24 new stories")
    first.quit()

    terminal = Terminal(home)
    terminal.child.send("jj")
    terminal.until(lambda: "What gets left out" in terminal.chosen())
    terminal.quit()


def test_keys_for_what_is_not_loaded_yet_count_too(home: Path) -> None:
    first = Terminal(home)
    first.shows("24 new stories")
    first.quit()

    for keys, shown in (("\\", "Views"), ("/eclipse", "best first"), ("?", "searches these keys")):
        terminal = Terminal(home)
        terminal.child.send(keys)
        terminal.shows(shown)
        terminal.child.close(force=True)


def test_keys_that_are_typed_after_the_last_one_change_nothing(home: Path) -> None:
    terminal = Terminal(home)
    terminal.shows("24 new stories")
    terminal.child.send("qsssjs")
    terminal.until(lambda: not terminal.child.isalive())
    assert terminal.child.exitstatus == 0

    again = Terminal(home)
    again.shows("Bookmarks 0")
    again.quit()


def test_the_screen_needs_no_standard_error(home: Path) -> None:
    terminal = Terminal(home, "/bin/sh", "-c", "exec newsreader 2>/dev/null")
    terminal.shows("24 new stories")
    terminal.child.send("jj")
    terminal.until(lambda: any(line.startswith("▌  What gets") for line in terminal.screen.display))
    terminal.quit()
    assert terminal.child.exitstatus == 0


def test_a_wrong_configuration_is_one_sentence(home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("[keys]\nfly = 'f'\n")
    terminal = Terminal(home)
    terminal.until(lambda: not terminal.child.isalive())
    terminal.read()

    assert "there is no action 'fly'" in terminal.text().replace("\n", "")
    assert terminal.child.exitstatus == 1


def test_a_size_that_a_shell_exported_once_does_not_hide_the_real_one(home: Path) -> None:
    terminal = Terminal(home, COLUMNS="40", LINES="10")

    terminal.shows("24 new stories")
    terminal.shows("links")  # which no terminal of forty columns has room for
    terminal.quit()
