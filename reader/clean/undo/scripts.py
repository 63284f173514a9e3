"""Undoes converters that print a page's programs with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reader.clean.undo.undone import Undone, without_marks

KIND = "programs among a page's words"
SHORTEST = 120  # characters of a line of a program, as converters print them: all on one
FEWEST_SIGNS = 5
FEWEST_OF_STATEMENT = 3  # signs of a line that begins as programs do
DENSITY = 45  # characters of a program that hold a sign, at most
MANY_FIELDS = 12  # of data, which prose names none of
MOST_SIGNED = 0.6  # of the lines of a program, that hold a sign
DENSITY_OF_BRACES = 150  # likewise a brace, which prose has none of
_QUICK = re.compile(
    r"function ?\(|\) ?=> ?\{|window\.\w|document\.\w|\{\"@|\";\s*\w+ ?="
    r"|[;{] ?[\w-]+:[^;{}\n]{1,40};"
)
_HINTS = (";", "function", "=>", "window.", "document.", '{"@')  # one of them is in any of these
_RECORD = re.compile(r"\s*(?:\[\s*)?\{\s*[\"'][@\w]{1,60}[\"']\s*:")
_SIGN = re.compile(
    r"[{};]|=>|[=!]==?|\(\)|\)\.|[\"'] ?:|function|\bvar |\|\||&&"
    # A class of a style sheet, one of its properties, a method that is called.
    r"|(?<![^\s,>}])\.[A-Za-z][\w-]{2}|[a-z]:(?=[a-z#\"'(.-])|[a-z]\.[a-z]\w+\("
)
# How a statement, a rule of a style sheet or a comment over one begins.
_BEGINNING = re.compile(
    r"\s*(?:/\* *<!\[CDATA\[|(?:var|let|const) \w+ ?=|window\.[\w.]+ ?[=(|]|(?:jQuery|\$)\("
    r"|document\.\w+|\(?function ?\w*\(|@(?:media|font-face|import|keyframes)\b|[\w.]+\.push\("
    r"|if ?\(|[.#][A-Za-z][^{}]*\{)"
)
# A comment of several lines, such as themes begin their style sheets with.
_COMMENT = re.compile(r"^[ \t]*/\\?\*(?:[^*]|\*(?!/)){0,2000}\*/[ \t]*$\n?", re.M)
# A field of data on a line of its own; the last one has no comma.
_FIELD_LINE = re.compile(
    r"\s*\"(?:[@\w-]{1,60}\" ?: ?[\"\[{\dtfn-](?:.*[,\[{])?"
    r"|(?:@\w+|[a-z]+[A-Z]\w*|description|headline|name|url)\" ?: ?\".*\")\s*$"
)
_FIELD = re.compile(r"[\"'] ?:")
# Addresses and data of pictures, what links do, and entities: no signs of what stands around them.
_TARGET = re.compile(r"\burl\([^()]*\)|\bdata:[^\s\"')]+|javascript:\S+|&(?:amp;)*#?\w{1,8};")


def undo_scripts(text: str) -> Undone | None:
    """Drop the lines that are programs, style sheets and their data; None without any."""
    if not any(sign in text for sign in _HINTS) or not _QUICK.search(text):
        return None
    lines = text.split("\n")
    bare = _COMMENT.sub("", text).split("\n") if "*/" in text else lines
    kept = [line for block in _blocks(bare) for line in block]
    return Undone("\n".join(kept), (KIND,)) if len(kept) < len(lines) else None


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield what stands between blank lines, and these, without programs: lines or whole blocks."""
    for is_blank, rows in groupby(lines, lambda line: not line.strip()):
        block = [line for line in rows if is_blank or not _is_program(line)]
        if is_blank or not _is_program_of_lines(block):
            yield block


def _is_program_of_lines(block: Sequence[str]) -> bool:
    """Tell a program whose statements have lines of their own, most of them with signs."""
    signed = sum(bool(_SIGN.search(_bare(line))) for line in block)
    return signed >= max(FEWEST_SIGNS, MOST_SIGNED * len(block)) and _is_program("\n".join(block))


def _is_program(text: str) -> bool:
    """Tell a program, a style sheet or a record of data by its signs; prose has few of them."""
    if _FIELD_LINE.match(text):
        return True
    bare = _bare(text)
    signs = len(_SIGN.findall(bare))
    if signs >= FEWEST_OF_STATEMENT and _BEGINNING.match(text):
        return True
    if len(text) < SHORTEST:
        return False
    if signs >= FEWEST_SIGNS and signs * DENSITY >= len(bare):
        return True
    if len(_FIELD.findall(text)) >= MANY_FIELDS:
        return True
    braces = text.count("{") + text.count("}")
    return braces >= FEWEST_SIGNS and (
        braces * DENSITY_OF_BRACES >= len(text) or bool(_RECORD.match(text))
    )


def _bare(text: str) -> str:
    """Return a text without what may hold signs in prose as well."""
    return _TARGET.sub("", without_marks(text))
