"""The lists of feeds that come with newsreader: suggestions to start with."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).with_name("starters")


def starter_names() -> list[str]:
    """Return what the lists are called."""
    return sorted(path.stem for path in _FOLDER.glob("*.opml"))


def starter_text(name: str) -> str:
    """Return the list of a name, as OPML; empty where there is none."""
    if name not in starter_names():
        return ""
    return (_FOLDER / f"{name}.opml").read_text(encoding="utf-8")
