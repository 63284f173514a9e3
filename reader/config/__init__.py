"""A config.toml in, settings and places out."""

from __future__ import annotations

from pathlib import Path

from reader.config.settings import THEMES, Grouping, Places, Settings, SiteRules
from reader.model import ConfigError

__all__ = [
    "LOG",
    "NAME",
    "THEMES",
    "Grouping",
    "Places",
    "Settings",
    "SiteRules",
    "downloads_of",
    "places",
    "read",
    "wrong",
]

NAME = "config.toml"
LOG = "newsreader.log"  # in the folder for it


def places(home: str | None) -> Places:
    """All in one folder when that is given, and where the system wants it otherwise."""
    if home:
        folder = Path(home).expanduser().absolute()
        return Places(folder, folder, folder, folder, folder / "downloads")
    from platformdirs import PlatformDirs

    system = PlatformDirs("newsreader", appauthor=False)
    return Places(
        data=system.user_data_path,
        cache=system.user_cache_path,
        config=system.user_config_path,
        log=system.user_log_path,
    )


def downloads_of(places: Places, settings: Settings) -> Path:
    """The folder for what is attached to stories."""
    chosen = Path(settings.downloads).expanduser() if settings.downloads else places.downloads
    if chosen is not None:
        return chosen
    from platformdirs import user_downloads_path  # reads a file, which a start does not wait for

    return user_downloads_path()


def read(folder: Path) -> Settings:
    """The settings of a folder; without a config.toml the defaults.

    Raises:
        ConfigError: the file cannot be read, or holds what newsreader does not know.
    """
    path = folder / NAME
    if not path.exists():  # most people have none, and the parser takes a tenth of the start
        return Settings()
    import tomllib

    from reader.config.reading import Reading

    try:
        written = path.read_text(encoding="utf-8")
        chosen = tomllib.loads(written)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return Reading(path, written).settings(chosen)


def wrong(folder: Path, table: str, name: str, complaint: str) -> ConfigError:
    """A complaint about what stands in a table of the config.toml of a folder."""
    from reader.config.reading import Reading

    path = folder / NAME
    return Reading(path, path.read_text(encoding="utf-8")).wrong(name, complaint, table)
