"""The command that runs a command of the person's own for a story."""

from __future__ import annotations

from typing import Any

from reader.cli import safe_output
from reader.cli.open_library import open_library
from reader.config import CommandSettings, Folders
from reader.library import Library
from reader.library.hooks.run_command import apply_output, run_command
from reader.model import ConfigError


def run(places: Folders, chosen: Any) -> int:
    """Run a command of the configuration for a story, and print what it wrote."""
    with open_library(places) as library:
        command = _command_named(library, chosen.name)
        story = library.store.stories.get(chosen.id)
        result = run_command(command, story)
        if not result.failure:
            apply_output(library, command, story, result.output)
    if chosen.json:
        told = {"command": command.name, "id": story.id, "output": result.output}
        safe_output.print_json(told | {"failure": result.failure or None})
    elif result.output:
        safe_output.print_line(result.output)
    if result.failure:
        safe_output.print_complaint(result.failure)
    return 1 if result.failure else 0


def _command_named(library: Library, name: str) -> CommandSettings:
    """Return a command of the configuration.

    Raises:
        ConfigError: there is none of that name.
    """
    commands = library.settings().commands
    if name in commands:
        return commands[name]
    listed = ", ".join(commands) or "none"
    raise ConfigError(f"There is no command {name!r} in config.toml; there is {listed}.")
