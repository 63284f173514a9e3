"""What other readers leave behind: files of theirs in, entries with marks and searches out.

All of it is a stranger's, even where it lies on this disk. Nothing here saves, subscribes or
fetches: `reader/library/ingest/` does, through the same doors as for everything else.
"""

from __future__ import annotations

from reader.exports.marked_entry import MarkedEntry

__all__ = ["MarkedEntry"]
