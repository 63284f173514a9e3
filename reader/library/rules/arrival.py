"""Runs the rules on stories as they come, in the transaction that saves them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from reader.library.indexed_store import searched_text
from reader.library.rules.rule_list import act_on
from reader.model import Entry, Marks, Rule, RuleActionKind, SaveOutcome, Story
from reader.model.construction import frozen
from reader.store import Store

if TYPE_CHECKING:  # who has no rules waits for none of it
    from reader.index.story_matcher import QueryMatcher
    from reader.index.story_words import StoryWords

Rules = tuple[Rule, ...]
Pair = tuple[Entry, Story]


@frozen
class _Candidate:
    """A story that some rules may catch."""

    id: int
    story: StoryWords
    places: Sequence[int]  # of these rules
    now: datetime
    is_new: bool


def run_rules(
    store: Store, source_id: int, pairs: Sequence[Pair], outcomes: Sequence[SaveOutcome]
) -> int:
    """Do with the stories that came or changed what the rules say; call inside a transaction.

    A rule that has caught a story before leaves it alone. Returns how many of the new ones are
    hidden now.
    """
    rules = store.rules.active_rules()
    touched = [
        (pair, did is SaveOutcome.NEW)
        for pair, did in zip(pairs, outcomes, strict=True)
        if did is not SaveOutcome.SAME
    ]
    return _run(store, source_id, touched, rules) if rules and touched else 0


def _run(store: Store, source_id: int, touched: Sequence[tuple[Pair, bool]], rules: Rules) -> int:
    """Do with stories of a source what the rules say; return how many new ones that hides."""
    first = touched[0][0][0].arrived
    rules, matcher = _prepare_rules(rules, first.replace(minute=0, second=0, microsecond=0))
    is_from = cache(lambda name: source_id in store.sources.ids_named(name))
    found = []
    for (entry, story), is_new in touched:
        words = _words_of(entry, story, is_from)
        places = matcher.candidates(words)
        if places:
            story_id = store.rules.find_story(source_id, story.key)
            found.append(_Candidate(story_id, words, places, entry.arrived, is_new))
    if found:
        _catch(store, found, rules, matcher)
    return sum(one.is_new and one.story.marks.hidden for one in found)


def _catch(store: Store, found: Sequence[_Candidate], rules: Rules, matcher: QueryMatcher) -> None:
    """Have the rules catch those of the stories that they match, one rule after the other."""
    ids = [one.id for one in found]
    before, known = store.marks.marks_of(ids), store.rules.catches_among(ids)
    after: dict[int, Marks] = {}
    rows: list[tuple[int, int, bool]] = []
    for one in found:
        one.story.marks = after.get(one.id, before[one.id])
        for place in one.places:
            rule = rules[place]
            if (rule.id, one.id) in known or not _takes(rule, place, one.story, matcher):
                continue
            one.story.marks = act_on(one.story.marks, rule.actions, one.now)
            rows.append((rule.id, one.id, _is_alerting(rule)))
        after[one.id] = one.story.marks
    store.marks.save({one: marks for one, marks in after.items() if marks != before[one]})
    store.rules.note_catches(rows)


def _takes(rule: Rule, place: int, story: StoryWords, matcher: QueryMatcher) -> bool:
    """Tell whether a rule matches a story."""
    return (not rule.source or story.is_from(rule.source)) and matcher.matches(place, story)


def _is_alerting(rule: Rule) -> bool:
    """Tell whether a rule alerts the person."""
    return any(one.kind is RuleActionKind.ALERT for one in rule.actions)


def _words_of(entry: Entry, story: Story, is_from: Callable[[str], bool]) -> StoryWords:
    """Return a story as rules are matched against it."""
    from reader.index.story_words import StoryWords
    from reader.store.statistics.reading_length import reading_seconds

    published = min(story.published or entry.arrived, entry.arrived).timestamp()
    body = searched_text(story)
    named = story.headline, story.outlet, story.byline
    length = partial(reading_seconds, story.text)
    when = story.language, published
    return StoryWords(*named, body, *when, is_from=is_from, read_seconds=length)


@lru_cache(2)  # a round saves many documents under the same rules
def _prepare_rules(rules: Rules, now: datetime) -> tuple[Rules, QueryMatcher]:
    """Return the rules that can be run, and what matches their queries."""
    from reader import query
    from reader.index.story_matcher import QueryMatcher, can_match

    parts = [query.parse(rule.query, now).part for rule in rules]
    good = [(rule, part) for rule, part in zip(rules, parts, strict=True) if can_match(part)]
    return tuple(rule for rule, _ in good), QueryMatcher([part for _, part in good])
