"""The text of a scraped page becomes its story, and what is unsure stays empty."""

from __future__ import annotations

import json
import lzma

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean.appeals.appeals import find_pitches
from reader.clean.dump.headlines import pitch_outlet
from reader.clean.dump.line_measures import measure_lines
from reader.clean.dump.segmentation.block_splitting import split_glued
from reader.clean.rejoin import rejoin
from reader.clean.text.credits import dateline_agency, photo_credit, read_credit
from reader.clean.text.language import detect_language
from reader.model import SpanKind, Story
from tests.support.dump_entries import dump
from tests.support.paths import FILES, SHARED

HERE = FILES / "clean"


def again(story: Story) -> Story:
    """Clean the text of a cleaned story."""
    return dump(story.text, title=story.headline)


def seed(name: str) -> list[str]:
    """Read the lines of one of the two real pages, where they are at hand."""
    path = SHARED / "seeds" / name
    if not path.exists():
        pytest.skip("the seeds are not beside this checkout")
    return path.read_text(encoding="utf-8").split("\n")


def page(name: str) -> str:
    """Read a page that was written for these tests."""
    return (HERE / name).read_text(encoding="utf-8")


def test_the_pitch_of_the_first_seed_is_gone_and_its_story_whole() -> None:
    lines = seed("000_423d0abd653e87a1.txt")

    story = dump("\n".join(lines))

    lede = lines[6][lines[6].index("South Korea on Monday") :]
    assert story.text == "\n\n".join([lede, *lines[7:17]])
    assert (story.headline, story.deck) == (lines[0], lines[1])
    assert (story.outlet, story.photo_credit, story.published) == ("The Independent", "", None)
    assert (story.byline, story.agency) == ("Kim Tong-hyung", "Associated Press")
    assert (story.doubt, story.language) == ("", "en")


def test_the_tables_of_the_second_seed_are_gone_and_its_story_whole() -> None:
    lines = seed("004_61f5f02accfb2ad5.txt")
    first = next(at for at, line in enumerate(lines) if line.startswith("South Korea summoned"))

    story = dump("\n".join(lines))

    told = [line for line in lines[first:-1] if line and not line.startswith("Text size")]
    told = [line.strip("- ") if line.startswith("- ") else line for line in told]
    assert story.text == "\n\n".join(told)
    assert story.texts(SpanKind.HEADING) == ["North Koreans in Ukraine?"]
    assert story.headline == lines[first - 2]
    assert (story.deck, story.agency, story.doubt) == ("", "", "")
    assert (story.outlet, story.photo_credit) == ("The Fort Worth Press", "AFP")
    assert story.byline == "A.Maldonado"


@pytest.mark.parametrize("name", ["000_423d0abd653e87a1.txt", "004_61f5f02accfb2ad5.txt"])
def test_cleaning_a_clean_seed_changes_nothing(name: str) -> None:
    story = dump("\n".join(seed(name)))

    assert again(story).text == story.text


def test_cleaning_any_page_of_the_corpus_twice_is_cleaning_it_once() -> None:
    path = SHARED / "corpus" / "dumps" / "region.json.xz"
    if not path.exists():
        pytest.skip("the corpus is not beside this checkout")
    pages = json.loads(lzma.decompress(path.read_bytes()))

    stories = [dump("\n".join(page["lines"])) for page in pages[::4]]

    assert all(again(story).text == story.text for story in stories)
    assert sum(bool(story.doubt) for story in stories) < 0.05 * len(stories)


SENTENCES = st.sampled_from(
    [
        "The tide came in over the causeway and stayed there until the lamps were lit.",
        "Nobody had asked the gulls, and the gulls said so at great length all morning.",
        "“We will build it again,” said the harbour master, who had built it twice.",
        "This was a red flag.",
        "It rained.",
        "Your support helps our reporters to tell the story.",
        "We believe that journalism should be free for our readers.",
    ]
)
FURNITURE = st.sampled_from(
    ["Share", "Read more", "Menu", "USD 1.2", "- Over the bar -", "• a lamp", "12:30", "", "Home",
     "Related stories", "A longer heading about the sea", "By Wilma Tern", "Photo: © Gull", "3"]
)  # fmt: skip


@pytest.mark.usefixtures("untraced")
@settings(deadline=None, max_examples=150)
@given(st.lists(SENTENCES | FURNITURE | st.text(max_size=40), max_size=30))
def test_any_soup_of_lines_is_cleaned_and_stays_clean(lines: list[str]) -> None:
    story = dump("\n".join(lines))

    assert again(story).text == story.text
    assert all(0 <= span.start < span.end <= len(story.text) for span in story.spans)
    assert list(story.spans) == sorted(story.spans, key=lambda span: (span.start, -span.end))


@pytest.mark.usefixtures("untraced")
@settings(deadline=None, max_examples=150)
@given(st.text(max_size=400), st.text(max_size=30))
def test_any_text_is_cleaned_without_an_error(content: str, title: str) -> None:
    story = dump(content, title=title)

    assert again(story).text == story.text


def test_a_title_that_was_given_is_the_headline_and_the_first_line_stays() -> None:
    story = dump("The tide came in over the old causeway and stayed. " * 4, title="A tide")

    assert story.headline == "A tide"
    assert story.text.startswith("The tide came in")


def test_an_empty_page_has_no_story_and_says_so() -> None:
    assert dump("").doubt == "No story was found on this page."
    assert dump("").headline == ""


def test_a_few_words_are_doubtful() -> None:
    story = dump("The tide came in over the old causeway and stayed there.", title="A tide")

    assert story.text
    assert story.doubt == "Very little of this page looked like a story."


FERRY = """\
Die Fähre blieb am Dienstag im Hafen, weil über Nacht zu viel Eis auf dem Fluss gekommen war.
Für die Kinder der Insel fiel die Schule aus, und der Bäcker fuhr mit dem Schlitten hinüber.
Der alte Müller stand am Morgen vor der Tür und hörte, wie das Eis gegen die Brücke schlug.
Auf der Insel gibt es Brot für zwei Tage, sagte er, und danach müssen wir wohl Fische fangen.
Die Post kam zu Fuß, und der Bote war nass bis zu den Hüften, als er den Brief übergab.
Gegen Abend wurde es wärmer, und die ersten Schollen trieben unter dem Steg hinaus auf die See.
Ob die Fähre morgen wieder fährt, weiß niemand, denn der Kapitän liegt mit Fieber im Bett.
Seine Tochter hat das Ruder schon oft gehalten, aber allein darf sie damit nicht über den Fluss.
"""


def test_letters_that_have_lost_their_marks_are_doubtful() -> None:
    unmarked = FERRY.translate(str.maketrans("äüöß", "auos"))
    english = "".join(f"Gull {n} sat on the ice and the ferry was late.\n" for n in range(24))

    assert dump(unmarked, title="Eis").doubt == (
        "The letters of this text seem to have lost their marks."
    )
    assert dump(FERRY, title="Eis").doubt == ""
    assert dump(english, title="Ice").doubt == ""


def test_a_story_that_leaves_out_most_of_a_page_is_doubtful() -> None:
    promos = "\n".join(
        f"All rights reserved, copyright notice {n}, and nobody may print any of these words again."
        for n in range(40)
    )

    assert "left out" in dump(f"{FERRY}{promos}").doubt


def test_a_page_of_many_kinds_of_furniture_comes_out_exact() -> None:
    story = dump(page("harbour-page.txt"))

    expected = json.loads(page("harbour-page.json"))
    assert {name: getattr(story, name) for name in expected if name != "published"} == {
        name: value for name, value in expected.items() if name != "published"
    }
    assert story.published is not None
    assert story.published.isoformat() == expected["published"]
    assert story.texts(SpanKind.ITEM) == ["a new sluice", "a second gate", "a lamp"]
    assert again(story).text == story.text


def test_a_page_that_says_everything_twice_is_told_once() -> None:
    told = [
        f"Paragraph {n} is long enough to be one, and it has its own words, {n}." for n in range(6)
    ]

    story = dump("\n".join([*told, *told]), title="Twice")

    assert story.text == "\n\n".join(told)


# Hard-wrapped lines


WRAPPED = [
    "The keeper of the northern light had never missed an even-",
    "ing in forty years, and he did not mean to begin now that",
    "the fog had come down over the bar. He climbed the stairs,",
    "counted them as he always did, and lit the lamp.",
    "",
    "Below him the harbour went on with its business. Somebody",
    "was mending a net by the light of a window, and somebody",
    "else was singing, not very well, about the price of coal.",
]


def test_hard_wrapped_paragraphs_are_joined_with_their_cut_words() -> None:
    first, gap, second = rejoin(WRAPPED)

    assert gap == ""
    assert second.endswith("about the price of coal.")
    assert first.count("\n") == 0


def test_a_cut_word_loses_its_hyphen_when_the_page_cuts_words() -> None:
    assert "missed an evening in forty years" in rejoin(WRAPPED)[0]


def test_a_word_with_a_hyphen_of_its_own_keeps_it() -> None:
    lines = [
        "The ferry runs on Sundays and on every day that has a well-",
        "Known saint, so that the islanders are never more than two",
        "days away from the market and the doctor and the one cinema",
        "of the whole coast, which shows the same film all the year.",
        "Nobody minds, they say, and the cinema is full each evening",
        "whether or not the rain is falling on the hill behind it.",
    ]

    assert "a well-Known saint" in " ".join(rejoin(lines))


def test_wrapped_lines_without_spaces_between_words_are_joined_without_one() -> None:
    text = "港の灯台守は四十年のあいだ一晩も休んだことがなかった。" * 12
    lines = [text[at : at + 60] for at in range(0, len(text), 60)]

    assert rejoin(lines) == [text]


def test_lines_that_nobody_wrapped_stay_as_they_are() -> None:
    lines = [
        "Home",
        "News",
        "A short line.",
        ("Another line that is a good deal longer. " * 6).strip(),
    ]

    assert rejoin(lines) == lines
    assert rejoin(["one", "two"]) == ["one", "two"]
    assert rejoin(["word " * 12, "word " * 11 + "x", "Word " * 11, "Word."] * 1)


# Glued lines


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "Your gift makes a great difference.The harbour was closed on Monday by a gale.",
            ["Your gift makes a great difference.", "The harbour was closed on Monday by a gale."],
        ),
        (
            "By Wilma TernThe harbour was closed on Monday by a gale.",
            ["By Wilma Tern", "The harbour was closed on Monday by a gale."],
        ),
        (
            "AdvertisementThe harbour was closed on Monday by a gale.",
            ["Advertisement", "The harbour was closed on Monday by a gale."],
        ),
        (
            "The bar at low water. Photo: Gull ArchiveThe harbour was closed on Monday by a gale.",
            [
                "The bar at low water. Photo: Gull Archive",
                "The harbour was closed on Monday by a gale.",
            ],
        ),
        ("He works for the U.S.Navy and lives at A.Maldonado.Street, they say.", None),
        ("More is told at lighthouse.example.Com and in the almanac of the year.", None),
        ("The end.Start", None),
    ],
)
def test_a_line_is_cut_where_two_blocks_ran_together(line: str, parts: list[str] | None) -> None:
    assert split_glued(line) == (parts or [line])


# Pitches


def test_a_pitch_is_told_from_a_story_that_speaks_of_support() -> None:
    lines = measure_lines(
        [
            "Your gift keeps our reporters on the quay, and your subscription pays the ferry.",
            "We choose not to hide our journalism behind a gate.",
            "The minister said that she would support the bill.",
            "“We ask you, our readers, to support journalism,” the editor told the court.",
        ]
    )

    assert find_pitches(lines) == [True, True, False, False]


# Makers


@pytest.mark.parametrize(
    ("line", "byline", "agency"),
    [
        ("By Wilma Tern", "Wilma Tern", ""),
        ("By Wilma Tern, Associated Press", "Wilma Tern", "Associated Press"),
        ("byWilma Tern", "Wilma Tern", ""),
        ("Von Adelheid Krumenroth, Redakteurin", "Adelheid Krumenroth", ""),
        ("By Wilma Tern and Otto van der Gull", "Wilma Tern and Otto van der Gull", ""),
        ("Wilma Tern, Reuters", "Wilma Tern", "Reuters"),
        ("Deutsche Presse-Agentur", "", "dpa"),
        ("By Reuters", "", "Reuters"),
        ("By Associated Press", "", "Associated Press"),
        ("W.Tern--TNT", "W.Tern", ""),
        (
            "Associated Press writer Wilma Tern contributed to this report",
            "Wilma Tern",
            "Associated Press",
        ),
        (
            "Harbour Agency writer Wilma Tern contributed to this report.",
            "Wilma Tern",
            "Harbour Agency",
        ),
        ("(Reporting by Wilma Tern; Editing by Otto Gull)", "Wilma Tern", ""),
        ("文・汐見さざなみ", "汐見さざなみ", ""),
    ],
)
def test_a_line_that_only_names_its_makers_is_read(line: str, byline: str, agency: str) -> None:
    found = read_credit(line)

    assert found is not None
    assert (found.byline, found.agency) == (byline, agency)


@pytest.mark.parametrize(
    "line",
    [
        "By the sea", "By Wilma Tern was the first ship sunk that night.",
        "The harbour was closed on Monday.", "", "By Invitation " * 40,
    ],
)  # fmt: skip
def test_other_lines_name_nobody(line: str) -> None:
    assert read_credit(line) is None


@pytest.mark.parametrize(
    ("paragraph", "agency"),
    [
        ("SEOUL (Reuters) - The harbour was closed.", "Reuters"),
        ("SEOUL, South Korea (AP) — The harbour was closed.", "Associated Press"),
        ("HAVEN (Harbour Wire) - The harbour was closed.", "Harbour Wire"),
        ("Der Hafen wurde geschlossen. (dpa)", "dpa"),
        ("The harbour (Reuters) was closed.", ""),
    ],
)
def test_a_dateline_names_the_agency(paragraph: str, agency: str) -> None:
    assert dateline_agency(paragraph) == agency


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("The bar at low water / Photo: © AFP", "AFP"),
        ("Photograph: Wilma Tern/The Gull", "Wilma Tern/The Gull"),
        ("The bar. Photograph by Wilma Tern", "Wilma Tern"),
        ("The bar at low water. (AP Photo/Wilma Tern)", "AP Photo/Wilma Tern"),
        ("Foto: Wilma Tern", "Wilma Tern"),
        ("写真：潮路新報資料室", "潮路新報資料室"),
        ("The bar at low water © Wilma Tern", "Wilma Tern"),
        ("© 2026 The Gull", ""),
        ("The bar at low water", ""),
    ],
)
def test_a_caption_names_whose_the_picture_is(line: str, owner: str) -> None:
    assert photo_credit(line) == owner


# Languages


@pytest.mark.parametrize(
    ("tag", "text", "code"),
    [
        ("en-us", "", "en"),
        ("pt_BR", "", "pt"),
        ("nb", "", "no"),
        ("english", "", ""),
        ("", "港の灯台守は四十年のあいだ一晩も休んだことがなかった。", "ja"),
        ("", "등대지기는 사십 년 동안 하룻밤도 쉬지 않았다고 말했다 그리고 웃었다", "ko"),
        ("", "灯塔看守人四十年来从未休息过一个夜晚人们这样说他笑了", "zh"),
        ("", "Смотритель маяка сорок лет не пропускал ни одной ночи, были бы только лампы", "ru"),
        ("", "שומר המגדלור לא החמיץ אף לילה במשך ארבעים שנה", "he"),
        ("", "kurz", ""),
        ("", "The keeper of the light was on the hill and the fog came in with the tide as he had "
         "said, and it was not for him to say that this was the end of it.", "en"),
    ],
)  # fmt: skip
def test_a_language_is_read_off_its_tag_or_guessed_when_sure(
    tag: str, text: str, code: str
) -> None:
    assert detect_language(tag, text) == code


def test_a_line_that_only_its_bullet_kept_in_goes_in_a_later_pass() -> None:
    sentence = "The tide came in over the old causeway and stayed there until the lamps were lit"
    lines = [f"{sentence}, {n}." for n in range(6)]

    story = dump(
        "\n".join([*lines, f"{sentence}, and brought:", "• Advertisement", lines[0][:-3] + "."])
    )

    assert "Advertisement" not in story.text
    assert again(story).text == story.text


def test_a_pitch_names_its_outlet_only_when_it_does_so_more_than_once() -> None:
    twice = ["The Gull Post is read here.", "The Gull Post is free. Otto Tern is a friend."]

    assert pitch_outlet(["The Gull Post is read here and there.", "Otto Tern has gone."]) == ""
    assert pitch_outlet(twice) == "The Gull Post"


def test_a_wrapped_line_that_goes_on_in_a_small_letter_is_joined_even_when_it_is_short() -> None:
    lines = [WRAPPED[0], "ing in forty years, and he did not mean to", *WRAPPED[2:]]

    assert "not mean to the fog had come" in rejoin(lines)[0]


# What stands over a story

TOLD = [
    "The tide came in over the old causeway on Monday and stayed there until the lamps were lit.",
    "Nobody had asked the gulls for their opinion, and the gulls gave it all the same, at length.",
    "The harbour master said that the causeway would be raised before the winter, or never at all.",
]


def over(*lines: str) -> Story:
    """Clean a page that has these lines over its story."""
    return dump("\n".join([*lines, *TOLD]))


def test_a_headline_in_other_words_than_the_title_is_the_headline() -> None:
    story = over("Old causeway under water until lamps were lit - The Gull", "Home", "News",
                 "Old causeway stays under water until evening")  # fmt: skip

    assert story.headline == "Old causeway stays under water until evening"


def test_a_title_that_nothing_confirms_loses_a_site_that_the_page_names() -> None:
    story = over("Gulls were asked for nothing again | The Gull Post", "The Gull Post", "Menu")

    assert (story.headline, story.outlet) == ("Gulls were asked for nothing again", "The Gull Post")


def test_a_title_that_nothing_confirms_is_the_headline_as_it_stands() -> None:
    story = over("Gulls were asked for nothing again: a report", "Menu")

    assert (story.headline, story.outlet) == ("Gulls were asked for nothing again: a report", "")


def test_a_rubric_beside_a_headline_is_no_outlet() -> None:
    story = over("Gulls asked for nothing again | Sport", "Home", "Gulls asked for nothing again")

    assert (story.headline, story.outlet) == ("Gulls asked for nothing again", "")


def test_a_title_under_the_masthead_names_headline_and_outlet() -> None:
    story = over("The Gull Post", "Menu", "Gulls asked for nothing | The Gull Post",
                 "Gulls asked for nothing")  # fmt: skip

    assert (story.headline, story.outlet) == ("Gulls asked for nothing", "The Gull Post")


def test_a_masthead_that_comes_back_below_is_the_outlet() -> None:
    below = "The Gull Post, 4 Quay Lane"
    story = dump("\n".join(["The Gull Post", "Causeway under water again", *TOLD, below]))

    assert (story.headline, story.outlet) == ("Causeway under water again", "The Gull Post")


def test_a_first_line_that_nothing_repeats_is_no_outlet() -> None:
    assert over("The Gull Post", "Causeway under water again on Monday").outlet == ""


def test_a_company_behind_a_copyright_sign_is_no_outlet() -> None:
    page = ["Causeway under water again on Monday", *TOLD, "© 2026 Gull Holding GmbH"]

    assert dump("\n".join(page)).outlet == ""


@pytest.mark.parametrize(
    "line",
    [
        "The tide at noon on Monday (left) and the old causeway in the evening",
        "Causeway under water again on Monday, and what is to be done about it",
        "Crosswords and puzzles and other games for your whole family",
    ],
)
def test_a_caption_or_a_repeated_headline_or_a_link_is_no_deck(line: str) -> None:
    assert over("Causeway under water again on Monday", line).deck == ""


def test_a_story_without_anything_over_it_has_no_headline() -> None:
    story = dump("\n".join(line + " " + line.lower() for line in TOLD))

    assert story.headline == ""
    assert len(story.text.split("\n\n")) == len(TOLD)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("Otto Gull", "14 October 2026"), "Otto Gull"),
        (("By", "Otto Gull", "Listen"), "Otto Gull"),
        (("Quay News", "14 October 2026"), ""),
        (("Otto Gull", "Listen"), ""),
        (("A man named otto", "14 October 2026"), ""),
    ],
)
def test_a_bare_name_by_the_date_or_behind_a_by_is_the_byline(
    lines: tuple[str, ...], name: str
) -> None:
    assert over("Causeway under water again on Monday", *lines).byline == name


def test_a_bare_name_that_the_story_tells_of_is_no_byline() -> None:
    page = [
        "Causeway under water again",
        "Otto Gull",
        "14 October 2026",
        *TOLD,
        f"Otto Gull said so. {TOLD[0]}",
    ]

    assert dump("\n".join(page)).byline == ""


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("14 October 2026", "2026-10-14"),
        ("Published 14.10.2026 | Updated 15.10.2026", "2026-10-14"),
        ("Updated 15 October 2026", "2026-10-15"),
        ("14 October 2036", ""),
        ("14 October 1946", ""),
        ("A day out with the lamp lighters of the north quay, 14 October 2026", ""),
        ("03/04/2026", ""),
    ],
)
def test_only_a_date_that_the_page_can_have_is_its_date(line: str, date: str) -> None:
    published = over("Causeway under water again on Monday", line).published

    assert (published.date().isoformat() if published else "") == date


def test_a_dateline_gives_the_agency_and_stays_in_the_text() -> None:
    lede = "HAVEN (Reuters) - The tide came in over the old causeway on Monday and stayed there."
    story = dump("\n".join(["Causeway under water again on Monday", lede, *TOLD]))

    assert story.agency == "Reuters"
    assert story.text.startswith("HAVEN (Reuters) - ")


def test_what_readers_say_below_a_story_is_not_the_story() -> None:
    comment = "I have been saying for years that the old causeway is too low, and nobody listens."
    page = ["Causeway under water again on Monday", *TOLD * 1, "Comments", "gull77", comment]

    assert dump("\n".join(page)).text == "\n\n".join(TOLD)


def test_a_seam_close_to_the_end_of_a_line_is_left_alone() -> None:
    line = "The harbour was closed on Monday by a gale.And then what?"

    assert split_glued(line) == [line]


def test_a_huge_text_keeps_its_bounds() -> None:
    story = dump("tide " * 450_000 + "came in.", title="Long")

    assert len(story.text) <= 2_000_000


def test_a_pitch_over_a_story_is_left_out_and_gives_the_outlet() -> None:
    story = over(
        "Causeway under water again on Monday",
        "Your gift keeps the lamp burning",
        "The Gull Post is on the quay when our readers need it, and our reporters stay there.",
        "The Gull Post is free. Your gift pays for the journalism that we choose not to hide.",
    )

    assert story.outlet == "The Gull Post"
    assert story.text == "\n\n".join(TOLD)


def test_a_paragraph_behind_the_end_of_a_long_story_is_not_its_own() -> None:
    told = [f"{line[:-1]}, {n}." for n in range(5) for line in TOLD]
    page = ["Causeway under water again", *told, "Most read", f"{TOLD[0][:-1]}, as ever."]

    assert dump("\n".join(page)).text == "\n\n".join(told)


def test_a_long_second_half_of_a_title_is_no_outlet() -> None:
    title = "Gulls asked for nothing again on Monday - And all that is known of it so far"
    story = over(title, "Home", "Gulls asked for nothing again on Monday")

    assert (story.headline, story.outlet) == ("Gulls asked for nothing again on Monday", "")


def test_a_subtitle_in_small_letters_is_no_outlet() -> None:
    title = "Gulls asked for nothing again on Monday - all that is known"
    story = over(title, "Home", "Gulls asked for nothing again on Monday")

    assert (story.headline, story.outlet) == ("Gulls asked for nothing again on Monday", "")


def test_a_headline_below_a_short_first_line_is_found_over_its_buttons() -> None:
    story = over("The Gull", "Causeway under water again on Monday", "Share", "Print")

    assert story.headline == "Causeway under water again on Monday"


def test_of_two_separators_the_one_before_a_known_site_counts() -> None:
    story = over("Gulls - asked for nothing again - Gull Post | Gull News", "Gull Post")

    assert story.headline == "Gulls - asked for nothing again - Gull Post | Gull News"
