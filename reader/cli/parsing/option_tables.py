"""Commands, options and settings as the manual shows them: Markdown, made of the code."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from reader.cli.parsing.argument_parser import make_parser
from reader.config.settings import Settings
from reader.config.toml_reader import CHOICES, RANGES, TEXTS
from reader.model.safe_text import to_json

__all__ = ["commands_text", "settings_table"]

_SAME_EVERYWHERE = {"help", "home", "json"}  # which the page tells once
_SUBCOMMANDS = argparse._SubParsersAction


def commands_text() -> str:
    """Return every command with its words and options, each under a heading of its own."""
    return "\n".join(_command_lines(make_parser())).strip()


def _command_lines(parser: argparse.ArgumentParser) -> Iterator[str]:
    for name, verb in _subcommands(parser):
        about = verb.description or ""
        yield from (f"## newsreader {name}{_usage(verb)}", "", f"{about[:1].upper()}{about[1:]}.")
        rows = [*_option_rows(verb)]
        yield from ("", "| word | means |", "| --- | --- |", *rows, "") if rows else ("",)


def _option_rows(verb: argparse.ArgumentParser) -> Iterator[str]:
    """Yield a row for each word of a command that has something to be told of it."""
    for action in verb._actions:
        if isinstance(action, _SUBCOMMANDS):
            about = {one.dest: one.help or "" for one in action._choices_actions}
            for name, act in _subcommands(verb):
                yield f"| `{name}{_cell(_usage(act))}` | {_cell(about.get(name, ''))} |"
                yield from (row for row in _option_rows(act) if row.startswith("| `--"))
        elif _is_told(action) and action.help:
            yield f"| `{_cell(_word(action))}` | {_cell(action.help.replace('%%', '%'))} |"


def _subcommands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, Any]]:
    """Yield the commands of a parser, each with a parser of its own."""
    for action in parser._actions:
        if isinstance(action, _SUBCOMMANDS):
            yield from action.choices.items()


def _is_told(action: argparse.Action) -> bool:
    """Tell whether a word stands in the manual beside its command."""
    return action.dest not in _SAME_EVERYWHERE and action.help != argparse.SUPPRESS


def _usage(verb: argparse.ArgumentParser) -> str:
    """Return what stands behind a command, without options, after a blank; or nothing."""
    words = (_word(action) for action in verb._actions if not action.option_strings)
    return "".join(f" {word}" for word in words if word)


def _word(action: argparse.Action) -> str:
    """Return a word as it is written: an option with what it takes, or what stands for a name."""
    choices = " | ".join(map(str, action.choices or ()))
    sign = str(action.metavar or choices)
    if isinstance(action, _SUBCOMMANDS):
        return sign if action.required else f"[{sign}]"
    if action.option_strings:
        return ", ".join(action.option_strings) + (f" {sign}" if action.nargs != 0 else "")
    more = "…" if action.nargs in ("+", "*") else ""
    return f"[{sign}{more}]" if action.nargs in ("?", "*") else f"{sign}{more}"


def settings_table() -> str:
    """Return a table of the settings outside of all tables: what each can be, and is by itself."""
    usual = asdict(Settings())
    ranges = {name: f"{low} to {high}" for name, (low, high) in RANGES.items()}
    can_be = {name: ", ".join(words) for name, words in CHOICES.items()} | ranges
    rows = (
        f"| `{name}` | {can_be.get(name, 'see below')} (`{_as_toml(usual[name])}`) |"
        for name in (*CHOICES, *RANGES, *TEXTS)
    )
    return "\n".join(("| setting | can be (and is by itself) |", "| --- | --- |", *rows))


def _as_toml(value: Any) -> str:
    """Return the value of a setting as config.toml has it."""
    return to_json("" if value == () else value)


def _cell(text: str) -> str:
    """Return words that end no cell of a table."""
    return text.replace("|", "\\|")
