"""A story as queries in memory see it: its words, its marks, and what of it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from reader.index.analysis.tokens import Term, terms_in
from reader.model import Marks

Wanted = frozenset[int]
"""Numbers of tokens that are wanted by some query."""


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
    held: dict[str, Wanted] = field(default_factory=dict, repr=False)  # by field, once known
    rows: dict[str, list[Wanted]] = field(default_factory=dict, repr=False)  # likewise, in order

    @cached_property
    def code(self) -> str:
        """Its language as the index has it."""
        return self.language[:2].lower()

    @cached_property
    def seconds(self) -> int:
        """How long it takes to read."""
        return self.read_seconds()

    def written(self, name: str) -> str:
        """Return the words of a field, or of all of them, which stand apart."""
        if name:
            return str(getattr(self, name))
        return f"{self.headline}\n{self.outlet}\n{self.byline}\n{self.body}"

    def terms(self, name: str) -> list[Term]:
        """Return the words of a field, in order."""
        return terms_in(getattr(self, name), self.code)
