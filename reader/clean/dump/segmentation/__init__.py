"""Cuts a text into pages, and a page into lines."""
