"""Stems words by the language of their story, and finds all stems of a typed word."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

import Stemmer

SHORTEST = 3  # letters of a word that is stemmed: "us" and "AP" are not
FALLBACK = "en"  # of stories whose language is not known
STEMMERS = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
"""Turkish is not among them: its stemmer needs the letters that folding makes alike."""

VERSION = f"snowball{Stemmer.version()}"  # another one may stem otherwise
_OTHER_SCRIPTS = frozenset({"am", "ar", "be", "bg", "el", "fa", "he", "hi", "hy", "ja", "ka"}) | {
    *("kk", "ko", "mk", "ru", "sr", "ta", "th", "uk", "ur", "yi", "zh")
}
"""Languages that are not written in Latin letters: Latin words in them are mostly English."""

_SEPARATOR = "/"
_LANGUAGES = 32
_PLAIN, _ACCENTED = "a", "\u00e4"  # a word of ASCII, and one that is not


@lru_cache(_LANGUAGES)
def term_finder(language: str) -> Callable[[str], str]:
    """Return what finds the term of a word: its stem, and whose stem it is.

    Words of a language without a stemmer stay as they are. Each of very many words asks, so what is
    known of the language is looked up once.
    """
    stem_plain, of_plain = _stemming(_stemming_language(_PLAIN, language))
    stem_other, of_other = _stemming(_stemming_language(_ACCENTED, language))

    def find(form: str) -> str:
        if not _has_stem(form):
            return form
        if form.isascii():
            return f"{stem_plain(form) or form}{of_plain}"
        return f"{stem_other(form) or form}{of_other}"

    return find


def _stemming(code: str) -> tuple[Callable[[str], str], str]:
    """Return what stems the words of a language, and what is written behind the stem."""
    return (_stemmer(code).stemWord, _SEPARATOR + code) if code else (str, "")


def term_of(form: str, language: str) -> str:
    """Return the term of a word of a language; who asks for many asks for what finds them."""
    return term_finder(language)(form)


@lru_cache(2_000)
def terms_of(form: str) -> frozenset[str]:
    """Return all that a typed word can be found by: itself, and its stem in every language."""
    if not _has_stem(form):
        return frozenset((form,))
    codes = {_stemming_language(form, language) for language in STEMMERS}
    return frozenset((form, *(_stem_of(form, code) for code in codes)))


def form_of(term: str) -> str:
    """Return the stem of a term, or the word that it is."""
    return term.partition(_SEPARATOR)[0]


def language_of(term: str) -> str:
    """Return whose stem a term is, empty where it is none."""
    return term.partition(_SEPARATOR)[2]


def _has_stem(form: str) -> bool:
    return len(form) >= SHORTEST and (form.isalpha() or not any(map(str.isdigit, form)))


def _stemming_language(form: str, language: str) -> str:
    """In which language a word is stemmed, empty for none."""
    if not language or (language in _OTHER_SCRIPTS and form.isascii()):
        return FALLBACK
    return language if language in STEMMERS else ""


def _stem_of(form: str, code: str) -> str:
    return f"{_stemmer(code).stemWord(form) or form}{_SEPARATOR}{code}"


@cache
def _stemmer(code: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(STEMMERS[code], 0)  # the tokens are remembered, so it need not
