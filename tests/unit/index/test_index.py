from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.index.index import Index
from reader.model import (
    And,
    Everything,
    HasMark,
    HasTag,
    Hits,
    InLanguage,
    InSource,
    LikeStory,
    Not,
    Or,
    PublishedBetween,
    QueryError,
    RegexMatch,
    Word,
)
from reader.query import leaves, parse, parse_typing
from tests.support.indexes import STORIES, day, found, hits, index, story

__all__ = ["index"]  # fixtures


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("agypten", [1]),
        ("ministers", [2, 3]),
        ("run", [2, 3]),
        ("MOCKBA", []),
        ("МОСКВА", [5]),
        ("елка", [5]),
        ("us", [6]),
        ("1500", [6]),
        ("haven't", [6]),
        ("mini-sters", [2, 3]),
        ("-mini-sters river", [1, 6]),
        ("riv-e*", [1, 6]),
        ("wa-ter", []),
        ("東京", [4]),
        ("東京都", [4]),
        ("京都", [4]),
        ("東都", []),
        ("雨", [4]),
        ("都", [4]),
        ("れ", [4]),
        ("river nile", [1]),
        ("river -nile", [6]),
        ("nile OR vote", [1, 6]),
        ("floods (nile OR ministers)", [1, 2]),
        ('"running away"', [2]),
        ('"away running"', [3]),
        ('"floods in agypten"', [1]),
        ('"ran away"', [3]),
        ('"running hard"', []),
        ("title:floods", [1]),
        ('title:"running away"', []),
        ("outlet:daily", [3]),
        ("by:ann", [2]),
        ("ann", [2]),
        ("run* away", [2, 3]),
        ("runni*", [2, 3]),
        ("minis*", [2, 3]),
        ("ministre~", [2, 3]),
        ("flod~", [1, 2]),
        ("lang:de", [1]),
        ("lang:de OR lang:ja", [1, 4]),
        ("on:2024-03-03", [2]),
        ("after:2024-03-06", [5, 6]),
        ("before:2024-03-04 -lang:de", [2]),
        ("river after:2024-03-06", [6]),
        ("-lang:en", [1, 4, 5]),
        ("-river -floods", [3, 4, 5]),
        ("-(river OR floods)", [3, 4, 5]),
        ("-(river floods)", [2, 3, 4, 5, 6]),
        ("", [1, 2, 3, 4, 5, 6]),
        ("nowhere", []),
        ("nowhere river", []),
        ("nowhere*", []),
    ],
)
def test_a_query_finds_the_stories_that_it_means(
    index: Index, typed: str, expected: list[int]
) -> None:
    part = parse(typed, day(10)).part

    assert found(index, part) == expected
    assert found(index, part, order="newest") == expected
    assert hits(index, part, limit=1).total == len(expected)


def test_what_only_the_store_knows_is_handed_in(index: Index) -> None:
    unread, tagged, within = HasMark("unread"), HasTag("x"), InSource("y")
    sets = {unread: {1, 6, 99}, tagged: {2}, within: frozenset({2})}

    assert found(index, unread, sets=sets) == [1, 6]
    assert found(index, And((Word("river"), Not(unread))), sets=sets) == []
    assert found(index, And((Word("away"), Or((tagged, within)))), sets=sets) == [2, 3]
    assert found(index, And((Not(unread), within)), sets=sets) == [3, 4]


def test_what_the_store_was_not_asked_is_refused(index: Index) -> None:
    with pytest.raises(QueryError, match="was not asked"):
        found(index, HasTag("x"))


def test_a_part_within_a_part_within_a_part_counts_once(index: Index) -> None:
    deep = And((Word("floods"), Or((And((Word("floods"), Word("river"))), Word("zzz")))))
    flat = And((Word("floods"), Word("floods"), Word("river")))

    assert hits(index, deep).ids == hits(index, flat).ids == (1,)


def test_a_word_in_the_headline_counts_more_than_in_the_body(index: Index) -> None:
    index.add([story(7, "River", "x" * 5, published=day(1))], 7)

    assert hits(index, Word("river")).ids[0] == 7


def test_of_two_like_stories_the_newer_is_better_and_without_words_time_alone_counts(
    index: Index,
) -> None:
    same = [story(number, "Same", "the same words", published=day(-number)) for number in (20, 21)]
    index.add(same, 8)

    assert hits(index, Word("same")).ids == (20, 21)
    assert hits(index, Everything()).ids == (6, 5, 4, 3, 2, 1, 20, 21)


def test_how_much_an_older_story_loses_is_chosen(tmp_path: Path) -> None:
    folder, old, new = tmp_path / "index", day(0), day(90)
    with closing(Index.create(folder, "store")) as made:
        made.add([story(1, "tide", "tide", published=old), story(2, "tide rose", published=new)], 1)

    orders = []
    for half_life in (10, 36_500):
        with closing(Index.open(folder, "store", half_life)) as opened:
            orders.append(hits(opened, Word("tide")).ids)

    assert orders == [(2, 1), (1, 2)]


def test_newest_first_is_by_time_then_by_the_greater_id(index: Index) -> None:
    index.add([story(30, published=day(6)), story(31, published=day(9))], 9)

    assert hits(index, Everything(), order="newest", limit=3).ids == (31, 30, 6)
    assert hits(index, Everything(), order="newest", limit=0) == Hits((), 8)


def test_words_that_hold_nothing_to_look_for_are_passed_over(index: Index) -> None:
    nothing = Word("ـ")

    assert found(index, And((Word("nile"), nothing, Not(nothing)))) == [1]
    assert hits(index, Or((nothing, nothing))).hint == "there is nothing to look for in these words"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with closing(Index.create(tmp_path_factory.mktemp("shared") / "index", "store")) as made:
        made.add(STORIES, 6)
        made.add([story(7, "Another segment", "of the river")], 7)
        yield made


SCRAPS = st.sampled_from(['"', "(", ")", "-", "*", "~", "OR", "NOT", "title:", "riv", "the", "東"])
ASKED_OTHERWISE = (LikeStory, RegexMatch)  # the library puts words and stories in their place


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40) | st.lists(SCRAPS, max_size=12).map(" ".join), st.booleans())
def test_whatever_is_typed_can_be_searched_for(shared: Index, text: str, typing: bool) -> None:
    query = (parse_typing if typing else parse)(text, day(10))
    assume(not any(isinstance(leaf, ASKED_OTHERWISE) for leaf in leaves(query.part)))
    sets = dict.fromkeys(leaves(query.part), frozenset({1}))

    answer = hits(shared, query.part, sets=sets, typing=typing)

    assert answer.total >= len(answer.ids)
    assert set(answer.ids) <= shared.ids()


def test_a_stretch_without_bounds_is_all_of_time(index: Index) -> None:
    assert found(index, PublishedBetween()) == [1, 2, 3, 4, 5, 6]


def test_a_language_nobody_writes_in_finds_nothing(index: Index) -> None:
    assert found(index, InLanguage("xx")) == []
