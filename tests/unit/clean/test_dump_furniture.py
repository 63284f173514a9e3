"""What stands between the paragraphs of a dump, and over its story, is told from the story."""

from __future__ import annotations

import pytest

from reader.clean.dates.written_date import read_written_date
from reader.clean.dump.dump_cleaner import mark_lines
from reader.clean.dump.headline_ranking import best_headline
from reader.clean.dump.headlines import FoundHeadline, find_sentence
from reader.clean.dump.segmentation.block_splitting import split_glued
from reader.clean.dump.segmentation.line_splitting import split_lines
from reader.clean.dump.timelines import entry_headings
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


def test_a_link_between_picture_and_paragraph_is_no_heading() -> None:
    link = ("Related article", "A kiln. Otto Gull/Getty Images", "How the valley got clay")
    story = dump("\n".join((HEADLINE, *TOLD[:2], *link, *TOLD[2:], LAST, *FOOT)))

    assert story.text == "\n\n".join((*TOLD, LAST))


def test_a_link_that_ran_into_the_next_paragraph_is_cut_off() -> None:
    link = "Lire aussi : La vallée manque d'argile depuis vendredi"
    told = (
        "Le four de la plus grande poterie, lui, a été éteint samedi, et nul ne sait jusqu'à quand."
    )

    assert split_glued(link + told) == [link, told]
    assert split_glued(f"La vallée : le four d'argile McDonald est éteint. {told}")[1:] == []
    assert split_glued(f"La vallée : le four d'argile McDonald est éteint. {told}")[1:] == []
    assert split_glued("Lire aussi : la vallée manque d'argile McDonald depuis vendredi.")[1:] == []


def test_a_notice_that_ran_into_a_story_without_spaces_is_cut_off() -> None:
    notice = "この記事は有料会員限定です。残り280文字(全文560文字)"
    story = "谷の陶芸工房では月曜日から窯の火が消え、粘土を掘る穴は雨水に沈んだままになっている。"

    assert split_lines(notice + story) == [notice, story]
    assert split_lines(f"会員限定。{story}")[-1] == story
    assert split_lines(f"谷の窯は冷えた。{story}") == [f"谷の窯は冷えた。{story}"]
    assert split_lines("会員限定。谷の窯。") == ["会員限定。谷の窯。"]


def test_a_short_paragraph_under_a_full_one_behind_links_is_story() -> None:
    links = ("Advertisement", "Read next:", "Man found in a jar", "Inn reopens after repairs")
    full = (
        "The council of the valley will have to pay for the pump, at a price that nobody has named."
    )
    story = page(*links, full, last="It has asked two towns to lend a hand.")

    assert story.text == "\n\n".join((*TOLD, full, "It has asked two towns to lend a hand."))


def test_a_sentence_between_links_and_a_full_paragraph_of_a_short_page_is_story() -> None:
    head = ("Sciopero dei forni nella valle, garantite due cotture", "07 novembre 2024")
    told = (
        "I forni della valle si fermano venerdì per ventiquattro ore. Saranno garantite le cotture"
        " dalle sei alle nove, hanno comunicato le botteghe.",
        "I vasai chiedono un'altra cava e un tetto per i carri. «Lavoriamo con l'argilla di un anno"
        " fa», dice il decano.",
    )
    short = "All'ultima fermata, in ottobre, aveva aderito la metà delle botteghe della valle."
    last = (
        "Le botteghe ricordano che la vendita resterà aperta e che il ponte sul fiume funzionerà"
        " come sempre."
    )
    links = ("LEGGI ANCHE", "Argilla, riapre la cava vecchia")

    page = "\n".join((*head, *told, *links, short, last, "© RIPRODUZIONE RISERVATA", "I più letti"))
    assert dump(page).text == "\n\n".join((*told, short, last))


def test_headings_of_a_timeline_are_no_headline() -> None:
    entries = (
        *("7:15 p.m.", "Rain ends, crews hold the pit", TOLD[0]),
        *("4:40 p.m.", "Carts reach the yard of the brickworks", TOLD[1]),
        *("1:05 p.m.", "A second pump is on its way", TOLD[3]),
    )
    head = ("LIVE UPDATES", "The valley, its pit and its kilns: what we know", "By Otto Gull")
    lines = mark_lines((*head, *entries))

    assert entry_headings(lines) == {4, 7, 10}
    assert entry_headings(lines[:9]) == set()  # two times are no timeline
    assert best_headline(lines, [5, 8, 11]) == 1


def test_a_pitch_that_ends_with_a_name_of_two_capitals_is_cut_off() -> None:
    pitch = "Siga o canal do vale no WhatsApp."

    assert split_glued(f"{pitch}A chuva deixou o vale sem luz na sexta.")[0] == pitch


def test_a_headline_stands_over_a_deck_that_the_story_repeats_more() -> None:
    headline = "Seven kilns cold as pit fills with rain"
    deck = "Workshops of potters in the valley had been told to lay in clay for a fortnight"
    story = dump("\n".join(("The Echo", "Weather", headline, deck, "14 October 2026", *TOLD)))

    assert (story.headline, story.deck) == (headline, deck)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("12 نوفمبر 2024", "2024-11-12"),
        ("١٢ تشرين الثاني ٢٠٢٤", "2024-11-12"),
        ("12 نوفمبر/تشرين الثاني 2024", "2024-11-12"),
        ("12 באוקטובר 2024", "2024-10-12"),
        ("12 अक्टूबर 2024", "2024-10-12"),
        ("20 человек 2024", ""),
        ("naïve 20 people 2024", ""),
    ],
)
def test_a_date_in_another_script_is_read(line: str, date: str) -> None:
    moment = read_written_date(line)

    assert (moment.date().isoformat() if moment else "") == date


def test_the_name_of_the_outlet_over_a_date_is_nobodys() -> None:
    title = f"{HEADLINE} | The Valley Ledger"
    lines = (title, HEADLINE, "The Valley Ledger", "Sun 11 Oct 2026", *TOLD, LAST)
    story = dump("\n".join(lines))

    assert (story.outlet, story.byline) == ("The Valley Ledger", "")


def test_a_name_may_stand_over_addresses_and_the_date() -> None:
    over = ("Otto Gull", "otto.gull@ledger.example", "@ottogull", "14 October 2026")

    assert page(over=over).byline == "Otto Gull"


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
