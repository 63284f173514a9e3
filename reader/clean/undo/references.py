"""Undoes what text browsers print: links by number, their list at the end, indented blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter

from reader.clean.rejoin.bonds import UNSPACED, is_without_case, runs_on
from reader.clean.rejoin.joints import join_rows
from reader.clean.text.language import COMMON_WORDS
from reader.clean.undo.labels import told_by
from reader.clean.undo.undone import Marking, Undone, glue_blocks
from reader.model import SpanKind

LYNX = "a page as lynx printed it"
NUMBERED = "links by number"
FEWEST = 2  # links in the text that the list at the end explains
MOST_FOREIGN = 12  # lines amid the list that are none of it
MOST_LEADS = 2  # lines that announce it
MARGIN = 3  # columns that lynx leaves before a paragraph
FEWEST_ROWS = 8  # lines of a page that shows its margin
FEWEST_AT_MARGIN, FEWEST_SET = 0.05, 0.2  # of its lines: at the margin, and there or in lists
MOST_OUT = 0.25  # of its lines that stand further to the left
MOST_INDENT = 2  # columns by which the first line of a paragraph stands in
MENU_WORDS = 5  # of a link in a row of links
_REFERENCE = re.compile(r"[ \t]*(?:(\d{1,5})\.|\[(\d{1,5})\]:?)[ \t]+(\S[^\n]{0,4000})")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,15}:|[/#.]", re.I)
_RULE = frozenset("-=_")
_NUMBER = re.compile(r"(?<!\])\[(\d{1,5})\](?:(?!\()|$)")
_FORM = re.compile(r"\(BUTTON\)|\[[ _X*]*\]|\([ *]\)|_{5,}|\[INLINE\]|\[IMAGE\]")
_FRAME = re.compile(r"\s*(?:I?FRAME|REFRESH\(\d+ sec\)): |\s*#\[?\d*\]?\w")
_PICTURE = re.compile(r"\[[^\[\]\s]{1,200}\.(?:jpe?g|png|gif|svg|webp|avif)\]")
_CLOSED = re.compile(r"[.!?:;…。！？؟।]['\"”’»)」』]*$")
_STOP = re.compile(r"[。、，]")  # of scripts that set no spaces
_LISTED = re.compile(r" {5}\* | {10}\+ | {15}o ")  # items of lists, of those within, and so on
_ITEM = re.compile(r"( +)(?:[*+o#@-]|\d{1,3}\.)( +|$)")


def undo_references(text: str, marking: Marking) -> Undone | None:
    """Read the links that numbers stand for, and a text browser's layout; None without either."""
    body, targets = _cut_list(text)
    lines = list(map(str.rstrip, body.split("\n")))
    laid_out = _has_margin(lines, bool(targets))
    if not targets and not laid_out:
        return None
    if not laid_out:
        return Undone("\n".join(_linked_lines(lines, targets, marking)), (NUMBERED,))
    blocks = _Layout(lines).blocks()
    return Undone(
        glue_blocks(
            line for kind, block in blocks for line in _read(block, kind, targets, marking)
        ),
        (LYNX,),
    )


def _cut_list(text: str) -> tuple[str, dict[str, str]]:
    """Cut the list of targets off the end of a text that refers to it."""
    lines = text.rstrip().split("\n")
    targets: dict[str, str] = {}
    start = below = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if start - at > MOST_FOREIGN:
            break
        found = _REFERENCE.match(lines[at])
        if found and (not targets or int(found[1] or found[2]) < below):
            start, below = at, int(found[1] or found[2])
            targets[found[1] or found[2]] = found[3]
    if len(targets) < FEWEST:
        return text, {}
    addresses = sum(bool(_ADDRESS.match(target)) for target in targets.values())
    known = sum(number in targets for number in set(_NUMBER.findall("\n".join(lines[:start]))))
    if known < FEWEST or addresses < 0.8 * len(targets):
        return text, {}
    return _without_lead(lines[:start]), targets


def _without_lead(lines: list[str]) -> str:
    """Drop the few words that announce the list: References, in whatever language."""
    end = len(lines)
    for _ in range(MOST_LEADS):
        while end and set(lines[end - 1].strip()) <= _RULE:
            end -= 1
        if not end or len(lines[end - 1].split()) > 2 or _NUMBER.search(lines[end - 1]):
            break
        if lines[end - 1].rstrip().endswith((".", "!", "?")):
            break
        end -= 1
    return "\n".join(lines[:end])


def _has_margin(lines: Sequence[str], with_links: bool) -> bool:
    """Tell whether blocks, and items of lists, stand as far from the left as lynx sets them."""
    rows = [line for line in lines if line.strip()]
    if len(rows) < FEWEST_ROWS:
        return False
    indents = [len(row) - len(row.lstrip(" ")) for row in rows]
    at_margin = sum(indent == MARGIN for indent in indents)
    listed = 0 if with_links else sum(bool(_LISTED.match(row)) for row in rows)
    out = sum(indent < MARGIN for indent in indents)
    fewest = FEWEST_AT_MARGIN if with_links else FEWEST_SET
    if (
        at_margin < FEWEST_AT_MARGIN * len(rows)
        or at_margin + listed < fewest * len(rows)
        or out > MOST_OUT * len(rows)
    ):
        return False
    on = [after for one, after in pairwise(rows) if runs_on(one.strip(), after.strip())]
    back = sum(len(row) - len(row.lstrip(" ")) < MARGIN for row in on)
    return back <= MOST_OUT * len(on)  # else the margin is what paragraphs begin with


def _width(lines: Sequence[str]) -> int:
    """Find the column at which most lines that run on in the next were broken, and few end later.

    A script without capitals tells no title from a line that runs on, so that each may be one.
    """
    edges: Counter[int] = Counter()
    for line, after in pairwise([*lines, ""]):
        if not line.strip():
            continue
        edges[len(line)] += 1  # it has room in this column and all behind it
        if after.strip() and _may_run_on(line, after.lstrip()):
            edges[len(line)] += 1
            edges[len(line) + _room(line, after.lstrip())] -= 1
    widths = accumulate(sorted(edges.items()), lambda sum_, edge: (edge[0], sum_[1] + edge[1]))
    return max(widths, key=itemgetter(1), default=(0, 0))[0]


def _may_run_on(line: str, after: str) -> bool:
    return (after[0].islower() or is_without_case(after)) and not _CLOSED.search(line)


def _room(line: str, after: str) -> int:
    """Count the columns that the first word of a line takes behind another one."""
    if UNSPACED.match(after) and UNSPACED.match(line[-1]):
        return 1
    return 1 + len(after.split(None, 1)[0])


def _linked_lines(
    lines: Sequence[str], targets: Mapping[str, str], marking: Marking
) -> Iterator[str]:
    """Read numbered links in lines that stay as they are."""
    for line in lines:
        yield from _read(line, None, targets, marking) if _NUMBER.search(line) else [line]


Block = tuple[SpanKind | None, str]


class _Layout:
    """Reads the lines of a page that a browser laid out: which of them go on with a block."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.width = _width(lines)
        self.last = ""
        self.indent = 0  # columns before the lines that go on with a block

    def blocks(self) -> list[Block]:
        """Return each block on one line, and whether it is an item of a list."""
        found: list[tuple[SpanKind | None, list[str]]] = []
        for line in self.lines:
            if not line.strip() or _FRAME.match(line):
                self.last = ""
            elif self._goes_on(line):
                self._go_on(line, found[-1][1])
            else:
                found.append(self._begun(line))
        return [(kind, join_rows(block)) for kind, block in found]

    def _go_on(self, line: str, block: list[str]) -> None:
        """Put a line behind a block; a script without spaces is cut wherever a line is full."""
        if len(self.last) == self.width and UNSPACED.search(block[-1].rsplit(None, 1)[-1]):
            block[-1] += line.strip()
        else:
            block.append(line.strip())
        self.indent = len(line) - len(line.lstrip(" "))
        self.last = line

    def _begun(self, line: str) -> tuple[SpanKind | None, list[str]]:
        item = _ITEM.match(line) if line.startswith(" " * (MARGIN + 1)) else None
        self.indent = item.end() if item else len(line) - len(line.lstrip(" "))
        self.last = line
        return (SpanKind.ITEM, [line[item.end() :]]) if item else (None, [line.strip()])

    def _goes_on(self, line: str) -> bool:
        """Tell whether the first word of a line had no room in the line before.

        The first line of a paragraph may stand in by what its writer indents it.
        """
        indent = len(line) - len(line.lstrip(" "))
        if not self.last or not 0 <= self.indent - indent <= MOST_INDENT:
            return False
        if len(self.last) + _room(self.last, line.lstrip()) > self.width:
            return True
        if indent != self.indent:
            return False
        goes_on = line.lstrip()[:1].islower() and not _CLOSED.search(self.last)
        return (goes_on or _is_open(self.last)) and len(self.last) >= 0.5 * self.width


def _is_open(line: str) -> bool:
    """Tell whether a line ends with a word that ends no title."""
    return line.rsplit(None, 1)[-1] in COMMON_WORDS


def _read(
    block: str, kind: SpanKind | None, targets: Mapping[str, str], marking: Marking
) -> Iterator[str]:
    """Yield the lines of a block, its links marked; a row of links has a line each."""
    block = _PICTURE.sub("", _FORM.sub("", block))
    pieces = _pieces(block, targets)
    if _is_menu(pieces):
        for target, words in pieces:
            yield marking.around(words.strip(), SpanKind.LINK, target) if target else words.strip()
        return
    text = "".join(_linked(pieces, marking))
    if text.strip():
        yield marking.around(text.strip(), kind) if kind else text.strip()


def _pieces(block: str, targets: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a block cut where links begin: where each leads, and the words up to the next."""
    pieces, at, target = [], 0, ""
    for number in _NUMBER.finditer(block):
        if number[1] not in targets:
            continue
        pieces.append((target, block[at : number.start()]))
        at, target = number.end(), targets[number[1]]
    pieces.append((target, block[at:]))
    return [piece for piece in pieces if piece[0] or piece[1].strip()]


def _is_menu(pieces: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a block is a row of links and nothing else."""
    short = all(len(words.split()) <= MENU_WORDS for _, words in pieces)
    prose = any(words.rstrip().endswith((".", ",")) or _STOP.search(words) for _, words in pieces)
    return len(pieces) >= 2 and short and not prose and all(target for target, _ in pieces)


def _linked(pieces: Sequence[tuple[str, str]], marking: Marking) -> Iterator[str]:
    """Mark the words of each link: what its target repeats, or a line of one link as a whole."""
    alone = len(pieces) == 1 and not pieces[0][1].rstrip().endswith((".", "!", "?"))
    for target, words in pieces:
        end = len(words.rstrip()) if alone else told_by(words, target)
        marked = target and words[:1].strip() and end
        yield marking.around(words[:end], SpanKind.LINK, target) + words[end:] if marked else words
