"""Reads config.toml, and says in which folders newsreader keeps its files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from reader.config.settings import (
    THEMES,
    BriefSettings,
    CommandSettings,
    EventSettings,
    Folders,
    Settings,
    SiteRules,
)
from reader.model import ConfigError
from reader.model.system_errors import file_error_reason

__all__ = [
    "LOG",
    "NAME",
    "THEMES",
    "BriefSettings",
    "CommandSettings",
    "EventSettings",
    "Folders",
    "Settings",
    "SiteRules",
    "config_error",
    "default_folders",
    "download_folder",
    "expand_path",
    "read_setting",
    "read_settings",
]

NAME = "config.toml"
LOG = "newsreader.log"  # in the folder for it


def default_folders(home: str | None) -> Folders:
    """Return all in one folder when that is given, and where the system wants it otherwise."""
    if home:
        folder = expand_path(home).absolute()
        return Folders(folder, folder, folder, folder, folder / "downloads")
    from platformdirs import PlatformDirs

    system = PlatformDirs("newsreader", appauthor=False)
    return Folders(
        data=_of_system(lambda: system.user_data_path),
        cache=_of_system(lambda: system.user_cache_path),
        config=_of_system(lambda: system.user_config_path),
        log=_of_system(lambda: system.user_log_path),
    )


def expand_path(name: str) -> Path:
    """Return the path of a file or folder that a person named, with ~ for a home.

    Raises:
        ConfigError: no file can be called that, or nobody knows that home.
    """
    if not name:
        raise ConfigError("No file or folder is named; name one, or - for a pipe.")
    try:
        if b"\0" in os.fsencode(name):
            raise ValueError
        return Path(name).expanduser()
    except ValueError:
        raise ConfigError(f"{name!r} is not the name of a file or folder.") from None
    except RuntimeError:
        raise ConfigError(
            f"{name}: nobody knows where that home is; write the whole path."
        ) from None


def _of_system(ask: Callable[[], Path]) -> Path:
    try:
        path = ask()
    except RuntimeError:  # whoever has no home gets this, or the sign for one back
        path = Path("~")
    if not path.is_absolute():
        raise ConfigError("You have no home here: name a folder with --home or NEWSREADER_HOME.")
    return path


def download_folder(folders: Folders, settings: Settings) -> Path:
    """Return the folder for what is attached to stories."""
    chosen = expand_path(settings.downloads) if settings.downloads else folders.downloads
    if chosen is not None:
        return chosen
    from platformdirs import user_downloads_path  # reads a file, which a start does not wait for

    return _of_system(user_downloads_path)


def read_settings(folder: Path) -> Settings:
    """Return the settings of a folder; without a config.toml the defaults.

    Raises:
        ConfigError: the file cannot be read, or holds what newsreader does not know.
    """
    path = folder / NAME
    try:
        os.stat(path)  # pathlib tells what may not be looked at as one Python does, not the next
    except (FileNotFoundError, NotADirectoryError):  # the parser takes a tenth of the start,
        return Settings()  # and most people have no file for it
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {file_error_reason(error)}.") from error
    import tomllib

    from reader.config.toml_reader import TomlReader

    try:
        written = path.read_text(encoding="utf-8")
        chosen = tomllib.loads(written)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}, line {line}: this is no text in UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, written, str(error)) from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {file_error_reason(error)}.") from error
    return TomlReader(path, written).settings(chosen)


def _syntax_error(path: Path, written: str, told: str) -> ConfigError:
    """Return what the parser says, with file and line in front, as of any other mistake."""
    said, _, place = told.partition(" (at ")
    number = place.partition(",")[0].removeprefix("line ")
    line = number if number.isdecimal() else str(max(1, len(written.splitlines())))
    return ConfigError(f"{path}, line {line}: {said[:1].lower()}{said[1:]}.")


def read_setting(name: str, written: str) -> object:
    """Return the value of one setting, written as in config.toml, or without quotes.

    Raises:
        ConfigError: there is no such setting, or it cannot be that.
    """
    import tomllib

    from reader.config.toml_reader import TomlReader

    try:
        value = tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        value = written
    return TomlReader(None, "").value(name, value)


def config_error(folder: Path, table: str, name: str, complaint: str) -> ConfigError:
    """Return a complaint about what stands in a table of the config.toml of a folder."""
    from reader.config.toml_reader import TomlReader

    path = folder / NAME
    return TomlReader(path, path.read_text(encoding="utf-8")).wrong(name, complaint, table)
