"""Finds the words of a link of which a tool only tells where it begins or ends."""

from __future__ import annotations

import re

MOST_WORDS = 12  # of a line that is a link as a whole
LONGEST = 400  # characters in which a link's words are looked for
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = re.compile(r"[.!?…:;,()\[\]|\ue001\U000f0000-\U000ffffd]")


def told_by(text: str, target: str) -> int:
    """Tell how far the words reach with which a text begins and which its link's target repeats.

    Where the target repeats none, the first word is the link.
    """
    line = text[:LONGEST]
    stop = _STOP.search(line)
    path = target.partition("://")[2].casefold()
    end = 0
    for word in _WORD.finditer(line, 0, stop.start() if stop else len(line)):
        if end and not _repeats(path, word[0]):
            break
        end = word.end()
    return end


def told_before(text: str, target: str) -> int:
    """Tell where the words begin with which a text ends and which its link's target repeats."""
    path = target.partition("://")[2].casefold()
    begin = len(text)
    for word in reversed(list(_WORD.finditer(text, max(0, len(text) - LONGEST)))):
        gap = text[word.end() : begin]
        if begin < len(text) and (_STOP.search(gap) or not _repeats(path, word[0])):
            break
        begin = word.start()
    return begin


def _repeats(path: str, word: str) -> bool:
    return len(word) > 2 and word.casefold() in path
