"""Runs a command that a person configured for a story, within a time limit, and never by a shell.

Nothing that a stranger wrote becomes an option, a command or a file name: a word that begins with
it begins with a letter, a digit or a blank, addresses are sound ones of the web, and the file has a
name of our own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reader.config import CommandSettings
from reader.control_characters import mask_line
from reader.library.bookmark_export import join_lines
from reader.library.marks import change_marks, tags_in, with_tags
from reader.library.person_input import strip_controls, url_fault
from reader.library.vault import story_markdown
from reader.model import Marks, Story
from reader.model.construction import frozen
from reader.model.safe_text import safe_note
from reader.model.system_errors import file_error_reason
from reader.parse.story_jsonl import story_lines

if TYPE_CHECKING:
    from reader.library.library import Library

_MOST_OUTPUT = 100_000  # bytes that are read of what a command writes
_LONGEST_TITLE = 1_000  # characters
_LONGEST_COMPLAINT = 200
_MOST_TAGS = 20


@frozen
class CommandResult:
    """What came of a command."""

    output: str = ""  # without what controls a terminal
    failure: str = ""  # one sentence; empty where all went well


def run_command(command: CommandSettings, story: Story, link: str = "") -> CommandResult:
    """Run a command for a story, or for an address that belongs to it; what came of that."""
    address = link or story.link
    if any("%u" in word for word in command.run) and url_fault(address):
        return CommandResult(failure=f"{command.name}: the story has no sound address to hand on.")
    try:
        with tempfile.TemporaryDirectory(prefix="newsreader-") as folder:
            words = command_words(command, story, address, _story_file(command, story, folder))
            return _run(command, words, story, folder)
    except OSError as error:
        return CommandResult(failure=f"{command.name}: {_reason(command, error)}.")


def _reason(command: CommandSettings, error: OSError) -> str:
    """Return why a command could not be run."""
    if isinstance(error, FileNotFoundError):
        return f"there is no program {command.run[0]!r}"
    return file_error_reason(error)


def command_words(command: CommandSettings, story: Story, link: str, file: str) -> list[str]:
    """Return the words of a command with what they stand for put in."""
    values = {"%u": link, "%t": _title_of(story), "%f": file}
    program, *rest = command.run
    return [program, *(_fill_word(word, values) for word in rest)]


def _fill_word(word: str, values: dict[str, str]) -> str:
    """Return a word with what its signs stand for, each sign read once; %% is one %."""
    filled, at = "", 0
    while at < len(word):
        sign = word[at : at + 2]
        if sign in values:
            value = values[sign]
            filled += f" {value}" if not filled and _may_mean_more(value) else value
            at += 2
        else:
            filled += word[at]
            at += 2 if sign == "%%" else 1
    return filled


def _may_mean_more(value: str) -> bool:
    """Tell whether a program could take a word that begins so for an option, a file or a sign.

    What begins with a slash is our own file.
    """
    return not value[:1].isalnum() and not value.startswith("/")


def _title_of(story: Story) -> str:
    """Return the headline of a story as one line that begins like no path."""
    title = join_lines(mask_line(story.headline))[:_LONGEST_TITLE]
    return f" {title}" if title.startswith("/") else title


def _story_file(command: CommandSettings, story: Story, folder: str) -> str:
    """Write a story as Markdown where a command wants that; its path."""
    if not any("%f" in word for word in command.run):
        return ""
    path = Path(folder) / f"story-{story.id}.md"
    path.write_text(
        "\n".join(story_markdown.story_lines(story)), encoding="utf-8", errors="replace"
    )
    return str(path)


def _run(command: CommandSettings, words: list[str], story: Story, folder: str) -> CommandResult:
    """Run the words of a command; its output goes through a file, however much it writes."""
    given = "\n".join(story_lines(iter([story]))) + "\n" if command.input == "json" else ""
    with _scratch(folder) as out, _scratch(folder) as err, _scratch(folder) as into:
        into.write(given.encode("utf-8", "replace"))
        into.seek(0)
        process = subprocess.Popen(
            words, stdin=into, stdout=out, stderr=err, start_new_session=True
        )
        try:
            code = process.wait(command.seconds)
        except subprocess.TimeoutExpired:
            return CommandResult(
                failure=f"{command.name}: stopped, as it took longer than {command.seconds} s."
            )
        finally:
            _end(process)
        if code:
            return CommandResult(failure=f"{command.name}: ended with {code}{_complaint(err)}.")
        return CommandResult(output=_text_of(out))


def _scratch(folder: str) -> IO[bytes]:
    """Open a file without a name."""
    return tempfile.TemporaryFile(dir=folder)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _text_of(file: IO[bytes]) -> str:
    """Return what a command wrote, without what controls a terminal."""
    file.seek(0)
    return strip_controls(file.read(_MOST_OUTPUT).decode("utf-8", "replace")).strip()


def _complaint(file: IO[bytes]) -> str:
    """Return the last line of what a command complained of."""
    lines = _text_of(file).splitlines()
    return f": {lines[-1].strip()[:_LONGEST_COMPLAINT].rstrip('.')}" if lines else ""


def apply_output(
    library: Library, command: CommandSettings, story: Story, output: str
) -> dict[int, Marks]:
    """Make tags or a note of what a command wrote, where it is for that; the marks before."""
    change = {"tag": _with_tags, "note": _with_note}.get(command.output)
    if change is None or not output:
        return {}
    before = change_marks(library.store, [story.id], partial(change, output))
    library.copy_marks()
    return before


def _with_tags(output: str, marks: Marks) -> Marks:
    """Return marks with the words of an output as tags."""
    return with_tags(marks, more=tags_in(output)[:_MOST_TAGS])


def _with_note(output: str, marks: Marks) -> Marks:
    """Return marks with an output below their note."""
    note = "\n\n".join(filter(None, (marks.note, output)))
    return replace(marks, note=safe_note(note))
