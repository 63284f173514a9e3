from pathlib import Path

import pytest

from reader.cli.main import run_command_line
from tests.conftest import Told
from tests.support.command import filled, home, newsreader

__all__ = ["filled", "home", "newsreader"]


def test_saved_searches_are_listed_with_their_counts(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    said = newsreader("searches", "add", "Ships at sea", "ships -tag:sky")
    newsreader("searches", "add", "Nothing", "zyzzyva")
    newsreader("mark", "read", 1)

    told: Told = newsreader("searches")
    as_json: Told = newsreader("searches", "--json")

    assert said.out == "Saved Ships at sea.\n"
    assert told.out == "3\t2\tShips at sea\tships -tag:sky\n0\t0\tNothing\tzyzzyva\n"
    assert as_json.objects[0] == {
        "name": "Ships at sea",
        "query": "ships -tag:sky",
        "found": 3,
        "unread": 2,
        "alert": False,
        "alerts": 0,
    }


def test_saved_searches_are_renamed_and_removed(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    newsreader("searches", "add", "Sea", "ships")

    renamed: Told = newsreader("searches", "--json", "rename", "Sea", "Water")
    removed: Told = newsreader("searches", "remove", "Water")
    again: Told = newsreader("searches", "remove", "Water")

    assert [one["name"] for one in renamed.objects] == ["Water"]
    assert removed.out == "Removed Water.\n"
    assert again.code == 1
    assert "There is no saved search called 'Water'; `newsreader searches` lists them." in again.err
    assert newsreader("searches").out == ""


def test_counts_of_saved_searches_survive_a_broken_index(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    newsreader("searches", "add", "Sea", "ships")
    newsreader("searches")
    for path in (filled / "index").glob("*.pst"):
        path.write_bytes(b"\0" * path.stat().st_size)

    assert newsreader("searches").out == "3\t3\tSea\tships\n"


def test_a_name_alone_is_not_a_saved_search(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run_command_line(["searches", "add", "Sea"])

    assert left.value.code == 2
