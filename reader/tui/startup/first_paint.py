"""The words of a command line in, the newest headlines on the terminal out, within 20 ms.

Nothing that takes long to import is imported here. What the settings say about colours and keys
was written down by the last start, in `first.py`; without that, or after any change, nothing is
painted here, and the list stands a little later.
"""

from __future__ import annotations

import os
import sys
import termios

from reader.clock import Clock
from reader.store.first_screen import read_first_screen
from reader.tui.startup.background_answer import ASK, PATIENCE, BackgroundAnswer, is_far
from reader.tui.startup.list_painter import ListPainter

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


HOME = "\x1b[H"
ENTER = f"\x1b[?1049h\x1b[?25l\x1b[?7l{HOME}"
LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"
RESET = "\x1b[0m"
REST = "\x1b[K"  # the rest of the line in the colour that is set
FORMAT = "10"
ENDING_SIGNALS = (1, 2, 3, 15)  # HUP, INT, QUIT, TERM: the numbers that POSIX gives them
COLOURS = ("COLORTERM", "NO_COLOR", "TERM")  # what tells of the terminal's colours
NAME = "first.txt"
LARGEST = 100_000  # bytes of that file
PRIME = 2**61 - 1
Codes = dict[tuple[str, str], str]  # the terminal's code for a role on a surface
Look = tuple[str, str, Codes]  # a theme, with the bottom line and the codes of its colours
THEMES = {True: "light", False: "dark"}  # by whether the terminal's background is light


def let_flow(descriptor: int) -> None:
    """Have a terminal go on that Ctrl-S has stopped, and take that for a key like any other."""
    free = termios.tcgetattr(descriptor)
    free[0] &= ~termios.IXON
    termios.tcsetattr(descriptor, termios.TCSANOW, free)


def end_by_signals(terminal: Terminal) -> None:
    """Give the terminal back where a signal ends the program before the app stands."""
    # Built in: the module around it takes a part of the time for the first headlines.
    import _signal  # type: ignore[import-not-found]

    for number in ENDING_SIGNALS:
        _signal.signal(number, lambda number, _: _end(terminal, number))


def _end(terminal: Terminal, number: int) -> None:
    """End at once: nothing is to be saved yet, and an exception may be swallowed anywhere."""
    let_flow(terminal.descriptor)
    os.write(sys.stdout.fileno(), LEAVE.encode())  # the stream may be in the midst of writing
    terminal.drop_answer()
    termios.tcsetattr(terminal.descriptor, termios.TCSANOW, FirstPaint.found or terminal.before)
    os._exit(exit_code_of(number))


def exit_code_of(number: int) -> int:
    """Return what a program ends with that a signal has ended, as a shell counts it."""
    return 128 + number


class Terminal:
    """A terminal in which keys wait unseen until somebody reads them."""

    is_asked = False  # set where it was asked for its background, and nobody has read the answer
    is_entered = False  # set where its other screen, on which all is painted, was entered for that

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.before: list[Any] = termios.tcgetattr(descriptor)

    def hush(self) -> None:
        """Show no typed keys, and hand them on as they are, without waiting for a line to end."""
        let_flow(self.descriptor)
        quiet = termios.tcgetattr(self.descriptor)
        # Else the terminal keeps ^v for itself, and makes Enter another key.
        quiet[0] &= ~termios.ICRNL
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        # A process that ^z puts to sleep now would not know, when it goes on, what stands there.
        quiet[6][termios.VSUSP] = bytes([os.fpathconf(self.descriptor, "PC_VDISABLE")])
        termios.tcsetattr(self.descriptor, termios.TCSANOW, quiet)

    def leave(self) -> None:
        """Leave the screen that was painted, also where Ctrl-S has stopped the terminal by now."""
        let_flow(self.descriptor)
        sys.stdout.write(LEAVE)
        sys.stdout.flush()
        self.drop_answer()
        self.restore()

    def drop_answer(self) -> None:
        """Read the answer that nobody has asked for any more: the shell would take it for keys."""
        if Terminal.is_asked:
            from select import select

            Terminal.is_asked = False
            select([self.descriptor], [], [], PATIENCE)
            termios.tcflush(self.descriptor, termios.TCIFLUSH)

    def ask(self) -> BackgroundAnswer:
        """Ask for the background; whoever reads keys will come across the answer.

        On the screen that is to be painted: what a terminal shows of a question that it does not
        know is painted over there.
        """
        sys.stdout.write(ENTER + ASK)
        sys.stdout.flush()
        Terminal.is_asked = Terminal.is_entered = True
        return BackgroundAnswer(self.descriptor)

    def restore(self) -> None:
        """Leave the terminal as it was found."""
        termios.tcsetattr(self.descriptor, termios.TCSANOW, self.before)


def picture_stamp(config: str, width: int, height: int) -> str:
    """Name what the kept picture depends on: the settings, the terminal, its colours."""
    try:
        found = os.stat(os.path.join(config, "config.toml"))
        settings = f"{found.st_mtime_ns}-{found.st_size}"
    except OSError:
        settings = "none"
    colours = " ".join(f"{name}={os.environ.get(name, '')}" for name in COLOURS)
    return f"{FORMAT} {width}x{height} {settings} {colours}"


def save_picture(cache: str, stamped: str, frame: ListPainter, looks: Sequence[Look]) -> None:
    """Write down what the next start paints with, where that has changed.

    Of the themes that it may have, the first is for a terminal that does not tell its background.
    """
    facts = (frame.asks, frame.answers, frame.configured, frame.fold)
    told = [stamped, *(str(int(fact)) for fact in facts)]
    for theme, foot, codes in looks:
        lines = (f"{role}\t{surface}\t{code}" for (role, surface), code in codes.items())
        told += ["", theme, foot, *lines]
    text, path = "\n".join(told), os.path.join(cache, NAME)
    if text != read_small_file(path):
        from pathlib import Path

        from reader.store.files.atomic_file import write_file

        content = text.encode()
        write_file(Path(path), (content, b"\n%d" % check_sum(content)), lasting=False)


def read_small_file(path: str) -> str:
    """Return what a file holds; nothing where it cannot be read, is cut or damaged."""
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            content, _, checked = file.read(LARGEST).rpartition(b"\n")
        return content.decode() if int(checked) == check_sum(content) else ""
    except (OSError, ValueError):
        return ""


def _without_waiting(path: str, flags: int) -> int:
    """Open a file that may be a pipe, from which nobody would ever get anything."""
    return os.open(path, flags | os.O_NONBLOCK)


def check_sum(content: bytes) -> int:
    """Return a checksum that needs no import: a better one would take too long to load."""
    return int.from_bytes(content, "big") % PRIME


def first_screenful(
    data: str, config: str, cache: str, ask: Callable[[], BackgroundAnswer] | None = None
) -> str:
    """Return newest headlines as the terminal wants them; empty where they cannot be known yet.

    Where the theme depends on the terminal's background, `ask` has it asked. A terminal that told
    it the last time is waited for, as long as one nearby takes; another one is not.
    """
    width, height = os.get_terminal_size()
    told = read_small_file(os.path.join(cache, NAME)).split("\n")
    if told[0] != picture_stamp(config, width, height):
        return ""
    try:
        return _painted(told[1:], data, (width, height), ask)
    except (KeyError, ValueError):  # of another version, though it does not say so
        return ""


def _painted(
    told: list[str],
    data: str,
    size: tuple[int, int],
    ask: Callable[[], BackgroundAnswer] | None,
) -> str:
    """Return the newest headlines, with what was written down for them."""
    asks, answers, configured, fold = map(int, told[:4])
    ListPainter.answers = bool(answers)
    answer = ask() if asks and ask is not None else None
    width, height = size
    seen = read_first_screen(data, height, fold=bool(fold))
    if seen is None:
        return ""
    foot, codes = _fitting_look(_looks_of(told[4:]), answer if answers else None)
    sheet = ListPainter(codes, width, height, Clock.from_environment())
    if not (seen.left.is_at_top or sheet.stand_where_left(seen.left, seen.rows, seen.state)):
        return ""
    sheet.divide(seen.facts, configured)
    blank, rest = " " * sheet.side, sheet.codes["", "back"] + REST
    rows = [blank + sheet.list_line(seen.rows, y) + rest for y in range(height - 2)]
    begin = HOME if Terminal.is_entered else ENTER
    return begin + "\r\n".join([sheet.top(seen.counts), *rows, foot]) + RESET


def _looks_of(told: list[str]) -> dict[str, tuple[str, Codes]]:
    """Return the bottom line and the codes for colours of each theme, as they were written down."""
    looks: dict[str, tuple[str, Codes]] = {}
    for part in "\n".join(told).split("\n\n"):
        theme, foot, *lines = part.strip("\n").split("\n")
        parts = [line.split("\t") for line in lines]
        looks[theme] = foot, {(role, surface): code for role, surface, code in parts}
    return looks


def _fitting_look(
    looks: dict[str, tuple[str, Codes]], answer: BackgroundAnswer | None
) -> tuple[str, Codes]:
    """Return the look for a terminal, which is waited for if it is expected to answer.

    Without an answer it is the dark one; over a network, where that may still come, the last one.
    """
    first = next(iter(looks.values()))
    if answer is None:
        return first
    is_light = answer.wait()
    Terminal.is_asked = is_light is None
    if is_light is None and is_far(os.environ):
        return first
    return looks[THEMES[bool(is_light)]]


def wants_screen(words: list[str]) -> bool:
    """Tell whether the words of a command line plainly ask for the screen."""
    return not words or (len(words) == 2 and words[0] == "--home" and words[1] != "")


def folders_of(words: list[str]) -> tuple[str, str, str] | None:
    """Return the folders of data, settings and cache; None where the words ask for no screen.

    Without a home only where they are known without asking a library: not on every system.
    """
    if not (wants_screen(words) and sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    home = words[-1] if words else os.environ.get("NEWSREADER_HOME", "")
    if home:
        folder = os.path.abspath(os.path.expanduser(home))
        return folder, folder, folder
    return xdg_folders() if sys.platform == "linux" else None


def xdg_folders() -> tuple[str, str, str]:
    """Return the folders of a person on Linux, as the XDG rules have them."""
    rules = (("DATA", "~/.local/share"), ("CONFIG", "~/.config"), ("CACHE", "~/.cache"))
    bases = [os.environ.get(f"XDG_{name}_HOME", "").strip() or usual for name, usual in rules]
    data, config, cache = (os.path.expanduser(f"{base}/newsreader") for base in bases)
    return data, config, cache


class FirstPaint:
    """The newest headlines on the terminal, where the words of a command line ask for the screen.

    Nothing else, where they do not; a context, whose end leaves the terminal as it was found.
    """

    found: list[Any] | None = None  # how the terminal was set before
    answer: BackgroundAnswer | None = None  # of a terminal that was asked for its background

    def __init__(self, words: list[str]) -> None:
        self.folders = folders_of(words)
        self.terminal: Terminal | None = None

    def __enter__(self) -> None:
        """Paint."""
        text = first_screenful(*self.folders, self._ask) if self.folders else ""
        if text:
            self._take_terminal()
            sys.stdout.write(text)
            sys.stdout.flush()
            ListPainter.standing = True

    def _ask(self) -> BackgroundAnswer:
        """Ask the terminal for its background."""
        FirstPaint.answer = self._take_terminal().ask()
        return FirstPaint.answer

    def _take_terminal(self) -> Terminal:
        """Return the terminal, in which keys wait unseen from now on."""
        if self.terminal is None:
            self.terminal = Terminal(sys.stdin.fileno())
            FirstPaint.found = self.terminal.before
            end_by_signals(self.terminal)
            self.terminal.hush()
        return self.terminal

    def __exit__(self, kind: object, *_: object) -> None:
        """Restore the terminal; what broke off before the app began is told on its first screen."""
        if self.terminal is not None:
            if kind is not None:
                self.terminal.leave()
            self.terminal.restore()


def end_process(code: int) -> None:
    """End the process after the app: all is on the disk, and Python tidies up for 30 ms."""
    if ListPainter.whole:
        os._exit(code)
