"""The commands with places that hold mail."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest

from tests.support.command import Command, home, newsreader
from tests.support.forked_processes import ForkedTerminal
from tests.support.messages import html, message, newsletter

__all__ = ["home", "newsreader"]


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Path:
    """An empty home, and a Maildir with a newsletter and a private message."""
    for name in ("cur", "new", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    letter = html(newsletter(), ("List-Id", "Harbour Letter <l.harbour.example>"))
    (tmp_path / "mail/new/1.a").write_bytes(letter)
    private = message("Come at six.", listed=False, message_id="<2@x>", subject="Dinner")
    (tmp_path / "mail/new/2.b").write_bytes(private)
    return tmp_path / "mail"


def test_a_place_of_mail_is_added_listed_found_and_read_again(
    newsreader: Command, place: Path
) -> None:
    added = newsreader("add", place)
    (source,) = newsreader("sources", "--json").objects
    (hit,) = newsreader("search", "crane", "--json").objects
    shown = newsreader("show", hit["id"])
    again = newsreader("refresh")

    assert (added.code, added.out) == (0, "1 new story.\n")
    assert "1 private message was left out; `newsreader add --all-mail` takes all" in added.err
    assert (source["location"], source["stories"]) == (str(place), 1)
    assert hit["headline"] == "The ferry sails again"
    assert "The old crane is to be painted" in shown.out
    assert "Unsubscribe" not in shown.out
    assert (again.code, again.out, again.err) == (0, "0 new stories.\n", "")
    assert str(place) not in newsreader("export", "opml").out
    assert newsreader("doctor").code == 0


def test_private_messages_are_taken_where_that_is_wanted(newsreader: Command, place: Path) -> None:
    assert newsreader("add", place, "--all-mail").out == "2 new stories.\n"
    assert [one["headline"] for one in newsreader("search", "six", "--json").objects] == ["Dinner"]


def test_a_look_at_mail_shows_what_would_be_taken(newsreader: Command, place: Path) -> None:
    public = newsreader("preview", place, "--json")
    every = newsreader("preview", place, "--json", "--all-mail")

    assert [len(one["entries"]) for one in public.objects] == [1]  # type: ignore[arg-type]
    assert public.objects[0]["kind"] == "message"
    assert "1 private message was left out" in public.err
    assert len(every.objects) == 2
    assert newsreader("preview", place / "new/2.b", "--json").code == 0


def test_a_person_at_a_terminal_sees_how_far_the_first_reading_of_mail_is(tmp_path: Path) -> None:
    letters = (
        message(f"Berth {number} is free.", message_id=f"<{number}@x>", subject=f"Berth {number}")
        for number in range(60)
    )
    envelope = b"From ada@harbour.example Tue Nov  3 08:30:00 2026\n"
    mbox = tmp_path / "berths.mbox"
    mbox.write_bytes(b"".join(envelope + one + b"\n" for one in letters))
    command = ["-m", "reader", "--home", str(tmp_path / "home"), "add"]

    child = ForkedTerminal(sys.executable, [*command, str(mbox)], encoding="utf-8", timeout=60)
    child.expect("Reading, new stories ")
    child.expect("60 new stories[.]")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0


def test_where_nobody_looks_there_is_no_progress(newsreader: Command, place: Path) -> None:
    assert "Reading" not in newsreader("add", place).err


def test_a_place_of_mail_is_told_from_a_feed_and_has_no_pages(
    newsreader: Command, place: Path
) -> None:
    newsreader("add", place)

    (source,) = newsreader("sources", "--json").objects
    refused = newsreader("sources", "whole", "1")

    assert source["reading"] == "mail"
    assert "read as mail" in newsreader("sources").out
    assert refused.code == 1
    assert "is read as mail of this machine: there are no whole pages" in refused.err
    assert newsreader("sources", "--json").objects[0]["whole"] is False
