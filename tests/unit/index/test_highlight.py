from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index import highlight
from reader.index.analysis.query_tokens import is_similar_word, token_row
from reader.index.analysis.stemming import terms_of
from reader.index.analysis.tokens import terms_in
from reader.index.highlight import matches, snippet, term_offsets
from reader.model import And, InLanguage, Not, Or, Part, Phrase, Word

TEXT = "Ministers were running away from Ägypten’s floods; a minister ran. 東京都 waits."


def marked(part: Part, text: str = TEXT, field: str = "body") -> list[str]:
    return [text[start:end] for start, end in matches(text, part, field)]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Word("minister"), ["Ministers", "minister"]),
        (Word("run"), ["running"]),
        (Word("agypten"), ["Ägypten"]),
        (Word("min", prefix=True), ["Ministers", "minister"]),
        (Word("runni", prefix=True), ["running"]),
        (Word("mini-ster"), ["Ministers", "minister"]),
        (Word("flods", fuzzy=True), ["floods"]),
        (Word("東"), ["東"]),
        (Word("都"), ["都"]),
        (Word("京都"), ["京都"]),
        (Word("東京都"), ["東京都"]),
        (Phrase("running away"), ["running away"]),
        (Phrase("away running"), []),
        (Phrase("ran 東京都 waits"), ["ran. 東京都 waits"]),
        (Phrase("ran 東京"), ["ran. 東京"]),
        (Phrase("nowhere else"), []),
        (Phrase(";"), []),
        (Word("waits", "title"), []),
        (Not(Word("minister")), []),
        (InLanguage("en"), []),
        (And((Word("floods"), Not(Word("ran")))), ["floods"]),
        (Or((Word("ran"), Phrase("minister ran"))), ["minister ran"]),
    ],
)
def test_what_a_query_finds_in_a_text_is_marked(part: Part, expected: list[str]) -> None:
    assert marked(part) == expected


def test_a_part_for_one_field_marks_in_that_field_alone() -> None:
    part = And((Word("rain", "title"), Word("wind")))

    assert marked(part, "rain wind", "title") == ["rain", "wind"]
    assert marked(part, "rain wind", "by") == ["wind"]
    assert marked(part, "rain wind", "") == ["rain", "wind"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("flood", "floods", True),
        ("flood", "flood", True),
        ("flood", "fold", False),
        ("lihgt", "light", True),
        ("ilght", "light", False),
        ("goverment", "government", True),
        ("govrment", "government", True),
        ("govmen", "government", False),
        ("blood", "flood", False),
        ("it", "is", False),
        ("abcd", "aefg", False),
    ],
)
def test_words_are_alike_when_few_letters_differ(one: str, other: str, expected: bool) -> None:
    assert is_similar_word(one, other) is expected


LONG = (
    "Nothing here.\n\n"
    + "Filler words go on. " * 30
    + "The river\n rose in the night. "
    + "More filler. " * 9
)


def test_a_snippet_shows_the_match_with_whole_words_around_it_in_one_line() -> None:
    shown = snippet(LONG, Word("river"), 60)

    assert shown.text[0] == shown.text[-1] == "…"
    assert "The river rose in the night." in shown.text
    assert len(shown.text) < 80
    assert [shown.text[start:end] for start, end in shown.matches] == ["river"]


def test_a_snippet_takes_the_passage_with_most_words_of_the_query() -> None:
    text = "rain " + "dull " * 50 + "wind and rain and rain " + "dull " * 50 + "snow wind"

    shown = snippet(text, Or((Word("rain"), Word("wind"))), 40)

    assert "wind and rain" in shown.text


def test_without_a_match_a_snippet_is_the_beginning() -> None:
    assert snippet("  One\ttwo\n\nthree four", Word("zzz"), 10).text == "One two…"
    assert snippet("short", Word("zzz")).text == "short"
    assert snippet("", Word("zzz")).text == ""


def test_a_text_without_spaces_is_cut_where_it_must_be() -> None:
    assert snippet("水" * 500, Word("zzz"), 100).text == "水" * 100 + "…"
    assert "火" in snippet("水" * 500 + "火" + "水" * 500, Word("火"), 60).text


PARTS = st.recursive(
    st.builds(Word, st.text(max_size=8), st.just(""), st.booleans(), st.booleans())
    | st.builds(Phrase, st.text(max_size=12)),
    lambda inner: (
        st.builds(lambda *parts: And(parts), inner, inner)
        | st.builds(lambda *parts: Or(parts), inner, inner)
        | st.builds(Not, inner)
    ),
    max_leaves=4,
)
TEXTS = st.text(alphabet=st.sampled_from("ab é東京が\n.'’-1,"), max_size=80)


@pytest.mark.usefixtures("untraced")
@settings(deadline=None, max_examples=300)
@given(TEXTS, PARTS, st.integers(10, 60))
def test_a_snippet_joins_from_its_pieces_and_is_one_line(text: str, part: Part, width: int) -> None:
    shown = snippet(text, part, width)

    assert "".join(piece for piece, _ in shown.pieces()) == shown.text
    assert not {"\n", "\t"} & set(shown.text)
    assert list(shown.matches) == sorted(shown.matches)


@pytest.mark.usefixtures("untraced")
@settings(deadline=None, max_examples=300)
@given(TEXTS, TEXTS)
def test_every_match_of_a_word_holds_a_term_that_the_word_wants(text: str, wanted: str) -> None:
    part = Word(wanted)

    spans = matches(text, part)

    for start, end in spans:
        inside = list(terms_in(text[start:end]))
        assert all(any(want.takes(*token) for token in inside) for want in token_row(part))
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.usefixtures("untraced")
@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_a_text_holds_each_of_its_own_words(text: str) -> None:
    for _, start, end in term_offsets(text):
        assert any(
            left <= start and end <= right for left, right in matches(text, Word(text[start:end]))
        )


ODD = (
    "The U.S.A. and the USA, O'Malley's market: super-market, mar­ket, 3,000 or 3000 ponies.\n\n"
    "Dying, it died; naïve or naive—MARKETS’ pony, a pony."
)


@pytest.mark.parametrize("word", ["usa", "market", "pony", "die", "naive", "3000", "malley", "a"])
@pytest.mark.parametrize("text", [ODD, ODD.encode("ascii", "ignore").decode(), "日本 " + ODD, ""])
def test_a_word_is_found_wherever_a_token_of_a_text_is_that_word(word: str, text: str) -> None:
    wanted = terms_of(word)

    found = matches(text, Word(word), "body", "en")

    assert found == tuple((a, b) for term, a, b in term_offsets(text, "en") if term in wanted)


def test_words_of_many_texts_are_found_however_few_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(highlight, "_MOST_KNOWN", 2)

    assert matches("marmalade, marmot, marble, markets", Word("market"), "body", "en") == (
        (27, 34),
    )
