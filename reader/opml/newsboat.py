"""Reads the urls file of newsboat."""

from __future__ import annotations

import re
from typing import NamedTuple

import regex

from reader.model import Source
from reader.opml.feed_addresses import (
    CALL,
    HOST,
    NO_ADDRESS,
    WEB,
    normalize_feed_address,
    reason_against,
)
from reader.opml.subscription_list import SubscriptionCollector
from reader.opml.subscription_names import one_line

OWN = re.compile(r"(?:file|query|exec|filter):\S", re.I)
# A word in double quotes, which a backslash keeps from ending, or one without; then a comment.
WORD = regex.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\\?$)|([^\s#"]\S*+)|(#)', regex.S)
ESCAPED = re.compile(r"\\(.)", re.S)
LONGEST_LINE = 4_000  # characters
SAMPLE = 200_000  # characters by which a list is known


def _numbered_lines(text: str) -> list[tuple[int, str]]:
    """Give the lines that say something, with their numbers."""
    lines = text.lstrip("\ufeff").splitlines()
    stripped = ((number, line.strip()) for number, line in enumerate(lines, start=1))
    return [(number, line) for number, line in stripped if line and not line.startswith("#")]


def is_urls(text: str) -> bool:
    """Tell a file that consists of addresses, but for an odd line here and there."""
    lines = [line for _, line in _numbered_lines(text[:SAMPLE])]
    whole = lines[:-1] if len(text) > SAMPLE else lines
    if whole and _names_columns(whole[0]):
        return False
    named = [line for line in whole if _is_line(line)]
    odd = [line for line in whole if not _is_line(line) and not HOST.match(line.split()[0])]
    return len(named) > len(odd) and _length(named) > _length(odd)


def _names_columns(line: str) -> bool:
    """Tell the first line of a table, of which one column holds addresses."""
    names = [name.strip('" ').lower() for name in line.split(",")]
    return len(names) > 1 and "url" in names


def _length(lines: list[str]) -> int:
    """Count the letters of lines."""
    return sum(map(len, lines))


def _is_line(line: str) -> bool:
    """Tell a line of such a file: an address, then nothing but tags."""
    line = line.lstrip('"')
    address = CALL.match(line) or OWN.match(line) or WEB.match(line)
    return bool(address) and len(line) < LONGEST_LINE


def read_urls(text: str, gathering: SubscriptionCollector) -> None:
    """Gather the sources of a urls file; the first tag becomes the folder, ~NAME the title."""
    for number, line in _numbered_lines(text):
        address, *tags = _split_line(line[:LONGEST_LINE]) or [line]
        if not normalize_feed_address(address) and reason_against(address) == NO_ADDRESS:
            address = line  # words, of which the first says nothing by itself
        folders = [one_line(tag) for tag in tags if tag[:1] not in ("~", "!")]
        titles = [one_line(tag[1:]) for tag in tags if tag.startswith("~")]
        source = Source(address, title="".join(titles[:1]), folder="".join(folders[:1]))
        gathering.add(source, f"line {number}", further=folders[1:])


def _split_line(line: str) -> list[str]:
    """Split a line into its words, up to a comment; an open quote reaches to the end."""
    words = []
    for found in WORD.finditer(line):
        if found[3]:
            break
        words.append(found[2] or ESCAPED.sub(r"\1", found[1] or "").strip())
    return [word for word in words if word]


class NewsboatUrls(NamedTuple):
    """What a urls file says besides its sources."""

    queries: tuple[tuple[str, str], ...]  # a name, and a filter of newsboat
    tags: dict[str, tuple[str, ...]]  # all tags of each feed, by its address as written
    hidden: int = 0  # feeds that newsboat does not list


def read_newsboat_urls(text: str) -> tuple[str, NewsboatUrls]:
    """Return a urls file without its searches, and those searches with the tags of its feeds."""
    lines, queries = text.lstrip("\ufeff").splitlines(), []
    tags: dict[str, tuple[str, ...]] = {}
    hidden = set()
    for number, line in _numbered_lines(text):
        words = _split_line(line[:LONGEST_LINE])
        if not words:
            continue
        if words[0].lower().startswith("query:"):
            name, _, written = words[0].partition(":")[2].partition(":")
            queries.append((one_line(name), written))
            lines[number - 1] = ""
        else:
            named = tuple(one_line(tag) for tag in words[1:] if tag[:1] not in ("~", "!"))
            tags[words[0]] = tuple(dict.fromkeys((*tags.get(words[0], ()), *named)))
            if any(tag.startswith("!") for tag in words[1:]):
                hidden.add(words[0])
    return "\n".join(lines), NewsboatUrls(tuple(queries), tags, len(hidden))
