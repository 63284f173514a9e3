"""What leaves the terminal: a link to the browser, a text to the clipboard."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from subprocess import DEVNULL
from threading import Thread

# Programs that take what they read to the clipboard, where the terminal cannot.
COPIERS = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",))

# What no address holds, and some programs read as a slash or the end of one.
ODD = re.compile(r'[\\"<>`]')

# Programs that open a file with what is meant for its kind.
OPENERS = (("xdg-open",), ("open",))
# What is only looked at or listened to; anything else might do something when it is opened.
SOUNDS = (".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".flac", ".wav")
FILMS = (".mp4", ".m4v", ".mkv", ".webm", ".mov", ".avi", ".mpg", ".mpeg")
PAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".pdf", ".txt", ".epub")
HARMLESS = frozenset((*SOUNDS, *FILMS, *PAGES))


def is_harmless(path: Path) -> bool:
    """Tell a file that is only looked at or listened to from one that might do something."""
    return path.suffix.lower() in HARMLESS


def show(path: Path) -> bool:
    """Open a file with the program for its kind; whether there is one."""
    for command in OPENERS:
        if shutil.which(command[0]):
            opener = subprocess.Popen(
                [*command, str(path)], start_new_session=True,
                stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL,
            )  # fmt: skip
            Thread(target=opener.wait, daemon=True).start()  # some stay until the file is closed
            return True
    return False


def is_openable(link: str) -> bool:
    """Tell a sound address of the web: nothing that a browser or a shell could take for more."""
    from reader.fetch.places import fault_of  # the first link may wait for it

    return not fault_of(link) and not ODD.search(link)


def browse(link: str) -> bool:
    """Open a web page; whether there was anything to open it with."""
    if not is_openable(link):
        return False
    import webbrowser

    return webbrowser.open(link)


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
