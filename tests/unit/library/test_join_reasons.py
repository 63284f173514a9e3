"""Why stories are one event: on the command line, and as the library tells it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from reader.cli.main import run_command_line
from reader.cluster.explanation import explain_event
from reader.cluster.fingerprint import make_fingerprint
from reader.cluster.term_rarity import Rarity
from reader.library import Library
from reader.library.reports.join_reasons import (
    basis_sentence,
    join_reasons,
    shared_lines,
    term_weight,
)
from reader.model import ClusterMember, SharedTerm
from tests.conftest import pair
from tests.support.reports import START, save, seconds, story

BRIDGE = """The swing bridge at Ostwerder carries 4,300 lorries a day across the Hemmelsund, and
for the ferry port of Lindhaven it is the only road. Engineer Brigitte Tornquist found the crack
in a girder on her round, and the harbour office closed the bridge to traffic until welders come."""
CLOSED = """Lorries queue before Ostwerder since the harbour office shut the swing bridge over the
Hemmelsund. A girder has a crack, says Tornquist, the engineer. Lindhaven's ferries wait, and 4,300
lorries will have to take the long way round through the moor each day, hauliers say angrily."""


def keep(library: Library, number: int, headline: str, text: str) -> None:
    """Save a report."""
    source = library.store.sources.add("/news", "News")
    when = (START + timedelta(hours=number)).isoformat()
    told = pair(number, title=headline, content=text, published=when, outlet=f"Outlet {number}")
    library.store.stories.save(source, [told])


@pytest.fixture
def bridge(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """An event of two reports among others, in a home that the commands find."""
    monkeypatch.setenv("NEWSREADER_HOME", str(library.folders.data))
    keep(library, 1, "Crack closes the swing bridge", BRIDGE)
    keep(library, 2, "Lindhaven cut off as bridge shuts", CLOSED)
    save(library, [5, 6], first=3)
    library.group()
    return library


def test_what_two_reports_share_is_told_as_the_later_one_writes_it(bridge: Library) -> None:
    first, second = join_reasons(bridge.store, 2)
    kinds = {one.word: one.kind for one in second.terms}

    assert (first.story, first.basis, first.terms) == (1, "first", ())
    assert (second.story, second.basis, second.outlet) == (2, "terms", "Outlet 2")
    assert kinds["Hemmelsund"] == kinds["Tornquist"] == "name"
    assert kinds["4,300"] == "number"
    assert kinds["girder"] == "word"
    assert "moor" not in kinds
    assert 0.2 < second.likeness <= 1
    assert sum(one.share for one in second.terms) == pytest.approx(1)
    shares = [one.share for one in second.terms]
    assert shares == sorted(shares, reverse=True)


def test_a_story_that_stands_alone_has_no_reasons(bridge: Library) -> None:
    assert join_reasons(bridge.store, 3) == []
    assert join_reasons(bridge.store, 99) == []


def test_reports_beyond_the_first_many_are_not_told_of(bridge: Library) -> None:
    keep(bridge, 9, "Bridge stays shut", CLOSED.replace("angrily", "again"))
    bridge.group()

    assert [one.story for one in join_reasons(bridge.store, 1, most=2)] == [1, 2]


def test_a_text_that_was_copied_is_told_as_such(bridge: Library) -> None:
    keep(bridge, 9, "Bridge stays shut", CLOSED)
    bridge.group()
    third = join_reasons(bridge.store, 1)[2]

    assert (third.basis, third.beside) == ("text", 2)
    assert basis_sentence(third) == "the same text as story 2, or nearly so"
    assert basis_sentence(third, [1, 2, 9]) == "the same text as report 2, or nearly so"


def test_what_a_person_put_together_is_told_as_such(bridge: Library) -> None:
    bridge.join_events(4, 1)
    third = join_reasons(bridge.store, 1)[2]

    assert (third.story, third.basis, third.beside) == (4, "hand", 1)
    assert basis_sentence(third).startswith("held together by hand with story 1; ")


def test_a_report_in_another_language_is_told_as_such() -> None:
    rarity = Rarity()
    stories = {1: story(1, 7), 2: story(2, 7, language="de")}
    members = [
        ClusterMember(make_fingerprint(one, seconds(), rarity), 1, one.id)
        for one in stories.values()
    ]
    _, second = explain_event(members, stories, (), rarity)

    assert second.basis == "names"
    assert basis_sentence(second).startswith("in another language: ")


def test_words_that_a_correction_took_away_are_not_told(bridge: Library) -> None:
    connection = bridge.store.database.connection
    connection.execute("UPDATE body SET text = 'Lorries wait.' WHERE story_id = 2")
    connection.execute("DELETE FROM print WHERE story_id = 4")
    second = join_reasons(bridge.store, 2)[1]

    assert {one.word for one in second.terms} <= {"Lorries", "Lindhaven", "bridge", "shuts"}


def test_a_story_that_is_gone_is_passed_over(bridge: Library) -> None:
    connection = bridge.store.database.connection
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM story WHERE id = 1")

    assert [one.story for one in join_reasons(bridge.store, 2)] == [2]


def test_a_report_too_short_to_be_recognised_shares_nothing(bridge: Library) -> None:
    keep(bridge, 9, "Bridge", "Shut.")
    bridge.group()
    bridge.join_events(1, 5)
    third = join_reasons(bridge.store, 1)[2]

    assert (third.likeness, third.terms) == (0.0, ())


def test_a_report_that_shares_no_word_is_alike_by_nothing(bridge: Library) -> None:
    bridge.join_events(1, 3)
    third = join_reasons(bridge.store, 1)[2]

    assert third.story == 3
    assert third.likeness < 0.3


@pytest.mark.parametrize(
    ("share", "word"),
    [(0.5, "decisive"), (0.25, "decisive"), (0.1, "strong"), (0.05, "fair"), (0.0, "slight")],
)
def test_what_a_term_weighs_is_told_in_a_word(share: float, word: str) -> None:
    assert term_weight(SharedTerm("Hemmelsund", "name", share)) == word


def test_what_is_shared_is_told_by_kind_and_weight(bridge: Library) -> None:
    second = join_reasons(bridge.store, 2)[1]
    lines = dict(shared_lines(second))

    assert next(iter(lines)) == "names"
    assert "Hemmelsund" in lines["names"]
    assert ": " in lines["words"]
    assert lines["besides"] == f"{len(second.terms) - 12} that weigh less"


def test_the_command_tells_why_beneath_each_event(
    bridge: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(["events", "--why"]) == 0
    event, first, second = capsys.readouterr().out.splitlines()

    assert event.startswith("1\t")
    assert first.split("\t")[1:] == [
        "1", "Outlet 1", "Crack closes the swing bridge", "the first report of the event"
    ]  # fmt: skip
    assert "% alike · names" in second.split("\t")[4]


def test_the_command_tells_why_as_json(bridge: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["events", "--why", "--json"]) == 0
    event = json.loads(capsys.readouterr().out)
    _, second = event["why"]

    assert event["event"] == 1
    assert (second["id"], second["basis"], second["beside"]) == (2, "terms", None)
    assert {"word", "kind", "share"} == set(second["shared"][0])


def test_a_story_that_shares_nothing_is_alike_by_nothing() -> None:
    rarity = Rarity()
    stories = {1: replace(story(1, 7), text=BRIDGE, headline=""), 2: story(2, 7)}
    stories[2] = replace(stories[2], text="tug " * 3 + "abcde fghij klmno pqrst uvwxy zabcd efghi"
        " jklmn opqrs tuvwx yzabc defgh ijklm", headline="")  # fmt: skip
    members = [
        ClusterMember(make_fingerprint(one, seconds(), rarity), 1, one.id)
        for one in stories.values()
    ]
    _, second = explain_event(members, stories, (), rarity)

    assert (second.likeness, second.terms) == (0.0, ())
