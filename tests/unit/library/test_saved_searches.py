import json
import sqlite3

import pytest

from reader.config import Folders
from reader.library import Library, saved_searches
from reader.library.recovery.recovery_report import SEARCHES_FILE
from reader.model import Mark, Marks, QueryError, SavedSearch, StoreError, StoryCounts
from reader.store import migrations
from reader.store.database import NAME, open_database
from reader.store.migrations.migration_run import script_statements
from reader.store.tables.saved_searches import MOST
from tests.conftest import NOON, fill, pair

pytestmark = pytest.mark.time

SEA = SavedSearch("Sea", "storm OR fog")
ILL = SavedSearch("Illness", '"common cold"')


def test_saved_searches_keep_their_order(library: Library) -> None:
    for one in (SEA, ILL):
        library.change_searches(lambda saved, one=one: saved_searches.add_search(saved, one))  # type: ignore[misc]

    assert library.store.searches.all() == (SEA, ILL)


def test_saving_under_a_taken_name_replaces_what_it_stood_for() -> None:
    assert saved_searches.add_search((SEA, ILL), SavedSearch("Sea", "tide")) == (
        SavedSearch("Sea", "tide"),
        ILL,
    )


def test_a_saved_search_can_be_renamed_and_removed() -> None:
    assert saved_searches.rename_search((SEA, ILL), "Sea", "Water") == (
        SavedSearch("Water", SEA.query),
        ILL,
    )
    assert saved_searches.rename_search((SEA,), "Sea", "Sea") == (SEA,)
    assert saved_searches.remove_search((SEA, ILL), "Sea") == (ILL,)


@pytest.mark.parametrize(
    ("saved", "complaint"),
    [
        (SavedSearch(" ", "storm"), "needs a name"),
        (SavedSearch("Sea", ""), "something to search for"),
        (SavedSearch("Sea\nside", "storm"), "one line"),
        (SavedSearch("Sea", "storm\x1b[31m"), "one line"),
        (SavedSearch("x" * 300, "storm"), "at most 200 letters"),
    ],
)
def test_what_cannot_be_shown_on_a_line_is_not_saved(saved: SavedSearch, complaint: str) -> None:
    with pytest.raises(QueryError, match=complaint):
        saved_searches.add_search((), saved)


def test_a_saved_search_that_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(QueryError, match="no saved search called 'Sea'"):
        saved_searches.remove_search((ILL,), "Sea")
    with pytest.raises(QueryError, match="called 'Illness' already"):
        saved_searches.rename_search((SEA, ILL), "Sea", "Illness")


def test_a_change_that_cannot_be_made_changes_nothing(library: Library) -> None:
    library.change_searches(lambda _: (SEA, ILL))

    with pytest.raises(QueryError):
        library.change_searches(lambda saved: saved_searches.remove_search(saved, "Sky"))

    assert library.store.searches.all() == (SEA, ILL)


def test_saved_searches_come_back_after_the_database_was_lost(home: Folders) -> None:
    library = Library.open(home)
    library.change_searches(lambda _: (SEA, ILL))
    library.close()
    for path in home.data.glob(f"{NAME}*"):
        path.unlink()

    again = Library.open(home)

    assert again.store.searches.all() == (SEA, ILL)
    again.close()


def test_lines_that_hold_no_search_are_passed_over(home: Folders) -> None:
    home.data.mkdir(parents=True)
    lines = ["", "{", "[1]", "7", '{"name": "Sea"}', '{"name": "", "query": "x"}', "[" * 10**5]
    lines += [json.dumps({"name": "Sea", "query": query}) for query in ("first", "last")]
    (home.data / SEARCHES_FILE).write_text("\n".join(lines))

    library = Library.open(home)

    assert library.store.searches.all() == (SavedSearch("Sea", "last"),)
    library.close()


def test_a_file_that_was_edited_adds_to_what_the_database_holds(home: Folders) -> None:
    library = Library.open(home)
    library.change_searches(lambda _: (SEA,))
    library.close()
    (home.data / SEARCHES_FILE).write_text(json.dumps({"name": "Sky", "query": "cloud"}))

    again = Library.open(home)

    assert again.store.searches.all() == (SEA, SavedSearch("Sky", "cloud"))
    again.close()


def test_a_file_that_cannot_be_written_is_said_so_and_the_database_has_it(
    library: Library,
) -> None:
    (library.folders.data / SEARCHES_FILE).mkdir()

    with pytest.raises(StoreError, match="saved searches could not be copied"):
        library.change_searches(lambda _: (SEA,))

    assert library.store.searches.all() == (SEA,)


def test_earlier_searches_are_kept_once_the_latest_first(library: Library) -> None:
    for text in ("storm", "fog", "tide", "fog"):
        library.store.searches.remember_search(text)

    assert library.store.searches.earlier_searches() == ["fog", "tide", "storm"]


def test_of_very_many_searches_the_oldest_are_forgotten(library: Library) -> None:
    for number in range(MOST + 5):
        library.store.searches.remember_search(f"storm {number}")

    earlier = library.store.searches.earlier_searches()
    assert len(earlier) == MOST
    assert (earlier[0], earlier[-1]) == (f"storm {MOST + 4}", "storm 5")


def test_a_search_is_counted_with_its_unread_stories(library: Library) -> None:
    fill(library, 5)
    library.set_mark([1, 2], Mark.READ, True)
    library.update_index()

    index = library.open_index()
    counted = [library.count_finds(index, text) for text in ("ships", "is:read", "-ships")]
    index.close()

    assert [(one.found, one.unread) for one in counted] == [(5, 3), (2, 0), (0, 0)]


def source_counts(library: Library) -> list[tuple[int, int]]:
    return [(source.stories, source.unread) for source in library.store.sources.all()]


def test_sources_count_their_stories_whatever_happens_to_them(library: Library) -> None:
    fill(library, 3)
    fill(library, 2, "/other")
    library.store.marks.save({1: Marks(read=True), 2: Marks(), 4: Marks(read=True)})
    assert source_counts(library) == [(3, 2), (2, 1)]
    library.store.marks.save({1: Marks(), 2: Marks(read=True, bookmarked=NOON)})
    assert source_counts(library) == [(3, 2), (2, 1)]
    library.store.stories.save(1, [pair(1, title="Changed"), pair(9)])
    assert source_counts(library) == [(4, 3), (2, 1)]

    connection = library.store.database.connection
    connection.execute("DELETE FROM story WHERE id IN (2, 3)")
    assert source_counts(library) == [(2, 2), (2, 1)]
    connection.execute("DELETE FROM mark")

    assert source_counts(library) == [(2, 2), (2, 2)]
    assert library.store.stories.counts() == StoryCounts(4, 4, 0)


def test_a_source_and_a_folder_are_views(library: Library) -> None:
    fill(library, 2)
    fill(library, 2, "/other")
    library.store.sources.add("/third", "Third", "Sea")
    library.store.stories.save(3, [pair(9)])

    assert list(library.store.stories.ids("source:2")) == [4, 3]
    assert list(library.store.stories.ids("source:2", 1)) == [4]
    assert list(library.store.stories.ids("folder:Sea")) == [5]
    assert list(library.store.stories.ids("folder:no: such")) == []


def test_counting_begins_with_what_an_older_database_holds(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = migrations.MIGRATIONS
    with monkeypatch.context() as older:
        older.setattr(migrations, "MIGRATIONS", newest[:2])
        database = open_database(str(home.data))
        database.connection.executescript(OLDER)
        database.close()

    library = Library.open(home)

    assert source_counts(library) == [(2, 1)]
    assert (home.data / f"{NAME}.version2").exists()
    library.close()


OLDER = """
INSERT INTO source (id, location) VALUES (1, '/news');
INSERT INTO story VALUES (1, 1, 'a', 'A', '', '', 1, 1, 0, 1), (2, 1, 'b', 'B', '', '', 2, 1, 0, 1);
INSERT INTO mark (story_id, read) VALUES (1, 1), (2, 0);
"""


def test_what_the_migrations_say_is_taken_apart_whole() -> None:
    parts = list(script_statements(migrations.SEARCHES))

    assert all(sqlite3.complete_statement(part) for part in parts)
    assert sum("CREATE TRIGGER" in part for part in parts) == 5
