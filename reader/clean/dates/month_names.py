"""A word of any language in, the month that it names out."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from unicodedata import combining, normalize

from reader.clean.text.boilerplate_words import MONTHS

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN = dict(zip(_NUMERALS, range(1, 13), strict=True))
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# Forms that dictionaries lack: bent, shortened or older ones.
_RARE = """
tammikuuta มค جانفي يناير ιαν ιανουαριου gen januarja janvārī urtarrilaren
helmikuuta กพ شباط فيفري φεβ φεβρουαριου februarja otsailaren
maaliskuuta มีค آذار mrz mrt märzen μαρ μαρτιου martxoaren
huhtikuuta เมย نيسان أفريل απρ απριλιου apirilaren
toukokuuta พค أيار ماي μαι μαϊ μαΐ μαιου mag maijā maiatzaren
kesäkuuta มิย حزيران جوان ιουν ιουνιου giu ekainaren
heinäkuuta กค تموز جويلية ιουλ ιουλιου lug uztailaren
elokuuta สค آب أوت αυγ αυγουστου ago avgusta abuztuaren
syyskuuta กย أيلول شتنبر σεπ σεπτ σεπτεμβριου set septembrī irailaren
lokakuuta ตค οκτ οκτωβριου ott oktobrī urriaren
marraskuuta พย νοε νοεμ νοεμβριου noi novembrī azaroaren
joulukuuta ธค δεκ δεκεμβριου dic decembrī abenduaren
"""
_TWO_WORDS = {"كانون الثاني": 1, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12}
_MAJOR = 80  # languages, the most read first, whose word is taken where a rarer one differs


def _fold_name(word: str) -> str:
    """Give a name without case, accents and points, as names are looked up here."""
    letters = normalize("NFKD", word.casefold().replace("ı", "i"))
    bare = (letter for letter in letters if not combining(letter) and letter not in ".'’")
    return normalize("NFC", "".join(bare)).strip()


# What stands between day, month and year, beside words of one or two letters.
_FILLERS = frozenset(
    _fold_name(word)
    for word in (
        "the", "del", "den", "der", "dem", "les", "roku", "року", "года", "год", "гады", "évi",
        "gada", "metų", "urte", "urteko", "năm", "ngày", "วันที่", "พ.ศ.", "ค.ศ.", "tahun",
        "tanggal", "bulan", "yil", "yılı", "жылы", "оны", "inci", "nin", "anno", "día", "ème",
        "ère", "ого", "από", "του", "سنة", "عام",
    )
)  # fmt: skip


def is_filler(word: str) -> bool:
    """Tell a word that may stand within a date without being a part of it."""
    shortest = 2 if word.isascii() else 1  # a word of two letters is a month in India
    filler = len(word) <= shortest and not (word.isdecimal() or word in ROMAN)
    return filler or _fold_name(word) in _FILLERS


@lru_cache(4096)
def month_of(name: str, language: str = "") -> int:
    """Give the number of the month that a name means in a language (ISO 639-1), or in most.

    0 for a word that names no month, or names different ones in languages that many read.
    """
    word = _fold_name(name)
    own = _own_names().get(word, 0)
    if own and word not in _contested_names():
        return own
    return _month_in(word, language) or own or _month_anywhere(word)


def _month_in(word: str, language: str) -> int:
    months = _all_names().get(word, {})
    return next((month for month, languages in months.items() if language in languages), 0)


def _month_anywhere(word: str) -> int:
    """Give the month that all much-read languages mean by a word, else all the others."""
    months = _all_names().get(word, {})
    major = [month for month, languages in months.items() if min(languages.values()) < _MAJOR]
    found = major or (list(months) if len(word) > 3 else [])  # three letters are soon a month
    return found[0] if len(found) == 1 else 0


@cache
def _own_names() -> dict[str, int]:
    names = {_fold_name(name): month for name, month in (MONTHS | _TWO_WORDS).items()}
    for month, line in enumerate(_RARE.split("\n")[1:13], start=1):
        names |= {_fold_name(name): month for name in line.split()}
    return names


@cache
def _contested_names() -> frozenset[str]:
    """Return names in which Croatian is a month before its neighbours."""
    return frozenset({"listopad", "listopada", "lis", "lip", "srp", "srpen"})


@cache
def _all_names() -> dict[str, dict[int, dict[str, int]]]:
    """Return by name, by month, the languages that call it so, each with its rank by readers."""
    language_order = import_module("dateparser.data.languages_info").language_order
    names: dict[str, dict[int, dict[str, int]]] = {}
    for rank, language in enumerate(language_order):
        words = import_module(f"dateparser.data.date_translation_data.{language}").info
        for month, english in enumerate(MONTH_NAMES, start=1):
            for name in words.get(english, ()):
                known = names.setdefault(_fold_name(name), {})
                known.setdefault(month, {}).setdefault(language, rank)
    return names
