"""Texts over the panes whose lines stand beside a mark or a label, wrapped to a width."""

from __future__ import annotations

import pytest
from textual.geometry import Offset, Size
from textual.selection import Selection

from reader.tui.screens.hanging_text import HangingText, label_block, line_block

WORDS = "the ferry leaves the northern quay at noon and comes back before the fog does"
MARK = "┃ "


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many columns a text has."""
    monkeypatch.setattr(HangingText, "content_size", Size(30, 9))
    return 30


def lines_of(text: HangingText) -> list[str]:
    """The lines of a text, as they are painted."""
    return str(text.render()).split("\n")


def test_each_line_has_its_mark_and_is_no_wider_than_the_text(narrow: int) -> None:
    lines = lines_of(HangingText([line_block(WORDS, mark=MARK)]))

    assert all(line.startswith("┃ ") and len(line) <= narrow for line in lines)
    assert " ".join(line[2:] for line in lines) == WORDS


def test_what_stands_beside_a_label_stays_to_its_right(narrow: int) -> None:
    first, *others = lines_of(HangingText([label_block("Because   ", WORDS)]))

    assert first.startswith("Because   the ferry")
    assert others
    assert all(line.startswith(" " * 10) and line[10] != " " for line in others)


def test_what_has_no_room_beside_its_label_follows_it(narrow: int) -> None:
    first, *others = lines_of(HangingText([label_block("  ctrl+alt+something     ", WORDS)]))

    assert first.startswith("  ctrl+alt+something")
    assert all(line.startswith("    ") for line in others)
    assert all(len(line) <= narrow for line in (first, *others))


def test_a_text_is_told_whole_and_unwrapped_to_who_asks_for_its_content() -> None:
    text = HangingText([line_block("Fog", "name"), line_block(WORDS, mark=MARK)])

    assert str(text.content) == f"Fog\n┃ {WORDS}"


@pytest.mark.usefixtures("narrow")
def test_what_is_selected_is_copied_without_marks_and_breaks_of_the_width() -> None:
    text = HangingText([line_block("Fog\nand rain", "name"), line_block(WORDS, mark=MARK)])
    rows = lines_of(text)
    assert rows[:2] == ["Fog", "and rain"]

    whole, _ = text.get_selection(Selection(None, None))
    within, _ = text.get_selection(Selection(Offset(6, 2), Offset(5, 3)))

    assert whole == f"Fog\nand rain\n{WORDS}"
    assert within == WORDS[4 : len(rows[2]) + 1 - len(MARK) + 3]


def test_what_controls_a_terminal_is_masked() -> None:
    text = str(HangingText([label_block("a\x9b", "b\x1b[31mc", "name")]).render())

    assert text.isprintable()
    assert "b" in text
