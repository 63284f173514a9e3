"""Ingest: from a location that was named to stories in the store."""
