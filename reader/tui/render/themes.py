"""The themes: surfaces and colours, all of them read easily on each other."""

from __future__ import annotations

from collections.abc import Mapping

from reader.tui.render.theme import DARK, LIGHT, Palette
from reader.tui.render.themes_256 import round_to_256

DUSK = Palette(
    name="dusk",
    dark=True,
    back="#1a1b2e",
    panel="#1f2036",
    bar="#282a45",
    chosen="#343758",
    line="#66698d",
    text="#e2e1f0",
    dim="#a9abcb",
    accent="#f2a7c3",
    warning="#ff9d8a",
    match="#fff3c4",
    match_back="#5d4a86",
    dot="#8fd3f4",
    star="#f7d774",
    link="#9cc4ff",
)
MOSS = Palette(
    name="moss",
    dark=True,
    back="#141a16",
    panel="#18201b",
    bar="#202a23",
    chosen="#2b3a30",
    line="#5c6c60",
    text="#dbe5dc",
    dim="#9eb0a2",
    accent="#d8c27a",
    warning="#f09a7c",
    match="#f4f7c9",
    match_back="#47602c",
    dot="#8fd19e",
    star="#f0c95a",
    link="#8ccfd1",
)
PAPER = Palette(
    name="paper",
    dark=False,
    back="#f4ead5",
    panel="#eee2c9",
    bar="#e4d6b8",
    chosen="#d9c8a4",
    line="#928160",
    text="#33291a",
    dim="#594a33",
    accent="#75320f",
    warning="#8f1f17",
    match="#33291a",
    match_back="#f2c65a",
    dot="#154a85",
    star="#6b4300",
    link="#154a85",
)
CONTRAST = Palette(
    name="contrast",
    dark=True,
    back="#000000",
    panel="#000000",
    bar="#1c1c1c",
    chosen="#303030",
    line="#8a8a8a",
    text="#ffffff",
    dim="#cfcfcf",
    accent="#ffd75f",
    warning="#ff9a85",
    match="#000000",
    match_back="#ffff5f",
    dot="#87d7ff",
    star="#ffd75f",
    link="#87d7ff",
)
# The terminal's own foreground and background, and the colours that are read on both kinds.
TERMINAL = Palette(
    name="terminal",
    dark=True,
    back="default",
    panel="default",
    bar="default",
    chosen="reverse",
    line="default",
    text="default",
    dim="default",
    accent="magenta",
    warning="red",
    match="reverse",
    match_back="",
    dot="magenta",
    star="magenta",
    link="default",
)
AUTO = "auto"  # the theme that is light or dark as the terminal is
BACKGROUND = "background"  # the fact in the database: the theme that fitted the last terminal
PALETTES = {one.name: one for one in (DARK, DUSK, MOSS, CONTRAST, LIGHT, PAPER, TERMINAL)}
# How many colours a terminal has, by what follows the last hyphen of its name.
MANY = ("256color", "kitty", "direct", "truecolor")


def palette_of(name: str) -> Palette:
    """Return a theme by its name; the dark one, where a terminal has not said what it is."""
    return PALETTES[DARK.name if name == AUTO else name]


def next_theme(name: str) -> Palette:
    """Return the theme after one, round and round."""
    names = list(PALETTES)
    return PALETTES[names[(names.index(name) + 1) % len(names)]]


def fitting_theme(name: str, environment: Mapping[str, str]) -> str:
    """Return theme that a terminal can show: its own colours, where it has few or wants none."""
    term = environment.get("TERM", "").lower().rpartition("-")[2]
    plain = "NO_COLOR" in environment or not (_is_full(environment) or term in MANY)
    return TERMINAL.name if plain else name


def theme_of_background(is_light: bool) -> str:
    """Return the name of the theme for a terminal with a light or a dark background."""
    return LIGHT.name if is_light else DARK.name


def _is_full(environment: Mapping[str, str]) -> bool:
    """Tell whether a terminal shows every colour as it is."""
    return environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")


def adapt_to_terminal(palettes: dict[str, Palette], environment: Mapping[str, str]) -> None:
    """Have themes in the colours that a terminal has."""
    if not _is_full(environment):
        palettes.update({name: round_to_256(one) for name, one in palettes.items()})
