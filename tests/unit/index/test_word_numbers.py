"""Words of many texts are numbered all at once: each word always has the same number."""

from __future__ import annotations

import random
from itertools import count

import numpy as np
import pytest

from reader.index.analysis.tokens import terms_in, terms_of_runs
from reader.index.write import word_numbers
from reader.index.write.word_numbers import CutTexts, WordNumbers

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TEXTS = [
    "",
    "Tides, tides. (tide) e-mail; U.S. 1,500 o'clock... the\tthe\nthe",
    "l’été, große Städte. Über alles",
    "東京都 の天気 ソウルは、 e\u0301te\u0301",
    "one\0two\x01three\x7ffour",
    " , . ",
    "an extraordinarilylongword and 12345678 123456781 1234567812345678 12345678123456781",
    "Снег в городе",
]


def numbered(texts: list[str], numbers: WordNumbers, known: dict[str, int]) -> list[list[str]]:
    """The words of texts, each of which is found by its number among those that are known."""
    cut = CutTexts(texts)
    found = numbers.numbers(cut, np.arange(len(cut.lengths)))
    words = {number: word for word, number in known.items()}
    ends = np.cumsum(cut.counts)
    return [[words[one] for one in part] for part in np.split(found, ends[:-1])]


def numbering() -> tuple[WordNumbers, dict[str, int]]:
    """What numbers words, and the words that were given a number by it."""
    known: dict[str, int] = {}
    numbers = count(1)

    def number_of(word: str) -> int:
        assert word not in known
        known[word] = next(numbers)
        return known[word]

    return WordNumbers(number_of), known


@pytest.mark.parametrize("language", ["", "en", "fr"])
def test_words_that_are_cut_all_at_once_are_the_terms_of_their_texts(language: str) -> None:
    numbers, known = numbering()
    read = terms_of_runs(language)

    found = numbered(TEXTS, numbers, known)

    assert [[term for word in words for term in read[word]] for words in found] == [
        terms_in(text, language) for text in TEXTS
    ]


def test_a_word_has_the_number_that_it_had_before() -> None:
    numbers, known = numbering()
    first = numbered(TEXTS, numbers, known)
    many = dict(known)

    again = numbered(TEXTS[::-1], numbers, known)

    assert again[::-1] == first
    assert known == many


def test_each_of_very_many_words_has_a_number_of_its_own() -> None:
    numbers, known = numbering()
    dice = random.Random(1)
    words = ["".join(dice.choices(LETTERS, k=dice.randrange(1, 20))) for _ in range(9_000)]

    parts = [words[at : at + 1_500] for at in range(0, len(words), 1_500)]
    found = [numbered([" ".join(part)], numbers, known)[0] for part in parts]

    assert found == parts
    assert known.keys() == set(words)


def test_words_whose_slots_are_all_the_same_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_numbers, "randbits", lambda _: 0)
    numbers, known = numbering()
    words = [f"{first}{second}" for first in LETTERS for second in LETTERS]

    assert numbered([" ".join(words * 2)], numbers, known) == [words * 2]


def test_some_of_the_words_are_numbered_alone() -> None:
    numbers, known = numbering()
    cut = CutTexts(["tide and ebb", "tide"])

    assert numbers.numbers(cut, np.array([0, 3])).tolist() == [1, 1]
    assert known == {"tide": 1}
