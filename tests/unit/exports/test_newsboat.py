"""What newsboat keeps is read as it is meant, whatever else stands in its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.exports.marked_entry import moment_of
from reader.exports.newsboat_files import (
    NewsboatConfig,
    NewsboatFiles,
    find_newsboat,
    read_config,
    read_text,
)
from reader.exports.newsboat_filter import UntranslatableError, translate_filter

FEEDS = {"boats": ("Quay Gazette", "Odd (name)")}


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "NOT is:unread"),
        ('title =~ "harbour|ferry" and unread == "no"', "(title:harbour OR title:ferry) is:read"),
        (
            'author # "Ann" and title # "x" or content # "deep sea"',
            '(by:Ann title:x) OR "deep sea"',
        ),
        ('(author # "Ann" or tags # "boats") and age < 7',
         '(by:Ann OR (in:boats OR in:"Quay Gazette")) after:7d'),
        ('tags =~ "a|b"', "in:a OR in:b"),
        ("age between 0:10", "after:11d"),
        ("age between 9:2", "before:2d after:10d"),
        ("age >= 0", "is:read OR is:unread"),
        ("age > 30 or age <= 1", "before:31d OR after:2d"),
        ("age = 0", "on:today"),
        ("age == 3", "before:3d after:4d"),
        ('flags # "s"', "tag:flag-s"),
        ('flags =~ "sS" and age < 0', "tag:flag-s NOT (is:read OR is:unread)"),
        ('flags != ""', "is:bookmarked"),
        ('flags = ""', "NOT is:bookmarked"),
        ('flags # "st"', "tag:flag-s tag:flag-t"),
        ('title = "(" or title = "x"', None),
        ('unread = "yes" and (title = "a") or x # y z', None),
        ("title !~ '(?i)^.*sport.*$'", "NOT title:sport"),
        (r'title =~ "\<(one|two)\>"', "title:one OR title:two"),
        (r'title # "say \"x"', None),
        ('title = "OR"', 'title:"OR"'),
        ('rssurl =~ "quay\\.example"', 'in:"quay.example"'),
        ('(title # "a" or title # "b") and (title # "c" or title # "d")',
         "((title:a OR title:b) (title:c OR title:d))"),
        ('title =~ "[a-z]+x"', None),
        ('title =~ ""', None),
        ("unread_count > 0", None),
        ('guid = "x"', None),
        ("age < soon", None),
        ("age ~ 3", None),
        ('age != "3"', None),
        ('unread = "perhaps"', None),
        ('flags # "1"', None),
        ('title = "a" title', None),
        ('title = "a") ', None),
        ('(title = "a"', None),
        ('title "a"', None),
        ("title =", None),
        ("'", None),
        ("(" * 50 + "x", None),
        ("x" * 3_000, None),
    ],
)  # fmt: skip
def test_a_filter_becomes_the_query_that_finds_the_same_or_is_refused(
    written: str, query: str | None
) -> None:
    if query is None:
        with pytest.raises(UntranslatableError):
            translate_filter(written, FEEDS)
    else:
        found = translate_filter(written, FEEDS)
        assert found.strip("()") == query.strip("()")


def test_files_are_found_where_xdg_says_or_in_the_old_folder(tmp_path: Path) -> None:
    assert find_newsboat(tmp_path, {}) is None

    (tmp_path / ".newsboat").mkdir()
    (tmp_path / ".newsboat" / "urls").write_text("")
    old = find_newsboat(tmp_path, {})
    assert old == NewsboatFiles(tmp_path / ".newsboat" / "urls", None, NewsboatConfig())

    (tmp_path / "conf" / "newsboat").mkdir(parents=True)
    (tmp_path / "conf" / "newsboat" / "urls").write_text("")
    (tmp_path / "conf" / "newsboat" / "config").write_text("cache-file ~/elsewhere.db\n")
    (tmp_path / "elsewhere.db").write_bytes(b"")
    new = find_newsboat(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path / "conf")})
    assert getattr(new, "cache", None) == tmp_path / "elsewhere.db"


def test_a_configuration_tells_keys_and_what_means_nothing_here(tmp_path: Path) -> None:
    (tmp_path / "more").write_text("bind-key SPACE next-unread\ninclude more\n")
    (tmp_path / "config").write_text(
        'bind-key ^N next-feed # a comment\nbind-key F5 reload "article"\ncolor info blue black\n'
        'bind-key "g g" open\nbind Q everywhere quit\nbind-key j random\nbind\ninclude\n'
        f"bind-key ENTER open\nbind-key j down\nbind-key j down\ninclude {tmp_path}/more\n\n# x\n"
        "color listnormal blue black\n"
    )

    told = read_config(tmp_path / "config", tmp_path)

    assert told.keys == (
        ("next_source", "ctrl+n"),
        ("refresh_source", "f5"),
        ("leave_or_quit", "Q"),
        ("enter", "enter"),
        ("down", "j"),
        ("next_match", "space"),
    )
    assert told.left == {"color": 2, "bind-key": 2, "bind": 1, "include": 2}
    assert read_config(tmp_path / "none", tmp_path) == NewsboatConfig()
    assert read_text(tmp_path / "none") == ""


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (1_700_000_000, "2023-11-14T22:13:20+00:00"),
        (1_700_000_000_000, "2023-11-14T22:13:20+00:00"),
        ("1700000000000000", "2023-11-14T22:13:20+00:00"),
        ("2024-05-06", "2024-05-06"),
        (0, ""),
        (-5, ""),
        (None, ""),
        (10**40, "2286-11-20T17:46:39+00:00"),
    ],
)
def test_a_moment_is_seconds_or_parts_of_them_or_text(written: object, moment: str) -> None:
    assert moment_of(written)[:4] == moment[:4]
