"""Undoes how letters are sent and printed: quoted-printable, over one another, wide, joined."""

from __future__ import annotations

import quopri
import re
import unicodedata

from reader.clean.undo.undone import Undone

FEWEST_BREAKS = 3  # lines that a mail program broke amid a sentence
NARROWEST, WIDEST = 60, 76  # columns at which it breaks them
_BROKEN = re.compile(r"^.*=[ \t]*$", re.M)
_STRUCK = re.compile(r"[^\n\b]\x08")
MOST_STRIKES = 4  # of one letter
_WIDE = re.compile(r"[\uff21-\uff3a\uff41-\uff5a]")
FEWEST_WIDE = 100  # letters
_USUAL = {0x3000: " "} | {0xFF00 + code: chr(0x20 + code) for code in range(1, 0x5F)}
_JOINED = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_LIGATURES = re.compile(f"[{_JOINED}]")


def undo_transfer(text: str) -> Undone | None:
    """Read the letters of a mail that was sent as quoted-printable; None where none was."""
    if "=\n" not in text or not text.isascii():
        return None
    broken = [len(line.rstrip()) for line in _BROKEN.findall(text)]
    at_width = sum(NARROWEST <= length <= WIDEST for length in broken)
    if at_width < FEWEST_BREAKS or at_width < 0.8 * len(broken):
        return None
    octets = quopri.decodestring(text.encode("ascii"))
    try:
        read = octets.decode("utf-8")
    except UnicodeDecodeError:
        read = octets.decode("cp1252", "replace")
    return Undone(read, ("text as mail sends it",))


def undo_overstrikes(text: str) -> Undone | None:
    """Keep the last of the letters that a printer strikes over one another, as manuals do."""
    if "\b" not in text:
        return None
    read = text
    for _ in range(MOST_STRIKES):
        read = _STRUCK.sub("", read)
    return Undone(read, ("letters struck over one another",)) if read != text else None


def undo_full_width(text: str) -> Undone | None:
    """Write the letters of a Latin text in their usual width that a program set as wide as others.

    Amid a script of such letters a few are usual.
    """
    if text.isascii() or (many := len(_WIDE.findall(text))) < FEWEST_WIDE:
        return None
    if 2 * many < sum(map(str.isalpha, text)):
        return None
    return Undone(text.translate(_USUAL), ("letters of full width",))


def undo_ligatures(text: str) -> Undone | None:
    """Write the letters one by one that a typesetter joined; None where none are."""
    if text.isascii() or not any(letter in text for letter in _JOINED):
        return None
    read = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return Undone(read, ("letters that were joined",))
