"""All that can be done and the words typed in, the commands that fit out, the best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from reader.model.construction import frozen
from reader.tui.render.cells import cell_len
from reader.tui.render.story_row import StyledText, clip_line, justify_line
from reader.tui.render.wrap import wrap_text

Spans = tuple[tuple[int, int], ...]
NOWHERE = 9  # a rank worse than any that is shown


@frozen
class Command:
    """Something that can be done by its name."""

    does: str  # what it does, as a person reads and searches it
    run: Callable[[], Any]
    keys: str = ""  # as they are written for a person
    group: str = ""  # the heading under which it stands
    name: str = ""  # what else it is found by


@frozen
class Offered:
    """A line of the palette: a heading, or a command with what was typed of it."""

    heading: str = ""
    command: Command | None = None
    marked: Spans = ()  # where the typed words stand in what it does


def offer_commands(commands: Sequence[Command], typed: str) -> list[Offered]:
    """Return the lines for what is typed: all commands under their headings, or those that fit."""
    words = typed.casefold().split()
    if not words:
        return _under_headings(commands)
    whole = " ".join(words)
    ranked = [(_rank(one, words), one.does.casefold() != whole, one) for one in commands]
    fitting_theme = sorted((one for one in ranked if one[0] < NOWHERE), key=itemgetter(1, 0))
    return [Offered(command=found, marked=_marks(found.does, words)) for *_, found in fitting_theme]


def _under_headings(commands: Iterable[Command]) -> list[Offered]:
    """Return every command, those of a group together under its name, with a gap between groups."""
    grouped: dict[str, list[Offered]] = {}
    for command in commands:
        grouped.setdefault(command.group, []).append(Offered(command=command))
    found: list[Offered] = []
    for name, inside in grouped.items():
        found += [*([Offered()] if found else []), Offered(heading=name), *inside]
    return found


def _rank(command: Command, words: Sequence[str]) -> int:
    """Return how well a command fits words, 0 the best: the worst of what each of them has."""
    return max(_rank_of(command, word) for word in words)


def _rank_of(command: Command, word: str) -> int:
    """Rank where a word stands: first in the sentence, at a word's start, within, in the name."""
    does, name = command.does.casefold(), f" {command.name.casefold()}"
    ways = (
        does.startswith(word),
        f" {word}" in does or f" {word}" in name,
        word in does or word == command.keys.casefold(),
        f" {word}" in f" {command.group.casefold()}",
    )
    return next((number for number, fits in enumerate(ways) if fits), NOWHERE)


def _marks(text: str, words: Iterable[str]) -> Spans:
    """Return where words stand in a text, at the starts of words if they do, a span each."""
    spans: set[tuple[int, int]] = set()
    for word in words:
        found = re.search(rf"\b{re.escape(word)}", text, re.I) or re.search(
            re.escape(word), text, re.I
        )
        if found:
            spans.add(found.span())
    return tuple(sorted(spans))


def wrap_headings(offered: Iterable[Offered], width: int) -> Iterator[Offered]:
    """Yield the same lines, each that offers nothing on as many as it takes to be read whole."""
    for one in offered:
        text = one.heading
        wrapped = wrap_text(text, max(1, width)) if one.command is None and text else [(0, 0)]
        if len(wrapped) == 1:
            yield one
            continue
        yield from (Offered(heading=text[start:end].rstrip()) for start, end in wrapped)


def palette_line(offered: Offered, width: int) -> list[StyledText]:
    """Return a line of the palette, exactly so wide: what a command does, its keys at the right."""
    command = offered.command
    if command is None:
        return justify_line([(f" {offered.heading}", "heading")], [], width)
    keys: list[StyledText] = [(f" {command.keys} ", "key")] if command.keys else [(" ", "")]
    room = width - sum(cell_len(text) for text, _ in keys)
    return justify_line(
        clip_line([("  ", ""), *_pieces(command.does, offered.marked)], room), keys, width
    )


def _pieces(text: str, marked: Spans) -> list[StyledText]:
    """Return a text cut where what was typed stands in it."""
    runs: list[StyledText] = []
    at = 0
    for start, end in marked:
        runs += [(text[at : max(start, at)], ""), (text[max(start, at) : end], "match")]
        at = max(at, end)
    return [run for run in (*runs, (text[at:], "")) if run[0]]
