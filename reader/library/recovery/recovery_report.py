"""What a start tells of the files beside the database: which lagged, what came back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from reader.model import Marks

Now = Callable[[], datetime]
SEARCHES, SEARCHES_FILE = "saved searches", "searches.jsonl"
RULES, RULES_FILE = "rules", "rules.jsonl"


class RecoveryReport:
    """What was brought to one level."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}  # a part: what a person has to know of it
        self.behind: set[str] = set()  # the parts whose file lagged behind
        self.marks_before: dict[int, Marks] = {}  # what `set_marks` takes back
