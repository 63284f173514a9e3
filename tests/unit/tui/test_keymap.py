"""Keys of a configuration: every way to write one, and every mistake with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import config
from reader.model import ConfigError
from reader.tui.actions import ACTIONS
from reader.tui.keymap import configured_actions


def keys_of(folder: Path, action: str, written: str) -> tuple[str, ...]:
    """The keys that an action has with a config.toml."""
    (folder / config.NAME).write_text(written, encoding="utf-8")
    actions = configured_actions(config.read_settings(folder).keys, folder)
    return next(one.keys for one in actions if one.name == action)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ctrl+s", "ctrl+s"),
        ("^s", "ctrl+s"),
        ("/", "slash"),
        ("!", "exclamation_mark"),
        ("-", "minus"),
        ("+", "plus"),
        ("exclamation_mark", "exclamation_mark"),
        ("Z", "Z"),
        ("ß", "ß"),
        ("PgDn", "pagedown"),
        ("f12", "f12"),
        ("alt+enter", "alt+enter"),
        ("zt", "z t"),
        ("Z!", "Z exclamation_mark"),
        ("g space", "g space"),
        ("^w ^w", "ctrl+w ctrl+w"),
        (" ", "space"),
    ],
)
def test_a_key_is_known_however_it_is_written(tmp_path: Path, written: str, meant: str) -> None:
    freed = '[keys]\nsearch = "f9"\npage_down = "f10"\nadd = "f11"\nzoom = "f8"\nread_on = "f7"\n'

    assert keys_of(tmp_path, "raw", f'{freed}raw = ["{written}"]\n') == (meant,)


def test_without_a_choice_all_keys_are_the_usual_ones(tmp_path: Path) -> None:
    assert configured_actions({}, tmp_path) == ACTIONS


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[keys]\n# fly\nfly = "f"\n', "line 3: there is no action 'fly' to give a key to."),
        ('[keys]\nread = "ctrl+banana"', "line 2: there is no key 'ctrl+banana' for read."),
        ('[keys]\nread = ["m", "hyper+m"]', "line 2: there is no key 'hyper+m' for read."),
        ('[keys]\nraw = "ctrl+exclamation_mark"', "line 2: there is no key"),
        (
            '[search]\nhalf_life = "30d"\n[keys]\n\nsearch = "j"\n',
            "line 5: the key j is given to down and search.",
        ),
        ('[keys]\nraw = "zz z"', "line 2: there is no key 'zz z' for raw."),
        ('[keys]\nraw = "g banana"', "line 2: there is no key 'g banana' for raw."),
        ('[keys]\nraw = "g"', "line 2: the key g cannot be raw while gg is first."),
        ('[keys]\nraw = "jj"', "line 2: the key j cannot be down while jj is raw."),
        ('[keys]\nraw = "g1"', "line 2: the key g1 is given to view_all and raw."),
        ('keys.read = "s"', "line 1: the key s is given to bookmark and read."),
    ],
)
def test_a_mistake_is_named_by_file_and_line(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        keys_of(tmp_path, "read", written)

    assert str(error.value).startswith(f"{tmp_path / config.NAME}, {said}")
