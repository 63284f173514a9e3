"""What stands around a dump's story: its headline and deck, who wrote it, and when."""

from __future__ import annotations

import pytest

from reader.clean.dates.written_date import read_written_date
from reader.clean.dump.dump_cleaner import mark_lines
from reader.clean.dump.line_selection import lede_lines
from reader.clean.text.credits import is_job, read_credit, without_job
from reader.model import Story
from tests.support.dump_entries import dump

HEADLINE = "Fleet stays in port as the herring fail to come"
DECK = "Boats, harbour and fish market wait for a shoal that is three weeks late"
TOLD = (
    "Forty boats lay idle in the harbour on Monday because the herring, which come into the sound"
    " in the first week of October as a rule, have not been seen at all.",
    "The fish market opened for an hour and closed again, and the three smokehouses on the north"
    " quay have sent their people home until a shoal is sighted.",
    "“You cannot shout at the sea,” said the harbour master, who has kept a book of the first"
    " catches since he was a boy. “It comes when it comes, or it does not.”",
    "A survey ship is to look for the shoal from Wednesday on, and the ministry has promised to"
    " tell the crews what it finds before anybody else.",
    "In the year 1911 the herring did not come before December, and in that winter half of the"
    " families of the town moved away to the mines.",
)


def page(*over: str, under: tuple[str, ...] = ()) -> Story:
    """Clean a page with some lines over its story, and others under it."""
    return dump("\n".join((*over, *TOLD, *under)))


@pytest.mark.parametrize(
    "between",
    [(), ("10/21/2024October 21, 2024",), ("By Nadja Quay", "21 October 2024")],
    ids=["nothing", "a date twice", "who and when"],
)
def test_the_line_that_leads_a_page_is_its_headline_however_much_its_deck_repeats_the_story(
    between: tuple[str, ...],
) -> None:
    deck = "Forty boats idle in the harbour because no shoal has been sighted"
    story = page("21 Oct, 12:05", "Fleet stays in harbour as herring fail", *between, deck)

    assert story.headline == "Fleet stays in harbour as herring fail"
    assert deck not in story.text


def test_a_deck_stands_below_who_wrote_the_story_and_when() -> None:
    story = page(HEADLINE, "By Harbour Desk", "Oct 21, 2024 02:17 PM IST", DECK)

    assert (story.headline, story.deck) == (HEADLINE, DECK)
    assert story.text.startswith(TOLD[0])


def test_the_words_of_a_picture_there_are_no_deck() -> None:
    words = "Boats in the harbour of the north quay this week"
    story = page(HEADLINE, "21 October 2024", "Getty Images", words)

    assert story.deck == ""


@pytest.mark.parametrize(
    "lines",
    [
        ("Nadja Quay", "South Pacific correspondent"),
        ("Nadja Quay World News Reporter", "21 October 2024"),
        ("Nadja Quay, Political Correspondent",),
        ("By Nadja Quay Harbour News",),
        ("By Nadja Quay For Tideline.Example",),
        ("BY NADJA QUAY [quay@tideline.example]",),
    ],
    ids=["a job below", "a job", "a comma", "an outlet", "for an outlet", "an address"],
)
def test_who_wrote_it_is_told_from_what_they_do_and_for_whom(lines: tuple[str, ...]) -> None:
    assert page(HEADLINE, *lines).byline.title() == "Nadja Quay"


def test_a_name_in_capitals_is_one_over_an_address_and_nowhere_else() -> None:
    assert page(HEADLINE, "NADJA QUAY", "quay@tideline.example").byline == "NADJA QUAY"
    assert page(HEADLINE, "NADJA QUAY", "21 October 2024").byline == ""
    assert page(HEADLINE, "FISH MARKET").byline == ""


@pytest.mark.parametrize("line", ["Nadja QuayTravel Reporter", "Harbour News", "World News"])
def test_what_is_no_name_with_a_job_is_none(line: str) -> None:
    assert without_job(line) == ""


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Deputy Political Editor", True),
        ("bureau chief in Haven", True),
        ("the editor", True),
        ("An editor of the paper was seen on the quay", False),
        ("Harbour", False),
    ],
)
def test_a_job_is_told_from_other_lines(line: str, is_one: bool) -> None:
    assert is_job(line) is is_one


def test_a_name_of_four_parts_that_is_no_outlet_stays_whole() -> None:
    credit = read_credit("By Nadja Maria Gull Quay")
    assert credit is not None
    assert credit.byline == "Nadja Maria Gull Quay"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("October 21, 20247:22 AM ET", "2024-10-21T07:22"),
        ("10/21/2024October 21, 2024", "2024-10-21T00:00"),
        ("21.10.2024-19:20", "2024-10-21T19:20"),
        ("21.10.2024 19:20-05:00", "2024-10-21T19:20"),
        ("Published: 4:20pm, 21 Oct 2024Updated: 5:51pm, 21 Oct 2024", "2024-10-21T16:20"),
    ],
)
def test_dates_are_read_that_something_else_is_glued_to(line: str, date: str) -> None:
    read = read_written_date(line)
    assert read is not None
    assert read.replace(tzinfo=None).isoformat().startswith(date)


@pytest.mark.parametrize(
    ("over", "date"),
    [
        (("Published: 20 Oct. 2024, 19:05", "A menu", "A label", "A sign", HEADLINE), "20"),
        (("Monday, 20 October 2024", "A menu", "A label", "A sign", HEADLINE), ""),
        ((HEADLINE, "Updated 8:45 AM EDT, Mon October 21, 2024"), "21"),
        ((HEADLINE, "Updated: 21.10.2024 23:49 Published: 20.10.2024 21:52"), "20"),
        ((HEADLINE, "Published 20 October 2024 | Updated 21 October 2024"), "20"),
        ((HEADLINE, "Updated 21 October 2024", "20 October 2024"), "20"),
    ],
    ids=["labelled, far over", "today's", "only updated", "updated first", "both", "two lines"],
)
def test_a_page_is_as_old_as_it_says_and_else_as_its_last_change(
    over: tuple[str, ...], date: str
) -> None:
    published = page(*over).published
    assert (published.strftime("%d") if published else "") == date


def test_a_list_that_is_read_out_to_people_leaves_nothing_in_the_story() -> None:
    numbered = ("list of 2 items", "list 1 of 2", "Why do herring travel?", "list 2 of 2",
                "A sea without fish, in pictures", "end of list")  # fmt: skip
    story = dump("\n".join((HEADLINE, TOLD[0], TOLD[1], *numbered, *TOLD[2:])))

    assert story.text == "\n\n".join(TOLD)


@pytest.mark.parametrize(
    "line",
    [
        "Sponsor Message",
        "Ad Feedback",
        "Related article Why the shoals of the north move on",
        "Do you have a story that The Tideline should be covering? Contact desk@tideline.example.",
        "A version of this article appears in print on Oct. 22, 2024, with the headline: No Fish.",
        "(Apart from its headline, this story has not been edited by our staff.)",
    ],
)
def test_what_outlets_put_between_paragraphs_and_below_them_is_left_out(line: str) -> None:
    amid = dump("\n".join((HEADLINE, *TOLD[:3], line, *TOLD[3:])))
    below = page(HEADLINE, under=(line,))

    assert amid.text == below.text == "\n\n".join(TOLD)


@pytest.mark.parametrize(("owner", "outlet"), [("AFP", ""), ("The Tideline", "The Tideline")])
def test_the_agency_of_a_text_is_not_the_outlet_of_its_page(owner: str, outlet: str) -> None:
    assert page(HEADLINE, under=(f"© 2024 {owner}",)).outlet == outlet


MENU = tuple(f"{name} {number}" for name in ("News", "Sport", "Arts") for number in range(1, 16))
FORM = (
    "Get the latest news",
    "delivered to your inbox",
    "Sign up for The Tideline newsletters",
    "By signing up, I acknowledge that I have read the Privacy Policy.",
)


def test_the_beginning_of_a_story_stays_with_it_over_a_form() -> None:
    lines = mark_lines([HEADLINE, "21 October 2024", *TOLD[:2], *FORM, *TOLD[2:]])
    kept = [line.text in TOLD[2:] for line in lines]

    assert [at for at, is_lede in enumerate(lede_lines(lines, 1, kept)) if is_lede] == [2, 3]


@pytest.mark.parametrize(
    "between",
    [(), ("21 October 2024", "A shoal."), ("21 October 2024", TOLD[0], *MENU[:9])],
    ids=["nobody and no date", "hardly a sentence", "far from the rest"],
)
def test_what_else_stands_over_a_story_is_not_its_beginning(between: tuple[str, ...]) -> None:
    lines = mark_lines([HEADLINE, *between, *TOLD[1:]])
    kept = [line.text in TOLD[1:] for line in lines]

    assert not any(lede_lines(lines, 1, kept))


def test_a_page_is_not_as_old_as_the_day_over_its_menu_says() -> None:
    over = ("Monday, October 12, 2026", "Search", HEADLINE, "Updated 8:45 AM, Mon October 21, 2024")
    published = page(*over).published

    assert published is not None
    assert published.year == 2024
