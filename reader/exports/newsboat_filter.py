"""Translates the filter language of newsboat into queries, as far as these can say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import accumulate

from reader.model.construction import frozen

FeedsByTag = Mapping[str, tuple[str, ...]]
"""What `in:` has to ask for so that it finds the sources of a tag and no others."""

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
_QUOTES = re.compile('["“”„]')
_PATTERN = re.compile(r"[][(){}*+?^$\\]")  # what means more than itself in an expression
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


@frozen
class TranslatedFilter:
    """The query that finds what a filter lets through."""

    query: str
    # Whether `and` stands beside `or` with no parentheses between them: older versions of newsboat
    # read these from the left, newer ones from the right, as it is done here.
    is_mixed: bool = False


def translate_filter(written: str, feeds: FeedsByTag) -> TranslatedFilter:
    """Return the query that finds what a filter of newsboat lets through.

    Raises:
        UntranslatableError: no query can say the same.
    """
    if len(written) > LONGEST:
        raise UntranslatableError("it is too long")
    parser = _FilterParser(_tokens_of(written), feeds)
    query = parser.conditions(0)
    if parser.tokens:
        raise UntranslatableError(f"{parser.tokens[0].text!r} is not understood")
    bare = query.removeprefix("(").removesuffix(")") if _is_one_group(query) else query
    return TranslatedFilter(bare, parser.is_mixed)


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
        self.is_mixed = False

    def conditions(self, depth: int) -> str:
        """Read conditions that are joined by `and` and `or`, which bind alike, from the right."""
        parts, joins = [self.condition(depth)], []
        while join := next(filter(self.is_next, ("and", "or")), ""):
            joins.append(join)
            parts.append(self.condition(depth))
        self.is_mixed = self.is_mixed or len(set(joins)) > 1
        group, within = parts[-1:], ""
        for part, join in zip(reversed(parts[:-1]), reversed(joins), strict=True):
            if join != within:
                group = [_joined(group, within)]
            group.insert(0, part)
            within = join
        return _joined(group, within)

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
            query = self.conditions(depth + 1)
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


def _joined(parts: list[str], join: str) -> str:
    """Return a query of several, of which each has to hold, or one for `or`."""
    return f"({(' OR ' if join == 'or' else ' ').join(parts)})" if len(parts) > 1 else parts[0]


def _words_query(field: str, operator: str, value: str) -> str:
    """Return a query for words in a field; the alternatives of an expression are taken apart."""
    alternatives = _alternatives(value) if operator == "=~" else [value]
    written = _source if field == "in" else _words_in
    return _joined([written(field, one) for one in alternatives], "or")


def _alternatives(expression: str) -> list[str]:
    """Return what an expression stands for, where that is nothing but words."""
    inner = _AROUND.sub("", _BREAKS.sub("", expression))
    while inner.startswith("(") and inner.endswith(")") and ")" not in inner[1:-1]:
        inner = inner[1:-1].removeprefix("?:")
    for part in inner.split("|"):
        if _PATTERN.search(re.sub(r"\\\W", "", part)):
            raise UntranslatableError(f"{part!r} is more than words")
    return [re.sub(r"\\(\W)", r"\1", part) for part in inner.split("|")]


def _source(field: str, name: str) -> str:
    """Return a query for sources whose name or address holds some words."""
    name = name.strip()
    if not re.search(r"\w", name) or _QUOTES.search(name):
        raise UntranslatableError(f"{name!r} is more than words")
    return f"{field}:{name}" if name.isalnum() else f'{field}:"{name}"'


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
    """Return what stands in sources with a tag; of two words of a tag newsboat finds either."""
    asked: dict[str, None] = {}
    for wanted in _alternatives(value) if operator == "=~" else [value.strip()]:
        tags = [
            tag
            for tag in feeds
            if wanted in (tag, *tag.split())
            or (operator == "=~" and wanted.casefold() in tag.casefold())
        ]
        asked |= dict.fromkeys(name for tag in tags for name in feeds[tag])
        if not tags:
            asked[wanted] = None
    return _joined([_source("in", name) for name in asked], "or")


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
