import re

from reader.cli.argument_parser import FORMS
from reader.tui.actions import ACTIONS, key_label
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_command_and_every_action() -> None:
    for verb in FORMS:
        assert f"`newsreader {verb}" in README
    for action in ACTIONS:
        assert f"`{action.name}`" in README


def test_the_readme_gives_each_action_its_key() -> None:
    table = README[README.index("## Keys") : README.index("The mouse works")]
    keys = set(re.findall(r"`([^`]+)`", table))

    for action in ACTIONS:
        assert keys & set(map(key_label, action.keys)), action.name


def test_every_picture_of_the_readme_is_there() -> None:
    for picture in re.findall(r"!\[.*?\]\((.*?)\)", README):
        assert (ROOT / picture).is_file()


def test_the_gate_runs_the_readmes_test_command() -> None:
    lines = [line for line in README.splitlines() if line.endswith("/pytest")]

    assert len(lines) == 1
    assert "grep -m1 '/pytest$' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
