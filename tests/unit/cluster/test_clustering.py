"""Which stories report one event, as the station finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log
from pathlib import Path

import pytest

from reader.cluster import terms as known_terms
from reader.cluster.cluster_core import Cluster
from reader.cluster.clustering import BARS, Clusterer, Rarity, SimilarityThresholds
from reader.cluster.fingerprint import make_fingerprint
from reader.cluster.similarity import MEASURES, Comparison, shipped_model
from reader.cluster.term_rarity import MEMORY
from reader.cluster.terms import first_words, named_terms, term_hash, term_hashes
from reader.model import ClusterMember, Fingerprint, Story
from tests.support.known_events import (
    LANGUAGES,
    found_events,
    known_stream,
    scores,
    shortened,
    squeezed,
    teasers_of,
)
from tests.support.reports import seconds, story


def grouper(strictness: str = "normal") -> Clusterer:
    return Clusterer(Rarity(), lambda *_: (), BARS[strictness])


def taken(grouper: Clusterer, stories: list[Story], days: float = 0.1) -> list[ClusterMember]:
    return [
        grouper.cluster_story(one, seconds(days * number)) for number, one in enumerate(stories)
    ]


def test_reports_of_one_event_are_one_and_others_stand_alone() -> None:
    found = taken(grouper(), [story(1, 1), story(2, 2), story(3, 1), story(4, 3), story(5, 1)])

    assert [one.event for one in found] == [1, 2, 1, 4, 1]


def test_a_republished_text_is_the_same_text_whatever_its_headline() -> None:
    again = replace(story(2, 1, version=1), headline="Something else entirely")

    found = taken(grouper(), [story(1, 1, version=1), again, story(3, 1, version=3)])

    assert [(one.event, one.text) for one in found] == [(1, 1), (1, 1), (1, 3)]


def test_a_part_of_a_text_is_the_same_text() -> None:
    whole = story(1, 1)
    part = replace(story(2, 1), text="\n\n".join(whole.text.split("\n\n")[:10]))

    assert [one.text for one in taken(grouper(), [whole, part])] == [1, 1]


def test_an_event_lasts_a_week() -> None:
    one = grouper()
    first = one.cluster_story(story(1, 1), seconds())

    assert one.cluster_story(story(2, 1), seconds(6.9)).event == first.event
    assert one.cluster_story(story(3, 1), seconds(7.2)).event == 3
    assert one.cluster_story(story(4, 1), seconds(400)).event == 4


def test_a_story_that_comes_late_finds_its_event() -> None:
    one = grouper()
    taken(one, [story(number, number) for number in range(1, 9)], days=30)

    assert one.cluster_story(story(9, 2), seconds(29)).event == 2


@pytest.mark.parametrize("text", ["", "Fog", "Fog. Fog. Fog.", "12 " * 50, "a b c d " * 30])
def test_what_says_too_little_stands_alone(text: str) -> None:
    found = taken(grouper(), [Story("/news", str(at), "Fog", text, id=at) for at in (1, 2, 3)])

    assert [one.event for one in found] == [1, 2, 3]
    assert not found[0].mark.terms


def test_a_table_of_numbers_is_no_event() -> None:
    table = " ".join(f"{number}.{number % 7}5" for number in range(300, 360))
    both = [replace(story(at, at), text=f"{table}\n\n{story(at, at).text[:400]}") for at in (1, 2)]

    assert [one.event for one in taken(grouper(), both)] == [1, 2]


def test_many_copies_are_one_event_in_bounded_time() -> None:
    one = grouper()
    copies = [replace(story(1, 1), id=number) for number in range(1, 401)]

    assert {(found.event, found.text) for found in taken(one, copies, days=0.001)} == {(1, 1)}


def test_a_story_joins_for_what_it_shares_with_the_core_not_with_its_last_member() -> None:
    one = Clusterer(Rarity(), lambda *_: (), SimilarityThresholds(likeness=0.25))
    about_one = [story(number, 1) for number in range(1, 6)]
    stray = "\n\n".join([*story(6, 1).text.split("\n\n")[:8], *story(6, 2).text.split("\n\n")[:8]])
    chained = [*about_one, replace(story(6, 1), text=stray), story(7, 2)]

    assert [found.event for found in taken(one, chained)] == [1, 1, 1, 1, 1, 1, 7]


def test_another_language_joins_only_for_names_and_numbers() -> None:
    ours = story(1, 1)
    names = " ".join(dict.fromkeys(w for w in ours.text.split() if w[0].isupper() and w != "The"))
    foreign = replace(ours, id=2, language="de", text=f"{names} liegt im Nebel und {names} auch")
    words_only = replace(ours, id=3, language="de", headline="", text=ours.text.lower())

    found = taken(grouper(), [ours, foreign, words_only])

    assert [one.event for one in found] == [1, 1, 3]


def joins(strictness: str, shared: int) -> bool:
    """Whether a report of something else joins for so many paragraphs that it has in common."""
    common = story(1, 1).text.split()[: 4 * shared]
    other = replace(story(2, 2), text=" ".join([*common, story(2, 2).text]))
    return taken(grouper(strictness), [story(1, 1), other])[1].event == 1


def test_stricter_is_stricter() -> None:
    first = [
        next(shared for shared in range(1, 60) if joins(strictness, shared))
        for strictness in ("loose", "normal", "strict")
    ]

    assert first == sorted(set(first))


def test_a_story_never_joins_what_a_person_set_it_apart_from() -> None:
    one = grouper()
    one.cluster_story(story(1, 1), seconds())

    assert one.cluster_story(story(2, 1), seconds(), apart=(1,)).event == 2
    assert one.cluster_story(story(3, 1), seconds(), apart=(7,)).event in (1, 2)


def test_a_story_is_where_a_person_put_it() -> None:
    one = grouper()
    first = one.cluster_story(story(1, 1), seconds())

    assert one.cluster_story(story(2, 2), seconds(100), into=[first]).event == 1


def test_the_same_stories_give_the_same_events_and_prints() -> None:
    stories = [story(number, number % 4) for number in range(1, 30)]

    assert taken(grouper(), stories) == taken(grouper(), stories)


def test_chinese_is_read_in_pairs_of_letters() -> None:
    assert first_words("台风在海岸") == ["台风", "风在", "在海", "海岸"]
    assert first_words("登陆abc三x") == ["登陆", "abc", "三", "x"]
    assert term_hash("台风") != term_hash("登陆")


def test_case_accents_and_endings_do_not_matter() -> None:
    assert term_hash("Calderón") == term_hash("calderon")
    assert term_hash("elections") == term_hash("Electionsx")
    assert term_hash("a") == term_hash("12") == 0


def test_what_is_remembered_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    first = term_hashes(["fog", "tide"])
    monkeypatch.setattr(known_terms, "MOST_KNOWN", 1)

    assert term_hashes(["fog", "tide"]) == first
    assert set(known_terms.KNOWN) == {"fog", "tide"}


def test_what_is_always_written_with_a_capital_is_a_name() -> None:
    names = named_terms(first_words("Fog over Quillhaven. The fog stays in Quillhaven, 1,500 say."))

    assert names == {term_hash("Quillhaven"), term_hash("1,500"), term_hash("The")}


def test_what_was_learned_long_ago_counts_half() -> None:
    rarity = Rarity()
    for _ in range(MEMORY):
        rarity.learn({term_hash("fog"): 1})

    again = Rarity(rarity.stories, rarity.counts.tobytes())

    assert again.stories == MEMORY // 2
    assert again.rarities([term_hash("fog")]) == rarity.rarities([term_hash("fog")])
    assert rarity.rarities([term_hash("samphire")])[0] > rarity.rarities([term_hash("fog")])[0]


def test_a_term_tells_more_where_it_is_said_often_or_is_rare() -> None:
    rarity, (fog, tide) = Rarity(), term_hashes(["fog", "tide"])
    for _ in range(9):
        rarity.learn({fog: 1})

    told = {term: weight for weight, term in rarity.weigh([(fog, 1), (tide, 3)], ())}

    assert told[fog] == rarity.rarities([fog])[0]
    assert told[tide] == pytest.approx(rarity.rarities([tide])[0] * (1 + log(3)))
    assert told[fog] < rarity.weigh([(tide, 1)], ())[0][0] < told[tide]


def test_a_print_of_nothing_is_like_nothing() -> None:
    empty = make_fingerprint(Story("/news", "1", "", "", id=1), 0, Rarity())

    assert empty == Fingerprint(1, 0)


def teaser(number: int, headline: str, text: str) -> Story:
    return Story("/news", f"key-{number}", headline, text, language="en", id=number)


FERRY = (
    teaser(
        1,
        "Ferry Halvard runs aground off Arnwick with 240 aboard",
        "The ferry Halvard ran aground on a sandbank off Arnwick early on Monday with 240"
        " passengers aboard. Lifeboats from Selby took all of them to the shore, the coastguard"
        " said. Captain"
        " Ingrid Moen told broadcasters that the rudder had failed.",
    ),
    teaser(
        2,
        "Rudder failed before Halvard ferry grounded, captain says",
        "Passengers described hours in the dark after the Halvard was stranded near Arnwick. The"
        " coastguard sent lifeboats from Selby to the sandbank. Ingrid Moen, the captain, blamed a"
        " rudder that no longer answered.",
    ),
)
MAYOR = teaser(
    3,
    "Arnwick mayor wants a new quay",
    "Mayor Tom Ashby of Arnwick asked the council on Monday for money to rebuild the old fish quay."
    " Traders had complained for years about loose stones, and a petition with 900 names was handed"
    " over at the town hall last week.",
)


BOAT = teaser(
    4,
    "Fishing boat towed to Selby",
    "Two brothers who were out for mackerel came home behind a tug on Sunday. Their engine had"
    " stopped after a net was caught in it, the coastguard in Selby said, and repairs may take"
    " until spring.",
)


def test_teasers_of_one_event_are_one_and_others_of_the_same_town_stand_alone() -> None:
    found = taken(grouper(), [FERRY[0], MAYOR, BOAT, FERRY[1]], days=0.01)

    assert [one.event for one in found] == [1, 3, 4, 1]


class Measured(Clusterer):
    """Clustering that keeps the measures of the last comparison."""

    measures: dict[int, dict[str, float]]

    def _choose(self, comparison: Comparison, events: Sequence[Cluster]) -> Cluster | None:
        self.measures = {
            event.id: dict(zip(MEASURES, measures, strict=True))
            for event, measures in comparison.measured(events, 1)
        }
        return super()._choose(comparison, events)


def measures(stories: list[Story], days: float = 0.01) -> dict[int, dict[str, float]]:
    """How the last of these stories was measured against the event of each other."""
    one = Measured(Rarity(), lambda *_: ())
    taken(one, stories, days)
    return one.measures


def test_headlines_are_compared_apart_from_the_text() -> None:
    renamed = replace(FERRY[1], headline="Night on the water")

    assert measures([*FERRY])[1]["headline"] > 0.3
    assert measures([FERRY[0], renamed])[1]["headline"] == 0


def test_time_apart_counts_from_a_day_on_and_less_for_long_texts() -> None:
    whole = [story(1, 1), story(2, 1)]

    assert measures([*FERRY], days=0.9)[1]["days"] == 0
    assert measures([*FERRY], days=3)[1]["days"] > measures(whole, days=3)[1]["days"] > 0


def test_time_apart_counts_no_more_from_two_days_on() -> None:
    assert measures([*FERRY], days=6)[1]["days"] == measures([*FERRY], days=2)[1]["days"]


def test_each_event_has_the_likest_other_as_its_rival() -> None:
    told = measures([FERRY[0], BOAT, FERRY[1]])

    assert told[4]["rival"] == told[1]["likeness"]
    assert told[1]["rival"] == max(0.3, told[4]["likeness"])
    assert measures([*FERRY])[1]["rival"] == 0.3


def test_each_measure_raises_or_lowers_the_odds_as_one_would_think() -> None:
    weights = dict(zip(MEASURES, shipped_model().weights, strict=True))

    assert min(weights["likeness"], weights["words"], weights["headline"]) > 0
    assert max(weights["rival"], weights["days"]) < 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_are_found_in_any_language(language: str) -> None:
    stream = teasers_of(language)
    found = found_events(grouper(), stream)
    precision, _, f1, _ = scores(found, stream.events, list(stream.events))

    assert precision >= 0.97
    assert f1 >= 0.9


def test_events_of_many_languages_are_told_apart() -> None:
    stream = teasers_of(*LANGUAGES)
    found = found_events(grouper(), stream)
    precision, _, f1, _ = scores(found, stream.events, list(stream.events))

    assert precision >= 0.99
    assert f1 >= 0.93


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("\u0627\u0644\u0645\u0631\u064a\u062e", "\u0645\u0631\u064a\u062e"),  # the Mars
        ("\u0648\u0627\u0644\u0645\u0631\u064a\u062e", "\u0645\u0631\u064a\u062e"),  # and the Mars
        ("\u0644\u0644\u0645\u0631\u064a\u062e", "\u0645\u0631\u064a\u062e"),  # to the Mars
    ],
)
def test_a_word_of_arabic_is_the_same_with_its_article(written: str, bare: str) -> None:
    assert term_hash(written) == term_hash(bare)


def test_teasers_and_articles_of_one_event_are_found_well(shared: Path) -> None:
    articles, teasers = known_stream("events.jsonl"), known_stream("teasers.jsonl")
    for stream, least in (
        (teasers, 0.92),
        (articles, 0.98),
        (squeezed(articles), 0.96),
        (squeezed(shortened(articles)), 0.945),
    ):
        found = found_events(grouper(), stream)
        precision, _, f1, _ = scores(found, stream.events, list(stream.events))

        assert precision >= 0.96
        assert f1 >= least
