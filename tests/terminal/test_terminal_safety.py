"""Nothing that a stranger wrote, and nothing in an old database, controls the terminal."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import reader
from reader.cli.safe_output import mask_crashes_of_threads
from reader.config import default_folders
from reader.control_characters import CODES, mask_controls, mask_line
from reader.library import Library, bookmark_export
from reader.model import Enclosure, Keepsake, Marks
from reader.model.safe_text import (
    safe_folder,
    safe_name,
    safe_note,
    safe_query,
    safe_sentence,
    safe_tag,
    safe_title,
    to_json,
)
from tests.conftest import NOON, fill, pair
from tests.support.forked_processes import ForkedTerminal
from tests.support.server import Answer, Server, feed
from tests.support.terminal import Terminal

POISON = (
    "Tide\x1b[95;105mred\x1b]0;title\x07\x9b95;105mred\x9d0;title\x9c\x1bPq\x1b\\\x08\x7f\x00"
    "\u202eright\u2066isle\u2028line\u2029par\x85nel\rver\x0btab"
)
# What newsreader itself sends to a terminal: colours, cells erased, the cursor hidden and moved,
# and the question for the colour of the background. Steps back and down are ours where no letters
# of the poison stand around them; in front of them alone, the end of a line may be such letters.
OURS = re.compile(
    r"\x1b\[(?:[0-9;]*m|\?(?:25|7|1000|1002|1003|1004|1006|1015|1049|2004|2026|2048)(?:[hl]|\$p)"
    r"|[0-9;]*[HJKABCGXr]|>\d*u|<u|\?u|c)|\x1b[78=>M]|(?<!\\)(?:(?<!ver)|(?!\v+tab))[\b\v]+|\x1b\]11;\?\x1b\\|\x1b\]22;\w+(?:\x07|\x1b\\)|\x1b\]52;c;[\w+/=]*\x07|\x1b\\"
)
CONTROLS = {chr(code) for code in CODES} - {"\t", "\n"}
SOURCES = Path(reader.__file__).parent
PACKAGES = ("cli", "worker", "library", "fetch", "store", "parse", "clean", "opml", "config")
RUN = """
import sys
from reader.cli.main import run_command_line
for words in map(eval, sys.argv[1:]):
    try:
        run_command_line(words)
    except SystemExit:
        pass
    print("\\n== done", words[0], flush=True)
"""


def printable_only(raw: bytes) -> None:
    """Fail where anything in what a terminal got could control it but what is ours."""
    text = raw.decode("utf-8")
    for poison in ("[95;105m", "]0;title", "Pq"):
        assert f"\x1b{poison}" not in text
    left = OURS.sub("", text.replace("\r", ""))
    controls = sorted(CONTROLS & set(left))
    assert controls == [], left[max(0, left.find(controls[0]) - 60) :][:120]


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    """A home as an older version could have left it: every text in it is poison."""
    home = tmp_path / "home"
    library = Library.open(default_folders(str(home)))
    fill(library, 2)
    fill(library, 2, "/other")
    attached = pair(9, enclosures=(Enclosure("https://news.example/a.mp3", "audio/mpeg"),))
    library.store.stories.save(1, [attached])
    library.store.stories.save(1, [pair(1, title="Headline 1, mended", content="Otherwise.")])
    library.set_marks({1: Marks(bookmarked=NOON, tags=("sea",), note="Read.")})
    library.change_searches(lambda _: ())
    library.update_index()
    library.group()
    library.close()
    poison_texts(home / "newsreader.db")
    return home


def poison_texts(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("INSERT INTO search VALUES (?, ?, 0, 0)", (POISON, f"sea {POISON}"))
        database.execute("UPDATE source SET location = location || ?", (POISON,))
        for table, columns in {
            "source": ("title", "folder", "last_error"),
            "story": ("headline", "outlet", "byline"),
            "body": ("deck", "text", "agency", "photo_credit", "doubt", "link"),
            "mark": ("note",),
            "tag": ("tag",),
        }.items():
            for column in columns:
                database.execute(f"UPDATE {table} SET {column} = ?", (POISON,))  # noqa: S608
        linked = json.dumps([{"link": f"https://x/{POISON}", "media_type": POISON, "size": 1}])
        database.execute("UPDATE body SET enclosures = ?", (linked,))
    database.close()


def shown_on_terminal(home: Path, *commands: list[str]) -> bytes:
    """What a terminal gets of some commands, in one process."""
    told = [repr(["--home", str(home), *words]) for words in commands]
    child = ForkedTerminal(sys.executable, ["-c", RUN, *told], timeout=60, dimensions=(40, 200))
    raw = child.read()
    child.close()
    assert raw.count(b"== done") == len(commands), raw.decode("utf-8", "replace")[-2000:]
    return bytes(raw)


def test_no_verb_lets_poison_of_an_old_database_through(poisoned: Path, tmp_path: Path) -> None:
    page = tmp_path / f"page{POISON.replace(chr(0), '')}.txt"
    page.write_text(f"A lamp goes out\n\n{POISON}\n")
    commands = [
        ["list"], ["list", "--json"], ["show", "1"], ["show", "1", "--json"],
        ["show", "1", "--raw"], ["show", "1", "--changes"], ["show", "1", "--changes", "--json"],
        ["search", "lighthouse"], ["search", "--json", "lighthouse"], ["search", POISON[:4] + "x"],
        ["search", POISON.replace("\0", "")], ["searches"], ["searches", "--json"],
        ["searches", "remove", "none\x1b[95;105m"], ["searches", "add", POISON[:9], "sea"],
        ["events"], ["events", "--json"], ["sources"], ["sources", "--json"],
        ["sources", "removed"], ["sources", "rename", "1", POISON.replace("\0", "")],
        ["sources", "mute", "none\x1b[95;105m"], ["sources", "headers", "1", "X\x1b[95;105m"],
        ["mark", "tag", "--text", POISON.replace("\0", ""), "2"], ["mark", "read", "77"],
        ["mark", "note", "--text", POISON.replace("\0", ""), "2"], ["list"], ["show", "2"],
        ["bookmarks", "export"], ["bookmarks", "export", "--format", "markdown"],
        ["bookmarks", "export", "--format", "html"], ["bookmarks", "export", "--format", "json"],
        ["export", "stories"], ["export", "opml"], ["preview", str(page)],
        ["preview", "--json", str(page)], ["preview", "/none\x1b[95;105m"], ["add", str(page)],
        ["add", "/none\x1b[95;105m"], ["add", "http://a\x1b[95;105m/"], ["config"],
        ["import", "/none\x1b[95;105m"], ["bookmarks", "import", "/none\x9b95;105m"],
        ["export", "stories", "/none\x1b[95;105m/x"], ["vacuum"], ["doctor"], ["reclean"],
        ["regroup"], ["reindex"], ["join", "1", "3"], ["split", "1"],
        ["\x1b[95;105m"], ["list", "--view", "\x1b[95;105m\u202e"], ["list", "\x1b[95;105m\x9b"],
        ["list", "-n", "\x1b[95;105m"], ["mark", "\x9b95;105m", "1"],
    ]  # fmt: skip
    printable_only(shown_on_terminal(poisoned, *commands))


def test_nothing_that_a_server_says_gets_through(server: Server, tmp_path: Path) -> None:
    evil = "\x1b[95;105mred\x9b95;105m"
    line = f"HTTP/1.1 500 {evil}\r\nConnection: close\r\n\r\n"
    server.pages["/phrase"] = line.encode()
    server.pages["/latin"] = line.encode("latin-1")
    server.pages["/to"] = Answer(status=302, headers={"Location": f"http://{evil}.example/"})
    server.pages["/type"] = Answer(feed("a"), headers={"Content-Type": f"text/xml{evil}"})
    server.pages["/tag"] = Answer(feed("a"), headers={"ETag": evil, "Last-Modified": evil})
    server.pages["/odd"] = f"{evil}\r\n\r\n".encode()
    server.pages["/field"] = f"HTTP/1.1 200 OK\r\n{evil}\r\n\r\n".encode()
    title = f"<rss><channel><title>T{evil[1:]}&#155;95;105m&#x202e;</title></channel></rss>"
    server.pages["/title"] = Answer(title.encode())
    outline = (
        f'<outline text="F&#x9b;&#x202e;"><outline text="{evil[1:]}" xmlUrl="{{}}"/></outline>'
    )
    (tmp_path / "a.opml").write_text(
        f"<opml><body>{outline.format(server.url('/title?2'))}</body></opml>"
    )
    (tmp_path / "urls").write_text(f'{server.url("/title?3")} "tag{evil}" "~{evil}"\n')
    keepsake = json.dumps({"source": f"/x{evil}", "key": evil, "headline": "x", "tags": [evil],
                           "note": evil, "link": f"http://x/{evil}", "text": evil})  # fmt: skip
    (tmp_path / "kept.jsonl").write_text(f'{keepsake}\n{{"x{evil}": 1}}\n{evil}\n')
    names = ("phrase", "latin", "to", "type", "tag", "odd", "field", "title")

    raw = shown_on_terminal(
        tmp_path / "home",
        *(["add", server.url(f"/{name}")] for name in names),
        ["add", "--json", str(tmp_path / "a.opml")],
        ["add", "--private", str(tmp_path / "a.opml"), str(tmp_path / "urls")],
        ["bookmarks", "import", str(tmp_path / "kept.jsonl")],
        ["refresh"],
        *([verb, *more] for verb in ("list", "sources") for more in ((), ("--json",))),
        ["bookmarks", "export"],
        ["export", "opml"],
    )

    printable_only(raw)
    with sqlite3.connect(tmp_path / "home" / "newsreader.db") as database:
        stored = [
            text
            for query in (
                "SELECT title || folder || last_error FROM source",
                "SELECT tag FROM tag",
                "SELECT note FROM mark",
            )
            for (text,) in database.execute(query)
        ]
    assert len(stored) > 5
    assert not CONTROLS & set("".join(stored))


def test_the_screen_shows_no_poison(poisoned: Path) -> None:
    with sqlite3.connect(poisoned / "newsreader.db") as database:
        database.execute("INSERT OR REPLACE INTO meta VALUES ('sidebar_on', 'on')")
    for terminal in map(Terminal, (poisoned,) * 2):  # the second paints before anything is imported
        terminal.shows("Tide")
        for keys in ("\\", "?", "L", "e", "t", ":", "x", "w", "\r", "f"):
            terminal.child.send(keys)
            terminal.read()
            terminal.child.send("\x1b")
            terminal.read()
        settle(terminal)
        terminal.child.kill(signal.SIGTERM)  # whatever it shows
        terminal.until(partial(is_gone, terminal))
        terminal.read()
        printable_only(re.sub(rb"\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)", b"", terminal.received))


def settle(terminal: Terminal) -> None:
    """Wait until nothing more is painted."""
    before = -1
    while len(terminal.received) != before:
        before = len(terminal.received)
        terminal.read()


def is_gone(terminal: Terminal) -> bool:
    return not terminal.child.isalive()


def test_a_crash_tells_of_strangers_without_their_controls(tmp_path: Path) -> None:
    code = (
        "import sys, reader.__main__ as m\n"
        "def run(words): raise RuntimeError('\\x1b[95;105m\\x9b\\u202e')\n"
        "m.run_command_line = run\nm.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode == 1
    assert b"RuntimeError" in done.stderr
    printable_only(done.stderr)


def test_a_thread_that_crashes_tells_of_strangers_without_their_controls(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    mask_crashes_of_threads()

    def break_off() -> None:
        raise RuntimeError(POISON)

    thread = threading.Thread(target=break_off)
    thread.start()
    thread.join()
    told = capsys.readouterr().err
    assert "RuntimeError" in told
    printable_only(told.encode())


def test_a_stream_that_lacks_a_letter_gets_a_question_mark(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    file = tmp_path / "ä.txt"
    done = subprocess.run(
        [sys.executable, "-m", "reader", "preview", file],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "?.txt: does not exist" in done.stdout + done.stderr


def calls(path: Path) -> Iterator[str]:
    """Everything that a file calls, as it is written there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


WRITES = re.compile(
    r"print|(?:builtins\.)?print|sys\.__?std(?:out|err)__?\.\w*write\w*|sys\.std(?:out|err)\.write\w*"
    r"|(?:\w+\.)?Console|rich\.print|(?:\w+\.)?print_exc|(?:\w+\.)?print_exception"
)
DOORS = {
    "worker/line_io.py": {"sys.stdout.write"},  # a pipe to the screen: JSON in plain ASCII
}


def test_only_the_writer_prints() -> None:
    for package in PACKAGES:
        for path in sorted((SOURCES / package).rglob("*.py")):
            name = path.relative_to(SOURCES).as_posix()
            writes = {call for call in calls(path) if WRITES.fullmatch(call)}
            assert writes <= DOORS.get(name, set()), name


def test_the_screen_writes_text_only_where_it_is_masked() -> None:
    doors = {"tui/startup/first_paint.py", "tui/startup/first_frame.py", "tui/startup/driver.py"}
    for path in sorted((SOURCES / "tui").rglob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        writes = {call for call in calls(path) if WRITES.fullmatch(call)}
        assert not writes or name in doors, name


SHOWS = {"Content", "Label", "Static", "Segment", "styled", "assemble", "from_markup", "Text"}
# What these show beside masked text is their own: signs, blanks, counts, names of keys.
OWN_WORDS = {"briefing.py", "divider.py", "find_bar.py", "help.py", "log.py", "manual_screen.py",
             "reading_pane.py", "scrolling_lines.py", "source_page.py", "story_list.py",
             "why_event.py"}  # fmt: skip


def test_a_widget_shows_masked_text_or_words_of_its_own() -> None:
    for path in sorted((SOURCES / "tui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name, shown = ast.unparse(node.func).rpartition(".")[2], node.args[0]
            masked = isinstance(shown, ast.Constant) or "mask_" in ast.unparse(shown)
            assert name not in SHOWS or masked or path.name in OWN_WORDS, (path, node.lineno)


def test_every_control_character_is_masked_and_escaped() -> None:
    for code in CODES:
        text = f"a{chr(code)}b"
        assert mask_line(text) in ("a b", "a\ufffdb")
        assert mask_controls(text) in ("a\tb", "a\nb", "a\ufffdb")
        assert json.loads(to_json([text])) == [text]
        assert to_json([text]).isprintable()


def test_json_of_many_lines_keeps_its_lines() -> None:
    assert to_json({"a": "\x9b\n"}, indent=1) == '{\n "a": "\\u009b\\n"\n}'


def test_joiners_variants_and_soft_hyphens_are_letters_of_titles() -> None:
    title = "می\u200cخواهم 👩\u200d💻 ❤\ufe0f Donau\xaddampf"

    for safe in (safe_title, safe_folder, safe_tag, safe_note, safe_name, safe_query):
        assert safe(title) == title
    assert mask_line(title) == title


def test_what_is_stored_of_strangers_is_one_line_without_controls() -> None:
    text = "  Tide\x1b[31m red\x1b]0;x\x07\r\n\u202eleft\x00\ud800\x9b1m  end "

    for safe in (safe_title, safe_folder, safe_tag, safe_sentence):
        assert safe(text) == "Tide red left end"
    assert safe_query("a\x1b\u2028\ud800\tb") == "a    b"
    assert len(safe_title("x" * 9_000)) == 1_000
    assert safe_tag("one,two") == "one two"


def test_a_note_keeps_its_lines_and_tabs() -> None:
    assert safe_note("One\r\n\ttwo\x1b[31m\u202e\x85three\ud800") == "One\n\ttwo\nthree"
    assert safe_note("plain") == "plain"


def test_an_export_for_people_holds_no_control_and_leads_to_the_web_only() -> None:
    links = {
        "JaVaScRiPt:alert(1)": "",
        "java\nscript:x": "",
        "file:///etc/passwd": "",
        "http:///nowhere": "",
        "HTTPS://x.example/a b": "HTTPS://x.example/a%20b",
        "mailto:desk@x.example": "mailto:desk@x.example",
    }
    for link, led in links.items():
        kept = Keepsake("/x", "key", link=link, headline=POISON, marks=Marks(note=POISON),
                        byline=POISON, text=POISON)  # fmt: skip
        page, text = (
            "\n".join(bookmark_export.bookmarks_as_html([kept])),
            "\n".join(bookmark_export.bookmarks_as_markdown([kept])),
        )
        found = re.findall(r'href="([^"]*)"', page), re.findall(r"\]\(<([^>]*)>\)", text)
        assert found == ([led], [led]) if led else ([], [])
        assert not CONTROLS & set(page + text)


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("see www.tide.example", "see www\\.tide.example"),
        ("https://tide.example", "https\\://tide.example"),
        ("desk@tide.example", "desk\\@tide.example"),
        ("&lt;b&gt; & c", "\\&lt;b\\&gt; & c"),
        ("    indented", "indented"),
        ("12) twelve", "12\\) twelve"),
        ("~~gone~~", "\\~\\~gone\\~\\~"),
        ("3:4", "3:4"),
    ],
)
def test_markdown_makes_no_link_and_no_markup_of_words(written: str, escaped: str) -> None:
    assert bookmark_export.escape_markdown(written) == escaped
