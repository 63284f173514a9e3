"""Accounts at servers with habits of their own, and at servers that fail in every way there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from reader.library import Library
from reader.library.accounts import account_items, account_round
from reader.library.accounts.account_login import AccountLogin
from reader.library.accounts.account_setup import add_account, remove_account
from reader.model import Entry, FetchError, Mark, Marks, SiteContext, Story
from tests.conftest import NOW
from tests.support.accounts import headlines, level, log_in, mark, marks, status
from tests.support.reader_server import LONG, Habits, ReaderServer, reading
from tests.support.retention_limits import limit
from tests.support.server import Answer

PERSON = "1005921515"


def signed(number: int) -> str:
    """A number of 64 bits as Google wrote it where it was short."""
    return str(number - 2**64 if number >= 2**63 else number)


def object_id(number: int) -> str:
    return f"{number:024x}"


FRESHRSS = Habits()
MINIFLUX = Habits(person="1", page=1_000, takes_labels=False, has_url=True, lean=True)
BAZQUX = Habits(
    short_id=signed, page=7, types=False, moment=lambda seconds: seconds, auth_codes=(403, 401)
)
INOREADER = Habits(
    short_id=signed,
    person=PERSON,
    page=5,
    most_contents=20,
    moment=lambda seconds: seconds * 1_000_000,
    auth_codes=(401, 403),
)
OLD_READER = Habits(
    short_id=lambda number: f"{LONG}{object_id(number)}",
    long_id=lambda number: f"{LONG}{object_id(number)}",
    moment=lambda seconds: str(seconds * 1_000),
    types=False,
    quickadd=True,
    person=PERSON,
)
GOOGLE = Habits(short_id=int, quickadd=False, has_url=False, page=3)
SERVERS = {
    "FreshRSS": FRESHRSS,
    "Miniflux": MINIFLUX,
    "BazQux": BAZQUX,
    "Inoreader": INOREADER,
    "The Old Reader": OLD_READER,
    "Google Reader": GOOGLE,
}
LARGE = 2**63 + 7  # a negative one where it is signed


def fill_server(server: ReaderServer) -> tuple[str, str, str]:
    """Give a server two feeds, and a story that is read, one that is starred, one labelled."""
    tides = server.subscribe("https://tides.example/feed", "Tides", "Coast/North",
                             "feed/https://tides.example/feed")  # fmt: skip
    dunes = server.subscribe("https://dunes.example/feed", "Dunes", "",
                             "feed/https://dunes.example/feed")  # fmt: skip
    for number in range(30):
        server.publish(LARGE + number, tides if number % 2 else dunes)
    first, second, third = (server.entries[LARGE + number] for number in (1, 2, 3))
    first.read, second.starred = True, True
    if server.habits.takes_labels:
        third.labels = {"with/a slash"}
    return first.title, second.title, third.title


@pytest.mark.parametrize("name", SERVERS)
def test_each_server_brings_stories_and_marks_and_takes_them(library: Library, name: str) -> None:
    with reading(habits=SERVERS[name]) as server:
        read, starred, labelled = fill_server(server)
        log_in(library, server)
        new, errors = level(library)

        assert (new, errors) == (30, [])
        assert {one.title: one.folder for one in library.store.sources.all()} == {
            "Tides": "Coast/North",
            "Dunes": "",
        }
        assert marks(library, read).read
        assert marks(library, starred).bookmarked
        if server.habits.takes_labels:
            assert marks(library, labelled).tags == ("with/a-slash",)
        assert sum(marks(library, one).read for one in headlines(library)) == 1
        dates = {library.store.stories.get(one).published for one in headlines(library).values()}
        assert {moment and moment.date().isoformat() for moment in dates} == {
            datetime.fromtimestamp(one.published, UTC).date().isoformat()
            for one in server.entries.values()
        }

        mark(library, [read], Mark.READ, on=False)
        mark(library, [starred, labelled], Mark.READ)
        mark(library, [labelled], Mark.BOOKMARKED)
        level(library)
        there = {one.title: one for one in server.entries.values()}
        assert not there[read].read
        assert (there[starred].read, there[labelled].read) == (True, True)
        assert there[labelled].starred

        there[read].read = True
        there[starred].starred = False
        level(library)
        assert marks(library, read).read
        assert marks(library, starred).bookmarked is None
        assert status(library).waiting == 0
        assert status(library).problem == ""


@pytest.mark.parametrize("name", SERVERS)
def test_each_server_subscribes_and_ends_subscriptions(library: Library, name: str) -> None:
    with reading(habits=SERVERS[name]) as server:
        fill_server(server)
        log_in(library, server)
        level(library)
        account = library.store.accounts.all()[0]
        library.store.accounts.add_wish(account.id, "https://reefs.example/feed", "Coast/North")
        dunes = next(one for one in library.store.sources.all() if one.title == "Dunes")
        library.store.sources.change(dunes, subscribed=False)
        level(library)

        assert {one.title: one.folder for one in server.feeds} == {
            "Tides": "Coast/North",
            "Fresh": "Coast/North",
        }
        assert [one.title for one in library.store.sources.all()] == ["Tides", "Fresh"]
        assert status(library).waiting_feeds == ()


def test_labels_that_a_server_does_not_take_wait_and_hold_nothing_up(library: Library) -> None:
    with reading(habits=MINIFLUX) as server:
        read, starred, _ = fill_server(server)
        log_in(library, server)
        level(library)
        ids = [headlines(library)[one] for one in (read, starred)]
        library.set_marks({
            one: Marks(read=True, tags=("lamps",)) for one in ids
        })  # fmt: skip
        level(library)

        assert {one.title: one for one in server.entries.values()}[starred].read
        assert status(library).waiting == 2
        assert "2, which wait" in status(library).problem
        assert all(marks(library, one).tags == ("lamps",) for one in (read, starred))


def test_an_item_that_is_refused_holds_up_no_other(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        level(library)
        library.set_mark(library.store.stories.ids("everything"), Mark.READ, True)
        server.fail("edit-tag", *[Answer(b"Bad Request!", 400)] * 2)
        level(library)

        assert all(one.read for one in server.entries.values())
        server.fail("edit-tag", *[Answer(b"Bad Request!", 400)] * 40)
        library.set_mark(library.store.stories.ids("everything"), Mark.READ, False)
        level(library)
        assert status(library).waiting == 30
        server.failures.clear()
        level(library)
        assert status(library).waiting == 0
        assert not any(one.read for one in server.entries.values())


def test_an_expired_token_is_renewed(library: Library) -> None:
    with reading() as server:
        _, starred, _ = fill_server(server)
        log_in(library, server)
        level(library)

        def expire(call: str) -> None:
            if call == "edit-tag" and server.count("edit-tag") == 1:
                server.token += "-renewed"

        server.on_call = expire
        mark(library, [starred], Mark.READ)
        _, errors = level(library)

        assert errors == []
        assert {one.title: one for one in server.entries.values()}[starred].read
        assert server.logins == 1


def test_an_expired_key_is_renewed_by_logging_in_again(library: Library) -> None:
    with reading() as server:
        _, starred, _ = fill_server(server)
        log_in(library, server)
        level(library)
        server.key = "key-2"
        mark(library, [starred], Mark.READ)
        _, errors = level(library)

        assert errors == []
        assert {one.title: one for one in server.entries.values()}[starred].read
        assert server.logins == 2
        level(library)
        assert server.logins == 2


def test_a_key_that_expires_before_the_token_is_asked_for_is_renewed(library: Library) -> None:
    with reading() as server:
        _, starred, _ = fill_server(server)
        log_in(library, server)
        level(library)

        def expire(call: str) -> None:
            if call == "token" and server.count("token") == 1:
                server.key = "key-2"

        server.on_call = expire
        mark(library, [starred], Mark.READ)
        _, errors = level(library)

        assert errors == []
        assert {one.title: one for one in server.entries.values()}[starred].read


def test_a_login_that_counts_no_more_is_said_in_a_sentence(library: Library) -> None:
    with reading() as server:
        _, starred, _ = fill_server(server)
        log_in(library, server)
        level(library)
        server.password, server.key = "another", "key-2"
        mark(library, [starred], Mark.READ)
        _, (error,) = level(library)

        assert error.endswith("the server refuses name or password")
        assert status(library).problem == "the server refuses name or password"
        assert status(library).waiting == 1


def test_a_server_that_denies_all_is_left_in_the_end(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        server.fail("subscription/list", *[Answer(b"", 403)] * 3)
        _, (error,) = level(library)

        assert error.endswith("the server refuses what the account asks for")


PAGE = b"<!doctype html><html><title>Under repair</title></html>"
BROKEN = b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"itemRefs": ['
FAILURES: dict[str, tuple[Answer | bytes, str]] = {
    "busy": (Answer(b"", 503, {"Retry-After": "1200"}), "busy or under repair"),
    "too many": (Answer(b"", 429, {"Retry-After": "1200"}), "asked less often"),
    "gone": (Answer(b"", 404), "is not there"),
    "an error": (Answer(b"", 500), ""),
    "a page": (Answer(PAGE), "a page in place of an answer"),
    "half": (BROKEN, "broke off"),
    "half of JSON": (Answer(b'{"itemRefs": [{"id": "1'), "only half of it"),
    "another thing": (Answer(b"[]"), "is no answer"),
    "without its list": (Answer(b"{}"), "lacks its"),
    "nothing": (b"", ""),
    "moved": (Answer(b"", 302, {"Location": "https://elsewhere.example/"}), ""),
}
CALLS = ("subscription/list", "stream/items/ids", "stream/items/contents")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_sentence_and_nothing_is_lost(
    library: Library, name: str, call: str
) -> None:
    answer, said = FAILURES[name]
    # What is only read is asked for once more, where a connection ends before the answer.
    times = 2 if name == "nothing" and call != "stream/items/contents" else 1
    with reading() as server:
        read, starred, _ = fill_server(server)
        log_in(library, server)
        server.fail(call, *[answer] * times)
        _, (error,) = level(library)
        level(library)

        assert said in error
        assert "\n" not in error
        assert len(headlines(library)) == 30
        assert marks(library, read).read
        mark(library, [starred], Mark.READ)
        server.fail(call, *[answer] * times)
        there = server.entries[LARGE + 5]
        there.read = True
        server.publish(LARGE + 99, server.feeds[0])
        level(library)
        level(library)
        assert marks(library, there.title).read
        assert sum(marks(library, one).read for one in headlines(library)) == 3
        assert sum(one.read for one in server.entries.values()) == 3


@pytest.mark.parametrize("name", FAILURES)
def test_a_change_whose_answer_fails_is_made_again(library: Library, name: str) -> None:
    with reading() as server:
        _, starred, _ = fill_server(server)
        log_in(library, server)
        level(library)
        mark(library, [starred], Mark.READ)
        server.fail("edit-tag", FAILURES[name][0])
        level(library)
        assert marks(library, starred).read
        level(library)

        assert marks(library, starred).read
        assert {one.title: one for one in server.entries.values()}[starred].read
        assert status(library).waiting == 0


def test_a_server_that_wants_to_be_left_alone_is(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        server.fail("subscription/list", Answer(b"", 503, {"Retry-After": "7200"}))
        level(library)

        assert status(library).due == (NOW + timedelta(hours=2)).isoformat()
        asked = len(server.calls)
        list(library.refresh(due=True))
        assert len(server.calls) == asked


def test_failures_in_a_row_are_tried_again_more_and_more_seldom(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        server.fail("subscription/list", *[Answer(b"", 500)] * 9)
        waits = []
        for _ in range(9):
            level(library)
            waits.append(datetime.fromisoformat(status(library).due) - NOW)

        assert [one.total_seconds() / 60 for one in waits] == [
            *(15, 30, 60, 120, 240, 480, 960, 1440, 1440)
        ]
        level(library)
        assert status(library).problem == ""


@pytest.mark.parametrize("missing", ["tag/list"])
def test_a_server_without_labels_is_one_all_the_same(library: Library, missing: str) -> None:
    with reading() as server:
        read, _, labelled = fill_server(server)
        log_in(library, server)
        level(library)
        server.fail(missing, *[Answer(b"Not Implemented!", 501)] * 2)
        server.entries[LARGE + 3].labels = set()
        level(library)

        assert marks(library, read).read
        assert marks(library, labelled).tags == ("with/a-slash",)


def test_a_server_that_is_busy_with_its_labels_is_left(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        server.fail("tag/list", Answer(b"", 503))
        _, errors = level(library)

        assert len(errors) == 1


def test_texts_that_do_not_come_are_asked_for_some_times_and_then_left(library: Library) -> None:
    nothing = Answer(json.dumps({"items": []}).encode())
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        server.fail("stream/items/contents", *[nothing] * 3)
        counts = [level(library)[0] for _ in range(4)]
        assert counts == [0, 0, 0, 30]

        server.publish(LARGE + 99, server.feeds[0])
        server.calls.clear()
        server.fail("stream/items/contents", *[nothing] * 99)
        for _ in range(8):
            level(library)
        assert server.count("stream/items/contents") == 5


def test_items_that_nobody_asked_for_are_left_out(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        level(library)
        stranger = server.publish(LARGE + 99, server.feeds[0])
        shown = {"items": [server.as_item(stranger), server.as_item(server.entries[LARGE])]}
        del server.entries[stranger.number]
        server.publish(LARGE + 98, server.feeds[0])
        server.fail("stream/items/contents", Answer(json.dumps(shown).encode()))
        level(library)

        assert stranger.title not in headlines(library)


def test_a_list_of_ids_that_goes_on_for_ever_is_left_and_marks_nothing(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        level(library)
        shown = {"itemRefs": [{"id": str(LARGE)}], "continuation": "again"}
        server.fail("stream/items/ids", *[Answer(json.dumps(shown).encode())] * 40)
        _, errors = level(library)

        assert errors == []
        assert sum(marks(library, one).read for one in headlines(library)) == 1


LOGINS: dict[str, Callable[[ReaderServer], None]] = {
    "refuses name or password": lambda server: setattr(server, "password", "another"),
    "is not there": lambda server: setattr(server, "base", "/elsewhere"),
    "has no key in it": lambda server: server.fail("accounts/ClientLogin", *[Answer(PAGE)] * 3),
}


@pytest.mark.parametrize("said", LOGINS)
def test_an_account_that_cannot_be_added_leaves_nothing(library: Library, said: str) -> None:
    with reading() as server:
        LOGINS[said](server)
        with pytest.raises(FetchError, match=said):
            add_account(library, server.url(""), AccountLogin("ana", "open, sesame"))

        assert library.store.accounts.all() == []
        assert not (library.folders.data / "logins.json").exists()


@pytest.mark.parametrize(
    "path", ["", "/", "/api/greader.php", "/api/greader.php/reader/api/0/", "/accounts/ClientLogin"]
)
def test_a_server_is_found_wherever_its_address_leads(library: Library, path: str) -> None:
    base = "" if path == "/accounts/ClientLogin" else "/api/greader.php"
    with reading(base) as server:
        fill_server(server)
        log_in(library, server, path)

        assert level(library) == (30, [])


def test_what_is_no_address_is_no_server(library: Library) -> None:
    with pytest.raises(FetchError, match="no address of a server"):
        add_account(library, "./here", AccountLogin("ana", "open, sesame"))


def test_the_password_is_in_no_address_and_in_no_file_that_others_read(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        login = AccountLogin("ana", server.password, (("X-App", "one"),))
        address = server.url("").replace("http://", "http://ana:secret@")
        add_account(library, address, login)
        server.fail("subscription/list", Answer(b"", 500))
        _, (error,) = level(library)
        level(library)

        assert "sesame" not in error
        assert all("sesame" not in asked.raw.decode() for asked in server.asked)
        assert all("secret" not in asked.raw.decode() for asked in server.asked)
        assert all(asked.headers["x-app"] == "one" for asked in server.asked)
        assert "sesame" not in (library.folders.data / "newsreader.db").read_bytes().decode(
            "latin-1"
        )
        assert (library.folders.data / "logins.json").stat().st_mode & 0o077 == 0
        assert repr(login).count("sesame") == 0


def test_a_list_of_more_pages_than_anybody_has_is_left(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_round, "_MOST_PAGES", 3)
    with reading(habits=Habits(page=5)) as server:
        fill_server(server)
        log_in(library, server)
        new, errors = level(library)
        assert (new, errors) == (17, [])  # 15 of the lists, one with a star, one with a label
        server.entries[LARGE + 29].read = True
        level(library)

        assert not any(marks(library, one).read for one in headlines(library))


def test_more_than_one_round_brings_comes_with_the_next(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_round, "_MOST_AT_ONCE", 20)
    with reading() as server:
        fill_server(server)
        log_in(library, server)

        assert [level(library)[0] for _ in range(3)] == [20, 10, 0]


def test_the_first_round_is_content_with_the_newest_that_are_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_round, "_FIRST", 4)
    with reading(habits=Habits(page=2)) as server:
        fill_server(server)
        for one in server.entries.values():
            one.read = True
        log_in(library, server)

        assert level(library)[0] == 6  # and one that is starred, and one with a label


def test_labels_beyond_the_most_keep_their_tags(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading() as server:
        _, _, labelled = fill_server(server)
        server.entries[LARGE + 4].labels = {"another", "##", "third"}
        log_in(library, server)
        level(library)
        monkeypatch.setattr(account_round, "_MOST_LABELS", 1)
        level(library)
        level(library)

        assert marks(library, labelled).tags == ("with/a-slash",)
        assert marks(library, server.entries[LARGE + 4].title).tags == ("another", "third")
        assert server.entries[LARGE + 4].labels == {"another", "##", "third"}


def test_a_folder_that_is_called_like_a_label_takes_no_tag_away(library: Library) -> None:
    with reading() as server:
        _, _, labelled = fill_server(server)
        log_in(library, server)
        level(library)
        server.feeds[1].folder = "with/a slash"
        level(library)

        assert marks(library, labelled).tags == ("with/a-slash",)


def test_stories_that_take_too_much_memory_are_named_and_asked_for_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = account_items.clean

    def clean_greedily(entry: Entry, about: SiteContext) -> Story:
        if entry.outlet == "Dunes":
            raise MemoryError
        return real(entry, about)

    with reading() as server:
        fill_server(server)
        log_in(library, server)
        monkeypatch.setattr(account_items, "clean", clean_greedily)
        new, (error,) = level(library)
        assert new == 15
        assert error.endswith("some of it takes more memory than it may")
        monkeypatch.setattr(account_items, "clean", real)
        assert level(library) == (15, [])


def test_a_story_that_was_dropped_here_stays_away_and_changes_nothing_there(
    library: Library,
) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        level(library)
        tides = next(one for one in library.store.sources.all() if one.title == "Tides")
        limit(library, "3", tides.id)
        library.vacuum()
        left = len(library.store.stories.ids("everything"))
        assert left < 30
        unread = sum(not one.read for one in server.entries.values())
        level(library)
        remove_account(library, "1")
        log_in(library, server)
        level(library)
        level(library)

        assert len(library.store.stories.ids("everything")) == left
        assert sum(not one.read for one in server.entries.values()) == unread
        assert status(library).waiting == 0


@pytest.mark.parametrize("stream", ["unread", "starred", "label/lamps"])
def test_a_list_that_moves_while_it_is_read_takes_no_mark_away(
    library: Library, stream: str
) -> None:
    with reading(habits=Habits(page=5)) as server:
        fill_server(server)
        for one in server.entries.values():
            one.starred = stream == "starred"
            one.labels = {"lamps"} if stream == "label/lamps" else set()
        log_in(library, server)
        level(library)
        before = {one: marks(library, one) for one in headlines(library)}
        newest = server.entries[LARGE + 29]

        def shift(call: str) -> None:
            """Take the newest out of the list, once its first piece was told."""
            _, pairs = server.calls[-1]
            given = dict(pairs)
            is_unread = stream == "unread" and "xt" in given
            is_meant = is_unread or given.get("s", "").endswith(stream)
            if call == "stream/items/ids" and is_meant and given.get("c") == "5":
                server.on_call = lambda _: None
                newest.read = stream == "unread" or newest.read
                newest.starred = False
                newest.labels = set()

        server.on_call = shift
        level(library)

        changed = [one for one in headlines(library) if marks(library, one) != before[one]]
        assert changed in ([], [newest.title])
        level(library)
        changed = [one for one in headlines(library) if marks(library, one) != before[one]]
        assert changed == [newest.title]


def test_sources_of_an_account_were_read_when_it_was(library: Library) -> None:
    with reading() as server:
        fill_server(server)
        log_in(library, server)
        level(library)

    assert {one.health.last_success for one in library.store.sources.all()} == {NOW}
