"""The commands of accounts, as a person types them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.conftest import Told
from tests.support.command import Command, home, newsreader
from tests.support.forked_processes import ForkedTerminal
from tests.support.reader_server import ReaderServer, reading
from tests.support.server import Answer

__all__ = ["home", "newsreader"]


@pytest.fixture
def server() -> Iterator[ReaderServer]:
    """A server with one feed of three stories."""
    with reading("/api/greader.php") as made:
        feed = made.subscribe("https://tides.example/feed", "Tides", "Coast")
        for number in range(1, 4):
            made.publish(number, feed)
        yield made


@pytest.fixture
def added(
    server: ReaderServer, home: Path, newsreader: Command, monkeypatch: pytest.MonkeyPatch
) -> Told:
    """An account that was added with its password from a pipe."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{server.password}\nmore\n"))
    return newsreader("accounts", "add", "greader", server.url(""), "--user", server.user)


def test_an_account_is_added_with_its_password_from_a_pipe(
    added: Told, server: ReaderServer, newsreader: Command
) -> None:
    name = f"{server.user}@127.0.0.1:{server.port}/api/greader.php"
    listed = newsreader("accounts")
    (told,) = newsreader("accounts", "--json").objects

    assert added.code == 0
    assert f"{name} is account 1.\n" in added.out
    assert listed.out.startswith(f"1  {name} (greader)\n   1 feeds, 3 stories\n   last: 2026-11-22")
    assert (told["feeds"], told["stories"], told["waiting"], told["problem"]) == (1, 3, 0, "")
    assert newsreader("search", "fog").out.count("Headline") == 3


def test_a_password_that_is_typed_is_not_shown(server: ReaderServer, home: Path) -> None:
    words = ["-P", "-m", "reader", "accounts", "add", "greader", server.url("")]
    child = ForkedTerminal(sys.executable, words, encoding="utf-8", timeout=60)
    child.expect("Name at the server: ")
    child.sendline(server.user)
    child.expect("Password: ")
    child.sendline(server.password)
    child.expect("is account 1.")

    assert "sesame" not in child.before
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_an_address_may_hold_the_login(
    server: ReaderServer, home: Path, newsreader: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    address = server.url("").replace("http://", "http://ana:open%2C%20sesame@")
    header = ("--header", "X-App: one")
    told = newsreader("accounts", "add", "greader", address, *header, "--json")

    assert told.code == 0
    assert told.objects[0]["added"] == 3
    assert "sesame" not in newsreader("accounts", "--json").out
    assert server.asked[-1].headers["x-app"] == "one"


def test_who_logs_in_has_to_be_said(
    server: ReaderServer, home: Path, newsreader: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told = newsreader("accounts", "add", "greader", server.url(""))
    broken = newsreader("accounts", "add", "greader", "http://[", "--user", "ana")

    assert (told.code, broken.code) == (1, 1)
    assert "`--user NAME` says so" in told.err
    assert "is not a sound address of the web" in broken.err


def test_marks_wait_and_are_told_of(added: Told, server: ReaderServer, newsreader: Command) -> None:
    newsreader("mark", "read", "1", "2")
    assert "2 marks wait for the server" in newsreader("accounts").out
    server.fail("subscription/list", Answer(b"", 503, {"Retry-After": "3600"}))
    failed = newsreader("accounts", "sync")
    assert failed.code == 1
    assert "busy or under repair" in failed.err
    assert "busy or under repair" in newsreader("accounts").out
    synced = newsreader("accounts", "sync", "127.0.0.1")

    assert synced.code == 0
    assert "0 marked elsewhere, 2 marks sent" in newsreader("accounts").out
    assert sum(one.read for one in server.entries.values()) == 2


def test_a_feed_is_subscribed_to_by_the_server(
    added: Told, server: ReaderServer, newsreader: Command
) -> None:
    told = newsreader("accounts", "subscribe", "1", "https://reefs.example/feed", "--folder", "Far")
    assert "is subscribed to with the next round" in told.out
    server.fail("subscription/quickadd", Answer(b"", 503))
    waiting = newsreader("accounts", "subscribe", "1", "https://dunes.example/feed", "--json")

    assert {one.url: one.folder for one in server.feeds}["https://reefs.example/feed"] == "Far"
    assert waiting.code == 1
    assert "to be subscribed to: https://dunes.example/feed" in newsreader("accounts").out


def test_an_account_is_removed(added: Told, newsreader: Command) -> None:
    removed = newsreader("accounts", "remove", "1")
    again = newsreader("accounts", "remove", "1")

    assert "The account is forgotten, and 1 sources with it" in removed.out
    assert (again.code, newsreader("accounts", "--json").out) == (1, "")
    assert newsreader("accounts").out.startswith("There are no accounts")
    assert newsreader("list").out.count("Headline") == 3


def test_an_account_is_removed_for_programs(added: Told, newsreader: Command) -> None:
    assert newsreader("accounts", "remove", "1", "--json").objects == [
        {"removed": "1", "sources": 1}
    ]


def test_a_protocol_that_nobody_knows_is_refused(home: Path, newsreader: Command) -> None:
    with pytest.raises(SystemExit):
        newsreader("accounts", "add", "gopher", "https://tides.example")


def test_the_sources_of_an_account_are_not_told_to_other_machines(
    added: Told, tmp_path: Path, newsreader: Command
) -> None:
    newsreader("sync", "init", tmp_path / "shared")
    newsreader("sources", "rename", "Tides", "High tides")
    newsreader("sync")

    lines = b"".join(path.read_bytes() for path in (tmp_path / "shared").glob("*/*.jsonl"))
    assert b"greader:" not in lines
