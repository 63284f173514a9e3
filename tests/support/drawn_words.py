"""Words and texts that are drawn, and whether a text holds a word, told by comparing each token."""

from __future__ import annotations

from hypothesis import strategies as st

from reader.index.analysis.query_tokens import token_row
from reader.index.analysis.tokens import terms_in
from reader.model import Phrase, Word

STEMS = ("cry", "die", "sky", "hop", "able", "sens", "relat", "real", "vot", "form", "organ", "us")
STEMS += ("president", "a", "ski", "t", "dy", "compar", "news", "earl", "150", "3")
ENDINGS = ("", "s", "ies", "ying", "ing", "ed", "ied", "ly", "ily", "ation", "ational", "ization")
ENDINGS += ("ibility", "ability", "ible", "fulness", "iveness", "ality", "er", "ator", "e", "ency")
JOINTS = (" ", " ", "\n", ", ", ". ", ".", ",", "'", "’", "-", "/", "_", "—", "\x1c", "\xa0", "'s ")
JOINTS += ("\x01",)
WRITTEN = (*STEMS, "U.S.", "o'neil", "l'", "qu'", "été", "Élan", "don't", "1,500", "it's", "МОСКВА")
WRITTEN += ("Sky", "all's", "ca1,5")
PAIRED = ("東京都", "Сто́ит")  # texts with these are read by another pattern
LETTERS = "abeiorsty"


@st.composite
def words(draw: st.DrawFn) -> str:
    """Draw a word; some with an edit."""
    word = draw(st.sampled_from(STEMS)) + draw(st.sampled_from(ENDINGS))
    at, letter = draw(st.integers(0, len(word))), draw(st.sampled_from(LETTERS))
    left, right = word[:at], word[at:]
    edited = (
        word,
        word.upper(),
        left + right[1:],
        left + letter + right,
        left + letter + right[1:],
    )
    return draw(st.sampled_from((*edited, left + right[1:2] + right[:1] + right[2:])))


def texts() -> st.SearchStrategy[str]:
    """Draw words with what may stand between them."""
    word = words() | st.sampled_from(WRITTEN) | st.sampled_from((*WRITTEN, *PAIRED))
    pieces = st.lists(st.tuples(word, st.sampled_from(JOINTS)), max_size=8)
    return pieces.map(lambda all_: "".join(word + joint for word, joint in all_))


def is_row_held(part: Word | Phrase, fields: list[str], language: str = "en") -> bool:
    """Tell whether a word or phrase stands in some texts; each token is compared with each."""
    row = token_row(part)
    rows = [terms_in(text, language) for text in fields]
    return any(
        all(at + want.place < len(terms) and want.takes(*terms[at + want.place]) for want in row)
        for terms in rows
        for at in range(len(terms))
    )
