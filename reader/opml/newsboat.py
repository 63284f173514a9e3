"""The urls file of newsboat in, sources out."""

from __future__ import annotations

import re
import shlex

from reader.model import Source

LINE = re.compile(r"(?:https?|file|query|exec|filter):\S", re.I)
WEB = re.compile(r"https?://", re.I)
OWN = "is a {kind} of newsboat, which newsreader does not run"
KINDS = {"query": "search", "exec": "program", "filter": "program"}


def lines_of(content: bytes) -> list[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    text = content.decode("utf-8-sig", "replace")
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def is_urls(content: bytes) -> bool:
    """Tell a file in which every line begins with an address."""
    if b"\0" in content[:4_096]:
        return False
    lines = lines_of(content[:200_000])
    whole = lines[:-1] if len(content) > 200_000 else lines
    return bool(whole) and all(is_line(line) for _, line in whole)


def is_line(line: str) -> bool:
    """Tell a line of such a file: an address, then nothing but tags."""
    return bool(LINE.match(line.lstrip('"'))) and len(line) < 4_000


def read_urls(content: bytes, name: str) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """The sources of a urls file; the first tag becomes the folder, ~NAME the title."""
    sources, errors = [], []
    for number, line in lines_of(content):
        words = split(line)
        if WEB.match(words[0]):
            sources.append(source(words))
        else:
            kind = KINDS.get(words[0].partition(":")[0].lower(), "file")
            errors.append(f"{name}, line {number}: {OWN.format(kind=kind)}")
    return tuple(sources), tuple(errors)


def split(line: str) -> list[str]:
    """The words of a line; one whose quotes do not close is cut at its blanks."""
    try:
        return shlex.split(line) or [line]
    except ValueError:
        return line.split()


def source(words: list[str]) -> Source:
    """A source as the model has it."""
    tags = [word for word in words[1:] if word[:1] not in ("~", "!")]
    titles = [word[1:] for word in words[1:] if word.startswith("~")]
    return Source(words[0], title="".join(titles[:1]), folder="".join(tags[:1]))
