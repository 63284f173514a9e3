"""The list of rules: one is checked, added, renamed, moved, and read from their readable file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from reader.library.marks import tags_in, with_tags
from reader.model import Everything, Marks, QueryError, Rule, RuleAction, RuleActionKind
from reader.model.construction import replace
from reader.model.safe_text import safe_query, to_json

LONGEST = 200  # letters of a name
MOST = 1_000  # rules
ACTIONS = "read, tag WORD, bookmark, hide, alert"
Rules = tuple[Rule, ...]


def parse_actions(words: Sequence[str]) -> tuple[RuleAction, ...]:
    """Return the actions that a person typed: `read`, `tag WORD`, `bookmark`, `hide`, `alert`.

    Raises:
        QueryError: a word is none of these, with its place.
    """
    found: list[RuleAction] = []
    rest = list(enumerate((word for words_ in words for word in words_.split()), start=1))
    while rest:
        place, word = rest.pop(0)
        if word.rstrip(",") not in set(RuleActionKind):
            raise QueryError(f"Action {word!r} at word {place} is not known; there are {ACTIONS}.")
        kind = RuleActionKind(word.rstrip(","))
        tag = _tag_of(rest.pop(0)[1] if rest else "", place) if kind is RuleActionKind.TAG else ""
        found.append(RuleAction(kind, tag))
    if not found:
        raise QueryError(f"A rule needs something to do: {ACTIONS}.")
    return tuple(dict.fromkeys(found))


def _tag_of(word: str, place: int) -> str:
    """Return the tag in a word that follows the action at a place."""
    tags = tags_in(word)
    if len(tags) != 1:
        raise QueryError(f"Action 'tag' at word {place} needs one word to tag with.")
    return tags[0]


def act_on(marks: Marks, actions: Iterable[RuleAction], now: datetime) -> Marks:
    """Return the marks of a story after some actions; a bookmark that is there keeps its time."""
    for one in actions:
        if one.kind is RuleActionKind.READ:
            marks = replace(marks, read=True)
        elif one.kind is RuleActionKind.TAG:
            marks = with_tags(marks, more=[one.tag])
        elif one.kind is RuleActionKind.BOOKMARK:
            marks = replace(marks, bookmarked=marks.bookmarked or now)
        elif one.kind is RuleActionKind.HIDE:
            marks = replace(marks, hidden=True)
    return marks


def check_rule(rule: Rule, now: datetime) -> Rule:
    """Return a rule that can be run.

    Raises:
        QueryError: it cannot, and why, with the place in its query.
    """
    from reader import query
    from reader.index.story_matcher import unmatchable_part
    from reader.query.unparse import unparse

    if not rule.query.strip():
        raise QueryError(f"The rule {rule.name!r} has nothing to look for.")
    whole = rule.name + rule.query + rule.source
    if not rule.name.strip() or len(rule.name) > LONGEST or safe_query(whole) != whole:
        raise QueryError(f"The name of a rule is one line of at most {LONGEST} letters.")
    understood = query.parse(rule.query, now)
    if understood.hint:
        raise QueryError(f"The rule {rule.name!r} is not understood: {understood.hint}.")
    if isinstance(understood.part, Everything):
        raise QueryError(f"The rule {rule.name!r} has nothing to look for.")
    unmatchable = unmatchable_part(understood.part)
    if unmatchable is not None:
        asked = unparse(unmatchable)
        said = f"{asked} needs all stories, and cannot be asked of one that comes"
        raise QueryError(f"The rule {rule.name!r} cannot be run: {said}.")
    if not rule.actions:
        raise QueryError(f"The rule {rule.name!r} does nothing; there are {ACTIONS}.")
    return rule


def add_rule(rules: Rules, rule: Rule) -> Rules:
    """Return them with one more at the end; in the place of one that has the name already.

    Raises:
        QueryError: there are too many.
    """
    if any(one.name == rule.name for one in rules):
        return tuple(rule if one.name == rule.name else one for one in rules)
    if len(rules) >= MOST:
        raise QueryError(f"There are {MOST:,} rules already, and no more are kept.")
    return (*rules, rule)


def find_rule(rules: Rules, name: str) -> Rule:
    """Return the one of a name, or at a place as a number.

    Raises:
        QueryError: there is none.
    """
    numbered = {str(place): one for place, one in enumerate(rules, start=1)}
    found = numbered | {one.name: one for one in rules}  # a name comes before a place
    if name in found:
        return found[name]
    raise QueryError(f"There is no rule called {name!r}; `newsreader rules` lists them.")


def remove_rule(rules: Rules, name: str) -> Rules:
    """Return them without the one of a name.

    Raises:
        QueryError: there is none.
    """
    gone = find_rule(rules, name)
    return tuple(one for one in rules if one is not gone)


def rename_rule(rules: Rules, name: str, new: str) -> Rules:
    """Return them with another name for one of them.

    Raises:
        QueryError: there is none of that name, or the new name is taken, empty or too long.
    """
    rule = find_rule(rules, name)
    if any(one.name == new and one is not rule for one in rules):
        raise QueryError(f"There is a rule called {new!r} already; choose another name.")
    if not new.strip() or len(new) > LONGEST or safe_query(new) != new:
        raise QueryError(f"The name of a rule is one line of at most {LONGEST} letters.")
    return _with_other(rules, rule, replace(rule, name=new))


def switch_rule(rules: Rules, name: str, on: bool) -> Rules:
    """Return them with one of them on or off.

    Raises:
        QueryError: there is none.
    """
    rule = find_rule(rules, name)
    return _with_other(rules, rule, replace(rule, active=on))


def move_rule(rules: Rules, name: str, place: int) -> Rules:
    """Return them with one of them at a place, counted from 1; beyond the last it is the last.

    Raises:
        QueryError: there is none.
    """
    rule = find_rule(rules, name)
    others = [one for one in rules if one is not rule]
    at = max(0, place - 1)
    return (*others[:at], rule, *others[at:])


def _with_other(rules: Rules, rule: Rule, other: Rule) -> Rules:
    return tuple(other if one is rule else one for one in rules)


def rule_json(rule: Rule) -> dict[str, Any]:
    """Return a rule as JSON has it, in the file and in what commands print."""
    return {
        "name": rule.name,
        "query": rule.query,
        "actions": [str(one) for one in rule.actions],
        "for": rule.source or None,
        "on": rule.active,
    }


def rule_line(rule: Rule) -> str:
    """Return a rule as a line of its file."""
    return to_json(rule_json(rule))


def read_rules(lines: Iterable[tuple[int, str]], now: datetime) -> Iterator[Rule | str]:
    """Yield the rule in each line of JSON; of a line that holds none a sentence with its place.

    Each line comes with its number in the file.
    """
    for number, line in lines:
        try:
            yield _rule_in(line, now)
        except (ValueError, TypeError, KeyError, RecursionError):
            yield f"line {number} is no rule: it is no JSON object with name, query and actions"
        except QueryError as error:
            yield f"line {number}: {error}"


def _rule_in(line: str, now: datetime) -> Rule:
    """Return the rule in a line of JSON."""
    told = json.loads(line)
    if not isinstance(told, dict) or not isinstance(told.get("actions"), list):
        raise ValueError(line)
    actions = parse_actions([str(one) for one in told["actions"]])
    active = told.get("on", True) is not False
    rule = Rule(str(told["name"]), str(told["query"]), actions, str(told.get("for") or ""), active)
    return check_rule(rule, now)
