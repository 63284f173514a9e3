from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import default_folders
from reader.library import Library
from tests.support.command import home, newsreader
from tests.support.server import Answer, Server, feed, serving

__all__ = ["home", "newsreader"]  # fixtures

pytestmark = [pytest.mark.time, pytest.mark.usefixtures("home")]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.pages["/feed"] = Answer(feed("storm", "calm"))
        yield running


def test_a_feed_is_added_listed_and_found(newsreader, server: Server) -> None:
    added = newsreader("add", server.url("/feed"), "--folder", "Sea")
    (source,) = newsreader("sources", "--json").objects

    assert (added.code, added.out) == (0, "2 new stories.\n")
    assert added.err == f"newsreader: {server.url('/feed')}: 2 new stories\n"
    assert len(newsreader("search", "--json", "keepers").objects) == 2
    assert (source["title"], source["folder"], source["stories"]) == ("Tides", "Sea", 2)
    assert (source["status"], source["failures"], source["muted"]) == (200, 0, False)
    assert source["next"]
    assert source["why"] == "it is read every hour"
    shown = newsreader("sources").out
    assert "in Sea" in shown
    assert "it is read every" in " ".join(shown.split())


def test_what_fails_is_named_and_the_rest_goes_on(newsreader, server: Server) -> None:
    lost = server.url("/none", "127.0.0.2")

    told = newsreader("add", "--json", lost, server.url("/feed"))

    assert (told.code, told.objects) == (1, [{"added": 2, "errors": [f"{lost}: is not there"]}])


def test_refreshing_at_once_again_says_why_nothing_happens(newsreader, server: Server) -> None:
    newsreader("add", server.url("/feed"))

    told = newsreader("refresh", "tides")

    assert (told.code, told.out) == (0, "0 new stories.\n")
    assert "less than five minutes ago" in told.err
    assert newsreader("refresh", "--due").err == ""
    assert (newsreader("refresh", "nobody").code, server.paths()) == (1, ["/feed"])


def test_sources_are_renamed_moved_and_muted(newsreader, server: Server) -> None:
    newsreader("add", server.url("/feed"))

    newsreader("sources", "rename", "1", "My\n tides")
    newsreader("sources", "move", "1", "Sea")
    (told,) = newsreader("sources", "--json", "mute", "my tides").objects
    assert (told["title"], told["folder"], told["muted"]) == ("My tides", "Sea", True)
    assert "muted" in newsreader("sources").out
    assert newsreader("sources", "--json", "unmute", "1").objects[0]["muted"] is False


def test_who_unsubscribes_keeps_the_stories_and_can_come_back(newsreader, server: Server) -> None:
    newsreader("add", server.url("/feed"))
    newsreader("sources", "rename", "1", "Mine")

    assert newsreader("sources", "remove", "mine").code == 0
    assert newsreader("sources", "--json").objects == []
    assert len(newsreader("list", "--json").objects) == 2
    assert newsreader("sources", "--json", "removed").objects[0]["title"] == "Mine"
    newsreader("sources", "restore", "mine")
    assert newsreader("sources", "--json").objects[0]["title"] == "Mine"


def test_sources_that_are_gone_say_so(newsreader, server: Server, tmp_path: Path) -> None:
    newsreader("add", server.url("/feed"))
    library = Library.open(default_folders(str(tmp_path / "home")))
    with library.store.database.batch() as connection:
        connection.execute("UPDATE network SET gone = 1, due = NULL, why = 'it is gone'")
    library.close()

    assert "never" in newsreader("sources").out


def test_subscriptions_travel(newsreader, server: Server, tmp_path: Path) -> None:
    server.pages["/b"] = Answer(feed("fog", title='A "B" & <C>'))
    newsreader("add", server.url("/feed"), "--folder", "Sea/Deep")
    newsreader("add", server.url("/b", "127.0.0.2"))
    file = tmp_path / "mine.opml"

    assert newsreader("export", "opml", file).code == 0
    newsreader("--home", tmp_path / "other", "add", file)

    before, after = (
        {(one["location"], one["title"], one["folder"]) for one in told.objects}
        for told in (
            newsreader("sources", "--json"),
            newsreader("--home", tmp_path / "other", "sources", "--json"),
        )
    )
    assert before == after
    assert len(after) == 2


def test_a_source_is_kept_as_far_as_is_wanted(newsreader, server: Server) -> None:
    newsreader("add", server.url("/feed"))

    (told,) = newsreader("sources", "--json", "keep", "1", "1y", "1").objects
    assert told["keep"] == "365d 1"
    assert "keeps 365d 1" in newsreader("sources").out
    wrong = newsreader("sources", "keep", "1", "often")
    assert (wrong.code, "'often' is no limit" in wrong.err) == (1, True)
    (told,) = newsreader("vacuum", "--json").objects
    assert told["dropped"] == [{"id": 1, "location": server.url("/feed"), "stories": 1}]
    assert told["database"]["before"] >= told["database"]["after"] > 0
    assert len(newsreader("list", "--json").objects) == 1
    newsreader("sources", "keep", "1", "usual")
    assert newsreader("sources", "--json").objects[0]["keep"] is None


def test_vacuum_says_what_went(newsreader, server: Server) -> None:
    newsreader("add", server.url("/feed"))
    newsreader("sources", "keep", "1", "1")

    told = newsreader("vacuum")

    lines = told.out.splitlines()
    assert (told.code, lines[0]) == (0, "Tides: 1 old story dropped")
    assert [line.partition(":")[0] for line in lines[1:3]] == ["database", "index"]
    assert lines[3].endswith(" won")


def test_the_list_of_sources_shows_what_their_servers_answered(newsreader, server: Server) -> None:
    newsreader("add", server.url("/feed"))

    heading, first, *_ = newsreader("sources").out.splitlines()

    assert heading.split() == [
        "id",
        "source",
        "stories",
        "unread",
        "status",
        "last",
        "read",
        "next",
    ]
    assert first.split()[:5] == ["1", "Tides", "2", "2", "200"]


def test_a_source_without_a_title_is_listed_by_its_place(newsreader, server: Server) -> None:
    server.pages["/feed"] = Answer(feed("storm", title=""))
    newsreader("add", server.url("/feed"))

    assert server.url("")[:12] in newsreader("sources").out


def test_bookmarks_of_a_source_outlive_it(newsreader, server: Server) -> None:
    newsreader("add", server.url("/feed"))
    newsreader("mark", "bookmark", "1")
    newsreader("sources", "remove", "1")

    newsreader("vacuum")
    newsreader("reindex")

    assert [one["id"] for one in newsreader("list", "--view", "bookmarks", "--json").objects] == [1]
    (found,) = newsreader("search", "--json", "is:bookmarked keeper").objects
    assert found["id"] == 1


def test_a_server_is_asked_with_headers_of_its_own_that_nobody_else_sees(
    newsreader, server: Server, tmp_path: Path
) -> None:
    # Long enough that no random bytes of a database look like it.
    private = "lantern-and-rope"
    told = newsreader("add", server.url("/feed"), "--header", "X-Key: k 1", "--json")
    assert server.asked[-1].headers["x-key"] == "k 1"

    told = newsreader("sources", "headers", "1", f"X-Key: {private}", "Authorization: Bearer b")
    assert "sends X-Key" in told.out
    assert private not in told.out + told.err
    (source,) = newsreader("sources", "--json").objects
    assert source["headers"] == ["X-Key", "Authorization"]
    logins = tmp_path / "home" / "logins.json"
    assert logins.stat().st_mode & 0o777 == 0o600
    assert private in logins.read_text()
    newsreader("sources", "headers", "1")
    assert newsreader("sources", "--json").objects[0]["headers"] == []
    assert private not in logins.read_text()
    rest = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert not any(private.encode() in path.read_bytes() for path in rest)


@pytest.mark.parametrize("header", ["X-Key", "X Key: k", "X-Key:", "X-Key: a\r\nHost: b", "é: 1"])
def test_what_is_no_header_is_refused(newsreader, server: Server, header: str) -> None:
    told = newsreader("add", server.url("/feed"), "--header", header)

    assert (told.code, "A header is written" in told.err) == (1, True)
    assert server.asked == []


def test_a_header_that_is_ours_is_refused(newsreader, server: Server) -> None:
    told = newsreader("add", server.url("/feed"), "--header", "Host: other.example")

    assert (told.code, told.err) == (1, "newsreader: The header Host cannot be chosen.\n")


def test_what_is_attached_is_listed_and_downloaded(newsreader, server: Server) -> None:
    link = server.url("/talk.mp3")
    enclosed = f"<item><title>Talk</title><guid>t</guid><enclosure url='{link}' length='2500000'/>"
    twice = f"<media:content url='{link}' type='audio/mpeg'/></item>"
    media = " xmlns:media='http://search.yahoo.com/mrss/'"
    body = f"<rss version='2.0'{media}><channel><title>T</title>{enclosed}{twice}</channel></rss>"
    server.pages["/feed"] = Answer(body.encode())
    server.pages["/talk.mp3"] = Answer(b"words")
    newsreader("add", server.url("/feed"))

    assert f"Attached 1: talk.mp3, audio/mpeg, 2.5 MB, {link}" in newsreader("show", "1").out
    (told,) = newsreader("show", "1", "--json").objects
    assert told["enclosures"] == [{"link": link, "type": "audio/mpeg", "bytes": 2_500_000}]
    path = Path(newsreader("download", "1").out.strip())
    assert path.read_bytes() == b"words"
    assert newsreader("download", "1", "--enclosure", "1", "--json").objects == [
        {"path": str(path), "bytes": 5}
    ]
    assert newsreader("download", "1", "--enclosure", "2").code == 1
