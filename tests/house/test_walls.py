"""Who may touch the private parts of libraries, and what each way in may import."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from reader.library import Library
from tests.conftest import fill
from tests.support.paths import READER
from tests.support.syntax import dotted, tree_of, walk

# Where the private parts of Textual and Whoosh are touched: odd, and fenced.
pytestmark = pytest.mark.usefixtures("untraced")


FENCED = {
    "tui/startup",
    "tui/terminal_output",
    "tui/widgets/direct_paint.py",
    "tui/widgets/text_input.py",
    "index/format",
    "index/write/segment_writer.py",  # how Whoosh ends a commit
}
PUBLIC = {"_make", "_replace", "_asdict", "_exit"}  # public, in spite of their names
# What each way in may not import, however often it runs.
SCREEN = {"textual"}
CLEANING = {"trafilatura", "lxml", "feedparser", "dateparser"}
NETWORK = {"aiohttp"}
SEARCHING = {"whoosh"}
READS_INDEX = "whoosh.filedb.structfile"
# Of Whoosh, all but what reads the files of an index.
WRITING = {
    *("whoosh.analysis", "whoosh.codec", "whoosh.columns", "whoosh.fields", "whoosh.formats"),
    *("whoosh.index", "whoosh.query", "whoosh.reading", "whoosh.writing"),
}
COUNTING = {"numpy"}  # of the words of very many stories, for the index and for events
HEAVY = SCREEN | CLEANING | NETWORK | SEARCHING | COUNTING
# How Python reads its own code, for its dataclasses; how it packs files, and objects; the like.
# What is short waits for none of them: each takes a hundredth of a search, or several.
INNER = {"calendar", "dataclasses", "hashlib", "inspect", "pickle", "shutil", "string", "tempfile"}
SHORT = HEAVY | INNER | {"hmac", "rich"}
SEARCH = (SHORT - SEARCHING - {"pickle"}) | WRITING  # Whoosh's files are read through Whoosh
WAYS_IN = {
    ("--help",): HEAVY | {"rich", "sqlite3", "typing"},
    ("list",): SHORT,
    ("show", "1"): SHORT,
    ("search", "lighthouse"): SEARCH,
    ("search", "lihgthouse"): SEARCH,  # which finds nothing
    ("search", "is:unread", "head*", "after:2001", "/h.adline/"): SEARCH - INNER,
    ("count", "lighthouse"): SEARCH,
    ("mark", "read", "1"): SHORT,
    ("sources",): SCREEN | CLEANING | NETWORK | SEARCHING | COUNTING,
    ("add", "sample_feed"): SCREEN | NETWORK | COUNTING,
    ("regroup",): SCREEN | CLEANING | NETWORK | SEARCHING | COUNTING,
}
# What the app does without until somebody asks for it: each of them delays the first answered key.
LATER = (
    SEARCHING
    | CLEANING
    | NETWORK
    | COUNTING
    | {
        "reader.cluster",
        "reader.fetch",
        "reader.index",
        "reader.model.queries",
        "reader.opml",
        "reader.parse",
        "reader.query",
    }
)
PATHS = sorted(READER.rglob("*.py"))


def trees(folder: str = "") -> Iterator[tuple[str, ast.Module]]:
    """The modules in a folder, each with its path below reader/."""
    for path in PATHS:
        name = path.relative_to(READER).as_posix()
        if name.startswith(folder):
            yield name, tree_of(path)


def test_private_parts_of_libraries_are_touched_behind_a_fence() -> None:
    """Found one? Find a public way, or put it where all others of its kind stand."""
    touched = [
        (name, ast.unparse(node))
        for name, tree in (*trees("tui/"), *trees("index/"))
        if not name.startswith(tuple(FENCED))
        for node in walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and node.attr not in PUBLIC
        and dotted(node.value) not in ("self", "cls")
    ]

    assert touched == []


def test_our_own_processes_are_started_in_one_place() -> None:
    """Another one? Have `start_module` start it: it keeps out code that lies where we run."""
    starting = [
        name for name, tree in trees() for node in walk(tree) if dotted(node) == "sys.executable"
    ]

    assert starting == ["library/own_processes.py"]


def test_frozen_nouns_are_made_by_our_own_decorator() -> None:
    """Does a file fail here? Write `@frozen` (`reader.model.construction`), as it is quicker."""
    stock = "dataclass(frozen=True"
    assert [str(path) for path in PATHS if stock in path.read_text(encoding="utf-8")] == [
        str(READER / "model" / "construction.py")  # names it
    ]


def test_frozen_nouns_tell_of_fields_by_our_own_function() -> None:
    """Does a file fail here? Import `field` from `reader.model.construction`, with `frozen`."""
    foreign = [
        (name, noun.name)
        for name, tree in trees()
        if _imports(tree, "dataclasses", "field")
        for noun in walk(tree)
        if isinstance(noun, ast.ClassDef) and "frozen" in map(dotted, noun.decorator_list)
        if any(isinstance(node, ast.Call) and dotted(node.func) == "field" for node in walk(noun))
    ]

    assert foreign == []


def _imports(tree: ast.Module, module: str, name: str) -> bool:
    """Tell whether a file imports a name from a module."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == module
        and name in (alias.name for alias in node.names)
        for node in walk(tree)
    )


@pytest.mark.parametrize("words", WAYS_IN, ids=" ".join)
def test_a_way_in_imports_only_what_it_needs(words: tuple[str, ...], library: Library) -> None:
    """Found one? Import it in the function that needs it."""
    fill(library, 2)
    library.update_index()
    library.close()
    code = "import json, sys\nfrom reader.cli.main import run_command_line\n"
    code += "run_command_line(sys.argv[1:])\n"
    code += "print(json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "NEWSREADER_HOME": str(library.folders.data), "FORCE_COLOR": "1"}
    run = [sys.executable, "-c", guarded(code), *words]
    done = subprocess.run(run, env=environment, check=True, capture_output=True, text=True)
    imported = set(json.loads(done.stdout.splitlines()[-1]))

    assert imported & WAYS_IN[words] == set()
    assert READS_INDEX in imported or words[0] not in {"search", "count"}


def test_the_process_that_searches_imports_only_what_it_needs(library: Library) -> None:
    """Found one? Import it in the function that needs it: the first search waits for it."""
    fill(library, 2)
    library.update_index()
    library.close()
    code = "import json, sys\nfrom reader.worker.jobs import main\nsys.argv[1:] = ['search']\n"
    code += "main()\nprint(json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "NEWSREADER_HOME": str(library.folders.data)}
    run = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    with subprocess.Popen(run, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write('{"number": 1, "text": "lighthouse"}\n')
        process.stdin.flush()  # and it stays open: who goes away wants no answer
        answers = (json.loads(line) for line in process.stdout)
        found = next(one for one in answers if one["number"] == 1 and one["final"])
        process.stdin.close()
        imported = set(json.loads(process.stdout.read()))

    assert found["total"] == 2
    assert imported & (SEARCH | {"asyncio"}) == set()
    assert READS_INDEX in imported


def test_the_app_imports_only_what_its_first_screen_needs() -> None:
    """Found one? Import it in the function that needs it."""
    code = "import json, sys, reader.tui.app\nprint(json.dumps(sorted(sys.modules)))"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, check=True, capture_output=True, text=True)

    assert set(json.loads(done.stdout)) & LATER == set()


def test_what_cleans_is_begun_before_the_http_client_is_imported() -> None:
    """Found it? Import it in `HttpThread._live`, or where it is needed: the two go abreast."""
    code = "import sys, reader.library.ingest.fetch_round\nprint('aiohttp' in sys.modules)"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, check=True, capture_output=True, text=True)

    assert done.stdout == "False\n"


def guarded(code: str) -> str:
    """A program that goes on where `--help` would end it."""
    return code.replace(
        "run_command_line(sys.argv[1:])\n",
        "try:\n    run_command_line(sys.argv[1:])\nexcept SystemExit:\n    pass\n",
    )
