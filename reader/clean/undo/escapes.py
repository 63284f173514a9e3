"""Undoes what programs do to letters: escapes of JSON, entities of HTML, wrong encodings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from reader.clean.undo.undone import Undone

FEWEST = 3  # escapes that make a text an escaped one
MOST_TIMES = 3  # that a text is escaped over and over
_BREAK = re.compile(r"\\n(?![a-z])")  # what a folder's name may begin with
_CODE = re.compile(r"\\u[0-9a-fA-F]{4}")
_BYTES = re.compile(r"(?:\\x[89a-fA-F][0-9a-fA-F]){2,}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\"'\\/bfnrt]))")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "\n"}
_QUOTED = re.compile(r"\s*b?([\"'])(.*)\1\s*,?\s*", re.S)
# A list of strings, as Python and others print one.
_STRING = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_LIST = re.compile(rf"\s*\[\s*{_STRING}(?:\s*,\s*{_STRING}){{2,}}\s*,?\s*\]\s*", re.S)
_NEXT = re.compile(rf"[\s,\[]*({_STRING})", re.S)
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_OF_MARKUP = frozenset(("&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&#39;", "&#34;"))
_TAG = re.compile(r"&lt;[a-zA-Z/!]")
# Letters as which the bytes of UTF-8 appear that were read as Windows-1252, as Mac Roman, as
# Windows-1251 or as the code page of DOS.
_REST = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\ufffd]"
_MOJIBAKE = re.compile(
    f"[\xc2-\xdf]{_REST}|[\xe0-\xef]{_REST}{{2}}|\xf0{_REST}{{3}}|‚Ä[ìîôúùò¶]|√[©®†°∂º±ß§]"
    "|вЂ[“”™њќ¦]|Р[°±Ѕ»ёєѕїІіґ]|ΓÇ[£¥Ö]|Ã |â€"
)
_LOST = re.compile("â€(?:\ufffd|\\?(?=\\s|$)|(?=[\\s,.]))")


def undo_json(text: str) -> Undone | None:
    """Read the escapes of a JSON string, or of one in a program; None where there are few."""
    read = _listed(text)
    for _ in range(MOST_TIMES):
        if not _is_escaped(read):
            break
        read = _unescape(read)
    return Undone(read, ("text as JSON escapes it",)) if read != text else None


def _listed(text: str) -> str:
    """Put the strings of a list on lines of their own; other texts stay as they are."""
    if not text[:200].lstrip().startswith("[") or not _LIST.fullmatch(text):
        return text
    return "\n".join(_ESCAPE.sub(_letter, string[1:-1]) for string in _strings(text))


def _strings(text: str) -> Iterator[str]:
    """Yield the strings of a list, with their quotes."""
    at = 0
    while found := _NEXT.match(text, at):
        yield found[1]
        at = found.end()


def _is_escaped(text: str) -> bool:
    if "\\" not in text:
        return False
    breaks = len(_BREAK.findall(text))
    if breaks >= FEWEST and breaks > 2 * text.count("\n"):
        return True
    return len(_CODE.findall(text)) >= FEWEST or len(_BYTES.findall(text)) >= FEWEST


def _unescape(text: str) -> str:
    if quoted := _QUOTED.fullmatch(text):
        text = quoted[2]
    text = _ESCAPE.sub(_letter, _BYTES.sub(_letters, text))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _letters(found: re.Match[str]) -> str:
    """Return the letters of which a program printed the bytes."""
    return bytes.fromhex(found[0].replace("\\x", "")).decode("utf-8", "replace")


def _letter(found: re.Match[str]) -> str:
    if found[3]:
        return _LETTERS.get(found[3], found[3])
    return chr(int(found[1] or found[2], 16))


def undo_entities(text: str) -> Undone | None:
    """Read the entities of HTML that a tool left standing, those of entities too.

    Where all of them are those without which nobody can write of markup, a text writes of markup.
    """
    if "&" not in text:
        return None
    found = {entity for entity in _ENTITY.findall(text) if _is_entity(entity)}
    if not found or (found <= _OF_MARKUP and _TAG.search(text)):
        return None
    read = text
    for _ in range(MOST_TIMES):
        read = _ENTITY.sub(_read_entity, read)
        if "&amp;" not in text or not _ENTITY.search(read):
            break
    return Undone(read, ("text with the entities of HTML",))


def _is_entity(written: str) -> bool:
    return written[1] == "#" or written[1:] in html5


def _read_entity(found: re.Match[str]) -> str:
    return unescape(found[0]) if _is_entity(found[0]) else found[0]


def undo_mojibake(text: str) -> Undone | None:
    """Read the letters whose bytes were read as another encoding's; None where all look well."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return None
    import ftfy  # few texts are damaged, and it takes its time to load

    lines = _LOST.sub("”", text).split("\n")
    read = "\n".join(ftfy.fix_encoding(line) if _MOJIBAKE.search(line) else line for line in lines)
    return Undone(read, ("letters read in the wrong encoding",)) if read != text else None
