"""Rules and alerts of saved searches, as several machines have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reader.library.rules.rule_runs import change_rules
from reader.model import Rule, RuleAction, RuleActionKind, SavedSearch
from reader.store.migrations.sync_steps import SYNC_RULES
from reader.sync.acts import Act, ActKind
from reader.sync.written_values import rule_text
from tests.conftest import NOW
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

READ, HIDE = RuleAction(RuleActionKind.READ), RuleAction(RuleActionKind.HIDE)
ROPE = Rule("Rope", "rope", (READ, RuleAction(RuleActionKind.TAG, "trade")), "Tide")
SALT = Rule("Salt", "salt OR brine", (HIDE,), active=False)
EBB = Rule("Ebb", "ebb", (RuleAction(RuleActionKind.ALERT),))


def give(machine: Machine, *rules: Rule) -> None:
    """Have a machine have these rules, and no others; those of a name keep their numbers."""
    ids = {one.name: one.id for one in machine.library.store.rules.all()}
    change_rules(
        machine.library, lambda _: tuple(replace(one, id=ids.get(one.name, 0)) for one in rules)
    )


def rules_of(machine: Machine) -> list[Rule]:
    """The rules of a machine, in order."""
    return [replace(one, id=0) for one in machine.library.store.rules.all()]


def test_rules_come_to_the_other_machine_with_all_they_do_and_in_their_order(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    give(attic, SALT, ROPE, EBB)
    attic.sync()

    report = barge.sync()

    assert rules_of(barge) == [SALT, ROPE, EBB]
    assert report.rules == 3
    assert "brine" in (barge.home / "rules.jsonl").read_text(encoding="utf-8")


def test_a_rule_that_is_removed_is_removed_everywhere_and_stays_so(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    give(attic, ROPE, SALT)
    exchange(attic, barge)
    old = [line for line in lines_in(folder) if line.get("rule") == "Rope"]
    give(barge, SALT)
    exchange(barge, attic)
    (line,) = old
    write_acts(
        folder,
        "crane-3",
        Act(ActKind.RULE, "Rope", int(str(line["at"])), str(line["by"]), str(line["value"])),
    )
    exchange(attic, barge)

    assert rules_of(attic) == rules_of(barge) == [SALT]


def test_of_two_changes_of_a_rule_the_later_counts(pair_of: tuple[Machine, Machine]) -> None:
    attic, barge = pair_of
    give(attic, ROPE)
    exchange(attic, barge)
    barge.at(NOW + timedelta(hours=2))
    give(barge, replace(ROPE, active=False))
    attic.at(NOW + timedelta(hours=1))
    give(attic, replace(ROPE, query="rope OR cable"))
    exchange(barge, attic)

    assert rules_of(attic) == rules_of(barge) == [replace(ROPE, active=False)]


def test_a_rule_that_changes_elsewhere_keeps_what_it_has_caught(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    give(attic, ROPE)
    exchange(attic, barge)
    (rule,) = barge.library.store.rules.all()
    barge.library.store.rules.note_catches([(rule.id, barge.id_of(1), False)])
    give(attic, replace(ROPE, query="rope OR cable"))
    exchange(attic, barge)

    assert barge.library.store.rules.caught_by(rule.id) == {barge.id_of(1)}


def test_rules_that_are_put_in_another_order_are_so_everywhere(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    give(attic, ROPE, SALT, EBB)
    exchange(attic, barge)
    give(attic, EBB, ROPE, SALT)
    attic.sync()

    report = barge.sync()

    assert [one.name for one in rules_of(barge)] == ["Ebb", "Rope", "Salt"]
    assert (report.rules, barge.sync().sent) == (1, 0)


def test_orders_of_the_same_time_are_put_together(tmp_path: Path, folder: Path) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        give(attic, ROPE, SALT)
        give(barge, replace(EBB, name="Tide"), EBB)
        attic.begin(folder)
        give(attic, SALT, ROPE)
        attic.sync()
        barge.begin(folder)
        exchange(attic, barge)
        together = [one.name for one in rules_of(barge)]
        give(barge, *reversed(rules_of(barge)))
        exchange(barge, attic)

        assert together == ["Salt", "Rope", "Tide", "Ebb"]
        assert rules_of(attic) == rules_of(barge)
        assert [one.name for one in rules_of(attic)] == ["Ebb", "Tide", "Rope", "Salt"]


def test_a_rule_with_another_name_is_one_that_went_and_one_that_came(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    give(attic, ROPE, SALT)
    exchange(attic, barge)
    ids = [one.id for one in attic.library.store.rules.all()]
    attic.library.store.rules.change(
        lambda _: (replace(ROPE, name="Ropes", id=ids[0]), replace(SALT, id=ids[1]))
    )
    exchange(attic, barge)

    assert rules_of(attic) == rules_of(barge) == [replace(ROPE, name="Ropes"), SALT]


def test_a_rule_that_cannot_be_run_here_changes_nothing(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    _, barge = pair_of
    give(barge, SALT)
    barge.sync()
    broken = rule_text(replace(ROPE, query="rope AND ("))
    write_acts(folder, "crane-3", Act(ActKind.RULE, "Rope", 5, "crane-3", broken))

    assert barge.sync().rules == 0
    assert rules_of(barge) == [SALT]


def test_where_rules_are_as_all_have_them_nothing_is_written(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    give(attic, SALT, ROPE)
    exchange(attic, barge)
    before = lines_in(folder)
    give(barge, ROPE, replace(SALT, active=True))
    give(barge, SALT, ROPE)
    exchange(attic, barge)

    assert lines_in(folder) == before


def test_a_search_that_alerts_does_so_everywhere_until_it_does_not(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.library.change_searches(lambda _: (SavedSearch("Rope", "rope", alert=True),))
    exchange(attic, barge)
    came = barge.library.store.searches.all()
    barge.library.change_searches(lambda _: (SavedSearch("Rope", "rope"),))
    exchange(barge, attic)

    assert came == (SavedSearch("Rope", "rope", alert=True),)
    assert attic.library.store.searches.all() == (SavedSearch("Rope", "rope"),)


def test_an_alert_of_a_search_that_nobody_tells_of_changes_nothing(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    _, barge = pair_of
    write_acts(folder, "crane-3", Act(ActKind.ALERT, "Rope", 5, "crane-3", True))

    assert barge.sync().searches == 0
    assert barge.library.store.searches.all() == ()


@pytest.mark.parametrize("is_shared", [True, False])
def test_rules_that_an_older_version_did_not_tell_of_are_told_after_the_upgrade(
    tmp_path: Path, folder: Path, is_shared: bool
) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        if is_shared:
            attic.begin(folder)
        connection = attic.library.store.database.connection
        for name in ("came", "changed", "moved", "went"):
            connection.execute(f"DROP TRIGGER sync_rule_{name}")
        give(attic, SALT, ROPE)
        connection.executescript(SYNC_RULES).close()
        waiting = attic.library.store.sync.has_changes
        if is_shared:
            attic.sync()
            barge.begin(folder)

        assert waiting is is_shared
        assert rules_of(barge) == ([SALT, ROPE] if is_shared else [])
