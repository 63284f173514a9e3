import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Timer

import pytest

from reader.__main__ import main
from reader.cli.main import run_command_line
from reader.cli.text_output import ProgressBar
from reader.config import default_folders
from reader.library import Library
from reader.model import Enclosure, Progress
from reader.store.writer_lock import writer_lock
from tests.conftest import pair
from tests.support.command import filled, home, newsreader
from tests.support.forked_processes import ForkedProcess
from tests.support.server import Answer, Server, feed

__all__ = ["filled", "home", "newsreader"]  # fixtures

pytestmark = pytest.mark.time

STORY = """A lamp goes out

The keeper of the light climbed the stairs at dusk and found the lamp cold and the oil gone.

He lit a candle, put it in the window and wrote to the harbour that a lamp which goes out once
will go out again unless somebody pays for better oil before the winter storms begin.
"""


def piped(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(text.encode())))


def test_a_file_is_added_listed_and_found(newsreader, home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)

    added = newsreader("add", tmp_path / "a.txt")
    listed = newsreader("list", "--json")
    found = newsreader("search", "--json", "keepers")

    assert (added.code, added.out) == (0, "1 new story.\n")
    assert listed.objects[0]["headline"] == "A lamp goes out"
    assert listed.objects[0]["published"] is None
    hit = found.objects[0]
    assert hit["id"] == 1
    start, end = hit["snippet_matches"][0]
    assert hit["snippet"][start:end] == "keeper"


def test_a_command_waits_for_another_that_adds_stories_and_says_so(
    newsreader, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.writer_lock.SOON", 0.1)
    other = ExitStack()
    other.enter_context(writer_lock(default_folders(str(home)).data))
    Timer(1.5, other.close).start()

    done = newsreader("refresh")

    assert (done.code, done.out) == (0, "0 new stories.\n")
    assert done.err.count("Another newsreader is adding stories; waiting") == 1


def test_what_cannot_be_added_is_named_and_the_rest_goes_in(
    newsreader, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(STORY)

    told = newsreader("add", "--json", tmp_path / "missing.xml", tmp_path / "a.txt")

    assert told.code == 1
    assert told.objects[0]["added"] == 1
    assert "missing.xml: does not exist" in str(told.objects[0]["errors"])
    assert "missing.xml: does not exist" in told.err


def test_standard_input_is_added(newsreader, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, STORY)

    assert newsreader("add", "-").out == "1 new story.\n"
    assert newsreader("refresh").out == "0 new stories.\n"


def test_stories_are_listed_for_a_person(newsreader, filled: Path) -> None:
    told = newsreader("list", "-n", 2)

    lines = told.out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["3", "2"]
    assert "★●" in lines[1]
    assert newsreader("list", "--view", "bookmarks", "--json").objects[0]["tags"] == ["sea"]


def test_a_search_says_what_it_did_not_understand(newsreader, filled: Path) -> None:
    told = newsreader("search", "--order", "newest", "ships", "is:foo")

    assert told.code == 0
    assert "is:foo is not known" in told.err
    assert [line.split("\t")[0] for line in told.out.splitlines()[::2]] == ["3", "2", "1"]
    assert newsreader("search", "is:bookmarked").out.startswith("2\t")


def test_a_search_builds_an_index_that_is_broken(newsreader, filled: Path) -> None:
    newsreader("search", "ships")
    for path in (filled / "index").glob("*.pst"):
        path.write_bytes(b"\0" * path.stat().st_size)

    assert len(newsreader("search", "--json", "ships").objects) == 3


def test_a_story_is_shown(newsreader, home: Path) -> None:
    library = Library.open(default_folders(str(home)))
    source_id = library.store.sources.add("/news")
    page = "<h2>A heading</h2><p>The <b>text</b>.</p>"
    library.store.stories.save(source_id, [pair(1, content=page, form="html", title="\x1b[31mRed")])
    library.close()

    shown = newsreader("show", 1)
    told = newsreader("show", "--json", 1).objects[0]
    raw = newsreader("show", "--raw", 1)

    assert shown.out.startswith("Red\nThe Tideline, the Harbour Desk\n2026-11-20 13:00\n")
    assert "A heading\n\nThe text." in shown.out
    assert told["headings"] == ["A heading"]
    assert told["spans"][0] == {"start": 0, "end": 9, "kind": "heading", "target": None}
    assert raw.out == page + "\n"
    assert newsreader("show", "--raw", "--json", 1).objects[0]["form"] == "html"


def test_the_page_that_discusses_a_story_and_its_torrent_are_shown(newsreader, home: Path) -> None:
    library = Library.open(default_folders(str(home)))
    source_id = library.store.sources.add("/news")
    talk, magnet = "https://talk.example/1", "magnet:?xt=urn:btih:abc"
    story = pair(1, comments=talk, base="https://lamp.example/", enclosures=(Enclosure(magnet),))
    library.store.stories.save(source_id, [story, pair(2)])
    library.close()

    shown = newsreader("show", 1).out

    assert f"\nComments: {talk}\n" in shown
    assert f"\nAttached 1: {magnet}\n" in shown
    assert [newsreader("show", "--json", one).objects[0]["comments"] for one in (1, 2)] == [
        talk,
        None,
    ]
    assert newsreader("reclean", "--json").objects[0]["changed"] == 0


def test_a_doubtful_story_says_so(newsreader, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, "Menu\nHome\nAbout\nContact\n")
    newsreader("add", "-")

    told = newsreader("show", "--json", 1).objects[0]

    assert told["doubtful"]
    assert str(told["doubt"]) in newsreader("show", 1).out


def test_a_story_that_is_not_there_is_one_sentence(newsreader, filled: Path) -> None:
    told = newsreader("show", 99)

    assert (told.code, told.out, told.err) == (
        *(1, ""),
        "newsreader: There is no story 99; `newsreader list` shows which there are.\n",
    )


def test_marks_are_set_and_cleared(newsreader, filled: Path) -> None:
    assert newsreader("mark", "read", 1, 3).code == 0
    assert [row["read"] for row in newsreader("list", "--json").objects] == [True, False, True]
    told = newsreader("mark", "unread", "--json", 1, 77)
    assert (told.code, told.objects) == (1, [{"marked": [1], "mark": "unread"}])
    assert "There is no story 77; " in told.err
    newsreader("mark", "bookmark", 1)
    newsreader("mark", "unbookmark", 2)
    assert [row["id"] for row in newsreader("list", "--view", "bookmarks", "--json").objects] == [1]


def test_all_stories_that_a_query_finds_are_marked_at_once(newsreader, filled: Path) -> None:
    told = newsreader("mark", "tag", "--text", "old", "--query", "headline -tag:sea", "--json")
    hidden = newsreader("mark", "hide", "--query", "tag:old")
    shown = newsreader("mark", "unhide", "--query", "is:hidden", "--json")
    none = newsreader("mark", "read", "--query", "title:zebra", "--json")

    assert (told.code, told.objects) == (0, [{"marked": [3, 1], "mark": "tag"}])
    assert (hidden.code, hidden.out) == (0, "2 stories marked.\n")
    assert shown.objects[0]["marked"] == [3, 1]
    assert (none.code, none.objects) == (0, [{"marked": [], "mark": "read"}])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--query", "headline after:whenever"], "Nothing was marked: "),
        (["--query", " "], "Nothing was marked: the query is empty."),
        (["1", "two"], "'two' is not a whole number from 0 on; for a query say --query."),
    ],
)
def test_what_is_not_understood_marks_nothing(
    newsreader, filled: Path, words: list[str], why: str
) -> None:
    told = newsreader("mark", "hide", *words)

    assert told.code == 1
    assert told.err.startswith(f"newsreader: {why}")
    assert len(newsreader("list", "--json").objects) == 3


def test_bookmarks_travel(newsreader, filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"

    assert newsreader("bookmarks", "export", file).code == 0
    told = newsreader("--home", tmp_path / "other", "bookmarks", "import", file)

    assert told.out == "1 bookmark now.\n"
    row = newsreader("--home", tmp_path / "other", "list", "--json").objects[0]
    assert (row["headline"], row["bookmarked"], row["tags"]) == ("Headline 2", True, ["sea"])
    assert newsreader("bookmarks", "export").out == file.read_text(encoding="utf-8")


def test_lines_that_are_no_bookmarks_are_named(
    newsreader, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped(monkeypatch, "nonsense\n")

    told = newsreader("bookmarks", "import", "--json")

    assert told.code == 1
    assert "line 1: is not a bookmark" in told.err
    assert told.objects[0]["bookmarked"] == 1

    piped(monkeypatch, "nonsense\n" * 1_025)
    errors = newsreader("bookmarks", "import").err.splitlines()
    assert (len(errors), errors[-1]) == (21, "newsreader: -: 1,005 more lines like these.")


def test_stories_travel(newsreader, filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"

    assert newsreader("export", "stories", file).code == 0
    told = newsreader("--home", tmp_path / "other", "import", file)

    assert told.out == "3 new stories.\n"
    assert newsreader("import", "--home", tmp_path / "other", file).out == "0 new stories.\n"
    assert len(newsreader("--home", tmp_path / "other", "search", "--json", "fog").objects) == 3


def test_an_export_that_cannot_be_written_leaves_what_was_there(
    newsreader, filled: Path, tmp_path: Path
) -> None:
    told = newsreader("export", "stories", tmp_path / "nowhere" / "stories.jsonl")
    assert told.code == 1
    assert "cannot be written: there is no such file or folder" in told.err

    (tmp_path / "folder").mkdir()
    assert "cannot be written" in newsreader("export", "stories", tmp_path / "folder").err
    assert not list(tmp_path.glob("*.new"))


def test_a_file_that_is_not_there_cannot_be_imported(newsreader, home: Path) -> None:
    told = newsreader("import", "missing.jsonl")

    assert (told.code, told.err) == (
        1,
        "newsreader: missing.jsonl: there is no such file or folder; check its name.\n",
    )


def test_sources_are_listed(newsreader, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    newsreader("add", tmp_path / "a.txt")
    (tmp_path / "a.txt").unlink()
    newsreader("refresh")
    library = Library.open(default_folders(str(filled)))
    library.store.sources.add("/nameless")
    library.close()

    told = newsreader("sources")
    objects = newsreader("sources", "--json").objects

    assert "News" in told.out
    assert {"does", "not", "exist;"} <= set(told.out.split())  # in lines of any length
    assert (objects[0]["title"], objects[0]["stories"], objects[0]["unread"]) == ("News", 3, 3)


def test_preview_cleans_in_order_and_keeps_nothing(newsreader, home: Path, tmp_path: Path) -> None:
    feed = "<rss version='2.0'><channel><title>Tides</title></channel></rss>"
    for name, text in (("c.txt", STORY), ("a.xml", feed), ("b.bin", "\0\1\2")):
        (tmp_path / name).write_text(text)
    names = [tmp_path / name for name in ("c.txt", "a.xml", "b.bin", "gone")]

    told = newsreader("preview", "--json", *names)

    assert [line["kind"] for line in told.objects] == ["dump", "feed", None, None]
    assert [line["source"] for line in told.objects] == [str(name) for name in names]
    assert [bool(line["error"]) for line in told.objects] == [False, False, True, True]
    entry = told.objects[0]["entries"][0]
    assert (entry["headline"], entry["guid"], entry["doubtful"]) == ("A lamp goes out", None, False)
    assert " ".join(entry) == (
        "guid link headline deck outlet byline agency photo_credit published language comments"
        " text headings doubtful undone enclosures"
    )
    assert told.code == 1
    assert not home.exists()


def test_preview_reads_well_too(newsreader, home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)

    told = newsreader("preview", tmp_path / "a.txt", tmp_path / "gone")

    assert told.out.startswith("A lamp goes out\n")
    assert "does not exist" in told.out


def test_what_a_tool_had_made_of_a_page_is_said(newsreader, home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("".join(f"> {line}\n" for line in STORY.splitlines()) * 2)

    (previewed,) = newsreader("preview", "--json", tmp_path / "a.txt").objects
    newsreader("add", tmp_path / "a.txt")
    shown, (written,) = newsreader("show", "1"), newsreader("show", "1", "--json").objects

    assert previewed["entries"][0]["undone"] == "a mail that is quoted"
    assert "Read from a mail that is quoted\n" in shown.out
    assert (written["undone"], written["evidence"]) == ("a mail that is quoted", {})


def test_stories_are_cleaned_again(newsreader, filled: Path) -> None:
    assert newsreader("reclean").out == "0 of 3 stories changed.\n"
    told = newsreader("reclean", "--anew", "--json")
    assert told.objects == [{"stories": 3, "changed": 0}]


def test_the_index_is_built_anew(newsreader, filled: Path) -> None:
    assert newsreader("reindex").out == "3 stories indexed.\n"
    assert newsreader("reindex", "--json").objects == [{"indexed": 3}]


def test_wrong_use_is_told_apart_from_failure(newsreader, home: Path) -> None:
    for words in (["fly"], ["show"], ["show", "one"], ["list", "-n", "-1"], ["mark", "red", "1"]):
        with pytest.raises(SystemExit) as caught:
            newsreader(*words)
        assert caught.value.code == 2


def test_the_version_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["newsreader", "--version"])

    with pytest.raises(SystemExit) as caught:
        main()

    assert caught.value.code == 0
    assert re.fullmatch(r"newsreader \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("module", "sentence"),
    [("termios", b"newsreader needs a terminal and locks"), ("reader.cli", b"Traceback")],
)
def test_a_system_without_terminals_as_they_are_here_is_told_where_newsreader_runs(
    module: str, sentence: bytes
) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; import reader.__main__"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith(sentence)


def test_without_a_home_the_system_says_where_things_are(
    newsreader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSREADER_HOME", raising=False)
    for name in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("HOME", str(tmp_path))

    assert newsreader("list").code == 0
    assert list(tmp_path.rglob("newsreader.db"))


def test_without_a_terminal_there_is_no_screen(newsreader, home: Path) -> None:
    told = newsreader()

    assert told.code == 1
    assert "needs a terminal" in told.err


def test_a_closed_pipe_and_an_interrupt_end_quietly(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = f"{sys.executable} -m reader preview --json {' '.join(['/dev/null'] * 300)} | head -1"
    done = subprocess.run(["bash", "-c", many], capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("reader.cli.main.run_command", interrupted)
    assert run_command_line(["list"]) == 130


def test_progress_shows_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar() as meter:
        meter.show(Progress("Indexing", 1, 2))
        meter.show(Progress("Indexing", 2, 2))
    with ProgressBar() as meter:
        meter.count("Importing", 3)
        meter.count("Importing", 3)

    assert capsys.readouterr() == ("", "")


def test_a_terminal_is_told_how_many_were_found(
    newsreader, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.cli.commands.search.sys.stdout.isatty", lambda: True, raising=False)

    assert "3 found." in newsreader("search", "fog").out.splitlines()[-1]


def test_tags_and_notes_are_set_from_the_command_line(newsreader, filled: Path) -> None:
    assert newsreader("mark", "tag", 1, 2, "--text", "#Harbour fog").code == 0
    assert newsreader("mark", "untag", 2, "--text", "sea").code == 0
    assert newsreader("mark", "note", 1, "--text", " Ask the keeper. ").code == 0

    first, second = (newsreader("show", "--json", number).objects[0] for number in (1, 2))
    assert (first["tags"], first["note"]) == (["fog", "harbour"], "Ask the keeper.")
    assert second["tags"] == ["fog", "harbour"]
    assert len(newsreader("search", "--json", "tag:FOG").objects) == 2


def test_a_tag_needs_its_words(newsreader, filled: Path) -> None:
    told = newsreader("mark", "tag", 1)

    assert (told.code, "needs --text WORDS" in told.err) == (1, True)


def test_an_interrupt_ends_a_command_at_once(server: Server, tmp_path: Path) -> None:
    server.pages["/feed"] = Answer(feed("storm"), drip=1)
    command = [sys.executable, "-m", "reader", "--home", str(tmp_path), "add", server.url("/feed")]
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests may be told not to
    process = ForkedProcess(command)
    signal.signal(signal.SIGINT, heeded)
    while not server.asked:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)

    assert process.wait() == 130
