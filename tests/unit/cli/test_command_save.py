"""The command that saves stories as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Command, filled, home, newsreader

__all__ = ["filled", "home", "newsreader"]


@pytest.mark.usefixtures("filled")
def test_stories_that_a_query_finds_are_saved(newsreader: Command, tmp_path: Path) -> None:
    told = newsreader("save", "is:bookmarked", "--to", tmp_path / "out")

    assert (told.code, told.out) == (0, "1 file written, 0 as they were.\n")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["2026-11-20-Headline-2-2.md"]
    assert newsreader("save", "ships", "--to", tmp_path / "out").out == (
        "2 files written, 1 as they were.\n"
    )


@pytest.mark.usefixtures("filled")
def test_a_file_that_is_left_alone_is_told_of(newsreader: Command, tmp_path: Path) -> None:
    newsreader("save", "is:bookmarked", "--to", tmp_path)
    (path,) = tmp_path.glob("*.md")
    path.write_text("Mine.", encoding="utf-8")

    told = newsreader("save", "is:bookmarked", "--to", tmp_path, "--json")

    assert told.code == 1
    assert told.objects[0]["written"] == []
    assert "was left alone" in told.err


@pytest.mark.usefixtures("filled")
def test_of_a_query_with_a_mistake_nothing_is_saved(newsreader: Command, tmp_path: Path) -> None:
    told = newsreader("save", "headline after:whenever", "--to", tmp_path / "out")

    assert told.code == 1
    assert told.err.startswith("newsreader: Nothing was saved: after:whenever is not a date")
    assert not (tmp_path / "out").exists()


def test_a_vault_is_a_whole_path(filled: Path, newsreader: Command) -> None:
    for vault, code in (("vault", 1), ("/vault", 0), ("~/vault", 0), ("", 0)):
        (filled / "config.toml").write_text(f'vault = "{vault}"\n', encoding="utf-8")
        assert newsreader("config").code == code
