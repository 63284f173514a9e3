"""The command that lists sources by how they fare."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from reader.config import default_folders
from reader.library import Library
from tests.conftest import NOW, pair
from tests.support.command import Command, home, newsreader

__all__ = ["home", "newsreader"]


@pytest.fixture
def filled(home: Path) -> Path:
    """A home with a source that is awake and one that is asleep."""
    library = Library.open(default_folders(str(home)))
    for number, (name, age) in enumerate((("Awake", 1), ("Asleep", 250)), start=1):
        source = library.store.sources.add(f"https://{number}.example/", name)
        when = (NOW - timedelta(days=age)).isoformat()
        story = pair(number, content=f"{name} at sea. " * 50, published=when)
        library.store.stories.save(source, [story])
    library.close()
    return home


@pytest.mark.usefixtures("filled")
def test_sources_are_listed_by_how_they_fare(newsreader: Command) -> None:
    every = newsreader("sources", "--json").objects
    (idle,) = newsreader("sources", "--idle", "180d", "--json").objects

    assert [one["title"] for one in every] == ["Awake", "Asleep"]
    assert (idle["title"], idle["idle_days"], idle["a_week"]) == ("Asleep", 250, 0.0)
    assert (idle["read"], idle["teasers"], idle["dead"], idle["noisy"]) == (0, 0.0, False, False)
    assert newsreader("sources", "--dead", "--json").objects == []
    assert newsreader("sources", "--noisy").code == 0
    assert "you read 0 of 1" in " ".join(newsreader("sources").out.split())


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("span", ["soon", "0d", "-1d", "180"])
def test_what_is_no_span_of_time_is_refused(newsreader: Command, span: str) -> None:
    answer = newsreader("sources", f"--idle={span}")

    assert answer.code == 1
    assert "is no span of time: try 180d" in answer.err
