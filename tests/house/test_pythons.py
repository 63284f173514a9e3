"""What newsreader needs of Python, every Python that it says it runs on has."""

from __future__ import annotations

import ast
import os
import re
import re._constants as sre
import re._parser as sre_parser
import time
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest

import reader
from tests import pythons
from tests.support.paths import ROOT
from tests.support.syntax import nodes_of

pytestmark = pytest.mark.usefixtures("untraced")


UNSOUND = {sre.POSSESSIVE_REPEAT, sre.ATOMIC_GROUP}  # in Python 3.11.0 to 3.11.4
READING = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


def modules() -> Iterator[ModuleType]:
    """Every module of newsreader that does nothing when it is imported."""
    for found in walk_packages(reader.__path__, "reader."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def patterns_in(value: object, depth: int = 3) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """The patterns of `re` that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth:
        yield from patterns_in(list(value.values()), depth - 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth:
        for part in value:
            yield from patterns_in(part, depth - 1)


def operations(parsed: object) -> Iterator[object]:
    """The operations of a pattern, the outer ones first."""
    if isinstance(parsed, sre_parser.SubPattern | list | tuple):
        for part in parsed:
            yield from operations(part)
    elif type(parsed) is type(sre.POSSESSIVE_REPEAT):  # and no letter of that number
        yield parsed


def is_sound(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether every Python reads a pattern as it is meant."""
    return UNSOUND.isdisjoint(operations(sre_parser.parse(pattern, flags)))


def written_patterns(path: Path) -> Iterator[str]:
    """The patterns that a file writes out where it hands them to `re`."""
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            first = node.args[0] if node.args else None
            if of_re and node.func.attr in READING and isinstance(first, ast.Constant):
                yield first.value


@pytest.mark.parametrize("pattern", ["a*+", "a++b", "a?+", "(?:a{2,3}+|b)", "(?>a|b)", "(x(?>a))"])
def test_possessive_and_atomic_patterns_are_told(pattern: str) -> None:
    assert not is_sound(pattern)
    assert is_sound(r"[*+]\++a+(?:b+c)?")


def test_no_pattern_of_newsreader_is_possessive_or_atomic() -> None:
    held = [pattern for module in modules() for pattern in patterns_in(vars(module))]
    files = Path(reader.__file__).parent.rglob("*.py")
    written = [pattern for path in files for pattern in written_patterns(path)]

    assert len(held) > 100
    assert len(written) > 50
    assert [one.pattern for one in held if not is_sound(one.pattern, one.flags & ~re.DEBUG)] == []
    assert [one for one in written if not is_sound(one)] == []


def test_another_python_finds_reads_and_shows(tmp_path: Path) -> None:
    usable = [one for one in pythons.pythons() if pythons.shares_packages(one[1])]
    if not usable:
        pytest.skip("there is no other Python of this minor version here")
    for python, version in usable:
        pythons.attempt(python, pythons.environment(version), tmp_path / str(version[2]))


def test_every_package_that_newsreader_needs_has_a_lowest_version() -> None:
    """The gate installs these, so that they are true."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tools = [one for group in project["optional-dependencies"].values() for one in group]
    needed = [re.split(r"[>=<;\[]", one)[0] for one in project["dependencies"]]

    assert len(needed) > 10
    assert [one for one in project["dependencies"] if ">=" not in one] == []
    assert {"uv"} <= {one.partition(">")[0] for one in tools}
    assert "resolution lowest-direct" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_pythons_that_newsreader_says_it_runs_on_are_those_that_it_requires() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = [one.rpartition(" ")[2] for one in project["classifiers"] if ":: 3." in one]

    assert project["requires-python"] == f">={told[0]}"
    assert told == ["3.11", "3.12", "3.13", "3.14"]


def test_what_takes_too_long_to_install_is_ended_with_all_that_it_has_started(
    tmp_path: Path,
) -> None:
    told = tmp_path / "pid"
    installing = f"sh -c 'echo $$ > {told}; exec sleep 60' & wait"
    begun = time.monotonic()
    assert not pythons.ends_well(["sh", "-c", installing], begun + 1)

    if told.exists():  # a busy machine may not even have begun it
        with pytest.raises(ProcessLookupError):
            wait_until_gone(int(told.read_text()))
    assert pythons.ends_well(["true"], begun + 60)
    assert not pythons.ends_well(["false"], begun + 60)


def wait_until_gone(pid: int) -> None:
    """Look for a process until there is none.

    Raises:
        ProcessLookupError: there is none.
    """
    for _ in range(1_000):
        os.kill(pid, 0)
        time.sleep(0.01)
