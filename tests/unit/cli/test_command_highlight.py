"""The command that marks words of a story."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import Command, filled, home, newsreader

__all__ = ["filled", "home", "newsreader"]

pytestmark = pytest.mark.usefixtures("filled")


def test_words_are_marked_listed_and_unmarked(newsreader: Command) -> None:
    made = newsreader("highlight", 1, "counted", "1", "ships", "--colour", "red", "--note", "One!")
    (told,) = newsreader("highlight", 1, "--json").objects

    assert made.out == "red\tcounted 1 ships\tOne!\n"
    assert (told["quote"], told["start"], told["end"]) == ("counted 1 ships", 22, 37)
    assert newsreader("show", 1, "--json").objects[0]["highlights"] == [told]
    assert newsreader("highlight", 1, "counted 1  ships", "--remove").out == ""


def test_words_that_are_not_there_are_refused(newsreader: Command) -> None:
    assert "has no words 'gulls'" in newsreader("highlight", 1, "gulls").err
    assert "no highlight of 'counted'" in newsreader("highlight", 1, "counted", "--remove").err


def test_a_highlight_that_is_lost_is_listed_as_such(newsreader: Command, tmp_path: Path) -> None:
    lost = {"source": "/news", "key": "guid-3", "highlights": [{"quote": "a mermaid", "note": "?"}]}
    file = tmp_path / "marks.jsonl"
    file.write_text(json.dumps(lost), encoding="utf-8")
    assert newsreader("bookmarks", "import", file).code == 0

    assert newsreader("highlight", 3).out == "yellow\ta mermaid\t(no longer in the text)\t?\n"
    assert newsreader("highlight", 3, "--json").objects[0]["start"] is None
