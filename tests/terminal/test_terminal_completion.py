"""Words are completed by real shells, with names that a person's archive holds."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from reader.config import default_folders
from reader.library import Library
from reader.library.saved_searches import add_search
from reader.model import Marks, SavedSearch
from tests.conftest import fill
from tests.support.terminal import end

PROMPT = "ready> "
STARTS = {
    "bash": (["--norc", "--noprofile", "-i"], 'eval "$(newsreader completion bash)"'),
    "zsh": (
        ["-f", "-i"],
        'autoload -Uz compinit; compinit -u -D; eval "$(newsreader completion zsh)"',
    ),
    "fish": (["--no-config", "-i"], "newsreader completion fish | source"),
}
PROMPTS = {
    "bash": f"PS1='{PROMPT}'",
    "zsh": f"PROMPT='{PROMPT}'; unsetopt prompt_cr prompt_sp",
    "fish": f"function fish_prompt; echo -n '{PROMPT}'; end",
}
HOSTILE = "$(touch hacked) `touch hacked`; touch hacked"
# It completes as the real one does, and else says which words it was called with.
STAND_IN = """#!/bin/sh
if [ "$1" = completion ]; then exec %s -m reader "$@"; fi
for word in "$@"; do printf '<%%s>' "$word"; done
echo .
"""
KEYS = {
    "newsreader sea": "<search>",
    "newsreader sources mut": "<sources><mute>",
    "newsreader sources mute qu": "<sources><mute><Quay Gazette>",
    r"newsreader sources mute Quay\ G": "<sources><mute><Quay Gazette>",
    'newsreader sources mute "Qu': "<sources><mute><Quay Gazette>",
    "newsreader sources mute '$": f"<sources><mute><{HOSTILE}>",
    r"newsreader sources mute \$": f"<sources><mute><{HOSTILE}>",
    "newsreader searches remove Ti": "<searches><remove><Tides>",
    "newsreader mark tag 1 --text se": "<mark><tag><1><--text><seaweed>",
    "newsreader search is:unr": "<search><is:unread>",
    "newsreader search sea in:Q": '<search><sea><in:"Quay Gazette">',
    "newsreader search afte": "<search><after:>",
    "newsreader list --view b": "<list><--view><bookmarks>",
    "newsreader add --folder Sh": "<add><--folder><Shore papers>",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with sources, a saved search and a tag, some of them named by an attacker."""
    library = Library.open(default_folders(str(tmp_path / "home")))
    fill(library, 1)
    library.store.sources.add("https://a.example/feed", "Quay Gazette", "Shore papers")
    library.store.sources.add("https://b.example/feed", HOSTILE)
    library.store.searches.change(lambda known: add_search(known, SavedSearch("Tides", "tide*")))
    library.set_marks({1: Marks(tags=("seaweed",))})
    library.close()
    return tmp_path / "home"


@pytest.fixture(params=STARTS)
def completed(
    request: pytest.FixtureRequest, home: Path, tmp_path: Path
) -> Iterator[Callable[[str], str]]:
    """With which words a shell calls newsreader after some keys, a tabulator and Enter."""
    shell = request.param
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not on this machine")
    stand_in = tmp_path / "bin" / "newsreader"
    stand_in.parent.mkdir()
    stand_in.write_text(STAND_IN % sys.executable)
    stand_in.chmod(0o755)
    given = {
        **os.environ,
        "NEWSREADER_HOME": str(home),
        "HOME": str(tmp_path),
        "PATH": f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}",
        "TERM": "xterm" if shell == "fish" else "dumb",
    }
    words, start = STARTS[shell]
    child = pexpect.spawn(shell, words, env=given, cwd=str(tmp_path), dimensions=(50, 200),
                          timeout=60, encoding="utf-8")  # type: ignore[arg-type]  # fmt: skip

    def called(keys: str) -> str:
        child.send(f"{keys}\t\r")
        child.expect(r"((?:<[^\r\n]*>)?)\.\r?\n")
        assert child.match
        return str(child.match[1])

    for line in (PROMPTS[shell], start):
        child.send(f"{line}; echo do''ne\r")
        child.expect("done\r?\n")
    yield called
    end(child)


def test_a_shell_completes_commands_options_and_names_and_runs_none_of_them(
    completed: Callable[[str], str], tmp_path: Path
) -> None:
    calls = {keys: completed(keys) for keys in KEYS}

    assert calls == KEYS
    assert not (tmp_path / "hacked").exists()


def test_a_field_that_is_typed_is_completed_with_its_values(
    completed: Callable[[str], str],
) -> None:
    assert completed("newsreader search tag:") in ("<search><tag:seaweed>", "<search><tag:>")
