"""Markdown in, blocks out: what the manual's pages are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model.construction import frozen

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

__all__ = ["Block", "Run", "parse_blocks"]


@frozen
class Run:
    """A piece of text in one look."""

    text: str
    look: str = ""  # "bold", "code", or neither


Runs = tuple[Run, ...]


@frozen
class Block:
    """A heading, a paragraph, an item of a list, a row of a table, or lines of code."""

    kind: str  # "heading", "paragraph", "item", "head", "row" or "code"
    cells: tuple[Runs, ...]  # of a row all its cells, else one
    level: int = 0  # of a heading 2 or 3; else how many lists it is within

    @property
    def text(self) -> str:
        """The words alone, with blanks between cells."""
        return "  ".join("".join(run.text for run in runs) for runs in self.cells)


def parse_blocks(markdown: str) -> list[Block]:
    """Return the blocks of a page."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    return [*_blocks(SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(markdown)))]


def _blocks(node: SyntaxTreeNode, level: int = 0) -> Iterator[Block]:
    """Yield the blocks in a part of a page that lies within some lists."""
    for child in node.children:
        yield from _MAKERS.get(child.type, _blocks)(child, level)


def _heading(node: SyntaxTreeNode, _: int) -> Iterator[Block]:
    yield Block("heading", (_runs(node),), int(node.tag[1]))


def _paragraph(node: SyntaxTreeNode, level: int) -> Iterator[Block]:
    yield Block("paragraph", (_runs(node),), level)


def _list(node: SyntaxTreeNode, level: int) -> Iterator[Block]:
    """Yield the items of a list; what follows the first words of one stands beneath them."""
    for item in node.children:
        first, *others = _blocks(item, level + 1)
        yield replace(first, kind="item" if first.kind == "paragraph" else first.kind)
        yield from others


def _row(node: SyntaxTreeNode, _: int) -> Iterator[Block]:
    kind = "head" if node.children[0].type == "th" else "row"
    yield Block(kind, tuple(map(_runs, node.children)))


def _code(node: SyntaxTreeNode, level: int) -> Iterator[Block]:
    yield Block("code", ((Run(node.content.rstrip("\n"), "code"),),), level)


_MAKERS: dict[str, Callable[[SyntaxTreeNode, int], Iterator[Block]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _list,
    "ordered_list": _list,
    "tr": _row,
    "fence": _code,
    "code_block": _code,
}
_LOOKS = {"code_inline": "code", "strong": "bold"}


def _runs(node: SyntaxTreeNode, look: str = "") -> Runs:
    """Return the words of a block, each piece in its look."""
    runs: list[Run] = []
    for child in node.children:
        if child.type in ("softbreak", "hardbreak"):
            runs.append(Run(" ", look))
        elif child.children:
            runs.extend(_runs(child, _LOOKS.get(child.type, look)))
        elif child.content:
            runs.append(Run(child.content, _LOOKS.get(child.type, look)))
    return tuple(runs)
