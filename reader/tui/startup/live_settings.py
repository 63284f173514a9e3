"""The settings of a screen that stands: config.toml read again, or one of them set for now."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from reader import config
from reader.config import Settings
from reader.model import ConfigError
from reader.model.construction import frozen
from reader.tui import keymap
from reader.tui.actions import Action
from reader.tui.render import themes
from reader.tui.status_bars import StatusBars

Appliers = Mapping[str, Callable[[Any], object]]
"""What each setting changes on the screen; what has none is read anew by whoever needs it."""
FOR_NOW = ("theme", "order", "list_width", "text_width", "browser", "read_after")


@frozen
class Reread:
    """What else config.toml says where it was read again."""

    theme: str  # as it is written
    actions: tuple[Action, ...]  # with their keys


@dataclass(eq=False, repr=False)
class LiveSettings:
    """Have the screen follow what a person chose.

    `folder` is the one of config.toml, `now` returns the settings so far, `configured_theme` the
    theme in config.toml, `use` has other settings taken for these, perhaps with other keys.
    """

    folder: Path
    bars: StatusBars
    appliers: Appliers
    now: Callable[[], Settings]
    configured_theme: Callable[[], str]
    use: Callable[[Settings, Reread | None], object]

    def reload(self) -> None:
        """Read config.toml again; where something in it is wrong, all stays as it is."""
        try:
            settings = config.read_settings(self.folder)
            actions = keymap.configured_actions(settings.keys, self.folder)
            actions = keymap.with_commands(actions, settings.commands, self.folder)
        except ConfigError as error:
            self.bars.show_status(f"Nothing is changed: {error}", warning=True)
            return
        reread = Reread(settings.theme, actions)
        settings = replace(settings, theme=self._wanted_theme(settings.theme))
        changed = [one.name for one in fields(Settings) if self._differs(one.name, settings)]
        self.apply(settings, reread)
        path = self.folder / config.NAME
        if changed:
            self.bars.show_status(f"Read again: {', '.join(changed)}")
        elif path.exists():
            self.bars.show_status(f"Read again; nothing is new in {path}")
        else:
            self.bars.show_status(f"There is no {path}; everything is as usual")

    def _wanted_theme(self, configured: str) -> str:
        """Return the theme to show: a key's choice holds until another one is configured."""
        if configured == self.configured_theme():
            return self.now().theme
        return themes.fitting_theme(configured, os.environ)

    def apply(self, settings: Settings, reread: Reread | None = None) -> None:
        """Show what differs from the settings so far."""
        changed = [name for name in self.appliers if self._differs(name, settings)]
        self.use(settings, reread)
        for name in changed:
            self.appliers[name](getattr(settings, name))

    def _differs(self, name: str, settings: Settings) -> bool:
        """Tell whether a setting is another one than so far."""
        return bool(getattr(settings, name) != getattr(self.now(), name))

    def names(self) -> list[str]:
        """Return the settings that can be set for now."""
        return [name for name in FOR_NOW if name in self.appliers]

    def with_setting(self, name: str, written: str) -> Settings:
        """Return the settings with one of them as it is written.

        Raises:
            ConfigError: there is no such setting, or it cannot be that.
        """
        if name not in self.names():
            raise ConfigError(f"{name} is none of {', '.join(self.names())}")
        value: Any = config.read_setting(name, written)
        return replace(self.now(), **{name: value})

    def shown(self, name: str) -> str:
        """Return a setting as it is written."""
        value = getattr(self.now(), name)
        return " ".join(value) if isinstance(value, tuple) else str(value)
