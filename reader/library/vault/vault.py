"""Keeps stories as Markdown files in a folder: each has one file, whatever is changed in it stays.

A file is known by its name, which ends with the number of its story, and by the line of its head
that tells of which database that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.vault.story_markdown import MARKER, story_file_lines
from reader.model import Marks, StoreError, Story
from reader.model.construction import frozen
from reader.model.safe_text import to_json
from reader.model.system_errors import file_error_reason
from reader.store.files.atomic_file import SHARED, write_file

if TYPE_CHECKING:
    from reader.store import Store

_NAME = re.compile(r".*-(\d+)\.md", re.DOTALL)
_LONGEST_NAME = 120  # bytes of a headline in the name of a file
_LONGEST_HEAD = 30  # lines
_LARGEST = 20_000_000  # bytes of a file that is read


@frozen
class SavedFiles:
    """What came of saving stories."""

    written: tuple[str, ...] = ()  # names of files that are new or others now
    same: int = 0  # files that were so already
    failures: tuple[str, ...] = ()  # a sentence for each that was left alone


def save_stories(store: Store, ids: Sequence[int], folder: Path) -> SavedFiles:
    """Save stories into a folder, each in a file of its own.

    Raises:
        StoreError: the folder cannot be used.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = _names_by_story(folder)
    except OSError as error:
        raise StoreError(f"{folder} cannot be used: {file_error_reason(error)}.") from error
    marks, written, failures, same = store.marks.marks_of(ids), [], [], 0
    database = store.database.meta("store")
    for story in store.stories.by_ids(ids):
        name = names.get(story.id) or file_name(story)
        try:
            if _save(folder / name, story, marks.get(story.id, Marks()), f"{database}/{story.id}"):
                written.append(name)
            else:
                same += 1
        except OSError as error:
            failures.append(f"{folder / name} cannot be written: {file_error_reason(error)}.")
        except _ForeignFileError as error:
            failures.append(str(error))
    return SavedFiles(tuple(written), same, tuple(failures))


def _kept_before(store: Store, folder: Path, kept: set[int]) -> Iterator[int]:
    """Yield the other stories of which a folder has a file of ours."""
    database = store.database.meta("store")
    names: dict[int, str] = {}
    with suppress(OSError):  # saving tells of a folder that cannot be used
        names = _names_by_story(folder)
    for story, name in names.items():
        if story not in kept and _is_file_of(folder / name, f"{database}/{story}"):
            yield story


def _is_file_of(path: Path, identity: str) -> bool:
    """Tell whether a file is that of a story, with a marker to write above."""
    try:
        _part_below(path, _read_file(path) or b"", identity)
    except (_ForeignFileError, OSError):
        return False
    return True


def _names_by_story(folder: Path) -> dict[int, str]:
    """Return the names in a folder that end with the number of a story, by that number."""
    found = (_NAME.fullmatch(one.name) for one in folder.iterdir())
    return {int(name[1]): name[0] for name in found if name}


def file_name(story: Story) -> str:
    """Return the name of a new file: day, headline, and the number of the story."""
    words = re.findall(r"\w+", story.headline)
    title = "-".join(words).encode("utf-8", "ignore")[:_LONGEST_NAME].decode("utf-8", "ignore")
    day = f"{story.published:%Y-%m-%d}" if story.published else ""
    return "-".join(filter(None, (day, title or "story", str(story.id)))) + ".md"


class _ForeignFileError(Exception):
    """A file stands in the place of one of ours."""


def _save(path: Path, story: Story, marks: Marks, identity: str) -> bool:
    """Write the file of a story, with what a person wrote below the marker; whether it changed."""
    before = _read_file(path)
    below = _part_below(path, before, identity) if before is not None else b"\n"
    above = "\n".join(story_file_lines(story, marks, identity))
    content = above.encode("utf-8", "replace") + below
    if content == before:
        return False
    write_file(path, [content], SHARED)
    return True


def _read_file(path: Path) -> bytes | None:
    """Return what is in a file; None where there is none."""
    if not path.exists():
        return None
    if not path.is_file() or path.stat().st_size > _LARGEST:
        raise _ForeignFileError(f"{path} is no file of a story, and was left alone.")
    return path.read_bytes()


def _part_below(path: Path, content: bytes, identity: str) -> bytes:
    """Return what stands below the marker of a file.

    Raises:
        _ForeignFileError: it is another story's, or has no marker any more.
    """
    head = takewhile(lambda line: line != b"---", content.splitlines()[1:_LONGEST_HEAD])
    if f"newsreader: {to_json(identity)}".encode() not in head:
        raise _ForeignFileError(f"{path} is not the file of this story, and was left alone.")
    _, marker, below = content.partition(f"\n{MARKER}".encode())
    if not marker:
        raise _ForeignFileError(
            f"{path} has lost the line under which your own words stand, and was left alone."
        )
    return below


def keep_vault(store: Store, folder: Path) -> None:
    """Have a folder hold all stories with a bookmark, tags or a note, as they are now.

    The file of a story that has none of these any more stays, and tells that.

    Raises:
        StoreError: it cannot be used, or some files were left alone.
    """
    kept = store.marks.kept_ids()
    saved = save_stories(store, [*kept, *_kept_before(store, folder, {*kept})], folder)
    if saved.failures:
        more = f" (and {len(saved.failures) - 1:,} more)" if saved.failures[1:] else ""
        raise StoreError(f"{saved.failures[0]}{more}")
