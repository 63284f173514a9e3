"""The lists of words that the index keeps, and what each is asked for."""

from __future__ import annotations

from reader.index.format.schema import WEIGHTS

WORDS = "words"
"""The list of the words of all fields; in it the fields of a story follow each other."""

FRONTS = tuple(field for field in WEIGHTS if field != "body")
"""The short fields, which have lists of their own beside."""

LISTS = {"": WORDS, "body": WORDS, "title": "headline", "outlet": "outlet", "by": "byline"}
"""In which list a field of the query language is looked up."""

LEADERS = "leaders"
"""Not of a story: the most frequent words for each of the shortest beginnings."""

SEPARATOR = "\0"
"""Between two words that are looked up as one."""
