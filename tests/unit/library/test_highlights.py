"""Words that a person marked: found again in an edited text, kept with the bookmarks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reader.config import Folders
from reader.library import Library
from reader.library.bookmark_export import bookmarks_as_html, bookmarks_as_markdown
from reader.library.reports.highlights import (
    find_words,
    make_highlight,
    place_of,
    placed_highlights,
    stretches,
    with_highlight,
    without_highlight,
)
from reader.library.rules.rule_list import parse_actions
from reader.library.rules.rule_runs import apply_rules, change_rules, undo_rules
from reader.library.sync_folder.known_items import marks_known
from reader.library.vault.story_markdown import story_file_lines
from reader.model import Highlight, Mark, Marks, QueryError, Rule, Search
from reader.store.files.bookmark_file import read_bookmark
from tests.conftest import NOON, fill, pair
from tests.support.retention_limits import limit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = (
    "The lighthouse keeper counted ships.\n\nThen the fog came. The fog stayed, and no ship came."
)


def marked(words: str, text: str = TEXT, near: int = 0) -> Highlight:
    """The highlight of some words of a text."""
    place = find_words(text, words, near)
    assert place
    return make_highlight(replace(pair(1)[1], text=text), place, NOW)


def test_a_highlight_keeps_the_words_around_it() -> None:
    made = marked("the fog came")

    assert (made.quote, made.at, made.colour, made.made) == ("the fog came", 43, "yellow", NOW)
    assert made.before.endswith("ships.\n\nThen ")
    assert made.after.startswith(". The fog")


@pytest.mark.parametrize("place", [(0, 0), (36, 38), (0, 30_000)])
def test_nothing_and_too_much_are_no_highlight(place: tuple[int, int]) -> None:
    story = replace(pair(1)[1], text=TEXT + "x" * 30_000)

    with pytest.raises(QueryError, match="1 to 20,000 letters"):
        make_highlight(story, place, NOW)


def test_words_are_found_whatever_blanks_are_between_them() -> None:
    assert find_words(TEXT, "ships.  Then\nthe") == (30, 46)
    assert find_words(TEXT, "came", near=80) == (len(TEXT) - 5, len(TEXT) - 1)
    assert find_words(TEXT, "gulls") is None
    assert find_words(TEXT, " ") is None


@pytest.mark.parametrize(
    "edited",
    [
        TEXT,
        f"New first paragraph. The fog came early.\n\n{TEXT}",
        TEXT.replace("the fog came. The", "the  fog\ncame. Then the"),
        TEXT.replace("The lighthouse keeper counted ships.\n\n", ""),
    ],
)
def test_a_highlight_is_found_where_its_surroundings_are(edited: str) -> None:
    made = marked("the fog came")

    place = place_of(edited, made)

    assert place
    assert edited[slice(*place)].split() == ["the", "fog", "came"]
    assert edited[: place[0]].endswith("Then ")


def test_of_equal_places_the_one_with_the_words_around_it_is_taken() -> None:
    text = "A ship came. " * 5 + "At last a ship came. It sank."
    made = marked("came", text, near=70)
    moved = f"One ship came.\n\n{text}"

    place = place_of(moved, made)

    assert place == (made.at + len("One ship came.\n\n"), made.at + len("One ship came.\n\n") + 4)


def test_a_highlight_without_surroundings_is_found_by_its_place() -> None:
    assert place_of("a b a b a", Highlight("a", at=4)) == (4, 5)
    assert place_of("x b a b a", Highlight("a", at=9)) == (8, 9)


def test_words_that_are_gone_are_lost_but_not_dropped() -> None:
    made = marked("the fog came")
    marks = Marks(highlights=(made,))

    assert list(placed_highlights("Quite another text.", marks)) == [(made, None)]


def test_highlights_stand_in_the_order_of_the_text_and_each_once() -> None:
    fog, ships = marked("the fog came"), marked("counted ships")

    marks = with_highlight(with_highlight(with_highlight(Marks(), fog), ships), fog)

    assert marks.highlights == (ships, fog)
    assert without_highlight(marks, ships).highlights == (fog,)


def test_a_text_is_cut_into_words_sentences_and_paragraphs() -> None:
    def cut(unit: str) -> list[str]:
        return [TEXT[start:end] for start, end in stretches(TEXT, unit)]

    assert cut("word")[:3] == ["The", "lighthouse", "keeper"]
    assert cut("sentence")[1:] == ["Then the fog came.", "The fog stayed, and no ship came."]
    assert cut("paragraph") == TEXT.split("\n\n")


@pytest.fixture
def kept(library: Library) -> Iterator[Library]:
    """A library with three stories, words of the second of which are marked."""
    fill(library, 3)
    story = library.store.stories.get(2)
    place = find_words(story.text, "counted 2 ships")
    assert place
    made = replace(make_highlight(story, place, NOW), colour="green", note="So many!")
    library.set_marks({2: Marks(highlights=(made,))})
    library.copy_marks()
    return library


def test_marks_keep_highlights_when_others_are_set(kept: Library) -> None:
    before = kept.store.marks.marks_of([2])[2]

    kept.set_mark([1, 2, 3], Mark.READ, True)
    kept.set_mark([2], Mark.BOOKMARKED, True)
    after = kept.store.marks.marks_of([2])[2]

    assert before.highlights == after.highlights
    assert after.highlights[0].note == "So many!"
    assert kept.store.copies.story_context(2).marks == after


def test_rules_that_are_taken_back_leave_highlights_alone(kept: Library) -> None:
    rule = Rule("Counted", "counted", parse_actions(["read"]), "")
    change_rules(kept, lambda before: (*before, rule))
    kept.update_index()
    with closing(kept.open_index()) as index:
        apply_rules(kept, index)
    before = kept.store.marks.marks_of([2])[2]

    undo_rules(kept)
    after = kept.store.marks.marks_of([2])[2]

    assert (before.read, after.read) == (True, False)
    assert after.highlights == before.highlights != ()


def test_what_other_machines_know_leaves_highlights_alone() -> None:
    marks = Marks(tags=("sea",), highlights=(marked("the fog came"),))

    assert marks_known({}, marks) == marks


def test_only_a_change_of_highlights_makes_the_file_another_one(kept: Library) -> None:
    database = kept.store.database
    before = database.generation("bookmarks")
    marks = kept.store.marks.marks_of([2])[2]

    kept.set_marks({2: marks})
    assert database.generation("bookmarks") == before
    kept.set_marks({2: Marks()})
    assert database.generation("bookmarks") > before
    assert kept.store.marks.marks_of([2])[2] == Marks()


def test_a_query_finds_stories_with_highlights(kept: Library) -> None:
    kept.update_index()

    with closing(kept.open_index()) as index:
        assert kept.search(index, Search(kept.parse_query("has:highlight"))).ids == (2,)


def test_a_story_with_a_highlight_stays_beyond_the_limits(kept: Library) -> None:
    limit(kept, "1")

    kept.vacuum()

    assert sorted(kept.store.stories.ids("all")) == [2, 3]


def test_highlights_come_back_from_their_file(kept: Library, home: Folders) -> None:
    marks = kept.store.marks.marks_of([2])[2]
    kept.close()
    (home.data / "newsreader.db").unlink()

    with closing(Library.open(home)) as again:
        (story,) = again.store.marks.kept_ids()
        assert again.store.marks.marks_of([story])[story].highlights == marks.highlights


def test_highlights_of_a_file_are_added_to_those_that_are_there(kept: Library) -> None:
    (line,) = kept.bookmark_lines()
    told = json.loads(line)
    told["highlights"].append({"quote": "fog", "at": 60, "colour": "pink"})

    assert list(kept.import_bookmarks(iter([json.dumps(told)] * 2), "file")) == []
    highlights = kept.store.marks.marks_of([2])[2].highlights

    assert [(one.quote, one.colour) for one in highlights] == [
        ("counted 2 ships", "green"),
        ("fog", "yellow"),
    ]


@pytest.mark.parametrize(
    ("highlights", "complaint"),
    [
        ("x", "highlights are not a list of objects"),
        ([1], "highlights are not a list of objects"),
        ([{"quote": ""}], "a highlight has no words"),
        ([{"quote": 1}], "its quote is not text"),
    ],
)
def test_a_line_with_bad_highlights_is_refused(highlights: object, complaint: str) -> None:
    line = json.dumps({"source": "/news", "key": "1", "highlights": highlights})

    with pytest.raises(ValueError, match=complaint):
        read_bookmark(line)


@pytest.mark.parametrize("at", [-1, True, "x", 2**60, None])
def test_a_place_that_cannot_be_is_the_beginning(at: object) -> None:
    line = json.dumps({"source": "/n", "key": "1", "highlights": [{"quote": "a", "at": at}]})

    assert read_bookmark(line).marks.highlights[0].at == 0


def test_highlights_are_exported(kept: Library) -> None:
    keepsakes = list(kept.store.marks.keepsakes())

    assert "> counted 2 ships\n\nSo many!" in "\n".join(bookmarks_as_markdown(keepsakes))
    page = "\n".join(bookmarks_as_html(keepsakes))
    assert '<blockquote>counted 2 ships</blockquote>\n<p class="note">So many!</p>' in page
    lines = story_file_lines(kept.store.stories.get(2), keepsakes[0].marks, "x/2")
    assert "## Highlights\n\n> counted 2 ships\n\nSo many!\n" in "\n".join(lines)


def test_a_highlight_without_a_note_is_exported_alone(kept: Library) -> None:
    made = Highlight("counted", made=NOON)
    kept.set_marks({2: Marks(highlights=(made,))})
    keepsakes = list(kept.store.marks.keepsakes())

    assert '<p class="note">' not in "\n".join(bookmarks_as_html(keepsakes))
    assert "> counted\n\nThe lighthouse" in "\n".join(bookmarks_as_markdown(keepsakes))
