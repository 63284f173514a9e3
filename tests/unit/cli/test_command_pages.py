"""Pages without a feed on the command line: previewed, read like a feed, watched."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest

from tests.support.command import Command, home, newsreader
from tests.support.forked_processes import ForkedTerminal
from tests.support.index_pages import FLAT_PAGE, NO_LISTS, TITLES
from tests.support.server import Answer, Server

__all__ = ["home", "newsreader"]  # fixtures

HTML = FLAT_PAGE.html


@pytest.fixture(autouse=True)
def _paper(home: Path, server: Server) -> None:
    """A site that lists stories, for a home that is empty."""
    server.pages["/news"] = Answer(HTML.encode())
    server.pages["/story"] = Answer(NO_LISTS["a story with others below it"].encode())


def test_a_preview_shows_what_would_be_taken_of_a_list(
    newsreader: Command, server: Server, tmp_path: Path
) -> None:
    where = server.url("/news")

    told = newsreader("preview", where)
    (line,) = newsreader("preview", "--json", where).objects
    assert told.out.startswith(
        f"{where} lists 6 stories:\n2026-11-28  {TITLES[0]}\n            http"
    )
    assert "doubt" not in told.out
    assert (line["kind"], line["unsure"], line["error"]) == ("list", None, None)
    assert [entry["headline"] for entry in line["entries"]] == list(TITLES)
    assert not (tmp_path / "home").exists()


def test_a_preview_of_a_page_in_doubt_is_that_of_the_page(
    newsreader: Command, server: Server
) -> None:
    (line,) = newsreader("preview", "--json", server.url("/story")).objects
    (forced,) = newsreader("preview", "--list", "--json", server.url("/story")).objects
    told = newsreader("preview", "--list", server.url("/story"))

    assert (line["kind"], line["unsure"]) == ("page", None)
    assert (forced["kind"], forced["unsure"]) == ("list", "the page looks like a story itself")
    assert told.out.endswith("This is in doubt: the page looks like a story itself.\n")


def test_a_preview_shows_the_page_itself_where_that_is_wished(
    newsreader: Command, server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(HTML)

    for words in (["--page", server.url("/news")], [file]):
        (line,) = newsreader("preview", "--json", *words).objects
        assert line["kind"] == "page"
    (line,) = newsreader("preview", "--json", "--list", file).objects
    assert line["kind"] is None
    assert line["error"].endswith("no list of stories was found on this page")
    (line,) = newsreader("preview", "--json", tmp_path / "none").objects
    assert line["error"].endswith("does not exist; check its name")
    assert "sample" in newsreader("preview", "--json", "sample:").objects[0]["source"]


def test_a_list_of_one_story_is_told_in_the_singular(newsreader: Command, server: Server) -> None:
    server.pages["/one"] = Answer(b'<p class="a"><a href="/tea">The only story of all</a></p>')
    home = Path(newsreader("config", "--json").objects[0]["file"]).parent
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text('[sites."127.0.0.1"]\nlist = ".a"\n')

    told = newsreader("preview", server.url("/one"))
    assert told.out.startswith(f"{server.url('/one')} lists 1 story:\n            The only story")


def test_a_list_is_read_like_a_feed_where_nobody_can_be_asked(
    newsreader: Command, server: Server
) -> None:
    told = newsreader("add", "--json", server.url("/news"), "--folder", "Town")
    (source,) = newsreader("sources", "--json").objects

    assert told.objects[0]["added"] == 6
    assert (source["reading"], source["whole"], source["folder"]) == ("list", True, "Town")
    assert "its list of stories is read like one" in told.err


def test_a_list_or_a_page_is_read_as_what_is_wished(newsreader: Command, server: Server) -> None:
    assert newsreader("add", "--json", "--list", server.url("/story")).objects[0]["added"] == 6
    assert newsreader("add", "--json", "--watch", server.url("/news")).objects[0]["added"] == 1
    assert newsreader("add", "--page", server.url("/news")).code == 0

    assert [one["reading"] for one in newsreader("sources", "--json").objects] == [
        *("list", "watch", "feed")
    ]
    with pytest.raises(SystemExit):
        newsreader("add", "--list", "--watch", server.url("/news"))


@pytest.mark.parametrize(("answer", "sources"), [("y", 1), ("", 0)])
def test_a_person_at_a_terminal_is_asked_about_a_list(
    server: Server, tmp_path: Path, answer: str, sources: int
) -> None:
    command = ["-m", "reader", "--home", str(tmp_path), "add", server.url("/news")]

    child = ForkedTerminal(
        sys.executable, command, encoding="utf-8", timeout=60, dimensions=(24, 300)
    )
    child.expect(f"no feed, but a list of 6 stories: “{TITLES[0]}”.*Read it like a feed")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    listed = pexpect.run(
        f"{sys.executable} -m reader --home {tmp_path} sources --json", encoding="utf-8"
    )
    assert child.exitstatus == 0
    assert listed.count('"reading": "list"') == sources
