"""What Textual's app leaves to ours: when what was put on the terminal is shown."""

from collections.abc import Iterator
from itertools import repeat
from unittest.mock import Mock

import pytest
from rich.segment import Segment
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.geometry import Region

from reader.tui.startup.lean_app import LeanApp

LIST, ARTICLE = Region(0, 1, 30, 20), Region(31, 1, 40, 20)


def rows(count: int, text: str) -> Iterator[tuple[int, list[Segment]]]:
    """Some rows of a pane, from its top."""
    return enumerate(repeat([Segment(text)], count))


class Panes(LeanApp):
    """A list and perhaps an article, on a terminal that shows whole frames."""

    begins, has_article = True, True

    async def change_panes(self, *_: object) -> None:
        """Do what a key asks for: choose a row, and find its article."""
        self.show_lines(LIST, rows(4, "a row"))
        if self.begins:
            self.show_before(ARTICLE.x)
        if self.has_article:
            self._driver.write("?")
            self.show_lines(ARTICLE, rows(4, "news"))


async def written_by_key(app: Panes, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What an app writes for a key, one write after the other."""
    written: list[str] = []
    async with app.run_test():
        monkeypatch.setattr(app, "_press_unfocused", app.change_panes)
        monkeypatch.setattr(app, "_driver", Mock(write=written.append))
        monkeypatch.setattr(app, "_sync_available", True)
        await app.press(events.Key("j", "j"))
        monkeypatch.undo()
    return written


async def test_a_row_is_shown_before_the_article_beside_it_in_one_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, worked_out, ended = await written_by_key(Panes(()), monkeypatch)

    assert worked_out == "?"
    assert begun.startswith(SYNC_START)
    assert "a row" in begun
    assert "news" in ended
    assert "row" not in ended
    assert (begun + ended).count(SYNC_START) == (begun + ended).count(SYNC_END) == 1
    assert ended.endswith(SYNC_END)


async def test_what_a_key_changes_is_one_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Panes(())
    app.begins = False
    worked_out, frame = await written_by_key(app, monkeypatch)

    assert worked_out == "?"
    assert frame.startswith(SYNC_START)
    assert "a row" in frame
    assert "news" in frame
    assert frame.endswith(SYNC_END)


async def test_a_frame_that_was_begun_ends_though_nothing_more_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Panes(())
    app.has_article = False
    begun, ended = await written_by_key(app, monkeypatch)

    assert "a row" in begun
    assert ended == SYNC_END
