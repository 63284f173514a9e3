"""How two lines that follow one another hang together, by their last and first characters."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from enum import Enum, auto

from reader.clean.text.language import COMMON_WORDS


class Bond(Enum):
    """What speaks for it that a line goes on in the next one."""

    NONE = auto()  # one of them is empty, or the second is an item of a list
    MARK = auto()  # the second begins with a comma or another mark that nothing begins with
    SMALL = auto()  # the first ends nowhere, the second begins with a small letter
    SIGNATURE = auto()  # likewise, but perhaps it names who wrote: "by"
    ABBREVIATION = auto()  # a full stop, and a small letter behind it
    OPEN = auto()  # the first ends with a comma, or a word that ends no title
    CASELESS = auto()  # the first ends nowhere, and the script of the second has no capitals
    UNKNOWN = auto()  # the first ends nowhere, the second begins as anything does
    OPENING = auto()  # likewise, with a word that is written small elsewhere
    COLON = auto()
    SENTENCE = auto()  # the first ends a sentence, the second begins one


SURE = frozenset((Bond.MARK, Bond.SMALL))
_CLOSED = re.compile(r"[.!?…。！？؟।۔]['\"”“’»)\]】」』]*$")
UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
MARK = re.compile(r"[,;)\]](?!-\))|[.!?:](?![\w.])|[’']s\b|[、。）」』](?=.)|[(（\[]$")
# A particle, which no Japanese sentence begins with.
_PARTICLE = re.compile(r"[はがをにのでとも](?=[\u3400-\u9fff\d「])")
SIGNED = re.compile(r"(?:by|von|par|por|di|door|av|af|text|foto|photo|via)\b", re.IGNORECASE)
# Of a site or an agency, which may begin a line in small letters.
_NAME = re.compile(r"\w[\w-]*[./@_]\w|dpa\b|imago\b")
_COLON = re.compile(r"[:：;][\"'”“’»)\]】」』]*$")
_ITEM = re.compile(r"(?:[•‣◦▪▫●○■□►▶▸✓✔·]\s*|[*+]\s+|\(?[a-z]\)\s|#{1,6}\s|>\s)")
_NUMBER = re.compile(r"(?:[-–—]\s+|\(?\d{1,3}[.)]\s)")
_WORD = re.compile(r"\w+")
_WORD_ALONE = re.compile(r"\w+\. ")
_LEADING = "\"“„«‘'([¿¡"
OPEN_END = re.compile(r"(?:,['\"”“’»]|[,(\[„–—/&、，（「]|\s[-\"“«])$")
# No title ends with one of these, either.
_LEADING_ON = frozenset(
    ["about", "across", "after", "against", "amid", "among", "antes", "après", "até",
     "avant", "before", "between", "chez", "contra", "contre", "contro", "depois", "depuis",
     "desde", "después", "dopo", "durante", "durch", "during", "einem", "einen", "einer",
     "eines", "entre", "gegen", "hacia", "hasta", "his", "ihre", "into", "its", "leur",
     "leurs", "nach", "near", "ohne", "pendant", "prima", "sans", "seine", "seit", "sem",
     "senza", "sin", "since", "sobre", "sus", "than", "their", "through", "toward",
     "towards", "unter", "until", "vers", "verso", "while", "within", "without", "während",
     "zwischen", "über"]
)  # fmt: skip
_LONGEST_SIGNATURE = 60  # characters


def is_closed(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    last = line[-1:]
    return not last.isalnum() and bool(_CLOSED.search(line[-12:]))


def runs_on(line: str, following: str) -> bool:
    """Tell at a glance whether a line surely goes on in the following one."""
    if not line or not following:
        return False
    first = following[0]
    if first.isupper() or first.isdigit():
        return False
    goes_on = (
        (first.islower() and not _NAME.match(following))
        or MARK.match(following)
        or _PARTICLE.match(following)
    )
    return bool(goes_on) and not is_closed(line)


def is_without_case(line: str) -> bool:
    """Tell whether a line begins with a letter of a script that has no capitals."""
    first = line[:1]
    return first.isalpha() and first.lower() == first.upper()


def words_in_small(lines: Sequence[str]) -> Set[str]:
    """List the words that some line writes in small letters."""
    return {word for line in lines for word in _WORD.findall(line) if word.islower()}


def bond(line: str, following: str, small: Set[str]) -> Bond:
    """Tell how two lines hang together; `small` are the words that the page writes small."""
    if not line or not following or _ITEM.match(following):
        return Bond.NONE
    closed, colon = is_closed(line), bool(_COLON.search(line[-12:]))
    if _NUMBER.match(following):
        return Bond.NONE if closed or colon or _NUMBER.match(line) else Bond.UNKNOWN
    if MARK.match(following):
        return Bond.MARK
    if following.lstrip(_LEADING)[:1].islower() or _PARTICLE.match(following):
        return _before_small(following, closed)
    if closed:
        return Bond.SENTENCE
    return Bond.COLON if colon else _before_any(line, following, small)


def _before_small(following: str, closed: bool) -> Bond:
    if _NAME.match(following) or (len(following) < _LONGEST_SIGNATURE and SIGNED.match(following)):
        return Bond.SIGNATURE
    return Bond.ABBREVIATION if closed else Bond.SMALL


def _before_any(line: str, following: str, small: Set[str]) -> Bond:
    last = line.rsplit(None, 1)[-1]
    if OPEN_END.search(line) or (last.lower() if last == line else last) in COMMON_WORDS:
        return Bond.OPEN
    if last in _LEADING_ON and last != line:
        return Bond.OPEN
    if is_without_case(following):
        return Bond.CASELESS
    return Bond.OPENING if opens(following, small) else Bond.UNKNOWN


def opens(line: str, small: Set[str]) -> bool:
    """Tell whether a line begins with the capital of a word that the page writes small.

    No sentence is one word alone, with more behind it.
    """
    start = line.lstrip(_LEADING)
    word = _WORD.match(start)
    if not word or len(word[0]) < 2 or _WORD_ALONE.match(start):
        return False
    return word[0][0].isupper() and word[0].lower() in small
