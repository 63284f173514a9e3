"""A tree of HTML (or of trafilatura's own tags) in, text with spans out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from unicodedata import combining, east_asian_width, is_normalized, normalize

from lxml import etree

from reader.clean import safe
from reader.clean.draft import Body, ordered
from reader.model import Span, SpanKind

MOST_SPANS = 20_000
WIDEST_CELL = 80
_WORDS = re.compile(r"\w+")
_DROPPED = frozenset(
    _WORDS.findall(
        "script style noscript iframe object embed form button input select textarea nav svg math"
        " template video audio canvas map graphic img source track link meta title dialog"
    )
)
_BLOCKS = frozenset(
    _WORDS.findall(
        "p div section article main header footer aside address figure details summary center"
        " ul ol dl dt dd list body html table tr row td th cell tbody thead tfoot caption hgroup"
        " fieldset"
    )
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "head"), SpanKind.HEADING),
    **dict.fromkeys(("blockquote", "quote"), SpanKind.QUOTE),
    **dict.fromkeys(("li", "item"), SpanKind.ITEM),
    **dict.fromkeys(("pre", "listing", "xmp"), SpanKind.CODE),
    "figcaption": SpanKind.CAPTION,
    **dict.fromkeys(("em", "i", "b", "strong", "hi"), SpanKind.EMPHASIS),
    **dict.fromkeys(("a", "ref"), SpanKind.LINK),
    **dict.fromkeys(("code", "tt", "samp", "kbd"), SpanKind.CODE),
}
_INLINE = frozenset(("em", "i", "b", "strong", "hi", "a", "ref", "code", "tt", "samp", "kbd"))
_VERBATIM = frozenset(("pre", "listing", "xmp"))


def walk(root: etree._Element) -> Body:
    """Write down what a tree says, block by block; it may be as deep as it likes."""
    writer = _Writer()
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in steps:
        if event in {"comment", "pi"}:
            writer.say(node.tail if node is not root else None)
        elif event == "end":
            writer.leave(node, root)
        elif not writer.enter(node):
            steps.skip_subtree()
    return writer.body()


@dataclass(slots=True)
class _Writer:
    """What is written so far, and the elements that are open."""

    parts: list[str] = field(default_factory=list)
    at: int = 0  # characters written
    gap: str = ""  # what goes before the next word
    verbatim: int = 0  # open elements in which spaces count
    open: list[tuple[etree._Element, int]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    skipped: etree._Element | None = None

    def enter(self, node: etree._Element) -> bool:
        """Open an element; False when nothing in it is to be read."""
        tag = _tag(node)
        if tag in _DROPPED or _is_hidden(node):
            self.skipped = node
            return False
        if tag == "table" and (rows := _table(node)):
            self._set_table(rows)
            self.skipped = node
            return False
        self._open(node, tag)
        self.say(node.text)
        return True

    def leave(self, node: etree._Element, root: etree._Element) -> None:
        """Close an element and go on behind it."""
        if self.skipped is node:
            self.skipped = None
        else:
            self._close(node)
        if node is not root:
            self.say(node.tail)

    def say(self, text: str | None) -> None:
        """Write text, its spaces single unless they count."""
        if not text:
            return
        if self.verbatim:
            self._write(safe.visible(text.expandtabs(4)))
            return
        words = safe.visible(text).replace("\n", " ")
        said = safe.plain(words)
        if words[:1] == " " or not said:
            self._space()
        self._write(said)
        if said and words[-1:] == " ":
            self._space()

    def body(self) -> Body:
        """Hand out the text and its spans."""
        return _composed("".join(self.parts), self.spans)

    def _open(self, node: etree._Element, tag: str) -> None:
        if tag in {"br", "lb", "hr"}:
            self._break("\n\n" if tag == "hr" else "\n")
        if tag not in _INLINE and (tag in _BLOCKS or tag in _KINDS):
            self._break("\n\n")
        self.verbatim += tag in _VERBATIM
        self.open.append((node, self.at + len(self.gap)))

    def _close(self, node: etree._Element) -> None:
        opened, start = self.open.pop()
        tag = _tag(opened)
        self.verbatim -= tag in _VERBATIM
        self._mark(opened, tag, start)
        if tag not in _INLINE and (tag in _BLOCKS or tag in _KINDS):
            self._break("\n\n")

    def _mark(self, node: etree._Element, tag: str, start: int) -> None:
        kind = _KINDS.get(tag)
        if not kind or start >= self.at or len(self.spans) >= MOST_SPANS:
            return
        target = (
            safe.link(node.get("href") or node.get("target") or "") if tag in {"a", "ref"} else ""
        )
        if kind is not SpanKind.LINK or target:
            self.spans.append(Span(start, self.at, kind, target))

    def _set_table(self, rows: list[str]) -> None:
        self._break("\n\n")
        start = self.at + len(self.gap)
        self._write("\n".join(rows))
        self.spans.append(Span(start, self.at, SpanKind.CODE))
        self._break("\n\n")

    def _space(self) -> None:
        if self.at and not self.gap:
            self.gap = " "

    def _break(self, gap: str) -> None:
        if self.at and len(gap) > len(self.gap.strip(" ")):
            self.gap = gap

    def _write(self, text: str) -> None:
        if not text or self.at > safe.TEXT_LIMIT:
            return
        self.parts += (self.gap, text)
        self.at += len(self.gap) + len(text)
        self.gap = ""


def _tag(node: etree._Element) -> str:
    return node.tag.rsplit("}", 1)[-1].lower() if isinstance(node.tag, str) else ""


def _is_hidden(node: etree._Element) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or node.get("hidden") is not None


def _table(node: etree._Element) -> list[str]:
    """Lay out a table of short cells as aligned lines; nothing for one that only shapes a page."""
    rows = [_cells(row) for row in node.iter("tr", "row")]
    rows = [row for row in rows if any(row)]
    nested = node.find(".//table") is not None
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if nested or len(rows) < 2 or longest > WIDEST_CELL or max(map(len, rows)) < 2:
        return []
    return _aligned(rows)


def _cells(row: etree._Element) -> list[str]:
    return [
        safe.plain("".join(map(str, cell.itertext())))
        for cell in row.iterchildren("td", "th", "cell")
    ]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip_longest(*rows, fillvalue="")]
    lines = ("  ".join(_padded(row, widths)) for row in rows)
    return [line.rstrip() for line in lines]


def _padded(row: list[str], widths: list[int]) -> Iterable[str]:
    return (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False))


def _width(text: str) -> int:
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)


def _composed(text: str, spans: list[Span]) -> Body:
    """Compose letters with marks that stood in another element, and move the spans along."""
    text = text[: safe.TEXT_LIMIT].rstrip()
    move: Callable[[int], int] = int
    if not is_normalized("NFC", text):
        whole, text = text, normalize("NFC", text)

        def move(at: int) -> int:
            return len(normalize("NFC", whole[:at]))

    moved = (Span(move(span.start), move(span.end), span.kind, span.target) for span in spans)
    return Body(text, ordered(moved, len(text)))
