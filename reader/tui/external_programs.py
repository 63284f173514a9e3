"""Programs outside the terminal: the browser for a link, the clipboard for a text."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL
from threading import Thread

from reader.model.construction import frozen
from reader.model.system_errors import file_error_reason

# Programs that take what they read to the clipboard, where the terminal cannot.
COPIERS = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",))

# What no address holds, and some programs read as a slash or the end of one.
ODD = re.compile(r'[\\"<>`]')

# Programs that open a file with what is meant for its kind.
_OPENERS = (("xdg-open",), ("open",))
# What is only looked at or listened to, and how such files begin; anything else might do something
# when it is opened, whatever its name ends with.
HARMLESS = (
    ((".mp3", ".aac"), rb"ID3|\xff[\xe2-\xff]"),
    ((".m4a", ".m4b", ".mp4", ".m4v", ".mov", ".avif"), rb"(?s:.{4})(?:ftyp|moov|mdat|wide|free)"),
    ((".ogg", ".oga", ".opus"), rb"OggS"),
    ((".flac",), rb"fLaC|ID3"),
    ((".wav", ".avi", ".webp"), rb"RIFF"),
    ((".mkv", ".webm"), rb"\x1aE\xdf\xa3"),
    ((".mpg", ".mpeg"), rb"\x00\x00\x01[\xb3\xba]|G"),
    ((".jpg", ".jpeg"), rb"\xff\xd8\xff"),
    ((".png",), rb"\x89PNG\r\n\x1a\n"),
    ((".gif",), rb"GIF8[79]a"),
    ((".pdf",), rb"%PDF-"),
    ((".epub",), rb"PK\x03\x04"),
    (
        (".txt",),
        rb"(?!(?:\xef\xbb\xbf)?\s*(?:#!|<|%|PK|MZ|\x7fELF|\[(?:desktop|internet)))[^\x00]*\Z",
    ),
)
_BEGINNINGS = {
    ending: re.compile(begins, re.I) for endings, begins in HARMLESS for ending in endings
}
_LOOKED_AT = 512  # bytes of a file
# The types of the same; a type that says nothing leaves it to the file.
_TYPES = re.compile(
    r"|(?:audio|video|image)/(?!svg)[\w.+-]*|text/plain"
    r"|application/(?:ogg|pdf|epub\+zip|octet-stream)",
    re.I,
)


# Browsers that show a page in the terminal in which they are started.
CONSOLE = frozenset((
    "lynx", "w3m", "links", "links2", "elinks", "felinks", "www-browser", "cha", "chawan",
    "browsh", "carbonyl", "edbrowse", "netrik", "retawq",
))  # fmt: skip
_INTERRUPTS = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


@frozen
class Browser:
    """What opens a page: a command with the address in it, or without one Python's own choice."""

    command: tuple[str, ...] = ()
    in_terminal: bool = False  # whether it needs the terminal for itself

    @property
    def name(self) -> str:
        """What a person calls it."""
        return Path(self.command[0]).name if self.command else "The browser"


def is_harmless(path: Path, media_type: str = "") -> bool:
    """Tell a file that is only looked at or listened to from one that might do something.

    Its name, how it begins and what its feed calls it (`audio/mpeg`) all have to say so.
    """
    begins = _BEGINNINGS.get(path.suffix.lower())
    if begins is None or not _TYPES.fullmatch(media_type.partition(";")[0].strip()):
        return False
    try:
        with path.open("rb") as file:
            return begins.match(file.read(_LOOKED_AT)) is not None
    except OSError:
        return False


def show_file(path: Path) -> bool:
    """Open a file with the program for its kind; whether there is one."""
    for command in _OPENERS:
        if shutil.which(command[0]):
            return _start([*command, str(path)])
    return False


def _start(command: Sequence[str]) -> bool:
    """Start a program that has nothing to do with our terminal; whether it could be started."""
    try:
        started = subprocess.Popen(
            command, start_new_session=True, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
        )
    except OSError:
        return False
    Thread(target=started.wait, daemon=True).start()  # some stay until what they show is closed
    return True


def is_openable(link: str) -> bool:
    """Tell a sound address of the web: nothing that a browser or a shell could take for more."""
    from reader.library.person_input import url_fault  # the first link may wait for it

    return not url_fault(link) and not ODD.search(link)


def find_browser(link: str, chosen: Sequence[str] = ()) -> Browser | None:
    """Return the program for a sound address: the chosen command, else this system's, if any."""
    if chosen:
        command = tuple(word.replace("%u", link) for word in chosen)
        return Browser(command, Path(command[0]).name in CONSOLE)
    import webbrowser

    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return None
    if not isinstance(found, webbrowser.GenericBrowser):
        return Browser()
    command = (found.name, *(word.replace("%s", link) for word in found.args))
    alone = not any(os.environ.get(name) for name in _DISPLAYS)
    waited_for = type(found) is webbrowser.GenericBrowser
    return Browser(command, waited_for and (alone or Path(found.name).name in CONSOLE))


def start_browser(browser: Browser, link: str) -> bool:
    """Open a page in a window of its own; whether that began well."""
    if browser.command:
        return _start(browser.command)
    import webbrowser

    return webbrowser.open(link)


def run_in_terminal(command: Sequence[str]) -> str:
    """Run a program in our terminal until it ends; what went wrong, if anything did.

    What interrupts it is meant for it alone.
    """
    before = {number: signal.getsignal(number) for number in _INTERRUPTS}
    try:
        try:
            process = _begin_in_terminal(command)
        except OSError as error:
            return f"{command[0]} cannot be started: {file_error_reason(error)}"
        code = _wait_in_terminal(process)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return f"{command[0]} ended with {code}" if code else ""


def _begin_in_terminal(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a program; from before its first instant on, what interrupts it does nothing to us.

    Raises:
        OSError: it cannot be started.
    """
    with _told_later():
        for number in _INTERRUPTS:
            signal.signal(number, lambda *_: None)
        process = subprocess.Popen(command)
        for number in _INTERRUPTS:  # only now, for a program inherits what is ignored
            signal.signal(number, signal.SIG_IGN)
    return process


@contextmanager
def _told_later() -> Iterator[None]:
    """Have our loop, which hears of every signal that anybody handles, hear of none meanwhile.

    Of what is no interrupt it is told in the end.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    loop_end = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(loop_end, warn_on_full_buffer=False)
        os.close(writing)
        with open(reading, "rb") as heard:
            for number in set(heard.read()).difference(_INTERRUPTS):
                os.kill(os.getpid(), number)


def _wait_in_terminal(process: subprocess.Popen[bytes]) -> int:
    """Wait until a program in our terminal ends; return its exit code.

    Whenever it is stopped we stop with it, so that the shell has the terminal, and go on with it:
    else nobody would be left who hears a key.
    """
    while os.WIFSTOPPED(status := os.waitpid(process.pid, os.WUNTRACED)[1]):
        os.kill(os.getpid(), signal.SIGSTOP)
        os.kill(process.pid, signal.SIGCONT)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode


def copy_to_clipboard(text: str) -> None:
    """Hand a text to the first clipboard program that is there."""
    for command in COPIERS:
        if shutil.which(command[0]):
            subprocess.run(
                command,
                input=text.encode("utf-8", "replace"),
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=5,
            )
            return
