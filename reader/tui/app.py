"""The app: its keys, its commands and the processes that work for it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import aclosing
from functools import partial
from importlib import import_module
from typing import Any

from reader.config import Settings
from reader.library import Library
from reader.model import Progress
from reader.tui.actions import Action
from reader.tui.controllers.appearance import Commanding
from reader.tui.messages import outcome, progress_line
from reader.tui.render.safe_console import SafeConsole
from reader.tui.startup import lean_imports
from reader.tui.startup.driver import QuickDriver
from reader.tui.startup.held_screen import Ground
from reader.tui.widgets.story_list import StoryList
from reader.worker import AnswerMessage, JobEvent, Searcher

lean_imports.release_paint()
INDEXING = "Indexing"  # what the work is called that puts stories into the index
CALM, PAUSE = 0.3, 0.05  # seconds after the start, and between two imports for later
CLEAR = "\x1b[0m\x1b[2J"  # no colour, and nothing on the screen
# What is said where a person asked for something, and nothing came of it.
NOTHING = {
    "refresh": "Nothing new; a source is asked once in five minutes at most",
    "add": "You have that already, and there is nothing new in it",
}
LOOK_EVERY = 60  # seconds between two looks for sources whose time has come


class NewsReader(Commanding, whole=True):
    """The whole screen."""

    def __init__(
        self, library: Library, settings: Settings, actions: tuple[Action, ...], **given: Any
    ) -> None:
        super().__init__(library, settings, actions, **given)
        self.error_console = SafeConsole(stderr=True)
        self.searcher = Searcher(self.answered)
        self.tasks: list[asyncio.Task[None]] = []
        self.when_standing: Callable[[], None] = lambda: None
        self.behind = False  # whether the index is to be looked after when other work is done
        self.awaited = 0  # the story whose page was asked for
        self.job: tuple[str, ...] = ()  # what is being done, or was last
        self.queue: list[tuple[str, ...]] = []  # what is to be done after that
        self.working = False  # whether stories are being added, or the index looked after
        self.doing = ""  # how far the work was when that was last told
        self.failed = False  # whether the last work failed or was stopped: it is not tried again
        for action in actions:
            self.bind(",".join(action.keys), action.name, description=action.does)

    def on_mount(self) -> None:
        """Start the processes once the first frame stands."""
        self.call_after_refresh(self.start)

    def start(self) -> None:
        """Start the searcher; with nothing to read, have the sample stories added."""
        self.heed_the_end()
        for screen in self.screen_stack:
            if isinstance(screen, Ground):
                screen.release()
        self.when_standing()
        self.tasks.append(asyncio.create_task(self.searcher.run()))
        self.set_timer(CALM, self.import_soon)
        if self.settings.refresh_minutes:
            self.set_interval(LOOK_EVERY, self.read_due)
        if not self.desk.counts.all and not self.desk.library.store.sources.all():
            self.list.explain("A moment: the sample stories are being added.")
            self.first_launch = True
            self.work("samples")

    def import_soon(self, names: Sequence[str] = lean_imports.SOON) -> None:
        """Import what the next keys may open, so little at a time that no key waits for it."""
        import_module(names[0])
        if names[1:]:
            self.set_timer(PAUSE, partial(self.import_soon, names[1:]))

    def heed_the_end(self) -> None:
        """Save what is being written when the terminal goes away, or the system wants us gone."""
        if not self.is_headless:
            for number in (signal.SIGHUP, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self.action_quit_now)

    def index_behind(self, answer: AnswerMessage) -> None:
        """Bring the index up to date when the searcher finds it behind, now or after other work."""
        self.behind = self.working
        if self.failed and not self.working:
            return
        total = self.desk.counts.all
        self.indexing = Progress(INDEXING, max(0, total - answer.behind), total)
        if not self.working:
            self.work("index")

    def work(self, *job: str) -> None:
        """Have a job done in the background, and show how it goes."""
        if self.working:
            self.line_up(job)
            return
        self.working, self.failed, self.job = True, False, job
        self.tasks.append(asyncio.create_task(self.follow(*job)))

    def line_up(self, job: tuple[str, ...]) -> None:
        """Have a job done after the one that is being done, unless it is that one."""
        known = job == self.job or job in self.queue
        self.queue += [] if known else [job]
        said = "Stories are being added already" if known else "That is done next"
        self.tell(f"{said}; {self.key_of('stop')} stops the work")

    async def follow(self, *job: str) -> None:
        """Show what a job tells, and what it brought."""
        last, failures = JobEvent(), list[str]()
        async with aclosing(self.adder.run(*job)) as told:
            async for news in told:
                failures += [news.failed] if news.failed else []
                last = last if news.failed or news.progress else news
                self.hear(news)
        self.working, self.indexing = False, None
        self.sum_up(last, failures)
        self.after_work()

    def hear(self, news: JobEvent) -> None:
        """Show one thing that a job tells."""
        if news.failed:
            self.failed = True
            self.tell(news.failed, warning=True)
        elif news.progress:
            self.indexing = news.progress if news.progress.doing == INDEXING else None
            self.doing = progress_line(news.progress, self.key_of)
            self.tell(self.doing)
            self.show_new()
            if self.desk.query is not None and not self.list.ids:
                self.explain_search()

    def sum_up(self, last: JobEvent, failures: Sequence[str]) -> None:
        """Show what came of a job, unless it was stopped: that has been said."""
        told = outcome(last, failures, self.key_of) or NOTHING.get(self.job[0], "")
        self.offered = last.others or self.offered
        if not self.adder.stopped and (told or self.status == self.doing):
            self.status = told  # what else was said meanwhile stays
            self.warned = bool(failures)
            self.refresh_bars()

    def after_work(self) -> None:
        """Show the stories that have come, and search again among them."""
        if self.behind:
            self.searcher.look()
        self.show_new()
        self.shelve()
        self.recount()
        self.first_launch = False
        self.show_awaited()
        if self.search_bar is not None and self.typed.strip():
            self.ask_again()
        if self.queue:
            self.work(*self.queue.pop(0))

    def on_story_list_chosen(self, event: StoryList.Chosen) -> None:
        """Show the story that was clicked."""
        self.leave_sidebar()
        self.panes.remove_class("zoom")
        if event.place == self.list.place:
            self.action_enter()
        self.choose(event.place)

    def action_browser(self) -> None:
        """Open the story's page in the browser."""
        link = self.desk.story.link if self.desk.story else ""
        self.tell(self.browse(link) if link else "This story has no link")

    def action_copy_link(self) -> None:
        """Copy the link."""
        link = self.desk.story.link if self.desk.story else ""
        self.copy(link, "Link copied") if link else self.tell("This story has no link")

    def action_copy_text(self) -> None:
        """Copy the text."""
        story = self.desk.story
        if story is not None:
            self.copy(f"{story.headline}\n\n{story.text}\n", "Text copied")

    def action_raw(self) -> None:
        """The page as it came, or the clean text."""
        story = self.desk.story
        if story is not None and not self.is_gone(story.id):
            self.desk.raw, self.desk.edit = not self.desk.raw, 0
            self.show_article()

    def action_refresh_all(self) -> None:
        """Read all sources again."""
        self.work("refresh")

    def action_refresh_source(self) -> None:
        """Read again the source that is chosen or listed, else that of the open story."""
        places = (self.chosen_place(), self.desk.view)
        chosen = next((one for one in places if one.startswith("source:")), "")
        if chosen:
            self.work("refresh", chosen.partition(":")[2])
        elif self.desk.story is not None:
            self.work("refresh", self.desk.story.source)

    def action_full_text(self) -> None:
        """Fetch the whole page behind the open story, and show its text."""
        if self.working:
            self.tell(f"Something is being done already; {self.key_of('stop')} stops it")
        elif self.desk.story is not None:
            self.awaited = self.desk.story.id
            self.work("page", str(self.awaited))

    def show_awaited(self) -> None:
        """Show the text of a page that was asked for, unless another story is read by now."""
        story = self.desk.story
        if story is not None and story.id == self.awaited and self.desk.has(story.id):
            self.desk.open(self.awaited)
            self.show_article()
        self.awaited = 0

    def read_due(self) -> None:
        """Read the sources whose time has come, unless something else is being done."""
        from reader.fetch.schedule import is_due

        due = self.desk.library.store.network.next_due()
        if not self.working and due is not None and is_due(due, self.desk.library.clock.now()):
            self.work("due")

    def action_stop(self) -> None:
        """Stop a download, else adding stories; what has come stays."""
        if self.downloading:
            super().action_stop()
        elif self.working:
            self.queue.clear()
            self.adder.stop()
            self.failed = True  # what a person stops does not start again by itself
            self.tell("Stopped; what was added stays")

    def action_zoom(self) -> None:
        """The reading pane alone."""
        self.leave_sidebar()
        self.panes.toggle_class("zoom")
        self.call_after_refresh(self.refresh_bars)

    def action_leave_or_quit(self) -> None:
        """Back, then quit."""
        if self.reading or self.choosing or self.search_bar is not None or self.desk.aside:
            self.action_step_back()
        else:
            self.action_quit_now()

    def action_suspend(self) -> None:
        """Back to the shell; its command fg comes back here."""
        self.action_suspend_process()

    def action_redraw(self) -> None:
        """Paint the whole screen anew, whatever stands on the terminal."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(CLEAR)
        self.screen.refresh()

    def action_quit_now(self) -> None:
        """Quit at once; every mark is on the disk already."""
        self.exit()

    async def on_unmount(self) -> None:
        """End the processes that work for the screen."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def app(library: Library, settings: Settings, actions: tuple[Action, ...]) -> NewsReader:
    """The app as it runs in a terminal."""
    return NewsReader(library, settings, actions, driver_class=QuickDriver)
