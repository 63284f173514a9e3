from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import (
    And,
    Everything,
    HasTag,
    Not,
    Or,
    Part,
    Phrase,
    PublishedBetween,
    Word,
)
from reader.query import parse, parse_typing
from reader.query.unparse import unparse
from tests.support.queries import NOW, day, hint, part

pytestmark = pytest.mark.time

FIELDS = ["title:", "by:x", 'in:"y z"', "tag:t", "is:read", "is:?", "has:note", "lang:fr", "like:7"]


DATED = ["after:7d", "before:2024-10", "on:2023", "on:2024-10-21", "after:2024-01-02T03:04:05"]


SIGNS = ["OR", "AND", "NOT", "-", "(", ")", '"', "“", "&", ":", ","]


PIECES = st.sampled_from(["a", "b*", "c~", "http://x", *FIELDS, *DATED, *SIGNS])


LINES = st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=30).map("".join)


@settings(deadline=None, max_examples=400)
@given(LINES | st.text(max_size=60))
def test_whatever_is_understood_is_shown_so_that_it_means_the_same(text: str) -> None:
    understood = part(text)

    assert part(unparse(understood)) == understood
    told = hint(unparse(understood))
    assert not told or "is no field" in told  # a word that is taken for a mistyped field stays it


@pytest.mark.parametrize(
    "made",
    [
        Word("two words"),
        Word("title:x"),
        Word("-x"),
        Word("OR"),
        Word("x*"),
        Word("a b", "title"),
        Phrase('say "no"'),
        HasTag("to read"),
        And((Everything(), Word("a"))),
        Or((Everything(), Word("a"))),
        PublishedBetween(),
        PublishedBetween(day(2024), day(2024, 2, 2)),
        PublishedBetween(NOW.astimezone(timezone(timedelta(hours=2)))),
    ],
)
def test_a_query_made_by_a_program_can_be_shown_and_read_without_a_hint(made: Part) -> None:
    assert not hint(unparse(made))


@pytest.mark.parametrize("typed", ["after:2024y", "before:2020y", "before:1999y"])
def test_a_date_of_the_first_centuries_is_read_again_as_the_same(typed: str) -> None:
    assert part(unparse(part(typed))) == part(typed)
    assert hint(unparse(part(typed))) == ""


def test_a_stretch_of_odd_length_is_shown_as_two_dates() -> None:
    assert (
        unparse(PublishedBetween(day(2024), day(2024, 2, 2)))
        == "(after:2024-01-01 before:2024-02-02)"
    )


A_MOMENT = 0.5  # seconds of the processor, ten times what any of these takes on a slow one


def quickest(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return min(taken)


OPERATORS = ["a", "b*", "c~", '"d e"', "title:f", 'outlet:"g h"', "by:i*", "in:j", "tag:k"]
OPERATORS += ["is:unread", "is:read", "is:bookmarked", "has:note", "lang:de", "like:12"]
OPERATORS += ["after:7d", "before:2026-01", "on:2026-01-02", "after:2026", "on:today"]


@pytest.mark.parametrize("one", OPERATORS)
def test_every_operator_stands_under_every_other(one: str) -> None:
    leaf, x, y = part(one), Word("x"), Word("y")

    assert part(f"x {one} y") == part(f"x AND {one} AND y") == And((x, leaf, y))
    assert part(f"x OR {one} OR y") == Or((x, leaf, y))
    assert part(f"x -{one}") == part(f"x NOT {one}") == And((x, Not(leaf)))
    assert part(f"NOT NOT {one}") == part(f"(({one}))") == leaf
    assert part(f"x -({one} OR y)") == And((x, Not(Or((leaf, y)))))
    assert part(f"({one} x) OR (y -{one})") == Or((And((leaf, x)), And((y, Not(leaf)))))
    assert hint(f"x -({one} OR (NOT {one} y))") == ""


@pytest.mark.parametrize("mistake", ["like:x", "like:0", "like:", "is:z", "lang:1", "on:x", '"q'])
def test_a_mistake_is_told_with_its_place_wherever_it_stands(mistake: str) -> None:
    assert " at 3" in hint(f"a {mistake}")
    assert " at 10" in hint(f"a OR (b -{mistake}")


@settings(deadline=None, max_examples=100)
@given(st.text(min_size=1, max_size=40), st.integers(1, 10_000))
def test_a_long_text_is_shown_so_that_it_means_the_same(text: str, times: int) -> None:
    long = (text * times)[:10_000]

    understood = part(long)

    assert part(unparse(understood)) == understood
    assert quickest(lambda: parse(long, NOW)) < A_MOMENT


@settings(deadline=None, max_examples=200)
@given(st.text() | LINES)
def test_nothing_that_is_typed_raises_or_takes_long(text: str) -> None:
    assert quickest(lambda: parse_typing(text, NOW)) < A_MOMENT


@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "\u3000",
        "(",
        ")",
        "-",
        "*",
        '"',
        '" ',
        "a ",
        "NOT ",
        "title:",
        "(a OR ",
        "is:x ",
        "\u0301",
    ],
)
def test_ten_thousand_characters_take_a_moment(piece: str) -> None:
    text = (piece * 10_000)[:10_000]

    assert quickest(lambda: parse(text, NOW)) < A_MOMENT


@pytest.mark.parametrize("written", ["NOT*", "OR~", "AND*", "tide NOT*"])
def test_the_beginning_of_a_word_that_is_also_an_operator_stays_one(written: str) -> None:
    assert part(unparse(part(written))) == part(written)
    assert unparse(part(written)) == written


def test_a_hint_repeats_nothing_that_controls_a_terminal() -> None:
    assert hint("is:\x1b[31mquay\u202e").isprintable()
    assert "[31mquay" in hint("is:\x1b[31mquay\u202e")
