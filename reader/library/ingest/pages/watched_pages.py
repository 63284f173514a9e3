"""Watched pages as sources: what a page said before and says now in, a story of the change out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from reader.library.edit_history import edits_of, format_hunk
from reader.model import (
    CleanedDocument,
    ContentForm,
    DiffHunk,
    Entry,
    Source,
    SpanKind,
    Story,
    Version,
)

if TYPE_CHECKING:
    from reader.library.ingest.site_context import SiteContextOf
    from reader.store import Store

LEAST = 3  # letters and figures that differ, below which nothing has changed
LONGEST = 5_000  # characters of a paragraph in which anything may pass
LONGEST_ADVERT = 100  # characters of what says that an advertisement stands there
MOST_SHOWN = 100  # paragraphs of a kind that are told
NO_TEXT = "shows no text that could be watched; [sites] in config.toml can say where it is"
_UNITS = (
    r"(?:sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?|[smhd]"
    r"|sekunden?|minuten?|stunden?|tag(?:en?)?|wochen?|monat(?:en)?|jahr(?:en)?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|segundos?|minutos?|horas?|días?|semanas?|meses"
    r"|mes|años?|second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|uur|dagen"
    r"|weken|maanden|минут\w*|час\w*|дн\w+|день|недел\w+|месяц\w*)"
)
_DAY = (
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.?\s[^\W\d]{3,10}\.?,?\s\d{4}"
    r"|[^\W\d]{3,10}\.?\s\d{1,2},?\s\d{4}|\d{4}年\d{1,2}月\d{1,2}日"
)
# What differs whenever somebody looks, and says nothing.
_PASSING = re.compile(
    r"(?:(?:about|ca\.|vor|il y a|hace|for|há|około)\s+)?"
    rf"\b(?:\d{{1,4}}|an?|one|einer?|einem|une?|un[ao]?)\s?{_UNITS}\s+(?:ago|fa|geleden|atrás|назад)\b"
    rf"|\b(?:vor|il y a|hace|há|for)\s+(?:\d{{1,4}}|einer?|einem|une?|un[ao]?)\s?{_UNITS}\b"
    r"|\d{1,4}\s?(?:秒|分|時間|日|週間|か月|年)前|\d{1,4}\s?(?:초|분|시간|일|주|개월|년)\s?전"
    r"|(?:just now|yesterday|today|gerade eben|heute|gestern|à l’instant|たった今|刚刚)\b"
    r"|\b\d[\d.,\s]{0,12}[kKmM]?\s?(?:views?|comments?|repl(?:y|ies)|likes?|shares?|reads?|readers?"
    r"|visitors?|visits?|hits?|downloads?|stars?|forks?|watchers?|followers?|subscribers?|votes?"
    r"|points?|upvotes?|reactions?|online|people (?:like|are)|aufrufe?|kommentare?|leser"
    r"|besucher|vues?|commentaires?|visitas?|comentarios?|просмотр\w*|комментари\w*)\b"
    r"|\b(?:views?|comments?|likes?|shares?|visitors?|hits?|downloads?|readers?|online|aufrufe"
    r"|kommentare|besucher|vues|commentaires|visitas|comentarios)\s*[:(]?\s*\d[\d.,]{0,12}\)?"
    r"|(?:閲覧数|再生回数|阅读|浏览|评论|조회수?|댓글)\s*[:：(]?\s*\d[\d.,]{0,12}"
    r"|(?:last (?:updated?|modified|checked|refreshed|build)|updated|stand|aktualisiert|zuletzt"
    r" (?:geändert|aktualisiert)|mis à jour|actualizado|aggiornat[oa]|generated|page (?:rendered"
    r"|generated)|current time|server time|最終更新日?|更新日時?|обновлено)\b\W{0,3}"
    rf"(?:(?:on|at|am|um|le|el|il|in)\b\W{{0,2}})?(?:[^\W\d]{{2,10}},?\s)?(?:{_DAY})"
    r"|\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s?(?:utc|gmt|c?e?s?t|uhr))?\b"
    r"|(?:©|\(c\)|copyright)[\s©]{0,3}(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"\W*(?:advert(?:isement|ising)?s?|anzeigen?|werbung|publicité|publicidad|pubblicità|reklam[ae]?"
    r"|sponsored(?: (?:content|links?|by [^\n]{1,60}))?|promoted|ad|広告|广告|реклама"
    r"|advertentie)\W*",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W_]")
_SPACES = re.compile(r"\s+")


def change_stories(
    store: Store, source: Source, document: CleanedDocument, site_context: SiteContextOf
) -> CleanedDocument:
    """Return the story of what has changed on a page, or of the page where it is new.

    What the page says is kept for the next time; call inside the transaction that keeps the story.
    """
    entry, story = document.pairs[0]
    now, before = entry.arrived, store.watched_pages.last_text(source.id)
    if before is None:
        store.watched_pages.save(source.id, now, story.text)
        return replace(document, title=document.title or story.headline)
    changes = _compare_pages(before[1], story.text, before[0])
    if not changes:
        return replace(document, pairs=(), packed=())
    store.watched_pages.save(source.id, now, story.text)
    title = source.title or story.headline or source.location
    made = _change_entry(entry, source.location, title, changes, before[0])
    from reader.clean import clean

    return replace(document, pairs=((made, clean(made, site_context(made))),), packed=())


def _compare_pages(old: str, new: str, said: datetime) -> tuple[DiffHunk, ...]:
    """Return what a page says otherwise than before; nothing where that says nothing.

    Counters, "3 minutes ago", clocks, and advertisements are no change, nor are a few letters.
    """
    before, after = _lasting_paragraphs(old.split("\n\n")), _lasting_paragraphs(new.split("\n\n"))
    known = {_essence(paragraph): paragraph for paragraph in before}
    level = [known.get(_essence(paragraph), paragraph) for paragraph in after]
    if level == before:
        return ()
    told = Version(said, "", "", "", "\n\n".join(before))
    page = Story(source="", key="", headline="", text="\n\n".join(level))
    hunks = tuple(hunk for hunk in edits_of(page, [told])[0].passages if _count_touched(hunk))
    return hunks if sum(map(_count_touched, hunks)) >= LEAST else ()


def _lasting_paragraphs(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs of a page without those that are nothing but passing."""
    return [one for one in paragraphs if _essence(one) and not _is_advert(one)]


def _is_advert(paragraph: str) -> bool:
    return len(paragraph) <= LONGEST_ADVERT and bool(_ADVERT.fullmatch(paragraph))


def _essence(paragraph: str) -> str:
    """Return what of a paragraph does not pass; a very long one is taken as it is."""
    if len(paragraph) > LONGEST:
        return paragraph.casefold()
    return _SPACES.sub(" ", _PASSING.sub(" ", paragraph.casefold())).strip(" .,;:|·•–—-()[]/")


def _count_touched(hunk: DiffHunk) -> int:
    """Count the letters and figures that a change touches; none where only marks or case differ."""
    old = _letters(words for kind, words in hunk.stretches if kind is not SpanKind.ADDED)
    new = _letters(words for kind, words in hunk.stretches if kind is not SpanKind.REMOVED)
    if old == new:
        return 0
    return len(_letters(words for kind, words in hunk.stretches if kind is not None))


def _letters(texts: Iterable[str]) -> str:
    """Return the letters and figures of texts, without case."""
    return "".join(_LETTERS.findall("".join(texts))).casefold()


def _change_entry(
    page: Entry, location: str, title: str, changes: Sequence[DiffHunk], said: datetime
) -> Entry:
    """Make an entry that tells what has changed on a page."""
    opening = (
        f"<p>The page as it was on {said:%Y-%m-%d at %H:%M} UTC, compared with the page on "
        f"{page.arrived:%Y-%m-%d at %H:%M} UTC.</p>"
    )
    return replace(
        page,
        content=opening + "".join(_sections(changes)),
        form=ContentForm.CHANGES,
        guid=f"{location}#changed-{page.arrived.isoformat()}",
        title=f"Changed: {title}",
        published=page.arrived.isoformat(),
        link=page.link or location,
    )


def _sections(changes: Sequence[DiffHunk]) -> Iterator[str]:
    """Yield what was added, what was changed and what was taken away, each under its heading."""
    for heading, only in _SECTIONS.items():
        texts = [_words(hunk) for hunk in changes if _only_kind(hunk) is only]
        if texts:
            yield f"<h2>{heading}</h2>"
            box = "blockquote" if only is SpanKind.REMOVED else "p"
            yield from (f"<{box}>{escape(text)}</{box}>" for text in texts[:MOST_SHOWN])
        if len(texts) > MOST_SHOWN:
            yield f"<p>And {len(texts) - MOST_SHOWN:,} more paragraphs.</p>"


_SECTIONS = {"Added": SpanKind.ADDED, "Changed": None, "Taken away": SpanKind.REMOVED}


def _only_kind(hunk: DiffHunk) -> SpanKind | None:
    """Return what became of all of a paragraph; None where a part of it was kept."""
    kinds = {kind for kind, _ in hunk.stretches}
    return kinds.pop() if len(kinds) == 1 else None


def _words(hunk: DiffHunk) -> str:
    """Return a paragraph; what was changed within stands in brackets."""
    stretches = hunk.stretches if _only_kind(hunk) else format_hunk(hunk)
    return "".join(words for _, words in stretches)
