from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reader.cli.feed_prompt import consent_given
from reader.config import Folders, default_folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.fetch.schedule import ENOUGH
from reader.library import Library
from reader.library.ingest.background_indexer import BackgroundIndexer
from reader.library.ingest.fetch_round import (
    HANDFUL,
    ReadResponse,
    batches_to_save,
    fetch_round,
    unread_response,
)
from reader.library.ingest.subscribing.add_options import AddOptions
from reader.model import (
    CleanedDocument,
    FetchState,
    HostBackoff,
    Mark,
    Response,
    Source,
    StoreError,
)
from reader.store.files import logins
from reader.store.files.mirror import read_lines
from tests.conftest import NOW, pair
from tests.support.due_sources import LONG_AGO, make_due
from tests.support.server import Answer, Server, feed, serving

pytestmark = pytest.mark.time


@pytest.fixture
def subscribed(library: Library, server: Server) -> Library:
    """A library with one feed, which may be asked again at once."""
    server.pages["/feed"] = Answer(feed("storm"), headers={"ETag": '"1"', "Last-Modified": "noon"})
    list(library.add(server.url("/feed")))
    make_due(library)
    return library


def refresh(library: Library, *names: str, due: bool = False) -> tuple[int, list[str]]:
    found = list(library.refresh(names, due))
    said = [one.error or one.note for one, _ in found if one.error or one.note]
    return sum(new for _, new in found), said


def only(library: Library) -> Source:
    (source,) = library.store.sources.all()
    return source


def fetch_state(library: Library) -> FetchState:
    return only(library).fetch_state


def test_validators_outlive_a_restart(subscribed: Library, server: Server, home: Folders) -> None:
    server.pages["/feed"] = Answer(status=304, headers={"ETag": '"2"'})
    again = Library.open(home, FetchPolicy(apart=0))

    assert refresh(again) == (0, [])
    asked = server.asked[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"1"', "noon")
    assert (fetch_state(again).etag, fetch_state(again).modified) == ('"2"', "noon")
    again.close()


def test_what_could_not_be_read_is_asked_for_in_full_again(
    subscribed: Library, server: Server
) -> None:
    server.pages["/feed"] = Answer(b"%PDF-1.7 nothing to read", headers={"ETag": '"odd"'})

    new, (sentence,) = refresh(subscribed)

    assert (new, "PDF" in sentence) == (0, True)
    assert (fetch_state(subscribed).etag, fetch_state(subscribed).modified) == ("", "")
    assert only(subscribed).health.last_error == sentence


def test_an_error_stays_in_sight_while_the_body_stays_the_same(
    subscribed: Library, server: Server
) -> None:
    server.pages["/feed"] = Answer(b"%PDF-1.7", headers={"ETag": '"odd"'})
    refresh(subscribed)
    make_due(subscribed)
    server.pages["/feed"] = Answer(status=304)

    assert "PDF" in refresh(subscribed)[1][0]
    assert "PDF" in only(subscribed).health.last_error


def test_an_unchanged_body_is_not_read_again(subscribed: Library, server: Server) -> None:
    with subscribed.store.database.batch() as connection:
        connection.execute("UPDATE story SET headline = 'As it was'")

    assert refresh(subscribed) == (0, [])
    assert len(server.asked) == 2
    assert subscribed.store.stories.get(1).headline == "As it was"


def test_new_stories_come_with_their_validators_or_not_at_all(
    subscribed: Library, server: Server
) -> None:
    server.pages["/feed"] = Answer(feed("storm", "calm"), headers={"ETag": '"2"'})
    with subscribed.store.database.batch() as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON network BEGIN SELECT raise(ABORT, 'full'); END"
        )

    with pytest.raises(StoreError, match="full"):
        refresh(subscribed)
    assert subscribed.store.stories.counts().all == 1
    assert fetch_state(subscribed).etag == '"1"'


def test_a_page_in_the_place_of_a_feed_is_no_story(subscribed: Library, server: Server) -> None:
    server.pages["/feed"] = Answer(b"<!doctype html><html><body><p>Busy.</p></body></html>")

    assert "a page now" in refresh(subscribed)[1][0]
    assert subscribed.store.stories.counts().all == 1


def test_a_person_too_waits_five_minutes_and_is_told(subscribed: Library, server: Server) -> None:
    make_due(subscribed, asked=NOW)

    assert "Tides was asked less than five minutes ago" in refresh(subscribed)[1][0]
    with serving() as other:
        other.pages["/feed"] = Answer(feed("calm", title="Calm"))
        list(subscribed.add(other.url("/feed")))
        assert "2 sources were asked less than five" in refresh(subscribed)[1][0]
    assert len(server.asked) == 1


def test_nothing_is_read_before_it_is_due(subscribed: Library, server: Server) -> None:
    make_due(subscribed, due=NOW + timedelta(minutes=1))

    assert refresh(subscribed, due=True) == (0, [])
    assert len(server.asked) == 1
    make_due(subscribed)
    refresh(subscribed, due=True)
    assert len(server.asked) == 2


def test_when_and_why_a_source_is_read_next_is_kept(library: Library, server: Server) -> None:
    extra = "<ttl>180</ttl><skipDays><day>Someday</day></skipDays>"
    server.pages["/feed"] = Answer(feed("storm", extra=extra))
    list(library.add(server.url("/feed")))

    known = fetch_state(library)
    assert known.asked is not None
    assert known.due is not None
    assert 160 * 60 < (known.due - known.asked).total_seconds() < 200 * 60
    assert known.why == "the feed asks for 3 hours"
    assert (known.status, known.size) == (200, len(feed("storm", extra=extra)))


def test_the_pace_of_a_feed_outlives_an_unchanged_answer(library: Library, server: Server) -> None:
    server.pages["/feed"] = Answer(feed("storm", extra="<ttl>180</ttl>"))
    list(library.add(server.url("/feed")))
    make_due(library)
    server.pages["/feed"] = Answer(status=304)

    refresh(library)

    assert fetch_state(library).why == "the feed asks for 3 hours"


def test_a_host_that_refuses_is_left_alone_as_a_whole(library: Library, server: Server) -> None:
    server.pages["/a"] = server.pages["/b"] = Answer(feed("storm"))
    for path in ("/a", "/b"):
        list(library.add(server.url(path)))
    make_due(library)
    server.pages["/a"] = server.pages["/b"] = Answer(status=429, headers={"Retry-After": "900"})
    library.policy = FetchPolicy(apart=0, per_host=1)

    _, told = refresh(library)

    assert len(server.asked) == 3
    assert len([one for one in library.store.sources.all() if one.health.last_error]) == 1
    host = library.store.fetch_states.host_backoff("127.0.0.1")
    assert host.until is not None
    assert host.until == NOW + timedelta(seconds=900)
    assert [one.fetch_state.failures for one in library.store.sources.all()] == [0, 0]
    make_due(library)
    _, told = refresh(library)
    assert len(server.asked) == 3
    assert all("asked to be left alone until" in one for one in told)
    assert library.store.fetch_states.next_due() == host.until
    assert len(told) == 2


def test_a_host_that_answers_again_is_forgiven(subscribed: Library, server: Server) -> None:
    subscribed.store.fetch_states.save_host(HostBackoff("127.0.0.1", LONG_AGO, 5))

    refresh(subscribed)

    assert subscribed.store.fetch_states.host_backoff("127.0.0.1") == HostBackoff("127.0.0.1")


def test_a_source_that_is_gone_is_not_asked_again_and_keeps_its_stories(
    subscribed: Library, server: Server
) -> None:
    server.pages["/feed"] = Answer(status=410)

    assert "gone for good" in refresh(subscribed)[1][0]
    make_due(subscribed)
    assert "is gone" in refresh(subscribed)[1][0]
    assert len(server.asked) == 2
    assert subscribed.store.stories.counts().all == 1
    assert subscribed.store.fetch_states.next_due() is None


def test_a_source_that_fails_waits_longer_each_time(subscribed: Library, server: Server) -> None:
    server.pages["/feed"] = Answer(status=500)
    waits = []
    for _ in range(2):
        refresh(subscribed)
        known = fetch_state(subscribed)
        assert known.due is not None
        assert known.asked is not None
        waits.append(round((known.due - known.asked).total_seconds()))
        make_due(subscribed)

    assert waits == [3600, 7200]
    assert "500" in only(subscribed).health.last_error


def test_a_move_is_believed_when_it_is_told_again_and_again(
    subscribed: Library, server: Server
) -> None:
    subscribed.set_mark([1], Mark.BOOKMARKED, on=True)
    logins.keep_login(subscribed.folders.data, server.url("/feed"), (("X-Key", "k"),))
    server.pages["/feed"] = Answer(status=301, headers={"Location": "/new"})
    server.pages["/new"] = Answer(feed("storm"))
    for _ in range(ENOUGH):
        assert only(subscribed).location == server.url("/feed")
        refresh(subscribed)
        make_due(subscribed)

    assert only(subscribed).location == server.url("/new")
    refresh(subscribed)
    assert server.paths()[-1] == "/new"
    assert server.asked[-1].headers["x-key"] == "k"
    kept = list(read_lines(subscribed.folders.data / "bookmarks.jsonl"))
    assert json.loads(kept[0])["source"] == server.url("/new")
    assert subscribed.store.stories.counts().all == 1


def test_a_move_to_where_another_source_is_read_changes_nothing(
    subscribed: Library, server: Server
) -> None:
    server.pages["/new"] = Answer(feed("storm"))
    list(subscribed.add(server.url("/new")))
    make_due(subscribed)
    server.pages["/feed"] = Answer(status=308, headers={"Location": "/new"})
    for _ in range(ENOUGH):
        refresh(subscribed)
        make_due(subscribed)

    assert [one.location for one in subscribed.store.sources.all()] == [
        server.url("/feed"),
        server.url("/new"),
    ]


def test_an_address_that_turns_private_is_not_followed(subscribed: Library, server: Server) -> None:
    make_due(subscribed, private=False)

    assert "private network" in refresh(subscribed)[1][0]
    assert len(server.asked) == 1


def test_sources_are_named_by_number_place_and_title(subscribed: Library, server: Server) -> None:
    with serving() as other:
        other.pages["/feed"] = Answer(feed("calm", title="Calm"))
        list(subscribed.add(other.url("/feed")))
        for name in ("2", "calm", "CAL", other.url("/feed")):
            make_due(subscribed)
            refresh(subscribed, name)
        assert len(other.asked) == 5
    assert len(server.asked) == 1
    with pytest.raises(StoreError, match="no source 'nobody'"):
        refresh(subscribed, "nobody")
    with pytest.raises(StoreError, match=r"1 \(Tides\), 2 \(Calm\)"):
        refresh(subscribed, "127.0.0.1")


def test_a_muted_source_is_read_only_by_name(subscribed: Library, server: Server) -> None:
    subscribed.store.sources.change(replace(only(subscribed), muted=True))

    assert refresh(subscribed) == (0, [])
    assert subscribed.store.fetch_states.next_due() is None
    refresh(subscribed, "tides")
    assert len(server.asked) == 2


def test_logins_that_cannot_be_read_or_kept_are_one_sentence(home: Folders) -> None:
    home.data.mkdir(parents=True)
    (home.data / "logins.json").write_text("[1]")
    with pytest.raises(StoreError, match="cannot be read"):
        logins.read_logins(home.data)
    with pytest.raises(StoreError, match="could not be kept"):
        logins.keep_login(home.data / "nowhere", "x", (("a", "b"),))


def test_without_a_network_nothing_is_said_against_a_source(subscribed: Library) -> None:
    source = only(subscribed)
    gone = Response(source.location, offline=True, error="there is no network")

    with fetch_round(subscribed) as round_:
        found, _ = round_.save_response(source, unread_response(gone))
        round_.save_response(
            replace(source, id=0, location="http://new.example/"), unread_response(gone)
        )

    assert found.error == "there is no network"
    assert only(subscribed).health.last_error == ""
    assert (fetch_state(subscribed).failures, fetch_state(subscribed).why) == (
        0,
        "there was no network",
    )


def test_many_feeds_are_read_as_each_would_be_alone(
    library: Library, server: Server, tmp_path: Path
) -> None:
    bodies = [feed(f"storm {n}", f"calm {n}", title=f"Tides {n}") for n in range(8)]
    pages = {f"/{n}": Answer(body) for n, body in enumerate(bodies)}
    server.pages |= pages | {"/8": Answer(b"%PDF-1.7"), "/9": Answer(b"<html><p>Lost</p></html>")}
    urls = tmp_path / "urls"
    urls.write_text("".join(server.url(f"/{n}") + "\n" for n in range(11)))

    trusting = AddOptions(consent=consent_given)

    found = {
        one.location: (new, one.error) for one, new in library.add(str(urls), options=trusting)
    }

    alone = Library.open(default_folders(str(tmp_path / "alone")), FetchPolicy(apart=0))
    urls.write_text("")
    for number in range(8):
        list(alone.add(server.url(f"/{number}")))
    assert [found[server.url(f"/{n}")] for n in range(8)] == [(2, "")] * 8
    assert all(found[server.url(f"/{n}")][1] for n in (8, 9, 10))
    kept = [sorted(replace(one, id=0).text for one in each.store.stories.all_stories())
            for each in (library, alone)]  # fmt: skip
    assert kept[0] == kept[1]
    alone.close()


def test_a_round_tells_once_that_it_is_nearly_done(
    library: Library, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = tmp_path / "urls"
    urls.write_text("".join(f"{server.url(f'/{number}')}\n" for number in range(20)))
    server.pages |= {f"/{number}": Answer(feed(f"storm {number}")) for number in range(20)}
    arrived: list[str] = []
    told: list[int] = []
    monkeypatch.setattr(BackgroundIndexer, "catch_up", lambda _: told.append(len(arrived)))

    for found, _ in library.add(str(urls), options=AddOptions(consent=consent_given)):
        arrived.append(found.location)

    assert len(arrived) == 20
    assert [count >= 18 for count in told] == [False, True]  # nobody was asked without consent


def test_answers_are_kept_a_few_hundred_stories_at_a_time() -> None:
    pairs = tuple(pair(number) for number in range(HANDFUL // 2))
    full = ReadResponse(
        Response("https://tides.example/"),
        "",
        CleanedDocument("https://tides.example/", pairs=pairs),
    )
    empty = ReadResponse(Response("https://tides.example/"), "")

    assert list(batches_to_save([full, empty, full])) == [[full, empty, full]]
    assert list(batches_to_save([full, full, full, empty])) == [[full, full], [full, empty]]
