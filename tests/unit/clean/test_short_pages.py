"""Short reports and pages without prose give their story, and blocks that ran together are cut."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.clean import clean
from reader.clean.dump.segmentation.block_splitting import split_glued
from reader.model import ContentForm, Entry

NOW = datetime(2026, 11, 4, tzinfo=UTC)


def test_a_headline_in_capitals_that_ran_into_its_sentence_is_cut_off() -> None:
    title, told = "Geese Walk To The Fair By Night", "The geese of the parish walked to the fair."

    assert split_glued(title + told) == [title, told]
    assert split_glued(f"{title}Weststead has geese that walk by night.")[0] == title
    assert len(split_glued(f"{title}The geese of the parish walk")) == 1
    assert (
        len(split_glued("She went down to the bank with the man from LinkedIn the other day.")) == 1
    )
    assert len(split_glued("It is all said in the new film by George McAllister of the town.")) == 1


def test_a_date_that_ran_into_a_time_and_a_word_is_cut() -> None:
    assert split_glued("November 3, 202612:45 PM UTCUpdated an hour ago") == [
        "November 3, 2026",
        "12:45 PM UTC",
        "Updated an hour ago",
    ]
    assert split_glued("3 November 2026, 12:45 UTC, told by Ada") == [
        "3 November 2026, 12:45 UTC, told by Ada"
    ]


def test_what_an_outlet_says_of_itself_is_none_of_a_short_story() -> None:
    told = (
        "WESTSTEAD, Nov 3 (Upland Wire) - The parish council of Weststead decided on Tuesday to "
        "shut the lock for two years from March, after divers found cracks in eleven of its hinges."
    )
    itself = (
        "Upland Wire, the news arm of Upland Barges, is the world’s largest provider of news about "
        "locks and barges, and reaches thousands of skippers. Upland Wire gives skippers, keepers "
        "and farmers news of water by post and by pigeon, on each day of the week but Sunday."
    )
    page = [
        "Upland Wire",
        "Menu",
        "Lock of Weststead to shut for two years",
        "November 3, 2026",
        told,
        "Reporting by Ada Lind",
        "Read next",
        "Geese walk to the fair",
        itself,
        "Follow us",
    ]

    story = clean(Entry("wire.txt", "\n".join(page), ContentForm.DUMP, NOW))

    assert story.text == told
    assert story.headline == "Lock of Weststead to shut for two years"


def test_a_page_that_only_rules_find_a_story_on_has_a_headline_too() -> None:
    page = [
        "Weststead Mirror",
        "Menu",
        "Home",
        "News",
        "Sport",
        "Weather",
        "Log in",
        "Subscribe",
        "Lock of Weststead to shut for two years",
        "By Ada Lind",
        "3 November 2026",
        "Share",
        "Boats from the first of March",
        "Stop",
        "First",
        "Last",
        "Upper Holm",
        "06.10",
        "23.10",
        "Lower Holm",
        "06.20",
        "23.20",
        "Pier",
        "06.40",
        "23.40",
        "Chapel",
        "06.50",
        "23.50",
        "All times are for weekdays. On Sundays the first boat leaves later.",
        "Share",
        "Related",
        "Geese walk to the fair",
        "Most read",
        "Privacy policy",
    ]

    story = clean(Entry("boats.txt", "\n".join(page), ContentForm.DUMP, NOW))

    assert story.headline == "Lock of Weststead to shut for two years"
    assert story.text.startswith("Boats from the first of March")
