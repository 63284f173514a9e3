"""Names for downloaded files that are safe on any disk."""

from __future__ import annotations

import re
from mimetypes import guess_extension
from os.path import splitext
from unicodedata import category, normalize
from urllib.parse import unquote, urlsplit

NAMELESS = "download"
LONGEST = 150  # bytes of a name without its ending
LONGEST_ENDING = 10
FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
# Names of devices on Windows, whatever ending follows: a folder may be shared with one.
DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])\s*(?=\.|$)", re.I)
UNSEEN = ("C", "Zl", "Zp")  # control characters, marks of direction, line breaks


def filename_of(location: str, media_type: str = "") -> str:
    """Name the file behind an address as the address does, as far as that is safe."""
    last = unquote(_path_of(location).rstrip("/").rpartition("/")[2], errors="replace")
    stem, ending = splitext(_safe(last))
    if not 1 < len(ending) <= LONGEST_ENDING:
        stem += ending
        ending = guess_extension(media_type.partition(";")[0].strip()) or ""
    return (_cut(stem) or NAMELESS) + ending


def _path_of(location: str) -> str:
    """The path in an address; empty in one that is broken."""
    try:
        return urlsplit(location).path
    except ValueError:
        return ""


def _safe(name: str) -> str:
    """A name without what a disk, a shell or a terminal takes for more than a letter."""
    normal = FORBIDDEN.sub("_", normalize("NFC", name))
    seen = "".join("_" if category(sign).startswith(UNSEEN) else sign for sign in normal)
    bare = seen.lstrip(" .-~").rstrip(" .")
    return f"_{bare}" if DEVICES.match(bare) else bare


def _cut(stem: str) -> str:
    """As much of a name as any disk takes."""
    return stem.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore").rstrip(" .")
