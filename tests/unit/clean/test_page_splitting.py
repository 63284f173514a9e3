"""Two scraped pages in one text are two stories, and one page is one."""

from __future__ import annotations

import json
import textwrap
from datetime import UTC, datetime

import pytest

from reader.clean import clean, separate
from reader.clean.dump.dump_cleaner import separate_pages
from reader.clean.dump.segmentation.page_boundaries import NAMES, RowContext
from reader.clean.dump.segmentation.page_rows import PageRows
from reader.clean.dump.segmentation.page_splitting import split_pages
from reader.model import ContentForm, Entry
from tests.support.paths import ROOT

TREES = ROOT / "reader" / "clean" / "dump" / "segmentation" / "boundary_model.json"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
LOCK = [
    "The lock at Weststead has been shut since Monday, because one of its gates no longer closes.",
    "Eleven barges lie above it with gravel and beets, and their skippers play cards on the bank.",
    "A diver found the hinge in the mud, in two parts, and brought both to the keeper.",
    "The smith says that he can have a new one by the end of the week, if somebody finds the iron.",
    "Until then whatever is urgent goes around by road, which takes three hours and a good horse.",
]
CHOIR = [
    "The choir of the bakers sang for the last time on Sunday, in a hall full to the very door.",
    "Its oldest member is ninety and has sung the same part for seventy years, never in tune.",
    "There is nobody left who wants to get up at four for bread and then to stay up for the songs.",
    "The notes go to the school, where a teacher means to try them with children of nine and ten.",
    "The banner with the golden pretzel hangs in the museum from now on, between two old uniforms.",
]
NAV = ["Menu", "Home", "News", "Sport", "Letters", "Log in"]
FOOT = ["Related", "Bakery turns one hundred", "Privacy policy", "© 2026 Weststead Mirror"]


def page(title: str, headline: str, story: list[str], foot: list[str] = FOOT) -> str:
    """Write a page as it is scraped."""
    lines = [title, *NAV, headline, "By Ada Lind", "Share", *story, *foot]
    return "\n".join(filter(None, lines)) + "\n"


FIRST = page("Lock shut by broken hinge | Weststead Mirror", "Lock shut by broken hinge", LOCK)
HEADLINE = "Bakers sing for the last time"
OTHERS = {
    "a title that names its outlet": page(f"{HEADLINE} | Upland Post", HEADLINE, CHOIR, []),
    "an outlet before the title": page(f"Upland Post - {HEADLINE}", HEADLINE, CHOIR, []),
    "another title, of an outlet that signs": page(
        "Last songs of the bakers in a hall that was full | Upland Post",
        HEADLINE, CHOIR, ["© Upland Post"],
    ),
    "another title, with an address": page(
        "Last songs of the bakers in a hall that was full - upland.example.org", HEADLINE, CHOIR
    ),
    "another title of the same outlet": page(
        "Last songs of the bakers in a hall that was full | Weststead Mirror", HEADLINE, CHOIR
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", OTHERS)
def test_a_second_page_begins_with(how: str) -> None:
    assert split_pages(FIRST + OTHERS[how]) == [FIRST, OTHERS[how]]


@pytest.mark.parametrize("how", OTHERS)
def test_pages_without_a_line_break_between_them_are_parted_by(how: str) -> None:
    first = FIRST.replace("© 2026 Weststead Mirror\n", "Imprint\nTerms of use")

    assert split_pages(first + OTHERS[how]) == [first, OTHERS[how]]


def test_a_headline_alone_parts_stories_that_are_long_enough() -> None:
    longer = [f"{line} {more}" for line, more in zip(LOCK, reversed(LOCK), strict=True)]
    first = page(
        "Lock shut by broken hinge | Weststead Mirror", "Lock shut by broken hinge", longer
    )
    sung = [f"{line} {more}" for line, more in zip(CHOIR, reversed(CHOIR), strict=True)]

    assert split_pages(first + page(HEADLINE, HEADLINE, sung)) == [
        first,
        page(HEADLINE, HEADLINE, sung),
    ]
    assert len(split_pages(FIRST + page(HEADLINE, HEADLINE, CHOIR, []))) == 1


@pytest.mark.parametrize("mark", ["?", "!", "?»"])
def test_a_second_page_begins_with_a_title_that_ends_as_a_sentence_does(mark: str) -> None:
    title = f"Who sings for the bakers when nobody gets up at four for the bread{mark}"
    second = page(title, title, CHOIR, ["© 2026 Upland Post"])

    assert split_pages(FIRST + second) == [FIRST, second]


@pytest.mark.parametrize(("chances", "begun"), [((0.95, 0.99), 1), ((0.99, 0.95), 0)])
def test_of_two_places_with_less_than_a_story_between_them_the_likelier_begins_a_page(
    chances: tuple[float, float], begun: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = "This site is read by people who want to know what becomes of their letters here."
    places = ["Powered by steam\n", f"{HEADLINE} | Upland Post\n"]
    labels = "".join(f"{label}\n" for label in ["Letters", "Sport", "Menu", "News"])
    text = FIRST + places[0] + labels + f"{notice}\n" + places[1] + labels + "\n".join(CHOIR * 2)
    known = dict(zip(map(str.strip, places), chances, strict=True))

    def told(context: RowContext, gap: range) -> list[float]:
        return [known.get(context.page.rows[at], 0.0) for at in gap]

    monkeypatch.setattr(RowContext, "chances", told)
    at = text.index(places[begun])

    assert split_pages(text) == [text[:at], text[at:]]


def test_three_pages_are_three() -> None:
    title = "Geese of the parish walk to the fair"
    geese = [
        f"The {number} goose of the parish walked to the fair by itself and was given a ribbon."
        for number in ("first", "second", "third", "fourth", "fifth", "sixth")
    ]
    third = page(f"{title} | Valley Courier", title, geese, ["© Valley Courier"])
    second = OTHERS["a title that names its outlet"]

    assert split_pages(FIRST + second + third) == [FIRST, second, third]


def test_one_page_is_one_whatever_its_lists_say() -> None:
    teasers = ["Bakers sing for the last time", "Opinion — Why we need more geese and fewer mayors"]
    twice = [*teasers, "Privacy policy", "Bakers sing for the last time", *teasers]
    text = page("Lock shut | Weststead Mirror", "Lock shut by broken hinge", LOCK, [*twice, *FOOT])

    assert split_pages(text) == [text]
    assert split_pages(text + "\n".join(["Letters", *CHOIR])) == [
        text + "\n".join(["Letters", *CHOIR])
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Ferry - the boat that nobody wants - to run again",
        "Lock shut by broken hinge | Weststead Mirror",
        "Gravel and Beets by Road | Of a Long Name With Very Many Words in It",
        "Gravel and Beets by Road | 2026",
        "Gravel and Beets by Road | Nobody",
        "Nothing of What Follows Here | Upland Post",
        "| Upland Post",
    ],
)
def test_no_page_begins_with(line: str) -> None:
    text = FIRST + "\n".join([line, *CHOIR, "Upland Post"])

    assert split_pages(text) == [text]


def test_a_title_without_a_story_begins_no_page() -> None:
    title = "Bakers sing for the last time | Upland Post"
    links = [f"Link {number}" for number in range(70)]
    text = FIRST + "\n".join([title, "Bakers sing for the last time", *links, *CHOIR[:2]])

    assert split_pages(text) == [text]


def test_a_short_text_is_not_looked_at() -> None:
    text = "\n".join(LOCK)

    assert split_pages(text) == [text]


def test_each_page_of_a_text_is_a_story_and_the_first_keeps_the_key_of_the_text() -> None:
    whole = Entry("pages", FIRST + OTHERS["an outlet before the title"], ContentForm.DUMP, NOW)
    first, second = separate(whole)

    assert [clean(first).headline, clean(second).headline] == [
        "Lock shut by broken hinge",
        HEADLINE,
    ]
    assert clean(first).text.split("\n\n") == LOCK
    assert clean(second).text.split("\n\n") == CHOIR
    assert [first.key, second.key] == [whole.key, f"{whole.key}#2"]


ASKS = [
    "Please log in or subscribe to read on, and support the reporters of our newspaper every day.",
    "With a subscription you read all of our articles, and you get our newsletter every morning.",
    "You can cancel your subscription at any time, and we will never share your data with anybody.",
    "Already a subscriber? Log in here with your e-mail address, and you can read on at once.",
    "Your support helps us to report on what matters to you, from the whole valley.",
    "Sign up for our newsletter and get the best of the Upland Post into your inbox every morning.",
]
STORYLESS = page(f"{HEADLINE} | Upland Post", HEADLINE, ASKS, [])


def test_what_looks_like_a_page_but_tells_no_story_belongs_to_the_one_beside_it() -> None:
    third = OTHERS["an outlet before the title"]

    assert separate_pages(FIRST + STORYLESS) == [FIRST + STORYLESS]
    assert separate_pages(STORYLESS + FIRST) == [STORYLESS + FIRST]
    assert separate_pages(FIRST + STORYLESS + third) == [FIRST + STORYLESS, third]


def test_entries_of_one_page_and_of_feeds_stay_as_they_are() -> None:
    dump = Entry("pages", FIRST, ContentForm.DUMP, NOW)
    fragment = Entry("feed", FIRST + FIRST, ContentForm.HTML, NOW)

    assert separate(dump) == (dump,)
    assert separate(fragment) == (fragment,)


def test_a_text_that_ends_in_one_long_paragraph_is_one_page() -> None:
    text = f"{FIRST}Letters\n{' '.join(CHOIR)}"

    assert split_pages(text) == [text]


@pytest.mark.parametrize("width", [64, 80])
def test_pages_that_were_wrapped_are_parted(width: int) -> None:
    first, second = (
        "\n".join(textwrap.fill(line, width) for line in text.split("\n")) + "\n"
        for text in (FIRST, OTHERS["a title that names its outlet"])
    )

    assert split_pages(first + second) == [first, second]


def test_wrapped_prose_is_one_row_and_what_ends_short_of_the_margin_is_not() -> None:
    text = (
        "Bakers sing for the last time\n"
        "The choir of the bakers sang for the last time on Sunday, in a\n"
        "hall that was full. Its oldest member is ninety and has sung the\n"
        "Same part for seventy years. The notes go to a school, as far as\n"
        "one knows.\n"
        "\n"
        "Nobody wants to get up at four for bread and stay up for a song,\n"
        "Upland Post\n"
    )

    assert PageRows.from_text(text).rows == [
        "Bakers sing for the last time",
        "The choir of the bakers sang for the last time on Sunday, in a hall that was full. Its "
        "oldest member is ninety and has sung the Same part for seventy years. The notes go to a "
        "school, as far as one knows.",
        "Nobody wants to get up at four for bread and stay up for a song,",
        "Upland Post",
    ]


def test_a_row_says_its_words_without_the_targets_and_signs_of_a_tool() -> None:
    text = '## [12]Lock shut\n* [Letters](https://example.org/letters "Letters")\n](https://a.b/)'

    assert PageRows.from_text(text).rows[0] == "Lock shut"
    assert "example" not in PageRows.from_text(text).rows[1]


def test_a_row_begins_where_its_line_does() -> None:
    page = PageRows.from_text("Terms of useLock shut by a hinge\n\n  Menu", seams=True)

    assert list(zip(page.rows, page.starts, strict=True)) == [
        ("Terms of use", 0),
        ("Lock shut by a hinge", 12),
        ("Menu", 34),
    ]


def test_the_trees_ask_for_the_numbers_that_rows_are_given() -> None:
    written = json.loads(TREES.read_text(encoding="utf-8"))
    page = PageRows.from_text(
        FIRST + "|\n" + "x, " * 200 + "\n" + OTHERS["an outlet before the title"]
    )
    context, gap = RowContext.from_page(page), next(iter(page.gaps()))

    assert written["names"] == list(NAMES)
    assert max(written["feature"]) < len(NAMES)
    assert {len(context.measure(at, context.shared(gap))) for at in gap} == {len(NAMES)}
    assert [at for at in gap if not context.may_begin(at)] == [page.rows.index("x, " * 199 + "x,")]
    assert TREES.stat().st_size < 100_000


@pytest.mark.parametrize(
    "between",
    [
        ["Menu"] * 70,
        [
            "A hedgehog sleeps in the leaves behind the shed of the keeper, they say.",
            *["Menu"] * 65,
        ],
    ],
)
def test_a_story_far_under_a_title_is_no_story_of_it(between: list[str]) -> None:
    title = "Bakers sing for the last time | Upland Post"
    page = PageRows.from_text(
        FIRST + "\n".join([title, "Bakers", "Home", "News", *between, *CHOIR])
    )
    context = RowContext.from_page(page)
    at = page.rows.index(title)
    gap = next(gap for gap in page.gaps() if at in gap)

    assert context.measure(at, context.shared(gap))[NAMES.index("rows to a story")] == 60


def numbered(written: str, first: int) -> str:
    """A page of which a text browser numbered the links from a number on."""
    for number, word in enumerate(NAV, start=first):
        written = written.replace(f"\n{word}\n", f"\n[{number}]{word}\n", 1)
    return written


SECOND = OTHERS["a title that names its outlet"]
LISTED = "\n   1. https://upland.example.org/menu\n"


@pytest.mark.parametrize("apart", [1, 3])
def test_links_that_are_numbered_on_stand_on_one_page(apart: int) -> None:
    first, again = numbered(FIRST, 1), numbered(SECOND, 1)
    on = numbered(SECOND, len(NAV) + apart)

    assert split_pages(first + again) == [first, again]
    assert split_pages(first + on) == [first + on]


def test_the_list_that_explains_numbers_begins_no_page() -> None:
    first = numbered(FIRST, 1)

    assert split_pages(first + SECOND) == [first, SECOND]
    assert split_pages(first + SECOND + LISTED) == [first + SECOND + LISTED]
    assert split_pages(FIRST + SECOND + LISTED) == [FIRST, SECOND + LISTED]
