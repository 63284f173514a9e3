"""A date is read where it can mean one day only, and never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean.dates.month_names import month_of
from reader.clean.dates.written_date import read_stated_date, read_written_date
from tests.support.paths import FILES


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("October 21, 2024 10:52 am", "2024-10-21T10:52:00+00:00"),
        ("21.10.2024 07:57 Uhr", "2024-10-21T07:57:00+00:00"),
        ("22 novembre 2024", "2024-11-22T00:00:00+00:00"),
        ("1er mars 2024 à 14h05", "2024-03-01T14:05:00+00:00"),
        ("22 de noviembre de 2024", "2024-11-22T00:00:00+00:00"),
        ("2024年11月22日 13時05分", "2024-11-22T13:05:00+00:00"),
        ("2024年11月22日 午後1時05分", "2024-11-22T13:05:00+00:00"),
        ("2024년 11월 22일", "2024-11-22T00:00:00+00:00"),
        ("2024. 11. 22. 오후 1:05", "2024-11-22T13:05:00+00:00"),
        ("17:41 JST, October 13, 2024", "2024-10-13T17:41:00+09:00"),
        ("16 September 2024 9:33pm", "2024-09-16T21:33:00+00:00"),
        ("Nov 2, 2024, 12 am", "2024-11-02T00:00:00+00:00"),
        ("2024-11-22 09:00:05 +0130", "2024-11-22T09:00:05+01:30"),
        ("2024-11-22 09:00 -0500", "2024-11-22T09:00:00-05:00"),
        ("14 мая 2025", "2025-05-14T00:00:00+00:00"),
        ("25/04/2024", "2024-04-25T00:00:00+00:00"),
        ("04/25/2024", "2024-04-25T00:00:00+00:00"),
        ("04/04/2024", "2024-04-04T00:00:00+00:00"),
    ],
)
def test_a_full_date_is_read_in_the_notations_of_many_countries(text: str, moment: str) -> None:
    found = read_written_date(text)

    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2024", "yesterday", "2024", "October 2024", "21 October", "30.02.2024",
        "2024-13-45", "5 hours ago", "12.31.24", "", "99/99/2024", "31 June 2024",
    ],
)  # fmt: skip
def test_what_is_no_full_date_or_could_be_two_is_not_read(text: str) -> None:
    assert read_written_date(text) is None


def test_a_language_that_puts_the_day_first_settles_a_date_with_slashes() -> None:
    found = read_written_date("03/04/2024", "fr")

    assert found == datetime(2024, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Fri, 22 Nov 2024 09:00:00 +0100", "2024-11-22T09:00:00+01:00"),
        ("Wed, 02 Oct 2002 08:00:00 EST", "2002-10-02T08:00:00-05:00"),
        ("02 Oct 2002 08:00", "2002-10-02T08:00:00+00:00"),
        ("2024-11-22T09:00:00.123Z", "2024-11-22T09:00:00.123000+00:00"),
        ("2024-11-22T09:00:00 +01:00", "2024-11-22T09:00:00+01:00"),
        ("2024-11-22", "2024-11-22T00:00:00+00:00"),
        ("20241122", "2024-11-22T00:00:00+00:00"),
        ("Friday, 22 November 2024", "2024-11-22T00:00:00+00:00"),
    ],
)
def test_the_date_of_a_feed_always_has_a_time_zone(text: str, moment: str) -> None:
    found = read_stated_date(text)

    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00:00Z", "2024-99-99", "nonsense", "", "Fri, 99 Nov 2024 09:00:00 +0100"],
)
def test_a_nonsense_date_is_no_date(text: str) -> None:
    assert read_stated_date(text) is None


DATES = FILES / "clean" / "dates.tsv"
ARRIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def dates() -> list[list[str]]:
    """Dates as strangers write them, their language, and what they mean in UTC; - for none."""
    lines = DATES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("text", "language", "moment"), dates())
def test_a_date_means_what_a_person_reads_in_it(text: str, language: str, moment: str) -> None:
    found = read_stated_date(text, language, ARRIVED)

    assert (found.astimezone(UTC).replace(tzinfo=None).isoformat() if found else "-") == moment


def test_the_first_of_several_dates_that_reads_is_taken() -> None:
    assert read_stated_date("rubbish\n9999-12-31\n2024-05-06\n2025-01-01") == datetime(
        2024, 5, 6, tzinfo=UTC
    )


def test_no_story_is_dated_long_after_it_has_arrived() -> None:
    late = ARRIVED + timedelta(days=3_653)

    assert read_stated_date(late.isoformat(), "", ARRIVED) == late
    assert read_stated_date((late + timedelta(seconds=1)).isoformat(), "", ARRIVED) is None


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_another_zone_cannot_show_is_no_date(text: str) -> None:
    assert read_stated_date(text) is None


@pytest.mark.parametrize(
    ("name", "language", "month"),
    [
        ("listopad", "hr", 10), ("listopad", "pl", 11), ("listopad", "", 0), ("Mär", "", 3),
        ("ΜΑΪΟΥ", "", 5), ("KASIM", "", 11), ("lis", "", 0), ("augustine", "", 0), ("mfu", "", 0),
    ],
)  # fmt: skip
def test_a_name_is_a_month_where_its_readers_agree(name: str, language: str, month: int) -> None:
    assert month_of(name, language) == month


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=80) | st.from_regex(r"[0-9A-Za-z:+\-/., 年月日T]{0,40}", fullmatch=True))
def test_no_text_makes_the_reading_of_dates_fail(text: str) -> None:
    found = read_stated_date(text)

    assert found is None or found.tzinfo is not None
