"""Queries that rules are made of, from a story."""

from __future__ import annotations

from dataclasses import replace

from reader.library import Library
from reader.library.rules.rule_list import parse_actions
from reader.library.rules.rule_proposals import rule_query, source_rules, story_queries
from reader.library.rules.rule_runs import change_rules
from reader.model import And, InSource, Or, Phrase, Rule, Story, Word
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


def test_the_query_of_a_rule_finds_no_more_than_its_source_has() -> None:
    everywhere = Rule("x", "fog OR ice", parse_actions(["alert"]))

    assert rule_query(everywhere) == "fog OR ice"
    assert parse(rule_query(replace(everywhere, source="Old harbour")), NOON).part == And(
        (Or((Word("fog"), Word("ice"))), InSource("Old harbour"))
    )


def test_the_rules_of_a_source_are_those_that_are_for_it_or_ask_for_it(library: Library) -> None:
    source = library.store.sources.add("/harbour", "The Harbour")
    queries = {"storm": "", "fog": "harbour", "ice": "elsewhere"}
    queries |= {"in:harbour snow": "", "-in:harbour": "", "in:harbour": ""}
    rules = [
        Rule(query, query, parse_actions(["read"]), place, active=query != "fog")
        for query, place in queries.items()
    ]
    change_rules(library, lambda _: tuple(rules))

    found = source_rules(library.store, source, NOON)

    assert [rule.query for rule in found] == ["fog", "in:harbour snow", "in:harbour"]
