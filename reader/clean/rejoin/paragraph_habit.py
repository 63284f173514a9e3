"""Wrapped lines in, after how many sentences their paragraphs end out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from reader.clean.rejoin.bonds import Bond, is_closed
from reader.clean.rejoin.wrap_column import TextRow
from reader.model.construction import frozen

SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?…][\"”’»)]?\s+[\"“‘«(]?[A-ZÀ-ÞА-Я]")
_FEWEST = 6  # paragraphs that went on or ended behind so many sentences: fewer do so by chance


@frozen
class ParagraphHabit:
    """How many paragraphs go on behind a number of sentences, and how many end there.

    A sentence and a paragraph end at the end of a full line by chance alike, so what is more
    frequent elsewhere is the likelier there.
    """

    went_on: Mapping[int, int]
    ended: Mapping[int, int]
    many: bool  # more sentences end within paragraphs than with them

    @classmethod
    def from_rows(
        cls, rows: Sequence[TextRow], bonds: Sequence[Bond], full: Sequence[bool]
    ) -> ParagraphHabit:
        """Count what is sure: sentences that end within lines, and lines that had room for more."""
        went_on: Counter[int] = Counter()
        ended: Counter[int] = Counter()
        within = ends = told = 0
        is_known = True  # where the paragraph began
        for row, tie, is_full in zip(rows, [*bonds, Bond.NONE], [*full, False], strict=False):
            inner = len(SENTENCE_END.findall(row.text))
            within += inner
            if is_known:
                went_on.update(range(told + 1, told + inner + 1))
            told += inner + is_closed(row.text)
            if tie is Bond.SENTENCE:
                ends += not is_full
                if is_known and not is_full:
                    ended[told] += 1
                is_known, told = not is_full, 0
            elif tie is Bond.NONE or not is_full:
                is_known, told = True, 0
        return cls(went_on, ended, within > ends)

    def goes_on_behind(self, sentences: int) -> bool:
        """Tell whether a paragraph of so many sentences is likelier to go on than to end."""
        went_on, ended = self.went_on.get(sentences, 0), self.ended.get(sentences, 0)
        if went_on + ended >= _FEWEST:
            return went_on > ended
        longer = sum(many for count, many in self.went_on.items() if count >= sentences)
        as_long = sum(many for count, many in self.ended.items() if count >= sentences)
        return longer > as_long if longer + as_long >= _FEWEST else self.many


def count_sentences(text: str) -> int:
    """Count the sentences that end in a line."""
    return len(SENTENCE_END.findall(text)) + is_closed(text)
