"""The parts of an address, and whether one is fit to be asked."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import unquote, urlsplit, urlunsplit

from reader.control_characters import mask_line

WEB = re.compile(r"https?://", re.I)
_THIS_MACHINE = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|::1")
# Blanks, what controls a terminal, and halves of letters.
UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u206f\ud800-\udfff]")
SHOWN = 500  # characters of an address that are shown
LONGEST = 8_000  # characters of an address, which is more than any server takes


def is_web(location: str) -> bool:
    """Tell an address of the web from everything else."""
    return bool(WEB.match(location))


def host_of(location: str) -> str:
    """Give the host of an address in small letters; empty when it has none."""
    try:
        return (urlsplit(location).hostname or "").lower()
    except ValueError:
        return ""


def is_this_machine(host: str) -> bool:
    """Tell whether a host is plainly the machine itself, as that of a bridge to feeds is."""
    return bool(_THIS_MACHINE.fullmatch(host))


def scheme_of(location: str) -> str:
    """Give what stands before the colon of an address, in small letters."""
    return location.partition(":")[0].lower()


def origin_of(location: str) -> tuple[str, str, int | None]:
    """Give scheme, host and port: what credentials are meant for."""
    parts = urlsplit(location)
    return parts.scheme.lower(), (parts.hostname or "").lower(), parts.port


def url_fault(location: str) -> str:
    """Say what is wrong with an address of the web; empty when nothing is."""
    try:
        parts = urlsplit(location)
        sound = parts.scheme.lower() in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if sound and len(location) <= LONGEST and not UNSAFE.search(location):
        return ""
    return "is not a sound address of the web"


def printable_url(location: str) -> str:
    """Return an address fit for a sentence: nothing that controls a terminal, and not endless."""
    return mask_line(location[:SHOWN] + ("…" if len(location) > SHOWN else ""))


def without_login(location: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Part an address from the name and password in it, which become a header."""
    try:
        parts = urlsplit(location)
        name, password = parts.username, parts.password
    except ValueError:
        return location, ()
    if name is None:
        return location, ()
    login = f"{unquote(name)}:{unquote(password or '')}".encode()
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return bare, (("Authorization", f"Basic {b64encode(login).decode()}"),)
