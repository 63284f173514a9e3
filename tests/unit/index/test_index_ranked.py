from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.format.impact import occurrence_weight
from reader.index.format.packed_scores import (
    TOP,
    ScoredSet,
    bytewise_max,
    bytewise_min,
    packed_scores,
)
from reader.index.format.postings import MOST
from reader.index.index import Index, SearchRequest
from reader.index.search.ranking import impact_scores, top_scored
from reader.model import And, MoreLikeThis, Not, Or, Part, Phrase, PublishedBetween, Word
from tests.support.indexes import day, empty_index, hits, never, story

__all__ = ["empty_index"]  # the fixture `index`

WORDS = st.sampled_from(["fog", "fogs", "rain", "sea", "ice", "the"])
BODIES = st.lists(st.lists(WORDS, max_size=9).map(" ".join), min_size=1, max_size=12)
LEAVES = (
    st.builds(Word, WORDS, st.sampled_from(["", "title"]), st.booleans())
    | st.builds(Phrase, st.lists(WORDS, min_size=2, max_size=3).map(" ".join))
    | st.just(PublishedBetween(day(2), day(60)))
)
PARTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda *parts: And(parts), inner, inner)
        | st.builds(lambda *parts: Or(parts), inner, inner)
        | st.builds(Not, inner)
    ),
    max_leaves=5,
)
DAYS = st.lists(st.integers(0, 90), min_size=12, max_size=12)


@settings(deadline=None, max_examples=25)
@given(st.lists(BODIES, min_size=1, max_size=3), DAYS, st.lists(PARTS, min_size=4, max_size=4))
def test_no_bound_changes_the_page(
    batches: list[list[str]], days: list[int], parts: list[Part]
) -> None:
    with TemporaryDirectory() as folder, closing(Index.create(folder, "store")) as index:
        for number, batch in enumerate(batches):
            index.add(
                [
                    story(100 * number + at, text[:9], text, published=day(30 * number + days[at]))
                    for at, text in enumerate(batch)
                ],
                number,
            )
        index.remove([0, 101])

        for part in parts:
            for order in ("best", "newest"):
                everything = hits(index, part, order=order, limit=10_000)
                for limit in (1, 2, 5):
                    page = hits(index, part, order=order, limit=limit)
                    first = index.search(
                        SearchRequest(part, {}, order, limit, never, is_first=True)
                    )  # type: ignore[arg-type]
                    assert page.ids == first.ids == everything.ids[:limit]
                    assert page.total == everything.total == len(everything.ids) >= first.total


def test_a_word_that_stands_more_often_counts_more_and_in_a_long_text_less(index: Index) -> None:
    same = {"published": day(1)}
    index.add([story(1, "", "fog " * 3 + "sea " * 397, **same)], 1)
    index.add([story(2, "", "fog " * 300 + "sea " * 100, **same)], 2)
    index.add([story(3, "", "fog " * 3 + "sea " * 900, **same)], 3)

    assert hits(index, Word("fog")).ids == (2, 1, 3)


def test_a_word_of_all_fields_counts_once_for_each(index: Index) -> None:
    same = {"published": day(1)}
    index.add([story(1, "Ice", "fog and rain", **same)], 1)
    index.add([story(2, "Fog", "fog and rain", outlet="Fog", **same)], 2)
    index.add([story(3, "Fog", "and rain", **same), story(4, "Sea", "fog fog", **same)], 3)

    assert hits(index, Word("fog")).ids == (2, 3, 4, 1)
    assert hits(index, Word("fog", "title")).ids == (3, 2)


def test_a_phrase_never_leaps_from_one_field_into_the_next(index: Index) -> None:
    index.add([story(1, "Fog", "rain", outlet="Sea", byline="Ice")], 1)

    for words in ("fog sea", "sea ice", "ice rain", "fog rain"):
        assert hits(index, Phrase(words)).total == 0


def test_the_word_itself_counts_more_than_those_that_it_begins(index: Index) -> None:
    index.add([story(1, "Rainfall"), story(2, "Rain", published=day(-50))], 1)

    assert hits(index, Word("rain", prefix=True)).ids == (2, 1)


def test_the_commonest_words_are_remembered_for_short_beginnings(index: Index) -> None:
    index.add([story(at, f"sa{at:02}x sa{at:02}x", f"saa{at:02}y" * 2) for at in range(40)], 1)
    index.add([story(50 + at, f"sa{at:02}x", f"saa{at:02}y" * 2) for at in range(24)], 2)

    for typed, total in (("s", 8), ("sa", 8), ("saa", 32), ("saa0", 20)):
        assert hits(index, Word(typed, prefix=True), typing=True).total == total
    for segment in index._segments:
        assert len(segment.leading("sa")) == 16
        assert segment.leading("saa0") == []


def test_a_merged_index_answers_as_the_same_stories_in_one(index: Index, tmp_path: Path) -> None:
    made = [story(at, f"Fog {at}", "sea rain " * at, published=day(at % 7)) for at in range(1, 30)]
    for one in made:
        index.add([one], one.id)
    index.add([story(30, "Unrepeatably gone"), story(49, "Ice")], 30)
    index.remove([3, 4, 30])
    index.add([story(at, "Sea") for at in range(31, 40)], 31)
    for at in range(40, 48):
        index.add([story(at, "Sea")], at)
    asked = (Phrase("rain sea"), Word("fog", "title"), Word("r", prefix=True), Phrase("fog 9"))

    with closing(Index.create(tmp_path / "other", "store")) as other:
        other.add(
            [one for one in made if one.id not in (3, 4)]
            + [story(at, "Sea") for at in range(31, 50)],
            31,
        )
        for part in asked:
            assert set(hits(index, part).ids) == set(hits(other, part).ids)
    assert len(index._segments) < 12


NUMBERS = st.lists(st.integers(0, 127), min_size=1, max_size=40)


@given(NUMBERS, st.randoms(use_true_random=False), st.integers(1, TOP))
def test_lanes_reckon_for_each_document_by_itself(one: list[int], dice: object, least: int) -> None:
    other = [dice.randrange(128) for _ in one]  # type: ignore[attr-defined]
    all_lanes = packed_scores(len(one))
    tables = impact_scores(1, 2), impact_scores(0.7, 2)
    found = [
        ScoredSet(all_lanes.marked(bytes(flat)), all_lanes.valued(bytes(flat), table))
        for flat, table in zip((one, other), tables, strict=True)
    ]
    scores = [
        [table[0][number] + 256 * table[1][number] for number in flat]
        for flat, table in zip((one, other), tables, strict=True)
    ]
    sums = list(map(sum, zip(*scores, strict=True)))

    either, both = found[0].either(found[1]), found[0].both(found[1])
    in_both = [bool(left and right) for left, right in zip(one, other, strict=True)]
    assert list(all_lanes.numbers(either.scores)) == sums
    assert list(all_lanes.numbers(both.scores)) == [
        total * flag for total, flag in zip(sums, in_both, strict=True)
    ]
    assert len(both) == sum(in_both)
    assert all_lanes.documents(all_lanes.at_least(either, all_lanes.ones * least)) == [
        at for at, total in enumerate(sums) if total >= least
    ]
    assert bytewise_max(bytes(one), bytes(other)) == bytes(map(max, one, other))
    assert bytewise_min(bytes(one), bytes(other)) == bytes(map(min, one, other))


def test_the_greatest_scores_together_fit_in_a_lane() -> None:
    rarities = (0.1, 3.0, 12.2, 0.1)
    tops = [impact_scores(rarity, sum(rarities)) for rarity in rarities]

    assert TOP - 10 < sum(low[MOST] + 256 * high[MOST] for low, high in tops) <= TOP


def test_a_longer_field_weighs_each_word_less() -> None:
    assert occurrence_weight("body", 100) > occurrence_weight("body", 1_000)


def test_stories_that_come_out_of_order_are_found_in_order(index: Index) -> None:
    for at in range(8):
        times = [timedelta(days=at), timedelta(days=50 - at)]
        index.add(
            [story(2 * at + half, "Fog", published=day(0) + times[half]) for half in (0, 1)], 1
        )
    expected = sorted(range(16), key=lambda number: (number % 2, -number if number % 2 else number))

    assert len(index._segments) == 1
    assert not index._segments[0].is_in_order
    newest = hits(index, Word("fog"), order="newest").ids
    assert newest == tuple(sorted(newest, key=expected.index, reverse=True))
    assert hits(index, PublishedBetween(day(45), None)).total == 6
    assert hits(index, Word("fog"), limit=3).ids == newest[:3]


@pytest.mark.parametrize("limit", [3, 600])
def test_the_greatest_come_first_however_many_are_wanted(limit: int) -> None:
    keys = [number * 7919 % 1000 for number in range(1000)]

    assert top_scored(limit, keys) == list(range(999, 999 - limit, -1))


def test_stories_like_one_are_found_by_a_quarter_of_what_tells_it_in_either_order(
    index: Index,
) -> None:
    index.add([story(1, "Rare lamp"), story(2, "Rare kettle"), story(3, "A kettle")], 3)
    told = MoreLikeThis((("rare/en", 0.5), ("lamp/en", 0.5), ("stove/en", 1.0), ("pan/en", 1.0)))

    assert hits(index, told).ids == (1,)
    assert hits(index, told, order="newest").ids == (1,)
    assert hits(index, MoreLikeThis(())).ids == ()
