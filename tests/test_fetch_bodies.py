from __future__ import annotations

import gzip
import sys
import zlib
from dataclasses import replace

import pytest

from reader.model import Ask
from tests.server import Answer, Server
from tests.test_fetch_network import BODY, QUICK, ask


def brotli(body: bytes) -> bytes:
    import brotli

    return bytes(brotli.compress(body))


def zstd(body: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd as packer
    else:
        from backports import zstd as packer

    return bytes(packer.compress(body))


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli, "zstd": zstd}


@pytest.mark.parametrize("name", PACKERS)
def test_packed_bodies_are_unpacked(server: Server, name: str) -> None:
    server.pages["/feed"] = Answer(PACKERS[name](BODY), headers={"Content-Encoding": name})

    assert ask(server).content == BODY


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_a_small_body_that_unpacks_to_a_huge_one_is_cut_off(server: Server, name: str) -> None:
    packed = PACKERS[name](b"\0" * 20_000_000)
    server.pages["/feed"] = Answer(packed, headers={"Content-Encoding": name})

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
