"""Alerts on the command line: saved searches that alert, and what refreshing ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Command, filled, home, newsreader

__all__ = ["filled", "home", "newsreader"]


@pytest.fixture
def folder(home: Path, tmp_path: Path, newsreader: Command) -> Path:
    """A folder that is subscribed to, with one story; a search alerts of storms."""
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "calm.txt").write_text(page("The sea lies calm today"), encoding="utf-8")
    assert newsreader("add", inside).code == 0
    newsreader("searches", "add", "Storms", "storm")
    assert newsreader("searches", "alert", "Storms").out == "Storms alerts from now on.\n"
    return inside


def page(headline: str) -> str:
    """The text of a page."""
    body = "The harbour master says that the boats will stay in until the evening. " * 5
    return f"{headline}\n\n{body}\n\n{body}\n"


def test_refreshing_ends_with_ten_where_a_search_alerts(folder: Path, newsreader: Command) -> None:
    assert newsreader("refresh", "--alert").code == 0
    (folder / "storm.txt").write_text(page("A storm comes over the sea"), encoding="utf-8")

    told = newsreader("refresh", "--alert", "--json")

    assert told.code == 10
    assert told.objects == [
        {"added": 1, "errors": [], "alerts": [{"name": "Storms", "stories": 1}]}
    ]
    assert "Alert: Storms: 1 new story: A storm comes over the sea" in told.err
    assert newsreader("refresh", "--alert").code == 0
    (search,) = newsreader("searches", "--json").objects
    assert (search["alert"], search["alerts"]) == (True, 1)


def test_without_that_wish_an_alert_is_only_said(folder: Path, newsreader: Command) -> None:
    (folder / "storm.txt").write_text(page("A storm comes over the sea"), encoding="utf-8")

    told = newsreader("refresh")

    assert told.code == 0
    assert "Alert: Storms" in told.err
    assert "(alerts)" in newsreader("searches").out


def test_a_search_can_be_quiet_again(folder: Path, newsreader: Command) -> None:
    assert newsreader("searches", "quiet", "Storms").out == "Storms alerts no longer.\n"
    (folder / "storm.txt").write_text(page("A storm comes over the sea"), encoding="utf-8")

    assert newsreader("refresh", "--alert").code == 0


@pytest.mark.usefixtures("filled")
def test_a_search_that_is_not_there_cannot_alert(newsreader: Command) -> None:
    told = newsreader("searches", "alert", "Gales")

    assert told.code == 1
    assert "no saved search called 'Gales'" in told.err
