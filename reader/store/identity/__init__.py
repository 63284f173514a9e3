"""Deduplication: which entries and stories are one."""
