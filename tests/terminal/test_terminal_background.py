"""Light or dark follows the terminal, which is asked for its background and need not answer."""

from __future__ import annotations

import os
import pty
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.tui.render.themes import PALETTES, next_theme
from reader.tui.render.themes_256 import NUMBERS_256
from reader.tui.startup.background_answer import ASK, BackgroundAnswer
from reader.tui.startup.first_paint import Terminal as PaintedTerminal
from reader.tui.startup.first_paint import first_screenful
from tests.support.terminal import COLUMNS, ROWS, Terminal, shell_environment

LIGHT, DARK = (PALETTES[name].back.removeprefix("#") for name in ("light", "dark"))
WHITE, BLACK = b"\x1b]11;rgb:ffff/fafa/f0f0\x1b\\", b"\x1b]11;rgb:1e/1e/2e\x07"
FAR = "192.0.2.1 5000 192.0.2.2 22"  # a connection over a network, which waits longer

pytestmark = pytest.mark.usefixtures("traced_terminals")


class AnsweringTerminal(Terminal):
    """A terminal that answers when it is asked for its background, and says more besides."""

    def __init__(self, home: Path, *answers: bytes, **environment: str) -> None:
        self.answers = answers
        super().__init__(home, COLORTERM="truecolor", **environment)

    def feed(self, data: bytes) -> None:
        asked = self.received.count(ASK.encode())
        super().feed(data)
        if self.received.count(ASK.encode()) > asked:
            for part in self.answers:
                self.child.send(part)

    def back(self) -> str:
        """The colour behind the article."""
        return str(self.screen.buffer[1][COLUMNS - 10].bg)


@pytest.mark.usefixtures("started_terminals")
@pytest.mark.parametrize(
    ("answers", "back"),
    [
        ([WHITE], LIGHT),
        ([BLACK], DARK),
        ([], DARK),
        ([b"jj" + WHITE[:9], WHITE[9:] + b"j"], LIGHT),
        ([b"\x1b]11;nonsense\x07"], DARK),
    ],
)
def test_the_theme_is_light_or_dark_as_the_terminal_says(
    sample_home: Path, answers: list[bytes], back: str
) -> None:
    terminal = AnsweringTerminal(sample_home, *answers)
    terminal.stands()
    terminal.until(lambda: terminal.back() == back)
    terminal.rest()

    assert terminal.back() == back
    if b"j" in b"".join(answers):
        headlines = [line for line in terminal.screen.display if line[:2] in ("▌ ", "▌●", "▌○")]
        assert "Welcome" not in headlines[0]
        terminal.child.send("kkk")
        terminal.until(lambda: "Welcome" in terminal.chosen())
    terminal.quit()


def test_the_next_start_begins_in_the_theme_of_the_last_one(sample_home: Path) -> None:
    first = AnsweringTerminal(sample_home, WHITE)
    first.until(lambda: first.back() == LIGHT)
    first.stands()
    first.rest()
    first.quit()
    again = AnsweringTerminal(sample_home, WHITE, SSH_CONNECTION=FAR)
    again.stands()
    again.rest()
    again.quit()
    silent = AnsweringTerminal(sample_home)
    silent.stands()
    silent.until(lambda: silent.back() == DARK)
    silent.quit()

    assert ground_code(DARK) not in again.received
    assert ground_code(DARK) in silent.received


def ground_code(colour: str) -> bytes:
    """The code of a ground as it is written to the terminal."""
    red, green, blue = bytes.fromhex(colour)
    return f"48;5;{NUMBERS_256[red, green, blue]}m".encode()


def start_once(home: Path, *answers: bytes, **environment: str) -> bytes:
    """What a whole sitting of the screen writes, before a terminal that answers so."""
    terminal = AnsweringTerminal(home, *answers, **environment)
    terminal.stands()
    terminal.rest()
    terminal.quit()
    return terminal.received


@pytest.mark.parametrize(
    ("typed", "ground", "left"),
    [(b"j" + BLACK + b"k", DARK, b"jk"), (WHITE, LIGHT, b""), (b"jk", DARK, b"jk")],
)
def test_the_first_paint_is_light_or_dark_as_a_terminal_says_that_answered_before(
    sample_home: Path, pipe: tuple[int, int], typed: bytes, ground: str, left: bytes
) -> None:
    start_once(sample_home, WHITE)
    answer = BackgroundAnswer(pipe[0])
    os.write(pipe[1], typed)
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr(os, "get_terminal_size", lambda: os.terminal_size((COLUMNS, ROWS)))
        for name, value in shell_environment(sample_home, False).items():
            environment.setenv(name, value)
        environment.setenv("COLORTERM", "truecolor")
        painted = first_screenful(*[str(sample_home)] * 3, lambda: answer).encode()

    assert [back for back in (LIGHT, DARK) if ground_code(back) in painted] == [ground]
    assert answer.typed == left


def test_over_a_network_the_last_theme_stands_while_an_answer_may_still_come(
    sample_home: Path,
) -> None:
    start_once(sample_home, WHITE)
    terminal = AnsweringTerminal(sample_home, SSH_CONNECTION=FAR)
    terminal.stands()
    terminal.until(lambda: terminal.back() == DARK)
    terminal.child.send(WHITE)
    terminal.until(lambda: terminal.back() == LIGHT)
    terminal.quit()

    assert terminal.received.index(ground_code(LIGHT)) < terminal.received.index(ground_code(DARK))


@pytest.mark.usefixtures("started_terminals")
def test_what_is_typed_while_the_first_paint_waits_is_done(sample_home: Path) -> None:
    start_once(sample_home, WHITE)
    terminal = AnsweringTerminal(sample_home, b"j", WHITE)
    terminal.stands()
    terminal.until(lambda: terminal.chosen() != "" and "Welcome" not in terminal.chosen())
    terminal.quit()


def test_an_answer_that_comes_late_is_followed_but_not_against_a_persons_choice(
    sample_home: Path,
) -> None:
    terminal = AnsweringTerminal(sample_home)
    terminal.stands()
    terminal.rest()
    assert terminal.back() == DARK
    terminal.child.send(WHITE)
    terminal.until(lambda: terminal.back() == LIGHT)
    terminal.quit()

    chosen = AnsweringTerminal(sample_home)
    chosen.stands()
    chosen.until(lambda: chosen.back() == DARK)
    chosen.child.send("T")
    after_dark = next_theme("dark").back.removeprefix("#")
    chosen.until(lambda: chosen.back() == after_dark)
    chosen.child.send(WHITE + b"j")
    chosen.until(lambda: "Welcome" not in chosen.chosen())
    assert chosen.back() == after_dark
    chosen.quit()


@pytest.mark.parametrize(
    ("settings", "environment"),
    [('theme = "light"\n', {}), ("", {"NO_COLOR": "1"}), ("", {"TERM": "linux", "COLORTERM": ""})],
)
def test_a_terminal_is_not_asked_where_that_changes_nothing(
    sample_home: Path, settings: str, environment: dict[str, str]
) -> None:
    (sample_home / "config.toml").write_text(settings)
    for _ in range(2):
        terminal = Terminal(sample_home, **environment)
        terminal.stands()
        terminal.quit()
        assert b"\x1b]11" not in terminal.received


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Where keys are read, and where they are typed."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


@pytest.mark.parametrize(
    ("answer", "is_light"),
    [
        (b"\x1b]11;rgb:f/f/f\x07", True),
        (b"\x1b]11;rgb:fff/eee/ddd\x1b\\", True),
        (b"\x1b]11;rgba:0000/2b2b/3636/ffff\x1b\\", False),
        (b"\x1b]11;#fdf6e3\x07", True),
        (b"\x1b]11;rgb:0000/0000/ffff\x07", False),
    ],
)
def test_an_answer_is_read_however_it_is_written_and_keys_around_it_are_kept(
    pipe: tuple[int, int], answer: bytes, is_light: bool
) -> None:
    told = BackgroundAnswer(pipe[0])
    assert told.look() is None
    for typed in (b"j\x1b[A", answer[:6], answer[6:], b"k"):
        os.write(pipe[1], typed)
        told.look()

    assert told.is_light is is_light
    assert told.typed + os.read(pipe[0], 9) == b"j\x1b[Ak"


def test_a_terminal_that_is_gone_answers_nothing(pipe: tuple[int, int]) -> None:
    reading, writing = os.pipe()
    os.close(writing)

    assert BackgroundAnswer(reading).look() is None
    os.close(reading)


def test_an_answer_that_nobody_waits_for_any_more_is_not_left_to_the_shell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    master, slave = pty.openpty()
    terminal = PaintedTerminal(slave)
    terminal.hush()
    monkeypatch.setattr(PaintedTerminal, "is_asked", True)
    os.write(master, BLACK)
    started = time.monotonic()
    terminal.drop_answer()
    terminal.drop_answer()

    quiet = termios.tcgetattr(slave)
    quiet[6][termios.VMIN] = 0
    termios.tcsetattr(slave, termios.TCSANOW, quiet)
    assert os.read(slave, 99) == b""
    assert time.monotonic() - started < 5
    for end in (master, slave):
        os.close(end)
