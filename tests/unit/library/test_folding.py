"""Which stories of an event stand under which in a list."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from reader.config import Folders, read_settings
from reader.library import Library, events
from reader.library.list_order import LEADS, newest_full_report
from reader.model import Mark
from reader.store import migrations
from reader.store.first_screen import read_first_screen
from tests.conftest import in_zone, pair
from tests.support.older_databases import WITHOUT_RULES, drop_sync
from tests.support.reports import MIXED, START, mixed, save, written

__all__ = ["mixed"]  # a fixture

pytestmark = pytest.mark.time


def rows(library: Library, view: str) -> list[int]:
    """The rows of a view."""
    return list(library.orders.folded(view, library.orders.ids(view)))


def test_an_event_is_one_row_of_every_view(mixed: Library) -> None:
    assert rows(mixed, "all") == [10, 9, 8, 7, 6, 5]
    assert rows(mixed, "source:1") == rows(mixed, "folder:") == rows(mixed, "all")


@pytest.mark.parametrize(("zone", "listed"), [("UTC", [7, 9, 5]), ("Etc/GMT+6", [9, 7, 5])])
def test_events_of_one_day_stand_together_as_the_clock_here_has_days(
    mixed: Library, zone: str, listed: list[int]
) -> None:
    with in_zone(zone):
        assert rows(mixed, "events") == listed


def test_a_source_lists_its_own_report_of_an_event(mixed: Library) -> None:
    other = mixed.store.sources.add("/other", "Other")
    headline, text = written(2, 11)
    when = (START + timedelta(days=2)).isoformat()
    mixed.store.stories.save(other, [pair(11, title=headline, content=text, published=when)])
    mixed.group()

    assert rows(mixed, "all")[0] == 11
    assert rows(mixed, f"source:{other}") == [11]
    assert 5 in rows(mixed, "source:1")
    assert 2 not in rows(mixed, "source:1")


def test_an_event_of_which_the_lead_is_read_is_led_by_an_unread_report(mixed: Library) -> None:
    mixed.set_mark([9, 7, 3, 1], Mark.READ, True)

    assert rows(mixed, "unread") == [10, 8, 6, 5, 4]


def test_an_event_shows_again_when_a_report_comes(mixed: Library) -> None:
    mixed.set_mark([1, 3, 7], Mark.READ, True)
    assert not {1, 3, 7} & set(rows(mixed, "unread"))
    save(mixed, [1], first=11)
    mixed.group()

    assert rows(mixed, "unread")[0] == 11


def test_a_bookmark_never_stands_under_another(mixed: Library) -> None:
    mixed.set_mark([1, 3, 7], Mark.BOOKMARKED, True)

    assert set(rows(mixed, "bookmarks")) == {1, 3, 7}
    assert set(rows(mixed, "events")) == {5, 7, 9}


def test_what_a_search_found_is_led_by_what_stands_first(mixed: Library) -> None:
    assert mixed.orders.fold_results((3, 6, 9, 7, 4)) == (3, 6, 9)


def test_the_newest_full_report_leads_those_that_a_view_holds() -> None:
    known = {1: (1, 400), 2: (1, 30), 3: (1, 210)}

    assert newest_full_report([2, 3, 1], known) == 3
    assert newest_full_report([2, 1], known) == 1
    assert newest_full_report([2], known) == 2


def test_many_events_without_their_lead_are_folded_like_few(
    mixed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed.set_mark([9, 7, 3], Mark.READ, True)
    few = rows(mixed, "unread")
    monkeypatch.setattr("reader.library.list_order.FEW", 1)

    assert few == rows(mixed, "unread") == [10, 8, 6, 5, 4, 1]


def test_each_short_list_is_folded_alike_whatever_is_asked_for_its_events(
    mixed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = list(mixed.orders.ids("all"))
    lists = [every[at : at + length] for length in (1, 2, 3) for at in range(len(every))]
    by_events = [list(mixed.orders.folds().folded(ids)) for ids in lists]

    for few in (0, 1, 2):
        monkeypatch.setattr("reader.library.list_order.FEW", few)
        assert [list(mixed.orders.folds().folded(ids)) for ids in lists] == by_events


def test_without_events_nothing_is_folded(library: Library) -> None:
    save(library, [1, 2, 3])
    library.group()

    assert rows(library, "all") == rows(library, "unread") == [3, 2, 1]


def test_a_split_and_a_join_show_in_every_view_at_once(mixed: Library) -> None:
    rows(mixed, "unread")
    events.split_event(mixed.store, 3)
    assert rows(mixed, "all") == rows(mixed, "unread") == [10, 9, 8, 7, 6, 5, 3]
    events.join_events(mixed.store, 10, 8)
    assert rows(mixed, "all") == rows(mixed, "unread") == [10, 9, 7, 6, 5, 3]


def test_a_second_start_folds_nothing(mixed: Library, home: Folders) -> None:
    first = rows(mixed, "all")
    mixed.orders.save()
    second = Library.open(home)
    told: list[str] = []
    second.store.database.connection.set_trace_callback(told.append)

    assert rows(second, "all") == first
    assert not [one for one in told if "member WHERE lead = 0" in one]
    second.close()


def test_another_grouping_is_not_hidden_by_what_was_kept(mixed: Library, home: Folders) -> None:
    rows(mixed, "all")
    mixed.orders.save()
    assert (home.cache / LEADS).exists()
    events.split_event(mixed.store, 3)
    second = Library.open(home)

    assert 3 in rows(second, "all")
    second.close()


def test_a_row_tells_who_else_reports_and_whether_one_is_unread(mixed: Library) -> None:
    mixed.set_mark([7, 9, 4], Mark.READ, True)
    first, second, alone = mixed.store.stories.rows([7, 9, 6])

    assert (first.others, set(first.outlets), first.missed) == (2, {"Outlet 1", "Outlet 3"}, True)
    assert (second.others, second.outlets, second.missed) == (1, ("Outlet 4",), False)
    assert (alone.others, alone.outlets, alone.missed) == (0, (), False)


def test_the_outlets_of_a_row_are_other_ones_than_its_own(library: Library) -> None:
    source = library.store.sources.add("/news")
    for number, outlet in enumerate(("The Tideline", "", "The Tideline"), 1):
        headline, text = written(1, number)
        told = pair(number, title=headline, content=text, outlet=outlet)
        library.store.stories.save(source, [told])
    library.group()
    (row,) = library.store.stories.rows([3])

    assert (row.others, row.outlets) == (2, ())


def test_events_are_counted(mixed: Library) -> None:
    assert mixed.store.stories.counts().events == 3


def test_a_glance_folds_as_the_list_does(mixed: Library, home: Folders) -> None:
    for fold, wanted in ((True, rows(mixed, "all")), (False, list(mixed.orders.ids("all")))):
        seen = read_first_screen(str(home.data), 50, fold)
        assert seen is not None
        assert [row.id for row in seen.rows] == wanted
        assert seen.counts.events == 3
    assert list(mixed.store.stories.ids("leads")) == rows(mixed, "all")


def test_the_other_reports_stand_beneath_the_newest_first(mixed: Library) -> None:
    assert mixed.store.event_rows.other_reports(3, 9) == [7, 1]
    assert mixed.store.event_rows.other_reports(3, 1) == [7]
    assert mixed.store.event_rows.other_reports(6, 9) == []


def test_folding_is_set_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[events]\nfold = false\n", encoding="utf-8")

    assert not read_settings(tmp_path).events.fold


def test_an_older_library_learns_how_long_its_reports_are(home: Folders) -> None:
    first = Library.open(home)
    save(first, MIXED)
    first.group()
    lengths = first.store.event_rows.members()
    version = migrations.MIGRATIONS.index(migrations.FOLDS)
    older = (
        "DELETE FROM meta WHERE name = 'events'",
        "DROP INDEX member_leads",
        "ALTER TABLE body DROP COLUMN comments",
        "ALTER TABLE member DROP COLUMN words",
        "DROP TABLE moment",
        "DROP TABLE lesson",
        *WITHOUT_RULES,
        f"PRAGMA user_version = {version}",
    )
    drop_sync(first.store.database.connection)
    for statement in older:
        first.store.database.connection.execute(statement)
    first.close()

    again = Library.open(home)
    assert again.store.stories.counts().events == 3
    assert again.store.event_rows.members() == lengths
    assert min(words for _, words in lengths.values()) > 50
    again.close()


def test_short_reports_lead_no_event(library: Library) -> None:
    save(library, [1, 1])
    headline, text = written(1, 3)
    when = START.replace(year=2026, day=4).isoformat()
    short = pair(3, title=headline, content=text[: len(text) // 3], published=when)
    library.store.stories.save(1, [short])
    library.group()

    assert rows(library, "all") == [2]
    library.set_mark([2], Mark.READ, True)
    assert rows(library, "unread") == [1]
