"""Keys that a configuration gives in, all actions with their keys out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from unicodedata import name

from reader import config
from reader.config import CommandSettings
from reader.model import ConfigError
from reader.tui.actions import ACTIONS, COMMAND, SIGNS, Action, action_groups, key_label

_MODIFIERS = frozenset(("ctrl", "shift", "alt"))
NAMED = frozenset((
    *("space", "enter", "escape", "tab", "backspace", "delete", "insert", "home", "end"),
    *("pageup", "pagedown", "up", "down", "left", "right", *(f"f{one}" for one in range(1, 25))),
))  # fmt: skip
# Signs that are not called as in Unicode.
_SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
KEYS = {sign: key for key, sign in SIGNS.items()}

Changes = Mapping[str, tuple[str, ...]]
Wrong = Callable[[str, str], ConfigError]
"""What makes a complaint about the keys of an action."""


def configured_actions(changes: Changes, folder: Path) -> tuple[Action, ...]:
    """Return all actions with the keys that the config.toml of a folder gives them.

    Raises:
        ConfigError: it names an action or a key that does not exist, or gives one key two actions.
    """
    return _chosen(changes, partial(config.config_error, folder, "keys")) if changes else ACTIONS


def with_commands(
    actions: tuple[Action, ...], commands: Mapping[str, CommandSettings], folder: Path
) -> tuple[Action, ...]:
    """Return actions with those of the commands of the config.toml of a folder that have a key.

    Raises:
        ConfigError: there is no such key, or it does something else.
    """
    for command in commands.values():
        if command.key:
            key = _named(command.key)
            if complaint := _key_fault(command.key, key, actions):
                raise config.config_error(folder, f"commands.{command.name}", "key", complaint)
            does = f"Run {command.name}: {' '.join(command.run)}"
            action = Action(f"{COMMAND}{command.name}", (key,), does, "", "Commands")
            actions = (*actions, action)
    return actions


def _key_fault(written: str, key: str, actions: tuple[Action, ...]) -> str:
    """Return why a key cannot be given to a command, if it cannot."""
    if not _is_key(key):
        return f"there is no key {written!r}"
    for owned, names in _owners(actions).items():
        if owned == key or owned.startswith(f"{key} ") or key.startswith(f"{owned} "):
            return f"the key {key_label(owned)} is {names[0]} already"
    return ""


def are_possible(changes: Changes) -> bool:
    """Tell whether actions can have these keys, all of them at once."""
    try:
        _chosen(changes, lambda _, complaint: ConfigError(complaint))
    except ConfigError:
        return False
    return True


def _chosen(changes: Changes, wrong: Wrong) -> tuple[Action, ...]:
    """Return all actions, some with other keys; raises what `wrong` makes of the first mistake."""
    known = {action.name for action in ACTIONS}
    for action, keys in changes.items():
        if action not in known:
            raise wrong(action, f"there is no action {action!r} to give a key to")
        if unknown := [key for key in keys if not _is_key(_named(key))]:
            raise wrong(action, f"there is no key {unknown[0]!r} for {action}")
    actions = tuple(with_configured_keys(action, changes) for action in ACTIONS)
    owners = _owners(actions)
    for key, names in owners.items():
        begins = owners.get(key.partition(" ")[0], []) if " " in key else []
        guilty = next((one for one in (*begins, *names) if one in changes), "")
        if len(names) > 1:
            raise wrong(guilty, f"the key {key_label(key)} is given to {' and '.join(names)}")
        if begins:
            single = key_label(key.partition(" ")[0])
            complaint = (
                f"the key {single} cannot be {begins[0]} while {key_label(key)} is {names[0]}"
            )
            raise wrong(guilty, complaint)
    return actions


def with_configured_keys(action: Action, changes: Changes) -> Action:
    """Return an action with its configured keys."""
    keys = changes.get(action.name)
    return replace(action, keys=tuple(map(_named, keys))) if keys else action


def _owners(actions: Iterable[Action]) -> dict[str, list[str]]:
    """Return every key with the actions that it has."""
    found: dict[str, list[str]] = {}
    for action in actions:
        for key in dict.fromkeys(action.keys):
            found.setdefault(key, []).append(action.name)
    return found


def _named(key: str) -> str:
    """Return a key as the terminal's events call it, however a person writes it."""
    if key in KEYS:
        return KEYS[key]
    if len(parts := _keys_in_turn(key)) > 1:
        return " ".join(map(_named, parts))
    if key.startswith("^") and len(key) == 2:
        return f"ctrl+{key[1].lower()}"
    if len(key) != 1 or key.isalnum():
        return key
    called = name(key, key).lower().replace(" ", "_").replace("-", "_")
    return _SHORTER.get(called, called)


def keys_of_label(label: str) -> list[str]:
    """Return the keys that are pressed in turn where a person reads this label."""
    return _named(label).split(" ")


def _keys_in_turn(key: str) -> list[str]:
    """Return the keys that are pressed in turn: words, or the two signs of what is no other key."""
    words = key.split()
    is_pair = len(key) == 2 and not key.startswith("^") and key.lower() not in NAMED
    return list(key) if is_pair and len(words) == 1 else words


def _is_key(key: str) -> bool:
    """Tell whether a terminal could send a key, or two in turn."""
    if " " in key:
        return key.count(" ") == 1 and all(map(_is_key, key.split(" ")))
    *modifiers, last = key.split("+")
    sign = last in SIGNS or last in NAMED or (len(last) == 1 and last.isprintable())
    return _MODIFIERS.issuperset(modifiers) and (sign or (not modifiers and last in _PUNCTUATION))


_PUNCTUATION = frozenset(map(_named, map(chr, range(33, 127))))


def keys_table(actions: tuple[Action, ...] = ACTIONS) -> str:
    """Return tables of all keys with what they do, one under each heading of the help."""
    return "\n".join(_key_lines(actions)).strip()


def _key_lines(actions: tuple[Action, ...]) -> Iterator[str]:
    for heading, group in action_groups(actions):
        yield from (f"## {heading}", "", "| key | does |", "| --- | --- |")
        for action in group:
            keys = " ".join(f"`{_cell(key_label(key))}`" for key in action.keys)
            yield f"| {keys} | {_cell(action.does)} |"
        yield ""


def actions_list() -> str:
    """Return a table of the names by which a configuration gives keys to actions."""
    rows = (f"| `{action.name}` | {_cell(action.does)} |" for action in ACTIONS)
    return "\n".join(("| action | does |", "| --- | --- |", *rows))


def _cell(text: str) -> str:
    """Return words that end no cell of a table."""
    return text.replace("|", "\\|")
