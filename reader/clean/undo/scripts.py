"""Undoes converters that print a page's programs with its words."""

from __future__ import annotations

import re

from reader.clean.undo.undone import Undone, without_marks

KIND = "programs among a page's words"
SHORTEST = 120  # characters of a line of a program, as converters print them: all on one
FEWEST_SIGNS = 5
DENSITY = 45  # characters of a program that hold a sign, at most
_QUICK = re.compile(
    r"function ?\(|\) ?=> ?\{|window\.\w|document\.\w|\{\"@|\";\s*\w+ ?="
    r"|[;{] ?[\w-]+:[^;{}\n]{1,40};"
)
_SIGN = re.compile(r"[{};]|=>|[=!]==?|\(\)|\)\.|\":|function|\bvar |\|\||&&")


def undo_scripts(text: str) -> Undone | None:
    """Drop the lines that are programs, style sheets and their data; None without any."""
    if not _QUICK.search(text):
        return None
    lines = text.split("\n")
    kept = [line for line in lines if not _is_program(line)]
    return Undone("\n".join(kept), (KIND,)) if len(kept) < len(lines) else None


def _is_program(line: str) -> bool:
    if len(line) < SHORTEST:
        return False
    signs = len(_SIGN.findall(line))
    return signs >= FEWEST_SIGNS and signs * DENSITY >= len(without_marks(line))
