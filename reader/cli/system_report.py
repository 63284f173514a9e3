"""What a bug report needs to know of a machine and an archive, and nothing of what is read there.

No address, title or name of a source is among it, and the person's home is written as ~.
"""

from __future__ import annotations

import glob
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reader.config import Folders
from reader.library import Library
from reader.model.retention import format_size

PACKAGES = (
    "textual",
    "rich",
    "whoosh",
    "lxml",
    "aiohttp",
    "trafilatura",
    "regex",
    "PyStemmer",
    "numpy",
)
TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "STY", "NO_COLOR")
LOCALE = ("LC_ALL", "LC_CTYPE", "LANG", "TZ")
LONGEST = 100  # characters of a variable


def machine_facts(folders: Folders) -> Iterator[tuple[str, str]]:
    """Yield versions, terminal and places, each with its name."""
    yield "newsreader", _version("newsreader")
    yield "Python", f"{platform.python_version()} ({sys.implementation.name})"
    yield "system", f"{platform.system()} {platform.release()} {platform.machine()}"
    packages = (f"{name} {_version(name)}" for name in PACKAGES)
    yield "packages", ", ".join((*packages, f"SQLite {sqlite3.sqlite_version}"))
    columns, lines = shutil.get_terminal_size()
    yield "terminal", f"{columns} by {lines}, {sys.stdout.encoding}{_variables(TERMINAL)}"
    yield "locale", _variables(LOCALE).removeprefix(", ")
    for name in ("data", "cache", "config", "log"):
        place = getattr(folders, name)
        yield name, f"{_without_home(place)}, {format_size(_bytes_below(place))}"


def archive_facts(library: Library) -> Iterator[tuple[str, str]]:
    """Yield how much an archive holds, each with its name."""
    counts = library.store.stories.counts()
    yield "stories", f"{counts.all:,}, unread {counts.unread:,}, bookmarked {counts.bookmarked:,}"
    sources = library.store.sources.all()
    failing = sum(bool(one.health.last_error) for one in sources)
    muted = sum(one.muted for one in sources)
    yield "sources", f"{len(sources):,}, failing {failing:,}, muted {muted:,}"
    yield "saved searches", f"{len(library.store.searches.all()):,}"


def _version(package: str) -> str:
    """Return which version of a package is installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "of a checkout" if package == "newsreader" else "is missing"


def _variables(names: tuple[str, ...]) -> str:
    """Return what the environment says of a terminal; of sessions in it, only that there is one."""
    given = {name: os.environ[name][:LONGEST] for name in names if os.environ.get(name)}
    told = (name if name in ("TMUX", "STY") else f"{name}={text}" for name, text in given.items())
    return "".join(f", {one}" for one in told)


def _without_home(place: Path) -> str:
    """Return a path without the name of the person whose home it is in."""
    home = os.path.expanduser("~")
    inside = home != "/" and place.is_relative_to(home)
    return str(Path("~") / place.relative_to(home)) if inside else str(place)


def hide_home(sentence: str) -> str:
    """Return a sentence in which a home, and so the name of its person, is not spelled out."""
    home = os.path.expanduser("~")
    return sentence.replace(f"{home}/", "~/") if home.count("/") > 1 else sentence


def _bytes_below(place: Path) -> int:
    """Return the size of a file, or of the files in a folder and in the index there."""
    size = 0
    folder = glob.escape(str(place))
    for path in (str(place), *glob.iglob(f"{folder}/*"), *glob.iglob(f"{folder}/index/*")):
        with suppress(OSError):  # it has gone meanwhile, or is not ours to look at
            size += os.path.getsize(path) if os.path.isfile(path) else 0
    return size
