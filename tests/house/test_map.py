"""The map of the code holds all that a newcomer asks for, and names nothing that is not there."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.syntax import tree_of

pytestmark = pytest.mark.usefixtures("untraced")


READER = ROOT / "reader"
MAP = (READER / "README.md").read_text(encoding="utf-8")
QUOTED = re.compile(r"`([^`\s]+)`")
# A file or folder, and perhaps what is looked at in it.
PATH = re.compile(r"([\w./-]*/[\w./-]*|\w+\.py)(?:::([\w.]+))?")


def named_paths(text: str) -> list[tuple[str, str]]:
    """The files and folders that a text names, each with a name in it or an empty one."""
    matches = map(PATH.fullmatch, QUOTED.findall(text))
    return [(match[1], match[2] or "") for match in matches if match]


def full_path(path: str) -> Path:
    return (ROOT if path.startswith("tests/") else READER) / path


def section(title: str) -> str:
    return MAP.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def table_rows(text: str) -> list[list[str]]:
    """The cells of the rows of a table, without those of its head."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def defined_names(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """The functions, classes and constants of a module or class."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (name for target in targets for name in ast.walk(target))
            yield from ((name.id, node) for name in names if isinstance(name, ast.Name))


def defines(path: Path, dotted: str) -> bool:
    """Whether a module defines a name, or one within a class."""
    body = tree_of(path).body
    for part in dotted.split("."):
        node = dict(defined_names(body)).get(part)
        if node is None:
            return False
        body = getattr(node, "body", [])
    return True


def glossary_names() -> set[str]:
    return set(QUOTED.findall(section("Glossary")))


def test_the_glossary_holds_every_package() -> None:
    packages = {path.parent.name for path in READER.glob("*/__init__.py")}

    assert packages - glossary_names() == set()


def test_the_words_of_the_glossary_stand_in_order() -> None:
    words = [row[0].replace("`", "").partition(":")[0] for row in table_rows(section("Glossary"))]

    assert words == sorted(words, key=str.casefold)


def test_the_glossary_holds_every_public_class_of_the_model() -> None:
    modules = [tree_of(path) for path in READER.glob("model/*.py")]
    statements = (node for module in modules for node in module.body)
    classes = {node.name for node in statements if isinstance(node, ast.ClassDef)}
    public = {name for name in classes if not name.startswith("_")}

    assert public
    assert public - glossary_names() == set()


def test_every_word_of_the_glossary_says_where_it_lives() -> None:
    rows = table_rows(section("Glossary"))

    assert [row[0] for row in rows if len(row) != 3 or not named_paths(row[2])] == []


def test_every_file_that_the_map_names_is_there() -> None:
    missing = [path for path, _ in named_paths(MAP) if not full_path(path).exists()]

    assert missing == []


def test_what_the_map_names_in_a_file_is_defined_there() -> None:
    inside = [(path, name) for path, name in named_paths(MAP) if name]

    assert inside
    assert [one for one in inside if not defines(full_path(one[0]), one[1])] == []


def test_the_picture_shows_the_layers_that_are_guarded() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    picture = section("The picture").split("```")[1]
    shown = [re.findall(r"\w+", line) for line in picture.splitlines()]

    assert [names for names in shown if names] == [re.findall(r"\w+", one) for one in layers]


def test_the_map_says_what_every_package_and_module_of_the_picture_is() -> None:
    inside = {path.name for path in READER.iterdir() if (path / "__init__.py").is_file()}
    alone = {path.name for path in READER.glob("*.py")} - {"__init__.py"}
    told = {path.rstrip("/") for row in table_rows(section("The picture"))
            for path, _ in named_paths(row[0])}  # fmt: skip

    assert told == inside | alone


def test_every_question_leads_to_a_file_and_a_test() -> None:
    rows = table_rows(section("Where do I look when…"))

    assert len(rows) >= 20
    for question, code, tests in rows:
        assert question.endswith("?")
        assert named_paths(code)
        assert [path for path, _ in named_paths(tests) if path.startswith("tests/")], question


def test_the_map_says_what_every_controller_of_the_screen_does() -> None:
    rows = table_rows(section("The controllers of the screen"))
    told = [path for name, _ in rows for path, _ in named_paths(name)]
    written = {
        path: path.read_text(encoding="utf-8")
        for path in (READER / "tui/controllers").rglob("*.py")
    }
    controllers = [
        path.relative_to(READER).as_posix()
        for path, code in written.items()
        if re.search(r"^class \w+Controller\b", code, re.MULTILINE)
    ]

    assert sorted(told) == sorted(controllers)


def test_the_readme_leads_to_the_map() -> None:
    end = (ROOT / "README.md").read_text(encoding="utf-8")[-200:]

    assert "(reader/README.md)" in end


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="what belongs to it is not told here")
def test_the_top_level_holds_only_what_belongs_there() -> None:
    """Found more? A trial left it behind: take it away, or give it a place in a folder."""
    run = ["git", "ls-files", "-z"]
    names = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {name.partition("/")[0] for name in names.split("\0") if name}

    assert {name for name in top if not name.startswith(".")} == {
        "LICENSE", "README.md", "pyproject.toml", "reader", "sample_feed", "screenshots", "tests"
    }  # fmt: skip
