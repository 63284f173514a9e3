"""The index on the disk: segments, terms, postings, manifest."""
