"""The use cases from end to end: what happens to a source, a query or a mark."""

from reader.clock import Clock
from reader.config import Places
from reader.library.ingest.pipeline import SAMPLES, cleaned
from reader.library.library import Library, matches, snippet

__all__ = ["SAMPLES", "Clock", "Library", "Places", "cleaned", "matches", "snippet"]
