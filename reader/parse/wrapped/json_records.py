"""Stories in JSON that is no feed: objects, lists and lines of them, and what is left of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import regex

from reader.model import Document, ParsedDocument
from reader.parse.feed.json_feed import MOST_PARTS
from reader.parse.wrapped.record import SHORTEST, Record, parsed_records, record_of

WRAPPER = "a record of JSON"
FEWEST_LONG = 3  # strings in a list that is a page
DEEPEST = 4  # objects and lists in which records may stand
# The value of a field that holds a story, in JSON that breaks off or is none as a whole.
_FIELD = regex.compile(
    r'"(text|full_?text|main_?text|article_?body|content|body|story|article)"\s*:\s*'
    r'"((?:[^"\\]|\\.)*+)',
    regex.I | regex.S,
)
_TITLE = regex.compile(r'"(?:title|headline)"\s*:\s*"((?:[^"\\]|\\.){1,500}+)"', regex.I)


def parse_json_records(text: str, document: Document) -> ParsedDocument | None:
    """Read the stories in JSON that is no feed; None where there are none."""
    if text.count("{") + text.count("[") > MOST_PARTS:
        return None
    records = list(_records_in(text))
    return parsed_records(records, document, WRAPPER) if records else None


def _records_in(text: str) -> Iterator[Record]:
    try:
        yield from _records(json.loads(text))
    except (ValueError, RecursionError):
        lines = [found for line in text.splitlines() for found in _line_records(line)]
        yield from lines or _remains(text)


def _line_records(line: str) -> Iterator[Record]:
    """Yield the record in a line of JSON; nothing where a line is none."""
    if not line.lstrip().startswith("{"):
        return
    try:
        yield from _records(json.loads(line.rstrip().rstrip(",")))
    except (ValueError, RecursionError):
        return


def _records(value: object, depth: int = 0) -> Iterator[Record]:
    """Find the records in a value: an object that is one, or those that stand in it."""
    if isinstance(value, dict):
        if record := record_of(_fields(value)):
            yield record
            return
        value = list(value.values())
    if depth == 0 and (page := _page_of(value)):
        yield page
        return
    if isinstance(value, list) and depth < DEEPEST:
        for one in value:
            if isinstance(one, dict | list):
                yield from _records(one, depth + 1)


def _page_of(value: object) -> Record | None:
    """Read a list as the lines of a page; None where hardly any is a sentence."""
    lines = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
    long = sum(len(line) >= SHORTEST // 2 for line in lines)
    return Record("\n".join(lines)) if long >= FEWEST_LONG else None


def _fields(node: dict[str, object]) -> dict[str, str]:
    return {name: text for name, value in node.items() if (text := _text_of(value))}


def _text_of(value: object) -> str:
    """Return a value as text: the name of an object that has one, the paragraphs of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _text_of(value.get("name"))
    if isinstance(value, list) and value:
        texts = [_text_of(one) for one in value]
        gap = "\n" if any(len(text) > SHORTEST // 2 for text in texts) else ", "
        return gap.join(filter(None, texts))
    return ""


def _remains(text: str) -> Iterator[Record]:
    """Yield what is left of a record whose end is missing."""
    values = [found[2] for found in _FIELD.finditer(text)]
    longest = max(values, key=len, default="")
    if len(longest) >= SHORTEST:
        title = _TITLE.search(text)
        yield Record(_unescape(longest), title=_unescape(title[1]) if title else "")


def _unescape(escaped: str) -> str:
    """Read the escapes of a string, which may break off within one."""
    whole = re.sub(r"\\(?:u[0-9a-fA-F]{0,3})?$", "", escaped)
    try:
        return str(json.loads(f'"{whole}"', strict=False))
    except ValueError:
        return whole
