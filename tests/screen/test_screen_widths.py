"""Widths of list and sidebar: by key, by mouse, and at the next start."""

import os
from dataclasses import replace
from itertools import islice

import pytest

from reader.config import Folders, Settings
from reader.library import Library
from reader.tui import pane_widths
from reader.tui.actions import ACTIONS
from reader.tui.startup import first_paint
from reader.tui.startup.first_frame import FirstFrame
from reader.tui.widgets.text_input import fit_parts
from tests.conftest import fill, pair
from tests.support.shown import CALM, opened

WIDE = (150, 36)


async def test_the_line_between_the_panes_is_dragged_and_stays_there(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as shown:
        for column in (53, 90, 71):
            await shown.drag("#between", (0, 5), (column, 6))
            assert shown.divider_column() == column

    async with opened(library, WIDE) as shown:
        assert shown.divider_column() == 71
    painted = FirstFrame(library, Settings(), ACTIONS, *WIDE)
    assert painted.list_width == 71


async def test_no_pane_can_be_dragged_away(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as shown:
        await shown.drag("#between", (0, 5), (2, 6))
        assert shown.divider_column() == pane_widths.LEAST_LIST
        await shown.drag("#between", (0, 5), (148, 6))
        assert shown.divider_column() == WIDE[0] - pane_widths.LEAST_ARTICLE


async def test_the_sidebars_edge_is_dragged_and_stays_there(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as shown:
        await shown.press("backslash", "escape")
        await shown.wait()
        await shown.drag("Sidebar", (pane_widths.SIDE - 1, 5), (40, 6))
        assert shown.list_column() == 41
        assert shown.list_column() == 41

    async with opened(library, WIDE) as shown:
        assert shown.sidebar_width() == 41
    assert FirstFrame(library, Settings(), ACTIONS, *WIDE).side == 41


async def test_keys_change_the_width_of_what_they_move_and_it_stays(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as shown:
        before = shown.divider_column()
        await shown.press("greater_than_sign", "greater_than_sign", "less_than_sign")
        await shown.wait()
        wider = shown.divider_column()
        await shown.press("backslash", "less_than_sign")
        await shown.wait()
        assert shown.list_column() == pane_widths.SIDE - 2

    assert wider > before
    async with opened(library, WIDE) as shown:
        assert shown.list_column() == pane_widths.SIDE - 2
        await shown.press("backslash")
        await shown.wait()
        assert shown.divider_column() == wider


async def test_a_list_takes_no_more_than_60_columns_until_somebody_wants_it_wider(
    library: Library,
) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as shown:
        assert shown.divider_column() == 60
        await shown.press("less_than_sign")
        await shown.wait()
        narrower = shown.divider_column()
        await shown.press("greater_than_sign", "greater_than_sign")
        await shown.wait()
        assert narrower < 60 < shown.divider_column()


async def test_the_sidebar_opens_by_itself_on_a_wide_screen_and_only_there(
    library: Library,
) -> None:
    fill(library, 3)
    async with opened(library, (159, 36)) as shown:
        assert not shown.has_sidebar()
        await shown.resize(160, 36)
        assert shown.sidebar_width() == pane_widths.SIDE
        assert shown.moved_part() == "list"
        await shown.press("tab", "tab")
        assert shown.is_in_sidebar()
        await shown.resize(159, 36)
        assert not shown.has_sidebar()
        assert shown.moved_part() == "list"
    async with opened(library, (160, 36)) as shown:
        standing = shown.lines()
        await shown.press("backslash")
        assert not shown.has_sidebar()
    frame = FirstFrame(library, Settings(), ACTIONS, 160, 36)
    assert frame.side == 0
    async with opened(library, (200, 50)) as shown:
        assert not shown.has_sidebar()  # it was closed
        await shown.resize(160, 36)
        await shown.press("backslash")
        await shown.resize(120, 36)
        assert shown.has_sidebar()  # it was opened
    assert standing[3].split()[:2] == ["Unread", "2"]


async def test_a_narrow_screen_has_no_width_to_change(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (60, 20)) as shown:
        await shown.press("less_than_sign", "backslash", "greater_than_sign")
        await shown.wait()
        assert shown.list_column() == 0
        assert "Sources" in shown.text()


async def test_what_is_configured_anew_counts_more_than_what_was_dragged(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as shown:
        await shown.drag("#between", (0, 5), (100, 6))

    async with opened(library, WIDE, replace(CALM, list_width=30)) as shown:
        assert shown.divider_column() == 45


def test_the_early_headlines_know_the_widths(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 12)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size(WIDE))
    FirstFrame(library, Settings(), ACTIONS, *WIDE).remember()
    library.store.stories.note(pane_widths.LIST, pane_widths.share_as_text(42, 40))
    library.store.stories.note(pane_widths.SIDEBAR, "33")
    library.store.stories.note(pane_widths.SIDEBAR_ON, "on")
    frame = FirstFrame(library, Settings(), ACTIONS, *WIDE)
    folder = str(home.data)

    rows = library.store.stories.rows(library.store.stories.ids("all", 12))
    painted = first_paint.first_screenful(folder, folder, folder)
    assert " " * 33 + frame.list_line(rows, 3) in painted
    assert frame.list_width == 47


@pytest.mark.parametrize("size", [(100, 24), (120, 30), (121, 36), (150, 36), (240, 50)])
async def test_the_article_stands_in_the_same_place_before_and_after_the_app_is_there(
    library: Library, size: tuple[int, int]
) -> None:
    words = " ".join(f"lighthouse{number}" for number in range(600))
    library.store.stories.save(library.store.sources.add("/news"), [pair(1, content=words)])
    library.store.stories.note(pane_widths.SIDEBAR_ON, "off")
    frame = FirstFrame(library, CALM, ACTIONS, *size)
    story = library.store.stories.get(1)
    height = size[1] - 2

    early = [
        "".join(text for text, _ in line) for line in islice(frame.article_lines(story), height)
    ]
    async with opened(library, size, CALM) as shown:
        whole = [line[: len(early[0])] for line in shown.lines_of("#right")]

    pages = height - (size[1] >= pane_widths.TALL)
    assert [line.rstrip(" ┃") for line in whole[:pages]] == [
        line.rstrip() for line in early[:pages]
    ]
    assert (whole[-1].strip() == "") is (size[1] >= pane_widths.TALL)
    assert whole[2].strip()


@pytest.mark.parametrize(
    ("width", "side", "columns"),
    [(200, 0, 60), (120, 0, 60), (110, 0, 52), (100, 0, 42), (160, 28, 60), (112, 28, 36)],
)
def test_the_list_leaves_an_article_that_can_be_read(width: int, side: int, columns: int) -> None:
    assert pane_widths.list_columns(width, 50, side) == columns


def test_what_was_dragged_before_the_standard_became_another_is_still_meant() -> None:
    standard = Settings().list_width
    assert pane_widths.list_share(standard, pane_widths.share_as_text(42, 61)) == 61
    assert pane_widths.list_share(30, pane_widths.share_as_text(42, 61)) == 30


@pytest.mark.parametrize("wrong", ["", "x y", "x", "42 wide", "9999999999 3"])
def test_a_width_that_makes_no_sense_is_as_configured(wrong: str) -> None:
    assert pane_widths.list_share(42, wrong) == 42
    assert pane_widths.sidebar_columns(200, wrong) == pane_widths.SIDE


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("t",), "tags"),
        (("A",), "key"),
        (("slash",), "search"),
        (("enter", "f"), "find"),
        (("slash", "h", "enter", "S"), "question"),
    ],
)
async def test_a_line_keeps_the_keys_where_the_terminal_has_no_room_for_it(
    library: Library, keys: tuple[str, ...], name: str
) -> None:
    fill(library, 5)
    async with opened(library) as shown:
        await shown.press(*keys)
        await shown.resize(20, 4)
        assert shown.is_typing_in(name)
        await shown.resize(*WIDE)
        assert shown.is_typing_in(name)
        await shown.resize(20, 4)
        await shown.press("escape")
        assert not shown.has_line(name)


@pytest.mark.parametrize(
    ("keys", "size", "told"),
    [
        (("question_mark",), (80, 24), "/ searches these keys, m opens the manual, Esc closes "),
        (("question_mark",), (60, 20), "/ searches these keys, m opens the manual "),
        (("slash",), (80, 24), "words, “a phrase”, by:name, after:7d … "),
        (("slash",), (100, 30), "words, “a phrase”, by:name … "),
    ],
)
async def test_what_an_empty_line_proposes_ends_with_a_whole_part(
    library: Library, keys: tuple[str, ...], size: tuple[int, int], told: str
) -> None:
    fill(library, 2)
    async with opened(library, size, replace(CALM, list_width=25)) as shown:
        await shown.press(*keys)
        await shown.wait()

        assert told in shown.text()


@pytest.mark.parametrize(
    ("width", "fitting"), [(20, "one, two, three …"), (16, "one, two …"), (9, "one …"), (3, "on…")]
)
def test_a_text_of_parts_loses_its_last_ones(width: int, fitting: str) -> None:
    assert fit_parts("one, two, three …", width) == fitting


async def test_the_rest_of_a_long_line_of_the_log_stands_further_in_than_its_beginning(
    library: Library,
) -> None:
    said = "the ferry leaves the northern quay at noon and is not seen again before the fog lifts"
    (library.folders.log / "newsreader.log").write_text(f"{said}\n  and goes on\n")
    async with opened(library, (60, 20)) as shown:
        await shown.press("L")
        await shown.wait()

        lines = [line.partition("│")[2].rpartition("│")[0].rstrip() for line in shown.lines()]
        first = next(at for at, line in enumerate(lines) if "the ferry" in line)
        places = [len(line) - len(line.lstrip()) for line in lines[first : first + 3]]
        assert places == [4, 6, 6]
        assert " ".join(" ".join(lines[first : first + 2]).split()) == said
        assert lines[first + 2].split() == ["and", "goes", "on"]
