"""A Rich console that prints no control character of a stranger; its own colours stay."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from reader.control_characters import mask_controls


class SafeConsole(Console):
    """Where lines for a person go: coloured on a terminal, plain in a pipe."""

    def __init__(self, soft_wrap: bool = False, stderr: bool = False) -> None:
        super().__init__(
            highlight=False, markup=False, emoji=False, soft_wrap=soft_wrap, stderr=stderr
        )

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render as Rich does, with whatever controls a terminal masked."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else mask_controls(text), style, control)
