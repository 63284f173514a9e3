"""Finds the files of newsboat, and reads its configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from reader.model.construction import field, frozen

LARGEST = 4_000_000  # bytes of a file that is read
DEEPEST = 5  # files that include each other
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"?|([^\s"#]\S*)|(#)')
# What newsboat calls an act, and what the like is called here.
ACTIONS = {
    "down": "down", "next": "down", "up": "up", "prev": "up",
    "pagedown": "page_down", "pageup": "page_up",
    "halfpagedown": "half_down", "halfpageup": "half_up",
    "home": "first", "end": "last", "open": "enter", "quit": "leave_or_quit",
    "hard-quit": "quit_now", "reload": "refresh_source", "reload-all": "refresh_all",
    "mark-feed-read": "all_read", "mark-all-feeds-read": "all_read",
    "toggle-article-read": "read", "next-unread": "next_match", "prev-unread": "previous_match",
    "next-feed": "next_source", "next-unread-feed": "next_source", "prev-feed": "previous_source",
    "prev-unread-feed": "previous_source", "open-in-browser": "browser", "open-search": "search",
    "help": "help", "edit-flags": "bookmark", "show-urls": "links", "toggle-source-view": "raw",
    "redraw": "redraw", "cmdline": "palette", "enqueue": "download", "goto-url": "links",
}  # fmt: skip
_KEYS = {"ENTER": "enter", "SPACE": "space", "TAB": "tab", "ESC": "escape",
         "BACKSPACE": "backspace",
         "UP": "up", "DOWN": "down", "LEFT": "left", "RIGHT": "right", "HOME": "home", "END": "end",
         "PPAGE": "pageup", "NPAGE": "pagedown", "PAGEUP": "pageup", "PAGEDOWN": "pagedown",
         "DELETE": "delete", "INSERT": "insert"}  # fmt: skip
# A key of `bind`: with others held down or by its name in <>, with Ctrl, or as it is.
_KEY = re.compile(r"<[^<>]+>|\^[A-Za-z]|.")
_MODIFIED = re.compile(r"((?:[CSM]-)*)(.+)", re.S)
_HELD = {"C": "ctrl", "S": "shift", "M": "alt"}
_SIGNS_OF = {"LT": "<", "GT": ">"}


@frozen
class NewsboatConfig:
    """What the configuration of newsboat says, as far as it means something here."""

    cache: str = ""  # where its cache lies; empty: where it usually does
    keys: tuple[tuple[str, str], ...] = ()  # an action of ours, and a key for it
    left: dict[str, int] = field(default_factory=dict)  # what means nothing here, how often


@frozen
class NewsboatFiles:
    """Where newsboat keeps what it has; a file that is not there is None."""

    urls: Path | None
    cache: Path | None
    config: NewsboatConfig


def find_newsboat(home: Path, environment: Mapping[str, str]) -> NewsboatFiles | None:
    """Find the files of newsboat in a home; None where there are none.

    They lie where XDG says, or in ~/.newsboat, as newsboat itself looks for them; then where its
    forerunner newsbeuter kept them.
    """
    configs = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    folders = (
        pair
        for name in ("newsboat", "newsbeuter")
        for pair in ((configs / name, data / name), (home / f".{name}", home / f".{name}"))
    )
    for folder, cached in folders:
        config = read_config(folder / "config", home)
        named = (_expand(config.cache, home),) if config.cache else ()
        cache = _first_file(*named, cached / "cache.db", folder / "cache.db")
        urls = _first_file(folder / "urls")
        if urls or cache:
            return NewsboatFiles(urls, cache, config)
    return None


def read_config(path: Path, home: Path) -> NewsboatConfig:
    """Return what a configuration says; one that is not there says nothing."""
    cache = ""
    keys: dict[tuple[str, str], None] = {}
    left: dict[str, int] = {}
    for words in _lines(path, home, DEEPEST):
        name = words[0].lower()
        if name == "cache-file" and len(words) > 1:
            cache = words[1]
        elif name in ("bind-key", "bind") and (binding := _binding(words)):
            keys[binding] = None
        else:
            left[name] = left.get(name, 0) + 1
    return NewsboatConfig(cache, tuple(keys), left)


def read_text(path: Path) -> str:
    """Return the text of a file, as far as it is read; empty where it cannot be.

    newsboat writes it in the encoding of its person's locale, of old often one of the West.
    """
    try:
        with path.open("rb") as file:
            written = file.read(LARGEST)
    except OSError:
        return ""
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = len(written) == LARGEST and error.end > LARGEST - 4
        return written.decode("utf-8" if is_cut else "cp1252", "replace")


def _first_file(*paths: Path) -> Path | None:
    """Return the first of some files that is there."""
    return next(filter(os.path.isfile, paths), None)


def _expand(written: str, home: Path) -> Path:
    """Return the place that a configuration names."""
    return home / written[2:] if written.startswith("~/") else home / written


def _lines(path: Path, home: Path, depth: int) -> Iterator[list[str]]:
    """Yield the words of each line of a configuration, and of those that it includes."""
    if not os.path.isfile(path):
        return
    for line in read_text(path).splitlines():
        words = _words(line)
        if words and words[0].lower() == "include" and depth and len(words) > 1:
            yield from _lines(_expand(words[1], home), home, depth - 1)
        elif words:
            yield words


def _words(line: str) -> list[str]:
    """Split a line into words, up to a comment."""
    words = []
    for found in _WORD.finditer(line):
        if found[3]:
            break
        words.append(found[2] or re.sub(r"\\(.)", r"\1", found[1] or ""))
    return words


def _binding(words: list[str]) -> tuple[str, str] | None:
    """Return an action of ours with the key that newsboat gives to the like; None without one."""
    key_of = _key
    if words[0].lower() == "bind":  # KEYS DIALOGS OPERATION, more behind semicolons, -- "WORDS"
        words = words[: words.index("--")] if "--" in words else words
        words = [word.rstrip(";") for word in words if word != ";"]
        words, key_of = ["bind", words[1], words[3]] if len(words) == 4 else words[:1], _key_pair
    if len(words) < 3:
        return None
    action, key = ACTIONS.get(words[2].lower()), key_of(words[1])
    return (action, key) if action and key else None


def _key_pair(written: str) -> str:
    """Return one key or two in turn, of which those with more than one letter stand in <>."""
    keys = [_combined_key(one) if len(one) > 2 else _key(one) for one in _KEY.findall(written)]
    return " ".join(keys) if all(keys) and len(keys) < 3 else ""


def _combined_key(written: str) -> str:
    """Return a key in <>, which may have others before it that are held down."""
    modifiers, key = _MODIFIED.fullmatch(written[1:-1]).groups()  # type: ignore[union-attr]
    held = "".join(f"{_HELD[one]}+" for one in modifiers.split("-")[:-1])
    found = _SIGNS_OF.get(key) or _key(key)
    return f"{held}{found.lower() if held else found}" if found else ""


def _key(written: str) -> str:
    """Return a key as config.toml has it; empty for one that has no like."""
    if written.upper() in _KEYS and len(written) > 1:
        return _KEYS[written.upper()]
    if re.fullmatch(r"\^[A-Za-z]", written):
        return f"ctrl+{written[1].lower()}"
    if re.fullmatch(r"F([1-9]|1[0-2])", written):
        return written.lower()
    return written if len(written) == 1 and written.isprintable() else ""
