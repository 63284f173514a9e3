"""Undoes converters that print a page's programs with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reader.clean.undo.undone import Undone, without_marks

KIND = "programs among a page's words"
SHORTEST = 120  # characters of a line of a program, as converters print them: all on one
FEWEST_SIGNS = 5
DENSITY = 45  # characters of a program that hold a sign, at most
MANY_FIELDS = 12  # of data, which prose names none of
MOST_SIGNED = 0.6  # of the lines of a program, that hold a sign
DENSITY_OF_BRACES = 150  # likewise a brace, which prose has none of
_QUICK = re.compile(
    r"function ?\(|\) ?=> ?\{|window\.\w|document\.\w|\{\"@|\";\s*\w+ ?="
    r"|[;{] ?[\w-]+:[^;{}\n]{1,40};"
)
_RECORD = re.compile(r"\s*(?:\[\s*)?\{\s*[\"'][@\w]{1,60}[\"']\s*:")
_SIGN = re.compile(r"[{};]|=>|[=!]==?|\(\)|\)\.|[\"']:|function|\bvar |\|\||&&")


def undo_scripts(text: str) -> Undone | None:
    """Drop the lines that are programs, style sheets and their data; None without any."""
    if not _QUICK.search(text):
        return None
    lines = text.split("\n")
    kept = [line for block in _blocks(lines) for line in block]
    return Undone("\n".join(kept), (KIND,)) if len(kept) < len(lines) else None


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield what stands between blank lines, and these, without programs: lines or whole blocks."""
    for is_blank, rows in groupby(lines, lambda line: not line.strip()):
        block = [line for line in rows if is_blank or not _is_program(line)]
        if is_blank or not _is_program_of_lines(block):
            yield block


def _is_program_of_lines(block: Sequence[str]) -> bool:
    """Tell a program whose statements have lines of their own, most of them with signs."""
    signed = sum(bool(_SIGN.search(line)) for line in block)
    return signed >= max(FEWEST_SIGNS, MOST_SIGNED * len(block)) and _is_program("\n".join(block))


def _is_program(text: str) -> bool:
    """Tell a program, a style sheet or a record of data by its signs; prose has few of them."""
    if len(text) < SHORTEST:
        return False
    signs = len(_SIGN.findall(text))
    if signs >= FEWEST_SIGNS and signs * DENSITY >= len(without_marks(text)):
        return True
    if text.count('":') >= MANY_FIELDS:
        return True
    braces = text.count("{") + text.count("}")
    return braces >= FEWEST_SIGNS and (
        braces * DENSITY_OF_BRACES >= len(text) or bool(_RECORD.match(text))
    )
