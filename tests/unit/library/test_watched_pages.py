from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from reader.clock import Clock
from reader.config import Folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from reader.model import SourceReading, Story
from tests.conftest import NOW
from tests.support.due_sources import make_due
from tests.support.index_pages import TITLES
from tests.support.server import Answer, Server, feed
from tests.support.sites import add, sources

FIRST = "The office is open from Monday to Thursday, and whoever comes finds somebody there."
SECOND = "A permit for a boat costs twelve crowns, which are paid at the counter of the harbour."
THIRD = "The harbour master answers letters within a week, in the order in which they have come."
NEW = "From the spring on there is a second counter, at the end of the long pier by the crane."

Visit = Callable[..., list[str]]


def html(*paragraphs: str, title: str = "Permits") -> bytes:
    told = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<html><head><title>{title}</title></head><body><nav><a href='/'>Home of it</a></nav>"
        f"<article><h1>{title}</h1>{told}</article></body></html>"
    ).encode()


@pytest.fixture
def visit(home: Folders, server: Server) -> Visit:
    """Read the watched page again, an hour later, with these paragraphs; what was said."""
    hours = 0

    def read(*paragraphs: str, body: bytes = b"", **wish: object) -> list[str]:
        nonlocal hours
        server.pages["/permits"] = Answer(body or html(*paragraphs))
        library = Library.open(home, FetchPolicy(apart=0), Clock(NOW + timedelta(hours=hours)))
        hours += 1
        if wish or not sources(library):
            _, said = add(library, server.url("/permits"), reading=SourceReading.WATCH)
        else:
            make_due(library)
            found = [one for one, _ in library.refresh()]
            said = [one.error or one.note for one in found if one.error or one.note]
        library.close()
        return said

    read(FIRST, SECOND, THIRD)
    return read


def stories(home: Folders) -> list[Story]:
    library = Library.open(home, FetchPolicy(apart=0))
    found = list(library.store.stories.all_stories())
    library.close()
    return found


def test_the_first_visit_makes_a_story_of_the_page(
    visit: Visit, home: Folders, server: Server
) -> None:
    (story,) = stories(home)

    assert story.headline == "Permits"
    assert story.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert story.link == server.url("/permits")
    library = Library.open(home)
    assert sources(library)[0].reading is SourceReading.WATCH
    library.close()


def test_watching_is_told(home: Folders, server: Server, library: Library) -> None:
    server.pages["/permits"] = Answer(html(FIRST, SECOND))
    where = server.url("/permits")

    assert add(library, where, reading=SourceReading.WATCH) == (
        1, [f"{where}: is watched from now on; what changes on it becomes a story"]
    )  # fmt: skip


def test_a_page_that_says_the_same_makes_no_story(visit: Visit, home: Folders) -> None:
    assert visit(FIRST, SECOND, THIRD) == []
    assert visit(body=html(FIRST, SECOND, THIRD).replace(b"<nav>", b"<nav><p>New menu</p>")) == []

    assert len(stories(home)) == 1


def test_a_change_is_a_story_of_what_was_added_changed_and_taken_away(
    visit: Visit, home: Folders
) -> None:
    visit(FIRST, SECOND.replace("twelve", "fifteen"), NEW)

    changed = stories(home)[-1]
    assert changed.headline == "Changed: Permits"
    assert changed.text.split("\n\n") == [
        "The page as it was on 2026-11-22 at 12:00 UTC, compared with the page on 2026-11-22 at "
        "13:00 UTC.",
        "Added",
        NEW,
        "Changed",
        SECOND.replace("twelve", "[-twelve-] {+fifteen+}"),
        "Taken away",
        THIRD,
    ]
    assert [changed.text[span.start : span.end] for span in changed.spans] == [
        *("Added", "Changed", "Taken away", THIRD)
    ]


def test_each_change_is_a_story_even_where_a_page_goes_back_and_forth(
    visit: Visit, home: Folders
) -> None:
    for day in ("Friday", "Thursday", "Friday", "Thursday"):
        visit(FIRST.replace("Thursday", day), SECOND, THIRD)

    assert [story.headline for story in stories(home)] == ["Permits", *["Changed: Permits"] * 4]


def test_a_change_is_compared_with_what_was_said_last(visit: Visit, home: Folders) -> None:
    visit(FIRST, SECOND, THIRD, NEW)
    visit(FIRST, SECOND, THIRD, NEW)
    visit(FIRST, SECOND, NEW)

    found = stories(home)
    assert len(found) == 3
    assert found[-1].text.split("\n\n")[1:] == ["Taken away", THIRD]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Asked 3 minutes ago by 12 readers of this page.",
            "Asked 2 hours ago by 19 readers of this page.",
        ),
        (
            "Zuletzt gefragt vor 3 Minuten, und beantwortet.",
            "Zuletzt gefragt vor einer Stunde, und beantwortet.",
        ),
        ("Publié il y a 2 heures par la rédaction.", "Publié il y a 3 jours par la rédaction."),
        ("1,204 views", "1,377 views"),
        ("Views: 1204", "Views: 1377"),
        ("閲覧数：1204 このページについて", "閲覧数：1377 このページについて"),
        ("3分前に更新されたこのページ", "5時間前に更新されたこのページ"),
        ("Last updated: 28 November 2026 at 10:12", "Last updated: 29 November 2026 at 11:07"),
        ("Stand: 28.11.2026", "Stand: 29.11.2026"),
        ("It is 10:12:33 UTC at the counter now.", "It is 11:07:01 UTC at the counter now."),
        ("© 2025 The harbour", "© 2026 The harbour"),
        ("Advertisement", "Sponsored by a maker of soap"),
        ("Advertisement", ""),
        ("Read by you. And by others", "Read by you , and by others"),
        ("Dock a", "Dock b"),
    ],
)
def test_what_only_passes_is_no_change(
    visit: Visit, home: Folders, before: str, after: str
) -> None:
    visit(FIRST, before, SECOND, THIRD)
    count = len(stories(home))

    visit(FIRST, after, SECOND, THIRD)
    assert len(stories(home)) == count


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The fee is 12 crowns a day.", "The fee is 13 crowns a day."),
        ("Updated price: 12 crowns, as of now.", "Updated price: 19 crowns, as of now."),
        ("Version 2.4 is the one to take.", "Version 2.5 is the one to take."),
        ("Closes on 3 May 2027, a Monday.", "Closes on 4 May 2027, a Tuesday."),
        ("港の受付は月曜日です。", "港の受付は火曜日から木曜日です。"),
    ],
)
def test_what_matters_is_a_change(visit: Visit, home: Folders, before: str, after: str) -> None:
    visit(FIRST, before, SECOND, THIRD)
    count = len(stories(home))

    visit(FIRST, after, SECOND, THIRD)
    assert len(stories(home)) == count + 1


def test_a_very_long_paragraph_is_compared_as_it_is(visit: Visit, home: Folders) -> None:
    long = ", ".join(f"boat number {number} at the pier of the harbour" for number in range(200))
    visit(FIRST, f"There are {long}, with 12 views")
    count = len(stories(home))

    visit(FIRST, f"There are {long}, with 1900 views")
    assert len(stories(home)) == count + 1


def test_small_changes_add_up(visit: Visit, home: Folders) -> None:
    visit(FIRST, SECOND, f"{THIRD} a")
    visit(FIRST, SECOND, f"{THIRD} a b")
    assert len(stories(home)) == 1

    visit(FIRST, SECOND, f"{THIRD} a b c")
    assert len(stories(home)) == 2


def test_of_many_changes_the_first_are_told_and_the_others_counted(
    visit: Visit, home: Folders
) -> None:
    visit(
        FIRST,
        *(f"Rule number {n} says that boat {n} may lie at pier {n} by day." for n in range(150)),
    )

    text = stories(home)[-1].text
    assert "Rule number 99 says" in text
    assert "Rule number 100 says" not in text
    assert "And 50 more paragraphs." in text


def test_a_page_without_text_is_told_and_loses_nothing(
    visit: Visit, home: Folders, server: Server
) -> None:
    where = server.url("/permits")
    for body in (b"<html><body></body></html>", b"<html><body><img src='/a.png'></body></html>"):
        (said,) = visit(body=body)
        assert said.startswith(f"{where}: ")
    assert len(stories(home)) == 1
    visit(FIRST, SECOND, THIRD)

    assert len(stories(home)) == 1


def test_a_feed_in_the_place_of_a_watched_page_is_told(
    visit: Visit, home: Folders, server: Server
) -> None:
    assert visit(body=feed("storm")) == [f"{server.url('/permits')}: is a feed now, and no page"]
    assert len(stories(home)) == 1


def test_rules_for_a_site_say_what_of_a_page_is_watched(home: Folders, server: Server) -> None:
    home.config.mkdir(parents=True, exist_ok=True)
    (home.config / "config.toml").write_text('[sites."127.0.0.1".pages]\nkeep = "td.price"\n')
    library = Library.open(home, FetchPolicy(apart=0))

    def page(price: int, hits: int) -> Answer:
        row = f"<tr><td>{hits} boxes</td><td class='price'>{price} crowns</td></tr>"
        return Answer(f"<html><body><p>{FIRST}</p><table>{row}</table></body></html>".encode())

    server.pages["/prices"] = page(12, 1)
    add(library, server.url("/prices"), reading=SourceReading.WATCH)
    server.pages["/prices"] = page(12, 2)
    make_due(library)
    list(library.refresh())
    assert [one.text for one in library.store.stories.all_stories()] == ["12 crowns"]

    server.pages["/prices"] = page(14, 2)
    make_due(library)
    list(library.refresh())
    *_, changed = library.store.stories.all_stories()
    library.close()
    assert changed.text.endswith("Changed\n\n[-12-] {+14+} crowns")


def test_what_strangers_wrote_stays_text(visit: Visit, home: Folders) -> None:
    visit(
        FIRST,
        SECOND,
        THIRD,
        "&lt;script&gt;alert(1)&lt;/script&gt; is what they wrote \x1b[31m here.",
    )

    assert "<script>alert(1)</script> is what they wrote here." in stories(home)[-1].text


def test_a_story_of_a_change_is_no_teaser_however_short(visit: Visit, home: Folders) -> None:
    visit(FIRST, SECOND, NEW)

    library = Library.open(home)
    row = library.store.stories.rows(library.store.stories.ids("all")[:1])[0]
    library.close()
    assert row.headline == "Changed: Permits"
    assert not row.teaser


def test_stories_of_changes_are_the_same_when_they_are_cleaned_again(
    visit: Visit, home: Folders
) -> None:
    visit(FIRST, SECOND, NEW)
    library = Library.open(home)

    assert library.reclean(anew=True) == 0
    library.close()


def test_watching_a_page_again_goes_on_where_it_was(visit: Visit, home: Folders) -> None:
    visit(FIRST, SECOND, THIRD, again=True)
    assert len(stories(home)) == 1

    visit(FIRST, SECOND, NEW, again=True)
    assert len(stories(home)) == 2


def test_many_watched_pages_are_read_in_one_go(library: Library, server: Server) -> None:
    for number in range(6):
        server.pages[f"/{number}"] = Answer(html(TITLES[number], FIRST))
        add(library, server.url(f"/{number}"), reading=SourceReading.WATCH)
        server.pages[f"/{number}"] = Answer(html(TITLES[number], FIRST, f"{TITLES[-number]}."))
    make_due(library)

    assert sum(new for _, new in library.refresh()) == 6


def test_a_watched_page_is_called_as_it_calls_itself(home: Folders, visit: Visit) -> None:
    visit(FIRST, NEW)

    library = Library.open(home, FetchPolicy(apart=0))
    titles = [one.title for one in library.store.sources.all()]
    library.close()
    assert titles == ["Permits"]
