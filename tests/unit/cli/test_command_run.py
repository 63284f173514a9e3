"""The command that runs a command of the configuration for a story."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.support.command import Command, filled, home, newsreader

__all__ = ["filled", "home", "newsreader"]

PYTHON = json.dumps(sys.executable)


@pytest.fixture
def configured(filled: Path) -> Path:
    """A home with three stories and some commands."""
    (filled / "config.toml").write_text(
        f"""[commands.say]
run = [{PYTHON}, "-c", "import sys; print(*sys.argv[1:])", "%t", "%u"]
[commands.label]
run = [{PYTHON}, "-c", "print('boat')"]
output = "tag"
[commands.fail]
run = [{PYTHON}, "-c", "raise SystemExit(4)"]
""",
        encoding="utf-8",
    )
    return filled


@pytest.mark.usefixtures("configured")
def test_a_command_is_run_and_its_output_printed(newsreader: Command) -> None:
    told = newsreader("run", "say", 1)

    assert (told.code, told.out) == (0, "Headline 1 https://news.example/1\n")


@pytest.mark.usefixtures("configured")
def test_an_output_becomes_a_tag_and_json_tells_it(newsreader: Command) -> None:
    told = newsreader("run", "label", 1, "--json")

    assert told.objects == [{"command": "label", "id": 1, "output": "boat", "failure": None}]
    assert newsreader("show", 1, "--json").objects[0]["tags"] == ["boat"]


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_failure_is_what_it_ends_with(newsreader: Command, form: tuple[str, ...]) -> None:
    told = newsreader("run", "fail", 1, *form)

    assert told.code == 1
    assert "fail: ended with 4." in told.err


@pytest.mark.usefixtures("configured")
def test_what_is_not_there_is_named(newsreader: Command) -> None:
    assert "no command 'play' in config.toml; there is say, label, fail" in (
        newsreader("run", "play", 1).err
    )
    assert "There is no story 99" in newsreader("run", "say", 99).err


@pytest.mark.usefixtures("configured")
def test_the_configuration_shows_its_commands(newsreader: Command) -> None:
    told = newsreader("config").out

    assert '[commands.label]\nrun = ["' in told
    assert 'output = "tag"' in told
    assert 'alerts = "bell osc9 osc777"' in told
    assert "say" in newsreader("config", "--json").objects[0]["commands"]  # type: ignore[operator]


@pytest.mark.usefixtures("filled")
def test_without_commands_there_is_none(newsreader: Command) -> None:
    assert "there is none" in newsreader("run", "play", 1).err
