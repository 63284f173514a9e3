"""The command for rules, and what is hidden on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli.main import run_command_line
from tests.support.command import filled, home, newsreader

__all__ = ["filled", "home", "newsreader"]


def test_rules_are_added_and_listed_in_their_order(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    said = newsreader("rules", "add", "title:(deal OR sponsored)", "read", "tag", "ads")
    newsreader("rules", "add", "ships", "hide", "--for", "news", "--name", "No ships")
    newsreader("rules", "off", "No ships")

    listed = newsreader("rules")
    as_json = newsreader("rules", "--json")

    assert said.out.startswith("Added title:(deal OR sponsored): read, tag ads. It runs on")
    assert listed.out == (
        "1\t0\ttitle:(deal OR sponsored)\ttitle:(deal OR sponsored)\tread, tag ads\n"
        "2\t0\tNo ships\tships\thide\tfor news\toff\n"
    )
    assert as_json.objects == [
        {
            "name": "title:(deal OR sponsored)", "query": "title:(deal OR sponsored)",
            "actions": ["read", "tag ads"], "for": None, "on": True, "place": 1, "caught": 0,
            "unseen_alerts": 0,
        },
        {
            "name": "No ships", "query": "ships", "actions": ["hide"], "for": "news", "on": False,
            "place": 2, "caught": 0, "unseen_alerts": 0,
        },
    ]  # fmt: skip


def test_rules_are_renamed_moved_switched_and_removed(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    for word in ("one", "two"):
        newsreader("rules", "add", word, "read")

    said = [
        newsreader("rules", "rename", "one", "first").out,
        newsreader("rules", "move", 1, 99).out,
        newsreader("rules", "off", 1).out,
        newsreader("rules", "on", "two").out,
        newsreader("rules", "remove", "two").out,
    ]

    assert said == [
        "Renamed one to first.\n",
        "first runs at place 2 now.\n",
        "two is off.\n",
        "two is on.\n",
        "Removed two.\n",
    ]
    assert [one["name"] for one in newsreader("rules", "--json").objects] == ["first"]
    assert newsreader("rules", "remove", "first", "--json").out == ""


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("add", "ships", "burn"), "Action 'burn' at word 1 is not known"),
        (("add", "title:(ships", "read"), "unclosed ( at 7"),
        (("add", " ", "read"), "has nothing to look for"),
        (("add", "ships", "read", "--for", "nowhere"), "There is no source called 'nowhere'"),
        (("test", "like:1"), "cannot be run"),
        (("remove", "none"), "There is no rule called 'none'"),
        (("undo",), "nothing to take back"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(
    filled: Path, newsreader, words: tuple[str, ...], complaint: str
) -> None:  # type: ignore[no-untyped-def]
    told = newsreader("rules", *words)

    assert (told.code, told.out) == (1, "")
    assert complaint in told.err


def test_a_rule_without_an_action_is_wrong_use(filled: Path) -> None:
    with pytest.raises(SystemExit) as left:
        run_command_line(["rules", "add", "ships"])

    assert left.value.code == 2


def test_a_query_is_tried_by_source(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    told = newsreader("rules", "test", "ships", "--json").objects
    plain = newsreader("rules", "test", 'title:"headline 2"', "--for", "news")

    assert [(one["found"], one["days"], one["sources"]) for one in told] == [
        (3, 30, [{"location": "/news", "title": "News", "stories": 3}])
    ]
    assert plain.out == "1 in the last 30 days\n1\tNews\n2\tHeadline 2\n"


def test_rules_are_applied_and_that_is_taken_back(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    newsreader("rules", "add", 'title:"headline 3"', "hide")

    applied = newsreader("rules", "apply", "--json").objects
    listed = newsreader("list", "--json").objects
    hidden = newsreader("list", "--view", "hidden", "--json").objects
    found = newsreader("search", "ships")
    undone = newsreader("rules", "undo").out
    plain = newsreader("rules", "apply").out
    again = newsreader("rules", "undo", "--json").objects

    assert applied == [{"name": 'title:"headline 3"', "caught": 1}]
    assert [one["id"] for one in listed] == [2, 1]
    assert [(one["id"], one["hidden"]) for one in hidden] == [(3, True)]
    assert found.out.count("Headline") == 2
    assert "1 hidden; is:hidden finds them" in found.err
    assert undone == "Stories that have the marks again that they had: 1.\n"
    assert plain == '1\ttitle:"headline 3"\n'
    assert again == [{"restored": 1}]
    assert len(newsreader("list", "--json").objects) == 3


def test_stories_are_hidden_and_shown_again(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    newsreader("mark", "hide", 1, 2)
    newsreader("mark", "unhide", 2)

    assert newsreader("show", 1, "--json").objects[0]["hidden"] is True
    assert newsreader("count", "ships").out == "2\n"
    assert newsreader("count", "ships", "--json").objects == [
        {"query": "ships", "found": 2, "unread": 2, "hidden": 1}
    ]


def test_a_query_is_counted_as_far_as_it_is_understood(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    told = newsreader("count", "ships", "is:odd")

    assert (told.code, told.out) == (0, "3\n")
    assert "is:odd is not known" in told.err


def test_a_list_stands_in_the_order_that_is_asked_for(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    def ids(*words: str) -> list[object]:
        return [one["id"] for one in newsreader("list", "--json", *words).objects]

    assert ids("--order", "oldest") == [1, 2, 3]
    assert ids("--order", "oldest", "-n", "2") == [1, 2]
    assert ids("--order=-headline") == [3, 2, 1]
    with pytest.raises(SystemExit):
        newsreader("list", "--order", "odd")


def test_hits_stand_in_the_order_that_the_query_asks_for(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    def ids(*words: object) -> list[object]:
        return [one["id"] for one in newsreader("search", "--json", *words).objects]

    assert ids("ships", "sort:oldest") == [1, 2, 3]
    assert ids("ships", "sort:-oldest") == [3, 2, 1]
    first = newsreader("search", "--json", "-n", 2, "ships sort:oldest").objects
    assert [one["id"] for one in first] == [1, 2]
    assert ids("-n", 2, "--after", first[-1]["next"], "ships sort:oldest") == [3]
    assert "sort:odd is no order at 7: try newest" in newsreader("search", "ships", "sort:odd").err


def test_rules_complete_by_their_names(filled: Path, newsreader) -> None:  # type: ignore[no-untyped-def]
    newsreader("rules", "add", "ships", "read")

    assert newsreader("completion", "--words", "rules").out == "ships\n"
    assert json.loads(newsreader("rules", "add", "fog", "read", "--json").out)["name"] == "fog"
