"""Every regular expression of the package, and texts on which a careless one never ends."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import regex

import reader

SIZE = 60_000  # characters of a hostile text
QUICK = 0.1  # seconds of the processor for that
STEEP = 8.0  # growth with four times the text that is no longer about linear
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
FEW = ("<a ", "<", "&", "[", "(", " ", " \n", "a", "A ", "1", "-", ".", ",", "a.", "/")
# Expressions that are only ever handed a stretch of bounded length.
BOUNDED = {"reader.clean.dump.block_splitting._ADDRESS": "80 characters before a line's end"}
Pattern = Any  # of re or of regex
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


def patterns() -> dict[str, Pattern]:
    """Every compiled expression that a module or a class of ours holds, by its place."""
    found: dict[int, tuple[str, Pattern]] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in held(value, module.__name__, 0):
                found.setdefault(id(pattern), (f"{module.__name__}.{name}", pattern))
    return {
        f"{place} {number}": pattern
        for number, (place, pattern) in enumerate(found.values())
        if place not in BOUNDED
    }


def used_methods(place: str) -> set[str]:
    """The methods with which an expression is used where it is known; all if unsure."""
    module, _, name = place.partition(" ")[0].rpartition(".")
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
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        walked = list(ast.walk(tree))
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
        return {"search", "sub"}
    if method in METHODS:
        return {method}
    return set() if method else set(METHODS)


def held(value: object, module: str, depth: int) -> Iterator[Pattern]:
    """The expressions in a value, as deep as tables are."""
    if isinstance(value, re.Pattern | regex.Pattern):
        yield value
    elif depth < 4:
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


def hostile(size: int, runs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The name of a text and the text: one run, or one between two other characters."""
    for run in runs:
        text = (run * (size // len(run) + 1))[:size]
        yield repr(run), text
        yield f"{run!r} and an end", f"a{text}\x01"


def seconds(act: Callable[[], object]) -> float:
    """What something takes of the processor."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def slow_runs(
    pattern: Pattern,
    methods: Iterable[str] = tuple(METHODS),
    size: int = SIZE,
    quick: float = QUICK,
    runs: Iterable[str] = RUNS,
) -> Iterator[str]:
    """Where an expression takes more than about linear time."""
    for (name, text), method in product(hostile(size, runs), methods):
        run = METHODS[method]
        asked = text.encode("utf-8", "replace") if is_bytes(pattern) else text
        steps = [asked[: len(asked) >> shift] for shift in (4, 2, 0)]
        if steep := growth(pattern, run, steps, quick):
            yield f"{method} of {name}: {steep}"


def growth(
    pattern: Pattern, run: Callable[[Pattern, Any], object], steps: Sequence[Any], quick: float
) -> str:
    """How much longer a text takes that is four times as long; nothing where that is well."""
    before = 0.0
    for text in steps:
        limit = quick * len(text) / len(steps[-1])
        took = seconds(lambda: run(pattern, text))  # noqa: B023
        if before and took > limit and took > before * STEEP:
            took = min(took, *(seconds(lambda: run(pattern, text)) for _ in range(2)))  # noqa: B023
            if took > limit and took > before * STEEP:
                return f"{took:.3f} s for {len(text):,} characters, {before:.4f} s for a quarter"
        before = took
    return ""
