"""The manual: pages of Markdown beside this file, with tables that are made of the code's own.

A page is written for a person. Where it says `{{keys}}` by itself on a line, a table of what there
is stands when the page is read, so that no key, option or setting can go stale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from reader.model import ReaderError
from reader.model.construction import frozen

__all__ = ["Page", "page_names", "read_page", "read_pages"]

_FOLDER = Path(__file__).parent
# In this order; pages that are not named here come after these, by name.
_ORDER = (
    *("reading", "keys", "lists", "searching", "sources", "cleaning", "events", "rules", "brief"),
    *("hooks", "highlights", "saving", "sync", "configuration", "command-line", "files"),
)
# Named, not imported: the manual tells of what stands above it, and reads it when it is read.
_TABLES = {
    "keys": "reader.tui.keymap.keys_table",
    "actions": "reader.tui.keymap.actions_list",
    "settings": "reader.cli.parsing.option_tables.settings_table",
    "commands": "reader.cli.parsing.option_tables.commands_text",
}
_PLACEHOLDER = re.compile(r"^\{\{(\w+)\}\}$", re.MULTILINE)


@frozen
class Page:
    """A page of the manual."""

    name: str  # by which it is asked for
    title: str
    text: str  # Markdown, without the title


def page_names() -> list[str]:
    """Return the names of all pages, in the order in which they are read."""
    found = {path.stem for path in _FOLDER.glob("*.md")}
    return [*(name for name in _ORDER if name in found), *sorted(found.difference(_ORDER))]


def read_pages(tables: Mapping[str, str] | None = None) -> list[Page]:
    """Return all pages, with some tables other than those of the code."""
    return [read_page(name, tables) for name in page_names()]


def read_page(name: str, tables: Mapping[str, str] | None = None) -> Page:
    """Return a page, with some tables other than those of the code.

    Raises:
        ReaderError: there is no page of that name.
    """
    names = page_names()
    if name not in names:
        near = get_close_matches(name, names, 1)
        meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}."
        raise ReaderError(f"The manual has no page {name!r}; {meant}")
    written = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    head, _, rest = written.partition("\n")
    given = tables or {}
    filled = _PLACEHOLDER.sub(lambda place: given.get(place[1]) or _table(place[1]), rest)
    return Page(name, head.lstrip("# "), filled.strip())


def _table(name: str) -> str:
    """Return a table of the code's own, in Markdown."""
    module, _, function = _TABLES[name].rpartition(".")
    return str(getattr(import_module(module), function)())
