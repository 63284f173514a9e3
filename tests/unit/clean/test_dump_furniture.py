"""What stands between the paragraphs of a dump, and over its story, is told from the story."""

from __future__ import annotations

import pytest

from reader.clean.dump.dump_cleaner import mark_lines
from reader.clean.dump.headlines import FoundHeadline, find_sentence
from reader.clean.text.credits import is_name, read_credit, without_place
from reader.model import Story
from tests.support.dump_entries import dump

HEADLINE = "Kilns go cold in the valley as the clay runs short"
TOLD = (
    "Four of the seven kilns in the valley went cold on Monday, because the pit that has fed them"
    " since the spring is under water and nobody knows for how long.",
    "The potters, who send their jars to towns along the whole coast, had been told on Friday to"
    " lay in clay for a fortnight, but few had room for more than a week of it.",
    "“We can mend a wheel in an hour,” said Berit Amundsdal, who runs the largest of the workshops."
    " “We cannot mend a hole in the ground that is full of rain.”",
    "A pump was to come from the harbour on Wednesday, and the council has asked two brickworks"
    " beyond the pass whether they could spare a hundred carts.",
)
LAST = "Until then the fires stay out, and the apprentices are sweeping the yards of the workshops."
FOOT = ("Topics", "Pottery", "Weather", "Share", "Most viewed", "Ten inns by the sea")
FORMS = {
    "English": (
        "Sign up to Valley Week",
        "Free weekly newsletter",
        "The best of what the valley talks about, and what it does not",
        "Enter your email address",
        "Sign up",
        "Privacy Notice: Newsletters may contain advertisements. See our Privacy Policy.",
        "after newsletter promotion",
    ),
    "German": (
        "Der Newsletter am Morgen",
        "Ihre E-Mail-Adresse",
        "Jetzt anmelden",
        "Mit meiner Anmeldung stimme ich der Datenschutzerklärung zu.",
    ),
    "Spanish": (
        "Suscríbete a nuestro boletín",
        "Tu correo electrónico",
        "Al suscribirte aceptas la política de privacidad.",
    ),
}


def page(*amid: str, over: tuple[str, ...] = (), last: str = LAST) -> Story:
    """Clean a page with something between the last two paragraphs of its story."""
    lines = ("Home", "News", "Sport", HEADLINE, *over, *TOLD, *amid, last, *FOOT)
    return dump("\n".join(lines))


@pytest.mark.parametrize("language", FORMS)
def test_a_story_goes_on_behind_a_form_that_asks_for_an_address(language: str) -> None:
    story = page(*FORMS[language])

    assert story.text == "\n\n".join((*TOLD, LAST))


def test_what_stands_behind_a_form_at_the_foot_is_no_story() -> None:
    teaser = "The inn that has not closed its door since the year of the great frost is for sale."
    lines = (HEADLINE, *TOLD, "Related", *["Ten inns by the sea"] * 9, *FORMS["English"], teaser)

    assert teaser not in dump("\n".join(lines)).text


def test_a_sentence_over_a_form_that_speaks_of_support_is_story() -> None:
    told = "The council said that its support for the workshops would not end with the rain."
    story = page(told, *FORMS["English"])

    assert story.text == "\n\n".join((*TOLD, told, LAST))


def test_the_only_link_under_the_heading_of_a_list_is_no_heading() -> None:
    story = page("Read more", "How the valley found its clay")
    assert story.text == "\n\n".join((*TOLD, LAST))

    story = page("What comes next")
    assert story.text == "\n\n".join((*TOLD, "What comes next", LAST))


def test_links_in_brackets_side_by_side_are_no_story() -> None:
    story = page("[ MORE OF THE VALLEY: Timetable | Weather | Markets ]")

    assert story.text == "\n\n".join((*TOLD, LAST))


DECK = "The pit that feeds the fires of seven potters has been under water since Friday"


@pytest.mark.parametrize(
    "over",
    [
        (DECK, "By Otto Gull", "14 October 2026"),
        (HEADLINE, DECK, "14 October 2026"),
    ],
)
def test_a_deck_stands_under_the_headline_though_that_comes_twice(over: tuple[str, ...]) -> None:
    story = page(over=over)

    assert story.deck == next(line for line in over if line.startswith(DECK))
    assert story.text == "\n\n".join((*TOLD, LAST))


@pytest.mark.parametrize(
    ("line", "beside", "is_deck"),
    [
        (f"{DECK}.", "14 October 2026", True),
        (f"{DECK}.", "By Otto Gull", True),
        (f"{DECK}.", "Listen", False),
        (f"{HEADLINE}, and nobody knows why.", "14 October 2026", False),
        (DECK, "14 October 2026", False),
    ],
)
def test_a_sentence_that_is_no_story_is_the_deck_where_more_is_told_under_it(
    line: str, beside: str, is_deck: bool
) -> None:
    lines = mark_lines((HEADLINE, line, beside, *TOLD))
    found = FoundHeadline(HEADLINE, "", 0)

    deck = find_sentence(lines, found, [False] * 3 + [True] * len(TOLD))
    assert deck == (1 if is_deck else -1)
    assert find_sentence(lines, found, [False, *[True] * (len(TOLD) + 2)]) == -1
    assert find_sentence(lines, FoundHeadline(), [False] * len(lines)) == -1


def test_a_notice_that_a_page_has_twice_is_no_deck_and_hides_none() -> None:
    notice = "Older than a month: this story"
    lines = (notice, HEADLINE, notice, DECK, "14 October 2026", *TOLD, LAST, *FOOT)

    assert dump("\n".join(lines)).deck == DECK


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("PUBLISHED: May 21, 2024 at 6:00 a.m. | UPDATED: May 22, 2024 at 9:14 a.m.", "2024-05-21"),
        ("Posted 21 May 2024, 6:05 p.m.", "2024-05-21"),
    ],
)
def test_a_date_may_end_with_the_hour(line: str, date: str) -> None:
    story = page(over=(line,))

    assert story.published is not None
    assert story.published.date().isoformat() == date


def test_a_line_that_says_when_a_story_was_first_published_is_no_part_of_it() -> None:
    story = page(last="Originally Published: May 21, 2024 at 6:00 a.m.")

    assert story.text == "\n\n".join(TOLD)


@pytest.mark.parametrize(
    ("line", "name", "agency"),
    [
        ("By OTTO GULL Associated Press | Posted Sept. 3, 2024", "OTTO GULL", "Associated Press"),
        ("By Otto Gull for Reuters", "Otto Gull", "Reuters"),
        ("By Otto Gull, Reuters", "Otto Gull", "Reuters"),
        ("By Otto Lusa", "Otto Lusa", ""),
    ],
)
def test_an_agency_behind_a_name_is_no_part_of_it(line: str, name: str, agency: str) -> None:
    credit = read_credit(line)

    assert credit is not None
    assert (credit.byline, credit.agency) == (name, agency)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Otto Gull in Quillhaven and agencies", "Otto Gull"),
        ("Otto Gull in New Quillhaven", "Otto Gull"),
        ("Otto Gull with agencies", "Otto Gull"),
        ("Otto Gull", "Otto Gull"),
        ("Kilns in the valley", "Kilns in the valley"),
    ],
)
def test_where_somebody_was_is_no_part_of_the_name(line: str, name: str) -> None:
    assert without_place(line) == name
    story = page(over=(line, "Sun 11 Oct 2026 11.42"))
    assert story.byline == (name if is_name(name) else "")


@pytest.mark.parametrize("line", ["By Associated Press", "Von DPA", "Reuters", "SUBSCRIBE NOW"])
def test_an_agency_or_a_label_is_no_persons_name(line: str) -> None:
    assert not is_name(line)


def test_the_title_of_a_page_names_its_outlet_wherever_it_stands() -> None:
    owned = "Copyright 2026 The Associated Press. All rights reserved."
    lines = ("HOME NEWS", f"{HEADLINE} - The Valley Ledger", HEADLINE, *TOLD, LAST, owned)

    assert dump("\n".join(lines)).outlet == "The Valley Ledger"
