"""A query matched against one story finds what the index finds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.index.index import Index, IndexDocument
from reader.index.story_matcher import QueryMatcher, can_match
from reader.index.story_words import StoryWords
from reader.model import HasMark, Highlight, InEvent, LikeStory, Marks
from reader.query import parse
from tests.conftest import NOON
from tests.support.indexes import STORIES, day, found, index

__all__ = ["index"]  # a fixture

ALIKE = (
    *("agypten", "ministers", "run", "МОСКВА", "елка", "us", "1500", "haven't", "mini-sters"),
    *("riv-e*", "wa-ter", "東京", "東京都", "京都", "東都", "雨", "都", "れ", "river nile"),
    *("river -nile", "nile OR vote", "floods (nile OR ministers)", '"running away"'),
    *('"away running"', "minist*", "floosd~", "title:floods", "outlet:daily", "by:lee"),
    *('title:"minister resigns"', "by:ann -title:quiet", "lang:de", "-lang:de", "after:2024-03-04"),
    *("before:2024-03-03", "on:2024-03-05 river", '"resigns she"', '"daily she"', "title:run*"),
    *("-floods", "(-floods) river", "... river", "e-mail", "a* -minister", "outlet:the"),
)


def words_of(told: IndexDocument) -> StoryWords:
    named = told.headline, told.outlet, told.byline, told.body
    return StoryWords(*named, told.language, told.published.timestamp())


def matched(typed: str) -> list[int]:
    matcher = QueryMatcher([parse(typed, NOON).part])
    return [
        told.id
        for told in STORIES
        if matcher.candidates(words := words_of(told)) and matcher.matches(0, words)
    ]


@pytest.mark.parametrize("typed", ALIKE)
def test_a_query_matches_the_stories_that_the_index_finds(index: Index, typed: str) -> None:
    assert matched(typed) == found(index, parse(typed, NOON).part)


def test_many_queries_at_once_match_as_each_by_itself() -> None:
    matcher = QueryMatcher([parse(typed, NOON).part for typed in ALIKE])

    for told in STORIES:
        words = words_of(told)
        together = {place for place in matcher.candidates(words) if matcher.matches(place, words)}
        alone = {place for place, typed in enumerate(ALIKE) if told.id in matched(typed)}
        assert together == alone


WORDS = ["flood", "floods", "river", "minister", "running", "京都", "e-mail", "away", "quiet"]
WRITTEN = [*WORDS, "River", "All's", "U.S.", "away.river", "l’été", "rivre", "1,500"]
ASKED = [*WORDS, *(f"{word[:3]}*" for word in WORDS), *(f"{word}~" for word in WORDS), "s", "us"]
ASKED += ["été", "1500", '"river running"', '"away river"']
FIELDS = ["", "", "", "-", "title:", "by:", "outlet:", "-title:"]
TEXT = st.lists(st.sampled_from(WRITTEN), max_size=4).map(" ".join)
TERM = st.tuples(st.sampled_from(FIELDS), st.sampled_from(ASKED)).map("".join) | st.just("OR")


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=5),
    typed=st.lists(TERM, min_size=1, max_size=4).map(" ".join),
)
@example(texts=[("River", "京都", "", "")], typed="title:river")
@example(texts=[("", "All's away", "", "")], typed="s")
def test_any_query_of_words_matches_what_the_index_finds(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str, str, str]], typed: str
) -> None:
    stories = [
        IndexDocument(at, *named, day(at), 1, "en") for at, named in enumerate(texts, start=1)
    ]
    part = parse(typed, NOON).part
    matcher = QueryMatcher([part])
    held = [
        told.id
        for told in stories
        if matcher.candidates(words := words_of(told)) and matcher.matches(0, words)
    ]
    folder = Path(tmp_path_factory.mktemp("made")) / "index"
    with closing(Index.create(folder, "store")) as made:
        made.add(stories, 1)
        assert held == found(made, part)


@pytest.mark.parametrize(
    ("typed", "marks", "is_found"),
    [
        ("is:read", Marks(read=True), True),
        ("is:unread", Marks(read=True), False),
        ("is:bookmarked", Marks(bookmarked=NOON), True),
        ("has:note", Marks(note="so"), True),
        ("is:hidden", Marks(), False),
        ("has:highlight", Marks(highlights=(Highlight("the river"),)), True),
        ("has:highlight", Marks(), False),
        ("tag:SEA", Marks(tags=("sea",)), True),
        ("tag:se", Marks(tags=("sea",)), False),
    ],
)
def test_marks_are_those_that_the_story_has_now(typed: str, marks: Marks, is_found: bool) -> None:
    matcher, story = QueryMatcher([parse(typed, NOON).part]), words_of(STORIES[0])
    story.marks = marks

    assert matcher.candidates(story) == [0]
    assert matcher.matches(0, story) is is_found


def test_a_source_is_asked_for_by_a_part_of_its_name() -> None:
    matcher, story = QueryMatcher([parse("in:harbour", NOON).part]), words_of(STORIES[0])

    assert not matcher.matches(0, story)
    story.is_from = lambda name: name == "harbour"
    assert matcher.matches(0, story)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("longer:2m", True), ("longer:3m", False), ("shorter:3m", True), ("shorter:2m", False)],
)
def test_a_story_is_as_long_as_it_takes_to_read(typed: str, is_found: bool) -> None:
    matcher, story = QueryMatcher([parse(typed, NOON).part]), words_of(STORIES[0])
    story.read_seconds = lambda: 150

    assert matcher.candidates(story) == [0]
    assert matcher.matches(0, story) is is_found


@pytest.mark.parametrize("typed", ["like:3", "event:3", "is:lead", "river -like:3"])
def test_what_only_the_whole_library_knows_cannot_be_matched(typed: str) -> None:
    assert not can_match(parse(typed, NOON).part)
    assert can_match(parse("river", NOON).part)


def test_a_query_that_cannot_be_matched_is_refused() -> None:
    with pytest.raises(ValueError, match="LikeStory"):
        QueryMatcher([LikeStory(1)])
    with pytest.raises(ValueError, match="InEvent"):
        QueryMatcher([InEvent(1)])
    with pytest.raises(ValueError, match="is:lead"):
        QueryMatcher([HasMark("lead")])


def test_words_beyond_those_that_are_remembered_are_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reader.index.wanted_tokens._MOST_KNOWN", 3)
    matcher = QueryMatcher([parse("river", NOON).part])

    for _ in range(2):
        held = [told.id for told in STORIES if matcher.candidates(words_of(told))]
        assert held == [1, 6]


@pytest.mark.parametrize("word", ["dying", "lying", "die", "running", "aed", "skies", "i", "a"])
@pytest.mark.parametrize("typed", ["die", "lie", "dying", "run", "a", "sky", "d*", "ru*", "i"])
def test_a_word_is_matched_by_its_stem_wherever_that_begins(
    tmp_path: Path, typed: str, word: str
) -> None:
    told = IndexDocument(1, "", f"One {word} here.", "", "", day(1), 1, "en")
    part = parse(typed, NOON).part
    matcher = QueryMatcher([part])
    with closing(Index.create(tmp_path / "index", "store")) as made:
        made.add([told], 1)
        held = [1] if matcher.candidates(words := words_of(told)) else []
        assert [one for one in held if matcher.matches(0, words)] == found(made, part)
