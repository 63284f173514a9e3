"""What a terminal sends, in pieces that may end anywhere."""

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from reader.tui.startup.terminal_input import ABANDONED, LONGEST_PASTE, STALLED, TerminalInput


class Hand:
    """Somebody who types on a clock of their own."""

    def __init__(self) -> None:
        self.time = 0.0
        self.received = TerminalInput(lambda: self.time)

    def type(self, *pieces: bytes) -> list[Message]:
        """Type pieces at once."""
        return [event for piece in pieces for event in self.received.feed(piece)]

    def wait(self, seconds: float = 0.02) -> list[Message]:
        """Type nothing for a while."""
        self.time += seconds
        return list(self.received.pause())

    def keys(self, *pieces: bytes) -> list[str]:
        """The names of the keys that some pieces are, once nothing follows."""
        return [
            one.key for one in (*self.type(*pieces), *self.wait()) if isinstance(one, events.Key)
        ]


PIECES = (
    *(b"\x1b[", b"\x1b]", b"\x1bO", b"\x1bP", b"\x1b", b"\x1b\x1b", b"\x9b", b"\x1b[<", b"\x1b[M"),
    *(
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[200:",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b[48;",
        b"\x1b[?2048;",
        b"$y",
        b"t",
    ),
    *(b"0", b"1", b"55296", b"1114112", b"99999999999999999999", b"-", b";", b":", b"?", b"u"),
    *(b"~", b"A", b"R", b"M", b"m", b"\xc3", b"\xa9", b"\xff", b"\xf0\x9f\x98", b"j", b"\x00"),
    *(b"\x07", b"\x1b\\", b"\r", b"\n", b"\xe2\x80\xae", b" ", b"!", b"\x18", b"\xd9\xa3"),
)
terminal_bytes = st.one_of(
    st.binary(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join)
)


def cut(typed: bytes, places: list[int]) -> list[bytes]:
    """Bytes in pieces that end at these places."""
    ends = sorted({one % (len(typed) + 1) for one in places} | {0, len(typed)})
    return [typed[begin:end] for begin, end in pairwise(ends)]


def mischief(event: Message) -> bool:
    """Whether something is told that no text on a screen may have, or no key may do."""
    if isinstance(event, events.Key):
        text = event.key + (event.character or "")
    else:
        text = event.text if isinstance(event, events.Paste) else ""
    half = any("\ud800" <= one <= "\udfff" for one in text)
    control = isinstance(event, events.Paste) and not text.replace("\n", "").isprintable()
    return half or control or isinstance(event, events.Resize | events.CursorPosition)


@given(terminal_bytes, st.lists(st.integers(0, 100), max_size=6), st.booleans())
def test_after_any_bytes_in_any_pieces_a_key_works(
    typed: bytes, places: list[int], slow: bool
) -> None:
    hand = Hand()
    told = []
    for piece in cut(typed, places):
        told += hand.type(piece)
        told += hand.wait() if slow else []
    told += hand.wait(STALLED + 1)
    hand.type(b"\x1b")
    hand.wait()

    assert not any(map(mischief, told))
    assert hand.keys(b"j") == ["j"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join), st.lists(st.integers(0, 100)))
def test_where_the_pieces_end_changes_nothing(typed: bytes, places: list[int]) -> None:
    whole, torn = Hand(), Hand()

    assert list(map(repr, torn.type(*cut(typed, places)))) == list(map(repr, whole.type(typed)))


@pytest.mark.parametrize(
    "typed",
    [b"\x1b[-55296", b"\x1bO-1 2j", b"\x1b[1 2 3A", b"\x1b[0;;;-,-,1j", b"\x1b]" + b"a" * 5_000],
)
def test_what_cannot_be_read_is_dropped_whole_wherever_its_pieces_end(typed: bytes) -> None:
    whole = Hand().keys(typed)

    for place in range(1, min(len(typed), 40)):
        assert Hand().keys(typed[:place], typed[place:]) == whole
    assert Hand().keys(typed[:4_500], typed[4_500:]) == whole


@pytest.mark.parametrize("odd", [b"200:", b"200:7", b"200;", b"200;;", b"200;:;", b"201:", b"201;"])
def test_no_key_is_taken_for_the_beginning_of_a_paste(odd: bytes) -> None:
    assert Hand().keys(b"\x1b[" + odd + b"~", b"j")[-1:] == ["j"]


@pytest.mark.parametrize("sequence", sorted(ANSI_SEQUENCES_KEYS))
def test_every_known_key_is_the_one_that_the_stock_parser_has(sequence: str) -> None:
    stock = XTermParser()
    known = [*stock.feed(sequence), *stock.feed("")]
    names = [one.key for one in known if isinstance(one, events.Key)]

    assert Hand().keys(sequence.encode()) == names


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (["é".encode()[:1], "é".encode()[1:]], ["é"]),
        ([b"\xe9", b"j"], ["replacement_character", "j"]),
        ([b"\x1b[106;1:3u", b"j"], ["j"]),
        ([b"\x1b[1;1:3B"], []),
        ([b"\x1b[1;1:2B"], ["down"]),
        ([b"\x1b[106;1:1u"], ["j"]),
        ([b"\x1b[106:74;2;74u"], ["J"]),
        ([b"\x1b[1114112u"], []),
        ([b"\x1b[55296u"], []),
        ([b"\x1b[97;;55296u"], []),
        ([b"\x1b[27u"], ["escape"]),
        ([b"\x1b[97;;97:98u"], ["a", "b"]),
        ([b"\x1b"], ["escape"]),
        ([b"\x1bx"], ["alt+x"]),
        ([b"\x1b["], ["left_square_bracket"]),
        ([b"\x1b", b"[", b"A"], ["up"]),
        ([b"\x1b\x1b[A"], ["escape", "up"]),
        ([b"\x1b[[A"], ["f1"]),
        ([b"\x1b[1;2R"], []),
    ],
)
def test_keys_are_read_however_they_are_sent(typed: list[bytes], keys: list[str]) -> None:
    assert Hand().keys(*typed) == keys


@pytest.mark.parametrize(
    "report",
    [
        b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
        b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        b"\x1b[?1;2c",
        b"\x1bP>|quay(1.2)\x1b\\",
        b"\x1b[?2048;2$y",
        b"\x1b[48;10;20;100;200t",
        b"\x1b[12;40R",
        b"\x1b[<0;99999999999999999999;1M",
        b"\x1b[<0;1M",
        b"\x1b[M !!",
    ],
)
def test_what_a_terminal_tells_of_itself_is_no_key(report: bytes) -> None:
    hand = Hand()

    assert hand.type(report) == []
    assert hand.keys(b"j") == ["j"]


def pastes(told: list[Message]) -> Iterator[str]:
    """What was pasted; nothing else may be told."""
    for one in told:
        assert isinstance(one, events.Paste)
        yield one.text


def test_a_paste_is_one_however_it_is_cut_and_whatever_it_holds() -> None:
    typed = "\x1b[200~fog\r\n\x1b[31mq\x1b[Aé\x1b[20\x1b[201~".encode()
    for place in range(3, len(typed)):
        hand = Hand()
        told = [*hand.type(typed[:place]), *hand.wait(), *hand.type(typed[place:])]

        assert list(pastes(told)) == ["fog\nqé"]


def test_a_paste_of_any_length_is_taken_to_a_bound() -> None:
    hand = Hand()
    told = hand.type(b"\x1b[200~", *[b"lamp" * 1000] * 300, b"\x1b[201~")

    assert [len(one) for one in pastes(told)] == [LONGEST_PASTE]
    assert hand.keys(b"j") == ["j"]


def test_a_paste_that_nothing_ends_is_left_with_a_key() -> None:
    hand = Hand()
    hand.type(b"\x1b[200~fog")
    hand.wait(STALLED + 1)
    assert list(pastes(hand.type(b"qqq"))) == []
    hand.wait(STALLED + 1)

    assert list(pastes(hand.type(b"\x1b"))) == ["fogqqq"]
    assert [one.key for one in hand.wait() if isinstance(one, events.Key)] == ["escape"]


def test_a_click_may_come_in_pieces_with_pauses() -> None:
    hand = Hand()
    told = [*hand.type(b"\x1b[<0;1"), *hand.wait(), *hand.type(b"2;5M")]

    assert [(type(one), one.x, one.y) for one in told if isinstance(one, events.MouseEvent)] == [
        (events.MouseDown, 11, 4)
    ]


def test_the_beginning_of_a_sequence_is_forgotten() -> None:
    hand = Hand()
    hand.type(b"\x1b]0;fog")
    hand.wait(ABANDONED + 0.1)

    assert hand.keys(b"j") == ["j"]


def test_many_random_bytes_leave_little_behind() -> None:
    dice = random.Random(11)
    hand = Hand()
    for _ in range(3000):
        hand.type(dice.choice(PIECES) if dice.random() < 0.7 else dice.randbytes(4))

    assert len(hand.received.pending) < 5000
