"""The man pages newsreader(1) and newsreader(5), made of the manual when newsreader is built."""

from __future__ import annotations

from reader.manual import Page, page_names, read_page
from reader.manual.man_page import format_man_page

_FILE_PAGES = ("configuration", "cleaning", "rules", "hooks")  # of section 5, file formats
_SYNOPSIS = Page(
    "synopsis", "Synopsis", "**newsreader** [`--home` DIR]\n\n**newsreader** COMMAND [`--help`]"
)
_COMMAND = "read news in the terminal"
_FILE = "configuration of newsreader, config.toml"


def man_pages(version: str) -> dict[str, str]:
    """Return the text of each man page by the name of its file."""
    names = page_names()
    command = [_SYNOPSIS, *(read_page(name) for name in names if name not in _FILE_PAGES)]
    file = [read_page(name) for name in _FILE_PAGES if name in names]
    command.append(Page("also", "See also", "**newsreader**(5)"))
    file.append(Page("also", "See also", "**newsreader**(1)"))
    return {
        "newsreader.1": format_man_page("newsreader", 1, _COMMAND, command, version),
        "newsreader.5": format_man_page("newsreader", 5, _FILE, file, version),
    }
