"""Lines that a tool wrapped, or that a page's elements cut, are paragraphs again."""

from __future__ import annotations

import textwrap

import pytest

from reader.clean.rejoin import rejoin
from reader.clean.rejoin.joints import Words, join_texts

PROSE = [
    "The mill on the upper weir has stood still since the night of the flood, and the miller says "
    "that it will take him until the summer to find the money for a new wheel.",
    "Two of the paddles were found in the reeds below the chapel, a third one in the yard of the "
    "school, where the children had made a bench of it before anybody came to ask.",
    "“It was a good wheel,” said the miller, Tomas Erlund, while he was counting the sacks that "
    "had stayed dry, “and it had turned for longer than I have been alive.”",
    "The parish has offered to lend him half of what he needs. The other half is to come from a "
    "fair in the spring, for which eleven bakers have already promised their bread.",
    "Nobody knows yet who shall grind the barley of the valley until then, since the next mill is "
    "a day away and its owner has never been on good terms with anybody from here.",
]
MENU = ["Valley Courier", "Home", "News", "Sport", "Letters", "Log in"]


def wrapped(paragraphs: list[str], width: int, gap: bool = False) -> list[str]:
    """Wrap paragraphs to a width, with an empty line behind each where wanted."""
    lines = []
    for paragraph in paragraphs:
        lines += textwrap.wrap(paragraph, width) + [""] * gap
    return lines


def solid(lines: list[str]) -> list[str]:
    """Leave out empty lines."""
    return [line for line in lines if line]


# Wrapping to a column

WITHOUT_CAPITALS = (
    "नाव शाम को घाट पर लौट आई और मछुआरे ने भीगा हुआ जाल समेट कर अपने कंधे पर रख लिया जबकि बच्चे पुल के ऊपर से"
    " देखते रहे कि नदी का पानी आज कितना ऊपर चढ़ आया है और बूढ़ा मल्लाह उन्हें पिछली बाढ़ की कहानी सुनाता रहा"
    " जिसमें चक्की का पहिया टूट कर बह गया था।"
)
TITLES_WITHOUT_CAPITALS = [
    "घाट पर नई नाव की पहली यात्रा शुरू",
    "पुल के नीचे मिला पुराना लकड़ी का पहिया",
    "चक्की वाले ने फिर से माँगी मदद सबसे",
    "नदी किनारे बच्चों ने लगाए सौ पेड़ आज",
    "मल्लाहों की सभा में हुई लंबी बहस कल",
    "बाढ़ के बाद स्कूल में लौटी रौनक फिर",
    "बाजार में सस्ता हुआ गेहूँ और जौ भी",
    "गाँव की सड़क पर लगे नए दीपक इस बार",
]


def test_titles_of_one_length_in_a_script_without_capitals_hide_no_column() -> None:
    paragraphs = [WITHOUT_CAPITALS, WITHOUT_CAPITALS.replace("नाव", "डोंगी")]
    lines = [*TITLES_WITHOUT_CAPITALS, *wrapped(paragraphs, 70, gap=True)]

    assert solid(rejoin(lines)) == [*TITLES_WITHOUT_CAPITALS, *paragraphs]


@pytest.mark.parametrize("width", [30, 38, 50, 60, 72, 80, 100, 120])
def test_wrapped_paragraphs_between_empty_lines_are_whole_at_any_width(width: int) -> None:
    assert solid(rejoin(wrapped([*MENU, *PROSE], width, gap=True))) == [*MENU, *PROSE]


@pytest.mark.parametrize("width", [38, 60, 72, 80, 100])
def test_wrapped_words_stay_in_order_and_no_paragraph_runs_into_the_next(width: int) -> None:
    lines = rejoin(wrapped([*MENU, *PROSE], width))

    assert " ".join(lines).split() == " ".join([*MENU, *PROSE]).split()
    assert all(any(line in paragraph for paragraph in [*MENU, *PROSE]) for line in lines)
    assert len(lines) <= len(MENU) + len(PROSE) + 2


def test_where_only_long_lines_were_wrapped_the_others_stay_as_they_are() -> None:
    titles = [
        "Ice on the lake holds riders for the first time in nine years",
        "Who pays for the new roof of the riding school, and who does not want to be asked",
        "Seven winners of the great cheese lottery have not been found, says the cheesemaker",
    ]
    lines = [*titles, *wrapped(PROSE, 72), *titles]

    assert [line for line in rejoin(lines) if line in titles] == [*titles, *titles]
    assert PROSE[0] in rejoin(lines)


def test_titles_as_long_as_wrapped_lines_are_not_joined() -> None:
    titles = [
        "Ferrymen want a bell that can be heard as far as the island of Upper Holm",
        "Seven winners of the great cheese lottery are still to be found by Monday",
        "Why nobody wants to be mayor of a town that has more geese than households",
        "Old railway carriage becomes a library, and its guard becomes a librarian",
    ]
    lines = wrapped(PROSE, 76)

    assert rejoin([*titles, *lines])[: len(titles)] == titles


def test_one_line_that_could_not_be_wrapped_hides_no_column() -> None:
    address = "https://click.example.org/v?" + "u=17a8f4ca76bb10ae5b2c4a2b1&" * 8

    assert solid(rejoin([*wrapped(PROSE, 72, gap=True), address])) == [*PROSE, address]


def test_wrapped_lines_with_an_empty_one_behind_each_are_joined() -> None:
    lines = [row for line in wrapped(PROSE, 64, gap=True) for row in (line, "")]

    assert solid(rejoin(lines)) == PROSE


def test_indented_lines_end_at_the_same_column_as_those_that_are_not() -> None:
    lines = [f"   {line}" if line else "" for line in wrapped(PROSE, 69, gap=True)]
    lines += wrapped(["A note of the editors that begins at the margin and " * 3], 72)

    assert solid(rejoin(lines))[: len(PROSE)] == PROSE


def test_a_sentence_that_ends_with_its_line_ends_no_paragraph_of_many_sentences() -> None:
    talk = (
        "He counted the sacks. They were dry. The wheel lay in the reeds and nobody had asked for "
        "it. He would wait. The baker came by at noon and brought bread. It was still warm. She "
        "asked about the flood. He told her of it. Then he closed the door of the mill and went "
        "up to the weir. The water was low. A heron stood in it and looked at him for a while."
    )
    lines = textwrap.wrap(talk, 60)

    assert any(line.endswith(".") for line in lines[:-1])
    assert rejoin([*lines, *wrapped(PROSE[:2], 60)]) == [talk, *PROSE[:2]]


def test_a_name_that_a_sentence_goes_on_with_begins_nothing() -> None:
    """Words of the name are written small elsewhere, as those that begin sentences are."""
    named = (
        "The money has been promised. All of the old boards are to go to the yard of upper "
        "Mill School, which has wanted a bench for so long that nobody remembers who asked for it."
    )

    assert [line for line in textwrap.wrap(named, 83) if line.startswith("Mill School")]
    assert rejoin(wrapped([*PROSE, named, *PROSE], 83)) == [*PROSE, named, *PROSE]


def test_a_name_in_the_midst_of_one_long_sentence_begins_nothing() -> None:
    named = (
        "All of the old boards of the wheel, those that were found below the chapel as well as "
        "those that the children had carried away, are to go to the yard behind the old upper "
        "Mill School, which has wanted a bench for so long that nobody remembers who asked for it."
    )

    (start,) = [at for at, line in enumerate(textwrap.wrap(named, 60)) if line[:4] == "Mill"]
    assert start > 2
    assert named in rejoin(wrapped([*PROSE, named, *PROSE], 60))


def test_items_of_a_list_are_never_joined() -> None:
    items = [
        "* a bell for the ferry, so that it is heard at night as well as by day",
        "* a new wheel for the mill, of oak, and with paddles that can be bought",
        "- bread for the fair, from eleven bakers, who shall bring it before six",
        "- a lamp",
    ]
    lines = [*wrapped(PROSE, 72), *items]

    assert rejoin(lines)[-len(items) :] == items


def test_a_dash_or_a_number_amid_a_sentence_begins_no_item() -> None:
    text = (
        "The old wheel had eleven paddles and was taller than the house beside it"
        " - or so they say - and it was older than anybody who lives there now, because it"
        " had been brought from the coast in the spring of"
        " 1911. That is what the book says that lies in the tower."
    )
    lines = wrapped([text, *PROSE], 72, gap=True)

    assert any(line.startswith("- ") for line in lines)
    assert rejoin(lines)[0] == text


def test_verses_are_never_joined() -> None:
    verses = [
        "the river has no other song",
        "than that which it has always sung",
        "and those who hear it all day long",
        "were never old and never young",
        "but stood beside it, like the stone",
        "that turns and never leaves its place",
        "and has no water of its own",
        "and has no voice and has no face",
    ]

    assert rejoin(["A song", *verses, "By nobody"]) == ["A song", *verses, "By nobody"]


def test_a_menu_in_small_letters_stays_a_menu() -> None:
    menu = ["papers", "web sites", "magazines", "your town", "small ads", "partners", "log in"]

    assert rejoin([*menu, *PROSE]) == [*menu, *PROSE]


def test_paragraphs_that_nobody_wrapped_stay_as_they_are() -> None:
    assert rejoin([*MENU, *PROSE, *PROSE]) == [*MENU, *PROSE, *PROSE]


def test_a_word_that_was_cut_is_whole_in_a_narrow_column() -> None:
    lines = wrapped(PROSE, 36)
    lines += ["The miller has told all of his custo-", "mers that they have to be patient."]

    assert (
        rejoin(lines)[-1]
        == "The miller has told all of his customers that they have to be patient."
    )


def test_a_compound_whose_halves_are_words_of_the_page_keeps_its_hyphen() -> None:
    lines = [
        *wrapped(PROSE, 36),
        *(
            "It was half of it, and half again.",
            "Then the other half of it. By half-",
            "made bread",
        ),
        *("they mean bread that was made by one", "who never made any bread before it."),
    ]

    assert "By half-made bread" in " ".join(rejoin(lines))


def test_lines_without_spaces_are_joined_by_the_cells_that_they_take() -> None:
    text = "水車は洪水の夜から止まったままで、粉屋は新しい車輪の金を夏までに集めると言う。" * 4
    lines, line = [], ""
    for char in text:
        if len(line) == 30:
            lines, line = [*lines, line], ""
        line += char

    assert rejoin([*lines, line, "", "了"]) == [text, "", "了"]


def test_words_of_another_script_keep_their_blank_at_a_break() -> None:
    words = Words.from_lines(["橋は1898年に架けられた"], 24)

    assert (
        join_texts("新しい車輪はOLD", "MILLの粉屋が作る", words)
        == "新しい車輪はOLD MILLの粉屋が作る"
    )
    assert (
        join_texts("新しい車輪の金12", "50万円を集める", words) == "新しい車輪の金1250万円を集める"
    )


def test_a_script_without_capitals_is_joined_at_its_column() -> None:
    text = " ".join(["توقفت الطاحونة القديمة عن العمل منذ ليلة الفيضان ويقول صاحبها إنه ينتظر"] * 6)

    assert rejoin(textwrap.wrap(text, 60)) == [text]


WITHOUT_SPACES = (
    "水車小屋は洪水の夜から止まったままであり粉屋は新しい車輪の代金を集めるのに夏までかかると言う。",
    "二枚の羽根は礼拝堂の下の葦の中で見つかり三枚目は学校の庭で子どもたちが腰掛けにしていた。",
    "村は必要な額の半分を貸すと申し出ており残りの半分は春の市で集めることになっている。",
)
TITLES_WITHOUT_SPACES = [
    "渡し船の乗客が増え鐘の音を遠くまで求める声", "宝くじの当選者七人は今も名乗り出ていない町",
    "鵞鳥の多い村で町長のなり手がいない理由とは", "古い客車が図書館になり車掌が司書になる",
    "春の市にパンを出す十一軒の店が決まる見通し", "堰の水位が下がり鷺が戻ってきた朝の様子",
]  # fmt: skip


def test_titles_of_many_lengths_hide_no_column_of_a_script_without_spaces() -> None:
    first, second, third = (text[:-1] for text in WITHOUT_SPACES)
    story = [f"{first}が{second}。", f"{second}が{third}。", f"{third}が{first}。"]
    cut = [text[at : at + 32] for text in story for at in range(0, len(text), 32)]

    both = [one + other for one in TITLES_WITHOUT_SPACES for other in TITLES_WITHOUT_SPACES]
    titles = [title[: 24 + at % 3] for at, title in enumerate(both)]

    assert rejoin([*titles, *cut]) == [*titles, *story]


def test_lines_that_were_broken_by_their_octets_are_joined() -> None:
    plain = "the mill stands over the river where nobody has seen any water for years and " * 3
    greek = "ο παλιός μύλος στέκει πάνω από το ποτάμι όπου κανείς δεν έχει δει νερό εδώ και χρόνια "
    talk = f"{plain}{greek * 3}{plain}".strip()
    rows, row = [], ""
    for word in talk.split():
        if len(f"{row} {word}".encode()) > 60:
            rows, row = [*rows, row], word
        else:
            row = f"{row} {word}".lstrip()

    assert rejoin([*rows, row]) == [talk]


def test_an_indented_line_begins_a_paragraph_where_all_that_begin_one_are_indented() -> None:
    lines = [line for text in PROSE for line in textwrap.wrap(text, 62, initial_indent="   ")]

    assert rejoin(lines) == PROSE


def test_lines_that_were_cut_amid_words_are_put_together_without_a_blank() -> None:
    lines = [line[at : at + 40] for line in PROSE for at in range(0, len(line), 40)]

    assert rejoin(lines) == PROSE


# Page breaks


def test_a_sentence_goes_on_behind_the_foot_of_a_page() -> None:
    lines = wrapped(PROSE, 44)
    lines[6:6] = ["", "Valley Courier", "Page 3", ""]
    lines[20:20] = ["", "Valley Courier", "Page 4", ""]
    text = rejoin(lines)

    assert text[0] == PROSE[0]
    assert not any("Page" in line or "Courier" in line for line in text)


def test_a_small_letter_behind_an_empty_line_goes_on_where_there_was_no_room() -> None:
    lines = wrapped(PROSE, 72)
    lines[1:1] = [""]

    assert PROSE[0] in rejoin(lines)


def test_what_stands_between_sentences_is_no_page_break() -> None:
    lines = wrapped(PROSE[:1], 44)
    lines += ["", "Part 2", "", *wrapped(PROSE[1:], 44)]

    assert "Part 2" in rejoin(lines)


# Titles


TITLE = "Miller of the upper weir waits for a new wheel until the Summer Fair Begins"


def test_a_title_that_the_page_says_again_is_joined_in_both_places() -> None:
    lines = [
        *wrapped([TITLE], 64),
        "Home",
        *wrapped([TITLE], 64),
        "By Ada Lind",
        *wrapped(PROSE, 64),
    ]

    assert rejoin(lines).count(TITLE) == 2


def test_a_title_goes_on_to_the_name_of_its_outlet() -> None:
    lines = wrapped([f"{TITLE} | Valley Courier", "Home", *PROSE], 80)

    assert rejoin(lines)[0] == f"{TITLE} | Valley Courier"


def test_a_title_of_a_narrow_column_goes_on() -> None:
    lines = wrapped(["Valley Without Its Great Old Mill Until Spring", "By Ada Lind", *PROSE], 38)

    assert rejoin(lines)[:2] == ["Valley Without Its Great Old Mill Until Spring", "By Ada Lind"]


def test_a_first_line_without_room_is_no_title_without_a_sign() -> None:
    first = "Miller of the Upper Weir Waits for a New Wheel Until the Great Fair"
    lines = [first, "Ostwick", *wrapped(PROSE, 72)]

    assert rejoin(lines)[:2] == [first, "Ostwick"]


# Cuts at links and names


def test_a_sentence_that_links_cut_is_whole() -> None:
    pieces = [
        "The mill on the upper weir has stood still since the night of the",
        "great flood",
        ", and the miller says that it will take him until the",
        "Summer Fair",
        "to find the money for a new wheel.",
    ]

    assert rejoin([*MENU, *pieces, *PROSE]) == [
        *MENU,
        "The mill on the upper weir has stood still since the night of the great flood, and the "
        "miller says that it will take him until the Summer Fair to find the money for a new "
        "wheel.",
        *PROSE,
    ]


def test_a_name_behind_a_comma_and_before_a_mark_belongs_to_its_sentence() -> None:
    pieces = [
        "“It was a good wheel,” said the miller who has lived beside it all his life,",
        "Tomas Erlund",
        ", while he was counting the sacks.",
        "He named the sacks, which is more than he had ever done, as no fewer than",
        "47 sacks",
        "(of barley) that had stayed dry, and said that he would sell them to the first who came.",
        "The",
        "Courier of the Valley",
        "has asked the parish, which had no answer until late in the evening on Tuesday.",
    ]

    assert rejoin([*MENU, *pieces]) == [
        *MENU,
        "“It was a good wheel,” said the miller who has lived beside it all his life, Tomas "
        "Erlund, while he was counting the sacks.",
        "He named the sacks, which is more than he had ever done, as no fewer than 47 sacks (of "
        "barley) that had stayed dry, and said that he would sell them to the first who came.",
        "The Courier of the Valley has asked the parish, which had no answer until late in the "
        "evening on Tuesday.",
    ]


CUT = [
    "The mill has stood still since the night of the",
    "great flood",
    ", and it will not turn before the",
    "fair",
    ", says the miller.",
]
WHOLE = (
    "The mill has stood still since the night of the great flood, and it will not turn before the "
    "fair, says the miller."
)


def test_what_is_no_part_of_a_sentence_stays_apart_on_a_page_with_cuts() -> None:
    around = [
        "Miller waits for wheel",
        "by Ada Lind",
        "valley.example",
        "with video",
        *PROSE,
        "with video",
        "Read in the paper",
        "with video",
        "all of the valley",
        "The end of the wheel.",
    ]

    assert rejoin([*around[:4], *CUT, *around[4:]]) == [*around[:4], WHOLE, *around[4:]]


def test_a_title_stays_apart_from_the_link_that_begins_its_story() -> None:
    title = "Parish lends the miller half of what he needs for a new and bigger wheel"
    lines = [title, "Home", title, "Tomas Erlund", "has got a letter from the parish.", *CUT]

    assert rejoin(lines) == [
        title,
        "Home",
        title,
        "Tomas Erlund has got a letter from the parish.",
        WHOLE,
    ]


def test_a_signature_amid_a_sentence_is_a_part_of_it() -> None:
    lines = [
        "He was seen at the",
        "weir",
        "on a Sunday evening, late, and",
        "by all who came.",
        *CUT,
    ]

    assert (
        rejoin(lines)[0]
        == "He was seen at the weir on a Sunday evening, late, and by all who came."
    )


def test_an_open_sentence_goes_on_in_what_could_begin_another() -> None:
    lines = [
        "The parish, which owns the weir, has asked the old",
        "mill book",
        ", which lies in the tower of the church in",
        "Upper Holm",
        "Nobody has read it since 1911, says the sexton, and few could do so.",
        *CUT,
    ]

    assert rejoin(lines)[0].endswith(
        "in Upper Holm Nobody has read it since 1911, says the sexton, and few could do so."
    )


def test_a_sentence_without_capitals_that_links_cut_is_whole() -> None:
    lines = [
        "水車は洪水の夜から止まったままで、粉屋は新しい車輪の金を夏までに集めると",
        "上村の教会",
        "で話した。教会は半分を貸すと約束し、残りは春の市で集めるという話である。",
        "粉屋の",
        "（",
        "トマス",
        "）は、乾いた袋を数えながら、よい車輪だったと話している。",
    ]
    text = rejoin([*MENU, *lines])

    assert text[len(MENU)] == "".join(lines[:3])
    assert text[-1] == "".join(lines[3:])


def test_labels_on_a_page_with_cuts_stay_apart() -> None:
    labels = [
        "Log in",
        "… and more",
        "with maps of the valley, twice",
        "Tickets,",
        "Rope",
        "Log in",
    ]

    assert rejoin([*labels, *CUT])[-1] == WHOLE


def test_an_open_end_goes_on_and_a_label_that_is_there_twice_does_not() -> None:
    lines = ["He was asked for names, and said,", "Upper Holm had", "Home", "Home", "Now", *CUT]

    assert rejoin(lines)[0] == "He was asked for names, and said, Upper Holm had"
    assert rejoin(lines)[-1] == WHOLE


def test_a_colon_at_the_end_of_a_full_line_ends_no_paragraph() -> None:
    text = (
        "The miller has said it more than once to the parish and to all his neighbours: "
        "Nobody gets flour before the wheel turns, and I will not be hurried by anybody."
    )
    lines = wrapped([text, *PROSE], 78)

    assert lines[0].endswith(":")
    assert rejoin(lines)[0] == text


def test_a_spliced_sentence_without_capitals_goes_on() -> None:
    lines = ["水車は洪水の夜から止まった", "、粉屋は", "上村の教会", "で話した。", "終"]

    assert rejoin(lines)[0].startswith("水車は洪水の夜から止まった、粉屋は")
