"""What a query wants is found although most words are passed over by how they begin."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.index.analysis.query_tokens import TokenFit, WantedToken, is_similar_word, token_row
from reader.index.analysis.stemming import term_of, terms_of
from reader.index.story_matcher import QueryMatcher
from reader.index.story_words import StoryWords
from reader.index.word_starts import starts_pattern
from reader.model import Phrase, Word
from reader.query import parse
from tests.conftest import NOON
from tests.support.drawn_words import is_row_held, texts, words


@settings(max_examples=100, deadline=None)
@given(title=texts(), body=texts(), wanted=st.lists(words().filter(str.strip), min_size=1))
@example(title="", body="Two from Rome.", wanted=["form"])
@example(title="", body="She is dying, lying and tying.", wanted=["die", "lie", "tie"])
def test_words_are_found_as_where_each_is_compared_with_each(
    title: str, body: str, wanted: list[str]
) -> None:
    parts = [
        part
        for word in wanted
        for part in (
            *(Word(word), Word(word, fuzzy=True), Word(word, prefix=True)),
            *(Word(word, "title"), Phrase(f"{word} {wanted[0]}")),
        )
        if token_row(part)
    ]
    matcher, story = QueryMatcher(parts), StoryWords(title, "", "", body, "en")

    found = {place for place in matcher.candidates(story) if matcher.matches(place, story)}

    assert found == {
        place
        for place, part in enumerate(parts)
        if is_row_held(part, [title] if part.field else [title, body])
    }


@settings(max_examples=100, deadline=None)
@given(word=words(), other=words())
def test_no_word_that_is_wanted_is_passed_over(word: str, other: str) -> None:
    form, wanted = word.lower()[:64], other.lower()[:64]
    for fit in TokenFit:
        want = WantedToken(0, terms_of(wanted), wanted, fit)
        if form and wanted and want.takes(term_of(form, "en"), form):
            assert starts_pattern([want]).findall(f" {form} ".encode()) == [f" {form}".encode()]


@pytest.mark.parametrize("length", [63, 64])
def test_a_word_that_is_cut_is_similar_to_what_remains_of_it(length: int) -> None:
    wanted, written = "xy" + "x" * (length - 2), "x" * 80
    want = WantedToken(0, terms_of(wanted), wanted, TokenFit.LIKE)

    assert is_similar_word(wanted, written[:64])
    assert starts_pattern([want]).findall(f" {written} ".encode()) == [f" {written}".encode()]


def test_most_words_are_passed_over() -> None:
    wants = [want for word in ("harvest", "trade~") for want in token_row(parse(word, NOON).part)]

    found = starts_pattern(wants).findall(b" trading hard, the trader harvests tea at dawn ")

    assert found == [b" trading", b" trader", b" harvests"]


def test_where_nothing_is_wanted_no_word_is_found() -> None:
    assert not starts_pattern([]).findall(b" a word ")
