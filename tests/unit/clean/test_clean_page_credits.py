"""A page that tells machines neither date nor author is read as people read it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.clean import clean
from reader.clean.page.metadata.visible_credits import find_byline, find_date, find_surroundings
from reader.model import ContentForm, Entry, Story

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HEADLINE = "Lock gate lifted out after a hundred and six years"
SENTENCES = (
    "A floating crane lifted the western lock gate out of its hinges on Wednesday morning.",
    "The oak of its heel post was as sound as on the day when it was hung, said the foreman.",
    "Only the iron straps had gone, and they were all that held the upper planks in place.",
    "Boats will wait at the basin above until the new gate comes from the yard next spring.",
    "The old one is to stand on the quay, where children have begun to climb on it already.",
)
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page(over: str, under: str = "", above: str = "", link: str = "") -> Story:
    """Clean a page with something between headline and story, under and over both."""
    body = f"<div>{above}<h1>{HEADLINE}</h1>{over}<div>{STORY}</div>{under}</div>"
    content = f"<html lang=en><head><title>{HEADLINE}</title></head><body>{body}</body></html>"
    return clean(Entry("page", content, ContentForm.PAGE, NOW, link=link))


def day(story: Story) -> str:
    """Write the day of a story."""
    return f"{story.published:%Y-%m-%d}" if story.published else ""


@pytest.mark.parametrize(
    "over",
    [
        "<p>By Wilma Tern | 14 October 2026, 6.05 pm</p>",
        "<div><span>Wilma Tern</span><span>14.10.2026</span></div>",
        "<p class=meta>Wednesday, October 14th, 2026</p>",
        "<p>Published on 14 October 2026. Last updated on 17 October 2026.</p>",
        "<p>Updated: 17 October 2026</p><p>Published: 14 October 2026</p>",
        "<p>14/10/2026</p><p class=x>1,204 readers</p>",
        "<ul><li>14 Oct 2026 18:05</li><li>2093</li></ul>",
        "<p class=stamp>14.10.26, 18:05</p>",
        "<figure><figcaption>By Otto Gull, reporter 14.10.2026, 18:05</figcaption></figure>",
        "<p class=date>14 de outubro de 2026</p>",
        "<p class=date>14 ตุลาคม 2569</p>",
        "<p>Season of 1998/99</p><p>14 October 2026</p>",
    ],
)
def test_the_date_under_the_headline_is_that_of_the_story(over: str) -> None:
    assert day(page(over)) == "2026-10-14"


@pytest.mark.parametrize(
    ("above", "under"),
    [
        ("<p>14 October 2026</p><p>Harbour</p>", ""),
        ("", "<p>Posted by wt on 14 October 2026 at 18:05</p>"),
    ],
)
def test_the_date_may_stand_over_the_headline_or_say_under_the_story_what_it_is(
    above: str, under: str
) -> None:
    assert day(page("", under, above)) == "2026-10-14"


@pytest.mark.parametrize(
    ("over", "under"),
    [
        ("", "<p>12 October 2026</p>"),
        ("<p>The yard was founded on 3 May 1920 by two brothers from the island of Sylt</p>", ""),
        ("<figure><figcaption>The gate on 3 May 2020</figcaption></figure>", ""),
        ("<p>Archive photo of 3 May 2020</p>", ""),
        ("<p>© 2026 The Quay</p>", ""),
        ("<p>31 June 2026</p>", ""),
        ("<p>3 May 1920</p>", ""),
        ("<p>3 May 2031</p>", ""),
        ("<p>3/4/2026</p>", ""),
        ("<p>Today at 18:05</p>", ""),
        ("<p>Season of 1998/99</p>", ""),
    ],
)
def test_other_dates_around_a_story_are_not_taken_for_its_own(over: str, under: str) -> None:
    assert page(over, under).published is None


def test_only_the_date_of_a_change_is_better_than_none() -> None:
    assert day(page("<p>Updated: 14 October 2026</p>")) == "2026-10-14"


def test_the_address_dates_a_page_that_shows_no_date_or_one_of_something_else() -> None:
    link = "https://quay.example/2026/10/14/gate"

    assert day(page("", link=link)) == "2026-10-14"
    assert day(page("<p>17 October 2026</p>", link=link)) == "2026-10-17"
    assert day(page("<p>2 January 2019</p>", link=link)) == "2026-10-14"
    assert page("", link="https://quay.example/2026/99/14/gate").published is None


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("<p>By Wilma Tern | 14 October 2026, 6.05 pm</p>", "Wilma Tern"),
        ("<p><a href='/author/wtern'>By Wilma Tern</a> and <a href='/author/og'>Otto Gull</a></p>",
         "Wilma Tern, Otto Gull"),
        ("<div class=article-byline><b>Wilma Tern</b>, Reporter</div>", "Wilma Tern"),
        ("<div data-testid=author-name>Wilma Tern<br>The Quay</div>", "Wilma Tern"),
        ("<p class=author>Tides Media</p>", ""),
        ("<p class=author>Chief Reporter</p>", ""),
        ("<p>Harbour Basin</p>", ""),
        ("<p><a href='/tides/Wilma'>Wilma Tern</a></p>", ""),
        ("<p class=author>1204</p>", ""),
    ],
)  # fmt: skip
def test_names_are_read_where_a_page_shows_its_authors(over: str, expected: str) -> None:
    assert page(over, link="https://quay.example/gate").byline == expected


def test_names_under_a_story_count_where_none_stands_over_it() -> None:
    under = "<div class=author><a href='/authors/wt'>Wilma Tern</a></div>"

    assert page("", under).byline == "Wilma Tern"
    assert page("<p>By Otto Gull</p>", under).byline == "Otto Gull"


def test_whom_a_story_speaks_of_is_not_its_author() -> None:
    sentence = "The foreman, Otto Gull, had hung the eastern gate when he was nineteen years old."
    story = page(f"<p class=author-photo>Otto Gull</p><p>{sentence}</p>")

    assert sentence in story.text
    assert story.byline == ""


def test_what_the_markup_says_is_not_overruled_by_what_is_shown() -> None:
    told = '{"@type": "Article", "author": "Otto Gull", "datePublished": "2026-10-17"}'
    story = page(
        "<p>By Wilma Tern | 14 October 2026</p>",
        f'<script type="application/ld+json">{told}</script>',
    )

    assert (story.byline, day(story)) == ("Otto Gull", "2026-10-17")


def test_a_line_that_dates_a_story_does_not_open_it() -> None:
    lines = [sentence.rstrip(".") for sentence in SENTENCES]
    story = page("<div>14 October 2026, posted by the lock keeper<br><br>" + "<br><br>".join(lines)
                 + "</div>")  # fmt: skip

    assert "posted by" not in story.text


def test_what_is_read_off_a_page_says_so() -> None:
    story = page("<p>By Wilma Tern | 14 October 2026</p>")

    assert story.evidence[-2:] == (("byline", "page"), ("published", "page"))


def test_a_page_without_a_story_has_nothing_around_it() -> None:
    nothing = find_surroundings([], [], HEADLINE)

    assert find_byline(nothing, "", "") == ""
    assert find_date(nothing, "", "en", NOW) is None
