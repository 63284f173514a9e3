"""A story as queries in memory see it: its words, its marks, and what of it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from reader.index.analysis.tokens import Term, terms_in
from reader.model import Marks

WHOLE, HEAD = "", "head"  # in place of a field: all of a story, and all of it but its body
Need = tuple[str, int]
"""A field, or the whole, and the number of a token that is wanted there."""

Wanted = frozenset[int]
"""Numbers of tokens that are wanted by some query."""


@dataclass(slots=True)
class FieldWords:
    """What is known of the words of a field of a story, or of the whole of it."""

    small: bytes = b""  # all of them, to look for more; empty where each has been read
    sought: Wanted = frozenset()  # what has been looked for in them
    held: Wanted = frozenset()  # what they are known to hold


@dataclass
class StoryWords:
    """A story as the queries of one matcher are matched against it."""

    headline: str
    outlet: str
    byline: str
    body: str = field(repr=False)  # its deck as well
    language: str = ""  # ISO 639-1
    published: float = 0  # seconds; when it came, where its source does not say
    marks: Marks = field(default_factory=Marks)
    is_from: Callable[[str], bool] = lambda _: False  # whether its source has this in its name
    read_seconds: Callable[[], int] = lambda: 0  # how long its text takes to read
    fields: dict[str, FieldWords] = field(default_factory=dict, repr=False)  # once looked at
    rows: dict[str, list[Wanted]] = field(default_factory=dict, repr=False)  # in order, likewise

    @cached_property
    def code(self) -> str:
        """Its language as the index has it."""
        return self.language[:2].lower()

    @cached_property
    def seconds(self) -> int:
        """How long it takes to read."""
        return self.read_seconds()

    def written(self, name: str) -> str:
        """Return the words of a field, of all but the body, or of all; each stands apart."""
        if name == HEAD:
            return f"{self.headline}\n{self.outlet}\n{self.byline}"
        if name == WHOLE:
            return f"{self.headline}\n{self.outlet}\n{self.byline}\n{self.body}"
        return str(getattr(self, name))

    def terms(self, name: str) -> list[Term]:
        """Return the words of a field, in order."""
        return terms_in(getattr(self, name), self.code)
