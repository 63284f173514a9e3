"""The command for rules: lists them, adds, tries and applies them, and puts them in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from reader.cli.coloured_text import ColouredText
from reader.cli.index_access import ask_index, update_index
from reader.cli.open_library import open_library
from reader.cli.safe_output import print_json, print_line
from reader.cli.text_output import ProgressBar
from reader.config import Folders
from reader.library import Library
from reader.library.rules.rule_list import (
    add_rule,
    check_rule,
    find_rule,
    move_rule,
    parse_actions,
    remove_rule,
    rename_rule,
    rule_json,
    switch_rule,
)
from reader.library.rules.rule_runs import DAYS, apply_rules, change_rules, try_rule, undo_rules
from reader.model import QueryError, Rule

_SHOWN = 10  # headlines of what a rule would have caught
Rules = tuple[Rule, ...]


def rules(folders: Folders, chosen: Any) -> int:
    """List the rules, or change, try or apply them."""
    with open_library(folders) as library:
        _ACTS.get(chosen.act, _change)(library, chosen)
    return 0


def _change(library: Library, chosen: Any) -> None:
    """Change the rules, and say so."""
    how, said = _CHANGES[chosen.act]
    rule = find_rule(change_rules(library, partial(how, chosen)), chosen.name)
    if chosen.json:
        _list(library, chosen)
    else:
        places = {one.id: place for place, one in enumerate(library.store.rules.all(), start=1)}
        told = {"name": rule.name, "place": places.get(rule.id)}
        print_line(said.format_map(vars(chosen) | told))


_CHANGES: dict[str, tuple[Callable[[Any, Rules], Rules], str]] = {
    "remove": (lambda chosen, rules: remove_rule(rules, chosen.name), "Removed {name}."),
    "rename": (
        lambda chosen, rules: rename_rule(rules, chosen.name, chosen.new),
        "Renamed {name} to {new}.",
    ),
    "on": (lambda chosen, rules: switch_rule(rules, chosen.name, True), "{name} is on."),
    "off": (lambda chosen, rules: switch_rule(rules, chosen.name, False), "{name} is off."),
    "move": (
        lambda chosen, rules: move_rule(rules, chosen.name, chosen.place),
        "{name} runs at place {place} now.",
    ),
}


def _add(library: Library, chosen: Any) -> None:
    """Add a rule, once it is known that it can be run."""
    actions = parse_actions(chosen.actions)
    _check_source(library, chosen.source)
    named = chosen.name or chosen.query.strip()[:200]
    rule = check_rule(Rule(named, chosen.query, actions, chosen.source), library.clock.now())
    change_rules(library, lambda rules: add_rule(rules, rule))
    if chosen.json:
        print_json(rule_json(rule))
    else:
        done = ", ".join(map(str, actions))
        print_line(f"Added {named}: {done}. It runs on stories that come; "
                   "`newsreader rules apply` runs it on those that are there.")  # fmt: skip


def _check_source(library: Library, name: str) -> None:
    """Refuse a source that there is not.

    Raises:
        QueryError: no source has this in its title, folder or address.
    """
    if name and not library.store.sources.ids_named(name):
        raise QueryError(f"There is no source called {name!r}; `newsreader sources` lists them.")


def _list(library: Library, chosen: Any) -> None:
    """Print each rule in its order, with how many stories it has caught."""
    for told in _rules_json(library):
        if chosen.json:
            print_json(told)
        else:
            line = ColouredText(f"{told['place']}\t{told['caught']}\t").append(told["name"], "bold")
            line.append(f"\t{told['query']}", "dim").append(f"\t{', '.join(told['actions'])}")
            line.append(f"\tfor {told['for']}" if told["for"] else "")
            print_line(line.append("" if told["on"] else "\toff"))


def _rules_json(library: Library) -> Iterator[dict[str, Any]]:
    """Yield what is known of each rule, as JSON has it."""
    counts = library.store.rules.counts()
    for place, rule in enumerate(library.store.rules.all(), start=1):
        caught, unseen = counts.get(rule.id, (0, 0))
        yield rule_json(rule) | {"place": place, "caught": caught, "unseen_alerts": unseen}


def _try(library: Library, chosen: Any) -> None:
    """Print what a rule would have caught in the last 30 days, by source."""
    _check_source(library, chosen.source)
    check_rule(Rule("test", chosen.query, parse_actions(["read"])), library.clock.now())
    update_index(library)
    trial = ask_index(library, partial(try_rule, library, text=chosen.query, source=chosen.source))
    rows = library.store.stories.rows(trial.ids[:_SHOWN])
    if chosen.json:
        sources = [
            {"location": place, "title": title or None, "stories": count}
            for place, title, count in trial.sources
        ]
        newest = [{"id": row.id, "headline": row.headline or None} for row in rows]
        told = {"query": chosen.query, "for": chosen.source or None, "days": DAYS}
        print_json(told | {"found": len(trial.ids), "sources": sources, "newest": newest})
        return
    print_line(f"{len(trial.ids):,} in the last {DAYS} days")
    for place, title, count in trial.sources:
        print_line(f"{count:,}\t{title or place}")
    for row in rows:
        print_line(ColouredText(f"{row.id}\t{row.headline}", "dim"))


def _apply(library: Library, chosen: Any) -> None:
    """Run the rules on the stories that are there already."""
    update_index(library)
    with ProgressBar() as meter:
        counts = ask_index(library, partial(apply_rules, library, on_progress=meter.show))
    for name, count in counts.items():
        if chosen.json:
            print_json({"name": name, "caught": count})
        else:
            print_line(f"{count:,}\t{name}")


def _undo(library: Library, chosen: Any) -> None:
    """Take back what `apply` did the last time."""
    count = undo_rules(library)
    if chosen.json:
        print_json({"restored": count})
    else:
        print_line(f"Stories that have the marks again that they had: {count:,}.")


_ACTS: dict[str | None, Callable[[Library, Any], None]] = {
    None: _list,
    "add": _add,
    "test": _try,
    "apply": _apply,
    "undo": _undo,
}
