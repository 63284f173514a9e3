"""What a terminal sends as keys, clicks and pastes; whatever cannot be read is dropped.

Textual's own parser ends the app on what it cannot read, takes the rest of a sequence that it does
not know for typed letters, and text after an escape within a paste too. So it is handed only whole
sequences, one at a time, and pastes are read here.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from time import monotonic

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

ESCAPE = "\x1b"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"  # around what is pasted
LONGEST_PASTE = 1_000_000  # characters
ABANDONED = 0.5  # seconds after which the beginning of a sequence is nothing any more
STALLED = 2.0  # seconds without a byte after which any sequence ends a paste

# In this order: keys of the Linux console, a click in the oldest form, keys of rxvt, any other
# control sequence, a key of the keypad, a string (such as the terminal's name), the Escape key
# before a sequence, Alt with a character, a character.
_UNIT = re.compile(
    r"\x1b\[\[[A-E]|\x1b\[M[^\x1b]{3}|\x1b\[[0-9]{1,3}\$|\x1b\[(?![M\[])[0-?]{0,60}[ -/]{0,4}[@-~]"
    r"|\x1bO[0-9;]{0,8}[!-/:<-~]|\x1b[\]P_^X][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)"
    r"|\x1b(?=\x1b)|\x1b[^\x1b\[O\]P_^X]|[^\x1b]",
    re.DOTALL,
)
_BEGUN = re.compile(
    r"\x1b(?:\[(?:\[|M[^\x1b]{0,2}|(?![0-9]{1,3}\$)[0-?]{0,60}[ -/]{0,4})|O[0-9;]{0,8}"
    r"|[\]P_^X][^\x07\x1b]{0,4096}\x1b?)?",
    re.DOTALL,
)
_BROKEN = re.compile(r"\x1b(?:[\]P_^X][^\x07\x1b]*|[\[O][ -?]*)?")
# How what is dropped may go on in what comes next: a sequence, a string.
_MORE, _MORE_OF_STRING = re.compile(r"[ -?]+"), re.compile(r"[^\x07\x1b]+")
_KEY = re.compile(r"\x1b\[([0-9:]*)(?:;([0-9:]*))?(?:;([0-9:]*))?([u~A-FHPQRS])")
_CLICK = re.compile(r"\x1b\[<[0-9]{1,4}(?:;-?[0-9]{1,5}){2}[Mm]")
# Strings, and reports that would have the terminal tell its size in place of the system.
_IGNORED = re.compile(r"\x1b(?:[\]P_^X].+|\[(?:\?2048;.*|48;.*t))", re.DOTALL)
_BACKGROUND = "\x1b]11;"
_RELEASE = "3"
_UNREADABLE = (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)


class TerminalInput:
    """Reads what a terminal sends, in pieces that may end anywhere."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self.now = now  # seconds
        self.parser = XTermParser()
        self.decode = getincrementaldecoder("utf-8")("replace").decode
        self.pending = ""  # the beginning of a sequence
        self.begun = 0.0  # when that came
        self.dropping: re.Pattern[str] | None = None  # the rest of what cannot be read
        self.pasting: list[str] | None = None  # what was pasted so far, while a paste goes on
        self.last = 0.0  # when something came
        self.hear: Callable[[str], object] = len  # is told what the terminal says of its background

    def feed(self, typed: bytes) -> Iterator[Message]:
        """Yield what these bytes say, together with what came before them."""
        before, self.last = self.last, self.now()
        if self.pasting is None and self.last - self.begun > ABANDONED:
            self.pending, self.dropping = "", None
        if self.last - before > STALLED:
            self.pending += self.decode(b"", final=True)  # the half of a letter
            yield from self.leave_paste(typed)
        self.pending += self.decode(typed)
        self.drop_rest()
        while self.pending and not self.lacks_rest():
            yield from self.read_unit() if self.pasting is None else self.read_paste()

    def drop_rest(self) -> None:
        """Leave out what belongs to a sequence that was dropped before all of it had come."""
        if self.dropping is not None and self.pending:
            rest = self.dropping.match(self.pending)
            self.pending = self.pending[rest.end() :] if rest else self.pending
            self.dropping = None if self.pending else self.dropping

    def leave_paste(self, typed: bytes) -> Iterator[Message]:
        """End a paste that has stalled, where a key is typed."""
        if self.pasting is not None and typed.startswith(ESCAPE.encode()):
            yield from self.end_paste(self.pending)
            self.pending = ""

    def pause(self) -> Iterator[Message]:
        """Yield what nothing followed: Escape, or Alt with a key that could begin a sequence."""
        self.dropping = None
        if self.pasting is None and 1 <= len(self.pending) <= 2:
            typed, self.pending = self.pending, ""
            yield from self.parse(typed)

    def lacks_rest(self) -> bool:
        """Tell whether what is pending can only be read together with what follows; it stays."""
        if self.pasting is not None:
            return self.pending != PASTED and PASTED.startswith(self.pending)
        lacks = _BEGUN.fullmatch(self.pending) is not None
        self.begun = self.last if lacks else self.begun
        return lacks

    def read_unit(self) -> Iterator[Message]:
        """Yield what the first sequence or character says; what is none is dropped."""
        whole = _UNIT.match(self.pending)
        found = whole or _BROKEN.match(self.pending)
        unit = found.group() if found else ESCAPE
        self.pending = self.pending[len(unit) :]
        if unit == PASTE:
            self.pasting = []
        elif whole:
            yield from self.parse(unit)
        elif not self.pending and len(unit) > 1:
            self.dropping = _MORE if unit[1] in "[O" else _MORE_OF_STRING
            self.begun = self.last

    def read_paste(self) -> Iterator[Message]:
        """Take what is pasted; the paste, where it ends."""
        pasted, ended, rest = self.pending.partition(PASTED)
        if ended:
            self.pending = rest
            yield from self.end_paste(pasted)
            return
        kept = next(size for size in range(5, -1, -1) if pasted.endswith(PASTED[:size]))
        self.pending = PASTED[:kept]
        self.keep(pasted[: len(pasted) - kept])

    def keep(self, pasted: str) -> None:
        """Add to the paste, up to a bound."""
        if self.pasting is not None and sum(map(len, self.pasting)) < LONGEST_PASTE:
            self.pasting.append(pasted)

    def end_paste(self, rest: str) -> Iterator[Message]:
        """Yield the paste, without what controls a terminal."""
        from reader.library.person_input import strip_controls

        self.keep(rest)
        text = strip_controls("".join(self.pasting or ())[:LONGEST_PASTE])
        self.pasting = None
        if text:
            yield events.Paste(text)

    def parse(self, unit: str) -> Iterator[Message]:
        """Yield what a whole sequence or a character says to Textual's parser."""
        if unit == ESCAPE:
            yield events.Key("escape", ESCAPE)
            return
        if unit.startswith(_BACKGROUND):
            self.hear(unit)
        try:
            found = list(self.parser.feed(unit)) if (unit := _readable(unit)) else []
            if self.parser._awaiting.timeout is not None:
                found += self.end_unit(len(unit))
        except _UNREADABLE:
            self.parser = XTermParser()
            return
        yield from (one for one in found if not isinstance(one, events.CursorPosition))

    def end_unit(self, length: int) -> list[Message]:
        """Have the parser wait no longer: it knows no such sequence, so it is Alt or nothing."""
        self.parser._timeout_time = 0.0
        told = list(self.parser.tick())
        return told if length <= len("\x1bx") else []


def _readable(unit: str) -> str:
    """Return a sequence as Textual's parser reads it, or nothing where it should do nothing."""
    if len(unit) < len("\x1b[A"):
        return unit
    key = _KEY.fullmatch(unit)
    if key is not None:
        return _readable_key(*key.groups(default=""))
    odd = _IGNORED.fullmatch(unit) or (unit.startswith("\x1b[<") and not _CLICK.fullmatch(unit))
    return "" if odd else unit


def _readable_key(code: str, modifiers: str, text: str, kind: str) -> str:
    """Return the sequence of a key without what it also is called; nothing where it was let go."""
    code, (modifier, _, event) = code.partition(":")[0], modifiers.partition(":")
    numbers = [one for one in (code, *text.split(":")) if one]
    if event == _RELEASE or not all(_is_character(int(one)) for one in numbers):
        return ""
    parts = [code, modifier, ":".join(numbers[bool(code) :])]
    readable = f"\x1b[{';'.join(parts).rstrip(';')}{kind}"
    # Behind what begins a paste Textual's parser would wait for its end; those are read here.
    return "" if readable in (PASTE, PASTED) else readable


def _is_character(number: int) -> bool:
    """Tell whether a number is that of a character, and not of half of one."""
    return number < 0xD800 or 0xE000 <= number <= 0x10FFFF
