"""The far end of the pipes: what runs in a process of its own."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader import config
from reader.control_characters import print_crash
from reader.library import SAMPLES, Library
from reader.model import (
    CleanedDocument,
    FetchError,
    IngestReport,
    Progress,
    ReaderError,
    SourceReading,
)
from reader.model.construction import replace
from reader.worker.line_io import send_noun
from reader.worker.protocol import JobEvent
from reader.worker.search_server import serve_searches

if TYPE_CHECKING:
    from reader.library.ingest.imports.import_marked import CarriedOver

LARGEST_LOG = 2**20  # bytes after which it begins anew
NICENESS = 10  # of what works while somebody reads: the keys of the screen come first
HEADLINES = 3  # of a page's list, by which a person tells whether it is the right one
PAUSE = 0.2  # seconds between two words about progress
NOTHING = JobEvent()


def _send_progress(progress: Progress) -> None:
    """Tell how far some work is."""
    send_noun(JobEvent(progress))


def _add(
    library: Library,
    arriving: Iterator[IngestReport],
    quiet: bool = False,
    total: CarriedOver | None = None,
) -> None:
    """Take in what arrives, bring the index up to date, and tell in the end what came."""
    added, due, note = 0, 0.0, ""
    others: tuple[tuple[str, str], ...] = ()
    for found, new in arriving:
        if found.error and not quiet:
            send_noun(JobEvent(failed=found.error))
        others += found.others
        added, note = added + new, "" if found.others else found.note or note
        if time.monotonic() >= due:
            send_noun(JobEvent(Progress("Reading, new stories:", added, 0)))
            due = time.monotonic() + PAUSE
    _index_news(library, _with_total(JobEvent(added=added, note=note, others=others), total))


def _with_total(news: JobEvent, total: CarriedOver | None) -> JobEvent:
    """Return news with what was taken from another reader."""
    if total is None:
        return news
    from reader.library.ingest.imports.import_file import outcome_sentence

    took = outcome_sentence(total) or ("" if news.added else "nothing new")
    return replace(news, note="; ".join(filter(None, (took, *total.keys))), left=tuple(total.left))


def _subscribe_each(
    library: Library, places: list[str], reading: SourceReading = SourceReading.FEED
) -> Iterator[IngestReport]:
    """Subscribe to places and read them; the screen is told of the lists of pages."""
    from reader.library.ingest.subscribing.add_options import AddOptions

    wish = AddOptions(reading=reading, agree=_offer_list)
    return (
        found
        for place in places
        for found in library.add(place, None, wish, on_progress=_send_progress)
    )


def _offer_list(document: CleanedDocument) -> bool:
    """Tell the screen what a page lists, and take nothing of it yet."""
    titles = [story.headline for _, story in document.pairs[:HEADLINES]]
    send_noun(JobEvent(lists=((document.location, str(len(document.pairs)), *titles),)))
    return False


def _carry_on_from_newsboat(library: Library) -> None:
    """Take in what newsboat has, but for its keys."""
    from reader.exports.newsboat_files import find_newsboat
    from reader.library.ingest.imports.import_marked import CarriedOver

    files = find_newsboat(Path.home(), os.environ)
    if files is None:
        raise FetchError("Nothing of newsboat is here: neither ~/.newsboat nor ~/.config/newsboat.")
    total = CarriedOver()
    total.keys += ["`newsreader import newsboat` takes its keys, too"] if files.config.keys else []
    _add(library, library.import_newsboat(files, total, _send_progress), total=total)


def _import(library: Library, path: str) -> None:
    """Take in a file of another reader, or of stories."""
    from reader.library.ingest.imports.import_file import import_file
    from reader.library.ingest.imports.import_marked import CarriedOver

    total = CarriedOver()
    _add(library, import_file(library, Path(path), total, _send_progress), total=total)


def _index_news(library: Library, news: JobEvent = NOTHING) -> None:
    """Bring the index up to date, act on what came, and tell that."""
    from reader.library.hooks.on_arrival import act_on_arrivals, alert_text

    library.update_index(_send_progress)
    library.group(_send_progress)
    arrived = act_on_arrivals(library)
    for failure in arrived.failures:
        send_noun(JobEvent(failed=failure))
    alerts = tuple((one.name, alert_text(one)) for one in arrived.alerts)
    send_noun(replace(news, alerts=alerts) if alerts else news)
    library.tidy_index()


def _download(library: Library, words: list[str]) -> None:
    """Download a file that is attached to a story."""
    due = 0.0

    def told(name: str, there: int, size: int) -> None:
        nonlocal due
        if time.monotonic() >= due:
            send_noun(JobEvent(Progress(name, there, size)))
            due = time.monotonic() + PAUSE

    path = library.download(int(words[0]), int(words[1]), told)
    send_noun(JobEvent(note=f"Saved as {path}"))


def _vacuum(library: Library) -> None:
    """Drop what is beyond its limits, and give back unused room."""
    from reader.library.archive_limits import dropped_sentence
    from reader.model.retention import format_size

    told = library.vacuum(_send_progress)
    send_noun(
        JobEvent(note=f"{dropped_sentence(told.stories)}, {format_size(told.freed_bytes)} won")
    )


def _synchronize(library: Library) -> None:
    """Do a round of sync, and tell what came from other machines."""
    from reader.library.sync_folder.sync_report import arrivals_sentence
    from reader.library.sync_folder.sync_round import sync_library

    report = sync_library(library, _send_progress)
    send_noun(JobEvent(note=arrivals_sentence(report)))


def _apply_rules(library: Library) -> None:
    """Run the rules on the stories that are there already."""
    from reader.library.rules.rule_runs import apply_rules

    library.update_index(_send_progress)
    with closing(library.open_index()) as index:
        caught = sum(apply_rules(library, index, _send_progress).values())
    send_noun(JobEvent(note=f"Caught by rules: {caught:,}"))


# What the far end can be asked to do: its name, and what does it.
JOBS: dict[str, Callable[[Library, list[str]], None]] = {
    "search": lambda library, _: serve_searches(library),
    "samples": lambda library, _: _add(library, library.add(SAMPLES, on_progress=_send_progress)),
    "add": lambda library, places: _add(library, _subscribe_each(library, places)),
    "list": lambda library, places: _add(
        library, _subscribe_each(library, places, SourceReading.LIST)
    ),
    "watch": lambda library, places: _add(
        library, _subscribe_each(library, places, SourceReading.WATCH)
    ),
    "newsboat": lambda library, _: _carry_on_from_newsboat(library),
    "import": lambda library, paths: _import(library, paths[0]),
    "refresh": lambda library, names: _add(
        library, library.refresh(names, on_progress=_send_progress)
    ),
    "page": lambda library, ids: _add(library, library.fetch_pages([int(one) for one in ids])),
    "due": lambda library, _: _add(
        library, library.refresh(due=True, on_progress=_send_progress), quiet=True
    ),
    "download": _download,
    "index": lambda library, _: _index_news(library),
    "sync": lambda library, _: _synchronize(library),
    "vacuum": lambda library, _: _vacuum(library),
    "rules": lambda library, _: _apply_rules(library),
}


def _tell_waiting(seconds: int) -> None:
    """Tell that another newsreader adds stories, which this one has to wait for."""
    send_noun(JobEvent(Progress("Waiting for another newsreader, seconds:", seconds, 0)))


def _log_to(folder: Path) -> None:
    """Write what goes wrong unforeseen to a file: nobody sees this process's standard error."""
    with suppress(OSError):  # without a log there is still work to do
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / config.LOG
        is_small = path.exists() and path.stat().st_size < LARGEST_LOG
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_APPEND if is_small else os.O_TRUNC)
        descriptor = os.open(path, flags, 0o600)
        os.dup2(descriptor, sys.stderr.fileno())
        os.close(descriptor)


def main() -> int:
    """Do one job for the screen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the screen gets the key, and decides
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    places = config.default_folders(os.environ.get("NEWSREADER_HOME"))
    _log_to(places.log)
    sys.excepthook = print_crash
    if sys.argv[1] != "search":
        os.nice(NICENESS)
    try:
        library = Library.open(places)
        if sys.argv[1] != "search":
            library.on_wait = _tell_waiting
        JOBS[sys.argv[1]](library, sys.argv[2:])
    except ReaderError as error:
        send_noun(JobEvent(failed=str(error)))
        return 1
    library.close()
    return 0
