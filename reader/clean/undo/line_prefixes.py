"""Undoes what a program puts before each line alike: a file's name, a time, a sign of comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reader.clean.undo.undone import Undone

FEWEST = 12  # lines
FEWEST_LONG, LONG = 3, 120  # lines that hardly are items of a list, and their characters
OFTEN = 0.9  # share of the lines that begin alike
SAMPLE = 20  # lines that are looked at first
# Quotes have a recognizer of their own.
_SIGN = re.compile(r"[ \t]*(//|[+•*·#;%|│║–—-])(?!\1)")
_NAME = re.compile(r"([\w./\\-]{1,60}\.\w{1,5}:|\d{1,12}\t)")
_TIME = re.compile(
    r"[\[(]?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?[\])]?"
    r":?[ \t](?:\[?[A-Z]{4,8}\]?:?[ \t])?"
)
_BULLETS = frozenset("+•*·–—-")
_SIDES = frozenset("|│║")
_EDGE = re.compile(r"[ \t]*[┌╔+└╚][─═-]{10,}[┐╗+┘╝][ \t]*")


def undo_prefixes(text: str) -> Undone | None:
    """Take off what stands before nearly every line; None where lines begin in many ways."""
    lines = text.split("\n")
    said = [line for line in lines if line.strip()]
    if len(said) < FEWEST:
        return None
    usual = said[len(said) // 2]
    read = next(filter(None, (find(usual, said) for find in (_sign, _name, _time))), None)
    return Undone("\n".join(map(read, lines)), ("lines that begin alike",)) if read else None


def _sign(usual: str, said: Sequence[str]) -> Callable[[str], str] | None:
    """Find a sign of comments, a bullet that even paragraphs have, or the sides of a frame."""
    found = _SIGN.match(usual)
    if not found:
        return None
    sign = found[1]
    if sign in _SIDES:
        return _framed(sign, said)
    is_long = sum(len(line) >= LONG for line in said) >= FEWEST_LONG
    may_be = is_long or sign not in _BULLETS
    return _begun(rf"[ \t]*{re.escape(sign)}[ \t]?", said) if may_be else None


def _framed(side: str, said: Sequence[str]) -> Callable[[str], str] | None:
    """Read what stands in a frame; the rows of a table have more bars than those at its sides."""
    inner = [line.strip() for line in said if not _EDGE.fullmatch(line)]
    whole = sum(line[0] == side == line[-1] and line.count(side) == 2 for line in inner)
    return (lambda line: _within(line, side)) if whole >= OFTEN * len(said) else None


def _within(line: str, side: str) -> str:
    bare = line.strip()
    return "" if _EDGE.fullmatch(line) else bare.removeprefix(side).removesuffix(side).strip()


def _name(usual: str, said: Sequence[str]) -> Callable[[str], str] | None:
    """Find the name of a file, or the number of a page, that every line says again."""
    found = _NAME.match(usual)
    if not found:
        return None
    name = re.escape(found[1])
    return _begun(rf"{name}\d{{1,6}}: ?", said) or _begun(rf"{name} ?", said)


def _time(_: str, said: Sequence[str]) -> Callable[[str], str] | None:
    """Find the times at which a program wrote the lines."""
    return _begun(_TIME.pattern, said)


def _begun(prefix: str, said: Sequence[str]) -> Callable[[str], str] | None:
    """Return what takes a prefix off a line; None where lines do without."""
    pattern = re.compile(prefix)
    for lines in (said[:: max(1, len(said) // SAMPLE)], said):
        if sum(bool(pattern.match(line)) for line in lines) < OFTEN * len(lines):
            return None
    return lambda line: pattern.sub("", line, count=1) if pattern.match(line) else line
