"""What a query wants is found although most words are passed over by how they begin."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.index.analysis.query_tokens import TokenFit, WantedToken, is_similar_word, token_row
from reader.index.analysis.stemming import term_of, terms_of
from reader.index.analysis.tokens import terms_in
from reader.index.story_matcher import QueryMatcher
from reader.index.story_words import StoryWords
from reader.index.word_starts import starts_pattern
from reader.model import Phrase, Word
from reader.query import parse
from tests.conftest import NOON

STEMS = ("cry", "die", "sky", "hop", "able", "sens", "relat", "real", "vot", "form", "organ", "us")
STEMS += ("president", "a", "ski", "t", "dy", "compar", "news", "earl", "150", "3")
ENDINGS = ("", "s", "ies", "ying", "ing", "ed", "ied", "ly", "ily", "ation", "ational", "ization")
ENDINGS += ("ibility", "ability", "ible", "fulness", "iveness", "ality", "er", "ator", "e", "ency")
JOINTS = (" ", " ", "\n", ", ", ". ", ".", ",", "'", "’", "-", "/", "_", "—", "\x1c", "\xa0", "'s ")
WRITTEN = (*STEMS, "U.S.", "o'neil", "l'", "qu'", "été", "Élan", "don't", "1,500", "it's", "МОСКВА")
LETTERS = "abeiorsty"


@st.composite
def words(draw: st.DrawFn) -> str:
    """Draw a word; some with an edit."""
    word = draw(st.sampled_from(STEMS)) + draw(st.sampled_from(ENDINGS))
    at, letter = draw(st.integers(0, len(word))), draw(st.sampled_from(LETTERS))
    left, right = word[:at], word[at:]
    edited = (
        word,
        word.upper(),
        left + right[1:],
        left + letter + right,
        left + letter + right[1:],
    )
    return draw(st.sampled_from((*edited, left + right[1:2] + right[:1] + right[2:])))


def texts() -> st.SearchStrategy[str]:
    """Draw words with what may stand between them."""
    word = words() | st.sampled_from(WRITTEN)
    pieces = st.lists(st.tuples(word, st.sampled_from(JOINTS)), max_size=8)
    return pieces.map(lambda all_: "".join(word + joint for word, joint in all_))


def is_held(part: Word | Phrase, fields: list[str]) -> bool:
    """Tell whether a word or phrase stands in some texts; each token is compared with each."""
    row = token_row(part)
    rows = [terms_in(text, "en") for text in fields]
    return any(
        all(at + want.place < len(terms) and want.takes(*terms[at + want.place]) for want in row)
        for terms in rows
        for at in range(len(terms))
    )


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
        if is_held(part, [title] if part.field else [title, body])
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
