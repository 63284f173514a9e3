"""No word, name, address or line, however odd, gets past the border as anything but a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import config
from reader.cli.main import mend_zone, run_command_line
from reader.config import default_folders, expand_path
from reader.control_characters import CODES
from reader.fetch.url_parts import url_fault
from reader.library import Library
from reader.model import ConfigError, Marks
from tests.conftest import NOON, fill

ADDRESSES = (
    "http://x:99999/", "http://x:abc/", "http://x:80:80/", "http://x:-1/", "http://x:0/",
    "http://[::1", "http://]", "http://", "http:///", "http://:80/", "http://a b/", "http://a\tb/",
    "http://\udcff/", "http://x/\udcff", "http://x/\x9b", "http://x/\u202e", "http://x/\x00",
    f"http://x/{'a' * 100_000}", "ftp://x/", "javascript:x",
)  # fmt: skip
LETTERS = "ab \t\n\x1b[m\x9b\u202e\x7f\udcff\udc80\"'()*:#-~/.\\é日🦊\u200d,"
WORDS = st.one_of(
    st.text(st.sampled_from(LETTERS), max_size=12),
    st.sampled_from(
        (
            "", "-", "--", "..", "/", "~nobody-here/x", "~", "\udcff", "x" * 300, "x/" * 3_000,
            "9" * 15, "9" * 400, "-1", "1e5", "\u0661", "NaN", "tag:\udcff", 'title:"', "a OR",
            "like:999999999999999", "event:99999999999999999999", "after:99999d",
            "before:0000-00-00", "on:9999-12-31", "lang:\udcff", '"' * 999, "NOT " * 999,
            "(" * 999 + "a", "file://\udcff", *ADDRESSES,
        )
    ),
)  # fmt: skip
VERBS = tuple(
    line.split()
    for line in (
        "add %", "add --folder % /none", "add --header % /none", "refresh %", "list -n %",
        "list --view %", "search %", "search --json %", "search --after % a", "search -n % a",
        "searches add % sea", "searches add name %", "searches remove %", "searches rename name %",
        "searches", "events %", "split %", "join % 1", "show %", "page %", "download %",
        "download 1 --enclosure %", "mark tag --text % 1", "mark untag --text % 1",
        "mark note --text % 1", "mark read %", "bookmarks export %", "bookmarks export no/%",
        "bookmarks export --format html %", "bookmarks import %", "sources rename 1 %",
        "sources move 1 %", "sources keep 1 %", "sources mute %", "sources headers 1 %",
        "preview %", "export stories %", "export opml %", "import %", "%", "--home % list",
        "sources --json", "list --json", "show 1 --json", "bookmarks export",
    )
)  # fmt: skip
FIELDS = ("guid", "link", "title", "text", "outlet", "byline", "published", "source", "key",
          "headline", "note", "bookmarked")  # fmt: skip
LINES = st.dictionaries(
    st.sampled_from(FIELDS),
    st.one_of(
        st.text(st.sampled_from("ab \n\x1b[m\x9b\u202e\x00\ud800\udcffé🦊,:/"), max_size=8),
        st.sampled_from(("https://x.example/\ud800", "http://[", "2026-01-01T00:00", "9" * 30)),
        st.none(), st.integers(), st.lists(st.none(), max_size=1),
    ),
)  # fmt: skip
BRIEFLY = settings(
    max_examples=60, deadline=None, derandomize=True, database=None,
    suppress_health_check=(HealthCheck.function_scoped_fixture,),
)  # fmt: skip
CONTROLS = {chr(code) for code in CODES} - {"\t", "\n"}
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """The command in this process, in a home with three stories; what it ended with and said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    library = Library.open(default_folders(str(tmp_path / "home")))
    fill(library, 3)
    library.set_marks({2: Marks(bookmarked=NOON, tags=("sea",), note="Read.")})
    library.update_index()
    library.close()

    def told(*words: str) -> tuple[int, str]:
        monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO()))
        try:
            code = run_command_line(list(words))
        except SystemExit as left:  # of the parser
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        return code, out + err

    return told


def sound(code: int, said: str) -> None:
    assert code in (0, 1, 2)
    assert not CONTROLS & set(said)


@given(verb=st.sampled_from(VERBS), word=WORDS)
@BRIEFLY
def test_no_word_makes_a_verb_break_off(command: Command, verb: list[str], word: str) -> None:
    sound(*command(*(part.replace("%", word) for part in verb)))


@pytest.mark.usefixtures("untraced")
@settings(BRIEFLY, max_examples=15)
@given(lines=st.lists(LINES, min_size=1, max_size=4))
def test_no_line_makes_an_import_break_off(
    command: Command, tmp_path: Path, lines: list[dict[str, object]]
) -> None:
    (tmp_path / "lines").write_text("".join(f"{json.dumps(line)}\n" for line in lines))

    for verb in (["import"], ["bookmarks", "import"]):
        sound(*command(*verb, "lines"))
    for verb in (["list", "--json"], ["bookmarks", "export"], ["export", "stories"]):
        code, said = command(*verb)
        sound(code, said)
        assert code == 0


@pytest.mark.usefixtures("untraced")
@settings(BRIEFLY, max_examples=15)
@given(content=st.binary(max_size=60))
def test_no_bytes_make_a_list_or_an_import_break_off(
    command: Command, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "raw").write_bytes(content)
    (tmp_path / "list").write_bytes(b'<opml><body><outline text="' + content + b'"/></body></opml>')

    for words in (
        ["import", "raw"],
        ["bookmarks", "import", "raw"],
        ["add", "raw"],
        ["add", "list"],
    ):
        sound(*command(*words))


@pytest.mark.parametrize("location", ADDRESSES)
def test_an_address_that_is_none_is_refused_in_one_sentence(
    command: Command, location: str, tmp_path: Path
) -> None:
    assert url_fault(location)
    for words in (["add", location], ["preview", location], ["add", "--header", "X: y", location]):
        code, said = command(*words)
        sound(code, said)
        assert code == 1
    assert not [one for one in os.listdir(tmp_path) if one != "home"]


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800", "~nobody-has-this-name/x"])
def test_what_names_no_file_is_refused(name: str) -> None:
    with pytest.raises(ConfigError):
        expand_path(name)


@pytest.mark.parametrize("folder", ["~nobody-has-this-name/x", "a\\u0000b", "here"])
def test_a_folder_for_downloads_that_cannot_be_is_told_with_its_line(
    tmp_path: Path, folder: str
) -> None:
    (tmp_path / "config.toml").write_text(f'[downloads]\nfolder = "{folder}"\n')

    with pytest.raises(ConfigError, match="line 2"):
        config.read_settings(tmp_path)


@pytest.mark.parametrize("zone", ["XYZ-24", "XYZ24", "XYZ-23:30ABC-24:30"])
def test_a_zone_that_no_calendar_has_is_utc(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with monkeypatch.context() as patched:
            patched.setenv("TZ", zone)
            time.tzset()
            mend_zone()
            assert NOON.astimezone().utcoffset() == NOON.utcoffset()
    finally:
        time.tzset()


def test_a_user_without_a_home_is_told_what_to_do(tmp_path: Path) -> None:
    lost = "import pwd; pwd.getpwuid = lambda _: {}[0]; from reader.__main__ import main; main()"
    environment = {name: text for name, text in os.environ.items() if not name.startswith("XDG")}
    environment = {**environment, "PYTHONPATH": os.getcwd()}
    for name in ("HOME", "NEWSREADER_HOME"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.argv = ['newsreader', 'list']\n{lost}"],
        env=environment, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert "name a folder with --home" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
