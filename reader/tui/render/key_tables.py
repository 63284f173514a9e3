"""The table of actions as the manual shows it: in Markdown, with the keys that hold."""

from __future__ import annotations

from collections.abc import Iterator

from reader.tui.actions import ACTIONS, Action, action_groups, key_label

__all__ = ["actions_list", "keys_table"]


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
