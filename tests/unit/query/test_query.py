from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from reader.model import (
    And,
    Everything,
    HasMark,
    HasTag,
    InLanguage,
    InSource,
    Not,
    Or,
    Part,
    Phrase,
    PublishedBetween,
    Word,
)
from reader.query import leaves, parse, parse_typing
from tests.support.queries import NOW, day, hint, part

pytestmark = pytest.mark.time

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Everything()),
        ("   ", Everything()),
        ("rain", Word("rain")),
        ("rain wind", And((Word("rain"), Word("wind")))),
        ("rain AND wind", And((Word("rain"), Word("wind")))),
        ("rain OR wind", Or((Word("rain"), Word("wind")))),
        ("a b OR c d", Or((And((Word("a"), Word("b"))), And((Word("c"), Word("d")))))),
        ("a (b OR c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("a OR (b OR c)", Or((Word("a"), Word("b"), Word("c")))),
        ("a (b c)", And((Word("a"), Word("b"), Word("c")))),
        ("or and not", And((Word("or"), Word("and"), Word("not")))),
        ("NOT a", Not(Word("a"))),
        ("-a", Not(Word("a"))),
        ("--a", Word("a")),
        ("NOT NOT NOT a", Not(Word("a"))),
        ("-(-a)", Word("a")),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("well-known", Word("well-known")),
        ("a - b", And((Word("a"), Word("b")))),
        ('"heavy rain"', Phrase("heavy rain")),
        ("“heavy \n rain”", Phrase("heavy rain")),
        ('a"b c"d', And((Word("a"), Phrase("b c"), Word("d")))),
        ("rain*", Word("rain", prefix=True)),
        ("rain~", Word("rain", fuzzy=True)),
        ("rain~*", Word("rain", prefix=True)),
        ("title:rain", Word("rain", "title")),
        ("TITLE:rain", Word("rain", "title")),
        ('by:"ann lee"', Phrase("ann lee", "by")),
        ("outlet:rain*", Word("rain", "outlet", prefix=True)),
        ("title:OR", Word("OR", "title")),
        ("title:title:x", Word("title:x", "title")),
        ("http://x.example/?a=b", Word("http://x.example/?a=b")),
        ("foo:bar", Word("foo:bar")),
    ],
)
def test_words_and_operators_are_read_as_people_mean_them(text: str, expected: Part) -> None:
    query = parse(text, NOW)

    assert query.part == expected
    assert not query.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is:unread", HasMark("unread")),
        ("is:Read", HasMark("read")),
        ("is:bookmarked", HasMark("bookmarked")),
        ("has:note", HasMark("note")),
        ("tag:later", HasTag("later")),
        ('tag:"to read"', HasTag("to read")),
        ("in:world", InSource("world")),
        ('in:"The Daily"', InSource("The Daily")),
        ("lang:de", InLanguage("de")),
        ("lang:EN-us", InLanguage("en")),
        ("on:2024-10-21", PublishedBetween(day(2024, 10, 21), day(2024, 10, 22))),
        ("on:2024-2", PublishedBetween(day(2024, 2), day(2024, 3))),
        ("on:2024", PublishedBetween(day(2024), day(2025))),
        ("on:today", PublishedBetween(day(2024, 10, 21), day(2024, 10, 22))),
        ("on:Yesterday", PublishedBetween(day(2024, 10, 20), day(2024, 10, 21))),
        ("on:7d", PublishedBetween(day(2024, 10, 14), day(2024, 10, 15))),
        ("after:2024-10", PublishedBetween(after=day(2024, 10))),
        ("before:2024-10-21", PublishedBetween(before=day(2024, 10, 21))),
        ("after:2d", PublishedBetween(after=NOW - 2 * DAY)),
        ("after:2w", PublishedBetween(after=NOW - 14 * DAY)),
        ("after:8m", PublishedBetween(after=NOW.replace(month=2))),
        ("before:1y", PublishedBetween(before=NOW.replace(year=2023))),
        (
            "after:2024-10-21T08:05",
            PublishedBetween(after=datetime(2024, 10, 21, 8, 5, tzinfo=UTC)),
        ),
        ("on:2024-10-21t08:05:09z", PublishedBetween(day(2024, 10, 21), day(2024, 10, 22))),
    ],
)
def test_fields_that_hold_no_words_are_read(text: str, expected: Part) -> None:
    query = parse(text, NOW)

    assert query.part == expected
    assert not query.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("author:keeper", "author: is no field at 1: try by:"),
        ("tide Published:2026", "Published: is no field at 6: try on:, after: or before:"),
        ("-source:tideline", "source: is no field at 2: try in:"),
        ("befor:7d", "befor: is no field at 1: try before:"),
        ('headline:"high water"', "headline: is no field at 1: try title:"),
        ("body:pier", "body: is no field at 1: try the words alone"),
    ],
)
def test_a_field_of_other_programs_or_a_mistyped_one_is_told_by_its_name_here(
    text: str, expected: str
) -> None:
    assert hint(text) == expected


@pytest.mark.parametrize(
    "text",
    ["date: tomorrow", 'date: "high water"', "since", "tidal:pier", "date://x", "date::x", "text:"],
)
def test_a_word_with_a_colon_that_is_meant_for_no_field_needs_no_hint(text: str) -> None:
    assert not hint(text)


def test_a_field_before_parentheses_is_that_of_every_word_inside() -> None:
    inner = Not(Phrase("c d", "title"))

    expected = Or((Word("a", "title"), And((Word("b", "by"), inner, HasTag("x")))))
    assert part('title:(a OR by:b -"c d" tag:x)') == expected


def test_a_month_before_the_end_of_a_long_one_is_its_last_day() -> None:
    now = datetime(2024, 3, 31, 12, tzinfo=UTC)

    assert parse("after:1m", now).part == PublishedBetween(
        after=datetime(2024, 2, 29, 12, tzinfo=UTC)
    )


def test_days_are_days_of_utc() -> None:
    now = datetime(2024, 10, 22, 1, 0, tzinfo=timezone(timedelta(hours=3)))

    assert parse("on:today", now).part == PublishedBetween(day(2024, 10, 21), day(2024, 10, 22))
    assert parse("on:today", now.replace(tzinfo=None)).part == PublishedBetween(
        day(2024, 10, 22), day(2024, 10, 23)
    )


DATES = "2024-10-21, 2024-10, 2024, today, yesterday or 7d"


@pytest.mark.parametrize(
    ("text", "understood", "expected"),
    [
        ('rain "heavy wind', 'rain "heavy wind"', "unclosed quote at 6"),
        ('title:"rain', 'title:"rain"', "unclosed quote at 1"),
        ("a (b OR c", "a (b OR c)", "unclosed ( at 3"),
        ("a) b", "a b", "nothing is open to be closed at 2"),
        ("OR a", "a", "OR needs something on both sides at 1"),
        ("a OR", "a", "OR needs something on both sides at 3"),
        ("a OR OR b", "a OR b", "OR needs something on both sides at 3"),
        ("AND a", "a", "AND needs something on both sides at 1"),
        ("a AND", "a", "AND needs something on both sides at 3"),
        ("a NOT", "a", "NOT needs something to leave out at 3"),
        ("a -OR b", "a OR b", "- needs something to leave out at 3"),
        ("title: a", "a", "title: needs a word at 1"),
        ("is:( a", "a", "is: needs a word at 1"),
        ('tag:"" a', "a", "tag: needs a name at 1: try tag:name"),
        ("a ***", "a", "nothing to look for in *** at 3"),
        ("a & b", "a b", "nothing to look for in & at 3"),
        (
            "a is:foo",
            "a",
            "is:foo is not known at 3: try is:unread, is:read, is:bookmarked, is:hidden or is:lead",
        ),
        ("has:{0}", "", "has:{0} is not known at 1: try has:note or has:highlight"),
        ("lang:x1", "", "lang:x1 is not a language at 1: try two letters, such as lang:en"),
        ("on:someday", "", f"on:someday is not a date at 1: try {DATES}"),
        ("on:2024-02-30", "", f"on:2024-02-30 is not a date at 1: try {DATES}"),
        ("on:9999-12-31", "", f"on:9999-12-31 is not a date at 1: try {DATES}"),
        ("on:0000", "", f"on:0000 is not a date at 1: try {DATES}"),
        ("after:9999y", "", f"after:9999y is not a date at 1: try {DATES}"),
    ],
)
def test_a_mistake_is_one_hint_with_its_place_and_the_rest_is_understood(
    text: str, understood: str, expected: str
) -> None:
    query = parse(text, NOW)

    assert query.part == part(understood)
    assert query.hint == expected


def test_only_the_first_mistake_is_told() -> None:
    assert hint("is:foo has:bar") == hint("is:foo")


def test_a_query_is_bounded_in_length_words_and_levels() -> None:
    long = parse("rain " * 3_000, NOW)
    deep = parse("(" * 70 + "rain", NOW)
    many = parse("rain " * 201, NOW)
    signs = parse("(rain) OR " * 150 + "(" * 1_500, NOW)

    assert long.hint == "only the first 10,000 characters are used"
    assert deep.hint == "parentheses are used to 64 levels"
    assert signs.hint == "only the first 1,000 words and signs are used"
    assert many.hint == "only the first 200 words are used"
    assert many.part == And((Word("rain"),) * 200)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("heavy ra", And((Word("heavy"), Word("ra", prefix=True)))),
        ("heavy ", Word("heavy")),
        ("by:ra", Word("ra", "by", prefix=True)),
        ("a OR (b", Or((Word("a"), Word("b", prefix=True)))),
        ("ra~", Word("ra", fuzzy=True)),
        ("-ra", Not(Word("ra"))),
        ("NOT (a ra", Not(And((Word("a"), Word("ra"))))),
        ("--ra", Word("ra", prefix=True)),
        ("tag:la", HasTag("la")),
        ("(ra)", Word("ra")),
        ('"ra', Phrase("ra")),
        ("a OR", Word("a")),
        ("a AND", Word("a")),
        ("a -", Word("a")),
        ("a NOT", Word("a")),
        ("a title:", Word("a")),
        ("&", Everything()),
    ],
)
def test_while_typing_the_last_word_is_a_beginning_and_what_is_unfinished_no_mistake(
    text: str, expected: Part
) -> None:
    query = parse_typing(text, NOW)

    assert query.part == expected
    assert not query.hint


def test_while_typing_a_mistake_that_is_behind_is_told() -> None:
    assert parse_typing("title: OR b", NOW).hint == "title: needs a word at 1"


def test_the_store_is_asked_for_marks_tags_and_sources_wherever_they_stand() -> None:
    found = list(leaves(part("a (is:unread OR -tag:x) in:y lang:de")))

    assert found == [HasMark("unread"), HasTag("x"), InSource("y")]
