"""Gathers the terms of a new segment of very many stories, whose words NumPy orders all at once.

What it yields is byte for byte what `segment_builder.py` yields for the same stories, in less than
half the time; but NumPy takes as long to import as some hundred stories take there.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from reader.index.analysis.tokens import Term, run_reader
from reader.index.format.dictionary import CountedTerm
from reader.index.format.postings import Positions, Postings, pack_positions, pack_postings
from reader.index.format.prefixes import TermCounts, prefix_lists
from reader.index.format.schema import FRONTS, LANGUAGE, WORDS, IndexDocument
from reader.index.write.token_keys import FIELDS, Row, TokenKeys, ends_of
from reader.index.write.token_packing import TokenPacking
from reader.index.write.word_numbers import CutTexts, WordNumbers

_AT_ONCE = 1 << 20  # letters that become terms at once


class BulkBuilder:
    """The terms of a segment of many stories in the making."""

    def __init__(self) -> None:
        self._vocabulary = _Vocabulary()
        self._words: dict[str, WordNumbers] = {}  # by language
        self._languages: list[str] = []  # of each document
        self._texts: list[str] = []  # that are no tokens yet, field by field
        self._letters = 0  # of these
        self._tokens: list[Row] = []
        self._counts: list[Row] = []  # of tokens, by document and field
        self._stories = np.zeros(0, np.int64)  # that hold each form

    def add(self, story: IndexDocument) -> None:
        """Take the words of the next story."""
        texts = [getattr(story, field) for field in FIELDS]
        self._texts += texts
        self._letters += sum(map(len, texts))
        self._languages.append(story.language[:2].lower())
        if self._letters >= _AT_ONCE:
            self._make_tokens()

    def iter_postings(self) -> Iterator[tuple[str, Iterator[CountedTerm]]]:
        """Yield every list with its terms in order."""
        self._make_tokens()
        self._words.clear()
        terms, ranks = self._vocabulary.in_order()
        keys = TokenKeys(np.concatenate(self._counts))
        packing = TokenPacking(keys, terms)
        lists = self._lists(keys, ranks)
        counts: TermCounts = {}
        for name in (WORDS, *FRONTS):
            counts[name] = {}
            yield name, packing.packed(name, lists.pop(name), counts[name])
        yield LANGUAGE, self._packed_languages()
        forms = zip(self._vocabulary.forms, self._stories.tolist(), strict=True)
        yield from prefix_lists(counts, dict(forms))

    def cleanup(self) -> None:
        """Do nothing: nothing of this is on disk."""

    def _make_tokens(self) -> None:
        """Take the texts apart into tokens, and count who holds each form."""
        texts = CutTexts(self._texts)
        tokens, each = self._vocabulary.tokens_of(self._numbers(texts))
        ends = ends_of(each)[ends_of(texts.counts)]
        counts = np.diff(ends).reshape(-1, len(FIELDS))
        documents = np.repeat(np.arange(len(counts)), counts.sum(axis=1))
        pairs = tokens.astype(np.int64) * len(counts) + documents
        pairs.sort()
        forms = pairs[np.diff(pairs, prepend=-1) > 0] // max(1, len(counts))
        stories = np.bincount(forms, minlength=len(self._vocabulary.forms))
        stories[: len(self._stories)] += self._stories
        self._stories = stories
        self._tokens.append(tokens)
        self._counts.append(counts)
        self._texts, self._letters = [], 0

    def _numbers(self, texts: CutTexts) -> Row:
        """Return the numbers of the words of the latest documents."""
        words = texts.counts.reshape(-1, len(FIELDS)).sum(axis=1)
        languages = self._languages[len(self._languages) - len(words) :]
        known = {language: number for number, language in enumerate(dict.fromkeys(languages))}
        spoken = np.repeat([known[language] for language in languages], words)
        numbers = np.empty(len(spoken), np.uint32)
        for language, number in known.items():
            some = np.flatnonzero(spoken == number)
            numbers[some] = self._words_in(language).numbers(texts, some)
        return numbers

    def _words_in(self, language: str) -> WordNumbers:
        """Return what numbers the words of a language."""
        if language not in self._words:
            self._words[language] = WordNumbers(partial(self._vocabulary.add, run_reader(language)))
        return self._words[language]

    def _lists(self, keys: TokenKeys, ranks: Row) -> dict[str, Row]:
        """Return the tokens of every list in order; what they are made of is let go of."""
        words = np.empty(sum(map(len, self._tokens)), np.uint64)
        fronts: dict[str, list[Row]] = {name: [] for name in FRONTS}
        document = end = 0
        for counts in self._counts:
            made = keys.made(ranks[self._tokens.pop(0)], document, counts)
            words[end : end + len(made)] = made
            document, end = document + len(counts), end + len(made)
            fields = np.repeat(np.tile(np.arange(len(FIELDS)), len(counts)), counts.ravel())
            for number, name in enumerate(FRONTS):
                fronts[name].append(made[fields == number])
        lists = {WORDS: words} | {name: np.concatenate(held) for name, held in fronts.items()}
        for held in lists.values():
            held.sort()
        return lists

    def _packed_languages(self) -> Iterator[CountedTerm]:
        for language in sorted({*self._languages} - {""}):
            documents = [at for at, one in enumerate(self._languages) if one == language]
            stories = len(documents)
            postings = Postings(array("I", documents), b"\1" * stories)
            places = Positions(array("I", [1]) * stories, array("I", [0]) * stories)
            packed = pack_postings(postings, len(self._languages))
            yield language, stories, packed, pack_positions(places)


class _Vocabulary:
    """All words as they are written, by number, with the numbers of the forms that they are."""

    def __init__(self) -> None:
        self.forms: dict[Term, int] = {}  # terms with their unstemmed forms
        self._ends = array("I", [0, 0])  # where the forms of each word end; of 0, which is none
        self._numbers = array("I")

    def add(self, read: Callable[[str], Sequence[Term]], word: str) -> int:
        """Take a new word; its number."""
        known = self.forms
        for form in read(word):
            self._numbers.append(known.setdefault(form, len(known)))
        self._ends.append(len(self._numbers))
        return len(self._ends) - 2

    def tokens_of(self, words: Row) -> tuple[Row, Row]:
        """Return the forms of words, one after the other, and how many each word is."""
        ends = np.array(self._ends, np.uint32)
        firsts = ends[words]
        counts = ends[words + np.uint32(1)] - firsts
        before = np.cumsum(counts, dtype=np.uint32) - counts
        at = np.repeat(firsts - before, counts)
        at += np.arange(len(at), dtype=np.uint32)
        return np.array(self._numbers, np.uint32)[at], counts

    def in_order(self) -> tuple[list[str], Row]:
        """Return all terms in order, and for each form which of them it belongs to."""
        of_forms = [term for term, _ in self.forms]
        terms = sorted(set(of_forms))
        numbers = dict(zip(terms, range(len(terms)), strict=True))
        ranks = map(numbers.__getitem__, of_forms)
        return terms, np.fromiter(ranks, np.uint64, len(of_forms))
