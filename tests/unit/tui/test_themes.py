import pytest
from rich.color import Color, ColorSystem

from reader import config
from reader.library import Library
from reader.tui.render.styles import Styles
from reader.tui.render.theme import Palette
from reader.tui.render.themes import (
    AUTO,
    PALETTES,
    TERMINAL,
    adapt_to_terminal,
    fitting_theme,
    next_theme,
)
from reader.tui.render.themes_256 import NUMBERS_256, round_to_256
from reader.tui.startup import first_frame
from tests.conftest import fill
from tests.support.shown import opened

SURFACES = ("back", "panel", "bar", "chosen")
COLOURED = [palette for palette in PALETTES.values() if palette is not TERMINAL]
ROUNDED = [round_to_256(palette) for palette in COLOURED]


def seen(colour: str) -> str:
    """A colour as it is on a terminal of 256 colours."""
    if Color.parse(colour).get_truecolor() in NUMBERS_256:
        return colour
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


def luminance(colour: str) -> float:
    shares = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", COLOURED, ids=lambda palette: palette.name)
def test_all_text_stands_out_from_every_surface(palette: Palette) -> None:
    for role, look in palette.looks().items():
        for surface in SURFACES if role != "faint" else ():
            back = look.back or getattr(palette, surface)
            assert contrast(look.colour, back) >= 4.5, (role, surface)


@pytest.mark.parametrize("palette", ROUNDED, ids=lambda palette: palette.name)
def test_text_stands_out_where_there_are_256_colours(palette: Palette) -> None:
    for role, look in palette.looks().items():
        for surface in SURFACES if role != "faint" else ():
            back = look.back or getattr(palette, surface)
            assert contrast(seen(look.colour), seen(back)) >= 4.5, (role, surface)


@pytest.mark.parametrize("palette", [*COLOURED, *ROUNDED], ids=lambda palette: palette.name)
def test_dividers_and_scroll_bars_are_seen(palette: Palette) -> None:
    line = palette.looks()["faint"].colour
    for surface in ("back", "panel", "bar"):
        back = getattr(palette, surface)
        assert contrast(line, back) >= 2.5, surface
        assert palette in COLOURED or contrast(seen(line), seen(back)) >= 2.5, surface


@pytest.mark.parametrize("palette", ROUNDED, ids=lambda palette: palette.name)
def test_the_chosen_row_differs_where_there_are_256_colours(palette: Palette) -> None:
    surfaces = [seen(getattr(palette, surface)) for surface in SURFACES]
    assert surfaces.count(surfaces[-1]) == 1
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in surfaces)


def test_themes_are_rounded_only_where_there_are_few_colours() -> None:
    palettes = dict(PALETTES)
    adapt_to_terminal(palettes, {"COLORTERM": "truecolor"})
    assert palettes == PALETTES
    adapt_to_terminal(palettes, {"TERM": "xterm-256color"})
    assert palettes["moss"] == round_to_256(PALETTES["moss"]) != PALETTES["moss"]
    assert palettes["dark"] == PALETTES["dark"]
    assert palettes["terminal"] == TERMINAL


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_two_first_themes_take_short_codes_and_look_the_same_on_256_colours(name: str) -> None:
    palette = PALETTES[name]
    colours = [getattr(palette, one) for one in SURFACES]
    colours += [look.colour for look in palette.looks().values()]

    assert all(tuple(bytes.fromhex(colour[1:])) in NUMBERS_256 for colour in colours)
    assert first_frame.colour_code(palette.looks()["dim"], palette.back).count(";5;") == 2


def test_there_are_dark_and_light_themes_and_the_configuration_knows_them_all() -> None:
    assert (AUTO, *PALETTES) == config.THEMES
    assert sum(palette.dark for palette in COLOURED) >= 2
    assert sum(not palette.dark for palette in COLOURED) >= 2
    assert next_theme("terminal").name == "dark"


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({"TERM": "xterm-256color"}, "moss"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "moss"),
        ({"TERM": "xterm-kitty"}, "moss"),
        ({"TERM": "xterm"}, "terminal"),
        ({"TERM": "linux"}, "terminal"),
        ({}, "terminal"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "terminal"),
    ],
)
def test_a_terminal_with_few_colours_keeps_its_own(environment: dict[str, str], theme: str) -> None:
    assert fitting_theme("moss", environment) == theme


def test_the_terminals_own_colours_have_a_name_and_no_number() -> None:
    styles = Styles(TERMINAL)
    looks = TERMINAL.looks()

    assert styles.get("").bgcolor is None
    assert styles.get("unread", "chosen").reverse
    assert first_frame.colour_code(looks["heading"], "default") == "\x1b[0;1;35m"
    assert first_frame.colour_code(looks["unread"], "reverse") == "\x1b[0;1;7m"


def test_a_match_differs_from_the_chosen_row_where_there_are_no_colours() -> None:
    styles, looks = Styles(TERMINAL), TERMINAL.looks()

    for surface in SURFACES:
        other = styles.get("unread", surface)
        assert styles.get("match", surface).reverse is not other.reverse
        code = first_frame.colour_code(looks["match"], getattr(TERMINAL, surface))
        assert ("7" in code) is styles.get("match", surface).reverse
    match, here = styles.get("match"), styles.get("here")
    assert (match.reverse, match.underline) == (True, False)
    assert (here.reverse, here.underline) == (True, True)


@pytest.mark.parametrize("name", PALETTES)
async def test_every_theme_can_be_worn(library: Library, name: str) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        shown.do_command(f"Theme: {name}")
        await shown.wait()
        assert "Headline 2" in shown.text()
        await shown.press("question_mark")
        await shown.wait()
        assert "Next story" in shown.text()
