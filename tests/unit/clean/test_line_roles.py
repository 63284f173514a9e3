"""What a line is besides story is told by the words that pages use for it."""

from __future__ import annotations

import pytest

from reader.clean.dump.line_measures import measure_lines


def role(text: str) -> str:
    """What a line is besides story."""
    return measure_lines([text])[0].role


@pytest.mark.parametrize(
    "caption",
    [
        "The lock on Monday. Photo: Ada Lind",
        "The lock on Monday (Foto: Ada Lind)",
        "Barges above the lock on Monday. Reuters/Ada Lind",
        "Barges above the lock (AP Photo/Ada Lind)",
        "Pictured at the lock are the keeper and two of the skippers.",
        "The keeper, the smith and a diver, from left, look at the hinge.",
        "Der Schmied (l.) und der Wärter am Tor der Schleuse.",
        "Boote über der Schleuse. (Archivbild)",
        "A barge near the lock, August 2, in this picture. NO RESALES. NO ARCHIVES.",
        "水門の前で説明する町長（12日、町役場提供）",
        "水門の前に並ぶ船＝ＡＰ",
        "운하 수문 앞에서 주민들이 이야기를 나누고 있다. 뉴시스",
        "운하 수문 앞에 배가 서 있다. [사진 출처 = 시청]",
        "运河闸门前的船只。新华社记者 林达摄",
    ],
)
def test_the_words_of_a_picture_are_told_from_story(caption: str) -> None:
    assert role(caption) == "credit"


@pytest.mark.parametrize(
    "note",
    [
        "この記事は会員限定です。",
        "登录后可以阅读全文。",
        "Leserkommentare geben nicht die Meinung der Redaktion wieder.",
        "Dies ist eine maschinelle Übersetzung eines Artikels.",
        "Shares can fall as well as rise, and this is not investment advice.",
        "The Mirror is one of the region's oldest newspapers and provides news to the valley.",
    ],
)
def test_what_an_outlet_says_to_its_readers_is_told_from_story(note: str) -> None:
    assert role(note) == "legal"


@pytest.mark.parametrize(
    "sentence",
    [
        "The lock is the oldest of the valley, and our town is proud of it.",
        "The council moved from left to right on the question of the canal.",
        "The photograph shows that nobody had closed the gate.",
        "He said that Reuters had asked him for the drawings of the lock in 1911.",
        "町は水門の写真を公開し、船の数は12隻だったと説明した。",
        "기자들은 수문 앞에서 시장을 기다렸다.",
    ],
)
def test_a_sentence_of_a_story_is_nothing_else(sentence: str) -> None:
    assert role(sentence) == ""
