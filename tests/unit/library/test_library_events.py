"""Events in the library: kept, found again, changed by hand, printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from array import array
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from reader.cli.main import run_command_line
from reader.cluster import candidates
from reader.cluster.fingerprint import flag_headline
from reader.cluster.novelty import new_word_share
from reader.config import Folders, default_folders, read_settings
from reader.index.numpy_threads import THREADS
from reader.library import Library
from reader.library import events as event_edits
from reader.library.reports.event_reports import next_report, other_reports
from reader.model import ConfigError, EventMember, Mark, QueryError, Search, StoreError
from reader.model.events import IN_HEADLINE
from tests.conftest import pair
from tests.support.reports import (
    MIXED,
    START,
    all_found,
    events,
    mixed,
    save,
    save_large_event,
    written,
)

__all__ = ["mixed"]  # a fixture

TRUE = [{1, 3, 7}, {2, 5}, {4, 9}]


def found(library: Library, text: str) -> set[int]:
    """The stories that a query finds."""
    library.update_index()
    with closing(library.open_index()) as index:
        return set(library.search(index, Search(library.parse_query(text), "newest")).ids)


def test_stories_are_grouped_by_their_words_alone(library: Library) -> None:
    save(library, MIXED)
    library.store.database.connection.execute("UPDATE body SET spans = 'no JSON', enclosures = ''")

    library.group()

    assert events(library) == TRUE


def test_reports_of_one_event_are_found(mixed: Library) -> None:
    (first, _, _) = mixed.store.events.all()

    assert events(mixed) == TRUE
    assert (first.id, first.stories, first.keys[0]) == (1, (7, 3, 1), "guid-7")
    assert first.outlets == ("Outlet 1", "Outlet 3", "Outlet 7")
    assert (first.lead, first.last - first.first) == (7, timedelta(days=0.6))


def test_stories_that_come_one_at_a_time_are_grouped_as_all_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "HELD", 4)
    monkeypatch.setattr(event_edits, "BATCH", 3)
    for number, event in enumerate(MIXED, start=1):
        save(library, [event], first=number)
        library.group()
    one_at_a_time = all_found(library)

    library.group(anew=True)

    assert all_found(library) == one_at_a_time
    assert events(library) == TRUE


def test_prints_of_an_older_database_learn_their_headlines_and_keep_their_events(
    mixed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_edits, "BATCH", 3)
    before = all_found(mixed)
    connection = mixed.store.database.connection
    prints = connection.execute("SELECT story_id, weights FROM print").fetchall()
    for story, weights in prints:
        older = array("H", [weight & ~IN_HEADLINE for weight in array("H", weights)])
        connection.execute(
            "UPDATE print SET weights = ? WHERE story_id = ?", (older.tobytes(), story)
        )
    connection.execute("UPDATE meta SET value = '10' WHERE name = 'unflagged'")
    assert all_found(mixed) != before

    mixed.store.events.flag_headlines(
        3, flag_headline
    )  # a process that was killed after the first few
    assert mixed.store.events.last_unflagged() == 7
    mixed.group()

    assert all_found(mixed) == before
    assert mixed.store.events.last_unflagged() == 0


def test_what_a_killed_process_left_is_grouped_next_time(mixed: Library) -> None:
    save(mixed, [4, 7], first=11)

    assert mixed.store.events.count_waiting() == 2
    assert mixed.group() == 2
    assert mixed.group() == 0
    assert {6, 11} in events(mixed)


def test_a_backdated_story_finds_its_event(mixed: Library) -> None:
    save(mixed, [8, 9], first=500)
    save(mixed, [2], first=8000, days=0.0001)

    mixed.group()

    assert {2, 5, 13} in events(mixed)


def test_an_event_is_known_whole_from_a_time_after_its_beginning(library: Library) -> None:
    save(library, [1], first=1, days=0.1)
    save(library, [1, 1], first=2, days=3.4)
    library.group()
    save(library, [1], first=5, days=3.0)

    library.group()

    assert events(library) == [{1, 2}, {3, 4}]


def test_a_story_of_which_its_source_makes_another_changes_its_event(mixed: Library) -> None:
    source = mixed.store.sources.add("/news", "News")
    headline, text = written(2, 77)
    when = (START + timedelta(days=0.7)).isoformat()
    mixed.store.stories.save(source, [pair(1, title=headline, content=text, published=when)])

    mixed.group()

    assert events(mixed) == [{1, 2, 5}, {3, 7}, {4, 9}]


def test_a_story_that_is_corrected_stays_in_its_event(mixed: Library) -> None:
    source = mixed.store.sources.add("/news", "News")
    headline, text = written(1, 1)
    when = (START + timedelta(days=0.1)).isoformat()
    corrected = pair(1, title=headline, content=f"{text}\n\nCorrected.", published=when)
    mixed.store.stories.save(source, [corrected])

    mixed.group()

    assert events(mixed) == TRUE


def test_a_split_is_remembered_and_can_be_undone(mixed: Library) -> None:
    event_edits.split_event(mixed.store, 1)
    split = events(mixed)
    mixed.group(anew=True)
    again = events(mixed)
    event_edits.undo_event_edit(mixed.store)

    assert split == again == [{2, 5}, {3, 7}, {4, 9}]
    assert events(mixed) == TRUE


def test_a_join_is_remembered_and_can_be_undone(mixed: Library) -> None:
    event_edits.join_events(mixed.store, 9, 2)
    joined = events(mixed)
    mixed.group(anew=True)
    again = events(mixed)
    event_edits.undo_event_edit(mixed.store)
    undone = events(mixed)
    mixed.group(anew=True)

    assert joined == again == [{1, 3, 7}, {2, 4, 5, 9}]
    assert undone == events(mixed) == TRUE


def test_a_join_with_a_story_of_long_ago_is_remembered(mixed: Library) -> None:
    save(mixed, [7], first=900)
    mixed.group()
    event_edits.join_events(mixed.store, 11, 6)
    event_edits.split_event(mixed.store, 6)
    event_edits.join_events(mixed.store, 11, 8)
    source = mixed.store.sources.add("/news", "News")
    headline, text = written(30, 1)
    when = (START + timedelta(days=500)).isoformat()
    mixed.store.stories.save(source, [pair(900, title=headline, content=text, published=when)])

    mixed.group()

    assert {8, 11} in events(mixed)


def test_of_two_decisions_the_later_one_counts(mixed: Library) -> None:
    event_edits.split_event(mixed.store, 5)
    event_edits.join_events(mixed.store, 5, 2)

    mixed.group(anew=True)

    assert events(mixed) == TRUE


def test_a_story_that_came_since_stays_when_a_join_is_undone(mixed: Library) -> None:
    event_edits.join_events(mixed.store, 6, 8)
    save(mixed, [4], first=11)
    mixed.group()

    event_edits.undo_event_edit(mixed.store)

    assert {6, 11} in events(mixed)


def test_what_cannot_be_decided_is_said(mixed: Library) -> None:
    store = mixed.store

    with pytest.raises(QueryError, match="Story 6 is in no event with others"):
        event_edits.split_event(store, 6)
    with pytest.raises(QueryError, match="There is no story 99"):
        event_edits.join_events(store, 1, 99)
    with pytest.raises(QueryError, match="in one event already"):
        event_edits.join_events(store, 1, 3)
    with pytest.raises(QueryError, match="no split or join to take back"):
        event_edits.undo_event_edit(store)
    with pytest.raises(StoreError, match="no story 99"):
        store.stories.dated_story(99)


def test_only_the_decision_that_is_meant_is_taken_back(mixed: Library) -> None:
    first = mixed.split_event(1)
    second = mixed.split_event(4)

    with pytest.raises(QueryError, match="Another split or join has come since"):
        mixed.undo_event_edit(first)
    mixed.undo_event_edit(second)
    mixed.undo_event_edit(first)

    assert events(mixed) == TRUE


def test_queries_know_events(mixed: Library) -> None:
    assert found(mixed, "event:3") == {1, 3, 7}
    assert found(mixed, "event:6") == {6}
    assert found(mixed, "is:lead") == {7, 5, 9, 6, 8, 10}
    assert mixed.parse_query("event:fog").hint.startswith("event:fog is not an event")


def test_a_list_is_told_the_events_of_its_stories(mixed: Library) -> None:
    outlets = ("Outlet 2", "Outlet 5")

    assert mixed.store.events.members([2, 6]) == {2: EventMember(2, 5, 2, outlets)}


def test_the_other_reports_are_told_with_what_is_new_in_them(mixed: Library) -> None:
    mixed.set_mark([3], Mark.READ, True)
    others = other_reports(mixed.store, mixed.store.stories.get(1))
    newer, older = others.told

    assert (newer.story, newer.outlet, newer.read) == (7, "Outlet 7", False)
    assert 20 < newer.fresh < 80
    assert (older.story, older.read, older.fresh) == (3, True, 0)
    assert (others.more, others.read) == (0, (3,))
    assert other_reports(mixed.store, mixed.store.stories.get(6)).told == ()
    assert new_word_share("", ["Fog"]) == 0


def test_of_many_other_reports_the_newest_are_told_and_what_was_read_of_all_counts(
    library: Library,
) -> None:
    save_large_event(library)
    newest = library.store.stories.get(16)
    library.set_mark([2, 14], Mark.READ, True)
    others = other_reports(library.store, newest)
    known = [newest.text, *(library.store.stories.get(one).text for one in (2, 14))]

    assert [one.story for one in others.told] == list(range(15, 3, -1))
    assert (others.more, others.read) == (3, (14, 2))
    text = library.store.stories.get(15).text
    assert others.told[0].fresh == new_word_share(text, known)
    assert others.told[1].read


def test_the_reports_of_an_event_are_walked_round_and_round(mixed: Library) -> None:
    store = mixed.store

    assert [next_report(store, story, 1) for story in (7, 3, 1)] == [3, 1, 7]
    assert next_report(store, 7, -1) == 1
    assert next_report(store, 6, 1) is None


def test_events_are_a_view_and_rows_tell_how_many_others_report(mixed: Library) -> None:
    assert set(mixed.store.stories.ids("events")) == {5, 7, 9}
    assert [row.others for row in mixed.store.stories.rows([9, 7, 6])] == [1, 2, 0]


def test_grouping_can_be_switched_off(library: Library, home: Folders) -> None:
    (home.config / "config.toml").write_text("[events]\nenabled = false\n", encoding="utf-8")
    save(library, [1, 1])

    assert library.group() == 0
    assert events(library) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("enabled = 1", "line 2: enabled is one of true or false"),
        ('strictness = "fierce"', "line 2: strictness is one of loose, normal, strict"),
        ("strictness = []", "line 2: strictness is one of"),
        ("days = 3", "line 2: events are set by enabled, fold or strictness, not 'days'"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(tmp_path: Path, line: str, complaint: str) -> None:
    (tmp_path / "config.toml").write_text(f"[events]\n{line}\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=complaint):
        read_settings(tmp_path)


def test_grouping_is_set_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[events]\nstrictness = "strict"\n', encoding="utf-8")

    assert read_settings(tmp_path).events.strictness == "strict"


def test_the_seeds_are_one_event(library: Library, shared: Path) -> None:
    list(library.add(str(shared / "seeds")))
    library.group()

    assert events(library) == [{1, 2}]


Told = pytest.CaptureFixture[str]


@pytest.fixture
def command(mixed: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library whose home the commands find."""
    monkeypatch.setenv("NEWSREADER_HOME", str(mixed.folders.data))
    return mixed


def lines(capsys: Told, *words: str) -> list[str]:
    assert run_command_line(list(words)) == 0
    return capsys.readouterr().out.splitlines()


def test_events_are_listed(command: Library, capsys: Told) -> None:
    listed = [line.split("\t") for line in lines(capsys, "events")]
    first = json.loads(lines(capsys, "events", "--json")[0])

    assert [one[0] for one in listed] == ["4", "1", "2"]
    assert listed[1][2:] == ["3", listed[1][3], "Outlet 1, Outlet 3, Outlet 7"]
    assert first["stories"] == ["guid-9", "guid-4"]
    assert (first["event"], first["same_text"], first["lead"]) == (4, [], 9)


def test_events_can_be_searched(command: Library, capsys: Told) -> None:
    command.update_index()
    assert [line[0] for line in lines(capsys, "events", "outlet:3")] == ["1"]

    for path in (command.folders.cache / "index").glob("*.toc"):
        path.write_bytes(b"broken")
    for path in (command.folders.cache / "index").iterdir():
        path.write_bytes(b"broken")
    assert [line[0] for line in lines(capsys, "events", "outlet:3")] == ["1"]


def test_texts_that_are_the_same_are_told(command: Library, capsys: Told) -> None:
    source = command.store.sources.add("/wire", "Wire")
    text = written(7, 1)[1]
    when = START.isoformat()
    for number in (21, 22):
        told = pair(number, title=f"Wire {number}", content=text, published=when)
        command.store.stories.save(source, [told])

    event = json.loads(lines(capsys, "events", "--json", "wire")[0])

    assert event["same_text"] == [["guid-22", "guid-21"]]


def test_events_are_changed_by_command(command: Library, capsys: Told) -> None:
    assert lines(capsys, "split", "1") == ["Story 1 stands alone."]
    assert lines(capsys, "join", "1", "3") == ["One event: 1, 3, 7."]
    assert json.loads(lines(capsys, "join", "9", "1", "--json")[0])["event"] == 1
    assert lines(capsys, "join", "--undo") == []
    assert lines(capsys, "split", "--undo") == []
    assert lines(capsys, "regroup") == ["10 stories, 3 events with several."]
    assert json.loads(lines(capsys, "regroup", "--json")[0]) == {"grouped": 10, "events": 3}


def test_a_command_without_a_story_says_what_it_needs(command: Library, capsys: Told) -> None:
    assert run_command_line(["split"]) == 1
    assert run_command_line(["join", "1"]) == 1
    said = capsys.readouterr().err
    assert "Which story?" in said
    assert "Which two stories?" in said


def test_importing_groups(tmp_path: Path, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))
    rows = [written(1, version) for version in (1, 2)]
    file = tmp_path / "stories.jsonl"
    told = [
        {"guid": str(at), "title": row[0], "text": row[1], "published": START.isoformat()}
        for at, row in enumerate(rows)
    ]
    file.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")

    assert run_command_line(["import", str(file)]) == 0
    with closing(Library.open(default_folders(str(tmp_path / "home")))) as library:
        assert events(library) == [{1, 2}]


MANY_GROUPED = """
import os, sys
from pathlib import Path
import psutil
from reader.config import default_folders
from reader.library import Library, events
events.MANY = int(sys.argv[1])
before = dict(os.environ)
library = Library.open(default_folders(Path(sys.argv[2])))
library.group()
print("numpy" in sys.modules, psutil.Process().num_threads() - 1, dict(os.environ) == before)
"""


@pytest.mark.parametrize("many", [1, 2])
@pytest.mark.parametrize("asked", ["", "1"])
def test_many_stories_are_looked_at_abreast_without_more_threads(
    library: Library, many: int, asked: str
) -> None:
    save(library, [1])
    environment = {name: value for name, value in os.environ.items() if name != THREADS}
    if asked:
        environment[THREADS] = asked

    run = [sys.executable, "-c", MANY_GROUPED, str(many), str(library.folders.data)]
    done = subprocess.run(run, env=environment, check=True, capture_output=True, text=True)

    assert done.stdout.split() == [str(many == 1), "0", "True"]
    assert library.store.events.last_grouped() == 1


def test_many_stories_are_grouped_where_numpy_cannot_be_had(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_edits, "MANY", 1)
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delenv(THREADS, raising=False)
    save(library, MIXED)

    library.group()

    assert events(library) == TRUE
    assert THREADS not in os.environ
