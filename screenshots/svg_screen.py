"""Screens of a terminal in, one SVG out: a picture, or several that follow one another.

Every run of letters says how long it is, and lines between panes are drawn and not written, so that
all stands in its column whatever font there is. What frames have in common is in the file once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual.strip import Strip

WIDTH, HEIGHT = 8.4, 18.0  # of a cell, in pixels
SIZE, BASE = 14, 13.2  # of letters, and where they stand in their cell
BAR = 30  # pixels of the bar above
EDGE = 10  # pixels around the screen
FONTS = "ui-monospace,'SF Mono',Menlo,'Cascadia Mono',Consolas,'DejaVu Sans Mono',monospace"
# Signs that are drawn: left, top, width and height, as shares of a cell.
DRAWN = {
    "│": (0.44, 0, 0.12, 1),
    "┃": (0.36, 0, 0.28, 1),
    "─": (0, 0.47, 1, 0.06),
    "━": (0, 0.43, 1, 0.14),
    "▌": (0, 0, 0.5, 1),
    "▐": (0.5, 0, 0.5, 1),
    "█": (0, 0, 1, 1),
    "▔": (0, 0, 1, 0.12),
    "▁": (0, 0.88, 1, 0.12),
}


@dataclass(frozen=True)
class Frame:
    """A screen, for how many seconds it is seen, and what is written in the bar above."""

    strips: Sequence[Strip]
    seconds: float = 1.0
    caption: str = ""


@dataclass
class Drawing:
    """An SVG in the making: pieces by content, each with where and when it is seen."""

    back: str
    pieces: dict[str, int] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    seen: dict[tuple[int, float], list[int]] = field(default_factory=dict)  # piece, top: frames

    def add(self, number: int, frame: Frame) -> None:
        """Add a frame."""
        for line, strip in enumerate(frame.strips):
            for content in self.row(strip):
                self.put(content, line * HEIGHT, number)
        if frame.caption:
            middle = len(frame.strips) and sum(one.cell_length for one in frame.strips[:1])
            style = f'x="{middle * WIDTH / 2:.0f}" text-anchor="middle" class="t"'
            self.put(f"<text {style}>{escape(frame.caption)}</text>", -BAR / 2 + 5, number)

    def put(self, content: str, top: float, number: int) -> None:
        """Have a piece be seen in a frame."""
        piece = self.pieces.setdefault(content, len(self.pieces))
        self.seen.setdefault((piece, top), []).append(number)

    def row(self, strip: Strip) -> Iterator[str]:
        """Yield the pieces of a line: what stands between the lines that part the panes."""
        column, content = 0, ""
        for text, style, _ in strip:
            for run, is_drawn in _runs(text):
                content += self.run(run, style or Style(), column, is_drawn)
                column += cell_len(run)
                if "│" in run and content:
                    yield content
                    content = ""
        if content:
            yield content

    def run(self, text: str, style: Style, column: int, is_drawn: bool) -> str:
        """Return letters of one look that stand together, with what is behind them."""
        front, back = _colours(style, self.back)
        left, width = column * WIDTH, cell_len(text) * WIDTH
        told = ""
        if back != self.back:
            told += (
                f'<rect x="{left:.1f}" width="{width + 0.3:.1f}" height="{HEIGHT + 0.3}" '
                f'fill="{back}"/>'
            )
        if is_drawn:
            return told + "".join(_drawn(text, column, front))
        letters = text.strip(" ")
        if not letters:
            return told
        left += (len(text) - len(text.lstrip(" "))) * WIDTH
        size = cell_len(letters) * WIDTH
        return told + (
            f'<text class="l{self.look(style, front)}" x="{left:.1f}" y="{BASE}" '
            f'textLength="{size:.1f}">{escape(letters)}</text>'
        )

    def look(self, style: Style, front: str) -> int:
        """Return the number of a look of letters."""
        rules = f"fill:{front}"
        rules += ";font-weight:bold" if style.bold else ""
        rules += ";font-style:italic" if style.italic else ""
        rules += ";text-decoration:underline" if style.underline else ""
        return self.looks.setdefault(rules, len(self.looks))


def draw_svg(frames: Sequence[Frame], title: str, back: str) -> str:
    """Return an SVG of frames that follow one another, for ever; of one frame a still picture."""
    drawing = Drawing(back)
    for number, frame in enumerate(frames):
        drawing.add(number, frame)
    rows, columns = len(frames[0].strips), frames[0].strips[0].cell_length
    width, height = columns * WIDTH + 2 * EDGE, rows * HEIGHT + BAR + EDGE
    timing, uses = _timing(drawing, frames)
    looks = "".join(f".l{number}{{{rules}}}" for rules, number in drawing.looks.items())
    marks = "".join(
        f'<g id="p{number}">{content}</g>' for content, number in drawing.pieces.items()
    )
    dots = "".join(
        f'<circle cx="{EDGE + 8 + 16 * place}" cy="{BAR / 2}" r="5" fill="{colour}"/>'
        for place, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f"<style>text{{font:{SIZE}px {FONTS};white-space:pre}}.t{{fill:#9a9a9a}}{looks}{timing}"
        "@media (prefers-reduced-motion:reduce){*{animation:none!important}}</style>"
        f"<defs>{marks}</defs>"
        f'<rect width="100%" height="100%" rx="8" fill="{back}" stroke="#8884"/>{dots}'
        f'<g transform="translate({EDGE} {BAR})">{uses}</g></svg>\n'
    )


def _timing(drawing: Drawing, frames: Sequence[Frame]) -> tuple[str, str]:
    """Return rules that say when pieces are seen, and the pieces, each in its place."""
    starts = [0.0]
    for frame in frames:
        starts.append(starts[-1] + frame.seconds)
    names: dict[tuple[int, ...], int] = {}
    uses = []
    for (piece, top), seen in drawing.seen.items():
        numbers = tuple(dict.fromkeys(seen))
        place = f'<use href="#p{piece}" y="{top:g}"'
        if len(numbers) == len(frames):
            uses.append(f"{place}/>")
        else:
            name = names.setdefault(numbers, len(names))
            uses.append(f'{place} class="k{name}"/>')
    rules = [_rule(name, numbers, starts) for numbers, name in names.items()]
    return "".join(rules), "".join(uses)


def _rule(name: int, numbers: Sequence[int], starts: Sequence[float]) -> str:
    """Return when something is seen: in these frames, and not in the others."""
    total, steps, before = starts[-1], [], None
    for number in range(len(starts) - 1):
        state = "visible" if number in numbers else "hidden"
        if state != before:
            steps.append(f"{100 * starts[number] / total:.2f}%{{visibility:{state}}}")
        before = state
    still = "visible" if 0 in numbers else "hidden"
    return (
        f".k{name}{{visibility:{still};animation:k{name} {total:g}s step-end infinite}}"
        f"@keyframes k{name}{{{''.join(steps)}}}"
    )


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield runs of letters that are as wide as each other, or that are drawn."""
    run, kind = "", (0, False)
    for sign in text:
        now = (cell_len(sign), sign in DRAWN)
        if run and now != kind and now[0]:
            yield run, kind[1]
            run = ""
        run, kind = run + sign, now if now[0] else kind
    if run:
        yield run, kind[1]


def _drawn(text: str, column: int, colour: str) -> Iterator[str]:
    """Yield signs that are drawn."""
    for place, sign in enumerate(text):
        left, top, width, height = DRAWN[sign]
        yield (
            f'<rect x="{(column + place + left) * WIDTH:.1f}" y="{top * HEIGHT:.1f}" '
            f'width="{width * WIDTH:.1f}" height="{height * HEIGHT + 0.3:.1f}" fill="{colour}"/>'
        )


def _colours(style: Style, back: str) -> tuple[str, str]:
    """Return the colours of letters and of what is behind them."""
    front, behind = _hex(style.color, "#dddddd"), _hex(style.bgcolor, back)
    return (behind, front) if style.reverse else (front, behind)


def _hex(colour: Color | None, otherwise: str) -> str:
    """Return a colour as SVG has it."""
    return otherwise if colour is None or colour.is_default else colour.get_truecolor().hex
