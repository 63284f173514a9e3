"""Rules made in the screen, and what is hidden."""

from __future__ import annotations

from contextlib import closing

import pytest

from reader.library import Library
from reader.library.rules.rule_list import parse_actions
from reader.library.rules.rule_runs import apply_rules, change_rules
from reader.model import Mark, Rule
from reader.tui.controllers.batches.rule_offers import rule_question
from tests.conftest import fill
from tests.support.shown import opened


def lay_down(library: Library, *rules: Rule) -> None:
    change_rules(library, lambda _: rules)


async def test_a_rule_is_made_from_the_outlet_of_a_story_with_its_preview(
    searchable: Library,
) -> None:
    async with opened(searchable) as shown:
        await shown.press("g", "r")
        assert 'o outlet:"The Tideline"' in shown.text()
        assert "w title:Ägypten title:feiert" in shown.text()
        await shown.press("w")
        await shown.until(lambda: "1 caught (News 1)" in shown.text())
        await shown.settle()
        assert "take it" in shown.lines()[-1]
        assert len(shown.listed_ids()) == 1
        await shown.press("ctrl+u")
        await shown.paste("hide, tag sun")
        await shown.press("enter")
        await shown.until(lambda: "Do that now with the 1" in shown.text())
        await shown.press("y")
        await shown.until(lambda: "done as the rule says" in shown.status())

        assert [str(one) for one in searchable.store.rules.all()[0].actions] == ["hide", "tag sun"]
        assert searchable.store.stories.counts().hidden == 1
        await shown.press("u")
        assert searchable.store.stories.counts().hidden == 0
        await shown.press("u")
        assert searchable.store.rules.all() == ()


async def test_a_rule_is_made_of_the_search_that_is_typed(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("title:feiert")
        await shown.press("enter", "g", "r")
        await shown.until(lambda: "1 caught (News 1)" in shown.text())
        await shown.press("enter")
        await shown.until(lambda: "Do that now with the 1" in shown.text())
        await shown.press("n")

        assert [one.query for one in searchable.store.rules.all()] == ["title:feiert"]
        assert "Rule added" in shown.status()


@pytest.mark.parametrize(
    ("room", "asked"),
    [
        (120, "7 caught (Fog Daily 4, Tide 2, Sea 1). Do (read, tag WORD, bookmark, hide, alert)"),
        (80, "7 caught (Fog Daily 4, Tide 2, Sea 1): read, tag X, bookmark, hide, alert"),
        (60, "7 caught. Do (read, tag WORD, bookmark, hide, alert)"),
        (44, "7 caught: read, tag X, bookmark, hide, alert"),
    ],
)
async def test_a_narrow_screen_asks_what_a_rule_is_to_do_in_fewer_words(
    room: int, asked: str
) -> None:
    sources = [("/fog", "Fog Daily", 4), ("/tide", "Tide", 2), ("Sea", "", 1)]

    assert rule_question(7, 7, sources, room) == asked


def test_more_that_a_rule_would_catch_than_is_listed_is_told() -> None:
    assert rule_question(5_000, 100_000, [], 120) == (
        "100,000 caught, the first 5,000 listed. Do (read, tag WORD, bookmark, hide, alert)"
    )


@pytest.mark.parametrize(("width", "keys"), [(80, ("g", "o")), (60, ("g", "o")), (60, ("g", "r"))])
async def test_a_question_for_a_key_that_is_longer_than_a_line_stands_on_several(
    searchable: Library, width: int, keys: tuple[str, str]
) -> None:
    async with opened(searchable, (width, 20)) as shown:
        await shown.press(*keys)

        asked = " ".join(" ".join(shown.lines()).split())
        assert ("c as they came, u as usual" if keys[1] == "o" else "title:feiert") in asked


async def test_what_cannot_be_a_rule_is_said(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("like:3")
        await shown.press("enter", "g", "r")
        await shown.until(lambda: "caught" in shown.text())
        await shown.press("enter")
        await shown.until(lambda: "cannot be run" in shown.status())

        assert searchable.store.rules.all() == ()


async def test_without_a_story_there_is_nothing_to_make_a_rule_from(library: Library) -> None:
    async with opened(library) as shown:
        await shown.press("g", "r")
        assert shown.status() == "There is no story to make a rule from"


async def test_making_a_rule_can_be_left(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.press("g", "r", "escape")
        assert "Rule from" not in shown.text()
        assert not shown.has_line("key")


async def test_rules_are_switched_and_removed_in_the_palette(library: Library) -> None:
    fill(library, 2)
    lay_down(library, Rule("Ships", "ships", parse_actions(["read"])))
    async with opened(library) as shown:
        shown.do_command("Off: rule Ships (read)")
        await shown.settle()
        assert not library.store.rules.all()[0].active
        shown.do_command("On: rule Ships (read)")
        await shown.settle()
        assert library.store.rules.all()[0].active
        shown.do_command("Remove: rule Ships (read)")
        await shown.settle()
        assert library.store.rules.all() == ()
        await shown.press("u")
        assert [one.name for one in library.store.rules.all()] == ["Ships"]


async def test_rules_are_renamed_and_put_in_order_in_the_palette(library: Library) -> None:
    read = parse_actions(["read"])
    lay_down(library, Rule("Ships", "ships", read), Rule("Fog", "fog", read))

    def names() -> list[str]:
        return [one.name for one in library.store.rules.all()]

    async with opened(library) as shown:
        shown.do_command("Run earlier: rule Fog (read)")
        await shown.settle()
        assert names() == ["Fog", "Ships"]
        assert not shown.has_command("Run earlier: rule Fog (read)")
        shown.do_command("Rename: rule Fog (read)")
        await shown.until(lambda: "Rename rule to" in shown.text())
        await shown.press("ctrl+u")
        await shown.paste("Nebel [霧]")
        await shown.press("enter")
        assert names() == ["Nebel [霧]", "Ships"]
        await shown.press("u", "u")
        assert names() == ["Ships", "Fog"]


async def test_rules_that_caught_nothing_leave_nothing_to_undo(searchable: Library) -> None:
    lay_down(searchable, Rule("Sun", "title:feiert", parse_actions(["read"])))
    with closing(searchable.open_index()) as index:
        apply_rules(searchable, index)

    async with opened(searchable) as shown:
        shown.do_command("Run all rules on the stories that are there")
        await shown.until(lambda: "The rules have run" in shown.status())
        await shown.press("u")

        assert shown.status() == "There is nothing to undo"
        assert shown.unread_count() == 30


async def test_all_rules_run_on_what_is_there_and_that_is_undone(searchable: Library) -> None:
    lay_down(searchable, Rule("Sun", "title:feiert", parse_actions(["read"])))
    async with opened(searchable) as shown:
        shown.do_command("Run all rules on the stories that are there")
        await shown.until(lambda: shown.unread_count() == 30)
        await shown.until(lambda: "The rules have run" in shown.status())
        await shown.press("u")
        assert shown.unread_count() == 31


async def test_rules_that_are_stopped_have_done_nothing_that_could_be_undone(
    searchable: Library,
) -> None:
    lay_down(searchable, Rule("Sun", "title:feiert", parse_actions(["read"])))
    async with opened(searchable) as shown:
        shown.do_command("Run all rules on the stories that are there")
        shown.do_action_meanwhile("step_back")
        await shown.until(lambda: "Stopped" in shown.status() and not shown.is_working())

        assert shown.status() == "Stopped; the rules have changed nothing"
        await shown.press("u")
        assert shown.unread_count() == 31


async def test_a_rule_that_has_alerted_stands_in_the_sidebar_until_it_is_opened(
    searchable: Library,
) -> None:
    lay_down(searchable, Rule("Sun [ö]", "title:feiert", parse_actions(["alert"])))
    (rule,) = searchable.store.rules.all()
    searchable.store.rules.note_catches([(rule.id, 1, True), (rule.id, 2, True)])

    async with opened(searchable) as shown:
        await shown.press("backslash")
        assert any("♦ 2 Sun [ö]" in line for line in shown.sidebar_lines())
        for _ in shown.sidebar_items():
            if shown.sidebar_item().key != f"rule:{rule.id}":
                await shown.press("j")
        assert shown.sidebar_item().key == f"rule:{rule.id}"
        await shown.press("enter")
        await shown.until(lambda: len(shown.listed_ids()) == 1)

        assert searchable.store.rules.unseen_alerts() == []
        assert "Sun [ö]" not in shown.sidebar_labels()


async def test_a_story_is_hidden_and_shown_again_with_one_key(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("X")
        assert (shown.story_count(), shown.new_count()) == (2, 0)
        assert "hidden" in shown.list_lines()[2]
        assert shown.listed_ids() == [3, 2, 1]
        await shown.press("g", "2")
        assert shown.listed_ids() == [2, 1]
        await shown.press("u")
        assert (shown.story_count(), shown.new_count()) == (3, 0)


async def test_hidden_stories_are_listed_by_a_key_and_a_search_tells_their_number(
    searchable: Library,
) -> None:
    searchable.set_mark([1, 2], Mark.HIDDEN, True)
    async with opened(searchable) as shown:
        await shown.press("g", "x")
        await shown.until(lambda: sorted(shown.listed_ids()) == [1, 2])
        await shown.press("escape")
        await shown.search("ships")
        await shown.until(lambda: "2 hidden" in shown.text())
