"""Undoes what stands before each line of a dump, or between its menu's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.clean.undo.undone import Undone

FEWEST_QUOTED = 5  # lines
MOST_LEVELS = 6  # of quoting
FEWEST_NUMBERED = 5  # lines
LONGEST_INTRODUCTION = 300  # characters of what leads to a quoted mail
FEWEST_MENUS = 3
LONGEST_WORDS = 30  # characters of an entry of a menu
_QUOTE = re.compile(r" ?(?:>|\|(?= ))[ \t]?")
_SIGNATURE = re.compile(r"-- ?$")
_NUMBER = re.compile(r"[ \t]*[\[(L]?(\d{1,6})(\t|→|:(?!\d)[ \t]?|[\])]:? | ?\| |  )")
FEWEST_ITEMS = 20  # lines whose numbers are written as those of lists are
_OF_LISTS = frozenset((")", "]"))
FEWEST_BARRED = 2  # links whose words bars hold together
_STARRED = re.compile(r"^[ \t]*\*{3,6} (\S[^\n]{0,300}?) \*{3,6}[ \t]*$", re.M)
_BARRED = re.compile(r"(?<![\w/@.#-])[^\W_][\w’'-]{0,60}_[\w’'-]{0,60}[^\W_](?![\w/@])")
_SIGNS = ("\t", *(f" {sign} " for sign in "|•·›»/"))
_SEPARATORS = re.compile(r"\t+|(?<=\S) +[|•·›»/] +(?=\S)")


def undo_quoting(text: str) -> Undone | None:
    """Take the signs off with which a mail quotes another; None where few lines are quoted."""
    if text.count("\n>") < FEWEST_QUOTED - 2:
        return None
    lines = text.split("\n")
    levels = 0
    while levels < MOST_LEVELS and _are_quoted(lines):
        lines = _unquoted(lines)
        levels += 1
    return Undone("\n".join(lines), ("a mail that is quoted",)) if levels else None


def _are_quoted(lines: Sequence[str]) -> bool:
    said = [line for line in lines if line.strip()]
    quoted = sum(line.lstrip().startswith(">") for line in said)
    return quoted >= FEWEST_QUOTED and quoted > 0.6 * len(said)


def _unquoted(lines: Sequence[str]) -> list[str]:
    """Return the quoted lines, and around them what neither introduces the mail nor signs it."""
    signs = [_QUOTE.match(line) for line in lines]
    first = next(at for at, sign in enumerate(signs) if sign)
    last = max(at for at, sign in enumerate(signs) if sign)
    before = _without_introduction(lines[:first])
    quoted = [
        line[sign.end() :] if sign else line
        for line, sign in zip(lines[first : last + 1], signs[first : last + 1], strict=True)
    ]
    return [*before, *quoted, *_without_signature(lines[last + 1 :])]


def _without_introduction(lines: Sequence[str]) -> list[str]:
    """Return what stands over a quoted mail, but for the sentence that says who wrote it."""
    said = "\n".join(lines).rstrip()
    start = said.rfind("\n\n") + 2 if "\n\n" in said else 0
    leads = said.endswith(":") and len(said) - start <= LONGEST_INTRODUCTION
    return [*(said[:start] if leads else said).split("\n"), ""]


def _without_signature(lines: Sequence[str]) -> list[str]:
    ends = [at for at, line in enumerate(lines) if _SIGNATURE.match(line)]
    return list(lines[: ends[0]] if ends else lines)


def undo_numbering(text: str) -> Undone | None:
    """Take the numbers off that count a text's lines; None where they count anything else."""
    head = text.lstrip("\n")
    if not _NUMBER.match(head):
        return None
    lines = text.split("\n")
    said = [line for line in lines if line.strip()]
    numbers = [_NUMBER.match(line) for line in said]
    if len(said) < FEWEST_NUMBERED or not _count(numbers):
        return None
    return Undone("\n".join(map(_unnumbered, lines)), ("lines with their numbers",))


def _count(numbers: Sequence[re.Match[str] | None]) -> bool:
    """Tell whether numbers count up by one, all in one notation; empty lines may count too."""
    found = [number for number in numbers if number]
    notations = {number[2].strip(" ") for number in found}
    if len(found) < 0.95 * len(numbers) or len(notations) > 1:
        return False
    if notations <= _OF_LISTS and len(found) < FEWEST_ITEMS:
        return False
    counted = [int(number[1]) for number in found]
    steps = [after - before for before, after in pairwise(counted)]
    return all(step > 0 for step in steps) and sum(step == 1 for step in steps) > 0.4 * len(steps)


def _unnumbered(line: str) -> str:
    number = _NUMBER.match(line)
    return line[number.end() :] if number else line


def undo_stars(text: str) -> Undone | None:
    """Read headings between stars and links with bars for blanks, as html2text prints them."""
    headings = _STARRED.findall(text)
    if not headings or len(_BARRED.findall(text)) < FEWEST_BARRED:
        return None
    read = _BARRED.sub(lambda found: found[0].replace("_", " "), _STARRED.sub(r"\1", text))
    return Undone(read, ("a page as html2text printed it",))


def undo_separators(text: str) -> Undone | None:
    """Give the words of a menu that stand in a row a line each; rows of tables stay rows."""
    if not any(sign in text for sign in _SIGNS):
        return None
    lines = text.split("\n")
    rows = [_entries(line) for line in lines]
    counts = [0, *map(len, rows), 0]
    apart: list[str] = []
    many = 0
    for at, (line, row) in enumerate(zip(lines, rows, strict=True), start=1):
        in_table = counts[at] in {counts[at - 1], counts[at + 1]}
        many += bool(row) and not in_table
        apart += row if row and not in_table else [line]
    kinds = ("menus in rows",) if many >= FEWEST_MENUS else ()  # a row or two any page has
    return Undone("\n".join(apart), kinds) if many else None


def _entries(line: str) -> list[str]:
    """Return the words that stand in a row, three and more of one menu; none where no menu is."""
    if not 8 <= len(line) <= 4000 or not any(map(line.__contains__, _SIGNS)):
        return []
    entries = [entry.strip() for entry in _SEPARATORS.split(line)]
    is_menu = len(entries) >= 4 and all(len(entry) <= LONGEST_WORDS for entry in entries)
    return list(filter(None, entries)) if is_menu else []
