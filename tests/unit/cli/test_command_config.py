import tomllib
from pathlib import Path

import pytest

from reader.tui.actions import ACTIONS
from tests.support.command import home, newsreader

__all__ = ["home", "newsreader"]  # fixtures

CHOSEN = """
theme = "light"
[search]
half_life = "60d"
[retention]
age = "90d"
count = 1000
size = "1GB"
[downloads]
folder = "~/loads"
[events]
fold = false
strictness = "loose"
[keys]
search = ["/", "ctrl+s"]
[sites."news.example".pages]
drop = [".ad", "aside"]
[sites."Harbour".dumps]
stop = ["^Readers"]
"""


def test_without_a_file_the_defaults_are_what_holds(newsreader, home: Path) -> None:
    told = newsreader("config")

    assert told.code == 0
    assert f"{home}/config.toml: is not there" in told.out
    shown = tomllib.loads(told.out)
    assert (shown["theme"], shown["text_width"]) == ("auto", 76)
    assert set(shown["keys"]) == {action.name for action in ACTIONS}


def test_what_is_shown_can_be_put_into_the_file(newsreader, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text(CHOSEN)
    shown = newsreader("config").out
    (home / "config.toml").write_text(shown)

    assert newsreader("config").out == shown
    assert tomllib.loads(shown)["sites"] == tomllib.loads(CHOSEN)["sites"]
    assert tomllib.loads(shown)["search"] == {"half_life": "60d"}
    assert tomllib.loads(shown)["retention"] == tomllib.loads(CHOSEN)["retention"]
    assert tomllib.loads(shown)["downloads"] == {"folder": str(Path.home() / "loads")}
    wanted = {"enabled": True, "fold": False, "strictness": "loose"}
    assert tomllib.loads(shown)["events"] == wanted
    assert tomllib.loads(shown)["keys"]["search"] == ["/", "ctrl+s"]


def test_a_program_gets_the_configuration_as_an_object(newsreader, home: Path) -> None:
    told = newsreader("config", "--json").objects[0]

    assert told["file"] == f"{home}/config.toml"
    assert told["there"] is False
    assert told["events"] == {"enabled": True, "fold": True, "strictness": "normal"}
    assert told["places"]["data"] == str(home)  # type: ignore[index]


def test_a_wrong_configuration_is_refused(
    newsreader, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    (home / "config.toml").write_text('theme = "pink"\n')

    assert newsreader("config").code == 1
