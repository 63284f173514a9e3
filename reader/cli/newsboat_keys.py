"""Takes keys over from newsboat into config.toml, where they mean something here."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from reader import config
from reader.config import Folders
from reader.library.bookmark_export import save_export
from reader.model.safe_text import to_json
from reader.tui.actions import SIGNS, key_label
from reader.tui.keymap import are_possible, configured_actions, keys_of_label

ABOUT = "# Taken over from newsboat."


def take_keys(folders: Folders, wanted: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Give actions more keys, in config.toml; which were given, and a sentence for each other.

    Nothing that stands in config.toml is changed: where it has keys already, the lines to add
    are told.

    Raises:
        ConfigError: config.toml holds something that newsreader does not know.
        StoreError: it cannot be written.
    """
    chosen = config.read_settings(folders.config).keys
    has_keys = {action.name: action.keys for action in configured_actions(chosen, folders.config)}
    changes: dict[str, tuple[str, ...]] = {}
    left = []
    for name, key in wanted:
        before = changes.get(name, has_keys[name])
        if " ".join(keys_of_label(key)) in before:
            continue
        tried = {**changes, name: (*before, key)}
        if name in chosen or not are_possible({**chosen, **tried}):
            left.append(f"the key {key} for {name}: it does something else here")
        else:
            changes = tried
    lines = [f"{name} = {to_json(list(map(_sign, keys)))}" for name, keys in changes.items()]
    path = folders.config / config.NAME
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if lines and "keys" in tomllib.loads(written):
        left.append(f"write under [keys] in {path}: {'; '.join(lines)}")
        return [], left
    if lines:
        _append(path, written, lines)
    return [f"{name} {key_label(changes[name][-1])}" for name in changes], left


def _sign(key: str) -> str:
    """Return a key as a person writes it."""
    return SIGNS.get(key, key)


def _append(path: Path, written: str, lines: Sequence[str]) -> None:
    """Add keys to the end of a configuration that has none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    gap = [""] if written.strip() else []
    # Where it is a link, such as into a folder of dotfiles, it stays one.
    save_export(path.resolve(), [*written.rstrip("\n").splitlines(), *gap, ABOUT, "[keys]", *lines])
