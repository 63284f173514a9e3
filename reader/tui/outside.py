"""What leaves the terminal: a link to the browser, a text to the clipboard."""

from __future__ import annotations

import shutil
import subprocess
import webbrowser

# Programs that take what they read to the clipboard, where the terminal cannot.
COPIERS = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",))


def browse(link: str) -> bool:
    """Open a web page; whether there was anything to open it with."""
    if not link.startswith(("http://", "https://")):
        return False
    return webbrowser.open(link)


def copy(text: str) -> None:
    """Hand a text to the first clipboard program that is there."""
    for command in COPIERS:
        if shutil.which(command[0]):
            subprocess.run(
                command,
                input=text.encode(),
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=5,
            )
            return
