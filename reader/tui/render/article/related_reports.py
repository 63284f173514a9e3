"""Other reports of an event in, blocks of the reading pane out: what they tell, and what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reader.model import EventReport
from reader.tui.render.article.article_lines import ArticleBlock, Matches
from reader.tui.render.article.story_blocks import BULLET, written_time

NEWS = "┃"


def report_blocks(
    reports: Sequence[EventReport], more: int, key_of: Callable[[str], str]
) -> Iterator[ArticleBlock]:
    """Yield the other reports of an event below a story, and how many more it has.

    `key_of` says which key does an action.
    """
    if reports:
        walk = f"{key_of('next_report')} {key_of('previous_report')} walk through them"
        beside = f"{key_of('compare')} puts one beside"
        yield ArticleBlock(f"Also reported by   {walk}, {beside}", "heading")
    for report in reports:
        role = "dim" if report.read else ""
        yield ArticleBlock(_line(report), role, margins=BULLET, is_item=True)
    if more:
        yield ArticleBlock(f"and {more:,} older", "dim")


def _line(report: EventReport) -> str:
    """Return one other report: who, when, and how much of it is new."""
    when = written_time(report.published) if report.published else ""
    new = "read" if report.read else f"{report.fresh} % new"
    parts = (report.outlet or "(outlet not known)", report.agency, when, new, report.headline)
    return " · ".join(part for part in parts if part)


def with_news(
    blocks: Sequence[ArticleBlock], ranges: Sequence[tuple[int, int]], sign: str
) -> list[ArticleBlock]:
    """Return a story with its new sentences marked, and above its text what the marks mean."""
    if not ranges:
        return list(blocks)
    told = [replace(one, news=_inside(one, ranges)) if _is_text(one) else one for one in blocks]
    first = next(number for number, block in enumerate(told) if _is_text(block))
    return [*told[:first], ArticleBlock(f"{NEWS} {sign}", "dim"), *told[first:]]


def _is_text(block: ArticleBlock) -> bool:
    """Tell whether a block is a paragraph of the story."""
    return block.field == "body" and block.role != "deck"


def _inside(block: ArticleBlock, ranges: Sequence[tuple[int, int]]) -> Matches:
    """Return what of some ranges of a story's text is in a block, counted from its own start."""
    end = block.start + len(block.text)
    return tuple(
        (max(0, one - block.start), min(end, other) - block.start)
        for one, other in ranges
        if one < end and other > block.start
    )
