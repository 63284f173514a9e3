"""What tools do to the letters and margins of a dump is undone, and named; all else stays."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from textwrap import wrap

import pytest

from reader.clean import clean
from reader.clean.rejoin import rejoin
from reader.clean.undo import undo
from reader.clean.undo.banners import undo_banner
from reader.clean.undo.escapes import undo_entities, undo_json, undo_mojibake
from reader.clean.undo.mail import undo_mail_head
from reader.clean.undo.margins import undo_numbering, undo_quoting, undo_separators
from reader.clean.undo.pdf import undo_columns, undo_print, undo_side_by_side
from reader.clean.undo.scripts import undo_scripts
from reader.clean.undo.undone import Marking
from reader.model import ContentForm, Entry, SpanKind, Story
from tests.support.dumps import FOOT, HEADLINE, MENU, PAGE, STORY, page_text

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def dump(content: str) -> Story:
    """Clean a raw dump."""
    return clean(Entry("pages", content, ContentForm.DUMP, NOW))


def same_story(story: Story, undone: str) -> bool:
    """Tell whether the story was told whole, and what was undone to find it."""
    found = (story.headline, story.text.split("\n\n"), story.undone)
    return found == (HEADLINE, list(STORY), undone)


def test_nothing_is_undone_where_nothing_was_done() -> None:
    page = undo(page_text())

    assert (page.text, page.kinds, page.description) == (page_text(), (), "")
    assert dump(page_text()).undone == ""


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_escapes_of_json_are_read(times: int) -> None:
    escaped = page_text()
    for _ in range(times):
        escaped = json.dumps(escaped)[1:-1]

    assert same_story(dump(escaped), "text as JSON escapes it")


def test_a_string_of_json_or_of_a_program_stands_in_its_quotes() -> None:
    assert undo(json.dumps(page_text())).text == page_text()
    assert undo(repr(page_text().encode())).text == page_text()


def test_the_strings_of_a_list_have_a_line_each() -> None:
    lines = ["The ferry's late", 'The keeper said "no"', "A plain line"]

    assert undo(repr(lines)).text == "\n".join(lines)
    assert undo(repr(lines[:2])).text == repr(lines[:2])
    assert undo("[12] Notes, see 'Tides'").text == "[12] Notes, see 'Tides'"


def test_letters_beyond_the_first_plane_are_read_from_two_escapes() -> None:
    assert undo(r"\ud83d\udea4 a\u0304 boat \u2013 \ud83d").text == "🚤 ā boat – �"


def test_the_letters_of_a_string_that_controls_a_page_become_line_ends() -> None:
    assert undo(r"One\tTwo\fThree\r\nFour\nFive\n\"Six\"\bty \/ Seven\x21").text.split() == [
        "One", "Two", "Three", "Four", "Five", '"Six"ty', "/", "Seven!",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The folder C:\\new\\notes holds what C:\\temp\\names once did.",
        "\n".join([*STORY, "Press \\n for a new line, and \\n again, and \\n once more."]),
        "A line without any of it.",
    ],
)
def test_a_backslash_or_a_few_are_no_escapes(text: str) -> None:
    assert undo_json(text) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&ldquo;Boats&rdquo; &amp; mud&nbsp;&#8211; 80&pound;", "“Boats” & mud\xa0– 80£"),
        ("&amp;amp;amp; and &amp;ldquo;twice&amp;rdquo;", "& and “twice”"),
        ("Harrow &amp; Sons; AT&T; &nosuchthing; &eacute;", "Harrow & Sons; AT&T; &nosuchthing; é"),
    ],
)
def test_entities_that_a_tool_left_are_read_as_often_as_they_were_written(
    written: str, read: str
) -> None:
    found = undo_entities(written)

    assert found
    assert found.text == read


@pytest.mark.parametrize(
    "text",
    [
        "AT&T; R&D; &nosuchthing; and a & b",
        "Write &lt;b&gt; for bold and &amp; for an ampersand.",
        "Plain words.",
    ],
)
def test_what_only_looks_like_entities_or_tells_of_markup_stays(text: str) -> None:
    assert undo_entities(text) is None


def test_a_whole_page_with_entities_gives_its_story() -> None:
    escaped = page_text().replace("“", "&amp;ldquo;").replace("”", "&amp;rdquo;")

    assert same_story(dump(escaped), "text with the entities of HTML")


def test_bytes_that_were_read_in_the_wrong_encoding_are_read_again() -> None:
    as_browsers_read = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in page_text().encode()
    )
    lost = page_text().encode().decode("cp1252", "replace")

    assert same_story(dump(as_browsers_read), "letters read in the wrong encoding")
    assert same_story(dump(lost), "letters read in the wrong encoding")


@pytest.mark.parametrize(
    "text",
    [
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
        "« À LA UNE : L’ÉTÉ À L’ÎLE DE RÉ »",
        "Ångström mätte ljuset – Şişli’de akşam – Příliš žluťoučký kůň",
        "Шлюз открыли вновь после сорока лет, сообщили в совете.",
        "plain",
    ],
)
def test_letters_that_are_right_stay(text: str) -> None:
    found = undo_mojibake(text)

    assert found is None


def test_a_line_that_only_looks_damaged_is_left_to_itself() -> None:
    assert undo_mojibake("DÉCLARÉ» et rien d’autre") is None


def quoted(lines: list[str], sign: str) -> str:
    """Quote lines as a mail does."""
    return "\n".join(f"{sign} {line}".rstrip() for line in lines)


def test_a_quoted_mail_is_freed_of_its_signs_and_of_what_stands_around_it() -> None:
    lines = [line for block in (HEADLINE, *STORY) for line in (block, "")]
    mail = (
        "On Mon, 12 Oct 2026, Maud wrote:\n\n"
        + quoted(lines, "> >")
        + "\n\nWorth reading.\n\n-- \nSent from the tea room"
    )

    page = undo(mail)

    assert page.kinds == ("a mail that is quoted",)
    assert [line for line in page.text.split("\n") if line] == [HEADLINE, *STORY, "Worth reading."]


def test_what_stands_over_a_quoted_mail_and_leads_to_nothing_stays() -> None:
    said = "A word before.\n\nAnother word.\n" + quoted(list(STORY), ">")

    assert undo(said).text.split("\n")[:3] == ["A word before.", "", "Another word."]


@pytest.mark.parametrize(
    "text",
    [
        page_text() + "\n" + quoted(["He said:", "a word", "and one more"], ">"),
        "\n".join([*STORY, *STORY, *(f"> {line}" for line in STORY)]),
        page_text(),
    ],
)
def test_a_story_that_quotes_a_little_keeps_its_quotes(text: str) -> None:
    assert undo_quoting(text) is None


@pytest.mark.parametrize("form", ["{:6}\t{}", "{}: {}", "{:4}| {}", "{:>5}  {}"])
def test_numbers_that_count_lines_are_taken_off(form: str) -> None:
    numbered = "\n".join(form.format(at, line) for at, line in enumerate(PAGE, start=1))

    assert same_story(dump(numbered), "lines with their numbers")


def test_a_counter_that_passes_over_empty_lines_is_one_too() -> None:
    numbered = "\n\n".join(f"{at}\t{line}" for at, line in enumerate(PAGE, start=1))

    found = undo_numbering(numbered)

    assert found
    assert found.text == "\n\n".join(PAGE)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{at}. {line}" for at, line in enumerate(PAGE, start=1)),
        "\n".join(
            f"{year}: {line}" for year, line in zip(range(1990, 2040, 7), PAGE[:8], strict=True)
        ),
        "1:30 p.m. Boats\n2:30 p.m. Tea\n3:30 p.m. Mud\n4:30 p.m. Locks\n5:30 p.m. Home",
        "10: Boats\n11: Tea\n12: Mud",
        "1\tBoats\n2\tTea\nMud\nLocks\n3\tHome\n4\tMill",
        "1\tBoats\n2: Tea\n3\tMud\n4\tLocks\n5\tHome",
        page_text(),
    ],
)
def test_numbers_that_count_anything_else_stay(text: str) -> None:
    assert undo_numbering(text) is None


def test_headings_between_stars_and_bars_within_links_are_read() -> None:
    page = (
        f"* Home\n****** {HEADLINE} ******\nBy Tobias_Wren of the Eelford_Advertiser, a_b@c.example"
    )

    found = undo(page)

    assert found.kinds == ("a page as html2text printed it",)
    said = "By Tobias Wren of the Eelford Advertiser, a_b@c.example"
    assert found.text == f"* Home\n{HEADLINE}\n{said}"


def test_stars_alone_are_no_sign_of_a_tool() -> None:
    assert undo(f"*** {HEADLINE} ***\nThe file is called a_lamp.").kinds == ()


@pytest.mark.parametrize("separator", [" | ", "\t", " · ", " » "])
def test_the_words_of_a_menu_in_a_row_have_a_line_each(separator: str) -> None:
    row = separator.join(MENU)
    page = "\n".join([row, HEADLINE, *STORY, row, "Imprint", row])

    found = undo_separators(page)

    assert found
    assert found.kinds == ("menus in rows",)
    assert found.text.split("\n")[: len(MENU) + 1] == [*MENU, HEADLINE]


def test_one_row_of_a_menu_is_nothing_to_speak_of() -> None:
    found = undo_separators("\n".join([" | ".join(MENU), *STORY]))

    assert found
    assert (found.kinds, found.text.count("\n")) == ((), len(MENU) + len(STORY) - 1)


@pytest.mark.parametrize(
    "text",
    [
        "Stop | First | Last | Fare\nMill | 06.00 | 24.00 | 2\nLock | 06.10 | 23.50 | 3",
        "Stop\tFirst\tLast\tFare\nMill\t06.00\t24.00\t2",
        f"{HEADLINE} | News | Eelford Advertiser",
        "a | b | c",
        "x" * 5_000 + " | News | Sport | Home",
        page_text(),
    ],
)
def test_rows_of_tables_and_titles_stay_whole(text: str) -> None:
    assert undo_separators(text) is None


HEAD = (
    "From: Eelford Advertiser <news@advertiser.example>\nTo: you@reader.example\n"
    "Date: Mon, 12 Oct 2026 06:12:00 +0000\nSubject: {}\n"
    "List-Unsubscribe: <https://advertiser.example/u>,\n <mailto:u@advertiser.example>\n\n"
)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        (HEADLINE, HEADLINE),
        (f"Fwd: RE: AW[2]: {HEADLINE}", HEADLINE),
        ("=?UTF-8?Q?M=C3=BChle_wieder_am_Netz?=", "Mühle wieder am Netz"),
        ("=?x-none?Q?M=C3=BChle?=", "=?x-none?Q?M=C3=BChle?="),
    ],
)
def test_the_head_of_a_mail_gives_headline_and_date(subject: str, title: str) -> None:
    story = dump(HEAD.format(subject) + "\n\n".join(STORY))

    assert (story.headline, story.published) == (title, datetime(2026, 10, 12, 6, 12, tzinfo=UTC))
    assert (story.text, story.undone) == ("\n\n".join(STORY), "a mail")


def test_what_stands_below_the_story_of_a_mail_goes_as_it_does_on_a_page() -> None:
    story = dump(HEAD.format(HEADLINE) + "\n\n".join([*STORY, *FOOT]))

    assert (story.headline, story.text) == (HEADLINE, "\n\n".join(STORY))


@pytest.mark.parametrize(
    "over", ["---------- Forwarded message ---------\n", "Begin forwarded message:\n\n"]
)
def test_a_mail_that_was_forwarded_has_its_head_below_a_line_that_says_so(over: str) -> None:
    found = undo_mail_head(
        f"{over}Von: Maud\nDatum: 12. Oktober 2026\n*Betreff:* WG: Kanal\n\nText"
    )

    assert found
    assert (found.title, found.published, found.text) == ("Kanal", "12. Oktober 2026", "\nText")


@pytest.mark.parametrize(
    "text",
    [
        "From: the mill\nTo: the lock\nBy: boat\n\nA journey",
        "Subject: mud\nA line that is no field\nDate: today",
        "Subject: mud\nNote: deep\nColour: brown\n\nText",
        "Subject: mud\n\nText",
        "Subject: mud\n" + "".join(f"Line {at}: deep\n" for at in range(70)),
        page_text(),
    ],
)
def test_lines_with_colons_are_no_head_of_a_mail(text: str) -> None:
    assert undo_mail_head(text) is None


WAYBACK = (
    "The Wayback Machine - https://web.archive.org/web/20261012061212/https://advertiser.example/\n"
    "12 captures\n03 Nov 2025 - 12 Oct 2026\nSep\nOCT\nNov\n12\n2025\n2026\n2027\nsuccess\nfail\n"
    "About this capture\nCOLLECTED BY\nOrganization: Page Keepers\nA club of people who keep pages"
    " of small papers before they are gone, each with its pictures.\nTIMESTAMPS\n"
)


@pytest.mark.parametrize(
    "banner",
    [
        WAYBACK,
        "https://advertiser.example/\nGo\nOCT\n12\n2026\n16 captures\nAbout this capture\n"
        "The Wayback Machine - https://web.archive.org/web/20261012061212/https://a.example/\n",
        "archive.today\nwebpage capture\nSaved from https://advertiser.example/\n12 Oct 2026"
        " 06:12:12 UTC\nAll snapshots from host advertiser.example\n\nWebpage\nScreenshot\nshare\n",
        "This is Google's cache of https://advertiser.example/. \nFull version\n",
    ],
)
def test_what_an_archive_prints_over_a_page_is_left_out(banner: str) -> None:
    assert same_story(dump(banner + page_text()), "a page out of a web archive")


def test_an_archive_that_kept_nothing_leaves_nothing() -> None:
    assert undo(WAYBACK.rstrip()).text == ""


def test_what_an_archive_prints_below_a_page_is_left_out() -> None:
    foot = "\nFILE ARCHIVED ON 06:12:12 Oct 12, 2026 AND RETRIEVED FROM THE INTERNET ARCHIVE ON X\n"

    found = undo_banner(f"{page_text()}\n{foot}\n(All other content may also be protected)")

    assert found
    assert found.text == page_text()


@pytest.mark.parametrize(
    "text",
    [
        "\n".join([HEADLINE, "The club saved it at archive.today before it was gone.", *STORY]),
        "\n".join(
            [HEADLINE, "He found it in the Wayback Machine of the Internet Archive.", *STORY]
        ),
        page_text(),
    ],
)
def test_a_story_that_tells_of_archives_stays(text: str) -> None:
    assert undo_banner(text) is None


def column(text: str, width: int) -> list[str]:
    """Set a text in a column, its long words cut where a line is full."""
    lines = [""]
    for word in text.split():
        room = width - len(lines[-1]) - 1
        if len(word) <= room or not lines[-1]:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif word.isalpha() and len(word) > 8 and 4 < room < len(word) - 2:
            lines[-1] += f" {word[: room - 1]}-"
            lines.append(word[room - 1 :])
        else:
            lines.append(word)
    return lines


def test_words_that_a_column_cut_and_pages_amid_a_sentence_are_mended() -> None:
    rows = [line for block in (HEADLINE, *STORY) for line in column(block, 38)]
    at = next(at for at, line in enumerate(rows) if at > 8 and not line.endswith((".", "-")))
    rows[at + 1 : at + 1] = ["", "Eelford Advertiser", "Page 3", ""]

    page = undo("\n".join(rows))

    assert page.kinds == ("columns of a PDF",)
    assert re.sub(r"\s+", " ", page.text) == " ".join((HEADLINE, *STORY))


def test_a_new_page_begins_behind_a_form_feed() -> None:
    rows = [line for block in STORY for line in column(block, 38)]

    found = undo_columns("\n".join([*rows[:9], "\f12\n", *rows[9:]]))

    assert found
    assert "12" not in found.text.split("\n")


def test_a_hyphen_of_its_own_is_kept_where_a_word_has_it_elsewhere_too() -> None:
    rows = [
        "the river lock by the well-known mill", "where a boat came in from the well-",
        "known yard in Thornby and the tea", "room by the water that sold the cof-",
        "fee and the cakes that every boat", "man on the canal had heard of and the",
        "house of the lock keeper with the re-", "Eelford that",
        "nobody had seen for the last years",
        "and the water that came from the mill", "and the mill that came from the water",
    ]  # fmt: skip

    found = undo_columns("\n".join(rows))

    assert found
    told = " ".join(rejoin(found.text.split("\n")))
    assert "the well-known yard" in told
    assert "the coffee and" in told
    assert "re-Eelford" in told


def test_what_a_browser_prints_over_and_under_each_page_is_left_out() -> None:
    rows = [row for line in PAGE for row in wrap(line, 90)]
    half = len(rows) // 2
    head, foot = f"3/4/25, 9:12 AM {HEADLINE}", "https://advertiser.example/canal 1/2"
    printed = "\n".join([head, *rows[:half], foot, f"\f{head}", *rows[half:], foot, "\f"])

    story = dump(printed)

    assert same_story(story, "a page as browsers print it")
    assert undo_print(printed.replace(foot, "https://advertiser.example/canal")) is None
    assert undo_print(printed.replace(head, "")) is None


def test_columns_side_by_side_are_read_from_the_left() -> None:
    rows = [line for block in STORY for line in column(block, 38)]
    half = (len(rows) + 1) // 2
    beside = [f"{left:<44}{right}".rstrip() for left, right in
              zip(rows[:half], [*rows[half:], ""], strict=False)]  # fmt: skip
    across = f"{'The title of the page goes across both of its columns':^80}".rstrip()

    found = undo_side_by_side("\n".join([across, *beside]))

    assert found
    assert found.text.split("\n") == [across, *rows]


def test_a_page_without_a_gutter_of_its_own_has_that_of_the_others() -> None:
    rows = [line for block in STORY for line in column(block, 38)]
    first = "\n".join(f"{row:<44}{row}" for row in rows)

    found = undo_side_by_side(f"{first}\f{'The end of it':<44}and of that")

    assert found
    assert found.text.endswith("\fThe end of it\nand of that")


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        "\n".join(f"{name:<20}{price:>8}" for price in range(9) for name in ("Milk", "Bread")),
        "\n".join(f"No. {at}   This sentence stands beside a number." for at in range(20)),
        "\n".join(f"A sentence that ends.   Another one that ends. {at}" for at in range(20)),
    ],
)
def test_a_table_and_what_has_no_gutter_stay(text: str) -> None:
    assert undo_side_by_side(text) is None


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        "\n".join(line for block in STORY for line in column(block, 200)),
        "\n".join(line for block in STORY for line in [*block.split(".")[:1], ""]),
        "too\nshort",
        "\n".join(line for block in STORY for line in wrap(block, 50)),
        "\n".join(line for block in STORY for line in column(block, 300)) + "\n\n12\n\nEnd",
    ],
)
def test_what_no_column_cut_stays(text: str) -> None:
    assert undo_columns(text) is None


def test_programs_among_the_words_of_a_page_are_left_out() -> None:
    program = (
        "(function() { var lamp = document.createElement('script'); lamp.async = true; if (lamp) {"
        " lamp.src = '/lamp.js'; document.head.appendChild(lamp); } })(); window.lamps = [];"
    )
    lines = list(PAGE)

    found = undo_scripts("\n".join([*lines[:3], program, *lines[3:]]))

    assert found
    assert found.text == page_text()


def test_programs_of_many_lines_and_records_of_data_are_left_out() -> None:
    program = [
        "var lamp = document.title;", "if (lamp) {", "  window.lamps = [lamp];", "}",
        "lamp.light(function () {", "  lamp.on = true;", "  lamp.colour = 'red';", "});",
    ]  # fmt: skip
    told = f'"articleBody": "{STORY[0]}", "author": {{"name": "A"}}, "image": {{"size": {{}}}}'
    lines = ["", *program, "", f'{{"@type": "NewsArticle", {told}}}', *PAGE]

    fields = "".join(f'"lamp{at}":"a lamp of glass that hangs over the water",' for at in range(12))

    found = undo_scripts("\n".join([*lines, fields]))

    assert found
    assert found.text.strip() == page_text()


@pytest.mark.parametrize(
    "line",
    [
        ".lamp .lamp-of-glass .lamp-of-glass__wick, .quay .lamp-of-glass-at-the-water__wick, "
        ".ferry .lamp-of-glass-at-the-water__wick { colour:amber; }",
        f"@font-face{{font-family:Lamp;src:url(//example.org/{'lamp' * 60}.woff2)}} .l{{top:0}}",
        "lamps.light(1); " * 12,
        "lamps "
        + "".join(
            f'"lamp{at}": "a lamp of glass over the water of the quay", ' for at in range(12)
        ),
        "const lamps = document.all; lamps();",
        "/* <![CDATA[ */ var lamp = {'lit': 1}; /* ]]> */",
        '"headline" : "The lamps of the quay are lit again",',
        '"articleBody" : "The lamps of the quay are lit again, all but one of them."',
    ],
)
def test_a_line_that_begins_as_a_program_or_a_style_sheet_does_is_left_out(line: str) -> None:
    quick = "(function() { window.lamps = []; })();"

    found = undo_scripts("\n".join([quick, line, page_text()]))

    assert found
    assert found.text == page_text()


@pytest.mark.parametrize(
    "line",
    [
        "[![](data:image/svg+xml;base64,bGFtcDtsYW1wO2xhbXA7e30=;{};{}) The lamps](/lamps)",
        '"Lamps": that is what the keeper said, and she meant it.',
        "If (and only if) the lamps are lit, the ferry runs.",
        ".NET is what the keeper calls her net.",
    ],
)
def test_a_line_of_a_page_with_programs_stays(line: str) -> None:
    quick = "(function() { window.lamps = []; var lamp = () => window.lamps[0]; })();"

    found = undo_scripts("\n".join([quick, line, page_text()]))

    assert found
    assert found.text == f"{line}\n{page_text()}"


@pytest.mark.parametrize("sign", ["&eacute;", "&#233;", "&amp;eacute;"])
def test_entities_are_no_signs_of_a_program(sign: str) -> None:
    said = f"L{sign}a voit la barri{sign}re: l{sign}ger{sign}, d{sign}j{sign} pos{sign}e. "
    text = f"Le pr{sign}: {sign}t{sign};\n" + "\n".join([said * 4] * 12)

    assert "programs among a page's words" not in undo(text).kinds
    assert undo(text).text.count("barri\u00e9re") == 48


def test_escapes_within_a_program_say_nothing_of_the_page() -> None:
    program = "(function() { window.lamps = ['" + "\\u00e9\\n" * 30 + "']; })(); var lamp = {};"
    page = undo(f"{program}\n{page_text()}")

    assert page.kinds == ("programs among a page's words",)
    assert page.text == page_text()


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        "Call it as window.alert() and it rings.\n" + "\n".join(STORY),
        "In window.lamps the club keeps a list; " + STORY[0] + " " + STORY[1] + " {so} it says.",
    ],
)
def test_a_story_that_names_a_program_stays(text: str) -> None:
    assert undo_scripts(text) is None


def test_a_text_has_room_for_so_many_marks_and_no_more() -> None:
    marking = Marking()
    marking.marks = [(SpanKind.LINK, "")] * 0xFFFD

    assert marking.around("words", SpanKind.LINK) == "words"


def test_marks_that_close_nothing_are_passed_over() -> None:
    assert Marking().read("a\ue001b") == ("ab", ())
