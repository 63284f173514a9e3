"""Where things stand and what they are called: what whoever looks for a word relies on."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.support.paths import READER, ROOT
from tests.support.syntax import dotted, nodes_of, tree_of, walk

pytestmark = pytest.mark.usefixtures("untraced")


MOST_FILES = 16  # in a folder
# Each layer has a module for these nouns: the noun, its table, use case, command and keys.
SHARED_NAMES = {
    "briefing",
    "events",
    "marks",
    "saved_searches",
    "search",
    "stories",
}
ENDS = (["cli"], ["tui"], ["worker"])
STATIONS = tuple(
    f"reader.{station}."
    for station in ("fetch", "parse", "clean", "cluster", "query", "store", "index", "opml", "sync")
)
# The first headlines stand before the library can be imported: they are read from the store itself.
FIRST_PAINT = {
    f"reader.tui.startup.{name}" for name in ("first_paint", "first_frame", "list_painter")
}
# How a value came, never what it is.
SAYS_NOTHING = {"told", "found", "kept", "known", "said", "one", "some", "put", "of"}
VAGUE_MODULES = {
    "utils",
    "helpers",
    "manager",
    "handler",
    "processor",
    "data",
    "info",
    "item",
    "misc",
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {module_name(path): path for path in sorted(READER.rglob("*.py"))}
TEST_PATHS = {module_name(path): path for path in sorted((ROOT / "tests").rglob("*.py"))}
EVERYWHERE = PATHS | TEST_PATHS


def trees() -> dict[str, ast.Module]:
    """What is in each module of the program."""
    return {name: tree_of(path) for name, path in PATHS.items()}


def functions(tree: ast.Module) -> Iterator[str]:
    """The functions of a module that stand in no class."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    yield from (node.name for node in tree.body if isinstance(node, kinds))


def public_names(module: str) -> list[str]:
    return [name for name in functions(tree_of(PATHS[module])) if not name.startswith("_")]


def imports(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str, str]]:
    """What is imported: module, name in it (empty for the module itself), and what it is called."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, one.name, one.asname or one.name) for one in node.names)
        elif isinstance(node, ast.Import):
            yield from ((one.name, "", one.asname or one.name) for one in node.names)


def uses(name: str) -> Iterator[tuple[str, str]]:
    """Names of other modules that a module uses, each with its module."""
    modules, nodes = {}, nodes_of(EVERYWHERE[name])
    for module, inner, called in imports(nodes):
        yield module, inner
        inside = f"{module}.{inner}" if inner else module
        if inside in EVERYWHERE and inside != name:
            modules[called] = inside
    for node in nodes:
        if isinstance(node, ast.Attribute) and (written := dotted(node.value)) in modules:
            yield modules[written], node.attr


def test_a_folder_holds_no_more_files_than_one_can_look_over() -> None:
    """Found too many? Give a subject among them a folder of its own."""
    counts = Counter(path.parent for path in READER.rglob("*.py"))

    assert {folder.name: count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_a_module_has_a_name_of_its_own() -> None:
    """Found one twice? Say in the name what tells it from the other."""
    names = Counter(path.stem for path in READER.rglob("*.py") if not path.stem.startswith("__"))

    assert {name for name, count in names.items() if count > 1} <= SHARED_NAMES
    assert not names.keys() & VAGUE_MODULES


def test_a_class_has_a_name_of_its_own() -> None:
    """Found one twice? Two things are called by one word: look for the word of each."""
    where = defaultdict(list)
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                where[node.name].append(module)

    assert {name: modules for name, modules in where.items() if len(modules) > 1} == {}


def test_what_only_its_own_file_uses_begins_with_an_underscore() -> None:
    """Found one? Write an underscore before it: what has none is the interface of its module."""
    used = {one for name in EVERYWHERE for one in uses(name) if one[0] != name}
    named = {
        words[1]
        for path in EVERYWHERE.values()
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (words := re.fullmatch(r"[\w.]+[.:](\w+)", node.value))
    }  # of commands, hooks
    alone = [
        (module, name)
        for module in PATHS
        for name in public_names(module)
        if (module, name) not in used and name not in named and name != "main"
    ]

    assert alone == []


def test_a_function_is_called_by_a_verb_and_a_noun() -> None:
    """Found one? Put the noun first that says what the value is."""
    bare = [(module, name) for module in PATHS for name in public_names(module)
            if name in SAYS_NOTHING]  # fmt: skip
    methods = [
        (module, kind.name, one.name)
        for module, path in PATHS.items()
        for kind in nodes_of(path)
        if isinstance(kind, ast.ClassDef)
        for one in kind.body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name in SAYS_NOTHING
    ]

    assert (bare, methods) == ([], [])


def test_files_import_each_other_in_no_circle() -> None:
    """Found one? What both need stands in a third, or one is handed what it needs."""
    needed = {name: needed_modules(name, tree) for name, tree in trees().items()}
    while free := {name for name, others in needed.items() if not others & needed.keys()}:
        needed = {name: others for name, others in needed.items() if name not in free}
    while idle := needed.keys() - {one for others in needed.values() for one in others}:
        needed = {name: others for name, others in needed.items() if name not in idle}

    assert sorted(needed) == []


def needed_modules(name: str, tree: ast.Module) -> set[str]:
    """The modules that a module imports, but for the packages that it stands in itself."""
    named = {target for module, inner, _ in imports(walk(without_types(tree)))
             for target in (f"{module}.{inner}", module)}  # fmt: skip
    return named & PATHS.keys() - {name} - packages_of(name)


def packages_of(name: str) -> set[str]:
    """The packages that a module stands in: they may show what is in it."""
    parts = name.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts))}


def without_types(tree: ast.Module) -> ast.Module:
    """A module without what only a checker of types imports."""
    return ast.Module([node for node in tree.body if not is_for_types(node)], [])


def is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def test_command_line_screen_and_workers_reach_the_stations_by_the_library_alone() -> None:
    """Found one? Have the library do it, or offer what is needed."""
    ends = {name: tree for name, tree in trees().items() if name.split(".")[1:2] in ENDS}
    reaching = [(name, module) for name, tree in ends.items() if name not in FIRST_PAINT
                for module, inner, _ in imports(walk(without_types(tree)))
                if f"{module}.{inner}".startswith(STATIONS)]  # fmt: skip

    assert reaching == []


def test_no_test_leans_on_another() -> None:
    """Found one? What several tests need stands in tests/support."""
    is_test = re.compile(r"tests\..*\btest_\w+$").fullmatch
    leaning = [(name, module) for name, path in TEST_PATHS.items()
               for module, inner, _ in imports(nodes_of(path))
               if is_test(module) or is_test(f"{module}.{inner}")]  # fmt: skip

    assert leaning == []
