"""Two scraped pages in one text are two stories, and one page is one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.clean import clean, separate
from reader.clean.dump.segmentation.page_splitting import split_pages
from reader.model import ContentForm, Entry

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
    "a title behind a footer": page(HEADLINE, HEADLINE, CHOIR, []),
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
    "the name of another outlet": page("Upland Post", "Last songs", CHOIR, ["© Upland Post 2026"]),
}  # fmt: skip


@pytest.mark.parametrize("how", OTHERS)
def test_a_second_page_begins_with(how: str) -> None:
    assert split_pages(FIRST + OTHERS[how]) == [FIRST, OTHERS[how]]


@pytest.mark.parametrize("how", OTHERS)
def test_pages_without_a_line_break_between_them_are_parted_by(how: str) -> None:
    first = FIRST.replace("© 2026 Weststead Mirror\n", "Imprint\nTerms of use")

    assert split_pages(first + OTHERS[how]) == [first, OTHERS[how]]


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


def test_a_title_far_from_any_story_begins_no_page() -> None:
    title = "Bakers sing for the last time | Upland Post"
    links = [f"Link {number}" for number in range(70)]
    text = FIRST + "\n".join([title, "Bakers sing for the last time", *links, *CHOIR])

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


def test_entries_of_one_page_and_of_feeds_stay_as_they_are() -> None:
    dump = Entry("pages", FIRST, ContentForm.DUMP, NOW)
    fragment = Entry("feed", FIRST + FIRST, ContentForm.HTML, NOW)

    assert separate(dump) == (dump,)
    assert separate(fragment) == (fragment,)


def test_a_text_that_ends_in_one_long_paragraph_is_one_page() -> None:
    text = f"{FIRST}Letters\n{' '.join(CHOIR)}"

    assert split_pages(text) == [text]
