import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import pytest

from reader.config import Folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from reader.library.hooks.alerts import stories_to_look_at
from reader.library.sync_folder.sync_setup import begin_sync
from reader.model import Mark, Progress, ReaderError, Rule, RuleAction, RuleActionKind
from reader.store.writer_lock import writer_lock
from reader.worker.clients import JobRunner, Searcher
from reader.worker.jobs import JOBS
from reader.worker.line_io import LineReader
from reader.worker.protocol import COUNT, AnswerMessage, JobEvent, QueryMessage
from reader.worker.search_server import SearchServer
from tests.conftest import fill, pair
from tests.support.enclosures import BODY, attach
from tests.support.forked_processes import ForkedProcess, run_forked
from tests.support.index_pages import PAGES
from tests.support.server import Answer, serving

Pipe = tuple[LineReader, IO[bytes]]


@pytest.fixture(autouse=True)
def _own_garbage_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search server that seeks all garbage looks through its own, and not through all tests."""
    monkeypatch.setattr(gc, "unfreeze", lambda: None)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    """Lines that come from a pipe, and the end to write them to."""
    out, into = os.pipe()
    with open(into, "wb", buffering=0) as written:
        yield LineReader(out), written
    os.close(out)


@pytest.fixture
def unindexed(library: Library, pipe: Pipe) -> Iterator[SearchServer]:
    """A search server over three stories of which there is no index yet."""
    fill(library, 3)
    search_server = SearchServer(library, pipe[0])
    yield search_server
    search_server.close()


@pytest.fixture
def search_server(library: Library, unindexed: SearchServer) -> SearchServer:
    """A search server over three stories and their index."""
    library.update_index()
    return unindexed


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_lines_come_one_by_one_and_it_is_known_whether_more_wait(pipe: Pipe) -> None:
    lines, into = pipe

    assert not lines.waiting()
    into.write(b"one\ntwo\nthr")
    assert lines.next() == b"one"
    assert lines.waiting()
    assert lines.next() == b"two"
    into.write(b"ee\n")
    into.close()
    assert list(lines) == [b"three"]
    assert lines.waiting()


def test_a_query_is_answered(
    search_server: SearchServer, capsys: pytest.CaptureFixture[str]
) -> None:
    search_server.answer_query(QueryMessage(7, "ships", "newest"))
    search_server.answer_query(QueryMessage(8, "ships is:foo"))

    first, second = told(capsys)[-2:]
    assert (first["number"], first["ids"], first["total"], first["final"]) == (
        7,
        [3, 2, 1],
        3,
        True,
    )
    assert "is:foo is not known" in second["hint"]


def test_what_may_have_been_meant_comes_with_nothing_found(
    search_server: SearchServer, capsys: pytest.CaptureFixture[str]
) -> None:
    search_server.answer_query(QueryMessage(7, "lihthouse", typing=True))
    search_server.answer_query(QueryMessage(8, "lighthouse", typing=True))

    assert [one["meant"] for one in told(capsys)] == ["lighthouse", ""]


def test_a_page_of_the_newest_comes_before_the_rest(
    search_server: SearchServer, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(library, 120)
    library.update_index()

    search_server.answer_query(QueryMessage(1, "ships", "newest"))

    page, rest = told(capsys)
    assert (len(page["ids"]), page["final"]) == (50, False)
    assert (len(rest["ids"]), rest["final"]) == (120, True)
    assert rest["ids"][:50] == page["ids"]


def test_a_newer_query_ends_the_work_on_an_older(
    search_server: SearchServer, pipe: Pipe, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe[1].write(b'{"number": 2, "text": "fog"}\n')

    search_server.answer_query(QueryMessage(1, "ships"))

    assert told(capsys) == []


def test_counts_wait_for_queries_and_are_told_when_nothing_else_is_wanted(
    search_server: SearchServer, library: Library, pipe: Pipe, capsys: pytest.CaptureFixture[str]
) -> None:
    library.set_mark([2], Mark.READ, True)
    for text in ("ships", "zyzzyva", "ships"):
        pipe[1].write(json.dumps(asdict(QueryMessage(COUNT, text))).encode() + b"\n")

    search_server.answer_query(QueryMessage(1, "fog"))
    assert list(search_server.uncounted) == ["ships", "zyzzyva"]
    pipe[1].write(json.dumps(asdict(QueryMessage(2, "light"))).encode() + b"\n")
    search_server.count_finds("ships")
    assert search_server.next_query() == QueryMessage(2, "light")
    pipe[1].close()
    search_server.count_finds("ships")
    assert search_server.next_query() is None

    answers = told(capsys)
    assert [(line["number"], line["total"]) for line in answers] == [(1, 3)]


def test_counts_are_told_while_no_query_waits(
    search_server: SearchServer, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.set_mark([2], Mark.READ, True)

    for text in ("ships", "zyzzyva"):
        search_server.uncounted[text] = None
        search_server.count_finds(text)

    answers = told(capsys)
    assert [(line["text"], line["total"], line["unread"]) for line in answers] == [
        ("ships", 3, 2),
        ("zyzzyva", 0, 0),
    ]
    assert not search_server.uncounted


def test_the_searcher_counts_and_then_sleeps_until_a_query_comes(
    search_server: SearchServer,
    pipe: Pipe,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search_server.uncounted["ships"] = None
    sleep = search_server.lines.wait

    def woken() -> None:
        pipe[1].write(b'{"number": 7, "text": "fog"}\n')
        sleep()

    monkeypatch.setattr(search_server.lines, "wait", woken)

    assert search_server.next_query() == QueryMessage(7, "fog")
    assert told(capsys)[0]["total"] == 3


def test_what_an_older_index_held_is_let_go_of_when_nothing_is_asked(
    search_server: SearchServer, library: Library, pipe: Pipe, capsys: pytest.CaptureFixture[str]
) -> None:
    search_server.answer_query(QueryMessage(1, "ships"))
    library.store.stories.save(1, [pair(4)])
    library.update_index()
    search_server.answer_query(QueryMessage(2, "ships"))
    assert search_server.outdated

    pipe[1].close()
    turns = iter([False, True])
    search_server.is_query_waiting = lambda: next(turns)  # type: ignore[method-assign]
    assert search_server.next_query() is None
    assert not search_server.outdated
    assert told(capsys)[-1]["total"] == 4


def test_without_an_index_there_is_nothing_to_count(
    unindexed: SearchServer, capsys: pytest.CaptureFixture[str]
) -> None:
    unindexed.uncounted["ships"] = None

    unindexed.count_finds("ships")

    assert told(capsys) == []
    assert not unindexed.uncounted


def test_a_missing_index_is_told_as_work_to_do(
    unindexed: SearchServer, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    unindexed.answer_query(QueryMessage(1, "ships"))
    library.update_index()
    unindexed.answer_query(QueryMessage(2, "ships"))
    for path in (library.folders.cache / "index").iterdir():
        path.unlink()
    unindexed.answer_query(QueryMessage(3, "ships"))

    assert [line["behind"] for line in told(capsys)] == [3, 0, 3]


def test_damage_that_no_query_would_see_is_found_while_idle(
    unindexed: SearchServer, library: Library, pipe: Pipe, capsys: pytest.CaptureFixture[str]
) -> None:
    unindexed.check_index()
    library.update_index()
    (terms,) = (library.folders.cache / "index").glob("*.trm")
    flipped = bytearray(terms.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    terms.write_bytes(flipped)

    unindexed.check_index()
    library.update_index()
    unindexed.check_index()
    pipe[1].write(b"{}\n")
    unindexed.check_index()

    assert [line["behind"] for line in told(capsys)] == [3, 3]
    assert library.count_unindexed() == 0


def test_an_index_that_is_busy_is_checked_another_time(
    library: Library, pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise ReaderError("the disk is full")

    monkeypatch.setattr(library, "open_index", busy)

    SearchServer(library, pipe[0]).check_index()


def test_a_database_that_fails_is_a_hint(
    search_server: SearchServer, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.store.database.connection.execute("DROP TABLE tag")

    search_server.answer_query(QueryMessage(1, "tag:sea"))

    assert "cannot be used: no such table: tag" in told(capsys)[0]["hint"]


def run(home: Folders, *job: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    """A job in a process of its own, as the screen starts it."""
    command = [sys.executable, "-P", "-m", "reader.worker", *job]
    environment = {**os.environ, "NEWSREADER_HOME": str(home.data)}
    return run_forked(command, lines, text=True, env=environment)


def test_the_searcher_says_what_is_missing_and_ends_with_the_screen(home: Folders) -> None:
    library = Library.open(home)
    fill(library, 3)
    library.close()

    done = run(home, "search", lines='{"number": 1, "text": "stale"}\n')

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[0])["behind"] == 3


def test_a_job_tells_that_it_waits_for_another_newsreader(home: Folders) -> None:
    other = ExitStack()
    other.enter_context(writer_lock(home.data))
    with ForkedProcess(
        [sys.executable, "-P", "-m", "reader.worker", "index"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NEWSREADER_HOME": str(home.data)},
    ) as job:
        assert job.stdout
        told = json.loads(job.stdout.readline())["progress"]
        other.close()
        job.stdout.read()

    assert job.returncode == 0
    assert told["doing"] == "Waiting for another newsreader, seconds:"
    assert told["done"] >= 3


def test_the_searcher_answers_while_its_pipe_is_open(home: Folders) -> None:
    library = Library.open(home)
    fill(library, 3)
    library.update_index()
    library.close()
    with ForkedProcess(
        [sys.executable, "-P", "-m", "reader.worker", "search"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NEWSREADER_HOME": str(home.data)},
    ) as process:
        assert process.stdin
        assert process.stdout
        assert json.loads(process.stdout.readline())["behind"] == 0
        process.stdin.write('{"number": 0, "text": ""}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == asdict(AnswerMessage(0)) | {"ids": []}
        process.stdin.write('{"number": 1, "text": "ships"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["total"] == 3
        process.stdin.write('{"number": -1, "text": "ships"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["unread"] == 3
        process.stdin.close()

    assert process.returncode == 0


def test_a_folder_is_read_again_and_its_bad_file_named(home: Folders, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("One\n\n" + "The keeper lit the lamp at dusk again. " * 9)
    (texts / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))

    done = run(home, "add", str(texts))
    again = run(home, "refresh")

    news = [json.loads(line) for line in done.stdout.splitlines()]
    assert news[0]["progress"] == {"doing": "Reading, new stories:", "done": 1, "total": 0}
    assert "is an image" in news[1]["failed"]
    assert news[-1]["added"] == 1
    assert json.loads(again.stdout.splitlines()[-1])["added"] == 0


def test_the_index_alone_can_be_brought_up_to_date(home: Folders) -> None:
    library = Library.open(home)
    fill(library, 3)

    done = run(home, "index")

    assert "Indexing" in done.stdout
    assert library.count_unindexed() == 0
    library.close()


def test_a_download_says_how_far_it_is_and_where_the_file_is(home: Folders) -> None:
    library = Library.open(home)
    with serving() as server:
        server.pages["/a.mp3"] = Answer(BODY)
        attach(library, server.url("/a.mp3"))
        library.close()
        done = run(home, "download", "1", "0")

    news = [json.loads(line) for line in done.stdout.splitlines()]
    assert news[0]["progress"]["doing"] == "a.mp3"
    assert news[-1]["note"].startswith("Saved as ")


def test_a_round_of_sync_says_what_came_from_other_machines(home: Folders, tmp_path: Path) -> None:
    library = Library.open(home)
    begin_sync(library, tmp_path / "shared")
    library.close()
    journal = tmp_path / "shared" / "crane-3" / "000001-000001.jsonl"
    journal.parent.mkdir()
    journal.write_text('{"act":"search","search":"Rope","value":"rope","at":5,"by":"crane-3"}\n')

    first, second = run(home, "sync"), run(home, "sync")

    assert "From other machines: 1 saved search" in first.stdout
    assert json.loads(second.stdout.splitlines()[-1])["note"] == ""


def test_a_vacuum_says_what_went(home: Folders) -> None:
    library = Library.open(home)
    fill(library, 3)
    library.close()

    done = run(home, "vacuum")

    assert "won" in json.loads(done.stdout.splitlines()[-1])["note"]


def test_rules_that_are_applied_say_how_many_stories_they_caught(home: Folders) -> None:
    library = Library.open(home)
    fill(library, 3)
    rule = Rule("ships", "ships", (RuleAction(RuleActionKind.HIDE),))
    library.store.rules.change(lambda _: (rule,))
    library.close()

    done = run(home, "rules")

    assert json.loads(done.stdout.splitlines()[-1])["note"] == "Caught by rules: 3"


def test_what_a_page_lists_is_told_and_not_taken(
    home: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGES[0]
    with serving() as server, closing(Library.open(home, FetchPolicy(apart=0))) as library:
        server.pages["/news"] = Answer(page.html.encode(), headers={"Content-Type": "text/html"})
        place = server.url("/news")
        JOBS["add"](library, [place])

        assert library.store.sources.all() == []
    news = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    offered = [one for each in news for one in each["lists"]]
    assert offered == [[place, str(len(page.stories)), *page.titles[:3]]]


def test_a_job_that_cannot_start_says_why(home: Folders) -> None:
    home.data.mkdir()
    (home.data / "newsreader.db").write_bytes(b"not a database, but long enough to be one" * 30)

    done = run(home, "index")

    assert done.returncode == 1
    assert "file is not a database" in json.loads(done.stdout)["failed"]


async def test_the_near_end_gets_answers_and_survives_a_death(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    library = Library.open(home)
    fill(library, 3)
    library.update_index()
    answers: asyncio.Queue[AnswerMessage] = asyncio.Queue()
    searcher = Searcher(answers.put_nowait)
    task = asyncio.create_task(searcher.run())
    searcher.ask("nothing", "best", typing=False)
    searcher.ask("ships", "newest", typing=True)

    assert await next_answer(answers) == AnswerMessage(2, (3, 2, 1), 3)  # type: ignore[comparison-overlap]
    assert searcher.running
    searcher.start_again()
    assert (await next_answer(answers)).total == 3  # asked again of the next process
    searcher.ask("fog", "best", typing=False)
    assert (await next_answer(answers)).number == 3
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    searcher.ask("more", "best", typing=False)
    library.close()


async def next_answer(answers: "asyncio.Queue[AnswerMessage]") -> AnswerMessage:
    """The next answer to a query."""
    while True:
        answer = await asyncio.wait_for(answers.get(), 20)
        if answer.number:
            return AnswerMessage(answer.number, tuple(answer.ids), answer.total)


def test_a_searcher_that_does_not_run_is_not_started_again() -> None:
    idle = Searcher(print)
    idle.start_again()

    assert idle.running is None


CUT_OFF = """
import asyncio, os, sys
from reader.worker.clients import Searcher

async def cut_off(turns, times):
    task = asyncio.create_task(Searcher(print).run())
    for _ in range(turns):
        await asyncio.sleep(0)
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait([task], timeout=0 if times < 2 else None)

for turns in range(1, 10):
    for times in range(4):
        asyncio.run(cut_off(turns, times))
        try:
            print(turns, times, os.waitpid(-1, os.WNOHANG))
        except ChildProcessError:
            pass  # there is none
"""


def test_a_process_is_gone_in_whatever_moment_and_however_often_it_is_cut_off(
    home: Folders,
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", CUT_OFF],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,  # asyncio's own way of starting a process may wait for ever when cut off
        env={**os.environ, "NEWSREADER_HOME": str(home.data)},
    )

    assert (done.stdout, done.stderr) == ("", "")


async def test_the_adder_tells_how_far_it_is_and_can_be_stopped(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    adder = JobRunner()
    adder.stop()
    assert not adder.is_busy

    news = [news async for news in adder.run("samples")]

    assert news[0] == JobEvent(Progress("Reading, new stories:", 1, 0))
    assert news[-1].added > 20
    async for _ in adder.run("refresh"):
        assert adder.is_busy
        adder.stop()
    assert not adder.is_busy
    adder.stop()


async def test_work_that_is_stopped_while_it_is_being_started_ends_at_once(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    adder = JobRunner()

    async def run() -> list[JobEvent]:
        return [news async for news in adder.run("samples")]

    work = asyncio.create_task(run())
    await asyncio.sleep(0)
    adder.stop()

    assert await work == []
    assert not adder.is_busy


# A process that has told all, and is not gone before a file is there, or before ten seconds.
LINGERING = """
import os, sys, time
os.close(1)
for _ in range(1000):
    if os.path.exists(sys.argv[-1]):
        sys.exit(0)
    time.sleep(0.01)
sys.exit(1)
"""


async def test_keys_act_while_a_process_that_works_for_the_screen_takes_its_time_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: str, *job: str, **given: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", LINGERING, *job]
        return ForkedProcess(
            command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **given
        )

    monkeypatch.setattr("reader.worker.clients.start_module", start)
    adder, path = JobRunner(), tmp_path / "key"

    async def run() -> list[JobEvent]:
        return [news async for news in adder.run(str(path))]

    work = asyncio.create_task(run())
    asyncio.get_running_loop().call_later(0.5, path.touch)

    assert await work == []  # it did not break off: the file was there in time


async def test_a_process_is_gone_though_waiting_for_it_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start(*_: str, **given: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "import time; time.sleep(60)"]
        started.append(
            ForkedProcess(
                command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **given
            )
        )
        return started[0]

    monkeypatch.setattr("reader.worker.clients.start_module", start)
    work = asyncio.create_task(anext(JobRunner().run("samples")))
    while not started:
        await asyncio.sleep(0)
    for _ in range(3):
        work.cancel()
        await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await work
    assert started[0].returncode == -signal.SIGKILL


async def test_what_newsboat_has_is_taken_in_for_the_screen(
    home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "person" / ".newsboat"

    assert [news.failed async for news in JobRunner().run("newsboat")][-1].startswith("Nothing of")
    folder.mkdir(parents=True)
    (folder / "urls").write_text('https://quay.example/feed\n"query:Boats:title =~ \\"boat\\""\n')
    news = [news async for news in JobRunner().run("newsboat")]
    (folder / "config").write_text("bind-key B open-in-browser\n")
    again = [news async for news in JobRunner().run("newsboat")]

    assert news[-1].note == "1 new source, 1 saved search"
    assert again[-1].note.startswith("1 saved search; `newsreader import newsboat` takes its keys")


async def test_a_file_of_another_reader_is_taken_in_for_the_screen(
    home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    path = tmp_path / "pages.csv"
    path.write_text("title,url,time_added,tags,status\nTides,https://pages.example/1,,,archive\n")

    first = [news async for news in JobRunner().run("import", str(path))]
    again = [news async for news in JobRunner().run("import", str(path))]
    path.write_text('<opml version="2.0"><body><outline xmlUrl="file:///x"/></body></opml>')
    left = [news async for news in JobRunner().run("import", str(path))]

    assert (first[-1].added, first[-1].left) == (1, ())
    assert first[-1].note == "1 marked as read, 1 bookmarked, 1 page waits to be fetched"
    assert again[-1].added == 0
    assert "file:///x" in left[-1].left[0]


async def test_work_that_breaks_off_says_so_and_the_log_says_why(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    home.data.mkdir()

    news = [news async for news in JobRunner().run("nonsense")]

    assert "broke off" in news[-1].failed
    assert "KeyError: 'nonsense'" in (home.log / "newsreader.log").read_text()


def test_a_log_that_cannot_be_written_is_done_without(home: Folders) -> None:
    home.data.mkdir()
    (home.data / "newsreader.log").mkdir()

    assert run(home, "index").returncode == 0


def test_a_log_never_grows_without_end(home: Folders) -> None:
    home.data.mkdir()
    log = home.data / "newsreader.log"
    log.write_text("old\n" * 2**19)

    run(home, "nonsense")
    run(home, "nonsense")

    assert "old" not in log.read_text()
    assert log.read_text().count("KeyError") == 2


def test_a_job_tells_of_a_command_that_failed_for_what_came(home: Folders) -> None:
    home.config.mkdir(parents=True, exist_ok=True)
    told_to = '[commands.label]\nrun = ["no-such-program"]\narrival = "ships"\n'
    (home.config / "config.toml").write_text(told_to)
    with closing(Library.open(home)) as library:
        stories_to_look_at(library.store)
        fill(library, 1)

    done = run(home, "index")

    assert done.returncode == 0
    assert "label: there is no program 'no-such-program'." in done.stdout
