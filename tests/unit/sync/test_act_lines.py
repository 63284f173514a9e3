from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Highlight
from reader.sync.act_lines import LONGEST_LINE, act_line, read_act
from reader.sync.acts import (
    Act,
    ActKind,
    NewerActError,
    highlight_name,
    next_clock,
    page_name,
    story_name,
)
from reader.sync.written_values import highlight_text, name_of
from tests.support.acts import any_act

STORY = "AAAAAAAAAAAAAAAA"
GOOD = {"act": "read", "story": STORY, "value": True, "at": 5, "by": "attic-00000001"}
TAG = GOOD | {"act": "tag", "detail": "rope"}
SOURCE = {"act": "subscription", "source": "https://tide.example/feed", "value": "Tide", "at": 5,
          "by": "attic-00000001"}  # fmt: skip
SEARCH = {"act": "search", "search": "Rope", "value": "rope OR salt", "at": 5, "by": "attic-1"}
DOES = {"query": "rope", "actions": [["read"], ["tag", "rope"]], "for": "Tide", "on": True}
RULE = {"act": "rule", "rule": "Rope", "value": json.dumps(DOES), "at": 5, "by": "attic-1"}
QUOTE = Highlight(
    "Ask the pilot.", "At nine.\n", " Low", 9, made=datetime(2026, 11, 22, tzinfo=UTC)
)
WORDS = json.loads(highlight_text(QUOTE))
HIGHLIGHT = GOOD | {
    "act": "highlight",
    "detail": name_of(QUOTE),
    "value": highlight_text(QUOTE),
    "replaced": {"barge-2": 3},
}
COLOUR = HIGHLIGHT | {"act": "colour", "value": "green"}
ORDER = {"act": "order", "rules": "all", "value": "Rope\nSalt", "at": 5, "by": "attic-1"}


def highlight(**words: object) -> dict[str, object]:
    """A line of a highlight that says something else, under the name that its words have."""
    written = WORDS | words
    names = (str(written[one]) for one in ("quote", "before", "after"))
    return HIGHLIGHT | {"value": json.dumps(written), "detail": highlight_name(*names)}


def rule(**does: object) -> dict[str, object]:
    """A line of a rule that does something else."""
    return RULE | {"value": json.dumps(DOES | does)}


def line(written: object) -> bytes:
    return json.dumps(written).encode()


@given(any_act())
def test_an_act_is_read_as_it_was_written(act: Act) -> None:
    if act.kind is not ActKind.SEARCH or act.value != "":
        assert read_act(act_line(act).encode()) == act


@given(st.binary(max_size=200))
def test_whatever_bytes_come_are_an_act_or_refused(content: bytes) -> None:
    try:
        read_act(content)
    except ValueError:
        return
    raise AssertionError(content)


@pytest.mark.parametrize(
    "written",
    [
        GOOD,
        GOOD | {"page": STORY, "weather": ["later", "versions", "say more"]},
        TAG | {"replaced": {"barge-2": 3}},
        GOOD | {"act": "bookmark", "value": None},
        GOOD | {"act": "bookmark", "value": 1_700_000_000},
        GOOD | {"act": "note", "value": "Two\nlines."},
        GOOD | {"act": "hidden"},
        HIGHLIGHT,
        HIGHLIGHT | {"value": ""},
        highlight(made=None, weather="fair"),
        COLOUR,
        COLOUR | {"act": "remark", "value": "Two\nlines."},
        SOURCE,
        SOURCE | {"value": None},
        SOURCE | {"act": "folder", "value": "Sea/Deep"},
        SEARCH,
        SEARCH | {"value": None},
        SEARCH | {"act": "alert", "value": True},
        RULE,
        RULE | {"value": None},
        RULE | {"value": '{"query":"rope","actions":[["hide"]],"on":false,"weather":"fair"}'},
        ORDER,
        ORDER | {"value": "", "replaced": {"barge-2": 3}},
    ],
)
def test_good_lines_are_acts(written: dict[str, object]) -> None:
    act = read_act(line(written))

    assert (act.kind, act.value, act.at) == (written["act"], written["value"], 5)


@pytest.mark.parametrize(
    "written",
    [
        [],
        "read",
        7,
        None,
        {},
        GOOD | {"act": None},
        GOOD | {"act": "Not a word!"},
        GOOD | {"act": ["read"]},
        GOOD | {"story": "too-short"},
        GOOD | {"story": "../../etc/passwd"},
        GOOD | {"story": 5},
        GOOD | {"page": "B"},
        GOOD | {"page": None},
        GOOD | {"value": 1},
        GOOD | {"value": "yes"},
        GOOD | {"at": 0},
        GOOD | {"at": -1},
        GOOD | {"at": True},
        GOOD | {"at": 1.5},
        GOOD | {"at": 1 << 62},
        GOOD | {"by": "../attic"},
        GOOD | {"by": "ATTIC"},
        GOOD | {"by": ""},
        GOOD | {"by": "a" * 33},
        GOOD | {"by": None},
        TAG | {"detail": ""},
        TAG | {"detail": "rope,salt"},
        TAG | {"detail": "\x1b[2Jrope"},
        TAG | {"detail": 3},
        TAG | {"replaced": ["barge-2"]},
        TAG | {"replaced": {"BARGE": 3}},
        TAG | {"replaced": {"barge-2": 0}},
        TAG | {"replaced": {"barge-2": "3"}},
        TAG | {"replaced": {f"barge-{number}": 3 for number in range(1_001)}},
        GOOD | {"act": "bookmark", "value": -1},
        GOOD | {"act": "bookmark", "value": 10**12},
        GOOD | {"act": "bookmark", "value": True},
        GOOD | {"act": "note", "value": None},
        GOOD | {"act": "note", "value": "\x1b]0;mine\x07"},
        GOOD | {"act": "note", "value": "x" * 1_000_001},
        GOOD | {"act": "hidden", "value": None},
        HIGHLIGHT | {"value": None},
        HIGHLIGHT | {"value": "Ask the pilot."},
        HIGHLIGHT | {"value": "[]"},
        HIGHLIGHT | {"value": "{}"},
        HIGHLIGHT | {"value": "[" * 100_000},
        HIGHLIGHT | {"detail": STORY},
        HIGHLIGHT | {"detail": "rope"},
        HIGHLIGHT | {"detail": None},
        highlight(quote=" \n"),
        highlight(quote="\x1b[2JAsk"),
        highlight(quote=["Ask"]),
        highlight(before="x" * 4_001),
        highlight(after=None),
        highlight(at=-1),
        highlight(at=True),
        highlight(at=1 << 31),
        highlight(made="noon"),
        highlight(made=10**12),
        COLOUR | {"value": "#ff0000"},
        COLOUR | {"value": None},
        COLOUR | {"value": ["green"]},
        COLOUR | {"act": "remark", "value": None},
        SOURCE | {"source": "file:///etc/passwd"},
        SOURCE | {"source": "exec:reboot"},
        SOURCE | {"source": "https://tide.example/a b"},
        SOURCE | {"source": "https://tide.example/\x1b[2J"},
        SOURCE | {"source": "https://tide.example/" + "x" * 4_000},
        SOURCE | {"value": "Two\nlines"},
        SOURCE | {"value": False},
        SOURCE | {"act": "folder", "value": None},
        SEARCH | {"search": "  "},
        SEARCH | {"search": "x" * 201},
        SEARCH | {"search": "\x9bRope"},
        SEARCH | {"value": "x" * 4_001},
        SEARCH | {"act": "alert", "value": None},
        RULE | {"rule": "  "},
        RULE | {"value": True},
        RULE | {"value": "rope"},
        RULE | {"value": "[]"},
        RULE | {"value": "{}"},
        RULE | {"value": "[" * 100_000},
        rule(query=" "),
        rule(query="rope\x1b[2J"),
        rule(query="x" * 4_001),
        rule(query=["rope"]),
        rule(on=1),
        rule(**{"for": "Tide\n"}),
        rule(**{"for": None}),
        rule(actions=[]),
        rule(actions="read"),
        rule(actions={"read": True}),
        rule(actions=[["read"]] * 101),
        rule(actions=[["rm -rf"]]),
        rule(actions=[[["read"]]]),
        rule(actions=[["read", "rope"]]),
        rule(actions=[["tag"]]),
        rule(actions=[["tag", "rope,salt"]]),
        rule(actions=[["tag", 5]]),
        rule(actions=[["tag", "rope", "salt"]]),
        ORDER | {"rules": "some"},
        ORDER | {"value": None},
        ORDER | {"value": "Rope\x1b[2J"},
        ORDER | {"value": "\n" * 2_000},
    ],
    ids=lambda written: str(written)[:60],
)
def test_bad_lines_are_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        read_act(line(written))

    assert not isinstance(refused.value, NewerActError)


def test_an_act_of_a_later_version_is_told_from_a_bad_line() -> None:
    with pytest.raises(NewerActError):
        read_act(line(GOOD | {"act": "weather"}))
    with pytest.raises(NewerActError):
        read_act(line(COLOUR | {"value": "violet"}))
    with pytest.raises(NewerActError):
        read_act(line(rule(actions=[["sing"]])))


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
        b" " * LONGEST_LINE + line(GOOD),
        b"\xff\xfe",
        b"\x00" * 500,
        line(GOOD)[:-1],
        b"",
    ],
    ids=["arrays", "objects", "digits", "long", "no UTF-8", "zeros", "half", "empty"],
)
def test_lines_that_are_made_to_harm_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_act(content)


def test_a_line_is_one_line_whatever_a_note_holds() -> None:
    act = Act(ActKind.NOTE, STORY, 5, "attic-1", "Two\nlines.\u2028\x85 Ebbe, Flut und 潮")
    plain = Act(ActKind.NOTE, STORY, 5, "attic-1", "潮")

    assert act_line(act).isprintable()
    assert "潮" in act_line(plain)


def test_the_clock_is_later_than_all_it_has_seen_and_goes_with_the_time_otherwise() -> None:
    noon = 1_700_000_000_000
    first = next_clock(0, noon)

    assert next_clock(first, noon) == first + 1
    assert next_clock(first, noon + 1) > first + 1
    assert next_clock(first, noon - 10**11) == first + 1
    assert next_clock(7, -5) == 8


def test_a_story_of_a_feed_is_known_by_guid_and_feed_and_one_of_a_file_by_its_words() -> None:
    feed = "https://tide.example/feed"

    assert story_name(feed, "guid-1", "Ebb", is_web=True) == story_name(
        feed, "guid-1", "Ebb, corrected", is_web=True
    )
    assert story_name(feed, "guid-1", "Ebb", is_web=True) != story_name(
        f"{feed}/two", "guid-1", "Ebb", is_web=True
    )
    assert story_name("/home/a/news", "k", "Ebb", is_web=False) == story_name(
        "/home/b/news", "k", "Ebb", is_web=False
    )
    assert story_name("/news", "k", "Ebb", is_web=False) != story_name(
        "/news", "k", "Flood", is_web=False
    )


def test_a_page_is_known_without_what_only_tells_who_follows_its_link() -> None:
    page = "https://tide.example/ebb"

    assert page_name(f"{page}?utm_source=feed") == page_name(page)
    assert page_name("https://tide.example/") == ""
    assert page_name("mailto:pilot@tide.example") == ""


def test_the_acts_of_a_busy_year_are_few_megabytes() -> None:
    longest = "a-long-hostn-0123abcd"  # as `new_machine` makes it of a long name
    act = Act(ActKind.READ, STORY, next_clock(0, 4_000_000_000_000), longest, False, STORY)

    assert 50_000 * len(f"{act_line(act)}\n") < 8_000_000
