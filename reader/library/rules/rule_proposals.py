"""Rules that have to do with a story or a source: what one can look for, and which there are."""

from __future__ import annotations

from datetime import datetime

from reader.model import And, InSource, Phrase, Rule, Story, Word
from reader.query import parse
from reader.query.unparse import unparse
from reader.store import Store

_MOST_WORDS = 4  # of a headline


def story_queries(story: Story) -> dict[str, str]:
    """Return the queries that rules can be made of from a story, by the key that chooses each."""
    words = _telling_words(story.headline)
    found = {
        "o": unparse(Phrase(story.outlet, "outlet")) if story.outlet.strip() else "",
        "b": unparse(Phrase(story.byline, "by")) if story.byline.strip() else "",
        "w": " ".join(unparse(Word(word, "title")) for word in words),
    }
    return {key: query for key, query in found.items() if query}


def _telling_words(headline: str) -> list[str]:
    """Return the longest words of a headline, in their order: they tell it from others."""
    words = list(dict.fromkeys(word.strip(".,:;!?\"'()[]“”„‘’«»…") for word in headline.split()))
    long = sorted((word for word in words if any(map(str.isalnum, word))), key=len, reverse=True)
    return [word for word in words if word in long[:_MOST_WORDS]]


def rule_query(rule: Rule) -> str:
    """Return the query that finds what a rule looks for, in the source that it is for."""
    if not rule.source:
        return rule.query
    return f"({rule.query}) {unparse(InSource(rule.source))}"


def source_rules(store: Store, source_id: int, now: datetime) -> list[Rule]:
    """Return the rules that run on a source and not on all, in their order, those off as well."""

    def is_meant(rule: Rule) -> bool:
        names = [rule.source] if rule.source else _sources_in(rule.query, now)
        return any(source_id in store.sources.ids_named(name) for name in names)

    return [rule for rule in store.rules.all() if is_meant(rule)]


def _sources_in(query: str, now: datetime) -> list[str]:
    """Return the sources in which alone a query finds anything, by the names that it has."""
    part = parse(query, now).part
    parts = part.parts if isinstance(part, And) else (part,)
    return [one.name for one in parts if isinstance(one, InSource)]
