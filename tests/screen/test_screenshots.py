"""The script that draws the pictures of the README."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

import pytest

from tests.support.paths import ROOT


async def test_the_script_draws_a_picture_of_a_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = run_path(str(ROOT / "screenshots" / "make.py"))
    shot = next(shot for shot in script["SHOTS"] if shot.name == "search")
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))

    await script["draw"](shot, tmp_path / "home", tmp_path)

    assert "lighthouse" in (tmp_path / "search.svg").read_text(encoding="utf-8").casefold()
