"""Queries that rules are made of, from a story."""

from __future__ import annotations

from reader.library.rules.rule_proposals import story_queries
from reader.model import And, Phrase, Story, Word
from reader.query import parse
from tests.conftest import NOON


def story(**given: str) -> Story:
    return Story(**({"source": "/news", "key": "1", "headline": "", "text": ""} | given))  # type: ignore[arg-type]


def test_a_story_offers_its_outlet_its_author_and_telling_words_of_its_headline() -> None:
    told = story(
        headline="The “lighthouse” keeper: of an old harbour, counted OR-ships",
        outlet='The "Tide"',
        byline="Ann (Lee)",
    )

    queries = story_queries(told)

    assert [parse(queries[key], NOON).part for key in ("o", "b")] == [
        Phrase("The Tide", "outlet"),
        Phrase("Ann (Lee)", "by"),
    ]
    assert parse(queries["w"], NOON).part == And(
        tuple(Word(word, "title") for word in ("lighthouse", "harbour", "counted", "OR-ships"))
    )


def test_what_a_story_does_not_have_is_not_offered() -> None:
    assert story_queries(story(headline="— !", outlet=" ", byline="Ann")) == {"b": 'by:"Ann"'}
    assert story_queries(story()) == {}
