"""Appeals for money go, wherever they stand, and stories that speak of support stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.clean.appeals import word_families
from reader.clean.appeals.appeals import cut_appeals, find_pitches
from reader.clean.dump.line_measures import measure_lines
from reader.model import Story
from tests.support.dump_entries import dump

HEADLINE = "Night trains to Rome will run again from June"
STORY = [
    "Night trains from Oslo to Rome will run again from June, the railways of four countries said.",
    "Passengers will board the night train at seven in the evening and wake up beyond the Brenner.",
    "The sleeping cars were built in 1989 and have been given new beds, windows and a shower each.",
    "A ticket for a sleeping car from Oslo costs 149 euros if passengers buy it in advance.",
    "Railway unions had asked for two attendants in every sleeping car; they will get one each.",
    "Four of the six sleeping cars were tried out in March, and two of them lost their heating.",
]
PITCH = [
    "Your support keeps the Evening Lamp alight",
    "We send reporters to council meetings that nobody else attends. Your donation pays for them.",
    "Please give what you can.",
]
CREDIT = "Associated Press writer Ola Fjord contributed to this report"


def text(*lines: str) -> list[str]:
    """List the paragraphs that a page of these lines is cleaned to."""
    return cleaned(*lines).text.split("\n\n")


def cleaned(*lines: str) -> Story:
    """Clean a page of these lines."""
    return dump("\n".join(lines))


@pytest.mark.parametrize("space", ["", " "])
def test_a_pitch_that_runs_into_the_lede_is_cut_off(space: str) -> None:
    assert text(HEADLINE, *PITCH[:2], PITCH[2] + space + STORY[0], *STORY[1:]) == STORY


@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_pitch_that_runs_into_the_lede_of_a_text_of_one_case_is_cut_off(
    case: Callable[[str], str],
) -> None:
    lines = [HEADLINE, *PITCH[:2], PITCH[2] + STORY[0], *STORY[1:]]

    assert text(*map(case, lines)) == list(map(case, STORY))


def test_a_whole_pitch_in_one_line_with_the_lede_is_cut_off() -> None:
    assert text(HEADLINE, " ".join([*PITCH[1:], STORY[0]]), *STORY[1:]) == STORY


def test_a_pitch_at_the_end_of_a_paragraph_is_cut_off() -> None:
    asks = "Please support our newsroom with a donation."

    assert text(HEADLINE, *STORY[:3], f"{STORY[3]} {asks}", *STORY[4:]) == STORY


def test_a_pitch_in_the_midst_of_a_paragraph_is_cut_out() -> None:
    line = f"{STORY[3]} Please support our newsroom with a donation. {STORY[4]}"

    assert text(HEADLINE, *STORY[:3], line, STORY[5]) == STORY


def test_what_follows_a_pitch_but_tells_nothing_of_the_story_goes_with_it() -> None:
    line = f"{PITCH[1]} {PITCH[2]} Quiet valleys deserve careful watchers, through every season."

    assert cut_appeals([HEADLINE, line, *STORY]) == [HEADLINE, line, *STORY]


def test_a_sentence_of_support_in_a_story_cuts_nothing() -> None:
    line = f"{STORY[3]} The union will support every passenger whose bed is cold. {STORY[4]}"

    assert cut_appeals([*STORY[:3], line]) == [*STORY[:3], line]


def test_a_short_last_request_is_cut_off_only_beside_a_pitch() -> None:
    line = f"Your support matters. {STORY[0]}"

    assert cut_appeals([HEADLINE, line, *STORY[1:]]) == [HEADLINE, line, *STORY[1:]]
    asking = f"{PITCH[1]} {PITCH[2]}"
    assert cut_appeals([HEADLINE, asking, line, *STORY[1:]])[2:4] == [line[:21], STORY[0]]


@pytest.mark.parametrize(
    ("heading", "middle", "asking"),
    [
        ("Ihre Unterstützung hilft uns, davon zu erzählen",
         "Vom Rathaus bis zum Deich: Wir sind dort, wo etwas geschieht, und hören allen gut zu.",
         "Gerade jetzt brauchen wir Reporter vor Ort. Mit Ihrer Spende schicken wir sie los."),
        ("Su apoyo nos ayuda a contarlo",
         "Del ayuntamiento al dique: estamos donde pasa algo, y nuestro trabajo es escuchar.",
         "Ahora necesitamos reporteros sobre el terreno. Su donación nos permite enviarlos."),
        ("Il tuo sostegno ci aiuta a raccontarlo",
         "Dal municipio alla diga: siamo dove accade qualcosa, e il nostro lavoro è ascoltare.",
         "Adesso ci servono giornalisti sul campo. La tua donazione li manda sul posto."),
        ("O seu apoio ajuda-nos a contar",
         "Da câmara ao dique: estamos onde algo acontece, e o nosso trabalho é ouvir toda a gente.",
         "Agora precisamos de repórteres no terreno. A sua doação permite-nos enviar jornalistas."),
    ],
)  # fmt: skip
def test_what_an_outlet_says_of_itself_between_two_requests_is_pitch(
    heading: str, middle: str, asking: str
) -> None:
    assert text(HEADLINE, heading, middle, asking, *STORY) == STORY


def test_a_sentence_of_other_things_between_two_requests_is_pitch() -> None:
    others = (
        "From the price of cod to the last dance hall of the county, the Evening Lamp is there."
    )

    assert text(HEADLINE, PITCH[0], others, *PITCH[1:], *STORY) == STORY


def test_a_sentence_of_the_story_between_two_requests_stays() -> None:
    assert text(HEADLINE, PITCH[1], STORY[0], *PITCH[1:], *STORY[1:]) == STORY


def test_a_pitch_between_headline_and_deck_hides_neither() -> None:
    deck = "Four railways want to bring back beds on rails between the fjords and the Tiber"

    story = cleaned(HEADLINE, *PITCH, deck, *STORY)

    assert (story.headline, story.deck) == (HEADLINE, deck)


@pytest.mark.parametrize("line", [CREDIT, f"—{CREDIT}.", f"({CREDIT}.)", f"_{CREDIT}_"])
def test_a_credit_line_behind_a_pitch_names_its_maker(line: str) -> None:
    story = cleaned(HEADLINE, *STORY, *PITCH, *PITCH, line)

    assert (story.byline, story.agency) == ("Ola Fjord", "Associated Press")


@pytest.mark.parametrize(
    "line",
    [
        "We tried the sleeping cars in March. Join us on the train to Rome, and you need a coat.",
        "You can sign up to be told when tickets for the trains are sold, but in our sleeping car "
        "the app was quicker, and our night in the train was paid for with it.",
        "If you subscribe to the view of our guide, the trains are slow; we asked him, and he said "
        "that the app shows you where they are.",
    ],
)
def test_a_story_that_says_we_and_you_is_no_pitch(line: str) -> None:
    assert find_pitches(measure_lines([*STORY[:3], line, *STORY[3:]])) == [False] * 7


@pytest.mark.parametrize(
    "label",
    ["Textgröße:", "Taille du texte :", "Tamaño de letra:", "Dimensione testo:", "Tekstgrootte:",
     "Tamanho do texto:", "Rozmiar tekstu:", "Textstorlek:", "Размер шрифта:", "حجم الخط:"],
)  # fmt: skip
def test_a_label_for_the_size_of_letters_is_no_story_in_any_language(label: str) -> None:
    assert text(HEADLINE, STORY[0], label, *STORY[1:]) == STORY


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("(B.Bakke--ELMP)", "B.Bakke"),
        ("B.Bakke—ELMP", "B.Bakke"),
        ("B. Bakke - ELMP", "B. Bakke"),
        ("B.Bakke, C.Dahl--ELMP", "B.Bakke, C.Dahl"),
        ("B.Bakke and C.Dahl--ELMP", "B.Bakke and C.Dahl"),
    ],
)
def test_initials_with_the_outlet_s_own_sign_the_story(line: str, byline: str) -> None:
    assert cleaned(HEADLINE, *STORY, line).byline == byline


@pytest.mark.parametrize(
    "notice", ["Article continues below advertisement", "Artikel wird nach der Anzeige fortgesetzt"]
)
def test_a_notice_that_the_story_goes_on_is_no_story(notice: str) -> None:
    assert text(HEADLINE, *STORY[:2], notice, *STORY[2:]) == STORY


def test_more_words_than_are_remembered_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = measure_lines([HEADLINE, *PITCH, *(f"{line} {line}" for line in STORY)])
    found = find_pitches(lines)
    word_families.find_families.cache_clear()
    monkeypatch.setattr(word_families, "MOST_KNOWN", 3)

    assert find_pitches(lines) == found
    assert found[1:4] == [True] * 3
