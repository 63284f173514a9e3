"""Rules: what is done with stories when they come."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace

import pytest

from reader.config import Folders
from reader.library import Library
from reader.library.diagnostics import run_checks
from reader.library.ingest.pipeline import save_document
from reader.library.recovery.recovery_report import RULES, RULES_FILE
from reader.library.rules.rule_list import (
    MOST,
    act_on,
    add_rule,
    check_rule,
    find_rule,
    move_rule,
    parse_actions,
    read_rules,
    remove_rule,
    rename_rule,
    rule_line,
    switch_rule,
)
from reader.library.rules.rule_runs import (
    apply_rules,
    change_rules,
    run_rule,
    try_rule,
    undo_rules,
)
from reader.model import (
    CleanedDocument,
    DocumentKind,
    Mark,
    Marks,
    Progress,
    QueryError,
    Rule,
    RuleAction,
    RuleActionKind,
    Search,
    StoreError,
)
from reader.store.database import NAME
from tests.conftest import NOON, NOW, fill, pair


def rule(query: str, *actions: str, name: str = "", source: str = "") -> Rule:
    return Rule(name or query, query, parse_actions(actions), source)


def lay_down(library: Library, *rules: Rule) -> None:
    change_rules(library, lambda _: rules)


def arrive(library: Library, *numbers: int, location: str = "/news", **given: object) -> list[int]:
    """Have stories come as a document of a source brings them; their ids."""
    source_id = library.store.sources.add(location, location.strip("/").title())
    pairs = tuple(pair(number, source=location, **given) for number in numbers)
    save_document(
        library.store, source_id, CleanedDocument(location, DocumentKind.FEED, pairs=pairs)
    )
    return [library.store.rules.find_story(source_id, f"guid-{number}") for number in numbers]


def marks(library: Library, story_id: int) -> Marks:
    return library.store.marks.marks_of([story_id])[story_id]


def total(library: Library, text: str) -> tuple[int, int]:
    """How many stories a search finds, and how many hidden ones it leaves out."""
    library.update_index()
    with closing(library.open_index()) as index:
        hits = library.search(index, Search(library.parse_query(text)))
    return hits.total, hits.hidden


def test_actions_are_words_and_a_tag_takes_the_next_one() -> None:
    assert parse_actions(["read", "tag Sea,", "hide"]) == (
        RuleAction(RuleActionKind.READ),
        RuleAction(RuleActionKind.TAG, "sea"),
        RuleAction(RuleActionKind.HIDE),
    )
    assert parse_actions(["read, bookmark", "read"]) == parse_actions(["read", "bookmark"])


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["read", "burn"], r"Action 'burn' at word 2 is not known; there are read, tag WORD"),
        (["tag"], "'tag' at word 1 needs one word"),
        (["read", "tag", ","], "'tag' at word 2 needs one word"),
        ([], "something to do"),
    ],
)
def test_an_action_that_there_is_not_is_refused_with_its_place(
    words: list[str], complaint: str
) -> None:
    with pytest.raises(QueryError, match=complaint):
        parse_actions(words)


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (rule("title:(deal", "read"), r"is not understood: unclosed \( at 7"),
        (rule("is:odd", "read"), "is:odd is not known at 1"),
        (rule(" ", "read", name="x"), "nothing to look for"),
        (rule("()", "read"), "nothing to look for"),
        (rule("like:3", "read"), "cannot be run: like:3 needs all stories"),
        (rule("tide -(event:4 OR fog)", "read"), "cannot be run: event:4 needs all stories"),
        (rule("is:lead", "read"), "cannot be run: is:lead needs all stories"),
        (rule("tide", "read", name="\n"), "one line of at most 200"),
        (rule("tide", "read", name="x" * 201), "one line of at most 200"),
        (rule("tide\x1b[31m", "read", name="x"), "one line of at most 200"),
        (Rule("x", "tide", ()), "does nothing"),
    ],
)
def test_a_rule_that_cannot_be_run_is_refused_with_the_place(bad: Rule, complaint: str) -> None:
    with pytest.raises(QueryError, match=complaint):
        check_rule(bad, NOW)


def test_rules_are_added_renamed_moved_switched_and_removed() -> None:
    one, two, three = (rule(word, "read") for word in ("one", "two", "three"))

    assert add_rule((one,), two) == (one, two)
    assert add_rule((one, two), replace(one, source="/x")) == (replace(one, source="/x"), two)
    assert rename_rule((one, two), "2", "zwei") == (one, replace(two, name="zwei"))
    assert rename_rule((one,), "one", "one") == (one,)
    assert move_rule((one, two, three), "three", 1) == (three, one, two)
    assert move_rule((one, two, three), "one", 99) == (two, three, one)
    assert switch_rule((one, two), "two", False) == (one, replace(two, active=False))
    assert remove_rule((one, two), "1") == (two,)
    assert find_rule((one, two), "two") is two


def test_a_rule_that_is_not_there_and_a_name_that_cannot_be_are_refused() -> None:
    one, two = rule("one", "read"), rule("two", "read")

    with pytest.raises(QueryError, match="no rule called 'three'"):
        remove_rule((one, two), "three")
    with pytest.raises(QueryError, match="called 'two' already"):
        rename_rule((one, two), "one", "two")
    with pytest.raises(QueryError, match="one line"):
        rename_rule((one, two), "one", " ")
    with pytest.raises(QueryError, match="no more are kept"):
        add_rule(tuple(rule(f"w{at}", "read") for at in range(MOST)), one)


def test_a_rule_does_all_its_actions_with_a_story_that_comes(library: Library) -> None:
    lay_down(library, rule("title:headline 2", "read", "tag sea", "bookmark", "alert"))

    first, second = arrive(library, 1, 2)

    assert marks(library, first) == Marks()
    assert marks(library, second) == Marks(
        read=True, tags=("sea",), bookmarked=marks(library, second).bookmarked
    )
    assert marks(library, second).bookmarked is not None
    assert library.store.rules.alerts() == [second]


def test_a_rule_leaves_alone_what_it_does_not_match(library: Library) -> None:
    lay_down(library, rule("whale", "hide"), rule("title:ships", "hide"))

    (only,) = arrive(library, 1)

    assert marks(library, only) == Marks()
    assert library.store.rules.caught_by(library.store.rules.all()[0].id) == frozenset()


def test_a_later_rule_sees_what_an_earlier_one_did(library: Library) -> None:
    lay_down(
        library, rule("tag:sea", "hide"), rule("ships", "tag sea"), rule("tag:sea", "bookmark")
    )

    (only,) = arrive(library, 1)

    assert not marks(library, only).hidden
    assert marks(library, only).bookmarked


def test_a_rule_for_a_source_leaves_those_of_others_alone(library: Library) -> None:
    lay_down(library, rule("ships", "read", source="harb"))

    (here,) = arrive(library, 1)
    (there,) = arrive(library, 2, location="/harbour", link="https://else.example/2")

    assert not marks(library, here).read
    assert marks(library, there).read


def test_a_rule_that_is_off_does_nothing(library: Library) -> None:
    lay_down(library, replace(rule("ships", "read"), active=False))

    (only,) = arrive(library, 1)

    assert not marks(library, only).read


def test_an_edit_has_a_rule_run_only_where_it_did_not_match_before(library: Library) -> None:
    lay_down(library, rule("ships", "read"), rule("whale", "bookmark"))
    (only,) = arrive(library, 1)
    library.set_mark([only], Mark.READ, False)

    arrive(library, 1, content="The keeper counted ships and one whale.\n\nThen the fog came.")

    assert not marks(library, only).read
    assert marks(library, only).bookmarked


def test_a_story_that_comes_again_unchanged_is_left_alone(library: Library) -> None:
    arrive(library, 1)
    lay_down(library, rule("ships", "read"))

    (only,) = arrive(library, 1)

    assert not marks(library, only).read


def test_what_a_rule_cannot_be_is_passed_over_where_the_database_holds_it(library: Library) -> None:
    lay_down(library, Rule("odd", "like:1", parse_actions(["hide"])), rule("ships", "read"))

    (only,) = arrive(library, 1)

    assert marks(library, only) == Marks(read=True)


def test_what_is_hidden_is_in_no_list_and_no_count(library: Library) -> None:
    lay_down(library, rule('title:"headline 2"', "hide"))
    first, second, third = arrive(library, 1, 2, 3)
    source = f"source:{library.store.sources.all()[0].id}"
    library.set_mark([first, second], Mark.BOOKMARKED, True)

    counts = library.store.stories.counts()

    assert (counts.all, counts.unread, counts.bookmarked, counts.hidden) == (2, 2, 1, 1)
    for view in ("all", "leads", "unread", source):
        assert list(library.store.stories.ids(view)) == [third, first]
        assert list(library.orders.ids(view if view != "leads" else "all")) == [third, first]
    assert list(library.store.stories.ids("bookmarks")) == [first]
    assert list(library.store.stories.ids("hidden")) == [second]
    assert (library.store.sources.all()[0].stories, library.store.sources.all()[0].unread) == (2, 2)
    assert library.store.stories.rows([second])[0].hidden


def test_a_hidden_story_is_not_counted_as_new_and_its_page_is_not_wanted(library: Library) -> None:
    lay_down(library, rule('title:"headline 2"', "hide"))
    source_id = library.store.sources.add("/news", "News")
    pairs = tuple(pair(number) for number in (1, 2, 3))
    document = CleanedDocument("/news", DocumentKind.FEED, pairs=pairs)

    new = save_document(library.store, source_id, document)
    again = save_document(library.store, source_id, document)

    assert (new, again) == (2, 0)
    assert len(library.store.full_pages.ids_without_page(source_id, 5)) == 2


def test_a_search_leaves_out_what_is_hidden_and_says_how_many(library: Library) -> None:
    lay_down(library, rule('title:"headline 2"', "hide"))
    arrive(library, 1, 2, 3)

    assert total(library, "ships") == (2, 1)
    assert total(library, "ships fog") == (2, 1)
    assert total(library, "ships is:hidden") == (1, 0)
    assert total(library, "is:hidden OR ships") == (3, 0)
    assert total(library, "nothing") == (0, 0)


def test_what_is_shown_again_is_in_all_lists_again(library: Library) -> None:
    ids = fill(library, 3)
    library.set_mark([ids[0]], Mark.HIDDEN, True)
    hidden = list(library.orders.folded("all", library.orders.ids("all")))

    library.set_mark([ids[0]], Mark.HIDDEN, False)

    assert hidden == [ids[2], ids[1]]
    assert list(library.orders.folded("all", library.orders.ids("all"))) == ids[::-1]


def test_the_rules_come_back_after_the_database_was_lost(home: Folders) -> None:
    library = Library.open(home)
    laid = (
        rule("ships", "read", "tag sea", source="/news"),
        replace(rule("fog", "hide"), active=False),
    )
    lay_down(library, *laid)
    library.close()
    for path in home.data.glob(f"{NAME}*"):
        path.unlink()

    again = Library.open(home)

    assert [replace(one, id=0) for one in again.store.rules.all()] == list(laid)
    assert "2 rules are back from rules.jsonl" in again.recovery.notes[RULES]
    again.close()


def test_the_file_of_rules_can_be_read_by_a_person(library: Library) -> None:
    lay_down(library, rule("ships", "read", "tag sea", name="Sea"))

    lines = (library.folders.data / RULES_FILE).read_text().splitlines()

    assert json.loads(lines[1]) == {
        "name": "Sea", "query": "ships", "actions": ["read", "tag sea"], "for": None, "on": True,
    }  # fmt: skip


def test_a_rule_that_was_written_into_the_file_is_taken_in_and_a_bad_one_told(
    home: Folders,
) -> None:
    library = Library.open(home)
    lay_down(library, rule("ships", "read"))
    library.close()
    path = home.data / RULES_FILE
    with path.open("a") as file:
        file.write(rule_line(rule("fog", "hide")) + "\n")
        file.write('{"name": "x", "query": "tide", "actions": ["burn"]}\n')

    again = Library.open(home)

    assert [one.name for one in again.store.rules.all()] == ["ships", "fog"]
    note = again.recovery.notes[RULES]
    assert "1 rule is back" in note
    assert "rules.jsonl, line 4: Action 'burn' at word 1 is not known" in note
    again.close()


def test_a_newer_file_is_right_about_the_rules(home: Folders) -> None:
    library = Library.open(home)
    lay_down(library, rule("ships", "read"), rule("fog", "hide"))
    older = {path: path.read_bytes() for path in home.data.glob(f"{NAME}*")}
    library.close()
    older |= {path: path.read_bytes() for path in home.data.glob(NAME)}
    library = Library.open(home)
    lay_down(library, rule("ships", "bookmark"))
    library.close()
    for path in home.data.glob(f"{NAME}*"):
        path.unlink()
    for path, content in older.items():
        if path.name == NAME:
            path.write_bytes(content)

    again = Library.open(home)

    assert [replace(one, id=0) for one in again.store.rules.all()] == [rule("ships", "bookmark")]
    again.close()


def test_lines_that_hold_no_rule_are_told_with_their_place() -> None:
    lines = ["{", "[1]", '{"name": "x"}', '{"actions": ["read"], "query": "x"}', "[" * 10**5]

    read = list(read_rules(enumerate(lines, start=2), NOW))

    why = "it is no JSON object with name, query and actions"
    assert read == [f"line {at} is no rule: {why}" for at in range(2, 7)]


def test_each_line_that_holds_no_rule_is_told_by_its_number_in_the_file(home: Folders) -> None:
    library = Library.open(home)
    lay_down(library, rule("ships", "read"))
    library.close()
    with (home.data / RULES_FILE).open("a") as file:
        file.write("\n\nno rule\n" + rule_line(rule("fog", "hide")) + "\n{}\n")

    again = Library.open(home)

    note = again.recovery.notes[RULES]
    assert "rules.jsonl, line 5 is no rule" in note
    assert "rules.jsonl, line 7 is no rule" in note
    assert [one.name for one in again.store.rules.all()] == ["ships", "fog"]
    again.close()


def test_a_rule_whose_name_is_a_number_is_meant_before_the_one_at_that_place() -> None:
    laid = rule("one", "read"), rule("two", "read", name="1")

    assert find_rule(laid, "1") is laid[1]
    assert find_rule(laid, "2") is laid[1]


def test_a_query_is_tried_on_the_last_thirty_days_by_source(library: Library) -> None:
    arrive(library, 1, 2)
    arrive(library, 3, location="/harbour", link="https://else.example/3")
    arrive(library, 4, published="2026-01-05T10:00:00+00:00")
    library.update_index()

    with closing(library.open_index()) as index:
        trial = try_rule(library, index, "ships")
        inside = try_rule(library, index, "ships", "harbour")

    assert trial.sources == (("/news", "News", 2), ("/harbour", "Harbour", 1))
    assert len(trial.ids) == 3
    assert inside.sources == (("/harbour", "Harbour", 1),)


def test_rules_are_applied_to_what_is_there_and_that_is_taken_back(library: Library) -> None:
    first, second = arrive(library, 1, 2)
    library.set_mark([first], Mark.READ, True)
    lay_down(
        library,
        rule("ships", "tag sea"),
        rule('tag:sea title:"headline 2"', "hide", "alert", name="two"),
        replace(rule("fog", "bookmark"), active=False),
    )
    library.update_index()

    with closing(library.open_index()) as index:
        counts = apply_rules(library, index)
        again = apply_rules(library, index)
        applied = marks(library, first), marks(library, second)
        # A second time nothing is caught, so that what the first did can still be taken back.
        count = undo_rules(library)

    assert counts == {"ships": 2, "two": 1}
    assert again == {"ships": 0, "two": 0}
    assert applied == (Marks(read=True, tags=("sea",)), Marks(tags=("sea",), hidden=True))
    assert count == 2
    assert (marks(library, first), marks(library, second)) == (Marks(read=True), Marks())
    with pytest.raises(QueryError, match="nothing to take back"):
        undo_rules(library)
    with closing(library.open_index()) as index:
        assert apply_rules(library, index) == counts


def test_what_applying_takes_back_has_the_time_of_its_bookmark_and_its_note(
    library: Library,
) -> None:
    (only,) = arrive(library, 1)
    before = Marks(bookmarked=NOON, note="So.", tags=("old",))
    library.set_marks({only: before})
    lay_down(library, rule("ships", "read", "bookmark", "tag sea"))
    library.update_index()

    with closing(library.open_index()) as index:
        apply_rules(library, index)
    undo_rules(library)

    assert marks(library, only) == before


def test_what_a_person_did_since_rules_were_applied_stays_when_that_is_taken_back(
    library: Library,
) -> None:
    noted, unread, starred = arrive(library, 1, 2, 3)
    library.set_marks({starred: Marks(read=True)})
    lay_down(library, rule("ships", "read", "hide", "tag sea"))
    library.update_index()

    with closing(library.open_index()) as index:
        apply_rules(library, index)
    library.set_marks(
        {
            noted: Marks(read=True, hidden=True, note="Mine.", tags=("own", "sea")),
            unread: Marks(hidden=True, tags=()),
            starred: Marks(read=True, bookmarked=NOON, tags=("sea",)),
        }
    )
    undo_rules(library)

    assert marks(library, noted) == Marks(note="Mine.", tags=("own",))
    assert marks(library, unread) == Marks()
    assert marks(library, starred) == Marks(read=True, bookmarked=NOON)


def test_a_rule_that_was_run_on_some_stories_has_caught_them_until_that_is_taken_back(
    library: Library,
) -> None:
    (first,) = arrive(library, 1)
    lay_down(library, rule("ships", "read", "tag sea"))
    (kept,) = library.store.rules.all()

    take_back = run_rule(library, kept, [first])
    library.set_marks({first: Marks(tags=("sea",))})  # unread again, by the person
    arrive(library, 1, title="Ships headline anew")
    after_edit = marks(library, first)
    again = run_rule(library, kept, [first])
    library.set_marks({first: Marks(read=True, tags=("sea",))})
    again()
    take_back()

    assert after_edit == Marks(tags=("sea",))
    assert marks(library, first) == Marks()
    assert library.store.rules.caught_by(kept.id) == frozenset()


def test_a_rule_can_ask_how_long_a_story_takes_to_read(library: Library) -> None:
    lay_down(library, rule("longer:2m", "tag long"), rule("shorter:2m ships", "read"))
    (long,) = arrive(library, 1, content="ships " * 600)
    (short,) = arrive(library, 2, content="ships " * 60)

    assert marks(library, long) == Marks(tags=("long",))
    assert marks(library, short) == Marks(read=True)


def test_applying_tells_how_far_it_is_and_interrupted_it_has_done_nothing(
    library: Library,
) -> None:
    ids = arrive(library, 1, 2)
    lay_down(library, rule("ships", "read"), rule("fog", "hide"))
    library.update_index()
    told: list[Progress] = []

    def interrupt(progress: Progress) -> None:
        told.append(progress)
        if progress.done:
            raise KeyboardInterrupt

    with closing(library.open_index()) as index, pytest.raises(KeyboardInterrupt):
        apply_rules(library, index, interrupt)

    assert told == [Progress("Running rules", done, 2) for done in (0, 1)]
    assert not any(marks(library, one).read for one in ids)
    with pytest.raises(QueryError, match="nothing to take back"):
        undo_rules(library)


def test_a_bookmark_that_is_there_keeps_its_time() -> None:
    kept = act_on(Marks(bookmarked=NOON), parse_actions(["bookmark"]), NOW)

    assert kept == Marks(bookmarked=NOON)


def test_alerts_are_counted_until_somebody_has_seen_them(library: Library) -> None:
    lay_down(library, rule("ships", "alert"), rule("fog", "alert"))
    ids = arrive(library, 1, 2)

    assert library.store.rules.alerts() == ids[::-1]
    assert {caught for caught, _ in library.store.rules.counts().values()} == {2}
    assert library.store.rules.alerts_among(ids) == [
        ("ships", 2, "Headline 2"),
        ("fog", 2, "Headline 2"),
    ]
    assert library.store.rules.alerts_among([ids[0]])[0] == ("ships", 1, "Headline 1")
    ships, fog = (one.id for one in library.store.rules.all())
    assert library.store.rules.unseen_alerts() == [(ships, "ships", 2), (fog, "fog", 2)]
    library.store.rules.see_alerts(ships)
    assert library.store.rules.unseen_alerts() == [(fog, "fog", 2)]
    assert library.store.rules.counts() == {ships: (2, 0), fog: (2, 2)}


def test_rules_that_are_applied_to_what_is_there_alert_of_none_of_it(library: Library) -> None:
    arrive(library, 1)
    lay_down(library, rule("ships", "alert", "read"))
    library.update_index()

    with closing(library.open_index()) as index:
        assert apply_rules(library, index) == {"ships": 1}

    assert library.store.rules.unseen_alerts() == []


def test_a_rule_keeps_what_it_has_caught_when_it_is_renamed_and_loses_it_with_its_query(
    library: Library,
) -> None:
    lay_down(library, rule("ships", "read"))
    arrive(library, 1)
    table = library.store.rules
    change_rules(library, lambda rules: rename_rule(rules, "ships", "Sea"))
    renamed = table.all()[0]
    before = change_rules(library, lambda rules: remove_rule(rules, "Sea"))
    gone = table.counts()
    change_rules(library, lambda _: before)

    assert (renamed.name, before) == ("Sea", (renamed,))
    assert gone == {}
    assert table.all() == before


def test_what_rules_bookmarked_is_in_the_bookmark_file_after_a_refresh(
    library: Library, tmp_path: object
) -> None:
    lay_down(library, rule("ships", "bookmark", "tag sea"))
    lines = [json.dumps({"title": "Three ships", "text": "They came.", "guid": "a"})]
    path = library.folders.data / "stories.jsonl"
    path.write_text("\n".join(lines))

    with path.open("rb") as file:
        list(library.import_stories(file, "stories.jsonl"))

    assert "Three ships" in (library.folders.data / "bookmarks.jsonl").read_text()


def test_a_file_of_rules_with_nothing_new_is_brought_level_without_a_word(home: Folders) -> None:
    library = Library.open(home)
    lay_down(library, rule("ships", "read"))
    library.close()
    path = home.data / RULES_FILE
    with path.open("a") as file:
        file.write(rule_line(rule("ships", "read")) + "\n")

    again = Library.open(home)

    assert RULES not in again.recovery.notes
    assert [one.name for one in again.store.rules.all()] == ["ships"]
    again.close()


def test_doctor_makes_a_file_of_rules_that_differs_anew(library: Library) -> None:
    lay_down(library, rule("ships", "read"))
    path = library.folders.data / RULES_FILE
    right = path.read_bytes()
    path.write_bytes(right.replace(b"ships", b"boats"))

    (told,) = (one for one in run_checks(library, lambda _: None) if one.check == "rules")

    assert told.said == "their file differed; 1 in both now"
    assert path.read_bytes() == right


def test_doctor_tells_of_rules_that_came_back_and_of_a_table_that_is_gone(
    library: Library,
) -> None:
    lay_down(library, rule("ships", "read"))
    library.recovery.notes[RULES] = "1 rule is back."
    (told,) = (one for one in run_checks(library, lambda _: None) if one.check == "rules")
    assert "1 rule is back" in told.said

    library.recovery.notes.clear()
    library.store.database.connection.execute("DROP TABLE rule")
    (told,) = (one for one in run_checks(library, lambda _: None) if one.check == "rules")
    assert not told.well


def test_stories_without_any_word_of_a_rule_are_passed_over(library: Library) -> None:
    lay_down(library, rule("zeppelin", "read"))
    (story,) = arrive(library, 1)

    assert not library.store.marks.marks_of([story])[story].read


@pytest.mark.parametrize("text", ["longer:abc", "shorter:0m"])
def test_a_length_that_is_none_is_told(library: Library, text: str) -> None:
    assert "is not a length at 1: try minutes of reading" in library.parse_query(text).hint


def test_a_transaction_of_sync_that_fails_is_one_sentence(library: Library) -> None:
    with (
        pytest.raises(StoreError, match="cannot be used: no such table: nowhere"),
        library.store.sync.transaction(),
    ):
        library.store.database.connection.execute("INSERT INTO nowhere VALUES (1)")
