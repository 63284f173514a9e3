from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.highlight import matches
from reader.index.index import Index, SearchRequest, StaleSearch
from reader.index.search.term_lookup import LruBytes
from reader.model import And, Everything, Hits, Not, Or, Part, Phrase, WithIds, Word
from reader.query import parse
from tests.support.indexes import day, found, hits, index, never, story

__all__ = ["index"]  # a fixture


def test_the_first_page_comes_without_the_older_segments(index: Index) -> None:
    index.add([story(number, "River") for number in range(10, 15)], 20)

    first = index.search(SearchRequest(Word("river"), {}, "newest", 3, never, is_first=True))

    assert first == Hits((14, 13, 12), 5, exact=False)
    assert hits(index, Word("river"), order="newest", limit=3) == Hits((14, 13, 12), 7)
    assert index.search(SearchRequest(Word("river"), {}, "best", 3, never, is_first=True)).exact


@pytest.mark.parametrize("ids", [(), (1, 6), (10,), (6, 14), (2, 12), (99,), (0,)])
def test_stories_that_are_named_are_found_in_whatever_segment_they_stand(
    index: Index, ids: tuple[int, ...]
) -> None:
    index.add([story(number, "River") for number in range(10, 15)], 20)
    named, river = WithIds(frozenset(ids)), {1, 6, *range(10, 15)}

    assert found(index, named) == sorted({*ids} & {*range(1, 7), *range(10, 15)})
    assert found(index, And((Word("river"), named))) == sorted({*ids} & river)
    assert found(index, And((Word("river"), Not(named)))) == sorted(river - {*ids})


def test_a_search_stops_once_it_is_stale(index: Index) -> None:
    for part in (Word("river"), Phrase("the river"), Word("r", prefix=True), Everything()):
        with pytest.raises(StaleSearch):
            hits(index, part, stale=lambda: True)
    with pytest.raises(StaleSearch):
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


def test_what_is_remembered_of_terms_is_bounded(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.index.format.dictionary._EACH", 2)
    monkeypatch.setattr("reader.index.format.dictionary._REMEMBERED", 3)
    monkeypatch.setattr("reader.index.format.dictionary._KNOWN", 3)
    index.add([story(8, "The river Nile", "floods away one two three four five six")], 8)

    assert found(index, parse("river OR nile OR floods OR away", day(1)).part) == [1, 2, 3, 6, 8]
    assert found(index, Word("r", prefix=True)) == [1, 2, 3, 6, 8]
    assert found(index, parse("one three five six two four river", day(1)).part) == [8]
    assert len(index._segments[1]._dictionary._blocks) <= 3


def test_what_is_kept_of_lists_is_bounded() -> None:
    kept = LruBytes(10)
    for key in "abc":
        kept.add(key, b"1234")
        kept.get("a")

    assert [kept.get(key) for key in "abc"] == [b"1234", None, b"1234"]


WORDS = st.sampled_from(
    [
        *("ab", "abc", "ба", "бак", "баков", "12", "東", "東京", "京都", "ab-ba", "éa"),
        *("sites", "site", "sitting", "Häuser", "haus", "выборы", "выборах"),
    ]
)
LANGUAGES = st.sampled_from(["", "en", "de", "ru", "tr", "ja"])
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
LEAVES = (
    st.builds(Word, WORDS, st.sampled_from(["", "title"]), st.booleans(), st.just(value=False))
    | st.builds(Phrase, st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
    | st.just(Everything())
)
PARTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda *parts: And(parts), inner, inner)
        | st.builds(lambda *parts: Or(parts), inner, inner, inner)
        | st.builds(Not, inner)
    ),
    max_leaves=6,
)


def holds(part: Part, headline: str, body: str, language: str) -> bool:
    if isinstance(part, And | Or):
        each = [holds(inner, headline, body, language) for inner in part.parts]
        return all(each) if isinstance(part, And) else any(each)
    if isinstance(part, Not):
        return not holds(part.part, headline, body, language)
    marks = matches(headline, part, "title", language) + matches(body, part, "body", language)
    return isinstance(part, Everything) or bool(marks)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(TEXTS, TEXTS, LANGUAGES), max_size=6),
    st.lists(PARTS, min_size=5, max_size=5),
)
def test_the_index_finds_just_those_stories_in_which_something_is_marked(
    texts: list[tuple[str, str, str]], parts: list[Part]
) -> None:
    with TemporaryDirectory() as folder, closing(Index.create(folder, "store")) as index:
        stories = [
            story(number, headline, body, language=language)
            for number, (headline, body, language) in enumerate(texts)
        ]
        index.add(stories[:3], 1)
        index.add(stories[2:], 2)

        for part in parts:
            expected = [at for at, text in enumerate(texts) if holds(part, *text)]
            assert found(index, part) == expected
            assert found(index, part, order="newest") == expected


def test_a_phrase_may_end_in_several_words_of_one_story(index: Index) -> None:
    index.add([story(60, "Tong-hyung"), story(61, "tong hyun and tong-hyung"), story(62, "hy")], 61)

    assert found(index, Word("tong-hy", prefix=True)) == [60, 61]


def test_a_word_in_many_languages_is_worth_one_word(index: Index) -> None:
    texts = {"en": "the band played", "de": "die band spielte", "tr": "band", "": "band"}
    index.add(
        [story(90 + at, text, language=code) for at, (code, text) in enumerate(texts.items())], 90
    )

    best = hits(index, Word("band"))
    alone = hits(index, Word("spielte"))

    assert sorted(best.ids) == [90, 91, 92, 93]
    assert alone.ids == (91,)
