"""Subscriptions of an account: what is changed on either side is changed on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from reader.library import Library
from reader.library.accounts.account_login import read_account_login
from reader.library.accounts.account_setup import (
    find_account,
    remove_account,
    subscribe_by_account,
)
from reader.model import FetchError, Mark, Source, StoreError
from tests.support.accounts import headlines, level, leveled, log_in, mark, marks, status
from tests.support.reader_server import Habits, ReaderServer, reading
from tests.support.server import Answer

__all__ = ["leveled"]  # a fixture


@pytest.fixture
def server() -> Iterator[ReaderServer]:
    """A server with two feeds, a story each."""
    with reading() as made:
        for name in ("Tides", "Dunes"):
            feed = made.subscribe(f"https://{name.lower()}.example/feed", name, "Coast")
            made.publish(len(made.feeds), feed)
        yield made


def here(library: Library) -> dict[str, str]:
    """Each source with its folder."""
    return {one.title: one.folder for one in library.store.sources.all()}


def there(server: ReaderServer) -> dict[str, str]:
    """Each feed with its folder."""
    return {one.title: one.folder for one in server.feeds}


def source(library: Library, title: str) -> Source:
    return next(one for one in library.store.sources.all() if one.title == title)


def change(library: Library, named: str, **fields: str) -> None:
    """Name a source otherwise, or put it elsewhere."""
    library.store.sources.change(replace(source(library, named), **fields))


def test_a_new_name_and_a_new_folder_go_to_the_server(
    leveled: Library, server: ReaderServer
) -> None:
    change(leveled, "Tides", title="High tides")
    change(leveled, "Dunes", folder="Inland/South")
    level(leveled)

    assert there(server) == {"High tides": "Coast", "Dunes": "Inland/South"}
    assert here(leveled) == there(server)
    edits = server.count("subscription/edit")
    level(leveled)
    assert server.count("subscription/edit") == edits


def test_a_new_name_and_a_new_folder_come_from_the_server(
    leveled: Library, server: ReaderServer
) -> None:
    server.feeds[0].title, server.feeds[1].folder = "High tides", "Inland"
    level(leveled)

    assert here(leveled) == {"High tides": "Coast", "Dunes": "Inland"}
    assert server.count("subscription/edit") == 0


def test_what_was_changed_on_both_sides_stays_as_it_is_here(
    leveled: Library, server: ReaderServer
) -> None:
    change(leveled, "Tides", title="High tides", folder="North")
    server.feeds[0].title, server.feeds[0].folder = "Low tides", "South"
    level(leveled)

    assert there(server) == {"High tides": "North", "Dunes": "Coast"}
    assert here(leveled) == there(server)


def test_what_was_changed_to_the_same_on_both_sides_is_level(
    leveled: Library, server: ReaderServer
) -> None:
    change(leveled, "Tides", title="High tides", folder="North")
    server.feeds[0].title, server.feeds[0].folder = "High tides", "North"
    level(leveled)

    assert server.count("subscription/edit") == 0
    assert here(leveled) == {"High tides": "North", "Dunes": "Coast"}


def test_a_feed_out_of_all_folders_is_in_none_on_the_other_side(
    leveled: Library, server: ReaderServer
) -> None:
    change(leveled, "Tides", folder="")
    server.feeds[1].folder = ""
    level(leveled)

    assert there(server) == {"Tides": "", "Dunes": ""}
    assert here(leveled) == there(server)


def test_subscriptions_that_end_on_either_side_end_on_both_and_stories_stay(
    leveled: Library, server: ReaderServer
) -> None:
    leveled.store.sources.change(source(leveled, "Tides"), subscribed=False)
    server.feeds.pop(1)
    level(leveled)

    assert there(server) == {}
    assert here(leveled) == {}
    assert len(headlines(leveled)) == 2
    assert not any(marks(leveled, one).read for one in headlines(leveled))


def test_a_subscription_made_elsewhere_again_is_one_again(
    leveled: Library, server: ReaderServer
) -> None:
    ended = server.feeds.pop(0)
    level(leveled)
    server.feeds.append(ended)
    level(leveled)

    assert here(leveled) == {"Tides": "Coast", "Dunes": "Coast"}
    assert len(headlines(leveled)) == 2


def test_a_feed_is_subscribed_to_by_the_server_in_its_folder(
    leveled: Library, server: ReaderServer
) -> None:
    place = subscribe_by_account(leveled, "1", "https://reefs.example/feed", "Reefs")
    assert status(leveled).waiting_feeds == (place,)
    level(leveled)
    subscribe_by_account(leveled, "1", place, "")
    level(leveled)

    assert there(server)["Fresh"] == "Reefs"
    assert here(leveled) == there(server)
    assert server.count("subscription/quickadd") == 1


def test_a_feed_that_the_server_does_not_find_is_told_of(
    leveled: Library, server: ReaderServer
) -> None:
    subscribe_by_account(leveled, "1", "https://nothing.example/feed", "")
    level(leveled)

    assert "was not subscribed to: the server found no feed there" in status(leveled).problem
    assert status(leveled).waiting_feeds == ()


def test_a_wish_waits_for_a_server_that_is_away(leveled: Library, server: ReaderServer) -> None:
    subscribe_by_account(leveled, "1", "https://reefs.example/feed", "")
    server.fail("subscription/quickadd", Answer(b"", 503))
    level(leveled)
    assert len(status(leveled).waiting_feeds) == 1
    level(leveled)

    assert "Fresh" in here(leveled)


@pytest.mark.parametrize("call", ["subscription/edit"])
def test_a_change_that_the_server_refuses_waits_and_is_told_of(
    leveled: Library, server: ReaderServer, call: str
) -> None:
    change(leveled, "Tides", title="High tides", folder="North")
    leveled.store.sources.change(source(leveled, "Dunes"), subscribed=False)
    server.fail(call, *[Answer(b"Bad Request!", 400)] * 3)
    level(leveled)

    assert here(leveled) == {"High tides": "North"}
    assert there(server) == {"Tides": "Coast", "Dunes": "Coast"}
    assert "is not yet as it is here" in status(leveled).problem
    level(leveled)
    assert there(server) == {"High tides": "North"}


def test_a_server_that_ends_while_it_is_told_is_told_again(
    leveled: Library, server: ReaderServer
) -> None:
    change(leveled, "Tides", title="High tides")
    server.fail("subscription/edit", Answer(b"", 503))
    _, errors = level(leveled)
    assert len(errors) == 1
    level(leveled)

    assert "High tides" in there(server)


def test_a_name_given_here_while_the_server_is_asked_is_not_taken_back(
    leveled: Library, server: ReaderServer
) -> None:
    change(leveled, "Tides", title="High tides")
    server.feeds[1].title = "Low dunes"

    def rename_meanwhile(call: str) -> None:
        if call == "subscription/edit":
            server.on_call = lambda _: None
            other = Library.open(leveled.folders)
            change(other, "Dunes", title="High dunes")
            other.close()

    server.on_call = rename_meanwhile
    level(leveled)
    assert "High dunes" in here(leveled)
    level(leveled)
    assert set(there(server)) == {"High tides", "High dunes"}


def test_two_subscriptions_of_one_address_are_two(library: Library, server: ReaderServer) -> None:
    server.subscribe("https://tides.example/feed", "Tides again", "Coast")
    log_in(library, server)
    level(library)

    assert set(here(library)) == {"Tides", "Dunes", "Tides again"}


def test_a_feed_in_several_folders_stays_in_the_one_that_is_known(
    leveled: Library, server: ReaderServer
) -> None:
    listed = server.list_subscriptions([]).body
    twice = listed.replace(b'"categories": [', b'"categories": [{"id": "user/-/label/Also"}, ')
    server.fail("subscription/list", Answer(twice))
    level(leveled)

    assert here(leveled) == {"Tides": "Coast", "Dunes": "Coast"}


def test_a_subscription_without_folders_has_none(library: Library) -> None:
    with reading(habits=Habits(has_url=False)) as server:
        server.subscribe("", "Bare", stream="feed/7")
        log_in(library, server)
        level(library)

        assert here(library) == {"Bare": ""}


def test_an_account_that_is_removed_leaves_stories_and_marks(
    leveled: Library, server: ReaderServer
) -> None:
    title = next(iter(headlines(leveled)))
    mark(leveled, [title], Mark.BOOKMARKED)
    assert remove_account(leveled, "ana@") == 2

    assert leveled.store.accounts.all() == []
    assert here(leveled) == {}
    assert marks(leveled, title).bookmarked
    assert len(headlines(leveled)) == 2
    assert "sesame" not in (leveled.folders.data / "logins.json").read_text()
    assert there(server) == {"Tides": "Coast", "Dunes": "Coast"}


def test_an_account_that_is_added_again_has_its_stories_again(
    leveled: Library, server: ReaderServer
) -> None:
    remove_account(leveled, "1")
    log_in(leveled, server)
    new, _ = level(leveled)

    assert new == 0
    assert here(leveled) == {"Tides": "Coast", "Dunes": "Coast"}


def test_an_account_is_named_by_its_number_or_a_part_of_its_name(
    leveled: Library, server: ReaderServer
) -> None:
    leveled.store.accounts.add("greader", "ben@elsewhere.example", "https://elsewhere.example", "")
    accounts = leveled.store.accounts.all()

    assert find_account(accounts, "BEN").id == 2
    assert find_account(accounts, "1").user == server.user
    with pytest.raises(StoreError, match="no account 'carl'"):
        find_account(accounts, "carl")
    with pytest.raises(StoreError, match=r"may be any of the accounts 1 .*, 2"):
        find_account(accounts, "@")


def test_only_addresses_of_the_web_are_subscribed_to(leveled: Library) -> None:
    with pytest.raises(FetchError, match="no address of the web"):
        subscribe_by_account(leveled, "1", "./feed.xml", "")


def test_an_account_whose_login_was_lost_says_so(leveled: Library) -> None:
    path = leveled.folders.data / "logins.json"
    path.unlink()
    _, (error,) = level(leveled)
    assert "its login is not kept any more" in error

    name = leveled.store.accounts.all()[0].name
    path.write_text(f'{{"greader:{name}": [["Authorization", "Basic %%%"]]}}')
    assert read_account_login(leveled.folders.data, name).user == ""


def test_one_account_that_fails_never_stops_the_others(library: Library) -> None:
    with reading() as first, reading() as second:
        second.publish(7, second.subscribe("https://tides.example/feed", "Tides"))
        log_in(library, first)
        log_in(library, second)
        first.fail("subscription/list", Answer(b"", 500))
        new, errors = level(library)

        assert (new, len(errors)) == (1, 1)


def test_a_refresh_asks_accounts_too_when_they_are_due(
    leveled: Library, server: ReaderServer
) -> None:
    asked = len(server.calls)
    list(leveled.refresh(due=True))
    assert len(server.calls) == asked
    assert not leveled.is_refresh_due

    server.publish(7, server.feeds[0])
    assert sum(one.new for one in leveled.refresh()) == 1
    server.publish(8, server.feeds[0])
    assert sum(one.new for one in leveled.refresh(["Tides"])) == 1
    assert leveled.store.sources.all()[0].health.last_error == ""


def test_an_account_that_was_never_read_is_due(library: Library, server: ReaderServer) -> None:
    log_in(library, server)

    assert library.is_refresh_due
    assert sum(one.new for one in library.refresh(due=True)) == 2


def test_a_refresh_of_other_sources_leaves_accounts_alone(
    leveled: Library, server: ReaderServer
) -> None:
    leveled.store.sources.add("/nowhere", "Nowhere")
    asked = len(server.calls)
    list(leveled.refresh(["Nowhere"]))

    assert len(server.calls) == asked


def test_a_source_that_is_wanted_again_is_subscribed_to_again(
    leveled: Library, server: ReaderServer
) -> None:
    tides = source(leveled, "Tides")
    leveled.store.sources.change(tides, subscribed=False)
    level(leveled)
    assert there(server) == {"Dunes": "Coast"}
    leveled.store.sources.change(tides)
    level(leveled)

    assert there(server) == {"Dunes": "Coast", "Fresh": "Coast"}
    assert here(leveled) == there(server)


@pytest.mark.parametrize("place", ["https://nothing.example/feed", "feed/7"])
def test_a_source_that_the_server_cannot_read_again_ends(
    leveled: Library, server: ReaderServer, place: str
) -> None:
    name = leveled.store.accounts.all()[0].name
    leveled.store.sources.add(f"greader:{name}#{place}", "Nowhere")
    level(leveled)

    assert here(leveled) == {"Tides": "Coast", "Dunes": "Coast"}
    assert ("was not subscribed to" in status(leveled).problem) is place.startswith("https")
