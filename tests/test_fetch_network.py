from __future__ import annotations

import gzip
import subprocess
import sys
import threading
import time
import zlib
from concurrent.futures import Future
from dataclasses import replace
from itertools import pairwise
from queue import SimpleQueue

import pytest

from reader.fetch.network import HANDFUL, Network, handful
from reader.fetch.pacing import Manners
from reader.model import Ask, Reply
from tests.server import Answer, Asked, Server, feed, serving

BODY = feed("storm")
QUICK = Manners(apart=0)


def ask(server: Server, path: str = "/feed", **given: object) -> Reply:
    manners = given.pop("manners", QUICK)
    fields = {"location": server.url(path), "trusted": "127.0.0.1"} | given
    with Network(manners) as network:  # type: ignore[arg-type]
        return network.get(Ask(**fields))  # type: ignore[arg-type]


def test_a_body_comes_with_what_its_server_says_about_it(server: Server) -> None:
    told = {"ETag": 'W/"a  b"', "Last-Modified": "yesterday,  about noon", "Content-Type": "x/y"}
    server.pages["/feed"] = Answer(BODY, headers=told | {"Cache-Control": "public, max-age=90"})

    reply = ask(server)

    assert (reply.status, reply.content, reply.error) == (200, BODY, "")
    assert (reply.etag, reply.modified) == ('W/"a  b"', "yesterday,  about noon")
    assert (reply.media_type, reply.max_age, reply.private) == ("x/y", 90, True)


def test_a_server_learns_who_asks_and_nothing_else(server: Server) -> None:
    server.pages["/feed?a=%20b&c"] = Answer(BODY, headers={"Set-Cookie": "k=v; Path=/"})

    with Network(QUICK) as network:
        for _ in range(2):
            network.get(Ask(server.url("/feed?a=%20b&c"), trusted="127.0.0.1"))

    for asked in server.asked:
        assert asked.raw.startswith(b"GET /feed?a=%20b&c HTTP/1.1\r\n")
        assert set(asked.headers) == {"host", "user-agent", "accept", "accept-encoding"}
        assert asked.headers["user-agent"].startswith("newsreader/")
        assert "gzip" in asked.headers["accept-encoding"]
        assert "br" in asked.headers["accept-encoding"]


def test_who_asks_can_be_reached_where_that_is_set(server: Server) -> None:
    ask(server, manners=replace(QUICK, contact="https://reader.example/"))

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


def brotli(body: bytes) -> bytes:
    import brotli

    return bytes(brotli.compress(body))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_packed_bodies_are_unpacked(server: Server, name: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli}[name]
    server.pages["/feed"] = Answer(pack(BODY), headers={"Content-Encoding": name})

    assert ask(server).content == BODY


@pytest.mark.parametrize("name", ["gzip", "br"])
def test_a_small_body_that_unpacks_to_a_huge_one_is_cut_off(server: Server, name: str) -> None:
    pack = {"gzip": gzip.compress, "br": brotli}[name]
    server.pages["/feed"] = Answer(pack(b"\0" * 20_000_000), headers={"Content-Encoding": name})

    reply = ask(server)

    assert reply.error.endswith("is larger than 15 MB")
    assert reply.content == b""


def test_a_body_without_an_end_is_cut_off(server: Server) -> None:
    server.pages["/feed"] = Answer(b"x" * 3_000, length=False)

    assert "is larger than 0 MB" in ask(server, manners=replace(QUICK, largest=2_000)).error


@pytest.mark.parametrize("status", [204, 401, 403, 404, 410, 429, 500, 503, 599])
def test_a_status_without_a_body_to_read_is_one_sentence(server: Server, status: int) -> None:
    server.pages["/feed"] = Answer(status=status)

    reply = ask(server)

    assert (reply.status, reply.content) == (status, b"")
    assert reply.error.startswith(server.url("/feed") + ": ")


def test_a_redirect_that_leads_nowhere_is_a_status_like_others(server: Server) -> None:
    server.pages["/feed"] = Answer(status=302)

    assert "302 (Found)" in ask(server).error


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", "broke off"),
        (b"SSH-2.0-none\r\n\r\n", "speak HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", "broke off"),
        (b"HTTP/1.1 302 OK\r\nLocation: http://127.0.0.1:0/\r\n\r\n", "sound address"),
    ],
)
def test_a_server_that_does_not_speak_http_is_one_sentence(
    server: Server, said: bytes, reason: str
) -> None:
    server.pages["/feed"] = lambda _: said

    assert reason in ask(server).error


def test_a_dripping_server_is_left(server: Server) -> None:
    server.pages["/feed"] = Answer(b"x" * 1_000, drip=0.05)

    assert "no answer in 0 s" in ask(server, manners=replace(QUICK, total=0.3)).error


def test_where_nobody_answers_is_said(server: Server) -> None:
    closed = ask(server, location="http://127.0.0.1:1/")
    unknown = ask(server, location="http://nobody.invalid/")

    assert "cannot be reached" in closed.error
    assert unknown.error
    assert (closed.status, closed.offline) == (0, False)


def test_an_encrypted_address_that_is_not_is_one_sentence(server: Server) -> None:
    location = server.url("/feed").replace("http:", "https:")

    assert ask(server, location=location).error.startswith(location)


def test_encryption_is_never_given_up(server: Server) -> None:
    from reader.fetch.asking import Trip, Web
    from reader.fetch.reasons import RefusedError

    class Told:
        status = 301
        headers = {"Location": "HTTP://tides.example/feed"}  # noqa: RUF012

    trip = Trip(Ask("https://tides.example/feed"), "https://tides.example/feed", 30)
    with pytest.raises(RefusedError, match="not safe"):
        Web(QUICK).further(trip, Told())  # type: ignore[arg-type]


def test_a_host_is_asked_once_a_pause_and_never_by_more_than_two(server: Server) -> None:
    for number in range(6):
        server.pages[f"/{number}"] = Answer(b"x" * 20, drip=0.01)
    asks = [Ask(server.url(f"/{number}"), trusted="127.0.0.1") for number in range(6)]

    with Network(Manners(apart=0.05)) as network:
        replies = list(network.all(asks))

    times = [asked.at for asked in server.asked]
    assert len(replies) == 6
    assert all(later - sooner > 0.04 for sooner, later in pairwise(times))
    assert server.most <= 2


def test_a_crowd_at_one_host_keeps_nobody_from_another(server: Server) -> None:
    crowd = [Ask(server.url(f"/{number}"), trusted="127.0.0.1") for number in range(200)]
    other = Ask(server.url("/other", "127.0.0.2"), trusted="127.0.0.2")

    with Network(Manners(apart=0.2)) as network:
        replies = network.all([*crowd, other])
        first = [next(replies).asked for _ in range(2)]
        replies.close()  # type: ignore[attr-defined]

    assert other.location in first
    assert len(server.asked) < 20


def test_no_more_than_so_many_connections_are_open_in_all(server: Server) -> None:
    asks = []
    for number in range(1, 41):
        host = f"127.0.0.{number}"
        asks.append(Ask(server.url("/feed", host), trusted=host))
    server.pages["/feed"] = Answer(b"x" * 5, drip=0.01)

    with Network(Manners(apart=0, together=7)) as network:
        assert len({reply.asked for reply in network.all(asks)}) == 40
    assert server.most <= 7


def test_after_a_refusal_a_host_is_left_alone(server: Server) -> None:
    server.pages["/a"] = Answer(status=429, headers={"Retry-After": "77"})
    server.pages["/b"] = Answer(BODY)

    with Network(replace(QUICK, per_host=1)) as network:
        asks = [Ask(server.url(path), trusted="127.0.0.1") for path in ("/a", "/b")]
        refused, postponed = network.all(asks)

    assert (refused.retry_after, refused.refused_by) == (77, "127.0.0.1")
    assert postponed.postponed
    assert server.paths() == ["/a"]


def test_leaving_ends_what_is_under_way(server: Server) -> None:
    server.pages["/feed"] = Answer(b"x" * 10_000, drip=1)
    before = threading.active_count()

    with Network(QUICK) as network:
        network.all([Ask(server.url("/feed"), trusted="127.0.0.1")])
        while not server.asked:
            time.sleep(0.01)
        begin = time.monotonic()

    assert time.monotonic() - begin < 5
    assert threading.active_count() <= before + 1


def test_answers_without_room_are_asked_for_once_more_alone(server: Server) -> None:
    server.pages["/large"] = Answer(b"x" * 200_000)
    asks = [Ask(server.url("/large", f"127.0.0.{n}"), trusted=f"127.0.0.{n}") for n in (1, 2, 3)]

    with Network(replace(QUICK, held=100_000)) as network:
        replies = list(network.all(asks))

    assert [len(reply.content) for reply in replies] == [200_000] * 3
    assert len(server.asked) == 6


def test_what_has_come_is_handed_over_in_handfuls() -> None:
    come: SimpleQueue[Future[int]] = SimpleQueue()
    for _ in range(HANDFUL + 3):
        come.put(Future())

    assert [len(handful(come)) for _ in range(2)] == [HANDFUL, 3]


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
