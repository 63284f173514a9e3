"""What is said of a story and what a page holds in, where each of it was found out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reader.clean.page.metadata import json_ld as json
from reader.clean.page.metadata.author_names import names_in_json

JSON, GRAPH, META, PAGE = "JSON-LD", "Open Graph", "meta tag", "page"
# What a story has, and what JSON-LD calls it.
IN_JSON = {
    "headline": "headline",
    "deck": "description",
    "outlet": "publisher",
    "byline": "author",
    "published": "datePublished",
    "language": "inLanguage",
}
_GRAPH_NAMES = ("og:", "article:")


def provenance_of(
    found: Mapping[str, str], said: Mapping[str, Any], tags: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Tell for each thing that was found the best place which says the same."""
    return tuple((name, _place(name, value, said, tags)) for name, value in found.items() if value)


def _place(name: str, value: str, said: Mapping[str, Any], tags: Mapping[str, str]) -> str:
    told = said.get(IN_JSON[name])
    if _says(f"{json.text_value(told)} {', '.join(names_in_json(told))}", value):
        return JSON
    held = [tag for tag, text in tags.items() if _says(text, value)]
    if any(tag.startswith(_GRAPH_NAMES) for tag in held):
        return GRAPH
    return META if held else PAGE


def _says(text: str, value: str) -> bool:
    """Tell whether a text holds a value, or all the names that it joins."""
    return value in text or all(part in text for part in value.split(", "))
