"""Best first is good: the judged queries, and a floor under them."""

from __future__ import annotations

from itertools import chain
from statistics import fmean

import pytest

from tests.benchmarks.ranking import Scores, main, measured, ndcg, ours, sqlites
from tests.support.judged_queries import Judged, queries, stories


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    return measured(ours(tmp_path_factory.mktemp("judged") / "index", stories()))


@pytest.mark.parametrize("kind", sorted({judged.kind for judged in queries()}))
def test_the_best_stories_come_first(scores: Scores, kind: str) -> None:
    assert fmean(scores[kind]) >= 0.99


def test_results_are_no_worse_than_those_of_sqlite(scores: Scores) -> None:
    theirs = measured(sqlites(stories()))

    assert fmean(chain(*scores.values())) > fmean(chain(*theirs.values()))


def test_the_set_has_many_queries_and_every_answer_exists() -> None:
    names = {name for name, _ in stories()}

    assert len(queries()) >= 40
    assert all(judged.grades.keys() <= names for judged in queries())


def test_the_measure_knows_the_best_order_from_a_worse_one() -> None:
    judged = Judged("words", "a", {"one": 3, "two": 1})

    assert ndcg(["one", "two"], judged) == 1
    assert 0 < ndcg(["two", "one"], judged) < 1
    assert ndcg([], judged) == 0


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main()

    assert "SQLite FTS5" in capsys.readouterr().out
