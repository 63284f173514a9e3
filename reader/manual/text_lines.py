"""Blocks of the manual in, lines of a terminal out: wrapped, each piece in its look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from reader.manual.page_blocks import Block, Run, Runs

__all__ = ["layout_blocks"]

_INDENT = 2  # columns by which all but headings stand in
_WIDEST_LEFT = 30  # columns of the first cell of a row, beside which the others stand
_GAP = 2
_ROWS = ("head", "row")


def layout_blocks(blocks: Sequence[Block], width: int) -> list[Runs]:
    """Return blocks as lines of at most some columns, but for code, which is never wrapped."""
    lines: list[Runs] = []
    for kind, some in groupby(blocks, lambda block: "row" if block.kind in _ROWS else block.kind):
        together = [*some]
        left = _left_width(together, width) if kind == "row" else 0
        for block in together:
            if lines and (kind in ("paragraph", "heading", "code") or block is together[0]):
                lines.append(())
            lines.extend(_lines_of(block, width, left))
    return lines


def _left_width(rows: Sequence[Block], width: int) -> int:
    """Return how wide the first cells of rows are, of those that leave room beside them."""
    widths = [len(_words_of(row.cells[0])) for row in rows]
    return max((one for one in widths if one <= min(_WIDEST_LEFT, width // 3)), default=_INDENT)


def _lines_of(block: Block, width: int, left: int) -> Iterator[Runs]:
    """Yield the lines of a block; `left` is how wide the first cells of its table are."""
    indent = _INDENT * (1 + block.level)
    if block.kind == "heading":
        yield from _wrap(_in_bold(block.cells[0]), width, "", "")
    elif block.kind == "code":
        for line in block.cells[0][0].text.split("\n"):
            yield (Run(f"{' ' * (indent + _INDENT)}{line}", "code"),)
    elif block.kind in _ROWS:
        yield from _row_lines(block, width, left)
    elif block.kind == "item":
        start = " " * (indent - _INDENT)
        yield from _wrap(block.cells[0], width, f"{start}• ", f"{start}  ")
    else:
        yield from _wrap(block.cells[0], width, " " * indent, " " * indent)


def _row_lines(row: Block, width: int, left: int) -> Iterator[Runs]:
    """Yield a row: its first cell, and the others beside it, else beneath it."""
    first, *others = map(_in_bold, row.cells) if row.kind == "head" else row.cells
    rest: Runs = ()
    for cell in filter(None, others):
        rest = (*rest, Run(" · "), *cell) if rest else tuple(cell)
    blank = " " * (_INDENT + left + _GAP)
    size = len(_words_of(first))
    if size > left:
        yield from _wrap(first, width, " " * _INDENT, " " * _INDENT)
        yield from _wrap(rest, width, blank, blank) if rest else ()
        return
    start = (Run(" " * _INDENT), *first, Run(" " * (left - size + _GAP)))
    for number, line in enumerate(_wrap(rest, width, blank, blank)):
        yield line if number else (*start, *line[1:])


def _in_bold(runs: Runs) -> Runs:
    return tuple(Run(run.text, "bold") for run in runs)


def _words_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _wrap(runs: Runs, width: int, first: str, others: str) -> Iterator[Runs]:
    """Yield words in lines, which begin with blanks, or a sign; a word is never cut."""
    line: list[Run] = [Run(first)]
    used = len(first)
    for word in _words(runs):
        size = sum(len(piece.text) for piece in word)
        if len(line) > 1 and used + 1 + size > width:
            yield tuple(line)
            line, used = [Run(others)], len(others)
        gap = [Run(" ", word[0].look if line[-1].look == word[0].look else "")]
        line += [*(gap if len(line) > 1 else []), *word]
        used += size + (len(line) > len(word) + 1)
    yield tuple(line)


def _words(runs: Runs) -> Iterator[list[Run]]:
    """Yield what no line may be broken within, each in pieces of one look."""
    word: list[Run] = []
    for run in runs:
        for number, text in enumerate(run.text.split(" ")):
            if number and word:
                yield word
                word = []
            if text:
                word.append(Run(text, run.look))
    if word:
        yield word
