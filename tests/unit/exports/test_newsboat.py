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

FEEDS = {
    "boats": ("boats",),
    "shore papers": ("Quay Gazette", "https://quay.example/odd?a=1"),
    "smart": ("smart",),
    "art": ("https://art.example/feed",),
}


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "NOT is:unread"),
        ('title =~ "harbour|ferry" and unread == "no"', "(title:harbour OR title:ferry) is:read"),
        (
            'author # "Ann" and title # "x" or content # "deep sea"',
            'by:Ann (title:x OR "deep sea")',
        ),
        ('(author # "Ann" or tags # "boats") and age < 7',
         "(by:Ann OR in:boats) after:7d"),
        ('tags =~ "x|y"', "in:x OR in:y"),
        ('tags # "shore"', 'in:"Quay Gazette" OR in:"https://quay.example/odd?a=1"'),
        ('tags # "art"', 'in:"https://art.example/feed"'),
        ('tags =~ "ART"', 'in:smart OR in:"https://art.example/feed"'),
        ('tags # "“"', None),
        ('title = "a" or title = "b" and title = "c"', "title:a OR (title:b title:c)"),
        ('title = "a" and title = "b" and title = "c" or title = "d"',
         "title:a title:b (title:c OR title:d)"),
        ('rssurl = "https://quay.example/odd?a=1"', 'in:"https://quay.example/odd?a=1"'),
        ('rssurl =~ "^https?://quay"', None),
        (r'title =~ "e\-mail|3\.5"', 'title:"e-mail" OR title:"3.5"'),
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
        found = translate_filter(written, FEEDS).query
        assert found.strip("()") == query.strip("()")


def test_a_filter_whose_joins_newsboat_reads_by_its_version_says_so() -> None:
    plain = 'title = "or" and title = "b" and (title = "c" or title = "d")'
    mixed = '(title = "a" and title = "b" or title = "c") and title = "d"'

    assert not translate_filter(plain, {}).is_mixed
    assert translate_filter(mixed, {}).is_mixed


@pytest.mark.parametrize(
    ("line", "binding"),
    [
        ("bind G articlelist,feedlist end", ("last", "G")),
        ("bind gg everywhere home", ("first", "g g")),
        ('bind <C-n> everywhere next-unread -- "go on"', ("next_match", "ctrl+n")),
        ("bind <ENTER> feedlist open ;", ("enter", "enter")),
        ("bind <S-TAB> everywhere open;", ("enter", "shift+tab")),
        ("bind <M-x> everywhere reload", ("refresh_source", "alt+x")),
        ("bind <LT> everywhere home", ("first", "<")),
        ("bind ^Nq everywhere home", ("first", "ctrl+n q")),
        ("bind T everywhere open ; reload", None),
        ("bind abc everywhere home", None),
        ("bind <KPAD> everywhere home", None),
        ("bind <C-KPAD> everywhere home", None),
        ('bind "" everywhere home', None),
        ("bind <", None),
    ],
)
def test_keys_of_the_newer_syntax_are_taken_where_one_act_stands_behind_them(
    tmp_path: Path, line: str, binding: tuple[str, str] | None
) -> None:
    (tmp_path / "config").write_text(line)

    told = read_config(tmp_path / "config", tmp_path)

    assert told.keys == ((binding,) if binding else ())
    assert told.left == ({} if binding else {"bind": 1})


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
    (tmp_path / "conf" / "newsbeuter").mkdir()
    new = find_newsboat(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path / "conf")})
    assert getattr(new, "cache", None) == tmp_path / "elsewhere.db"

    (tmp_path / "older" / ".newsbeuter").mkdir(parents=True)
    (tmp_path / "older" / ".newsbeuter" / "cache.db").write_bytes(b"")
    older = find_newsboat(tmp_path / "older", {})
    assert getattr(older, "cache", None) == tmp_path / "older" / ".newsbeuter" / "cache.db"


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


def test_files_in_the_encoding_of_an_old_locale_keep_their_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "urls").write_bytes('https://quay.example/feed "~Möwe"'.encode("cp1252"))
    assert read_text(tmp_path / "urls").endswith('"~Möwe"')

    monkeypatch.setattr("reader.exports.newsboat_files.LARGEST", 2)
    (tmp_path / "urls").write_text("Möwe", encoding="utf-8")
    assert read_text(tmp_path / "urls") == "M\ufffd"


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
