from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from reader.library.sync_folder.known_items import KnownItems
from reader.library.sync_folder.local_acts import LocalActs
from reader.library.sync_folder.merged_acts import MergedActs
from reader.model import Marks, SavedSearch
from reader.sync.act_merge import NOTE_BREAK
from reader.sync.acts import Act, ActKind
from tests.conftest import NOON, NOW
from tests.support.machines import FEED, Machine, folder, lines_in, machines, pair_of, write_acts

__all__ = ["folder", "pair_of"]


def test_every_mark_comes_to_the_other_machine(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True, bookmarked=NOON, tags=("rope", "salt"), note="Ask the pilot.")
    attic.sync()

    report = barge.sync()

    assert barge.marks(1) == Marks(True, NOON, ("rope", "salt"), "Ask the pilot.")
    assert (report.stories, report.skipped.broken) == (1, 0)
    assert "rope" in (barge.home / "bookmarks.jsonl").read_text(encoding="utf-8")


def test_what_is_taken_away_on_one_machine_is_taken_away_on_the_other(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True, bookmarked=NOON, tags=("rope",), note="Ask the pilot.")
    attic.sync()
    barge.sync()
    barge.mark(1, read=False, bookmarked=None, tags=(), note="")
    barge.sync()

    attic.sync()

    assert attic.marks(1) == Marks()
    assert barge.marks(1) == Marks()


def test_a_round_without_news_writes_and_changes_nothing(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True)
    attic.sync()
    barge.sync()
    attic.sync()
    before = lines_in(folder)

    reports = [attic.sync(), barge.sync()]

    assert [(one.sent, one.acts, one.stories) for one in reports] == [(0, 0, 0)] * 2
    assert lines_in(folder) == before


def test_the_last_of_two_decides_whichever_is_synchronised_last(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True)
    attic.sync()
    barge.sync()
    barge.at(NOW + timedelta(days=1))
    barge.mark(1, read=False)
    attic.at(NOW + timedelta(hours=1))
    attic.mark(1, read=False)
    attic.mark(1, read=True)
    barge.sync()
    attic.sync()

    barge.sync()

    assert (attic.marks(1).read, barge.marks(1).read) == (False, False)


def test_tags_and_notes_of_the_same_time_are_all_kept(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    attic.mark(1, tags=("rope",), note="Ask the pilot.")
    barge.mark(1, tags=("salt",), note="Low water at nine.")
    attic.sync()
    barge.sync()
    attic.sync()

    both = f"Ask the pilot.{NOTE_BREAK}Low water at nine."

    assert attic.marks(1) == barge.marks(1) == Marks(tags=("rope", "salt"), note=both)


def test_a_note_that_was_made_of_two_can_be_edited_like_any_other(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.mark(1, note="Ask the pilot.")
    barge.mark(1, note="Low water at nine.")
    attic.sync()
    barge.sync()
    barge.mark(1, note="The pilot comes at nine.")
    barge.sync()

    attic.sync()

    assert attic.marks(1).note == "The pilot comes at nine."


def test_marks_that_were_there_before_are_joined_when_two_begin(
    tmp_path: Path, folder: Path
) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        for machine in (attic, barge):
            machine.read(1, 2, 3)
        attic.mark(1, read=True, bookmarked=NOON, tags=("rope",))
        barge.mark(1, tags=("salt",), note="Low water at nine.")
        barge.mark(2, read=True)
        attic.begin(folder)
        barge.begin(folder)
        attic.sync()

        assert attic.marks(1) == barge.marks(1)
        assert attic.marks(1) == Marks(True, NOON, ("rope", "salt"), "Low water at nine.")
        assert (attic.marks(2).read, barge.marks(3).read) == (True, False)


def test_what_was_marked_before_it_all_began_gives_way_to_what_was_done_since(
    tmp_path: Path, folder: Path
) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        for machine in (attic, barge):
            machine.read(1)
            machine.mark(1, read=True, bookmarked=NOON)
        attic.begin(folder)
        attic.mark(1, read=False, bookmarked=None)
        attic.sync()

        barge.begin(folder)

        assert barge.marks(1) == Marks()


def test_a_mark_waits_for_its_story(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    attic.read(4)
    attic.mark(4, bookmarked=NOON, note="Ask the pilot.")
    attic.sync()

    waiting = barge.sync().waiting
    barge.read(4)
    report = barge.sync()

    assert (waiting, report.waiting, report.stories) == (1, 0, 1)
    assert barge.marks(4) == Marks(bookmarked=NOON, note="Ask the pilot.")


def test_a_story_of_another_feed_is_known_by_its_page(tmp_path: Path, folder: Path) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        attic.read(1)
        barge.read(1, feed="https://planet.example/all")
        attic.begin(folder)
        barge.begin(folder)
        attic.mark(1, tags=("rope",))
        attic.sync()
        barge.sync()
        barge.mark(1, tags=(), read=True)
        barge.sync()
        attic.sync()

        assert attic.marks(1) == barge.marks(1) == Marks(read=True)


def test_a_page_that_many_stories_share_tells_of_none(tmp_path: Path, folder: Path) -> None:
    status = "https://tide.example/status"
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        attic.read(9, feed="https://planet.example/all", link=status)
        for number in range(1, 6):
            barge.read(number, link=status, content=f"Buoy {number} is lit, {number * 7} m off.")
        attic.begin(folder)
        barge.begin(folder)
        attic.mark(9, bookmarked=NOON)
        attic.sync()

        report = barge.sync()

        assert report.stories == 0
        assert all(barge.marks(number) == Marks() for number in range(1, 6))


def test_stories_of_files_are_the_same_wherever_the_files_lie(tmp_path: Path, folder: Path) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        attic.read(1, feed="/home/attic/news", link="")
        barge.read(1, feed="/home/barge/papers", link="")
        attic.begin(folder)
        barge.begin(folder)
        attic.mark(1, read=True)
        attic.sync()
        barge.sync()

        assert barge.marks(1).read


def test_subscriptions_and_folders_come_and_go(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    place = "https://rope.example/feed"
    sources = attic.library.store.sources
    sources.add(place, "Rope", "Trade")
    attic.sync()
    came = barge.sync().sources
    (source,) = [one for one in barge.library.store.sources.all() if one.location == place]
    barge.library.store.sources.change(source, subscribed=False)
    barge.sync()
    attic.sync()

    assert (came, source.title, source.folder) == (1, "Rope", "Trade")
    assert place not in [one.location for one in sources.all()]
    assert place in [one.location for one in sources.unsubscribed()]


def test_a_source_that_is_renamed_moved_and_restored_is_so_everywhere(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    (source,) = attic.library.store.sources.all()
    sources = attic.library.store.sources
    sources.change(source, subscribed=False)
    attic.sync()
    barge.sync()
    with attic.library.store.database.act() as connection:
        connection.execute("UPDATE source SET subscribed = 1, title = 'Ebb', folder = 'Sea'")
    attic.sync()
    barge.sync()

    (there,) = barge.library.store.sources.all()

    assert (there.title, there.folder, there.location) == ("Ebb", "Sea", FEED)


def test_a_source_that_moves_is_given_up_where_it_was(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    (source,) = attic.library.store.sources.all()
    attic.library.store.sources.move_source(source.id, "https://tide.example/new")
    attic.sync()
    barge.sync()

    assert [one.location for one in barge.library.store.sources.all()] == [
        "https://tide.example/new"
    ]


def test_folders_and_pipes_of_one_machine_are_no_business_of_another(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, _ = pair_of
    attic.library.store.sources.add("/home/attic/news", "Papers")

    attic.sync()

    assert [line for line in lines_in(folder) if "/home" in str(line)] == []


def test_saved_searches_come_and_go(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    rope, salt = SavedSearch("Rope", "rope"), SavedSearch("Salt", "salt")
    attic.library.change_searches(lambda _: (rope, salt))
    attic.sync()
    came = barge.sync().searches
    barge.library.change_searches(lambda _: (salt, SavedSearch("Rope", "rope OR cable")))
    attic.library.change_searches(lambda _: (rope,))
    barge.sync()
    attic.sync()
    barge.sync()

    assert came == 2
    assert attic.library.store.searches.all() == (SavedSearch("Rope", "rope OR cable"),)
    assert barge.library.store.searches.all() == (SavedSearch("Rope", "rope OR cable"),)
    assert "cable" in (attic.home / "searches.jsonl").read_text(encoding="utf-8")


def test_a_search_that_is_no_search_here_is_left_where_it_is(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    _, barge = pair_of
    write_acts(folder, "crane-3", Act(ActKind.SEARCH, "Rope", 5, "crane-3", " "))

    assert barge.sync().searches == 0
    assert barge.library.store.searches.all() == ()


def test_acts_about_a_folder_alone_subscribe_to_nothing(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    _, barge = pair_of
    place = "https://rope.example/feed"
    write_acts(folder, "crane-3", Act(ActKind.FOLDER, place, 5, "crane-3", "Trade"))
    write_acts(folder, "crane-3", Act(ActKind.SUBSCRIPTION, f"{place}2", 5, "crane-3", None))

    assert barge.sync().sources == 0
    assert [one.location for one in barge.library.store.sources.all()] == [FEED]


def test_a_clock_that_is_wrong_by_years_decides_for_nobody_for_ever(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.at(NOW + timedelta(days=20_000))
    attic.mark(1, read=True)
    attic.sync()
    barge.sync()
    barge.mark(1, read=False)
    barge.sync()
    attic.at(NOW)

    attic.sync()

    assert not attic.marks(1).read


def test_marks_of_a_story_that_is_dropped_are_not_taken_away_elsewhere(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True, tags=("rope",))
    attic.sync()
    barge.sync()
    with attic.library.store.database.act() as connection:
        connection.execute("DELETE FROM story WHERE id = ?", (attic.id_of(1),))
    attic.mark(2, tags=("salt",))
    with attic.library.store.database.act() as connection:
        connection.execute("DELETE FROM story WHERE id = ?", (attic.id_of(2),))

    sent = attic.sync().sent
    barge.sync()

    assert sent == 0
    assert barge.marks(1) == Marks(read=True, tags=("rope",))


def test_what_other_machines_would_refuse_is_not_told(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    with attic.library.store.database.act() as connection:
        connection.execute("INSERT INTO tag VALUES (?, ?)", (attic.id_of(1), "a,b"))
        connection.execute("UPDATE mark SET note = note")

    report = attic.sync()
    barge.sync()

    assert report.sent == 0
    assert barge.marks(1).tags == ()


def test_changes_and_acts_come_in_as_many_steps_as_it_takes(
    pair_of: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.tables.sync_state.MOST_CHANGES", 2)
    monkeypatch.setattr("reader.library.sync_folder.merged_acts.CHUNK", 2)
    attic, barge = pair_of
    for number in (1, 2, 3):
        attic.mark(number, read=True, tags=("rope", "salt"), note="Ask the pilot.")
    assert attic.library.store.sync.has_changes
    attic.sync()

    report = barge.sync()

    assert not attic.library.store.sync.has_changes
    assert report.acts == 12
    assert all(barge.marks(number) == attic.marks(number) for number in (1, 2, 3))


def test_what_is_marked_while_acts_come_in_takes_part(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    known = KnownItems(barge.library.store)
    merging = MergedActs(known, LocalActs(known, lambda: 5))
    attic.mark(1, note="Ask the pilot.")
    attic.sync()
    barge.mark(1, note="Low water at nine.")
    (names,) = known.names_of([barge.id_of(1)]).values()
    theirs = Act(ActKind.NOTE, names.name, 9, "attic-1", "Ask the pilot.", names.page)

    merging.merge_acts([theirs])

    assert barge.marks(1).note == f"Ask the pilot.{NOTE_BREAK}Low water at nine."


def test_what_nobody_dated_is_of_the_moment_of_the_round(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, _ = pair_of
    attic.library.store.database.now = None
    attic.mark(1, tags=("rope",))

    attic.sync()

    (line,) = [line for line in lines_in(folder) if line["act"] == "tag"]
    assert int(str(line["at"])) >> 16 == round(1_000 * NOW.timestamp())


def test_a_source_that_is_put_into_another_folder_alone_is_so_everywhere(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    with attic.library.store.database.act() as connection:
        connection.execute("UPDATE source SET folder = 'Sea'")

    sent = attic.sync().sent
    barge.sync()

    assert sent == 1
    assert [one.folder for one in barge.library.store.sources.all()] == ["Sea"]


def test_a_search_that_both_have_already_changes_nothing(tmp_path: Path, folder: Path) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        for machine in (attic, barge):
            machine.library.change_searches(lambda _: (SavedSearch("Rope", "rope"),))
        attic.begin(folder)
        barge.begin(folder)
        write_acts(folder, "crane-3", Act(ActKind.SEARCH, "Rope", 1 << 60, "crane-3", "rope"))

        assert barge.sync().searches == 0


def test_stories_that_are_marked_as_read_all_at_once_are_read_everywhere(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    ids = attic.library.store.stories.ids("all")
    attic.library.store.batch_marks.set_read(ids, read=True)
    attic.sync()
    came = barge.sync().stories
    attic.library.store.batch_marks.set_read(ids[:1], read=False)
    attic.sync()
    barge.sync()

    assert came == 3
    assert [barge.marks(number).read for number in (1, 2, 3)] == [True, True, False]


def test_a_batch_of_marks_goes_along(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    ids = [attic.id_of(number) for number in (1, 2, 3)]
    attic.library.store.batch_marks.set_tag(ids, "rope", on=True)
    attic.library.store.batch_marks.bookmark(ids[:1], int(NOON.timestamp()))
    attic.sync()

    barge.sync()

    assert barge.marks(1) == Marks(bookmarked=NOON, tags=("rope",))
    assert barge.marks(3) == Marks(tags=("rope",))
