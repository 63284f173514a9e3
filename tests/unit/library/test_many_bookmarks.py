"""Very many bookmarks: their file is written, read and checked without all of it in memory."""

import json
import shutil
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.config import Folders, default_folders
from reader.library import Library
from reader.library.bookmark_export import FORMATS
from reader.library.diagnostics import run_checks
from reader.library.marks import change_marks, with_tags
from reader.library.recovery import restore
from reader.model import Keepsake
from reader.model.safe_text import to_json
from reader.store.database import NAME
from reader.store.files import bookmark_file
from reader.store.files.mirror import read_lines
from tests.conftest import pair

MANY = 2_000
WORDS = "The keeper counted the ships that night, and then the fog came in. " * 80


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library with many long stories, before and after all are bookmarked."""
    home = tmp_path_factory.mktemp("many") / "home"
    places = default_folders(str(home))
    with closing(Library.open(places)) as library:
        pairs = [pair(number, content=f"{number}. {WORDS}") for number in range(MANY)]
        library.store.stories.save(library.store.sources.add("/news"), pairs)
    shutil.copy(home / NAME, home.parent / NAME)
    with closing(Library.open(places)) as library:
        library.store.batch_marks.bookmark(library.store.stories.ids("all"), 1_700_000_000)
        library.copy_marks()
    return home


@pytest.fixture
def many(filled: Path, tmp_path: Path) -> Folders:
    """A home of one's own with those stories, all bookmarked."""
    shutil.copytree(filled, tmp_path / "home")
    return default_folders(str(tmp_path / "home"))


def most_memory(act: Callable[[], object]) -> int:
    """The bytes that an act needs at most, beside those that were there before."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_the_file_is_written_a_few_stories_at_a_time(many: Folders) -> None:
    path = many.data / bookmark_file.NAME
    with closing(Library.open(many)) as library:
        needed = most_memory(lambda: library.copy_marks(anew=True))

        assert list(read_lines(path)) == list(library.bookmark_lines())
    assert needed < path.stat().st_size * 0.7


def test_what_the_database_lost_comes_back_a_few_stories_at_a_time(
    many: Folders, filled: Path
) -> None:
    path = many.data / bookmark_file.NAME
    shutil.copy(filled.parent / NAME, many.data / NAME)
    opened: list[Library] = []
    needed = most_memory(lambda: opened.append(Library.open(many)))
    with closing(opened[0]) as library:
        assert library.store.stories.counts().bookmarked == MANY
        assert len(library.recovery.marks_before) == MANY
        assert "2,000 stories have their marks back" in str(library.recovery.notes)
    assert needed < path.stat().st_size * 0.7


def test_the_file_is_compared_with_the_database_a_few_stories_at_a_time(many: Folders) -> None:
    with closing(Library.open(many)) as library:
        checks = run_checks(library, lambda _: None)
        while next(checks).check != "dates":
            pass
        said: list[str] = []
        needed = most_memory(lambda: said.append(next(checks).said))

    assert said == ["2,000 in the database, the same in their file"]
    assert needed < (many.data / bookmark_file.NAME).stat().st_size * 0.7


def test_what_marks_of_very_many_stories_were_takes_little_to_remember(many: Folders) -> None:
    with closing(Library.open(many)) as library:
        ids = library.store.stories.ids("all")
        kept: list[object] = []
        tracemalloc.start()
        kept.append(change_marks(library.store, ids, lambda had: with_tags(had, ["fog"])))
        held = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()

        assert library.store.marks.ids_tagged("fog") == {*ids}
    assert held < 200 * MANY  # bytes


@pytest.mark.parametrize("kind", FORMATS)
def test_bookmarks_are_exported_a_few_stories_at_a_time(many: Folders, kind: str) -> None:
    with closing(Library.open(many)) as library:

        def export() -> None:
            for _ in FORMATS[kind](library.store.marks.keepsakes()):
                pass

        needed = most_memory(export)

    assert needed < (many.data / bookmark_file.NAME).stat().st_size * 0.7


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_array_of_json_looks_as_if_it_were_written_at_once(count: int) -> None:
    kept = [
        Keepsake("/news", str(number), text='One "line"\nand [two].') for number in range(count)
    ]
    whole = to_json([bookmark_file.bookmark_json(one) for one in kept], indent=2)

    assert "\n".join(FORMATS["json"](kept)) == whole
    assert len(json.loads(whole)) == count


def test_two_lines_about_one_story_count_together_though_they_are_far_apart(
    many: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "_AT_A_TIME", 1)
    with closing(Library.open(many)) as library:
        other = library.store.sources.add("/other")
        with library.store.database.act() as connection:
            connection.execute("INSERT INTO also VALUES (1, ?, 'copy', 'text', '{}', '')", (other,))
        lines = list(told(library))
        generation = library.store.database.generation(bookmark_file.PART) + 5
        head = {"newsreader": "bookmarks", "store": library.store.database.meta("store")}
    content = "".join(f"{line}\n" for line in lines)
    first = json.dumps(head | {"generation": generation, "size": len(content.encode())})
    (many.data / bookmark_file.NAME).write_text(f"{first}\n{content}")
    with closing(Library.open(many)) as library:
        assert library.store.marks.marks_of([1])[1].tags == ("fog", "lamps")
        assert library.store.stories.counts().bookmarked == 1


def told(library: Library) -> Iterator[str]:
    """A bookmark of the first story, and another one under the name that another source has."""
    keepsake = next(library.store.marks.keepsakes_of([1]))
    line = bookmark_file.bookmark_json(keepsake)
    yield to_json(line | {"tags": ["fog"]})
    yield to_json(line | {"source": "/other", "key": "copy", "tags": ["lamps"]})
