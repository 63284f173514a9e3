"""What rules cost: many stories against a hundred rules, and ingest with and without them."""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from pathlib import Path

from reader.config import default_folders
from reader.index.story_matcher import QueryMatcher
from reader.index.story_words import StoryWords
from reader.library import Library
from reader.library.rules.rule_list import parse_actions
from reader.library.rules.rule_runs import change_rules
from reader.model import Rule
from reader.query import parse
from tests.benchmarks import corpus
from tests.conftest import NOW

RULES = 100
SHAPES = (
    "{0}",
    "title:({0} OR {1})",
    '"{0} {1}"',
    "{0} -{1} {2}",
    "{0}* by:{1}",
    "{0}~ outlet:{1}",
)


def rule_queries(words: list[str]) -> list[str]:
    """A hundred queries of all shapes, made of some words."""
    dice = random.Random(5)
    return [SHAPES[at % len(SHAPES)].format(*dice.sample(words, 3)) for at in range(RULES)]


def match_seconds(path: Path, queries: list[str]) -> tuple[float, int]:
    """The CPU seconds in which the stories of a file meet the queries, and how many they catch."""
    stories = [
        StoryWords(one.headline, one.outlet, one.byline, one.body, one.language)
        for one in corpus.stories(path)
    ]
    began = time.process_time()
    matcher, caught = QueryMatcher([parse(one, NOW).part for one in queries]), 0
    for story in stories:
        caught += sum(matcher.matches(place, story) for place in matcher.candidates(story))
    return time.process_time() - began, caught


def import_seconds(path: Path, rules: tuple[Rule, ...]) -> float:
    """The CPU seconds in which a library takes in the stories of a file."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(default_folders(folder))
        change_rules(library, lambda _: rules)
        began = time.process_time()
        with path.open("rb") as file:
            for _ in library.import_stories(file, path.name):
                pass
        library.close()
        return time.process_time() - began


def main() -> None:
    """Measure, and print a line for each figure."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--stories", type=int, default=10_000)
    wanted = given.parse_args().stories
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stories.jsonl"
        corpus.make(path, wanted)
        known = sorted(set(re.findall(r"[a-z]{4,}", path.read_text()[:400_000])))
        strange = [f"q{word}q" for word in known]
        for name, words in (("that match", known), ("that match nothing", strange)):
            seconds, caught = match_seconds(path, rule_queries(words))
            told = f"{wanted:,} stories in {seconds:.2f} CPU s, {caught:,} caught"
            print(f"{RULES} rules {name}: {told}")
        rules = tuple(
            Rule(f"{at}", one, parse_actions(["read"]))
            for at, one in enumerate(rule_queries(strange))
        )
        pairs = [(import_seconds(path, ()), import_seconds(path, rules)) for _ in range(3)]
        without, with_rules = (min(column) for column in zip(*pairs, strict=True))
        print(
            f"import, CPU s: {without:.2f}, with {RULES} rules that match nothing {with_rules:.2f}"
        )


if __name__ == "__main__":
    main()
