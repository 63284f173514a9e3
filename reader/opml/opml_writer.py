"""Writes sources as an OPML file that other readers take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from reader.model import Source, SourceReading
from reader.opml.outlines import NAMESPACE, PREFIX
from reader.opml.subscription_names import visible_name

# The version says that names are exact: nothing in them is to be trimmed or unescaped.
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>',
    f'<opml version="2.0" xmlns:{PREFIX}="{NAMESPACE}" {PREFIX}:version="1">',
    "  <head><title>Subscriptions of newsreader</title></head>",
    "  <body>",
)
FOOT = ("  </body>", "</opml>")
DEEPEST = 50  # folders in each other; more are one with slashes in its name


def opml_lines(sources: Iterable[Source]) -> Iterator[str]:
    """Yield the lines of an OPML file, sources without a folder first."""
    folders: dict[str, list[Source]] = {"": []}
    for source in sources:
        folders.setdefault(source.folder, []).append(source)
    yield from HEAD
    for folder, inside in folders.items():
        yield from _in_folder(folder, inside)
    yield from FOOT


def _in_folder(folder: str, sources: list[Source]) -> Iterator[str]:
    """Yield the sources of one folder, each level of it an outline."""
    names = _levels(folder)
    for depth, name in enumerate(names):
        yield f"{_indent(depth)}<outline text={_attribute(name)} title={_attribute(name)}>"
    yield from (_indent(len(names)) + _outline(source) for source in sources)
    yield from (f"{_indent(depth)}</outline>" for depth in reversed(range(len(names))))


def _levels(folder: str) -> list[str]:
    """Return the nested folders that a name stands for, or itself where they would differ."""
    names = folder.split("/")
    return names if all(names) and len(names) <= DEEPEST else [folder] * bool(folder)


def _outline(source: Source) -> str:
    """Return one source, with what OPML has no word for in attributes of our own."""
    title, location = _attribute(source.title or source.location), _attribute(source.location)
    own = {
        "muted": "true" * source.muted,
        "whole": "true" * source.full_text,
        "reading": str(source.reading) * (source.reading is not SourceReading.FEED),
        "keep": source.keep.words if source.keep else "",
    }
    told = "".join(f' {PREFIX}:{name}="{text}"' for name, text in own.items() if text)
    return f'<outline type="rss" text={title} title={title} xmlUrl={location}{told}/>'


def _indent(depth: int) -> str:
    """Return what stands before a line."""
    return "  " * (depth + 2)


def _attribute(text: str) -> str:
    """Return a text as an attribute of XML has it; what controls a terminal is left out."""
    return quoteattr(visible_name(text))
