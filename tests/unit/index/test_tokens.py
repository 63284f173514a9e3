from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.analysis import tokens
from reader.index.analysis.stemming import form_of, language_of, term_of, terms_of
from reader.index.analysis.tokens import terms_in
from reader.index.analysis.tokens import tokenize as read
from reader.index.highlight import term_offsets


def found(text: str, language: str = "") -> list[str]:
    return [form_of(term) for term, _, _ in term_offsets(text, language)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ägypten", "agypten"),
        ("A\u0308gypten", "ÄGYPTEN"),
        ("Москва", "москва"),
        ("Ёлка", "елка"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("ΣΟΦΟΣ", "σοφός"),
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("محـــمد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("ﬁne", "fine"),
        ("می\u200cخواهم", "میخواهم"),
        ("അവന\u0d4d\u200d", "അവന\u0d4d"),
        ("葛\U000e0100", "葛"),
        ("ᠮᠣ\u180b", "ᠮᠣ"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Øresund", "oresund"),
        ("Đoković", "dokovic"),
        ("İstanbul", "istanbul"),
        ("ısı", "isi"),
        ("ＡＢＣ１２", "abc12"),
        ("٢٠٢٤", "2024"),
        ("ｶﾞﾗｽ", "ガラス"),
        ("か\u3099", "が"),
        ("1,500", "1500"),
        ("U.S.", "US"),
        ("U.S", "u.s."),
        ("haven’t", "haven't"),
        ("Seoul's", "Seoul"),
        ("we’ll", "we"),
        ("O’Brien", "obrien"),
        ("running", "run"),
        ("ministers", "Minister"),
        ("soft\u00adware", "software"),
        ("ﬃ ﬆ", "ffi st"),
        ("Œuvre Ærø", "oeuvre aero"),
        ("ĳs", "IJs"),
        ("ſtorm", "storm"),
        ("ＵＳ", "us"),
        ("Ⅻ", "xii"),
        ("ﾊﾟﾘ", "パリ"),
        ("ﾡ", "ㄱ"),
        ("Việt Nam", "viet nam"),
        ("Şanlıurfa", "sanliurfa"),
        ("ΑΎΡΙΟ", "αυριο"),
        ("և", "եւ"),
        ("ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი"),
        ("۱۲۳", "123"),
        ("१९४७", "1947"),
        ("كتاب‌ها", "كتابها"),
        ("Dvořák", "DVORAK"),
        ("MOJŻESZ", "mojzesz"),
    ],
)
def test_two_writings_of_one_word_are_one_term(written: str, typed: str) -> None:
    assert found(written) == found(typed)
    assert len(set(found(written))) >= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("か", "が"),
        ("мой", "мои"),
        ("कम", "काम"),
        ("हिन्दी", "हिनदी"),
        ("น้ำ", "นำ"),
        ("run", "ran"),
        ("1.5", "15"),
        ("AP", "app"),
    ],
)
def test_what_makes_another_word_makes_another_term(one: str, other: str) -> None:
    assert found(one) != found(other)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Tong-hyung", ["tong", "hyung"]),
        ("U.S.-led AP, 3.5m 1.500,00", ["us", "led", "ap", "3.5m", "1.500,00"]),
        ("x.com a.m. end. A", ["x", "com", "am", "end", "a"]),
        ("J.K.Rowe", ["jk", "row"]),
        ("l'État dell’arte d'Or", ["l", "etat", "dell", "art", "d", "or"]),
        ("snake_case (10:30)", ["snake", "case", "10", "30"]),
        ("東京都", ["東京", "京都"]),
        ("京 a東", ["京", "a", "東"]),
        ("서울시", ["서울", "울시"]),
        ("คน ข่าว", ["คน", "ข่า", "าว"]),
        ("... — ☃ 'ـ'", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_words(text: str, terms: list[str]) -> None:
    assert found(text) == terms


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "minister Ministers minister's"),
        ("en", "running runs run"),
        ("de", "Häuser Hauses Haus"),
        ("de", "Straße Straßen STRASSEN strasse"),
        ("fr", "économique économiques ECONOMIQUES"),
        ("fr", "français française"),
        ("es", "canción canciones cancion"),
        ("it", "elezione elezioni"),
        ("pt", "governo governos"),
        ("nl", "verkiezing verkiezingen"),
        ("sv", "regering regeringen"),
        ("da", "valg valget"),
        ("no", "regjering regjeringen"),
        ("fi", "talo talossa"),
        ("hu", "választás választások"),
        ("ro", "alegeri alegerile alegerilor"),
        ("pl", "wybory wyborach"),
        ("cs", "volby voleb"),
        ("ru", "президент президента ПРЕЗИДЕНТОМ"),
        ("ru", "российский российские"),
        ("el", "εκλογή εκλογών ΕΚΛΟΓΕΣ"),
        ("ar", "الانتخابات الانتخاب"),
        ("hi", "चुनाव चुनावों"),
        ("fa", "انتخاب انتخابات"),
        ("id", "pemilihan memilih pilih"),
        ("et", "valimised valimiste"),
        ("lt", "rinkimai rinkimų"),
    ],
)
def test_forms_of_a_word_are_one_term_in_its_language(language: str, forms: str) -> None:
    assert len(set(found(forms, language))) == 1


@pytest.mark.parametrize("language", ["tr", "vi", "xx"])
def test_a_language_without_a_stemmer_keeps_its_words(language: str) -> None:
    assert found("ministers Regierungen", language) == ["ministers", "regierungen"]
    assert language_of(term_of("ministers", language)) == ""


def test_latin_words_in_another_script_are_english_and_the_rest_is_not() -> None:
    assert [term_of("ministers", language) for language in ("ja", "ru", "")] == ["minist/en"] * 3
    assert term_of("выборах", "ru") == "выбор/ru"
    assert term_of("выборах", "") == "выборах/en"


@pytest.mark.parametrize("word", ["us", "2024", "g20"])
def test_numbers_and_two_letters_have_no_stem(word: str) -> None:
    assert term_of(word, "en") == word
    assert terms_of(word) == {word}


def test_stems_of_two_languages_are_two_terms() -> None:
    assert term_of("sites", "fr") != term_of("site", "en")
    assert {"site/en", "sit/fr", "sites"} <= terms_of("sites")


@settings(deadline=None, max_examples=300)
@given(st.text(min_size=1), st.sampled_from(["", "en", "de", "ru", "el", "tr", "ja", "ar", "hi"]))
def test_a_typed_word_stands_for_what_it_is_in_any_language(text: str, language: str) -> None:
    for term, form, _, _ in read(text, language):
        assert not form or term in terms_of(form)


def test_the_last_character_of_a_row_is_a_token_without_a_form() -> None:
    assert list(read("東京 x")) == [
        ("東京", "東京", 0, 2),
        ("京", "", 1, 2),
        ("x", "x", 3, 4),
    ]


def test_places_are_counted_in_code_points_of_the_text_as_it_stands() -> None:
    text = "😀 Ägypten’s “U.S.” ﬁne A\u0308b 東か\u3099都"

    assert [text[start:end] for _, start, end in term_offsets(text)] == [
        "Ägypten",
        "U.S.",
        "ﬁne",
        "A\u0308b",
        "東か\u3099",
        "か\u3099都",
    ]


def test_an_accent_that_stands_alone_is_a_term() -> None:
    assert list(term_offsets("\u17dd")) == [("\u17dd", 0, 1)]
    assert "" not in [term for term, _ in terms_in("\u17dd\u1780 \u17dd\u17dd")]


def test_a_long_word_is_cut() -> None:
    assert found("x" * 1_000) == ["x" * 64]
    assert found("é" * 1_000) == ["e" * 64]


def test_each_character_of_a_very_long_row_begins_a_term() -> None:
    row = "潮渡口" * 4_000

    assert [start for _, _, start, _ in read(row)] == list(range(len(row)))


def test_a_long_row_of_accents_takes_no_time() -> None:
    begun = time.process_time()
    found("a" + "\u0301\u0323" * 200_000)

    assert time.process_time() - begun < 2


@settings(deadline=None, max_examples=300)
@given(st.text())
def test_every_word_stands_where_it_says(text: str) -> None:
    before = -1
    for term, start, end in term_offsets(text):
        assert 0 <= start < end <= len(text)
        assert before < start
        assert 0 < len(term) <= 200
        before = start


PLAIN = st.characters(max_codepoint=0x24F, exclude_characters="\u00ad") | st.sampled_from("'’.,1Б")


@settings(deadline=None, max_examples=300)
@given(st.text(PLAIN))
def test_the_quick_way_and_the_thorough_way_read_the_same(text: str) -> None:
    thorough = list(read(f"{text}\n東"))

    assert thorough[:-1] == list(read(text))


@settings(deadline=None, max_examples=300)
@given(st.text() | st.text(PLAIN | st.sampled_from(" \n\u00a0\u2003,;-—“”()/東")))
def test_terms_without_places_are_the_same_terms(text: str) -> None:
    assert list(terms_in(text)) == [token[:2] for token in read(text)]


@given(st.text("aZz09.,'\"-_!?()$%/", max_size=9), st.sampled_from(["", "en", "fr", "tr"]))
def test_a_run_of_letters_and_marks_is_read_as_where_each_word_of_it_stands(
    run: str, language: str
) -> None:
    assert terms_in(run, language) == [token[:2] for token in read(run, language)]


def test_rare_words_do_not_push_out_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens.tokens_of_words.cache_clear()
    monkeypatch.setattr(tokens, "_REMEMBERED", 10)
    many = " ".join(f"word{number} said" for number in range(100))

    assert found(many).count("said") == 100
    assert len(tokens.tokens_of_words("")) <= 10


def test_the_words_are_known_without_the_engine_and_without_a_warning(tmp_path: Path) -> None:
    asked = "import sys, reader.index.highlight; print('whoosh.index' in sys.modules)"
    command = [sys.executable, "-W", "error", "-X", f"pycache_prefix={tmp_path}", "-c", asked]
    told = subprocess.run(command, capture_output=True, check=True)

    assert told.stdout.strip() == b"False"
    assert told.stderr == b""
