"""What a person types, made safe to keep and to print: names, headers, addresses.

The command line and the screen take it from here, so that they reach into no station.
"""

from __future__ import annotations

import os
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.clean.text.sanitize import safe_line, strip_controls
    from reader.fetch.http.headers import parse_header
    from reader.fetch.url_parts import host_of, is_this_machine, is_web, url_fault
    from reader.opml.subscription_names import own_line

__all__ = [
    "host_of",
    "is_this_machine",
    "is_web",
    "matching_files",
    "newsboat_is_here",
    "own_line",
    "parse_header",
    "pasted_places",
    "safe_line",
    "strip_controls",
    "url_fault",
]

# Where each stands: imported when it is first asked for, since a search needs none of them.
_PLACES = {
    "host_of": "reader.fetch.url_parts",
    "is_this_machine": "reader.fetch.url_parts",
    "is_web": "reader.fetch.url_parts",
    "own_line": "reader.opml.subscription_names",
    "parse_header": "reader.fetch.http.headers",
    "safe_line": "reader.clean.text.sanitize",
    "strip_controls": "reader.clean.text.sanitize",
    "url_fault": "reader.fetch.url_parts",
}
_MOST_PLACES = 200  # that are taken from one text
_LONGEST_PLACE = 4_000  # characters
_MOST_LOOKED_AT = 5_000  # entries of a folder
_MOST_FILES = 20  # that begin like what is typed


def __getattr__(name: str) -> Any:
    """Return one of the functions that stand elsewhere."""
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(_PLACES[name]), name)


def pasted_places(text: str) -> tuple[str, ...]:
    """Return the addresses and files that a pasted text names, each once, in their order.

    A line is one of them, or holds addresses that say how they are asked for.
    """
    lines = filter(None, map(str.strip, text.splitlines()))
    places = (place for line in lines for place in _places_in(line))
    return tuple(dict.fromkeys(places))[:_MOST_PLACES]


def _places_in(line: str) -> list[str]:
    """Return what a line names: an address, a file that is there, or addresses among words."""
    from reader.clean.text.sanitize import safe_line
    from reader.fetch.url_normalization import url_candidates

    if not line.split()[1:] and url_candidates(line):
        return [safe_line(line)]
    if path := _existing_path(line):
        return [path]
    return [safe_line(word) for word in line.split() if "://" in word and url_candidates(word)]


def _existing_path(line: str) -> str:
    """Return a file or folder by its whole path, as a terminal writes one that is dragged in."""
    import shlex

    try:
        words = [line, *shlex.split(line)[:1]]
    except ValueError:
        words = [line]
    paths = (os.path.expanduser(word) for word in words if len(word) <= _LONGEST_PLACE)
    return next((path for path in paths if os.path.isabs(path) and os.path.exists(path)), "")


def matching_files(typed: str) -> tuple[list[str], list[str]]:
    """Return the file of a name that is typed, else files and folders that begin so: whole paths.

    What is hidden is among them only where a dot is typed for it.
    """
    path = os.path.abspath(os.path.expanduser(_existing_path(typed) or typed))
    if os.path.isfile(path):
        return [path], []
    folder, start = (path, "") if typed.endswith("/") else os.path.split(path)
    try:
        with os.scandir(folder) as entries:
            found = sorted(
                (one.path, one.is_file(), one.is_dir())
                for one in islice(entries, _MOST_LOOKED_AT)
                if one.name.startswith(start) and (start or not one.name.startswith("."))
            )
    except (OSError, ValueError):
        return [], []
    files = [place for place, is_file, _ in found if is_file]
    folders = [place for place, _, is_folder in found if is_folder]
    return files[:_MOST_FILES], folders[:_MOST_FILES]


def newsboat_is_here() -> bool:
    """Tell whether there is something of newsboat to carry on from."""
    from reader.exports.newsboat_files import find_newsboat

    return find_newsboat(Path.home(), os.environ) is not None


def starter_places() -> list[str]:
    """Return the lists of feeds to begin with, each as the place that is added."""
    from reader.opml.starter_lists import starter_names

    return [f"starter:{name}" for name in starter_names()]
