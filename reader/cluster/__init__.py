"""Clustering: which stories report one event."""
