"""The data that a page's scripts carry along to draw the page from: as JSON, or in a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree

MOST_SCRIPTS = 300
LARGEST = 3_000_000  # characters of the data of a script
SMALLEST = 300  # characters below which a script holds no story
MOST_VALUES = 60  # of a script that are decoded
DEEPEST = 60  # levels of data that refers to itself
# One letter is sought first, which is ten times as quick.
_ASSIGNED = re.compile(
    r"[ACDNPS](?:(?<=S)(?:TATE|TORE|TORY)|(?<=D)ATA|(?<=C)(?:ONTENT|ONTEXT|ACHE)"
    r"|(?<=P)(?:ROPS|AGE|RELOAD)|(?<=N)UXT|(?<=A)(?:POLLO|RTICLE))"
    r"[\w$\[\].\"']{0,80}\s{0,20}=\s{0,20}(?:JSON\.parse\(\s{0,20})?(?=[\[{\"'])",
    re.IGNORECASE,
)
_JSON = ('{"', '[{"', "[[")
_PUSHED = re.compile(r"__next_f\.push\(\s*(?=\[)")
_ROW = re.compile(r"^[0-9a-f]+:(?:T[0-9a-f]+,)?(.*)$", re.MULTILINE)
_UNDEFINED = re.compile(r"(?<=[:,\[])\s*(?:undefined|void 0|NaN)(?=\s*[,}\]])")
_DECODER = json.JSONDecoder(strict=False)


def find_scripts(root: etree._Element) -> list[str]:
    """List what scripts of a page may carry data."""
    return [
        script.text[:LARGEST]
        for script in islice(root.iter("script"), MOST_SCRIPTS)
        if script.text and len(script.text) > SMALLEST and _may_carry(script)
    ]


def _may_carry(script: etree._Element) -> bool:
    kind = (script.get("type") or "").lower()
    return "ld+json" not in kind and "math" not in kind


def decode_scripts(scripts: Sequence[str]) -> Iterator[Any]:
    """Decode the data of scripts, one value after another."""
    for value in _values(scripts):
        yield _opened(value, 0)


def _opened(value: Any, depth: int) -> Any:
    """Decode also what is JSON within strings."""
    if depth > DEEPEST:
        return None
    if isinstance(value, dict):
        return {name: _opened(part, depth + 1) for name, part in value.items()}
    if isinstance(value, list):
        return [_opened(part, depth + 1) for part in value]
    if isinstance(value, str) and len(value) > SMALLEST and value.startswith(_JSON):
        inner = _value_at(value, 0)
        return value if inner is None else _opened(inner, depth + 1)
    return value


def _values(scripts: Sequence[str]) -> Iterator[Any]:
    streamed: list[str] = []
    for script in scripts:
        text = script.strip()
        if text[:1] in ("{", "["):
            yield from _decoded(text)
        elif _PUSHED.search(text):
            streamed += _pushed(text)
        else:
            yield from _assigned(text)
    for row in _ROW.finditer("".join(streamed)):
        yield from _decoded(row[1]) if row[1][:1] in ("{", "[") else (row[1],)


def _decoded(text: str) -> Iterator[Any]:
    value = _value_at(text, 0)
    if isinstance(value, list) and value and _is_flat(value):
        yield _unfold(value, 0, 0)
    elif value is not None:
        yield value


def _assigned(text: str) -> Iterator[Any]:
    """Decode what a script gives a name, also where it is JSON within a string."""
    for found in islice(_ASSIGNED.finditer(text), MOST_VALUES):
        value = _value_at(text, found.end())
        if isinstance(value, str):
            yield from _decoded(value)
        elif value is not None:
            yield value


def _pushed(text: str) -> Iterator[str]:
    """Read the pieces of a page that come one after another while it is drawn."""
    for found in islice(_PUSHED.finditer(text), MOST_VALUES):
        value = _value_at(text, found.end())
        if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
            yield value[1]


def _value_at(text: str, at: int) -> Any:
    """Decode the JSON that begins at a place; None for what is none."""
    for written in (text[at:], _UNDEFINED.sub("null", text[at:])):
        try:
            return _DECODER.raw_decode(written)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _is_flat(value: list[Any]) -> bool:
    """Tell whether the parts of a list point to one another by number."""
    first = value[0]
    inner = first.values() if isinstance(first, dict) else first if isinstance(first, list) else ()
    return bool(inner) and all(isinstance(at, int) or at in _REACTIVE for at in inner)


_REACTIVE = ("ShallowReactive", "Reactive", "Ref", "ShallowRef", "Set", "Map", "Date")


def _unfold(values: list[Any], at: Any, depth: int) -> Any:
    """Put the parts of a flat list in the places that point to them."""
    if not isinstance(at, int) or not 0 <= at < len(values) or depth > DEEPEST:
        return at
    value = values[at]
    if isinstance(value, dict):
        return {name: _unfold(values, part, depth + 1) for name, part in value.items()}
    if isinstance(value, list):
        parts = value[1:] if value and value[0] in _REACTIVE else value
        return [_unfold(values, part, depth + 1) for part in parts]
    return value
