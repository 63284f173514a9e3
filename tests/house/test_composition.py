"""How the code is put together: few classes above one another, and one place for each thing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from operator import attrgetter

import pytest

from reader.config import Settings
from reader.library import Library
from reader.tui.actions import ACTIONS, key_label
from reader.tui.app import NewsReader
from reader.tui.composition.action_handlers import HANDLERS, TYPING_HANDLERS
from reader.tui.screens.command_palette import COMMAND_KEYS
from reader.tui.screens.help import HELP_KEYS
from reader.tui.widgets import find_bar, note_pane, prompt, search_bar, tag_bar
from tests.support.paths import ROOT
from tests.support.syntax import tree_of, walk

pytestmark = pytest.mark.usefixtures("untraced")


DEEPEST = 2  # classes of ours above one another
TYPING_KEYS = (
    COMMAND_KEYS,
    find_bar.FIND_KEYS,
    HELP_KEYS,
    note_pane.NOTE_KEYS,
    prompt.ANSWER_KEYS,
    search_bar.SEARCH_KEYS,
    tag_bar.TAG_KEYS,
)
Class = tuple[str, str]  # its module and its name


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The modules of the program, each by its dotted name."""
    for path in sorted((ROOT / "reader").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), tree_of(path)


def imported(tree: ast.Module) -> dict[str, Class]:
    """Where the names come from that a module imports."""
    found: dict[str, Class] = {}
    for node in walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {one.asname or one.name: (node.module, one.name) for one in node.names}
    return found


def base_names(node: ast.ClassDef) -> Iterator[str]:
    """The bases of a class, as they are written but for what stands in brackets."""
    for base in node.bases:
        plain = base.value if isinstance(base, ast.Subscript) else base
        if isinstance(plain, ast.Name):
            yield plain.id


def all_bases() -> dict[Class, list[Class]]:
    """Every class of the program with its bases."""
    found: dict[Class, list[Class]] = {}
    for module, tree in modules():
        origins = imported(tree)
        for node in walk(tree):
            if isinstance(node, ast.ClassDef):
                bases = [origins.get(name, (module, name)) for name in base_names(node)]
                found[module, node.name] = bases
    return found


def depth(one: Class, bases: dict[Class, list[Class]]) -> int:
    """How many classes of ours stand above one another up to this one."""
    return 1 + max((depth(base, bases) for base in bases[one] if base in bases), default=0)


def written_fields(tree: ast.Module) -> Iterator[str]:
    """The fields of a session, and of the story open in it, that a module writes or empties."""
    for node in walk(tree):
        target = node.value if isinstance(node, ast.Subscript) else node
        written = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
        owner = target.value if isinstance(target, ast.Attribute) else None
        if owner is not None and written and "session" in ast.unparse(owner).split("."):
            yield ast.unparse(node)


def test_no_class_stands_on_more_than_one_other_of_ours() -> None:
    """Where this fails: hand the part over that is needed, instead of inheriting it."""
    bases = all_bases()

    assert ("reader.tui.app", "NewsReader") in bases
    assert depth(("reader.tui.app", "NewsReader"), bases) == DEEPEST
    assert [one for one in bases if depth(one, bases) > DEEPEST] == []


def test_only_the_session_writes_its_fields() -> None:
    """Where this fails: give the session a method that says what happens."""
    written = {name: list(written_fields(tree)) for name, tree in modules()}

    assert {name for name, fields in written.items() if fields} <= {"reader.tui.session"}


def test_each_action_has_exactly_one_handler(library: Library) -> None:
    """Where this fails: give the action a line in reader/tui/composition/action_handlers.py."""
    app = NewsReader(library, Settings(), ACTIONS)
    every = [*HANDLERS.values(), *TYPING_HANDLERS.values()]

    assert sorted(HANDLERS) == sorted(action.name for action in ACTIONS)
    assert HANDLERS.keys().isdisjoint(TYPING_HANDLERS)
    assert sorted(every) == sorted(set(every))
    owner = {one: app.parts if "." in one else app for one in every}
    assert [one for one in every if not callable(attrgetter(one)(owner[one]))] == []
    assert [name for name in vars(NewsReader) if name.startswith("action_")] == []


def test_each_key_of_a_line_to_type_in_has_a_handler() -> None:
    names = {name for keys in TYPING_KEYS for name in keys.values()}
    unknown = names - HANDLERS.keys() - TYPING_HANDLERS.keys()

    assert [name for name in unknown if not name.startswith("screen.")] == []
    assert TYPING_HANDLERS.keys() <= names


def test_the_footer_tells_only_keys_of_actions(library: Library) -> None:
    app = NewsReader(library, Settings(), ACTIONS)
    told = {key for mode in app.parts.modes for key, _ in mode.keys}

    assert told
    assert told <= {key_label(action.keys[0]) for action in ACTIONS}
    assert len({mode.name for mode in app.parts.modes}) == len(app.parts.modes)
