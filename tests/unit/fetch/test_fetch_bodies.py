from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from reader.fetch.http.decompression import Unpacker
from reader.model import Request
from tests.support.requests import BODY, QUICK, ask
from tests.support.server import Answer, Server


def brotli(body: bytes) -> bytes:
    import brotli

    return bytes(brotli.compress(body))


def zstd(body: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd as packer
    else:
        from backports import zstd as packer

    return bytes(packer.compress(body))


GZIP = {"Content-Encoding": "gzip"}
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

    assert "is larger than 0 MB" in ask(server, policy=replace(QUICK, largest=2_000)).error


@pytest.mark.parametrize("status", [204, 205, 401, 403, 404, 410, 429, 500, 503, 599])
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
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", "broke off"),
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

    assert "no answer in 0 s" in ask(server, policy=replace(QUICK, total=0.3)).error


def test_where_nobody_answers_is_said(server: Server) -> None:
    closed = ask(server, location="http://127.0.0.1:1/")
    unknown = ask(server, location="http://nobody.invalid/")

    assert "cannot be reached" in closed.error
    assert unknown.error
    assert (closed.status, closed.offline) == (0, False)


def test_an_encrypted_address_that_is_not_is_one_sentence(server: Server) -> None:
    location = server.url("/feed").replace("http:", "https:")

    error = ask(server, location=location).error

    assert error.startswith(location)
    assert "certificate" not in error
    assert "Error" not in error


def test_encryption_is_never_given_up(server: Server) -> None:
    from reader.fetch.http.error_messages import RefusedError
    from reader.fetch.http.http_client import Exchange, HttpClient

    class Told:
        status = 301
        headers = {"Location": "HTTP://tides.example/feed"}  # noqa: RUF012

    trip = Exchange(Request("https://tides.example/feed"), "https://tides.example/feed", 30)
    with pytest.raises(RefusedError, match="not safe"):
        HttpClient(QUICK).follow_redirect(trip, Told())  # type: ignore[arg-type]


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


EACH = PACKERS | {"x-gzip": gzip.compress, "Deflate": raw_deflate}
LONG = BODY + b"<!-- " + bytes(range(33, 60)) * 5_000 + b" -->"


@pytest.mark.parametrize("behind", [b"\0" * 600, b"<!-- served from a cache -->", b"\x1f"])
@pytest.mark.parametrize("name", EACH)
def test_what_stands_behind_a_packed_body_is_left_out(
    server: Server, name: str, behind: bytes
) -> None:
    server.pages["/feed"] = Answer(EACH[name](LONG) + behind, headers={"Content-Encoding": name})

    reply = ask(server)

    assert (reply.content, reply.cut) == (LONG, "")


@pytest.mark.parametrize("name", ["gzip", "deflate", "Deflate", "zstd"])
def test_a_packed_body_that_breaks_off_is_read_as_far_as_it_goes(server: Server, name: str) -> None:
    noise = Random(7).randbytes(200_000).hex().encode()
    packed = EACH[name](BODY + noise)
    server.pages["/feed"] = Answer(
        packed[: len(packed) * 2 // 3], headers={"Content-Encoding": name}
    )

    reply = ask(server)

    assert (BODY + noise).startswith(reply.content)
    assert reply.content
    assert "broke off before the end" in reply.cut


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_a_packed_body_with_a_wrong_byte_is_read_up_to_there(server: Server, name: str) -> None:
    noise = Random(7).randbytes(200_000).hex().encode()
    packed = bytearray(EACH[name](BODY + noise))
    packed[-9 if name == "gzip" else len(packed) // 2] ^= 0xFF
    server.pages["/feed"] = Answer(bytes(packed), headers={"Content-Encoding": name})

    reply = ask(server)

    assert reply.content.startswith(BODY[:20]) or "packed its answer wrongly" in reply.error


def test_members_and_layers_of_packing_are_all_unpacked(server: Server) -> None:
    twice = {"Content-Encoding": "gzip, br"}
    server.pages["/members"] = Answer(
        gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]), headers=GZIP
    )
    server.pages["/layers"] = Answer(brotli(gzip.compress(BODY)), headers=twice)

    assert ask(server, "/members").content == BODY
    assert ask(server, "/layers").content == BODY


def test_members_come_piece_by_piece_too() -> None:
    unpacker = Unpacker("gzip")
    packed = gzip.compress(BODY, mtime=0)

    assert b"".join(unpacker.feed(packed)) == BODY
    assert b"".join(unpacker.feed(packed)) == BODY
    assert b"".join(unpacker.feed(b"nothing")) == b""
    assert b"".join(unpacker.feed(packed)) == b""
    assert unpacker.is_whole


def test_a_body_of_very_many_members_is_read_to_a_bound() -> None:
    unpacker = Unpacker("gzip")

    assert len(b"".join(unpacker.feed(gzip.compress(b"x", mtime=0) * 1_500))) == 1_000


@pytest.mark.parametrize("pack", [gzip.compress, zstd, bytes])
def test_what_a_server_does_not_say_of_its_packing_is_found_out(
    server: Server, pack: Callable[[bytes], bytes]
) -> None:
    server.pages["/feed"] = Answer(pack(BODY))

    assert ask(server).content == BODY


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "utf-8"])
def test_what_a_server_only_says_to_be_packed_is_taken_as_it_is(server: Server, name: str) -> None:
    server.pages["/feed"] = Answer(BODY, headers={"Content-Encoding": name})

    assert ask(server).content == BODY


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + BODY,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % 9_999 + BODY,
        b"HTTP/1.1 206 OK\r\nContent-Range: bytes 0-9/99\r\n\r\n" + BODY,
        b"HTTP/1.1 206 OK\r\n\r\n" + BODY,
    ],
)
def test_an_answer_that_breaks_off_says_so(server: Server, said: bytes) -> None:
    server.pages["/feed"] = lambda _: said

    reply = ask(server)

    assert (reply.content, reply.error) == (BODY, "")
    assert reply.cut == f"{server.url('/feed')}: the server broke off before the end"


@pytest.mark.parametrize("status", [200, 201, 202, 203, 206, 226])
def test_whatever_means_success_carries_a_body(server: Server, status: int) -> None:
    extent = f"bytes 0-{len(BODY) - 1}/{len(BODY)}"
    server.pages["/feed"] = Answer(BODY, status, {"Content-Range": extent})

    reply = ask(server)

    assert (reply.content, reply.cut) == (BODY, "")


def test_long_headers_and_many_of_them_are_read(server: Server) -> None:
    many = {f"X-{number}": "tide" for number in range(300)}
    server.pages["/feed"] = Answer(BODY, headers=many | {"Content-Security-Policy": "x" * 60_000})

    assert ask(server).content == BODY


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"X: " + b"x" * 70_000, "sends a header longer than 64 KiB"),
        (b"X: y\r\n" * 1_200 + b"X: y", "sends more than 1,000 headers"),
        (b"no header at all", "sends a header that is none"),
        (b"Content-Length: 9\r\nContent-Length: 8", "contradicts itself"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_in_words(
    server: Server, head: bytes, words: str
) -> None:
    server.pages["/feed"] = lambda _: b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + BODY

    error = ask(server).error

    assert words in error
    assert "Error" not in error


@pytest.mark.parametrize(
    ("status", "headers", "body", "name"),
    [
        (403, {"cf-mitigated": "challenge"}, "<html>", "Cloudflare"),
        (503, {}, "<title>Just a moment...</title>", "Cloudflare"),
        (403, {}, "<script src='https://ct.captcha-delivery.com/c.js'>", "DataDome"),
        (403, {}, "Reference https://errors.edgesuite.net/18.1", "Akamai"),
        (200, {"Content-Type": "text/html"}, "<p>Incapsula incident ID: 7", "Imperva"),
        (200, {}, "<html><script id='anubis_challenge'>", "Anubis"),
        (403, {}, "<title>Security check</title>", "of its own"),
    ],
)
def test_a_check_for_browsers_is_called_by_its_name(
    server: Server, status: int, headers: dict[str, str], body: str, name: str
) -> None:
    server.pages["/feed"] = Answer(body.encode(), status, headers)

    reply = ask(server)

    assert name in reply.browser_check
    assert bool(reply.error) == (status != 200)
    assert name in reply.error or status == 200


def test_a_refusal_without_an_end_is_left(server: Server) -> None:
    server.pages["/feed"] = Answer(b"no " * 99_000, 403)

    assert "the server refuses" in ask(server).error
