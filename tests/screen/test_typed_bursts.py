"""Keys that arrive in one burst act in their order, on every line that is typed in."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.library import Library
from tests.conftest import fill
from tests.support.terminal import Terminal, end

LEFT, RIGHT, HOME, END = "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F"
DELETE, BACKSPACE, ESCAPE = "\x1b[3~", "\x7f", "\x1b[27u"
# What is sent at once, and what then stands in the line.
EDITS = [
    (f"ferx{BACKSPACE}ry", "ferry"),
    (f"abx{BACKSPACE}c de{BACKSPACE * 2}f", "abc f"),
    (f"ferry{LEFT * 3}X{HOME}Y", "YfeXrry"),
    ("wrong\x15right", "right"),
    ("one two\x17three", "one three"),
    (f"onetwo{LEFT * 3}\x0bX", "oneX"),
    (f"bcd{HOME}a{END}e", "abcde"),
    (f"xabc{HOME}{DELETE}{RIGHT}-", "a-bc"),
    (f"é日{BACKSPACE}ü{LEFT}ß", "éßü"),
]
# How each line is opened, and what stands before what is typed in it.
LINES = {
    "search": ("/", " / "),
    "find": ("f", " find "),
    "tags": ("t", " tags "),
    "add": ("+", " Add feed, site, file or folder "),
    "palette": (":", "│  "),
    "help": ("?/", "│  "),
    "note": ("e", "   "),
}


@pytest.fixture
def terminal(library: Library) -> Iterator[Terminal]:
    """A terminal with some stories on it."""
    running = started(library)
    yield running
    end(running.child)


def started(library: Library) -> Terminal:
    """A terminal with some stories on it, from which keys are read."""
    fill(library, 9)
    library.update_index()
    library.close()
    running = Terminal(Path(library.folders.data))
    running.shows("counted 9 ships")
    running.shows("bookmark")
    return running


@pytest.fixture(scope="module")
def left_as_found() -> Iterator[list[Terminal]]:
    """Terminals whose screens stand as after a start."""
    free: list[Terminal] = []
    yield free
    for running in free:
        end(running.child)


@contextmanager
def lent(left_as_found: list[Terminal], library: Library) -> Iterator[Terminal]:
    """Lend a terminal to what leaves its screen as found; whoever comes after a fault has another.

    Each start of a screen takes as long as all that is typed here in one line.
    """
    running = left_as_found.pop() if left_as_found else started(library)
    try:
        yield running
    except BaseException:
        end(running.child)
        raise
    left_as_found.append(running)


def stands(terminal: Terminal, words: str) -> bool:
    """Whether some line of the screen is these words, but for what is right of them."""
    return any(f"{words} " in f"{line} " for line in terminal.screen.display)


@pytest.mark.parametrize("name", LINES)
def test_edits_and_letters_of_one_burst_act_in_their_order(
    left_as_found: list[Terminal], library: Library, name: str
) -> None:
    opening, before = LINES[name]
    with lent(left_as_found, library) as terminal:
        for keys, wanted in EDITS:
            line = before + wanted
            terminal.child.send(opening + keys)
            terminal.until(lambda line=line: stands(terminal, line))  # type: ignore[misc]
            emptying = "\x15" if name != "note" else "\x01" + DELETE * 30
            terminal.child.send(emptying + ESCAPE * (2 if name == "help" else 1))
            terminal.until(lambda line=line: not stands(terminal, line))  # type: ignore[misc]


def test_what_comes_after_a_command_goes_where_the_command_leads(terminal: Terminal) -> None:
    terminal.child.send(":bookmarks, and\rG")
    terminal.shows("Bookmarks 0")
    terminal.shows("No bookmarks yet")
    terminal.child.send(f"b:dense{ESCAPE}:one line\r/counted\rj")
    terminal.shows("/ counted")
    terminal.until(lambda: "Headline" in terminal.chosen())
    terminal.child.send("?jjqtsea land\re" + f"first{BACKSPACE}\rsecond{ESCAPE}s")
    terminal.shows("★")
    terminal.shows("#land")
    terminal.shows("firs")
    terminal.shows("second")


@pytest.mark.parametrize("over", ["?", "?m", "D"])
def test_keys_that_mean_nothing_over_the_panes_do_nothing_once_that_is_left(
    terminal: Terminal, over: str
) -> None:
    terminal.child.send(over + "\t" + "eA+" * 40 + ESCAPE * 3)
    terminal.child.send("/counted\r")
    terminal.shows(" / counted")
    terminal.until(lambda: "Headline" in terminal.chosen())
    terminal.shows("Bookmarks 0")


def test_two_presses_of_a_question_are_an_answer_and_a_command(terminal: Terminal) -> None:
    terminal.child.send("Ays")
    terminal.shows("Bookmarks 1")
    terminal.shows("Unread 0")


def test_letters_that_come_together_are_painted_together(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.child.send("e")
    terminal.shows("Esc saves it")
    text = "The tide was out. " * 300
    before = len(terminal.received)
    for start in range(0, len(text), 900):
        terminal.child.send(text[start : start + 900])
        terminal.read()
    terminal.child.send("\rThe very end.")
    terminal.shows("The very end.")
    painted = len(terminal.received) - before
    terminal.child.send("\x1b")
    terminal.shows("Note saved")

    (home,) = tmp_path.glob("home")
    with sqlite3.connect(home / "newsreader.db") as connection:
        notes = [row[0] for row in connection.execute("SELECT note FROM mark WHERE note != ''")]
    assert notes == [f"{text.strip()} \nThe very end."]
    assert painted < 100 * len(text)  # bytes; a paint of the note is 1,500
