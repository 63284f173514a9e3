"""Lines of a page in, its headline, the line under it and the outlet's name out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reader.clean.dump.headline_ranking import HALF, best_headline, repeated_share
from reader.clean.dump.line_measures import MeasuredLine, text_weight
from reader.clean.dump.line_selection import LIKELY, ScoredLines
from reader.clean.text import credits as makers
from reader.model.construction import frozen

FEW_OVER = 2  # lines over a story of which the first is its headline
REACH = 25  # lines over the story in which its headline is looked for
MOST_TEXT = 200_000  # characters of a story that are compared with headlines
SHORTEST = 25  # characters of a headline that nothing else confirms
SHORTEST_ALONE = 8  # the same, where nothing else stands over the story
MOST_CUTS = 6  # separators of a title, counted from its end
_MOST_BETWEEN = 3  # lines between a headline and its deck
_DECK_LIKELY = 0.3  # chance to belong to the story from which what stands apart is a deck
_TOLD_OF = frozenset(("byline", "date", "figures"))  # what tells who wrote a story, and when
_LONGEST_INITIALS = (
    4  # characters of an agency's name that a page has for its texts, not for itself
)
OVER_TITLE, LONGEST_LIKE = 1.6, 110  # of a title's size, and characters, of what is no deck yet
_SEPARATOR = re.compile(r"(?<!\s)(?:\s+[-–—|·•*:»›«]\s+|\s*[|｜]\s*|\s+::\s+)")
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_OWN_VERB = r"(?:is|has|was|relies|needs|brings|believes|depends|exists|remains|ist|est|es|è|é)"
_SELF_NAME = re.compile(
    rf"\b((?:The |Le |La |Die |Der |Das |El )?[A-Z]\w+(?: [A-Z]\w+){{0,3}}) {_OWN_VERB}\b"
)
_NO_DECK = re.compile(
    r"[|@•]|\d:\d\d\b|^by |\b(?:views|published|written by|picture by|sign up|subscribe"
    r"|click|klicken|en partenariat|file photo\w*)\b"
    r"|\((?:l|r|left|right|links|rechts|archiv\w*)\.?\)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NO_OUTLET = re.compile(
    r"^(?:by|von|par) |/|\bdpa\b|\b(?:images|home|politi[ck]s?|politik|wirtschaft|panorama|sports?"
    r"|news|world|opinion|kultur|culture|business|why)$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|ltd|limited|llc|inc|co|corp|company|verlag\w*|group|media|holding|entertainment"
    r"|s\.?p?\.?a|ediciones|rights|reserv\w*|riservat\w*|vorbehalten|rechte|as|ab)\b|^(?:АО|ООО|株式会社)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w’'&-]+(?: [\w’'&-]+){1,4}")
_OWNED = re.compile(
    r"(?:.{0,40}[。.]\s*)?(?:©|\(c\)|copyright(?: ©)?)\s*(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19"
    r"|20)?\d\d)?)?"
    r",?\s*(?P<name>[^\W\d_][^.©|]{1,40}?)\s*,?\s*(?:(?:19|20)\d\d)?(?:[.,|].{0,120}"
    r"| all rights.*)?",
    re.IGNORECASE,
)


@frozen
class FoundHeadline:
    """What stands over a story, and the last line of it that is not story."""

    text: str = ""
    outlet: str = ""
    at: int = -1  # where the headline stands last before the story; -1 when it does not


def over_story(
    judged: ScoredLines, block: tuple[int, int], title: str = ""
) -> tuple[FoundHeadline, int]:
    """Find the headline, and the line that is its deck or -1, as if there were no pitches."""
    places = [at for at, line in enumerate(judged.lines) if line.role != "pitch"]
    lines = [judged.lines[at] for at in places]
    start, end = bisect_left(places, block[0]), bisect_left(places, block[1])
    story = [at for at in range(start, end) if judged.likely[places[at]] >= LIKELY]
    story = story or list(range(start, end))  # that rules found
    found = _find_headline(lines, (start, end), title, story)
    under = _find_deck(lines, found, (start, end))
    if under < 0:
        likely = [judged.likely[at] for at in places]
        under = _find_lower_deck(lines, found, (start, end), likely)
    places.append(-1)  # where nothing stands
    return replace(found, at=places[found.at]), places[under]


def _find_headline(
    lines: Sequence[MeasuredLine],
    block: tuple[int, int],
    title: str = "",
    story: Sequence[int] = (),
) -> FoundHeadline:
    """Find the headline: the title of the page, best confirmed by a line over the story.

    Where nothing confirms a title, it is the line over the story that the story repeats most.
    """
    if title or not lines:
        return FoundHeadline(title, "", _place(lines, title, block))
    found = _confirmed(lines, block) or _likest(lines, block)
    if found and not _is_masthead(found, lines, story):
        return found
    return (
        (_repeated(lines, story) if block[0] > FEW_OVER else None)
        or _nearest(lines, block)
        or _repeated(lines, story)
        or FoundHeadline()
    )


def _is_masthead(found: FoundHeadline, lines: Sequence[MeasuredLine], story: Sequence[int]) -> bool:
    """Tell whether the page says something twice over a story that repeats another line instead."""
    if not story or repeated_share(found.text, lines, story):
        return False
    best = best_headline(lines, story)
    return best >= 0 and repeated_share(lines[best].text, lines, story) >= HALF


def _repeated(lines: Sequence[MeasuredLine], story: Sequence[int]) -> FoundHeadline | None:
    """Find the line over the story that it repeats most.

    Where that is a deck, the story repeats the page's title as well, and menus stand between.
    """
    at = best_headline(lines, story)
    if at <= 0:
        return None if at < 0 else _without_outlet(lines)
    if lines[at].size > _longest_like(lines[0]) and _may_be_headline(lines[0]):
        share = repeated_share(lines[0].text, lines, story)
        if share >= HALF and not lines[0].ends:
            return replace(_without_outlet(lines), at=at - 1)
    return FoundHeadline(lines[at].text, "", at)


def _find_deck(lines: Sequence[MeasuredLine], found: FoundHeadline, block: tuple[int, int]) -> int:
    """Find the line that stands under a headline as its deck, -1 for none.

    A full sentence there may be the story's first, so it stays with the story.
    """
    at = _under(lines, found)
    if found.at < 0 or at >= min(len(lines), block[1]) or lines[at].ends:
        return -1
    return at if _may_be_deck(lines, at, found, block[1]) else -1


def _find_lower_deck(
    lines: Sequence[MeasuredLine],
    found: FoundHeadline,
    block: tuple[int, int],
    likely: Sequence[float],
) -> int:
    """Find the deck below who wrote the story, or when, -1 for none; a caption is no such line."""
    at = under = _under(lines, found)
    while at < min(len(lines), block[1]) and lines[at].role in _TOLD_OF:
        at += 1
    if found.at < 0 or not under < at < min(len(lines), block[1]) or lines[at].ends:
        return -1
    may_be = likely[at] >= _DECK_LIKELY and _may_be_deck(lines, at, found, block[1])
    return at if may_be else -1


def find_sentence(lines: Sequence[MeasuredLine], found: FoundHeadline, kept: Sequence[bool]) -> int:
    """Find the sentence that stands under a headline as its deck, -1 for none.

    It is none of the story's own, and who wrote that, or when, is told in between.
    """
    at = _under(lines, found)
    start = next((at for at, keep in enumerate(kept) if keep), 0)
    if found.at < 0 or at >= start or not lines[at].ends:
        return -1
    is_apart = any(line.role in _TOLD_OF for line in lines[at + 1 : start])
    return at if is_apart and _may_be_deck(lines, at, found, start) else -1


def _under(lines: Sequence[MeasuredLine], found: FoundHeadline) -> int:
    """Find the first line under a headline that neither says it again nor is said elsewhere."""
    at = found.at + 1
    for line in lines[at : at + _MOST_BETWEEN]:
        is_notice = line.copies > 1 and line.size >= SHORTEST and not _looks_like_deck(line)
        if line.role or not (is_notice or line.text.casefold() == found.text.casefold()):
            break
        at += 1
    return at


def _may_be_deck(lines: Sequence[MeasuredLine], at: int, found: FoundHeadline, end: int) -> bool:
    """Tell whether a line says more than the headline, of what that or the story speaks of."""
    if not _looks_like_deck(lines[at]):
        return False
    if _says_again(lines[at].text, found.text):
        return False
    near = " ".join(line.text for line in lines[at + 1 : end + REACH])
    return bool(_long_words(lines[at].text) & _long_words(f"{found.text} {near}"))


def _says_again(text: str, headline: str) -> bool:
    words = _long_words(headline)
    return len(words & _long_words(text)) >= 0.8 * max(1, len(words))


def outlet_beside(lines: Sequence[MeasuredLine], found: FoundHeadline) -> str:
    """Find the name that a line by the headline has behind it, as titles of pages do."""
    for line in lines[: max(0, found.at + 3)] if found.text else ():
        if line.text.startswith(found.text):
            separator = _SEPARATOR.match(line.text, len(found.text))
            name = line.text[separator.end() :] if separator else ""
            if name and _may_be_outlet(name):
                return name
    return ""


def pitch_outlet(pitch: Sequence[str]) -> str:
    """Find the name by which a pitch speaks of its outlet: a subject that comes back."""
    said = " ".join(pitch)
    names: Counter[str] = Counter(_SELF_NAME.findall(said))
    for name, times in names.most_common(3):
        if " " in name and max(times, said.count(name)) >= 2:
            return name
    return ""


def copyright_owner(lines: Sequence[MeasuredLine]) -> str:
    """Find whose page it is: the one name behind its copyright signs."""
    marked = (_OWNED.fullmatch(line.text) for line in lines if line.size <= 160)
    names = {str(match["name"]).strip() for match in marked if match}
    names = {name for name in names if _may_be_outlet(name) and not _COMPANY.search(name)}
    names -= {name for name in makers.AGENCIES if len(name) <= _LONGEST_INITIALS}
    return names.pop() if len(names) == 1 else ""


def find_masthead(lines: Sequence[MeasuredLine], found: FoundHeadline) -> str:
    """Find a name that opens the page over the headline and comes back in another line."""
    if found.at < 1 or not _NAME.fullmatch(lines[0].text) or lines[0].role:
        return ""
    name = lines[0].text
    rest = (line.text for line in lines[found.at + 1 :] if line.size <= 160)
    return name if any(re.search(rf"\b{re.escape(name)}\b", text) for text in rest) else ""


def _confirmed(lines: Sequence[MeasuredLine], block: tuple[int, int]) -> FoundHeadline | None:
    """Find a title of which a part comes back as a line over the story; the rest is the outlet."""
    over = range(max(1, block[0] - REACH), min(block[0] + 1, len(lines)))
    for at in [0, *(at for at in over if _SEPARATOR.search(lines[at].text))]:
        for variant, rest in _headline_variants(lines[at].text):
            place = _place(lines, variant, block, at)
            if place >= 0:
                return FoundHeadline(lines[place].text, _known(rest, lines, at), place)
    return None


def _known(name: str, lines: Sequence[MeasuredLine], at: int) -> str:
    """Trust a name in the page's title, or in another line when the page opens with it."""
    trusted = at == 0 or name.casefold() == lines[0].text.casefold()
    return name if trusted and _may_be_outlet(name) else ""


def _may_be_outlet(name: str) -> bool:
    """Tell whether a text is short enough, and no date, rubric or headline."""
    words = name.split()
    if not 0 < len(words) <= 6 or text_weight(name) > 50 or name[-1] in "?!:" or ": " in name:
        return False
    is_name = name != name.lower() or "." in name or len(words) <= 2
    return is_name and bool(_LETTERS.search(name)) and not _NO_OUTLET.search(name)


def _headline_variants(title: str) -> list[tuple[str, str]]:
    """List the title with and without what a separator sets off: (headline, outlet)."""
    title = title[:400]
    cuts = list(_SEPARATOR.finditer(title))[-MOST_CUTS:]
    found = [(title, "")]
    for cut in reversed(cuts):
        head, tail = title[: cut.start()], title[cut.end() :]
        found += [(head, _SEPARATOR.split(tail)[-1]), (tail, _SEPARATOR.split(head)[0])]
    return [(head, rest) for head, rest in found if text_weight(head) >= max(12, text_weight(rest))]


def _place(lines: Sequence[MeasuredLine], text: str, block: tuple[int, int], but: int = -1) -> int:
    """Find the last line like the text that has most of the story's block behind it."""
    wanted = _WORD.findall(text.casefold())
    latest = block[0] + max(3, (block[1] - block[0]) // 4)
    places = [
        at
        for at, line in enumerate(lines[: latest + 1])
        if abs(len(line.text) - len(text)) <= 8
        and at != but
        and _WORD.findall(line.text.casefold()) == wanted
    ]
    return places[-1] if wanted and places else -1


def _likest(lines: Sequence[MeasuredLine], block: tuple[int, int]) -> FoundHeadline | None:
    """Find a line over the story that says what the title says in other words.

    One that says much more than it is a deck.
    """
    title = _long_words(lines[0].text)
    longest = _longest_like(lines[0])
    best, best_at = 0.5, -1
    for at in range(max(2, block[0] - REACH), min(block[0] + 3, len(lines))):
        if lines[at].size > longest:
            continue
        if (alike := _likeness(lines[at], title)) >= best:
            best, best_at = alike, at
    return FoundHeadline(lines[best_at].text, "", best_at) if best_at > 0 else None


def _longest_like(title: MeasuredLine) -> float:
    """Tell up to which size a line says no more than a title does."""
    return max(LONGEST_LIKE, OVER_TITLE * title.size)


def _likeness(line: MeasuredLine, title: set[str]) -> float:
    words = _long_words(line.text)
    if line.role or line.ends or line.size > 200 or len(words & title) < 3:
        return 0.0
    return len(words & title) / min(len(words), len(title))


def _nearest(lines: Sequence[MeasuredLine], block: tuple[int, int]) -> FoundHeadline | None:
    """Take the first line when it can be a headline, else the top of what stands over the story."""
    if _may_be_headline(lines[0]) and (block[0] > 0 or not lines[0].ends):
        return _without_outlet(lines)
    if _stands_alone(lines, block):
        return FoundHeadline(lines[0].text, "", 0)
    top = _top(lines, block)
    return FoundHeadline(lines[top].text, "", top) if top >= 0 else None


def _top(lines: Sequence[MeasuredLine], block: tuple[int, int]) -> int:
    """Find the first of the lines next above the story that can be headlines; -1: there is none."""
    top = -1
    for at in range(block[0] - 1, max(-1, block[0] - REACH), -1):
        if _may_be_headline(lines[at]):
            top = at
        elif top >= 0:
            break
    return top


def _stands_alone(lines: Sequence[MeasuredLine], block: tuple[int, int]) -> bool:
    """Tell whether a short first line is all that stands over the story."""
    first = lines[0]
    over = block[0] <= 1 < len(lines) and len(first.text) < len(lines[1].text)
    return over and not first.role and not first.ends and first.size >= SHORTEST_ALONE


def _may_be_headline(line: MeasuredLine) -> bool:
    return not line.role and SHORTEST <= line.size <= 250


def _without_outlet(lines: Sequence[MeasuredLine]) -> FoundHeadline:
    known = {line.text.casefold() for line in lines[1:]}
    for variant, rest in _headline_variants(lines[0].text)[1:]:
        named = rest.casefold() in known or (len(lines) > 1 and _ADDRESS.fullmatch(rest))
        if named and text_weight(variant) > text_weight(rest):
            return FoundHeadline(variant, rest, 0)
    return FoundHeadline(lines[0].text, "", 0)


def _looks_like_deck(line: MeasuredLine) -> bool:
    if line.role or not 40 <= line.size <= 300 or _NO_DECK.search(line.text):
        return False
    return line.size > 120 or len(line.text.split()) >= 6 or line.size > len(line.text)


def _long_words(text: str) -> set[str]:
    text = text[:MOST_TEXT].casefold()
    words = {word for word in _WORD.findall(text) if len(word) > 3}
    return words | {first + second for first, second in pairwise(_DENSE.findall(text))}
