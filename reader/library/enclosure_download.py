"""Downloads an enclosure of a story to a file of a name that is free."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reader.config import download_folder
from reader.model import Download, Enclosure, FetchError, Request, Story
from reader.model.system_errors import file_error_reason
from reader.store.files import logins

if TYPE_CHECKING:
    from reader.library import Library

OnBytes = Callable[[str, int, int], None]
"""The name of a file, how many of its bytes are there, and how many there are; 0: not known."""
MOST = 1_000  # files of one name


def download_enclosure(library: Library, story_id: int, number: int, on_bytes: OnBytes) -> Path:
    """Download a file that is attached to a story, or the rest of it; where it is then.

    Raises:
        FetchError: it cannot be had; what has come stays, and is gone on from the next time.
        StoreError: there is no such story, or the database cannot be used.
    """
    story = library.store.stories.get(story_id)
    enclosure = _enclosure_of(story, number)
    if not enclosure.link.startswith(("http://", "https://")):
        raise FetchError(f"{enclosure.link}: is not on the web; copy it to a program for it.")
    known = library.store.downloads.find(enclosure.link)
    if known and known.done and Path(known.path).is_file():
        return Path(known.path)
    try:
        return _fetch_file(library, story, enclosure, on_bytes)
    except OSError as error:
        raise FetchError(
            f"{error.filename or enclosure.link}: cannot be written: {file_error_reason(error)}."
        ) from error


def _enclosure_of(story: Story, number: int) -> Enclosure:
    """Return one of the files that are attached to a story; 0 is the only one.

    Raises:
        FetchError: there is none of this number, or which one is meant has to be said.
    """
    count = len(story.enclosures)
    if not count:
        advice = f"`newsreader show {story.id}` shows all of it"
        raise FetchError(f"Nothing is attached to story {story.id}; {advice}.")
    if number > count or (not number and count > 1):
        said = f"{count} files are" if count > 1 else "one file is"
        raise FetchError(f"To story {story.id} {said} attached; name one by its number.")
    return story.enclosures[max(0, number - 1)]


def _fetch_file(library: Library, story: Story, enclosure: Enclosure, on_bytes: OnBytes) -> Path:
    """Fetch a file into a part, which gets its name when it is whole."""
    from reader.fetch.download import DownloadTarget, download

    with _open_part(library, enclosure) as (file, known):
        part = Part(library, enclosure, file, known)
        target = DownloadTarget(
            file, known, part.hear, lambda there, all_: on_bytes(part.path.name, there, all_)
        )
        error = download(_question(library, story, enclosure.link), target, library.clock)
        if error:
            part.drop_empty()
            raise FetchError(error)
        return part.finish()


class Part:
    """Open the part of a file that is there, nobody else's, with what is remembered of it."""

    def __init__(
        self, library: Library, enclosure: Enclosure, file: BinaryIO, download: Download
    ) -> None:
        self.downloads, self.enclosure = library.store.downloads, enclosure
        self.file, self.known = file, download

    @property
    def path(self) -> Path:
        """Where the file is to be when it is whole."""
        return Path(self.known.path)

    def hear(self, download: Download, disposition: str) -> None:
        """Remember what a server says of a file; where nothing of it is there, also its name."""
        from reader.fetch.filenames import filename_of

        self.known = replace(download, path=self.known.path)
        name = filename_of(self.enclosure.link, self.enclosure.media_type, disposition)
        if not os.fstat(self.file.fileno()).st_size and self.path not in free_paths(
            self.path.with_name(name)
        ):
            free = claim_path(self.path.parent, name)
            part_path(self.path).replace(part_path(free))
            self.known = replace(self.known, path=str(free))
        self.downloads.save(self.known)

    def drop_empty(self) -> None:
        """Leave nothing behind of a file of which nothing has come."""
        if not os.fstat(self.file.fileno()).st_size:
            part_path(self.path).unlink(missing_ok=True)

    def finish(self) -> Path:
        """Give the whole file its name; where it is then."""
        self.file.flush()
        os.fsync(self.file.fileno())
        path = finish_file(self.path)
        known = replace(self.known, path=str(path), done=True, size=path.stat().st_size)
        self.downloads.save(known)
        return path


def _question(library: Library, story: Story, link: str) -> Request:
    """Return what its server is asked, with what is secret where that was given for it."""
    from reader.fetch.url_parts import host_of, origin_of

    sources = (*library.store.sources.all(), *library.store.sources.unsubscribed())
    known = [one for one in sources if one.location == story.source]
    inside = any(one.fetch_state.private for one in known)
    own = origin_of(link) == origin_of(story.source)
    kept = logins.read_logins(library.folders.data).get(story.source, ()) if own else ()
    return Request(link, trusted=host_of(story.source) if inside else "", headers=kept)


@contextmanager
def _open_part(library: Library, enclosure: Enclosure) -> Iterator[tuple[BinaryIO, Download]]:
    """Open the part of a file that is there already, or a new and empty one; nobody else's."""
    known = library.store.downloads.find(enclosure.link)
    if known is None or known.done or not part_path(Path(known.path)).is_file():
        from reader.fetch.filenames import filename_of

        folder = download_folder(library.folders, library.settings())
        folder.mkdir(parents=True, exist_ok=True)
        name = filename_of(enclosure.link, enclosure.media_type)
        known = Download(enclosure.link, str(claim_path(folder, name)))
        library.store.downloads.save(known)
    with part_path(Path(known.path)).open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = f"{enclosure.link}: is being downloaded already"
            raise FetchError(said) from None
        yield file, known


def claim_path(folder: Path, name: str) -> Path:
    """Return the path that a file is to have, with an empty part of it made there."""
    for path in free_paths(folder / name):
        if not path.exists() and _make_file(part_path(path)):
            return path
    raise FetchError(f"{folder}: holds too many files of this name; move some elsewhere.")


def finish_file(path: Path) -> Path:
    """Give a whole file its name, or one like it where that is another file's by now."""
    for free in free_paths(path):
        if _make_file(free):
            part_path(path).replace(free)
            return free
    raise FetchError(f"{path.parent}: holds too many files of this name; move some elsewhere.")


def free_paths(path: Path) -> Iterator[Path]:
    """Yield a path, and others beside it in case that it is taken."""
    yield path
    for number in range(2, MOST):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")


def part_path(path: Path) -> Path:
    """Return where a file is until it is whole."""
    return path.with_name(f"{path.name}.part")


def _make_file(path: Path) -> bool:
    """Make an empty file where there is none; whether there was none."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
