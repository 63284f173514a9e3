"""Undoes what a program puts around each line alike: names, times, signs, tags, cues."""

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
# When somebody said a line in a chat, and who.
_SAID = re.compile(
    r"\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d(?:[:.]\d\d)?"
    r"(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?\]?(?: [-–])? (?:[^:\n]{2,40}: )?"
)
_ENDS = ("\\\\", "\\", "¶", "↵", "⏎", "␤")  # signs by which editors and converters show line ends
_TAG = re.compile(r"</?(?:p|br|li) ?/?>", re.I)
_CUE = re.compile(
    r"^(?:\d{1,6}[ \t]*\n)?(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3} -->"
    r" (?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}[^\n]*\n",
    re.M,
)
_HEAD_OF_CUES = re.compile(r"\ufeff?WEBVTT[^\n]*\n")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
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
    read = next(filter(None, (find(usual, said) for find in (_sign, _name, _time, _said))), None)
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


def _said(_: str, said: Sequence[str]) -> Callable[[str], str] | None:
    """Find when and by whom each line was said in a chat."""
    return _begun(_SAID.pattern, said)


def _begun(prefix: str, said: Sequence[str]) -> Callable[[str], str] | None:
    """Return what takes a prefix off a line; None where lines do without."""
    pattern = re.compile(prefix)
    for lines in (said[:: max(1, len(said) // SAMPLE)], said):
        if sum(bool(pattern.match(line)) for line in lines) < OFTEN * len(lines):
            return None
    return lambda line: pattern.sub("", line, count=1) if pattern.match(line) else line


def undo_line_ends(text: str) -> Undone | None:
    """Take off the sign with which nearly every line ends; None where lines end in many ways."""
    if not any(f"{sign}\n" in text for sign in _ENDS):
        return None
    lines = list(map(str.rstrip, text.split("\n")))
    said = [line for line in lines if line]
    for sign in _ENDS:
        if len(said) >= FEWEST and sum(line.endswith(sign) for line in said) >= OFTEN * len(said):
            read = (line.removesuffix(sign).rstrip() for line in lines)
            return Undone("\n".join(read), ("lines that end alike",))
    return None


def undo_tags(text: str) -> Undone | None:
    """Take the tags off in which nearly every line stands; None where few do."""
    if "<" not in text:
        return None
    said = [line.strip() for line in text.split("\n") if line.strip()]
    tagged = sum(bool(_TAG.match(line)) or line.endswith(">") for line in said if "<" in line)
    if tagged < max(FEWEST, OFTEN * len(said)) or not _TAG.search(text):
        return None
    lines = (part for line in said for part in _TAG.sub("\n", line).split("\n"))
    return Undone("\n".join(filter(None, map(str.strip, lines))), ("lines between tags",))


def undo_cues(text: str) -> Undone | None:
    """Take the numbers and times off that subtitles stand under; None where few are."""
    if "-->" not in text:
        return None
    read, many = _CUE.subn("", _HEAD_OF_CUES.sub("", text, count=1))
    if many < FEWEST:
        return None
    return Undone(_BLANK_LINES.sub("\n", read), ("subtitles",))
