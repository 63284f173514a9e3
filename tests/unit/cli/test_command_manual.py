"""The manual on the command line."""

import json
import os
import sys
from pathlib import Path

import pytest

from reader.manual import page_names
from tests.support.command import home, newsreader
from tests.support.forked_processes import ForkedTerminal

__all__ = ["home", "newsreader"]  # fixtures


def test_a_page_is_printed_plain(newsreader, home: Path) -> None:
    told = newsreader("manual", "searching")

    assert told.code == 0
    assert told.out.startswith("SEARCHING\n\n  / searches everything")
    assert max(map(len, told.out.splitlines())) <= 80
    assert "\x1b" not in told.out
    assert not home.exists()


def test_without_a_page_all_of_them_are_printed_after_their_names(newsreader, home: Path) -> None:
    told = newsreader("manual")

    for name in page_names():
        assert f"\n  {name} " in told.out
    assert "\n\nSEARCHING\n\n" in told.out
    assert "\n\nFILES AND SAFETY\n\n" in told.out


def test_pages_are_told_as_json_in_markdown(newsreader, home: Path) -> None:
    told = newsreader("manual", "--json")
    pages = [json.loads(line) for line in told.out.splitlines()]

    assert [page["name"] for page in pages] == page_names()
    assert all(page["title"] and page["text"] for page in pages)


def test_a_page_that_there_is_not_is_refused(newsreader, home: Path) -> None:
    told = newsreader("manual", "kesy")

    assert (told.code, told.out) == (1, "")
    assert "did you mean keys?" in told.err


def pager(folder: Path, name: str) -> Path:
    """A pager that says what it was given, and in which environment."""
    script = folder / name
    script.write_text(f'#!{sys.executable}\nimport os, sys\nprint("LESS", os.environ.get("LESS"))\n'
                      'print(sys.argv[1:], repr(sys.stdin.read()[:60]))\n')  # fmt: skip
    script.chmod(0o755)
    return script


def told_on_terminal(tmp_path: Path, **environment: str) -> str:
    words = ["-m", "reader", "manual", "searching"]
    given = {**os.environ, "NEWSREADER_HOME": str(tmp_path / "home"), "TERM": "xterm"}
    given = {name: value for name, value in given.items() if name not in ("LESS", "PAGER")}
    child = ForkedTerminal(
        sys.executable, words, env={**given, **environment}, dimensions=(200, 60), encoding="utf-8"
    )
    told: str = child.read()
    child.close()
    assert child.exitstatus == 0
    return told


def test_on_a_terminal_it_is_read_in_the_pager(tmp_path: Path) -> None:
    told = told_on_terminal(tmp_path, PAGER=f"{pager(tmp_path, 'pages')} --quiet")

    assert "['--quiet'] 'SEARCHING\\n\\n  / searches" in told


def test_what_is_bold_is_so_in_less_alone_and_where_nothing_else_is_wanted(tmp_path: Path) -> None:
    less = str(pager(tmp_path, "less"))

    assert "LESS FRX\r\n[] '\\x1b[1mSEARCHING\\x1b[0m" in told_on_terminal(tmp_path, PAGER=less)
    assert "LESS X\r\n[] 'SEARCHING" in told_on_terminal(tmp_path, PAGER=less, LESS="X")


@pytest.mark.parametrize("words", ["no-such-pager", "'"])
def test_without_a_pager_it_is_printed(tmp_path: Path, words: str) -> None:
    told = told_on_terminal(tmp_path, PAGER=words, PATH="/nowhere")

    assert told.startswith("SEARCHING\r\n\r\n  / searches")
