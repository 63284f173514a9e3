"""Values of acts that hold several things, as texts: highlights, rules, and the order of these.

What strangers wrote is read strictly, and within bounds. A word that later versions may know is
told from what is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from reader.model import Highlight, Rule, RuleAction, RuleActionKind
from reader.model.marks import COLOURS
from reader.model.safe_text import safe_note, safe_query, safe_tag
from reader.sync.acts import NewerActError, Value, highlight_name

_LONGEST = 4_000  # characters of the words of a rule
_MOST_ACTIONS = 100  # of a rule
_MOST_RULES = 2_000
_LONGEST_TEXT = (1 << 31) - 1  # characters
_LAST_SECOND = 253_402_300_799  # of the year 9999
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def highlight_text(one: Highlight) -> str:
    """Return a highlight as a text that `read_highlight` reads: all but its colour and note."""
    written: dict[str, Any] = {"quote": one.quote, "before": one.before, "after": one.after}
    made = None if one.made is None else int(one.made.timestamp())
    return _encode(written | {"at": one.at, "made": made})


def read_highlight(text: str) -> Highlight:
    """Return the highlight that `highlight_text` wrote, in the usual colour.

    Raises:
        ValueError: it is none.
    """
    try:
        written = json.loads(text)
        words = [written[name] for name in ("quote", "before", "after")]
        at, made = written["at"], written["made"]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a highlight") from error
    are_words = all(isinstance(one, str) and safe_note(one) == one for one in words)
    if not are_words or not words[0].strip() or max(map(len, words[1:])) > _LONGEST:
        raise ValueError("not a highlight")
    if not _is_number(at, _LONGEST_TEXT) or not (made is None or _is_number(made, _LAST_SECOND)):
        raise ValueError("not a highlight")
    moment = None if made is None else datetime.fromtimestamp(made, UTC)
    return Highlight(words[0], words[1], words[2], at, made=moment)


def _is_number(value: object, last: int) -> bool:
    return type(value) is int and 0 <= value <= last


def is_highlight(value: Value) -> bool:
    """Tell whether a value is a highlight, or says that there is none.

    Raises:
        ValueError: it is none.
    """
    return value == "" or (isinstance(value, str) and read_highlight(value) is not None)


def is_highlight_named(value: Value, name: str) -> bool:
    """Tell whether a highlight has a name; one that is gone has any."""
    return not value or name_of(read_highlight(str(value))) == name


def name_of(one: Highlight) -> str:
    """Return by what a highlight of a story is known."""
    return highlight_name(one.quote, one.before, one.after)


def is_colour(value: Value) -> bool:
    """Tell whether a value is the colour of a highlight.

    Raises:
        NewerActError: it is one that this version does not know.
    """
    if value not in COLOURS and _is_word(value):
        raise NewerActError(value)
    return value in COLOURS


def _is_word(value: object) -> bool:
    """Tell whether a value is a word that a later version may know."""
    return isinstance(value, str) and value.isascii() and value.isalpha() and len(value) < 40


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
    if not isinstance(word, str) or word not in set(RuleActionKind):
        if _is_word(word):
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
