"""Values of acts that hold several things, as texts: rules, and their order.

What strangers wrote is read strictly, and within bounds. A word that later versions may know is
told from what is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reader.model import Rule, RuleAction, RuleActionKind
from reader.model.safe_text import safe_query, safe_tag
from reader.sync.acts import NewerActError, Value

_LONGEST = 4_000  # characters of the words of a rule
_MOST_ACTIONS = 100  # of a rule
_MOST_RULES = 2_000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def rule_text(rule: Rule) -> str:
    """Return what a rule does as a text that `read_rule` reads: all but its name and its place."""
    actions = [[one.kind.value, one.tag] if one.tag else [one.kind.value] for one in rule.actions]
    written: dict[str, Any] = {"query": rule.query, "actions": actions}
    if rule.source:
        written["for"] = rule.source
    return _encode(written | {"on": rule.active})


def read_rule(name: str, text: str) -> Rule:
    """Return the rule of a name that `rule_text` wrote.

    Raises:
        NewerActError: it does what this version does not know.
        ValueError: it is none.
    """
    try:
        written = json.loads(text)
        query, source, active = written["query"], written.get("for", ""), written["on"]
        listed = written["actions"][: _MOST_ACTIONS + 1]
        actions = tuple(_action_of(*one) for one in listed if isinstance(listed, list))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a rule") from error
    if not (_is_line(query) and _is_line(source) and isinstance(active, bool)):
        raise ValueError("not a rule")
    if not (query.strip() and 0 < len(actions) <= _MOST_ACTIONS):
        raise ValueError("not a rule")
    return Rule(name, query, actions, source, active)


def _action_of(word: object, tag: object = "") -> RuleAction:
    """Return what a rule does by its word, and the tag that it gives."""
    if word not in set(RuleActionKind):
        if isinstance(word, str) and word.isascii() and word.isalpha() and len(word) < 40:
            raise NewerActError(word)
        raise ValueError("not an action")
    kind = RuleActionKind(word)
    if not isinstance(tag, str) or safe_tag(tag) != tag or bool(tag) != (kind is _TAG):
        raise ValueError("not a tag")
    return RuleAction(kind, tag)


_TAG = RuleActionKind.TAG


def _is_line(text: object) -> bool:
    return isinstance(text, str) and len(text) <= _LONGEST and safe_query(text) == text


def is_rule(value: Value) -> bool:
    """Tell whether a value is a rule, or says that there is none.

    Raises:
        NewerActError: it does what this version does not know.
        ValueError: it is none.
    """
    return value is None or (isinstance(value, str) and read_rule("", value) is not None)


def order_text(names: Iterable[str]) -> str:
    """Return the names of rules, in order, as a text."""
    return "\n".join(names)


def read_order(texts: Iterable[str]) -> list[str]:
    """Return the names in texts, each once: what only a later text has comes last."""
    return list(dict.fromkeys(name for text in texts for name in text.split("\n") if name))


def is_order(value: Value) -> bool:
    """Tell whether a value is an order of rules."""
    if not isinstance(value, str):
        return False
    names = value.split("\n")
    return len(names) <= _MOST_RULES and all(map(_is_line, names))
