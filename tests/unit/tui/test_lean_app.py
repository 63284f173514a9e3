"""What Textual's app leaves to ours: when what was put on the terminal is shown."""

from collections.abc import Iterator
from itertools import repeat

import pytest
from rich.segment import Segment
from textual import events
from textual.geometry import Region

from reader.tui.startup.lean_app import LeanApp

LIST, ARTICLE = Region(0, 1, 30, 20), Region(31, 1, 40, 20)


def rows(count: int) -> Iterator[tuple[int, list[Segment]]]:
    """Some rows of a pane, from its top."""
    return enumerate(repeat([Segment("a row")], count))


@pytest.mark.parametrize(
    ("changed", "frames"), [(4, ["row", "article"]), (20, ["row and article"])]
)
async def test_another_row_waits_for_its_article_only_where_all_rows_move(
    monkeypatch: pytest.MonkeyPatch, changed: int, frames: list[str]
) -> None:
    put: list[str] = []
    shown: list[str] = []

    class Panes(LeanApp):
        async def change_panes(self) -> None:
            put.append("row")
            self.show_lines(LIST, rows(changed))
            put.append("article")
            self.show_lines(ARTICLE, rows(20))

        def _show_frame(self) -> None:
            shown.append(" and ".join(put))
            put.clear()
            self._waiting = False
            self.cells.frame(0, 0)

    app = Panes(())
    async with app.run_test():
        monkeypatch.setattr(app, "_press_unfocused", lambda *_: app.change_panes())
        await app.press(events.Key("j", "j"))

    assert shown == frames
