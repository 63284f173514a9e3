"""Blocks in, a text over the panes out: each line has what stands before it, or is set in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.widgets import Static

from reader.control_characters import mask_line
from reader.tui.render.article.article_lines import (
    PLAIN,
    ArticleBlock,
    ArticleLine,
    Margins,
    styled_spans,
    wrap_article,
)

_LEAST = 16  # columns that the words beside a label have at least, else they follow it
_UNENDING = 1_000_000  # columns
_LOOKS = {
    "dim": "$dim",
    "caption": "$dim italic",
    "heading": "$accent",
    "name": "bold",
    "strong": "bold",
    "deck": "italic",
    "quote": "italic",
    "emphasis": "italic",
}


def line_block(text: str, role: str = "", mark: str = "", margins: Margins = PLAIN) -> ArticleBlock:
    """Return a line that stands close to those around it, a mark before each part of it."""
    if mark:
        margins = Margins(((mark, "heading"),), ((mark, "heading"),))
    return ArticleBlock(text, role, margins=margins, is_item=True)


def label_block(label: str, text: str, role: str = "dim") -> ArticleBlock:
    """Return a line beside its label; all of it stands to the right of that."""
    before = mask_line(label)
    return line_block(text, margins=Margins(((before, role),), ((" " * len(before), ""),)))


class HangingText(Static):
    """Blocks wrapped to its width; what the mouse selects is copied as it was written."""

    def __init__(self, blocks: Iterable[ArticleBlock], classes: str | None = None) -> None:
        self.blocks = tuple(blocks)
        super().__init__(self._unwrapped(), classes=classes)

    def show(self, blocks: Iterable[ArticleBlock]) -> None:
        """Show other blocks."""
        self.blocks = tuple(blocks)
        self.update(self._unwrapped())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the blocks have at a width."""
        return len(self._lines(width)) if width else 0

    def render(self) -> Content:
        """Return the blocks wrapped to the present width."""
        lines = self._lines(self.content_size.width or _UNENDING)
        return Content("\n").join(map(_painted, lines))

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """Return what is selected, without margins, and unbroken where only the width broke it."""
        said: list[str] = []
        for y, line in enumerate(self._lines(self.content_size.width or _UNENDING)):
            if (span := selection.get_span(y)) is None:
                continue
            before = line.before + sum(len(text) for text, _ in line.margin)
            start, end = (max(0, one - before) if one >= 0 else None for one in span)
            said.append("\n" if said and _begins_line(line) else "")
            said.append(line.block.text[line.start : line.end][start:end])
        return "".join(said), "\n"

    def _lines(self, width: int) -> list[ArticleLine]:
        return wrap_article([_fitted(block, width) for block in self.blocks], width)

    def _unwrapped(self) -> Content:
        """Return all that is told, a line for each line that was written."""
        lines = self._lines(_UNENDING)
        return Content("\n").join([_painted(replace(one, before=0, after=0)) for one in lines])


def _begins_line(line: ArticleLine) -> bool:
    """Tell whether a line begins where the text itself has a break, not only the width."""
    return line.start == 0 or line.block.text[line.start - 1] == "\n"


def _fitted(block: ArticleBlock, width: int) -> ArticleBlock:
    """Return a block that has room beside its label, else one that begins with it."""
    if not block.is_item or width - block.margins.columns >= min(_LEAST, width // 2):
        return block
    label = "".join(text for text, _ in block.margins.first).rstrip()
    rest = Margins(rest=(("    ", ""),))
    return replace(block, text=f"{label}  {block.text}", margins=rest, spans=())


def _painted(line: ArticleLine) -> Content:
    """Return a line in its looks, without the blanks at its end, which would be one more line."""
    spans = styled_spans(line)
    return Content.assemble(*((mask_line(one.text), _look(one.role)) for one in spans)).rstrip()


def _look(role: str) -> str:
    """Return how a role looks here; what is bold as well ends with that."""
    plain = role.removesuffix("-strong")
    looks: Sequence[str] = (_LOOKS.get(plain, ""), "bold" if plain != role else "")
    return " ".join(filter(None, looks))
