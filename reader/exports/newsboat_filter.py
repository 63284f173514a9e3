"""Translates the filter language of newsboat into queries, as far as these can say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import accumulate

from reader.model.construction import frozen

FeedsByTag = Mapping[str, tuple[str, ...]]
"""The names of the sources that stand in no folder of a tag and have it all the same."""

LONGEST = 2_000  # characters of a filter
DEEPEST = 20  # parentheses within each other
ALL = "(is:read OR is:unread)"
_TOKEN = re.compile(
    r"\s*(?:(\()|(\))|(!=|!~|!#|=~|==|<=|>=|[=<>#])|\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'"
    r"|([^\s()\"'=<>#!]+))",
    re.S,
)
_WORDS = re.compile(r"[\w .,’'&-]+")
_AROUND = re.compile(r"^(?:\(\?i\))?\^?(?:\.\*)?|(?:\.\*)?\$?$")
_BREAKS = re.compile(r"\\[<>b]")
_FIELDS = {"title": "title", "author": "by", "content": "", "feedtitle": "in", "feedlink": "in",
           "rssurl": "in"}  # fmt: skip
_SAME = {"=": "=", "==": "=", "#": "#", "=~": "=~"}
_OTHERS = {"!=": "=", "!#": "#", "!~": "=~"}


class UntranslatableError(Exception):
    """A filter asks for what no query can ask for; the sentence says what."""


@frozen
class _Token:
    kind: str  # "(", ")", "operator" or "word"
    text: str


def translate_filter(written: str, feeds: FeedsByTag) -> str:
    """Return the query that finds what a filter of newsboat lets through.

    Raises:
        UntranslatableError: no query can say the same.
    """
    if len(written) > LONGEST:
        raise UntranslatableError("it is too long")
    parser = _FilterParser(_tokens_of(written), feeds)
    query = parser.either(0)
    if parser.tokens:
        raise UntranslatableError(f"{parser.tokens[0].text!r} is not understood")
    return query.removeprefix("(").removesuffix(")") if _is_one_group(query) else query


def _tokens_of(written: str) -> list[_Token]:
    """Return the tokens of a filter."""
    tokens, at = [], 0
    text = written.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise UntranslatableError(f"{text[at : at + 20]!r} is not understood")
        at = found.end()
        opened, closed, operator, quoted, single, word = found.groups()
        if opened or closed:
            tokens.append(_Token(opened or closed, opened or closed))
        elif operator:
            tokens.append(_Token("operator", operator))
        else:
            inner = quoted if quoted is not None else single if single is not None else word
            tokens.append(_Token("word", re.sub(r"\\([\"'])", r"\1", inner)))
    return tokens


def _is_one_group(query: str) -> bool:
    """Tell whether the first parenthesis of a query closes with its last."""
    if not query.startswith("(") or not query.endswith(")"):
        return False
    bare = re.sub(r'"[^"]*"', lambda found: "x" * len(found[0]), query)
    depths = accumulate((sign == "(") - (sign == ")") for sign in bare)
    return list(depths).index(0) == len(bare) - 1


class _FilterParser:
    """A filter, read from its first token to its last."""

    def __init__(self, tokens: list[_Token], feeds: FeedsByTag) -> None:
        self.tokens = tokens
        self.feeds = feeds

    def either(self, depth: int) -> str:
        """Read conditions of which one is enough."""
        parts = [self.both(depth)]
        while self.is_next("or"):
            parts.append(self.both(depth))
        return _any_of(parts)

    def both(self, depth: int) -> str:
        """Read conditions of which each must hold."""
        parts = [self.condition(depth)]
        while self.is_next("and"):
            parts.append(self.condition(depth))
        return f"({' '.join(parts)})" if len(parts) > 1 else parts[0]

    def is_next(self, word: str) -> bool:
        """Take a word, if it is what comes next."""
        if self.tokens and self.tokens[0].text.lower() == word:
            self.tokens.pop(0)
            return True
        return False

    def take(self, kind: str) -> str:
        """Take a token of a kind."""
        if not self.tokens or self.tokens[0].kind != kind:
            there = repr(self.tokens[0].text) if self.tokens else "its end"
            raise UntranslatableError(f"{there} is not understood")
        return self.tokens.pop(0).text

    def condition(self, depth: int) -> str:
        """Read one condition, or several in parentheses."""
        if self.tokens and self.tokens[0].kind == "(" and depth < DEEPEST:
            self.tokens.pop(0)
            query = self.either(depth + 1)
            self.take(")")
            return query
        name = self.take("word").lower()
        if self.is_next("between"):
            return _condition(name, "between", self.take("word"), self.feeds)
        return _condition(name, self.take("operator"), self.take("word"), self.feeds)


def _condition(name: str, operator: str, value: str, feeds: FeedsByTag) -> str:
    """Return one condition as a query."""
    if name == "age":
        return _age(operator, value)
    positive = _SAME.get(operator) or _OTHERS.get(operator)
    if not positive:
        raise UntranslatableError(f"{name} {operator} has no like here")
    if name in _FIELDS:
        found = _words_query(_FIELDS[name], positive, value)
    elif name in _SPECIAL:
        found = _SPECIAL[name](positive, value, feeds)
    else:
        raise UntranslatableError(f"nothing here is like {name}")
    if operator not in _OTHERS:
        return found
    return found.removeprefix("NOT ") if found.startswith("NOT ") else f"NOT {found}"


def _any_of(parts: list[str]) -> str:
    """Return a query that finds what any of several finds."""
    return f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0]


def _words_query(field: str, operator: str, value: str) -> str:
    """Return a query for words in a field; the alternatives of an expression are taken apart."""
    alternatives = _alternatives(value) if operator == "=~" else [value]
    return _any_of([_words_in(field, one) for one in alternatives])


def _alternatives(expression: str) -> list[str]:
    """Return what an expression stands for, where that is nothing but words."""
    inner = _AROUND.sub("", _BREAKS.sub("", expression))
    while inner.startswith("(") and inner.endswith(")") and ")" not in inner[1:-1]:
        inner = inner[1:-1].removeprefix("?:")
    return [part.replace(r"\.", ".").replace(r"\-", "-") for part in inner.split("|")]


def _words_in(field: str, words: str) -> str:
    """Return a query for words in a row in a field."""
    words = words.strip()
    if not words or not _WORDS.fullmatch(words) or not re.search(r"\w", words):
        raise UntranslatableError(f"{words!r} is more than words")
    written = (
        words if words.isalnum() and words.upper() not in ("OR", "NOT", "AND") else (f'"{words}"')
    )
    return f"{field}:{written}" if field else written


def _unread(_: str, value: str, __: FeedsByTag) -> str:
    """Return what is unread, or is not."""
    if value.lower() not in ("yes", "no"):
        raise UntranslatableError("unread is yes or no")
    return "is:unread" if value.lower() == "yes" else "is:read"


def _flags(operator: str, value: str, _: FeedsByTag) -> str:
    """Return what has flags, which are bookmarks and tags here."""
    if value in ("", ".*", ".+", "."):
        return "NOT is:bookmarked" if operator == "=" else "is:bookmarked"
    if not (value.isascii() and value.isalpha()):
        raise UntranslatableError(f"the flags {value!r} are more than letters")
    tags = [f"tag:flag-{letter}" for letter in dict.fromkeys(value.casefold())]
    return f"({' '.join(tags)})" if len(tags) > 1 else tags[0]


def _tags(operator: str, value: str, feeds: FeedsByTag) -> str:
    """Return what stands in sources with a tag."""
    names = _alternatives(value) if operator == "=~" else [value]
    parts = [
        _words_in("in", name)
        for tag in names
        for name in (tag, *feeds.get(tag.strip(), ()))
        if name == tag or _WORDS.fullmatch(name)
    ]
    return _any_of(list(dict.fromkeys(parts)))


def _age(operator: str, value: str) -> str:
    """Return what is so many days old."""
    if operator == "between":
        first, _, last = value.partition(":")
        bounds = sorted((_days(first), _days(last)))
        older = [] if bounds[0] == 0 else [f"before:{bounds[0]}d"]
        return f"({' '.join([*older, f'after:{bounds[1] + 1}d'])})"
    days = _days(value)
    queries = {
        "<": f"after:{days}d" if days else f"NOT {ALL}",
        "<=": f"after:{days + 1}d",
        ">": f"before:{days + 1}d",
        ">=": f"before:{days}d" if days else ALL,
        "=": f"(before:{days}d after:{days + 1}d)" if days else "on:today",
        "==": f"(before:{days}d after:{days + 1}d)" if days else "on:today",
    }
    if operator not in queries:
        raise UntranslatableError(f"age {operator} has no like here")
    return queries[operator]


def _days(value: str) -> int:
    """Return a number of days."""
    if not (value.isascii() and value.isdecimal() and len(value) < 6):
        raise UntranslatableError(f"{value!r} is no number of days")
    return int(value)


_SPECIAL: dict[str, Callable[[str, str, FeedsByTag], str]] = {
    "unread": _unread,
    "flags": _flags,
    "tags": _tags,
}
