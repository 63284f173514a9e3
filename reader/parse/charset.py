"""Detects the encoding of bytes, and decodes them."""

from __future__ import annotations

import codecs
import re

from reader.model import ParseError

BOMS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
MARKS = tuple(BOMS)
# Which of four bytes are NUL in most characters, for texts without a byte order mark.
WIDE: dict[tuple[bool, ...], str] = {
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
}
DECLARED = (
    re.compile(rb"^\s*<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})"),
    re.compile(rb"<meta\b[^<>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I),
)
IN_MEDIA_TYPE = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
# Names that publishers use for more than they mean: the larger set has the smaller one in it.
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
# Anything else that Python calls an encoding (rot13, utf-7, unicode_escape) is never news.
NEWS = re.compile(
    r"utf-8$|cp\d|iso8859|koi8|mac|tis|kz1048|ptcp|gb|big5|euc|shift|iso2022|johab|hz"
)
SEVEN_BIT = re.compile(r"iso2022|hz")  # their texts are ASCII until they are read
ESCAPE, BRACE = b"\x1b", b"~{"  # with which those say that what follows is not
# What western Europe writes and its neighbours, whose letters have the same numbers, do without.
WESTERN = bytes(range(128)) + (
    "€„…‹‘’“”•–—™›\xa0£§©«\xad®°´·»ÀÁÂÄÅÆÇÈÉÊËÎÏÑÓÔÖÙÚÜßàáâãäåæçèéêëìíîïñòóôöøùúûüœØ".encode(
        "cp1252"
    )
)
IN_A_ROW = re.compile(rb"[\xc0-\xff]{3}")  # letters that do so in no western word
SAMPLE = 32_000
# Their small letters have the numbers of those of Windows, and hardly anybody writes in them.
UNLIKELY = ["mac_cyrillic", "mac_greek"]
LONGEST_HEAD = 4_096
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
ORDINARY = bytes(set(range(128)) - set(CONTROLS))
# Colours, and letters struck over one another, as programs print them.
OF_TERMINALS = re.compile(rb"\x1b\[[\d;:]{0,40}m|[^\0-\x1f]\x08")
BLANK = re.compile(r"[\s\ufeff\u200b\u2060\0]*")


def decode(content: bytes, media_type: str) -> str:
    """Read bytes as text: no NUL, no lone surrogate.

    In order: byte order mark, UTF-8, what the document declares, what its sender says, the
    likeliest encoding, Windows-1252. Raises ParseError for what is no text or only blanks.
    """
    text = _ordinary(content) or _unusual(content, media_type)
    if BLANK.fullmatch(text):
        raise ParseError("is empty")
    return text


def _ordinary(content: bytes) -> str:
    """Read ASCII that cannot be anything else; empty when it could be."""
    if not content.isascii() or content.translate(None, ORDINARY):
        return ""
    return "" if _switches(content) else content.decode("ascii")


def _switches(content: bytes) -> bool:
    """Tell whether a text may be in one of the encodings of seven bits."""
    # One byte is found much faster than two, and most texts have none of these.
    return ESCAPE in content or (b"~" in content and BRACE in content)


def _unusual(content: bytes, media_type: str) -> str:
    """Read whatever else may be text."""
    text = _wide(content) or _narrow(content, media_type)
    _refuse_noise(text)
    return text.replace("\0", "") if "\0" in text else text


def _wide(content: bytes) -> str:
    """Read UTF-16, UTF-32 or anything with a byte order mark; empty when it is none of them."""
    if content.startswith(MARKS):
        mark = next(mark for mark in MARKS if content.startswith(mark))
        return content[len(mark) :].decode(BOMS[mark], "replace") or " "
    encoding = _wide_encoding(content[:LONGEST_HEAD]) if b"\0" in content else ""
    return content.decode(encoding, "replace") if encoding else ""


def _wide_encoding(head: bytes) -> str:
    """Name the encoding that the places of NUL bytes give away."""
    if len(head) < 4:
        return ""
    columns = [head[place::4] for place in range(4)]
    mostly = tuple(column.count(0) * 10 > len(column) * 6 for column in columns)
    return WIDE.get(mostly, "")


def _narrow(content: bytes, media_type: str) -> str:
    """Read an encoding whose ASCII letters are single bytes."""
    # UTF-8 declared as something else is common, and something else that passes for it is not.
    text = _utf8(content)
    if text and not _switches(content):
        return text
    named = _encodings(content[:LONGEST_HEAD], media_type)
    if named and SEVEN_BIT.match(named[0]):
        return content.decode(named[0], "replace")
    if text:
        return text
    read = (_strictly(content, encoding) for encoding in named)
    return next(filter(None, read), "") or _guess_text(content)


def _encodings(head: bytes, media_type: str) -> list[str]:
    """Name the encodings that a document declares, and then that of its sender."""
    names = [found[1].decode("ascii") for find in DECLARED if (found := find.search(head))]
    names += IN_MEDIA_TYPE.findall(media_type)
    return list(dict.fromkeys(filter(None, map(_known_encoding, names))))


def _known_encoding(name: str) -> str:
    """Give Python's name for an encoding of texts, empty when it is none."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    known = WIDER.get(known, known)
    return known if NEWS.match(known) else ""


def _strictly(content: bytes, encoding: str) -> str:
    """Read bytes in an encoding; empty when they are not in it."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _utf8(content: bytes) -> str:
    """Read UTF-8 with a few dents at most; empty when it is not UTF-8."""
    text = content.decode("utf-8", "replace")
    dents = _count(text, "\N{REPLACEMENT CHARACTER}")
    beyond_ascii = len(content) - len(text)
    return text if dents == 0 or dents * 10 < beyond_ascii else ""


def _count(text: str, letter: str) -> int:
    """Count a letter that hardly any text has: to find that out is much faster than to count."""
    return text.count(letter) if letter in text else 0


def _guess_text(content: bytes) -> str:
    """Read bytes in their likeliest encoding, or else as Windows-1252."""
    if not content.translate(None, WESTERN) and not IN_A_ROW.search(content):
        return content.decode("cp1252")
    from charset_normalizer import from_bytes  # takes a while, and few need it

    first = next(place for place, byte in enumerate(content) if byte > 127)
    sample = content[max(0, first - 1_000) :][:SAMPLE]
    best = from_bytes(sample, cp_exclusion=UNLIKELY).best()
    encoding = _known_encoding(best.encoding) if best else ""
    return content.decode(encoding or "cp1252", "replace")


def _refuse_noise(text: str) -> None:
    """Raise ParseError for bytes that no one can have meant as text."""
    written = text.encode("utf-8")
    controls = len(written) - len(written.translate(None, CONTROLS))
    unknown = _count(text, "\N{REPLACEMENT CHARACTER}")
    if controls * 20 > len(written):
        controls -= len(OF_TERMINALS.findall(written))
    if controls * 20 > len(written) or _count(text, "\0") * 1_000 > len(text):
        raise ParseError("is not text")
    if unknown * 10 > len(text):
        raise ParseError("is not text in an encoding that newsreader knows")
