import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.config import Folders
from reader.library import SAMPLES, Library, clean_location
from reader.library.ingest import pipeline
from reader.library.ingest.memory_limit import memory_limit
from reader.model import (
    ContentForm,
    Document,
    DocumentKind,
    Entry,
    Mark,
    Marks,
    Progress,
    Search,
    SiteContext,
    StoreError,
)
from reader.store.files.mirror import read_lines
from reader.store.writer_lock import writer_lock
from tests.conftest import NOON, fill, pair
from tests.support.forked_processes import ForkedProcess

STORY = "A lamp goes out\n\n" + "The keeper of the light climbed the stairs at dusk as always. " * 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two texts, a feed of one entry and a picture."""
    made = tmp_path / "news"
    made.mkdir()
    (made / "a.txt").write_text(STORY)
    (made / "b.txt").write_text(STORY.replace("keeper", "pilot").replace("A lamp", "A ship"))
    (made / "c.xml").write_text(
        "<rss version='2.0'><channel><title>Tides</title><item><guid>t1</guid>"
        "<title>High water</title><description>At noon.</description></item></channel></rss>"
    )
    (made / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    return made


def found(library: Library, words: str, **given: object) -> list[str]:
    index = library.open_index()
    hits = library.search(index, Search(library.parse_query(words), **given))  # type: ignore[arg-type]
    index.close()
    return [row.headline for row in library.store.stories.rows(hits.ids)]


def test_a_folder_goes_in_and_one_bad_file_never_stops_the_rest(
    library: Library, folder: Path
) -> None:
    told = list(library.add(str(folder)))

    assert [new for _, new in told] == [1, 1, 1, 0]
    assert "d.png: is an image" in told[3][0].error
    assert [source.title for source in library.store.sources.all()] == ["news"]


def test_a_feed_gives_its_source_the_name(library: Library, folder: Path) -> None:
    list(library.add(str(folder / "c.xml")))

    assert library.store.sources.all()[0].title == "Tides"


def test_what_cannot_be_read_at_all_is_not_subscribed_to(library: Library, tmp_path: Path) -> None:
    ((told, new),) = library.add(str(tmp_path / "nothing.txt"))

    assert "does not exist" in told.error
    assert new == 0
    assert library.store.sources.all() == []


def test_a_source_that_has_gone_says_so_and_keeps_its_stories(
    library: Library, folder: Path
) -> None:
    list(library.add(str(folder / "a.txt")))
    (folder / "a.txt").unlink()

    list(library.refresh())

    source = library.store.sources.all()[0]
    assert "does not exist" in source.health.last_error
    assert source.stories == 1


def test_standard_input_is_a_source(library: Library) -> None:
    ((told, new),) = library.add("-", BytesIO(STORY.encode()))

    assert (told.kind, new) == (DocumentKind.DUMP, 1)
    assert library.store.sources.all()[0].title == "Standard input"


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(marks=st.lists(st.sampled_from(list(Mark)), max_size=4))
def test_adding_a_source_again_changes_no_marks(
    library: Library, folder: Path, marks: list[Mark]
) -> None:
    list(library.add(str(folder)))
    for mark in marks:
        library.set_mark([1, 3], mark, on=True)
    before = library.store.marks.marks_of([1, 2, 3])

    told = list(library.add(str(folder)))

    assert sum(new for _, new in told) == 0
    assert library.store.marks.marks_of([1, 2, 3]) == before


def test_the_samples_are_there_without_their_subscription_list(library: Library) -> None:
    told = list(library.add(SAMPLES))

    assert not [found.error for found, _ in told if found.error]
    assert library.store.sources.all()[0].title == "Sample stories"
    newest = library.store.stories.rows(library.store.stories.ids("all", 1))[0]
    assert newest.headline.startswith("Welcome")
    assert next(clean_location(SAMPLES, NOON)).location.endswith(".txt")


def test_samples_lie_in_the_package_or_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reader" / "sample_feed").mkdir(parents=True)
    monkeypatch.setattr(pipeline, "PACKAGE", tmp_path / "reader")
    assert pipeline.sample_folder() == tmp_path / "reader" / "sample_feed"

    monkeypatch.setattr(pipeline, "PACKAGE", tmp_path / "elsewhere")
    assert pipeline.sample_folder() == tmp_path / "sample_feed"


@pytest.mark.parametrize(
    ("words", "headline"),
    [("agypten", "Ägypten feiert"), ("москва", "Die Москва fährt"), ("MOSKVA", None)],
)
def test_case_and_accents_do_not_matter(library: Library, words: str, headline: str | None) -> None:
    source_id = library.store.sources.add("/news")
    stories = [pair(1, title="Ägypten feiert"), pair(2, title="Die Москва fährt")]
    library.store.stories.save(source_id, stories)
    library.update_index()

    assert found(library, words) == ([headline] if headline else [])


def test_marks_tags_and_sources_are_searched_with_words(library: Library) -> None:
    fill(library, 4)
    library.set_mark([1, 2], Mark.READ, on=True)
    library.set_marks({3: Marks(tags=("sea",), bookmarked=NOON)})
    library.update_index()

    assert found(library, "ships is:unread", order="newest") == ["Headline 4", "Headline 3"]
    assert found(library, "tag:sea OR (is:read title:1)", order="newest") == [
        "Headline 3",
        "Headline 1",
    ]
    assert found(library, "in:news -is:bookmarked title:3") == []


def test_the_index_is_brought_up_to_date_and_only_that(library: Library) -> None:
    told: list[Progress] = []
    fill(library, 3)

    assert library.count_unindexed() == 3
    assert library.update_index(told.append) == 3
    assert (told[0].done, told[-1].done, told[-1].total) == (0, 3, 3)
    assert library.count_unindexed() == 0
    assert library.update_index() == 0
    assert library.update_index(anew=True) == 3


def test_deleting_the_index_costs_nothing_but_a_rebuild(library: Library) -> None:
    fill(library, 3)
    library.update_index()
    for path in (library.folders.cache / "index").iterdir():
        path.unlink()

    assert library.count_unindexed() == 3
    library.update_index()
    assert len(found(library, "ships")) == 3


def test_stories_travel_as_lines_of_json(library: Library, home: Folders, tmp_path: Path) -> None:
    fill(library, 3)
    lines = list(library.story_lines())
    from reader.config import default_folders

    other = Library.open(default_folders(str(tmp_path / "other")))
    told = list(other.import_stories(BytesIO("\n".join(lines).encode()), "stories.jsonl"))
    again = list(other.import_stories(BytesIO("\n".join(lines).encode()), "renamed.jsonl"))

    assert [new for _, new in told] == [3]
    assert [new for _, new in again] == [0]
    assert list(other.story_lines()) == lines
    assert json.loads(lines[0])["title"] == "Headline 1"
    other.close()


def test_bad_lines_of_json_are_named_and_the_rest_goes_in(library: Library) -> None:
    lines = [b'{"title": "One", "text": "A."}', b"", b"{", b"[1]", b'{"title": 3}', b"{}"]

    told = list(library.import_stories(BytesIO(b"\n".join(lines)), "f.jsonl"))

    assert [found.error for found, _ in told if found.error] == [
        "f.jsonl, line 3: is not JSON.",
        "f.jsonl, line 4: is not a JSON object.",
        "f.jsonl, line 5: its title is not text.",
        "f.jsonl, line 6: holds neither a title nor a text.",
    ]
    assert library.store.stories.counts().all == 1


def test_bookmarks_outlive_their_database(library: Library, home: Folders) -> None:
    fill(library, 2)
    library.set_marks({1: Marks(bookmarked=NOON, tags=("sea",), note="Read this.")})
    library.copy_marks()
    library.close()
    with (home.data / "bookmarks.jsonl").open("a") as file:
        file.write("{half a line")
    for path in home.data.glob("newsreader.db*"):
        path.unlink()

    again = Library.open(home)

    assert again.store.marks.marks_of([1])[1] == Marks(
        bookmarked=NOON, tags=("sea",), note="Read this."
    )
    assert again.store.stories.get(1).headline == "Headline 1"
    assert again.store.sources.all() == []
    fill(again, 2)
    assert again.store.stories.counts().all == 2
    assert again.store.marks.marks_of([1])[1].note == "Read this."
    again.close()


def test_importing_bookmarks_joins_them_with_those_that_are_there(library: Library) -> None:
    fill(library, 2)
    library.set_marks({1: Marks(bookmarked=NOON, tags=("sea",)), 2: Marks(note="Old.")})
    lines = [*library.bookmark_lines(), "", "nonsense"]
    library.set_marks({1: Marks(read=True, tags=("fog",)), 2: Marks(note="New.")})

    errors = list(library.import_bookmarks(iter(lines), "kept.jsonl"))

    assert errors == ["kept.jsonl, line 4: is not a bookmark: it is not a line of JSON."]
    assert library.store.marks.marks_of([1])[1] == Marks(True, NOON, ("fog", "sea"))
    assert library.store.marks.marks_of([2])[2].note == "New."


def test_a_bookmark_that_is_set_again_keeps_its_time(library: Library) -> None:
    fill(library, 1)
    library.set_marks({1: Marks(bookmarked=NOON)})

    before = library.set_mark([1], Mark.BOOKMARKED, on=True)

    assert before[1].bookmarked == NOON
    assert library.store.marks.marks_of([1])[1].bookmarked == NOON
    library.set_mark([1], Mark.BOOKMARKED, on=False)
    assert library.store.marks.marks_of([1])[1].bookmarked is None


def test_two_processes_do_not_add_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.writer_lock.BRIEF", 0.1)

    with writer_lock(library.folders.data), pytest.raises(StoreError, match="Another newsreader"):
        library.update_index()


KILLED = """
import sys
from reader.config import default_folders
from reader.library import Library
from reader.model import Mark
library = Library.open(default_folders(sys.argv[1]))
for number in range(1, 10_000):
    library.set_mark([1 + number % 50], Mark.BOOKMARKED, on=True)
    print(1 + number % 50, flush=True)
    library.copy_marks()
"""


@pytest.mark.parametrize("after", [1, 7, 23])
def test_a_killed_process_loses_no_bookmark(library: Library, home: Folders, after: int) -> None:
    fill(library, 50)
    process = ForkedProcess(
        [sys.executable, "-c", KILLED, str(home.data)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    told += [int(line) for line in process.stdout.read().split()]
    process.stdout.close()
    process.wait()

    assert library.store.marks.ids_marked("bookmarked") >= set(told)
    kept = list(read_lines(home.data / "bookmarks.jsonl")) if after > 1 else []
    assert all(json.loads(line)["bookmarked"] for line in kept)


def test_a_process_that_is_killed_while_indexing_leaves_work_and_no_damage(
    library: Library, home: Folders
) -> None:
    fill(library, 400)
    code = "import sys; from reader.config import default_folders\n"
    code += "from reader.library import Library; print(flush=True)\n"
    code += "Library.open(default_folders(sys.argv[1])).update_index()"
    for wait in (0.05, 0.2, 0.3):
        process = ForkedProcess(
            [sys.executable, "-c", code, str(home.data)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()

    library.update_index()

    assert library.count_unindexed() == 0
    assert len(found(library, "ships", limit=1000)) == 400


DUMP = """{headline}

{first}

Every morning this paper is carried to your door by people who know the way in the dark.

{second}

{third}
"""
STORIES = (
    (
        "Harbour wall is raised by a metre",
        "The wall that keeps the sea out of the lower town is being raised by a metre this year.",
        "Engineers said that the tides of the last decade had left the council no other choice.",
        "The stone comes by barge, and the first of it has been lying off the mole since Easter.",
    ),
    (
        "Beekeepers count a good summer",
        "Beekeepers in the eastern valleys have counted the best honey harvest for a generation.",
        "They put it down to a late spring and to hedges that nobody had found time to cut.",
        "Heather honey is still to come, and the jars for it have been ordered from two makers.",
    ),
    (
        "Old ferry returns to the lake",
        "A paddle steamer that was built before the first war carried passengers again on Sunday.",
        "Volunteers had spent eleven winters riveting plates and boiling the paint off her saloon.",
        "She will cross twice a day until the ice comes, for the price of a loaf and a half.",
    ),
)


def test_what_all_dumps_of_a_source_say_is_no_story(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    for number, (headline, *said) in enumerate(STORIES):
        text = DUMP.format(headline=headline, first=said[0], second=said[1], third=said[2])
        (folder / f"{number}.txt").write_text(text)

    list(library.add(str(folder)))
    told: list[Progress] = []
    changed = library.reclean(told.append)

    texts = [library.store.stories.get(number).text for number in (1, 2, 3)]
    assert changed == 1
    assert (told[0].done, told[-1].done, told[-1].total) == (0, 3, 3)
    for text, (_, *said) in zip(texts, STORIES, strict=True):
        assert text == "\n\n".join(said)
    assert library.reclean() == 0


def test_cleaning_again_keeps_marks_and_ids_and_goes_on_where_it_stopped(
    library: Library,
) -> None:
    source_id = library.store.sources.add("/news")
    pages = [
        pair(number, content=f"<p>{number} ships.", form=ContentForm.HTML) for number in range(250)
    ]
    library.store.stories.save(source_id, pages)
    library.set_marks({7: Marks(bookmarked=NOON, note="n")})
    for number in (7, 220):
        library.store.database.connection.execute(
            "UPDATE body SET text = 'Old.' WHERE story_id = ?", (number,)
        )

    def cut_off(progress: Progress) -> None:
        if progress.done >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.reclean(cut_off)
    told: list[Progress] = []
    changed = library.reclean(told.append)

    assert told[0].done == 100
    assert changed == 1
    assert "ships" in library.store.stories.get(7).text
    assert library.store.marks.marks_of([7])[7].note == "n"
    assert library.reclean(anew=True) == 0


def rules(library: Library, text: str) -> None:
    library.folders.config.mkdir(exist_ok=True)
    (library.folders.config / "config.toml").write_text(text)


def test_rules_for_a_site_speak_before_the_cleaner(library: Library, tmp_path: Path) -> None:
    headline, first, second, third = STORIES[0]
    text = DUMP.format(headline=headline, first=first, second=second, third=third)
    (tmp_path / "wall.txt").write_text(text)
    rules(library, '[sites."/wall.txt".dumps]\ndrop = ["^Every morning this paper"]\n')

    list(library.add(str(tmp_path / "wall.txt")))

    assert "Every morning" not in library.store.stories.get(1).text
    assert STORIES[0][1] in library.store.stories.get(1).text


PAGE = """<html><head><title>Old ferry returns - The Lake Gazette</title>
<meta property="og:site_name" content="The Lake Gazette"></head><body><article>
<h1>Old ferry returns</h1><p>{}</p><p class="ad">{}</p><p>{}</p></article></body></html>"""


def test_rules_for_pages_are_found_by_the_outlet_too(library: Library, tmp_path: Path) -> None:
    advert = "Buy two of the enamel mugs that everybody on the lake is drinking from this year."
    (tmp_path / "f.html").write_text(PAGE.format(STORIES[2][1], advert, STORIES[2][2]))
    list(library.add(str(tmp_path / "f.html")))
    assert "mugs" in library.store.stories.get(1).text

    rules(library, "[sites.'lake gazette'.pages]\ndrop = '.ad'\n")

    assert library.reclean() == 1
    assert "mugs" not in library.store.stories.get(1).text


FAR_TOO_MUCH = 8_000_000_000  # bytes


def test_no_more_memory_is_taken_than_a_stranger_may_have() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)

    with pytest.raises(MemoryError), memory_limit():
        bytearray(FAR_TOO_MUCH)

    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_a_document_that_takes_too_much_memory_is_one_sentence() -> None:
    def about(_: Entry) -> SiteContext:
        return SiteContext(repeated=frozenset(map(str, bytearray(FAR_TOO_MUCH))))

    found = pipeline.parse_and_clean(Document("/in", "/in/file", STORY.encode(), NOON), about)

    assert found.error == "/in/file: takes more memory than it may"
    assert found.pairs == ()


def test_after_many_small_updates_a_tidied_index_has_few_segments(library: Library) -> None:
    for number in range(1, 7):
        source = library.store.sources.add(f"/news/{number}")
        library.store.stories.save(source, [pair(number)])
        library.update_index()
    with closing(library.open_index()) as before:
        many = len(before._segments)

    library.tidy_index()

    with closing(library.open_index()) as after:
        assert len(after._segments) < many
        assert len(after) == 6


def test_an_index_that_knows_all_is_told_by_its_stamp(home: Folders, library: Library) -> None:
    fill(library, 3)
    before = library.is_index_current()
    library.update_index()
    updated = library.is_index_current()
    library.store.stories.save(1, [pair(4)])
    behind = library.is_index_current()
    library.update_index()
    next((home.cache / "index").glob("*.trm")).unlink()

    assert (before, updated, behind, library.is_index_current()) == (False, True, False, False)
