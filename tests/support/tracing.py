"""Spares what runs no line of ours the tracing of every line, which takes several times as long."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def untraced() -> Iterator[None]:
    """Have nothing in this thread traced, such as a terminal's work or a search in our code."""
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(trace)
