"""A story holds what queries want as where each of its tokens is compared with each of theirs."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.index.analysis.query_tokens import token_row
from reader.index.story_matcher import QueryMatcher
from reader.index.story_words import WHOLE, StoryWords
from reader.model import And, Not, Or, Part, Phrase, Word
from reader.query import parse
from tests.conftest import NOON
from tests.support.drawn_words import WRITTEN, is_row_held, texts, words

FIELDS = {"title": ("headline",), "outlet": ("outlet",), "by": ("byline",)}
EVERY = ("headline", "outlet", "byline", "body")
# Made once: to make a strategy takes longer than to draw from it.
WORDS = words()
SOME_WORD = (WORDS | st.sampled_from(WRITTEN)).filter(str.strip)


@st.composite
def word_parts(draw: st.DrawFn) -> Word | Phrase:
    """Draw a word, what is near one, or a phrase, in a field or anywhere."""
    word = draw(SOME_WORD)
    name = draw(st.sampled_from(("", "", "body", *FIELDS)))
    kind = draw(st.sampled_from(("same", "same", "prefix", "fuzzy", "phrase")))
    if kind == "phrase":
        return Phrase(f"{word} {draw(WORDS)}", name)
    return Word(word, name, prefix=kind == "prefix", fuzzy=kind == "fuzzy")


def parts() -> st.SearchStrategy[Part]:
    """Draw queries of words of any shape."""
    each = word_parts().filter(token_row)
    return st.recursive(
        each,
        lambda inner: st.one_of(
            st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=5,
    )


def is_found(part: Part, story: StoryWords) -> bool:
    """Tell whether a query finds a story, without passing any word over."""
    if isinstance(part, And):
        return all(is_found(inner, story) for inner in part.parts)
    if isinstance(part, Or):
        return any(is_found(inner, story) for inner in part.parts)
    if isinstance(part, Not):
        return not is_found(part.part, story)
    assert isinstance(part, Word | Phrase)
    fields = [story.written(name) for name in FIELDS.get(part.field, EVERY)]
    return is_row_held(part, fields, story.code)


def places_found(queries: list[Part], story: StoryWords) -> list[int]:
    matcher = QueryMatcher(queries)
    return [place for place in matcher.candidates(story) if matcher.matches(place, story)]


@settings(max_examples=60, deadline=None)
@given(
    named=st.tuples(texts(), texts(), texts(), texts()),
    language=st.sampled_from(("en", "en", "", "de")),
    queries=st.lists(parts(), min_size=1, max_size=6),
)
@example(named=("", "", "Sky", "東京都"), language="en", queries=[Word("sky", "by")])
@example(named=("a\x01sky", "", "", ""), language="en", queries=[Word("sky")])
@example(named=("", "", "", "All's well"), language="en", queries=[Word("s")])
def test_a_query_of_any_shape_finds_what_comparing_every_word_finds(
    named: tuple[str, str, str, str], language: str, queries: list[Part]
) -> None:
    story = StoryWords(*named, language)
    expected = [place for place, part in enumerate(queries) if is_found(part, story)]

    assert places_found(queries, story) == expected


@dataclass
class WatchedStory(StoryWords):
    """A story that remembers which of its words were asked for."""

    asked: set[str] = field(default_factory=set)

    def written(self, name: str) -> str:
        self.asked.add(name)
        return super().written(name)


@pytest.mark.parametrize(
    "typed",
    [
        "title:flood",
        "title:(flood OR river)",
        "flood* by:river",
        "on outlet:fld~",
        "-by:lee by:ann",
    ],
)
def test_a_text_is_not_read_for_queries_that_name_another_field(typed: str) -> None:
    story = WatchedStory("Dikes", "The Post", "Lee", "A river on the flood.")

    assert not QueryMatcher([parse(typed, NOON).part]).candidates(story)
    assert WHOLE not in story.asked


def test_a_text_is_read_once_what_a_query_needs_elsewhere_is_found() -> None:
    story = WatchedStory("Floods", "The River", "Lee", "On the shore.")

    assert places_found([parse("title:floods shor*", NOON).part], story) == [0]
    assert WHOLE in story.asked
