"""Every regular expression of the package, and texts on which a careless one never ends.

    python -m tests.campaigns.patterns [PART OF A NAME [SHARES SHARE]]

The command tries all of them in full size: 60,000 characters of each run, and 1,000,000 of some.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from inspect import isbuiltin
from itertools import chain, pairwise, product
from pathlib import Path
from types import ModuleType
from typing import Any

import regex

import reader
from tests.campaigns.homes import Tally
from tests.campaigns.hostile_texts import LONG_RUNS, RUNS, hostile, own_runs
from tests.support.syntax import nodes_of, tree_of, walk

SIZE = 60_000  # characters of a hostile text
LARGEST = 1_000_000  # characters of what is found in the largest
QUICK = 0.1  # seconds of the processor for any of them
STEPS = (1_000, 4_000, 16_000, 60_000, 250_000, LARGEST)  # so that none lasts for ever
STEEPEST = 3  # no growth is taken to be steeper than cubic
STEEP = 8.0  # growth with four times the text that is no longer about linear
# Expressions that are only ever handed so many characters, and what sees to that.
BOUNDED = {
    "reader.opml.newsboat.WORD": 4_000,  # LONGEST_LINE
    "reader.clean.dump.attribution.UPDATED": 300,  # of a line with a date
    "reader.clean.appeals.consent_walls._BUTTONS": 60,  # BUTTON
    "reader.clean.appeals.consent_walls._PERSON": 1_500,  # LONGEST
    "reader.clean.appeals.consent_walls._SPOKEN": 1_500,
    "reader.clean.appeals.consent_walls._WORDS": 1_500,
    "reader.clean.appeals.cookie_tables._SIGN": 600,  # LONGEST
    "reader.clean.appeals.cookie_tables._TECHNICAL": 600,
    "reader.clean.index_page.page_links._SIDE": 200,  # _LONGEST_CLASS
    "reader.library.ingest.pages.watched_pages._ADVERT": 100,  # LONGEST_ADVERT
    "reader.library.ingest.pages.watched_pages._PASSING": 5_000,  # LONGEST
    "reader.clean.page.state_story._TAGS": 60,  # LONGEST_KIND
    "reader.clean.undo.pdf._PAGE": 60,  # LONGEST_MARK
    "reader.clean.undo.mail._FORWARDED": 400,  # where it is looked for
    "reader.clean.dump.segmentation.block_splitting._ADDRESS": 80,  # before a line's end
    "reader.clean.text.credits._PHOTO": 5_000,  # LONGEST_CAPTION
    "reader.clean.dump.line_measures._CREDIT": 350,  # by the table of roles
    "reader.clean.message.message_furniture._NOTICE": 900,  # LONGEST_NOTICE
    "reader.clean.message.message_furniture._MORE": 900,
    "reader.clean.message.message_furniture.LEADS_ONLINE": 900,
    "reader.clean.dump.line_measures._WHERE": 350,  # by the table of roles
    "reader.clean.undo.mail._ANSWER": 2_000,  # LONGEST_TITLE
    "reader.clean.appeals.appeal_words": 1_200,  # all of the module: LONGEST in appeals.py
    "reader.clean.text.boilerplate_words.LEGAL": 400,  # likewise
    "reader.clean.dump.headlines._NO_DECK": 300,  # by the size of a deck
    "reader.clean.text.pictures._ICON": 1_000,  # LONGEST_NAME
    "reader.clean.page.class_hints._BOX": 5_100,  # LONGEST_NAME of five attributes
    "reader.clean.page.class_hints._DECK": 5_100,
    "reader.clean.page.class_hints._PICTURE": 10_300,  # of an element and the one around it
    "reader.clean.dates.written_date._MONTH_DAY": 300,  # where a date is looked for
    "reader.clean.dump.attribution.PUBLISHED": 250,  # the longest line of small print
    "reader.clean.dump.segmentation.page_rows._SEAM": 300,  # _LONGEST, at a line's end
    "reader.clean.page.metadata.visible_credits._AUTHORED": 1_000,  # LONGEST_NAME
    "reader.clean.page.metadata.visible_credits._DATED": 1_000,
    "reader.clean.page.state_story._ASIDE": 300,  # LONGEST_NAME
    "reader.clean.page.state_story._NOT_SHOWN": 300,
    "reader.clean.page.story_end._HEADING": 100,  # LONGEST
    "reader.clean.page.story_end._SIGNED": 100,
    "reader.clean.page.story_end._TIMED": 100,
    "reader.index.analysis.tokens.finditer": 404_000,  # _LONGEST_ROW, with MOST_MARKS for each
    "reader.parse.interstitial.COOKIES": 20_000,  # LONGEST
    "reader.parse.interstitial.ROBOT": 20_000,
    "reader.parse.interstitial.SCRIPT": 20_000,
    "reader.parse.strip_markup.UNSEEN": 2_000,  # LONGEST_TITLE
    "reader.query.lexer._SIGN": 10_000,  # MOST_CHARACTERS
}
LEAVES = (str, bytes, int, float, type(None))  # most of what tables hold: nothing is in them
Pattern = Any  # of re or of regex
ENGINES: dict[str, Any] = {"re": re, "regex": regex}
SCANS = {"search", "finditer", "findall", "split", "sub", "subn"}
METHODS: dict[str, Callable[[Pattern, str], object]] = {
    "search": lambda pattern, text: pattern.search(text),
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "sub": lambda pattern, text: pattern.sub(text[:0], text),
}


def modules() -> Iterator[ModuleType]:
    """All modules of the package."""
    for found in pkgutil.walk_packages(reader.__path__, "reader."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


@cache
def patterns() -> dict[str, Pattern]:
    """Every expression of ours, by its place: what modules and classes hold, and what calls say."""
    found: dict[int, tuple[str, Pattern]] = {}
    values = [
        (f"{module.__name__}.{name}", one)
        for module in modules()
        for name, value in vars(module).items()
        for one in held(value, module.__name__, 0)
    ]
    for place, one in sorted(values, key=lambda value: isbuiltin(value[1])):
        pattern, method = (one.__self__, f".{one.__name__}") if isbuiltin(one) else (one, "")
        found.setdefault(id(pattern), (place + method, pattern))
    known = {(type(one), one.pattern, one.flags) for _, one in found.values()}
    for module in modules():
        for place, pattern in called(module):
            if (type(pattern), pattern.pattern, pattern.flags) not in known:
                found.setdefault(id(pattern), (place, pattern))
    return {f"{place} {number}": pattern for number, (place, pattern) in enumerate(found.values())}


def longest_of(place: str) -> int:
    """How many characters an expression is handed at most."""
    name = place.partition(" ")[0].partition(":")[0]
    return BOUNDED.get(name, BOUNDED.get(name.rpartition(".")[0], LARGEST))


def called(module: ModuleType) -> Iterator[tuple[str, Pattern]]:
    """The expressions that calls of `re` and `regex` name where they stand.

    What a function of the module makes for the module is found there as a whole.
    """
    path = Path(str(module.__file__))
    making = within_makers(tree_of(path))
    for one in nodes_of(path):
        if not (isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.args):
            continue
        if id(one) in making and one.func.attr == "compile":
            continue
        library = one.func.value.id if isinstance(one.func.value, ast.Name) else ""
        if library in ENGINES and one.func.attr in {"compile", *METHODS, *SCANS}:
            written = written_by(one.args[0], module)
            if written:
                flags = flags_of(one)
                place = f"{module.__name__}.{one.func.attr}:{one.lineno}"
                yield place, ENGINES[library].compile(written, flags)


def within_makers(tree: ast.Module) -> set[int]:
    """What stands in the functions that a module calls while it is read."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    read = [each for one in tree.body if not isinstance(one, defined) for each in walk(one)]
    called = {
        one.func.id for one in read if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
    }
    makers = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name in called]
    return {id(each) for maker in makers for each in walk(maker)}


def written_by(given: ast.expr, module: ModuleType) -> str | bytes | None:
    """An expression as a call gives it; a word stands for what is only known then."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str | bytes):
        return given.value
    if isinstance(given, ast.Name):
        value = getattr(module, given.id, None)
        return value if isinstance(value, str | bytes) else None
    if isinstance(given, ast.FormattedValue):
        known = written_by(given.value, module)
        return known if isinstance(known, str) else "word"
    if isinstance(given, ast.JoinedStr):
        return "".join(str(written_by(part, module)) for part in given.values)
    return None


def flags_of(call: ast.Call) -> int:
    """The flags of a call."""
    given = [one.value for one in call.keywords if one.arg == "flags"]
    at = {"compile": 1, "sub": 4}.get(str(getattr(call.func, "attr", "")), 2)
    given += call.args[at : at + 1]
    names = [one for part in given for one in walk(part) if isinstance(one, ast.Attribute)]
    flags = 0
    for one in names:
        library = one.value.id if isinstance(one.value, ast.Name) else ""
        flags |= int(getattr(ENGINES.get(library), one.attr, 0))
    return flags


def used_methods(place: str) -> set[str]:
    """The methods with which an expression is used where it is known; all if unsure."""
    module, _, name = place.partition(" ")[0].rpartition(".")
    method = name.partition(":")[0]
    if method in METHODS or method in SCANS:  # a table holds this method of it, or it is called
        return kinds(method)
    package, _, last = module.rpartition(".")
    found: set[str] = set()
    for asking, (imported, uses) in _uses().items():
        if asking == module or {(module, name), (package, last)} & imported:
            found |= uses.get(name, set())
    return found or set(METHODS)


@cache
def _uses() -> dict[str, tuple[set[tuple[str, str]], dict[str, set[str]]]]:
    """By module what it imports from where, and the methods that it calls by a name."""
    found = {}
    for module in modules():
        walked = nodes_of(Path(str(module.__file__)))
        imported = {
            (str(one.module), alias.name)
            for one in walked
            if isinstance(one, ast.ImportFrom)
            for alias in one.names
        }
        called = {id(one.value): one.attr for one in walked if isinstance(one, ast.Attribute)}
        uses: dict[str, set[str]] = {}
        for one in walked:
            if isinstance(one, ast.Name | ast.Attribute) and isinstance(one.ctx, ast.Load):
                name = one.id if isinstance(one, ast.Name) else one.attr
                uses.setdefault(name, set()).update(kinds(called.get(id(one), "")))
        found[module.__name__] = (imported, uses)
    return found


def kinds(method: str) -> set[str]:
    """The methods to try for one that is used."""
    if method in SCANS:
        return {"sub"}  # goes on behind each match, where the others may end
    if method in METHODS:
        return {method}
    return set() if method else set(METHODS)


def held(value: object, module: str, depth: int) -> Iterator[Pattern]:
    """The expressions in a value, or methods of them, as deep as tables are."""
    owner = getattr(value, "__self__", None) if isbuiltin(value) else value
    if isinstance(owner, re.Pattern | regex.Pattern):
        yield value
    elif depth < 4 and not isinstance(value, LEAVES):
        for part in parts(value, module):
            yield from held(part, module, depth + 1)


def parts(value: object, module: str) -> Sequence[object]:
    """What a table, a class or an object of ours is made of."""
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, tuple | list | set | frozenset):
        return list(value)[:500]
    ours = getattr(value, "__module__", "") == module
    if isinstance(value, type) and ours:
        return list(vars(value).values())
    if callable(value) and ours:
        closed = [cell.cell_contents for cell in getattr(value, "__closure__", None) or ()]
        return [*(getattr(value, "__defaults__", None) or ()), *closed]
    names = getattr(type(value), "__dataclass_fields__", ())
    return [getattr(value, name) for name in names]


def is_bytes(pattern: Pattern) -> bool:
    """Whether an expression is one for bytes."""
    return isinstance(pattern.pattern, bytes)


def seconds(act: Callable[[], object]) -> float:
    """What something takes of the processor."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def asked_of(pattern: Pattern, text: str) -> Any:
    """A text as an expression takes it."""
    return text.encode("utf-8", "replace") if is_bytes(pattern) else text


def shortened(text: Any, size: int) -> Any:
    """The beginning of a text, and its end, at which many an expression fails."""
    return text[: size - 1] + text[-1:] if size < len(text) else text


def slow_runs(
    pattern: Pattern, methods: Iterable[str], size: int, quick: float, runs: Iterable[str]
) -> Iterator[str]:
    """Where an expression takes more than about linear time."""
    for (name, text), method in product(hostile(size, runs), methods):
        asked = asked_of(pattern, text)
        steps = [shortened(asked, len(asked) >> shift) for shift in (4, 2, 0)]
        if steep := growth(pattern, METHODS[method], steps, quick):
            yield f"{method} of {name}: {steep}"


def growth(
    pattern: Pattern, run: Callable[[Pattern, Any], object], steps: Sequence[Any], quick: float
) -> str:
    """How much longer a text takes that is four times as long; nothing where that is well.

    What seems slow is weighed again, both texts in turn: a busy machine slows neither alone.
    """
    for shorter, text in pairwise(steps):
        limit = quick * len(text) / len(steps[-1])
        if seconds(partial(run, pattern, text)) <= limit:
            continue
        before = took = float("inf")
        for _ in range(3):
            before = min(before, seconds(partial(run, pattern, shorter)))
            took = min(took, seconds(partial(run, pattern, text)))
        if took > max(limit, before * STEEP):
            return f"{took:.3f} s for {len(text):,} characters, {before:.4f} s for a quarter"
    return ""


def over_limit(pattern: Pattern, methods: Iterable[str], longest: int = LARGEST) -> Iterator[str]:
    """Where an expression takes more than 100 ms of the processor, on texts in full size."""
    texts = chain(
        hostile(min(longest, SIZE), (*RUNS, *own_runs(pattern))),
        ((f"{longest:,} {run}", run * longest + "\x01") for run in LONG_RUNS),
    )
    for (name, text), method in product(texts, methods):
        if took := time_over_limit(partial(METHODS[method], pattern), asked_of(pattern, text)):
            yield f"{method} of {name}: {took}"


def time_over_limit(run: Callable[[Any], object], text: Any) -> str:
    """What a text takes, or a part of it, where that is too long.

    A text is left alone once a part of it was so quick that all of it cannot take too long.
    """
    for size in sorted({min(size, len(text)) for size in STEPS}):
        act = partial(run, shortened(text, size))
        took = seconds(act)
        if took > QUICK and (took := min(seconds(act), seconds(act))) > QUICK:
            return f"{took:.3f} s for {size:,} characters"
        if took * (len(text) / size) ** STEEPEST < QUICK:
            return ""
    return ""


def attack(tally: Tally, part: str = "", shares: int = 1, share: int = 0) -> None:
    """Try every expression, or those with a part in their name, in full size."""
    chosen = [(place, one) for place, one in patterns().items() if part in place]
    for place, pattern in chosen[share::shares]:
        slow = over_limit(pattern, sorted(used_methods(place)), longest_of(place))
        found = [f"{place}, {one}" for one in slow]
        tally.count("regular expressions", found)


if __name__ == "__main__":
    counted = Tally()
    attack(counted, *sys.argv[1:2], *map(int, sys.argv[2:4]))
    print("\n".join([*counted.told, "", counted.table()]))
    sys.exit(1 if counted.failed else 0)
