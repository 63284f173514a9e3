"""Which feeds of a page are meant is asked where somebody can answer."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest

from reader.cli.feed_prompt import offers_picked
from reader.parse.discovery import FeedOffer
from tests.support.forked_processes import ForkedTerminal
from tests.support.server import Answer, Server, feed

OFFERS = (
    FeedOffer("http://a.example/"),
    FeedOffer("http://b.example/", "B"),
    FeedOffer("http://c.example/"),
)
LINKS = "".join(
    f'<link rel="alternate" type="application/rss+xml" href="/{name}" title="Tide {name}">'
    for name in "abc"
)


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("\n", OFFERS[:1]),
        ("2\n", OFFERS[1:2]),
        ("3, 1\n", (OFFERS[0], OFFERS[2])),
        ("A\n", OFFERS),
        ("0\n", ()),
        ("9\n", ()),
        (f"{'1' * 5_000}\n", ()),
        ("none\n", ()),
        ("", ()),
    ],
)
def test_an_answer_means_feeds(answer: str, meant: tuple[FeedOffer, ...]) -> None:
    assert tuple(offers_picked(OFFERS, answer)) == meant


def test_a_person_at_a_terminal_is_asked(server: Server, tmp_path: Path) -> None:
    server.pages["/"] = Answer(f"<!doctype html><html><head>{LINKS}</head></html>".encode())
    for name in "abc":
        server.pages[f"/{name}"] = Answer(feed(f"storm {name}"))
    command = ["-m", "reader", "--home", str(tmp_path), "add", server.url("/")]

    child = ForkedTerminal(sys.executable, command, encoding="utf-8", timeout=30)
    child.expect("offers 3 feeds:.*2  Tide b .*Which[?]")
    child.sendline("2 3")
    child.expect("2 new stories")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert [one for one in server.paths() if one != "/"] == ["/b", "/c"]
