"""The use cases from end to end: what happens to a source, a query or a mark."""

from reader.clock import Clock
from reader.config import Folders
from reader.library.ingest.pipeline import SAMPLES, clean_location
from reader.library.library import Library
from reader.library.reports.story_matches import matches, passage, prepare_matching, row_matches

__all__ = [
    "SAMPLES",
    "Clock",
    "Folders",
    "Library",
    "clean_location",
    "matches",
    "passage",
    "prepare_matching",
    "row_matches",
]
