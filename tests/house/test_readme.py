"""What the README says is so; the manual is held to the code by `tests/unit/manual/`."""

import re

from reader.cli.parsing.argument_parser import FORMS
from reader.index.analysis.stemming import STEMMERS
from reader.manual import page_names
from reader.opml.starter_lists import starter_names
from reader.tui.actions import ACTIONS, key_label
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MOST_LINES = 150
# Chinese, Japanese and Korean, of which words have one form.
WITHOUT_FORMS = 3


def section(title: str) -> str:
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_the_readme_is_read_in_one_go() -> None:
    """Found it too long? What not everybody needs at once stands in the manual."""
    assert len(README.splitlines()) <= MOST_LINES


def test_every_command_that_the_readme_names_is_there() -> None:
    verbs = re.findall(r"(?:^|`)newsreader ([a-z]+)", README, re.MULTILINE)

    assert {*verbs} >= {"add", "import", "manual", "completion", "doctor"}
    assert {*verbs} <= FORMS.keys()


def test_the_twelve_keys_are_keys_of_actions() -> None:
    keys = re.findall(r"`([^`]+)`", section("Twelve keys"))
    labels = {key_label(key) for action in ACTIONS for key in action.keys}

    assert len(keys) >= 12
    assert {*keys} <= labels


def test_the_readme_leads_to_every_page_of_the_manual() -> None:
    pages = re.findall(r"\[([\w-]+)\]\(reader/manual/([\w-]+)\.md\)", README)

    assert [name for name, _ in pages] == [name for _, name in pages]
    assert {name for name, _ in pages} == {*page_names()}


def test_the_readme_names_every_list_to_start_with() -> None:
    for name in starter_names():
        assert f"starter:{name}`" in README or f"`{name}`" in README


def test_the_readme_counts_the_languages() -> None:
    count = len(set(STEMMERS.values())) + WITHOUT_FORMS

    assert f"in {count} languages" in " ".join(README.split())


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", README)

    assert 1 < len(pictures) <= 5
    for picture in pictures:
        assert (ROOT / picture).is_file()


def test_the_gate_runs_the_readmes_test_command() -> None:
    lines = [line for line in README.splitlines() if line.endswith("/pytest")]

    assert len(lines) == 1
    assert "grep -m1 '/pytest$' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
