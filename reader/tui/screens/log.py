"""The screen that lists what went wrong in the background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from reader.model import Source
from reader.model.construction import frozen
from reader.tui.render.article.article_lines import ArticleBlock, Margins
from reader.tui.screens.hanging_text import HangingText, line_block
from reader.tui.screens.overlay import SCROLL_KEYS, Overlay

TAIL = 8000  # bytes of the log file's end
_SET_IN = Margins((("  ", ""),), (("    ", ""),))  # the rest of a long line stands further in


@frozen
class Complaint:
    """Something that went wrong in this sitting, or was too long for its line, and when."""

    at: datetime
    said: str


class LogScreen(Overlay[None]):
    """The complaints of the sitting, the sources that could not be read, and the log's end."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar = [
        *SCROLL_KEYS,
        Binding("escape,q,L", "dismiss", show=False),
    ]

    def __init__(
        self, complaints: Sequence[Complaint], sources: Sequence[Source], log: Path
    ) -> None:
        super().__init__()
        self.complaints, self.sources, self.file = complaints, sources, log

    def compose(self) -> ComposeResult:
        """Return one long text that scrolls."""
        with VerticalScroll(id="log"):
            yield HangingText(self.text())

    def text(self) -> Iterator[ArticleBlock]:
        """Yield the lines of the log, the latest first."""
        yield from _part(
            "In this sitting", [f"{one.at:%H:%M}  {one.said}" for one in self.complaints]
        )
        failed = [source for source in self.sources if source.health.last_error]
        said = [f"{one.title or one.location}: {one.health.last_error}" for one in failed]
        yield from _part("Sources that could not be read", said)
        yield from _part(str(self.file), _tail(self.file))
        yield line_block("Esc closes this.", "dim")


def _part(heading: str, said: Sequence[str]) -> Iterator[ArticleBlock]:
    """Yield a heading with what stands under it."""
    from reader.library.person_input import strip_controls

    yield line_block(strip_controls(heading), "heading-strong")
    for one in said or ["Nothing went wrong."]:
        yield line_block(strip_controls(one), margins=_SET_IN)
    yield line_block("")


def _tail(log: Path) -> list[str]:
    """Return the last lines of the log file; none where there is no file."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - TAIL))
            return file.read().decode("utf-8", "replace").splitlines()[-60:]
    except OSError:
        return []
