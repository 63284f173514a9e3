from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.on_disk import BusyIndexError, Index, Indexed, Stale
from reader.model import (
    And,
    Dated,
    Everything,
    Hits,
    Language,
    Marked,
    Not,
    Or,
    Part,
    Phrase,
    QueryError,
    Tagged,
    Within,
    Word,
)
from reader.query import leaves, parse, parse_typing

START = datetime(2024, 3, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def story(
    number: int, headline: str = "", body: str = "", *, outlet: str = "", **more: object
) -> Indexed:
    given = {"byline": "", "published": day(number), "source": 1, "language": "en"} | more
    return Indexed(number, headline, body, outlet, **given)  # type: ignore[arg-type]


STORIES = [
    story(1, "Floods in Ägypten", "The river Nile rose again.", outlet="Morgenpost", language="de"),
    story(2, "A quiet day", "Ministers were running away from the floods.", byline="Ann Lee"),
    story(3, "Minister resigns", "She ran away. Running is hard.", outlet="The Daily", source=2),
    story(4, "東京都の天気", "京都は雨、ソウルは晴れ。", language="ja", source=2),
    story(5, "Москва ждёт", "Снег и Ёлка в городе.", language="ru", source=3),
    story(6, "The U.S. vote", "About 1,500 people haven’t voted; the river is calm.", source=3),
]


def never() -> bool:
    return False


def found(index: Index, part: Part, **more: object) -> list[int]:
    return sorted(hits(index, part, **more).ids)


def hits(index: Index, part: Part, **more: object) -> Hits:
    asked = {"sets": {}, "order": "best", "limit": 50, "stale": never} | more
    return index.search(part, **asked)  # type: ignore[arg-type]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index.create(tmp_path / "index", "store")) as made:
        made.add(STORIES, 6)
        yield made


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
    unread, tagged, within = Marked("unread"), Tagged("x"), Within("y")
    sets = {unread: {1, 6, 99}, tagged: {2}, within: frozenset({2})}

    assert found(index, unread, sets=sets) == [1, 6]
    assert found(index, And((Word("river"), Not(unread))), sets=sets) == []
    assert found(index, And((Word("away"), Or((tagged, within)))), sets=sets) == [2, 3]
    assert found(index, And((Not(unread), within)), sets=sets) == [3, 4]


def test_what_the_store_was_not_asked_is_refused(index: Index) -> None:
    with pytest.raises(QueryError, match="was not asked"):
        found(index, Tagged("x"))


def test_what_is_remembered_of_terms_is_bounded(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.index.segment._REMEMBERED", 3)

    assert found(index, parse("river OR nile OR floods OR away", day(1)).part) == [1, 2, 3, 6]
    assert len(index._segments[0]._known) <= 3


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


def test_newest_first_is_by_time_then_by_the_greater_id(index: Index) -> None:
    index.add([story(30, published=day(6)), story(31, published=day(9))], 9)

    assert hits(index, Everything(), order="newest", limit=3).ids == (31, 30, 6)
    assert hits(index, Everything(), order="newest", limit=0) == Hits((), 8)


def test_words_that_hold_nothing_to_look_for_are_passed_over(index: Index) -> None:
    nothing = Word("ـ")

    assert found(index, And((Word("nile"), nothing, Not(nothing)))) == [1]
    assert hits(index, Or((nothing, nothing))).hint == "there is nothing to look for in these words"


def test_a_story_that_comes_again_replaces_its_former_self(index: Index) -> None:
    index.add([story(2, "Changed"), story(2, "Changed twice")], 12)

    assert found(index, Word("changed")) == [2]
    assert found(index, Word("twice")) == [2]
    assert found(index, Word("ministers")) == [3]
    assert found(index, Everything()) == [1, 2, 3, 4, 5, 6]
    assert index.revision == 12
    assert len(index) == 6


def test_a_story_that_is_removed_is_found_no_more(index: Index) -> None:
    index.remove([6, 77])
    index.remove([])

    assert index.ids() == {1, 2, 3, 4, 5}
    assert hits(index, Word("river")) == Hits((1,), 1)
    assert index.revision == 6


def test_many_small_additions_are_merged_and_nothing_is_lost(index: Index) -> None:
    for number in range(100, 140):
        index.add([story(number, "Batch", f"running number{number}")], number)
        index.remove([number - 3] if number % 4 == 3 else [])

    expected = [number for number in range(100, 140) if number % 4 or number > 136]
    assert found(index, Word("batch")) == expected
    assert found(index, Phrase("running number101")) == [101]
    assert found(index, Word("runn", prefix=True)) == sorted([2, 3, *expected])
    assert len(index._segments) < 10
    assert hits(index, Word("nile")).ids == (1,)
    index.check()


def test_a_segment_of_stories_that_are_all_gone_is_dropped(tmp_path: Path) -> None:
    with closing(Index.create(tmp_path / "index", "store")) as index:
        index.add([story(1)], 1)
        index.remove([1])

        assert len(index) == 0
        assert len(index._segments) == 0
        assert hits(index, Everything()) == Hits((), 0)


def test_a_merge_is_never_greater_than_the_cap(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.index.writing.MERGED_AT_MOST", 4)
    for number in range(100, 112):
        index.add([story(number, "Batch")], number)

    assert max(segment.count for segment in index._segments) <= 6
    assert len(found(index, Word("batch"))) == 12


def test_the_first_page_comes_without_the_older_segments(index: Index) -> None:
    index.add([story(number, "River") for number in range(10, 15)], 20)

    first = index.search_first(Word("river"), {}, "newest", 3, never)

    assert first == Hits((14, 13, 12), 5, exact=False)
    assert hits(index, Word("river"), order="newest", limit=3) == Hits((14, 13, 12), 7)
    assert index.search_first(Word("river"), {}, "best", 3, never).exact


def test_a_search_stops_once_it_is_stale(index: Index) -> None:
    for part in (Word("river"), Phrase("the river"), Word("r", prefix=True), Everything()):
        with pytest.raises(Stale):
            hits(index, part, stale=lambda: True)
    with pytest.raises(Stale):
        index.check(lambda: True)


def test_staleness_is_asked_for_within_a_long_search(index: Index) -> None:
    asked = []
    index.add([story(number, body="the river rose") for number in range(100, 2_200)], 20)

    hits(index, Phrase("the river"), stale=lambda: bool(asked.append(1)))

    assert len(asked) >= 6


def many(index: Index, *, each: Callable[[int], str]) -> None:
    body = [" ".join(each(number) for number in range(at, at + 100)) for at in range(0, 1_200, 100)]
    index.add([story(100 + at, body=text) for at, text in enumerate(body)], 50)


def test_a_beginning_of_too_many_words_is_cut_and_says_so(index: Index) -> None:
    many(index, each=lambda number: f"q{number:04}")

    cut = hits(index, Word("q", prefix=True))

    assert cut.hint == "only the 1,000 most frequent words that begin with “q” are used"
    assert not cut.exact


def test_a_beginning_that_is_typed_stands_for_fewer_words_without_a_hint(index: Index) -> None:
    many(index, each=lambda number: f"qqq{number:04}")
    index.add([story(300, "Qquick")], 51)

    short = hits(index, Word("qq", prefix=True), typing=True)
    longer = hits(index, Word("qqq", prefix=True), typing=True)

    assert short.ids == (300,)
    assert not longer.exact
    assert not longer.hint


def test_a_whole_word_is_found_among_the_beginnings_of_more_frequent_ones(index: Index) -> None:
    for number in range(9):
        index.add([story(100 + at, f"us{number}x us{number}y") for at in range(3)], 50)

    assert 6 in found(index, Word("us", prefix=True), typing=True)


def test_another_index_object_sees_what_was_committed_once_it_refreshes(
    index: Index, tmp_path: Path
) -> None:
    with closing(Index.open(tmp_path / "index", "store")) as other:
        index.add([story(50, "News")], 50)

        assert found(other, Word("news")) == []
        assert found(other, Word("nile")) == [1]
        assert other.refresh()
        assert found(other, Word("news")) == [50]
        assert not other.refresh()
        index.add([], 60)
        assert not other.refresh()
        assert other.revision == 60


def test_an_open_index_outlives_merges_and_a_rebuild(index: Index, tmp_path: Path) -> None:
    with closing(Index.open(tmp_path / "index", "store")) as other:
        for number in range(100, 120):
            index.add([story(number, "News")], number)
        assert found(other, Word("nile")) == [1]

        with closing(Index.create(tmp_path / "index", "store")):
            assert found(other, Word("nile")) == [1]
            assert other.refresh()
            assert found(other, Everything()) == []


def test_two_writers_are_one_too_many(index: Index, tmp_path: Path) -> None:
    with index._storage.locked(), pytest.raises(BusyIndexError, match="another newsreader"):
        index.add([story(9)], 9)
    with index._storage.locked(), pytest.raises(BusyIndexError, match="another newsreader"):
        Index.create(tmp_path / "index", "store")

    index.add([story(9)], 9)
    assert 9 in index.ids()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with closing(Index.create(tmp_path_factory.mktemp("shared") / "index", "store")) as made:
        made.add(STORIES, 6)
        made.add([story(7, "Another segment", "of the river")], 7)
        yield made


SCRAPS = st.sampled_from(['"', "(", ")", "-", "*", "~", "OR", "NOT", "title:", "riv", "the", "東"])


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40) | st.lists(SCRAPS, max_size=12).map(" ".join), st.booleans())
def test_whatever_is_typed_can_be_searched_for(shared: Index, text: str, typing: bool) -> None:
    query = (parse_typing if typing else parse)(text, day(10))
    sets = dict.fromkeys(leaves(query.part), frozenset({1}))

    answer = hits(shared, query.part, sets=sets, typing=typing)

    assert answer.total >= len(answer.ids)
    assert set(answer.ids) <= shared.ids()


def test_a_stretch_without_bounds_is_all_of_time(index: Index) -> None:
    assert found(index, Dated()) == [1, 2, 3, 4, 5, 6]


def test_a_language_nobody_writes_in_finds_nothing(index: Index) -> None:
    assert found(index, Language("xx")) == []
