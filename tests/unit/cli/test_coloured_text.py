"""What is printed on a terminal looks as Rich would have it, and controls nothing."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console
from rich.text import Text

from reader.cli.coloured_text import ColouredText
from reader.cli.safe_output import print_line

PIECES = [
    [("12\t2024-05-01\t ●\t", ""), ("Tide at the harbour", "bold"), ("\tThe Post (edited)", "dim")],
    [("\t…the ", "dim"), ("tide", "bold black on yellow"), (" and\tthe fog\nbelow", "dim")],
    [("well\t", "red"), ("", ""), ("index\tall is well", "")],
    [("東京都の\t天気", "bold"), ("\té e\u0301\t👍\t|", "yellow")],
    [("1234567\t12345678\t123456789\t|", "")],
    [("", ""), ("\n", ""), ("a\n\nb\tc\n", "bold")],
]
Painted = list[tuple[str, str]]


def in_styles(painted: str) -> Painted:
    """Each character with the codes of its style."""
    codes, found = "", []
    for code, character in re.findall(r"\x1b\[([0-9;]*)m|([\s\S])", painted):
        if character:
            found.append((character, "" if character == "\n" else codes))
        else:
            codes = "" if code == "0" else code
    return found


def by_rich(pieces: list[tuple[str, str]]) -> Painted:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, highlight=False, markup=False, emoji=False)
    console.print(Text().join(Text(*one) for one in pieces), soft_wrap=True, end="")
    return in_styles(file.getvalue())


def by_us(pieces: list[tuple[str, str]]) -> Painted:
    text = ColouredText()
    for piece in pieces:
        text.append(*piece)
    return in_styles(text.terminal_text())


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize("pieces", PIECES)
@pytest.mark.parametrize("more", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_it_looks_as_rich_would_have_it(
    pieces: list[tuple[str, str]], more: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in more.items():
        monkeypatch.setenv(name, value)

    assert by_us(pieces) == by_rich(pieces)


def test_a_piece_without_a_style_has_that_of_the_whole() -> None:
    text = ColouredText("broken\t", "red").append("index").append("!", "bold")

    assert text.terminal_text() == "\x1b[31mbroken  \x1b[0m\x1b[31mindex\x1b[0m\x1b[1m!\x1b[0m"
    assert str(ColouredText("a").append_text(text)) == "abroken\tindex!"


def test_nothing_of_a_stranger_controls_the_terminal() -> None:
    text = ColouredText("tide\x1b[2J\x07\r and fog\x9b", "bold")

    assert text.terminal_text() == "\x1b[1mtide\ufffd[2J and fog\ufffd\x1b[0m"


@pytest.mark.parametrize(
    ("name", "value", "is_coloured"),
    [
        ("FORCE_COLOR", "1", True),
        ("FORCE_COLOR", "", False),
        ("TTY_COMPATIBLE", "1", True),
        ("TTY_COMPATIBLE", "0", False),
        ("TTY_COMPATIBLE", "", False),
    ],
)
def test_a_pipe_gets_colours_only_where_they_are_wanted(
    name: str,
    value: str,
    is_coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)

    print_line(ColouredText("12\t").append("tide", "bold"))
    print_line("a\tb")

    painted, plain = "12      \x1b[1mtide\x1b[0m\na       b\n", "12\ttide\na\tb\n"
    assert capsys.readouterr().out == (painted if is_coloured else plain)
