"""A text while it is written: its spaces and breaks, its spans, and where its paragraphs begin."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from reader.clean.text import sanitize
from reader.clean.text.body import Body, ordered_spans
from reader.clean.text.pictures import MutePicture, PictureLine
from reader.clean.text.sanitize import TEXT_LIMIT
from reader.model import Span, SpanKind
from reader.model.construction import frozen

MOST_SPANS = 20_000
LONGEST_LETTER = 30  # characters of a letter and all of its marks


@frozen
class ParagraphStart:
    """Where a paragraph begins in a text, and the element that it was written in."""

    start: int
    node: etree._Element


@frozen
class TracedText:
    """What a tree says, and where in the tree each paragraph of it stands."""

    body: Body
    places: tuple[ParagraphStart, ...]
    links: tuple[tuple[int, int], ...]  # stretches of the text that lead somewhere
    mute: tuple[MutePicture, ...] = ()  # which were left out


# An element whose text is being written, its name, where the text begins, whether it is a block.
OpenElement = tuple[etree._Element, str, int, bool]


@dataclass(slots=True)
class TextWriter:
    """Writes words one after the other, with single spaces unless they count."""

    parts: list[str] = field(default_factory=list)
    at: int = 0  # characters written
    gap: str = ""  # what goes before the next word
    label: str = ""  # likewise, such as the number of an item
    verbatim: int = 0  # open elements in which spaces count
    whole: int = 0  # open elements that no line of a picture's may part
    open: list[OpenElement] = field(default_factory=list)
    small: list[dict[int, int]] = field(default_factory=list)  # of open elements: their signs
    spans: list[Span] = field(default_factory=list)
    places: list[ParagraphStart] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    waiting: list[PictureLine] = field(default_factory=list)  # lines for the end of this one
    mute: list[MutePicture] = field(default_factory=list)

    def say(self, text: str | None) -> None:
        """Write text, its spaces single unless they count."""
        if not text:
            return
        if self.verbatim:
            self.write(sanitize.strip_controls(text.expandtabs(4)))
        elif text.isspace():
            self._space()
        else:
            self._flow(text)

    def _flow(self, text: str) -> None:
        if self.small:
            text = _small_signs(text, self.small[-1])
        if text.isascii() and text.isprintable() and "  " not in text:  # as most is
            words, said = text, text.strip()
        else:
            words = sanitize.strip_controls(text).replace("\n", " ")
            said = sanitize.collapse_spaces(words) if words.isascii() else sanitize.safe_line(words)
        if not said:
            self._space()
            return
        if not self.gap and words[0] == " " and self.at:
            self.gap = " "
        self.write(said)
        if words[-1] == " " and not self.gap:
            self.gap = " "

    def trail(self) -> TracedText:
        """Hand out the text, its spans and its places."""
        text = "".join(self.parts)[:TEXT_LIMIT].rstrip()
        body = Body(text, ordered_spans(self.spans, len(text)))
        return TracedText(body, tuple(self.places), tuple(self.links), tuple(self.mute))

    def add_span(self, start: int, end: int, kind: SpanKind, target: str) -> None:
        """Mark a stretch of what is written."""
        if start < end <= self.at and len(self.spans) < MOST_SPANS:
            self.spans.append(Span(start, end, kind, target))
            if kind is SpanKind.LINK:
                self.links.append((start, end))

    def write_asides(self) -> None:
        """Write the lines that wait, each as a paragraph."""
        waiting, self.waiting = self.waiting, []
        label, self.label = self.label, ""
        for aside in waiting:
            self.gap = "\n\n" if self.at else ""
            start = self.at + len(self.gap)
            self.write(aside.words)
            self.add_span(start, self.at, aside.kind, aside.target)
            if aside.link:
                self.add_span(start, self.at, SpanKind.LINK, aside.link)
        self.gap, self.label = "\n\n", label

    def _space(self) -> None:
        if self.at and not self.gap:
            self.gap = " "

    def break_line(self, gap: str) -> None:
        """Have what follows begin on another line, or in another paragraph."""
        if self.at and len(gap) > len(self.gap.strip(" ")):
            self.gap = gap
        if self.waiting and not self.whole:
            self.write_asides()

    def write(self, text: str) -> None:
        """Write text as it is, behind what goes before it."""
        if not text or self.at > TEXT_LIMIT:
            return
        parts, gap = self.parts, self.gap
        if self.label:
            text, self.label = self.label + text, ""
        if gap == "\n\n" or not parts:
            self.places.append(ParagraphStart(self.at + len(gap), self._block()))
        elif not gap and not (text[0].isascii() and parts[-1].isascii()):
            text = self._composed(text)
        if gap:
            parts.append(gap)
            self.at += len(gap)
            self.gap = ""
        parts.append(text)
        self.at += len(text)

    def _block(self) -> etree._Element:
        """Find the innermost open element that is a block."""
        for node, _, _, is_block in reversed(self.open):
            if is_block:
                return node
        return self.open[0][0]

    def _composed(self, text: str) -> str:
        """Compose a mark or a joiner with the letter before it, which stood in another element."""
        last = self.parts.pop()
        self.parts.append(last[:-LONGEST_LETTER])
        self.at -= len(last[-LONGEST_LETTER:])
        return sanitize.strip_controls(last[-LONGEST_LETTER:] + text)


def _small_signs(text: str, signs: dict[int, int]) -> str:
    """Return a text in small signs, where there is one for each of its characters."""
    small = text.translate(signs)
    changes = sum(one != other for one, other in zip(text, small, strict=True))
    return small if changes == len(text.strip()) else text
