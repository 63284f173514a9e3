"""The words that help where there is nothing to show, or something failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from reader.config import LOG
from reader.model import Progress, ReaderError, StoryCounts
from reader.worker.protocol import JobEvent

KeyOf = Callable[[str], str]  # an action's name in, its key as a person reads it out
OFFLINE = "there is no network"
# What the sample stories go through, and how much of the bar is full at its beginning and end.
_FILLING = {"Reading": (0.0, 0.5), "Indexing": (0.5, 0.75), "Grouping": (0.75, 1.0)}
_SAMPLE_COUNT = 30  # stories at most: what is read of them does not say how many are to come
_BAR = 24  # columns


def empty_view_text(view: str, counts: StoryCounts, key: KeyOf, error: str = "") -> str:
    """Return what stands in a list that is empty: why, and in the next line what to do."""
    told = {
        "all": f"No stories yet.\n{key('add')} adds a feed, a site, a file or a folder; "
        f"{key('refresh_all')} reads all sources.",
        "unread": f"Everything is read.\n{key('view_all')} lists all stories.",
        "bookmarks": f"No bookmarks yet.\n{key('bookmark')} makes one of the chosen story.",
        "events": f"No event is reported by several stories.\n{key('view_all')} lists all stories.",
    }
    if not counts.all:
        return told["all"]
    if view in told:
        return told[view]
    again = f"{key('refresh_source')} reads it again; {key('log')} lists all that failed."
    return f"{error}\n{again}" if error else f"No stories are here.\n{again}"


def empty_search_text(meant: str, indexing: Progress | None = None) -> str:
    """Return what stands in an empty list of results: why, and in the next line what to do."""
    if indexing is not None:
        return (
            f"The index of all words is being built{_far(indexing)}, and nothing is found yet.\n"
            "What it holds is searched; the search is done again at its end. "
            "Esc goes back to the list, which can be read meanwhile."
        )
    if meant:
        return f"Nothing found.\nDid you mean “{meant}”? Tab takes it."
    return "Nothing found.\nFewer words, or word* for beginnings, find more; Esc goes back."


def _far(progress: Progress) -> str:
    """Return how far some work is, where that is known."""
    return f" ({share_text(progress)})" if progress.total else ""


def share_text(progress: Progress) -> str:
    """Return how far some work is, as short as can be."""
    return f"{100 * progress.done // progress.total} %" if progress.total else "…"


def filling_text(progress: Progress) -> str:
    """Return what stands in the list while the sample stories come in, with a bar."""
    word = progress.doing.partition(",")[0]
    begin, end = _FILLING.get(word, (0.0, 0.0))
    share = min(1.0, progress.done / (progress.total or _SAMPLE_COUNT))
    full = round(_BAR * (begin + (end - begin) * share))
    return f"A moment: some stories to try are coming in.\n{'━' * full}{'─' * (_BAR - full)}"


def first_steps_text(key: KeyOf, has_newsboat: bool) -> str:
    """Return what can be done first, in a line: stories of one's own, or those to try."""
    palette = key("palette")
    carry_on = f"{palette} “newsboat” or " if has_newsboat else ""
    return f"{key('add')} adds your own; {carry_on}{palette} “starter” has many"


def job_outcome(news: JobEvent, failures: Sequence[str], key: KeyOf) -> str:
    """Return what came of some work, in a few words; empty when nothing did."""
    came = f"{news.added:,} new {'story' if news.added == 1 else 'stories'}" if news.added else ""
    told = (came, news.note, _left(news, key), _offered(news, key), _failed(failures, key))
    return "; ".join(filter(None, told))


def _left(news: JobEvent, key: KeyOf) -> str:
    """Return how much of what another reader had was not taken, and where it is told."""
    if len(news.left) == 1:
        return f"left: {news.left[0]}"
    return f"{len(news.left):,} things are left; {key('log')} tells which" if news.left else ""


def _offered(news: JobEvent, key: KeyOf) -> str:
    """Return that a site has more feeds than the one that was taken, and where they are listed."""
    count = len(news.others)
    more = "one more feed" if count == 1 else f"{count} more feeds"
    return f"the site has {more}: {key('palette')}, then “feed”" if count else ""


def _failed(failures: Sequence[str], key: KeyOf) -> str:
    """Return what went wrong in some work."""
    if not failures:
        return ""
    if all(OFFLINE in one for one in failures):
        return f"There is no network: what you have can be read; {key('refresh_all')} tries again"
    if len(failures) == 1:
        return failures[0]
    return f"{len(failures):,} sources could not be read; {key('log')} tells why"


def progress_line(progress: Progress, key: KeyOf) -> str:
    """Return how far some work is, in a few words."""
    stop = f"{key('stop')} stops"
    if not progress.total:
        return f"{progress.doing} {progress.done:,}, {stop}"
    return f"{progress.doing} {progress.done:,} of {progress.total:,}{_far(progress)}, {stop}"


def fault_sentence(fault: Exception, folder: Path) -> str:
    """Return the sentence for a fault; one of our own is written to the log in that folder."""
    if isinstance(fault, ReaderError):
        return str(fault)
    import traceback  # a screen that ends well needs none

    told = "".join(traceback.format_exception(fault))
    with suppress(OSError):  # a disk without room must not hide the fault
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG).open("a", encoding="utf-8", errors="replace") as file:
            file.write(told)
        return f"The screen has ended by a fault of its own; {folder / LOG} tells of it."
    return f"The screen has ended by a fault of its own: {told.splitlines()[-1]}"
