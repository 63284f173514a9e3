"""The 256 colours of terminals: their numbers, and the themes in those that Rich rounds to them.

Left alone it would turn a dark grey with a touch of blue into teal, and text into it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

from reader.tui.render.theme import Palette

_LEVELS = (0, 95, 135, 175, 215, 255)
# Numbers by red, green and blue; the sixteen before them look different everywhere.
_SHADES = [*product(_LEVELS, repeat=3), *((grey, grey, grey) for grey in range(8, 248, 10))]
NUMBERS_256 = {(red, green, blue): 16 + at for at, (red, green, blue) in enumerate(_SHADES)}

# What a theme has in the place of its own colours.
FEW: dict[str, dict[str, Any]] = {
    "dusk": {
        "back": "#1f1f1f",
        "panel": "#292929",
        "bar": "#333333",
        "chosen": "#3d3d3d",
        "line": "#767676",
        "text": "#ebebeb",
        "dim": "#afafd7",
        "accent": "#ffafaf",
        "warning": "#ffaf87",
        "match": "#ffffd7",
        "match_back": "#5f5f87",
        "dot": "#87d7ff",
        "star": "#ffd787",
        "link": "#afd7ff",
    },
    "moss": {
        "back": "#1f1f1f",
        "panel": "#292929",
        "bar": "#333333",
        "chosen": "#3d3d3d",
        "line": "#767676",
        "text": "#ebebeb",
        "dim": "#afafaf",
        "accent": "#d7af87",
        "warning": "#ff8787",
        "match": "#ffffd7",
        "match_back": "#525252",
        "dot": "#87d7af",
        "star": "#ffd75f",
        "link": "#87d7d7",
    },
    "contrast": {
        "back": "#000000",
        "panel": "#0a0a0a",
        "bar": "#1f1f1f",
        "chosen": "#333333",
        "line": "#8f8f8f",
        "text": "#ffffff",
        "dim": "#d7d7d7",
        "accent": "#ffd75f",
        "warning": "#ff8787",
        "match": "#000000",
        "match_back": "#ffff5f",
        "dot": "#87d7ff",
        "star": "#ffd75f",
        "link": "#87d7ff",
    },
    "paper": {
        "back": "#ebebeb",
        "panel": "#e0e0e0",
        "bar": "#d7d7d7",
        "chosen": "#cccccc",
        "line": "#7a7a7a",
        "text": "#292929",
        "dim": "#525252",
        "accent": "#870000",
        "warning": "#870000",
        "match": "#292929",
        "match_back": "#ffd75f",
        "dot": "#474747",
        "star": "#474747",
        "link": "#474747",
    },
}


def round_to_256(palette: Palette) -> Palette:
    """Return a theme in those colours; as it is, where it is in them or in the terminal's own."""
    return replace(palette, **FEW.get(palette.name, {}))
