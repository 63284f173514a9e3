from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reader.fetch.http.error_messages import (
    error_message,
    is_offline,
    status_message,
)
from reader.fetch.http.guarded_sockets import Resolver, public_socket, resolve_future
from reader.fetch.http.headers import freshness_seconds, retry_after_seconds, user_agent
from reader.fetch.http.ssrf_guard import is_private
from reader.fetch.schedule import (
    DAY,
    HOUR,
    WEEK,
    DicedMoment,
    backoff_after,
    format_span,
    is_backing_off,
    is_due,
    state_after,
    too_soon,
)
from reader.fetch.site_feeds import site_feed_url
from reader.fetch.url_parts import host_of, url_fault, without_login
from reader.model import Document, FetchState, HostBackoff, Response, UpdateHints
from reader.parse import parse

pytestmark = pytest.mark.time

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)  # a Sunday
MOMENT = DicedMoment(NOW)
GOOD = Response("x", status=200, content=b"words")


def wait(state: FetchState, reply: Response = GOOD, moment: DicedMoment = MOMENT) -> float:
    due = state_after(state, reply, moment).due
    assert due is not None
    return (due - NOW).total_seconds()


@pytest.mark.parametrize(
    ("minutes", "max_age", "interval", "expected", "why"),
    [
        (0, 0, HOUR, HOUR, "it is read every hour"),
        (30, 60, HOUR, HOUR, "it is read every hour"),
        (90, 60, HOUR, 90 * 60, "the feed asks for 90 minutes"),
        (0, 7201, HOUR, 7201, "the server calls its answer fresh for 7,201 seconds"),
        (0, 10 * DAY, HOUR, DAY, "the server calls its answer fresh for 10 days"),
        (525_600, 0, HOUR, 30 * DAY, "the feed asks for 365 days"),
        (0, 0, 2 * HOUR, 2 * HOUR, "it is read every 2 hours"),
    ],
)
def test_the_longest_wait_that_anybody_asks_for_counts(
    minutes: int, max_age: int, interval: int, expected: int, why: str
) -> None:
    state, reply = FetchState(pace=UpdateHints(minutes)), replace(GOOD, max_age=max_age)
    moment = DicedMoment(NOW, interval=interval)

    assert wait(state, reply, moment) == expected
    assert state_after(state, reply, moment).why == why


def test_the_dice_move_a_wait_by_a_tenth_at_most() -> None:
    assert wait(FetchState(), moment=DicedMoment(NOW, 1)) == HOUR + HOUR // 10
    assert wait(FetchState(), moment=DicedMoment(NOW, -1)) == HOUR - HOUR // 10


def test_hours_and_days_that_a_feed_does_not_want_are_passed_over() -> None:
    hours = FetchState(pace=UpdateHints(hours=frozenset({13, 14})))
    days = FetchState(pace=UpdateHints(days=frozenset({6, 0})))
    never = FetchState(pace=UpdateHints(days=frozenset(range(7))))

    assert state_after(hours, GOOD, MOMENT).due == NOW.replace(hour=15, minute=0)
    assert state_after(days, GOOD, MOMENT).due == datetime(2026, 11, 24, tzinfo=UTC)
    assert wait(never) < 9 * DAY


def test_failures_wait_from_an_hour_to_a_week_and_success_forgives() -> None:
    state, waits = FetchState(), []
    for _ in range(20):
        state = state_after(state, Response("x", error="no"), MOMENT)
        assert state.due is not None
        waits.append((state.due - NOW).total_seconds())

    assert waits[:4] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert max(waits) == waits[-1] == WEEK
    assert state.why == "the last 20 tries failed"
    assert state_after(state, GOOD, MOMENT).failures == 0


def test_without_a_network_nobody_is_to_blame() -> None:
    state = FetchState(failures=3, status=200, asked=NOW - timedelta(days=1))

    later = state_after(state, Response("x", offline=True, error="no"), MOMENT)

    assert (later.failures, later.status, later.asked) == (3, 200, state.asked)
    assert later.due == NOW + timedelta(minutes=10)


def test_a_host_that_does_not_say_for_how_long_waits_twice_as_long_each_time() -> None:
    host, waits = HostBackoff("tides.example"), []
    for _ in range(16):
        host = backoff_after(host, Response("x", status=503), NOW)
        assert host.until is not None
        waits.append((host.until - NOW).total_seconds())

    assert waits[:3] == [600, 1200, 2400]
    assert waits[-1] == WEEK
    assert backoff_after(host, GOOD, NOW) == HostBackoff("tides.example")


def test_what_a_refused_source_waits_for_is_its_host() -> None:
    host = HostBackoff("tides.example", NOW + timedelta(hours=3), 1)

    for reply in (Response("x", status=429, error="no"), Response("x", postponed=True)):
        assert state_after(FetchState(), reply, MOMENT, host).due == host.until
    assert state_after(FetchState(), Response("x", postponed=True), MOMENT).due is None


def test_what_a_wrong_clock_has_put_off_for_years_is_due() -> None:
    state = state_after(
        FetchState(pace=UpdateHints(minutes=10**6, days=frozenset({6}))), GOOD, MOMENT
    )
    assert state.due is not None

    assert not is_due(state.due, NOW)
    assert is_due(state.due, state.due)
    assert is_due(None, NOW)
    assert is_due(state.due, NOW - timedelta(days=3_000))
    assert is_due(NOW + timedelta(days=400), NOW)


def test_a_host_is_left_alone_for_no_longer_than_a_week_whatever_the_clock_said() -> None:
    host = HostBackoff("tides.example", NOW + timedelta(days=7), 9)

    assert is_backing_off(host, NOW)
    assert not is_backing_off(host, NOW + timedelta(days=7))
    assert not is_backing_off(host, NOW - timedelta(days=2_000))
    assert not is_backing_off(HostBackoff("tides.example"), NOW)


def test_a_permanent_move_is_counted_only_in_a_row() -> None:
    moved = replace(GOOD, moved_to="y")
    state = state_after(state_after(FetchState(), moved, MOMENT), moved, MOMENT)

    assert (state.moved_to, state.moved) == ("y", 2)
    assert state_after(state, replace(GOOD, moved_to="z"), MOMENT).moved == 1
    assert state_after(state, GOOD, MOMENT).moved == 0


def test_a_clock_that_was_set_back_keeps_nobody_waiting() -> None:
    assert too_soon(FetchState(asked=NOW - timedelta(minutes=4)), NOW)
    assert not too_soon(FetchState(asked=NOW - timedelta(minutes=5)), NOW)
    assert not too_soon(FetchState(asked=NOW + timedelta(minutes=1)), NOW)
    assert not too_soon(FetchState(), NOW)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("120", 120),
        ("99999999999999", WEEK),
        ("Sun, 22 Nov 2026 12:31:00 GMT", 60),
        ("Sun, 22 Nov 2026 12:31:00", 60),
        ("Sun, 22 Nov 2020 12:31:00 GMT", 0),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
        ("٣", 0),
    ],
)
def test_how_long_to_wait_is_told_in_seconds_or_as_a_date(written: str, expected: int) -> None:
    assert retry_after_seconds(written, NOW) == expected


def test_how_long_an_answer_is_fresh_is_told_by_two_headers() -> None:
    date = "Sun, 22 Nov 2026 13:30:00 GMT"

    assert freshness_seconds({"Cache-Control": 'private, Max-Age="60"', "Expires": date}, NOW) == 60
    assert freshness_seconds({"Cache-Control": "max-age=9999999"}, NOW) == DAY
    assert freshness_seconds({"Expires": date}, NOW) == HOUR
    assert freshness_seconds({"Expires": date, "Cache-Control": "no-cache"}, NOW) == 0
    assert freshness_seconds({"Expires": "0", "Cache-Control": ""}, NOW) == 0
    assert freshness_seconds({}, NOW) == 0


def test_spans_are_written_for_people() -> None:
    assert [format_span(one) for one in (DAY, 2 * HOUR, 90, 60, 0)] == [
        "1 day",
        "2 hours",
        "90 seconds",
        "1 minute",
        "no time",
    ]


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("93.184.215.14", False),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", False),
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("224.0.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("::ffff:192.168.0.1", True),
        ("64:ff9b::c0a8:1", True),
        ("2002:c0a8:1::", True),
        ("nobody", True),
    ],
)
def test_private_addresses_are_known_in_every_notation(address: str, private: bool) -> None:
    assert is_private(address) is private


def test_addresses_that_are_broken_are_known_as_such() -> None:
    assert [
        bool(url_fault(one)) for one in ("http://a/", "http://a:0/", "http://[", "ftp://a")
    ] == [
        False,
        True,
        True,
        True,
    ]
    assert host_of("http://[") == ""
    assert without_login("http://[") == ("http://[", ())
    assert without_login("https://a%40b@c.example:8/x?y") == (
        "https://c.example:8/x?y",
        (("Authorization", "Basic YUBiOg=="),),
    )


def test_a_missing_network_is_told_from_a_missing_server() -> None:
    assert is_offline(OSError(errno.ENETUNREACH, "unreachable"))
    assert is_offline(socket.gaierror(socket.EAI_AGAIN, "try again"))
    assert not is_offline(socket.gaierror(socket.EAI_NONAME, "unknown"))
    assert not is_offline(OSError(errno.ECONNREFUSED, "refused"))


def test_what_nobody_thought_of_is_a_sentence_too() -> None:
    assert error_message(ValueError("odd"), 10, 30) == (
        "does not speak HTTP as it should: its answer cannot be made sense of"
    )
    assert status_message(799) == "the server answers 799 (nothing known)"
    assert error_message(OSError(errno.ENETDOWN, "down"), 10, 30) == "there is no network"
    assert error_message(TimeoutError(), 10, 30) == "no answer in 30 s"


YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"
LETTERS = "abcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        (f"https://www.youtube.com/channel/UC{LETTERS}/videos", f"{YOUTUBE}channel_id=UC{LETTERS}"),
        ("https://youtube.com/playlist?list=PLx-1&i=2", f"{YOUTUBE}playlist_id=PLx-1"),
        ("http://m.youtube.com/user/keeper", f"{YOUTUBE}user=keeper"),
        ("https://github.com/sea/lamp", "https://github.com/sea/lamp/releases.atom"),
        ("https://github.com/sea/lamp.git", "https://github.com/sea/lamp/releases.atom"),
        ("https://github.com/sea/lamp/tags", "https://github.com/sea/lamp/tags.atom"),
        (
            "https://github.com/sea/lamp/commits/main/",
            "https://github.com/sea/lamp/commits/main.atom",
        ),
        ("https://old.reddit.com/r/lamps/", "https://www.reddit.com/r/lamps/.rss"),
        ("https://github.com/sea/lamp/issues", "https://github.com/sea/lamp/issues"),
        ("https://tides.example/r/lamps", "https://tides.example/r/lamps"),
    ],
)
def test_well_known_sites_are_turned_into_their_feeds(address: str, feed: str) -> None:
    assert site_feed_url(address) == feed


def test_who_is_not_installed_has_no_version() -> None:
    assert user_agent(package="no-such-package") == "newsreader/0 (terminal feed reader)"


async def test_a_name_is_looked_up_and_a_late_answer_is_dropped() -> None:
    private: set[str] = set()
    resolver = Resolver(private)

    (one,) = await resolver.resolve("93.184.215.14", 80)
    found = asyncio.get_running_loop().create_future()
    resolve_future(found, [], None)
    resolve_future(found, [], OSError("late"))

    assert (one["host"], one["port"], private) == ("93.184.215.14", 80, set())
    assert await found == []
    await resolver.close()


def test_the_open_internet_may_be_reached() -> None:
    with public_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))) as made:
        assert made.family == socket.AF_INET
    with pytest.raises(OSError, match="private network"):
        public_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))


@pytest.mark.parametrize(
    ("told", "pace"),
    [
        ("<ttl> 90 </ttl>", UpdateHints(90)),
        ("<ttl>soon</ttl>", UpdateHints()),
        ("<ttl>99999999</ttl>", UpdateHints(525_600)),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", UpdateHints(1_440)),
        (
            "<sy:updatePeriod> hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            UpdateHints(30),
        ),
        (
            "<skipHours><hour>0</hour><hour>24</hour><hour>x</hour><hour>99</hour><hour> 7 </hour>"
            "</skipHours><skipDays><day>Sunday</day><day>Moonday</day></skipDays>",
            UpdateHints(0, frozenset({0, 7}), frozenset({6})),
        ),
    ],
)
def test_a_feed_says_how_often_it_wants_to_be_read(told: str, pace: UpdateHints) -> None:
    syndication = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    written = f"<rss version='2.0' {syndication}><channel>{told}<item><title>x</title></item>"
    document = Document("x", "x", f"{written}</channel></rss>".encode(), NOW)

    assert parse(document).pace == pace


def test_what_is_wrong_with_a_connection_is_said_in_words() -> None:
    unknown = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1000)")

    assert error_message(unknown, 10, 30) == "its encryption does not work"
