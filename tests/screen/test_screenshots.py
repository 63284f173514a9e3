"""The script that draws the pictures of the README."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from xml.etree import ElementTree

import pytest

from tests.support.paths import ROOT


async def test_the_script_draws_a_picture_of_a_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "screenshots")
    script = run_path(str(ROOT / "screenshots" / "make.py"))
    shot = next(shot for shot in script["SHOTS"] if shot.name == "search")
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))

    await script["draw"](shot, tmp_path / "home", tmp_path)

    assert "lighthouse" in (tmp_path / "search.svg").read_text(encoding="utf-8").casefold()


async def test_the_tour_moves_and_is_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "screenshots")
    script = run_path(str(ROOT / "screenshots" / "make.py"))
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))

    await script["draw_tour"](tmp_path / "home", tmp_path)

    drawn = (tmp_path / "tour.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(drawn).tag.endswith("svg")  # noqa: S314 - our own file
    assert drawn.count("@keyframes") > len(script["TOUR"]) / 2
    assert len(drawn) < 500_000
    seconds = sum(step[1] for step in script["TOUR"])
    assert 12 <= seconds <= 18


def test_the_pictures_of_the_readme_are_well_formed_and_whole() -> None:
    for picture in (ROOT / "screenshots").glob("*.svg"):
        tree = ElementTree.fromstring(picture.read_text(encoding="utf-8"))  # noqa: S314 - ours
        width = float(tree.attrib["viewBox"].split()[2])
        for text in tree.iter("{http://www.w3.org/2000/svg}text"):
            if "textLength" in text.attrib:
                end = float(text.attrib["x"]) + float(text.attrib["textLength"])
                assert end <= width, picture.name
