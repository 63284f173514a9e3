"""The lede of a story: its first sentences, without the headline where a text begins with that."""

from __future__ import annotations

import re

from reader.model import Story

_LEDE = 300  # code points
_FEW = 5  # words; a shorter headline may as well be how a sentence begins
_LONGEST_WORD = 20  # code points ; what is longer is written without spaces
_CUT = ("…", "...")
_CLOSING = r"[\"'”’»)\]]*"
# What parts a headline from the text that follows it; compiled when a text begins with one.
_BREAK = (
    rf"{_CLOSING}(?:[.!?…:;|·•]+{_CLOSING}(?=\s|$)|[。！？：；]+[」』”’）]*|\s*\n|\s+[-–—|/·•:]+\s)"
    r"(?:[\s.!?…:;|·•–—/]|-(?=\s))*"
)
_OUTLET = re.compile(r"\s[-–—|·•]\s[^-–—|·•]*$")  # behind a headline, as aggregators put it


def lede_of(story: Story) -> str:
    """Return the first sentences of a story in one line, else its deck.

    The headline, which stands above them, is left out.
    """
    from reader.cluster.sentences import sentences

    lede, begun = "", text_without_headline(story)[: 4 * _LEDE]
    for start, end in sentences(begun):
        sentence = " ".join(begun[start:end].split())
        if lede and len(lede) + len(sentence) >= _LEDE:
            break
        if not is_same_line(sentence, story.headline):
            lede += f"{_gap_before(begun, start) if lede else ''}{sentence}"
    lede = lede or " ".join(_without_headline(story.deck, story.headline).split())
    return lede if len(lede) <= 2 * _LEDE else f"{lede[: 2 * _LEDE].rstrip()}…"


def _gap_before(text: str, start: int) -> str:
    """Return what parts a sentence from the one before: no blank where its script has none."""
    around = text[max(0, start - 1) : start + 1]
    return " " if any(map(str.isspace, around)) else ""


def text_without_headline(story: Story) -> str:
    """Return the text of a story from where it tells what its headline has not told."""
    rest = _without_headline(story.text, story.headline)
    return "" if rest != story.text and is_same_line(rest, story.outlet) else rest


def is_same_line(sentence: str, other: str) -> bool:
    """Tell whether two lines have the same letters."""
    return _letters(sentence) == _letters(other)


def _without_headline(text: str, headline: str) -> str:
    """Return a text without the headline with which it begins, however often it does."""
    text = text.lstrip()
    for head in dict.fromkeys((headline.rstrip(), _OUTLET.sub("", headline.rstrip()).rstrip())):
        while end := _end_of_headline(text, head):
            if head.endswith(_CUT):
                rest = text[_word_start(text, end) :].lstrip()
                return f"…{rest}" if _letters(rest) else ""
            after = _text_after(text, end, head)
            if after == text:
                break
            text = after
    return text


def _end_of_headline(text: str, headline: str) -> int:
    """Return where a headline ends with which a text begins, by its letters alone; else 0."""
    wanted, at = _letters(headline), 0
    for number, letter in enumerate(text):
        if letter.isalnum():
            folded = letter.casefold()
            if not wanted.startswith(folded, at):
                return 0
            at += len(folded)
            if at >= len(wanted):
                return number + 1
    return 0


def _text_after(text: str, end: int, headline: str) -> str:
    """Return what follows a headline; all, where the headline is only how a sentence begins."""
    rest = text[end:]
    if found := re.match(_BREAK, rest):
        return rest[found.end() :]
    if not _letters(rest):
        return ""
    is_parted = rest[:1].isspace() and rest.lstrip()[:1].isupper()
    return rest.lstrip() if is_parted and len(headline.split()) >= _FEW else text


def _word_start(text: str, end: int) -> int:
    """Return where the word begins in the middle of which a headline is cut; else its end."""
    if not text[end : end + 1].isalnum():
        return end
    start, last = end, end
    while start and text[start - 1].isalnum():
        start -= 1
    while last - start <= _LONGEST_WORD and text[last : last + 1].isalnum():
        last += 1
    return start if last - start <= _LONGEST_WORD else end


def _letters(text: str) -> str:
    """Return the letters and digits of a text, small ones."""
    return "".join(filter(str.isalnum, text.casefold()))
