"""Proposes what a rule can look for, from a story: outlet, author, words of its headline."""

from __future__ import annotations

from reader.model import Phrase, Story, Word
from reader.query import unparse

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
