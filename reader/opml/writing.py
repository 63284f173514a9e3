"""Sources in, an OPML file out that other readers take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from reader.model import Source

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    "  <head><title>Subscriptions of newsreader</title></head>",
    "  <body>",
)
FOOT = ("  </body>", "</opml>")


def written(sources: Iterable[Source]) -> Iterator[str]:
    """The lines of an OPML file, sources without a folder first."""
    folders: dict[str, list[Source]] = {"": []}
    for source in sources:
        folders.setdefault(source.folder, []).append(source)
    yield from HEAD
    for folder, inside in folders.items():
        yield from in_folder(folder, inside)
    yield from FOOT


def in_folder(folder: str, sources: list[Source]) -> Iterator[str]:
    """The sources of one folder, each level of it an outline."""
    names = folder.split("/") if folder else []
    for depth, name in enumerate(names):
        yield f"{indent(depth)}<outline text={attribute(name)} title={attribute(name)}>"
    yield from (indent(len(names)) + outline(source) for source in sources)
    yield from (f"{indent(depth)}</outline>" for depth in reversed(range(len(names))))


def outline(source: Source) -> str:
    """One source."""
    title, location = attribute(source.title or source.location), attribute(source.location)
    return f'<outline type="rss" text={title} title={title} xmlUrl={location}/>'


def indent(depth: int) -> str:
    """What stands before a line."""
    return "  " * (depth + 2)


def attribute(text: str) -> str:
    """A text as an attribute of XML has it; what XML cannot hold is left out."""
    return quoteattr("".join(sign for sign in text if sign >= " " and sign.isprintable()))
