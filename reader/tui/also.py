"""Other reports of an event in, blocks of the reading pane out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.model import Report, SpanKind
from reader.tui.article import MARGINS, Block, written

ITEM = MARGINS[SpanKind.ITEM]


def also(reports: Sequence[Report]) -> Iterator[Block]:
    """The other reports of an event, as they stand below a story."""
    if reports:
        yield Block("Also reported by   ] [ walk through them", "heading")
    for report in reports:
        yield Block(line(report), "dim" if report.read else "", margins=ITEM)


def line(report: Report) -> str:
    """One other report: who, when, and how much of it is new."""
    when = written(report.published) if report.published else ""
    new = "read" if report.read else f"{report.fresh} % new"
    parts = (report.outlet or "(outlet not known)", report.agency, when, new, report.headline)
    return " · ".join(part for part in parts if part)
