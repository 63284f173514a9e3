"""The text of a scraped page in, its story out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from operator import or_

from reader.clean.appeals.appeals import find_pitches
from reader.clean.appeals.consent_walls import consent_lines
from reader.clean.dates import written_date
from reader.clean.dump import attribution, headlines, line_rules, line_selection
from reader.clean.dump.attribution import MarkedPage
from reader.clean.dump.line_measures import (
    BULLET,
    LONGEST,
    MeasuredLine,
    ends_with_hour,
    measure_lines,
    text_weight,
)
from reader.clean.dump.line_rules import RuledLines
from reader.clean.dump.repetition import drop_repeated
from reader.clean.dump.segmentation.line_splitting import is_cut, ran_on, split_lines
from reader.clean.dump.segmentation.page_splitting import split_pages
from reader.clean.text import credits as makers
from reader.clean.text.body import Body, Paragraph, assemble_body
from reader.clean.text.confidence import (
    CUT,
    doubt_sentence,
    unmarked_sentence,
    unsure_sentence,
)
from reader.clean.text.language import detect_language
from reader.clean.text.sanitize import READ_LIMIT, TEXT_LIMIT, safe_line
from reader.clean.undo import Undone, undo, with_marks
from reader.clean.undo.undone import LONG_LINK
from reader.model import Entry, SiteContext, SpanKind, Story

MOST_PASSES = 20
LONGEST_TITLE = 160  # characters
_LISTED = re.compile(r"list \d{1,2} of \d{1,2}", re.IGNORECASE)
_DECORATED = re.compile(r"^([-–—*=#~_]+)\s+(\S.*?\S|\S)\s+[-–—*=#~_]+$")


def clean_dump(entry: Entry, site: SiteContext) -> Story:
    """Find the story in a page's text, of which a tool may have made something else."""
    return clean_lines(entry, site, undo(entry.content))


def separate_pages(content: str) -> list[str]:
    """Cut a text into the pages that it holds, each of which tells a story of its own.

    What tells none, or leaves out much that reads like one, belongs to the page before it.
    """
    first, *others = split_pages(content)
    if not others:
        return [first]
    pages, tells = [first], _tells_story(first)
    for page in others:
        tells_too = _tells_story(page)
        if tells and tells_too:
            pages.append(page)
        else:
            pages[-1] += page
        tells = tells or tells_too
    return pages


def _tells_story(content: str) -> bool:
    """Tell whether a page has a story, and no other one that was left out."""
    undone = undo(content)
    page = mark_page(
        undone.text, undone.title, SiteContext(), lenient=False, linked=undone.linked_prose
    )
    return not doubt_sentence(page.lines, page.kept, _body(page).text)


def clean_lines(entry: Entry, site: SiteContext, undone: Undone) -> Story:
    """Find the story in a page's text, a block a line."""
    title = safe_line(entry.title or undone.title, 500)
    # The head of a mail stands over a page's text; who gives a title gives a story's.
    page = mark_page(
        undone.text, title, site, lenient=bool(entry.title), linked=undone.linked_prose
    )
    headline = title or safe_line(page.headline.text, 500)
    body = with_marks(_settle(page, headline, site), undone, entry.link)
    said = safe_line(entry.language) or detect_language("", body.text)
    return Story(
        source=entry.source,
        key=entry.key,
        headline=headline,
        text=body.text,
        spans=body.spans,
        deck=page.lines[page.deck].text if page.deck >= 0 else entry.deck,
        outlet=entry.outlet or attribution.find_outlet(page),
        byline=entry.author or attribution.find_byline(page),
        agency=attribution.find_agency(page),
        photo_credit=attribution.find_photo_credit(page),
        published=written_date.read_stated_date(
            entry.published or undone.published, said, entry.arrived
        )
        or attribution.find_published(page, said, entry.arrived),
        language=said,
        doubt=_doubt(page, body.text, said, undone.text)
        or (CUT if _is_cut(entry.content, undone) else ""),
        evidence=(("undone", undone.description),) if undone.kinds else (),
    )


def _is_cut(content: str, undone: Undone) -> bool:
    """Tell whether a page has more than is read; the programs on it are not missed."""
    return len(content) > READ_LIMIT or is_cut(undone.text)


def _doubt(page: MarkedPage, text: str, language: str, written: str) -> str:
    run_on = ran_on(written, len(page.lines))
    return (
        doubt_sentence(page.lines, page.kept, text)
        or unsure_sentence(page.lines, page.kept, page.likely, run_on)
        or unmarked_sentence(text, language)
    )


def mark_page(
    content: str, title: str, site: SiteContext, lenient: bool = True, linked: str = ""
) -> MarkedPage:
    """Measure a page's lines and tell which of them are its story.

    With a title and a lenient reading, a text that is nearly all story keeps the rest as well.
    What is `linked` stands on the page as links to others.
    """
    ruled = _without_walls(line_rules.apply_line_rules(split_lines(content), site.rules))
    lines = mark_lines(ruled.lines, linked)
    judged = line_selection.judge_lines(lines)
    block = line_selection.story_block(judged)
    found, deck = headlines.over_story(judged, block, title)
    start = max(found.at, deck) + 1
    kept = line_selection.lines_over(judged, found.at, deck) + line_selection.choose_lines(
        judged.below(start), lenient=lenient and bool(title)
    )
    kept = list(map(or_, kept, line_selection.lede_lines(lines, start, kept)))
    kept = drop_repeated(lines, kept, site.repeated)
    kept = line_rules.obey_verdicts(kept, ruled.verdicts)
    deck = headlines.find_sentence(lines, found, kept) if deck < 0 else deck
    return MarkedPage(lines, found, deck, kept, judged.likely)


def _without_walls(ruled: RuledLines) -> RuledLines:
    """Leave out what asks for consent, as though the page had never said it, but by rule."""
    walls = consent_lines(ruled.lines)
    if not any(walls):
        return ruled
    told = zip(ruled.lines, ruled.verdicts, walls, strict=True)
    kept = [(line, verdict) for line, verdict, wall in told if verdict or not wall]
    return RuledLines([line for line, _ in kept], [verdict for _, verdict in kept])


def _settle(page: MarkedPage, headline: str, site: SiteContext) -> Body:
    """Clean the story again until that changes nothing."""
    body = _body(page)
    for again in islice(_passes(body, headline, site), MOST_PASSES):
        body = again
    return body


def _passes(body: Body, headline: str, site: SiteContext) -> Iterator[Body]:
    """Clean a story's text over and over, as long as each time changes it."""
    while (again := _body(mark_page(body.text, headline, site))).text != body.text:
        yield again
        body = again


def mark_lines(texts: Sequence[str], linked: str = "") -> list[MeasuredLine]:
    """Measure lines, and mark those that ask, name an author, hold a date or lead elsewhere."""
    lines = measure_lines(texts)
    if linked:
        lines = [_as_pointer(line, linked) for line in lines]
    lines = [lines[0], *map(_as_listed, lines, lines[1:])] if lines else []
    asking = find_pitches(lines)
    return [
        line if role == line.role else replace(line, role=role)
        for line, role in zip(lines, map(_role, lines, asking), strict=True)
    ]


def _as_pointer(line: MeasuredLine, linked: str) -> MeasuredLine:
    """Mark a sentence that is all a link, as those of teasers are; titles may be one, too."""
    leads = not line.role and line.size >= LONG_LINK and (line.ends or line.size > LONGEST_TITLE)
    return replace(line, role="pointer") if leads and line.text in linked else line


def _as_listed(over: MeasuredLine, line: MeasuredLine) -> MeasuredLine:
    """Mark a link under the number that a list of links gives it for people who hear the page."""
    is_item = not line.role and line.size <= LONGEST_TITLE and _LISTED.fullmatch(over.text)
    return replace(line, role="pointer") if is_item else line


def _role(line: MeasuredLine, asks: bool) -> str:
    if asks:
        return "pitch"
    return line.role if line.role not in {"", "credit"} else _made(line) or line.role


def _made(line: MeasuredLine) -> str:
    """Tell whether a line names makers, or holds a date and little else."""
    if line.size > LONGEST:
        return ""
    return _told(line.text, line.size <= 90 and (not line.ends or ends_with_hour(line.text)))


@lru_cache(maxsize=4096)
def _told(text: str, may_be_date: bool) -> str:
    if makers.read_credit(text):
        return "byline"
    return "date" if may_be_date and written_date.read_written_date(text) is not None else ""


def _body(page: MarkedPage) -> Body:
    texts = [line.text for line, keep in zip(page.lines, page.kept, strict=True) if keep]
    body = assemble_body(_paragraph(text) for text in texts)
    return body if len(body.text) <= TEXT_LIMIT else Body(body.text[:TEXT_LIMIT].rstrip())


def _paragraph(text: str) -> Paragraph:
    if match := _DECORATED.match(text):
        return Paragraph(match[2], SpanKind.HEADING)
    if match := BULLET.match(text):
        return Paragraph(text[match.end() :], SpanKind.ITEM)
    return Paragraph(text, SpanKind.HEADING if _is_heading(text) else None)


def _is_heading(text: str) -> bool:
    return (
        text_weight(text) <= 90 and text[-1] not in ".!…。！\"”»'’:;,)" and text[0] not in '"“«„-–—'
    )
