"""Who carries on from newsboat has sources, searches, articles, marks and keys as before."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.config import default_folders, read_settings
from reader.exports.newsboat_cache import CacheReader, open_cache
from reader.library import Library
from reader.library.ingest.imports import import_marked
from reader.model import FetchError
from tests.support.command import home, newsreader

__all__ = ["home", "newsreader"]  # fixtures

pytestmark = pytest.mark.time

SCHEMA = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
    title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0,
    is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
    unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52),
    deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT "");
CREATE INDEX idx_feedurl ON rss_item(feedurl);
CREATE INDEX idx_deleted ON rss_item(deleted);
"""
FIRST_SCHEMA = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
    title VARCHAR(1024) NOT NULL);
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
    unread INTEGER(1) NOT NULL);
"""
LATER_COLUMNS = """
ALTER TABLE rss_item ADD COLUMN content_mime_type VARCHAR(255) NOT NULL DEFAULT "";
ALTER TABLE rss_item ADD COLUMN enclosure_description VARCHAR(1024) NOT NULL DEFAULT "";
ALTER TABLE rss_item ADD COLUMN enclosure_description_mime_type VARCHAR(128) NOT NULL DEFAULT "";
"""
ITEM = """
INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, enclosure_url,
    enclosure_type, flags, deleted, base) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
QUAY, COAST, GONE = (f"https://{name}.example/feed" for name in ("quay", "coast", "gone"))
URLS = f"""\
"query:Boats:title =~ \\"boat|ferry\\" and unread = \\"yes\\""
"query:Odd:guid = \\"x\\""
"query::unread = \\"no\\""
"query:Much:title =~ \\"a%s\\""
{QUAY} "Shore papers" boats "~The Quay"
{COAST}
exec:/bin/true
""
"""
CONFIG = "bind-key E edit-flags\nbind-key Q toggle-article-read\ncolor info blue black\n"


def filled_cache(path: Path, newsboat_made: bool = False) -> None:
    """A cache of three feeds, one of which is in no list."""
    with closing(sqlite3.connect(path)) as connection:
        if not newsboat_made:
            connection.executescript(SCHEMA)
        for feed, title in ((QUAY, "Quay News"), (COAST, "Coast \x1b[31mNews"), (GONE, "Gone")):
            connection.execute(
                "INSERT OR REPLACE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
                (feed, "", title),
            )
        text = "<p>The lamp at the pier went out, and a boat ran aground at dusk.</p>"
        link = "https://quay.example/1"
        rows = [
            ("g1", "A boat aground", "Ann", link, QUAY, 1_790_000_000, text, 1, "", "", "", 0, ""),
            (f"{link}/2", "A lamp <b>lit</b>", "", f"{link}/2", QUAY, 1_790_000_100, "<p>Lit.</p>",
             0, "https://quay.example/a.mp3", "audio/mpeg", "sA", 0, "https://quay.example/"),
            ("g3", "Deleted", "", "", QUAY, 0, "<p>Deleted words.</p>", 0, None, None, None, 1, ""),
            ("g4", "Undated", "", "javascript:alert(1)", COAST, -5, "<p>No day at all.</p>", 0,
             "file:///x", None, None, 0, "x"),
            ("g5", "Of a feed that is gone", "", "", GONE, 1, "<p>Gone.</p>", 1, "", "", "", 0, ""),
        ]  # fmt: skip
        connection.executemany(ITEM, rows)
        connection.commit()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of newsboat in a person's home, with lists and without a cache."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    made = tmp_path / ".newsboat"
    made.mkdir()
    (made / "urls").write_text(URLS % ("|a" * 700))
    (made / "config").write_text(CONFIG)
    return made


def test_all_that_means_something_here_is_taken_and_the_rest_is_named(
    newsreader, home: Path, folder: Path
) -> None:
    filled_cache(folder / "cache.db")

    told = newsreader("import", "newsboat")
    again = newsreader("import", "newsboat", "--json").objects[0]
    sources = newsreader("sources", "--json").objects
    listed = {one["headline"]: one for one in newsreader("list", "--json").objects}

    assert told.code == 0
    assert (
        "2 new sources, 1 saved search, 3 new stories; 2 marked as read, 1 bookmarked" in told.out
    )
    for left in ("exec:/bin/true", "'Odd'", "the key E for bookmark", "color 1", "not name: 1"):
        assert left in told.out
    assert (again["sources"], again["stories"], again["read"]) == (0, 0, 0)
    assert [(one["title"], one["folder"]) for one in sources] == [
        ("The Quay", "Shore papers"),
        ("Coast News", None),
    ]
    assert listed.keys() == {"A boat aground", "A lamp lit", "Undated"}
    lamp = listed["A lamp lit"]
    assert (lamp["read"], lamp["tags"]) == (True, ["flag-a", "flag-s"])
    assert not listed["A boat aground"]["read"]
    assert newsreader("search", "--json", "aground").objects[0]["headline"] == "A boat aground"
    assert newsreader("searches", "--json").objects[0]["query"] == (
        "(title:boat OR title:ferry) is:unread"
    )
    assert read_settings(home).keys == {"read": ("m", "Q")}
    assert "bookmarks" in (home / "bookmarks.jsonl").read_text()
    assert "\x1b" not in told.out


def test_the_articles_of_a_feed_are_found_without_a_look_at_those_of_all_others(
    folder: Path,
) -> None:
    filled_cache(folder / "cache.db")
    other = ("g", "Another", "", "", GONE, 1, "<p>Another.</p>", 1, "", "", "", 0, "")
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.executemany(ITEM, [other] * 2_000)
        connection.commit()
    hundreds_of_steps: list[int] = []

    with open_cache(folder / "cache.db") as connection:
        connection.set_progress_handler(lambda: hundreds_of_steps.append(1), 100)
        cache = CacheReader(connection, "cache.db")
        (batch,) = cache.batches(COAST, datetime(2026, 11, 1, tzinfo=UTC))

    assert [one.entry.title for one in batch] == ["Undated"]
    assert len(hundreds_of_steps) < 20


def test_marks_and_searches_that_are_there_stay_as_they_are(
    newsreader, home: Path, folder: Path
) -> None:
    filled_cache(folder / "cache.db")
    newsreader("searches", "add", "Boats", "title:mine")
    (home / "config.toml").write_text('theme = "light"\n[keys]\nsearch = ["/"]\n')

    told = newsreader("import", "newsboat")
    searches = {one["name"]: one["query"] for one in newsreader("searches", "--json").objects}

    assert searches["Boats"] == "title:mine"
    assert "Boats (newsboat)" in searches
    assert 'read = ["m", "Q"]' in told.out
    assert read_settings(home).keys == {"search": ("/",)}


def test_a_list_alone_and_a_cache_alone_are_enough(newsreader, home: Path, folder: Path) -> None:
    assert newsreader("import", "newsboat", "--json").objects[0]["sources"] == 2

    (folder / "urls").unlink()
    (folder / "config").unlink()
    filled_cache(folder / "cache.db")
    told = newsreader("import", "newsboat", "--json").objects[0]

    assert (told["sources"], told["stories"], told["left"]) == (1, 4, [])


def test_what_a_server_calls_a_feed_by_itself_is_no_address(
    newsreader, home: Path, folder: Path
) -> None:
    (folder / "urls").unlink()
    filled_cache(folder / "cache.db")
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.execute("UPDATE rss_feed SET rssurl = '42' WHERE rssurl = ?", (GONE,))
        connection.commit()

    told = newsreader("import", "newsboat", "--json").objects[0]

    assert told["sources"] == 2
    assert "cache.db: 42 is not an address of the web" in told["left"]


def test_tags_find_the_sources_that_have_them_and_no_others(
    newsreader, home: Path, folder: Path
) -> None:
    pier = "https://pier.example/feed"
    (folder / "urls").write_text(
        f'{QUAY} "shore papers" art "~The “Quay”"\n{COAST} sea art ! "~Coast"\n{pier} "~Smart"\n'
        '"query:Art:tags # \\"art\\""\n"query:Sea:tags # \\"sea\\""\n'
        '"query:Both:unread = \\"yes\\" and title # \\"x\\" or title # \\"y\\""\n'
    )

    told = newsreader("import", "newsboat", "--json").objects[0]

    searches = {one["name"]: one["query"] for one in newsreader("searches", "--json").objects}
    assert searches == {
        "Art": f'in:"{QUAY}" OR in:Coast',
        "Sea": "in:sea",
        "Both": "is:unread (title:x OR title:y)",
    }
    assert "that it hides feeds (!), which are listed here: 1" in told["left"]
    assert any("the search 'Both'" in one for one in told["left"])


def test_caches_of_all_versions_are_read(newsreader, home: Path, folder: Path) -> None:
    (folder / "urls").write_text(f"{QUAY}\n")
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.executescript(FIRST_SCHEMA)
        connection.execute("INSERT INTO rss_feed VALUES (?, '', 'Quay')", (QUAY,))
        connection.execute(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread) "
            "VALUES ('o', 'An old boat', '', '', ?, 5, '<p>Rotten planks.</p>', 0)",
            (QUAY,),
        )
        connection.commit()
    assert newsreader("import", "newsboat", "--json").objects[0]["read"] == 1

    (folder / "cache.db").unlink()
    filled_cache(folder / "cache.db")
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.executescript(LATER_COLUMNS)
        words = "One < two.\n\nThree > two."
        plain = (
            "UPDATE rss_item SET content = ?, content_mime_type = 'text/plain' WHERE guid = 'g1'"
        )
        connection.execute(plain, (words,))
        film = (
            "UPDATE rss_item SET content = ' ', enclosure_description = ?, "
            "enclosure_description_mime_type = 'text/plain' WHERE title LIKE 'A lamp%'"
        )
        connection.execute(film, ("Said <of> the film.",))
        connection.commit()

    newsreader("import", "newsboat")
    texts = {
        one["headline"]: newsreader("show", str(one["id"]), "--json").objects[0]["text"]
        for one in newsreader("list", "--json").objects
    }
    assert texts["A boat aground"] == words
    assert texts["A lamp lit"] == "Said <of> the film."


def test_an_empty_list_names_nothing(newsreader, home: Path, folder: Path) -> None:
    (folder / "urls").write_text("# nothing yet\n")

    assert newsreader("import", "newsboat", "--json").objects[0]["sources"] == 0


def test_what_is_no_cache_is_one_sentence_and_the_list_is_taken_all_the_same(
    newsreader, home: Path, folder: Path
) -> None:
    (folder / "cache.db").write_bytes(b"no database " * 500)
    told = newsreader("import", "newsboat")
    assert told.code == 1
    assert "cannot be read as newsboat's" in told.err
    assert "2 new sources, 1 saved search" in told.out

    with pytest.raises(FetchError, match="cannot be opened"):
        open_cache(folder / "nowhere" / "cache.db")

    (folder / "cache.db").write_bytes(b"")
    assert newsreader("import", "newsboat").code == 0

    (folder / "cache.db").unlink()
    (folder / "urls").unlink()
    missing = newsreader("import", "newsboat")
    assert (missing.code, missing.err.count("\n")) == (1, 1)
    assert "Nothing of newsboat is here" in missing.err


def test_articles_that_take_too_much_memory_are_named_and_the_rest_goes_in(
    newsreader, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_cache(folder / "cache.db")
    real = import_marked.clean

    def greedy(entry):  # type: ignore[no-untyped-def]
        if entry.source == QUAY:
            raise MemoryError
        return real(entry)

    monkeypatch.setattr(import_marked, "clean", greedy)
    told = newsreader("import", "newsboat")

    assert told.code == 1
    assert f"{QUAY}: some of it takes more memory than it may" in told.err
    assert len(newsreader("list", "--json").objects) == 1


def test_no_garbage_is_looked_for_amid_some_articles(
    newsreader, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_cache(folder / "cache.db")
    real, looked_for = import_marked.clean, []

    def watched(entry):  # type: ignore[no-untyped-def]
        looked_for.append(gc.isenabled())
        return real(entry)

    monkeypatch.setattr(import_marked, "clean", watched)
    assert newsreader("import", "newsboat").code == 0

    assert set(looked_for) == {False}
    assert gc.isenabled()


def test_more_that_is_left_than_a_person_reads_is_counted(
    newsreader, home: Path, folder: Path
) -> None:
    (folder / "urls").write_text(
        "".join(f"exec:/bin/true{number}\n" for number in range(40)) + COAST
    )

    told = newsreader("import", "newsboat")

    assert told.out.count("Left: ") == 21
    assert "more like these; --json tells all" in told.out


def test_a_cache_that_newsboat_itself_has_made_is_read(
    newsreader, home: Path, folder: Path, tmp_path: Path
) -> None:
    if not shutil.which("newsboat"):
        pytest.skip("newsboat is not on this machine")
    (folder / "config").write_text("auto-reload no\n")
    (folder / "urls").write_text(f"{QUAY}\n{COAST}\n")
    places = ["-u", folder / "urls", "-c", folder / "cache.db", "-C", folder / "config"]
    subprocess.run(
        ["newsboat", *map(str, places), "-x", "print-unread"],
        check=True, capture_output=True, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    filled_cache(folder / "cache.db", newsboat_made=True)

    told = newsreader("import", "newsboat", "--json").objects[0]

    assert (told["sources"], told["stories"], told["bookmarked"]) == (2, 3, 1)
    library = Library.open(default_folders(str(home)))
    assert library.store.stories.counts().unread == 1
    library.close()
