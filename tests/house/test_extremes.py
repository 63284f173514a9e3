"""Numbers and texts of strangers at their extremes break no command, and harm no other story."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.config import default_folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from reader.model import Marks
from reader.store.files import bookmark_file
from reader.store.first_screen import read_first_screen
from reader.store.health import HealthTable
from reader.store.moments import calendar_seconds, is_moment, moment_of
from reader.tui.render import date_sections, story_row
from tests.conftest import NOON, fill
from tests.support.command import Command, newsreader
from tests.support.server import Answer, Server
from tests.support.shown import opened

__all__ = ["newsreader"]  # a fixture

# Moments that the calendar does not have once they are told in UTC, or in a zone of Earth.
BEYOND = (253_402_343_999, -62_135_647_200, 2**62, -(2**62), 99_999_999_999_999)
EXTREME = (
    "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "99999999999",
    "-62135596800", "9" * 5_000, "٩" * 19, "Fri, 31 Dec 9999 23:59:59 -1200",
    "Sat, 01 Jan 0001 00:00:00 +1400", "2021-01-01T00:00:00+99:99", "31 Dec 9999 24:00:00",
    "0000-00-00T00:00:00Z", "1e400", "NaN", "Infinity", "2021-W53-7", "2021-366",
)  # fmt: skip
NUMBERS = ("9" * 18, "9" * 19, "9" * 5_000, "-1", "٣" * 9, "1e9", "")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with two good stories, one of them bookmarked, which the commands find."""
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))
    library = Library.open(default_folders(str(tmp_path / "home")))
    fill(library, 2)
    library.set_marks({2: Marks(bookmarked=NOON, tags=("sea",), note="Read.")})
    library.copy_marks()
    library.update_index()
    library.close()
    return tmp_path / "home"


def in_order(newsreader: Command, home: Path) -> list[dict[str, object]]:
    """Run every command that looks at stories, and open what the screen opens; the stories."""
    stories = newsreader("list", "--json", "-n", "1000").objects
    first = stories[0]["id"]
    for words in (
        ["list"], ["search", "keeper"], ["search", "--newest", "--json", "keeper"],
        ["search", "after:2020"], ["search", "before:2020"], ["searches"], ["events"],
        ["mark", "read", first], ["sources"], ["sources", "--json"], ["bookmarks", "export"],
        ["bookmarks", "export", "--format", "markdown"], ["export", "stories"], ["export", "opml"],
        ["preview", home.parent / "feed.xml"], ["config"], ["regroup"], ["vacuum"], ["reclean"],
        ["reindex"], ["doctor"], ["refresh"],
    ):  # fmt: skip
        if words[0] == "preview" and not words[1].exists():  # type: ignore[union-attr]
            continue
        told = newsreader(*words)
        lost = words == ["refresh"] and "/news: " in told.err  # a source of which nothing is there
        nothing = words[0] == "search" and told.err.startswith("newsreader: nothing is found")
        assert (told.code, words) == (int(lost or nothing), words), told.err
    for story in stories:
        assert newsreader("show", story["id"]).code == 0
        assert newsreader("show", "--json", story["id"]).code == 0
    painted = read_first_screen(str(home), 100)
    assert painted
    assert all(story_row.short_age(row.published, NOON) for row in painted.rows)
    assert all(date_sections.day_of(row.published) for row in painted.rows)
    return newsreader("list", "--json", "-n", "1000").objects


def changed(home: Path, statement: str, *values: object) -> None:
    """Change the database behind the reader's back."""
    with closing(sqlite3.connect(home / "newsreader.db", isolation_level=None)) as connection:
        connection.execute(statement, values)


def feed_of(items: str, extra: str = "") -> str:
    """A feed with these items."""
    return (
        f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>{extra}'
        f"<title>Harbour</title><link>https://h.example/</link>{items}</channel></rss>"
    )


def item(number: int, inside: str) -> str:
    """An item of a feed."""
    return (
        f"<item><title>Ship {number}</title><guid>ship-{number}</guid>{inside}"
        f"<description>The keeper of the light counted {number} ships.</description></item>"
    )


@pytest.mark.usefixtures("untraced")
def test_extreme_dates_of_a_feed_are_no_dates_and_break_nothing(
    home: Path, newsreader: Command, tmp_path: Path
) -> None:
    items = [item(at, f"<pubDate>{date}</pubDate>") for at, date in enumerate(EXTREME)]
    (tmp_path / "feed.xml").write_text(feed_of("".join(items)), encoding="utf-8")

    assert newsreader("add", tmp_path / "feed.xml").code == 0
    stories = in_order(newsreader, home)

    dated = {str(one["headline"]): one["published"] for one in stories if one["published"]}
    assert len(stories) == len(EXTREME) + 2
    assert dated.pop("Ship 12") == "2021-01-01T00:00:00+00:00"
    assert set(dated) == {"Headline 1", "Headline 2"}


def test_extreme_numbers_and_texts_of_a_feed_break_nothing(
    home: Path, newsreader: Command, tmp_path: Path
) -> None:
    long = "g" * 5_000_000
    files = "".join(
        f'<enclosure url="https://h.example/{at}.mp3" length="{size}" type="audio/{size}"/>'
        f'<media:content url="https://h.example/{at}.mp4" fileSize="{size}"/>'
        for at, size in enumerate(NUMBERS)
    )
    hours = "".join(f"<hour>{number}</hour>" for number in NUMBERS)
    for at, number in enumerate(NUMBERS):
        extra = f"<ttl>{number}</ttl><skipHours>{hours}</skipHours><cloud port='{number}'/>"
        lists = f"&lt;ol start='{number}'>&lt;li>One&lt;/ol>&lt;table>&lt;td colspan='{number}'>x"
        items = item(at, files) + item(99, f"<content>{lists}</content>")
        (tmp_path / f"feed{at}.xml").write_text(feed_of(items, extra), encoding="utf-8")
    huge = f"<item><guid>{long}</guid><title>Huge</title><pubDate>{long}</pubDate></item>"
    (tmp_path / "feed.xml").write_text(feed_of(huge), encoding="utf-8")

    for path in sorted(tmp_path.glob("feed*.xml")):
        assert newsreader("add", path).code == 0
    stories = in_order(newsreader, home)

    assert {"Headline 1", "Headline 2", "Ship 0"} <= {one["headline"] for one in stories}


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("names", [("Retry-After", "Expires", "Last-Modified"), ("Cache-Control",)])
@pytest.mark.parametrize("status", [200, 503])
def test_extreme_headers_of_a_server_break_nothing(
    home: Path, newsreader: Command, server: Server, names: tuple[str, ...], status: int
) -> None:
    good = Answer(feed_of(item(7, "")).encode(), headers={"Content-Type": "text/xml"})
    server.pages["/feed"] = good
    assert newsreader("add", server.url("/feed")).code == 0

    for value in (*EXTREME, *NUMBERS):
        written = f"max-age={value}" if names == ("Cache-Control",) else value
        if written.isascii():
            headers = good.headers | dict.fromkeys(names, written)
            server.pages["/feed"] = Answer(good.body, status, headers)
            newsreader("refresh", server.url("/feed"))
            assert newsreader("sources", "--json").code == 0

    changed(home, "DELETE FROM host")
    server.pages["/feed"] = good
    assert len(in_order(newsreader, home)) == 3


@pytest.mark.parametrize("seconds", BEYOND)
def test_a_story_of_no_moment_is_shown_without_date_and_repaired(
    home: Path, newsreader: Command, seconds: int
) -> None:
    changed(home, "UPDATE story SET published = ?, dated = 1 WHERE id = 1", seconds)
    changed(home, "UPDATE print SET published = ? WHERE story_id = 1", seconds)
    changed(home, "UPDATE story SET revision = 1000 WHERE id = 1")
    changed(home, "UPDATE meta SET value = '1000' WHERE name = 'revision'")

    before = {one["id"]: one for one in newsreader("list", "--json").objects}
    assert before[1]["published"] is None
    for words in (["show", "--json", "1"], ["search", "keeper"], ["export", "stories"], ["events"]):
        assert newsreader(*words).code == 0
    told = newsreader("doctor")

    assert "dated before 1970 or long after today: 1" in told.out
    assert None not in [one["published"] for one in in_order(newsreader, home)]  # cleaned again
    checks = {one.get("check"): one for one in newsreader("doctor", "--json").objects}
    assert checks["dates"]["well"] is True


@pytest.mark.parametrize("seconds", BEYOND)
def test_a_repaired_story_goes_by_when_it_came(home: Path, seconds: int) -> None:
    changed(home, "UPDATE story SET published = ?, dated = 1 WHERE id = 1", seconds)
    library = Library.open(default_folders(str(home)))
    health = HealthTable(library.store.database)

    assert health.count_misdated(NOON) == 1
    health.drop_dates(NOON)

    (row,) = library.store.stories.rows([1])
    assert (row.published, row.dated, health.count_misdated(NOON)) == (NOON, False, 0)
    assert library.store.stories.count_after(0)[1] > 1
    library.close()


def test_a_story_that_came_at_no_moment_goes_by_today(home: Path) -> None:
    changed(home, "UPDATE story SET published = 'soon' WHERE id = 1")
    changed(home, "UPDATE original SET fields = json_set(fields, '$.arrived', 1e18)")
    library = Library.open(default_folders(str(home)))
    health = HealthTable(library.store.database)

    assert library.store.stories.original_entry(1).arrived == moment_of(0)
    health.drop_dates(NOON)

    assert library.store.stories.time_of(1) == int(NOON.timestamp())
    library.close()


def test_reading_its_source_again_dates_a_story_of_no_moment_anew(
    home: Path, newsreader: Command, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(feed_of(item(7, "<pubDate>9999-12-31T23:59:59-12:00</pubDate>")))
    newsreader("add", feed)
    changed(home, "UPDATE story SET published = ?, dated = 1 WHERE id = 3", BEYOND[0])
    changed(home, "UPDATE body SET deck = 'changed' WHERE story_id = 3")

    newsreader("refresh", feed)
    (story,) = [one for one in newsreader("list", "--json").objects if one["id"] == 3]

    assert story["published"] is None
    assert str(story["seen"]) > "2026"


@pytest.mark.parametrize("date", [*EXTREME, "1969-12-31T23:59:59Z", "2999-01-01"])
def test_stories_and_bookmarks_of_extreme_dates_are_imported(
    home: Path, newsreader: Command, tmp_path: Path, date: str
) -> None:
    story = {"guid": "far", "title": "Far away", "text": "The keeper waits.", "published": date}
    (tmp_path / "stories.jsonl").write_text(json.dumps(story))
    kept = {"source": "/far", "key": "k", "headline": "Kept", "text": "A keeper."}
    kept |= {"published": date, "bookmarked": "2021-01-01"}
    (tmp_path / "kept.jsonl").write_text(json.dumps(kept))

    assert newsreader("import", tmp_path / "stories.jsonl").code == 0
    told = newsreader("bookmarks", "import", tmp_path / "kept.jsonl")
    stories = {one["headline"]: one for one in newsreader("list", "--json").objects}

    assert stories["Far away"]["published"] in (None, "2021-01-01T00:00:00+00:00")
    assert (told.code == 0) == ("Kept" in stories)
    assert newsreader("doctor").code == 0
    assert newsreader("bookmarks", "export").code == 0


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_a_bookmark_of_no_moment_stays_a_bookmark(
    home: Path, newsreader: Command, tmp_path: Path, date: str
) -> None:
    kept = {"source": "/far", "key": "k", "headline": "Kept", "published": date}
    (tmp_path / "kept.jsonl").write_text(json.dumps(kept | {"bookmarked": date, "text": "Words."}))

    assert newsreader("bookmarks", "import", tmp_path / "kept.jsonl").code == 0
    (story,) = [
        one
        for one in newsreader("list", "--json", "--view", "bookmarks").objects
        if one["headline"] == "Kept"
    ]

    assert story["published"] is None
    assert bookmark_file.read_bookmark(
        json.dumps(kept | {"bookmarked": date})
    ).marks.bookmarked == moment_of(0)


@pytest.mark.parametrize("seconds", [999_999_999_999, -999_999_999_999])
def test_a_cursor_of_no_moment_ends_no_search(
    home: Path, newsreader: Command, seconds: int
) -> None:
    told = newsreader("search", "--newest", "--after", f"newest:{seconds}:1", "keeper")

    assert (told.code, told.err) == (0, "")


@pytest.mark.parametrize("seconds", [*BEYOND, "soon", None, float("inf"), b"1"])
def test_what_is_no_moment_of_the_calendar_is_told_as_the_first(seconds: object) -> None:
    assert not is_moment(seconds)
    assert moment_of(seconds) == datetime(1970, 1, 1, tzinfo=UTC)
    assert calendar_seconds(seconds) == 0


async def test_the_screen_shows_a_story_of_no_moment(tmp_path: Path) -> None:
    home = default_folders(str(tmp_path / "home"))
    library = Library.open(home, FetchPolicy(apart=0))
    fill(library, 3)
    changed(home.data, "UPDATE story SET published = ?, dated = 1 WHERE id = 2", BEYOND[0])
    async with opened(library) as shown:
        await shown.press("j", "k")
        text = shown.text()
    library.close()

    assert "Headline 2" in text
    assert "Headline 3" in text
