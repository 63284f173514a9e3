import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.config import default_folders
from reader.library import Library
from reader.library.saved_searches import add_search
from reader.model import SavedSearch
from tests.conftest import Told
from tests.support.command import filled, home, newsreader

__all__ = ["filled", "home", "newsreader"]  # fixtures


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_knows_every_command_and_asks_for_names(
    newsreader, home: Path, shell: str
) -> None:
    told = newsreader("completion", shell)

    assert told.code == 0
    for word in ("searches", "rename", "newsreader completion --words", "sources"):
        assert word in told.out


def test_names_are_those_of_the_archive(newsreader, filled: Path) -> None:
    library = Library.open(default_folders(str(filled)))
    library.store.sources.add("https://a.example/1", "Quay Gazette", "Shore papers")
    library.store.sources.add("https://a.example/2", 'The "Evening" Bell')
    library.store.sources.add("https://a.example/3", "Two lines")
    library.store.sources.add("https://a.example/4", "Tides")
    library.store.searches.change(lambda known: add_search(known, SavedSearch("Boats", "boat")))
    library.close()
    with closing(sqlite3.connect(filled / "newsreader.db", isolation_level=None)) as connection:
        connection.execute("UPDATE source SET title = 'Two' || char(10) || 'lines' WHERE id = 4")

    sources = newsreader("completion", "--words", "sources").out.splitlines()
    queries = newsreader("completion", "--words", "queries").out.splitlines()

    assert {"Quay Gazette", 'The "Evening" Bell', "Tides"} < set(sources)
    assert not [name for name in sources if "lines" in name]
    assert newsreader("completion", "--words", "folders").out == "Shore papers\n"
    assert newsreader("completion", "--words", "searches").out == "Boats\n"
    assert newsreader("completion", "--words", "tags").out == "sea\n"
    assert {"title:", "is:unread", "has:note", "tag:sea", 'in:"Quay Gazette"', "in:Tides"} < set(
        queries
    )
    assert not [word for word in queries if "Evening" in word]


def test_an_archive_that_is_missing_or_damaged_has_no_names(newsreader, home: Path) -> None:
    assert newsreader("completion", "--words", "sources").out == ""
    assert not home.exists()

    home.mkdir()
    (home / "newsreader.db").write_bytes(b"no database" * 999)

    assert newsreader("completion", "--words", "sources") == Told(0, "", "")


def test_a_completion_wants_a_shell(newsreader, home: Path) -> None:
    for words in ([], ["csh"], ["bash", "--words", "tags"]):
        with pytest.raises(SystemExit):
            newsreader("completion", *words)
