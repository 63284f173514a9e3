"""Whole screens of the sample stories, as they were when somebody last looked at them.

After a change of what they show: `NEWSREADER_SNAPSHOTS=draw pytest` with this file, and look at
`snapshots/` beside it before it is kept.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reader.config import default_folders
from reader.library import SAMPLES, Library
from tests.support.shown import CALM, opened

# What is drawn has tests of its own, which count its lines.
pytestmark = [pytest.mark.time, pytest.mark.usefixtures("untraced")]

KEPT = Path(__file__).parent / "snapshots"
TEXT = re.compile(r'<text class="[^"]*-(r\d+)" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
LOOK = re.compile(r"-(r\d+) \{ ([^}]+) \}")
DRAWING = os.environ.get("NEWSREADER_SNAPSHOTS") == "draw"


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen: the keys that lead to it, its size and its theme."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 36)
    theme: str = "dark"


SCREENS = (
    Picture("list-and-article", ("j",)),
    Picture("narrow-list", ("j", "j"), (60, 20)),
    Picture("narrow-article", ("j", "enter"), (60, 20), "terminal"),
    Picture("sidebar", ("backslash",), (140, 36), "light"),
    Picture("help", ("question_mark",), (80, 24)),
    Picture("palette", ("colon",), (80, 24), "dusk"),
    Picture("event", ("g", "4", "c", "j"), (120, 36), "paper"),
    Picture("dense", ("v",), (160, 48)),
)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample stories."""
    home = tmp_path_factory.mktemp("stocked") / "home"
    library = Library.open(default_folders(str(home)))
    list(library.add(SAMPLES))
    library.group()
    library.update_index()
    library.close()
    return home


def seen(drawn: str) -> list[tuple[str, ...]]:
    """What stands where in which look, however the picture is written down."""
    looks = dict(LOOK.findall(drawn))
    found = TEXT.findall(drawn)
    assert found
    return [(looks[look].strip(), *where) for look, *where in found]


@pytest.mark.parametrize("picture", SCREENS, ids=lambda picture: picture.name)
async def test_a_screen_looks_as_it_did(
    picture: Picture, stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(stocked, tmp_path / "home")
    monkeypatch.setenv("NEWSREADER_HOME", str(home))
    library = Library.open(default_folders(str(home)))
    async with opened(library, picture.size, replace(CALM, theme=picture.theme)) as shown:
        await shown.press(*picture.keys)
        await shown.wait()
        drawn = shown.screenshot(picture.name)
    path = KEPT / f"{picture.name}.svg"
    if DRAWING:
        path.write_text(drawn, encoding="utf-8")

    assert seen(drawn) == seen(path.read_text(encoding="utf-8"))
