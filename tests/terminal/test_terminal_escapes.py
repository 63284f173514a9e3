"""Escape sequences that a slow line cuts in two."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.library import Library
from reader.tui import escape_delay
from tests.conftest import fill
from tests.support.terminal import Terminal, end

Opener = Callable[..., Terminal]


@pytest.fixture
def opener(library: Library) -> Iterator[Opener]:
    """Opens a terminal with some stories on it, in an environment."""
    fill(library, 9)
    library.update_index()
    library.close()
    running: list[Terminal] = []

    def opened(**environment: str) -> Terminal:
        terminal = Terminal(Path(library.folders.data), **environment)
        running.append(terminal)
        terminal.shows("counted 9 ships")
        terminal.shows("bookmark")
        terminal.stands()
        terminal.rest()
        return terminal

    yield opened
    for terminal in running:
        end(terminal.child)


def test_an_escape_waits_longer_where_the_terminal_is_far_away() -> None:
    assert escape_delay({}) == "50"
    assert escape_delay({"SSH_CONNECTION": ""}) == "50"
    assert escape_delay({"SSH_CONNECTION": "192.0.2.1 22 192.0.2.2 22"}) == "150"
    assert escape_delay({"SSH_TTY": "/dev/pts/1"}) == "150"


@pytest.mark.parametrize("cut", [1, 2])
def test_an_arrow_in_two_pieces_is_an_arrow(opener: Opener, cut: int) -> None:
    terminal = opener(ESCDELAY="3000")
    for _ in range(3):
        arrow = "\x1b[B"
        terminal.child.send(arrow[:cut])
        time.sleep(0.1)
        terminal.child.send(arrow[cut:])
        time.sleep(0.1)
    terminal.until(lambda: "Headline 6" in terminal.chosen())
    assert "as read?" not in terminal.text()


def test_an_escape_that_is_told_for_certain_waits_for_nothing(opener: Opener) -> None:
    terminal = opener(ESCDELAY="600000")
    terminal.child.send("/")
    terminal.shows("/ words")
    terminal.child.send("\x1b[27u")
    terminal.until(lambda: "/ words" not in terminal.text())


def test_an_escape_alone_is_the_key(opener: Opener) -> None:
    terminal = opener(SSH_CONNECTION="192.0.2.1 22 192.0.2.2 22")
    terminal.child.send("/")
    terminal.shows("/ words")
    terminal.child.send("\x1b")
    terminal.until(lambda: "/ words" not in terminal.text())
