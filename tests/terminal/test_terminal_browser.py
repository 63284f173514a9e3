"""Pages that are opened from a real terminal, in a window or in the terminal itself."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.library import Library
from reader.tui.external_programs import Browser, find_browser, run_in_terminal, start_browser
from tests.conftest import pair
from tests.support.terminal import Terminal, end

LINK = "https://news.example/1?a=1&b=$(touch%20gone);'c'"
Opener = Callable[..., Terminal]
# A browser of the terminal: it shows what it was given, and waits for a key.
CONSOLE = """#!/bin/sh
printf '%s\\n' "$#" "$1" >> "{told}"
printf '\\033[2J\\033[Ha page for the terminal'
stty -icanon -echo
key=$(dd bs=1 count=1 2>/dev/null)
printf 'key %s\\n' "$key" >> "{told}"
exit {code}
"""
WINDOW = """#!/bin/sh
printf '%s\\n' "$@" >> "{told}"
test -t 0 && echo "it has the terminal" >> "{told}"
echo noise
"""


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """What our browsers write down."""
    path = tmp_path / "told"
    path.touch()
    return path


def program(told: Path, name: str, text: str, code: int = 0) -> Path:
    """A program of ours with a name."""
    path = told.parent / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.format(told=told, code=code))
    path.chmod(0o700)
    return path


@pytest.fixture
def opener(library: Library, told: Path) -> Iterator[Opener]:
    """Opens a terminal on one story, with some configuration and environment."""
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, link=LINK), pair(2)])
    library.update_index()
    home = library.folders
    library.close()
    running: list[Terminal] = []

    def opened(browser: str = "", **environment: str) -> Terminal:
        if browser:
            (home.config / "config.toml").write_text(f"browser = '{browser}'\n")
        path = f"{told.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
        none = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": ""}
        terminal = Terminal(Path(home.data), **{"PATH": path, **none, **environment})
        running.append(terminal)
        terminal.shows("counted 2 ships")
        terminal.stands()
        terminal.rest()
        terminal.child.send("j")
        terminal.shows("counted 1 ships")
        return terminal

    yield opened
    for terminal in running:
        end(terminal.child)


def comes_back(terminal: Terminal) -> None:
    """See that everything stands again, and keys work."""
    terminal.shows("counted 1 ships")
    terminal.shows("newsreader")
    terminal.child.send("s")
    terminal.shows("Bookmarks 1")


def test_a_console_browser_has_the_terminal_until_it_ends(opener: Opener, told: Path) -> None:
    program(told, "w3m", CONSOLE)
    terminal = opener(BROWSER="w3m %s")
    terminal.child.send("o")
    terminal.shows("a page for the terminal")
    terminal.child.send("s")
    terminal.shows("Back from w3m")
    comes_back(terminal)

    assert told.read_text().splitlines() == ["1", LINK, "key s"]


def test_a_console_browser_may_be_chosen_and_interrupted(opener: Opener, told: Path) -> None:
    program(told, "lynx", CONSOLE)
    terminal = opener("lynx %u")
    terminal.child.send("o")
    terminal.shows("a page for the terminal")
    terminal.child.send("\x03")
    terminal.until(lambda: "lynx ended with" in terminal.text())
    comes_back(terminal)


def test_a_chosen_browser_gets_the_address_as_one_argument(opener: Opener, told: Path) -> None:
    path = program(told, "window", WINDOW)
    terminal = opener(f"{path} --new -- %u")
    terminal.child.send("o")
    terminal.until(lambda: LINK in told.read_text())
    comes_back(terminal)

    assert told.read_text().splitlines() == ["--new", "--", LINK]
    assert "noise" not in terminal.text()
    assert not (Path.cwd() / "gone").exists()


def test_a_browser_that_is_not_there_is_said(opener: Opener) -> None:
    terminal = opener("/no/such/browser %u")
    terminal.child.send("o")
    terminal.shows("browser did not open https://news.example/1")
    comes_back(terminal)


def test_where_nothing_opens_pages_that_is_said(opener: Opener) -> None:
    terminal = opener(PATH=str(Path(sys.executable).parent))
    terminal.child.send("o")
    terminal.shows("There is no browser to open")
    comes_back(terminal)


def test_a_program_in_the_terminal_tells_what_went_wrong() -> None:
    assert run_in_terminal(["/no/such/browser"]) == (
        "/no/such/browser cannot be started: there is no such file or folder; check its name"
    )
    assert run_in_terminal(["sh", "-c", "exit 3"]) == "sh ended with 3"
    assert run_in_terminal(["true"]) == ""


async def test_an_interrupt_just_as_a_program_begins_is_no_business_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin, heard, loop = subprocess.Popen, list[str](), asyncio.get_running_loop()

    def begin_and_hear(command: list[str]) -> subprocess.Popen[bytes]:
        process = begin(command)
        for number in (signal.SIGINT, signal.SIGUSR2):
            os.kill(os.getpid(), number)
        return process

    monkeypatch.setattr("reader.tui.external_programs.subprocess.Popen", begin_and_hear)
    loop.add_signal_handler(signal.SIGINT, heard.append, "interrupt")
    loop.add_signal_handler(signal.SIGUSR2, heard.append, "another")
    try:
        assert run_in_terminal(["sh", "-c", "kill -INT $$"]) == "sh ended with -2"
        for _ in range(20):
            await asyncio.sleep(0)
        assert heard == ["another"]
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(20):
            await asyncio.sleep(0)
        assert heard == ["another", "interrupt"]
    finally:
        for number in (signal.SIGINT, signal.SIGUSR2):
            loop.remove_signal_handler(number)


def test_a_chosen_command_is_known_for_a_console_browser() -> None:
    assert find_browser(LINK, ("/usr/bin/w3m", "-M", "%u")) == Browser(
        ("/usr/bin/w3m", "-M", LINK), in_terminal=True
    )
    assert find_browser(LINK, ("xterm", "-e", "w3m", "%u")) == Browser(("xterm", "-e", "w3m", LINK))
    assert not start_browser(Browser(("/no/such/browser", LINK)), LINK)
