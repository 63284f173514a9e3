import json
import os
import sqlite3
import stat
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reader.config import Folders
from reader.library import Library
from reader.model import ContentForm, Mark, Marks, SaveOutcome, StoreError, StoryCounts
from reader.store import Store, migrations
from reader.store.database import NAME
from reader.store.files import atomic_file, bookmark_file
from reader.store.files.mirror import read_lines
from reader.store.writer_lock import writer_lock
from tests.conftest import NOON, entry, fill, pair
from tests.support.older_databases import WITHOUT_RULES, drop_sync

pytestmark = pytest.mark.time


def test_a_story_comes_back_as_it_was_saved(library: Library) -> None:
    made, story = pair(content="Text with “quotes”, 東京 and émigrés.\n\nMore.")
    source_id = library.store.sources.add("/news")

    changes = library.store.stories.save(source_id, [(made, story)])

    kept = library.store.stories.get(1)
    assert changes == [SaveOutcome.NEW]
    assert replace(kept, id=0) == story
    assert library.store.stories.original_entry(1) == made


def test_saving_a_story_again_changes_nothing(library: Library) -> None:
    fill(library, 3)

    changes = library.store.stories.save(1, [pair(number) for number in (1, 2, 3)])

    assert changes == [SaveOutcome.SAME] * 3


def test_a_changed_story_keeps_its_id_and_its_marks(library: Library) -> None:
    fill(library, 1)
    library.store.marks.save({1: Marks(read=True, bookmarked=NOON, tags=("sea",), note="fog")})

    changes = library.store.stories.save(1, [pair(1, title="A new headline")])

    assert changes == [SaveOutcome.CHANGED]
    assert library.store.stories.get(1).headline == "A new headline"
    assert library.store.marks.marks_of([1])[1].note == "fog"


def test_a_story_without_a_date_keeps_the_time_when_it_was_first_seen(library: Library) -> None:
    fill(library, 1)
    library.store.stories.save(1, [pair(9, published="", arrived=NOON)])
    later = NOON + timedelta(days=2)

    library.store.stories.save(1, [pair(9, published="", title="New", arrived=later)])

    row = library.store.stories.rows([2])[0]
    assert (row.headline, row.published, row.dated) == ("New", NOON, False)
    assert library.store.stories.get(2).published is None


def test_one_bad_story_saves_none_of_its_batch(library: Library) -> None:
    bad = (entry(2), replace(pair(2)[1], deck=None))  # type: ignore[arg-type]
    source_id = library.store.sources.add("/news")

    with pytest.raises(StoreError, match="cannot be used"):
        library.store.stories.save(source_id, [pair(1), bad])

    assert library.store.stories.counts().all == 0


def test_views_list_the_newest_first(library: Library) -> None:
    ids = fill(library, 4)
    library.store.marks.save({ids[0]: Marks(read=True, bookmarked=NOON), ids[2]: Marks(read=True)})
    library.store.marks.save({ids[3]: Marks(bookmarked=NOON + timedelta(hours=1))})

    listed = {view: list(library.store.stories.ids(view)) for view in schema_views()}

    assert listed["all"] == ids[::-1]
    assert listed["unread"] == [ids[3], ids[1]]
    assert listed["bookmarks"] == [ids[3], ids[0]]
    assert library.store.stories.counts() == StoryCounts(4, 2, 2)
    assert list(library.store.stories.ids("all", 2)) == ids[:1:-1]


def test_a_story_is_asked_for_its_time_alone(library: Library) -> None:
    fill(library, 1)

    assert library.store.stories.time_of(1) == int((NOON + timedelta(hours=1)).timestamp())
    assert library.store.stories.time_of(2) is None


def schema_views() -> list[str]:
    return ["all", "unread", "bookmarks"]


def test_rows_come_in_the_order_that_is_asked_for(library: Library) -> None:
    ids = fill(library, 1200)
    asked = [*ids[::-1], 99_999]

    assert [row.id for row in library.store.stories.rows(asked)] == ids[::-1]
    assert library.store.stories.known_ids(asked) == ids[::-1]
    assert [story.id for story in library.store.stories.by_ids([3, 99_999, 1])] == [3, 1]


def test_there_is_one_sentence_for_a_story_that_is_not_there(library: Library) -> None:
    with pytest.raises(StoreError, match=r"There is no story 7; "):
        library.store.stories.get(7)


def test_stories_are_handed_to_the_index_in_whole_revisions(library: Library) -> None:
    fill(library, 3)
    library.store.stories.save(1, [pair(4), pair(5)])

    first = library.store.stories.index_rows_after(0, 2)
    rest = library.store.stories.index_rows_after(first[-1].revision, 100)

    assert [kept.id for kept in first] == [1, 2, 3]
    assert [kept.id for kept in rest] == [4, 5]
    assert library.store.stories.count_after(0) == (5, rest[-1].revision)
    assert library.store.stories.index_rows_after(rest[-1].revision, 100) == []
    assert [story.id for story in library.store.stories.all_stories(2)] == [1, 2, 3, 4, 5]


def test_a_text_that_cleaning_left_alone_is_kept_once(library: Library) -> None:
    fill(library, 1)

    packed = library.store.database.first_row("SELECT length(content) FROM original")[0]

    assert packed < 20
    assert library.store.stories.original_entry(1).form is ContentForm.TEXT


def test_sources_count_their_stories_and_tell_their_health(library: Library) -> None:
    ids = fill(library, 3)
    library.store.marks.save({ids[0]: Marks(read=True)})
    library.store.sources.note_failure("/news", NOON, "The disk is gone.")

    source = library.store.sources.all()[0]

    assert (source.title, source.stories, source.unread) == ("News", 3, 2)
    assert source.health.last_error == "The disk is gone."
    library.store.sources.note_success(1, NOON)
    assert library.store.sources.all()[0].health.last_success == NOON


def test_subscribing_again_keeps_the_name_unless_a_new_one_comes(library: Library) -> None:
    first = library.store.sources.add("/news", "News")

    assert library.store.sources.add("/news") == first
    assert library.store.sources.all()[0].title == "News"
    assert library.store.sources.add("/news", "Other") == first
    assert library.store.sources.all()[0].title == "Other"


def test_a_source_is_found_by_part_of_its_name_in_any_case(library: Library) -> None:
    library.store.sources.add("/a", "Ägyptische Zeitung")
    library.store.sources.add("/b", "Other")

    assert library.store.sources.ids_named("ÄGYPT") == {1}
    assert library.store.sources.ids_named("/") == {1, 2}


def test_a_source_that_is_only_mentioned_is_not_subscribed_to(library: Library) -> None:
    first = library.store.sources.make_known("/gone")

    assert library.store.sources.make_known("/gone") == first
    assert library.store.sources.all() == []


def test_marks_are_found_by_what_they_are(library: Library) -> None:
    fill(library, 3)
    library.store.marks.save(
        {1: Marks(read=True, note="n"), 2: Marks(bookmarked=NOON, tags=("a", "b"))}
    )

    assert library.store.marks.ids_marked("read") == {1}
    assert library.store.marks.ids_marked("unread") == {2, 3}
    assert library.store.marks.ids_marked("bookmarked") == {2}
    assert library.store.marks.ids_marked("note") == {1}
    assert library.store.marks.ids_tagged("b") == {2}
    assert library.store.stories.rows([2])[0].tags == ("a", "b")


def test_the_file_of_bookmarks_tells_all_that_is_needed_to_find_them_again(
    home: Folders, library: Library
) -> None:
    fill(library, 2)
    library.store.marks.save({2: Marks(bookmarked=NOON, tags=("sea",), note="Read this.")})

    library.copy_marks()

    lines = list(read_lines(home.data / bookmark_file.NAME))
    told = json.loads(lines[0])
    assert len(lines) == 1
    assert (told["headline"], told["tags"], told["note"]) == ("Headline 2", ["sea"], "Read this.")
    assert bookmark_file.read_bookmark(lines[0]) == next(library.store.marks.keepsakes())


def test_older_files_of_bookmarks_stay_as_backups(home: Folders, library: Library) -> None:
    fill(library, 1)
    path = home.data / bookmark_file.NAME
    for number in range(8):
        library.store.marks.save({1: Marks(bookmarked=NOON, note=f"version {number}")})
        library.copy_marks()
        os.utime(path, (number * 4000, number * 4000))

    kept = [atomic_file.backup_path(path, number) for number in range(1, 7)]
    assert [file.exists() for file in kept] == [True] * 5 + [False]
    assert "version 6" in kept[0].read_text()
    assert "version 2" in kept[4].read_text()


def test_a_busy_minute_makes_no_more_than_one_backup(home: Folders, library: Library) -> None:
    fill(library, 1)
    for number in range(4):
        library.store.marks.save({1: Marks(bookmarked=NOON, note=f"version {number}")})
        library.copy_marks()

    path = home.data / bookmark_file.NAME
    assert "version 0" in atomic_file.backup_path(path, 1).read_text()
    assert not atomic_file.backup_path(path, 2).exists()


def test_bookmarks_that_cannot_be_written_leave_the_old_file(tmp_path: Path) -> None:
    blocked = tmp_path / "home"
    (blocked / bookmark_file.NAME).mkdir(parents=True)

    with pytest.raises(StoreError, match="could not be copied"):
        atomic_file.save_lines(blocked / bookmark_file.NAME, [], "bookmarks")

    assert list(blocked.iterdir()) == [blocked / bookmark_file.NAME]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"key": "k"}',
        '{"source": "s", "key": "k", "note": 3}',
        '{"source": "s", "key": "k", "tags": "sea"}',
        '{"source": "s", "key": "k", "bookmarked": "soon"}',
    ],
)
def test_a_line_that_is_no_bookmark_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"it|Expecting|Invalid"):
        bookmark_file.read_bookmark(line)


def test_a_bookmark_without_a_time_zone_is_taken_as_utc() -> None:
    kept = bookmark_file.read_bookmark(
        '{"source": "s", "key": "k", "bookmarked": "2026-11-20T12:00:00"}'
    )

    assert kept.marks.bookmarked == NOON


def test_a_database_is_migrated_after_a_copy_of_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(str(tmp_path)).close()
    more = ("ALTER TABLE story ADD COLUMN event INTEGER; CREATE TABLE event (id INTEGER)",)
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS + more)

    store = Store.open(str(tmp_path))

    assert store.database.first_row("SELECT count(*) FROM event")[0] == 0
    version = len(migrations.MIGRATIONS) - 1
    copy = sqlite3.connect(tmp_path / f"{NAME}.version{version}")
    assert copy.execute("PRAGMA user_version").fetchone()[0] == version
    copy.close()
    store.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(str(tmp_path)).close()
    monkeypatch.setattr(
        migrations, "MIGRATIONS", (*migrations.MIGRATIONS, "CREATE TABLE event (id); nonsense")
    )

    with pytest.raises(StoreError, match="syntax error"):
        Store.open(str(tmp_path))

    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:-1])
    store = Store.open(str(tmp_path))
    assert (
        store.database.first_row("SELECT count(*) FROM sqlite_master WHERE name = 'event'")[0] == 0
    )
    store.close()


def test_a_database_of_a_newer_newsreader_is_left_alone(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path))
    store.database.connection.execute("PRAGMA user_version = 99")
    store.close()

    with pytest.raises(StoreError, match="made by a newer newsreader"):
        Store.open(str(tmp_path))


def test_a_migration_that_another_process_has_run_is_not_run_again(tmp_path: Path) -> None:
    from reader.store.migrations.migration_run import migrate_step

    store = Store.open(str(tmp_path))

    assert migrate_step(store.database.connection, 0) == len(migrations.MIGRATIONS)
    store.close()


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not a database, but long enough to look like one" * 30)

    with pytest.raises(StoreError, match=r"newsreader\.db cannot be used: file is not a database"):
        Store.open(str(tmp_path))


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="cannot be used"):
        Store.open(str(tmp_path / "file"))


def test_closing_a_database_that_is_closed_is_no_error(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path))
    store.close()

    store.close()


def test_an_act_that_cannot_be_committed_is_taken_back_as_a_whole(library: Library) -> None:
    database = library.store.database

    def tag_no_story() -> None:
        with database.act() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")  # looked at by the commit
            connection.execute("INSERT INTO tag VALUES (99, 'of no story')")

    with pytest.raises(sqlite3.IntegrityError):
        tag_no_story()

    assert not database.connection.in_transaction
    assert database.first_row("SELECT count(*) FROM tag") == (0,)


def test_an_unknown_fact_about_the_database_is_empty(library: Library) -> None:
    assert library.store.database.meta("nothing") == ""
    assert len(library.store.database.meta("store")) == 32


def test_only_one_process_adds_stories_at_a_time(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(StoreError, match="Another newsreader"),
        writer_lock(tmp_path, patience=0.1),
    ):
        pass

    with writer_lock(tmp_path, patience=0):
        assert stat.S_ISREG((tmp_path / "adding.lock").stat().st_mode)


def test_who_is_told_of_waiting_waits_as_long_as_the_other_gets_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.writer_lock.SOON", 0.2)
    waited: list[int] = []
    with ExitStack() as other:
        other.enter_context(writer_lock(tmp_path))

        def add(seconds: int) -> None:
            waited.append(seconds)
            if len(waited) == 3:
                other.close()
            (tmp_path / "newsreader.db-wal").write_bytes(b"." * len(waited))

        with writer_lock(tmp_path, add, patience=1.5):
            pass

    assert waited == [0, 1, 2]


def test_who_is_told_of_waiting_gives_up_where_the_other_stands_still(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(StoreError, match="Another newsreader"),
        writer_lock(tmp_path, print, patience=0.3),
    ):
        pass


def test_who_waits_sees_that_another_has_got_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "adding.lock"
    with writer_lock(tmp_path):
        os.utime(lock, (0, 0))
    with writer_lock(tmp_path):
        assert lock.stat().st_mtime > 0


def test_many_stories_are_marked_as_read_at_once_and_counted(library: Library) -> None:
    ids = fill(library, 5)
    library.set_marks({ids[0]: Marks(bookmarked=NOON), ids[1]: Marks(read=True)})
    marks = library.store.marks

    assert marks.unread_of(ids) == 4
    assert set(library.store.batch_marks.set_read([*ids, 999], True)) == set(ids) - {ids[1]}
    assert library.store.stories.counts().unread == 0
    assert marks.marks_of(ids)[ids[0]].bookmarked == NOON
    assert list(library.store.batch_marks.set_read(ids[:2], False)) == ids[:2]
    assert library.store.stories.counts().unread == 2
    library.set_mark([ids[0]], Mark.READ, True)
    assert library.store.stories.counts().unread == 1


def test_tags_are_told_with_the_most_used_first(library: Library) -> None:
    ids = fill(library, 2)
    library.set_marks({ids[0]: Marks(tags=("fog", "sea")), ids[1]: Marks(tags=("sea",))})

    assert library.store.marks.tags() == ["sea", "fog"]


def test_the_place_in_a_story_is_kept_and_forgotten(library: Library) -> None:
    fill(library, 1)
    marks = library.store.marks

    assert marks.place(1) == 0
    marks.put_place(1, 420)
    assert marks.place(1) == 420
    marks.put_place(1, 0)
    assert marks.place(1) == 0


def test_a_database_from_before_comments_keeps_all_that_it_holds(home: Folders) -> None:
    first = Library.open(home)
    (story_id,) = fill(first, 1)
    before = first.store.stories.get(story_id)
    older = migrations.MIGRATIONS.index(migrations.COMMENTS)
    first.store.database.connection.execute("ALTER TABLE body DROP COLUMN comments")
    drop_sync(first.store.database.connection)
    for statement in ("DROP TABLE lesson", *WITHOUT_RULES):
        first.store.database.connection.execute(statement)
    first.store.database.connection.execute(f"PRAGMA user_version = {older}")
    first.close()

    again = Library.open(home)

    assert again.store.stories.get(story_id) == before
    again.close()


def test_an_act_that_the_database_does_not_take_is_told_in_a_sentence(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path))
    store.database.connection.execute("PRAGMA query_only = ON")

    with pytest.raises(StoreError, match="readonly"), store.act():
        pass
    store.close()


def test_who_stays_for_days_holds_few_pages_and_leaves_the_log_to_others(tmp_path: Path) -> None:
    store, other = Store.open(str(tmp_path)), Store.open(str(tmp_path))
    store.database.suit_long_sitting()
    assert store.database.first_row("PRAGMA cache_size") == (-4_000,)
    before = store.database.path.stat().st_size

    with store.act():
        store.database.set_meta("fog", "quay" * 2_000_000)  # 8 MB, more than 1,000 pages
    assert store.database.path.stat().st_size == before  # all of it is in the log
    other.database.checkpoint()
    assert store.database.path.stat().st_size > before + 8_000_000
    store.close()
    other.close()


def test_pages_are_let_go_of_and_nothing_is_lost_with_them(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path))
    asked: list[str] = []
    with store.act():
        store.database.set_meta("fog", "quay")
        store.database.connection.set_trace_callback(asked.append)
        store.database.release_pages()
        store.database.connection.set_trace_callback(None)

    assert asked == ["PRAGMA shrink_memory"]
    assert store.database.meta("fog") == "quay"
    store.close()
    store.database.release_pages()  # of none it holds none


def test_counts_are_those_of_now_whoever_changes_what_is_counted(tmp_path: Path) -> None:
    store, other = Store.open(str(tmp_path)), Store.open(str(tmp_path))
    ids = [store.sources.add(f"https://quay.example/{number}") for number in range(2)]
    save = [(store, 0), (store, 0), (other, 1)]
    for number, (one, source) in enumerate(save, start=1):
        one.stories.save(ids[source], [pair(number)])
        assert (store.stories.counts().all, other.stories.counts().all) == (number, number)
    with suppress(ZeroDivisionError), store.act():
        store.database.connection.execute("UPDATE source SET story_count = 9")
        assert store.stories.counts().all == 18
        raise ZeroDivisionError
    assert store.stories.counts().all == 3
    store.close()
    other.close()


def test_writing_gives_a_locked_database_up_long_before_reading_does(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path))
    store.database.patience = 0.05
    other = sqlite3.connect(store.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(sqlite3.OperationalError, match="locked"), store.database.act():
        pass
    assert store.database.first_row("PRAGMA busy_timeout") == (60_000,)
    other.execute("COMMIT")
    with store.database.act():
        store.database.set_meta("fog", "lifted")
    assert store.database.meta("fog") == "lifted"
    other.close()
    store.close()
