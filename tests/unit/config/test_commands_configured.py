"""The table [commands] of config.toml: read whole, and refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import CommandSettings, read_settings
from reader.model import ConfigError

WHOLE = """alerts = "bell osc9"

[commands.play]
run = ["mpv", "--", "%u"]
key = "X"
arrival = "title:storm"
links = "tube[.]example"
type = "audio/"
input = "json"
output = "show"
seconds = 5
"""


def written(tmp_path: Path, text: str) -> Path:
    """A folder with a config.toml."""
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_command_is_read_whole(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, WHOLE))

    assert settings.alerts == ("bell", "osc9")
    assert settings.commands == {
        "play": CommandSettings(
            name="play",
            run=("mpv", "--", "%u"),
            key="X",
            arrival="title:storm",
            links="tube[.]example",
            type="audio/",
            input="json",
            output="show",
            seconds=5,
        )
    }


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ('run = ["mpv"]\nshell = true', "line 3: a command has run, key, arrival"),
        ('key = "X"', "line 1: the command play needs run"),
        ("run = []", "line 2: run is a list of words"),
        ('run = "mpv %u"', "line 2: run is a list of words"),
        ('run = ["%u"]', "line 2: run is a list of words"),
        ('run = ["-x"]', "line 2: run is a list of words"),
        ('run = ["mpv", 1]', "line 2: run is a list of words"),
        ('run = ["mpv"]\nkey = ""', "line 3: key is a key"),
        ('run = ["mpv"]\nlinks = "("', "line 3: links is a regular expression"),
        ('run = ["mpv"]\nlinks = 1', "line 3: links is a regular expression"),
        ('run = ["mpv"]\ntype = 1', "line 3: type is that of a file"),
        ('run = ["mpv"]\narrival = 1', "line 3: arrival is a query"),
        ('run = ["mpv"]\ninput = "xml"', "line 3: input is one of none, json"),
        ('run = ["mpv"]\noutput = "mail"', "line 3: output is one of none, show, tag, note"),
        (
            'run = ["mpv"]\noutput = "show"\narrival = "sea"',
            "line 3: what is run when stories come is not shown",
        ),
        ('run = ["mpv"]\nseconds = 0', "line 3: seconds is a whole number from 1 to 3,600"),
        ('run = ["mpv"]\nseconds = true', "line 3: seconds is a whole number"),
    ],
)
def test_a_command_that_cannot_be_is_refused_with_its_line(
    tmp_path: Path, lines: str, complaint: str
) -> None:
    folder = written(tmp_path, f"[commands.play]\n{lines}\n")

    with pytest.raises(ConfigError) as refused:
        read_settings(folder)

    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("commands = 1", "there is no setting 'commands'"),
        ("[commands]\nplay = 1", "a command stands in a table of its own: [commands.play]"),
        ('[commands."a b"]\nrun = ["x"]', "the name of a command is letters, digits"),
        ('alerts = "horn"', "alerts are some of bell, osc9, osc777"),
        ("alerts = 1", "alerts are some of bell, osc9, osc777"),
    ],
)
def test_what_is_no_table_of_commands_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_settings(written(tmp_path, text))

    assert complaint in str(refused.value)


def test_a_terminal_need_not_be_told_of_alerts(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, 'alerts = ""')).alerts == ()


def test_what_a_command_of_the_palette_writes_can_be_shown(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, '[commands.wc]\nrun = ["wc"]\noutput = "show"\n'))

    assert (settings.commands["wc"].key, settings.commands["wc"].output) == ("", "show")
