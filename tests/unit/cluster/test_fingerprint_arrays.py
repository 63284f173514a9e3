"""Prints that are made of many stories at once are those of one story after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
import pytest

from reader.cluster.clustering import Clusterer
from reader.cluster.fingerprint import FEWEST_TERMS, MOST_FIGURES, make_fingerprint
from reader.cluster.term_rarity import MEMORY, MOST_COUNTED, SLOTS, Rarity
from reader.cluster.terms import LETTERS, named_terms, term_hash, words_with_terms
from reader.cluster.vectorized import word_arrays as arrays
from reader.cluster.vectorized.fingerprint_arrays import ABREAST, make_fingerprints
from reader.cluster.vectorized.word_arrays import word_arrays
from reader.model import Fingerprint
from reader.model.events import ReportText
from tests.support.reports import seconds, story, word

ODD_TEXTS = [
    "",
    " ",
    "a",
    "7",
    "Harbour",
    "Harbour harbour Quay QUAY iPhone phone e.g. U.S. U.S.A 3.5 3,500.25 .5 5. 5,.5 1..2 7th x2y",
    "harbour's don't under_score Tab\tline\nreturn\r\x00nul\x7f\x1bend",
    "12 123 1234567 12345678 1,234,567.89 2026-11-02 +49,30",
    "internationalisation Internationalisations INTERNATIONALISATION internationalisationsprogramm",
    "antidisestablishmentarianism Antidisestablishmentarianismus" + "x" * 40 + " " + "X" * 41,
    "“Ebb” – the harbour’s … tide\u00a0turns",
    "Größe größe GRÖSSE Élan élan İzmir izmir straße ß",
    "Москва москва России 1,5",
    "وقال الرئيس إن المدينة وبالمدينة للمدينة",
    "新聞記者は港で会見した。東京 Tokyo 2026年",
    "a lone \ud800 surrogate and ٣٤٥ digits",
    "word " * LETTERS,
    "x" * (2 * LETTERS),
]


PLAIN = "The ferry is late by 3.5 hours, for there is fog. " * 20
FOREIGN_WORDS = [
    "Größe größe Ebbe",
    "Ebbe GRÖSSE größer Straße STRASSE straße",
    "İzmir izmir ırmak IRMAK ǅep ǆep ǄEP",
    "\u212aelp kelp \u212aELP",  # the sign of Kelvin, of which the small letter is in ASCII
    "10 m² ² ²a ²A x² ½ ⅔rd ª ªb Ⅻ ⅻ",
    "«Élan», ¿qué? ¡No! l’élan élan l'Élan — Élan…",
    "e\u0301lan E\u0301lan na\u0131ve",  # accents that are letters of their own
    "3é é3 é.5 5.é é_é É_é",
    "Ünternationalisierungsbestrebung ünternationalisierungsbestrebungen",
    "Москва москва МОСКВА Σίσυφος ΣΊΣΥΦΟΣ",
    "٣٫٥ ٣.٥ 3٣",
    "東京 Tokyo",
    "\U0001f600 smile \U00010400 \U00010428",
]


@pytest.mark.parametrize("others", [[], ["Ebb and flow"], ["", "Ebbe und Flüsse"]])
@pytest.mark.parametrize("text", [*ODD_TEXTS, *(one + PLAIN for one in FOREIGN_WORDS)])
def test_words_of_texts_are_those_of_each_alone(text: str, others: list[str]) -> None:
    texts = [*others, text, *others]
    words = word_arrays(texts)

    for at, one in enumerate(texts):
        start, end = words.bounds[at : at + 2]
        found, told = words_with_terms(one)
        terms = words.terms[start:end]
        assert terms.tolist() == told
        assert set(terms[words.names[start:end]].tolist()) - {0} == named_terms(found)


def test_words_of_any_marks_are_those_of_each_text_alone() -> None:
    dice = Random(2)
    plain = [*map(chr, range(128)), *"aAbB012.,., "]
    foreign = [*plain, *"éÉ’«ßİ²ςΣ"]
    scripts = [plain, foreign, [*foreign, *"新東٣"]]
    texts = ["".join(dice.choices(dice.choice(scripts), k=90)) for _ in range(600)]
    words = word_arrays(texts)

    expected = [words_with_terms(text) for text in texts]
    assert words.terms.tolist() == [term for _, told in expected for term in told]
    named = [
        set(terms[names].tolist()) - {0}
        for terms, names in zip(
            np.split(words.terms, words.bounds[1:-1]),
            np.split(words.names, words.bounds[1:-1]),
            strict=True,
        )
    ]
    assert named == [named_terms(found) for found, _ in expected]


def test_words_that_are_not_in_ascii_are_forgotten_before_they_take_too_much_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrays, "MOST_KNOWN", 10)
    expected = [words_with_terms(one + PLAIN)[1] for one in FOREIGN_WORDS]

    told = [word_arrays([one + PLAIN]).terms.tolist() for one in FOREIGN_WORDS]

    assert told == expected
    assert len(arrays._FOREIGN) < 20


def reports(number: int, seed: int = 1) -> Iterator[tuple[ReportText, int]]:
    """Stories of all lengths, some with numbers, decks, and in several scripts, with their time."""
    dice = Random(seed)
    known = [word(dice) for _ in range(800)]
    for at in range(1, number + 1):
        words = dice.choices(known, k=dice.choice([0, 3, FEWEST_TERMS, 60, 200, 700]))
        words = [one.title() if dice.random() < 0.2 else one for one in words]
        if dice.random() < 0.3:
            words += [str(dice.randrange(10_000)) for _ in range(3 * MOST_FIGURES)]
        if dice.random() < 0.2:
            words += ["Größe", "新聞記者", "“quoted”"]
        dice.shuffle(words)
        deck = " ".join(words[:5]) if dice.random() < 0.3 else ""
        headline = " ".join(dice.choices(words, k=6)).title() if words else ""
        yield ReportText(at, f"Outlet {at % 7}", "en", headline, deck, " ".join(words)), at * 900


def both_ways(
    told: Sequence[tuple[ReportText, int]], stories: int = 0
) -> list[list[tuple[Fingerprint, list[float]]]]:
    """Prints and rarities of stories, one after the other and all at once, and what is learned."""
    singly, at_once = Rarity(stories), Rarity(stories)
    one_by_one = []
    for report, published in told:
        mark = make_fingerprint(report, published, singly)
        one_by_one.append((mark, singly.rarities(mark.terms)))
    together = [(mark, list(rarities())) for mark, rarities in make_fingerprints(told, at_once)]

    assert (singly.stories, singly.counts) == (at_once.stories, at_once.counts)
    return [one_by_one, together]


@pytest.mark.parametrize("number", [0, 1, 2, ABREAST, 2 * ABREAST + 1])
def test_prints_of_many_stories_are_those_of_one_after_the_other(number: int) -> None:
    one_by_one, together = both_ways(list(reports(number)))

    assert together == one_by_one


def test_what_is_learned_is_halved_between_the_same_two_stories() -> None:
    one_by_one, together = both_ways(list(reports(40)), MEMORY - 20)

    assert together == one_by_one


def test_terms_that_share_a_slot_are_counted_for_both() -> None:
    dice, words = Random(3), dict[int, str]()
    shared: list[str] = []
    while len(shared) < 2:
        one = word(dice)
        slot = term_hash(one) >> 3 & SLOTS - 1
        other = words.setdefault(slot, one)
        shared = [one, other] if term_hash(one) != term_hash(other) else []
    text = " ".join([*shared, *(word(dice) for _ in range(30))])
    told = [(ReportText(at, "", "en", "", "", text), 0) for at in range(1, 4)]

    one_by_one, together = both_ways(told)

    assert together == one_by_one


def test_a_slot_is_counted_up_to_what_it_can_hold() -> None:
    told = list(reports(30))
    rarities = [Rarity(), Rarity()]
    for rarity in rarities:
        for slot in range(0, SLOTS, 2):
            rarity.counts[slot] = MOST_COUNTED - 2

    one_by_one = [make_fingerprint(report, published, rarities[0]) for report, published in told]

    assert [mark for mark, _ in make_fingerprints(told, rarities[1])] == one_by_one
    assert rarities[0].counts == rarities[1].counts
    assert max(rarities[0].counts) == MOST_COUNTED


def test_stories_of_no_words_at_all_have_empty_prints() -> None:
    told = [(ReportText(at, "", "", "", "", ""), at) for at in range(1, 4)]

    one_by_one, together = both_ways(told)

    assert together == one_by_one == [(Fingerprint(at, at), []) for at in range(1, 4)]


def test_events_of_many_stories_are_those_of_one_after_the_other() -> None:
    stories = [(story(number, number % 9), seconds(number / 50)) for number in range(1, 120)]
    singly, at_once = (Clusterer(Rarity(), lambda _start, _end: ()) for _ in range(2))

    one_by_one = [singly.cluster_story(one, published) for one, published in stories]

    assert at_once.take_many(stories) == one_by_one
    assert len({one.event for one in one_by_one}) == 9
    assert singly.rarity.counts == at_once.rarity.counts
