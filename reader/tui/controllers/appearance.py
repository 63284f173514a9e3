"""What gathers all that can be done: the keys on one screen, and the commands by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from reader.tui.actions import shown
from reader.tui.controllers.enclosures import Attaching
from reader.tui.render.theme import Palette
from reader.tui.render.themes import PALETTES, following

if TYPE_CHECKING:
    from reader.tui.command_search import Command


class Commanding(Attaching):
    """Help, the palette of commands, and themes."""

    async def action_help(self) -> None:
        """All keys."""
        from reader.tui.screens.help import Help

        await self.push_screen(Help(self.actions))

    async def action_palette(self) -> None:
        """All commands, by name."""
        from reader.tui.screens.command_palette import CommandView

        await self.push_screen(CommandView(self.looks, tuple(self.commands())), self.obey)

    def obey(self, command: Command | None) -> None:
        """Do what was chosen in the palette, once that is gone."""
        if command is not None:
            self.call_next(command.run)

    def commands(self) -> Iterator[Command]:
        """Every action with its keys, then what has no key of its own."""
        from reader.tui.command_search import Command

        for action in self.actions:
            keys = "  ".join(map(shown, action.keys))
            run = partial(self.run_named, action.name)
            name = action.name.replace("_", " ")
            yield Command(action.does, run, keys, action.group, name)
        for palette in PALETTES.values():
            yield Command(f"Theme: {palette.name}", partial(self.wear, palette), group="Themes")
        yield from self.export_commands()
        yield from self.saved_commands()
        yield from self.source_commands()

    async def run_named(self, name: str) -> None:
        """Do what a key would do."""
        await self.run_action(name)

    def action_theme(self) -> None:
        """Next theme."""
        self.wear(following(self.looks.palette.name))

    def wear(self, palette: Palette) -> None:
        """Show everything in a theme."""
        self.looks.use(palette)
        self.theme = f"newsreader-{palette.name}"
        for widget in self.query("*"):
            widget.refresh()
        self.tell(f"Theme: {palette.name}")
