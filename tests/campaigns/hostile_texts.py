"""Hostile texts: one run of characters, as long as it gets, also runs made for one expression."""

from __future__ import annotations

import re
import re._constants as code
import re._parser as parser
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import regex

RUNS = (
    *("<a ", "<", "<!--", "<![CDATA[", "<p>", "</p>", "&", "&#", "&amp;", "[", "](", "(", ")", "{"),
    *(
        " ",
        "\t",
        "\n",
        " \n",
        "\n\n",
        "\r",
        "\u00a0",
        '"',
        "'",
        "“",
        "a",
        "A",
        "é",
        "漢",
        "a ",
        "A ",
    ),
    *(
        "1",
        "1 ",
        "1.",
        "1,",
        "1:",
        "1-",
        "1/",
        "-",
        "–",
        "- ",
        "--",
        "_",
        ".",
        ". ",
        "...",
        ",",
        ";",
    ),
    *(
        ":",
        "://",
        "http://a",
        "http://",
        "/",
        "//",
        "\\",
        "?",
        "!",
        "@",
        "a@",
        "a.",
        "#",
        "%",
        "%2",
    ),
    *(
        "=",
        "a=",
        'a="',
        "|",
        "+",
        "*",
        "~",
        "$",
        "^",
        "`",
        "\x00",
        "\x1b[",
        "\x1b]",
        "\x9b",
        "\x9d",
        "\u200d",
        "\u0301",
        "😀",
    ),
    *(
        "By ",
        "by a ",
        "Jan ",
        "Mon, ",
        "12:",
        "am ",
        "and ",
        "A. ",
        "Mc",
        "a'",
        "O'A ",
        "x-",
        "a\n",
    ),
    *(
        "[a",
        "[[",
        "*a",
        "> ",
        "a:",
        "a: ",
        "A:\n",
        "  a",
        "0x",
        "©",
        "€",
        "a\t",
        "\u2028",
        "()",
        "(a",
    ),
)
LONG_RUNS = ("[", "&", "(", " ", '"', "'", "“")
FEW = ("<a ", "<", "&", "[", "(", " ", " \n", "a", "A ", "1", "-", ".", ",", "a.", "/")

MOST_SAMPLES = 6  # of one expression
MOST_RUNS = 40  # made of them
_PROPERTIES = {"L": "a", "Lu": "A", "Ll": "a", "M": "\u0301", "N": "1", "Nd": "1", "P": "."}
_CATEGORIES = {
    code.CATEGORY_DIGIT: "1",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_WORD: "a",
    code.CATEGORY_NOT_DIGIT: "a",
    code.CATEGORY_NOT_SPACE: "a",
    code.CATEGORY_NOT_WORD: " ",
}


@cache
def own_runs(pattern: Any) -> tuple[str, ...]:
    """Runs in which an expression begins to match over and over, and never gets to its end."""
    found: dict[str, None] = {}
    for sample in samples(pattern):
        cuts = range(1, len(sample) + 1) if len(sample) < 12 else (1, 2, 3, 5, 8, 12, len(sample))
        for cut in cuts:
            found.setdefault(sample[:cut])
        for sign in sample[:12]:
            found.setdefault(sign)
    return tuple(found)[:MOST_RUNS]


def samples(pattern: Any) -> list[str]:
    """Texts that an expression about matches, each by another of its branches."""
    written = pattern.pattern
    written = written.decode("latin-1") if isinstance(written, bytes) else written
    written = regex.sub(r"\\[pP]\{\^?(\w+)[^}]*\}", _letter_of, written)
    written = regex.sub(r"\(\?P<\w+>", "(?:", written)  # regex lets two groups have one name
    written = written.replace("(?<=", "(?=").replace("(?<!", "(?!")  # and looks far behind
    try:
        with warnings.catch_warnings():  # of what a set within a set means to regex
            warnings.simplefilter("ignore")
            tree = parser.parse(written, pattern.flags & parser.SRE_FLAG_VERBOSE)
    except (re.error, RecursionError, OverflowError):
        return []
    made = {_sample(tree, turn)[:60]: None for turn in range(MOST_SAMPLES)}
    return [one for one in made if one]


def _letter_of(found: Any) -> str:
    """A letter of a property that only `regex` knows; within a class too."""
    return _PROPERTIES.get(found[1], "x")


def _sample(tree: Iterable[tuple[Any, Any]], turn: int) -> str:
    """A text that a part of an expression about matches."""
    return "".join(_piece(kind, given, turn) for kind, given in tree)


def _piece(kind: Any, given: Any, turn: int) -> str:
    """What one token of an expression matches, if that is seen at a glance."""
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        return _sample(given[2], turn) * min(max(given[0], 1), 4)
    if kind is code.SUBPATTERN:
        return _sample(given[3], turn)
    if kind is code.BRANCH:
        return _sample(given[1][turn % len(given[1])], turn)
    return _sample(given, turn) if kind is code.ATOMIC_GROUP else _sign(kind, given, turn)


def _sign(kind: Any, given: Any, turn: int) -> str:
    """The one character that a token matches; none where it is a place."""
    if kind is code.IN:
        return _of_class(given, turn)
    if kind is code.LITERAL:
        return chr(given)
    return "a" if kind in (code.ANY, code.NOT_LITERAL) else ""


def _of_class(given: list[tuple[Any, Any]], turn: int) -> str:
    """A character of a class, or one that is not of a class that says what is not."""
    if given[0][0] is code.NEGATE:
        barred = set(_signs(given[1:], turn))
        return next((one for one in "a ,1.<" if one not in barred), "\u00e9")
    signs = list(_signs(given, turn))
    return signs[turn % len(signs)] if signs else ""


def _signs(given: Iterable[tuple[Any, Any]], turn: int) -> Iterator[str]:
    """One character of each part of a class."""
    for kind, value in given:
        if kind is code.LITERAL:
            yield chr(value)
        elif kind is code.RANGE:
            yield chr(value[turn % 2])
        elif kind is code.CATEGORY:
            yield _CATEGORIES.get(value, "a")


def hostile(size: int, runs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The name of a text and the text: one run, or one between two other characters."""
    for run in runs:
        text = (run * (size // len(run) + 1))[:size]
        yield repr(run), text
        yield f"{run!r} and an end", f"a{text}\x01"
