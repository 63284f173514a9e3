"""What leaves the terminal: a link to the browser, a text to the clipboard."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from threading import Thread

# Programs that take what they read to the clipboard, where the terminal cannot.
COPIERS = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",))

# What no address holds, and some programs read as a slash or the end of one.
ODD = re.compile(r'[\\"<>`]')

# Programs that open a file with what is meant for its kind.
_OPENERS = (("xdg-open",), ("open",))
# What is only looked at or listened to; anything else might do something when it is opened.
_SOUNDS = (".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".flac", ".wav")
_FILMS = (".mp4", ".m4v", ".mkv", ".webm", ".mov", ".avi", ".mpg", ".mpeg")
_PAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".pdf", ".txt", ".epub")
HARMLESS = frozenset((*_SOUNDS, *_FILMS, *_PAGES))


# Browsers that show a page in the terminal in which they are started.
CONSOLE = frozenset((
    "lynx", "w3m", "links", "links2", "elinks", "felinks", "www-browser", "cha", "chawan",
    "browsh", "carbonyl", "edbrowse", "netrik", "retawq",
))  # fmt: skip
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


@dataclass(frozen=True, slots=True)
class Browser:
    """What opens a page: a command with the address in it, or without one Python's own choice."""

    command: tuple[str, ...] = ()
    in_terminal: bool = False  # whether it needs the terminal for itself

    @property
    def name(self) -> str:
        """What a person calls it."""
        return Path(self.command[0]).name if self.command else "The browser"


def is_harmless(path: Path) -> bool:
    """Tell a file that is only looked at or listened to from one that might do something."""
    return path.suffix.lower() in HARMLESS


def show(path: Path) -> bool:
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
    """What opens a sound address: the chosen command, else what this system has, if anything."""
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
    signals = (signal.SIGINT, signal.SIGQUIT)
    before = [signal.signal(number, lambda *_: None) for number in signals]
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        return f"{command[0]} cannot be started: {error.strerror}"
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
    return f"{command[0]} ended with {code}" if code else ""


def copy(text: str) -> None:
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
