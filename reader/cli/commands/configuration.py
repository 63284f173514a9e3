"""The configuration as it stands, as lines that config.toml could hold."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from reader import config
from reader.cli import safe_output
from reader.config import CommandSettings, Folders, Settings, SiteRules, download_folder
from reader.config.toml_reader import PATTERNS, RULES
from reader.model import Retention
from reader.model.safe_text import to_json
from reader.tui import actions
from reader.tui.actions import Action
from reader.tui.keymap import configured_actions

PLAIN = (
    *("theme", "order", "list_width", "text_width"),
    *("read_after", "refresh_minutes", "contact", "vault"),
)


def show(folders: Folders, chosen: Any) -> int:
    """Print what holds, and where it and everything else lies."""
    settings = config.read_settings(folders.config)
    actions = configured_actions(settings.keys, folders.config)
    if chosen.json:
        safe_output.print_json(_settings_as_json(folders, settings, actions))
    else:
        for line in _toml_lines(folders, settings, actions):
            safe_output.print_line(line)
    return 0


def _settings_as_json(
    folders: Folders, settings: Settings, actions: tuple[Action, ...]
) -> dict[str, Any]:
    """Return the configuration as one object."""
    return {
        "file": str(folders.config / config.NAME),
        "there": (folders.config / config.NAME).exists(),
        **{name: getattr(settings, name) for name in PLAIN},
        "browser": shlex.join(settings.browser),
        "half_life": f"{settings.half_life}d",
        "retention": _retention_table(settings.retention),
        "downloads": str(download_folder(folders, settings)),
        "brief": asdict(settings.brief),
        "events": asdict(settings.events),
        "alerts": " ".join(settings.alerts),
        "commands": {name: _command(one) for name, one in settings.commands.items()},
        "keys": {action.name: _key_names(action) for action in actions},
        "sites": {name: _site_rules(rules) for name, rules in settings.sites.items()},
        "places": {name: str(getattr(folders, name)) for name in ("data", "cache", "log")},
    }


def _toml_lines(folders: Folders, settings: Settings, actions: tuple[Action, ...]) -> Iterator[str]:
    """Yield the configuration as TOML, with where things are as comments."""
    file = folders.config / config.NAME
    yield f"# {file}" + (
        "" if file.exists() else ": is not there, so this is what holds without it"
    )
    yield from (f"{name} = {_toml(getattr(settings, name))}" for name in PLAIN)
    yield f"browser = {_toml(shlex.join(settings.browser))}"
    yield f"alerts = {_toml(' '.join(settings.alerts))}"
    yield from ("", "[search]", f'half_life = "{settings.half_life}d"', "", "[retention]")
    yield from (
        f"{name} = {_toml(limit)}" for name, limit in _retention_table(settings.retention).items()
    )
    yield from ("", "[downloads]", f"folder = {_toml(str(download_folder(folders, settings)))}")
    yield from ("", "[brief]", f"minutes = {settings.brief.minutes}", "", "[events]")
    yield from (f"{name} = {_toml(value)}" for name, value in asdict(settings.events).items())
    yield from ("", "[keys]")
    yield from (f"{action.name} = {_toml(_key_names(action))}" for action in actions)
    for name, command in settings.commands.items():
        yield from ("", f"[commands.{name}]")
        yield from (f"{key} = {_toml(value)}" for key, value in _command(command).items())
    for name, rules in settings.sites.items():
        yield from _site_lines(name, _site_rules(rules))
    yield from ("", f"# database and bookmarks: {folders.data}")
    yield from (f"# search index: {folders.cache}", f"# log: {folders.log}")


def _retention_table(limits: Retention) -> dict[str, int | str]:
    """Return how much is kept, as config.toml has it."""
    told: dict[str, int | str] = {"age": f"{limits.days}d"} if limits.days else {}
    told |= {"count": limits.count} if limits.count else {}
    return told | ({"size": replace(limits, days=0, count=0).words} if limits.size else {})


def _command(command: CommandSettings) -> dict[str, Any]:
    """Return what is chosen for a command."""
    chosen = asdict(command) | {"run": list(command.run)}
    del chosen["name"]
    return {key: value for key, value in chosen.items() if value}


def _site_lines(name: str, rules: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """Yield the rules for one site."""
    for form, patterns in rules.items():
        yield from ("", f"[sites.{_toml(name)}.{form}]")
        yield from (f"{rule} = {_toml(found)}" for rule, found in patterns.items())


def _site_rules(site: SiteRules) -> dict[str, dict[str, list[str]]]:
    """Return the rules of a site that say anything, by form."""
    forms = {form: getattr(site, form) for form in PATTERNS}
    every = {
        form: {name: list(getattr(rules, name)) for name in RULES if getattr(rules, name)}
        for form, rules in forms.items()
    }
    return {form: rules for form, rules in every.items() if rules}


def _key_names(action: Action) -> list[str]:
    """Return the keys of an action as config.toml has them."""
    return [actions.SIGNS.get(key, key) for key in action.keys]


def _toml(value: object) -> str:
    """Return a text, a number or a list of texts as TOML has it."""
    return to_json(value)
