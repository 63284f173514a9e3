"""Grouping all anew finds what grouping one by one has found, whatever a person decided."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest

from reader.cluster.manual_edits import repeat_edits
from reader.config import Folders
from reader.library import Library
from reader.library import events as event_edits
from reader.model import ClusterEdit, ClusterMember, Fingerprint, Progress, QueryError
from reader.store import migrations
from tests.support.older_databases import WITHOUT_RULES, drop_sync
from tests.support.reports import all_found, events, save

STORIES = 36


def decide(library: Library, dice: Random, stories: int) -> None:
    """Split, join or undo something among the first stories, as chance has it."""
    one, other = dice.randrange(1, stories + 1), dice.randrange(1, stories + 1)
    chosen = dice.choice(["split", "split", "join", "undo"])
    with suppress(QueryError):
        if chosen == "split":
            library.split_event(one)
        elif chosen == "join":
            library.join_events(one, other)
        else:
            library.undo_event_edit()


def lived(library: Library, seed: int) -> None:
    """Let stories come in, some at a time, and decide something now and then."""
    dice = Random(seed)
    for number in range(1, STORIES + 1):
        save(library, [dice.randrange(5)], first=number, days=dice.choice((0.05, 0.1, 0.3)))
        if dice.random() < 0.5:
            library.group()
        if dice.random() < 0.3:
            decide(library, dice, number)
    library.group()


@pytest.fixture(params=[STORIES, 2 * STORIES], ids=["at once", "one by one"])
def small_batches(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Few stories are kept together, so that several times as many have several batches.

    All anew they are looked at abreast, or one after the other as when they came.
    """
    monkeypatch.setattr(event_edits, "BATCH", 5)
    monkeypatch.setattr(event_edits, "MANY", request.param)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.usefixtures("small_batches")
def test_all_anew_is_as_one_by_one_whatever_was_decided_meanwhile(
    library: Library, seed: int
) -> None:
    lived(library, seed)
    one_by_one = all_found(library)

    library.group(anew=True)

    assert all_found(library) == one_by_one


@pytest.mark.usefixtures("small_batches")
def test_a_story_that_came_before_a_split_was_undone_stays_where_it_came(library: Library) -> None:
    save(library, [1, 1, 1])
    library.group()
    library.split_event(1)
    save(library, [1], first=4)
    library.group()
    library.undo_event_edit()
    save(library, [1, 2], first=5)
    library.group()
    before = all_found(library)

    library.group(anew=True)

    assert all_found(library) == before
    assert events(library) == [{1, 2, 3, 4, 5}]


@pytest.mark.parametrize("stopped", range(1, 9))
@pytest.mark.usefixtures("small_batches")
def test_grouping_anew_that_is_broken_off_anywhere_is_completed(
    library: Library, stopped: int
) -> None:
    lived(library, 3)
    before = all_found(library)
    turns = iter(range(stopped))

    def break_off(_: Progress) -> None:
        if next(turns, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.group(break_off, anew=True)
    library.group()

    assert all_found(library) == before


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.usefixtures("small_batches")
def test_after_grouping_that_was_broken_off_no_story_is_looked_at_again(
    library: Library, anew: bool
) -> None:
    save(library, [number % 5 for number in range(STORIES)])
    if anew:
        library.group()
    steps = iter(range(3))

    def break_off(_: Progress) -> None:
        if next(steps, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.group(break_off, anew=anew)

    assert library.store.events.changed_stories()[0] == []
    assert 0 < library.store.events.last_grouped() < STORIES


@pytest.mark.usefixtures("small_batches")
def test_what_is_undone_before_its_turn_has_come_is_not_decided_again(library: Library) -> None:
    save(library, [1, 1, 2, 2, 3, 3, 4, 4])
    library.group()
    found = events(library)
    library.split_event(8)

    def break_off(told: Progress) -> None:
        if told.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.group(break_off, anew=True)
    library.undo_event_edit()
    library.group()

    assert events(library) == found == [{1, 2}, {3, 4}, {5, 6}, {7, 8}]
    assert library.store.event_edits.last_act() is None


def test_what_was_decided_holds_where_all_is_grouped_otherwise(
    library: Library, home: Folders
) -> None:
    save(library, [1, 2, 1, 2, 3, 3])
    library.group()
    library.join_events(1, 2)
    library.split_event(6)
    home.config.mkdir(parents=True, exist_ok=True)
    (home.config / "config.toml").write_text('[events]\nstrictness = "strict"\n', encoding="utf-8")

    library.group(anew=True)

    assert {1, 2} <= events(library)[0]
    assert {5, 6} not in events(library)


def member(number: int, event: int) -> ClusterMember:
    """A story in an event, with a text of its own."""
    return ClusterMember(Fingerprint(number, 0), event, number)


def test_what_is_decided_already_or_about_stories_that_are_gone_changes_nothing() -> None:
    apart = [ClusterEdit(1, 3, together=False), ClusterEdit(2, 3, together=False)]
    members = [member(1, 1), member(2, 1), member(3, 3)]

    assert repeat_edits(members, apart) == members
    assert repeat_edits(members[:2], apart) == members[:2]
    assert repeat_edits(members, [ClusterEdit(1, 2, together=True)]) == members
    assert repeat_edits(members, [ClusterEdit(1, 9, together=True)]) == members


def test_decisions_of_an_older_database_are_made_again_after_their_stories(home: Folders) -> None:
    first = Library.open(home)
    save(first, [1, 2, 1, 2, 3, 3])
    first.group()
    first.join_events(1, 2)
    first.split_event(6)
    wanted = events(first)
    connection = first.store.database.connection
    connection.execute("DELETE FROM lesson WHERE together")
    drop_sync(connection)
    for statement in WITHOUT_RULES:
        connection.execute(statement)
    steps = enumerate(migrations.MIGRATIONS)
    version = next(number for number, step in steps if migrations.STEPS in step)
    connection.execute(f"PRAGMA user_version = {version}")
    first.close()

    again = Library.open(home)
    moments = again.store.database.all("SELECT after FROM act ORDER BY id")
    again.group(anew=True)

    assert moments == [(4,), (6,)]
    assert events(again) == wanted == [{1, 2, 3, 4}]
    again.close()
