from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Future
from dataclasses import replace
from queue import SimpleQueue

import pytest

from reader.fetch.http.http_thread import HANDFUL, HttpThread, take_batch
from reader.model import Request
from tests.support.requests import BODY, QUICK, ask
from tests.support.server import Answer, Asked, Server, serving


def test_a_body_comes_with_what_its_server_says_about_it(server: Server) -> None:
    told = {"ETag": 'W/"a  b"', "Last-Modified": "yesterday,  about noon", "Content-Type": "x/y"}
    server.pages["/feed"] = Answer(BODY, headers=told | {"Cache-Control": "public, max-age=90"})

    reply = ask(server)

    assert (reply.status, reply.content, reply.error) == (200, BODY, "")
    assert (reply.etag, reply.modified) == ('W/"a  b"', "yesterday,  about noon")
    assert (reply.media_type, reply.max_age, reply.private) == ("x/y", 90, True)


def test_a_server_learns_who_asks_and_nothing_else(server: Server) -> None:
    server.pages["/feed?a=%20b&c"] = Answer(BODY, headers={"Set-Cookie": "k=v; Path=/"})

    with HttpThread(QUICK) as network:
        for _ in range(2):
            network.get(Request(server.url("/feed?a=%20b&c"), trusted="127.0.0.1"))

    for asked in server.asked:
        assert asked.raw.startswith(b"GET /feed?a=%20b&c HTTP/1.1\r\n")
        assert set(asked.headers) == {"host", "user-agent", "accept", "accept-encoding"}
        assert asked.headers["user-agent"].startswith("newsreader/")
        packings = asked.headers["accept-encoding"].split(", ")
        assert {"gzip", "br", "zstd"} <= set(packings)


def test_who_asks_can_be_reached_where_that_is_set(server: Server) -> None:
    ask(server, policy=replace(QUICK, contact="https://reader.example/"))

    assert "+https://reader.example/" in server.asked[0].headers["user-agent"]


def test_validators_go_back_to_the_byte(server: Server) -> None:
    server.pages["/feed"] = Answer(status=304, headers={"ETag": '"new"'})

    reply = ask(server, etag='W/"a  b"', modified="yesterday,  about noon")

    assert (reply.status, reply.content, reply.error, reply.etag) == (304, b"", "", '"new"')
    assert b'\r\nIf-None-Match: W/"a  b"\r\n' in server.asked[0].raw
    assert b"\r\nIf-Modified-Since: yesterday,  about noon\r\n" in server.asked[0].raw


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_only_lasting_ones_tell_a_new_place(
    server: Server, status: int
) -> None:
    server.pages["/feed"] = Answer(status=status, headers={"Location": "new?x=1"})
    server.pages["/new?x=1"] = Answer(BODY)

    reply = ask(server)

    new = server.url("/new?x=1")
    assert (reply.location, reply.content) == (new, BODY)
    assert reply.moved_to == (new if status in (301, 308) else "")


def test_one_passing_hop_makes_the_whole_way_a_passing_one(server: Server) -> None:
    server.pages["/feed"] = Answer(status=302, headers={"Location": "/b"})
    server.pages["/b"] = Answer(status=301, headers={"Location": "/c"})
    server.pages["/c"] = Answer(BODY)

    assert ask(server).moved_to == ""


def test_five_redirects_are_followed_and_not_six(server: Server) -> None:
    for number in range(6):
        server.pages[f"/{number}"] = Answer(status=302, headers={"Location": f"/{number + 1}"})
    server.pages["/6"] = Answer(BODY)

    assert ask(server, "/1").content == BODY
    assert "more often" in ask(server, "/0").error


@pytest.mark.parametrize("to", ["ftp://x.example/", "http://[", "file:///etc/passwd"])
def test_a_redirect_leads_to_the_web_or_nowhere(server: Server, to: str) -> None:
    server.pages["/feed"] = Answer(status=301, headers={"Location": to})

    assert "not a sound address" in ask(server).error


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"])  # noqa: S104
def test_nobody_but_the_person_leads_into_a_private_network(server: Server, host: str) -> None:
    server.pages["/feed"] = Answer(status=302, headers={"Location": server.url("/in", host)})
    server.pages["/in"] = Answer(BODY)

    reply = ask(server)

    assert "private network" in reply.error
    assert server.paths() == ["/feed"]


def test_a_private_address_without_a_person_behind_it_is_refused(server: Server) -> None:
    assert "private network" in ask(server, trusted="").error
    assert server.asked == []


def test_secrets_stay_with_the_host_that_they_were_given_for(server: Server) -> None:
    secret = (("Authorization", "Basic x"), ("X-Key", "k"))
    with serving() as other:
        server.pages["/feed"] = Answer(status=302, headers={"Location": "/here"})
        server.pages["/here"] = Answer(status=302, headers={"Location": other.url("/there")})
        other.pages["/there"] = Answer(BODY)

        reply = ask(server, headers=secret)

    assert reply.content == BODY
    assert [asked.headers.get("x-key") for asked in server.asked] == ["k", "k"]
    assert not {"authorization", "x-key", "cookie", "referer"} & set(other.asked[0].headers)


def test_what_has_come_is_handed_over_in_handfuls() -> None:
    come: SimpleQueue[Future[int]] = SimpleQueue()
    for _ in range(HANDFUL + 3):
        come.put(Future())

    assert [len(take_batch(come, left)) for left in (HANDFUL + 3, 3)] == [HANDFUL, 3]


def test_what_has_come_does_not_wait_long_for_the_rest() -> None:
    come: SimpleQueue[Future[int]] = SimpleQueue()
    come.put(Future())

    assert len(take_batch(come, left=2)) == 1


def test_what_is_asked_by_name_finds_its_way(server: Server) -> None:
    def told(asked: Asked) -> Answer:
        return Answer(asked.headers["host"].encode())

    server.pages["/feed"] = told

    reply = ask(server, location=server.url("/feed", "localhost"), trusted="localhost")

    assert reply.content == f"localhost:{server.port}".encode()


def test_headers_that_are_no_text_are_left_out(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    head = b"ETag: \xff\r\nContent-Type: \xfe\r\nSet-Cookie: \x1b[31m=,;;;\r\n"
    server.pages["/feed"] = lambda _: b"HTTP/1.1 200 OK\r\n" + head + b"\r\nwords"
    server.pages["/there"] = lambda _: b"HTTP/1.1 302 \xff\r\nLocation: /\xff\x07\r\n\r\n"

    reply, lost = ask(server), ask(server, "/there")

    assert (reply.etag, reply.media_type) == ("", "")
    assert lost.error.isprintable()
    assert capfd.readouterr() == ("", "")


def test_nothing_of_the_network_is_imported_before_it_is_used() -> None:
    asked = "import sys, reader.tui.app, reader.library; print('aiohttp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
