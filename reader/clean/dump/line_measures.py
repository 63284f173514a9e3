"""A line out of a page in, what it looks like out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from reader.clean.text import boilerplate_words
from reader.model.construction import frozen

TAIL = 60  # characters that tell whether a line ends as a sentence does
LONGEST_LABEL = 80  # characters of a label
LONGEST = 400  # characters of a line that can be anything but story
_DENSE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SENTENCE = re.compile(
    r"[.!?…。！？؟।։۔](?:(?:['\"”’»)\]】」』]|\s|\[\d+\])*$"
    r"|(?<![…։۔])['\"”’»」』)] ?[^.!?]{0,3}$)"
)
BULLET = re.compile(r"^(?:[•‣◦▪▫●○■□►▶▸✓✔·]\s*|[*]\s+)(?=\w|[\"“„«'(])")
_HOUR = re.compile(r"\d\s?[ap]\.m\.$", re.IGNORECASE)
_LINK_ROW = re.compile(r"\[[^\[\]|]*(?:\|[^\[\]|]*)+\]")
_DIGIT = re.compile(r"\d")
_FIGURES = re.compile(r"[\d.,:%+\-−–$€£¥₩/()\s]+")
# What is named before a mark, as the maker of a picture is.
_LABEL = re.compile(
    r"\b(?i:photo(?:graph(?:er|s|y)?|s)?|fotos?|images?|bild(?:er)?|pictures?|credit|crédits?"
    r"|illustrations?|fotograf\w*|video|courtesy(?: of)?|source|quelle)\b"
    r"\s*(?:by|von|par|de|di|credit)?\s*[:：/|©]"
)
_CREDIT = re.compile(
    r"©|\((?:AP|AFP|Reuters|EPA|dpa|Getty|Photo|Foto|Image|Bild|Imago|Xinhua|Kyodo"
    r"|Yonhap)\b[^)]*\)?$"
    r"|^(?:写真|撮影|画像|사진|图片|图)|[(（](?:写真|撮影|사진)|Фото|фото:|صورة|צילום|Φωτο",
)
_AGENCY = re.compile(
    r"\b(?:Getty(?: Images)?|AFP|Reuters|REUTERS|picture[ -]alliance|dpa|imago|IMAGO|EPA"
    r"|Shutterstock|iStock"
    r"|Alamy|PA Wire|PA Images|ZUMA|NurPhoto|Sipa|Xinhua|KEYSTONE|APA|Wikimedia|AP(?: Photo)?"
    r"|Unsplash)"
    r"(?:[\s/,|)\]-]+\w[\w .\-]{0,25}){0,2}[)\]]?$"
)
# Any of them, which is found in a tenth of the time that its place takes.
_AGENCY_HINT = re.compile(
    "Getty|AFP|Reuters|REUTERS|picture[ -]alliance|dpa|imago|IMAGO|EPA|Shutterstock|iStock|Alamy"
    "|PA (?:Wire|Images)|ZUMA|NurPhoto|Sipa|Xinhua|KEYSTONE|AP|Wikimedia|Unsplash"
)
_AGENCY_REACH = 120  # characters at the end of a line in which an agency signs
# How agencies and papers of East Asia sign a picture.
_SIGNED = re.compile(
    r"(?:撮影|提供|共同|時事|ロイター|ＡＰ|ＡＦＰ|ＥＰＡ)[）)]$|＝(?:ＡＰ|ＡＦＰ|ロイター|共同|時事|.{0,12}(?:撮影|提供))$"
    r"|[.\]] ?(?:뉴시스|뉴스1|연합뉴스|로이터|게티이미지\S*|[가-힣]{2,4} (?:선임)?기자)(?: ?제공)?$"
    r"|\[?사진(?: ?출처)? ?= ?[^\]]{1,30}\]?$|(?:新华社|中新社|中央社).{0,12}摄$"
)
# A picture's words say who stands where in it, and what an agency allows.
_WHERE = re.compile(
    r"^Pictured\b|\bfrom left(?: to right)?[:,)]|\bMANDATORY CREDIT\b|\bNO (?:RESALES|ARCHIVES)\b"
    r"|\((?:[lr]|li|re|left|right|links|rechts|Mitte|(?:Archiv|Symbol)(?:bild|foto)?)\.?\)"
)
_TABLE = re.compile(
    r"(?:[A-Z]{2,6}\s*){1,2}[-+]?[\d.,]*%?-?|[•*·]\s*[A-Z.]{1,6}|[$€£¥]\s*[\d.,]+|[\d.,:%+\-−–/]+"
)
_ASCII: dict[Callable[[str], bool], bytes] = {
    test: bytes(code for code in range(128) if test(chr(code)))
    for test in (str.isalpha, str.isdigit, str.isupper)
}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[^\s@]+@\S+\.\w+|pic\.twitter\.com/\S+")


@frozen
class MeasuredLine:
    """One line of a page, measured."""

    text: str
    size: int  # characters, dense scripts counted as the Latin letters they stand for
    ends: bool  # as a sentence does
    role: (
        str  # furniture, pointer, legal, figures, credit, end; empty when nothing speaks against it
    )
    copies: int  # how often the page has this line
    again: bool = False  # whether an earlier line said the same


def measure_lines(lines: Sequence[str]) -> list[MeasuredLine]:
    """Measure each line of a page."""
    keys = [line.casefold() for line in lines]
    copies = Counter(keys)
    seen: set[str] = set()
    measured = []
    for line, key in zip(lines, keys, strict=True):
        size, ends, role = _looks(line)
        measured.append(MeasuredLine(line, size, ends, role, copies[key], key in seen))
        seen.add(key)
    return _once(measured) if _is_doubled(measured) else measured


def _is_doubled(lines: Sequence[MeasuredLine]) -> bool:
    """Tell whether the page as a whole says everything more than once."""
    prose = [line for line in lines if line.ends and not line.role]
    return 2 * sum(line.size for line in prose if line.copies > 1) > sum(
        line.size for line in prose
    )


def _once(lines: Sequence[MeasuredLine]) -> list[MeasuredLine]:
    """Count the first copy of each sentence as the only one."""
    return [replace(line, copies=1) if line.ends and not line.again else line for line in lines]


def text_weight(text: str) -> int:
    """Count characters, those of dense scripts as the two or three Latin ones they stand for."""
    return len(text) if text.isascii() else len(text) + int(1.5 * len(_DENSE.findall(text)))


# A story's text is cleaned until that changes nothing, so each of its lines comes back.
@lru_cache(maxsize=4096)
def _looks(text: str) -> tuple[int, bool, str]:
    """Tell of a line, whatever stands around it, how large it is, how it ends, and its role."""
    size = text_weight(text)
    ends = bool(_SENTENCE.search(text[-TAIL:])) or (size >= 60 and text[-1] in ":：")
    return size, ends, _role(text, size) if size <= LONGEST else ""


def _role(text: str, size: int) -> str:
    for role, longest, test in _ROLES:
        if size <= longest and test(text):
            return role
    return ""


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Tell whether a text is nothing but a label that pages have."""
    return boilerplate_words.is_furniture(text)


def ends_with_hour(text: str) -> bool:
    """Tell whether the full stop at the end of a text is that of "a.m."."""
    return bool(_HOUR.search(text[-8:]))


def count_chars(text: str, *tests: Callable[[str], bool]) -> list[int]:
    """Count the characters of a text that are letters, capitals or digits, as each test tells them.

    Those of ASCII are counted all at once, in a tenth of the time.
    """
    plain = text.encode("ascii", "ignore")
    many = len(plain)
    counts = [many - len(plain.translate(None, _ASCII[test])) for test in tests]
    if many == len(text):
        return counts
    others = "".join(_BEYOND_ASCII.findall(text))
    return [count + sum(map(test, others)) for count, test in zip(counts, tests, strict=True)]


def _is_figures(text: str) -> bool:
    if _TABLE.fullmatch(text) or _FIGURES.fullmatch(text):
        return True
    if text.isascii() and not _DIGIT.search(text):
        return False
    figures, letters = count_chars(text, str.isdigit, str.isalpha)
    return figures > letters


def _is_legal(text: str) -> bool:
    return bool(boilerplate_words.LEGAL.search(text.lower()))


def _is_praise(text: str) -> bool:
    """Tell whether an outlet says how great it is."""
    lowered = text.lower()
    if " the " not in lowered and " our " not in lowered:
        return False
    may_be = any(word in lowered for word in boilerplate_words.SUPERLATIVES)
    return may_be and bool(boilerplate_words.ABOUT.search(text))


def _is_caption(text: str) -> bool:
    """Tell whether a text speaks of a picture, or names who took it."""
    is_plain = text.isascii()
    has_bracket = "(" in text
    if _has_label_mark(text, is_plain) and _LABEL.search(text):
        return True
    if (has_bracket or not is_plain) and _CREDIT.search(text):
        return True
    end = max(0, len(text) - _AGENCY_REACH)
    if _AGENCY_HINT.search(text, end) and _AGENCY.search(text, end):
        return True
    if (has_bracket or _tells_where(text)) and _WHERE.search(text):
        return True
    return not is_plain and bool(_SIGNED.search(text[-TAIL:]))


def _has_label_mark(text: str, is_plain: bool) -> bool:
    """Tell whether a text has a mark before which something may be named."""
    if ":" in text or "/" in text or "|" in text:
        return True
    return not is_plain and ("：" in text or "©" in text)


def _tells_where(text: str) -> bool:
    """Tell whether a text has a word without which none says who stands where."""
    return "from left" in text or "Pictured" in text or "MANDATORY" in text or "NO " in text


_ROLES = (
    ("furniture", LONGEST_LABEL, is_label),
    ("figures", 60, _is_figures),
    ("furniture", 200, _ADDRESS.fullmatch),
    ("end", 60, boilerplate_words.is_end),
    ("pointer", 160, boilerplate_words.is_pointer),
    ("pointer", 200, _LINK_ROW.fullmatch),
    ("legal", 400, _is_legal),
    ("legal", 400, _is_praise),
    ("credit", 350, _is_caption),
)
