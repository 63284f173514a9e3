"""Nobody is led into a private network by a list of a stranger."""

from __future__ import annotations

import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pexpect
import pytest

from reader.cli.feed_prompt import consent_given, consent_to_loopback
from reader.config import Folders
from reader.fetch.http.ssrf_guard import is_private, is_private_number
from reader.library import Library
from reader.library.ingest.fetch_round import fetch_round
from reader.library.ingest.subscribing.add_options import AddOptions
from reader.model import CleanedDocument
from reader.store.files import logins
from tests.support.command import newsreader
from tests.support.forked_processes import ForkedTerminal
from tests.support.server import Answer, Asked, Server, feed

__all__ = ["newsreader"]  # a fixture


@pytest.fixture(autouse=True)
def _home(home: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))


DISGUISED = "[::ffff:7f00:1]"  # this machine, which no person would call so


def opml(folder: Path, *locations: str, name: str = "all.opml") -> Path:
    """A list of subscriptions that somebody sent."""
    inside = "".join(
        f'<outline text="Tide {n}" xmlUrl="{one}"/>' for n, one in enumerate(locations)
    )
    (folder / name).write_text(
        f'<opml version="2.0"><body><outline text="Sea">{inside}</outline></body></opml>'
    )
    return folder / name


def added(library: Library, where: object, wish: AddOptions) -> list[CleanedDocument]:
    return [found for found, _ in library.add(str(where), options=wish)]


def test_a_list_is_subscribed_to_but_not_read_in_a_private_network(
    newsreader, server: Server, tmp_path: Path
) -> None:
    where = server.url("/a", DISGUISED)
    server.pages["/a"] = Answer(feed("storm"))

    told = newsreader("add", opml(tmp_path, where))
    listed = newsreader("sources", "--json").objects

    assert (told.code, server.asked) == (1, [])
    assert f"`newsreader add {where}`" in told.err
    assert [(one["location"], one["title"], one["folder"]) for one in listed] == [
        (where, "Tide 0", "Sea")
    ]
    assert "private network" in str(listed[0]["last_error"])


def test_a_refresh_never_takes_the_place_of_consent(
    newsreader, library: Library, server: Server, tmp_path: Path
) -> None:
    newsreader("add", opml(tmp_path, server.url("/a", DISGUISED)))

    told = newsreader("refresh", "--due")
    library.store.sources.add(server.url("/b"))  # a list that broke off before it was read
    list(library.refresh())

    assert told.code == 0
    assert server.asked == []


def test_an_address_that_a_person_adds_is_consent_for_good(
    newsreader, server: Server, tmp_path: Path
) -> None:
    server.pages["/a"] = Answer(feed("storm"))
    newsreader("add", opml(tmp_path, server.url("/a", DISGUISED)))

    told = newsreader("add", server.url("/a", DISGUISED))
    (listed,) = newsreader("sources", "--json").objects

    assert (told.code, len(server.asked)) == (0, 1)
    assert (listed["title"], listed["folder"], listed["last_error"]) == ("Tide 0", "Sea", None)


def test_the_option_is_consent_to_a_whole_list(newsreader, server: Server, tmp_path: Path) -> None:
    server.pages |= {"/a": Answer(feed("storm")), "/b": Answer(feed("flood"))}
    where = opml(tmp_path, server.url("/a", DISGUISED), server.url("/b", DISGUISED))
    newsreader("add", where)

    told = newsreader("add", "--private", where)

    assert told.code == 0
    assert sorted(server.paths()) == ["/a", "/b"]


def test_what_a_file_names_plainly_on_this_machine_is_read_where_nobody_can_be_asked(
    newsreader, server: Server, tmp_path: Path
) -> None:
    server.pages["/a"] = Answer(feed("storm"))
    where = opml(tmp_path, server.url("/a"), server.url("/b", DISGUISED))

    told = newsreader("add", where)

    assert (told.code, server.paths()) == (1, ["/a"])
    assert "1 new story" in told.out


@pytest.mark.parametrize(
    "location",
    ["http://127.1/", "http://2130706433/", "http://0177.0.0.1/", "http://10.0.0.1/",
     "http://localhost.example/", "http://127.0.0.1@10.0.0.1/", "http://[::ffff:7f00:1]/"],
)  # fmt: skip
def test_nothing_else_counts_as_this_machine(location: str) -> None:
    assert consent_to_loopback("list.opml", [location, "http://localhost:3000/f"]) == [
        "http://localhost:3000/f"
    ]
    assert consent_to_loopback("https://lists.example/a.opml", ["http://localhost:3000/f"]) == ()


def test_consent_to_a_list_does_not_reach_beyond_its_addresses(
    library: Library, server: Server, tmp_path: Path
) -> None:
    server.pages["/a"] = Answer(status=302, headers={"Location": server.url("/in", DISGUISED)})

    told = added(library, opml(tmp_path, server.url("/a")), AddOptions(consent=consent_given))

    assert [("private network" in one.error, one.barred) for one in told] == [(True, False)]
    assert server.paths() == ["/a"]


@pytest.mark.parametrize(("answer", "asked"), [("y", ["/a"]), ("n", []), ("", [])])
def test_a_person_at_the_terminal_is_asked_once_for_a_list(
    server: Server, tmp_path: Path, answer: str, asked: list[str]
) -> None:
    server.pages["/a"] = Answer(feed("storm"))
    many = [server.url(f"/{n}", DISGUISED) for n in range(11)]
    where = opml(tmp_path, server.url("/a"), *(many if answer == "n" else ()))
    command = ["-m", "reader", "--home", str(tmp_path), "add", str(where)]

    child = ForkedTerminal(sys.executable, command, encoding="utf-8", timeout=30)
    child.expect("private network.*Read what is there[?]")
    child.sendline(answer)
    child.expect("new stor")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == (0 if asked else 1)
    assert server.paths() == asked


def test_a_source_that_moves_to_another_host_takes_no_trust_and_no_secret_along(
    library: Library, server: Server
) -> None:
    server.pages["/a"] = Answer(feed("storm"))
    added(library, server.url("/a"), AddOptions(headers=(("X-Key", "k"),)))
    (source,) = library.store.sources.all()
    assert source.fetch_state.private
    for to, private in ((server.url("/b"), True), ("http://other.example/c", False)):
        standing = replace(source.fetch_state, moved_to=to, moved=3)
        with fetch_round(library) as round_:
            moved = round_.move_source(source.id, server.url("/a"), standing)
        assert moved.private is private
    kept = logins.read_logins(library.folders.data)
    assert set(kept) == {server.url("/a"), server.url("/b")}


@pytest.mark.parametrize(
    "address",
    [
        "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255",
        "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1", "64:ff9b:1::a00:1", "64:ff9b:1:c0a8:1:100::", "64:ff9b:1:a:0:1::",
        "64:ff9b:1:0:a:1:100:0", "2002:7f00:1::1", "2002:c0a8:101::", "2001:0:808:808::f5ff:fffe",
        "2001:0:7f00:1::f7f7:f7f7", "2001:2::1", "2001:10::1", "2001:db8::1", "3fff::1",
        "5f00::1", "100::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "febf::1",
        "fec0::1", "feff::1", "ff02::1", "ff0e::1", "4000::1", "[::1]",
    ],
)  # fmt: skip
def test_an_address_of_no_open_network_is_private(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
        "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111",
        "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::808:808",
        "2002:808:808::1", "2001:0:808:808::f7f7:f7f7", "2001:4860:4860::8888", "2001:200::1",
    ],
)  # fmt: skip
def test_an_address_of_the_open_internet_is_not_private(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0177.0.0.1", "0x7f.1", "0x7f000001", "127.1", "127.0.0.1.", "①②⑦.0.0.1",
     "127。0。0。1", "[::ffff:7f00:1]", "::1", "１0.0.0.1"],
)  # fmt: skip
def test_a_private_number_is_known_in_every_spelling(host: str) -> None:
    assert is_private_number(host)


@pytest.mark.parametrize("host", ["134744072", "8.8", "tide.example", "8.8.8.8.", "ⓐ.example"])
def test_other_hosts_are_no_private_numbers(host: str) -> None:
    assert not is_private_number(host)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0177.0.0.1", "0x7f000001", "127.1", "localhost", "127.0.0.1.", "①②⑦.0.0.1",
     "[::ffff:7f00:1]", "0", "x@127.0.0.1", "1.1.1.1 &@127.0.0.1", "1.1.1.1%26@127.0.0.1"],
)  # fmt: skip
def test_no_spelling_of_a_private_address_gets_through_a_list(
    library: Library, server: Server, tmp_path: Path, host: str
) -> None:
    where = f"http://{host}:{server.port}/a".replace("&", "&amp;")
    server.pages["/a"] = Answer(feed("storm"))

    told = added(library, opml(tmp_path, where), AddOptions())

    assert all(one.error for one in told)
    assert server.asked == []


def test_another_login_is_never_answered_with_what_the_last_one_read(
    newsreader, home: Folders, server: Server
) -> None:
    def told(asked: Asked) -> Answer:
        if "if-none-match" in asked.headers:
            return Answer(status=304)
        return Answer(feed(asked.headers["x-user"]), headers={"ETag": '"same"'})

    server.pages["/a"] = told
    newsreader("add", "--header", "X-User: keeper", server.url("/a"))
    newsreader("sources", "headers", "1", "X-User: pilot")
    newsreader("sources", "headers", "1", "X-User: pilot")
    with sqlite3.connect(home.data / "newsreader.db") as database:
        database.execute("UPDATE network SET asked = NULL")
    newsreader("refresh")

    assert {one["headline"] for one in newsreader("list", "--json").objects} == {"keeper", "pilot"}


def test_an_offer_of_a_site_leads_nobody_to_another_private_host(
    library: Library, server: Server
) -> None:
    feed_link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    offers = feed_link.format(server.url("/in", DISGUISED))
    offers += feed_link.format("javascript:alert(1)") + feed_link.format("file:///etc/passwd")
    text = "<p>The keeper of the light climbed the stairs and found the lamp cold at dusk.</p>" * 3
    page = f"<!doctype html><html><head><title>T</title>{offers}</head><body>{text}</body></html>"
    server.pages |= {"/": Answer(page.encode()), "/in": Answer(feed("storm"))}

    added(library, server.url("/"), AddOptions())

    assert "/in" not in server.paths()
    assert [one.location for one in library.store.sources.all()] == ["page:"]
