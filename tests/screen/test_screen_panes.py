"""Which pane keys move is seen at a glance: on its head, at its edge, and on the chosen row."""

from __future__ import annotations

import pytest

from reader.config import Settings
from reader.library import Library
from reader.tui.actions import ACTIONS
from reader.tui.render.themes import PALETTES
from reader.tui.startup.first_frame import FirstFrame
from tests.conftest import fill
from tests.support.shown import Shown, opened

DARK = PALETTES["dark"]
SIGNS = {"│", "┃"}


def heads(shown: Shown) -> dict[str, bool]:
    """The panes, and whether the line over each is set off."""
    between = shown.divider_column()
    columns = {"list": between - 3, "article": between + 3}
    if shown.list_column():
        columns["sidebar"] = shown.list_column() - 3
    head = shown.surfaces(0)
    return {pane: head[at] == DARK.chosen for pane, at in columns.items()}


def edges(shown: Shown) -> dict[str, str]:
    """The signs at the right of the sidebar, and between list and article."""
    line = shown.lines()[20]
    between = {"list": line[shown.divider_column()]}
    side = {"sidebar": line[shown.list_column() - 1]} if shown.list_column() else {}
    return between | side


def chosen_row(shown: Shown) -> str:
    """The colour behind the chosen row."""
    return shown.surfaces(shown.chosen_line() + 1)[shown.list_column() + 4]


@pytest.mark.parametrize("width", [120, 160])
async def test_the_pane_that_has_the_keys_is_seen(library: Library, width: int) -> None:
    fill(library, 12)
    async with opened(library, (width, 36), Settings(theme="dark")) as shown:
        for pane in ("list", "article", *(["sidebar"] if width == 160 else []), "list"):
            assert shown.moved_part() == pane
            assert [name for name, is_set_off in heads(shown).items() if is_set_off] == [pane]
            assert chosen_row(shown) == (DARK.chosen if pane == "list" else DARK.bar)
            assert (edges(shown)["list"] == "┃") is (pane == "article")
            assert (edges(shown).get("sidebar") == "┃") is (pane == "sidebar")
            assert set(edges(shown).values()) <= SIGNS
            await shown.press("tab")


@pytest.mark.parametrize(
    ("size", "keys"), [((60, 20), ()), ((60, 20), ("enter",)), ((120, 36), "z")]
)
async def test_a_pane_that_stands_alone_is_not_set_off(
    library: Library, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    fill(library, 12)
    async with opened(library, size, Settings(theme="dark")) as shown:
        await shown.press(*keys)
        await shown.wait()
        head = shown.surfaces(0)
        assert (len(head), set(head)) == (size[0], {DARK.bar})


@pytest.mark.parametrize("size", [(60, 20), (120, 36), (160, 36)])
async def test_the_first_frame_sets_off_the_pane_that_the_app_does(
    library: Library, size: tuple[int, int]
) -> None:
    fill(library, 12)
    async with opened(library, size, Settings(theme="dark")) as shown:
        await shown.wait()
        column = shown.list_column() + 4
        seen = [shown.surfaces(line)[column] for line in range(4)]
    frame = FirstFrame(library, Settings(theme="dark"), ACTIONS, *size)

    for line, colour in zip(frame.lines(), seen, strict=False):
        codes = {
            code for (_, surface), code in frame.codes.items() if getattr(DARK, surface) == colour
        }
        assert code_at(line, column) in codes


def code_at(line: str, column: int) -> str:
    """The code for the look of a column of a painted line."""
    for part in line.split("\x1b[")[1:]:
        code, _, text = part.partition("m")
        column -= len(text)
        if column < 0:
            return f"\x1b[{code}m"
    raise AssertionError(line)
