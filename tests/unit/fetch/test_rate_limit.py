from __future__ import annotations

import threading
import time
from dataclasses import replace
from itertools import pairwise

from reader.fetch.http.error_messages import PRIVATE
from reader.fetch.http.http_thread import HttpThread
from reader.fetch.http.rate_limit import FetchPolicy
from reader.model import Request
from tests.support.requests import BODY, QUICK
from tests.support.server import Answer, Server


def test_a_host_is_asked_once_a_pause_and_never_by_more_than_two(server: Server) -> None:
    for number in range(6):
        server.pages[f"/{number}"] = Answer(b"x" * 20, drip=0.01)
    asks = [Request(server.url(f"/{number}"), trusted="127.0.0.1") for number in range(6)]

    with HttpThread(FetchPolicy(apart_here=0.05)) as network:
        replies = list(network.get_all(asks))

    times = [asked.at for asked in server.asked]
    assert len(replies) == 6
    assert all(later - sooner > 0.04 for sooner, later in pairwise(times))
    assert server.most <= 2


def test_only_other_machines_are_spared(server: Server) -> None:
    """A bridge on this machine is its person's own."""
    asks = [Request(server.url(f"/{number}"), trusted="127.0.0.1") for number in range(9)]

    with HttpThread(FetchPolicy(apart=60)) as network:
        assert len(list(network.get_all(asks))) == 9


def test_a_crowd_at_one_host_keeps_nobody_from_another(server: Server) -> None:
    crowd = [Request(server.url(f"/{number}"), trusted="127.0.0.1") for number in range(200)]
    other = Request(server.url("/other", "127.0.0.2"), trusted="127.0.0.2")

    with HttpThread(FetchPolicy(apart_here=0.2)) as network:
        replies = network.get_all([*crowd, other])
        first = [next(replies).asked for _ in range(2)]
        replies.close()  # type: ignore[attr-defined]

    assert other.location in first
    assert len(server.asked) < 20


def test_addresses_in_a_private_network_that_are_refused_wait_for_no_turn() -> None:
    asks = [Request(f"http://10.0.0.1/{number}", trusted="10.0.0.2") for number in range(3)]

    with HttpThread(FetchPolicy(apart=0.01)) as network:
        replies = list(network.get_all(asks))
        waited_for = set(network.client.limiter.hosts)

    assert [PRIVATE in reply.error for reply in replies] == [True] * 3
    assert waited_for == set()


def test_no_more_than_so_many_connections_are_open_in_all(server: Server) -> None:
    asks = []
    for number in range(1, 41):
        host = f"127.0.0.{number}"
        asks.append(Request(server.url("/feed", host), trusted=host))
    server.pages["/feed"] = Answer(b"x" * 5, drip=0.01)

    with HttpThread(FetchPolicy(apart=0, together=7)) as network:
        assert len({reply.asked for reply in network.get_all(asks)}) == 40
    assert server.most <= 7


def test_answers_without_room_are_asked_for_once_more_alone(server: Server) -> None:
    server.pages["/large"] = Answer(b"x" * 200_000)
    asks = [
        Request(server.url("/large", f"127.0.0.{n}"), trusted=f"127.0.0.{n}") for n in (1, 2, 3)
    ]

    with HttpThread(replace(QUICK, held=100_000)) as network:
        replies = list(network.get_all(asks))

    assert [len(reply.content) for reply in replies] == [200_000] * 3
    assert len(server.asked) == 6


def test_after_a_refusal_a_host_is_left_alone(server: Server) -> None:
    server.pages["/a"] = Answer(status=429, headers={"Retry-After": "77"})
    server.pages["/b"] = Answer(BODY)

    with HttpThread(replace(QUICK, per_host=1)) as network:
        asks = [Request(server.url(path), trusted="127.0.0.1") for path in ("/a", "/b")]
        refused, postponed = network.get_all(asks)

    assert (refused.retry_after, refused.refused_by) == (77, "127.0.0.1")
    assert postponed.postponed
    assert server.paths() == ["/a"]


def test_leaving_ends_what_is_under_way(server: Server) -> None:
    server.pages["/feed"] = Answer(b"x" * 10_000, drip=1)
    before = threading.active_count()

    with HttpThread(QUICK) as network:
        network.get_all([Request(server.url("/feed"), trusted="127.0.0.1")])
        while not server.asked:
            time.sleep(0.01)
        begin = time.monotonic()

    assert time.monotonic() - begin < 5
    assert threading.active_count() <= before + 1
