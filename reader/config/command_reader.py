"""Validates the table [commands] of config.toml: programs that a person has run for stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from reader.config.settings import CommandSettings
from reader.model import ConfigError

TABLE = "commands"
_TEXTS = ("key", "arrival", "links", "type")
_CHOICES = {"input": ("none", "json"), "output": ("none", "show", "tag", "note")}
_FIELDS = ("run", *_TEXTS, *_CHOICES, "seconds")
_MOST_SECONDS = 3_600
_LONGEST_NAME = 40


class Complains(Protocol):
    """What gives a complaint its file and line."""

    def wrong(self, name: str, complaint: str, table: str = "") -> ConfigError:
        """Return a complaint about what stands under a name."""


def read_commands(reader: Complains, table: dict[str, Any]) -> dict[str, CommandSettings]:
    """Return the commands by their names.

    Raises:
        ConfigError: one of them cannot be run so.
    """
    return {name: _command(reader, name, value) for name, value in table.items()}


def _command(reader: Complains, name: str, value: Any) -> CommandSettings:
    """Return one command, checked."""
    table = f"{TABLE}.{name}"
    for place, complaint in _mistakes(name, value):
        raise reader.wrong(place, complaint, table)
    chosen: dict[str, Any] = {**value, "run": tuple(value["run"])}
    return CommandSettings(name=name, **chosen)


def _mistakes(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a command: the name of the setting, and what to say of it."""
    plain = name.replace("-", "").replace("_", "")
    if not plain.isalnum() or len(name) > _LONGEST_NAME:
        yield name, "the name of a command is letters, digits, - and _"
    if isinstance(value, dict):
        yield from _mistakes_in(name, value)
    else:
        yield name, f"a command stands in a table of its own: [{TABLE}.{name}]"


def _mistakes_in(name: str, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the settings of a command."""
    for key in value:
        if key not in _FIELDS:
            yield key, f"a command has {', '.join(_FIELDS)}, and no {key!r}"
    yield from (
        (key, complaint)
        for key, is_sound, complaint in _RULES
        if key in value and not is_sound(value[key])
    )
    if "run" not in value:
        yield name, f"the command {name} needs run, a list of words such as ['mpv', '%u']"
    elif value.get("output") == "show" and value.get("arrival") and not value.get("key"):
        yield "output", "what is run when stories come is not shown; give it a key"


def _is_run(words: Any) -> bool:
    """Tell the words of a program; what is a stranger's never names the program itself."""
    if not isinstance(words, list) or not words or not _is_text(words[0]):
        return False
    is_sound = all(isinstance(word, str) and word.isprintable() for word in words)
    return is_sound and "%" not in words[0] and not words[0].startswith("-")


def _is_text(text: Any) -> bool:
    """Tell a text of one line that is not empty."""
    return isinstance(text, str) and bool(text) and text.isprintable()


def _is_expression(text: Any) -> bool:
    """Tell a regular expression."""
    import regex

    try:
        return _is_text(text) and bool(regex.compile(text))
    except regex.error:
        return False


def _is_seconds(value: Any) -> bool:
    """Tell a time limit."""
    return type(value) is int and 0 < value <= _MOST_SECONDS


_RULES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("run", _is_run, "run is a list of words, the first of them a program, such as ['mpv', '%u']"),
    ("key", _is_text, "key is a key, such as 'X'"),
    ("arrival", _is_text, "arrival is a query, such as 'title:storm'"),
    ("links", _is_expression, "links is a regular expression, such as 'youtube[.]com/watch'"),
    ("type", _is_text, "type is that of a file, such as 'audio/mpeg' or 'audio/'"),
    *(
        (name, words.__contains__, f"{name} is one of {', '.join(words)}")
        for name, words in _CHOICES.items()
    ),
    ("seconds", _is_seconds, f"seconds is a whole number from 1 to {_MOST_SECONDS:,}"),
)
