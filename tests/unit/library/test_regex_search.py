"""Regular expressions in a query: within what its other words leave, in bounded time."""

from __future__ import annotations

from contextlib import closing

import pytest

from reader.index.highlight import matches, snippet
from reader.index.regex_terms import regex_matches, regex_spans
from reader.index.story_matcher import QueryMatcher
from reader.index.story_words import StoryWords
from reader.library import Library, search
from reader.model import And, Not, Or, Phrase, RegexMatch, Search, Word
from reader.query import parse
from reader.query.unparse import unparse
from tests.conftest import NOON, pair

STORIES = {
    1: ("Flight AB-1234 is late", "Nobody knows why."),
    2: ("Flights are late", "The number was CD-98, then AB-77."),
    3: ("Bread is dear", "Flour costs 12.50 now."),
}
SLOW = r"(a|aa)+$"


@pytest.fixture
def flights(library: Library) -> Library:
    pairs = [pair(at, title=title, content=text) for at, (title, text) in STORIES.items()]
    library.store.stories.save(library.store.sources.add("/news", "News"), pairs)
    library.update_index()
    return library


def found(library: Library, text: str) -> list[int]:
    with closing(library.open_index()) as index:
        return sorted(library.search(index, Search(library.parse_query(text))).ids)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (r"/\b[a-z]{2}-\d{2,4}\b/", [1, 2]),
        (r"/ab-\d+/ late", [1, 2]),
        (r"late -/cd-\d+/", [1]),
        (r"title:/\d+/", [1]),
        (r"-/\d/", []),
        (r"/12\.50/ OR title:flights", [1, 2, 3]),
        (r"-(/AB/ OR bread)", []),
        (r"/tideline/", [1, 2, 3]),
        (r"outlet:/^the t/ by:/desk$/ /late/", [1, 2]),
        (r"/no such thing/", []),
    ],
)
def test_a_pattern_finds_the_stories_that_it_matches(
    flights: Library, typed: str, expected: list[int]
) -> None:
    assert found(flights, typed) == expected


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("/a b/", RegexMatch("a b")),
        (r"/a\/b/ c", And((RegexMatch("a/b"), Word("c")))),
        ("title:/x+/", RegexMatch("x+", "title")),
        ("title:(/x/ OR y)", Or((RegexMatch("x", "title"), Word("y", "title")))),
        ("-/x/", Not(RegexMatch("x"))),
        ("/usr/bin", Word("/usr/bin")),
        ("/x/(y)", And((RegexMatch("x"), Word("y")))),
        ('/x/"y z"', And((RegexMatch("x"), Phrase("y z")))),
        ('title:"/x/"', Phrase("/x/", "title")),
    ],
)
def test_what_stands_between_slashes_is_a_pattern(typed: str, part: object) -> None:
    assert parse(typed, NOON).part == part
    assert parse(unparse(part), NOON).part == part  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("late /(/", "/(/ is no pattern at 6: "), ("/" + "x" * 301 + "/", "more than 300 characters")],
)
def test_what_is_no_pattern_is_told_with_its_place(typed: str, hint: str) -> None:
    assert hint in parse(typed, NOON).hint


def test_a_pattern_that_takes_too_long_matches_nothing() -> None:
    text = "a" * 5_000 + "b"

    assert not regex_matches(text, SLOW)
    assert list(regex_spans(text, SLOW + "(?!x)c")) == []


def test_what_is_no_pattern_matches_nothing() -> None:
    assert not regex_matches("(", "(")
    assert list(regex_spans("(", "(")) == []


def test_stories_beyond_the_time_that_there_is_are_told_of(
    flights: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_PATIENCE", -1.0)

    with closing(flights.open_index()) as index:
        hits = flights.search(index, Search(flights.parse_query("/late/")))

    assert (hits.ids, hits.hint) == ((), "/…/ was looked for in the newest 0 of 3 stories")


def test_a_newer_query_ends_the_look_through_stories(flights: Library) -> None:
    asked = iter([False] * 3 + [True] * 1000)

    with closing(flights.open_index()) as index, pytest.raises(search.StaleSearch):
        flights.search(index, Search(flights.parse_query("/late/")), lambda: next(asked))


def test_what_a_pattern_matches_is_marked() -> None:
    part = parse(r"/ab-\d+/ late -/cd/", NOON).part

    assert matches("AB-12 and cd, late ab-3", part, "title") == ((0, 5), (14, 18), (19, 23))
    assert snippet("One two AB-12 three.", RegexMatch(r"ab-\d+")).matches == ((8, 13),)
    assert matches("abc", RegexMatch("x*"), "body") == ()
    assert matches("abc", RegexMatch("b", "title"), "body") == ()


def test_of_very_many_matches_the_first_are_marked() -> None:
    assert len(list(regex_spans("ab " * 5_000, "ab"))) == 1_000


def test_a_rule_can_hold_a_pattern() -> None:
    matcher = QueryMatcher([parse(r"title:/ab-\d+/", NOON).part])
    held = [
        number
        for number, (title, text) in STORIES.items()
        if matcher.candidates(story := StoryWords(title, "", "", text))
        and matcher.matches(0, story)
    ]

    assert held == [1]
