"""Any text in, text out that a terminal can print without harm."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from urllib.parse import urlsplit

import regex

from reader.model.safe_text import strip_escape_sequences

TEXT_LIMIT = 1_000_000  # characters of a story's text
READ_LIMIT = 4_000_000  # characters of an entry that are looked at
MOST_ROWS = 100_000  # lines of it
MOST_MARKS = 100  # accents and the like that one letter has; normalizing takes their square
NARROWEST, WIDEST = 40, 100  # columns to which people wrap a text
_SENTENCE_ENDS = (".", "!", "?", ":", "…", "。")

_C1 = regex.compile(r"[\x80-\x9f]")
_C1_SEQUENCE = regex.compile(
    r"[\x90\x9d][^\x07\x1b\x90\x9c\x9d\n]*+(?:\x07|\x1b\\|\x9c)|\x9b[0-9;?]++[ -/]*+[@-~]"
)
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_BREAKS = regex.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = regex.compile(r"[\t\u2800\p{Zs}--[ ]]", regex.V1)
# Arabic number signs are format characters that are seen; what joins letters or chooses their
# shape depends on its neighbours.
_SHAPING = r"\u200c\u200d\ufe00-\ufe0f\u180b-\u180d\u180f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_UNSEEN = regex.compile(
    r"[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}"
    rf"--[\n\u0600-\u0605\u06dd\u070f\u08e2{_SHAPING}]]+",
    regex.V1,
)
_SHAPED = regex.compile(rf"[{_SHAPING}]")
_JOINED = (
    r"[[\p{L}\p{M}]&&[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}"
    r"\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}"
    r"\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}"
    r"\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]]"
)
_PICTURED = r"[\p{Extended_Pictographic}\p{Emoji_Modifier}]"
# Joined letters may end a word in a shape that only a joiner gives them: chillus, for one.
_STRAY = regex.compile(
    rf"(?:{_PICTURED}\ufe0f?\u200d(?={_PICTURED})|{_JOINED}\u200d(?![[\p{{L}}\p{{M}}--{_JOINED}]{_SHAPING}])"
    rf"|{_JOINED}\u200c(?={_JOINED})|[\d#*]\ufe0f(?=\u20e3)|\p{{Emoji_Presentation}}[\ufe0e\ufe0f]"
    rf"|\p{{Extended_Pictographic}}[\ufe0e\ufe0f]|\p{{Han}}[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    r"|\p{Script=Mongolian}[\u180b-\u180d\u180f]|\p{Script=Myanmar}\ufe00"
    rf"|\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{2,6}}\U000e007f)(*SKIP)(*FAIL)"
    rf"|[{_SHAPING}]",
    regex.V1,
)
# What most links are: nothing in them that anything could be read into.
_LINK = (
    r"https?://[\w.-]+{more}(?::\d+{more})?(?:/[!-\"$-:<->@-~]{{0,1000}}{more})?"
    r"(?:\?[!-\"$-:<-~]{{1,500}}{more})?(?:#[!-~]{{1,200}}{more})?"
)
# `re` reads them in a third of the time, but goes back over each letter of one that is not simple.
_SHORT_LINK = re.compile(_LINK.format(more=""), re.ASCII)
_LONG_LINK = regex.compile(_LINK.format(more="+"), regex.V1 | regex.ASCII)
_SHORT = 200  # characters
_ROW_OF_MARKS = regex.compile(rf"\p{{M}}{{{MOST_MARKS},}}")
# What can be printed and is no such character needs to be composed at most.
_PRINTABLE_ODD = re.compile(
    rf"[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0{_SHAPING}\U000e0000-\U000e0fff]"
)
_RUN_OF_SPACES = regex.compile(r" {2,}")
_GAP = regex.compile(r" *\n(?: *\n)+ *")


def strip_controls(text: str) -> str:
    """Take out what controls a terminal or cannot be seen; line breaks become newlines."""
    if text.isascii() and text.isprintable():
        return text
    spaced = text.replace("\r\n", "\n").replace("\t", " ").replace("\xa0", " ")
    if spaced.isprintable() or spaced.replace("\n", " ").isprintable():
        if spaced.isascii():
            return spaced
        if not _PRINTABLE_ODD.search(spaced):
            return _compose(spaced)
    text = _BREAKS.sub("\n", strip_escape_sequences(text))
    text = _UNSEEN.sub("", _SPACES.sub(" ", text))
    if _SHAPED.search(text):
        text = _STRAY.sub("", text)
    return _compose(text)


def _compose(text: str) -> str:
    """Compose letters with their marks; of a row of marks only so many are left as take no time."""
    return unicodedata.normalize("NFC", _ROW_OF_MARKS.sub(lambda row: row[0][:MOST_MARKS], text))


def read_windows(text: str) -> str:
    """Read the control characters 0x80 to 0x9f as the letters of Windows-1252, as HTML does.

    Nobody writes these controls, and many write those letters by such numbers; sequences that
    would control a terminal go as a whole.
    """
    if text.isascii() or not _C1.search(text):
        return text
    return _C1_SEQUENCE.sub("", text).translate(_WINDOWS)


def safe_line(text: str, limit: int = TEXT_LIMIT) -> str:
    """Make one safe line of at most `limit` characters."""
    if not text:
        return text
    line = collapse_spaces(strip_controls(text[:READ_LIMIT]).replace("\n", " "))
    return line if len(line) <= limit else strip_controls(line[:limit]).rstrip()


def safe_rows(text: str, most: int = MOST_ROWS) -> list[str]:
    """Make safe, stripped lines, the empty ones kept, of the first ones of a text."""
    return list(map(collapse_spaces, written_rows(text, most)))


def written_rows(text: str, most: int = MOST_ROWS) -> list[str]:
    """Make safe lines, their blanks kept as they are, of the first ones of a text."""
    return strip_controls(text[:READ_LIMIT]).split("\n", most)[:most]


def collapse_spaces(line: str) -> str:
    """Make single spaces of rows of them, and none at either end."""
    return (_RUN_OF_SPACES.sub(" ", line) if "  " in line else line).strip()


def safe_paragraphs(text: str) -> str:
    """Make safe paragraphs, each one line, a blank line between them."""
    parts = map(safe_line, _parted(strip_controls(text[:READ_LIMIT])))
    return "\n\n".join(filter(None, parts))[:TEXT_LIMIT].rstrip()


def safe_stanzas(text: str) -> str:
    """Make safe paragraphs that keep their lines, unless somebody wrapped them to a width."""
    parts = map(_text_lines, _parted(strip_controls(text[:READ_LIMIT])))
    return "\n\n".join(filter(None, map(_unwrapped, parts)))[:TEXT_LIMIT].rstrip()


def _parted(text: str) -> list[str]:
    """Cut a text at blank lines; blanks and empty lines may be left at the ends of its parts.

    Looking for blanks before each line break takes a hundred times as long as for two breaks.
    """
    parts: list[str] = _GAP.split(text) if "\n " in text else text.split("\n\n")
    return parts


def _text_lines(part: str) -> list[str]:
    """List the lines of a paragraph that say something."""
    return list(filter(None, map(collapse_spaces, part.split("\n"))))


def _unwrapped(lines: list[str]) -> str:
    """Join the lines of a paragraph, by blanks where only their width parted them."""
    if len(lines) < 2:
        return "".join(lines)
    width = max(map(len, lines))
    breaks = sum(_wants_room(one, after, width) for one, after in pairwise(lines))
    runs_on = all(_runs_on(one, after, width) for one, after in pairwise(lines))
    is_wrapped = NARROWEST <= width <= WIDEST and (runs_on or breaks > 0.6 * (len(lines) - 1))
    ends = sum(one.endswith(_SENTENCE_ENDS) for one in lines[:-1])
    return (" " if is_wrapped and 2 * ends < len(lines) - 1 else "\n").join(lines)


def _wants_room(line: str, after: str, width: int) -> bool:
    """Tell whether the next word did not fit into a line."""
    return len(line) + 1 + len(after.partition(" ")[0]) > width


def _runs_on(line: str, after: str, width: int) -> bool:
    """Tell whether a long line goes on in mid-sentence, as a verse of that length seldom does."""
    return len(line) >= 0.75 * width and line[-1].isalnum() and after[0].islower()


def is_simple_link(target: str) -> bool:
    """Tell a complete link of the web that is safe as it stands; most are."""
    simple = _SHORT_LINK if len(target) <= _SHORT else _LONG_LINK
    return bool(simple.fullmatch(target))


def safe_link(target: str) -> str:
    """Keep a link that leads to the web, and nothing else."""
    if not target or is_simple_link(target):
        return target
    target = safe_line(target, 2000).replace(" ", "%20")
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if parts.scheme.lower() in {"http", "https"} and parts.netloc else ""
