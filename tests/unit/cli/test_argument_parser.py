import pytest

from reader.cli.parsing.story_commands import COLOURS, ORDERS
from reader.model import LIST_ORDERS, marks
from tests.support.command import home, newsreader

__all__ = ["home", "newsreader"]  # fixtures

HELP = "--help` tells more"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serch", "sea"], "'serch' is no command; did you mean search?"),
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
