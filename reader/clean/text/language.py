"""A language tag or a story's text in, its language out as two letters (ISO 639-1)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import AnyStr

_TAG = re.compile(r"([A-Za-z]{2})(?:[-_].*)?")
_WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 1_500  # characters that a guess looks at

# Words that each language uses all the time and the others hardly ever.
_COMMON = {
    "en": "the of and to in that is was for with on as are by from has have this",
    "de": "der die und das den von zu mit sich auf für ist im dem nicht ein eine auch",
    "fr": "le les des est une dans que pour qui sur par du au pas plus avec ce sont",
    "es": "el los las del que en por una con para su es se al como más fue",
    "it": "il di che la per un del della non con sono una dei nel alla è si più",
    "pt": "o os da do que em um uma para com não na no por mais dos foi ao as",
    "nl": "de het een van en dat op te zijn voor met niet aan er bij ook werd",
    "sv": "och att det som en på är av för med den till inte har ett om",
    "da": "og at det er en til på som af for med den ikke har et der",
    "no": "og det er en til på som av for med den ikke har et seg at",
    "pl": "w i na z się do że nie jest to o jak po od za przez",
    "cs": "a se na je že v s z do o to i za by jako podle který",
    "tr": "ve bir bu için ile de da olarak olan daha çok gibi sonra kadar",
    "ro": "și de la în a cu pe o care nu din să este mai sunt",
    "hu": "a az és hogy nem egy is van meg ez volt csak már mint",
    "fi": "ja on ei että se oli hän ovat myös kun mutta tai joka",
    "id": "yang dan di ini itu dengan untuk dari dalam tidak akan pada",
    "vi": "của và là có được cho không trong một người các với đã những",
}
_SPEAKERS: defaultdict[str, list[str]] = defaultdict(list)
for _code, _words in _COMMON.items():
    for _one in set(_words.split()):
        _SPEAKERS[_one].append(_code)
COMMON_WORDS = frozenset(_SPEAKERS)
_SPEAKERS_OF_BYTES = {word.encode(): codes for word, codes in _SPEAKERS.items()}
# Small letters for capitals, and blanks for what is no letter of ASCII.
_SMALL_LETTERS = bytes(
    ord(chr(byte).lower()) if chr(byte).isalpha() else ord(" ") for byte in range(128)
).ljust(256)
_ASCII = re.compile(r"[\x00-\x7f]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile(r"[\uac00-\ud7a3]"), 0.3),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), 0.3),
    ("he", re.compile(r"[\u05d0-\u05ea]"), 0.4),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.4),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.4),
    ("uk", re.compile(r"[іїєґІЇЄҐ]"), 0.02),
    ("ru", re.compile(r"[ыэёЫЭЁ]"), 0.005),
)
_NORWEGIAN = frozenset({"nb", "nn"})


def detect_language(tag: str, text: str = "") -> str:
    """Read the language off a tag, or guess it where the text leaves no doubt; else empty."""
    if match := _TAG.fullmatch(tag.strip()):
        code = match[1].lower()
        return "no" if code in _NORWEGIAN else code
    return _by_script(text[:SAMPLE]) or _by_words(text[:SAMPLE])


def _by_script(text: str) -> str:
    if text.isascii():
        return ""
    letters, foreign = sum(map(str.isalpha, text)) or 1, _ASCII.sub("", text)
    for code, script, share in _SCRIPTS:
        if len(script.findall(foreign)) >= share * letters and letters >= 20:
            return code
    return ""


def _by_words(text: str) -> str:
    if text.isascii():  # as bytes, without looking at each letter
        return _spoken(text.encode().translate(_SMALL_LETTERS).split(), _SPEAKERS_OF_BYTES)
    return _spoken(_WORD.findall(text.lower()), _SPEAKERS)


def _spoken(words: Sequence[AnyStr], speakers: Mapping[AnyStr, Sequence[str]]) -> str:
    """Return the language that uses words more than any other; empty where that is not sure."""
    counts = dict.fromkeys(_COMMON, 0)
    for word, times in Counter(filter(speakers.__contains__, words)).items():
        for code in speakers[word]:
            counts[code] += times
    second, most = sorted(counts.values())[-2:]
    sure = len(words) >= 20 and most >= 0.15 * len(words) and most >= 1.25 * second
    return max(counts, key=counts.__getitem__) if sure else ""
