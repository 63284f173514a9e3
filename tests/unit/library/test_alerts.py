"""Saved searches that alert: of new stories once, counted until somebody looks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from reader.library import Library
from reader.library.hooks.alerts import Alert, stories_to_look_at, switch_alert
from reader.library.hooks.on_arrival import act_on_arrivals, alert_sentence
from reader.library.ingest.pipeline import save_document
from reader.library.rules.rule_list import parse_actions
from reader.library.rules.rule_runs import change_rules
from reader.library.saved_searches import add_search, read_searches, search_as_json
from reader.model import CleanedDocument, DocumentKind, Mark, QueryError, Rule, SavedSearch
from tests.conftest import pair

STORM = SavedSearch("Storms", "storm", alert=True)


def arrive(library: Library, *numbers: int, title: str = "A storm, number {}") -> None:
    """Have stories come, and be indexed."""
    source = library.store.sources.add("/news", "News")
    pairs = [pair(number, title=title.format(number)) for number in numbers]
    library.store.stories.save(source, pairs)
    library.update_index()


def alert_of(library: Library, *searches: SavedSearch) -> None:
    """Have searches alert from now on."""
    stories_to_look_at(library.store)
    for saved in searches:
        library.change_searches(partial(lambda one, before: add_search(before, one), saved))


def test_a_search_alerts_once_of_what_is_new(library: Library) -> None:
    arrive(library, 1)
    alert_of(library, STORM)

    arrive(library, 2, 3)
    arrive(library, 4, title="All is calm, {}")

    assert act_on_arrivals(library).alerts == (Alert("Storms", 2, "A storm, number 3"),)
    assert act_on_arrivals(library).alerts == ()
    assert library.store.searches.alerts() == {"Storms": 2}


def test_what_is_there_when_it_is_first_asked_is_no_news(library: Library) -> None:
    library.change_searches(lambda before: add_search(before, STORM))
    arrive(library, 1)

    assert act_on_arrivals(library).alerts == ()
    arrive(library, 2)
    assert [one.stories for one in act_on_arrivals(library).alerts] == [1]


def test_a_search_that_does_not_alert_is_quiet_and_so_is_what_was_read(library: Library) -> None:
    alert_of(library, STORM, replace(STORM, name="Quiet", alert=False))
    arrive(library, 1, 2)
    library.set_mark([1], Mark.READ, True)

    assert [(one.name, one.stories) for one in act_on_arrivals(library).alerts] == [("Storms", 1)]


def test_a_search_that_finds_nothing_new_is_quiet(library: Library) -> None:
    alert_of(library, STORM)
    arrive(library, 1, title="All is calm, {}")

    assert act_on_arrivals(library).alerts == ()
    assert library.store.searches.alerts() == {}


def test_a_story_that_went_meanwhile_is_no_headline(library: Library) -> None:
    alert_of(library, STORM)
    arrive(library, 1)
    with library.store.database.batch() as connection:
        connection.execute("DELETE FROM story")

    assert act_on_arrivals(library).alerts == ()


def test_alerts_are_counted_until_somebody_looks(library: Library) -> None:
    alert_of(library, STORM)
    for number in (1, 2):
        arrive(library, number)
        act_on_arrivals(library)
    searches = library.store.searches

    assert searches.alerts() == {"Storms": 2}
    searches.clear_alerts("Other")
    searches.clear_alerts("Storms")
    assert searches.alerts() == {}


@pytest.mark.parametrize("damaged", ["[1]", "{", '{"a": "x"}', '{"a": null}'])
def test_counts_that_cannot_be_read_are_none(library: Library, damaged: str) -> None:
    library.store.stories.note("alerts", damaged)

    assert library.store.searches.alerts() == {}


def test_a_broken_index_is_made_anew_for_an_alert(library: Library) -> None:
    alert_of(library, STORM)
    arrive(library, 1)
    for file in (library.folders.cache / "index").iterdir():
        file.unlink()

    assert [one.stories for one in act_on_arrivals(library).alerts] == [1]


def test_alerting_is_switched_on_and_off_and_outlives_another_query() -> None:
    searches = (replace(STORM, alert=False), SavedSearch("Tides", "tide"))

    on = switch_alert(searches, "Storms", True)

    assert [one.alert for one in on] == [True, False]
    assert add_search(on, SavedSearch("Storms", "gale"))[0] == SavedSearch("Storms", "gale", True)
    assert switch_alert(on, "Storms", False) == searches
    with pytest.raises(QueryError, match="no saved search called 'Gales'"):
        switch_alert(searches, "Gales", True)


def test_the_readable_file_tells_which_searches_alert() -> None:
    lines = [search_as_json(STORM), '{"name": "Old", "query": "tide"}', '["name"]']

    assert list(read_searches(lines)) == [STORM, SavedSearch("Old", "tide")]


def test_an_alert_is_one_sentence() -> None:
    assert alert_sentence(Alert("Storms", 1, "A storm")) == "Alert: Storms: 1 new story: A storm"
    assert "1,200 new stories" in alert_sentence(Alert("Storms", 1_200, "A storm"))


def test_a_rule_alerts_once_of_the_stories_that_it_caught(library: Library) -> None:
    arrive(library, 1)
    alert_of(library)
    change_rules(library, lambda _: (Rule("Gales", "storm", parse_actions(["alert"])),))
    source = library.store.sources.add("/news", "News")
    pairs = (pair(2, title="A storm"), pair(3, title="Calm"))
    document = CleanedDocument("/news", DocumentKind.FEED, pairs=pairs)
    save_document(library.store, source, document)

    assert act_on_arrivals(library).alerts == (Alert("Gales", 1, "A storm"),)
    assert act_on_arrivals(library).alerts == ()
    ((rule_id, name, unseen),) = library.store.rules.unseen_alerts()
    assert (name, unseen) == ("Gales", 1)
    library.store.rules.see_alerts(rule_id)
    assert library.store.rules.unseen_alerts() == []


def test_a_story_that_another_rule_hides_alerts_nobody(library: Library) -> None:
    arrive(library, 1)
    alert_of(library)
    alerting, hiding = (parse_actions([one]) for one in ("alert", "hide"))
    change_rules(library, lambda _: (Rule("Gales", "storm", alerting), Rule("Ads", "ad", hiding)))
    source = library.store.sources.add("/news", "News")
    pairs = (pair(2, title="A storm"), pair(3, title="A storm of an ad"))
    document = CleanedDocument("/news", DocumentKind.FEED, pairs=pairs)
    save_document(library.store, source, document)

    assert act_on_arrivals(library).alerts == (Alert("Gales", 1, "A storm"),)
    ((rule_id, _, unseen),) = library.store.rules.unseen_alerts()
    assert unseen == len(library.store.rules.alerts()) == 1
    assert library.store.rules.counts()[rule_id] == (2, 1)
