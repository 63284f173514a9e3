"""Spares what runs no line of ours the tracing of every line, which takes several times as long."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TRACED = "COVERAGE_PROCESS_CONFIG"  # tells a process that its lines are to be counted


@contextmanager
def untraced() -> Iterator[None]:
    """Have nothing in this thread traced, such as a terminal's work or a search in our code."""
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(trace)


@contextmanager
def untraced_processes() -> Iterator[None]:
    """Have nothing traced in the processes that are started meanwhile."""
    told = os.environ.pop(TRACED, None)
    try:
        yield
    finally:
        if told is not None:
            os.environ[TRACED] = told
