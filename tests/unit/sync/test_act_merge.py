from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.sync.act_lines import act_line, read_act
from reader.sync.act_merge import (
    NOTE_BREAK,
    Cell,
    Item,
    Items,
    acts_of,
    is_story,
    item_as_json,
    latest_value,
    live_dots,
    merge_acts,
    note_text,
    read_item,
)
from reader.sync.acts import Act, ActKind
from tests.support.acts import MACHINES, STORIES, acts, joined, known_of

ATTIC, BARGE, CRANE = MACHINES
STORY = STORIES[0]


def read(at: int, machine: str, value: bool = True) -> Act:
    return Act(ActKind.READ, STORY, at, machine, value)


def tag(at: int, machine: str, value: bool = True, seen: dict[str, int] | None = None) -> Act:
    replaced = tuple(sorted((seen or {}).items()))
    return Act(ActKind.TAG, STORY, at, machine, value, detail="rope", replaced=replaced)


def note(at: int, machine: str, text: str, seen: dict[str, int] | None = None) -> Act:
    replaced = tuple(sorted((seen or {}).items()))
    return Act(ActKind.NOTE, STORY, at, machine, text, replaced=replaced)


def item_of(*given: Act) -> Item:
    return known_of(list(given))[f"story {STORY}"]


def tags_of(item: Item) -> set[str]:
    return {name for name in item.cells if name.startswith("tag ") and live_dots([item], name)}


@settings(max_examples=50)
@given(acts, acts)
def test_who_hears_first_makes_no_difference(some: list[Act], others: list[Act]) -> None:
    assert known_of(some + others) == known_of(others + some)
    assert joined(known_of(some), known_of(others)) == joined(known_of(others), known_of(some))


@settings(max_examples=30)
@given(acts, acts, acts)
def test_in_which_groups_acts_come_makes_no_difference(
    first: list[Act], second: list[Act], third: list[Act]
) -> None:
    one, two, three = known_of(first), known_of(second), known_of(third)

    assert joined(joined(one, two), three) == joined(one, joined(two, three))
    assert joined(joined(one, two), three) == known_of(first + second + third)


@given(acts)
def test_to_hear_everything_twice_makes_no_difference(some: list[Act]) -> None:
    once = known_of(some)

    assert joined(once, once) == once
    assert known_of(some + some) == once


@given(st.permutations(range(6)), st.data())
def test_any_order_of_acts_leads_to_one_state(order: list[int], data: st.DataObject) -> None:
    some = data.draw(acts.filter(lambda drawn: len(drawn) == 6))

    assert known_of([some[number] for number in order]) == known_of(some)


@given(acts)
def test_what_is_known_is_stored_and_read_as_it_was(some: list[Act]) -> None:
    for item in known_of(some).values():
        assert read_item(item.page, item_as_json(item)) == item


@given(acts)
def test_journals_that_each_machine_has_compacted_say_what_the_whole_ones_said(
    some: list[Act],
) -> None:
    known = known_of(some)
    compacted = [
        act
        for machine in MACHINES
        for subject, item in known.items()
        for act in acts_of(subject, item, machine, frozenset(MACHINES) - {machine})
    ]

    assert said(known_of(compacted)) == said(known)


def said(items: Items) -> dict[str, Item]:
    """Items without cells of which nothing counts and nothing was undone: they say nothing."""
    with_cells = {
        subject: Item(
            item.page, {name: cell for name, cell in item.cells.items() if cell != Cell()}
        )
        for subject, item in items.items()
    }
    return {subject: item for subject, item in with_cells.items() if item.cells}


@given(acts)
def test_a_machine_that_is_left_alone_tells_of_the_others_too(some: list[Act]) -> None:
    known = known_of(some)
    told = [act for subject, item in known.items()
            for act in acts_of(subject, item, ATTIC, frozenset())]  # fmt: skip

    assert {act.machine for act in told} <= set(MACHINES)
    for name, item in known_of(told).items():
        assert {field: cell for field, cell in item.cells.items() if cell.dots} == {
            field: cell for field, cell in known[name].cells.items() if cell.dots
        }


@settings(max_examples=30)
@given(acts)
def test_what_is_compacted_can_be_read_as_lines(some: list[Act]) -> None:
    for subject, item in known_of(some).items():
        for act in acts_of(subject, item, ATTIC, frozenset()):
            if act.kind is not ActKind.SEARCH or act.value != "":
                assert read_act(act_line(act).encode()) == act


def test_of_a_flag_the_latest_value_counts_whatever_came_last() -> None:
    item = item_of(read(9, BARGE, value=False), read(3, ATTIC), read(7, CRANE))

    assert latest_value([item], "read") == (9, False)


def test_of_two_values_at_the_same_time_every_machine_takes_the_same() -> None:
    one, other = read(4, ATTIC), read(4, BARGE, value=False)

    assert latest_value([item_of(one, other)], "read") == (4, False)
    assert latest_value([item_of(other, one)], "read") == (4, False)


def test_a_tag_that_is_given_while_another_machine_takes_it_away_stays() -> None:
    assert tags_of(item_of(tag(1, ATTIC), tag(2, BARGE, value=False, seen={ATTIC: 1}))) == set()
    assert tags_of(
        item_of(tag(1, ATTIC), tag(3, CRANE), tag(2, BARGE, value=False, seen={ATTIC: 1}))
    ) == {"tag rope"}


def test_a_tag_that_was_taken_away_does_not_come_back_with_an_old_line() -> None:
    gone = item_of(tag(2, BARGE, value=False, seen={ATTIC: 5}), tag(5, ATTIC))

    assert tags_of(gone) == set()
    assert tags_of(merge_acts({f"story {STORY}": gone}, [tag(4, ATTIC)])[f"story {STORY}"]) == set()


def test_notes_that_were_written_at_the_same_time_are_both_kept() -> None:
    item = item_of(note(5, BARGE, "Ask the pilot."), note(4, ATTIC, "Low water at nine."))

    assert note_text([item]) == f"Low water at nine.{NOTE_BREAK}Ask the pilot."


def test_a_note_that_was_seen_is_replaced_and_the_same_note_is_there_once() -> None:
    first, second = note(4, ATTIC, "Low water."), note(5, BARGE, "Low water.")
    last = note(6, CRANE, "High water.", seen={ATTIC: 4, BARGE: 5})

    assert note_text([item_of(first, second)]) == "Low water."
    assert note_text([item_of(last, first, second)]) == "High water."
    assert note_text([item_of(last, note(7, CRANE, "", seen={CRANE: 6}))]) == ""


def test_a_story_that_two_sources_have_has_the_marks_of_both() -> None:
    here, there = item_of(note(4, ATTIC, "Low water.")), item_of(note(9, ATTIC, "High water."))

    assert note_text([here, there]) == f"Low water.{NOTE_BREAK}High water."
    assert latest_value([here, item_of(read(3, BARGE))], "read") == (3, True)
    older = item_of(read(2, CRANE, value=False))
    assert latest_value([item_of(read(3, BARGE)), older], "read") == (3, True)
    assert note_text([here, item_of(note(8, BARGE, "", seen={ATTIC: 4}))]) == ""


def test_an_act_that_replaces_itself_says_nothing() -> None:
    assert note_text([item_of(note(4, ATTIC, "Low water.", seen={ATTIC: 4}))]) == ""


def test_stories_are_told_from_sources_and_searches() -> None:
    assert is_story(read(1, ATTIC).subject)
    assert not is_story(Act(ActKind.SEARCH, "Rope", 1, ATTIC, "rope").subject)
