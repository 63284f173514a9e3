"""Rules as acts tell of them: what is told of one, and rules as all machines have them.

Of a rule the latest act counts. Orders that were given at the same time are put together, the
latest first; what no order names comes after all that one does, by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from reader.library.rules.rule_list import add_rule, check_rule
from reader.model import QueryError, Rule
from reader.sync.act_merge import Item, latest_value, live_dots
from reader.sync.acts import ActKind, Value
from reader.sync.written_values import read_order, read_rule, rule_text

Rules = tuple[Rule, ...]


def rule_value(rules: Rules, name: str) -> str | None:
    """Return what an act tells of the rule of a name; None where there is none."""
    return next((rule_text(one) for one in rules if one.name == name), None)


def names_in_order(names: Iterable[str], order: Item | None) -> list[str]:
    """Return names of rules in the order that all machines have, as far as they have one."""
    dots = [] if order is None else live_dots([order], ActKind.ORDER)
    listed = read_order(str(value) for _, _, value in reversed(dots))
    places = {name: place for place, name in enumerate(listed)}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))


def rules_known(
    rules: Rules, items: Mapping[str, Item], order: Item | None, now: datetime
) -> Rules:
    """Return rules as all machines have them, where items by name are what has changed.

    What cannot be run here is left as it is.
    """
    for name, item in items.items():
        told = latest_value([item], ActKind.RULE)
        rules = _with_rule(rules, name, None if told is None else told[1], now)
    by_name = {one.name: one for one in rules}
    return tuple(by_name[name] for name in names_in_order(by_name, order))


def _with_rule(rules: Rules, name: str, value: Value, now: datetime) -> Rules:
    """Return rules with one as it is told."""
    if value is None:
        return tuple(one for one in rules if one.name != name)
    ids = {one.name: one.id for one in rules}
    try:
        rule = check_rule(read_rule(name, str(value)), now)
        return add_rule(rules, replace(rule, id=ids.get(name, 0)))
    except QueryError:  # of a newsreader with other fields or bounds
        return rules
