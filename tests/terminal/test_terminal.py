"""The installed command in a real pseudo-terminal."""

from pathlib import Path

import pytest

from tests.support.terminal import Terminal, end, standing

pytestmark = pytest.mark.usefixtures("traced_terminals")


@pytest.mark.usefixtures("started_terminals")
def test_a_bookmark_is_there_when_the_reader_comes_back(empty_home: Path) -> None:
    terminal = Terminal(empty_home)
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

    again = Terminal(empty_home)
    again.shows("Bookmarks 1")
    again.child.send("b")
    again.until(lambda: again.text().count("★") == 1 and "● Welcome" not in again.text())
    assert headline in again.text()
    again.quit()


@pytest.mark.usefixtures("started_terminals")
def test_the_terminal_is_left_as_it_was_found(empty_home: Path) -> None:
    terminal = Terminal(empty_home)
    terminal.shows("Welcome")
    terminal.quit()

    assert terminal.received.startswith(b"\x1b[?1049h")
    assert terminal.received.count(b"\x1b[?1049h") == 1
    assert b"\x1b[?1049l" in terminal.received
    assert b"\x1b[?25h" in terminal.received.rpartition(b"\x1b[?1049l")[0] + b"\x1b[?25h"


@pytest.mark.usefixtures("started_terminals")
@pytest.mark.parametrize("keys", ["\x11", "j\r\x11", "/fog\x16\x11"])
def test_the_key_that_quits_at_once_does_so_from_the_first_headlines_on(
    sample_home: Path, keys: str
) -> None:
    terminal = Terminal(sample_home)
    terminal.until(lambda: b"1049h" in terminal.received)
    terminal.child.send(keys)

    terminal.until(lambda: not terminal.child.isalive())
    terminal.child.close()
    assert terminal.child.exitstatus == 0


@pytest.mark.usefixtures("started_terminals")
def test_keys_that_are_typed_before_the_screen_stands_count(sample_home: Path) -> None:
    terminal = Terminal(sample_home)
    terminal.child.send("jj")
    terminal.until(lambda: "What gets left out" in terminal.chosen())
    terminal.quit()


@pytest.mark.usefixtures("started_terminals")
def test_keys_for_what_is_not_loaded_yet_count_too(sample_home: Path) -> None:
    for keys, shown in (("\\", "Views"), ("/eclipse", "best first"), ("?", "searches these keys")):
        terminal = Terminal(sample_home)
        terminal.child.send(keys)
        terminal.shows(shown)
        end(terminal.child)


@pytest.mark.usefixtures("started_terminals")
@pytest.mark.parametrize("enter", ["\r", "\n"])
def test_enter_is_enter_also_before_the_terminal_is_set_up(sample_home: Path, enter: str) -> None:
    terminal = Terminal(sample_home)
    terminal.child.send(f"ttide{enter}")
    terminal.shows("#tide")
    terminal.until(lambda: "Enter" not in terminal.screen.display[-1])
    terminal.quit()
    assert terminal.child.exitstatus == 0


def test_the_key_that_a_terminal_sends_as_a_line_feed_can_be_given_an_action(
    sample_home: Path,
) -> None:
    (sample_home / "config.toml").write_text('[keys]\nbookmarks = "^j"\n')
    terminal = standing(sample_home)
    terminal.child.send("\n")
    terminal.shows("No bookmarks yet")
    terminal.quit()
    assert terminal.child.exitstatus == 0


def test_keys_that_are_typed_after_the_last_one_change_nothing(sample_home: Path) -> None:
    terminal = Terminal(sample_home)
    terminal.stands()
    terminal.shows("Welcome")
    terminal.child.send("qsssjs")
    terminal.until(lambda: not terminal.child.isalive())
    assert terminal.child.exitstatus == 0

    again = Terminal(sample_home)
    again.shows("Bookmarks 0")
    again.quit()


def test_the_screen_needs_no_standard_error(empty_home: Path) -> None:
    terminal = Terminal(empty_home, "/bin/sh", "-c", "exec newsreader 2>/dev/null")
    terminal.shows("24 new stories")
    terminal.child.send("jj")
    terminal.until(lambda: any(line.startswith("▌  What gets") for line in terminal.screen.display))
    terminal.quit()
    assert terminal.child.exitstatus == 0


def test_a_wrong_configuration_is_one_sentence(empty_home: Path) -> None:
    empty_home.mkdir()
    (empty_home / "config.toml").write_text("[keys]\nfly = 'f'\n")
    terminal = Terminal(empty_home)
    terminal.until(lambda: not terminal.child.isalive())
    terminal.read()

    assert "there is no action 'fly'" in terminal.text().replace("\n", "")
    assert terminal.child.exitstatus == 1


def test_a_size_that_a_shell_exported_once_does_not_hide_the_real_one(sample_home: Path) -> None:
    terminal = Terminal(sample_home, COLUMNS="40", LINES="10")

    terminal.shows("links")  # which no terminal of forty columns has room for
    terminal.quit()
