"""The manual's pages, what is made of them for a terminal, and the tables of the code in them."""

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from reader.cli.parsing.argument_parser import FORMS, make_parser
from reader.cli.parsing.source_commands import SOURCE_ACTS
from reader.config.settings import Settings
from reader.config.toml_reader import (
    CHOICES,
    EVENTS,
    LIMITS,
    RANGES,
    RULES,
    TABLES,
    TEXTS,
    TomlReader,
)
from reader.index.analysis.stemming import STEMMERS
from reader.manual import Page, page_names, read_page, read_pages
from reader.manual.page_blocks import Block, Run, parse_blocks
from reader.manual.text_lines import layout_blocks
from reader.model import LIST_ORDERS, ReaderError
from reader.query.fields import FIELDS, NAMED, SORT, STATES
from reader.tui.actions import ACTIONS, key_label
from reader.tui.keymap import keys_table
from tests.support.paths import ROOT

PAGES = {page.name: page for page in read_pages()}
WHOLE = "\n".join(page.text for page in PAGES.values())
NAMES = page_names()


def text_lines(markdown: str, width: int = 40) -> list[str]:
    lines = layout_blocks(parse_blocks(markdown), width)
    return ["".join(run.text for run in line) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_a_title_and_all_its_tables(name: str) -> None:
    page = read_page(name)

    assert page.title
    assert page.text
    assert "{{" not in page.text
    assert (ROOT / "reader" / "manual" / f"{name}.md").read_text().startswith("# ")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [60, 80])
def test_a_page_fits_into_a_terminal(name: str, width: int) -> None:
    lines = layout_blocks(parse_blocks(read_page(name).text), width)
    prose = ["".join(run.text for run in line) for line in lines if "code" not in line_looks(line)]

    assert [line for line in prose if len(line) > width and " " in line.strip()] == []


def line_looks(line: tuple[Run, ...]) -> set[str]:
    return {run.look for run in line} if len(line) == 1 else set()


def test_every_command_and_every_change_of_sources_stands_in_the_manual() -> None:
    for verb in FORMS:
        assert f"## newsreader {verb}" in PAGES["command-line"].text
    for act in SOURCE_ACTS:
        assert f"| `{act} " in PAGES["command-line"].text


def test_every_key_and_every_action_stands_in_the_manual() -> None:
    for action in ACTIONS:
        assert f"| `{action.name}` |" in PAGES["configuration"].text
        for key in action.keys:
            assert f"`{key_label(key)}`" in PAGES["keys"].text


def test_every_setting_stands_in_the_manual_and_its_example_is_understood() -> None:
    written = PAGES["configuration"].text.split("```toml\n")[1].split("```")[0]
    example = tomllib.loads(written)
    settings = TomlReader(Path("config.toml"), written).settings(example)
    usual = Settings()

    for name in {*CHOICES, *RANGES, *TEXTS} - example.keys():
        assert f"`{name}" in WHOLE.replace(f"| `{name}` |", "") or f"{name} =" in WHOLE, name
    for name in (*CHOICES, *RANGES, *TEXTS):
        assert f"| `{name}` |" in PAGES["configuration"].text
    for table in TABLES:
        assert re.search(rf"\[{table}[\].]", WHOLE), table
    assert example["retention"].keys() == LIMITS.keys()
    assert example["events"].keys() == set(EVENTS)
    for rule in RULES:
        assert f"`{rule}`" in PAGES["cleaning"].text
    assert settings.browser == ("firefox", "%u")
    assert {one.name for one in fields(Settings) if getattr(usual, one.name) is None} == set()


def test_every_field_of_the_query_language_stands_in_the_manual() -> None:
    for field in (*NAMED, *FIELDS, SORT):
        assert f"`{field}:" in PAGES["searching"].text
    for order in LIST_ORDERS:
        assert f"`{order}`" in PAGES["searching"].text
    for state in STATES:
        assert f"`is:{state}`" in PAGES["searching"].text


def test_the_languages_of_the_manual_are_those_whose_forms_are_known() -> None:
    sentence = PAGES["searching"].text.partition("finds minister), in ")[2].partition(".")[0]
    inflected, _, without_spaces = sentence.partition(";")
    languages = re.split(r",\s+|\s+and\s+", inflected)

    assert sorted(languages) == sorted(map(str.capitalize, STEMMERS.values()))
    assert re.findall(r"Chinese|Japanese|Korean", without_spaces) == [
        "Chinese", "Japanese", "Korean"
    ]  # fmt: skip


def test_the_keys_of_a_person_take_the_place_of_the_usual_ones() -> None:
    mine = tuple(one for one in ACTIONS if one.name == "search")

    page = read_page("keys", {"keys": keys_table(mine)})

    assert "Search everything" in page.text
    assert "Bookmark, or take" not in page.text


def test_a_page_that_there_is_not_is_answered_with_one_like_it() -> None:
    with pytest.raises(ReaderError, match="did you mean searching"):
        read_page("serching")
    with pytest.raises(ReaderError, match="there are reading, keys"):
        read_page("../../pyproject")


def test_markdown_is_read_in_blocks() -> None:
    told = parse_blocks(
        "## Fog **and** rain\n\nA `bell`\nrings, [far](fog.md) off.\n\n- one\n\n  more\n"
        "  - inner\n\n| a | b |\n| --- | --- |\n| `x \\| y` | z |\n\n```\nring  it\n```\n"
    )

    assert [(one.kind, one.text, one.level) for one in told] == [
        ("heading", "Fog and rain", 2),
        ("paragraph", "A bell rings, far off.", 0),
        ("item", "one", 1),
        ("paragraph", "more", 1),
        ("item", "inner", 2),
        ("head", "a  b", 0),
        ("row", "x | y  z", 0),
        ("code", "ring  it", 0),
    ]
    assert told[1].cells[0][1] == Run("bell", "code")
    assert told[0].cells[0][1] == Run("and", "bold")


def test_an_item_of_a_list_may_begin_with_lines_of_code() -> None:
    assert [one.kind for one in parse_blocks("- ```\n  ring\n  ```\n")] == ["code"]


def test_words_are_wrapped_and_no_word_is_cut() -> None:
    lines = text_lines("The bell on the pier rings when there is fog, `as it did` then.\n", 24)

    assert lines == [
        "  The bell on the pier",
        "  rings when there is",
        "  fog, as it did then.",
    ]
    assert text_lines("Taumatawhakatangihangakoauauotamatea then\n", 20) == [
        "  Taumatawhakatangihangakoauauotamatea",
        "  then",
    ]


def test_a_table_stands_in_columns_and_long_words_above_them() -> None:
    told = text_lines(
        "| key | does |\n| --- | --- |\n| `s` | rings the bell at once |\n"
        "| `s` and a very long key | rings | twice |\n| `q` | |\n",
        30,
    )

    assert told == [
        "  key  does",
        "  s    rings the bell at once",
        "  s and a very long key",
        "       rings",
        "  q    ",
    ]


def test_a_cell_with_nothing_beside_it_stands_alone() -> None:
    told = text_lines(
        "| a very long key indeed | b | c |\n| --- | --- | --- |\n| x | 1 | 2 |\n", 30
    )

    assert told == ["  a very long key indeed", "     b · c", "  x  1 · 2"]
    assert text_lines("| a very long key indeed |\n| --- |\n", 30) == ["  a very long key indeed"]


def test_lists_and_code_keep_their_place() -> None:
    told = text_lines("Before.\n\n- one that is long\n  - inner\n- two\n\n```\n  ring\n```\n", 18)

    assert told == [
        "  Before.",
        "",
        "  • one that is",
        "    long",
        "    • inner",
        "  • two",
        "",
        "      ring",
    ]


def test_blocks_are_cheap_to_compare() -> None:
    assert Block("row", ((Run("a"),), ())).text == "a  "
    assert Page("a", "A", "x") == Page("a", "A", "x")


def shown_commands(text: str) -> list[list[str]]:
    """The words of each command in the blocks of code of a page, without what is said beside it."""
    lines = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)).splitlines()
    parts = [part for line in lines for part in re.split(r" \| |; | && ", line)]
    found = [re.match(r"(?:[\d* ]+ )?newsreader (\S.*)", part) for part in parts]
    return [shlex.split(re.split(r"\s{2,}|\s#", one[1])[0]) for one in found if one]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_that_a_page_shows_is_understood_and_sends_what_is_there(name: str) -> None:
    text = PAGES[name].text

    for words in shown_commands(text):
        make_parser().parse_args([{"ID": "12"}.get(word, word) for word in words])
    # It ends with 1 where a single source cannot be read.
    assert "newsreader refresh &&" not in text
