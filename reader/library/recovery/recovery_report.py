"""What a start tells of the files beside the database: which lagged, what came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from reader.model import Marks

Now = Callable[[], datetime]
SEARCHES, SEARCHES_FILE = "saved searches", "searches.jsonl"
RULES, RULES_FILE = "rules", "rules.jsonl"


@dataclass(slots=True)
class Recovery:
    """What was brought to one level."""

    notes: dict[str, str] = field(default_factory=dict)  # a part: what a person has to know of it
    behind: set[str] = field(default_factory=set)  # the parts whose file lagged behind
    marks_before: dict[int, Marks] = field(default_factory=dict)  # what `put` takes back
