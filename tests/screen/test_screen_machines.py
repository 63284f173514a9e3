"""What was marked on other machines comes to the screen, and what is marked there goes to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import Folders
from reader.library import Library
from reader.library.sync_folder.sync_setup import begin_sync
from tests.conftest import pair
from tests.support.machines import FEED, Machine, machines
from tests.support.shown import opened

DOES = "Synchronise with other machines"


@pytest.fixture
def barge(tmp_path: Path) -> Iterator[Machine]:
    """Another machine that shares the folder, with the same stories."""
    with machines(tmp_path / "barge", "home") as (machine,):
        machine.read(1, 2, 3)
        machine.begin(tmp_path / "shared")
        yield machine


@pytest.fixture
def attic(
    barge: Machine, library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Library:
    """The library of the screen, which shares the folder."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    monkeypatch.setattr("reader.tui.controllers.remote.machines.LOOK_EVERY", 0.2)
    monkeypatch.setattr("reader.tui.app._LOOK_AFTER", 0.05)
    source_id = library.store.sources.add(FEED, "Tide")
    library.store.stories.save(source_id, [pair(number, source=FEED) for number in (1, 2, 3)])
    begin_sync(library, tmp_path / "shared")
    return library


async def test_what_was_marked_elsewhere_is_shown_when_it_comes(
    attic: Library, barge: Machine
) -> None:
    barge.mark(2, tags=("rope",), read=True)
    barge.sync()
    async with opened(attic) as shown:
        await shown.until(lambda: "From other machines: 1 story marked" in shown.work())
        assert "rope" in shown.text()

        barge.mark(1, tags=("salt",))
        barge.sync()

        await shown.until(lambda: "salt" in shown.text())


async def test_what_comes_into_the_folder_is_shown_without_another_look(
    attic: Library, barge: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.controllers.remote.machines.LOOK_EVERY", 100_000.0)
    monkeypatch.setattr("reader.library.sync_folder.folder_watch.PAUSE", 0.0)
    async with opened(attic) as shown:
        await shown.until(lambda: attic.store.sync.fact("last") != "")
        barge.mark(1, tags=("salt",))
        barge.sync()
        await shown.until(lambda: "salt" in shown.text())
        with machines(tmp_path / "crane", "home") as (crane,):
            crane.read(1, 2, 3)
            crane.mark(2, tags=("rope",))
            crane.begin(tmp_path / "shared")

        await shown.until(lambda: "rope" in shown.text())


async def test_what_is_marked_here_goes_to_the_folder(attic: Library, barge: Machine) -> None:
    async with opened(attic) as shown:
        await shown.press("s")
        await shown.until(lambda: barge.sync().stories == 1)

    assert barge.marks(3).bookmarked is not None


async def test_what_is_marked_last_goes_along_when_the_screen_ends(
    attic: Library, barge: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.app._LOOK_AFTER", 1_000.0)
    async with opened(attic) as shown:
        await shown.press("s")
        assert shown.last_round() is None
    last = shown.last_round()
    assert last is not None
    with last:
        assert last.wait() == 0

    barge.sync()

    assert barge.marks(3).bookmarked is not None


async def test_the_palette_synchronises_and_says_what_came(attic: Library, barge: Machine) -> None:
    async with opened(attic) as shown:
        shown.do_command(DOES)
        await shown.until(lambda: "Nothing new from other machines" in shown.work())
        barge.mark(1, tags=("salt",))
        barge.sync()
        shown.do_command(DOES)
        shown.do_command(DOES)

        await shown.until(lambda: "From other machines: 1 story marked" in shown.work())


async def test_where_nothing_is_synchronised_the_palette_says_how_that_begins(
    library: Library,
) -> None:
    async with opened(library) as shown:
        shown.do_command(DOES)

        await shown.until(lambda: "`newsreader sync init DIR` begins" in shown.status())


async def test_a_folder_that_is_gone_is_told_once(
    attic: Library, tmp_path: Path, barge: Machine
) -> None:
    (tmp_path / "shared").rename(tmp_path / "elsewhere")
    async with opened(attic) as shown:
        await shown.until(lambda: "is not there; what is marked waits for it" in shown.work())
        shown.do_command(DOES)
        await shown.until(lambda: "is not there" in shown.work())
        (tmp_path / "elsewhere").rename(tmp_path / "shared")
        barge.mark(1, tags=("salt",))
        barge.sync()

        await shown.until(lambda: "salt" in shown.text())
