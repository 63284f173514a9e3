"""Highlights and what is hidden, as several machines have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from reader.library.reports.highlights import make_highlight, with_highlight, without_highlight
from reader.model import Highlight, Marks
from reader.store.migrations.sync_steps import SYNC_HIGHLIGHTS
from reader.sync.acts import Act, ActKind
from tests.conftest import NOON, NOW
from tests.support.machines import (
    Machine,
    exchange,
    folder,
    lines_in,
    machines,
    pair_of,
    write_acts,
)

__all__ = ["folder", "pair_of"]


def mark_words(machine: Machine, number: int, words: str, **more: str) -> Highlight:
    """Have a person highlight words of a story."""
    story = machine.library.store.stories.get(machine.id_of(number))
    start = story.text.index(words)
    one = replace(make_highlight(story, (start, start + len(words)), NOON), **more)
    put(machine, number, with_highlight(machine.marks(number), one))
    return one


def put(machine: Machine, number: int, marks: Marks) -> None:
    """Give a story these marks."""
    machine.library.set_marks({machine.id_of(number): marks})


def take_away(machine: Machine, number: int, one: Highlight) -> None:
    """Have a person take a highlight away."""
    put(machine, number, without_highlight(machine.marks(number), one))


def change(machine: Machine, number: int, one: Highlight, **more: str) -> None:
    """Have a person give a highlight another colour or note."""
    put(machine, number, with_highlight(machine.marks(number), replace(one, **more)))


def words_of(machine: Machine, number: int) -> list[str]:
    """The words of a story that are highlighted."""
    return [one.quote for one in machine.marks(number).highlights]


def first_words(machine: Machine, count: int = 2, start: int = 0) -> str:
    """Some words of the first story."""
    story = machine.library.store.stories.get(machine.id_of(1))
    return " ".join(story.text.split("\n")[0].split()[start : start + count])


def test_a_highlight_comes_to_the_other_machine_with_its_colour_and_note(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    one = mark_words(attic, 1, first_words(attic), colour="green", note="Ask the pilot.")
    attic.sync()

    report = barge.sync()

    assert barge.marks(1).highlights == (one,)
    assert report.stories == 1
    assert "Ask the pilot." in (barge.home / "bookmarks.jsonl").read_text(encoding="utf-8")


def test_of_a_colour_and_a_note_the_later_counts_each_for_itself(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    one = mark_words(attic, 1, first_words(attic))
    exchange(attic, barge)
    attic.at(NOW + timedelta(hours=1))
    change(attic, 1, one, colour="green", note="Ask the pilot.")
    barge.at(NOW + timedelta(hours=2))
    change(barge, 1, one, colour="red")
    exchange(barge, attic)

    both = replace(one, colour="red", note="Ask the pilot.")
    assert attic.marks(1).highlights == barge.marks(1).highlights == (both,)


def test_a_highlight_that_was_taken_away_does_not_come_back_with_a_later_colour(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    one = mark_words(attic, 1, first_words(attic))
    exchange(attic, barge)
    take_away(attic, 1, one)
    barge.at(NOW + timedelta(hours=2))
    change(barge, 1, one, colour="red", note="Ask the pilot.")
    exchange(barge, attic)

    assert attic.marks(1).highlights == barge.marks(1).highlights == ()


def test_a_highlight_that_was_taken_away_does_not_come_back_with_an_old_line(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    one = mark_words(attic, 1, first_words(attic))
    exchange(attic, barge)
    (line,) = [line for line in lines_in(folder) if line["act"] == "highlight"]
    take_away(barge, 1, one)
    exchange(barge, attic)
    name, at, by, value, page, detail = (
        str(line[key]) for key in ("story", "at", "by", "value", "page", "detail")
    )
    write_acts(folder, "crane-3", Act(ActKind.HIGHLIGHT, name, int(at), by, value, page, detail))
    exchange(attic, barge)

    assert attic.marks(1) == barge.marks(1) == Marks()


def test_the_same_words_can_be_highlighted_anew(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    one = mark_words(attic, 1, first_words(attic), colour="red", note="Ask the pilot.")
    exchange(attic, barge)
    take_away(barge, 1, one)
    exchange(barge, attic)
    again = mark_words(attic, 1, first_words(attic))
    exchange(attic, barge)

    assert attic.marks(1).highlights == barge.marks(1).highlights == (again,)


def test_highlights_of_the_same_time_are_all_kept(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    some = mark_words(attic, 1, first_words(attic, 2))
    other = mark_words(barge, 1, first_words(barge, 1, start=1))
    exchange(attic, barge)

    assert words_of(attic, 1) == words_of(barge, 1) == [some.quote, other.quote]


def test_a_highlight_waits_for_its_story_while_another_is_made_there(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.read(4)
    story = attic.library.store.stories.get(attic.id_of(4))
    first, second = story.text.split()[:2]
    mark_words(attic, 4, first)
    attic.sync()
    waiting = barge.sync().waiting
    barge.read(4)
    mark_words(barge, 4, second)
    exchange(barge, attic)

    assert waiting == 1
    assert words_of(barge, 4) == words_of(attic, 4) == [first, second]


def test_a_highlight_that_stands_elsewhere_in_an_edited_text_is_no_act(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    one = mark_words(attic, 1, first_words(attic))
    exchange(attic, barge)
    before = lines_in(folder)
    put(barge, 1, Marks(highlights=(replace(one, at=one.at + 7),)))
    exchange(barge, attic)

    assert lines_in(folder) == before
    assert barge.marks(1).highlights == (replace(one, at=one.at + 7),)
    assert attic.marks(1).highlights == (one,)


def test_a_highlight_in_a_colour_that_no_machine_knows_stays_here_in_it(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    mark_words(attic, 1, first_words(attic), colour="violet")
    exchange(attic, barge)

    assert [one.colour for one in attic.marks(1).highlights] == ["violet"]
    assert [one.colour for one in barge.marks(1).highlights] == ["yellow"]


def test_what_is_hidden_on_one_machine_is_hidden_on_the_other_until_it_is_shown(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.mark(1, hidden=True)
    attic.library.store.batch_marks.set_hidden([attic.id_of(2)], hidden=True)
    exchange(attic, barge)
    came = barge.marks(1).hidden, barge.marks(2).hidden, barge.marks(3).hidden
    barge.mark(1, hidden=False)
    exchange(barge, attic)

    assert came == (True, True, False)
    assert (attic.marks(1).hidden, attic.marks(2).hidden) == (False, True)


def test_highlights_that_were_there_before_are_joined_when_two_begin(
    tmp_path: Path, folder: Path
) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        attic.read(1)
        barge.read(1)
        some = mark_words(attic, 1, first_words(attic, 2), note="Ask the pilot.")
        mark_words(barge, 1, first_words(barge, 2), colour="green")
        barge.mark(1, hidden=True)
        attic.begin(folder)
        barge.begin(folder)
        exchange(attic, barge)

        (one,) = attic.marks(1).highlights
        assert attic.marks(1) == barge.marks(1)
        assert (one.quote, one.note, one.colour) == (some.quote, "Ask the pilot.", "green")
        assert attic.marks(1).hidden


def test_highlights_that_an_older_version_did_not_tell_of_are_told_after_the_upgrade(
    tmp_path: Path, folder: Path
) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        attic.read(1)
        barge.read(1)
        attic.begin(folder)
        connection = attic.library.store.database.connection
        for name in ("highlight_came", "highlight_went", "hidden_came", "hidden_changed"):
            connection.execute(f"DROP TRIGGER sync_{name}")
        one = mark_words(attic, 1, first_words(attic))
        attic.mark(1, hidden=True)
        attic.sync()
        connection.executescript(SYNC_HIGHLIGHTS).close()
        attic.sync()
        barge.begin(folder)

        assert barge.marks(1) == Marks(hidden=True, highlights=(one,))


def test_a_highlight_of_a_story_that_is_dropped_stays_elsewhere(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    one = mark_words(attic, 1, first_words(attic))
    exchange(attic, barge)
    with attic.library.store.database.act() as connection:
        connection.execute("DELETE FROM story WHERE id = ?", (attic.id_of(1),))

    sent = attic.sync().sent
    barge.sync()

    assert sent == 0
    assert barge.marks(1).highlights == (one,)
