"""From what was typed to what is found: pages, stories like one, words that were meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from reader.cli.main import run_command_line
from reader.config import Folders
from reader.library import Library, passage
from reader.model import Hits, Mark, QueryError, Search, SearchOrder
from tests.conftest import NOON, fill, pair

TIDES = {
    101: (
        "Spring tide floods the quay",
        "The spring tide came over the quay and into the lamp shop.",
    ),
    102: ("A tide over the quay again", "Once more the tide stood on the quay by the lamp shop."),
    103: ("Bread is dear", "The baker says that flour is dear, and the mill is shut."),
    104: (
        "Quay to be raised",
        "Before the next spring tide the quay by the lamp shop is to be raised.",
    ),
    105: ("Flour at last", "The mill grinds again, and the baker has flour."),
    106: ("Das Hochwasser", "Die Flut kam über den Kai, die Häuser blieben trocken."),
}


def save(library: Library, numbers: dict[int, tuple[str, str]]) -> None:
    pairs = [pair(at, title=title, content=text) for at, (title, text) in numbers.items()]
    library.store.stories.save(library.store.sources.add("/news", "News"), pairs)
    library.update_index()


def find(
    library: Library, text: str, order: SearchOrder = "best", limit: int = 50, after: str = ""
) -> Hits:
    with closing(library.open_index()) as index:
        return library.search_page(
            index, Search(library.parse_query(text), order, limit, after=after)
        )


def headlines(library: Library, text: str) -> list[str]:
    return [row.headline for row in library.store.stories.rows(find(library, text).ids)]


def pages(library: Library, text: str, order: SearchOrder) -> Iterator[tuple[int, ...]]:
    after = "-"
    while after:
        hits = find(library, text, order, 4, "" if after == "-" else after)
        after = hits.next
        yield hits.ids


@pytest.fixture
def tides(library: Library) -> Library:
    save(library, TIDES)
    return library


@pytest.mark.parametrize("order", ["best", "newest"])
def test_pages_follow_each_other_without_overlap_or_gap(
    library: Library, order: SearchOrder
) -> None:
    fill(library, 11)
    library.update_index()

    shown = list(pages(library, "ships", order))

    assert [len(page) for page in shown] == [4, 4, 3]
    assert [story for page in shown for story in page] == list(find(library, "ships", order).ids)


def test_a_page_whose_stories_are_gone_meanwhile_is_the_last(library: Library) -> None:
    fill(library, 11)
    library.update_index()
    with library.store.database.connection as connection:
        connection.execute("DELETE FROM story")

    assert find(library, "ships", "newest", 4).next == ""


@pytest.mark.parametrize("order", ["best", "newest"])
def test_stories_that_arrive_between_two_pages_move_none_across(
    library: Library, order: SearchOrder
) -> None:
    fill(library, 11)
    library.update_index()
    before = set(find(library, "ships", order).ids)
    shown: list[int] = []
    for number, page in enumerate(pages(library, "ships", order)):
        shown += page
        title = "Ships, ships, ships"
        late = (NOON + timedelta(days=9)).isoformat()
        pairs = [pair(200 + number, title=title, published=late), pair(300 + number, title=title)]
        if number < 2:
            library.store.stories.save(1, pairs)
            library.update_index()

    assert len(shown) == len(set(shown))
    assert before <= set(shown)


def test_stories_of_one_moment_are_paged_too(library: Library) -> None:
    same = NOON.isoformat()
    pairs = [pair(at, published=same) for at in range(1, 11)]
    library.store.stories.save(library.store.sources.add("/news", "News"), pairs)
    library.update_index()

    shown = [story for page in pages(library, "ships", "newest") for story in page]

    assert shown == list(range(10, 0, -1))


@pytest.mark.parametrize("after", ["x", "best:", "newest:1", "newest:5:1", "best:5:1", "best:zz"])
def test_what_is_no_cursor_of_this_order_is_refused(library: Library, after: str) -> None:
    library.update_index()
    with pytest.raises(QueryError, match="is not where a page of the best ended"):
        find(library, "ships", "best", after=after)


def test_stories_like_one_are_found_without_it_and_the_most_alike_first(tides: Library) -> None:
    assert headlines(tides, "like:1") == ["Quay to be raised", "A tide over the quay again"]
    assert headlines(tides, "like:3")[0] == "Flour at last"
    assert headlines(tides, "like:1 -raised") == ["A tide over the quay again"]
    assert set(headlines(tides, "like:3 OR like:5")[:2]) == {"Flour at last", "Bread is dear"}


def test_a_story_that_nothing_is_like_finds_nothing(tides: Library) -> None:
    assert headlines(tides, "like:6") == []


def test_a_story_that_is_not_there_is_one_hint(tides: Library) -> None:
    hits = find(tides, "like:99")

    assert (hits.ids, hits.hint) == ((), "there is no story 99")
    assert find(tides, "flour OR like:99").total == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("qay", "quay"),
        ("sprnig", "spring"),
        ("flur", "flour"),
        ("Hochwaser", "hochwasser"),
        ("tide floood", "tide floods"),
        ('"spring tdie"', '"spring tide"'),
        ("title:qauy OR bread", "title:quay OR bread"),
        ("-qay", ""),
        ("zzzzzz", ""),
        ("quay flour", ""),
        ("floo*", ""),
        ("flouw*", "flour*"),
        ("x 77", ""),
        ("qauy tide floood", "quay tide floods"),
        ("zzzzzz qauy", ""),
        ("title:qauy before:1990", ""),
        ("qauy is:bookmarked", ""),
        ("qauy floood sprnig bred", ""),  # more words than are mended
    ],
)
def test_a_query_that_finds_nothing_is_answered_with_words_that_there_are(
    tides: Library, typed: str, meant: str
) -> None:
    query = tides.parse_query(typed)
    with closing(tides.open_index()) as index:
        assert tides.correct_query(index, query, typed) == meant


def run_for_json(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run_command_line(["search", "--json", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def told(tides: Library, home: Folders, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    return tides


def test_the_command_tells_score_passage_matches_and_where_it_goes_on(
    told: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run_for_json(capsys, "quay", "--limit", "2")
    rest = run_for_json(capsys, "quay", "--limit", "2", "--after", str(first[-1]["next"]))

    assert [one["next"] is None for one in (*first, *rest)] == [True, False, True]
    assert first[0]["score"] >= first[1]["score"] > 0  # type: ignore[operator]
    assert {one["id"] for one in (*first, *rest)} == {1, 2, 4}
    for one in first:
        text = told.store.stories.get(int(str(one["id"]))).text
        spans = one["text_matches"]
        assert [text[start:end] for start, end in spans] == ["quay"]  # type: ignore[attr-defined]


def test_the_newest_come_first_without_a_score(
    told: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run_for_json(capsys, "quay", "--newest")

    assert [(one["id"], one["score"]) for one in found] == [(4, None), (2, None), (1, None)]


def test_the_command_asks_what_was_meant(told: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["search", "qay"]) == 1
    assert "did you mean “quay”?" in capsys.readouterr().err
    assert run_command_line(["search", "zzzzz"]) == 1
    assert "nothing is found; try fewer words" in capsys.readouterr().err


def test_an_index_without_stories_suggests_nothing(library: Library) -> None:
    library.update_index()
    with closing(library.open_index()) as index:
        assert library.correct_query(index, library.parse_query("quay"), "quay") == ""


@pytest.mark.parametrize("read", [(), (101,), (101, 102, 103, 104, 105), tuple(TIDES)])
def test_what_is_read_and_what_is_not_is_found_however_much_of_it_there_is(
    tides: Library, read: tuple[int, ...]
) -> None:
    ids = {row.headline: row.id for row in tides.store.stories.rows(find(tides, "is:unread").ids)}
    story_of = {number: ids[headline] for number, (headline, _) in TIDES.items()}
    tides.set_mark([story_of[number] for number in read], Mark.READ, True)
    quay = {101, 102, 104}

    def found(text: str) -> set[int]:
        return {number for number in TIDES if story_of[number] in find(tides, text).ids}

    assert found("is:unread") == TIDES.keys() - {*read}
    assert found("is:read") == {*read}
    assert found("quay is:unread") == quay - {*read}
    assert found("quay -is:unread") == found("quay is:read") == quay & {*read}
    assert found("quay (is:read OR is:unread)") == quay
    assert found("/quay/ is:unread") == quay - {*read}


def test_a_passage_does_not_say_the_headline_again(library: Library) -> None:
    title = "The quay is to be raised"
    save(library, {1: (title, f"{title}. The council wants the quay done by May.")})
    part = library.parse_query("quay").part

    shown = passage(library.store.stories.get(1), part)

    assert shown.text == "The council wants the quay done by May."
    assert [shown.text[start:end] for start, end in shown.matches] == ["quay"]


def test_stories_of_few_words_are_of_the_language_of_their_feed(
    library: Library, tmp_path: Path
) -> None:
    for tag, title in (("de-de", "Tor"), ("en", "Goal"), ("", "But")):
        item = f"<item><title>{title}</title><description>2:1</description></item>"
        feed = f"<rss><channel><title>x</title><language>{tag}</language>{item}</channel></rss>"
        (tmp_path / f"{title}.xml").write_text(feed)
        list(library.add(str(tmp_path / f"{title}.xml")))
    library.update_index()

    assert (headlines(library, "lang:de"), headlines(library, "lang:en")) == (["Tor"], ["Goal"])
