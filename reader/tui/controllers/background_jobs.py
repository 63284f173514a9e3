"""Background jobs: stories are added and the index is brought up to date, one job at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from textual.timer import Timer

from reader.model import Progress
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.searching.search import SearchController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.layout import MainLayout
from reader.tui.messages import (
    filling_text,
    first_steps_text,
    job_outcome,
    progress_line,
    share_text,
)
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.worker.clients import JobRunner
from reader.worker.protocol import AnswerMessage, JobEvent

_WORK = "stories"  # what the bottom line knows all of this by
_INDEXING = "Indexing"  # what the work is called that puts stories into the index
_NOTHING_NEW = "You have that already, and there is nothing new in it"
# What is said where a person asked for something, and nothing came of it.
_NOTHING_CAME = {
    "refresh": "Nothing new; a source is asked once in five minutes at most",
    "page": "That is what the page holds",
    "add": _NOTHING_NEW,
    "list": _NOTHING_NEW,
    "watch": _NOTHING_NEW,
}
_ASKING_SERVERS = ("refresh", "due")  # jobs that bring accounts level
# What is said where a person asked for something, and it has begun.
_BEGUN = {
    "import": "Reading the file",
    "newsboat": "Reading what newsboat has",
    "refresh": "Reading",
    "rules": "Running the rules",
    "add": "Looking what is there",
    "list": "Reading",
    "watch": "Reading",
    "page": "Fetching the page",
    "vacuum": "Giving back room",
}
# What Escape stops, where there is nothing else that it leaves: a person waits for it.
_ESCAPABLE = frozenset(("import", "newsboat", "rules"))
# What is said where such work was stopped that does all or nothing.
_UNDONE = {"rules": "Stopped; the rules have changed nothing"}
LOOK_EVERY = 60  # seconds between two looks for sources whose time has come


def _do_nothing() -> None:
    """Follow a job with nothing."""


@dataclass(eq=False, repr=False)
class JobsController:
    """Have jobs done by a process of their own, and show how they go.

    `stop_download` ends a download, and returns whether there was one; `call_person` has the
    terminal call the person because of a saved search, with what is said of it.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    reading: ReadingController
    listing: ListUpdatesController
    search: SearchController
    sidebar: SidebarController
    stop_download: Callable[[], bool]
    set_interval: Callable[[float, Callable[[], None]], Timer]
    call_person: Callable[[str, str], None]
    adder: JobRunner = field(default_factory=JobRunner, init=False)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list, init=False)
    offered_feeds: Sequence[tuple[str, str]] = field(default=(), init=False)  # beside the one taken
    # What follows a job, by its name, once it is done.
    when_done: dict[str, Callable[[], object]] = field(default_factory=dict, init=False)
    # What is done where pages without a feed list stories.
    when_lists: Callable[[Sequence[Sequence[str]]], object] | None = field(default=None, init=False)
    job: tuple[str, ...] = field(default=(), init=False)  # what is being done, or was last
    is_working = False
    _awaited_page = 0  # the story whose page was asked for
    _queue: list[tuple[str, ...]] = field(default_factory=list, init=False)
    _promise = ""  # what was answered to who asked for work that waits
    _is_index_behind = False  # whether the index is to be looked after when other work is done
    _due_timer: Timer | None = field(default=None, init=False)
    _is_stopped = False  # whether a person stopped the work that is being done, or was last
    _has_failed = False  # whether the last work failed or was stopped: it is not tried again

    def start(self, *job: str) -> None:
        """Have a job done in the background, and show how it goes."""
        if self.is_working:
            self._enqueue(job)
            return
        self.is_working, self._has_failed, self.job = True, False, job
        self._is_stopped = False
        if job[0] in _BEGUN:
            sentence = f"{_BEGUN[job[0]]}, {self._stop_keys('stop')} stops"
            self.bars.show_progress(_WORK, sentence, "…")
        self.run_beside(self._run(*job))

    @property
    def is_escapable(self) -> bool:
        """Whether there is work that Escape stops, when it has nothing else to leave."""
        return self.is_working and self.job[0] in _ESCAPABLE

    def _stop_keys(self, name: str) -> str:
        """Return the keys of an action, for that which stops the work with Escape where it may."""
        key = self.bars.key_of(name)
        is_stop = name == "stop" and self.is_escapable
        return f"{self.bars.key_of('step_back')} or {key}" if is_stop else key

    def run_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something run until it is done, or the screen ends."""
        self._tasks.append(asyncio.create_task(work))

    def _enqueue(self, job: tuple[str, ...]) -> None:
        """Have a job done after the one that is being done, unless it is that one."""
        known = job == self.job or job in self._queue
        self._queue += [] if known else [job]
        sentence = "Stories are being added already" if known else "That is done next"
        self._promise = f"{sentence}; {self.bars.key_of('stop')} stops the work"
        self.bars.show_status(self._promise)

    async def _run(self, *job: str) -> None:
        """Show what a job tells, and what it brought."""
        last, failures, lists = JobEvent(), list[str](), list[Sequence[str]]()
        async with aclosing(self._news_of(job)) as all_news:
            async for news in all_news:
                failures += [news.failed] if news.failed else []
                lists += news.lists
                last = last if news.failed or news.progress else news
                self._on_news(news)
        self.is_working, self.search.indexing = False, None
        self.report(last, failures)
        self._after_job()
        if lists and self.when_lists is not None and not self.adder.stopped:
            self.when_lists(lists)

    async def _news_of(self, job: Sequence[str]) -> AsyncGenerator[JobEvent, None]:
        """Yield what a job tells; nothing where it was stopped before it began."""
        if self._is_stopped:
            return
        async with aclosing(self.adder.run(*job)) as all_news:
            async for news in all_news:
                yield news

    def _on_news(self, news: JobEvent) -> None:
        """Show one thing that a job tells."""
        if news.failed:
            self._has_failed = True
            self.bars.keep_complaint(news.failed)
            self.bars.show_outcome(_WORK, news.failed, warning=True)
        elif news.progress:
            indexes = news.progress.doing == _INDEXING
            self.search.indexing = news.progress if indexes else None
            sentence = progress_line(news.progress, self._stop_keys)
            self.bars.show_progress(_WORK, sentence, share_text(news.progress))
            self._show_filling(news.progress)
            self.listing.show_new()
            if self.session.query is not None and not self.layout.list.ids:
                self.search.explain()

    def report(self, last: JobEvent, failures: Sequence[str]) -> None:
        """Show what came of a job, unless it was stopped: that has been said."""
        sentence = job_outcome(last, failures, self.bars.key_of) or _NOTHING_CAME.get(
            self.job[0], ""
        )
        self.offered_feeds = last.others or self.offered_feeds
        for left in last.left:
            self.bars.keep_complaint(f"Left: {left}")
        if self.listing.is_filling and not failures:
            from reader.library.person_input import newsboat_is_here

            first_steps = first_steps_text(self.bars.key_of, newsboat_is_here())
            sentence = "; ".join(filter(None, (sentence, first_steps)))
        self.bars.show_outcome(_WORK, "" if self._is_stopped else sentence, bool(failures))
        if last.alerts:
            self.bars.show_status("; ".join(f"Alert: {name}: {said}" for name, said in last.alerts))
            for name, said in last.alerts:
                self.call_person(name, said)

    def _show_filling(self, progress: Progress) -> None:
        """Show in the list, which is empty, how far the sample stories are."""
        if self.listing.is_filling and self.session.query is None:
            self.layout.list.explain(filling_text(progress))

    def _after_job(self) -> None:
        """Show the stories that have come, and search again among them."""
        if self._is_index_behind:
            self.search.searcher.ask_unindexed()
        self.listing.is_filling = False
        self._show_marks_from_servers()
        self.listing.show_new()
        self.sidebar.refresh()
        self.sidebar.schedule_counts()
        self.listing.is_first_launch = False
        self._show_awaited_page()
        follow = self.when_done.pop(self.job[0], _do_nothing)
        if not self._has_failed:
            follow()
        if self.search.is_open and self.search.typed.strip():
            self.search.search_again()
        if self._queue:
            if self.bars.answer == self._promise:
                self.bars.show_status("")
            self.start(*self._queue.pop(0))

    def _show_marks_from_servers(self) -> None:
        """Show what was marked elsewhere, where a refresh has asked a server for it."""
        if self.job[0] in _ASKING_SERVERS and self.session.library.store.accounts.next_due():
            self.layout.list.forget()
            self.reading.show_changed_marks()

    def on_index_behind(self, answer: AnswerMessage) -> None:
        """Bring the index up to date when it is found behind, now or after other work."""
        self._is_index_behind = self.is_working
        if self._has_failed and not self.is_working:
            return
        total = self.session.counts.all
        self.search.indexing = Progress(_INDEXING, max(0, total - answer.behind), total)
        if not self.is_working:
            self.start("index")

    def add_samples(self) -> None:
        """Have the sample stories added, where there is nothing to read."""
        library = self.session.library
        if not self.session.counts.all and not library.store.sources.all():
            self.layout.list.explain(filling_text(Progress("", 0, 0)))
            self.listing.is_first_launch = self.listing.is_filling = True
            self.start("samples")

    def refresh_all(self) -> None:
        """Read all sources again."""
        self.start("refresh")

    def refresh_source(self) -> None:
        """Read again the source that is chosen or listed, else that of the open story."""
        keys = (self.sidebar.chosen_key, self.session.view)
        chosen = next((key for key in keys if key.startswith("source:")), "")
        if chosen:
            self.start("refresh", chosen.partition(":")[2])
        elif self.session.story is not None:
            self.start("refresh", self.session.story.source)
        else:
            self.bars.show_status("There is no source to read again")

    def look_for_due(self, minutes: int) -> None:
        """Look for sources whose time has come, or, where none are read unasked, no longer."""
        if self._due_timer is not None:
            self._due_timer.stop()
        self._due_timer = self.set_interval(LOOK_EVERY, self.refresh_due) if minutes else None

    def refresh_due(self) -> None:
        """Read the sources whose time has come, unless something else is being done."""
        if not self.is_working and self.session.library.is_refresh_due:
            self.start("due")

    def fetch_full_text(self) -> None:
        """Fetch the whole page behind the open story, and show its text."""
        if self.is_working:
            key = self.bars.key_of("stop")
            self.bars.show_status(f"Something is being done already; {key} stops it")
        elif self.session.story is None:
            self.bars.show_status("There is no story whose page could be fetched")
        else:
            self._awaited_page = self.session.story.id
            self.start("page", str(self._awaited_page))

    def _show_awaited_page(self) -> None:
        """Show the text of a page that was asked for, unless another story is read by now."""
        story = self.session.story
        is_open = story is not None and story.id == self._awaited_page
        if is_open and self.session.has_story(self._awaited_page):
            self.session.article.open(self._awaited_page)
            self.reading.show_article()
        self._awaited_page = 0

    def stop(self) -> None:
        """Stop a download, else adding stories; what has come stays."""
        if self.stop_download():
            return
        if not self.is_working:
            self.bars.show_status("Nothing is being done that could be stopped")
        else:
            self._queue.clear()
            self._is_stopped = True
            self.adder.stop()
            self._has_failed = True  # what a person stops does not start again by itself
            self.bars.show_status(_UNDONE.get(self.job[0], "Stopped; what was added stays"))

    async def end(self) -> None:
        """End the processes that work for the screen."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
