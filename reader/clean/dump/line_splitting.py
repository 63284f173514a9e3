"""The text of a page in, its lines out: whole paragraphs, each of one block of the page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from reader.clean.dump.block_splitting import split
from reader.clean.text.appeals import apart
from reader.clean.text.sanitize import READ_LIMIT, rows

NARROWEST, WIDEST = 45, 130  # columns that someone would wrap at
MOST = 6_000  # lines of a page that are looked at
LONGEST = 200_000  # characters of one line that are looked for seams
_CLOSED = re.compile(r"[.!?…:;。！？؟।]['\"”’»)\]】」』]*$")
_WORD = re.compile(r"\w+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_CUT = re.compile(r"(?<!\w)(\w+)-$")


def parts(content: str) -> list[str]:
    """List the lines of a page, unwrapped, and cut where two blocks ran together."""
    written = rejoin(rows(content, MOST))
    return [part.strip() for line in written if line for part in _split(line)]


def is_cut(content: str) -> bool:
    """Tell whether a page has more than is looked at."""
    return len(content) > READ_LIMIT or content.count("\n") >= MOST


def _split(line: str) -> list[str]:
    if len(line) > LONGEST:
        return [line]
    return [piece for part in split(line) for piece in apart(part)]


def rejoin(lines: list[str]) -> list[str]:
    """Undo hard wrapping at one width; lines that were not wrapped stay as they are.

    An empty line always ends a paragraph.
    """
    width = _width(lines)
    return _joined(lines, width) if width else lines


def _width(lines: list[str]) -> int:
    """Find the column that the lines were wrapped at, 0 when they were not."""
    lengths = sorted(len(line) for line in lines if len(line) > NARROWEST // 2)
    if len(lengths) < 3:
        return 0
    width = lengths[-1 - len(lengths) // 100]
    if not NARROWEST <= width <= WIDEST:
        return 0
    pairs = [pair for pair in pairwise(lines) if len(pair[0]) >= width // 2 and pair[1]]
    full = [pair for pair in pairs if _is_full(*pair, width)]
    running = [pair for pair in full if not _CLOSED.search(pair[0])]
    return width if len(running) >= 2 and len(full) >= 0.55 * len(pairs) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Tell whether the first word of the following line had no room."""
    word = following[:1] if _UNSPACED.match(following) else following.split(" ", 1)[0]
    head = word.split("-", 1)[0] + "-" if "-" in word[:-1] else word
    spaced = not _UNSPACED.match(following)
    return len(line) + spaced + len(head) > width


def _joined(lines: list[str], width: int) -> list[str]:
    known = Counter(_WORD.findall(" ".join(lines).casefold()))
    hyphenates = _hyphenates(lines, width)
    paragraphs: list[str] = []
    last = ""
    for line in lines:
        if last and line and _continues(last, line, width):
            paragraphs[-1] = _glue(paragraphs[-1], line, known, hyphenates)
        else:
            paragraphs.append(line)
        last = line
    return paragraphs


def _continues(line: str, following: str, width: int) -> bool:
    if _is_full(line, following, width):
        return True
    runs_on = following[0].islower() and not _CLOSED.search(line)
    return runs_on and len(line) >= 0.7 * width


def _hyphenates(lines: list[str], width: int) -> bool:
    """Tell whether words were cut at line ends, as opposed to broken at their own hyphens."""
    full = [line for line in lines if len(line) >= 0.8 * width]
    return sum(bool(_CUT.search(line)) for line in full) > 0.08 * len(full)


def _glue(start: str, rest: str, known: Counter[str], hyphenates: bool) -> str:
    cut = _CUT.search(start)
    if cut and rest[0].isalnum():
        return _rejoined_word(start, cut[1], rest, known, hyphenates)
    if _UNSPACED.match(rest) and _UNSPACED.match(start[-1:]):
        return start + rest
    return f"{start} {rest}"


def _rejoined_word(start: str, head: str, rest: str, known: Counter[str], hyphenates: bool) -> str:
    tail = _WORD.match(rest)
    whole = (head + tail[0]).casefold() if tail else ""
    cut = rest[0].islower() and (known[whole] > 0 or hyphenates)
    return (start[:-1] if cut else start) + rest
