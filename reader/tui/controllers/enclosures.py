"""What the keys do with files that are attached to a story: download them, and open them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from functools import partial
from pathlib import Path

from reader.model import Progress
from reader.model.retention import format_size
from reader.tui import external_programs
from reader.tui.controllers.bookmark_exports import Exporting
from reader.tui.controllers.links import AGREED, REFUSED
from reader.worker import JobEvent, JobRunner

BROKE_OFF = "The download broke off; the log tells why. What has come stays"
KEYS = "1", "2", "3", "4", "5", "6", "7", "8", "9"  # each chooses a file


class Attaching(Exporting):
    """Files of the open story; a process of their own brings them."""

    downloading = False
    downloads: asyncio.Task[None] | None = None

    async def action_download(self) -> None:
        """Download what is attached to the open story, or the rest of it."""
        if self.downloading:
            self.tell(f"A file is being downloaded already; {self.key_of('stop')} stops that")
        else:
            await self.choose_attached("Download", self.download)

    async def action_open_attached(self) -> None:
        """Open what is attached: where it was downloaded that, else its address."""
        await self.choose_attached("Open", self.open_attached)

    async def choose_attached(self, does: str, then: Callable[[int], None]) -> None:
        """Have one of the attached files chosen, where there are several."""
        story = self.desk.story
        count = min(len(KEYS), len(story.enclosures)) if story else 0
        if not count:
            self.tell("Nothing is attached to this story")
        elif count == 1:
            then(1)
        else:
            asked = f"{does} which of the attached files?  1 to {count}; Esc leaves"
            await self.ask_for_key(asked, partial(self.chosen_attached, then, count))

    def chosen_attached(self, then: Callable[[int], None], count: int, key: str) -> bool:
        """Do with a file what it was chosen for; another key leaves it alone."""
        self.stop_asking()
        if key in KEYS[:count]:
            then(int(key))
            return True
        return key == "escape"

    def download(self, number: int) -> None:
        """Have a file downloaded in the background."""
        if self.desk.story is not None:
            self.downloading = True
            self.tell("Downloading")
            follow = self.follow_download(self.desk.story.id, number)
            self.downloads = asyncio.create_task(follow)

    async def follow_download(self, story_id: int, number: int) -> None:
        """Show how a download goes."""
        self.loader = JobRunner(BROKE_OFF)
        async with aclosing(self.loader.run("download", str(story_id), str(number))) as told:
            async for news in told:
                self.hear_download(news)
        self.downloading = False
        story = self.desk.story
        if story is not None and story.id == story_id and not self.desk.raw:
            self.pane.show_again(self.desk.blocks(), self.desk.find)

    def hear_download(self, news: JobEvent) -> None:
        """Show one thing that is told of a download."""
        if news.progress:
            self.tell(f"{download_line(news.progress)}, {self.key_of('stop')} stops")
        else:
            self.tell(news.failed or news.note, warning=bool(news.failed))

    def action_stop(self) -> None:
        """Stop a download; what has come stays."""
        self.loader.stop()
        self.tell(f"Stopped; {self.key_of('download')} goes on from there")

    def open_attached(self, number: int) -> None:
        """Open a file, or where it is."""
        story = self.desk.story
        if story is None:
            return
        link = story.enclosures[number - 1].link
        path = self.desk.saved(story).get(link, "")
        if path and not external_programs.is_harmless(Path(path)):
            asked = f"{Path(path).name} may do something when it is opened.  Open it?  y yes, n no"
            self.call_later(self.ask_for_key, asked, partial(self.open_agreed, path, link))
        else:
            self.open_file(path, link)

    def open_agreed(self, path: str, link: str, key: str) -> bool:
        """Open a file that may do something if the key says so."""
        if key not in AGREED | REFUSED:
            return False
        self.stop_asking()
        if key in AGREED:
            self.open_file(path, link)
        return True

    def open_file(self, path: str, link: str) -> None:
        """Open a file, or where it is."""
        if path and external_programs.show(Path(path)):
            self.tell(f"Opening {path}")
        elif not external_programs.is_openable(link):
            self.copy(link, f"Not on the web, so copied: {link}")
        else:
            self.tell(self.browse(link))

    async def on_unmount(self) -> None:
        """End the download; the next one of the same file goes on from there."""
        if self.downloads is not None:
            self.downloads.cancel()
            await asyncio.gather(self.downloads, return_exceptions=True)


def download_line(progress: Progress) -> str:
    """How much of a file has come, in a few words."""
    name, there = progress.doing, format_size(progress.done)
    if not progress.total:
        return f"{name}: {there}"
    share = 100 * progress.done // progress.total
    return f"{name}: {there} of {format_size(progress.total)} ({share} %)"
