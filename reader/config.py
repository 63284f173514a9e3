"""A config.toml in, settings and places out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reader.model import ConfigError, Order

NAME = "config.toml"


@dataclass(frozen=True, slots=True)
class Places:
    """Where newsreader keeps its files."""

    data: Path  # the database and the bookmarks: what must not be lost
    cache: Path  # the index: rebuilt at will
    config: Path  # config.toml
    log: Path  # what went wrong in the background


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose; every field has a good default."""

    theme: str = "dark"  # "dark" or "light"
    order: Order = "best"  # of search results
    list_width: int = 42  # per cent of the screen
    text_width: int = 76  # columns of the article at most
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)  # action: the keys for it


CHOICES = {"theme": ("dark", "light"), "order": ("best", "newest")}
RANGES = {"list_width": (20, 80), "text_width": (30, 200)}


def places(home: str | None) -> Places:
    """All in one folder when that is given, and where the system wants it otherwise."""
    if home:
        folder = Path(home).expanduser().absolute()
        return Places(folder, folder, folder, folder)
    from platformdirs import PlatformDirs

    system = PlatformDirs("newsreader", appauthor=False)
    return Places(
        data=system.user_data_path,
        cache=system.user_cache_path,
        config=system.user_config_path,
        log=system.user_log_path,
    )


def read(folder: Path) -> Settings:
    """The settings of a folder; without a config.toml the defaults.

    Raises:
        ConfigError: the file cannot be read, or holds what newsreader does not know.
    """
    path = folder / NAME
    if not path.exists():  # most people have none, and the parser takes a tenth of the start
        return Settings()
    import tomllib

    try:
        written = path.read_text(encoding="utf-8")
        chosen = tomllib.loads(written)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return Reading(path, written).settings(chosen)


@dataclass(frozen=True, slots=True)
class Reading:
    """A config.toml that is being read, so that a complaint can name file and line."""

    path: Path
    written: str

    def settings(self, chosen: dict[str, Any]) -> Settings:
        """The settings that the file chooses."""
        settings = Settings()
        for name, value in chosen.items():
            settings = replace(settings, **{name: self.value(name, value)})
        return settings

    def value(self, name: str, value: Any) -> Any:
        """One setting's value, checked."""
        if name in CHOICES:
            return self.choice(name, value)
        if name in RANGES:
            return self.number(name, value)
        if name == "keys" and isinstance(value, dict):
            return {action: self.keys(action, keys) for action, keys in value.items()}
        raise self.wrong(name, f"there is no setting {name!r}")

    def choice(self, name: str, value: Any) -> str:
        """A setting that is one of a few words."""
        if value not in CHOICES[name]:
            raise self.wrong(name, f"{name} is one of {', '.join(CHOICES[name])}")
        return str(value)

    def number(self, name: str, value: Any) -> int:
        """A setting that is a whole number in a range."""
        low, high = RANGES[name]
        if type(value) is not int or not low <= value <= high:
            raise self.wrong(name, f"{name} is a whole number from {low} to {high}")
        return value

    def keys(self, action: str, value: Any) -> tuple[str, ...]:
        """The keys for an action: one, or a list of them."""
        named = [value] if isinstance(value, str) else value
        if not isinstance(named, list) or not all(isinstance(key, str) and key for key in named):
            raise self.wrong(action, f"the keys for {action!r} are a word or a list of words")
        return tuple(named)

    def wrong(self, name: str, complaint: str) -> ConfigError:
        """A complaint with its file and line."""
        at = re.search(rf"^\s*\[?[\"']?{re.escape(name)}\b", self.written, re.MULTILINE)
        line = self.written[: at.end()].count("\n") + 1 if at else 1
        return ConfigError(f"{self.path}, line {line}: {complaint}.")
