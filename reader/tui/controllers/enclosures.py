"""Files that are attached to a story: downloaded by a process of their own, and opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reader.model import Progress
from reader.model.retention import format_size
from reader.tui import external_programs
from reader.tui.controllers.links import LinksController
from reader.tui.controllers.reading import ReadingController
from reader.tui.messages import share_text
from reader.tui.prompts import Prompts
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.worker.clients import JobRunner
from reader.worker.protocol import JobEvent

_BROKE_OFF = "The download broke off; the log tells why. What has come stays"
_KEYS = "1", "2", "3", "4", "5", "6", "7", "8", "9"  # each chooses a file


@dataclass(eq=False, repr=False)
class EnclosuresController:
    """Download and open files of the open story.

    `call_later` calls something once the key that is being done is done with; `open_by_command`
    opens a file that a command is for, by its address and type, and returns what is said of that.
    """

    session: Session
    bars: StatusBars
    reading: ReadingController
    prompts: Prompts
    links: LinksController
    call_later: Callable[..., object]
    open_by_command: Callable[[str, str], str]
    is_downloading = False
    loader: JobRunner | None = field(default=None, init=False)  # runs the download
    _download: asyncio.Task[None] | None = field(default=None, init=False)
    _current: tuple[int, int] | None = field(default=None, init=False)  # a story, and which file
    _queue: list[tuple[int, int]] = field(default_factory=list, init=False)  # what waits, likewise

    async def download(self) -> None:
        """Download what is attached to the open story, or the rest of it, after what waits."""
        await self._choose("Download", self._start_download)

    async def open(self) -> None:
        """Open what is attached: where it was downloaded that, else its address."""
        await self._choose("Open", self._open)

    async def _choose(self, does: str, then: Callable[[int], None]) -> None:
        """Have one of the attached files chosen, where there are several."""
        story = self.session.story
        count = min(len(_KEYS), len(story.enclosures)) if story else 0
        if not count:
            self.bars.show_status("Nothing is attached to this story")
        elif count == 1:
            then(1)
        else:
            asked = f"{does} which of the attached files?  1 to {count}; Esc leaves"
            await self.prompts.ask_for_key(asked, partial(self._take_choice, then, count))

    def _take_choice(self, then: Callable[[int], None], count: int, key: str) -> bool:
        """Do with a file what it was chosen for; another key leaves it alone."""
        self.prompts.stop_asking()
        if key in _KEYS[:count]:
            then(int(key))
            return True
        return key == "escape"

    def _start_download(self, number: int) -> None:
        """Have a file downloaded in the background, after those that wait."""
        if self.session.story is None:
            return
        file = self.session.story.id, number
        if self.is_downloading:
            self._enqueue(file)
        else:
            self.is_downloading, self._queue = True, [file]
            self.bars.show_progress("download", "Downloading", "…")
            self._download = asyncio.create_task(self._run_queue())

    def _enqueue(self, file: tuple[int, int]) -> None:
        """Have a file downloaded after those that wait, unless it is among them."""
        key = self.bars.key_of("stop")
        if file == self._current or file in self._queue:
            self.bars.show_status(f"This file is being downloaded already, or waits; {key} stops")
            return
        self._queue.append(file)
        before = len(self._queue)
        turn = "next" if before == 1 else f"after {before:,} others"
        self.bars.show_status(f"This file is downloaded {turn}; {key} stops")

    async def _run_queue(self) -> None:
        """Download one file after another, until none waits."""
        while self._queue:
            self._current = self._queue.pop(0)
            self.loader = JobRunner(_BROKE_OFF)
            await self._run_download(self.loader, *self._current)
        self.is_downloading, self._current = False, None

    async def _run_download(self, loader: JobRunner, story_id: int, number: int) -> None:
        """Show how a download goes."""
        async with aclosing(loader.run("download", str(story_id), str(number))) as all_news:
            async for news in all_news:
                self._on_news(news)
        story = self.session.story
        if story is not None and story.id == story_id and not self.session.article.raw:
            self.reading.show_article_again()

    def _on_news(self, news: JobEvent) -> None:
        """Show one thing that is told of a download."""
        if news.progress:
            key = self.bars.key_of("stop")
            waiting = len(self._queue)
            waits = f", {waiting:,} {'wait' if waiting > 1 else 'waits'}" if waiting else ""
            sentence = f"{_progress_line(news.progress)}{waits}, {key} stops"
            self.bars.show_progress("download", sentence, share_text(news.progress))
        else:
            if news.failed:
                self.bars.keep_complaint(news.failed)
            sentence = news.failed or news.note
            self.bars.show_outcome("download", sentence, warning=bool(news.failed))

    def stop(self) -> bool:
        """Stop a download, where there is one; what has come stays. Return whether there was.

        Files that wait are waited for no more.
        """
        if self.is_downloading:
            waited = f", and {len(self._queue):,} that waited dropped" if self._queue else ""
            self._queue.clear()
            if self.loader is not None:
                self.loader.stop()
            key = self.bars.key_of("download")
            self.bars.show_outcome("download", "")
            self.bars.show_status(f"Stopped{waited}; {key} goes on from there")
        return self.is_downloading

    def _open(self, number: int) -> None:
        """Open a file, or where it is."""
        story = self.session.story
        if story is None:
            return
        enclosure = story.enclosures[number - 1]
        link = enclosure.link
        path = self.session.article.downloaded_paths(story).get(link, "")
        is_openable = external_programs.is_openable(link)
        if is_openable and (said := self.open_by_command(link, enclosure.media_type)):
            self.bars.show_status(said)
        elif path and not external_programs.is_harmless(Path(path), enclosure.media_type):
            asked = f"{Path(path).name} may do something when it is opened.  Open it?"
            then = partial(self._on_open_answer, path, link)
            self.call_later(self.prompts.ask_yes_or_no, asked, then)
        else:
            self._open_file(path, link)

    def _on_open_answer(self, path: str, link: str, agreed: bool) -> None:
        """Open a file that may do something where that was agreed to."""
        if agreed:
            self._open_file(path, link)

    def _open_file(self, path: str, link: str) -> None:
        """Open a file, or where it is."""
        if path and external_programs.show_file(Path(path)):
            self.bars.show_status(f"Opening {path}")
        elif not external_programs.is_openable(link):
            self.links.copy(link, f"Not on the web, so copied: {link}")
        else:
            self.bars.show_status(self.links.browse(link))

    async def end(self) -> None:
        """End the download; the next one of the same file goes on from there."""
        if self._download is not None:
            self._download.cancel()
            await asyncio.gather(self._download, return_exceptions=True)


def _progress_line(progress: Progress) -> str:
    """Say how much of a file has come, in a few words."""
    name, there = progress.doing, format_size(progress.done)
    if not progress.total:
        return f"{name}: {there}"
    return f"{name}: {there} of {format_size(progress.total)} ({share_text(progress)})"
