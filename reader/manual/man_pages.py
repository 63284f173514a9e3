"""The man pages newsreader(1) and newsreader(5), made of the manual: roff with macros of man(7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.manual import Page, page_names, read_page
from reader.manual.page_blocks import Block, Runs, parse_blocks

_FILE_PAGES = ("configuration", "cleaning", "rules", "hooks")  # of section 5, file formats
_SYNOPSIS = Page(
    "synopsis", "Synopsis", "**newsreader** [`--home` DIR]\n\n**newsreader** COMMAND [`--help`]"
)
_COMMAND = "read news in the terminal"
_FILE = "configuration of newsreader, config.toml"
_FONTS = {"bold": "B", "code": "B"}


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


def format_man_page(
    name: str, section: int, about: str, pages: Sequence[Page], version: str
) -> str:
    """Return a man page of some pages of the manual, each as a section of it."""
    lines = [f'.TH {name.upper()} {section} "" "newsreader {version}" "newsreader"', ".SH NAME"]
    lines.append(f"{_escape(name)} \\- {_escape(about)}")
    for page in pages:
        lines.append(f".SH {_quoted(page.title.upper())}")
        lines.extend(_page_lines(parse_blocks(page.text)))
    # A heading begins a paragraph.
    kept = [line for before, line in pairwise(["", *lines]) if not _is_second_begin(before, line)]
    return "\n".join(kept) + "\n"


def _is_second_begin(before: str, line: str) -> bool:
    """Tell whether a line begins a paragraph that the one before it has begun."""
    return line == ".PP" and before.startswith((".SH", ".SS"))


def _page_lines(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the lines of a page."""
    for block in blocks:
        words = _roff(block.cells[0])
        if block.kind == "heading":
            yield f".SS {_quoted(block.text)}"
        elif block.kind == "code":
            code = block.text.split("\n")
            yield from (".PP", ".RS 4", ".EX", *map(_protected, map(_escape, code)), ".EE", ".RE")
        elif block.kind == "item":
            yield from (f".IP \\(bu {2 * block.level}", words)
        elif block.kind == "row":
            rest = " \\(en ".join(_roff(cell) for cell in block.cells[1:] if cell)
            yield from (".TP", words, _protected(rest) or "\\&")
        elif block.kind == "paragraph":
            yield from (".IP" if block.level else ".PP", words)


def _roff(runs: Runs) -> str:
    """Return words in their fonts."""
    pieces = (
        f"\\f{font}{_escape(run.text)}\\fR" if (font := _FONTS.get(run.look)) else _escape(run.text)
        for run in runs
    )
    return _protected("".join(pieces))


def _escape(text: str) -> str:
    """Return text in which nothing is a command of roff, and which has no need of an encoding."""
    return re.sub(r"[\\\-'`^~]|[^\0-\x7f]", lambda sign: _sign(sign[0]), text)


def _sign(letter: str) -> str:
    """Return the name of a letter."""
    return _SIGNS.get(letter) or f"\\[u{ord(letter):04X}]"


_SIGNS = {
    "\\": "\\e",
    "-": "\\-",
    "'": "\\(aq",
    "`": "\\(ga",
    "^": "\\(ha",
    "~": "\\(ti",
}


def _protected(line: str) -> str:
    """Return a line that begins with no command."""
    return f"\\&{line}" if line.startswith((".", "'")) else line


def _quoted(words: str) -> str:
    """Return words as one argument of a command."""
    return '"{}"'.format(_escape(words).replace('"', "\\(dq"))
