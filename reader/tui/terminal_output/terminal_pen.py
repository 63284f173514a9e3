"""Writes to the terminal: colours, attributes and links by the shortest code, and the cursor."""

from __future__ import annotations

import os

from rich.color import Color, ColorSystem
from rich.style import Style

from reader.tui.render.themes_256 import NUMBERS_256

# The codes of attributes, by the bits of a Rich style: what switches each on, and off.
_ON = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
_OFF = ("22", "22", "23", "24", "25", "25", "27", "28", "29", "24", "54", "54", "55")
_ON_BLANKS = 0b1111101001000  # attributes that are seen where there is no letter
_MOST = 1024  # pens that are kept
_RESET = "\x1b[m"
_NO_WRAP = "\x1b[?7l"  # what stands in the last column leads to no other line
# To the same column of the next line, and of the one before; a line feed would turn into two.
_DOWN, _UP = "\v", "\x1bM"
_NEAR = range(-2, 5)  # lines that are nearer by steps than by their number
_END_LINK = "\x1b]8;;\x1b\\"
# Terminals that fill what they erase with the ground that is set; others take their own.
_ERASING = ("xterm", "tmux", "kitty", "alacritty", "foot", "linux", "rxvt", "konsole", "wezterm")
_WORTH_ERASING = 8  # blanks in a row that are more bytes than erasing and going on behind them
WORTH_ENDING = 4  # blanks up to the end of a line that are more bytes than erasing them
_UNKNOWN = -1000  # a line or column where the cursor never is


class Pen:
    """Colours, attributes and link, as letters are written with them.

    Two pens of one table are the same if they are one object. The `blank` pen is that for the
    cells without a letter in them, where the colour of letters is not seen.
    """

    __slots__ = ("attributes", "blank", "ground", "ink", "link")

    def __init__(self, ink: str, ground: str, attributes: int, link: str) -> None:
        self.ink, self.ground = ink, ground  # the numbers of a colour; empty for the terminal's own
        self.attributes = attributes  # bits, as Rich has them
        self.link = link  # the control string that begins the link
        self.blank = self


class PenTable:
    """The pens of all styles that have been seen, and what switches from one to another."""

    def __init__(self, colours: ColorSystem | None = None) -> None:
        self._colours = colours or ColorSystem.TRUECOLOR
        self._styled: dict[tuple[Color | None, Color | None, int, str | None], Pen] = {}
        self._pens: dict[tuple[str, str, int, str], Pen] = {}
        self._switches: dict[tuple[Pen, Pen], str] = {}
        self._latest: dict[int, tuple[Style, Pen]] = {}  # by what is quicker to look up
        self.plain = self._make("", "", 0, "")
        self.unpainted = Pen("", "", 0, "")  # another one than any that is painted with

    def pen(self, style: Style | None) -> Pen:
        """Return the pen of a style."""
        if style is None:
            return self.plain
        latest = self._latest.get(id(style))
        if latest is not None and latest[0] is style:
            return latest[1]
        attributes = style._attributes & style._set_attributes
        key = style._color, style._bgcolor, attributes, style._link
        pen = self._styled.get(key)
        if pen is None:
            pen = self._styled[key] = self._new(*key)
        if style._meta is None:  # else it belongs to one place of the screen, and there are many
            self._latest[id(style)] = style, pen
        return pen

    def read(self, code: str) -> Pen:
        """Return the pen that a code switches to, which begins with a reset."""
        ink = ground = ""
        attributes, numbers = 0, code.split(";")[1:]
        while numbers:
            length = {"2": 5, "5": 3}[numbers[1]] if numbers[0] in ("38", "48") else 1
            number, numbers = ";".join(numbers[:length]), numbers[length:]
            if number in _ON:
                attributes |= 1 << _ON.index(number)
            elif number[0] == "4":
                ground = number
            else:
                ink = number
        return self._make(ink, ground, attributes, "")

    def switch(self, before: Pen, after: Pen) -> str:
        """Return what has the terminal write with another pen from now on."""
        code = self._switches.get((before, after))
        if code is None:
            link = "" if before.link == after.link else after.link or _END_LINK
            code = self._switches[before, after] = _colours(before, after) + link
        return code

    def shrink(self) -> None:
        """Forget all pens where there are many: links come and go."""
        if len(self._styled) > _MOST or len(self._latest) > _MOST:
            self._latest.clear()
            self._styled.clear()
            self._switches.clear()
            self._pens = {("", "", 0, ""): self.plain}

    def _new(
        self, colour: Color | None, ground: Color | None, attributes: int, link: str | None
    ) -> Pen:
        """Return the pen of a style that has not been seen."""
        # The same link in two lines is one for the terminal by its number.
        begin = f"\x1b]8;id={len(self._styled)};{link}\x1b\\" if link else ""
        return self._make(self._numbers(colour), self._numbers(ground, False), attributes, begin)

    def _make(self, ink: str, ground: str, attributes: int, link: str) -> Pen:
        """Return a pen, together with that for its blanks."""
        key = ink, ground, attributes, link
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = Pen(*key)
            if not attributes & _ON_BLANKS and (ink or attributes):
                pen.blank = self._make("", ground, 0, link)
        return pen

    def _numbers(self, colour: Color | None, foreground: bool = True) -> str:
        """Return the codes of a colour; none for the terminal's own."""
        if colour is None or colour.is_default:
            return ""
        number = NUMBERS_256.get(colour.triplet) if colour.triplet else None
        if number is not None and self._colours >= ColorSystem.EIGHT_BIT:
            return f"{38 if foreground else 48};5;{number}"
        return ";".join(colour.downgrade(self._colours).get_ansi_codes(foreground))


def _colours(before: Pen, after: Pen) -> str:
    """Return the shorter of two codes: that of what changes, and that of everything."""
    changes = _changes(before, after)
    if not changes:
        return ""
    whole = [_ON[bit] for bit in _bits(after.attributes)]
    whole += filter(None, (after.ink, after.ground))
    codes = ";".join(changes), ";".join(["0", *whole] if whole else [])
    return f"\x1b[{min(codes, key=len)}m"


def _changes(before: Pen, after: Pen) -> list[str]:
    """Return the codes of what is another than before."""
    off = [_OFF[bit] for bit in _bits(before.attributes & ~after.attributes)]
    codes = list(dict.fromkeys(off))  # one code may switch two attributes off
    codes += [
        _ON[bit]
        for bit in _bits(after.attributes)
        if not before.attributes >> bit & 1 or _OFF[bit] in off
    ]
    codes += [after.ink or "39"] if after.ink != before.ink else []
    return codes + ([after.ground or "49"] if after.ground != before.ground else [])


def _bits(attributes: int) -> list[int]:
    """Return the numbers of the bits that are set."""
    return [bit for bit in range(len(_ON)) if attributes >> bit & 1]


class TerminalWriter:
    """Collects what a frame writes, and knows where the cursor and the pen are meanwhile."""

    def __init__(self, pens: PenTable) -> None:
        self._pens = pens
        self._parts: list[str] = []
        self.pen = pens.plain  # that the terminal writes with
        self._width = 0
        self._line = self._column = _UNKNOWN  # of the cursor
        self._next_line = self._next_column = 0  # where the next text is to stand
        self._erases = os.environ.get("TERM", "").startswith(_ERASING)

    def may_erase(self, pen: Pen) -> bool:
        """Tell whether erasing leaves blanks of this pen."""
        return pen.blank.attributes == 0 and (self._erases or not pen.ground)

    def move(self, column: int, line: int) -> None:
        """Have the next text stand somewhere."""
        self._next_column, self._next_line = column, line

    def write(self, text: str, pen: Pen, columns: int, may_erase: bool = True) -> None:
        """Write a text that takes some columns, all of it with one pen.

        Blanks are erased where that is shorter and `may_erase`.
        """
        self._go()
        blank = text.isspace()
        if not blank or self.pen.blank is not pen.blank:
            self._take(pen)
        self._next_column += columns
        erasing = blank and may_erase and self.erasing(columns, self._next_column, pen)
        self._parts.append(erasing or text)
        self._column += 0 if erasing else columns

    def erase(self, columns: int, pen: Pen) -> bool:
        """Erase some columns where the next text is to stand; whether that leaves blanks there."""
        if not self.may_erase(pen):
            return False
        self._go()
        self._take(pen)
        ends_line = self._next_column + columns == self._width
        self._parts.append("\x1b[K" if ends_line else f"\x1b[{columns}X")
        return True

    def _take(self, pen: Pen) -> None:
        """Have the terminal write with a pen."""
        self._parts.append(self._pens.switch(self.pen, pen))
        self.pen = pen

    def erasing(self, blanks: int, end: int, pen: Pen) -> str:
        """Return what erases some blanks before a column; empty where writing them is cheaper."""
        ends_line = end == self._width and blanks >= WORTH_ENDING
        if not (ends_line or blanks >= _WORTH_ERASING) or not self.may_erase(pen):
            return ""
        return "\x1b[K" if ends_line else f"\x1b[{blanks}X"

    def begin_anew(self, width: int) -> None:
        """Take neither cursor nor pen for granted on a terminal of some columns.

        Somebody else may have written something.
        """
        self._width, self._line = width, _UNKNOWN
        self._parts, self.pen = [_RESET + _NO_WRAP], self._pens.plain

    def scroll(self, top: int, bottom: int, steps: int) -> None:
        """Move the lines from one to before another up by some steps, or down; others come in.

        What comes in may look like anything.
        """
        begin = f"\x1b[{top + 1};{bottom}r"
        up, down = f"\x1b[{bottom}H" + "\n" * steps, f"\x1b[{top + 1}H" + _UP * -steps
        self._parts.append(f"{begin}{up if steps > 0 else down}\x1b[r")
        self._line = _UNKNOWN  # emulators do not agree where that leaves the cursor

    def doubt_column(self, may_be_less: bool) -> None:
        """Have the column written before anything else: terminals do not agree which it is.

        At the end of a line there is no other one, unless it may be less than was counted.
        """
        if may_be_less or self._column < self._width:
            self._column = _UNKNOWN

    def finish(self, column: int, line: int) -> str:
        """Return what was written, outside of a link and with the cursor at a place in the end."""
        if self.pen.link:
            self._parts.append(self._pens.switch(self.pen, self._pens.plain))
            self.pen = self._pens.plain
        self.move(column, line)
        self._go()
        text, self._parts = "".join(self._parts), []
        return text

    def _go(self) -> None:
        """Put the cursor where the next text is to stand."""
        column, line = self._next_column, self._next_line
        steps = line - self._line
        if steps not in _NEAR:
            self._parts.append(f"\x1b[{line + 1};{column + 1}H")
        elif steps or column != self._column:
            far = f"\x1b[{line + 1};{column + 1}H"
            near = (_DOWN * steps or _UP * -steps) + self._across(column)
            self._parts.append(min(near, far, key=len))
        self._line, self._column = line, column

    def _across(self, column: int) -> str:
        """Return the shortest way to another column; behind the last one the cursor is on it."""
        steps = column - min(self._column, self._width - 1)
        if not column:
            return "\r"
        if -WORTH_ENDING <= steps <= 0:
            return "\b" * -steps
        if steps == 1:
            return "\x1b[C"
        return f"\x1b[{steps}C" if 0 < steps < 10 else f"\x1b[{column + 1}G"
