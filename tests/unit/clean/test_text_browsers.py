"""What text browsers and converters break into lines is read in paragraphs, in any script."""

from __future__ import annotations

from collections import Counter
from textwrap import indent, wrap

import pytest

from reader.clean.rejoin import rejoin
from reader.clean.rejoin.joints import Words, join_texts
from reader.clean.undo import undo

SITE = "https://advertiser.example"
WIDTH = 74  # columns that lynx fills, its margin of three among them
MENU = ("トップ", "社会", "スポーツ", "文化", "天気", "会員登録", "ログイン")
STORY = (
    "町議会は12日、土砂で埋まった運河を40年ぶりに掘り直すことを賛成9、反対4で決めた。"
    "古い水車小屋から川の水門までの3キロで、およそ9万トンの泥を運び出す計画という。",
    "工事は来年4月に水門から始まる。1911年の図面をもとに、隣の町の造船所が新しい扉を作る。"
    "冬が穏やかで資金が続けば、その翌年の夏には最初の船が水車小屋の前に着く見通しだ。",
    "反対した議員は「船の通行料で費用をまかなえるとは思えない」と話し、維持費だけでも1世帯あたり"
    "年に1万5千円ほどの負担になると指摘した。",
)
ARABIC_MENU = ("الرئيسية", "أخبار", "رياضة", "ثقافة", "اقتصاد", "طقس", "صور", "فيديو", "آراء")
ARABIC = (
    "قرر مجلس البلدة يوم الاثنين إعادة حفر القناة بعد أربعين عاما على مرور آخر قارب فيها"
    " وذلك بأغلبية تسعة أصوات مقابل أربعة بعد نقاش استمر حتى ساعة متأخرة من الليل.",
    "ويتوقع المهندسون نقل تسعين ألف طن من الطين من المسافة بين الطاحونة القديمة وبوابة النهر"
    " التي بقيت مفتوحة منذ الفيضان الكبير قبل سنوات طويلة.",
)


def printed(paragraph: str, first: str = "") -> str:
    """A paragraph as lynx prints it in a script without spaces: cut wherever a line is full."""
    text, room = first + paragraph, WIDTH - 3
    rows = [text[at : at + room] for at in range(0, len(text), room)]
    return indent("\n".join(rows), "   ")


def rows_of(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize("first", ["", "\u3000"])
def test_paragraphs_without_spaces_are_whole_and_the_words_of_menus_apart(first: str) -> None:
    menu = "\n".join(f"     * {word}" for word in MENU)
    told = [STORY[0] + STORY[1], STORY[1] + STORY[2], STORY[2] + STORY[0]]
    page = undo(f"{menu}\n\n" + "\n".join(printed(each, first) for each in told))

    assert rows_of(page.text) == [*MENU, *told]


def test_a_number_that_a_browser_cut_is_read_as_one() -> None:
    told = "[1]" + STORY[0].replace("運河", "[2]運河").replace("水門", "[3]水門")
    told = ("、" * (WIDTH - 4 - told.index("[3]"))) + told  # the last number is broken: [|3]
    targets = "\n".join(f"   {at}. {SITE}/{at}" for at in (1, 2, 3))
    page = undo("\n".join([*map(printed, [told, *STORY[1:]] * 2), "", "References", "", targets]))

    assert "[" not in page.text


def test_a_sentence_of_links_is_no_menu_in_a_script_without_spaces() -> None:
    told = "[1]町議会は12日、[2]運河を掘り直すことを決めた。"
    page = undo(f"{told}\n\n[1]社会\n\n[1] {SITE}/a\n[2] {SITE}/b\n")

    assert rows_of(page.text)[0] == "町議会は12日、運河を掘り直すことを決めた。"


def test_words_in_a_script_without_capitals_are_no_paragraph_of_a_menu() -> None:
    menu = "\n".join(f"   {word}" for word in ARABIC_MENU)
    told = "\n\n".join(indent("\n".join(wrap(each, 70)), "   ") for each in ARABIC)
    page = undo(f"{menu}\n\n{told}\n")

    assert rows_of(page.text) == [*ARABIC_MENU, *ARABIC]


def test_a_line_goes_on_behind_a_word_that_ends_no_title() -> None:
    rows = [f"   {'The keeper said so and wrote it down in his book of the year ' * 2}"[:66]] * 9
    told = "   The council has never been asked about the\n   Canal Act, which is older than it."
    page = undo("\n\n".join([*rows, told]))

    assert rows_of(page.text)[-1] == (
        "The council has never been asked about the Canal Act, which is older than it."
    )


PARAGRAPH = "The keeper of the lock has written to the [council]({}) twice and waits for an answer."


def markdown(*blocks: str) -> str:
    """A page in Markdown, wrapped to 60 columns as html2text wraps it: behind hyphens, too."""
    told = PARAGRAPH.format(f"{SITE}/a")
    rows = ["\n".join(wrap(block, 60)) for block in (*blocks, told, told)]
    return "\n\n".join(rows)


def test_a_heading_that_was_wrapped_is_one_line() -> None:
    heading = "Six figures that show how large the debts of the canal company of Weststead are"
    page = undo(markdown(f"## {heading}", "He said so."))

    assert rows_of(page.text)[:2] == [heading, "He said so."]


def test_a_line_right_under_a_heading_with_room_is_none_of_it() -> None:
    page = undo(f"# The lock\nHe said so.\n\n{markdown('It is shut.')}")

    assert rows_of(page.text)[:3] == ["The lock", "He said so.", "It is shut."]


@pytest.mark.parametrize(
    ("start", "rest", "whole"),
    [
        ("von der Alfred-Wegener-", "Gesellschaft", "von der Alfred-Wegener-Gesellschaft"),
        ("a two-", "year-old", "a two-year-old"),
        ("mit Raketen-", "und Drohnenangriffen", "mit Raketen- und Drohnenangriffen"),
        ("between pre-", "and post-war years", "between pre- and post-war years"),
        ("it is shut -", "the keeper says", "it is shut - the keeper says"),
    ],
)
def test_a_word_that_was_broken_behind_its_hyphen_is_whole(
    start: str, rest: str, whole: str
) -> None:
    filled = "The keeper writes of it again and again, and".ljust(59 - len(start), "x")
    told = PARAGRAPH.format(f"{SITE}/a")
    page = undo(f"{filled} {start}\n{rest} as it was.\n\n{markdown('He did.')}\n\n{told}")

    assert rows_of(page.text)[0] == f"{filled} {whole} as it was."


def test_titles_of_one_length_are_no_paragraph_where_paragraphs_are_long() -> None:
    titles = [
        f"町議会で{day}日に運河を掘り直すことが決まり工事が始まる見通し" for day in range(10, 30)
    ]
    lines = [part for line in [*titles, *STORY] for part in (line, "")]

    assert [line for line in rejoin(lines) if line] == [*titles, *STORY]


@pytest.mark.parametrize(
    ("start", "rest", "hyphenates", "whole"),
    [
        (
            "aus den Herkunfts-",
            "und Transitländern",
            False,
            "aus den Herkunfts- und Transitländern",
        ),
        ("aus den Herkunfts-", "und Transitländern", True, "aus den Herkunfts- und Transitländern"),
        ("some pre-", "and post-war years", False, "some pre- and post-war years"),
        ("a few thous-", "and men", True, "a few thousand men"),
        ("the low-", "water mark", False, "the low-water mark"),
    ],
)
def test_a_part_of_a_word_that_leaves_out_the_rest_keeps_its_hyphen_and_its_space(
    start: str, rest: str, hyphenates: bool, whole: str
) -> None:
    assert join_texts(start, rest, Words(Counter(), hyphenates)) == whole


def test_a_page_with_much_in_lists_is_laid_out_as_well() -> None:
    menu = "\n".join(f"     * {word}\n          + {word}" for word in MENU * 3)
    told = [*STORY, STORY[0] + STORY[1]]
    page = undo(f"{menu}\n\n" + "\n\n".join(map(printed, told)))

    assert rows_of(page.text) == [*(word for each in MENU * 3 for word in (each, each)), *told]
