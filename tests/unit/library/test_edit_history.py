"""What a source edits: the earlier version is kept, and what changed is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reader.clean import clean
from reader.cli.main import run_command_line
from reader.config import Folders
from reader.library import Library
from reader.library.edit_history import LONGEST, compare_texts, edits_of, format_hunk
from reader.model import ContentForm, DiffHunk, Edit, Marks, SaveOutcome, SpanKind, Version
from tests.conftest import NOON, fill, pair
from tests.support.due_sources import make_due
from tests.support.server import Answer, Server, feed

pytestmark = pytest.mark.time

TEXT = "The fog came at noon.\n\nTwo ships waited outside the harbour.\n\nThe pilot slept."


def save(library: Library, hour: int, **given: object) -> SaveOutcome:
    """Save the one story again, some hours later."""
    source_id = library.store.sources.add("/news", "News")
    arrived = NOON + timedelta(hours=hour)
    return library.store.stories.save(source_id, [pair(1, arrived=arrived, **given)])[0]


def versions(library: Library) -> list[Version]:
    return library.store.copies.versions(1)


def told(library: Library) -> list[Edit]:
    return edits_of(library.store.stories.get(1), versions(library))


def test_an_edit_keeps_the_story_its_marks_and_what_it_said_before(library: Library) -> None:
    save(library, 0, content=TEXT)
    library.set_marks({1: Marks(read=True, bookmarked=NOON, note="n")})

    assert (
        save(library, 5, content=TEXT.replace("Two", "Three"), deck="All day")
        is SaveOutcome.CHANGED
    )

    (before,) = versions(library)
    assert (before.text, before.headline, before.deck) == (TEXT, "Headline 1", "")
    assert before.until == NOON + timedelta(hours=5)
    assert library.store.stories.rows([1])[0].edited
    assert library.store.copies.story_context(1).marks.note == "n"
    assert library.store.stories.counts().all == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"published": (NOON + timedelta(days=1)).isoformat()},
        {"content": TEXT.replace("noon.", "noon.  ")},
        {"link": "https://news.example/1?again"},
        {"language": "en"},
    ],
)
def test_what_nobody_sees_is_no_edit(library: Library, given: dict[str, object]) -> None:
    save(library, 0, content=TEXT)

    save(library, 5, **({"content": TEXT} | given))

    assert versions(library) == []
    assert not library.store.stories.rows([1])[0].edited


def test_another_cleaning_of_the_same_words_is_no_edit(library: Library) -> None:
    save(library, 0, content=TEXT)
    entry, story = pair(1, content=TEXT)

    changes = library.store.stories.save(1, [(entry, replace(story, text="The fog came."))])

    assert changes == [SaveOutcome.CHANGED]
    assert versions(library) == []


@pytest.mark.parametrize(
    "given",
    [
        {"content": "<img src='/a.png' alt='A gull'><p>It sat there.</p>"},
        {"content": "<p>Ferry cancelled.</p>", "title": ""},
        {"content": "Keeper\x92s \U0001f469\u200d\U0001f4bb"},
    ],
)
def test_what_an_older_cleaning_left_out_is_no_edit_when_it_is_read_again(
    library: Library, given: dict[str, object]
) -> None:
    entry, story = pair(1, form=ContentForm.HTML, **given)
    source_id = library.store.sources.add("/news", "News")
    older = replace(story, text="It sat there.", headline=entry.title, spans=())
    library.store.stories.save(source_id, [(entry, older)])
    library.set_marks({1: Marks(read=True)})
    later = replace(entry, arrived=NOON + timedelta(hours=5), link="https://news.example/1?x")

    changes = library.store.stories.save(source_id, [(later, clean(later))])

    assert changes == [SaveOutcome.CHANGED]
    assert versions(library) == []
    assert library.store.stories.get(1).text == story.text
    assert library.store.stories.rows([1])[0].read


def test_of_many_edits_the_first_words_and_the_latest_are_kept(library: Library) -> None:
    for number in range(25):
        save(library, number, content=f"Version {number}.")

    texts = [one.text for one in versions(library)]
    assert texts == ["Version 0.", *(f"Version {number}." for number in range(15, 24))]
    assert len(told(library)) == 10


def test_an_update_over_the_network_is_an_edit(library: Library, server: Server) -> None:
    server.pages["/feed"] = Answer(feed("storm"))
    list(library.add(server.url("/feed")))
    make_due(library)
    changed = feed("storm").replace(b"counted the ships", b"counted no ships")
    server.pages["/feed"] = Answer(changed)

    list(library.refresh())

    (edit,) = told(library)
    (passage,) = edit.passages
    line = "The keeper of the light counted {0} ships of storm."
    assert "".join(words for _, words in format_hunk(passage)) == line.format("[-the-] {+no+}")


def stretches(passage: DiffHunk) -> str:
    return "".join(words for _, words in format_hunk(passage))


def test_an_edit_is_told_field_by_field_and_paragraph_by_paragraph(library: Library) -> None:
    save(library, 0, content=TEXT, title="Fog")
    edited = TEXT.replace("Two", "Three").replace("slept.", "slept.\n\nNobody was hurt.")
    save(library, 5, content=edited, title="Thick fog", author="the Night Desk")

    (edit,) = told(library)

    assert [(one.field, stretches(one)) for one in edit.passages] == [
        ("headline", "[-Fog-]{+Thick fog+}"),
        ("byline", "the [-Harbour-] {+Night+} Desk"),
        ("text", "(1 paragraph as before)"),
        ("text", "[-Two-] {+Three+} ships waited outside the harbour."),
        ("text", "(1 paragraph as before)"),
        ("text", "{+Nobody was hurt.+}"),
    ]


def test_the_latest_edit_is_told_first(library: Library) -> None:
    for number in range(3):
        save(library, number, content=f"Version {number} of the words.")

    latest, first = told(library)

    assert (stretches(latest.passages[0]), stretches(first.passages[0])) == (
        "Version [-1-] {+2+} of the words.",
        "Version [-0-] {+1+} of the words.",
    )
    assert latest.seen > first.seen


def test_a_paragraph_that_is_quite_another_stands_below_the_old_one(library: Library) -> None:
    save(library, 0, content="The fog came at noon.\n\nThe end.")
    save(library, 1, content="Bread is dear again.\n\nThe end.")

    (edit,) = told(library)

    assert [stretches(one) for one in edit.passages] == [
        "[-The fog came at noon.-]",
        "{+Bread is dear again.+}",
        "(1 paragraph as before)",
    ]


def test_a_story_that_was_never_edited_has_no_edits(library: Library) -> None:
    save(library, 0)

    assert told(library) == []


def test_words_of_scripts_without_spaces_are_compared_one_by_one() -> None:
    assert compare_texts("東京は雨だ", "東京は雪だ") == [
        (None, "東京は"),
        (SpanKind.REMOVED, "雨"),
        (SpanKind.ADDED, "雪"),
        (None, "だ"),
    ]


def test_a_paragraph_that_is_too_much_to_compare_is_told_as_a_whole() -> None:
    same = "a b " * 300

    assert [kind for kind, _ in compare_texts(f"x {same}y", f"z {same}w")] == [
        SpanKind.REMOVED,
        SpanKind.ADDED,
    ]


def test_paragraphs_that_are_too_many_to_compare_are_told_one_by_one() -> None:
    same = "word\n\n" * 400
    before = Version(NOON, "", "", "", f"x\n\n{same}y")
    story = replace(pair()[1], headline="", byline="", text=f"z\n\n{same}w")

    (edit,) = edits_of(story, [before])

    assert [stretches(one) for one in edit.passages if not one.untouched] == [
        "[-x-]",
        "{+z+}",
        "[-y-]",
        "{+w+}",
    ]
    assert sum(one.untouched for one in edit.passages) == 400


def test_long_texts_are_compared_by_paragraphs_alone(library: Library) -> None:
    same = "The same words again. " * (LONGEST // 40)
    save(library, 0, content=f"One word here.\n\n{same}")
    save(library, 1, content=f"One word there.\n\n{same}")

    (edit,) = told(library)

    assert [stretches(one) for one in edit.passages] == [
        "[-One word here.-]",
        "{+One word there.+}",
        "(1 paragraph as before)",
    ]


@pytest.fixture
def newsreader(
    home: Folders, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """The command, run in this process."""
    import json

    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))

    def command(*words: str) -> Any:
        capsys.readouterr()
        assert run_command_line(list(words)) == 0
        out = capsys.readouterr().out
        return [json.loads(line) for line in out.splitlines()] if "--json" in words else out

    return command


def test_the_commands_tell_of_edits_and_of_all_sources(library: Library, newsreader: Any) -> None:
    fill(library, 1)
    save(library, 0, content=TEXT)
    save(library, 5, content=TEXT.replace("Two", "Three"), title="Fog")
    other = library.store.sources.add("/other", "Other")
    library.store.stories.save(
        other, [pair(1, source="/other", guid="2", title="Fog", content="A teaser.")]
    )

    (shown,) = newsreader("show", "1", "--json")
    (listed,) = newsreader("list", "--json")
    (found,) = newsreader("search", "ships", "--json")
    latest, _ = newsreader("show", "1", "--changes", "--json")

    assert shown["source"] == "/news"
    assert shown["sources"] == listed["sources"] == found["sources"] == ["/news", "/other"]
    assert shown["edited"] == shown["versions"][1]["until"] == latest["seen"]
    assert shown["versions"][1]["text"] == TEXT
    assert (listed["edited"], found["edited"]) == (True, True)
    assert latest["passages"][2]["stretches"][:2] == [["removed", "Two "], ["added", "Three "]]
    assert "\tThe Tideline (edited; also in Other)" in newsreader("list")
    text = newsreader("show", "1")
    assert "Also in Other" in text
    assert "Edited, seen 2026-11-20 17:00" in text
    assert "[-Two-] {+Three+} ships waited" in newsreader("show", "1", "--changes")


def test_the_commands_say_when_there_was_no_edit(library: Library, newsreader: Any) -> None:
    fill(library, 1)

    (shown,) = newsreader("show", "1", "--json")

    assert (shown["edited"], shown["versions"], shown["sources"]) == (None, [], ["/news"])
    assert newsreader("show", "1", "--changes") == "Never edited.\n"
    assert newsreader("show", "1", "--changes", "--json") == []
    assert newsreader("list").endswith("\tThe Tideline\n")


def test_nothing_is_known_beside_a_story_that_is_not_there(library: Library) -> None:
    assert library.store.copies.story_context(7).carriers == ()


def marked(before: str, after: str) -> list[str]:
    """The paragraphs that an edit touched, as they are read without colour."""
    old = Version(NOON, "", "", "", before)
    (edit,) = edits_of(replace(clean(pair(1, title="", content=after)[0]), text=after), [old])
    passages = [one for one in edit.passages if one.field == "text"]
    return ["".join(words for _, words in format_hunk(one)) for one in passages]


FOG = "The fog came at noon and stayed for the whole day."
SHIPS = "Two ships waited outside the harbour until the evening."
NEWS = "A second pilot was called from the next town along the coast."


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            [FOG, SHIPS],
            [FOG.replace("noon", "dawn"), NEWS, SHIPS.replace("Two", "Three")],
            [
                "The fog came at [-noon-] {+dawn+} and stayed for the whole day.",
                f"{{+{NEWS}+}}",
                "[-Two-] {+Three+} ships waited outside the harbour until the evening.",
            ],
        ),
        (
            [FOG],
            [NEWS, FOG.replace("noon", "dawn")],
            [
                f"{{+{NEWS}+}}",
                "The fog came at [-noon-] {+dawn+} and stayed for the whole day.",
            ],
        ),
        (
            [NEWS, FOG, SHIPS],
            [FOG.replace("noon", "dawn")],
            [
                f"[-{NEWS}-]",
                "The fog came at [-noon-] {+dawn+} and stayed for the whole day.",
                f"[-{SHIPS}-]",
            ],
        ),
        ([FOG, SHIPS], [NEWS], [f"[-{FOG}-]", f"[-{SHIPS}-]", f"{{+{NEWS}+}}"]),
    ],
)
def test_a_paragraph_that_is_put_in_or_taken_out_makes_no_other_look_rewritten(
    before: list[str], after: list[str], told: list[str]
) -> None:
    assert marked("\n\n".join(before), "\n\n".join(after)) == told


def test_very_many_paragraphs_are_compared_one_by_one() -> None:
    before = [f"{number} {FOG}" for number in range(60)]
    after = [f"{number} {SHIPS}" for number in range(60)]

    assert len(marked("\n\n".join(before), "\n\n".join(after))) == 120
