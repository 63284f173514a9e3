"""What is written to a terminal so that it shows a frame, and how little of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pyte
import pytest
from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style

from reader.tui.render.cells import cell_len, cut_to_width
from reader.tui.terminal_output.terminal_cells import TerminalCells

Lines = dict[int, list[Segment]]
WIDTH, HEIGHT = 60, 6
STYLES = [
    Style(color="#d9dce3", bgcolor="#15171c"),
    Style(color="#d9dce3", bgcolor="#15171c", bold=True, italic=True),
    Style(color="red", bgcolor="#2b313d", underline=True),
    Style(color="color(117)", strike=True),
    Style(bgcolor="bright_blue", reverse=True, bold=True),
    Style(color="#f0c14b", bgcolor="#2b313d", blink=True, dim=True),
    Style(link="https://harbour.example/tide"),
    Style(),
]
PLAIN = ["the tide", "  ", "a", " fog horn   ", "counted"]
AGREED = ["naïve “harbour” — so", "中文字", "ねこ と 犬", "한국어 신문", "Ελλάδα", "№ ●│─"]
ODD = [
    "हिन्दी में समाचार",
    "தமிழ் செய்தி",
    "e\u0301te\u0301 a\u0308",
    "🇩🇪🇫🇷 flags",
    "👍🏽 ok 👩\u200d🚀",
    "☺\ufe0f smile",
    "ไทย สวัสดี",
    "\u0301x",
]


def width_of(letter: str) -> int:
    """How many columns Rich gives to a letter."""
    return get_character_cell_size(letter)


def all_odd(width: int) -> Callable[[str], int]:
    """A terminal that gives as many columns to every letter on which terminals do not agree."""
    return lambda letter: (
        width if letter in "".join(ODD) and letter > "\u02ff" else width_of(letter)
    )


def signs_wide(letter: str) -> int:
    """How many columns a terminal gives that is set up for East Asia."""
    return 1 if letter.isascii() else 2


class HalvesKept(pyte.Screen):
    """A terminal that keeps the second half of a letter whose first is erased, as tmux does.

    Whatever is written over that half takes away what stands before it.
    """

    def draw(self, data: str) -> None:
        """Write letters, each of which leaves nothing of those that it covers."""
        for letter in data:
            row, x = self.buffer[self.cursor.y], self.cursor.x
            behind = x + max(1, pyte.screens.wcwidth(letter))
            while row[x].data == "" and x > 0:
                row[x] = self.default_char
                x -= 1
                if row[x].data:
                    row[x] = self.default_char
            while behind < self.columns and row[behind].data == "":
                row[behind] = self.default_char
                behind += 1
            super().draw(letter)


class Person:
    """Who looks at a terminal on which frames are shown."""

    def __init__(self, terminal: type[pyte.Screen] = pyte.Screen) -> None:
        self.cells = TerminalCells()
        self.cells.fit(WIDTH, HEIGHT)
        self.screen = terminal(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.stream.feed("\x1b[?7l")

    def show(self, lines: Lines, column: int = 0, line: int = 0) -> str:
        """Have some lines shown; what was written."""
        for y, segments in lines.items():
            self.cells.put_line(0, y, segments, WIDTH)
        written = self.cells.frame(column, line)
        self.stream.feed(written)
        return written

    def sight(self) -> list[list[object]]:
        """What there is to see in each cell."""
        rows = (self.screen.buffer[y] for y in range(HEIGHT))
        return [[seen(row[x]) for x in range(WIDTH)] for row in rows]


def seen(cell: pyte.screens.Char) -> object:
    """What there is to see in a cell; of a blank its ground."""
    if cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough):
        return cell.bg
    return cell


def fitted(text: str, width: int) -> str:
    """A text, cut or padded to a width."""
    cut = cut_to_width(text, width)
    return cut + " " * (width - cell_len(cut))


def line(chance: random.Random, texts: list[str]) -> list[Segment]:
    """A line as wide as the terminal."""
    segments, room = [], WIDTH
    while room:
        text = fitted(chance.choice(texts), min(room, chance.randrange(1, 25)))
        segments.append(Segment(text, chance.choice(STYLES)))
        room -= cell_len(text)
    return segments


def frames(texts: list[str], count: int = 40) -> Iterator[Lines]:
    """Frames, each with some of its lines."""
    chance = random.Random(16)
    yield {y: line(chance, texts) for y in range(HEIGHT)}
    for _ in range(count):
        yield {y: line(chance, texts) for y in chance.sample(range(HEIGHT), chance.randrange(3))}


@pytest.mark.parametrize("name", ["xterm-256color", "screen"])
def test_a_frame_looks_as_if_all_of_it_had_been_written(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", width_of)
    monkeypatch.setenv("TERM", name)
    person, afresh = Person(), Person()
    for frame in frames(PLAIN + AGREED):
        person.show(frame)
        afresh.cells.forget()
        afresh.show(frame)

        assert person.sight() == afresh.sight()


def moving_frames(texts: list[str], count: int = 40) -> Iterator[Lines]:
    """Frames, in each of which the lines but the first and the last have moved up or down."""
    chance = random.Random(30)
    lines = [line(chance, texts) for _ in range(HEIGHT)]
    for _ in range(count):
        yield dict(enumerate(lines))
        middle, steps = lines[1:-1], chance.randrange(-2, 3)
        come = [line(chance, texts) for _ in range(abs(steps))]
        middle = [*middle[steps:], *come] if steps > 0 else [*come, *middle][: len(middle)]
        lines = [line(chance, texts), *middle, lines[-1]]


@pytest.mark.parametrize("name", ["xterm-256color", "screen"])
def test_lines_that_have_moved_look_as_if_they_had_been_written(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", width_of)
    monkeypatch.setenv("TERM", name)
    person, afresh, moved = Person(), Person(), 0
    for frame in moving_frames(PLAIN + AGREED):
        moved += "\x1b[2;5r" in person.show(frame)
        afresh.cells.forget()
        afresh.show(frame)

        assert person.sight() == afresh.sight()
    assert moved > 9


def pane(lines: Lines, start: int, end: int) -> Lines:
    """The part of lines that stands in some columns, piece by piece of one column."""
    parts: Lines = {}
    for y, segments in lines.items():
        letters = [(one, style) for text, style, _ in segments for one in text]
        parts[y] = [Segment(one, style) for one, style in letters[start:end]]
    return parts


@pytest.mark.parametrize("texts", [PLAIN, ["naïve “harbour” — so", "●│─", *PLAIN]])
def test_a_list_can_be_shown_before_the_article_beside_it_is_known(texts: list[str]) -> None:
    person, afresh, moved, edge = Person(), Person(), 0, 24
    beside = frames(texts, 60)
    for lines in moving_frames(texts):
        rows, article = pane(lines, 0, edge), pane(next(beside), edge, WIDTH)
        for y, segments in rows.items():
            person.cells.put_line(0, y, segments, edge)
        written = person.cells.frame(0, 0, edge)
        person.stream.feed(written)
        before = [row[:edge] for row in person.sight()]
        for y, segments in article.items():
            person.cells.put_line(edge, y, segments, WIDTH)
        person.stream.feed(person.cells.frame(0, 0))
        for x, part in ((0, rows), (edge, article)):
            for y, segments in part.items():
                afresh.cells.put_line(x, y, segments, WIDTH)
        afresh.cells.forget()
        afresh.show({})

        moved += "\x1b[2;5r" in written
        assert before == [row[:edge] for row in afresh.sight()]
        assert person.sight() == afresh.sight()
    assert moved > 9


@pytest.mark.parametrize("width", [all_odd(1), all_odd(2), signs_wide], ids=["1", "2", "signs"])
def test_a_line_of_doubtful_width_waits_for_the_article_beside_it(
    width: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", width)
    chance, person = random.Random(9), Person()
    for _ in range(60):
        y = chance.randrange(HEIGHT)
        left, right = (chance.choice(ODD + AGREED + PLAIN) for _ in "ab")
        middle = chance.choice(["counted 30 ships", "the fog came", "a"]).ljust(20)
        styles = chance.sample(STYLES, k=5)
        person.cells.put_line(0, y, map(Segment, [fitted(left, 20), "|"], styles), 21)
        person.stream.feed(person.cells.frame(0, 0, 21))
        person.cells.put_line(
            21, y, map(Segment, [middle, "|", fitted(right, 18)], styles[2:]), WIDTH
        )
        person.stream.feed(person.cells.frame(0, 0))

        told = "".join(person.screen.buffer[y][x].data for x in range(20, 42))
        assert told == f"|{middle}|"


def test_of_lines_that_have_moved_only_those_are_written_that_came_in() -> None:
    person = Person()
    words = "first", "thirty ships", "fog horn", "spring tide", "neap", "last"
    texts = [f"{word} " * (WIDTH // len(word) - 1) for word in words]
    texts = [text[:WIDTH].strip() for text in texts]
    person.show({y: [Segment(text.ljust(WIDTH))] for y, text in enumerate(texts)})
    texts[1:-1] = [*texts[2:-1], "a gull"]
    written = person.show({y: [Segment(text.ljust(WIDTH))] for y, text in enumerate(texts)})

    assert written.startswith("\x1b[2;5r\x1b[5H\n\x1b[r")
    assert "tide" not in written
    assert [row.rstrip() for row in person.screen.display] == texts


def test_lines_of_one_pane_do_not_move_where_the_other_stays() -> None:
    person = Person()
    left, right = ["one", "two", "three", "four"], ["fog horn " * 3, "gull " * 5, "crane", "buoy"]

    def shown() -> Lines:
        rows = zip(left, right, strict=True)
        return {y: [Segment(f"{a:10}{b:50}")] for y, (a, b) in enumerate(rows, 1)}

    person.show(shown())
    left.append(left.pop(0))

    assert "\x1b[2;5r" not in person.show(shown())


def test_lines_of_a_list_move_though_all_beside_them_is_other_text() -> None:
    person = Person()
    names = ["the tide was low at the pier", "thirty ships come at noon"]
    names += ["a fog horn calls from it", "springs, says an almanac", "neap tides"]
    for rows, beside in ((names[:4], "counted by the harbour "), (names[1:], "and gulls over it ")):
        lines = {y: [Segment(f"{row:30}{beside * 2:30.30}")] for y, row in enumerate(rows, 1)}
        written = person.show(lines)

    assert written.startswith("\x1b[2;5r")
    assert "ships" not in written
    assert [row[:30].rstrip() for row in person.screen.display[1:5]] == names[1:]


@pytest.mark.parametrize("width", [all_odd(1), all_odd(2), signs_wide], ids=["1", "2", "signs"])
def test_columns_hold_whatever_widths_a_terminal_gives_to_odd_letters(
    width: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", width)
    chance, person = random.Random(14), Person()
    for _ in range(60):
        y = chance.randrange(HEIGHT)
        left, right = (chance.choice(ODD + AGREED + PLAIN) for _ in "ab")
        middle = chance.choice(["counted 30 ships", "the fog came", "a"]).ljust(20)
        pieces = [fitted(left, 20), "|", middle, "|", fitted(right, 18)]
        styles = chance.choices(STYLES, k=len(pieces))
        person.show({y: list(map(Segment, pieces, styles))})

        told = "".join(person.screen.buffer[y][x].data for x in range(20, 42))
        assert told == f"|{middle}|"


@pytest.mark.parametrize("width", [width_of, all_odd(1)], ids=["Rich", "1"])
def test_nothing_is_erased_up_to_the_midst_of_a_wide_letter(
    width: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", width)
    person, afresh = Person(HalvesKept), Person(HalvesKept)
    for frame in frames(PLAIN + AGREED + ODD, 200):
        person.show(frame)
        afresh.screen.reset()
        afresh.stream.feed("\x1b[?7l")
        afresh.cells.forget()
        afresh.show(frame)

        assert person.sight() == afresh.sight()


def test_blanks_that_letters_of_doubtful_width_may_push_on_are_followed_by_what_stands_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", signs_wide)
    person = Person()
    for text in ("tide", "№ ●│─"):
        person.show({0: [Segment(text.ljust(20)), Segment("|fog")]})

    assert [person.screen.buffer[0][x].data for x in range(20, 24)] == list("|fog")


@pytest.mark.parametrize("width", [1, 2])
def test_of_a_word_of_doubtful_width_nothing_is_left_behind_it(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", all_odd(width))
    person = Person()
    for word in ("செய்திகள்…", "tide"):
        lines = {1: [Segment(f"{fitted(word, 29)}👍🏽 ok".ljust(WIDTH))]}
        person.show(lines)
        person.cells.forget()
    person.show({1: [Segment(f"{fitted('செய்திகள்…', 29)}👍🏽 ok".ljust(WIDTH))]})
    person.show(lines)

    row = person.screen.buffer[1]
    assert "".join(row[x].data for x in range(29)).rstrip() == "tide"


@pytest.mark.parametrize("width", [1, 2])
def test_where_a_word_of_doubtful_width_stood_even_the_same_letter_is_written_again(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", all_odd(width))
    person, word = Person(), "செய்திகள்…"
    person.show({1: [Segment(word.ljust(30))]})
    person.show({1: [Segment(f"{'tide and fog'[: cell_len(word) - 1]}…".ljust(30))]})
    assert person.screen.display[1].rstrip() == f"{'tide and fog'[: cell_len(word) - 1]}…"

    person.show({y: [Segment(f"{word} {y}".ljust(WIDTH))] for y in range(HEIGHT)})
    moved = {y: [Segment(f"{word} {y + 1}".ljust(WIDTH))] for y in range(HEIGHT)}
    person.show(moved)
    before = person.sight()
    person.cells.forget()
    person.show({})
    assert person.sight() == before


def test_a_frame_that_changes_nothing_writes_nothing() -> None:
    person, frame = Person(), next(frames(PLAIN + AGREED + ODD))
    person.show(frame)

    assert person.show(frame) == ""


def test_a_cursor_that_goes_somewhere_else_is_all_that_is_written() -> None:
    person, frame = Person(), next(frames(PLAIN))
    person.show(frame)

    assert person.show(frame, 3, 4) == "\x1b[5;4H"
    assert (person.screen.cursor.x, person.screen.cursor.y) == (3, 4)


def test_one_letter_that_changes_is_one_letter_written() -> None:
    person = Person()
    person.show({2: [Segment("Unread 1,234 of all the news there is")]})

    assert person.show({2: [Segment("Unread 1,235 of all the news there is")]}, 0, 2) == (
        "\v\v\x1b[12G5\r"
    )


def test_few_letters_that_stay_are_written_with_either_of_the_pens_around_them() -> None:
    person, bold = Person(), Style(bold=True)
    person.show({0: [Segment("fog of a", bold), Segment(" tide")]})

    written = person.show({0: [Segment("fog in a", bold), Segment("  ebb")]})
    assert written == "\x1b[4Cin a  \x1b[mebb\r"


def test_blanks_are_erased_from_the_last_letter_on() -> None:
    person = Person()
    person.show({0: [Segment("the fogs       at the harbour".ljust(WIDTH))]})

    assert person.show({0: [Segment("the gull".ljust(WIDTH))]}) == "\x1b[4Cgull\x1b[K\r"


def test_a_colour_is_switched_by_the_shortest_code() -> None:
    text, dim = Style(color="#d9dce3", bgcolor="#15171c"), Style(color="#979eae", bgcolor="#15171c")
    bold = text + Style(bold=True)

    written = Person().show({0: [Segment("tide", text), Segment("fog", dim), Segment(" ", text)]})
    assert "38;2;217;220;227;48;2;21;23;28mtide\x1b[38;2;151;158;174mfog \r" in written

    written = Person().show({0: [Segment("!"), Segment("fog", text), Segment("tide", bold)]})
    assert "mfog\x1b[1mtide" in written


def test_what_has_the_same_colours_is_written_together() -> None:
    text, bar = Style(color="#d9dce3"), Style(color="#e3a857")
    lines = {y: [Segment("tide".ljust(WIDTH - 1), text), Segment("┃", bar)] for y in range(4)}

    written = Person().show(lines)
    assert written.count("38;2;217;220;227") == written.count("38;2;227;168;87") == 1
    assert "┃\v┃\v┃\v┃\x1b" in written


def test_what_has_colours_in_common_is_written_one_after_the_other() -> None:
    light, dark = {"bgcolor": "#2b313d"}, {"bgcolor": "#15171c"}
    inks = [{"color": colour} for colour in ("#d9dce3", "#979eae", "#6cb2f7")]
    pieces = [Style(**ink, **ground) for ground in (light, dark) for ink in inks]

    written = Person().show({y: [Segment("tide", style)] for y, style in enumerate(pieces)})
    # Each of five switches is that of the letters or that of the ground, not of both.
    assert written.count("38;2") + written.count("48;2") == 2 + 5


def test_a_link_ends_with_the_frame() -> None:
    link = Style(link="https://harbour.example/tide")

    assert Person().show({0: [Segment("tide", link)]}).endswith("tide\x1b]8;;\x1b\\\r")


def test_blanks_at_the_end_of_lines_are_erased_at_once() -> None:
    person, back = Person(), Style(bgcolor="#15171c")
    person.show({y: [Segment("counted 30 ships".ljust(WIDTH), back)] for y in range(3)})
    blanks = Segment(" " * (WIDTH - 4), back)

    written = person.show({y: [Segment("tide", back), blanks] for y in range(3)})
    assert written == "tide\x1b[K\v\rtide\x1b[K\v\rtide\x1b[K\x1bM\x1bM\r"


def test_blanks_behind_letters_of_doubtful_width_are_erased_before_these() -> None:
    person, back = Person(), Style(bgcolor="#15171c")
    person.show({y: [Segment("counted 30 ships".ljust(WIDTH), back)] for y in range(3)})

    written = person.show({0: [Segment("tide – fog".ljust(WIDTH), back)]})
    assert written == "\x1b[Ktide – fog\r"
    person.show({1: [Segment("counted|".rjust(WIDTH), back)]})
    written = person.show({1: [Segment("tide – fog".ljust(20), back)]}, 0, 1)
    assert written == "\v\r\x1b[11Xtide – fog\r"


def test_blanks_behind_letters_of_doubtful_width_are_written_where_none_can_be_erased(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "screen")
    person, back = Person(), Style(bgcolor="#15171c")
    person.show({0: [Segment("counted 30".ljust(WIDTH), back)]})

    written = person.show({0: [Segment("a – fog".ljust(WIDTH), back)]})
    assert written == "a – fog\x1b[8G   \r"


def test_erasing_spares_what_somebody_else_has_left_at_the_end_of_a_line() -> None:
    person = Person()
    person.stream.feed(f"\x1b[1;{WIDTH - 3}Htide")
    person.cells.put_line(0, 0, [Segment(" " * (WIDTH - 4))], WIDTH)
    person.show({})

    assert person.screen.display[0].endswith(" tide")


def test_a_line_of_blanks_is_written_together_with_its_neighbour() -> None:
    person = Person()
    ink, bar = Style(color="#d9dce3"), Style(color="#e3a857")
    person.show({y: [Segment("counted", bar)] for y in range(4)})
    written = person.show({1: [Segment("fog    ", bar)], 2: [Segment("harbour", ink)]})
    assert written == "\v\rfog    \v\r\x1b[38;2;217;220;227mharbour\x1bM\x1bM\r"

    lines = {0: [Segment(" " * 7)], 1: [Segment("harbour", bar)], 2: [Segment(" " * 7)]}
    written = person.show(lines, 7, 2)
    assert written == "       \v\r\x1b[38;2;227;168;87mharbour\v\r       "


def odd_line(chance: random.Random) -> list[Segment]:
    """A line of words of doubtful width among others, in two colours."""
    segments, room = [], WIDTH
    while room:
        text = fitted(chance.choice([*ODD, *PLAIN, "समाचार: ", "👍🏽: "]), chance.randrange(1, 30))
        text = fitted(text, min(room, cell_len(text)))
        segments.append(Segment(text, chance.choice(STYLES[:2])))
        room -= cell_len(text)
    return segments


@pytest.mark.parametrize(
    "width", [pyte.screens.wcwidth, width_of, all_odd(1)], ids=["pyte", "Rich", "1"]
)
def test_a_changed_line_of_odd_words_looks_as_if_all_of_it_had_been_written(
    width: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", width)
    chance = random.Random(305)
    lines = [odd_line(chance) for _ in range(9)]
    for _ in range(12):
        person, afresh = Person(), Person()
        for line in chance.choices(lines, k=5):
            person.show({0: line})
            afresh.cells.forget()
            afresh.show({0: line})

            assert person.sight() == afresh.sight()


def test_words_between_odd_ones_are_written_in_one_piece() -> None:
    person = Person()

    written = person.show({0: [Segment("the tide of हिन्दी and the fog देवनागरी counted 30 ships")]})
    assert "the tide of " in written
    assert "Gand the fog\x1b[" in written
    assert "Gcounted 30 ships" in written


def test_a_screen_that_anybody_may_have_written_to_is_written_whole() -> None:
    person, frame = Person(), next(frames(PLAIN))
    person.show(frame)
    before = person.sight()
    person.stream.feed("\x1b[2;2H\x1b[31mgarbage\r\n\x1b[2K")
    person.cells.forget()
    person.show({})

    assert person.sight() == before


def test_cells_on_which_nothing_was_painted_stay_as_somebody_else_has_left_them() -> None:
    person = Person()
    person.stream.feed("\x1b[1;1Hthe tide of yesterday\x1b[2;1Hand the fog")
    person.cells.put_line(4, 0, [Segment("    ")], WIDTH)
    person.show({})
    person.cells.forget()
    person.show({})

    assert [one.rstrip() for one in person.screen.display[:2]] == [
        "the      of yesterday",
        "and the fog",
    ]


def test_a_letter_that_may_be_wide_has_nothing_written_where_nothing_was_painted() -> None:
    person = Person()
    person.stream.feed("\x1b[1;1Ha bar, then │ a line")
    person.cells.put_line(11, 0, [Segment("┃")], 12)
    person.show({})

    assert person.screen.display[0].rstrip() == "a bar, then┃│ a line"


def test_what_controls_a_terminal_is_masked() -> None:
    written = Person().show({0: [Segment("tide\x1b]0;title\x07\x9b2J")]})

    assert "\x07" not in written
    assert "\x9b" not in written
    assert "\x1b]" not in written


def test_half_of_a_wide_letter_leaves_nothing_of_the_other_half() -> None:
    person = Person()
    person.show({0: [Segment("中文中文")]})
    person.cells.put_line(1, 0, [Segment("abcd")], WIDTH)
    person.show({})

    assert person.screen.display[0].rstrip() == " abcd 文"


def test_text_beyond_the_screen_is_left_out() -> None:
    person = Person()
    person.cells.put_line(WIDTH - 3, 0, [Segment("tide")], WIDTH + 1)
    person.cells.put_line(-2, 1, [Segment("tide")], WIDTH)
    person.cells.put_line(0, HEIGHT, [Segment("tide")], WIDTH)
    person.cells.put_line(0, 2, [Segment("tide"), Segment("fog")], 3)
    person.show({})

    told = [f"{'tid':>{WIDTH}}", f"{'de':{WIDTH}}", f"{'tid':{WIDTH}}"]
    assert person.screen.display[:3] == told


def test_pens_of_links_are_forgotten_in_time() -> None:
    person = Person()
    for number in range(3000):
        link = Style(link=f"https://harbour.example/{number}")
        person.show({0: [Segment(f"tide {number}", link)]})

    assert person.screen.display[0].startswith("tide 2999")
    assert len(person.cells._pens._styled) < 2000
