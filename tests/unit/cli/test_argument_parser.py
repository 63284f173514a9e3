import argparse
import errno
import os
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest

import pytest

from reader.cli.parsing.argument_parser import make_parser
from reader.cli.parsing.command_parser import whole_number
from reader.cli.parsing.story_commands import COLOURS, ORDERS
from reader.model import LIST_ORDERS, marks
from tests.support.command import home, newsreader

__all__ = ["home", "newsreader"]  # fixtures

HELP = "--help` tells more"
INNER = ("verb", "act", "way")  # places where the name of a command, or of an act of one, stands


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serch", "sea"], "'serch' is no command; did you mean search? `newsreader"),
        (["qqqq"], "newsreader: 'qqqq' is no command; `newsreader --help` tells more"),
        (["sources", "mut", "1"], "'mut' is not understood here; did you mean mute?"),
        (["mark", "raed", "1"], "'raed' is not understood here; did you mean read?"),
        (["mark", "x", "1"], "it is one of read, unread, bookmark"),
        (
            ["list", "--vew=unread"],
            "newsreader list: '--vew=unread' is not understood here; did you",
        ),
        (["list", "--vew=unread"], "did you mean --view?"),
        (["list", "more"], "newsreader list: 'more' is not understood here; `newsreader list"),
        (["--hom", "x", "--qqqq"], "newsreader: '--qqqq' is not understood here;"),
        (["search"], "newsreader search: QUERY is missing; `newsreader search --help` tells more"),
        (["list", "-n", "few"], "-n/--limit: 'few' is not a whole number"),
        (
            ["search", "--order", "beast", "sea"],
            "'beast' is not understood here; did you mean best?",
        ),
        (["search", "sea", "-foam"], "to leave a word out of what is found, write NOT foam;"),
        (["search", "-foam"], "'-foam' is not understood here; to leave a word out of what is"),
        (["rules", "add", "-foam", "read"], "newsreader rules add: '-foam' is not understood"),
        (["rules", "move", "--", "-foam"], "newsreader rules move: PLACE is missing;"),
        (["show", "-foam", "1"], "'-foam' is not understood here;"),
        (
            ["mark"],
            "newsreader mark: read|unread|bookmark|unbookmark|hide|unhide|tag|untag|note and ID"
            " are missing;",
        ),
        (["export"], "newsreader export: stories|opml is missing;"),
        (["sources", "move"], "newsreader sources move: SOURCE and FOLDER are missing;"),
        (["add", "--page", "--list", "x"], "--list does not go together with --page;"),
        (["list", "--json=3"], "--json takes no value such as '3';"),
        (["--home"], "newsreader: --home needs a value behind it;"),
        (["\x1b[31mlist"], "is no command"),
    ],
)
def test_a_word_that_is_not_understood_is_named_with_what_may_be_meant(
    newsreader, home, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        newsreader(*words)
    told = capsys.readouterr().err

    assert caught.value.code == 2
    assert said in told
    assert HELP in told
    assert told.count("\n") == 1
    assert "argument" not in told
    assert "\x1b" not in told


def test_the_orders_that_help_names_are_those_of_a_list() -> None:
    assert tuple(LIST_ORDERS) == ORDERS


def test_the_colours_that_help_names_are_those_of_highlights() -> None:
    assert COLOURS == marks.COLOURS


@pytest.mark.parametrize(
    "words",
    [
        ["searches", "add", "Sea", "waves", "OR", "foam"],
        ["searches", "alert", "Sea"],
        ["searches", "quiet", "Sea"],
        ["rules", "add", "foam", "read"],
        ["rules", "move", "foam", "1"],
        ["rules", "apply"],
        ["sources", "rename", "1", "The Quay"],
        ["sync", "status"],
        ["bookmarks", "export"],
    ],
)
def test_what_a_command_takes_may_stand_behind_the_words_of_its_acts(words: list[str]) -> None:
    before = make_parser().parse_args([words[0], "--json", "--home", "quay", *words[1:]])
    behind = make_parser().parse_args([*words, "--json", "--home", "quay"])

    assert vars(behind) == vars(before)
    assert behind.json


def _verbs(parser: argparse.ArgumentParser, *words: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command, and of every act of one, that takes words of its own."""
    inner = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for name, verb in (pair for one in inner for pair in one.choices.items()):
        yield from _verbs(verb, *words, name)
    if not inner:
        yield words


def _parser_of(words: tuple[str, ...]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = make_parser()
    for word in words:
        parser = next(one for one in parser._actions if one.dest in INNER).choices[word]  # type: ignore[index]
    return parser


def _example(action: argparse.Action) -> str:
    """Return a word that may stand for what an option or a place of a command takes."""
    if action.choices:
        return str(next(iter(action.choices)))
    return "7" if action.type is whole_number else "oldest"


def _options_of(parser: argparse.ArgumentParser) -> Iterator[list[str]]:
    """Yield an example of each option, of those that exclude each other only one."""
    excluded: set[int] = set()
    for group in parser._mutually_exclusive_groups:
        first, *others = group._group_actions
        excluded |= {id(one) for one in (others if first.option_strings else group._group_actions)}
    for action in parser._actions:
        if action.option_strings and action.dest != "help" and id(action) not in excluded:
            yield [action.option_strings[-1], *([_example(action)] if action.nargs != 0 else [])]


def _places_of(parser: argparse.ArgumentParser) -> list[str]:
    """Return examples of the words of a command; three where there may be several."""
    places = [one for one in parser._actions if not one.option_strings]
    return [_example(one) for one in places for _ in range(3 if one.nargs in ("*", "+") else 1)]


def test_the_parser_of_a_command_is_made_when_it_is_looked_at_and_has_what_any_parser_has() -> None:
    verbs = next(one.choices for one in make_parser()._actions if one.dest == "verb")
    search, sources = verbs["search"], verbs["sources"]

    assert search.format_usage().startswith("usage: newsreader search [-h]")
    assert "description" in vars(search)
    assert "description" not in vars(sources)
    assert not hasattr(search, "weather")


@pytest.mark.parametrize("verb", list(_verbs(make_parser())), ids=" ".join)
def test_options_stand_before_between_and_behind_the_words_of_every_command(
    verb: tuple[str, ...],
) -> None:
    options = list(_options_of(_parser_of(verb)))
    places = _places_of(_parser_of(verb))
    said = list(chain.from_iterable(options))
    in_front = vars(make_parser().parse_args([*verb, *said, *places]))

    for cut in range(len(places) + 1):
        words = [*verb, *places[:cut], *said, *places[cut:]]
        assert vars(make_parser().parse_args(words)) == in_front, words
    spread = [word for pair in zip_longest(places, options) for word in _flat(pair)]
    assert vars(make_parser().parse_args([*verb, *spread])) == in_front, spread
    assert {word for option in options for word in option[1:]} <= set(_flat(in_front.values()))


def _flat(values: Iterable[object]) -> list[str]:
    """Return the words of what is a word, a list of them, or nothing."""
    listed = (one if isinstance(one, list) else [one] for one in values if one is not None)
    return [str(word) for words in listed for word in words]


@pytest.mark.parametrize(
    ("words", "colour", "note", "quote"),
    [
        (["--note", "Two words", "foam"], "yellow", "Two words", ["foam"]),
        (["--note=Two words", "sea", "--col", "red", "foam"], "red", "Two words", ["sea", "foam"]),
        (["sea", "--no=x", "foam"], "yellow", "x", ["sea", "foam"]),
        (
            ["sea", "-5", "-", "--note", "-5", "- foam"],
            "yellow",
            "-5",
            ["sea", "-5", "-", "- foam"],
        ),
        (
            ["sea", "--note", "x", "--", "--colour", "red"],
            "yellow",
            "x",
            ["sea", "--colour", "red"],
        ),
        (["--note", "x"], "yellow", "x", []),
    ],
)
def test_words_keep_their_order_among_options_however_these_are_written(
    words: list[str], colour: str, note: str, quote: list[str]
) -> None:
    chosen = make_parser().parse_args(["highlight", "7", *words])

    assert (chosen.colour, chosen.note, chosen.words) == (colour, note, quote)


def test_a_value_may_be_joined_to_a_short_option_among_words() -> None:
    chosen = make_parser().parse_args(["search", "sea", "-n5", "foam", "-n", "7", "salt"])

    assert (chosen.query, chosen.limit) == (["sea", "foam", "salt"], 7)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["highlight", "7", "foam", "--note"], "--note needs a value behind it"),
        (["highlight", "--note", "--json", "7", "foam"], "--note needs a value behind it"),
        (["highlight", "--note", "--", "7", "foam"], "--note needs a value behind it"),
        (["highlight", "7", "--qqqq", "foam"], "'--qqqq' is not understood here"),
        (["add", "quay", "--p", "foam"], "ambiguous option: --p could match --page, --private"),
    ],
)
def test_an_option_without_its_value_takes_no_word_of_the_command(
    newsreader, home, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    with pytest.raises(SystemExit):
        newsreader(*words)

    assert said in capsys.readouterr().err


def width_of_help(capsys: pytest.CaptureFixture[str]) -> int:
    with pytest.raises(SystemExit):
        make_parser().parse_args(["search", "--help"])
    return max(map(len, capsys.readouterr().out.splitlines()))


def test_help_is_as_wide_as_the_terminal_or_as_somebody_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.get_terminal_size", lambda: os.terminal_size((66, 20)))
    for columns, widest in (("120", 118), ("", 64), ("0", 64), ("wide", 64)):
        monkeypatch.setenv("COLUMNS", columns)
        assert widest - 12 < width_of_help(capsys) <= widest


def test_help_is_80_columns_wide_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> os.terminal_size:
        raise OSError(errno.ENOTTY, "no terminal")

    monkeypatch.delenv("COLUMNS", raising=False)
    for size in (refuse, lambda: os.terminal_size((0, 0))):
        monkeypatch.setattr("os.get_terminal_size", size)
        assert 66 < width_of_help(capsys) <= 78
